"""What a bulletin may say, and how long boxes show it."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from service.bulletin.wire import (
    BulletinRow,
    BulletinState,
    NewBulletin,
    ShownBulletin,
    TimesUnusable,
)

LASTS_MOST = timedelta(hours=72)
# Clocks of desks differ by that much.
AHEAD_MOST = timedelta(minutes=5)
# As many as somebody who waits at a crossing looks through.
SHOWN_MOST = 5
# As many as a page of a whole city shows; a box shows those of its own areas.
PUBLIC_MOST = 50
AGAIN_S = 10
# Long enough for a line that fails now and then, short enough for a child that is found.
HOLD_S = 900


def refusal(new: NewBulletin, now: datetime) -> TimesUnusable | None:
    """Why a bulletin cannot be issued now, naming the field; None where it can."""
    if not now < new.until <= now + LASTS_MOST:
        return TimesUnusable(field="until")
    if new.seen_at > now + AHEAD_MOST:
        return TimesUnusable(field="seen_at")
    if new.consent.given_at > now + AHEAD_MOST:
        return TimesUnusable(field="consent.given_at")
    return None


def is_shown(row: BulletinRow, lineage: Iterable[str] | None, now: datetime) -> bool:
    """Whether it is shown now at a place of this lineage; None is where everybody may look."""
    here = lineage is None or row.area_code in lineage
    return row.state is BulletinState.CURRENT and now < row.until and here


def shown(
    rows: Iterable[BulletinRow], lineage: Iterable[str], now: datetime
) -> list[ShownBulletin]:
    """What a box of this lineage shows now, the newest first, SHOWN_MOST at most."""
    line = frozenset(lineage)
    return _newest([row for row in rows if is_shown(row, line, now)], SHOWN_MOST)


def public(rows: Iterable[BulletinRow], now: datetime) -> list[ShownBulletin]:
    """What everybody may see now, the newest first, PUBLIC_MOST at most."""
    return _newest([row for row in rows if is_shown(row, None, now)], PUBLIC_MOST)


def _newest(due: list[BulletinRow], most: int) -> list[ShownBulletin]:
    due.sort(key=lambda row: (row.issued_at, row.bulletin_id), reverse=True)
    return [
        ShownBulletin(**{name: getattr(row, name) for name in ShownBulletin.__struct_fields__})
        for row in due[:most]
    ]
