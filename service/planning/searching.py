"""Patrols that search for somebody: each looks through a sector of its own, by the plan."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from service.core.geo import Place
from service.dispatch import actions as dispatch
from service.dispatch.wire import AtWork
from service.footage import urgent
from service.missing import sectors as missing
from service.missing.wire import SearchRow, SectorRow
from service.patrol import actions as patrol
from service.planning import actions, rules
from service.planning.rules import Origin
from service.planning.sectors import Sector, bearing_deg, share_out
from service.platform.db import Connection, Transaction
from service.platform.house import House
from service.platform.outbox import Lane, Promise

# Whoever is searched for has gone on meanwhile: how far the sectors reach is said anew.
_AGAIN = timedelta(minutes=10)


async def share(house: House, footage_id: UUID, transaction: Transaction) -> None:
    """Share the sectors of a request's plan out among the units that search, while they do."""
    async with transaction() as connection:
        row = await missing.lasting(connection, footage_id)
        if row is not None:
            await _share(house, connection, row)


async def share_by_task(house: House, task_id: UUID, transaction: Transaction) -> None:
    """A unit has joined a search, or left it: the sectors are shared out anew."""
    async with transaction() as connection:
        row = await missing.of_task(connection, task_id)
        if row is not None:
            await _share(house, connection, row)


async def _share(house: House, connection: Connection, row: SearchRow) -> None:
    now = house.clock.now()
    request = await urgent.request(connection, row.footage_id)
    units = await dispatch.at_work(connection, await missing.incidents_of(connection, row))
    rows: list[SectorRow] = []
    if units:
        count = min(len(units), rules.DIRECTIONS)
        origin, sectors = await actions.sectors_of(house, connection, request, count)
        rows = await _shared(connection, row, origin, sectors, units, now)
        again = Promise(missing.SHARE, Lane.REST, str(row.footage_id), now + _AGAIN)
        await house.outbox.promise(connection, now, again)
    await missing.share(house, connection, row, rows)


async def _shared(
    connection: Connection,
    row: SearchRow,
    origin: Origin,
    sectors: Sequence[Sector],
    units: Sequence[AtWork],
    now: datetime,
) -> list[SectorRow]:
    before = {one.unit_id: one for one in await missing.shared(connection, row)}
    standing = await patrol.standing(connection, [one.unit_id for one in units])
    places = {unit_id: one.place for unit_id, one in standing.items()}
    bearings = {
        one.unit_id: _bearing_deg(origin, before.get(one.unit_id), places.get(one.unit_id))
        for one in units
    }
    shared = share_out(sectors, bearings)
    return [
        SectorRow(
            unit_id=one.unit_id,
            call_sign=one.call_sign,
            lat=origin.place.lat,
            lon=origin.place.lon,
            from_deg=sector.from_deg,
            until_deg=sector.until_deg,
            far_m=sector.far_m,
            share=sector.share,
            toward_deg=sector.toward_deg,
            streets=list(sector.streets),
            seen_at=origin.from_at,
            shared_at=now,
        )
        for one in units
        for sector in [shared[one.unit_id]]
    ]


def _bearing_deg(origin: Origin, before: SectorRow | None, at: Place | None) -> float:
    """Where a unit looks already, else where it is; of whom nothing is known comes from north."""
    if before is not None:
        wide = (before.until_deg - before.from_deg) % 360 or 360.0
        return (before.from_deg + wide / 2) % 360
    return 0.0 if at is None else bearing_deg(origin.place, at)
