"""Sharing units out among needs of one moment."""

from collections.abc import Sequence
from itertools import combinations, permutations
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from service.dispatch.ladder import Slot
from service.dispatch.rules import share, solve
from service.dispatch.wire import Candidate
from service.incident.wire import PostRole
from tests.rules.made import need, uid, unit, whole

Wanting = list[tuple[Slot, list[Candidate]]]
Costs = dict[int, float]
UNITS = 6


def slot(number: int, *, role: PostRole = PostRole.PRIMARY, **more: object) -> Slot:
    """A need of an incident of its own."""
    incident = whole(number, **more)
    return Slot(need(number, of=incident, role=role), incident, ())


def candidates(costs: Costs) -> list[Candidate]:
    """Units by number with what each costs, best first."""
    found = [Candidate(unit(n), 0, None, 0.0, "estimate", (), cost) for n, cost in costs.items()]
    return sorted(found, key=lambda c: (c.cost_s, c.unit.unit_id))


costs = st.dictionaries(
    st.integers(1, UNITS), st.integers(0, 50).map(float) | st.floats(0, 3e7), max_size=UNITS
)
# Needs of one group: what may be asked for each.
groups = st.lists(costs, min_size=1, max_size=5)
ranks = st.tuples(st.booleans(), st.sampled_from(PostRole), st.integers(1, 4))
crowds = st.lists(st.tuples(ranks, costs), max_size=6)


def mixed(crowd: Sequence[tuple[tuple[bool, PostRole, int], Costs]]) -> Wanting:
    """Needs of several groups."""
    return [
        (slot(n, role=role, test=test, priority=priority), candidates(found))
        for n, ((test, role, priority), found) in enumerate(crowd, 1)
    ]


def alike(crowd: Sequence[Costs]) -> Wanting:
    """Needs of one group."""
    return [(slot(n), candidates(found)) for n, found in enumerate(crowd, 1)]


def urgency(one: Slot) -> tuple[bool, bool, int]:
    """What is real first, then first units, then priority."""
    first = one.need.role is PostRole.PRIMARY
    return one.incident.test, not first, one.incident.priority


def best_by_trying_all(crowd: Sequence[Costs]) -> tuple[int, float]:
    """Of all ways to share out: the most needs that get a unit, and the least that this costs."""
    for count in range(min(len(crowd), UNITS), 0, -1):
        sums = [
            sum(found[n] for found, n in zip(some, chosen, strict=True))
            for some in combinations(crowd, count)
            for chosen in permutations(range(1, UNITS + 1), count)
            if all(n in found for found, n in zip(some, chosen, strict=True))
        ]
        if sums:
            return count, min(sums)
    return 0, 0.0


def total(shared: dict[UUID, Candidate]) -> float:
    """What it costs together."""
    return sum(c.cost_s for c in shared.values())


@given(crowds)
def test_each_unit_is_asked_for_one_need_and_each_need_gets_one_of_its_own(
    crowd: list[tuple[tuple[bool, PostRole, int], Costs]],
) -> None:
    wanting = mixed(crowd)
    shared = share(wanting)
    asked = [c.unit.unit_id for c in shared.values()]
    assert len(set(asked)) == len(asked)
    by_need = {one.need.need_id: found for one, found in wanting}
    assert all(c in by_need[need_id] for need_id, c in shared.items())


@given(crowds)
def test_no_need_goes_without_while_a_unit_for_it_is_left(
    crowd: list[tuple[tuple[bool, PostRole, int], Costs]],
) -> None:
    wanting = mixed(crowd)
    shared = share(wanting)
    asked = {c.unit.unit_id for c in shared.values()}
    for one, found in wanting:
        if one.need.need_id not in shared:
            assert {c.unit.unit_id for c in found} <= asked


@given(crowds)
def test_who_comes_later_takes_nothing_from_who_comes_first(
    crowd: list[tuple[tuple[bool, PostRole, int], Costs]],
) -> None:
    """What is real comes before tests, first units before further ones, then priority."""
    wanting = mixed(crowd)
    together = share(wanting)
    for key in {urgency(one) for one, _ in wanting}:
        before = [(one, found) for one, found in wanting if urgency(one) <= key]
        alone = share(before)
        mine = {one.need.need_id for one, _ in before}
        assert {i: c for i, c in together.items() if i in mine} == alone


