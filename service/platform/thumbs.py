"""Small copies of a picture for screens: two sizes, with time and camera burned in.

The copy is a new object; the original is never touched. A small copy that travels alone still says
when and where it was taken.
"""

import asyncio
import io
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta, timezone
from functools import cache, partial
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from service.platform.yielding import yielding

# Wide enough for a strip, and for a desk's main pane.
SMALL_PX, LARGE_PX = 320, 960
_QUALITY = 72
_AT_ONCE = 2
_BAR = (0, 0, 0)
_WORDS = (255, 255, 255)
# Fonts with Chinese characters, where the machine has one; else names are left to the page.
_FONTS = (
    "/usr/share/fonts/truetype/wqy/wqy-microhei.ttc",
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/truetype/noto/NotoSansCJK-Regular.ttc",
)


async def thumbnails(
    data: bytes, camera: str, captured_at: datetime, utc_offset: timedelta
) -> dict[int, bytes]:
    """WebP copies of a JPEG picture by width in pixels; a smaller picture is not blown up.

    This yields to all that is waited for: first pictures above all.
    """
    work = partial(_made, data, camera, captured_at, utc_offset)
    return await asyncio.get_running_loop().run_in_executor(_threads(), work)


@cache
def _threads() -> ThreadPoolExecutor:
    return yielding(_AT_ONCE, "thumbs")


def _made(
    data: bytes, camera: str, captured_at: datetime, utc_offset: timedelta
) -> dict[int, bytes]:
    local = captured_at.astimezone(timezone(utc_offset))
    when = f"{local:%Y-%m-%d %H:%M:%S}.{local.microsecond // 1000:03d} {local:%z}"
    made: dict[int, bytes] = {}
    with Image.open(io.BytesIO(data), formats=("JPEG",)) as picture:
        picture.draft("RGB", (LARGE_PX, LARGE_PX))
        whole = picture.convert("RGB")
    for width in (LARGE_PX, SMALL_PX):
        if whole.width > width:
            whole = whole.resize((width, max(1, round(whole.height * width / whole.width))))
        made[width] = _packed(labelled(whole, when, camera))
    return made


def labelled(picture: Image.Image, when: str, camera: str) -> Image.Image:
    """The picture over a bar with the time, and the camera's name where there is room."""
    size = max(10, picture.width // 32)
    font, chinese = _font(size)
    name = camera if chinese or camera.isascii() else ""
    lines = [when, name] if picture.width < 480 and name else [f"{when}  {name}".rstrip()]
    bar = Image.new("RGB", (picture.width, len(lines) * (size + 4) + 4), _BAR)
    pen = ImageDraw.Draw(bar)
    for number, line in enumerate(lines):
        pen.text((6, 2 + number * (size + 4)), line, font=font, fill=_WORDS)
    whole = Image.new("RGB", (picture.width, picture.height + bar.height))
    whole.paste(picture, (0, 0))
    whole.paste(bar, (0, picture.height))
    return whole


def marked(jpeg: bytes, words: str, at: tuple[float, float]) -> bytes:
    """A JPEG picture with words burned in at shares of its width and height, and once opposite."""
    with Image.open(io.BytesIO(jpeg), formats=("JPEG",)) as source:
        picture = source.convert("RGB")
    font, chinese = _font(max(12, picture.width // 40))
    said = words if chinese else words.encode("ascii", "replace").decode()
    pen = ImageDraw.Draw(picture)
    for across, down in (at, (1 - at[0], 1 - at[1])):
        free_px = max(0.0, picture.width - pen.textlength(said, font))
        place = across * free_px, down * picture.height * 0.92
        pen.text(place, said, font=font, fill=_WORDS, stroke_width=1, stroke_fill=_BAR)
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=_QUALITY)
    return buffer.getvalue()


@cache
def _font(size: int) -> tuple[ImageFont.FreeTypeFont | ImageFont.ImageFont, bool]:
    for path in _FONTS:
        if Path(path).exists():
            return ImageFont.truetype(path, size), True
    return ImageFont.load_default(size), False


def _packed(picture: Image.Image) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, "WEBP", quality=_QUALITY, method=2)
    return buffer.getvalue()
