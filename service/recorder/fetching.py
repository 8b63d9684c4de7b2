"""Bringing a time of a recording: listed, brought one after the other, and what is missing said."""

from datetime import datetime, timedelta
from uuid import UUID

from msgspec import Struct

from service.platform.house import House
from service.platform.recorders import Address, GapWhy, NotFetched, Segment
from service.platform.recorders.copies import Copy, Place
from service.recorder import rules
from service.recorder.wire import Fetched, Gap, Part, Recording

# Less than what a job may take.
MOST_S = 45.0
# A file of ten hours at 4 Mbit/s, and some.
_BYTES_MOST = 20_000_000_000


class Source(Struct, frozen=True):
    """A recording and how its recorder is asked, its token in the clear."""

    address: Address
    recording: Recording

    @property
    def ahead(self) -> timedelta:
        """By how much its clock is ahead of ours."""
        return timedelta(seconds=self.recording.ahead_s)


async def fetch(
    house: House,
    source: Source,
    from_at: datetime,
    until_at: datetime,
    *,
    asker: UUID,
    most_s: float,
) -> Fetched:
    """What can be had of a time within so many seconds. Never raises."""
    until = house.clock.ticks() + most_s
    channel, ahead = source.recording.channel, source.ahead
    try:
        listed = await house.recorders.segments(
            source.address, channel, from_at + ahead, until_at + ahead, most_s
        )
    except NotFetched as error:
        return Fetched([], [Gap(from_at, until_at, error.why)])
    segments = rules.wanted((rules.of_ours(one, ahead) for one in listed), from_at, until_at)
    parts: list[Part] = []
    gaps = [
        Gap(one.begins_at, one.ends_at, GapWhy.TOO_MANY) for one in segments[rules.SEGMENTS_MOST :]
    ]
    for segment in segments[: rules.SEGMENTS_MOST]:
        try:
            left_s = until - house.clock.ticks()
            keep = [part.path for part in parts]
            part, gap = await _bring(house, source, segment, asker, left_s, keep)
        except NotFetched as error:
            gaps.append(Gap(segment.begins_at, segment.ends_at, error.why))
            continue
        parts.append(part)
        if gap is not None:
            gaps.append(gap)
    return Fetched(parts, rules.gaps(parts, gaps, from_at, until_at))


async def _bring(
    house: House,
    source: Source,
    segment: Segment,
    asker: UUID,
    most_s: float,
    keep: list[str],
) -> tuple[Part, Gap | None]:
    """One segment as a file. Raises NotFetched."""
    recording = source.recording
    key = f"{recording.recorder_id}/{recording.channel}/{segment.name}/{segment.mark}"
    async with house.copies.place(key, asker, max(0.0, most_s)) as place:
        copy = await place.copy()
        if copy is None:
            if most_s <= 0:
                raise NotFetched(GapWhy.NOT_YET)
            copy = await _load(house, source, segment, place, most_s, keep)
    if copy.size_bytes == 0:
        raise NotFetched(GapWhy.EMPTY)
    if copy.length_s is None:
        raise NotFetched(GapWhy.UNREADABLE)
    return rules.part_of(segment, copy.path, copy.sha256, copy.size_bytes, copy.length_s)


async def _load(
    house: House, source: Source, segment: Segment, place: Place, most_s: float, keep: list[str]
) -> Copy:
    bytes_most = min(_BYTES_MOST, house.copies.bytes_max)
    if not await house.copies.make_room(segment.size_bytes or 0, keep):
        raise NotFetched(GapWhy.NO_ROOM)
    theirs = rules.of_ours(segment, -source.ahead)
    try:
        await house.recorders.bring(
            source.address,
            source.recording.channel,
            theirs,
            place.part,
            bytes_most=bytes_most,
            most_s=most_s,
        )
    except NotFetched as error:
        if error.why is GapWhy.TOO_LARGE:
            await place.drop()
        raise
    copy = await place.keep(segment.suffix)
    await house.copies.make_room(0, [*keep, copy.path])
    return copy
