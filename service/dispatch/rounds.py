"""The clockwork of dispatch: one round looks at every need of a region that is due.

A region is what lies below one topmost centre. Its needs stand in rows with the instant at which
each is to be looked at next; one job carries the round, and each round promises the next. Units
are therefore shared out among all incidents of the moment together, not first come, first served.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from msgspec import Struct

from service.centre import actions as centre
from service.centre.wire import Policy
from service.core.geo import Place
from service.core.ids import new_id
from service.dispatch import ladder, rules, show, store
from service.dispatch.endings import stand_down
from service.dispatch.ladder import Look, Slot, Step
from service.dispatch.promises import promise_ring, promise_round
from service.dispatch.wire import (
    CHANGED,
    OFFERED,
    Candidate,
    Need,
    NeedState,
    Task,
    TaskState,
)
from service.incident import actions as incident
from service.incident.wire import Entry, EntryKind, Whole
from service.patrol import actions as patrol
from service.patrol.wire import Standing
from service.platform.db import Connection, Transaction
from service.platform.house import House
from service.platform.outbox import Promise, Said

# Needs looked at in one round, and units read for each: more are taken in by the next pass.
_NEEDS_MOST = 500
_UNITS_EACH = 24
_PASSES_MOST = 40

# How many of the best are timed by the routing engine.
_TIMED_COUNT = 5


async def open_needs(house: House, incident_id: UUID, transaction: Transaction) -> None:
    """Turn an incident's plan into needs, due at once; without posts the desk decides."""
    now = house.clock.now()
    async with transaction() as connection:
        whole = await incident.locked(connection, incident_id)
        assert whole is not None, "needs are opened for an incident that exists"
        standing = await store.needs_of(connection, incident_id)
        if not whole.open or any(n.state is not NeedState.ENDED for n in standing):
            return
        rows = _need_rows(whole, len(standing), now)
        if not rows:
            entry = Entry(EntryKind.NO_UNIT_ASKED, "")
            await incident.write(connection, now, [(incident_id, entry)])
            said = await incident.to_desk(connection, incident_id, now, "no_unit_asked")
            await house.outbox.say(connection, now, *filter(None, [said]))
            return
        root = whole.scope[-1]
        await store.add_needs(connection, incident_id, root, now, rows)
        await house.outbox.promise(connection, now, promise_round(root, now))


async def run_round(house: House, root: str, transaction: Transaction) -> None:
    """Look at every need of a region that is due; promise the next round."""
    now = house.clock.now()
    async with house.db.reading() as connection:
        due = await _load(connection, root, now)
    plan = await _decide(house, root, due, now)
    async with transaction() as connection:
        for whole in due.over:
            await stand_down(house, connection, whole, now, "incident_ended")
        await _save(house, connection, plan, now)
        next_at = await store.next_due(connection, root)
        if next_at is not None:
            await house.outbox.promise(connection, now, promise_round(root, max(next_at, now)))


class _Due(Struct, frozen=True):
    """What a round starts from."""

    open: list[Slot]
    held: list[Slot]
    over: list[Whole]
    standing: dict[UUID, Standing]
    policies: dict[UUID, Policy]


class _Plan(Struct, frozen=True):
    """What a round has decided; nothing of it is written yet."""

    due: _Due
    looks: dict[UUID, Look]
    offers: dict[UUID, Candidate]


async def _load(connection: Connection, root: str, now: datetime) -> _Due:
    needs = await store.needs_due(connection, root, now, _NEEDS_MOST)
    tasks: dict[UUID, list[Task]] = {}
    for task in await store.tasks_of_needs(connection, [n.need_id for n in needs]):
        tasks.setdefault(task.need_id, []).append(task)
    wholes = await incident.wholes(connection, {n.incident_id for n in needs})
    slots = [
        Slot(n, wholes[n.incident_id], tuple(tasks.get(n.need_id, ())))
        for n in needs
        if wholes[n.incident_id].open
    ]
    held = [s for s in slots if s.need.state is NeedState.HELD]
    units = {t.unit_id for s in held for t in s.tasks if t.task_id == s.need.holder}
    return _Due(
        open=[s for s in slots if s.need.state is NeedState.OPEN],
        held=held,
        over=[whole for whole in wholes.values() if not whole.open],
        standing=await patrol.standing(connection, units) if units else {},
        policies=await _policies(connection, slots, now),
    )


async def _policies(
    connection: Connection, slots: Sequence[Slot], now: datetime
) -> dict[UUID, Policy]:
    """The values that hold for each incident; one question for each area."""
    by_area: dict[str, Policy] = {}
    found = {}
    for slot in slots:
        area = slot.incident.area_code
        if area not in by_area:
            by_area[area] = await centre.policy(connection, slot.incident.scope, now)
        found[slot.incident.incident_id] = by_area[area]
    return found


async def _decide(house: House, root: str, due: _Due, now: datetime) -> _Plan:
    looks = {slot.need.need_id: ladder.look(slot, now) for slot in due.open}
    wanting = [slot for slot in due.open if looks[slot.need.need_id].wants_unit]
    async with house.db.reading() as connection:
        busy = await store.busy_units(connection) if wanting else set()
    # Those let go in this round are free again, though not for the need they did not answer.
    busy -= {t.unit_id for found in looks.values() for t in found.let_go}
    offers: dict[UUID, Candidate] = {}
    for drill in (False, True):
        group = [slot for slot in wanting if slot.incident.test is drill]
        offers |= await _share_out(house, root, group, due, busy, now)
    return _Plan(due, looks, offers)


