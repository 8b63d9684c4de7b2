"""What officers and dispatchers do with tasks, and the inbox that is the truth."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from service.centre import actions as centre
from service.core.geo import distance_m
from service.core.ids import new_id
from service.core.problem import NotFound
from service.dispatch import ladder, rules, show, store
from service.dispatch.ladder import Slot, Step
from service.dispatch.promises import need_row, promise_round, promise_withdrawal
from service.dispatch.wire import (
    CHANGED,
    HOLDING,
    OFFERED,
    RINGING,
    AlreadyTaken,
    AtWork,
    CandidateShown,
    MoveTask,
    Need,
    NeedShown,
    NeedState,
    OfferByHand,
    OfficerReach,
    OnTheWay,
    Task,
    TaskMove,
    TaskOver,
    TaskShown,
    TaskState,
    UnitOffDuty,
)
from service.identity import actions as identity
from service.identity.wire import DESK, STAFF, Role, Who
from service.incident import actions as incident
from service.incident.wire import Entry, EntryKind, PostRole, State, Whole
from service.patrol import actions as patrol
from service.patrol.wire import NoUnit, Standing
from service.phone import actions as phones
from service.phone.wire import Delivery, Receipt
from service.platform.asks import Errand, for_system, system
from service.platform.db import Connection, lifted
from service.platform.house import House
from service.platform.outbox import Said

_ENTRIES = {
    TaskMove.RECEIVE: EntryKind.RECEIVED,
    TaskMove.ACCEPT: EntryKind.ACCEPTED,
    TaskMove.DECLINE: EntryKind.DECLINED,
    TaskMove.EN_ROUTE: EntryKind.EN_ROUTE,
    TaskMove.ON_SCENE: EntryKind.ON_SCENE,
    TaskMove.CLEAR: EntryKind.CLEARED,
    TaskMove.WITHDRAW: EntryKind.WITHDRAWN,
    TaskMove.REPLACE: EntryKind.REPLACED,
}
_STAGES = {
    None: State.ACTIVE,
    TaskState.ACCEPTED: State.ASSIGNED,
    TaskState.EN_ROUTE: State.EN_ROUTE,
    TaskState.ON_SCENE: State.ON_SCENE,
}
_CANDIDATES_SHOWN = 20
ACTIVE_PAGE_MOST = 1000
# As many as a desk reads of open incidents.


async def inbox(connection: Connection, who: Who) -> list[TaskShown]:
    """What the officer's unit is asked, and what it has in hand. Raises NoUnit."""
    unit = await patrol.unit_of(connection, who)
    tasks = await store.active_of_unit(connection, unit.unit_id)
    return await _shown(connection, tasks)


async def move(house: House, who: Who, task_id: UUID, asked: MoveTask) -> TaskShown:
    """Do one move. Raises NotFound, AlreadyTaken, TaskOver, WrongMove."""
    now = house.clock.now()
    async with house.transaction() as connection:
        task, need, whole = await _locked(connection, task_id)
        await _check_mover(connection, who, task, whole, asked.move)
        if rules.already(task.state, asked.move):
            return show.task_shown(task, need, whole)
        await _check_state(connection, task, need, asked.move)
        moved, said = await _move(connection, task, need, whole, asked, now)
        await incident.write(connection, now, [(task.incident_id, _entry(who, moved, asked))])
        if asked.move is not TaskMove.RECEIVE:
            said += await _progress(connection, whole, now)
        # A receipt and a way going on change nothing for others; all else may free or need a unit.
        settled = asked.move in (TaskMove.RECEIVE, TaskMove.EN_ROUTE, TaskMove.ON_SCENE)
        again = [] if settled else [promise_round(need.root, now)]
        if task.state in RINGING and asked.move in (TaskMove.ACCEPT, TaskMove.DECLINE):
            again.append(promise_withdrawal(task_id, now, who.account_id))
        await house.outbox.say(connection, now, *said, promises=again)
    return show.task_shown(moved, need, whole)


