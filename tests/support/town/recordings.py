"""What the recorders of the town have kept: hours of a street, with a bag that somebody left.

A minute of each camera's street is drawn and joined to itself without encoding anew, so the same
people come by again and again; the clock is in the files' names, not in the picture. The cameras
next to the bag keep more of it than those around, which are recorded all the same.
"""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from av.video.stream import VideoStream
from PIL import Image, ImageDraw

from tests.support.town.ground import Spot, distance_m
from tests.support.town.lens import Lens
from tests.support.town.model import Camera
from tests.support.town.movers import movers_at
from tests.support.town.plan import Plan
from tests.support.town.scene import STREAM_SIZE, Scene
from tests.support.town.sprites import draw_movers

FOLDER, CLOSE = "town", 2
HOURS = 3
_SEGMENT_S = 1800
_CLOSE_M = 200.0
# What a request asks for: the cameras of a street corner.
_NEAR_M = 300.0
_INSTANT = "%Y%m%dT%H%M%SZ"


@dataclass(frozen=True)
class Kept:
    """How much a recorder keeps of a camera: how large, pictures a second, the loop's length."""

    size: tuple[int, int]
    fps: int
    clip_s: int
    gop: int
    crf: int


_WELL = Kept(STREAM_SIZE, 2, 60, 16, 32)
_COARSELY = Kept((STREAM_SIZE[0] // 2, STREAM_SIZE[1] // 2), 1, 60, 60, 40)


@dataclass(frozen=True)
class Bag:
    """Where in the picture somebody left a bag, as shares of it, and until when it was there."""

    x: float
    y: float
    until_at: datetime


def near(plan: Plan, spot: Spot) -> list[Camera]:
    """The cameras around a spot that are recorded; first the fixed ones next to it."""
    away_m = {one.camera_id: distance_m(one.spot, spot) for one in plan.cameras}
    found = sorted(
        (one for one in plan.cameras if away_m[one.camera_id] < _NEAR_M),
        key=lambda one: away_m[one.camera_id],
    )
    close = [one for one in found if one.kind == "fixed" and away_m[one.camera_id] < _CLOSE_M]
    first = close[:CLOSE]
    return first + [one for one in found if one not in first]


def record(folder: Path, cameras: Sequence[Camera], now: datetime) -> None:
    """Write the hours before now, in segments of half an hour; the first camera sees the bag."""
    begins = now.replace(minute=0, second=0, microsecond=0) - timedelta(hours=HOURS)
    bag = Bag(0.56, 0.8, now - timedelta(hours=1, minutes=37, seconds=20))
    for number, camera in enumerate(cameras):
        channel = folder / FOLDER / channel_of(number)
        channel.mkdir(parents=True)
        for parent in (folder, folder / FOLDER, channel):
            parent.chmod(0o755)
        kept = _WELL if number < CLOSE else _COARSELY
        _record(channel, camera, kept, begins, now, bag if number == 0 else None)


def channel_of(number: int) -> str:
    """What a recorder calls its camera."""
    return f"channel-{number + 1}"


def _record(
    channel: Path, camera: Camera, kept: Kept, begins: datetime, now: datetime, bag: Bag | None
) -> None:
    clips = {False: _clip(camera, kept, begins, None)}
    if bag is not None:
        clips[True] = _clip(camera, kept, begins, bag)
    at = begins
    while at < now:
        ends = min(at + timedelta(seconds=_SEGMENT_S), now)
        _join(channel / f"{at:{_INSTANT}}.mp4", kept.fps, _pieces(at, ends, bag), clips)
        at = ends


def _pieces(at: datetime, ends: datetime, bag: Bag | None) -> Iterator[tuple[bool, float]]:
    """Whether the bag is there, and for how many seconds, one after the other."""
    gone_at = at if bag is None else min(max(bag.until_at, at), ends)
    for there, length_s in (
        (True, (gone_at - at).total_seconds()),
        (False, (ends - gone_at).total_seconds()),
    ):
        if length_s > 0:
            yield there, length_s


def _clip(camera: Camera, kept: Kept, at: datetime, bag: Bag | None) -> bytes:
    """A loop of the street, H.264 in MP4."""
    scene = Scene(camera, kept.size)
    backdrop, light = scene.paint(at)
    lens = Lens(scene.view.pose, *kept.size)
    out = io.BytesIO()
    with av.open(out, "w", format="mp4") as container:
        stream = container.add_stream("libx264", rate=kept.fps)
        assert isinstance(stream, VideoStream)
        stream.width, stream.height = kept.size
        stream.pix_fmt = "yuv420p"
        stream.codec_context.gop_size = kept.gop
        crf = str(kept.crf)
        stream.options = {"preset": "veryfast", "crf": crf, "sc_threshold": "0", "bf": "0"}
        for number in range(kept.clip_s * kept.fps):
            canvas = Image.fromarray(backdrop.picture)
            if bag is not None:
                _draw(canvas, bag)
            draw_movers(
                canvas,
                backdrop,
                lens,
                light,
                movers_at(scene.view, at + timedelta(seconds=number / kept.fps)),
            )
            for packet in stream.encode(av.VideoFrame.from_ndarray(np.array(canvas), "rgb24")):
                container.mux(packet)
        container.mux(stream.encode(None))
    return out.getvalue()


def _draw(canvas: Image.Image, bag: Bag) -> None:
    width, height = canvas.size
    x, y, half = bag.x * width, bag.y * height, height * 0.03
    draw = ImageDraw.Draw(canvas)
    draw.rounded_rectangle((x - half, y - half, x + half, y + half), half / 3, (32, 30, 34))
    draw.arc((x - half / 2, y - 1.7 * half, x + half / 2, y - half / 2), 180, 360, (32, 30, 34), 3)
    draw.line((x - half, y, x + half, y), (120, 40, 40), 2)


def _join(
    path: Path, fps: int, pieces: Iterator[tuple[bool, float]], clips: dict[bool, bytes]
) -> None:
    """One file of clips, each cut at its last whole second."""
    with av.open(str(path), "w") as container:
        out: VideoStream | None = None
        offset = 0
        for there, length_s in pieces:
            left = round(length_s * fps)
            while left > 0:
                with av.open(io.BytesIO(clips[there]), "r") as clip:
                    source = clip.streams.video[0]
                    if out is None:
                        out = container.add_stream_from_template(source)
                    base = source.time_base or Fraction(1, 90_000)
                    tick = int(Fraction(1, fps) / base)
                    taken = 0
                    for packet in clip.demux(source):
                        if packet.dts is None or taken >= left:
                            continue
                        packet.pts = packet.dts = (offset + taken) * tick
                        packet.stream = out
                        packet.time_base = base
                        container.mux(packet)
                        taken += 1
                    offset += taken
                    left -= taken
