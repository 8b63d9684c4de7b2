"""Pictures and short films out of a recording, for a person to look at."""

import io
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain
from typing import TypeAlias

import av
import cv2
import numpy as np
from av.packet import Packet
from av.video.frame import VideoFrame
from av.video.stream import VideoStream
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from service.review.clipped import Clipped
from service.review.patch import Region
from service.review.reel import Reel, Shot

# A picture stands until the next; after so long without one the camera was off.
_STANDS_S = 2.0
# Keyframes of no camera are farther apart.
_GROUP_S = 30.0
_APART_S = 0.0005
_JPEG_QUALITY = 88
# What every browser decodes.
_CODECS, _FORMATS = ("h264",), ("yuv420p", "yuvj420p")
_PROFILES_NOT = ("High 10", "High 4:2:2", "High 4:4:4")
PIECE_BYTES_MAX = 64 * 1024 * 1024
# Made anew it is smaller, shorter and slower: it is for finding the place, frames are for looking.
_REMADE_WIDTH, _REMADE_FPS, _REMADE_MOST_S = 640, 8, 20.0
_TICKS = 90_000
_CELL_WIDTH, _ACROSS = 320, 4
_MARK = (255, 214, 10)
_Packets: TypeAlias = "Iterator[Packet[VideoStream]]"


@dataclass(frozen=True)
class Piece:
    """A film, from which second to which, and whether its pictures were encoded anew."""

    data: bytes
    from_s: float
    to_s: float
    remade: bool


def frame(recording: Clipped, at_s: float, *, exact: bool, step: int) -> Shot | None:
    """The picture that stands at a second, or its neighbour; not exact: the keyframe before it."""
    if not exact and step == 0:
        return recording.keyframe(at_s, at_s - _GROUP_S, at_s + _STANDS_S)
    if step > 0:
        return next(_after(recording, at_s), None)
    to_s = at_s - _APART_S if step < 0 else at_s + _APART_S
    found = _last(recording.frames(to_s - _STANDS_S, to_s))
    return found if found is not None or step < 0 else next(_after(recording, at_s), None)


def _last(shots: Iterator[Shot]) -> Shot | None:
    last = deque(shots, maxlen=1)
    return last[0] if last else None


def _after(recording: Clipped, at_s: float) -> Iterator[Shot]:
    return recording.frames(at_s + _APART_S, at_s + _STANDS_S)


def as_jpeg(picture: VideoFrame) -> bytes:
    """A picture as JPEG; nothing else of the recording goes with it."""
    good, data = cv2.imencode(
        ".jpg", _pixels(picture), [int(cv2.IMWRITE_JPEG_QUALITY), _JPEG_QUALITY]
    )
    assert good, "a decoded picture can be encoded"
    return bytes(data)


def _pixels(picture: VideoFrame) -> NDArray[np.uint8]:
    return np.asarray(picture.to_ndarray(format="bgr24"), np.uint8)


def is_playable(stream: VideoStream) -> bool:
    """Whether browsers play its pictures as they are."""
    context = stream.codec_context
    profile = str(context.profile or "")
    return (
        context.name in _CODECS
        and context.pix_fmt in _FORMATS
        and not profile.startswith(_PROFILES_NOT)
    )


def piece(recording: Clipped, from_s: float, length_s: float) -> Piece | None:
    """Some seconds as fragmented mp4; None where the recording has nothing there.

    It begins with the keyframe at or before from_s, where that may be seen, else with the next.
    """
    to_s = min(from_s + length_s, recording.to_s)
    for path, shift_s, _ in recording.laid_from(from_s, to_s):
        # What no container takes as it is may still be shown anew.
        with suppress(av.error.FFmpegError):
            found = _passed(path, shift_s, (recording.from_s, from_s, to_s))
            if found is not None:
                return found
    return _remade(recording, from_s, min(to_s, from_s + _REMADE_MOST_S))


