"""Is the thing in this picture? A picture of a place held against two that a person has judged.

Only pixels count in which the two differ, in structure (local contrast, which neither gain nor a
soft shadow changes) and in colour (for what has no structure, or lets light through). Each such
pixel of a third picture is like the one, like the other, or like neither; the pixels around, in
which the two agree, say whether anybody stands before it. Nothing is known of what the thing is.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from service.review.moment import Vote
from service.review.patch import Frame, Patch, Values, shift_between

Mask = NDArray[np.bool_]

# The part of local contrast that is the sensor's noise, in grey levels.
_NOISE = 6.0
_STRUCTURE_LEAST, _COLOUR_LEAST = 0.45, 6.0
# An encoder draws strong edges and colours a little differently each time.
_STRUCTURE_SHARE, _COLOUR_SHARE = 0.4, 0.25
_SIGMAS = 3.5
# Less than that an encoder changes by itself.
_DIFFERING_LEAST_PX, _DIFFERING_LEAST_SHARE = 12, 0.02
# How many times more the region must differ than what is around it.
_OVER_RING = 2.0
_ALIKE = 0.8
_RING_LEAST = 0.75
# So much alike that no other pair of anchors can suit a picture better.
_RING_SURE = 0.9
# Less than that, and somebody stands beside the place in one of the anchors, or it is night in one.
_ANCHOR_RING_LEAST, _SIGMA_MOST = 0.75, 0.35
_SAME = 0.6
# On its worst side what surrounds a place may be so much less as it was.
_PARTS, _PART_LESS, _PART_LEAST_PX = 9, 0.1, 40
# Mean square of local contrast that is a pattern and not noise; how much less alike it may be.
_PATTERNED, _PATTERN_LESS = 0.15, 0.35
_NEAR = 0.45
_WON, _LOST = 0.62, 0.28
# A picture whose colours are so much weaker is of infrared light.
_FADED = 0.35
_SHIFT_MOST_PX = 12.0
_SHIFT_SURE = 0.15


class Unfit(StrEnum):
    """Why two anchors are no measure of anything."""

    ALIKE = "alike"
    LIGHT = "light"


@dataclass(frozen=True)
class _Look:
    """What a patch is compared by."""

    structure: Values
    blue: Values
    red: Values
    saturation: float


@dataclass(frozen=True)
class _Term:
    """One way in which two anchors differ: where, by how much, and how surely."""

    where: Mask
    weight: Values


def _parts(shape: tuple[int, int]) -> NDArray[np.intp]:
    """Which of nine parts each pixel is in: somebody stands on one side of a place."""
    rows, columns = (np.arange(side) * 3 // side for side in shape)
    return rows[:, None] * 3 + columns


def _values(pixels: NDArray[Any]) -> Values:
    return pixels.astype(np.float32, copy=False)


def _softened(pixels: Values, side: int) -> Values:
    return _values(cv2.GaussianBlur(pixels, (side, side), 0))


class Pair:
    """One picture with the thing, one without it, and what tells them apart."""

    def __init__(self, there: Patch, gone: Patch, frame: Frame) -> None:
        """Work out where they differ; `unfit` says why they are no measure."""
        self._frame = frame
        self._region = frame.mask()
        shorter = min(frame.inner.width, frame.inner.height) * frame.scale
        self._window = int(min(max(0.75 * shorter, 9), 45)) | 1
        self._there = self._look(there)
        self._gone = self._registered(self._look(gone))
        near = cv2.dilate(self._region.astype(np.uint8), np.ones((5, 5), np.uint8)) > 0
        self._ring = ~near
        self.unfit: Unfit | None = None
        self._compare()

    def _look(self, patch: Patch) -> _Look:
        luma = _softened(patch.luma, 3)
        size = (self._window, self._window)
        mean = _values(cv2.boxFilter(luma, -1, size))
        square = _values(cv2.boxFilter(luma * luma, -1, size))
        spread = np.sqrt(np.maximum(square - mean * mean, 0))
        structure = _values((luma - mean) / (spread + _NOISE))
        bright = np.float32(100 / (float(patch.samples.mean()) + 20))
        blue = _softened(patch.blue - np.float32(patch.colour[0]), 5) * bright
        red = _softened(patch.red - np.float32(patch.colour[1]), 5) * bright
        return _Look(structure, blue, red, patch.saturation)

    def _compare(self) -> None:
        one, other = self._there, self._gone
        differs = np.abs(one.structure - other.structure)
        self._sigma = max(0.12, 1.48 * float(np.median(differs[self._ring])))
        self._tolerance = min(max(4 * self._sigma, _SAME), 0.8)
        shared = self._ring & (differs < self._tolerance)
        alike = float((differs[self._ring] < _SAME).mean()) if self._ring.any() else 0.0
        if alike < _ANCHOR_RING_LEAST or self._sigma > _SIGMA_MOST:
            self.unfit = Unfit.LIGHT
        most = np.maximum(np.abs(one.structure), np.abs(other.structure))
        least = np.maximum(_STRUCTURE_LEAST, _STRUCTURE_SHARE * most)
        self._structure = self._term(differs, self._sigma, least)
        self._colour: _Term | None = None
        self._colour_tolerance: float | None = None
        if self._has_colour(one) and self._has_colour(other):
            apart = np.hypot(one.blue - other.blue, one.red - other.red)
            sigma = max(0.8, 1.48 * float(np.median(apart[self._ring])))
            most = np.maximum(np.hypot(one.blue, one.red), np.hypot(other.blue, other.red))
            least = np.maximum(_COLOUR_LEAST, _COLOUR_SHARE * most)
            self._colour = self._term(apart, sigma, least)
            self._colour_tolerance = min(max(4 * sigma, 8.0), 12.0)
            shared &= apart < self._colour_tolerance
        self._shared = shared
        self._shared_part = _parts(shared.shape)[shared]
        self._rest = self._region & (differs < self._tolerance)
        if self.unfit is None and self._structure is None and self._colour is None:
            self.unfit = Unfit.ALIKE

    def _has_colour(self, look: _Look) -> bool:
        most = max(self._there.saturation, self._gone.saturation, 1.0)
        return look.saturation > _FADED * most

    def _term(self, differs: Values, sigma: float, least: NDArray[Any]) -> _Term | None:
        """Where the anchors differ, where they do so more than what is around them does."""
        over = (differs > np.maximum(_SIGMAS * sigma, least)).astype(np.uint8)
        where = cv2.medianBlur(over, 3) > 0
        around = float(where[self._ring].mean()) if self._ring.any() else 0.0
        count = int((where & self._region).sum())
        share = max(_DIFFERING_LEAST_SHARE, _OVER_RING * around)
        if count < max(_DIFFERING_LEAST_PX, share * float(self._region.sum())):
            return None
        where &= self._region
        return _Term(where, (differs[where] / sigma).clip(0, 12).astype(np.float32))

    def look(self, patch: Patch) -> tuple[Vote, float, float]:
        """What a third picture says: its vote, how sure, and how well its surroundings agree."""
        seen = self._look(patch)
        ring = self._agreement(seen)
        if ring < _ALIKE:
            shifted = self._registered(seen)
            better = self._agreement(shifted)
            if better > ring:
                seen, ring = shifted, better
        if ring < _RING_LEAST or not self._rest_agrees(seen):
            return Vote.HIDDEN, 0.0, ring
        vote, sure = self._vote(seen)
        return vote, sure * min(1.0, ring / 0.9), ring

    def _agreement(self, seen: _Look) -> float:
        """The share of what surrounds the place that is as it was, on its worst side too."""
        good = np.abs(seen.structure - self._there.structure) < self._tolerance
        good |= np.abs(seen.structure - self._gone.structure) < self._tolerance
        if self._colour_tolerance is not None and self._has_colour(seen):
            blue, red = seen.blue - self._there.blue, seen.red - self._there.red
            good &= np.hypot(blue, red) < self._colour_tolerance
        shared = self._shared
        if not shared.any():
            return 0.0
        same = good[shared]
        whole = float(same.mean())
        counts = np.bincount(self._shared_part, minlength=_PARTS)
        agreeing = np.bincount(self._shared_part, same, minlength=_PARTS)
        shares = agreeing[counts >= _PART_LEAST_PX] / counts[counts >= _PART_LEAST_PX]
        return min(whole, float(shares.min(initial=1.0)) + _PART_LESS, self._likeness(seen))

    def _likeness(self, seen: _Look) -> float:
        """How well the pattern around the place, where it has one, is the one it was (0 to 1)."""
        part, shared = self._shared_part, self._shared
        here, there = seen.structure[shared], self._there.structure[shared]
        both = np.bincount(part, here * there, minlength=_PARTS)
        own = np.bincount(part, there * there, minlength=_PARTS)
        other = np.bincount(part, here * here, minlength=_PARTS)
        counts = np.bincount(part, minlength=_PARTS)
        told = (counts >= _PART_LEAST_PX) & (own > _PATTERNED * counts)
        alike = both[told] / np.sqrt(own[told] * other[told] + 1e-6)
        return float(alike.min(initial=1.0)) + _PATTERN_LESS

    def _rest_agrees(self, seen: _Look) -> bool:
        """Whether the region is as it was where the thing is not."""
        if self._rest.sum() < 40:
            return True
        same = np.abs(seen.structure - self._there.structure)[self._rest] < self._tolerance
        return float(same.mean()) >= _RING_LEAST

    def _vote(self, seen: _Look) -> tuple[Vote, float]:
        one, other = self._there, self._gone
        likes: list[Values] = []
        weights: list[Values] = []
        if self._structure is not None:
            at = self._structure.where
            apart = one.structure[at] - other.structure[at]
            likes.append((seen.structure[at] - other.structure[at]) / apart)
            weights.append(self._structure.weight)
        if self._colour is not None and self._has_colour(seen):
            at = self._colour.where
            blue, red = one.blue[at] - other.blue[at], one.red[at] - other.red[at]
            along = (seen.blue[at] - other.blue[at]) * blue + (seen.red[at] - other.red[at]) * red
            likes.append(along / (blue * blue + red * red))
            weights.append(self._colour.weight)
        if not likes:
            return Vote.HIDDEN, 0.0
        like, weight = np.concatenate(likes), np.concatenate(weights)
        total = float(weight.sum())
        there = float(weight[np.abs(like - 1) < _NEAR].sum()) / total
        gone = float(weight[np.abs(like) < _NEAR].sum()) / total
        won, lost = max(there, gone), min(there, gone)
        if won < _WON or lost > _LOST:
            return Vote.HIDDEN, 0.0
        return Vote.THERE if there > gone else Vote.GONE, min(1.0, won - lost + 0.1)

    def _registered(self, seen: _Look) -> _Look:
        """The same, moved back by what the camera shook; as it was where that is not sure."""
        structure = self._there.structure
        x, y, sure = shift_between(structure, seen.structure)
        if sure < _SHIFT_SURE or max(abs(x), abs(y)) > _SHIFT_MOST_PX:
            return seen
        back = np.array([[1, 0, -x], [0, 1, -y]], np.float32)

        def moved(values: Values) -> Values:
            size = (values.shape[1], values.shape[0])
            return _values(cv2.warpAffine(values, back, size, borderMode=cv2.BORDER_REPLICATE))

        return _Look(moved(seen.structure), moved(seen.blue), moved(seen.red), seen.saturation)


class Judge:
    """Several anchors of either kind; a picture is held against the pair that suits its light."""

    def __init__(self, there: list[Patch], gone: list[Patch], frame: Frame) -> None:
        """Pair each with each. `unfit` says why none of the pairs is a measure."""
        pairs = [Pair(one, other, frame) for one in there for other in gone]
        self._pairs = [pair for pair in pairs if pair.unfit is None]
        reasons = {pair.unfit for pair in pairs}
        self.unfit: Unfit | None = None
        if not self._pairs:
            self.unfit = Unfit.LIGHT if Unfit.LIGHT in reasons else Unfit.ALIKE

    def look(self, patch: Patch) -> tuple[Vote, float]:
        """What a picture says, by the pair whose surroundings it is most like."""
        best = Vote.HIDDEN, 0.0, -1.0
        for pair in self._pairs:
            best = max(best, pair.look(patch), key=lambda look: look[2])
            if best[2] >= _RING_SURE:
                break
        return best[0], round(best[1], 3)
