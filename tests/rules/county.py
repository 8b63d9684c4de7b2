"""A county whose dispatch runs in memory: rounds and moves as the service does them, no database.

Only the deciding is the service's own (look, rank, share, after, stations, machine). What rounds
and moves write into rows is done here to structs, step by step in the same order, and every ring,
word to the desk and look is kept, so that tests can ask what happened.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from itertools import count
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from service.centre.wire import Policy
from service.dispatch import ladder, rules
from service.dispatch.ladder import OFF_DUTY, Look, Slot, Step
from service.dispatch.wire import (
    ACTIVE,
    HOLDING,
    RINGING,
    Candidate,
    Need,
    NeedState,
    Task,
    TaskMove,
    TaskState,
)
from service.incident.rules import stations
from service.incident.wire import State, Whole
from service.patrol.wire import Standing
from tests.rules.made import NOW, need, task

# More rounds than this at one instant would be a round that never ends.
ROUNDS_MOST = 60


class Ring(Struct, frozen=True):
    """A phone rang by a channel; 0 is the live stream."""

    at: datetime
    task_id: UUID
    channel: int


class Told(Struct, frozen=True):
    """The desk was told of a need; which time that it had been opened."""

    at: datetime
    need_id: UUID
    opening: int
    reason: str


class Looked(Struct, frozen=True):
    """One look at one need: what was seen, who was free for it, what was decided."""

    at: datetime
    slot: Slot
    opening: int
    found: Look
    offer: Candidate | None
    step: Step
    idle: tuple[Standing, ...]


class County:
    """Units, incidents, needs, tasks, and the clock that moves them."""

    def __init__(self, units: Iterable[Standing], policy: Policy | None = None) -> None:
        self.now = NOW
        self.policy = policy or Policy()
        self.units = {unit.unit_id: unit for unit in units}
        self.on_duty = set(self.units)
        self.wholes: dict[UUID, Whole] = {}
        self.needs: dict[UUID, Need] = {}
        self.tasks: dict[UUID, Task] = {}
        self.rings: list[Ring] = []
        self.told: list[Told] = []
        self.looks: list[Looked] = []
        self.looked_at: dict[UUID, datetime] = {}
        self.openings: dict[UUID, int] = {}
        # How much of what happened has been held against the demands already.
        self.checked = self.told_checked = 0
        self._numbers = count(1)

    # ── What is so ──────────────────────────────────────────────────────────────────────────

    def slot(self, wanted: Need) -> Slot:
        """A need with everybody who was asked for it."""
        tasks = tuple(t for t in self.tasks.values() if t.need_id == wanted.need_id)
        return Slot(wanted, self.wholes[wanted.incident_id], tasks)

    def open_needs(self) -> list[Need]:
        """Needs that look for a unit."""
        return [n for n in self.needs.values() if n.state is NeedState.OPEN]

    def active(self, unit_id: UUID) -> list[Task]:
        """What a unit is asked, and what it has in hand."""
        return [t for t in self.tasks.values() if t.unit_id == unit_id and t.state in ACTIVE]

    def ringing(self) -> list[Task]:
        """Tasks that wait for an answer."""
        return [t for t in self.tasks.values() if t.state in RINGING]

    def holding(self) -> list[Task]:
        """Tasks that were accepted."""
        return [t for t in self.tasks.values() if t.state in HOLDING]

    def next_due(self) -> datetime | None:
        """When the next need is to be looked at."""
        return min((n.next_at for n in self.open_needs()), default=None)

    def asked(self, wanted: Need) -> list[int]:
        """Units by number in the order in which they were asked for a need."""
        return [t.unit_id.int for t in self.slot(wanted).tasks]

    # ── What happens ────────────────────────────────────────────────────────────────────────

    def press(self, incident: Whole) -> list[Need]:
        """An incident opens with the needs of its plan, and the first units are asked."""
        self.wholes[incident.incident_id] = incident
        opened = []
        for post, name, place in stations(incident.plan, incident.points, incident.spot):
            fresh = need(
                next(self._numbers),
                incident,
                role=post.role,
                point_name=name,
                place=place,
                skills=tuple(post.skills),
                opened_at=self.now,
                next_at=self.now,
            )
            self.needs[fresh.need_id] = fresh
            self.openings[fresh.need_id] = 1
            opened.append(fresh)
        self.work()
        return opened

    def end(self, incident: Whole) -> None:
        """A person ends an incident: nobody is asked any more."""
        self.wholes[incident.incident_id] = replace(incident, state=State.CLOSED)
        for one in self._needs_of(incident):
            self.needs[one.need_id] = replace(one, state=NeedState.ENDED)
        for t in self.tasks.values():
            if t.incident_id == incident.incident_id and t.state in ACTIVE:
                there = t.state is TaskState.ON_SCENE
                self._end(t, TaskState.CLEARED if there else TaskState.WITHDRAWN, None)
        self._wake_exhausted()
        self.work()

    def go_on(self, unit_id: UUID) -> None:
        """A unit comes on duty."""
        self.on_duty.add(unit_id)
        self._wake_exhausted()
        self.work()

    def go_off(self, unit_id: UUID) -> None:
        """A unit goes off duty: its rings pass on, and what it has in hand is looked at."""
        self.on_duty.discard(unit_id)
        for t in self.active(unit_id):
            if t.state in RINGING:
                self._end(t, TaskState.WITHDRAWN, OFF_DUTY)
            self._look_again(self.needs[t.need_id])
        self.work()

    def move(self, t: Task, move: TaskMove) -> bool:
        """An officer or a dispatcher moves a task; whether it was possible."""
        wanted = self.needs[t.need_id]
        late = move is TaskMove.ACCEPT and wanted.state is not NeedState.OPEN
        if rules.already(t.state, move) or (late and t.state in RINGING):
            return False
        if move not in rules.MACHINE.moves_from(t.state):
            return False
        moved = self._moved(t, move)
        if move is TaskMove.ACCEPT:
            self._hold(moved, wanted)
        elif wanted.holder != t.task_id:
            if moved.ended_at is not None:
                self._look_again(wanted)
        elif move in (TaskMove.DECLINE, TaskMove.REPLACE):
            self._begin_anew(wanted)
        elif move in (TaskMove.CLEAR, TaskMove.WITHDRAW):
            self.needs[wanted.need_id] = replace(wanted, state=NeedState.ENDED)
        if moved.ended_at is not None:
            self._wake_exhausted()
        self.work()
        return True

    def ask_by_hand(self, wanted: Need, unit_id: UUID) -> bool:
        """A dispatcher asks one unit, busy or not; whether it was possible."""
        busy_here = any(t.incident_id == wanted.incident_id for t in self.active(unit_id))
        if unit_id not in self.on_duty or busy_here or wanted.state is not NeedState.OPEN:
            return False
        self._ask(wanted, unit_id, wanted.tier, by_hand=True)
        self._begin_anew(wanted)
        self.work()
        return True

    def forward(self, seconds: float) -> None:
        """Time passes, and every need is looked at when it is due."""
        until = self.now + timedelta(seconds=seconds)
        while (due := self.next_due()) is not None and due <= until:
            self.now = max(due, self.now)
            self.work()
        self.now = until

    def oversleep(self, seconds: float) -> None:
        """Time passes with nobody looking, as when a carrier was killed; then it is worked off."""
        self.now += timedelta(seconds=seconds)
        self.work()

    # ── A round, as the service does it ─────────────────────────────────────────────────────

    def work(self) -> None:
        """Rounds until nothing is due."""
        for _ in range(ROUNDS_MOST):
            if not any(n.next_at <= self.now for n in self.open_needs()):
                return
            self.round()
        raise AssertionError("rounds of one instant do not end")

    def round(self) -> None:
        """Look at every open need that is due, and share units out among them."""
        due = [self.slot(n) for n in self.open_needs() if n.next_at <= self.now]
        due.sort(key=lambda slot: (slot.need.next_at, slot.need.need_id))
        looks = {slot.need.need_id: ladder.look(slot, self.now) for slot in due}
        wanting = [slot for slot in due if looks[slot.need.need_id].wants_unit]
        let_go = {t.task_id for found in looks.values() for t in found.let_go}
        active = [t for t in self.tasks.values() if t.state in ACTIVE]
        busy = {t.unit_id for t in active if t.task_id not in let_go}
        offers: dict[UUID, Candidate] = {}
        for drill in (False, True):
            group = [slot for slot in wanting if slot.incident.test is drill]
            offers |= self._share_out(group, busy)
        idle = tuple(u for i, u in self.units.items() if i in self.on_duty and i not in busy)
        for slot in due:
            need_id = slot.need.need_id
            step = ladder.after(slot, looks[need_id], offers.get(need_id), self.now)
            self.looks.append(
                Looked(
                    self.now,
                    slot,
                    self.openings[need_id],
                    looks[need_id],
                    offers.get(need_id),
                    step,
                    idle,
                )
            )
            self.looked_at[need_id] = self.now
        self._save(self.looks[-len(due) :])

    def _share_out(self, wanting: Sequence[Slot], busy: set[UUID]) -> dict[UUID, Candidate]:
        free = [u for i, u in self.units.items() if i in self.on_duty and i not in busy]
        ranked = [(slot, rules.rank(slot, free, self.policy, self.now)) for slot in wanting]
        offers = rules.share(ranked)
        busy |= {c.unit.unit_id for c in offers.values()}
        return offers

    def _save(self, looks: Sequence[Looked]) -> None:
        for looked in looks:
            one, step = looked.slot.need, looked.step
            self.needs[one.need_id] = replace(
                one,
                tier=step.tier,
                exhausted=step.exhausted,
                next_at=step.next_at,
                desk_at=one.desk_at or (self.now if step.desk else None),
            )
            for t in looked.found.let_go:
                self._end(t, TaskState.UNANSWERED, None)
        for looked in looks:
            one = looked.slot.need
            if looked.offer is not None:
                self._ask(one, looked.offer.unit.unit_id, looked.offer.tier, by_hand=False)
            for ring in looked.found.channels:
                t = self.tasks[ring.task.task_id]
                self.tasks[t.task_id] = replace(t, channel=ring.channel)
                self.rings.append(Ring(self.now, t.task_id, ring.channel))
            if looked.step.desk is not None:
                told = Told(self.now, one.need_id, looked.opening, looked.step.desk)
                self.told.append(told)

    def _ask(self, wanted: Need, unit_id: UUID, tier: int, *, by_hand: bool) -> None:
        number = next(self._numbers)
        t = task(
            number,
            unit_id.int,
            need_id=wanted.need_id,
            incident_id=wanted.incident_id,
            tier=tier,
            by_hand=by_hand,
            offered_at=self.now,
        )
        self.tasks[t.task_id] = t
        self.rings.append(Ring(self.now, t.task_id, 0))

    # ── Moves, as the service does them ─────────────────────────────────────────────────────

    def _moved(self, t: Task, move: TaskMove) -> Task:
        state = TaskState(rules.MACHINE.after(t.state, move))
        heard = state in (TaskState.RECEIVED, TaskState.ACCEPTED, TaskState.DECLINED)
        answered = state in (TaskState.ACCEPTED, TaskState.DECLINED)
        ended = state in (TaskState.CLEARED, TaskState.DECLINED, TaskState.WITHDRAWN)
        moved = replace(
            t,
            state=state,
            received_at=t.received_at or (self.now if heard else None),
            answered_at=t.answered_at or (self.now if answered else None),
            ended_at=self.now if ended else t.ended_at,
        )
        self.tasks[t.task_id] = moved
        return moved

    def _begin_anew(self, wanted: Need) -> None:
        self.openings[wanted.need_id] += 1
        self.needs[wanted.need_id] = replace(
            wanted,
            state=NeedState.OPEN,
            holder=None,
            next_at=self.now,
            desk_at=None,
            opened_at=self.now,
        )

    def _hold(self, t: Task, wanted: Need) -> None:
        self.needs[wanted.need_id] = replace(
            wanted, state=NeedState.HELD, holder=t.task_id, exhausted=False
        )
        for other in self.slot(wanted).tasks:
            if other.state in RINGING:
                self._end(other, TaskState.TAKEN, t.call_sign)
                self._wake_exhausted()

    def _end(self, t: Task, state: TaskState, reason: str | None) -> None:
        self.tasks[t.task_id] = replace(t, state=state, ended_at=self.now, reason=reason)

    def _needs_of(self, incident: Whole) -> list[Need]:
        return [n for n in self.needs.values() if n.incident_id == incident.incident_id]

    def _look_again(self, wanted: Need) -> None:
        if wanted.state is not NeedState.ENDED:
            self.needs[wanted.need_id] = replace(wanted, next_at=self.now)

    def _wake_exhausted(self) -> None:
        for one in self.open_needs():
            if one.exhausted:
                self.needs[one.need_id] = replace(one, next_at=min(one.next_at, self.now))
