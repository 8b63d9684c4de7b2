"""What dispatch writes of its needs, and the jobs that it promises itself."""

from datetime import datetime
from uuid import UUID

from service.dispatch.ladder import Step
from service.dispatch.wire import Need
from service.platform.outbox import Lane, Promise

ROUND = "dispatch_round"
RING = "ring_channel"
WITHDRAW = "withdraw_ring"


def promise_round(root: str, at: datetime) -> Promise:
    """Look at the needs of a region."""
    return Promise(ROUND, Lane.CRITICAL, root, at)


def promise_ring(task_id: UUID, channel: int, at: datetime) -> Promise:
    """Ring a task's phones by a further channel."""
    args = {"task_id": str(task_id), "channel": channel}
    return Promise(RING, Lane.RINGS, f"{task_id}:{channel}", at, args)


def promise_withdrawal(task_id: UUID, now: datetime, answered_by: UUID | None = None) -> Promise:
    """Tell the phones that were rung for a task that it calls them no more.

    Where an officer has answered for his unit, all but his: he knows, and has it before him.
    """
    key = str(task_id) if answered_by is None else f"{task_id}:{answered_by}"
    return Promise(WITHDRAW, Lane.REST, key, now)


def need_row(need: Need, step: Step, now: datetime) -> dict[str, object]:
    """A need as it is written when it opens, after its first look."""
    return {
        "need_id": need.need_id,
        "incident_id": need.incident_id,
        "number": need.number,
        "root": need.root,
        "role": need.role,
        "point_name": need.point_name,
        "lat": need.place.lat,
        "lon": need.place.lon,
        "skills": need.skills,
        "opened_at": need.opened_at,
        "tier": step.tier,
        "next_at": step.next_at,
        "exhausted": step.exhausted,
        "desk_at": now if step.desk else None,
    }
