"""Pictures that people hand in, and files that are none."""

import io
import struct
import zlib

from PIL import Image

from tests.support.people import Answer, Person

# Where it was taken, and with what: nobody's business.
MODEL = "SecretPhone 12"


def picture(kind: str = "JPEG", size: tuple[int, int] = (640, 480)) -> bytes:
    """A photograph with an EXIF block that says where it was taken."""
    image = Image.radial_gradient("L").resize(size).convert("RGB")
    exif = Image.Exif()
    exif[0x0110] = MODEL
    gps = exif.get_ifd(0x8825)
    gps[1], gps[2] = "N", (35.0, 4.0, 12.0)
    buffer = io.BytesIO()
    image.save(buffer, kind, exif=exif)
    return buffer.getvalue()


def bomb(width: int = 30_000, height: int = 30_000) -> bytes:
    """A few kilobytes of PNG that claim 900 megapixels."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(kind + body))
        return struct.pack(">I", len(body)) + kind + body + check

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    line = zlib.compress(b"\0" * (width + 1) * 100, 9)
    parts = chunk(b"IHDR", head) + chunk(b"IDAT", line) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + parts


async def add_file(person: Person, of: str, kind: str, data: bytes) -> Answer:
    """Add a file to a request as a program does it."""
    headers = {"authorization": f"Bearer {person.token}", "content-type": "image/jpeg"}
    door = f"/v1/me/footage-requests/{of}/files?kind={kind}"
    return await person.raw("POST", door, data, headers)