async def offer_by_hand(house: House, who: Who, incident_id: UUID, asked: OfferByHand) -> TaskShown:
    """Ask one unit because a dispatcher says so. Raises NotFound, UnitOffDuty, TaskOver."""
    now = house.clock.now()
    async with house.transaction() as connection:
        if asked.need_id is not None:
            # First the need, then its incident, as everybody does: two orders would be a deadlock.
            await store.need_locked(connection, asked.need_id)
        whole = await incident.locked(connection, incident_id)
        if whole is None or not who.sees(whole.scope, DESK):
            raise NotFound(field="incident_id")
        if not whole.open:
            raise TaskOver("The incident has ended.")
        need = await _need_for(connection, whole, asked.need_id, now)
        async with lifted(connection, Errand.NEIGHBOURS):
            units = await patrol.standing(connection, [asked.unit_id])
            unit = units.get(asked.unit_id)
            if unit is None:
                await patrol.unit(connection, asked.unit_id)
                raise UnitOffDuty(field="unit_id")
        if not who.sees(unit.lineage, DESK) and whole.scope[-1] not in unit.lineage:
            raise NotFound(field="unit_id")
        task = await _ask(connection, unit.unit_id, unit.call_sign, need, whole, now)
        await store.start_anew(connection, need.need_id, now)
        entry = Entry(EntryKind.OFFERED, task.call_sign, {"by": who.display, "by_hand": True})
        await incident.write(connection, now, [(incident_id, entry)])
        said = [show.about(OFFERED, task, need, whole)]
        desk = await incident.from_desk(connection, incident_id)
        said += [desk] if desk else []
        again = promise_round(need.root, now)
        await house.outbox.say(connection, now, *said, promises=[again])
    return show.task_shown(task, need, whole)


async def needs(house: House, who: Who, incident_id: UUID) -> list[NeedShown]:
    """What an incident needs, and everybody who was asked. Raises NotFound."""
    async with house.db.reading() as connection:
        whole = await incident.incident(connection, who, incident_id)
        tasks = await store.tasks_of_incident(connection, incident_id)
        return [
            show.need_shown(need, [t for t in tasks if t.need_id == need.need_id], whole)
            for need in await store.needs_of(connection, incident_id)
        ]


async def active(
    connection: Connection, areas: Iterable[str], after: UUID, count: int
) -> list[TaskShown]:
    """What rings or is in hand for the open incidents of these areas, by id."""
    ids = await incident.open_ids_within(connection, areas)
    return await _shown(connection, await store.active_of_incidents(connection, ids, after, count))


async def coming(connection: Connection, incident_id: UUID) -> list[OnTheWay]:
    """Who has taken an incident, in the order of asking; the caller has checked whose it is."""
    points = {n.need_id: n.point_name for n in await store.needs_of(connection, incident_id)}
    return [
        OnTheWay(task.call_sign, points[task.need_id], task.state, ladder.eta_at([task]))
        for task in await store.tasks_of_incident(connection, incident_id)
        if task.state in HOLDING
    ]


async def at_work(connection: Connection, incident_ids: Iterable[UUID]) -> list[AtWork]:
    """Units that have one of these incidents in hand, each once, in the order of their names."""
    found = {
        task.unit_id: AtWork(task.unit_id, task.call_sign)
        for incident_id in sorted(incident_ids)
        for task in await store.tasks_of_incident(connection, incident_id)
        if task.state in HOLDING
    }
    return sorted(found.values(), key=lambda one: (one.call_sign, one.unit_id))


async def incident_of_task(connection: Connection, task_id: UUID) -> UUID | None:
    """What incident a task is of."""
    task = await store.task_by_id(connection, task_id)
    return None if task is None else task.incident_id


