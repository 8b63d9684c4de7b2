"""Other programs that take pictures of a camera, on the same streams as ours."""

import asyncio
from asyncio.subprocess import DEVNULL, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp

from tests.bench.ground import free_port
from tests.bench.outside import program

_LOOK_EVERY_S = 0.001
_PICTURE_MOST_S = 20.0
_JPEG_ENDS = b"\xff\xd9"

# Its detection is paused and it writes no films: all that it does besides is to decode.
_MOTION = """\
daemon off
setup_mode off
log_level 3
target_dir {folder}
netcam_url {url}
width {width}
height {height}
framerate {fps}
pause on
picture_output off
movie_output off
snapshot_interval 0
snapshot_filename shot-%v-%q-%s
webcontrol_port {port}
webcontrol_localhost on
webcontrol_interface 1
stream_port 0
"""


class Motion:
    """A running `motion` with one camera."""

    def __init__(self, folder: Path, port: int, program: Process) -> None:
        self._folder, self._port, self.program = folder, port, program
        self._session = aiohttp.ClientSession()

    async def close(self) -> None:
        """Give the connection back."""
        await self._session.close()

    async def snapshot(self) -> bytes:
        """Ask for a picture and wait until its file is whole."""
        before = self._shots()
        async with asyncio.timeout(_PICTURE_MOST_S):
            url = f"http://127.0.0.1:{self._port}/0/action/snapshot"
            async with self._session.get(url) as answer:
                assert answer.status == 200, f"motion answers {answer.status}"
            while True:
                for path in self._shots() - before:
                    data = path.read_bytes()
                    if data.endswith(_JPEG_ENDS):
                        return data
                await asyncio.sleep(_LOOK_EVERY_S)

    def _shots(self) -> set[Path]:
        return set(self._folder.glob("shot-*.jpg"))


@asynccontextmanager
async def motion(
    folder: Path, url: str, *, size: tuple[int, int], fps: int
) -> AsyncIterator[Motion]:
    """Start motion on a camera's stream, and end it."""
    port, config = free_port(), folder / "motion.conf"
    width, height = size
    config.write_text(
        _MOTION.format(folder=folder, url=url, width=width, height=height, fps=fps, port=port)
    )
    started = await asyncio.create_subprocess_exec(
        *(str(program("motion")), "-n", "-c", str(config)),
        stdin=DEVNULL,
        stdout=DEVNULL,
        stderr=DEVNULL,
    )
    running = Motion(folder, port, started)
    try:
        await _listens(port)
        yield running
    finally:
        await running.close()
        await _end(started)


async def _listens(port: int) -> None:
    async with asyncio.timeout(_PICTURE_MOST_S):
        while True:
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", port)
            except OSError:
                await asyncio.sleep(0.05)
            else:
                writer.close()
                return


async def ffmpeg_picture(url: str, path: Path) -> None:
    """One picture of a stream into a file, by a program that is started for it alone."""
    started = await asyncio.create_subprocess_exec(
        *(str(program("ffmpeg")), "-nostdin", "-v", "error", "-rtsp_transport", "tcp", "-i", url),
        *("-frames:v", "1", "-y", str(path)),
        stdin=DEVNULL,
        stdout=DEVNULL,
    )
    try:
        async with asyncio.timeout(_PICTURE_MOST_S):
            assert await started.wait() == 0, "ffmpeg took no picture"
    finally:
        await _end(started)


async def _end(started: Process) -> None:
    """End a program that we started."""
    if started.returncode is not None:
        return
    started.terminate()
    try:
        async with asyncio.timeout(10):
            await started.wait()
    except TimeoutError:
        started.kill()
        await started.wait()
