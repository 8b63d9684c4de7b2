"""Number plates of nobody, drawn over pictures: strokes of no script on the colours of the road."""

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np
from av.video.frame import VideoFrame
from numpy.typing import NDArray

from service.masking.writing import Planes
from service.review.patch import planes_of

Pixels = NDArray[np.uint8]
Corners = NDArray[np.float32]

# Ground and strokes, BGR: blue, yellow, green, white.
_COLOURS = (
    ((150, 62, 18), (240, 240, 240)),
    ((20, 170, 225), (25, 25, 25)),
    ((120, 190, 90), (20, 30, 20)),
    ((225, 225, 225), (30, 30, 30)),
)
_SIZE = (440, 140)
_SIGNS, _WIDTHS_PX = 7, (36, 120)


@dataclass(frozen=True)
class Plated:
    """A picture with plates in it: its planes, and the corners of each plate in pixels."""

    planes: Planes
    size: tuple[int, int]
    corners: tuple[Corners, ...]


def plated(pictures: list[Pixels], *, seed: int, count: int) -> Iterator[Plated]:
    """Each picture (BGR) with two plates in it, over and over until there are so many pictures."""
    random = np.random.default_rng(seed)
    for number in range(count):
        picture = pictures[number % len(pictures)].copy()
        height, width = picture.shape[:2]
        half = width // 2
        corners = tuple(
            _put(picture, _drawn(random), random, left, half, height) for left in (0, half)
        )
        frame = VideoFrame.from_ndarray(picture, "bgr24").reformat(format="yuv420p")
        copied = tuple(plane.copy() for plane in planes_of(frame))
        yield Plated((copied[0], copied[1], copied[2]), (width, height), corners)


def _drawn(random: np.random.Generator) -> Pixels:
    ground, stroke = _COLOURS[random.integers(len(_COLOURS))]
    plate = np.full((_SIZE[1], _SIZE[0], 3), ground, np.uint8)
    cv2.rectangle(plate, (6, 6), (_SIZE[0] - 7, _SIZE[1] - 7), stroke, 3)
    for sign in range(_SIGNS):
        left = 20 + sign * 58 + (14 if sign > 1 else 0)
        for _ in range(4):
            # A stroke upright, lying or slanting between the lines of a sign.
            ends = random.integers(0, 3, 4) * (22, 45, 22, 45)
            begin, end = (left + int(ends[0]), 24 + int(ends[1])), (left + int(ends[2]), 114)
            cv2.line(plate, begin, end if ends[3] else (left, begin[1]), stroke, 11)
    return plate


def _put(
    picture: Pixels, plate: Pixels, random: np.random.Generator, left: int, span: int, height: int
) -> Corners:
    """Draw a plate somewhere in a part of the picture: turned, seen aslant, soft, in its light."""
    width_px = float(random.uniform(*_WIDTHS_PX))
    tall_px = width_px * _SIZE[1] / _SIZE[0]
    turn = np.deg2rad(random.uniform(-10, 10))
    middle = np.array(
        [
            random.uniform(left + width_px, left + span - width_px),
            random.uniform(height * 0.3, height - width_px),
        ]
    )
    corners = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]]) * (width_px / 2, tall_px / 2)
    corners = corners + random.uniform(-0.06, 0.06, (4, 2)) * tall_px
    turned = corners @ np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]])
    there: Corners = (turned + middle).astype(np.float32)
    whole = np.array([[0, 0], [_SIZE[0], 0], [_SIZE[0], _SIZE[1]], [0, _SIZE[1]]], np.float32)
    move = cv2.getPerspectiveTransform(whole, there)
    soft = cv2.GaussianBlur(plate, (0, 0), 0.4 * _SIZE[0] / width_px)
    size = picture.shape[1], picture.shape[0]
    drawn = cv2.warpPerspective(soft, move, size, flags=cv2.INTER_AREA)
    share = cv2.warpPerspective(np.ones(plate.shape[:2], np.float32), move, size)[..., None]
    lit = drawn * random.uniform(0.6, 1.0)
    picture[:] = (picture * (1 - share) + lit * share).clip(0, 255).astype(np.uint8)
    return there