async def candidates(house: House, who: Who, incident_id: UUID) -> list[CandidateShown]:
    """Free units for an incident, ranked and explained. Raises NotFound."""
    now = house.clock.now()
    async with house.db.reading() as connection:
        whole = await incident.incident(connection, who, incident_id)
        policy = await centre.policy(connection, whole.scope, now)
    with system(Errand.NEIGHBOURS):
        near = await _near(house, whole)
    slot = Slot(_need_at(whole, new_id(now), 0, now), whole, ())
    ranked = rules.rank(slot, near, policy, now)
    return [show.candidate_shown(candidate) for candidate in ranked]


async def _near(house: House, whole: Whole) -> list[Standing]:
    """Free units of the whole region, also those of areas that the asker does not see."""
    async with house.db.reading() as connection:
        near = await patrol.nearest(
            connection,
            [whole.spot],
            whole.scope[-1:],
            busy=await store.busy_units(connection),
            only=whole.drill_units if whole.test else None,
            count=_CANDIDATES_SHOWN,
        )
    return near[whole.spot]


async def incident_of(connection: Connection, who: Who, task_id: UUID) -> tuple[Whole, str]:
    """The incident of a task that the officer's unit has, and the unit's call sign.

    Raises NotFound: an officer sees an incident's pictures while his unit is asked or under way.
    """
    unit = await patrol.unit_of(connection, who)
    for task in await store.active_of_unit(connection, unit.unit_id):
        if task.task_id == task_id:
            wholes = await incident.wholes(connection, [task.incident_id])
            return wholes[task.incident_id], unit.call_sign
    raise NotFound(field="task_id")


async def reach(house: House, who: Who, unit_id: UUID) -> list[OfficerReach]:
    """What each officer of a unit can be rung by, before it is needed. Raises NotFound."""
    async with house.db.reading() as connection:
        unit = await patrol.unit(connection, unit_id)
        if not who.sees(unit.lineage, STAFF):
            raise NotFound(field="unit_id")
        officers = await patrol.members(connection, unit_id)
        known = await identity.reachable(connection, officers)
        found = await phones.phones_of(connection, officers)
    return [
        OfficerReach(
            account_id=one.account_id,
            display=one.display,
            has_number=one.has_number,
            phones=found[one.account_id],
        )
        for one in known
    ]


async def deliveries(house: House, who: Who, incident_id: UUID) -> list[Delivery]:
    """Every attempt to ring for an incident's tasks, each state with its time. Raises NotFound."""
    async with house.db.reading() as connection:
        await incident.incident(connection, who, incident_id)
        tasks = await store.tasks_of_incident(connection, incident_id)
        return await phones.deliveries_of(connection, [task.task_id for task in tasks])


@for_system(Errand.RECEIPT)
async def receive(house: House, asked: Receipt) -> None:
    """A phone says that a push arrived: its task is received. Raises NotFound.

    Whoever knows the number of an attempt has had the push: it travels nowhere else. Said twice,
    late, or for a task that is over, it changes nothing more.
    """
    now = house.clock.now()
    async with house.transaction() as connection:
        arrived = await phones.received(connection, asked.delivery_id, now, seen=asked.seen)
        if arrived is None:
            raise NotFound(field="delivery_id")
        if arrived.task_id is None:
            return
        task, need, whole = await _locked(connection, arrived.task_id)
        if task.state is not TaskState.OFFERED:
            return
        move_asked = MoveTask(move=TaskMove.RECEIVE)
        moved, said = await _move(connection, task, need, whole, move_asked, now)
        entry = Entry(EntryKind.RECEIVED, moved.call_sign, {"by": "push"})
        await incident.write(connection, now, [(task.incident_id, entry)])
        await house.outbox.say(connection, now, *said)


async def _shown(connection: Connection, tasks: Sequence[Task]) -> list[TaskShown]:
    wholes = await incident.wholes(connection, {t.incident_id for t in tasks})
    needs = {need.need_id: need for need in await store.needs_of_all(connection, wholes)}
    return [show.task_shown(t, needs[t.need_id], wholes[t.incident_id]) for t in tasks]


