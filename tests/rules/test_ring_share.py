"""Rings share the work: everybody who lives has his part, and nothing moves without need."""

from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from service.platform.rings.share import fair_share, room

KEEPERS = ("a", "b", "c", "d")
ROOMS = st.dictionaries(st.sampled_from(KEEPERS), st.integers(0, 12), min_size=1)
WANTED = st.integers(0, 30).map(lambda count: [UUID(int=n) for n in range(count)])
# Who held what: keepers that live, that died, that never were.
HELD = st.dictionaries(
    st.integers(0, 40).map(lambda n: UUID(int=n)), st.sampled_from((*KEEPERS, "gone")), max_size=30
)


def turn(wanted: list[UUID], held: dict[UUID, str], rooms: dict[str, int]) -> dict[UUID, str]:
    """All keepers look at the same moment and do what they should."""
    after = dict(held)
    for me in rooms:
        change = fair_share(wanted, held, rooms, me)
        assert all(held[camera_id] == me for camera_id in change.release)
        for camera_id in change.release:
            del after[camera_id]
    for me in rooms:
        for camera_id in fair_share(wanted, held, rooms, me).claim:
            assert after.get(camera_id) not in rooms, "nobody takes what another living one has"
            after[camera_id] = me
    return after


def settled(wanted: list[UUID], held: dict[UUID, str], rooms: dict[str, int]) -> dict[UUID, str]:
    for _ in range(3):
        held = turn(wanted, held, rooms)
    return {camera_id: keeper for camera_id, keeper in held.items() if keeper in rooms}


@given(WANTED, HELD, ROOMS)
def test_the_most_important_are_held_as_far_as_there_is_room(
    wanted: list[UUID], held: dict[UUID, str], rooms: dict[str, int]
) -> None:
    assert set(settled(wanted, held, rooms)) == set(wanted[: sum(rooms.values())])


@given(WANTED, HELD, ROOMS)
def test_all_hold_about_as_many_and_none_more_than_fits(
    wanted: list[UUID], held: dict[UUID, str], rooms: dict[str, int]
) -> None:
    found = list(settled(wanted, held, rooms).values())
    counts = {keeper: found.count(keeper) for keeper in rooms}
    assert all(counts[keeper] <= rooms[keeper] for keeper in rooms)
    largest = max(counts.values())
    assert all(counts[k] >= min(largest - 1, rooms[k]) for k in rooms)


@given(WANTED, HELD, ROOMS)
def test_what_has_settled_stays(
    wanted: list[UUID], held: dict[UUID, str], rooms: dict[str, int]
) -> None:
    still = settled(wanted, held, rooms)
    assert turn(wanted, still, rooms) == still


@given(WANTED, HELD, ROOMS)
def test_when_one_dies_the_others_keep_what_they_have(
    wanted: list[UUID], held: dict[UUID, str], rooms: dict[str, int]
) -> None:
    before = settled(wanted, held, rooms)
    left = {keeper: count for keeper, count in rooms.items() if keeper != min(rooms)}
    if sum(left.values()) < len(wanted):
        return
    after = settled(wanted, before, left)
    assert all(after[c] == keeper for c, keeper in before.items() if keeper in left)


def test_the_most_important_are_spread_and_an_odd_one_stays_where_it_is() -> None:
    wanted = [UUID(int=n) for n in range(5)]
    hands = [fair_share(wanted, {}, {"a": 9, "b": 9}, me).claim for me in ("a", "b")]
    assert {camera_id in hands[0] for camera_id in wanted[:2]} == {True, False}
    held = dict.fromkeys(wanted[:2], "a") | dict.fromkeys(wanted[2:], "b")
    assert turn(wanted, held, {"a": 9, "b": 9}) == held


@given(st.integers(0, 50), st.integers(1, 50), st.floats(0, 3))
def test_a_busy_keeper_lets_go_and_an_idle_one_grows(held: int, now: int, busy: float) -> None:
    after = room(held, now, busy, 0.5, 40)
    assert 1 <= after <= max(40, now)
    if busy > 0.5 and held > 1:
        assert after < held
    if busy < 0.3 and held >= now and now < 40:
        assert after > now
