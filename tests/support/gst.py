"""Films for GStreamer's RTSP server, and the server as a camera, where this machine has it."""

import asyncio
import io
import shutil
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from fractions import Fraction
from itertools import islice
from pathlib import Path

import av
import pytest
from av.video.stream import VideoStream

from tests.support.films import NO_LOGIN, Film
from tests.support.gst_camera import MISSING
from tests.support.town.digest import Login

# Debian's own, whatever Python the tests run on: its bindings are for that one alone.
_PYTHON = "/usr/bin/python3"
_PROGRAM = Path(__file__).with_name("gst_camera.py")
_PACKAGES = (
    "python3-gi gir1.2-gst-rtsp-server-1.0 gstreamer1.0-plugins-good gstreamer1.0-plugins-bad"
)
_READY_MOST_S = 30.0
_WAYS = {"none": "none", "basic": "basic", "digest_md5": "digest"}


@asynccontextmanager
async def gst_camera(film: Path, codec: str, login: Login = NO_LOGIN) -> AsyncIterator[str]:
    """A camera that plays an MP4 file once, from when the first looks; its address.

    The test is skipped where Debian's packages are not here.
    """
    if shutil.which(_PYTHON) is None:
        _skip(f"there is no {_PYTHON}")
    program = await asyncio.create_subprocess_exec(
        *(_PYTHON, _PROGRAM, "--film", film, "--codec", codec, "--login", _WAYS[login.kind]),
        *("--name", login.username or "", "--word", login.password or ""),
        stdin=PIPE,
        stdout=PIPE,
        stderr=PIPE,
    )
    assert program.stdout is not None
    assert program.stderr is not None
    try:
        async with asyncio.timeout(_READY_MOST_S):
            ready = (await program.stdout.readline()).decode().split()
            if not ready:
                said = (await program.stderr.read()).decode().strip()
                assert await program.wait() == MISSING, said
                _skip(said)
        yield ready[1]
    finally:
        if program.returncode is None:
            program.kill()
        await program.wait()


def _skip(what: str) -> None:
    pytest.skip(f"no GStreamer server: {what}; on Debian: apt-get install {_PACKAGES}")


def write_film(film: Film, path: Path) -> None:
    """A film of ours as an MP4 file."""
    data = b"".join(b"\0\0\0\1" + nal for picture in film.pictures for nal in picture.nals)
    step = Fraction(1, film.fps)
    with av.open(io.BytesIO(data), "r", film.codec) as bare, av.open(path, "w") as out:
        given = bare.streams.video[0]
        stream = out.add_stream_from_template(given)
        for number, packet in enumerate(p for p in bare.demux(given) if p.size):
            packet.stream, packet.time_base = stream, step
            packet.pts = packet.dts = number
            packet.duration = 1
            out.mux(packet)


def length_s(source: Path) -> float:
    """How long a film is."""
    with av.open(source) as real:
        assert real.duration is not None
        return real.duration / av.time_base


def write_footage(source: Path, path: Path, *, length_s: float, from_s: float = 0) -> None:
    """Real footage as H.264 in an MP4 file, over and over until it is long enough.

    It begins with the first keyframe that is so late. What is H.264 is not compressed anew: its
    groups and its order of pictures are the point.
    """
    with av.open(source) as real, av.open(path, "w") as out:
        given = real.streams.video[0]
        if given.codec_context.name != "h264":
            _encode(real, given, out, length_s, from_s)
            return
        assert given.time_base is not None
        stream = out.add_stream_from_template(given)
        packets = [packet for packet in real.demux(given) if packet.size]
        late = (p.is_keyframe and (p.pts or 0) * given.time_base >= from_s for p in packets)
        packets = packets[list(late).index(True) :]
        begins = min(p.dts for p in packets if p.dts is not None)
        once = max(p.dts + (p.duration or 1) for p in packets if p.dts is not None) - begins
        for turn in range(1 + int(length_s / float(once * given.time_base))):
            for packet in packets:
                again = av.Packet(bytes(packet))
                again.stream, again.time_base = stream, given.time_base
                again.is_keyframe = packet.is_keyframe
                again.pts, again.dts = (
                    at - begins + turn * once for at in (packet.pts or 0, packet.dts or 0)
                )
                again.duration = packet.duration
                out.mux(again)


def _encode(
    real: av.container.InputContainer,
    given: VideoStream,
    out: av.container.OutputContainer,
    length_s: float,
    from_s: float,
) -> None:
    rate = given.average_rate or Fraction(10)
    stream = out.add_stream("libx264", rate=rate, options={"preset": "ultrafast", "g": "20"})
    stream.width, stream.height, stream.pix_fmt = given.width, given.height, "yuv420p"
    skipped = int(from_s * rate)
    frames = _frames(real, given, skipped + int(length_s * rate))
    for number, frame in enumerate(islice(frames, skipped, None)):
        frame.pts, frame.time_base = number, 1 / rate
        out.mux(stream.encode(frame))
    out.mux(stream.encode(None))


def _frames(
    real: av.container.InputContainer, given: VideoStream, count: int
) -> Iterator[av.VideoFrame]:
    made = 0
    while made < count:
        real.seek(0)
        for frame in real.decode(given):
            yield frame
            made += 1
            if made == count:
                return
