"""Who may be asked for a need, in which order, and why."""

from itertools import pairwise
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.centre.wire import Policy, Speeds
from service.core.geo import distance_m
from service.dispatch.ladder import OFF_DUTY, Slot
from service.dispatch.rules import already, rank, travel_s, with_times
from service.dispatch.wire import Candidate, TaskMove, TaskState
from service.incident.wire import Reach, Tier
from service.patrol.wire import Mode, Standing, UnitClass
from tests.rules.field import asked, first_tier, may_be_asked
from tests.rules.made import (
    CITY,
    COUNTY,
    NOW,
    SCOPE,
    WEST,
    after,
    need,
    numbers,
    plan,
    task,
    uid,
    unit,
    whole,
)

ELSEWHERE = ("370100", "370000")
LINEAGES = [SCOPE, (WEST, COUNTY, CITY), (COUNTY, CITY), ("379929001", "379929", CITY), ELSEWHERE]
SKILLS = ("first_aid", "boat")

policies = st.builds(
    Policy,
    fix_age_max_s=st.floats(0, 86_400),
    detour=st.floats(1, 3),
    speeds=st.builds(
        Speeds,
        car=st.floats(1, 150),
        motorcycle=st.floats(1, 150),
        bicycle=st.floats(1, 40),
        foot=st.floats(1, 12),
    ),
)
tiers = st.builds(
    Tier,
    reach=st.sampled_from(Reach),
    classes=st.lists(st.sampled_from(UnitClass), min_size=1, max_size=5, unique=True),
    reach_m=st.none() | st.floats(1, 200_000),
)
units = st.builds(
    unit,
    st.integers(1, 60),
    st.none() | st.floats(0, 300_000) | st.floats(0, 6000),
    bearing=st.floats(0, 359),
    unit_class=st.sampled_from(UnitClass),
    mode=st.sampled_from(Mode),
    skills=st.lists(st.sampled_from(SKILLS), unique=True).map(tuple),
    lineage=st.sampled_from(LINEAGES),
    fix_at=st.none() | st.floats(-90_000, 0).map(after),
)
crowds = st.lists(units, max_size=12, unique_by=lambda u: u.unit_id)
ENDS = [
    TaskState.DECLINED,
    TaskState.UNANSWERED,
    TaskState.TAKEN,
    TaskState.WITHDRAWN,
    TaskState.OFFERED,
    TaskState.RECEIVED,
]


@st.composite
def slots(draw: st.DrawFn, /, **more: Any) -> Slot:
    """A need of some plan, for which some units have been asked before."""
    incident = whole(
        plan=plan(tiers=draw(st.lists(tiers, min_size=1, max_size=10))),
        scope=list(draw(st.sampled_from([SCOPE, (COUNTY, CITY), (CITY,)]))),
        **more,
    )
    wanted = need(
        of=incident,
        tier=draw(st.integers(0, len(incident.plan.tiers) - 1)),
        skills=tuple(draw(st.lists(st.sampled_from(SKILLS), unique=True))),
    )
    before = draw(
        st.lists(
            st.tuples(st.integers(1, 60), st.sampled_from(ENDS), st.floats(-90, 0)), max_size=6
        )
    )
    tasks = [
        task(n, u, state=s, ended_at=after(t), reason=OFF_DUTY if n % 2 else None)
        for n, (u, s, t) in enumerate(before)
    ]
    return Slot(wanted, incident, tuple(tasks))


# ── Who ─────────────────────────────────────────────────────────────────────────────────────


@given(slots(), crowds, policies)
def test_exactly_those_are_ranked_whom_the_plan_allows(
    slot: Slot, crowd: list[Standing], policy: Policy
) -> None:
    ranked = [c.unit.unit_id for c in rank(slot, crowd, policy, NOW)]
    allowed = {
        u.unit_id for u in crowd if first_tier(slot, u) is not None and may_be_asked(slot, u)
    }
    assert set(ranked) == allowed
    assert len(ranked) == len(allowed)


@given(slots(test=True, drill_units=[uid(n) for n in range(1, 60, 2)]), crowds, policies)
def test_a_drill_asks_its_own_units_whatever_they_are_and_nobody_else(
    slot: Slot, crowd: list[Standing], policy: Policy
) -> None:
    ranked = {c.unit.unit_id for c in rank(slot, crowd, policy, NOW)}
    named = {u.unit_id for u in crowd if u.unit_id.int % 2 and may_be_asked(slot, u)}
    assert ranked == named


def test_a_drill_without_units_asks_nobody() -> None:
    slot = Slot(need(), whole(test=True), ())
    assert rank(slot, [unit(1)], Policy(), NOW) == []


def test_a_unit_of_a_drill_is_asked_for_what_is_real_as_well() -> None:
    slot = Slot(need(), whole(drill_units=[uid(2)]), ())
    assert numbers(c.unit.unit_id for c in rank(slot, [unit(1)], Policy(), NOW)) == [1]


