"""Letters for the simulated pictures: a Chinese font of the machine, else Latin ones."""

from functools import lru_cache
from pathlib import Path

from PIL import ImageFont

from tests.support.town.names import Name

# Where common systems keep a font with Chinese letters; none is shipped.
_CHINESE = (
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Bold.ttc",
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/google-noto-cjk/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/noto-cjk/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/truetype/wqy/wqy-microhei.ttc",
    "/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc",
    "/System/Library/Fonts/PingFang.ttc",
    "/System/Library/Fonts/STHeiti Medium.ttc",
    "C:/Windows/Fonts/msyh.ttc",
)
_NOTO_SIMPLIFIED = 2  # The simplified Chinese face inside a Noto collection.

Font = ImageFont.FreeTypeFont


@lru_cache(maxsize=1)
def _chinese_path() -> str | None:
    return next((path for path in _CHINESE if Path(path).exists()), None)


@lru_cache(maxsize=64)
def font(size: int) -> Font:
    """A font of that many pixels."""
    path = _chinese_path()
    if path is not None:
        return ImageFont.truetype(path, size, index=_NOTO_SIMPLIFIED if "Noto" in path else 0)
    plain = ImageFont.load_default(size)
    assert isinstance(plain, ImageFont.FreeTypeFont), "Pillow was built without FreeType"
    return plain


def readable(name: Name) -> str:
    """The name in letters this machine can draw."""
    return name.zh if _chinese_path() is not None else name.en
