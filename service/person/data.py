"""Everything that is kept about one account, put together for the person whose it is."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from service.audit import owned as audit
from service.centre import actions as centre
from service.dispatch import owned as dispatch
from service.footage import owned as footage
from service.identity import owned as identity
from service.keeping import owned as keeping
from service.patrol import owned as patrol
from service.person import store, texts
from service.person.wire import KeptPart, MyData, Part
from service.phone import owned as phone
from service.platform.asks import Errand, for_system
from service.platform.db import Connection
from service.platform.house import House

# Positions come every few seconds; of all else nobody has as much in a year.
ROWS_MOST = 1000
POSITIONS_MOST = 5000

Rows = list[dict[str, Any]]


@for_system(Errand.OWN_DATA)
async def collect(house: House, account_id: UUID) -> MyData:
    """What is kept about an account; whoever calls this tells it to nobody else."""
    now = house.clock.now()
    async with house.db.reading() as connection:
        found = await _rows(house, connection, account_id, now)
        position_days = await _position_days(connection, account_id, now)
    parts = [_part(part, rows, position_days) for part, rows in found.items()]
    return MyData(account_id=account_id, at=now, parts=parts, beside=list(texts.BESIDE))


async def _rows(
    house: House, connection: Connection, account_id: UUID, now: datetime
) -> dict[Part, Rows]:
    """The rows of each part, one more than is told where there are more."""
    spans = await patrol.spans(connection, account_id, now, ROWS_MOST)
    of_account: dict[Part, Callable[[Connection, UUID, int], Awaitable[Rows]]] = {
        Part.ROLES: identity.grants,
        Part.SESSIONS: identity.own_sessions,
        Part.SECURITY: identity.security,
        Part.PHONES: phone.phones,
        Part.RINGS: phone.rings,
        Part.DUTIES: patrol.duties,
        Part.MESSAGES: dispatch.messages,
        Part.LOOKS: audit.looks,
        Part.CONSENTS: store.own_consents,
        Part.REQUESTS: store.own_requests,
    }
    found: dict[Part, Rows] = {}
    for part in Part:
        if part is Part.ACCOUNT:
            found[part] = await identity.account(house, connection, account_id)
        elif part is Part.FOOTAGE:
            found[part] = await footage.requests(house, connection, account_id, ROWS_MOST + 1)
        elif part is Part.POSITIONS:
            found[part] = await patrol.positions(connection, spans, POSITIONS_MOST + 1)
        elif part is Part.TASKS:
            found[part] = await dispatch.tasks(connection, spans, ROWS_MOST + 1)
        else:
            found[part] = await of_account[part](connection, account_id, ROWS_MOST + 1)
    return found


async def _position_days(connection: Connection, account_id: UUID, now: datetime) -> float:
    """For how many days positions are kept where somebody serves: the longest of his areas."""
    areas = {held.area_code for held in await identity.held(connection, account_id)}
    lines = await centre.lineages(connection)
    return await keeping.tracks_days(connection, [lines[area] for area in sorted(areas)], now)


def _part(part: Part, rows: Rows, position_days: float) -> KeptPart:
    about = texts.ABOUT[part]
    most = POSITIONS_MOST if part is Part.POSITIONS else ROWS_MOST
    return KeptPart(
        part=part,
        title=about.title,
        purpose=about.purpose,
        basis=about.basis,
        kept=about.kept,
        kept_days=position_days if part is Part.POSITIONS else about.days,
        receivers=list(about.receivers),
        rows_max=most,
        more=len(rows) > most,
        rows=rows[:most],
    )
