"""When anything stirred in a whole day, out of the container's index: no picture is decoded.

What a camera writes between two keyframes grows with what moves, anywhere in the picture. That puts
hours in order for whoever looks through them; it proves nothing.
"""

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from service.review.recording import Recording
from service.review.reel import Groups

BIN_S = 60.0
_BINS_MAX = 100_000
# What is still, and what is as lively as it gets, among the bins of one recording.
_STILL, _LIVELY = 20, 99


class Ribbon(Struct, frozen=True):
    """Activity from 0 to 1 in each bin since the recording began; None without any picture."""

    bin_s: float
    activity: tuple[float | None, ...]


def ribbon_of(recording: Recording, *, bin_s: float = BIN_S) -> Ribbon:
    """The activity of a recording; bins are made longer where they would be too many."""
    bin_s = max(bin_s, recording.duration_s / _BINS_MAX)
    count = max(1, int(np.ceil(recording.duration_s / bin_s)))
    stirred, seconds = np.zeros(count), np.zeros(count)
    for groups in recording.groups():
        _add(groups, bin_s, stirred, seconds)
    rate = np.full(count, np.nan)
    np.divide(stirred, seconds, out=rate, where=seconds > 0)
    return Ribbon(bin_s, _as_shares(rate))


def _add(
    groups: Groups, bin_s: float, stirred: NDArray[np.float64], seconds: NDArray[np.float64]
) -> None:
    """Bytes of what is not a keyframe, and for how many seconds there were any."""
    if len(groups.at_s) < 2:
        return
    lasts = np.diff(groups.at_s)
    # A group that lasts much longer than others is a gap in the file, not a quiet scene.
    good = (lasts > 0) & (lasts < 8 * np.median(lasts) + 1)
    bins = np.clip((groups.at_s[:-1][good] / bin_s).astype(int), 0, len(stirred) - 1)
    np.add.at(stirred, bins, groups.size_bytes[:-1][good])
    np.add.at(seconds, bins, lasts[good])


def _as_shares(rate: NDArray[np.float64]) -> tuple[float | None, ...]:
    known = rate[~np.isnan(rate)]
    if not known.size:
        return (None,) * len(rate)
    low, high = np.percentile(known, [_STILL, _LIVELY])
    shares = ((rate - low) / max(high - low, 1.0)).clip(0, 1).round(3)
    return tuple(None if np.isnan(share) else float(share) for share in shares)
