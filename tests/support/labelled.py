"""Faces and plates that were marked by eye or drawn, and how many of them are covered."""

import json
from itertools import islice

import av
import cv2
import numpy as np
from numpy.typing import NDArray

from service.masking.boxes import Found, Grid
from service.masking.marks import Marks, plates, times_of
from service.review.patch import planes_of
from tests.support.media import FOLDER

FACES, PLATES = 14, 32
_FACE_LEAST, _PLATE_LEAST = 0.7, 0.8


def hidden_by(found: list[Found], width: int, height: int) -> NDArray[np.bool_]:
    """Which pixels boxes cover."""
    return Grid(width, height, 1).cover(one.box for one in found)


def covered_faces(marks: Marks) -> tuple[int, int]:
    """Of so many faces so many are covered by 70 % of their area, and how many there are."""
    covered = count = 0
    rows = json.loads((FOLDER / "faces.json").read_text())["xywh"]
    for name, boxes in rows.items():
        film, _, number = name.partition("#")
        with av.open(str(FOLDER / film)) as container:
            picture = next(islice(container.decode(video=0), int(number), None))
        luma = picture.to_ndarray(format="gray")
        hidden = hidden_by(marks.faces(luma, times_of(luma.shape[1])), *luma.shape[::-1])
        for x, y, width, height in boxes:
            count += 1
            covered += hidden[y : y + height, x : x + width].mean() >= _FACE_LEAST
    return covered, count


def covered_plates() -> tuple[int, int]:
    """Of so many plates so many are covered by 80 % of their area, and how many there are."""
    covered = count = 0
    folder = FOLDER / "plates_synthetic"
    for name, corners in json.loads((folder / "gt.json").read_text()).items():
        with av.open(str(folder / name)) as container:
            picture = next(container.decode(video=0))
        planes = planes_of(picture)
        hidden = hidden_by(plates(*planes), picture.width, picture.height)
        for quad in corners:
            own = np.zeros(hidden.shape, np.uint8)
            cv2.fillPoly(own, [np.array(quad, np.int32)], (1,))
            count += 1
            covered += hidden[own > 0].mean() >= _PLATE_LEAST
    return covered, count
