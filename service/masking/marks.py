"""Where a face or a number plate may be, to hide it. Nobody is recognised and nothing is read."""

from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
from cv2.data import haarcascades
from numpy.typing import NDArray

from service.masking.boxes import Box, Found, Kind, scaled, wider

Plane = NDArray[np.uint8]

# Of 43 faces and 17 of a classroom these four together missed none above 18 pixels when made twice
# as large; one alone missed a tenth.
_FRONTAL = ("haarcascade_frontalface_default.xml", "haarcascade_frontalface_alt2.xml")
_PROFILE = ("haarcascade_profileface.xml",)
_STEP, _NEIGHBOURS, _FACE_LEAST_PX = 1.15, 2, 20
# In wider pictures a face that shows only twice as large is too small for anybody to know.
_TWICE_BELOW_PX = 1300
_FACE_GROWN = 0.2
_PLATE_GROWN = 0.25
# A plate is so many pixels wide where it can be read at all.
_PLATE_WIDTHS_PX = (28, 60, 120)
_ASPECT_LEAST, _ASPECT_MOST = 1.4, 7.5
_DENSE = 0.45
# Mean steepness of a plate's strokes; so many times that of its surroundings, and of lying ones.
_STROKES_LEAST, _OVER_AROUND, _OVER_LYING = 45, 1.6, 1.3
_COLOURED_LEAST = 30.0
_HOG_WIDTH_PX = 900
_HOG_SURE = 0.2


class Marks:
    """The detectors, read once. A file that is not there is an error at once, never silence."""

    def __init__(self) -> None:
        self._frontal = [_cascade(name) for name in _FRONTAL]
        self._profile = [_cascade(name) for name in _PROFILE]
        self._people = cv2.HOGDescriptor()
        self._people.setSVMDetector(np.array(cv2.HOGDescriptor.getDefaultPeopleDetector()))

    def faces(self, luma: Plane, times: float) -> list[Found]:
        """Boxes around what may be a face, in a picture or a part made so many times larger."""
        height, width = luma.shape
        if min(height, width) * times < _FACE_LEAST_PX:
            return []
        size = (round(width * times), round(height * times))
        resized = cv2.resize(luma, size, interpolation=cv2.INTER_LINEAR)
        large = cv2.equalizeHist(resized).astype(np.uint8, copy=False)
        found = [box for cascade in self._frontal for box in _detected(cascade, large)]
        mirrored = cv2.flip(large, 1).astype(np.uint8, copy=False)
        for cascade in self._profile:
            found += _detected(cascade, large)
            for box in _detected(cascade, mirrored):
                found.append(Box(size[0] - box.x - box.width, box.y, box.width, box.height))
        smaller = (scaled(box, 1 / times, 1 / times) for box in found)
        return [Found(Kind.FACE, wider(box, _FACE_GROWN)) for box in smaller]

    def people(self, luma: Plane) -> list[Found]:
        """Boxes around what may be somebody upright: for a scene that should have nobody in it."""
        height, width = luma.shape
        times = _HOG_WIDTH_PX / width
        size = (_HOG_WIDTH_PX, round(height * times))
        if size[1] < 128:
            return []
        large = cv2.resize(luma, size, interpolation=cv2.INTER_LINEAR)
        rows, weights = self._people.detectMultiScale(large, winStride=(8, 8), scale=1.06)
        return [
            Found(Kind.PERSON, wider(scaled(Box(*map(int, row)), 1 / times, 1 / times), 0.1))
            for row, weight in zip(rows, np.ravel(weights), strict=True)
            if weight > _HOG_SURE
        ]


def times_of(width: int) -> float:
    """How many times larger pictures of this width are looked at for faces."""
    return 2.0 if width < _TWICE_BELOW_PX else 1.0


def plates(luma: Plane, blue: Plane, red: Plane) -> list[Found]:
    """Boxes around what may be a plate: many upright strokes in a row, or one of their colours."""
    across = cv2.convertScaleAbs(cv2.Sobel(luma, cv2.CV_16S, 1, 0, ksize=3)).astype(np.uint8)
    down = cv2.convertScaleAbs(cv2.Sobel(luma, cv2.CV_16S, 0, 1, ksize=3)).astype(np.uint8)
    boxes = [*_by_strokes(across, down), *_by_colour(across, blue, red)]
    return [Found(Kind.PLATE, wider(box, _PLATE_GROWN)) for box in boxes]


def _cascade(name: str) -> cv2.CascadeClassifier:
    path = Path(haarcascades) / name
    cascade = cv2.CascadeClassifier(str(path))
    if cascade.empty():
        raise FileNotFoundError(path)
    return cascade


def _detected(cascade: cv2.CascadeClassifier, luma: Plane) -> list[Box]:
    rows = cascade.detectMultiScale(
        luma, _STEP, _NEIGHBOURS, minSize=(_FACE_LEAST_PX, _FACE_LEAST_PX)
    )
    return [Box(*map(int, row)) for row in rows]


def _by_strokes(across: Plane, down: Plane) -> Iterator[Box]:
    """Where upright strokes are dense, and denser than lying ones, for plates of three sizes."""
    for width_px in _PLATE_WIDTHS_PX:
        window = (max(5, width_px // 3) | 1, max(3, width_px // 8) | 1)
        dense = cv2.boxFilter(across, -1, window)
        lying = cv2.boxFilter(down, -1, window)
        around = cv2.boxFilter(across, -1, (width_px * 4 | 1, width_px * 2 | 1))
        over = (dense > _STROKES_LEAST) & (dense > around.astype(np.float32) * _OVER_AROUND)
        over &= dense > lying.astype(np.float32) * _OVER_LYING
        closing = np.ones((max(1, width_px // 12), max(3, width_px // 4)), np.uint8)
        closed = cv2.morphologyEx(over.astype(np.uint8), cv2.MORPH_CLOSE, closing)
        opening = np.ones((max(3, width_px // 8), max(5, width_px // 3)), np.uint8)
        opened = cv2.morphologyEx(closed, cv2.MORPH_OPEN, opening)
        for box, filled in _parts(opened.astype(np.uint8)):
            if filled > _DENSE and 0.5 * width_px < box.width < 3 * width_px:
                yield box


def _by_colour(across: Plane, blue: Plane, red: Plane) -> Iterator[Box]:
    """Where something with strokes in it is of a plate's blue, yellow or green.

    Both colours are at half size.
    """
    b, r = blue.astype(np.int16) - 128, red.astype(np.int16) - 128
    for over in ((b > 22) & (r < 0), (b < -28) & (r > -6), (b < -3) & (r < -14)):
        joined = cv2.morphologyEx(over.astype(np.uint8), cv2.MORPH_CLOSE, np.ones((3, 5), np.uint8))
        for half, filled in _parts(joined.astype(np.uint8)):
            box = Box(half.x * 2, half.y * 2, half.width * 2, half.height * 2)
            inside = across[box.y : box.y + box.height, box.x : box.x + box.width]
            fits = filled > _DENSE and 10 < half.width < 120 and half.height >= 4
            if fits and inside.mean() > _COLOURED_LEAST:
                yield box


def _parts(mask: NDArray[np.uint8]) -> Iterator[tuple[Box, float]]:
    """Connected parts as wide as plates are beside their height, and how full their boxes are."""
    _, _, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    for x, y, width, height, count in stats[1:].tolist():
        if _ASPECT_LEAST <= width / height <= _ASPECT_MOST:
            yield Box(x, y, width, height), count / (width * height)
