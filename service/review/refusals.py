"""What cannot be looked at, in words for whoever asked."""

from service.core.problem import Problem


class NotARecording(Problem):
    """This file holds no pictures that can be read."""

    code = "review.not_a_recording"


class RegionOutside(Problem):
    """The region does not lie in the picture, or is too small to judge by."""

    code = "review.region_outside"


class AnchorsMissing(Problem):
    """Mark one moment at which the thing is there and one at which it is not."""

    code = "review.anchors_missing"


class AnchorOutside(Problem):
    """The recording has no picture of a moment that was marked."""

    code = "review.anchor_outside"
