"""Writing what a round decided: needs, rings, lines of timelines, what is said and promised."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from service.core.ids import new_id
from service.dispatch import ladder, show, store
from service.dispatch.ladder import Slot, Step
from service.dispatch.plan import Due, Plan, Told
from service.dispatch.promises import need_row, promise_ring, promise_round
from service.dispatch.wire import CHANGED, OFFERED, Candidate, Need, NeedState, Task, TaskState
from service.incident import actions as incident
from service.incident.wire import Entry, EntryKind, Whole
from service.phone.wire import GATEWAYS
from service.platform.db import Connection
from service.platform.house import House
from service.platform.outbox import Promise


async def save(house: House, connection: Connection, plan: Plan, now: datetime) -> None:
    """Write what a round decided, for those needs that nobody has touched since."""
    steps = {
        slot.need.need_id: ladder.after(
            slot, plan.looks[slot.need.need_id], plan.offers.get(slot.need.need_id), now
        )
        for slot in plan.due.open
    }
    slots = {slot.need.need_id: slot for slot in plan.due.open}
    ours = await _step(connection, plan, steps, now)
    needs = {i: s.need for i, s in slots.items() if i in ours}
    wholes = {s.incident.incident_id: s.incident for s in slots.values()}

    let_go = [t.task_id for i in needs for t in plan.looks[i].let_go]
    gone = await store.end_rings(connection, let_go, TaskState.UNANSWERED, now) if let_go else []
    offers = {i: c for i, c in plan.offers.items() if i in ours}
    rows = [_task_row(slots[i], c, now) for i, c in offers.items()]
    asked = await store.add_tasks(connection, rows) if rows else []
    # Somebody else has asked that unit in the meantime: look for another at once.
    missed = set(offers) - {t.need_id for t in asked}
    if missed:
        await store.look_again(connection, missed, now)
    promises = await _channel_promises(connection, plan, needs, now)
    if house.channels.keys() & GATEWAYS:
        promises += [promise_ring(t.task_id, 0, now) for t in asked]

    said = show.changed(gone, needs, wholes)
    said += [show.about(OFFERED, t, needs[t.need_id], wholes[t.incident_id]) for t in asked]
    lines = [(t.incident_id, Entry(EntryKind.NO_ANSWER, t.call_sign)) for t in gone]
    lines += [(t.incident_id, _offered(t, needs[t.need_id])) for t in asked]
    desks = [(need, steps[i].desk) for i, need in needs.items()]
    for more_said, more_lines in (
        await _to_desk(connection, desks, plan.due.unasked, now),
        await _mark_lost(connection, plan.due, now),
    ):
        said += more_said
        lines += more_lines
    await incident.write(connection, now, lines)
    for root, next_at in await store.next_due(connection, plan.due.roots):
        promises.append(promise_round(root, max(next_at, now)))
    await house.outbox.say(connection, now, *said, promises=promises)


async def _step(
    connection: Connection, plan: Plan, steps: Mapping[UUID, Step], now: datetime
) -> set[UUID]:
    """Write where needs stand now; those that were ours to write.

    Fresh ones are opened for incidents that are still open, which stay so until this commits.
    """
    ours: set[UUID] = set()
    fresh = [slot for slot in plan.due.open if slot.need.need_id in plan.due.fresh]
    if fresh:
        asked = {slot.incident.incident_id for slot in fresh}
        still = await incident.still_open(connection, asked)
        rows = [
            need_row(slot.need, steps[slot.need.need_id], now)
            for slot in fresh
            if slot.incident.incident_id in still
        ]
        ours |= await store.add_needs(connection, rows)
    rows = _step_rows(plan, steps, now)
    return ours | await store.step_needs(connection, rows) if rows else ours


async def _to_desk(
    connection: Connection,
    desks: Sequence[tuple[Need, str | None]],
    unasked: Sequence[Whole],
    now: datetime,
) -> Told:
    """Hand incidents to a person: nobody answers, nobody is left, or nobody was to be asked."""
    said, lines = [], []
    for need, reason in desks:
        if reason is not None:
            body = {"reason": reason, "point": need.point_name, "role": need.role}
            lines.append((need.incident_id, Entry(EntryKind.DESK, "", body)))
            told = await incident.to_desk(connection, need.incident_id, now, reason)
            said += [told] if told else []
    for whole in unasked:
        told = await incident.to_desk(connection, whole.incident_id, now, "no_unit_asked")
        if told is not None:
            said.append(told)
            lines.append((whole.incident_id, Entry(EntryKind.NO_UNIT_ASKED, "")))
    return said, lines


def _step_rows(plan: Plan, steps: Mapping[UUID, Step], now: datetime) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = []
    for slot in plan.due.open:
        if slot.need.need_id in plan.due.fresh:
            continue
        step = steps[slot.need.need_id]
        rows.append(
            {
                "need_id": slot.need.need_id,
                "seen_at": slot.need.next_at,
                "state": NeedState.OPEN,
                "tier": step.tier,
                "exhausted": step.exhausted,
                "next_at": step.next_at,
                "desk_at": now if step.desk else None,
            }
        )
    for slot in plan.due.held:
        policy = plan.due.policies[slot.incident.incident_id]
        rows.append(
            {
                "need_id": slot.need.need_id,
                "seen_at": slot.need.next_at,
                "state": NeedState.HELD,
                "tier": slot.need.tier,
                "exhausted": False,
                "next_at": now + timedelta(seconds=max(policy.lost_after_s, 1) / 2),
                "desk_at": None,
            }
        )
    return rows


def _task_row(slot: Slot, candidate: Candidate, now: datetime) -> dict[str, object]:
    return {
        "task_id": new_id(now),
        "need_id": slot.need.need_id,
        "incident_id": slot.incident.incident_id,
        "unit_id": candidate.unit.unit_id,
        "call_sign": candidate.unit.call_sign,
        "tier": candidate.tier,
        "by_hand": False,
        "distance_m": candidate.distance_m,
        "eta_s": candidate.eta_s,
        "eta_source": candidate.eta_source,
        "reasons": candidate.reasons,
        "offered_at": now,
    }


def _offered(task: Task, need: Need) -> Entry:
    body = {
        "tier": task.tier,
        "eta_s": task.eta_s,
        "distance_m": task.distance_m,
        "reasons": task.reasons,
        "point": need.point_name,
    }
    return Entry(EntryKind.OFFERED, task.call_sign, body)


async def _channel_promises(
    connection: Connection, plan: Plan, needs: Mapping[UUID, Need], now: datetime
) -> list[Promise]:
    """Rings that nobody has received go on to their next channel."""
    steps = [step for i in needs for step in plan.looks[i].channels]
    rows = [{"task_id": s.task.task_id, "channel": s.channel} for s in _furthest(steps)]
    moved = {task_id for task_id, _ in await store.set_channels(connection, rows)} if rows else ()
    return [promise_ring(s.task.task_id, s.channel, now) for s in steps if s.task.task_id in moved]


def _furthest(steps: Sequence[ladder.ChannelStep]) -> list[ladder.ChannelStep]:
    last: dict[UUID, ladder.ChannelStep] = {}
    for step in steps:
        last[step.task.task_id] = step
    return list(last.values())


async def _mark_lost(connection: Connection, due: Due, now: datetime) -> Told:
    """Units on a task that have fallen silent, and those that are heard again."""
    said, lines = [], []
    for slot in due.held:
        for task in slot.tasks:
            if task.task_id != slot.need.holder:
                continue
            unit = due.standing.get(task.unit_id)
            policy = due.policies[slot.incident.incident_id]
            lost = ladder.is_lost(unit.seen_at if unit else None, policy.lost_after_s, now)
            changed = await store.set_lost(connection, task.task_id, now if lost else None)
            if changed is not None:
                said.append(show.about(CHANGED, changed, slot.need, slot.incident))
                kind = EntryKind.LOST if lost else EntryKind.FOUND
                lines.append((task.incident_id, Entry(kind, task.call_sign)))
    return said, lines
