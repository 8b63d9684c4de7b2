"""Films: short pre-encoded streams whose pictures carry their number, and a camera that plays one.

Encoding happens once, before; a camera that plays costs next to nothing, so that a hundred of
them fit beside what is measured. `python -m tests.support.films --film main` serves one alone.
"""

import argparse
import asyncio
import base64
import contextlib
import io
import struct
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from fractions import Fraction
from functools import lru_cache
from urllib.parse import urlsplit

import av
import numpy as np
from av.video.codeccontext import VideoCodecContext
from PIL import Image

from tests.support.town.digest import Doorkeeper, Login, Verdict

CLOCK_HZ = 90_000
_PAYLOAD_MAX = 1_400
_BITS = 16
_NTP_1970_S = 2_208_988_800
NO_LOGIN = Login("none", None, None)


@dataclass(frozen=True)
class Picture:
    """One encoded picture: its NAL units."""

    nals: tuple[bytes, ...]
    is_keyframe: bool


@dataclass(frozen=True)
class Film:
    """Pictures that are played in a circle; each begins anew with a keyframe."""

    codec: str
    fps: int
    pictures: tuple[Picture, ...]

    @property
    def sets(self) -> list[bytes]:
        """The parameter sets in the order in which they were made."""
        return [nal for nal in self.pictures[0].nals if self.kind(nal) in self._set_kinds]

    @property
    def _set_kinds(self) -> tuple[int, ...]:
        return (7, 8) if self.codec == "h264" else (32, 33, 34)

    def kind(self, nal: bytes) -> int:
        """What a NAL unit is."""
        return nal[0] & 0x1F if self.codec == "h264" else nal[0] >> 1 & 0x3F


@lru_cache(maxsize=8)
def make_film(
    codec: str = "h264",
    *,
    width: int = 320,
    height: int = 192,
    fps: int = 10,
    gop: int = 10,
    count: int = 40,
    bit_rate: int = 300_000,
    b_frames: int = 0,
    noise: int = 4,
) -> Film:
    """A film whose pictures show their own number as sixteen squares, white for one."""
    random = np.random.default_rng(1)
    frames = (
        av.VideoFrame.from_ndarray(_painted(number, width, height, noise, random), "gray")
        for number in range(count)
    )
    return encode_film(frames, codec, fps=fps, gop=gop, bit_rate=bit_rate, b_frames=b_frames)


def encode_film(
    frames: Iterable[av.VideoFrame],
    codec: str = "h264",
    *,
    fps: int,
    gop: int,
    bit_rate: int,
    b_frames: int = 0,
    threads: int = 1,
) -> Film:
    """A film of these frames, all of one size, with a keyframe every gop of them."""
    context: VideoCodecContext | None = None
    packets = []
    for number, frame in enumerate(frames):
        if context is None:
            context = _encoder(codec, frame.width, frame.height, gop=gop, b_frames=b_frames)
            context.framerate, context.time_base = Fraction(fps), Fraction(1, fps)
            context.bit_rate, context.thread_count = bit_rate, threads
        picture = frame.reformat(format="yuv420p")
        picture.pts = number
        packets += context.encode(picture)
    assert context is not None, "a film has at least one picture"
    packets += context.encode(None)
    pictures = tuple(Picture(tuple(_nals(bytes(p))), bool(p.is_keyframe)) for p in packets)
    assert pictures[0].is_keyframe
    return Film(codec, fps, pictures)


def _encoder(codec: str, width: int, height: int, *, gop: int, b_frames: int) -> VideoCodecContext:
    context = av.CodecContext.create("libx264" if codec == "h264" else "libx265", "w")
    assert isinstance(context, VideoCodecContext)
    context.width, context.height, context.pix_fmt = width, height, "yuv420p"
    context.gop_size = gop
    params = f"keyint={gop}:min-keyint={gop}:scenecut=0:repeat-headers=1:bframes={b_frames}"
    if codec == "h264":
        context.options = {"preset": "veryfast", "x264-params": params}
    else:
        context.options = {
            "preset": "ultrafast",
            "x265-params": params + ":open-gop=0:log-level=none",
        }
    return context


def _painted(
    number: int, width: int, height: int, noise: int, random: np.random.Generator
) -> "np.ndarray[tuple[int, int], np.dtype[np.uint8]]":
    image = np.full((height, width), 90, np.uint8)
    image += random.integers(0, noise + 1, (height, width), np.uint8)
    side = width // _BITS
    for bit in range(_BITS):
        image[:side, bit * side : (bit + 1) * side] = 235 if number >> bit & 1 else 16
    return image


def number_in(jpeg: bytes) -> int:
    """The number that a picture shows."""
    with Image.open(io.BytesIO(jpeg)) as picture:
        image = np.asarray(picture.convert("L"))
    side = image.shape[1] // _BITS
    middle = side // 2
    return sum(1 << bit for bit in range(_BITS) if image[middle, bit * side + middle] > 128)


def _nals(data: bytes) -> list[bytes]:
    return [part.rstrip(b"\0") for part in data.split(b"\0\0\1") if part.rstrip(b"\0")]