@given(groups)
def test_among_equals_as_many_as_can_be_are_served_and_for_the_least(crowd: list[Costs]) -> None:
    shared = share(alike(crowd))
    count, cost_s = best_by_trying_all(crowd)
    assert len(shared) == count
    assert abs(total(shared) - cost_s) < 0.001


@given(groups)
def test_sharing_out_is_never_worse_than_first_come_first_served(crowd: list[Costs]) -> None:
    greedy: list[float] = []
    taken: set[int] = set()
    for found in crowd:
        left = {n: cost for n, cost in found.items() if n not in taken}
        if left:
            best = min(left, key=lambda n: (left[n], n))
            taken.add(best)
            greedy.append(left[best])
    shared = share(alike(crowd))
    assert len(shared) >= len(greedy)
    if len(shared) == len(greedy):
        assert total(shared) <= sum(greedy) + 0.001


@given(
    st.permutations(range(1, UNITS + 1)),
    st.lists(st.sets(st.integers(1, UNITS)), min_size=UNITS, max_size=UNITS),
)
def test_where_everybody_can_be_served_everybody_is(
    hidden: list[int], extra: list[set[int]]
) -> None:
    crowd = [
        {n: 1000.0 if n == own else 1.0 for n in {own, *more}}
        for own, more in zip(hidden, extra, strict=True)
    ]
    assert len(share(alike(crowd))) == UNITS


def test_in_a_round_of_five_hundred_everybody_is_served_at_whatever_cost() -> None:
    """Leaving the last one out would save all the others the dearest ask that there is."""
    dearest_s, count = 3e7, 500
    crowd: list[Costs] = [{n: dearest_s, n + 1: 0.0} for n in range(1, count)]
    assert len(share(alike([*crowd, {count: 0.0}]))) == count


@given(groups, st.randoms())
def test_the_order_in_which_needs_come_does_not_change_how_well_they_are_served(
    crowd: list[Costs], random: object
) -> None:
    wanting = alike(crowd)
    turned = list(wanting)
    random.shuffle(turned)  # type: ignore[attr-defined]
    one, other = share(wanting), share(turned)
    assert len(one) == len(other)
    assert abs(total(one) - total(other)) < 0.001


def test_the_same_needs_are_always_served_the_same_way() -> None:
    wanting = alike([{1: 5.0, 2: 5.0}, {1: 5.0, 2: 5.0}, {1: 5.0, 2: 5.0, 3: 5.0}])
    assert share(wanting) == share(wanting)


def test_the_nearest_goes_where_nobody_else_can() -> None:
    """First come, first served would send 1 to the first need and nobody to the second."""
    shared = share(alike([{1: 60.0, 2: 90.0}, {1: 300.0}]))
    assert {i.int - 1000: c.unit.unit_id.int for i, c in shared.items()} == {1: 2, 2: 1}


def test_a_test_waits_until_what_is_real_has_its_units() -> None:
    drill = (slot(1, test=True, priority=1), candidates({1: 10.0}))
    real = (slot(2, priority=4), candidates({1: 9000.0}))
    assert {i.int - 1000: c.unit.unit_id.int for i, c in share([drill, real]).items()} == {2: 1}


def test_a_first_unit_comes_before_a_second_one_elsewhere() -> None:
    second = (slot(1, role=PostRole.BACKUP, priority=1), candidates({1: 10.0}))
    first = (slot(2, priority=3), candidates({1: 900.0}))
    assert {i.int - 1000: c.unit.unit_id.int for i, c in share([second, first]).items()} == {2: 1}


def test_the_graver_incident_comes_first() -> None:
    light = (slot(1, priority=2), candidates({1: 10.0}))
    grave = (slot(2, priority=1), candidates({1: 900.0}))
    assert {i.int - 1000: c.unit.unit_id.int for i, c in share([light, grave]).items()} == {2: 1}


def test_nothing_wanted_or_nobody_there_is_nothing_shared() -> None:
    assert share([]) == {}
    assert share(alike([{}, {}])) == {}
    assert share(alike([{}, {1: 5.0}])) == {uid(1002): candidates({1: 5.0})[0]}
    assert solve([]) == solve([[]]) == []
