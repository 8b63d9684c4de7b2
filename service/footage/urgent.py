"""What a search for somebody needs of the request that began it, and what it says back to it."""

from datetime import datetime
from uuid import UUID

from msgspec import Struct

from service.core.geo import Place
from service.footage import guards, show, store
from service.footage.terms import FootageLane, FootageState
from service.footage.wire import AtRisk, Row
from service.platform.db import Connection
from service.platform.house import House


class Urgent(Struct, frozen=True, kw_only=True):
    """A request in which somebody may be at risk: where, since when, and what was written."""

    footage_id: UUID
    number: int
    scope: list[str]
    lane: FootageLane
    state: FootageState
    at_risk: AtRisk
    seen_at: datetime
    place: Place
    words: str
    outcome: str | None


class Papers(Struct, frozen=True):
    """What an emergency put off and is still to be made up for (PIPL, article 18)."""

    identity: bool
    consent_in_writing: bool
    notice: bool


async def find(house: House, connection: Connection, footage_id: UUID) -> Urgent | None:
    """A request by which somebody is searched for, locked; None where it says nobody's risk."""
    row = await store.by_id(connection, footage_id, locked=True)
    if row is None or row.at_risk is None:
        return None
    return Urgent(
        footage_id=row.footage_id,
        number=row.number,
        scope=row.scope,
        lane=row.lane,
        state=row.state,
        at_risk=row.at_risk,
        seen_at=row.from_at,
        place=Place(row.lat, row.lon),
        words=show.person(house, row).description,
        outcome=row.outcome,
    )


async def request(connection: Connection, footage_id: UUID) -> Row:
    """The request of a search."""
    row = await store.by_id(connection, footage_id)
    assert row is not None, "a search names a request that exists"
    return row


async def papers(connection: Connection, footage_id: UUID) -> Papers:
    """What the request of a search still owes."""
    row = await request(connection, footage_id)
    consents = await store.consents_of(connection, footage_id)
    urgent = row.lane is FootageLane.EMERGENCY
    told = row.state in (FootageState.NOTIFIED, FootageState.CLOSED)
    return Papers(
        identity=urgent and row.identity_at is None,
        consent_in_writing=urgent and any(guards.owes_writing(one) for one in consents),
        notice=urgent and not told,
    )
