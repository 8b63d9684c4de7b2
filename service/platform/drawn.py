"""A picture that somebody hands in, drawn anew from its pixels; nothing else of its file stays."""

import io
import warnings
from enum import StrEnum

from PIL import Image, ImageOps, UnidentifiedImageError

# Phones hand in 12 to 50 megapixels. JPEG is decoded at a fraction of its size; the others in
# full, four bytes to a pixel.
_JPEG_PIXELS_MAX, _PIXELS_MAX = 60_000_000, 25_000_000
_FORMATS = ("JPEG", "PNG", "WEBP")
_HEIC = (b"heic", b"heix", b"heif", b"hevc", b"mif1", b"msf1", b"avif")


class Unfit(StrEnum):
    """Why bytes cannot be drawn."""

    PDF = "pdf"
    HEIC = "heic"
    PIXELS = "pixels"
    NO_PICTURE = "no_picture"


class NotDrawn(Exception):
    """The bytes are not a whole picture of a sane size."""

    def __init__(self, why: Unfit) -> None:
        super().__init__(why)
        self.why = why


def drawn(data: bytes, width_max: int, height_max: int) -> Image.Image:
    """The picture upright, RGB on white, at most this large. Raises NotDrawn."""
    _look_at_kind(data)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=_FORMATS) as picture:
                most = _JPEG_PIXELS_MAX if picture.format == "JPEG" else _PIXELS_MAX
                if picture.width * picture.height > most:
                    raise NotDrawn(Unfit.PIXELS)
                picture.draft("RGB", (width_max, height_max))
                whole = ImageOps.exif_transpose(picture).convert("RGBA")
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise NotDrawn(Unfit.PIXELS) from error
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError) as error:
        raise NotDrawn(Unfit.NO_PICTURE) from error
    whole.thumbnail((width_max, height_max), Image.Resampling.LANCZOS)
    paper = Image.new("RGB", whole.size, (255, 255, 255))
    paper.paste(whole, mask=whole.getchannel("A"))
    return paper


def packed(picture: Image.Image, size_bytes_max: int, qualities: tuple[int, ...]) -> bytes | None:
    """As JPEG of the best of these qualities that is small enough; None where none is."""
    for quality in qualities:
        buffer = io.BytesIO()
        picture.save(buffer, "JPEG", quality=quality, optimize=True)
        if buffer.tell() <= size_bytes_max:
            return buffer.getvalue()
    return None


def _look_at_kind(data: bytes) -> None:
    """Say of what people often hand in why it is none of ours. Raises NotDrawn."""
    if b"%PDF-" in data[:1024]:
        raise NotDrawn(Unfit.PDF)
    if data[4:8] == b"ftyp" and data[8:12] in _HEIC:
        raise NotDrawn(Unfit.HEIC)
