"""Faces and plates that were marked by eye or drawn, and how many of them are covered."""

import json
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import av
import cv2
import numpy as np
from numpy.typing import NDArray

from service.masking.boxes import Found, Grid
from service.masking.marks import Marks, plates, times_of
from service.masking.mask import Hidden, Masked
from service.review.patch import planes_of
from tests.support.hidden import COVERED, masked
from tests.support.media import FOLDER
from tests.support.plates import Plated, plated

FACES, PLATES = 14, 32
_OTHER_PLATES = 60
_FACE_LEAST, _PLATE_LEAST = 0.7, 0.8


def hidden_by(found: list[Found], width: int, height: int) -> NDArray[np.bool_]:
    """Which pixels boxes cover."""
    return Grid(width, height, 1).cover(one.box for one in found)


def held_out() -> Any:
    """What was marked by eye and nothing was tuned on: boxes by film and number of the picture."""
    return json.loads(Path(__file__).with_name("held_out.json").read_text())


def covered_people(
    told: list[Hidden], made: Masked, marked: dict[str, list[list[int]]]
) -> tuple[int, int]:
    """How many people are marked (left, top, right, bottom), and how many of them are covered."""
    people = found = 0
    for number, boxes in marked.items():
        hidden = Grid(made.width, made.height, 1).cover(told[int(number)].boxes)
        people += len(boxes)
        shares = (hidden[y:below, x:beyond].mean() for x, y, beyond, below in boxes)
        found += sum(bool(share >= COVERED) for share in shares)
    return people, found


def covered_faces(marks: Marks, label: str = "tuned on") -> tuple[int, int]:
    """Of so many faces so many are covered by 70 % of their area, and how many there are."""
    covered = count = 0
    tuned = json.loads((FOLDER / "faces.json").read_text())["xywh"]
    rows = tuned if label == "tuned on" else held_out()["faces"]
    for name, boxes in rows.items():
        film, _, number = name.partition("#")
        luma = _still(film, int(number), "gray")
        hidden = hidden_by(marks.faces(luma, times_of(luma.shape[1])), *luma.shape[::-1])
        for x, y, width, height in boxes:
            count += 1
            covered += hidden[y : y + height, x : x + width].mean() >= _FACE_LEAST
    return covered, count


def shown_faces(marks: Marks, folder: Path) -> tuple[int, int, int]:
    """Held out: faces that the detector misses, how many of them a masked film shows, and of all.

    A still alone is never shown. Its clip, of three seconds, is played to and fro until it is long
    enough for a film; one that is refused shows nobody.
    """
    missed = shown_missed = shown = 0
    boxes_of = held_out()["faces"]
    for name in sorted({key.partition("#")[0] for key in boxes_of}):
        path = to_and_fro(FOLDER / name, folder / f"{name}.mp4")
        told, made = masked(path, folder / f"{name} masked.mp4", marks)
        for key, boxes in boxes_of.items():
            film, _, number = key.partition("#")
            if film != name:
                continue
            luma = _still(name, int(number), "gray")
            found = hidden_by(marks.faces(luma, times_of(luma.shape[1])), *luma.shape[::-1])
            hidden = Grid(made.width, made.height, 1).cover(told[int(number)].boxes)
            for x, y, width, height in boxes:
                face = slice(y, y + height), slice(x, x + width)
                is_missed = bool(found[face].mean() < _FACE_LEAST)
                is_shown = bool(hidden[face].mean() < _FACE_LEAST)
                missed, shown = missed + is_missed, shown + is_shown
                shown_missed += is_missed and is_shown
    return missed, shown_missed, shown


def to_and_fro(source: Path, path: Path) -> Path:
    """A short clip as a film of fourteen seconds; its first pictures are the clip's own."""
    with av.open(str(source)) as container:
        clip = [frame.to_ndarray(format="bgr24") for frame in container.decode(video=0)]
    both = [*clip, *clip[-2:0:-1]]
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=12, options={"crf": "18"})
        stream.width, stream.height, stream.pix_fmt = clip[0].shape[1], clip[0].shape[0], "yuv420p"
        for number in range(12 * 14):
            frame = av.VideoFrame.from_ndarray(both[number % len(both)], "bgr24")
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


def covered_plates(label: str = "tuned on") -> tuple[int, int]:
    """Of so many plates so many are covered by 80 % of their area, and how many there are."""
    covered = count = 0
    for one in _tuned_plates() if label == "tuned on" else _other_plates():
        hidden = hidden_by(plates(*one.planes), *one.size)
        for corners in one.corners:
            own = np.zeros(hidden.shape, np.uint8)
            cv2.fillPoly(own, [corners.astype(np.int32)], (1,))
            count += 1
            covered += hidden[own > 0].mean() >= _PLATE_LEAST
    return covered, count


def _tuned_plates() -> Iterator[Plated]:
    folder = FOLDER / "plates_synthetic"
    for name, corners in json.loads((folder / "gt.json").read_text()).items():
        with av.open(str(folder / name)) as container:
            picture = next(container.decode(video=0))
        quads = tuple(np.array(quad, np.float32) for quad in corners)
        yield Plated(planes_of(picture), (picture.width, picture.height), quads)


def _other_plates() -> Iterator[Plated]:
    """Plates of other signs, in other films and at other places."""
    stills = ("vtest.avi", 300), ("car-detection.mp4", 40), ("vtest.avi", 700)
    grounds = [_still(*still, "bgr24") for still in stills]
    return plated(grounds, seed=2026, count=_OTHER_PLATES // 2)


def _still(name: str, number: int, form: str) -> NDArray[np.uint8]:
    with av.open(str(FOLDER / name)) as container:
        picture = next(islice(container.decode(video=0), number, None))
        return picture.to_ndarray(format=form).astype(np.uint8, copy=False)
