"""What the field asks of dispatch, said once more and on purpose not taken from the rules."""

from datetime import datetime, timedelta

from service.core.geo import distance_m
from service.dispatch.ladder import OFF_DUTY, Slot
from service.dispatch.wire import Task, TaskState
from service.incident.wire import Reach
from service.patrol.wire import Standing
from tests.rules.made import NOW

ASKS_MOST = 3


def first_tier(slot: Slot, unit: Standing) -> int | None:
    """The first tier on which a unit may be asked, by the words of the plan."""
    scope = slot.incident.scope
    lies_in = {Reach.OWN: scope[0], Reach.PARENT: scope[1] if scope[1:] else scope[0]}
    for at, tier in enumerate(slot.incident.plan.tiers):
        near = (
            unit.place is None
            or tier.reach_m is None
            or distance_m(unit.place, slot.need.place) <= tier.reach_m
        )
        area = lies_in.get(tier.reach, scope[-1])
        if unit.unit_class in tier.classes and near and area in unit.lineage:
            return at
    return None


def asked(slot: Slot, unit: Standing) -> list[Task]:
    """What a unit has been asked for this need before."""
    return [task for task in slot.tasks if task.unit_id == unit.unit_id]


def is_to_blame(task: Task) -> bool:
    """Whether a unit refused or let it ring, and was not only slower or off duty."""
    off = task.state is TaskState.WITHDRAWN and task.reason == OFF_DUTY
    return not (off or task.state is TaskState.TAKEN)


def may_be_asked(slot: Slot, unit: Standing, now: datetime = NOW) -> bool:
    """Whether a unit may be asked that has been asked for this need before."""
    blamed = [task for task in asked(slot, unit) if is_to_blame(task)]
    rested = timedelta(seconds=slot.timers.rescan_s)
    return len(blamed) < ASKS_MOST and all(
        task.state is TaskState.UNANSWERED
        and task.ended_at is not None
        and now - task.ended_at >= rested
        for task in blamed
    )


def could_come(slot: Slot, unit: Standing, now: datetime = NOW) -> bool:
    """Whether a free unit on duty may be asked for this need now."""
    if slot.incident.test:
        on_a_tier = unit.unit_id in slot.incident.drill_units and bool(slot.incident.plan.tiers)
    else:
        on_a_tier = first_tier(slot, unit) is not None
    return on_a_tier and may_be_asked(slot, unit, now)
