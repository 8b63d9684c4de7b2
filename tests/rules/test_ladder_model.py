"""The ladder against everything that can happen: many presses, units and moods at once."""

from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)
from msgspec.structs import replace

from service.core.geo import ahead
from service.dispatch.wire import Task, TaskMove, TaskState
from service.incident.wire import Plan, Post, PostRole, Reach, Tier
from service.patrol.wire import Mode, UnitClass
from tests.rules import demands
from tests.rules.county import County
from tests.rules.made import (
    ANY,
    CITY,
    COUNTY,
    GATE,
    OWN,
    PARENT,
    PRIMARY,
    WEST,
    plan,
    uid,
    unit,
    whole,
)

BACKUP = Post(role=PostRole.BACKUP, skills=["first_aid"])
POLICE_ONLY = Tier(reach=Reach.OWN, classes=[UnitClass.POLICE], reach_m=3_000)
LADDERS = [(OWN, PARENT, ANY), (POLICE_ONLY, ANY), (ANY,), (OWN,), ()]
INCIDENTS_MOST = 4

TIMERS: list[dict[str, float]] = [
    {},  # as the field says
    {"receipt_wait_s": 0.1, "answer_wait_s": 0.7, "ring_most_s": 2.3, "rescan_s": 1.1},
    {"receipt_wait_s": 7, "answer_wait_s": 5, "ring_most_s": 20, "desk_after_s": 30},
    {"receipt_wait_s": 0, "answer_wait_s": 0, "desk_after_s": 0, "rescan_s": 1},
    {"receipt_wait_s": 20, "answer_wait_s": 90, "ring_most_s": 10, "desk_after_s": 37},
]
CHANNELS: list[tuple[str, ...]] = [("live", "text"), ("live",), (), ("live", "text", "voice")]

UNITS = [
    unit(1, 800),
    unit(2, 2500, bearing=90, skills=("first_aid",)),
    unit(3, 4000, bearing=200, unit_class=UnitClass.AUXILIARY, mode=Mode.FOOT),
    unit(4, 7000, bearing=270, lineage=(WEST, COUNTY, CITY)),
    unit(5, None, lineage=(WEST, COUNTY, CITY)),
    unit(6, 300, unit_class=UnitClass.GRID, mode=Mode.FOOT, lineage=(COUNTY, CITY)),
]
picks = st.integers(0, 100)
waits = st.sampled_from([0.1, 0.5, 1, 4.9, 5, 10, 14.9, 15, 30, 60, 90]) | st.floats(0.001, 120)


