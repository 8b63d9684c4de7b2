"""Where which unit looks: shared out above, by the plan; kept and told here."""

from collections.abc import Sequence
from uuid import UUID

import msgspec

from service.core.geo import Place, given
from service.core.problem import NotFound
from service.dispatch import actions as dispatch
from service.identity.wire import Who
from service.incident import forgetting as merged
from service.missing import store
from service.missing.wire import (
    SECTOR,
    SearchRow,
    SearchSector,
    SectorChanged,
    SectorRow,
)
from service.patrol import actions as patrol
from service.platform.db import Connection
from service.platform.house import House
from service.platform.outbox import Said, unit_scope

SHARE = "share_sectors"
# Whoever drives through a sector notices no less.
_FAR_M = 100.0


async def lasting(connection: Connection, footage_id: UUID) -> SearchRow | None:
    """The search of a request that lasts, locked."""
    return await store.going_on(connection, footage_id)


async def of_request(connection: Connection, footage_id: UUID) -> SearchRow | None:
    """The latest search of a request."""
    return await store.of_request(connection, footage_id)


async def of_task(connection: Connection, task_id: UUID) -> SearchRow | None:
    """The search that a task is of, as long as it lasts; locked."""
    incident_id = await dispatch.incident_of_task(connection, task_id)
    if incident_id is None:
        return None
    ids = await merged.with_merged(connection, [incident_id])
    row = await store.of_incidents(connection, ids)
    return None if row is None else await store.going_on(connection, row.footage_id)


async def incidents_of(connection: Connection, row: SearchRow) -> set[UUID]:
    """The incident of a search, and all that were merged into it."""
    return await merged.with_merged(connection, [row.incident_id])


async def shared(connection: Connection, row: SearchRow) -> list[SectorRow]:
    """Where which unit looks now."""
    return await store.sectors_of(connection, row.search_id)


async def share(
    house: House, connection: Connection, row: SearchRow, rows: Sequence[SectorRow]
) -> None:
    """Say where each unit looks; those that look elsewhere now are told, and the desk."""
    before = {one.unit_id: _plain(one) for one in await shared(connection, row)}
    if not rows and not before:
        return
    await store.share(connection, row.search_id, rows)
    after = {one.unit_id: _plain(one) for one in await shared(connection, row)}
    changed = sorted(one for one in before | after if before.get(one) != after.get(one))
    said = [
        Said(
            SECTOR,
            (*row.scope, unit_scope(unit_id)),
            SectorChanged(search_id=row.search_id, incident_id=row.incident_id, unit_id=unit_id),
            row.search_id,
        )
        for unit_id in changed
    ]
    await house.outbox.say(connection, house.clock.now(), *said)


async def as_unit(house: House, who: Who, task_id: UUID) -> SearchSector:
    """Where your unit looks, while it has a task of the search. Raises NotFound, NoUnit."""
    async with house.db.reading() as connection:
        unit = await patrol.unit_of(connection, who)
        whole, _ = await dispatch.incident_of(connection, who, task_id)
        ids = await merged.with_merged(connection, [whole.incident_id])
        row = await store.of_incidents(connection, ids)
        rows = [] if row is None else await shared(connection, row)
    found = next((one for one in rows if one.unit_id == unit.unit_id), None)
    if found is None:
        raise NotFound(field="task_id")
    return told(found)


def told(row: SectorRow) -> SearchSector:
    """A sector as desks and units see it."""
    same = set(SearchSector.__struct_fields__) - {"place"}
    place = given(Place(row.lat, row.lon))
    return SearchSector(place=place, **{name: getattr(row, name) for name in same})


def _plain(row: SectorRow) -> SectorRow:
    """A sector without when it was said, and as far as somebody can tell: else it is no news."""
    return msgspec.structs.replace(
        row, shared_at=row.seen_at, share=0.0, far_m=round(row.far_m / _FAR_M) * _FAR_M
    )
