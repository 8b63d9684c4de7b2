"""What the recorders of the town have kept: hours of a street, with a bag that somebody left.

A minute of each camera's street is drawn and joined to itself without encoding anew, so the same
people come by again and again; the clock is in the files' names, not in the picture.
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

FOLDER, RECORDED = "town", 2
HOURS = 3
_FPS, _GOP = 2, 16
_CLIP_S, _SEGMENT_S = 60, 1800
_NEAR_M = 200.0
_INSTANT = "%Y%m%dT%H%M%SZ"


@dataclass(frozen=True)
class Bag:
    """Where in the picture somebody left a bag, as shares of it, and until when it was there."""

    x: float
    y: float
    until_at: datetime


def near(plan: Plan, spot: Spot) -> list[Camera]:
    """The fixed cameras next to a spot that are recorded."""
    found = [camera for camera in plan.cameras if camera.kind == "fixed"]
    found.sort(key=lambda camera: distance_m(camera.spot, spot))
    return [camera for camera in found[:RECORDED] if distance_m(camera.spot, spot) < _NEAR_M]


def record(folder: Path, cameras: Sequence[Camera], now: datetime) -> None:
    """Write the hours before now, in segments of half an hour; the first camera sees the bag."""
    begins = now.replace(minute=0, second=0, microsecond=0) - timedelta(hours=HOURS)
    bag = Bag(0.56, 0.8, now - timedelta(hours=1, minutes=37, seconds=20))
    for number, camera in enumerate(cameras):
        channel = folder / FOLDER / channel_of(number)
        channel.mkdir(parents=True)
        for parent in (folder, folder / FOLDER, channel):
            parent.chmod(0o755)
        _record(channel, camera, begins, now, bag if number == 0 else None)


def channel_of(number: int) -> str:
    """What a recorder calls its camera."""
    return f"channel-{number + 1}"


def _record(
    channel: Path, camera: Camera, begins: datetime, now: datetime, bag: Bag | None
) -> None:
    clips = {there: _clip(camera, begins, bag if there else None) for there in {bag is not None}}
    clips.setdefault(False, _clip(camera, begins, None))
    at = begins
    while at < now:
        ends = min(at + timedelta(seconds=_SEGMENT_S), now)
        _join(channel / f"{at:{_INSTANT}}.mp4", _pieces(at, ends, bag), clips)
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


def _clip(camera: Camera, at: datetime, bag: Bag | None) -> bytes:
    """A minute of the street, H.264 in MP4."""
    scene = Scene(camera, STREAM_SIZE)
    backdrop, light = scene.paint(at)
    lens = Lens(scene.view.pose, *STREAM_SIZE)
    out = io.BytesIO()
    with av.open(out, "w", format="mp4") as container:
        stream = container.add_stream("libx264", rate=_FPS)
        assert isinstance(stream, VideoStream)
        stream.width, stream.height = STREAM_SIZE
        stream.pix_fmt = "yuv420p"
        stream.codec_context.gop_size = _GOP
        stream.options = {"preset": "veryfast", "crf": "32", "sc_threshold": "0", "bf": "0"}
        for number in range(_CLIP_S * _FPS):
            canvas = Image.fromarray(backdrop.picture)
            if bag is not None:
                _draw(canvas, bag)
            draw_movers(
                canvas,
                backdrop,
                lens,
                light,
                movers_at(scene.view, at + timedelta(seconds=number / _FPS)),
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


def _join(path: Path, pieces: Iterator[tuple[bool, float]], clips: dict[bool, bytes]) -> None:
    """One file of clips, each cut at its last whole second."""
    with av.open(str(path), "w") as container:
        out: VideoStream | None = None
        offset = 0
        for there, length_s in pieces:
            left = round(length_s * _FPS)
            while left > 0:
                with av.open(io.BytesIO(clips[there]), "r") as clip:
                    source = clip.streams.video[0]
                    if out is None:
                        out = container.add_stream_from_template(source)
                    base = source.time_base or Fraction(1, 90_000)
                    tick = int(Fraction(1, _FPS) / base)
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
