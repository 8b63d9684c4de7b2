"""The ladder on the clock: single cases that people argue about, and every small run."""

from datetime import timedelta
from itertools import product

import pytest

from service.dispatch.ladder import Slot, answer_by, eta_at, is_lost, look, stage
from service.dispatch.wire import NeedState, Task, TaskMove, TaskState
from service.incident.wire import Post, PostRole, Whole
from service.patrol.wire import UnitClass
from tests.rules import demands
from tests.rules.county import County
from tests.rules.field import could_come
from tests.rules.made import (
    ANY,
    CITY,
    COUNTY,
    NOW,
    OWN,
    PARENT,
    PRIMARY,
    WEST,
    after,
    need,
    plan,
    task,
    uid,
    unit,
    whole,
)
from tests.rules.test_ladder_model import UNITS

BACKUP = Post(role=PostRole.BACKUP)
NEIGHBOUR = (WEST, COUNTY, CITY)


def near(count: int) -> County:
    """A county with so many police cars in the east, each a kilometre farther than the last."""
    return County([unit(n, 1000 * n) for n in range(1, count + 1)])


def rung(county: County) -> list[tuple[float, int, int]]:
    """When which unit's phone rang, by which channel: seconds, unit, channel."""
    return [
        ((r.at - NOW).total_seconds(), county.tasks[r.task_id].unit_id.int, r.channel)
        for r in county.rings
    ]


def desk(county: County) -> list[tuple[float, str]]:
    """When the desk was told, and why."""
    return [((t.at - NOW).total_seconds(), t.reason) for t in county.told]


def answer(county: County, number: int, move: TaskMove) -> None:
    """A unit moves the one task that it has."""
    [t] = county.active(uid(number))
    assert county.move(t, move)


# ── On the clock ────────────────────────────────────────────────────────────────────────────


def test_silence_rings_one_unit_more_every_fifteen_seconds_and_one_channel_more_after_five() -> (
    None
):
    county = near(3)
    county.press(whole())
    county.forward(44)
    assert rung(county) == [(0, 1, 0), (5, 1, 1), (15, 2, 0), (20, 2, 1), (30, 3, 0), (35, 3, 1)]
    assert desk(county) == []
    county.forward(1)
    assert desk(county) == [(45, "nobody_left")]


def test_a_phone_that_has_the_task_is_rung_by_no_other_channel() -> None:
    county = near(1)
    county.press(whole())
    county.forward(4.9)
    answer(county, 1, TaskMove.RECEIVE)
    county.forward(40)
    assert rung(county) == [(0, 1, 0)]


def test_channels_follow_one_another_every_five_seconds() -> None:
    county = near(1)
    county.press(whole(plan=plan(channels=("live", "text", "voice", "radio"))))
    county.forward(50)
    assert rung(county) == [(0, 1, 0), (5, 1, 1), (10, 1, 2), (15, 1, 3)]


def test_a_carrier_that_was_away_rings_every_channel_that_it_missed() -> None:
    county = near(1)
    county.press(whole(plan=plan(channels=("live", "text", "voice"))))
    county.oversleep(12)
    assert rung(county) == [(0, 1, 0), (12, 1, 1), (12, 1, 2)]


def test_who_declines_is_followed_at_the_same_instant() -> None:
    county = near(3)
    county.press(whole())
    county.forward(3)
    answer(county, 1, TaskMove.DECLINE)
    answer(county, 2, TaskMove.DECLINE)
    assert [(at, n) for at, n, _ in rung(county)] == [(0, 1), (3, 2), (3, 3)]


def test_when_the_newest_declines_the_next_does_not_wait_for_an_older_ring() -> None:
    county = near(3)
    county.press(whole())
    county.forward(16)
    answer(county, 2, TaskMove.DECLINE)
    assert [(at, n) for at, n, _ in rung(county) if n == 3] == [(16, 3)]


