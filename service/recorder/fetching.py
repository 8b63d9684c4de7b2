"""Bringing a time of a recording: listed, brought one after the other, and what is missing said."""

import asyncio
from contextlib import suppress
from datetime import datetime, timedelta
from uuid import UUID

from msgspec import Struct

from service.platform.blobs import BlobLost
from service.platform.house import House
from service.platform.recorders import Address, Brought, GapWhy, NotFetched, Segment
from service.platform.recorders.copies import Copy, Place
from service.recorder import rules, store
from service.recorder.wire import Fetched, Gap, KeptCopy, Part, Recording

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
    parts = await _kept(house, source, from_at, until_at, asker=asker, most_s=most_s)
    if not rules.gaps(parts, (), from_at, until_at):
        return Fetched(parts, [])
    channel, ahead = source.recording.channel, source.ahead
    try:
        listed = await house.recorders.segments(
            source.address, channel, from_at + ahead, until_at + ahead, most_s
        )
    except NotFetched as error:
        why = [Gap(from_at, until_at, error.why)]
        return Fetched(parts, rules.gaps(parts, why, from_at, until_at))
    segments = rules.wanted((rules.of_ours(one, ahead) for one in listed), from_at, until_at)
    segments = rules.not_kept(segments, parts)
    without_holes = list(parts)
    gaps = [
        Gap(one.begins_at, one.ends_at, GapWhy.TOO_MANY) for one in segments[rules.SEGMENTS_MOST :]
    ]
    for segment in segments[: rules.SEGMENTS_MOST]:
        try:
            left_s = until - house.clock.ticks()
            keep = [part.path for part in parts]
            part, missing = await _bring(house, source, segment, asker, left_s, keep)
        except NotFetched as error:
            gaps.append(Gap(segment.begins_at, segment.ends_at, error.why))
            continue
        parts.append(part)
        gaps += missing
        without_holes += rules.shown(part, missing)
    parts.sort(key=lambda one: one.begins_at)
    return Fetched(parts, rules.gaps(without_holes, gaps, from_at, until_at))


async def _kept(
    house: House,
    source: Source,
    from_at: datetime,
    until_at: datetime,
    *,
    asker: UUID,
    most_s: float,
) -> list[Part]:
    """What was brought away of a time because its recorder could not hold it."""
    async with house.db.reading() as connection:
        kept = await store.copies_of_camera(
            connection, source.recording.camera_id, from_at, until_at, rules.SEGMENTS_MOST
        )
    found: list[Part] = []
    for one in kept:
        with suppress(NotFetched):
            async with house.copies.place(f"kept/{one.sha256}", asker, most_s) as place:
                copy = await place.copy() or await _pour(house, one, place)
            found.append(Part(copy.path, one.begins_at, one.ends_at, copy.sha256, copy.size_bytes))
    return found


async def _pour(house: House, kept: KeptCopy, place: Place) -> Copy:
    """A copy of ours as a file again, unaltered or not at all. Raises NotFetched."""
    if not await house.copies.make_room(kept.size_bytes):
        raise NotFetched(GapWhy.NO_ROOM)
    await place.drop()
    file = await asyncio.to_thread(place.part.open, "wb")
    try:
        await house.blobs.pour(rules.key_of(kept.hold, kept.sha256, kept.suffix), file)
    except BlobLost as error:
        raise NotFetched(GapWhy.AWAY) from error
    finally:
        file.close()
    return await place.keep(kept.suffix, None, kept.sha256)


async def _bring(
    house: House,
    source: Source,
    segment: Segment,
    asker: UUID,
    most_s: float,
    keep: list[str],
) -> tuple[Part, list[Gap]]:
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
    brought = copy.brought or Brought(segment.begins_at + source.ahead)
    return rules.part_of(
        *(segment, copy.path, copy.sha256, copy.size_bytes, copy.length_s),
        *(brought.begins_at - source.ahead, brought.holes),
    )


async def _load(
    house: House, source: Source, segment: Segment, place: Place, most_s: float, keep: list[str]
) -> Copy:
    bytes_most = min(_BYTES_MOST, house.copies.bytes_max)
    if not await house.copies.make_room(segment.size_bytes or 0, keep):
        raise NotFetched(GapWhy.NO_ROOM)
    theirs = rules.of_ours(segment, -source.ahead)
    try:
        brought = await house.recorders.bring(
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
    copy = await place.keep(segment.suffix, brought)
    await house.copies.make_room(0, [*keep, copy.path])
    return copy
