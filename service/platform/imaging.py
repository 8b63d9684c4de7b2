"""Pictures as bytes: whether they are what they say, and their size."""

import io
import warnings

from msgspec import Struct
from PIL import Image, UnidentifiedImageError

# Four times an 8-megapixel camera; a picture that claims more is a decompression bomb.
_PIXELS_MAX = 40_000_000


class NotAPicture(Exception):
    """The bytes are not a whole JPEG picture of a sane size; the text says in what way."""


class Size(Struct, frozen=True):
    """Pixels."""

    width: int
    height: int


def check_jpeg(data: bytes) -> Size:
    """The size of a JPEG picture that decodes to its end. Raises NotAPicture."""
    if not data.startswith(b"\xff\xd8\xff"):
        raise NotAPicture("not JPEG")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=("JPEG",)) as picture:
                width, height = picture.size
                if width * height > _PIXELS_MAX:
                    raise NotAPicture("too many pixels")
                # An eighth of the size reads every byte, and costs a tenth of time and memory.
                picture.draft("L", (1, 1))
                picture.load()
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise NotAPicture("too many pixels") from error
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        raise NotAPicture("cut or damaged") from error
    return Size(width, height)


def as_jpeg(picture: Image.Image) -> bytes:
    """Encode at a quality that keeps a face's outline at camera scale."""
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=90)
    return buffer.getvalue()