def test_the_last_to_decline_brings_a_person_at_once() -> None:
    county = near(1)
    county.press(whole())
    county.forward(2)
    answer(county, 1, TaskMove.DECLINE)
    assert desk(county) == [(2, "nobody_left")]


def test_where_nobody_is_on_duty_a_person_is_told_at_once() -> None:
    county = County([])
    [one] = county.press(whole())
    assert desk(county) == [(0, "nobody_left")]
    assert county.needs[one.need_id].next_at == after(15)


def test_a_person_is_told_after_ninety_seconds_while_units_still_ring() -> None:
    county = near(9)
    county.press(whole())
    county.forward(89.9)
    assert desk(county) == []
    county.forward(30)
    assert desk(county) == [(90, "no_answer")]
    assert [n for _, n, channel in rung(county) if channel == 0] == [1, 2, 3, 4, 5, 6, 7, 8]


def test_a_person_is_told_when_the_plan_says_and_not_at_the_next_ring() -> None:
    county = near(9)
    county.press(whole(plan=plan(desk_after_s=37)))
    county.forward(44)
    assert desk(county) == [(37, "no_answer")]


def test_a_ring_that_is_shorter_than_every_wait_still_ends_in_time() -> None:
    county = near(2)
    county.press(whole(plan=plan(receipt_wait_s=30, answer_wait_s=90, ring_most_s=10)))
    county.forward(10)
    assert [(at, n) for at, n, _ in rung(county)] == [(0, 1), (10, 2)]


def test_who_has_rung_for_a_minute_is_let_go_and_asked_again_when_nobody_is_left() -> None:
    county = near(1)
    county.press(whole())
    county.forward(600)
    first = [at for at, _, channel in rung(county) if channel == 0]
    assert first == [0, 75, 150]
    assert desk(county) == [(15, "nobody_left")]


def test_an_empty_tier_is_passed_at_once() -> None:
    far = unit(7, 30_000, lineage=NEIGHBOUR, unit_class=UnitClass.GRID)
    county = County([far])
    [one] = county.press(whole())
    assert [(at, n) for at, n, _ in rung(county)] == [(0, 7)]
    assert county.needs[one.need_id].tier == 2


def test_the_ladder_climbs_tier_by_tier_and_never_down() -> None:
    tiers = {1: ("own", 4000), 2: ("parent", 500), 3: ("any", 200)}
    county = County(
        [
            unit(1, 4000),
            unit(2, 500, lineage=NEIGHBOUR),
            unit(3, 200, lineage=NEIGHBOUR, unit_class=UnitClass.GRID),
        ]
    )
    [one] = county.press(whole())
    county.forward(40)
    assert county.asked(one) == list(tiers)
    assert [t.tier for t in county.slot(one).tasks] == [0, 1, 2]
    # Who comes on duty near the gate afterwards is asked on the tier that was reached.
    county.units[uid(4)] = unit(4, 50)
    county.go_on(uid(4))
    county.forward(10)
    assert (county.asked(one)[-1], county.slot(one).tasks[-1].tier) == (4, 2)


def test_the_first_to_accept_has_it_and_the_others_fall_silent() -> None:
    county = near(3)
    [one] = county.press(whole())
    county.forward(31)
    answer(county, 2, TaskMove.ACCEPT)
    states = [t.state for t in county.slot(one).tasks]
    assert states == [TaskState.TAKEN, TaskState.ACCEPTED, TaskState.TAKEN]
    county.forward(600)
    assert len(county.slot(one).tasks) == 3
    assert desk(county) == []


def test_when_the_first_to_accept_gives_up_those_who_rang_beside_it_ring_again_at_once() -> None:
    county = near(3)
    [one] = county.press(whole())
    county.forward(31)
    answer(county, 2, TaskMove.ACCEPT)
    county.forward(60)
    answer(county, 2, TaskMove.DECLINE)
    assert county.asked(one) == [1, 2, 3, 1]
    assert desk(county) == []


