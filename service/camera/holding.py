"""Which incident holds a turned camera, and when it looks again where it looked: pure."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from msgspec import Struct, structs

from service.camera.wire import View
from service.platform.frames import Stand

# As long as the last picture of a film by default, and a minute to look around.
HELD = timedelta(minutes=2)
# While its incident is open: until a unit is there, as a rule.
HELD_WHILE_OPEN = timedelta(minutes=5)
# Where a plan has a longer film. The camera has a watch of its own to keep.
HELD_MOST = timedelta(minutes=10)
# While an incident is open it is looked at this often whether it still is.
LOOKED_AT_EVERY = timedelta(minutes=1)
# After this long a camera that was told to turn has begun to.
BEGINS_WITHIN = timedelta(seconds=15)
# So long nobody else may have a camera that is being turned back.
WAY_BACK = timedelta(seconds=15)
# One that cannot be turned back is told so three times, then now and then, for a day.
TRIES_SOON = 3
_AGAIN_SOON = timedelta(seconds=10)
_AGAIN = timedelta(minutes=10)
_GIVEN_UP_AFTER = timedelta(days=1)

_FILM_AND = timedelta(minutes=1)
# In shares of the range, of which pan has two: less than four degrees all round. Cameras come
# back to a preset ten times better than that; some round to hundredths what they say.
_ALIKE = 0.02
_ROUND = 2.0
# Not even what lies straight ahead.
_NOTHING_DEG = -1.0


class Turn(Struct, frozen=True):
    """A camera that was turned for an incident.

    `stand` is where it looked before anybody turned it. `aim` is where it stands by the preset,
    None before it was seen to. `preset` is the token; empty while it is being turned back.
    """

    camera_id: UUID
    incident_id: UUID
    preset: str
    stand: Stand
    aim: Stand | None
    turned_at: datetime
    back_at: datetime


class Wish(Struct, frozen=True):
    """Which incident wants a camera turned, and to which preset, by its token."""

    camera_id: UUID
    incident_id: UUID
    preset: str


def claim(kept: Turn | None, wish: Wish, seen: Stand, now: datetime) -> Turn | None:
    """How a camera that looks there is held from now on; None where it is not to be had.

    Whoever holds it keeps it, however grave the other incident; one that wants the same preset
    holds it longer. One that a person has moved since is left to him until its time is over. What
    it returns to is where it looked before the first of them, or where a person let it look since.
    """
    stand, aim = seen, None
    if kept is not None:
        moved = was_moved(kept, seen)
        if kept.preset == wish.preset and not moved:
            stand, aim = kept.stand, kept.aim
        elif now < kept.back_at:
            return None
        elif not moved:
            stand = kept.stand
    return Turn(wish.camera_id, wish.incident_id, wish.preset, stand, aim, now, now + HELD)


def leaving(turn: Turn, now: datetime) -> Turn:
    """How a camera is held that is about to be turned back: by nobody, and not to be had."""
    return structs.replace(turn, preset="", aim=None, back_at=now + WAY_BACK)


class Next(StrEnum):
    """What is to become of a turned camera."""

    STAY = "stay"
    # A person has moved it by other means.
    LEAVE = "leave"
    BACK = "back"
    # It looks where it looked before.
    DONE = "done"


def stays_until(turn: Turn, film_s: float | None) -> datetime:
    """How long a camera stays turned: longer while its incident is open, with so long a film."""
    if film_s is None:
        return turn.back_at
    wanted = timedelta(seconds=min(film_s, HELD_MOST.total_seconds())) + _FILM_AND
    return max(turn.back_at, turn.turned_at + min(max(wanted, HELD_WHILE_OPEN), HELD_MOST))


def next_look(turn: Turn, until: datetime, now: datetime) -> datetime:
    """When a camera that stays turned until then is looked after again."""
    return max(turn.back_at, min(until, now + LOOKED_AT_EVERY))


def next_of(turn: Turn, seen: Stand, until: datetime, now: datetime) -> Next:
    """What is to become of a camera that looks there, and may stay turned until then.

    One that never turned is let go before its time: nobody has anything from it.
    """
    at_home = alike(seen, turn.stand)
    if now < until:
        never = at_home and not has_turned(turn) and now >= turn.turned_at + BEGINS_WITHIN
        return Next.DONE if never else Next.STAY
    if was_moved(turn, seen):
        return Next.LEAVE
    return Next.DONE if at_home else Next.BACK


def has_turned(turn: Turn) -> bool:
    """Whether it is known that the camera turned."""
    return turn.aim is not None or is_on_its_way_back(turn)


def is_on_its_way_back(turn: Turn) -> bool:
    """Whether it was told to look again where it looked."""
    return not turn.preset


def was_moved(turn: Turn, seen: Stand) -> bool:
    """Whether somebody has moved it since it was turned; unknown is no."""
    return turn.aim is not None and not alike(turn.aim, seen)


def try_again_at(turn: Turn, tries: int, now: datetime) -> datetime | None:
    """When one that could not be turned back so often is told again; None when no more."""
    if tries < TRIES_SOON:
        return now + _AGAIN_SOON
    return now + _AGAIN if now < turn.turned_at + _GIVEN_UP_AFTER else None


def as_held(views: Iterable[View], held: Mapping[UUID, str]) -> list[View]:
    """Views as cameras have them that are turned just now: nothing but what their preset shows.

    So they are chosen for being turned there, and are held longer; elsewhere they show nothing.
    """
    return [
        structs.replace(
            view,
            spread_deg=_NOTHING_DEG,
            presets=tuple(one for one in view.presets if one.token == held[view.camera_id]),
        )
        if view.camera_id in held
        else view
        for view in views
    ]


def alike(one: Stand, other: Stand) -> bool:
    """Whether two stands show the same as far as one can tell. Where pan ends it begins again."""
    pairs = ((one.tilt, other.tilt), (one.zoom, other.zoom))
    pan = abs((one.pan or 0.0) - (other.pan or 0.0))
    return min(pan, abs(_ROUND - pan)) < _ALIKE and all(
        abs((a or 0.0) - (b or 0.0)) < _ALIKE for a, b in pairs
    )
