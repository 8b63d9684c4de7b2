"""The review plan of a footage request: what is asked, and what is told."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from msgspec import Meta

from service.core.geo import GivenPlace
from service.core.problem import Fault, Problem
from service.core.wire import Asked, Instant, Told
from service.planning.terms import Going, HoleWhy, Seeking
from service.platform.outbox import Topic
from service.reviewing.wire import Second


class NewReviewPlan(Asked):
    """Where somebody was seen last, between which instants, and how he went on.

    What is left out is as the request says. Of a thing: where it was, and when it went.
    """

    going: Going = Going.UNKNOWN
    place: GivenPlace | None = None
    from_at: Instant | None = None
    until_at: Instant | None = None


class NewWatched(Asked):
    """You have watched these minutes of a camera, and not seen whom you look for."""

    camera_id: UUID
    from_at: Instant
    until_at: Instant


class NewSighting(Asked):
    """You have seen him by this camera, and are sure; `going` where it has changed.

    Where minors, a school or a site of the first class are concerned another person confirms it.
    """

    camera_id: UUID
    at: Instant
    going: Going | None = None


class NewAnswer(Asked):
    """Somebody remembers whether the thing was there at an instant."""

    at: Instant
    there: bool


class WatchMinutes(Told):
    """From one instant to another."""

    from_at: datetime
    until_at: datetime


class PlannedCamera(Told):
    """A camera of a plan; they come in the order in which to watch them.

    `window` is when he may have passed, `left` what of it is to be watched yet. `ring` 0 is the
    innermost; `away_m` is along the streets where they are known. `chance` is that he passed what
    it sees. Where `hole` says why, there is nothing to watch, and nothing is known of it. What is
    not `in_request` is neither held nor consented to yet.
    """

    camera_id: UUID
    name: str
    place: GivenPlace
    ring: int
    away_m: float
    direction_deg: float
    window: WatchMinutes
    left: list[WatchMinutes]
    minutes_left: float
    chance: float
    hole: HoleWhy | None
    in_request: bool


class PatrolSector(Told):
    """Where one patrol may look: clockwise from one bearing to another, as far as he may be.

    `share` is how likely he is in it; streets are named where they are known.
    """

    from_deg: float
    until_deg: float
    far_m: float
    share: Annotated[float, Meta(ge=0, le=1)]
    streets: list[str]


class PlanSighting(Told):
    """Somebody was seen, by whom it was said; one that was a mistake is withdrawn.

    The plan goes by what `stands`: `second` says why another person has to confirm it first.
    `at_desk`: it was marked as a finding, and is confirmed or taken back there.
    """

    sighting_id: UUID
    camera_id: UUID
    place: GivenPlace
    at: datetime
    going: Going | None
    noted_at: datetime
    noted_by: str
    noted_id: UUID | None
    second: Second | None
    confirmed_by: str | None
    stands: bool
    withdrawn: bool
    at_desk: bool


class PlanWatched(Told):
    """WatchMinutes that were watched in vain, and by whom."""

    camera_id: UUID
    from_at: datetime
    until_at: datetime
    noted_by: str


class PlanAnswer(Told):
    """What somebody remembers."""

    at: datetime
    there: bool
    noted_by: str


class ReviewPlan(Told):
    """What to watch for a request, in which order.

    It begins where he was seen last: at the latest sighting where there is one, and then
    `toward_deg` is the way that he went. Of a thing, answers narrow the time; where they
    `contradict` each other they narrow nothing. Sectors are for people who are searched for alone.
    """

    footage_id: UUID
    seeking: Seeking
    going: Going
    place: GivenPlace
    from_at: datetime
    until_at: datetime
    toward_deg: float | None
    contradict: bool
    cameras: list[PlannedCamera]
    sectors: list[PatrolSector]
    sightings: list[PlanSighting]
    watched: list[PlanWatched]
    answers: list[PlanAnswer]


class ReviewPlanChanged(Told):
    """The plan of a request has changed; read it."""

    footage_id: UUID


class PlanOver(Problem):
    """This request is over: nobody is looked for any more."""

    code = "planning.over"
    fault = Fault.CONFLICT


class PlanWindow(Problem):
    """These minutes run backward, lie in the future, or are longer than a day."""

    code = "planning.window_unusable"


class TooMuchNoted(Problem):
    """As much has been noted for this request as one may note."""

    code = "planning.too_much"
    fault = Fault.TOO_MANY


CHANGED = Topic(
    "planning.changed",
    ReviewPlanChanged,
    "What is to be watched for a request has changed; read it.",
)
TOPICS = (CHANGED,)