async def _share_out(
    house: House,
    root: str,
    wanting: Sequence[Slot],
    due: _Due,
    busy: set[UUID],
    now: datetime,
) -> dict[UUID, Candidate]:
    """Share units out, reading on from the nearest until every need has one or none is left."""
    offers: dict[UUID, Candidate] = {}
    left = list(wanting)
    only = _drill_units(left)
    for _ in range(_PASSES_MOST):
        if not left or only == []:
            break
        places = list(dict.fromkeys(slot.need.place for slot in left))
        async with house.db.reading() as connection:
            near = await patrol.nearest(
                connection, places, [root], busy=busy, only=only, count=_UNITS_EACH
            )
        ranked = []
        for slot in left:
            policy = due.policies[slot.incident.incident_id]
            candidates = rules.rank(slot, near[slot.need.place], policy, now)
            ranked.append((slot, await _timed(house, slot.need.place, candidates)))
        found = rules.share(ranked)
        offers |= found
        busy |= {c.unit.unit_id for c in found.values()}
        left = [slot for slot in left if slot.need.need_id not in found]
        cut_off = any(len(near[slot.need.place]) >= _UNITS_EACH for slot in left)
        if not found or not cut_off:
            break
    return offers


async def _timed(house: House, target: Place, candidates: list[Candidate]) -> list[Candidate]:
    """The best candidates with times from the routing engine, where it has any in time."""
    best = [c for c in candidates[:_TIMED_COUNT] if c.unit.place is not None]
    if len(best) < 2:
        return candidates
    times: dict[UUID, float] = {}
    for mode in {c.unit.mode for c in best}:
        same = [c for c in best if c.unit.mode is mode]
        origins = [c.unit.place for c in same if c.unit.place is not None]
        seconds = await house.router.seconds(origins, target, mode.value)
        pairs = zip(same, seconds, strict=True)
        times |= {c.unit.unit_id: s for c, s in pairs if s is not None}
    return rules.with_times(candidates, times, "router") if times else candidates


def _drill_units(slots: Sequence[Slot]) -> list[UUID] | None:
    """The units that tests among these may ring; None for what is real: any."""
    if not slots or not slots[0].incident.test:
        return None
    return list({unit_id for slot in slots for unit_id in slot.incident.drill_units})


async def _save(house: House, connection: Connection, plan: _Plan, now: datetime) -> None:
    """Write what a round decided, for those needs that nobody has touched since."""
    steps = {
        slot.need.need_id: ladder.after(
            slot, plan.looks[slot.need.need_id], plan.offers.get(slot.need.need_id), now
        )
        for slot in plan.due.open
    }
    slots = {slot.need.need_id: slot for slot in plan.due.open}
    ours = await store.step_needs(connection, _step_rows(plan, steps, now))
    needs = {i: s.need for i, s in slots.items() if i in ours}
    wholes = {s.incident.incident_id: s.incident for s in slots.values()}

    let_go = [t.task_id for i in needs for t in plan.looks[i].let_go]
    gone = await store.end_rings(connection, let_go, TaskState.UNANSWERED, now, None)
    offers = {i: c for i, c in plan.offers.items() if i in ours}
    asked = await store.add_tasks(
        connection, [_task_row(slots[i], c, now) for i, c in offers.items()]
    )
    # Somebody else has asked that unit in the meantime: look for another at once.
    missed = set(offers) - {t.need_id for t in asked}
    await store.look_again(connection, missed, now)
    rings = await _channel_promises(connection, plan, needs, now)

    said = show.changed(gone, needs, wholes)
    said += [show.about(OFFERED, t, needs[t.need_id], wholes[t.incident_id]) for t in asked]
    lines = [(t.incident_id, Entry(EntryKind.NO_ANSWER, t.call_sign)) for t in gone]
    lines += [(t.incident_id, _offered(t, needs[t.need_id])) for t in asked]
    for need_id, need in needs.items():
        reason = steps[need_id].desk
        if reason is not None and need_id not in missed:
            body = {"reason": reason, "point": need.point_name, "role": need.role}
            lines.append((need.incident_id, Entry(EntryKind.DESK, "", body)))
            told = await incident.to_desk(connection, need.incident_id, now, reason)
            said += [told] if told else []
    lost_said, lost_lines = await _mark_lost(connection, plan.due, now)
    await incident.write(connection, now, [*lines, *lost_lines])
    await house.outbox.say(connection, now, *said, *lost_said, promises=rings)


def _step_rows(plan: _Plan, steps: Mapping[UUID, Step], now: datetime) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = []
    for slot in plan.due.open:
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
    connection: Connection, plan: _Plan, needs: Mapping[UUID, Need], now: datetime
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


async def _mark_lost(
    connection: Connection, due: _Due, now: datetime
) -> tuple[list[Said], list[tuple[UUID, Entry]]]:
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


def _need_rows(whole: Whole, already: int, now: datetime) -> list[dict[str, object]]:
    return [
        {
            "need_id": new_id(now),
            "number": already + number,
            "role": post.role,
            "point_name": name,
            "lat": place.lat,
            "lon": place.lon,
            "skills": post.skills,
        }
        for number, (post, name, place) in enumerate(incident.stations(whole))
    ]