async def _locked(connection: Connection, task_id: UUID) -> tuple[Task, Need, Whole]:
    """A task with its need locked: whoever moves a task of a need comes after another."""
    task = await store.task_by_id(connection, task_id)
    if task is None:
        raise NotFound(field="task_id")
    need = await store.need_locked(connection, task.need_id)
    task = await store.task_by_id(connection, task_id)
    assert need is not None, "a task names a need that exists"
    assert task is not None, "tasks are never deleted"
    wholes = await incident.wholes(connection, [task.incident_id])
    return task, need, wholes[task.incident_id]


async def _check_mover(
    connection: Connection, who: Who, task: Task, whole: Whole, move_asked: TaskMove
) -> None:
    """Officers move their own unit's tasks; dispatchers withdraw and replace in their area."""
    if move_asked in rules.OFFICER_MOVES:
        if not who.has([Role.PATROL_OFFICER]):
            raise NoUnit
        unit = await patrol.unit_of(connection, who)
        if unit.unit_id != task.unit_id:
            raise NotFound(field="task_id")
    elif not who.sees(whole.scope, DESK):
        raise NotFound(field="task_id")


async def _check_state(
    connection: Connection, task: Task, need: Need, move_asked: TaskMove
) -> None:
    """Raises AlreadyTaken naming the unit that has it, TaskOver, or WrongMove."""
    late = move_asked is TaskMove.ACCEPT and need.state is not NeedState.OPEN
    if task.state is TaskState.TAKEN or (late and task.state in RINGING):
        holder = await store.task_by_id(connection, need.holder) if need.holder else None
        name = holder.call_sign if holder else None
        raise AlreadyTaken(f"{name} has it." if name else "", who=name)
    if task.state in (TaskState.WITHDRAWN, TaskState.UNANSWERED, TaskState.CLEARED):
        raise TaskOver(state=task.state)
    rules.MACHINE.after(task.state, move_asked)


async def _move(
    connection: Connection, task: Task, need: Need, whole: Whole, asked: MoveTask, now: datetime
) -> tuple[Task, list[Said]]:
    """Write the move, and what it does to the need and to others who ring."""
    state = TaskState(rules.MACHINE.after(task.state, asked.move))
    await patrol.seen(connection, task.unit_id, now)
    eta_s = None
    if asked.move in (TaskMove.ACCEPT, TaskMove.EN_ROUTE):
        eta_s = await _eta_s(connection, task, need, whole, now)
    moved = await store.move_task(connection, task, state, now, eta_s, asked.reason)
    assert moved is not None, "its need is locked, and nothing moves it otherwise"
    said = [show.about(CHANGED, moved, need, whole)]
    if asked.move is TaskMove.ACCEPT:
        said += await _hold(connection, moved, need, whole, now)
    elif need.holder != task.task_id:
        # A ring was declined or withdrawn: the next unit is asked at once.
        if moved.ended_at is not None:
            await store.look_again(connection, [need.need_id], now)
    elif asked.move in (TaskMove.DECLINE, TaskMove.REPLACE):
        await store.open_need(connection, need.need_id, now)
    elif asked.move in (TaskMove.CLEAR, TaskMove.WITHDRAW):
        await store.end_need(connection, need.need_id)
    if moved.ended_at is not None:
        await _wake_others(connection, need, now)
    return moved, said


async def _hold(
    connection: Connection, task: Task, need: Need, whole: Whole, now: datetime
) -> list[Said]:
    """The first to accept has it; the others who ring are told, and nobody waits at the desk."""
    policy = await centre.policy(connection, whole.scope, now)
    check_at = now + timedelta(seconds=policy.lost_after_s)
    held = await store.hold_need(connection, need.need_id, task.task_id, check_at)
    assert held, "the need was locked and open"
    others = await store.end_rings_of_need(
        connection, need.need_id, TaskState.TAKEN, now, task.call_sign
    )
    lines = [(t.incident_id, Entry(EntryKind.TAKEN, t.call_sign)) for t in others]
    await incident.write(connection, now, lines)
    if others:
        await _wake_others(connection, need, now)
    said = show.changed(others, {need.need_id: need}, {whole.incident_id: whole})
    desk = await incident.from_desk(connection, whole.incident_id)
    return [*said, desk] if desk else said


