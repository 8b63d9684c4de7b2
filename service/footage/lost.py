"""What people say that they have lost, for who keeps what was found."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from msgspec import Struct

from service.core.geo import Place
from service.core.problem import Invalid
from service.footage import show, store
from service.footage.terms import Category, FootageState
from service.identity.wire import OFFICE, Who
from service.platform.db import Connection
from service.platform.house import House


class LostThing(Struct, frozen=True, kw_only=True):
    """A request of somebody who has lost something, with what he wrote."""

    footage_id: UUID
    number: int
    state: FootageState
    place: Place
    from_at: datetime
    until_at: datetime
    words: str


async def lost(
    house: House,
    connection: Connection,
    areas: Iterable[str],
    since: datetime,
    until: datetime,
    count: int,
) -> list[LostThing]:
    """Requests about lost things of these areas, missed in this time, the latest first."""
    rows = await store.lost(connection, areas, since, until, count)
    return [
        LostThing(
            footage_id=row.footage_id,
            number=row.number,
            state=row.state,
            place=Place(row.lat, row.lon),
            from_at=row.from_at,
            until_at=row.until_at,
            words=show.person(house, row).description,
        )
        for row in rows
    ]


async def seen(connection: Connection, who: Who, footage_id: UUID) -> None:
    """Check that there is such a request about a lost thing. Raises Invalid."""
    row = await store.by_id(connection, footage_id)
    known = row is not None and who.sees(row.scope, OFFICE)
    if row is None or not known or row.category is not Category.LOST_PROPERTY:
        raise Invalid("There is no such request about a lost thing.", field="footage_id")
