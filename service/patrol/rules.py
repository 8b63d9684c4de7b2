"""Which positions are believed."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from math import inf

from service.core.geo import Place, distance_m, to_wgs84
from service.core.times import as_utc, seconds_between
from service.patrol.wire import Fix, KeptFix

# A phone's clock may be a little ahead; more than this is not a position of now.
_AHEAD_MOST = timedelta(seconds=30)

# Older ones come from a buffer that nobody waits for any more.
_AGE_MOST = timedelta(hours=1)

# 250 km/h: faster than any patrol, slower than a fix that jumped to another tower.
_SPEED_MOST_MPS = 70.0

# The last place is held against a new one no longer than this: it may have been the wrong one,
# as a phone's first fix often is, and a unit that is looked for at the wrong end of the country
# is never asked. It is also the time after which a place misleads (Policy.fix_age_max_s).
_DOUBT_MOST_S = 300.0

# A fix this rough says only which part of town.
_ACCURACY_MOST_M = 2000.0


def sift(fixes: Iterable[Fix], last: KeptFix | None, now: datetime) -> list[KeptFix]:
    """The believable positions in order of time; drops the future, old, repeated, too fast, rough.

    A phone that truly was moved far away is believed again once its speed from the last kept
    position is possible, or after five minutes. Of two fixes of one instant the finer is taken.
    """
    kept: list[KeptFix] = []
    for fix in sorted(fixes, key=_order):
        at = as_utc(fix.at)
        if at > now + _AHEAD_MOST or at < now - _AGE_MOST:
            continue
        if fix.accuracy_m is not None and fix.accuracy_m > _ACCURACY_MOST_M:
            continue
        found = KeptFix(min(at, now), _wgs84(fix), fix.accuracy_m)
        if last is not None and not _follows(last, found):
            continue
        kept.append(found)
        last = found
    return kept


def _order(fix: Fix) -> tuple[datetime, float, float, float, str]:
    """By time; fixes of one instant so that they stand in one order however they came."""
    rough_m = inf if fix.accuracy_m is None else fix.accuracy_m
    return as_utc(fix.at), rough_m, fix.lat, fix.lon, fix.crs


def _follows(last: KeptFix, found: KeptFix) -> bool:
    took_s = seconds_between(last.at, found.at)
    if took_s <= 0:
        return False
    if took_s >= _DOUBT_MOST_S:
        return True
    rough_m = (last.accuracy_m or 0) + (found.accuracy_m or 0)
    return distance_m(last.place, found.place) - rough_m <= _SPEED_MOST_MPS * took_s


def _wgs84(fix: Fix) -> Place:
    return to_wgs84(Place(fix.lat, fix.lon), fix.crs)