def test_a_unit_that_went_off_duty_by_mistake_is_asked_again_when_it_is_back() -> None:
    county = near(1)
    [one] = county.press(whole())
    county.forward(3)
    county.go_off(uid(1))
    assert desk(county) == [(3, "nobody_left")]
    county.forward(2)
    county.go_on(uid(1))
    assert [(at, n) for at, n, _ in rung(county)] == [(0, 1), (5, 1)]
    assert county.asked(one) == [1, 1]


def test_a_ring_passes_on_when_its_unit_goes_off_duty() -> None:
    county = near(2)
    county.press(whole())
    county.forward(4)
    county.go_off(uid(1))
    assert [(at, n) for at, n, _ in rung(county)] == [(0, 1), (4, 2)]


def test_a_unit_that_becomes_free_goes_to_the_one_who_waits_at_once() -> None:
    county = near(1)
    county.press(whole(1))
    answer(county, 1, TaskMove.ACCEPT)
    [second] = county.press(whole(2))
    assert county.asked(second) == []
    county.forward(4)
    answer(county, 1, TaskMove.CLEAR)
    assert county.asked(second) == [1]


def test_two_posts_of_an_incident_ring_two_units() -> None:
    county = near(3)
    first, second = county.press(whole(plan=plan(posts=[PRIMARY, BACKUP])))
    assert (county.asked(first), county.asked(second)) == ([1], [2])


def test_a_press_takes_the_first_unit_from_nobody_who_presses_at_the_same_time() -> None:
    county = near(2)
    first, second = (county.press(whole(n))[0] for n in (1, 2))
    assert (county.asked(first), county.asked(second)) == ([1], [2])


def test_a_ring_by_hand_that_is_not_answered_brings_a_person_again() -> None:
    county = near(1)
    [one] = county.press(whole())
    answer(county, 1, TaskMove.DECLINE)
    county.forward(10)
    assert county.ask_by_hand(county.needs[one.need_id], uid(1))
    county.forward(60)
    assert desk(county) == [(0, "nobody_left"), (25, "nobody_left")]
    assert rung(county)[1:] == [(10, 1, 0), (15, 1, 1)]


def test_a_plan_without_tiers_is_a_persons_business_from_the_start() -> None:
    county = near(3)
    [one] = county.press(whole(plan=plan(tiers=())))
    assert (county.asked(one), desk(county)) == ([], [(0, "nobody_left")])


def test_a_need_that_is_held_asks_nobody() -> None:
    with pytest.raises(AssertionError):
        look(Slot(need(state=NeedState.HELD), whole(), ()), NOW)


@pytest.mark.parametrize("wait_s", [0.1, 0.3, 0.7, 1.1, 3.3])
def test_waits_of_a_fraction_are_kept_to_the_microsecond(wait_s: float) -> None:
    """Counted by division, 0.3 s is two waits of 0.1 s and a bit: the third would spin."""
    county = near(1)
    channels = ("live", "a", "b", "c", "d", "e")
    county.press(whole(plan=plan(channels=channels, receipt_wait_s=wait_s)))
    county.forward(20)
    assert [(round(at, 6), channel) for at, _, channel in rung(county)] == [
        (round(wait_s * n, 6), n) for n in range(6)
    ]
    demands.check_all(county)


# ── Every small run ─────────────────────────────────────────────────────────────────────────

# What a unit does with a ring, and after how many seconds.
MOODS: list[tuple[TaskMove | str, float] | None] = [
    None,
    (TaskMove.ACCEPT, 3),
    (TaskMove.ACCEPT, 17),
    (TaskMove.DECLINE, 3),
    (TaskMove.DECLINE, 16),
    (TaskMove.RECEIVE, 2),
    ("go_off", 7),
]


def live(
    county: County, moods: dict[int, tuple[TaskMove | str, float] | None], until: float
) -> None:
    """Half a second at a time, every unit does with each ring what it is in the mood for."""
    while (county.now - NOW).total_seconds() < until:
        for t in county.ringing():
            mood = moods[t.unit_id.int]
            if mood is None or county.now < t.offered_at + timedelta(seconds=mood[1]):
                continue
            if county.tasks[t.task_id].state is not TaskState.OFFERED:
                continue
            if isinstance(mood[0], TaskMove):
                county.move(county.tasks[t.task_id], mood[0])
            else:
                county.go_off(t.unit_id)
            demands.check_all(county)
        county.forward(0.5)


