"""An incident once more, as it went: its lines, its units' ways, its pictures."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from service.audit import actions as audit
from service.audit.wire import LookKind
from service.dispatch import rules, show, store
from service.dispatch.wire import Replay, Task, Trail, TrailPoint
from service.identity.wire import Who
from service.incident import actions as incident
from service.incident.wire import Whole
from service.patrol import actions as patrol
from service.patrol.wire import TrailRow
from service.picture import actions as picture
from service.platform.db import Connection
from service.platform.house import House

LINES_MOST = 2000
SNAPSHOTS_MOST = 500


async def replay(house: House, who: Who, incident_id: UUID) -> Replay:
    """An incident that you see, as it went. Raises NotFound.

    Where units were is a person's trail: that you look is on record before it is read.
    """
    now = house.clock.now()
    async with house.db.reading() as connection:
        whole = await incident.incident(connection, who, incident_id)
        tasks = await store.tasks_of_incident(connection, incident_id)
        lines = await incident.timeline(connection, incident_id, 0, LINES_MOST)
        needs = {need.need_id: need for need in await store.needs_of(connection, incident_id)}
        snapshots = await picture.snapshots(connection, incident_id)
    until_at, cut = rules.replay_until(whole.opened_at, whole.closed_at, now)
    await _record(house, who, whole, tasks, until_at)
    async with house.db.reading() as connection:
        trails = await _trails(connection, whole, tasks, until_at)
    return Replay(
        incident=whole.shown(),
        from_at=whole.opened_at,
        until_at=until_at,
        cut=cut or len(lines) == LINES_MOST or len(snapshots) > SNAPSHOTS_MOST,
        timeline=[line for line in lines if line.at <= until_at],
        tasks=[show.task_shown(task, needs[task.need_id], whole) for task in tasks],
        trails=trails,
        snapshots=snapshots[:SNAPSHOTS_MOST],
    )


async def _record(
    house: House, who: Who, whole: Whole, tasks: Sequence[Task], until_at: datetime
) -> None:
    names = sorted({task.call_sign for task in tasks if rules.took(task)})
    content = (
        f"replay from {whole.opened_at.isoformat()} to {until_at.isoformat()}; "
        f"positions of {', '.join(names) or 'nobody'}"
    )
    look = who.look(
        LookKind.REPLAY,
        content,
        reason=f"incident {whole.number}",
        scope=whole.scope,
        incident_id=whole.incident_id,
    )
    await audit.record(house, look)


async def _trails(
    connection: Connection, whole: Whole, tasks: Sequence[Task], until_at: datetime
) -> list[Trail]:
    spans = rules.trail_spans(tasks, until_at)
    length_s = (until_at - whole.opened_at) / timedelta(seconds=1)
    step_s = rules.trail_step_s(length_s, len(spans), rules.POINTS_MOST)
    rows = await patrol.trails(connection, spans, step_s, rules.POINTS_MOST)
    names = {task.unit_id: task.call_sign for task in tasks if rules.took(task)}
    points: dict[UUID, list[TrailRow]] = {}
    for row in rows:
        points.setdefault(row.unit_id, []).append(row)
    return [
        Trail(
            unit_id=unit_id,
            call_sign=call_sign,
            points=[_point(row, whole.opened_at) for row in points.get(unit_id, [])],
        )
        for unit_id, call_sign in names.items()
    ]


def _point(row: TrailRow, from_at: datetime) -> TrailPoint:
    after_s = (row.at - from_at) / timedelta(seconds=1)
    return TrailPoint(after_s=after_s, lat=row.lat, lon=row.lon)
