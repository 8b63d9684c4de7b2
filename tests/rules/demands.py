"""What must hold in a county at every moment, each demand under its own name.

They are computed from what happened (rings, words to the desk, looks) and from the plan, not from
what the ladder says of itself.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from itertools import groupby, pairwise

from service.dispatch.ladder import OFF_DUTY
from service.dispatch.wire import ACTIVE, HOLDING, RINGING, Need, NeedState, Task, TaskState
from tests.rules.county import County, Looked
from tests.rules.field import ASKS_MOST, could_come


def check_all(county: County) -> None:
    """Every demand, on what is and on the looks since the last time."""
    looks = county.looks[county.checked :]
    no_unit_has_two(county)
    nobody_off_duty_rings(county)
    the_ladder_never_climbs_down(county)
    whoever_does_not_answer_is_let_go_in_time(looks)
    the_next_rings_when_nobody_answers_or_nobody_rings(looks)
    an_empty_tier_never_waits(looks)
    each_channel_rings_once_and_in_order(county)
    nobody_is_asked_who_declined_or_too_often(county)
    the_desk_is_told_once_and_in_time(county, looks)
    no_look_is_followed_by_another_at_once(looks)
    no_deadline_passes_unseen(county)
    no_need_is_forgotten(county)
    an_acceptance_ends_the_other_rings(county)
    county.checked, county.told_checked = len(county.looks), len(county.told)


def no_unit_has_two(county: County) -> None:
    """No unit rings for two needs or holds two, unless a dispatcher says so."""
    for unit_id in county.units:
        assert sum(not t.by_hand for t in county.active(unit_id)) <= 1
    for task in county.tasks.values():
        if not task.by_hand:
            before = [t for t in county.tasks.values() if t.unit_id == task.unit_id]
            before = before[: before.index(task)]
            assert all(t.ended_at is not None and t.ended_at <= task.offered_at for t in before)


def nobody_off_duty_rings(county: County) -> None:
    """A ring ends with the duty of its unit, and nobody off duty is asked."""
    assert {t.unit_id for t in county.ringing()} <= county.on_duty


def the_ladder_never_climbs_down(county: County) -> None:
    """What is offered for a need comes from the same tier as before or a further one."""
    for need in county.needs.values():
        tiers = [t.tier for t in tasks_of(county, need) if not t.by_hand]
        assert tiers == sorted(tiers)
        assert all(tier <= need.tier for tier in tiers)


def whoever_does_not_answer_is_let_go_in_time(looks: Sequence[Looked]) -> None:
    """At every look exactly those who have rung for too long are let go."""
    for look in looks:
        long = after(look.at, -look.slot.timers.ring_most_s)
        assert set(ids(look.found.let_go)) == set(
            ids(t for t in look.slot.ringing if t.offered_at <= long)
        )


def the_next_rings_when_nobody_answers_or_nobody_rings(looks: Sequence[Looked]) -> None:
    """A further unit is looked for when none rings, or the newest ring has gone unanswered."""
    for look in looks:
        assert look.found.wants_unit == (newest_wait_is_over(look))


def an_empty_tier_never_waits(looks: Sequence[Looked]) -> None:
    """Where a look wanted somebody and asked nobody, nobody could have come, on whatever tier."""
    for look in looks:
        if look.found.wants_unit and look.offer is None:
            assert not [u for u in look.idle if could_come(look.slot, u, look.at)]
        if look.offer is not None:
            assert could_come(look.slot, look.offer.unit, look.at)


def each_channel_rings_once_and_in_order(county: County) -> None:
    """A phone that has not said that it has the task is rung by the next channel, in time."""
    for task in county.tasks.values():
        timers, last = (
            county.wholes[task.incident_id].plan.timers,
            len(county.wholes[task.incident_id].plan.channels) - 1,
        )
        rings = [r for r in county.rings if r.task_id == task.task_id]
        assert [r.channel for r in rings] == list(range(len(rings)))
        assert len(rings) <= max(last, 0) + 1
        for ring in rings[1:]:
            assert ring.at >= after(task.offered_at, timers.receipt_wait_s * ring.channel)
            assert task.received_at is None or ring.at <= task.received_at


def nobody_is_asked_who_declined_or_too_often(county: County) -> None:
    """Who declined, or was taken off, is left alone; who is silent is asked three times at most."""
    for need in county.needs.values():
        by_unit = sorted(tasks_of(county, need), key=lambda t: t.unit_id)
        for _, asked in groupby(by_unit, key=lambda t: t.unit_id):
            asks = list(asked)
            silent = [t for t in asks if t.state is TaskState.UNANSWERED and not t.by_hand]
            assert len(silent) <= ASKS_MOST
            for one, other in pairwise(asks):
                if not other.by_hand:
                    off = one.state is TaskState.WITHDRAWN and one.reason == OFF_DUTY
                    silent_before = one.state is TaskState.UNANSWERED
                    assert off or silent_before or one.state is TaskState.TAKEN
                    rest_s = county.slot(need).timers.rescan_s if silent_before else 0
                    assert one.ended_at is not None
                    assert after(one.ended_at, rest_s) <= other.offered_at


def the_desk_is_told_once_and_in_time(county: County, looks: Sequence[Looked]) -> None:
    """At once when nobody is left, otherwise when it has taken too long; never twice."""
    told_at = {(t.need_id, t.opening): t.at for t in county.told}
    assert len(told_at) == len(county.told)
    causes: dict[str, set[object]] = {"nobody_left": set(), "no_answer": set()}
    for look in looks:
        one = look.slot.need
        late = look.at >= after(one.opened_at, look.slot.timers.desk_after_s)
        nobody = look.found.wants_unit and look.offer is None
        if late or nobody:
            assert told_at[one.need_id, look.opening] <= look.at
        if late:
            causes["no_answer"].add((one.need_id, look.opening, look.at))
        if nobody:
            causes["nobody_left"].add((one.need_id, look.opening, look.at))
    for told in county.told[county.told_checked :]:
        assert (told.need_id, told.opening, told.at) in causes[told.reason]
    for need in county.open_needs():
        assert (need.desk_at is not None) == (
            (need.need_id, county.openings[need.need_id]) in told_at
        )


def no_look_is_followed_by_another_at_once(looks: Sequence[Looked]) -> None:
    """A look says when the next is due, and means it: rounds do not spin."""
    for look in looks:
        timers = look.slot.timers
        if min(timers.receipt_wait_s, timers.answer_wait_s) > 0:
            assert look.step.next_at > look.at


def no_deadline_passes_unseen(county: County) -> None:
    """The next look lies ahead, and no deadline of the plan lies before it."""
    for need in county.open_needs():
        due = list(deadlines(county, need))
        assert county.now < min(due)
        assert county.now < need.next_at <= min(due)


def no_need_is_forgotten(county: County) -> None:
    """Every open need rings somewhere, or a person has it, or it is looked at again soon."""
    for need in county.open_needs():
        soon = after(county.now, county.slot(need).timers.rescan_s)
        assert county.slot(need).ringing or need.desk_at is not None or need.next_at <= soon


def an_acceptance_ends_the_other_rings(county: County) -> None:
    """Who has accepted has it alone; what is over rings no more."""
    for need in county.needs.values():
        tasks = tasks_of(county, need)
        if need.state is NeedState.HELD:
            assert [t.task_id for t in tasks if t.state in ACTIVE] == [need.holder]
        elif need.state is NeedState.ENDED:
            assert not [t for t in tasks if t.state in ACTIVE]
        else:
            assert not [t for t in tasks if t.state in HOLDING]


def every_need_is_answered_or_at_a_desk(county: County) -> None:
    """How every incident ends, where nobody does anything any more."""
    for need in county.open_needs():
        assert need.desk_at is not None


# ── Of what these are made ──────────────────────────────────────────────────────────────────


def after(at: datetime, seconds: float) -> datetime:
    """An instant so many seconds later."""
    return at + timedelta(seconds=seconds)


def ids(tasks: Iterable[Task]) -> list[int]:
    """Tasks by number."""
    return [t.task_id.int for t in tasks]


def tasks_of(county: County, need: Need) -> list[Task]:
    """Everybody who was asked for a need, in order."""
    return [t for t in county.tasks.values() if t.need_id == need.need_id]


def newest_wait_is_over(look: Looked) -> bool:
    """Whether no ring is left, or even the newest has waited for its answer long enough."""
    timers = look.slot.timers
    left = [
        t.offered_at
        for t in look.slot.tasks
        if t.state in RINGING and look.at < after(t.offered_at, timers.ring_most_s)
    ]
    return all(look.at >= after(at, timers.answer_wait_s) for at in left)


def deadlines(county: County, need: Need) -> Iterator[datetime]:
    """Every instant at which something must happen for an open need, if nobody moves before."""
    slot = county.slot(need)
    timers = slot.timers
    for task in slot.ringing:
        yield after(task.offered_at, timers.ring_most_s)
        rung = sum(r.task_id == task.task_id for r in county.rings)
        if task.received_at is None and rung < len(slot.incident.plan.channels):
            yield after(task.offered_at, timers.receipt_wait_s * rung)
    waits = [after(t.offered_at, timers.answer_wait_s) for t in slot.ringing]
    if waits and max(waits) > county.now:
        yield max(waits)
    else:
        yield after(county.looked_at[need.need_id], timers.rescan_s)
    if need.desk_at is None:
        yield after(need.opened_at, timers.desk_after_s)
