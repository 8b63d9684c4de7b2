"""The clockwork of dispatch: one round looks at every need of a region that is due.

A region is what lies below one topmost centre. Its needs stand in rows with the instant at which
each is to be looked at next; one job carries the round, and each round promises the next. Units
are therefore shared out among all incidents of the moment together, not first come, first served.
"""

from collections.abc import Sequence, Set
from datetime import datetime
from uuid import UUID

from service.centre import actions as centre
from service.centre.wire import Policy
from service.core.geo import Place
from service.core.ids import new_id
from service.dispatch import ladder, rules, store
from service.dispatch.endings import stand_down
from service.dispatch.ladder import Slot
from service.dispatch.outcome import save
from service.dispatch.plan import Due, Plan
from service.dispatch.wire import (
    Candidate,
    Need,
    NeedState,
    Task,
)
from service.incident import actions as incident
from service.incident.wire import Whole
from service.patrol import actions as patrol
from service.platform.db import Connection, Transaction
from service.platform.house import House

_OPEN, _LOOK = "open", "look"

# Needs looked at in one round, and units read for each: more are taken in by the next pass.
_NEEDS_MOST = 500
_UNITS_EACH = 24
_PASSES_MOST = 40

# How many of the best are timed by the routing engine.
_TIMED_COUNT = 5


async def open_dispatch(house: House, incident_id: UUID, transaction: Transaction) -> None:
    """An incident opened: turn its plan into needs and ask units, with others of this moment."""
    await _in_turn(house, (_OPEN, str(incident_id)), transaction)


async def look_around(house: House, root: str, transaction: Transaction) -> None:
    """Look at every need of a region that is due; promise the next look."""
    await _in_turn(house, (_LOOK, root), transaction)


async def _in_turn(house: House, item: tuple[str, str], transaction: Transaction) -> None:
    async def work(items: Sequence[tuple[str, str]]) -> None:
        opening = {UUID(what) for sort, what in items if sort == _OPEN}
        roots = {what for sort, what in items if sort == _LOOK}
        await run_round(house, opening, roots, transaction)

    await house.rounds.together(item, work)


async def run_round(
    house: House, opening: Set[UUID], roots: Set[str], transaction: Transaction
) -> None:
    """One round: open these incidents' needs, look at all that is due in their regions and these.

    Everything is read first, then decided, then written in one transaction, for those needs that
    nobody has touched in between.
    """
    now = house.clock.now()
    async with house.db.reading() as connection:
        due = await _load(connection, opening, roots, now)
    plan = await _decide(house, due, now)
    async with transaction() as connection:
        for whole in due.over:
            await stand_down(house, connection, whole, now, "incident_ended")
        await save(house, connection, plan, now)


async def _load(connection: Connection, opening: Set[UUID], roots: Set[str], now: datetime) -> Due:
    opened = await _opened(connection, opening) if opening else []
    regions = set(roots) | {whole.scope[-1] for whole, _ in opened}
    needs = await store.needs_due(connection, regions, now, _NEEDS_MOST)
    tasks: dict[UUID, list[Task]] = {}
    for task in await store.tasks_of_needs(connection, [n.need_id for n in needs]) if needs else ():
        tasks.setdefault(task.need_id, []).append(task)
    wholes = await incident.wholes(connection, {n.incident_id for n in needs}) if needs else {}
    slots = [
        Slot(n, wholes[n.incident_id], tuple(tasks.get(n.need_id, ())))
        for n in needs
        if wholes[n.incident_id].open
    ]
    fresh = [
        Slot(need, whole, ()) for whole, already in opened for need in _needs(whole, already, now)
    ]
    held = [s for s in slots if s.need.state is NeedState.HELD]
    units = {t.unit_id for s in held for t in s.tasks if t.task_id == s.need.holder}
    return Due(
        open=[s for s in slots if s.need.state is NeedState.OPEN] + fresh,
        held=held,
        over=[whole for whole in wholes.values() if not whole.open],
        unasked=[whole for whole, _ in opened if not incident.stations(whole)],
        fresh={slot.need.need_id for slot in fresh},
        roots=regions,
        standing=await patrol.standing(connection, units) if units else {},
        policies=await _policies(connection, [*slots, *fresh], now),
    )


async def _opened(connection: Connection, opening: Set[UUID]) -> list[tuple[Whole, int]]:
    """Those of these incidents that nobody looks after yet, and how many needs they had before."""
    wholes = await incident.wholes(connection, opening)
    had: dict[UUID, int] = {}
    for need in await store.needs_of_all(connection, opening):
        had[need.incident_id] = had.get(need.incident_id, 0) + 1
        if need.state is not NeedState.ENDED:
            wholes.pop(need.incident_id, None)
    return [(w, had.get(w.incident_id, 0)) for w in wholes.values() if w.open]


def _needs(whole: Whole, already: int, now: datetime) -> list[Need]:
    """What a plan asks for, as needs that are due at once."""
    return [
        Need(
            need_id=new_id(now),
            incident_id=whole.incident_id,
            number=already + number,
            root=whole.scope[-1],
            role=post.role,
            point_name=name,
            place=place,
            skills=tuple(post.skills),
            state=NeedState.OPEN,
            tier=0,
            opened_at=now,
            next_at=now,
            exhausted=False,
            desk_at=None,
            holder=None,
        )
        for number, (post, name, place) in enumerate(incident.stations(whole))
    ]


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


async def _decide(house: House, due: Due, now: datetime) -> Plan:
    looks = {slot.need.need_id: ladder.look(slot, now) for slot in due.open}
    wanting = [slot for slot in due.open if looks[slot.need.need_id].wants_unit]
    # Those let go in this round are free again, though not for the need they did not answer, nor
    # where a dispatcher has asked them for something else as well.
    let_go = [t.task_id for found in looks.values() for t in found.let_go]
    async with house.db.reading() as connection:
        busy = await store.busy_units(connection, without=let_go) if wanting else set()
    offers: dict[UUID, Candidate] = {}
    for drill in (False, True):
        group = [slot for slot in wanting if slot.incident.test is drill]
        offers |= await _share_out(house, group, due, busy, now)
    return Plan(due, looks, offers)


async def _share_out(
    house: House,
    wanting: Sequence[Slot],
    due: Due,
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
                connection, places, due.roots, busy=busy, only=only, count=_UNITS_EACH
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