def test_a_unit_of_another_region_is_never_asked() -> None:
    slot = Slot(need(), whole(), ())
    assert rank(slot, [unit(1, lineage=ELSEWHERE)], Policy(), NOW) == []


def test_who_is_out_of_every_tiers_reach_is_not_asked() -> None:
    slot = Slot(need(), whole(), ())
    ranked = rank(slot, [unit(1, 39_900), unit(2, 40_100)], Policy(), NOW)
    assert numbers(c.unit.unit_id for c in ranked) == [1]


# ── Asked before ────────────────────────────────────────────────────────────────────────────


def again(*states: tuple[TaskState, float, str | None]) -> list[int]:
    """Whether unit 1, with these ends behind it, is asked again: [1], or []."""
    tasks = [
        task(n, 1, state=state, ended_at=after(ended), reason=reason)
        for n, (state, ended, reason) in enumerate(states)
    ]
    ranked = rank(Slot(need(), whole(), tuple(tasks)), [unit(1)], Policy(), NOW)
    return numbers(c.unit.unit_id for c in ranked)


@pytest.mark.parametrize("ended", [-1, -15, -3600])
def test_one_who_declined_is_never_asked_again(ended: float) -> None:
    assert again((TaskState.DECLINED, ended, None)) == []
    assert again((TaskState.UNANSWERED, -300, None), (TaskState.DECLINED, ended, None)) == []


def test_one_whom_a_dispatcher_took_off_is_not_asked_again() -> None:
    assert again((TaskState.WITHDRAWN, -60, "tyre")) == []
    assert again((TaskState.WITHDRAWN, -60, None)) == []


@pytest.mark.parametrize(("ended", "found"), [(0, []), (-14.999, []), (-15, [1])])
def test_one_who_did_not_answer_is_asked_again_after_a_while(
    ended: float, found: list[int]
) -> None:
    assert again((TaskState.UNANSWERED, ended, None)) == found


@pytest.mark.parametrize("times", range(1, 6))
def test_one_who_does_not_answer_is_asked_three_times_and_no_more(times: int) -> None:
    ends = [(TaskState.UNANSWERED, -1000.0 + n, None) for n in range(times)]
    assert again(*ends) == ([1] if times < 3 else [])


def test_one_who_was_only_slower_is_asked_at_once_when_the_faster_gives_up() -> None:
    assert again((TaskState.TAKEN, 0, None)) == [1]
    assert again(*[(TaskState.TAKEN, -n, None) for n in range(5)]) == [1]


def test_one_who_is_back_on_duty_is_asked_again() -> None:
    assert again((TaskState.WITHDRAWN, 0, OFF_DUTY)) == [1]


def test_one_whom_it_rings_for_is_not_asked_once_more() -> None:
    assert again((TaskState.OFFERED, 0, None)) == again((TaskState.RECEIVED, 0, None)) == []


# ── In which order ──────────────────────────────────────────────────────────────────────────


@given(slots(), crowds, policies, st.randoms())
def test_the_order_in_which_units_come_does_not_matter(
    slot: Slot, crowd: list[Standing], policy: Policy, random: object
) -> None:
    mixed = list(crowd)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    assert rank(slot, mixed, policy, NOW) == rank(slot, crowd, policy, NOW)


@given(slots(), crowds, policies)
def test_who_let_it_ring_comes_after_all_others_and_then_tier_by_tier(
    slot: Slot, crowd: list[Standing], policy: Policy
) -> None:
    ranked = rank(slot, crowd, policy, NOW)
    order = [("asked_before" in c.reasons, c.tier) for c in ranked]
    assert order == sorted(order)
    costs = [c.cost_s for c in ranked]
    assert costs == sorted(costs)


@given(slots(), crowds, policies)
def test_the_ladder_never_climbs_down(slot: Slot, crowd: list[Standing], policy: Policy) -> None:
    assert all(c.tier >= slot.need.tier for c in rank(slot, crowd, policy, NOW))


def test_a_far_unit_of_the_own_tier_comes_before_a_near_one_of_the_next() -> None:
    tiers = [
        Tier(reach=Reach.OWN, classes=list(UnitClass)),
        Tier(reach=Reach.PARENT, classes=list(UnitClass)),
    ]
    slot = Slot(need(), whole(plan=plan(tiers=tiers)), ())
    own = unit(2, 60_000, mode=Mode.FOOT, skills=(), fix_at=after(-7200))
    near = unit(1, 50, lineage=(WEST, COUNTY, CITY))
    assert numbers(c.unit.unit_id for c in rank(slot, [near, own], Policy(), NOW)) == [2, 1]


