"""Words between citizen and office, sealed; and how satisfied somebody is at the end."""

from uuid import UUID

from service.core.ids import new_id
from service.footage import actions, filing, store
from service.footage.refusals import NotYet, TooManyMessages
from service.footage.table import FINAL
from service.footage.wire import MESSAGED, FootageMessage, NewFootageMessage, Satisfaction
from service.identity.wire import Who
from service.platform.db import Connection
from service.platform.house import House

TEXT = "footage_message.text"
_MOST = 500


async def say(house: House, who: Who, footage_id: UUID, new: NewFootageMessage) -> FootageMessage:
    """Write to the applicant of a request of your areas. Raises NotFound, TooManyMessages."""
    async with house.transaction() as connection:
        await actions.seen(connection, who, footage_id, locked=True)
        return await _say(house, connection, footage_id, new, who.display, by_office=True)


async def say_own(
    house: House, who: Who, footage_id: UUID, new: NewFootageMessage
) -> FootageMessage:
    """Write to the office about a request of one's own. Raises NotFound, TooManyMessages."""
    async with house.transaction() as connection:
        await actions.mine(connection, who, footage_id, locked=True)
        by = filing.APPLICANT
        return await _say(house, connection, footage_id, new, by, by_office=False)


async def read(house: House, who: Who, footage_id: UUID) -> list[FootageMessage]:
    """What was written about a request of your areas. Raises NotFound."""
    async with house.db.reading() as connection:
        await actions.seen(connection, who, footage_id)
        rows = await store.messages_of(connection, footage_id, _MOST)
    return [_told(house, row, named=True) for row in rows]


async def read_own(house: House, who: Who, footage_id: UUID) -> list[FootageMessage]:
    """What was written about a request of one's own; of the office nobody is named."""
    async with house.db.reading() as connection:
        await actions.mine(connection, who, footage_id)
        rows = await store.messages_of(connection, footage_id, _MOST)
    return [_told(house, row, named=False) for row in rows]


async def rate(house: House, who: Who, footage_id: UUID, said: Satisfaction) -> None:
    """Say how satisfied one is, once it is over. Raises NotFound, NotYet."""
    async with house.transaction() as connection:
        row = await actions.mine(connection, who, footage_id, locked=True)
        if row.state not in FINAL and row.outcome is None:
            raise NotYet("There is no result yet.")
        await store.set_satisfaction(connection, footage_id, said.stars)


async def write(
    house: House, connection: Connection, footage_id: UUID, text: str, by: str, *, by_office: bool
) -> UUID:
    """Keep a word, sealed."""
    now = house.clock.now()
    message_id = new_id(now)
    sealed = house.seal.close(text, TEXT)
    values = (message_id, footage_id, now, by_office, by, sealed)
    await store.add_message(connection, *values)
    return message_id


async def tell(house: House, connection: Connection, footage_id: UUID, text: str, by: str) -> None:
    """Say something to whoever asked, in the office's name, because of what has come of it."""
    await write(house, connection, footage_id, text, by, by_office=True)
    await filing.announce(house, connection, footage_id, [], [MESSAGED])


async def _say(
    house: House,
    connection: Connection,
    footage_id: UUID,
    new: NewFootageMessage,
    by: str,
    *,
    by_office: bool,
) -> FootageMessage:
    if await store.count_messages(connection, footage_id) >= _MOST:
        raise TooManyMessages
    now = house.clock.now()
    message_id = await write(house, connection, footage_id, new.text, by, by_office=by_office)
    await filing.announce(house, connection, footage_id, [], [MESSAGED])
    return FootageMessage(message_id=message_id, at=now, by_office=by_office, who=by, text=new.text)


def _told(house: House, row: store.MessageRow, *, named: bool) -> FootageMessage:
    return FootageMessage(
        message_id=row.message_id,
        at=row.at,
        by_office=row.by_office,
        who=row.who if named or not row.by_office else "",
        text=house.seal.open(row.text_sealed, TEXT),
    )