async def _wake_others(connection: Connection, need: Need, now: datetime) -> None:
    """A unit is free: needs of the whole region for which nobody was left are looked at."""
    async with lifted(connection, Errand.FREED):
        await store.wake_exhausted(connection, need.root, now)


async def _eta_s(
    connection: Connection, task: Task, need: Need, whole: Whole, now: datetime
) -> float | None:
    """Travel time from where the unit is now; what was offered where that is not known."""
    units = await patrol.standing(connection, [task.unit_id])
    unit = units.get(task.unit_id)
    if unit is None or unit.place is None or task.eta_source != "estimate":
        return task.eta_s
    policy = await centre.policy(connection, whole.scope, now)
    return rules.travel_s(distance_m(unit.place, need.place), unit, policy)


async def _progress(connection: Connection, whole: Whole, now: datetime) -> list[Said]:
    """Let the incident, and with it the box that was pressed, know how far its units are."""
    tasks = await store.tasks_of_incident(connection, whole.incident_id)
    stage = _STAGES[ladder.stage(tasks)]
    said = await incident.progress(connection, whole, stage, ladder.eta_at(tasks), now)
    return [said] if said else []


async def _need_for(
    connection: Connection, whole: Whole, need_id: UUID | None, now: datetime
) -> Need:
    """The need that a unit is asked for by hand: a named one, or a further one."""
    standing = await store.needs_of(connection, whole.incident_id)
    if need_id is not None:
        for need in standing:
            if need.need_id == need_id and need.state is NeedState.OPEN:
                return need
        raise AlreadyTaken(field="need_id")
    fresh = _need_at(whole, new_id(now), len(standing), now)
    # The next round looks at it: until then it stands as if it had just been looked at.
    await store.add_needs(connection, [need_row(fresh, Step(0, False, None, now), now)])
    return fresh


def _need_at(whole: Whole, need_id: UUID, number: int, now: datetime) -> Need:
    return Need(
        need_id=need_id,
        incident_id=whole.incident_id,
        number=number,
        root=whole.scope[-1],
        role=PostRole.BACKUP,
        point_name="",
        place=whole.spot,
        skills=(),
        state=NeedState.OPEN,
        tier=0,
        opened_at=now,
        next_at=now,
        exhausted=False,
        desk_at=None,
        holder=None,
    )


async def _ask(
    connection: Connection,
    unit_id: UUID,
    call_sign: str,
    need: Need,
    whole: Whole,
    now: datetime,
) -> Task:
    for task in await store.active_of_unit(connection, unit_id):
        if task.incident_id == whole.incident_id:
            raise AlreadyTaken("This unit is asked or under way already.", field="unit_id")
    task_id = new_id(now)
    row = {
        "task_id": task_id,
        "need_id": need.need_id,
        "incident_id": whole.incident_id,
        "unit_id": unit_id,
        "call_sign": call_sign,
        "tier": need.tier,
        "by_hand": True,
        "distance_m": None,
        "eta_s": None,
        "eta_source": "none",
        "reasons": ["by_hand"],
        "offered_at": now,
    }
    asked = await store.add_tasks(connection, [row])
    assert asked, "a ring by hand is never in the way of another"
    return asked[0]


def _entry(who: Who, task: Task, asked: MoveTask) -> Entry:
    body: dict[str, object] = {}
    if asked.reason:
        body["reason"] = asked.reason
    if task.eta_s is not None and asked.move in (TaskMove.ACCEPT, TaskMove.EN_ROUTE):
        body["eta_s"] = task.eta_s
    if asked.move not in rules.OFFICER_MOVES:
        body["by"] = who.display
    return Entry(_ENTRIES[asked.move], task.call_sign, body)
