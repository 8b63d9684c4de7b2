"""Decisions about footage requests: who may make which move when, and until when it is waited."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from service.camera.wire import Near, UnitCategory
from service.centre.wire import FootageTimers
from service.core.problem import Invalid, Problem, WrongMove
from service.footage.consent import CameraDecision
from service.footage.refusals import FootageWindow, NotYet
from service.footage.table import MACHINE, STAGES, WAYS
from service.footage.terms import (
    Actor,
    Category,
    FootageLane,
    FootageMove,
    FootageState,
    RefusalCode,
)
from service.footage.wire import (
    AtRisk,
    CameraRow,
    ChosenCamera,
    Decision,
    NewFootageRequest,
    Row,
)
from service.recorder.wire import Recording

WINDOW_MOST = timedelta(hours=3)
# Clocks of phones differ by that much.
AHEAD_MOST = timedelta(minutes=5)
CAMERAS_MOST, CAMERAS_LEAST = 10, 3
# Ring by ring: as many cameras as a plan shows.
ROUNDS_MOST = 6
_WIDENED = frozenset(
    {
        *(FootageState.SUBMITTED, FootageState.IDENTITY_VERIFIED, FootageState.TRIAGED),
        *(FootageState.NEEDS_INFO, FootageState.ACCEPTED, FootageState.FOOTAGE_HELD),
        FootageState.CONSENT_PENDING,
    }
)
_WIDENED_URGENT = _WIDENED | {FootageState.EMERGENCY_ACTIVE, FootageState.VIEWING}
# A town has 66 cameras to the square kilometre, a village seven: some twenty and two in this reach.
CLOSE_M = 300.0
# Farther away nothing of a place is seen.
REACH_M = 3000.0
# Decree 799, article 17.
LAWFUL_DAYS = 30
OPEN_MOST = 20


def step(state: FootageState, move: FootageMove, actor: Actor, lane: FootageLane) -> FootageState:
    """The state that a move leads to. Raises WrongMove with what this person may do instead."""
    target = FootageState(MACHINE.after(state, move))
    way = WAYS[move]
    if actor not in way.actors or lane not in way.lanes:
        raise WrongMove(
            f"'{move}' is not for {actor} in the lane '{lane}'.",
            field="move",
            state=state,
            allowed=[str(one) for one in moves(state, actor, lane)],
        )
    return target


def moves(state: FootageState, actor: Actor, lane: FootageLane) -> list[FootageMove]:
    """What somebody may do with a request in this state, in the order of the table."""
    return [
        move
        for move, way in WAYS.items()
        if state in way.sources and actor in way.actors and lane in way.lanes
    ]


def due_at(state: FootageState, since: datetime, timers: FootageTimers) -> datetime | None:
    """Until when it is waited in a state that was entered then; None where nothing is."""
    timer = STAGES[state].timer
    return None if timer is None else since + timedelta(hours=getattr(timers, timer))


def refusal(new: NewFootageRequest, now: datetime) -> Problem | None:
    """Why this cannot be asked for, naming the field; None where it can."""
    if new.from_at > now + AHEAD_MOST:
        return FootageWindow("It lies in the future.", field="from_at", why="future")
    if new.until_at > now + AHEAD_MOST:
        return FootageWindow("It lies in the future.", field="until_at", why="future")
    if new.until_at <= new.from_at:
        return FootageWindow("It ends before it begins.", field="until_at", why="reversed")
    if new.until_at - new.from_at > WINDOW_MOST:
        return FootageWindow("It is longer than three hours.", field="until_at", why="too_long")
    if (new.place is None) == (new.site_id is None):
        return Invalid("Either a place or a site is named.", field="place")
    return None


def lane_of(new: NewFootageRequest, *, counter: bool) -> FootageLane:
    """In which lane a request begins: where a life may be at risk nobody waits for papers."""
    missing = new.category is Category.MISSING_PERSON and new.at_risk is not None
    if missing or new.at_risk is AtRisk.LIFE:
        return FootageLane.EMERGENCY
    return FootageLane.COUNTER if counter else FootageLane.CITIZEN


def concerns_minors(new: NewFootageRequest) -> bool:
    """Whether what holds for minors binds from the start, whether or not somebody ticked it."""
    return new.minors or new.at_risk is AtRisk.MINOR


def choose(near: Sequence[Near]) -> list[Near]:
    """The cameras of a request, out of those near it: those that may see the place, and those close
    by; where there are few, the nearest at all. The nearest first, CAMERAS_MOST at most.

    None near a military or a secret unit (Decree 799, article 10). Ties fall to the lower
    camera_id, so equal input gives equal output.
    """
    open_ones = [one for one in near if not one.restricted_vicinity]
    ordered = sorted(open_ones, key=lambda one: (not one.sees, one.away_m, one.camera_id))
    good = [one for one in ordered if one.sees or one.away_m <= CLOSE_M]
    nearest = sorted(ordered, key=lambda one: (one.away_m, one.camera_id))
    few = [one for one in nearest if one not in good][: max(0, CAMERAS_LEAST - len(good))]
    return (good + few)[:CAMERAS_MOST]


def days_kept(near: Near, recording: Recording | None) -> int | None:
    """For how many days a camera's recordings are kept; None where nobody has said.

    Thirty at least, where Decree 799 asks for it (article 17; other public places: article 9).
    """
    if recording is not None:
        return recording.retention_days
    if near.footage_days is not None:
        return near.footage_days
    return None if near.unit_category is UnitCategory.OTHER_PUBLIC else LAWFUL_DAYS


def first_lost(at: Iterable[datetime | None]) -> datetime | None:
    """The first of these instants at which something is written over."""
    return min((one for one in at if one is not None), default=None)


def again_at(tries: int, now: datetime) -> datetime:
    """When a recorder that would not hold is asked again: in half a minute, then later."""
    return now + timedelta(seconds=min(30.0 * 2.0 ** min(tries, 10), 3600.0))


def plain_code(text: str) -> str:
    """A receipt code without what people put between its signs."""
    return "".join(sign for sign in text.upper() if sign.isalnum())


def check_chosen(
    asked: Sequence[ChosenCamera], cameras: Sequence[CameraRow]
) -> Sequence[ChosenCamera]:
    """The cameras that units are asked about. Raises Invalid, naming the field."""
    known = {one.camera_id: one for one in cameras if one.restricted_at is None}
    for n, one in enumerate(asked):
        again = any(other.camera_id == one.camera_id for other in asked[:n])
        if one.camera_id not in known or again:
            raise Invalid("Cameras of the request, each once.", field=f"cameras[{n}].camera_id")
        held = known[one.camera_id]
        if not held.held_from_at <= one.from_at < one.until_at <= held.held_until_at:
            detail = "It lies within the time that was asked for."
            raise Invalid(detail, field=f"cameras[{n}].from_at")
    return asked


def check_added(
    asked: Sequence[ChosenCamera], cameras: Sequence[CameraRow], row: Row, now: datetime
) -> Problem | None:
    """Why these cannot be added to a request as a round, naming the field; None where they can.

    The limits are those of a filing: CAMERAS_MOST cameras, WINDOW_MOST of each, and so many rounds.
    Once it was decided of every camera a calm request has what it has: another is filed.
    """
    urgent = row.lane is FootageLane.EMERGENCY
    if row.state not in (_WIDENED_URGENT if urgent else _WIDENED):
        return NotYet("It is decided: what else is to be seen is another request.", state=row.state)
    if max((one.round for one in cameras), default=1) >= ROUNDS_MOST:
        return Invalid("It has as many rounds as it may.", field="cameras")
    known = {one.camera_id for one in cameras}
    for n, one in enumerate(asked):
        if one.camera_id in known:
            return Invalid("The request has it already.", field=f"cameras[{n}].camera_id")
        known.add(one.camera_id)
        if one.until_at > now + AHEAD_MOST:
            return FootageWindow("It lies in the future.", field=f"cameras[{n}].until_at")
        if not one.from_at < one.until_at <= one.from_at + WINDOW_MOST:
            return FootageWindow("Three hours at most.", field=f"cameras[{n}].until_at")
    return None


def check_decisions(
    asked: Sequence[CameraDecision], cameras: Sequence[CameraRow]
) -> Sequence[CameraDecision]:
    """What is decided of each camera. Raises Invalid unless each is named once, and whole."""
    known = {one.camera_id: one for one in cameras if not one.left_out}
    if {one.camera_id for one in asked} != set(known) or len(asked) != len(known):
        raise Invalid("Each camera of the request is named once.", field="cameras")
    for n, one in enumerate(asked):
        refused = one.decision is Decision.REFUSED
        if refused != (one.refusal is not None):
            raise Invalid("A camera that is refused has a code.", field=f"cameras[{n}].refusal")
        narrowed = one.decision is Decision.NARROWED
        given = one.from_at is not None and one.until_at is not None
        if narrowed != given:
            raise Invalid("Narrowed to which minutes?", field=f"cameras[{n}].from_at")
        whole = known[one.camera_id]
        if one.from_at is not None and one.until_at is not None:
            within = whole.from_at <= one.from_at < one.until_at <= whole.until_at
            if not within:
                detail = "Narrowed is less than what was asked for."
                raise Invalid(detail, field=f"cameras[{n}].from_at")
    return asked


def verdict(decided: Sequence[CameraDecision]) -> tuple[FootageMove, RefusalCode | None]:
    """What follows for the whole request; of several codes the first."""
    if all(one.decision is Decision.APPROVED for one in decided):
        return FootageMove.APPROVE, None
    if all(one.decision is Decision.REFUSED for one in decided):
        return FootageMove.REFUSE, decided[0].refusal
    return FootageMove.APPROVE_PARTLY, None
