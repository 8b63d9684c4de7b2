"""How often a picture is tried, which further ones are taken, and how old each is."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid5

from service.picture.wire import Mark, Shot, Snapshot, SnapshotState, Want
from service.platform.imaging import Verdict

TRIES_MOST = 3
TRY_AGAIN_AFTER = timedelta(seconds=1)

# A frame this much older than it was asked for misleads: a car drives out of the picture in it.
TOO_LATE_MS = 10_000
STALE_AFTER = timedelta(seconds=3)
# Between two keyframes a still scene is copied; cameras send one every ten seconds at the least.
FROZEN_APART = timedelta(seconds=12)
# By night nothing may stir in a street for minutes; an hour later something has.
FROZEN_APART_DIM = timedelta(hours=1)


def tries_again(attempt: int) -> bool:
    """Whether a camera that gave no picture is asked once more."""
    return attempt < TRIES_MOST


def lag_ms(captured_at: datetime, about_at: datetime) -> int:
    """Milliseconds from the press to the frame; negative when the frame is older."""
    return round((captured_at - about_at).total_seconds() * 1000)


def is_stale(captured_at: datetime, wanted_at: datetime) -> bool:
    """Whether a frame is older than what was asked for, beyond what a stream's delay explains."""
    return wanted_at - captured_at > STALE_AFTER


def usable(snapshots: Iterable[Snapshot]) -> int:
    """How many cameras give a picture that shows something, or may still.

    Of each its newest picture counts: one that was covered a moment ago shows nothing any more.
    """
    newest: dict[UUID, Snapshot] = {}
    for one in snapshots:
        if one.state is not SnapshotState.FAILED:
            known = newest.get(one.camera_id)
            if known is None or _moment(one) >= _moment(known):
                newest[one.camera_id] = one
    return sum(not one.marks for one in newest.values())


def _moment(one: Snapshot) -> datetime:
    """When a picture was taken; one that is still to come is newer than all."""
    return one.captured_at or datetime.max.replace(tzinfo=UTC)


def shots_before(before_s: Iterable[float]) -> list[Shot]:
    """What a kept stream still holds: the frame nearest the press, the newest, those before."""
    before = [Shot(Want.AT, -round(s * 1000)) for s in sorted(before_s)]
    return [Shot(Want.NEAREST), Shot(Want.NEWEST), *before]


def shots_after(after_s: Iterable[float], since_ms: int) -> list[Shot]:
    """Those that are still to come since_ms after the press; what is past is gone."""
    moments = [round(s * 1000) for s in sorted(after_s)]
    return [Shot(Want.AT, moment_ms) for moment_ms in moments if moment_ms > since_ms]


def moment_at(shot: Shot, about_at: datetime) -> datetime:
    """The instant that a frame is to show."""
    return about_at + timedelta(milliseconds=shot.moment_ms)


def further_id(first_id: UUID, shot: Shot) -> UUID:
    """A further picture's id: taken twice, it is the same."""
    return uuid5(first_id, f"{shot.want}{shot.moment_ms}")


def is_too_late(shot: Shot, since_ms: int) -> bool:
    """Whether a picture that was to be taken after the press would show another moment by now."""
    return shot.moment_ms > 0 and since_ms - shot.moment_ms > TOO_LATE_MS


def only_kept(shot: Shot) -> bool:
    """Whether only a kept stream can give it: what is past cannot be taken any more."""
    return shot.want in (Want.NEAREST, Want.NEWEST) or shot.moment_ms < 0


def is_frozen(verdict: Verdict, apart: timedelta) -> bool:
    """Whether a camera gives its old picture again, by how long before that one was taken."""
    return verdict.again and apart >= (FROZEN_APART_DIM if verdict.dim else FROZEN_APART)


def marks_of(verdict: Verdict, *, apart: timedelta | None, stale: bool) -> list[Mark]:
    """What is wrong with a picture that is kept all the same.

    `apart` is how long before it the one was taken beside which it was judged, if there is one.
    """
    marks = [Mark(verdict.flaw.value)] if verdict.flaw is not None else []
    if apart is not None and is_frozen(verdict, apart):
        marks.append(Mark.FROZEN)
    if stale:
        marks.append(Mark.STALE)
    return marks


def unheard_of(kept: Snapshot, taken: Iterable[Snapshot]) -> list[Mark]:
    """What is wrong with a further picture that its camera's earlier ones did not show.

    A camera that is frozen is said to be so once, not with each frame of its film.
    """
    known = {
        mark
        for one in taken
        if one.camera_id == kept.camera_id and one.snapshot_id != kept.snapshot_id
        for mark in one.marks
    }
    return [mark for mark in kept.marks if mark not in known]


def once_more(now: datetime, about_at: datetime) -> Shot:
    """The frame that is asked for where the first shows nothing: a moment from now."""
    return Shot(Want.AT, lag_ms(now + TRY_AGAIN_AFTER, about_at), attempt=2)


def redeems(shot: Shot, marks: Sequence[Mark]) -> bool:
    """Whether a camera whose first picture showed nothing shows something when asked once more."""
    return shot.attempt > 1 and not marks