class Dispatch(RuleBasedStateMachine):
    """Presses, answers, silence, duty and time, in any order."""

    county: County
    usual: Plan

    @initialize(
        ladder=st.sampled_from(LADDERS),
        timers=st.sampled_from(TIMERS),
        channels=st.sampled_from(CHANNELS),
        on_duty=st.sets(st.integers(1, len(UNITS))),
    )
    def begin(
        self,
        ladder: tuple[Tier, ...],
        timers: dict[str, float],
        channels: tuple[str, ...],
        on_duty: set[int],
    ) -> None:
        self.county = County(UNITS)
        self.county.on_duty = {uid(n) for n in on_duty}
        self.usual = plan(ladder, (), channels, **timers)

    # ── Presses ─────────────────────────────────────────────────────────────────────────────

    @precondition(lambda self: len(self.county.wholes) < INCIDENTS_MOST)
    @rule(
        metres=st.floats(0, 9000),
        bearing=st.floats(0, 359),
        priority=st.integers(1, 4),
        test=st.booleans(),
        posts=st.sampled_from([[PRIMARY], [PRIMARY, BACKUP]]),
        drill=st.sets(st.integers(1, len(UNITS)), max_size=3),
    )
    def press(self, metres: float, bearing: float, drill: set[int], **more: Any) -> None:
        posts = more.pop("posts")
        incident = whole(
            len(self.county.wholes) + 1,
            at=ahead(GATE, bearing, metres),
            plan=replace(self.usual, posts=posts),
            drill_units=[uid(n) for n in sorted(drill)],
            opened_at=self.county.now,
            **more,
        )
        self.county.press(incident)

    @precondition(lambda self: self.county.wholes)
    @rule(pick=picks)
    def end(self, pick: int) -> None:
        running = [w for w in self.county.wholes.values() if w.open]
        if running:
            self.county.end(running[pick % len(running)])

    # ── Duty ────────────────────────────────────────────────────────────────────────────────

    @rule(number=st.integers(1, len(UNITS)))
    def change_duty(self, number: int) -> None:
        if uid(number) in self.county.on_duty:
            self.county.go_off(uid(number))
        else:
            self.county.go_on(uid(number))

    # ── Answers ─────────────────────────────────────────────────────────────────────────────

    @precondition(lambda self: self.county.ringing())
    @rule(pick=picks)
    def receive(self, pick: int) -> None:
        self.county.move(self._one(self.county.ringing(), pick), TaskMove.RECEIVE)

    @precondition(lambda self: self.county.ringing())
    @rule(pick=picks)
    def accept(self, pick: int) -> None:
        task = self._one(self.county.ringing(), pick)
        assert self.county.move(task, TaskMove.ACCEPT)
        assert self.county.tasks[task.task_id].state is TaskState.ACCEPTED

    @precondition(lambda self: self.county.ringing())
    @rule(pick=picks)
    def decline(self, pick: int) -> None:
        task = self._one(self.county.ringing(), pick)
        assert self.county.move(task, TaskMove.DECLINE)
        # The next is asked at the same instant, unless one rings whose time is not over.
        need = self.county.needs[task.need_id]
        looked = [k for k in self.county.looks if k.slot.need.need_id == need.need_id]
        assert looked[-1].at == self.county.now

    @precondition(lambda self: self.county.holding())
    @rule(
        pick=picks,
        move=st.sampled_from(
            [
                TaskMove.EN_ROUTE,
                TaskMove.ON_SCENE,
                TaskMove.CLEAR,
                TaskMove.DECLINE,
                TaskMove.REPLACE,
                TaskMove.WITHDRAW,
            ]
        ),
    )
    def go_on_with_it(self, pick: int, move: TaskMove) -> None:
        self.county.move(self._one(self.county.holding(), pick), move)

    @precondition(lambda self: self.county.open_needs())
    @rule(pick=picks, number=st.integers(1, len(UNITS)))
    def ask_by_hand(self, pick: int, number: int) -> None:
        needs = self.county.open_needs()
        self.county.ask_by_hand(needs[pick % len(needs)], uid(number))

    # ── Time ────────────────────────────────────────────────────────────────────────────────

    @rule(seconds=waits)
    def wait(self, seconds: float) -> None:
        self.county.forward(seconds)

    @rule()
    def wait_for_the_next_look(self) -> None:
        due = self.county.next_due()
        if due is not None:
            self.county.forward((due - self.county.now).total_seconds())

    @rule(seconds=waits)
    def oversleep(self, seconds: float) -> None:
        self.county.oversleep(seconds)

    # ── What must hold ──────────────────────────────────────────────────────────────────────

    @invariant()
    def all_demands_hold(self) -> None:
        if hasattr(self, "county"):
            demands.check_all(self.county)

    def teardown(self) -> None:
        """Nobody does anything any more: everything is answered, or a person has it."""
        if hasattr(self, "county"):
            self.county.forward(240)
            demands.check_all(self.county)
            demands.every_need_is_answered_or_at_a_desk(self.county)

    def _one(self, tasks: list[Task], pick: int) -> Task:
        return tasks[pick % len(tasks)]


TestDispatch = Dispatch.TestCase
TestDispatch.settings = settings(
    max_examples=250,
    stateful_step_count=30,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
