"""How much moved in a region, from keyframes alone: each held against the one before it."""

from collections.abc import Iterator

import cv2
import numpy as np
from av.video.frame import VideoFrame
from msgspec import Struct
from numpy.typing import NDArray

from service.review.patch import Frame, Region, frame_of, luma_of
from service.review.recording import Recording

# Noise and the encoder's own flicker stay below.
_CHANGED = 18.0
# Less of a region is noise.
_STIRRED = 0.02


class Stir(Struct, frozen=True, array_like=True):
    """A keyframe's second, and the share of the region that changed since the one before it."""

    at_s: float
    share: float


class Spell(Struct, frozen=True):
    """Some time in which something moved, and the most that changed at once."""

    from_s: float
    to_s: float
    share: float


def timeline_of(recording: Recording, region: Region, from_s: float = 0.0) -> Iterator[Stir]:
    """One stir for each keyframe from from_s on but the first. Raises RegionOutside."""
    frame: Frame | None = None
    before: NDArray[np.uint8] | None = None
    for shot in recording.keyframes(from_s):
        if frame is None:
            frame = frame_of(region, shot.picture.width, shot.picture.height, margin=False)
        here = _blurred(shot.picture, frame)
        if here is not None and before is not None:
            yield Stir(round(shot.at_s, 3), round(_changed(before, here), 4))
        before = here


def _blurred(picture: VideoFrame, frame: Frame) -> NDArray[np.uint8] | None:
    luma = luma_of(picture, frame)
    return None if luma is None else cv2.blur(luma, (3, 3)).astype(np.uint8, copy=False)


def _changed(before: NDArray[np.uint8], here: NDArray[np.uint8]) -> float:
    """The share of pixels that changed, when what changed all of them alike is taken away."""
    apart = here.astype(np.float32) - before
    apart -= np.median(apart)
    return float((np.abs(apart) > _CHANGED).mean())


def spells_of(stirs: list[Stir], *, apart_s: float = 10.0) -> list[Spell]:
    """When something moved: stirs that are no farther apart than apart_s, joined."""
    found: list[Spell] = []
    for stir in stirs:
        if stir.share < _STIRRED:
            continue
        if found and stir.at_s - found[-1].to_s <= apart_s:
            last = found.pop()
            found.append(Spell(last.from_s, stir.at_s, max(last.share, stir.share)))
        else:
            found.append(Spell(stir.at_s, stir.at_s, stir.share))
    return found
