"""A camera in any mood: `python -m tests.chaos.camera --folder DIR`. Its first line is its port.

The file `camera` of the run says which: good, hang, lie (a page instead of a picture), flood (bytes
without end), error.
"""

import argparse
import asyncio
import contextlib
import io
import itertools
import sys
from pathlib import Path

from PIL import Image

from tests.chaos.journal import word

_HANG_S = 120.0
_HEAD = b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Type: "
_numbers = itertools.count(1)


def picture() -> bytes:
    """Each time another one: a camera that shows the same for ever is frozen."""
    shift = next(_numbers) % 90
    image = Image.radial_gradient("L").rotate(shift).resize((640, 360)).convert("RGB")
    kept = io.BytesIO()
    image.save(kept, "JPEG", quality=85)
    return kept.getvalue()


async def _serve(mood: str, writer: asyncio.StreamWriter) -> None:
    if mood == "hang":
        await asyncio.sleep(_HANG_S)
    elif mood == "lie":
        writer.write(_HEAD + b"image/jpeg\r\n\r\n<html>Please sign in</html>")
    elif mood == "error":
        writer.write(b"HTTP/1.1 500 Oh\r\nConnection: close\r\nContent-Length: 0\r\n\r\n")
    elif mood == "flood":
        writer.write(_HEAD + b"image/jpeg\r\n\r\n")
        while True:
            writer.write(b"\xff" * 65536)
            await writer.drain()
    else:
        body = picture()
        writer.write(_HEAD + b"image/jpeg\r\nContent-Length: %d\r\n\r\n" % len(body) + body)
    await writer.drain()


async def _run(folder: Path) -> None:
    async def welcome(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError, asyncio.IncompleteReadError):
            await reader.readuntil(b"\r\n\r\n")
            await _serve(word(folder / "camera", "good"), writer)
        writer.close()

    server = await asyncio.start_server(welcome, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


def main() -> int:
    """Run until killed."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--folder", type=Path, required=True)
    asyncio.run(_run(parser.parse_args().folder))
    return 0


if __name__ == "__main__":
    sys.exit(main())
