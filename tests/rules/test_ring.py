"""A ring of compressed pictures: how far back it reaches, how large it is, what it answers."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st
from msgspec import Struct

from service.platform.rings.ring import Ring, Unit
from service.platform.rings.rtp import Codec, Coding

START = datetime(2026, 3, 2, 7, 40, tzinfo=UTC)
CODING = Coding(Codec.H264, 0, b"")
KEEP_S, BYTES_MAX = 3.0, 4_000


class Sent(Struct, frozen=True):
    """A unit as a camera sends it: after step_ms, late_ms on its way."""

    is_keyframe: bool
    size: int
    step_ms: int
    late_ms: int


SENT = st.builds(
    Sent,
    is_keyframe=st.integers(0, 4).map(lambda n: n == 0),
    size=st.integers(1, 300),
    step_ms=st.integers(20, 1_500),
    late_ms=st.integers(0, 1_000),
)
STREAMS = st.lists(SENT, max_size=60)


def units_of(sent: Sequence[Sent]) -> list[Unit]:
    """What arrives; nothing passes what was sent before it."""
    at_ms, arrived_ms, found = 0, 0, []
    for number, one in enumerate(sent):
        at_ms += one.step_ms
        arrived_ms = max(arrived_ms, at_ms + one.late_ms)
        data = number.to_bytes(2, "big") * (one.size // 2 + 1)
        arrived_at = START + timedelta(milliseconds=arrived_ms)
        found.append(Unit(data, one.is_keyframe, at_ms * 1000 + 77, arrived_at, CODING))
    return found


def filled(units: Sequence[Unit], bytes_max: int = BYTES_MAX) -> Ring:
    ring = Ring(keep_s=KEEP_S, bytes_max=bytes_max)
    for unit in units:
        ring.add(unit)
    return ring


def held(ring: Ring, units: Sequence[Unit]) -> list[Unit]:
    """What the ring still has, found by asking for each."""
    newest = ring.newest()
    if newest is None:
        return []
    zero = newest.captured_at - timedelta(microseconds=newest.units[-1].pts_us)
    clips = [ring.nearest(zero + timedelta(microseconds=unit.pts_us)) for unit in units]
    ends = [clip.units[-1] for clip in clips if clip is not None]
    return [unit for unit in units if unit in ends]


@given(STREAMS)
def test_a_ring_is_never_larger_than_it_may_be(sent: list[Sent]) -> None:
    ring, units = Ring(keep_s=KEEP_S, bytes_max=BYTES_MAX), units_of(sent)
    for number, unit in enumerate(units):
        ring.add(unit)
        assert ring.size_bytes <= BYTES_MAX
        assert ring.size_bytes == sum(len(u.data) for u in held(ring, units[: number + 1]))


@given(STREAMS)
def test_whatever_is_answered_begins_with_a_keyframe_and_lacks_nothing(sent: list[Sent]) -> None:
    units = units_of(sent)
    ring = filled(units)
    clips = [ring.last_key(), ring.newest()]
    clips += [ring.nearest(START + timedelta(seconds=s)) for s in range(0, 90, 3)]
    for clip in clips:
        if clip is None:
            continue
        assert clip.units[0].is_keyframe
        assert not any(unit.is_keyframe for unit in clip.units[1:])
        first = units.index(clip.units[0])
        assert list(clip.units) == units[first : first + len(clip.units)]


@given(STREAMS)
def test_a_ring_with_room_reaches_back_far_enough_and_no_further_than_a_group(
    sent: list[Sent],
) -> None:
    units = units_of(sent)
    keys = [unit for unit in units if unit.is_keyframe]
    kept = held(filled(units, 10**9), units)
    if not keys:
        assert kept == []
        return
    oldest_at = units[-1].arrived_at - timedelta(seconds=KEEP_S)
    early = [key for key in keys if key.arrived_at <= oldest_at]
    first = early[-1] if early else keys[0]
    assert kept == units[units.index(first) :]


@given(STREAMS, st.integers(-5_000, 60_000))
def test_the_nearest_is_the_nearest(sent: list[Sent], instant_ms: int) -> None:
    units, instant = units_of(sent), START + timedelta(milliseconds=instant_ms)
    ring = filled(units)
    clip, kept = ring.nearest(instant), held(ring, units)
    if clip is None:
        assert kept == []
        return
    offset = min(u.arrived_at - timedelta(microseconds=u.pts_us) for u in kept)
    away = [abs(offset + timedelta(microseconds=u.pts_us) - instant) for u in kept]
    assert abs(clip.captured_at - instant) == min(away)
    assert clip.units[-1] is kept[away.index(min(away))]


@given(STREAMS)
def test_jitter_does_not_matter_where_one_unit_was_quick(sent: list[Sent]) -> None:
    units = units_of([*sent, Sent(is_keyframe=True, size=1, step_ms=1_000, late_ms=0)])
    ring = filled(units, 10**9)
    zero = timedelta(microseconds=77)
    for unit in held(ring, units):
        clip = ring.nearest(START + timedelta(microseconds=unit.pts_us) - zero)
        assert clip is not None
        assert clip.captured_at == START + timedelta(microseconds=clip.units[-1].pts_us) - zero


def test_of_two_that_are_as_near_it_is_the_earlier() -> None:
    ring = filled([unit(0, key=True), unit(1), unit(2)])
    clip = ring.nearest(START + timedelta(milliseconds=150))
    assert clip is not None
    assert clip.units[-1] == unit(1)


def unit(number: int, *, key: bool = False, size: int = 10, pts_us: int | None = None) -> Unit:
    at = START + timedelta(milliseconds=100 * number)
    stamp = number * 100_000 if pts_us is None else pts_us
    return Unit(bytes([number]) * size, key, stamp, at, CODING)


def test_a_group_that_is_too_large_keeps_its_keyframe_and_waits_for_the_next() -> None:
    ring = filled([unit(0, key=True), *(unit(n, size=900) for n in range(1, 8))])
    newest = ring.newest()
    assert newest is not None
    assert list(newest.units) == [unit(0, key=True)]
    ring.add(unit(8, key=True))
    ring.add(unit(9))
    newest = ring.newest()
    assert newest is not None
    assert [u.data[0] for u in newest.units] == [8, 9]


def test_a_keyframe_that_is_too_large_leaves_nothing() -> None:
    ring = filled([unit(0, key=True, size=BYTES_MAX + 1)])
    assert (ring.last_key(), ring.newest(), ring.nearest(START)) == (None, None, None)
    assert (ring.size_bytes, ring.newest_at) == (0, None)


def test_after_a_cut_only_a_keyframe_is_taken_and_what_was_before_stays() -> None:
    ring = filled([unit(0, key=True), unit(1)])
    ring.cut()
    ring.add(unit(2))
    assert ring.newest_at == unit(1).arrived_at
    # The camera's media clock began anew: each run is laid on our clock by itself.
    ring.add(unit(5, key=True, pts_us=0))
    ring.add(unit(6, pts_us=100_000))
    for number in (0, 1, 5, 6):
        clip = ring.nearest(unit(number).arrived_at)
        assert clip is not None
        assert (clip.units[-1].data[0], clip.captured_at) == (number, unit(number).arrived_at)


def test_a_head_that_is_sent_apart_is_joined_with_its_picture() -> None:
    ring = filled([unit(0, key=True), unit(1), unit(2, pts_us=7), unit(3, key=True, pts_us=7)])
    newest = ring.newest()
    assert newest is not None
    assert [u.data for u in newest.units] == [unit(2).data + unit(3).data]
    assert newest.units[0].arrived_at == unit(2).arrived_at
    assert ring.size_bytes == 40


def test_a_follower_gets_what_is_new_and_one_who_fell_behind_begins_at_a_keyframe() -> None:
    ring = filled([unit(0, key=True), unit(1), unit(2)])
    everything = list(ring.after(None))
    assert [u.data[0] for u in everything] == [0, 1, 2]
    assert list(ring.after(everything[1])) == everything[2:]
    assert list(ring.after(everything[2])) == []
    ring.add(unit(3, key=True))
    ring.add(unit(4))
    assert [u.data[0] for u in ring.after(everything[2])] == [3, 4]
