"""Reading the access register of one's areas, and taking it out: which is written into it first."""

from collections.abc import AsyncIterator

import msgspec

from service.audit import actions as audit
from service.audit.exporting import Form, in_short, write_out
from service.audit.wire import LookKind, LookRow, Sought
from service.identity.wire import INSPECTORS, Who
from service.platform.house import House


async def rows(house: House, who: Who, sought: Sought, before: int, count: int) -> list[LookRow]:
    """Rows of your areas below a number, the newest first."""
    async with house.db.reading() as connection:
        return await audit.rows(connection, _within(who, sought), before, count)


async def export(
    house: House, who: Who, sought: Sought, form: Form, *, chinese: bool
) -> AsyncIterator[bytes]:
    """The register of your areas as a file; that you take it is on record when this returns."""
    within = _within(who, sought)
    scope = sorted(who.areas(INSPECTORS))
    look = who.look(
        LookKind.EXPORT, in_short(within, form), reason="export", scope=scope, roles=INSPECTORS
    )
    await audit.record(house, look)
    return write_out(house, within, form, chinese=chinese)


def _within(who: Who, sought: Sought) -> Sought:
    return msgspec.structs.replace(sought, areas=who.areas(INSPECTORS))
