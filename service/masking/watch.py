"""A picture held against the empty scene: who stands out, and whether it still can be told."""

import cv2
import numpy as np

from service.masking.boxes import Box, grown
from service.masking.faint import Values
from service.masking.refusals import CameraMoved, LightJumped, SceneUnfit
from service.masking.scene import (
    SHIFT_MOST_PX,
    WIDTH_PX,
    Plane,
    Scene,
    Small,
    gain_of,
    in_light_of,
    shift_of,
)

# Smaller is noise, at 640 wide: a head at thirty metres is eight pixels wide.
_AREA_LEAST_PX = 14
_JOIN = np.ones((11, 5), np.uint8)
_GROW_LEAST_PX = 4
# More at once is not somebody who walked in.
_DIFFERING_MOST = 0.55
_JUMP_MOST = 0.18
_GAIN_LEAST, _GAIN_MOST = 0.55, 1.8
_LOOK_EVERY_S = 0.5
# Two pictures in a row: one alone may be spoilt.
_SHIFTED_LEAST = 2
# A picture that is so much like the one before it hides what that one did.
_SAME_MOST = 6
# Who walks fills a patch for so long: over that time noise is averaged.
_FAINT_S = 0.3


class Watch:
    """Looks at picture after picture of one scene."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self._gain: tuple[float, float] | None = None
        self._looked_s = -1e9
        self._shifted = 0
        self._before: tuple[Plane, list[Box]] | None = None
        self._apart: tuple[float, Values] | None = None
        self.again = 0

    def stands_out(self, picture: Small, at_s: float) -> list[Box]:
        """Boxes around whatever is not the empty scene, in pixels of the small picture.

        Raises CameraMoved, LightJumped, SceneUnfit.
        """
        if self._before is not None and _is_same(picture.luma, self._before[0]):
            self.again += 1
            return self._before[1]
        gain = gain_of(picture.luma, self.scene.luma)
        self._note_light(gain, at_s)
        self._note_place(picture.luma, at_s)
        lit = in_light_of(picture, gain)
        differing = self.scene.differing(lit)
        share = float(cv2.countNonZero(differing)) / differing.size
        if share > _DIFFERING_MOST:
            raise SceneUnfit(f"at {at_s:.1f} s {share:.0%} of the picture is something else")
        sure, likely = self._faint(picture, differing, gain, at_s)
        boxes = boxes_around(differing | sure, self.scene.paler(lit) | likely)
        self._before = (picture.luma, boxes)
        return boxes

    def _faint(
        self, picture: Small, differing: Plane, gain: float, at_s: float
    ) -> tuple[Plane, Plane]:
        """Who is too faint for one picture's pixels: of a fraction of a second, and of patches."""
        apart = self.scene.faint.apart(picture.luma, differing, gain)
        if self._apart is not None:
            older = float(np.exp(-(at_s - self._apart[0]) / _FAINT_S))
            apart = (older * self._apart[1] + (1 - older) * apart).astype(np.float32)
        self._apart = (at_s, apart)
        return self.scene.faint.signs(apart)

    def _note_light(self, gain: float, at_s: float) -> None:
        if not _GAIN_LEAST < gain < _GAIN_MOST:
            raise LightJumped(f"at {at_s:.1f} s it is {gain:.1f} times as bright as the scene")
        if self._gain is not None and abs(gain / self._gain[0] - 1) > _JUMP_MOST:
            raise LightJumped(f"at {at_s:.1f} s it is {gain / self._gain[0]:.1f} times as bright")
        # Light that changes slowly is followed.
        if self._gain is None or at_s - self._gain[1] >= 1.0:
            self._gain = (gain, at_s)

    def _note_place(self, luma: Plane, at_s: float) -> None:
        if not self._shifted and at_s - self._looked_s < _LOOK_EVERY_S:
            return
        self._looked_s = at_s
        moved_px = shift_of(luma, self.scene.luma)
        self._shifted = self._shifted + 1 if moved_px > SHIFT_MOST_PX else 0
        if self._shifted >= _SHIFTED_LEAST:
            raise CameraMoved(f"at {at_s:.1f} s, by {moved_px:.1f} of {WIDTH_PX} pixels")


def _is_same(luma: Plane, before: Plane) -> bool:
    return float(cv2.norm(luma, before, cv2.NORM_INF)) <= _SAME_MOST


def boxes_around(differing: Plane, beside: Plane | None = None) -> list[Box]:
    """Boxes around what stands out and belongs together, grown to hold who it belongs to.

    What is `beside` belongs to what differs where the two touch.
    """
    joined = cv2.dilate(differing, _JOIN)
    if beside is not None:
        joined = cv2.bitwise_or(joined, beside)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    counts = np.bincount(labels[differing > 0], minlength=len(stats))
    return [
        grown(Box(int(x), int(y), int(w), int(h)), least_px=_GROW_LEAST_PX)
        for (x, y, w, h, _), count in zip(stats[1:], counts[1:], strict=True)
        if count >= _AREA_LEAST_PX
    ]