def payloads(codec: str, nals: tuple[bytes, ...]) -> list[bytes]:
    """NAL units cut for packets (RFC 6184 5.8, RFC 7798 4.4.3)."""
    found: list[bytes] = []
    head = 1 if codec == "h264" else 2
    for nal in nals:
        if len(nal) <= _PAYLOAD_MAX:
            found.append(nal)
            continue
        for start in range(head, len(nal), _PAYLOAD_MAX):
            marks = (start == head) << 7 | (start + _PAYLOAD_MAX >= len(nal)) << 6
            if codec == "h264":
                front = bytes((nal[0] & 0xE0 | 28, marks | nal[0] & 0x1F))
            else:
                front = bytes((nal[0] & 0x81 | 49 << 1, nal[1], marks | nal[0] >> 1 & 0x3F))
            found.append(front + nal[start : start + _PAYLOAD_MAX])
    return found


def packet(payload: bytes, sequence: int, stamp: int, *, marker: bool, channel: int = 0) -> bytes:
    """One RTP packet inside an RTSP connection."""
    head = struct.pack(">BBHII", 0x80, marker << 7 | 96, sequence & 0xFFFF, stamp & 0xFFFFFFFF, 7)
    return struct.pack(">cBH", b"$", channel, len(head) + len(payload)) + head + payload


@dataclass
class FilmCamera:
    """A camera that plays a film over RTSP, and does what a test tells it to."""

    film: Film
    login: Login = NO_LOGIN
    says_codec: str = ""
    # What is spoilt: markers are left out, packets change places, heads are sent apart.
    without_markers: bool = False
    shuffled: bool = False
    head_apart: bool = False
    sets_in_sdp: bool = True
    sets_in_band: bool = True
    with_sound: bool = False
    delay_s: float = 0.0
    stamp_from: int = 0
    clock_ahead_s: float = 0.0
    answers: bool = True
    playing: bool = True
    sent_at: dict[int, datetime] = field(default_factory=dict)
    describes: int = 0
    options: int = 0
    url: str = ""

    def __post_init__(self) -> None:
        self.viewers: set[_Viewer] = set()
        self.door = Doorkeeper(nonce_life_s=60)
        self._count = self._sequence = 0

    def hang_up(self) -> None:
        """Cut every connection."""
        for viewer in list(self.viewers):
            viewer.writer.transport.abort()

    @property
    def stamp(self) -> int:
        """The media clock of the next picture."""
        return self.stamp_from + self._count * CLOCK_HZ // self.film.fps

    def step(self) -> None:
        """Send the next picture to all who play."""
        number = self._count % len(self.film.pictures)
        picture = self.film.pictures[number]
        data = self._packets(picture)
        now = datetime.now(UTC)
        for viewer in list(self.viewers):
            if viewer.playing and (viewer.begun or picture.is_keyframe):
                if not viewer.begun:
                    viewer.writer.write(self.report(now))
                viewer.begun = True
                viewer.offer(data)
        self.sent_at[self._count] = now
        self.sent_at.pop(self._count - 2_000, None)
        self._count += 1

    def report(self, at: datetime) -> bytes:
        """A sender report: what the camera's own clock says at the next picture."""
        seconds = at.timestamp() + self.clock_ahead_s + _NTP_1970_S
        fraction = int(seconds % 1 * (1 << 32))
        body = struct.pack(
            ">BBHIIIIII", 0x80, 200, 6, 7, int(seconds), fraction, self.stamp & 0xFFFFFFFF, 0, 0
        )
        return struct.pack(">cBH", b"$", 1, len(body)) + body

    def _packets(self, picture: Picture) -> bytes:
        sets = () if self.sets_in_band else self.film.sets
        nals = tuple(nal for nal in picture.nals if nal not in sets)
        parts = payloads(self.film.codec, nals)
        heads = len(self.film.sets) if self.head_apart and picture.is_keyframe else 0
        made = []
        for index, part in enumerate(parts):
            last = index in (len(parts) - 1, heads - 1)
            marker = last and not self.without_markers
            made.append(packet(part, self._sequence, self.stamp, marker=marker))
            self._sequence += 1
        if self.shuffled and len(made) > 2:
            made[0], made[1] = made[1], made[0]
        return b"".join(made)

    def sdp(self) -> bytes:
        """What DESCRIBE answers."""
        codec = self.says_codec or self.film.codec
        coded = [base64.b64encode(nal).decode() for nal in self.film.sets]
        if codec == "h264":
            name, sets = "H264", f"packetization-mode=1;sprop-parameter-sets={','.join(coded)}"
        else:
            names = ("sprop-vps", "sprop-sps", "sprop-pps")
            name = "H265"
            sets = ";".join(f"{n}={c}" for n, c in zip(names, coded, strict=False))
        fmtp = [f"a=fmtp:96 {sets}"] if self.sets_in_sdp else []
        lines = [
            *("v=0", "o=- 1 1 IN IP4 0.0.0.0", "s=film", "t=0 0", "a=control:*"),
            *(("m=audio 0 RTP/AVP 0", "a=control:track2") if self.with_sound else ()),
            *("m=video 0 RTP/AVP 96", f"a=rtpmap:96 {name}/{CLOCK_HZ}", *fmtp, "a=control:track1"),
        ]
        return "\r\n".join([*lines, ""]).encode()


