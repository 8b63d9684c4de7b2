"""How often a picture is tried, which further ones are taken, and how old each is."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from service.picture.wire import Mark, Shot, Snapshot, SnapshotState, Want

TRIES_MOST = 3
TRY_AGAIN_AFTER = timedelta(seconds=1)

# A frame this much older than it was asked for misleads: a car drives out of the picture in it.
TOO_LATE_MS = 10_000
STALE_AFTER = timedelta(seconds=3)


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
    """How many cameras give a picture that shows something, or may still."""
    return len(
        {s.camera_id for s in snapshots if s.state is not SnapshotState.FAILED and not s.marks}
    )


def shots_before(before_s: Iterable[float]) -> list[Shot]:
    """What a kept stream still holds: the frame nearest the press, the newest, those before."""
    before = [Shot(Want.AT, -round(s * 1000)) for s in sorted(before_s)]
    return [Shot(Want.NEAREST), Shot(Want.NEWEST), *before]


def shots_after(after_s: Iterable[float], since_ms: int) -> list[Shot]:
    """Those that are still to come since_ms after the press; what is past is gone."""
    moments = [round(s * 1000) for s in sorted(after_s)]
    return [Shot(Want.AT, moment_ms) for moment_ms in moments if moment_ms > since_ms]


def is_too_late(shot: Shot, since_ms: int) -> bool:
    """Whether a picture that was to be taken after the press would show another moment by now."""
    return shot.moment_ms > 0 and since_ms - shot.moment_ms > TOO_LATE_MS


def only_kept(shot: Shot) -> bool:
    """Whether only a kept stream can give it: what is past cannot be taken any more."""
    return shot.want in (Want.NEAREST, Want.NEWEST) or shot.moment_ms < 0


def marks_of(*, stale: bool) -> list[Mark]:
    """What is wrong with a picture that is kept all the same."""
    return [Mark.STALE] if stale else []