def _passed(path: str, shift_s: float, span: tuple[float, float, float]) -> Piece | None:
    """The packets as they are; `span` is the least second, the wanted one, and the last one."""
    with av.open(f"file:{path}", options=Reel.OPENING) as source:
        stream = source.streams.video[0]
        if not is_playable(stream) or stream.time_base is None:
            return None
        zero, tick_s = stream.start_time or 0, float(stream.time_base)
        ticks = [zero + round((at_s - shift_s) / tick_s) for at_s in span]
        buffer = io.BytesIO()
        flags = {"movflags": "frag_keyframe+empty_moov+default_base_moof"}
        with av.open(buffer, "w", format="mp4", options=flags) as target:
            made = target.add_stream_from_template(stream)
            source.seek(ticks[1], stream=stream)
            begins, ends, shift = None, ticks[1], 0
            for packet in _chosen(source.demux(stream), *ticks):
                assert packet.pts is not None
                assert packet.dts is not None
                if begins is None:
                    begins, shift = packet.pts, packet.dts
                ends = max(ends, packet.pts + (packet.duration or 0))
                packet.pts, packet.dts = packet.pts - shift, packet.dts - shift
                packet.stream = made
                target.mux(packet)
        if begins is None:
            return None
        first, last = (shift_s + (at - zero) * tick_s for at in (begins, ends))
        return Piece(buffer.getvalue(), first, last, remade=False)


def _chosen(
    packets: "Iterable[Packet[VideoStream]]", least: int, wanted: int, last: int
) -> "Iterator[Packet[VideoStream]]":
    """From the keyframe at or before the wanted instant on, but never one before the least."""
    group: list[Packet[VideoStream]] = []
    begins, size_bytes = None, 0
    for packet in packets:
        if packet.pts is None or packet.dts is None or not packet.size:
            continue
        size_bytes += packet.size
        if packet.pts > last or size_bytes > PIECE_BYTES_MAX:
            # What comes after it in the file leans on it.
            break
        if packet.is_keyframe and packet.pts >= least and (begins is None or packet.pts <= wanted):
            begins, group, size_bytes = packet.pts, [], packet.size
        if begins is None or packet.pts < begins:
            # It leans on a group that is not shown.
            continue
        group.append(packet)
        if packet.pts > wanted:
            yield from group
            group = []
    yield from group


def _remade(recording: Clipped, from_s: float, to_s: float) -> Piece | None:
    """The same encoded anew, with fewer and smaller pictures."""
    shots = recording.frames(from_s, to_s)
    first = next(shots, None)
    if first is None:
        return None
    width = min(_REMADE_WIDTH, first.picture.width) // 2 * 2
    height = round(first.picture.height * width / first.picture.width) // 2 * 2
    buffer, last_s = io.BytesIO(), first.at_s
    flags = {"movflags": "frag_keyframe+empty_moov+default_base_moof"}
    with av.open(buffer, "w", format="mp4", options=flags) as target:
        made = target.add_stream("libx264", rate=_REMADE_FPS)
        assert isinstance(made, VideoStream)
        made.width, made.height, made.pix_fmt = width, height, "yuv420p"
        made.time_base = made.codec_context.time_base = Fraction(1, _TICKS)
        made.options = {"preset": "ultrafast", "crf": "26", "tune": "zerolatency"}
        made.codec_context.gop_size = 2 * _REMADE_FPS
        for shot in _thinned(chain((first,), shots)):
            last_s = shot.at_s
            small = shot.picture.reformat(width, height, "yuv420p")
            small.pts, small.time_base = round((shot.at_s - first.at_s) * _TICKS), made.time_base
            target.mux(made.encode(small))
        target.mux(made.encode(None))
    return Piece(buffer.getvalue(), first.at_s, last_s, remade=True)


def _thinned(shots: Iterable[Shot]) -> Iterator[Shot]:
    due_s = -1.0
    for shot in shots:
        if shot.at_s >= due_s:
            due_s = shot.at_s + 1 / _REMADE_FPS - _APART_S
            yield shot


def cell(picture: VideoFrame, region: Region | None) -> Image.Image:
    """A small picture for a sheet, with the region marked."""
    height = max(2, round(picture.height * _CELL_WIDTH / picture.width))
    small = Image.fromarray(
        picture.reformat(_CELL_WIDTH, height, "rgb24").to_ndarray().astype(np.uint8)
    )
    if region is not None:
        scale = _CELL_WIDTH / picture.width
        box = [region.x, region.y, region.x + region.width, region.y + region.height]
        ImageDraw.Draw(small).rectangle([side * scale for side in box], outline=_MARK, width=2)
    return small


def sheet(cells: Sequence[Image.Image]) -> bytes:
    """Cells beside each other, four in a row, as WebP."""
    across = min(_ACROSS, len(cells))
    width, height = max(c.width for c in cells), max(c.height for c in cells)
    rows = -(-len(cells) // across)
    whole = Image.new("RGB", (across * width, rows * height))
    for number, one in enumerate(cells):
        whole.paste(one, (number % across * width, number // across * height))
    buffer = io.BytesIO()
    whole.save(buffer, "WEBP", quality=76, method=2)
    return buffer.getvalue()