@pytest.mark.parametrize("presses", [1, 2])
@pytest.mark.parametrize("posts", [[PRIMARY], [PRIMARY, BACKUP]])
def test_every_run_of_three_units_ends_answered_or_at_a_desk(
    presses: int, posts: list[Post]
) -> None:
    grid = unit(3, 200, lineage=NEIGHBOUR, unit_class=UnitClass.GRID)
    for moods in product(MOODS, repeat=3):
        county = County([unit(1, 1000), unit(2, 500, lineage=NEIGHBOUR), grid])
        for number in range(1, presses + 1):
            county.press(whole(number, plan=plan((OWN, PARENT, ANY), posts)))
        live(county, dict(enumerate(moods, 1)), 110)
        demands.check_all(county)
        demands.every_need_is_answered_or_at_a_desk(county)


def test_in_every_order_of_duty_and_press_somebody_rings_or_a_person_knows() -> None:
    for on in product([True, False], repeat=len(UNITS)):
        county = County(UNITS)
        county.on_duty = {u.unit_id for u, there in zip(UNITS, on, strict=True) if there}
        fresh = Slot(need(), whole(), ())
        able = [u for u in UNITS if u.unit_id in county.on_duty and could_come(fresh, u)]
        county.press(whole())
        assert (len(county.ringing()), len(county.told)) == ((1, 0) if able else (0, 1))
        demands.check_all(county)


# ── What an incident shows of its units ─────────────────────────────────────────────────────


def with_states(*states: TaskState) -> list[Task]:
    """Tasks in these states."""
    return [task(n, n, state=state) for n, state in enumerate(states, 1)]


def test_an_incident_is_as_far_as_its_foremost_unit() -> None:
    order = [TaskState.ACCEPTED, TaskState.EN_ROUTE, TaskState.ON_SCENE]
    for states in product(TaskState, repeat=2):
        own = [order.index(s) for s in states if s in order]
        assert stage(with_states(*states)) == (order[max(own)] if own else None)


def test_who_has_been_there_counts_as_there_after_clearing() -> None:
    was_there = task(1, state=TaskState.CLEARED, on_scene_at=NOW)
    assert stage([was_there, task(2, state=TaskState.EN_ROUTE)]) is TaskState.ON_SCENE
    turned_back = task(1, state=TaskState.CLEARED)
    assert stage([turned_back]) is None


def test_the_first_unit_under_way_is_expected_from_its_latest_word_on() -> None:
    offered = task(1, state=TaskState.OFFERED, eta_s=10.0)
    accepted = task(2, state=TaskState.ACCEPTED, eta_s=300.0, answered_at=after(20))
    going = task(
        3, state=TaskState.EN_ROUTE, eta_s=200.0, answered_at=after(5), en_route_at=after(60)
    )
    there = task(4, state=TaskState.ON_SCENE, eta_s=1.0)
    unknown = task(5, state=TaskState.ACCEPTED, answered_at=after(1))
    assert eta_at([offered, there, unknown]) is None
    assert eta_at([accepted]) == after(320)
    assert eta_at([offered, accepted, going, there, unknown]) == after(260)


@pytest.mark.parametrize(
    ("silent_s", "lost"), [(0, False), (119.9, False), (120, True), (3600, True), (None, True)]
)
def test_a_unit_that_says_nothing_for_two_minutes_or_left_duty_is_lost(
    silent_s: float | None, lost: bool
) -> None:
    seen_at = None if silent_s is None else after(-silent_s)
    assert is_lost(seen_at, 120, NOW) is lost


def test_a_phone_shows_until_when_it_rings_alone() -> None:
    incident: Whole = whole()
    assert answer_by(task(), incident.plan.timers) == after(15)
