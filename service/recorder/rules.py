"""What of a time can be looked at, and what cannot: instants on our clock, nothing else."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from service.platform.recorders import GapWhy, Segment
from service.recorder.wire import Gap, Part

# Segments end a keyframe late or early; less than this between two is no gap.
JOINT = timedelta(seconds=2)
# A day in pieces of a minute.
SEGMENTS_MOST = 1440


def of_ours(segment: Segment, ahead: timedelta) -> Segment:
    """A segment by our clock, of a recorder whose clock is so much ahead."""
    return Segment(
        segment.name,
        segment.begins_at - ahead,
        segment.ends_at - ahead,
        segment.size_bytes,
        segment.mark,
        segment.suffix,
    )


def wanted(listed: Iterable[Segment], from_at: datetime, until_at: datetime) -> list[Segment]:
    """What was listed and has something of the time, each once, the oldest first."""
    found = {
        (one.name, one.begins_at): one
        for one in listed
        if one.begins_at < until_at and (one.ends_at > from_at or one.begins_at >= from_at)
    }
    return sorted(found.values(), key=lambda one: (one.begins_at, one.ends_at, one.name))


def not_kept(segments: Iterable[Segment], kept: Sequence[Part]) -> list[Segment]:
    """Those of a recorder's segments that our own copies do not show whole."""
    return [one for one in segments if gaps(kept, (), one.begins_at, one.ends_at)]


def key_of(hold: str, sha256: str, suffix: str) -> str:
    """Under which name the bytes of a copy lie in the blob store."""
    return f"held/{hold}/{sha256}{suffix}"


def part_of(
    segment: Segment,
    path: str,
    sha256: str,
    size_bytes: int,
    length_s: float,
    begins_at: datetime,
    holes: Iterable[tuple[float, float]] = (),
) -> tuple[Part, list[Gap]]:
    """A file that was brought, and what is missing in it and behind it.

    A file that came whole was simply not written to the end; of another the rest was lost.
    """
    ends = begins_at + timedelta(seconds=length_s)
    part = Part(path, begins_at, ends, sha256, size_bytes)
    found = [
        Gap(begins_at + timedelta(seconds=a), begins_at + timedelta(seconds=b), GapWhy.NOT_RECORDED)
        for a, b in holes
    ]
    if ends + JOINT < segment.ends_at:
        whole = segment.size_bytes is not None and size_bytes >= segment.size_bytes
        why = GapWhy.NOT_RECORDED if whole else GapWhy.CUT
        found.append(Gap(ends, segment.ends_at, why))
    return part, found


def shown(part: Part, gaps: Iterable[Gap]) -> list[Part]:
    """A file as one of pictures without a hole each: those between its gaps."""
    found, at = [], part.begins_at
    for gap in sorted(gaps, key=lambda one: one.begins_at):
        if gap.begins_at < part.ends_at:
            found.append(Part(part.path, at, gap.begins_at, part.sha256, part.size_bytes))
            at = max(at, gap.ends_at)
    return [*found, Part(part.path, at, part.ends_at, part.sha256, part.size_bytes)]


def gaps(
    parts: Sequence[Part], known: Iterable[Gap], from_at: datetime, until_at: datetime
) -> list[Gap]:
    """What of a time no part shows, in order and without overlaps.

    Where a reason is known it is given; else nothing was recorded.
    """
    found: list[Gap] = []
    known = [*known, Gap(from_at, until_at, GapWhy.NOT_RECORDED)]
    for begins, ends in _uncovered(parts, from_at, until_at):
        at = begins
        while at < ends:
            gap = next(one for one in known if one.begins_at <= at < one.ends_at)
            starts = [one.begins_at for one in known if at < one.begins_at]
            stop = min([ends, gap.ends_at, *starts])
            if found and found[-1].ends_at == at and found[-1].why is gap.why:
                found[-1] = Gap(found[-1].begins_at, stop, gap.why)
            else:
                found.append(Gap(at, stop, gap.why))
            at = stop
    return found


def _uncovered(
    parts: Sequence[Part], from_at: datetime, until_at: datetime
) -> list[tuple[datetime, datetime]]:
    found, at = [], from_at
    for part in sorted(parts, key=lambda one: one.begins_at):
        if part.begins_at > at + JOINT:
            found.append((at, min(part.begins_at, until_at)))
        at = max(at, part.ends_at)
        if at >= until_at:
            break
    if at + JOINT < until_at:
        found.append((at, until_at))
    return [(begins, ends) for begins, ends in found if begins < ends]
