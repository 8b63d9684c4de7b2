"""Which positions are believed."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from service.core.geo import Place, distance_m, to_wgs84
from service.core.times import as_utc, seconds_between
from service.patrol.wire import Fix, KeptFix

# A phone's clock may be a little ahead; more than this is not a position of now.
_AHEAD_MOST = timedelta(seconds=30)

# Older ones come from a buffer that nobody waits for any more.
_AGE_MOST = timedelta(hours=1)

# 250 km/h: faster than any patrol, slower than a fix that jumped to another tower.
_SPEED_MOST_MPS = 70.0

# A fix this rough says only which part of town.
_ACCURACY_MOST_M = 2000.0


def sift(fixes: Iterable[Fix], last: KeptFix | None, now: datetime) -> list[KeptFix]:
    """The believable positions in order of time; drops the future, old, repeated, too fast, rough.

    A phone that truly was moved far away is believed again once its speed from the last kept
    position is possible, which takes minutes at most.
    """
    kept: list[KeptFix] = []
    for fix in sorted(fixes, key=lambda fix: as_utc(fix.at)):
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


def _follows(last: KeptFix, found: KeptFix) -> bool:
    took_s = seconds_between(last.at, found.at)
    if took_s <= 0:
        return False
    rough_m = (last.accuracy_m or 0) + (found.accuracy_m or 0)
    return distance_m(last.place, found.place) - rough_m <= _SPEED_MOST_MPS * took_s


def _wgs84(fix: Fix) -> Place:
    return to_wgs84(Place(fix.lat, fix.lon), fix.crs)