class _Viewer:
    def __init__(self, writer: asyncio.StreamWriter) -> None:
        self.writer = writer
        self.playing = self.begun = False

    def offer(self, data: bytes) -> None:
        if self.writer.transport.get_write_buffer_size() < 8 * 1024 * 1024:
            self.writer.write(data)


@asynccontextmanager
async def film_cameras(*cameras: FilmCamera, port: int = 0) -> AsyncIterator[None]:
    """Serve these cameras at /0, /1, …, and play their films until the block ends."""
    talks: set[asyncio.Task[None]] = set()

    async def welcome(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        talks.add(task)
        with contextlib.suppress(OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            await _talk(cameras, reader, writer)
        writer.close()
        talks.discard(task)

    server = await asyncio.start_server(welcome, "127.0.0.1", port)
    at = server.sockets[0].getsockname()[1]
    for number, camera in enumerate(cameras):
        camera.url = f"rtsp://127.0.0.1:{at}/{number}"
    playing = [asyncio.create_task(_play(camera)) for camera in cameras]
    try:
        yield
    finally:
        server.close()
        for task in (*playing, *talks):
            task.cancel()
        await asyncio.gather(*playing, *talks, return_exceptions=True)


async def _play(camera: FilmCamera) -> None:
    loop = asyncio.get_running_loop()
    due = loop.time()
    while True:
        if camera.playing:
            camera.step()
        due = max(due + 1 / camera.film.fps, loop.time() - 1)
        await asyncio.sleep(due - loop.time())


async def _talk(
    cameras: tuple[FilmCamera, ...], reader: asyncio.StreamReader, writer: asyncio.StreamWriter
) -> None:
    viewer = _Viewer(writer)
    camera = cameras[0]
    try:
        while True:
            first = await reader.readexactly(1)
            if first == b"$":
                await reader.readexactly(int.from_bytes((await reader.readexactly(3))[1:], "big"))
                continue
            text = (first + await reader.readuntil(b"\r\n\r\n")).decode()
            method, url, _ = text.split("\r\n", 1)[0].split(" ")
            lines = (line.partition(": ") for line in text.split("\r\n")[1:])
            headers = {name.lower(): value for name, _, value in lines}
            number = urlsplit(url).path.strip("/").split("/")[0]
            camera = cameras[int(number)]
            if not camera.answers:
                await asyncio.Event().wait()
            camera.viewers.add(viewer)
            _answer(camera, viewer, method, url, headers)
    finally:
        camera.viewers.discard(viewer)


def _answer(
    camera: FilmCamera, viewer: _Viewer, method: str, url: str, headers: dict[str, str]
) -> None:
    lines, body, status = [], b"", "200 OK"
    verdict = camera.door.judge(
        headers.get("authorization"), method=method, target=url, login=camera.login
    )
    camera.describes += method == "DESCRIBE"
    camera.options += method == "OPTIONS"
    if method != "OPTIONS" and verdict is not Verdict.WELCOME:
        status = "401 Unauthorized"
        stale = verdict is Verdict.STALE
        asked = camera.door.challenges(camera.login, stale=stale, hashes=("MD5",))
        lines = [f"WWW-Authenticate: {challenge}" for challenge in asked]
    elif method == "DESCRIBE":
        body = camera.sdp()
        lines = ["Content-Type: application/sdp", f"Content-Base: {url}/"]
    elif method == "SETUP":
        assert url.endswith("/track1")
        lines = ["Transport: RTP/AVP/TCP;unicast;interleaved=0-1", "Session: 77;timeout=60"]
    elif method == "PLAY":
        viewer.playing = True
    lines += [f"CSeq: {headers['cseq']}", f"Content-Length: {len(body)}"]
    viewer.writer.write("\r\n".join([f"RTSP/1.0 {status}", *lines, "", ""]).encode() + body)


FILMS = {
    # What a main stream and a substream of a street camera are (the figures of the goal).
    "main": lambda: make_film(
        width=1920, height=1080, fps=25, gop=50, count=100, bit_rate=3_000_000, noise=12
    ),
    "sub": lambda: make_film(
        width=704, height=576, fps=15, gop=30, count=60, bit_rate=500_000, noise=6
    ),
}


async def _serve(film: Film, count: int) -> None:
    cameras = [FilmCamera(film) for _ in range(count)]
    async with film_cameras(*cameras):
        size = sum(len(nal) for picture in film.pictures for nal in picture.nals)
        rate = size * 8 * film.fps / len(film.pictures) / 1e6
        print(f"ready {cameras[0].url.removesuffix('/0')} {rate:.2f}", flush=True)
        await asyncio.Event().wait()


def main() -> None:
    """Serve cameras until killed; prints `ready URL MBIT_PER_S`."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--film", choices=FILMS, default="main")
    parser.add_argument("--cameras", type=int, default=1)
    asked = parser.parse_args()
    asyncio.run(_serve(FILMS[asked.film](), asked.cameras))


if __name__ == "__main__":
    main()
