"""A recording in which a thing is taken: real where this machine has any, else drawn."""

import io
import json
from dataclasses import dataclass
from pathlib import Path

import av

from service.review.patch import Region
from tests.support.desk import GONE_S, LENGTH_S, SCENE, scene_film
from tests.support.media import FOLDER

REAL = FOLDER / "vanish_9min.mp4"
# Of its things one that nobody stands before when it goes; and how much is cut out around that.
_THING = "B_brown_lowcontrast"
_FROM_S, _UNTIL_S = 330.0, 366.0


@dataclass(frozen=True)
class Taken:
    """A file, how long it lasts, where the thing is in it (pixels), and after how long it goes."""

    data: bytes
    length_s: float
    region: Region
    size: tuple[int, int]
    gone_s: float


def real() -> Taken:
    """Real people pass; the thing was put behind them."""
    truth = json.loads(REAL.with_suffix(".json").read_text(encoding="utf-8"))
    gone_s = truth["last_frame_time_present_before_s"][_THING] - _FROM_S
    region = Region(*truth["roi_xywh"][_THING])
    with av.open(str(REAL)) as container:
        size = container.streams.video[0].width, container.streams.video[0].height
    return Taken(_cut(REAL), _UNTIL_S - _FROM_S, region, size, gone_s)


def drawn(folder: Path) -> Taken:
    """The scene of the reviewer's desk."""
    return Taken(scene_film(folder), LENGTH_S, SCENE.region, SCENE.size, GONE_S)


def _cut(path: Path) -> bytes:
    """The packets of these seconds in a file of their own; the first is of a keyframe."""
    out = io.BytesIO()
    with av.open(str(path)) as container, av.open(out, "w", format="mp4") as cut:
        stream = container.streams.video[0]
        copy = cut.add_stream_from_template(stream)
        assert stream.time_base is not None
        first = None
        container.seek(int(_FROM_S / stream.time_base), stream=stream)
        for packet in container.demux(stream):
            if packet.dts is None or packet.pts is None:
                continue
            if packet.pts * stream.time_base >= _UNTIL_S:
                break
            if first is None:
                first = packet.dts
                assert packet.is_keyframe
                assert abs(packet.pts * stream.time_base - _FROM_S) < 0.01
            packet.pts, packet.dts = packet.pts - first, packet.dts - first
            packet.stream = copy
            cut.mux(packet)
    return out.getvalue()
