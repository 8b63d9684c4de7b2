"""The words of a review plan: how somebody goes, and why a camera is not in it."""

from collections.abc import Mapping
from enum import StrEnum

from service.missing.wire import WayOfGoing


class Going(StrEnum):
    """How somebody went on from where he was seen last."""

    WALK = "walk"
    CHILD_OR_ELDER = "child_or_elder"
    BICYCLE = "bicycle"
    E_BIKE = "e_bike"
    CAR = "car"
    UNKNOWN = "unknown"


# How the desk of a search says it.
GOING: Mapping[WayOfGoing, Going] = {
    WayOfGoing.WALK: Going.WALK,
    WayOfGoing.BICYCLE: Going.BICYCLE,
    WayOfGoing.E_BIKE: Going.E_BIKE,
    WayOfGoing.CAR: Going.CAR,
}


class HoleWhy(StrEnum):
    """Why a camera of the plan can show nothing: that nobody was seen by it says nothing."""

    OFFLINE = "offline"
    NOT_RECORDED = "not_recorded"
    OVERWRITTEN = "overwritten"


class Seeking(StrEnum):
    """What a plan is for: somebody who went on, or what happened at one place."""

    PERSON = "person"
    PLACE = "place"
