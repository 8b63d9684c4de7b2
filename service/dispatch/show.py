"""Tasks and needs as phones and consoles see them."""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from service.core.geo import given
from service.dispatch import ladder
from service.dispatch.wire import (
    CHANGED,
    RINGING,
    Candidate,
    CandidateShown,
    Need,
    NeedShown,
    Task,
    TaskShown,
)
from service.incident.wire import Whole
from service.platform.outbox import Said, Topic, unit_scope


def task_shown(task: Task, need: Need, whole: Whole) -> TaskShown:
    """A task with what its officer needs to know of need and incident."""
    return TaskShown(
        task_id=task.task_id,
        incident_id=whole.incident_id,
        incident_number=whole.number,
        kind=whole.kind,
        priority=whole.priority,
        test=whole.test,
        silent=whole.silent,
        title=whole.title,
        note=whole.note,
        role=need.role,
        point_name=need.point_name,
        place=given(need.place),
        incident_place=whole.place,
        modifiers=whole.plan.modifiers,
        unit_id=task.unit_id,
        call_sign=task.call_sign,
        state=task.state,
        ringing=task.state in RINGING,
        tier=task.tier,
        by_hand=task.by_hand,
        distance_m=task.distance_m,
        eta_s=task.eta_s,
        eta_source=task.eta_source,
        reasons=list(task.reasons),
        offered_at=task.offered_at,
        answer_by=ladder.answer_by(task, whole.plan.timers),
        received_at=task.received_at,
        answered_at=task.answered_at,
        en_route_at=task.en_route_at,
        on_scene_at=task.on_scene_at,
        ended_at=task.ended_at,
        lost_at=task.lost_at,
        reason=task.reason,
    )


def need_shown(need: Need, tasks: Iterable[Task], whole: Whole) -> NeedShown:
    """A need with everybody who was asked."""
    return NeedShown(
        need_id=need.need_id,
        role=need.role,
        point_name=need.point_name,
        place=given(need.place),
        state=need.state,
        tier=need.tier,
        exhausted=need.exhausted,
        next_at=need.next_at,
        tasks=[task_shown(task, need, whole) for task in tasks],
    )


def candidate_shown(candidate: Candidate) -> CandidateShown:
    """A place in the ranking, explained."""
    return CandidateShown(
        unit_id=candidate.unit.unit_id,
        call_sign=candidate.unit.call_sign,
        tier=candidate.tier,
        distance_m=candidate.distance_m,
        eta_s=candidate.eta_s,
        eta_source=candidate.eta_source,
        reasons=list(candidate.reasons),
    )


def about(topic: Topic, task: Task, need: Need, whole: Whole) -> Said:
    """An event about a task: for its unit's phones, and for everybody whose area it lies in."""
    scope = (*whole.scope, unit_scope(task.unit_id))
    return Said(topic, scope, task_shown(task, need, whole), task.task_id)


def changed(
    tasks: Sequence[Task], needs: Mapping[UUID, Need], wholes: Mapping[UUID, Whole]
) -> list[Said]:
    """Events about tasks that went on or ended."""
    return [about(CHANGED, task, needs[task.need_id], wholes[task.incident_id]) for task in tasks]
