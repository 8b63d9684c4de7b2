"""The empty scene: what a place looks like with nobody in it, out of pictures with people in them.

Each pixel takes the value that it has most steadily. A median keeps whoever stood there more than
half of the time; a mode keeps whoever stood there longest, and where something stood still for long
it is not known which of the two is the empty place: that place is doubtful, and hidden throughout.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from service.masking.faint import Faint
from service.masking.refusals import CameraMoved, SceneUnfit
from service.review.patch import shift_between

Plane = NDArray[np.uint8]

# Nobody who could be known is smaller than a few pixels of a picture that wide.
WIDTH_PX = 640
# Of so many pictures a place must be the same in a third to be called steady.
_STEADY_SHARE = 1 / 3
_SAMPLES_LEAST = 6
# A third of normally spread values lies within so many of their deviations.
_THIRD_SIGMAS = 0.86
_SIGMAS, _LEAST, _MOST = 3.0, 7.0, 26.0
_COLOUR_LEAST, _COLOUR_MOST = 5.0, 16.0
# Of a patch of 49 pixels the mean moves less by noise.
_PALE = 4.0
# Brighter or darker than that as a whole, a picture is of another time of the day.
_GAIN_LEAST, _GAIN_MOST = 0.6, 1.6
# A picture of which more is different says nothing of the place.
_CHANGED_MOST = 0.5
_USELESS_MOST = 0.4
# In more of the picture nobody knows what is empty.
_DOUBTFUL_MOST = 0.5
# Somebody who stands still is in the same place so much later, in so many of the pictures.
_STILL_S = 3.0
_STILL_LEAST, _STILL_SHARE = 3, 0.06
# At 640 wide. An encoder and the wind move a picture by less.
SHIFT_MOST_PX = 1.6
_SHIFT_SURE, _EXPLAINED = 0.04, 0.85


@dataclass(frozen=True)
class Small:
    """A picture made small: luma height × width, and both colours at half of that, uint8."""

    luma: Plane
    blue: Plane
    red: Plane


def small_size(width: int, height: int) -> tuple[int, int]:
    """Width and height, both even, of the small form of a picture."""
    if width <= WIDTH_PX:
        return width // 2 * 2, height // 2 * 2
    return WIDTH_PX, max(2, round(height * WIDTH_PX / width / 2) * 2)


def made_small(luma: Plane, blue: Plane, red: Plane) -> Small:
    """The small form of a picture."""
    width, height = small_size(luma.shape[1], luma.shape[0])
    half = (width // 2, height // 2)
    return Small(_resized(luma, (width, height)), _resized(blue, half), _resized(red, half))


def _resized(plane: Plane, size: tuple[int, int]) -> Plane:
    if plane.shape == size[::-1]:
        return np.ascontiguousarray(plane)
    return cv2.resize(plane, size, interpolation=cv2.INTER_AREA).astype(np.uint8, copy=False)


@dataclass(frozen=True)
class Bounds:
    """Between which values a plane of the empty scene is, pixel by pixel."""

    low: Plane
    high: Plane

    def outside(self, plane: Plane) -> Plane:
        """255 where a picture is something else, 0 where it is the empty scene."""
        return cv2.bitwise_not(cv2.inRange(plane, self.low, self.high)).astype(np.uint8, copy=False)


class Scene:
    """The empty scene of some minutes, and where it is not to be trusted."""

    def __init__(self, samples: Sequence[Small], *, apart_s: float) -> None:
        """Make it of pictures so many seconds apart. Raises SceneUnfit, CameraMoved."""
        if len(samples) < _SAMPLES_LEAST:
            raise SceneUnfit(f"{len(samples)} pictures; {_SAMPLES_LEAST} are the least")
        _stood_still(samples)
        usable = _in_one_light(samples)
        if len(usable) < max(_SAMPLES_LEAST, (1 - _USELESS_MOST) * len(samples)):
            raise SceneUnfit("the pictures are too unlike each other to be of one scene")
        lumas = np.stack([one.luma for one in usable])
        self.luma, luma_by = _mode(lumas)
        self.blue, blue_by = _mode(np.stack([one.blue for one in usable]))
        self.red, red_by = _mode(np.stack([one.red for one in usable]))
        self._soft = cv2.blur(self.luma, (7, 7))
        self._luma = _bounds(self.luma, luma_by, _LEAST, _MOST)
        self._blue = _bounds(self.blue, blue_by, _COLOUR_LEAST, _COLOUR_MOST)
        self._red = _bounds(self.red, red_by, _COLOUR_LEAST, _COLOUR_MOST)
        self.faint = Faint(self.luma, [one.luma for one in usable])
        self.doubtful = self._doubtful(usable, apart_s)
        share = float(np.mean(self.doubtful > 0))
        if share > _DOUBTFUL_MOST:
            raise SceneUnfit(f"in {share:.0%} of the picture somebody stands still for long")

    def differing(self, picture: Small) -> Plane:
        """255 where a picture in the scene's own light shows something else."""
        colour = cv2.bitwise_or(self._blue.outside(picture.blue), self._red.outside(picture.red))
        size = picture.luma.shape[::-1]
        whole = cv2.resize(colour, size, interpolation=cv2.INTER_NEAREST)
        either = cv2.bitwise_or(self._luma.outside(picture.luma), whole)
        return cv2.medianBlur(either, 3).astype(np.uint8, copy=False)

    def paler(self, picture: Small) -> Plane:
        """255 where a whole patch is a little brighter or darker than it was, whatever its grain.

        Alone that is light; beside what differs it is the rest of somebody in the ground's colours.
        """
        apart = cv2.absdiff(cv2.blur(picture.luma, (7, 7)), self._soft)
        return cv2.threshold(apart, _PALE, 255, cv2.THRESH_BINARY)[1].astype(np.uint8, copy=False)

    def _doubtful(self, samples: Sequence[Small], apart_s: float) -> Plane:
        """255 where something else stood still for so long that it may be the empty place."""
        later = max(1, round(_STILL_S / max(apart_s, 1e-3)))
        count = np.zeros(self.luma.shape, np.uint16)
        others = [self.differing(one) for one in samples]
        for number in range(len(samples) - later):
            same = cv2.absdiff(samples[number].luma, samples[number + later].luma) < _LEAST
            both = cv2.bitwise_and(others[number], others[number + later]) > 0
            count += both & same
        least = max(_STILL_LEAST, round(_STILL_SHARE * len(samples)))
        still = np.where(count >= least, 255, 0).astype(np.uint8)
        lumas = [one.luma for one in samples]
        still |= self.faint.still(lumas, others, later, least)
        opened = cv2.morphologyEx(still, cv2.MORPH_OPEN, np.ones((3, 3), np.uint8))
        return cv2.dilate(opened, np.ones((7, 7), np.uint8)).astype(np.uint8, copy=False)