# The slowest walk that a policy allows: 1,000 km of it take four months.
SLOWEST = Policy(detour=3, speeds=Speeds(foot=1))
WIDE = [Tier(reach=Reach.OWN, classes=list(UnitClass))] * 9 + [
    Tier(reach=Reach.PARENT, classes=list(UnitClass))
]


def test_no_way_is_so_long_that_it_outweighs_a_tier() -> None:
    slot = Slot(need(), whole(plan=plan(tiers=WIDE[-2:])), ())
    own = unit(2, 1_000_000, mode=Mode.FOOT, fix_at=after(-7200))
    ranked = rank(slot, [unit(1, 50, lineage=(WEST, COUNTY, CITY)), own], SLOWEST, NOW)
    assert numbers(c.unit.unit_id for c in ranked) == [2, 1]
    ferry_s = {uid(2): 5_000_000.0}
    assert numbers(c.unit.unit_id for c in with_times(ranked, ferry_s, "router")) == [2, 1]
    beside = rank(slot, [unit(1, 50, lineage=(WEST, COUNTY, CITY)), unit(2, 50)], Policy(), NOW)
    assert numbers(c.unit.unit_id for c in with_times(beside, ferry_s, "router")) == [2, 1]


def test_who_let_it_ring_comes_after_the_last_of_ten_tiers() -> None:
    silent = task(1, 1, state=TaskState.UNANSWERED, ended_at=after(-60))
    slot = Slot(need(), whole(plan=plan(tiers=WIDE)), (silent,))
    far = unit(2, 1_000_000, mode=Mode.FOOT, lineage=(WEST, COUNTY, CITY), fix_at=after(-7200))
    ranked = rank(slot, [unit(1, 50), far], SLOWEST, NOW)
    assert [(c.unit.unit_id.int, c.tier) for c in ranked] == [(2, 9), (1, 0)]


def best_of(*crowd: Standing, **more: Any) -> list[int]:
    """The order of some units for a need."""
    slot = Slot(need(**more), whole(), ())
    return numbers(c.unit.unit_id for c in rank(slot, crowd, Policy(), NOW))


def test_of_a_tier_the_one_who_is_there_first_comes_first() -> None:
    assert best_of(unit(1, 3000), unit(2, 2000), unit(3, 4000)) == [2, 1, 3]
    walking = unit(1, 1000, mode=Mode.FOOT)
    driving = unit(2, 4000, mode=Mode.CAR)
    assert best_of(walking, driving) == [2, 1]


def test_an_old_place_stands_behind_a_fresh_one_and_an_unknown_behind_both() -> None:
    fresh, old = unit(3, 4900), unit(2, 10, fix_at=after(-301))
    assert best_of(unit(1, None), old, fresh) == [3, 2, 1]
    assert best_of(unit(1, None), unit(2, 4900, fix_at=after(-301))) == [2, 1]


@pytest.mark.parametrize(("age", "order"), [(-300, [2, 1]), (-300.001, [1, 2])])
def test_a_place_is_old_after_five_minutes(age: float, order: list[int]) -> None:
    assert best_of(unit(1, 2000), unit(2, 1000, fix_at=after(age))) == order


def test_a_skill_that_is_needed_comes_before_a_shorter_way() -> None:
    skilled = unit(2, 4000, skills=("boat", "first_aid"))
    assert best_of(unit(1, 1000), skilled, skills=("boat",)) == [2, 1]
    assert best_of(unit(1, 1000), skilled) == [1, 2]
    half = unit(3, 900, skills=("boat",))
    assert best_of(skilled, half, skills=("boat", "first_aid")) == [2, 3]


def test_equals_come_in_order_of_their_ids() -> None:
    assert best_of(*(unit(n, 1000) for n in (3, 1, 2))) == [1, 2, 3]


# ── Why ─────────────────────────────────────────────────────────────────────────────────────


@given(slots(), crowds, policies)
def test_every_reason_is_true_and_none_is_left_out(
    slot: Slot, crowd: list[Standing], policy: Policy
) -> None:
    for c in rank(slot, crowd, policy, NOW):
        u, wanted = c.unit, set(slot.need.skills)
        tier = first_tier(slot, u)
        assert tier is not None
        fresh = u.fix_at is not None and (NOW - u.fix_at).total_seconds() <= policy.fix_age_max_s
        true = {
            f"tier_{max(tier, slot.need.tier)}": True,
            "own_area": slot.incident.area_code in u.lineage,
            "position_unknown": u.place is None,
            "position_old": u.place is not None and not fresh,
            "has_skill": bool(wanted) and wanted <= set(u.skills),
            "without_skill": bool(wanted) and not wanted <= set(u.skills),
            "asked_before": any(t.state is TaskState.UNANSWERED for t in asked(slot, u)),
        }
        assert set(c.reasons) == {reason for reason, holds in true.items() if holds}
        assert len(set(c.reasons)) == len(c.reasons)
        assert c.tier == max(tier, slot.need.tier)


