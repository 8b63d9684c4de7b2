"""The jobs that dispatch promises itself."""

from datetime import datetime
from uuid import UUID

from service.platform.outbox import Lane, Promise

ROUND = "dispatch_round"
RING = "ring_channel"


def promise_round(root: str, at: datetime) -> Promise:
    """Look at the needs of a region."""
    return Promise(ROUND, Lane.CRITICAL, root, at)


def promise_ring(task_id: UUID, channel: int, at: datetime) -> Promise:
    """Ring a task's phones by a further channel."""
    args = {"task_id": str(task_id), "channel": channel}
    return Promise(RING, Lane.RINGS, f"{task_id}:{channel}", at, args)
