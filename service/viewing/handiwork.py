"""What the process that masks does with an order."""

import gzip
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import cv2
import msgspec
import numpy as np
from numpy.typing import NDArray

from service.core.problem import Problem
from service.core.times import seconds_between
from service.masking.marks import Marks
from service.masking.mask import Claim, Masked, Masking
from service.review.patch import Region
from service.review.recording import Part, Recording, whole_file
from service.viewing.orders import (
    BOXES,
    FILM,
    Made,
    MaskOrder,
    ReelPicture,
    Refused,
    reel_name,
    strip_name,
)
from service.viewing.rules import REEL_S, STRIP_S
from service.viewing.wire import MaskedFilm

Picture = NDArray[np.uint8]

# Enough to see what happens; a viewing is no film evening.
_APART = timedelta(milliseconds=250)
_WIDTH_MOST_PX, _QUALITY = 1280, 72
_CELL_PX, _ACROSS, _STRIP_APART_S = 256, 6, 1.0


def done(order: MaskOrder) -> Made | Refused:
    """Mask, then cut strips and reels out of what was masked: never out of a source."""
    folder = Path(order.folder)
    try:
        with Recording([Part(one.path, one.begins_at) for one in order.files]) as recording:
            begin_s = seconds_between(recording.begins_at, order.from_at)
            end_s = seconds_between(recording.begins_at, order.until_at)
            region = order.region
            place = None if region is None else Region(*msgspec.structs.astuple(region))
            claim = Claim(max(0.0, begin_s), end_s, place)
            made = _masked(Masking(recording, claim, folder / FILM, Marks()), folder / BOXES)
        lead_s = max(0.0, -begin_s)
        strips, reels = _cut(folder, lead_s)
    except Problem as error:
        return Refused(error.code, error.detail)
    return Made(_told(made, strips, reels, end_s - begin_s))


def _masked(masking: Masking, boxes: Path) -> Masked:
    """Make the film; what was hidden in each picture is kept beside it, never in memory."""
    pictures = masking.hidden()
    with gzip.open(boxes, "wb", compresslevel=4) as file:
        while True:
            try:
                file.write(msgspec.json.encode(next(pictures)) + b"\n")
            except StopIteration as end:
                made: Masked = end.value
                return made


def _cut(folder: Path, lead_s: float) -> tuple[int, int]:
    """Write strips and reels of a film that begins so late; how many of each."""
    reel: list[ReelPicture] = []
    cells: list[Picture] = []
    numbers = {"strip": 0, "reel": 0}
    for at_s, picture in _pictures(folder / FILM, lead_s):
        if int(at_s // REEL_S) > numbers["reel"]:
            _write_reel(folder, numbers["reel"], reel)
            numbers["reel"], reel = int(at_s // REEL_S), []
        reel.append(ReelPicture(round(at_s * 1000), _as_jpeg(picture)))
        if not cells or at_s >= numbers["strip"] * STRIP_S + len(cells) * _STRIP_APART_S:
            cells.append(_cell(picture, at_s))
        if len(cells) * _STRIP_APART_S >= STRIP_S:
            _write_strip(folder, numbers["strip"], cells)
            numbers["strip"], cells = numbers["strip"] + 1, []
    _write_reel(folder, numbers["reel"], reel)
    if cells:
        _write_strip(folder, numbers["strip"], cells)
        numbers["strip"] += 1
    return numbers["strip"], numbers["reel"] + 1


def _pictures(path: Path, lead_s: float) -> Iterator[tuple[float, Picture]]:
    """Some pictures a second, and when they are."""
    next_s = 0.0
    with whole_file(path) as recording:
        for shot in recording.pictures(0.0, recording.duration_s + 1):
            if shot.at_s >= next_s:
                next_s = shot.at_s + _APART.total_seconds() * 0.98
                picture = shot.picture.to_ndarray(format="bgr24").astype(np.uint8, copy=False)
                yield lead_s + shot.at_s, _sized(picture)


def _sized(picture: Picture) -> Picture:
    height, width = picture.shape[:2]
    if width <= _WIDTH_MOST_PX:
        return picture
    size = (_WIDTH_MOST_PX, round(height * _WIDTH_MOST_PX / width))
    return cv2.resize(picture, size, interpolation=cv2.INTER_AREA).astype(np.uint8, copy=False)


def _cell(picture: Picture, at_s: float) -> Picture:
    """A small picture with its second under it."""
    height, width = picture.shape[:2]
    size = (_CELL_PX, round(height * _CELL_PX / width))
    small = cv2.resize(picture, size, interpolation=cv2.INTER_AREA).astype(np.uint8, copy=False)
    label = np.zeros((18, _CELL_PX, 3), np.uint8)
    cv2.putText(label, f"{at_s:.0f} s", (4, 14), cv2.FONT_HERSHEY_SIMPLEX, 0.45, (255, 255, 255), 1)
    return np.concatenate((small, label))


def _write_strip(folder: Path, number: int, cells: list[Picture]) -> None:
    blank = np.zeros_like(cells[0])
    rows = []
    for first in range(0, len(cells), _ACROSS):
        row = cells[first : first + _ACROSS]
        rows.append(np.concatenate([*row, *[blank] * (_ACROSS - len(row))], axis=1))
    (folder / strip_name(number)).write_bytes(_as_jpeg(np.concatenate(rows)))


def _write_reel(folder: Path, number: int, reel: list[ReelPicture]) -> None:
    (folder / reel_name(number)).write_bytes(msgspec.msgpack.encode(reel))


def _as_jpeg(picture: Picture) -> bytes:
    good, data = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])
    assert good, "a picture of pixels can be packed"
    return data.tobytes()


def _told(made: Masked, strips: int, reels: int, length_s: float) -> MaskedFilm:
    counts: dict[str, int] = {}
    for one in made.throughout:
        counts[one.kind] = counts.get(one.kind, 0) + 1
    return MaskedFilm(
        method=made.method,
        versions=made.versions,
        originals=sorted(made.originals.values()),
        sha256=made.sha256,
        size_bytes=made.size_bytes,
        width=made.width,
        height=made.height,
        pictures=made.pictures,
        hidden_share=made.hidden_share,
        throughout=counts,
        strips=strips,
        reels=reels,
        length_s=length_s,
    )
