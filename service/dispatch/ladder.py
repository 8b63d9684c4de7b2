"""Who is asked, in which order, and what happens when they do not answer.

Pure: needs, tasks, units and `now` go in, decisions come out. A need climbs the tiers of its
incident's plan and never comes down; an empty tier is passed at once; whoever does not answer in
time is joined by the next; and when nobody answers, or nobody is left, a person at the desk is
told, while the asking goes on.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from msgspec import Struct

from service.dispatch.wire import (
    HOLDING,
    RINGING,
    Candidate,
    Need,
    NeedState,
    Task,
    TaskState,
)
from service.incident.wire import Timers, Whole

# One unit that does not answer is asked for one need at most this often.
ASKS_MOST = 3

# Why a ring was withdrawn, where it was for this: a unit that is back may be asked anew.
OFF_DUTY = "off_duty"


class Slot(Struct, frozen=True):
    """A need with its incident and everybody who was asked for it."""

    need: Need
    incident: Whole
    tasks: tuple[Task, ...]

    @property
    def timers(self) -> Timers:
        """How long each step waits."""
        return self.incident.plan.timers

    @property
    def ringing(self) -> list[Task]:
        """Those who have been asked and not answered."""
        return [t for t in self.tasks if t.state in RINGING]


class ChannelStep(Struct, frozen=True):
    """A phone that has not said that it has the task is rung by the next channel."""

    task: Task
    channel: int


class Look(Struct, frozen=True):
    """What is due for an open need before anybody new is asked."""

    let_go: tuple[Task, ...]
    channels: tuple[ChannelStep, ...]
    wants_unit: bool


class Step(Struct, frozen=True):
    """What becomes of a need after a look, and after its new unit was found or not."""

    tier: int
    exhausted: bool
    desk: str | None
    next_at: datetime


def look(slot: Slot, now: datetime) -> Look:
    """What is due now for an open need."""
    assert slot.need.state is NeedState.OPEN, "a held need asks nobody"
    timers = slot.timers
    let_go = [t for t in slot.ringing if now >= t.offered_at + _s(timers.ring_most_s)]
    rings = [t for t in slot.ringing if t not in let_go]
    steps = [
        ChannelStep(task, channel)
        for task in rings
        if task.received_at is None
        for channel in range(task.channel + 1, _channel_due(task, slot, now) + 1)
    ]
    newest = max((t.offered_at for t in rings), default=None)
    wants = newest is None or now >= newest + _s(timers.answer_wait_s)
    return Look(tuple(let_go), tuple(steps), wants)


def after(slot: Slot, found: Look, offered: Candidate | None, now: datetime) -> Step:
    """The need after this look: its tier, whether the desk is told, when to look again."""
    need, timers = slot.need, slot.timers
    exhausted = found.wants_unit and offered is None
    desk = None
    if need.desk_at is None:
        if exhausted:
            desk = "nobody_left"
        elif now >= need.opened_at + _s(timers.desk_after_s):
            desk = "no_answer"
    rings = [t for t in slot.ringing if t not in found.let_go]
    times = [t.offered_at + _s(timers.ring_most_s) for t in rings]
    times += [at for t in rings if (at := _next_channel_at(t, slot, found)) is not None]
    if offered is not None:
        times += [
            now + _s(timers.answer_wait_s),
            now + _s(timers.ring_most_s),
            now + _s(timers.receipt_wait_s),
        ]
    elif exhausted:
        times.append(now + _s(timers.rescan_s))
    elif rings:
        times.append(max(t.offered_at for t in rings) + _s(timers.answer_wait_s))
    if need.desk_at is None and desk is None:
        times.append(need.opened_at + _s(timers.desk_after_s))
    tier = need.tier if offered is None else max(need.tier, offered.tier)
    return Step(tier, exhausted, desk, min(times))


def may_ask(slot: Slot, unit_tasks: Iterable[Task], now: datetime) -> bool:
    """Whether a unit that has been asked for this need before may be asked again.

    One who declined is not, nor one whom a dispatcher took off it. One who did not answer is, some
    time later, a few times. One who was only slower than another, or was off duty for a while, is
    as good as never asked: when the faster one has to give up, the near ones ring again.
    """
    before = [t for t in unit_tasks if not _is_blameless(t)]
    if any(t.state is not TaskState.UNANSWERED for t in before) or len(before) >= ASKS_MOST:
        return False
    ended = [t.ended_at for t in before if t.ended_at is not None]
    return all(now >= at + _s(slot.timers.rescan_s) for at in ended)


def stage(tasks: Iterable[Task]) -> TaskState | None:
    """How far the foremost unit of an incident has come; None where none has accepted."""
    order = (TaskState.ACCEPTED, TaskState.EN_ROUTE, TaskState.ON_SCENE)
    best: TaskState | None = None
    for task in tasks:
        state = task.state
        if state is TaskState.CLEARED and task.on_scene_at is not None:
            state = TaskState.ON_SCENE
        if state in order and (best is None or order.index(state) > order.index(best)):
            best = state
    return best


def eta_at(tasks: Iterable[Task]) -> datetime | None:
    """When the first unit under way is expected."""
    times = [
        (t.en_route_at or t.answered_at or t.offered_at) + _s(t.eta_s)
        for t in tasks
        if t.state in HOLDING and t.eta_s is not None and t.state is not TaskState.ON_SCENE
    ]
    return min(times, default=None)


def answer_by(task: Task, timers: Timers) -> datetime:
    """When the next unit rings too."""
    return task.offered_at + _s(timers.answer_wait_s)


def is_lost(seen_at: datetime | None, lost_after_s: float, now: datetime) -> bool:
    """Whether a unit on a task has been silent too long, or has gone off duty."""
    return seen_at is None or now >= seen_at + _s(lost_after_s)


def _is_blameless(task: Task) -> bool:
    """Whether a task ended without its unit having refused it or let it ring."""
    withdrawn = task.state is TaskState.WITHDRAWN and task.reason == OFF_DUTY
    return withdrawn or task.state is TaskState.TAKEN


def _channel_at(task: Task, slot: Slot, channel: int) -> datetime:
    """When a ring without receipt comes to a channel; the first rings at once."""
    return task.offered_at + _s(slot.timers.receipt_wait_s * channel)


def _channel_due(task: Task, slot: Slot, now: datetime) -> int:
    """The channel that a ring without receipt has come to by now."""
    channels = range(len(slot.incident.plan.channels))
    return max((c for c in channels if _channel_at(task, slot, c) <= now), default=0)


def _next_channel_at(task: Task, slot: Slot, found: Look) -> datetime | None:
    """When a ring without receipt comes to its next channel; None where there is none."""
    reached = max((s.channel for s in found.channels if s.task == task), default=task.channel)
    if task.received_at is not None or reached + 1 >= len(slot.incident.plan.channels):
        return None
    return _channel_at(task, slot, reached + 1)


def _s(seconds: float) -> timedelta:
    return timedelta(seconds=seconds)
