"""Who differs from the place by less than its noise: patches whose grain tells.

In infrared and at night a coat is as bright as the ground, and noise hides it pixel by pixel. But
cloth has another grain than the ground, and somebody has an edge: over a patch, and a fraction of a
second, that shows. How much the grain of a patch varies by itself is measured in the samples of
this very scene, so grass, rain and an encoder's blocks are no alarm. A patch is wider than who is
in it: where it tells less than half of what is told near it, he ends.
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
# The noise of two pictures is twice that of one.
_OF_TWO = 0.7
# Where patches tell less than this share of what one near them tells, they only reach into it.
_ENDS = 0.4
# Rounding is grain, and an encoder wavers by an eighth: the samples may show too little of both.
_GRAIN_LEAST, _BY_LEAST = 1.0, 0.12
# A pixel says no more than that: a drop of rain is one bright pixel.
_CLIP_SIGMAS, _CLIP_LEAST = 2.0, 1.0
# A third of the samples of a place are of it alone, whoever came by (scene.py); of half-normal
# values a third is below so many deviations; of normal ones two quantiles lie so far apart.
_LOW, _LOWER, _HALF_NORMAL, _BETWEEN, _BELOW = 0.33, 0.10, 0.43, 0.84, 0.44
# Noise is the same in its neighbours, so it is measured in every fourth and spread.
_EVERY = 4
# A picture as a whole has less grain than the samples, being several in one, or a little more.
_EVEN_LEAST, _EVEN_MOST = -2.0, 1.0


@dataclass(frozen=True)
class _Patch:
    """How grainy patches of one size are by themselves (its logarithm), and how that varies."""

    side_px: int
    grain: Values
    by: Values


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
        aparts = [self._clipped(one) for one in halves]
        self._patches = [self._measured(aparts, side) for side in _PATCHES_PX]

    def apart(self, luma: Plane, differing: Plane, gain: float) -> Values:
        """By how much each pixel is brighter than the place, noise kept and drops of rain cut.

        Where pixels tell already there is nothing faint.
        """
        apart = self._clipped(self._halved(luma) / gain)
        apart[cv2.resize(differing, self._size, interpolation=cv2.INTER_AREA) > 0] = 0
        return apart

    def signs(self, apart: Values) -> tuple[Plane, Plane]:
        """255 where somebody surely is, and where he may be beside that; of the small size."""
        sure, likely = self._told(apart)
        return _enlarged(sure, self._whole), _enlarged(likely, self._whole)

    def _told(self, apart: Values) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
        sure = np.zeros(apart.shape, bool)
        likely = np.zeros(apart.shape, bool)
        for patch in self._patches:
            rough = _grain(apart, patch.side_px) - patch.grain
            even = float(np.median(rough[::_EVERY, ::_EVERY]))
            told = (rough - min(max(even, _EVEN_LEAST), _EVEN_MOST)) / patch.by
            most = cv2.dilate(told, np.ones((patch.side_px, patch.side_px), np.uint8))
            sure |= told > np.maximum(_SURE, _ENDS * most)
            likely |= told > np.maximum(_LIKELY, _ENDS * most)
        return sure, likely

    def still(
        self, samples: Sequence[Plane], differing: Sequence[Plane], later: int, least: int
    ) -> Plane:
        """255 where somebody faint is as he was so many samples before, at least so often."""
        aparts = [self.apart(*both, 1.0) for both in zip(samples, differing, strict=True)]
        signs = [self._told(apart)[0] for apart in aparts]
        patch = self._patches[0]
        same = patch.grain + _OF_TWO + _LIKELY * patch.by
        count = np.zeros(self._ground.shape, np.uint16)
        for number in range(len(signs) - later):
            both = signs[number] & signs[number + later]
            if both.any():
                between = aparts[number] - aparts[number + later]
                count += both & (_grain(between, patch.side_px) < same)
        return _enlarged(count >= least, self._whole)

    def _halved(self, luma: Plane) -> Values:
        return cv2.resize(luma, self._size, interpolation=cv2.INTER_AREA).astype(np.float32)

    def _clipped(self, half: Values) -> Values:
        apart: Values = np.clip(half - self._ground, -self._clip, self._clip)
        return apart

    def _measured(self, aparts: list[Values], side_px: int) -> _Patch:
        grains = np.stack([_grain(one, side_px)[::_EVERY, ::_EVERY] for one in aparts])
        low, lower = _third(grains), np.quantile(grains, _LOWER, axis=0).astype(np.float32)
        by = np.maximum((low - lower) / _BETWEEN, _BY_LEAST)
        return _Patch(side_px, self._spread(low + _BELOW * by), self._spread(by))

    def _spread(self, measured: Values) -> Values:
        soft = cv2.blur(measured, (5, 5))
        return cv2.resize(soft, self._size, interpolation=cv2.INTER_LINEAR).astype(np.float32)


def _third(values: Values) -> Values:
    """The value below which a third of the samples is, pixel by pixel."""
    rank = max(0, round(_LOW * len(values)) - 1)
    third: Values = np.partition(values, rank, axis=0)[rank]
    return third


def _grain(apart: Values, side_px: int) -> Values:
    fine = apart - cv2.blur(apart, (_GRAIN_PX, _GRAIN_PX))
    grain: Values = np.log(cv2.blur(fine * fine, (side_px, side_px)) + _GRAIN_LEAST)
    return grain


def _enlarged(mask: NDArray[np.bool_], size: tuple[int, int]) -> Plane:
    whole = np.where(mask, 255, 0).astype(np.uint8)
    return cv2.resize(whole, size, interpolation=cv2.INTER_NEAREST).astype(np.uint8, copy=False)
