"""A picture that somebody hands in, made anew: small, upright, and nothing else in its file."""

import io
import warnings

from PIL import Image, ImageOps, UnidentifiedImageError

# What a screen two metres away shows of a face; and what a box on a slow line takes at once.
WIDTH_MAX, HEIGHT_MAX = 480, 640
PORTRAIT_BYTES_MAX = 56 * 1024
_SIDE_LEAST = 40
_PIXELS_MAX = 40_000_000
_QUALITIES = (85, 75, 65, 55, 45, 35, 25)
_FORMATS = ("JPEG", "PNG", "WEBP")


class NotAPortrait(Exception):
    """The bytes are not a whole picture of a sane size."""


def make_portrait(data: bytes) -> bytes:
    """A JPEG of at most PORTRAIT_BYTES_MAX bytes. Raises NotAPortrait.

    It is drawn from the pixels alone: where and with what it was taken goes no further.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=_FORMATS) as picture:
                if picture.width * picture.height > _PIXELS_MAX:
                    raise NotAPortrait("too many pixels")
                picture.draft("RGB", (WIDTH_MAX, HEIGHT_MAX))
                whole = ImageOps.exif_transpose(picture).convert("RGBA")
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise NotAPortrait("too many pixels") from error
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError) as error:
        raise NotAPortrait("cut or damaged") from error
    whole.thumbnail((WIDTH_MAX, HEIGHT_MAX), Image.Resampling.LANCZOS)
    if min(whole.size) < _SIDE_LEAST:
        raise NotAPortrait("too small")
    paper = Image.new("RGB", whole.size, (255, 255, 255))
    paper.paste(whole, mask=whole.getchannel("A"))
    return _packed(paper)


def _packed(picture: Image.Image) -> bytes:
    made = b""
    for quality in _QUALITIES:
        buffer = io.BytesIO()
        picture.save(buffer, "JPEG", quality=quality, optimize=True)
        made = buffer.getvalue()
        if len(made) <= PORTRAIT_BYTES_MAX:
            return made
    raise NotAPortrait("noise that no quality makes small")