def gain_of(luma: Plane, scene: Plane) -> float:
    """How many times brighter a picture is than the scene, whatever stands in it."""
    one, other = luma[::5, ::5], scene[::5, ::5]
    told = (other > 24) & (other < 230) & (one < 250)
    if told.sum() < 50:
        return 1.0
    return float(np.median(one[told].astype(np.float32) / other[told]))


def in_light_of(picture: Small, gain: float) -> Small:
    """A picture as it would be in the scene's own light."""
    if abs(gain - 1) < 0.01:
        return picture
    table = (np.arange(256) / gain).clip(0, 255).round().astype(np.uint8)
    return Small(cv2.LUT(picture.luma, table).astype(np.uint8), picture.blue, picture.red)


def shift_of(luma: Plane, scene: Plane) -> float:
    """By how many pixels, at 640 wide, a picture stands beside the scene; 0 where nobody can say.

    Who walks through a picture moves too: it is shifted only where the shift explains it better.
    """
    one, other = (_edged(plane) for plane in (luma, scene))
    across, down, sure = shift_between(other, one)
    shift_px = float(np.hypot(across, down)) * WIDTH_PX / luma.shape[1]
    if sure < _SHIFT_SURE or shift_px <= SHIFT_MOST_PX:
        return 0.0 if sure < _SHIFT_SURE else shift_px
    move = np.array([[1, 0, across], [0, 1, down]], np.float32)
    there = cv2.warpAffine(other, move, one.shape[::-1], borderMode=cv2.BORDER_REPLICATE)
    before, after = (float(np.median(np.abs(one - way))) for way in (other, there))
    return shift_px if after < _EXPLAINED * before else 0.0


def _edged(plane: Plane) -> NDArray[np.float32]:
    """What stands in a picture without its light, which would hide a small shift."""
    soft = cv2.GaussianBlur(plane, (5, 5), 0).astype(np.float32)
    edged = soft - cv2.blur(soft, (31, 31))
    return edged.clip(-40, 40).astype(np.float32, copy=False)


def _stood_still(samples: Sequence[Small]) -> None:
    """Raises CameraMoved where pictures of one scene stand beside each other."""
    middle = samples[len(samples) // 2].luma
    for one in samples[:: max(1, len(samples) // 12)]:
        moved_px = shift_of(one.luma, middle)
        if moved_px > SHIFT_MOST_PX:
            raise CameraMoved(f"by {moved_px:.1f} of {WIDTH_PX} pixels in this time")


def _in_one_light(samples: Sequence[Small]) -> list[Small]:
    """Samples in the light of the middle one; without those that show something else."""
    middle = np.median(np.stack([one.luma for one in samples]), axis=0).astype(np.uint8)
    usable = []
    for one in samples:
        gain = gain_of(one.luma, middle)
        lit = in_light_of(one, gain)
        changed = float(np.mean(cv2.absdiff(lit.luma, middle) > _MOST))
        if _GAIN_LEAST < gain < _GAIN_MOST and changed < _CHANGED_MOST:
            usable.append(lit)
    return usable


def _mode(stack: Plane) -> tuple[Plane, NDArray[np.float32]]:
    """What each pixel is most steadily (count × height × width), and by how much it varies then."""
    count = len(stack)
    lines = np.ascontiguousarray(np.moveaxis(stack, 0, -1))
    lines.sort(axis=-1)
    steady = max(3, round(_STEADY_SHARE * count))
    widths = lines[..., steady - 1 :] - lines[..., : count - steady + 1]
    narrowest = widths.argmin(axis=-1)[..., None]
    middle = np.take_along_axis(lines, narrowest + steady // 2, -1)[..., 0]
    width = np.take_along_axis(widths, narrowest, -1)[..., 0]
    return middle, width.astype(np.float32) / _THIRD_SIGMAS


def _bounds(plane: Plane, by: NDArray[np.float32], least: float, most: float) -> Bounds:
    """Within one pixel's shake and its own noise a pixel is what it was."""
    near = np.ones((3, 3), np.uint8)
    steady = cv2.GaussianBlur(by, (7, 7), 0)
    around = (least + _SIGMAS * np.maximum(steady - 1, 0)).clip(least, most)
    low = cv2.erode(plane, near).astype(np.float32) - around
    high = cv2.dilate(plane, near).astype(np.float32) + around
    return Bounds(low.clip(0, 255).astype(np.uint8), high.clip(0, 255).astype(np.uint8))