@given(slots(), crowds, policies)
def test_a_candidate_shows_the_way_that_it_was_ranked_by(
    slot: Slot, crowd: list[Standing], policy: Policy
) -> None:
    for c in rank(slot, crowd, policy, NOW):
        assert c.eta_source == "estimate"
        if c.unit.place is None:
            assert c.distance_m is None
            assert c.eta_s > 0
        else:
            assert c.distance_m == distance_m(c.unit.place, slot.need.place)
            assert c.eta_s == travel_s(c.distance_m, c.unit, policy)


@pytest.mark.parametrize(
    ("mode", "seconds"),
    [(Mode.CAR, 117), (Mode.MOTORCYCLE, 133.7), (Mode.BICYCLE, 334.3), (Mode.FOOT, 936)],
)
def test_a_kilometre_takes_as_long_as_the_way_of_going(mode: Mode, seconds: float) -> None:
    # 1 km × 1.3 for the streets, at 40, 35, 14 and 5 km/h.
    assert travel_s(1000, unit(1, mode=mode), Policy()) == pytest.approx(seconds, abs=0.1)


# ── Times from a routing engine ─────────────────────────────────────────────────────────────


def rows(*crowd: Standing, **more: Any) -> list[Candidate]:
    """Ranked units."""
    return rank(Slot(need(**more), whole(), ()), crowd, Policy(), NOW)


def test_times_of_the_router_take_the_place_of_the_estimate() -> None:
    ranked = rows(unit(1, 1000), unit(2, 2000), unit(3, 3000))
    timed = with_times(ranked, {uid(1): 900.0, uid(2): 60.0}, "router")
    assert numbers(c.unit.unit_id for c in timed) == [2, 3, 1]
    assert [(c.eta_s, c.eta_source) for c in timed if c.unit.unit_id == uid(1)] == [(900, "router")]
    assert [c.eta_source for c in timed if c.unit.unit_id == uid(3)] == ["estimate"]
    assert [c.eta_s for c in ranked] == sorted(c.eta_s for c in ranked)


@given(slots(), crowds, policies, st.dictionaries(st.integers(1, 60).map(uid), st.floats(0, 1e5)))
def test_a_router_changes_ways_and_nothing_else(
    slot: Slot, crowd: list[Standing], policy: Policy, times: dict[UUID, float]
) -> None:
    ranked = rank(slot, crowd, policy, NOW)
    timed = with_times(ranked, times, "router")
    assert {c.unit.unit_id for c in timed} == {c.unit.unit_id for c in ranked}
    before = {c.unit.unit_id: c for c in ranked}
    for c in timed:
        was = before[c.unit.unit_id]
        assert (c.unit, c.tier, c.reasons, c.distance_m) == (
            was.unit,
            was.tier,
            was.reasons,
            was.distance_m,
        )
        assert c.eta_s == times.get(c.unit.unit_id, was.eta_s)
    order = [("asked_before" in c.reasons, c.tier) for c in timed]
    assert order == sorted(order)
    assert [c.cost_s for c in timed] == sorted(c.cost_s for c in timed)


@given(slots(), crowds, policies)
def test_a_router_that_agrees_changes_no_order(
    slot: Slot, crowd: list[Standing], policy: Policy
) -> None:
    ranked = rank(slot, crowd, policy, NOW)
    same = with_times(ranked, {c.unit.unit_id: c.eta_s for c in ranked}, "router")
    cost_s = {c.unit.unit_id: c.cost_s for c in ranked}
    order = [cost_s[c.unit.unit_id] for c in same]
    assert all(a <= b + 0.001 for a, b in pairwise(order))


# ── Moves that come twice or late ───────────────────────────────────────────────────────────


def test_a_repeated_move_has_nothing_left_to_do() -> None:
    done = {
        TaskMove.RECEIVE: {"received", "accepted", "en_route", "on_scene", "cleared"},
        TaskMove.ACCEPT: {"accepted", "en_route", "on_scene", "cleared"},
        TaskMove.DECLINE: {"declined"},
        TaskMove.EN_ROUTE: {"en_route", "on_scene", "cleared"},
        TaskMove.ON_SCENE: {"on_scene", "cleared"},
        TaskMove.CLEAR: {"cleared"},
        TaskMove.WITHDRAW: {"withdrawn"},
        TaskMove.REPLACE: {"withdrawn"},
    }
    assert set(done) == set(TaskMove)
    for move, states in done.items():
        assert {s.value for s in TaskState if already(s, move)} == states


def test_an_acceptance_that_came_too_late_is_never_taken_for_one() -> None:
    for state in (TaskState.TAKEN, TaskState.WITHDRAWN, TaskState.UNANSWERED, TaskState.DECLINED):
        assert not already(state, TaskMove.ACCEPT)
