"""Who differs from the place by less than its noise: patches whose mean or grain tells.

In infrared and at night a coat is as bright as the ground, and noise hides it pixel by pixel. Over
a patch of n pixels noise goes down by their root and a coat does not, and cloth has another grain
than the ground; over a fraction of a second noise goes down again. How much a patch varies by
itself is measured in the samples of this very scene, so grass, rain and an encoder's blocks are no
alarm. A patch is wider than who is in it: where it tells half of what is told near it, he ends.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

Plane = NDArray[np.uint8]
Values = NDArray[np.float32]

# Sides of patches, of half the small picture: a head, and a trunk, of somebody far and near.
_PATCHES_PX = (9, 21)
# Grain is what is finer than that.
_GRAIN_PX = 5
# So many deviations are sure (in a day's pictures once by chance), and likely beside what is sure.
_SURE, _LIKELY = 6.0, 3.5
# Where patches tell less than this share of what one near them tells, they only reach into it.
_ENDS = 0.4
# Light itself wavers by so much, and rounding is grain; of both the samples may show too little.
_WAVERS, _GRAIN_LEAST = 1.5, 0.4
# A pixel says no more than that: a drop of rain is one bright pixel.
_CLIP_SIGMAS, _CLIP_LEAST = 2.0, 1.0
# A third of the samples of a place are of it alone, whoever came by (scene.py); of half-normal
# values a third is below so many deviations; of normal ones two quantiles lie so far apart.
_LOW, _LOWER, _HALF_NORMAL, _BETWEEN, _BELOW = 0.33, 0.10, 0.43, 0.84, 0.44
# Noise is the same in its neighbours, so it is measured in every fourth and spread.
_EVERY = 4
_CALM_LEAST, _CALM_MOST = 0.35, 2.0
_NORMAL = 0.6745


@dataclass(frozen=True)
class _Patch:
    """How a patch of one size varies by itself: its mean's deviation, its grain, and that one's."""

    side_px: int
    wavers: Values
    grain: Values
    grain_by: Values


class Faint:
    """What the scene's own noise does to patches of it; pictures are at half the small size."""

    def __init__(self, scene: Plane, samples: Sequence[Plane]) -> None:
        """Measure it in samples in the scene's own light."""
        self._whole = (scene.shape[1], scene.shape[0])
        self._size = (scene.shape[1] // 2, scene.shape[0] // 2)
        halves = np.stack([self._halved(one) for one in samples])
        mode = self._halved(scene)
        noise = _third(np.abs(halves - mode)) / _HALF_NORMAL
        self._clip = cv2.blur(_CLIP_SIGMAS * noise + _CLIP_LEAST, (9, 9))
        near = np.abs(halves - mode) <= self._clip
        self._ground = (halves * near).sum(0) / np.maximum(near.sum(0), 1)
        self._ground = np.where(near.any(0), self._ground, mode).astype(np.float32)
        self.aparts = [self._clipped(one) for one in halves]
        self._patches = [self._measured(side) for side in _PATCHES_PX]

    def apart(self, luma: Plane, gain: float) -> Values:
        """By how much each pixel is brighter than the place, noise kept and drops of rain cut."""
        return self._clipped(self._halved(luma) / gain)

    def signs(self, apart: Values) -> tuple[Plane, Plane]:
        """255 where somebody surely is, and where he may be beside that; of the small size."""
        sure, likely = self._told(apart)
        return _enlarged(sure, self._whole), _enlarged(likely, self._whole)

    def _told(self, apart: Values) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
        sure = np.zeros(apart.shape, bool)
        likely = np.zeros(apart.shape, bool)
        for patch in self._patches:
            mean, grain = _mean_and_grain(apart, patch.side_px)
            wavers = np.abs(mean) / patch.wavers
            calm = _between(float(np.median(wavers[::_EVERY, ::_EVERY])) / _NORMAL)
            over = (np.abs(mean) - _WAVERS) / (patch.wavers * calm)
            rough = grain - patch.grain
            even = float(np.median(rough[::_EVERY, ::_EVERY]))
            rough = (rough - np.clip(even, -2, 1)) / patch.grain_by
            told = np.maximum(over, rough)
            most = cv2.dilate(told, np.ones((patch.side_px, patch.side_px), np.uint8))
            sure |= told > np.maximum(_SURE, _ENDS * most)
            likely |= told > np.maximum(_LIKELY, _ENDS * most)
        return sure, likely

    def still(self, later: int, least: int) -> Plane:
        """255 where somebody faint is as he was so many samples before, at least so often."""
        signs = [self._told(one)[0] for one in self.aparts]
        means = [_mean_and_grain(one, _PATCHES_PX[0])[0] for one in self.aparts]
        near = 2 * _WAVERS + _SURE * self._patches[0].wavers
        count = np.zeros(self._ground.shape, np.uint16)
        for number in range(len(signs) - later):
            same = np.abs(means[number] - means[number + later]) < near
            count += signs[number] & signs[number + later] & same
        return _enlarged(count >= least, self._whole)

    def _halved(self, luma: Plane) -> Values:
        return cv2.resize(luma, self._size, interpolation=cv2.INTER_AREA).astype(np.float32)

    def _clipped(self, half: Values) -> Values:
        apart: Values = np.clip(half - self._ground, -self._clip, self._clip)
        return apart

    def _measured(self, side_px: int) -> _Patch:
        both = [_mean_and_grain(one, side_px) for one in self.aparts]
        means = np.stack([np.abs(mean[::_EVERY, ::_EVERY]) for mean, _ in both])
        grains = np.stack([grain[::_EVERY, ::_EVERY] for _, grain in both])
        low, lower = _third(grains), np.quantile(grains, _LOWER, axis=0).astype(np.float32)
        by = np.maximum((low - lower) / _BETWEEN, 0.06)
        return _Patch(
            side_px,
            self._spread(_third(means) / _HALF_NORMAL + 0.05),
            self._spread(low + _BELOW * by),
            self._spread(by),
        )

    def _spread(self, measured: Values) -> Values:
        soft = cv2.blur(measured, (5, 5))
        return cv2.resize(soft, self._size, interpolation=cv2.INTER_LINEAR).astype(np.float32)


def _third(values: Values) -> Values:
    """The value below which a third of the samples is, pixel by pixel."""
    rank = max(0, round(_LOW * len(values)) - 1)
    third: Values = np.partition(values, rank, axis=0)[rank]
    return third


def _mean_and_grain(apart: Values, side_px: int) -> tuple[Values, Values]:
    fine = apart - cv2.blur(apart, (_GRAIN_PX, _GRAIN_PX))
    mean = cv2.blur(apart, (side_px, side_px))
    grain = cv2.log(cv2.blur(fine * fine, (side_px, side_px)) + _GRAIN_LEAST)
    return mean.astype(np.float32), grain.astype(np.float32)


def _between(calm: float) -> float:
    """How many times as restless as the samples a picture is as a whole, within bounds."""
    return min(max(calm, _CALM_LEAST), _CALM_MOST)


def _enlarged(mask: NDArray[np.bool_], size: tuple[int, int]) -> Plane:
    whole = np.where(mask, 255, 0).astype(np.uint8)
    return cv2.resize(whole, size, interpolation=cv2.INTER_NEAREST).astype(np.uint8, copy=False)
