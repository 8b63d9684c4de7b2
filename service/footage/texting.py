"""Telling an applicant by a text that his request has moved on: where it stands, and no more.

Whoever else reads his telephone learns that he asked, and not what.
"""

from datetime import timedelta
from uuid import UUID

from service.footage import filing, show, store
from service.footage.table import STAGES
from service.footage.wire import Row
from service.platform.db import Transaction
from service.platform.house import House
from service.platform.push import Outcome, PhoneNumber, Ring

_TEXT = "text"
# What comes later than that was overtaken by the page.
_LIFE = timedelta(days=1)
_WORDS = (
    "平安铃:您的查看申请(编号 {number})有新进展:{zh}。Watchbell: request no. {number}: {en}. {link}"
)


class NotTexted(Exception):
    """The gateway does not take it now; it is tried again."""


async def text(house: House, footage_id: UUID, transaction: Transaction) -> None:
    """Tell where a request stands, once for each move. Raises NotTexted."""
    channel = house.channels.get(_TEXT)
    async with house.db.reading() as connection:
        row = await store.by_id(connection, footage_id)
        texted = await store.texted_version(connection, footage_id)
    if channel is None or row is None or row.version <= texted or not _concerns(row):
        return
    number = show.person(house, row).phone
    if not number:
        return
    until = house.clock.now() + _LIFE
    ring = Ring(task_id=footage_id, words=words(house, row), expires_at=until)
    answer = await channel.send(ring, PhoneNumber(number))
    if answer.outcome in (Outcome.RETRY_LATER, Outcome.CONFIG):
        raise NotTexted
    async with transaction() as connection:
        await store.set_texted(connection, footage_id, row.version)


def words(house: House, row: Row) -> str:
    """The text itself."""
    stage, base = STAGES[row.state], house.settings.public_url.rstrip("/")
    # Who applied at a counter has no page of his own, but a receipt.
    path = "receipt" if row.applicant_id is None else f"requests/{row.footage_id}"
    link = f"{base}/footage/{path}" if base else ""
    said = _WORDS.format(number=row.number, zh=stage.zh, en=stage.en, link=link)
    return said.strip()


def _concerns(row: Row) -> bool:
    """Whether he does not know it: what he did himself he saw, but that it was taken at all."""
    own = row.moved_by == filing.APPLICANT and row.version > 1
    return STAGES[row.state].is_told and not own
