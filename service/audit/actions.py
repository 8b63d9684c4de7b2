"""Writing the access register, anchoring it, reading it, and letting go of what is too old."""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

import msgspec
import structlog

from service.audit import rules, store
from service.audit.wire import Anchor, Look, LookRow, Sought, Verdict
from service.core.ids import new_id
from service.core.times import EARLIEST, LATEST
from service.platform.asks import Errand, for_system
from service.platform.db import Connection, Transaction
from service.platform.house import House
from service.platform.signet import Signet, open_signet
from service.settings import Settings

_log = structlog.get_logger()

# What a statement carries; whoever looks at a film asks for forty pictures at once.
_TOGETHER_MOST = 200
_PAGE = 2000
_ANCHORS_MOST = 100_000
_FORGOTTEN_AT_ONCE = 1000
# Three years, as the law asks for records of processing; the table itself lets nothing go earlier.
KEPT_LEAST = timedelta(days=1096)
EVERYTHING = Sought(incident=None, person=None, from_at=EARLIEST, until_at=LATEST, areas=None)


async def record(house: House, look: Look) -> None:
    """Write a look, committed when this returns: only then may pixels be sent.

    Looks of the same moment are committed together: the chain has one end, and whoever writes
    there holds it until his commit is on disk.
    """
    now = house.clock.now()
    written = {"look_id": new_id(now), "at": now} | msgspec.structs.asdict(look)

    @for_system(Errand.REGISTER)
    async def write(looks: Sequence[bytes]) -> None:
        async with house.db.transaction() as connection:
            for first in range(0, len(looks), _TOGETHER_MOST):
                await store.record(connection, looks[first : first + _TOGETHER_MOST])

    await house.looks.together(msgspec.json.encode(written), write)


async def rows(connection: Connection, sought: Sought, before: int, count: int) -> list[LookRow]:
    """Rows below a number, the newest first."""
    return await store.newest(connection, sought, before, count)


async def anchors(connection: Connection, before: int, count: int) -> list[Anchor]:
    """Anchors below a number, the newest first."""
    return await store.newest_anchors(connection, before, count)


def signet_of(settings: Settings) -> Signet:
    """The key that signs anchors, made where there is none. Raises SignetUnusable."""
    return open_signet(Path(settings.register_key_file or settings.data_folder / "register.key"))


async def anchor(house: House, transaction: Transaction) -> Anchor | None:
    """Sign where the register stands, and put that where an outside party can take it.

    None where nothing was written since the last one.
    """
    async with house.db.reading() as connection:
        head = await store.head(connection)
        kept = await store.newest_anchors(connection, head.number + 1, 1)
    made = None
    if head.number > (kept[0].number if kept else 0):
        made = await _signed(house, head.number, head.digest, cut=False)
    async with transaction() as connection:
        if made is not None:
            await store.anchor(connection, made)
    return made


async def _signed(house: House, number: int, digest: str, *, cut: bool) -> Anchor:
    """A fresh anchor, in the blob store and in the log."""
    signet = await asyncio.to_thread(signet_of, house.settings)
    at = house.clock.now()
    bare = Anchor(number=number, digest=digest, at=at, cut=cut, key=signet.public, signature="")
    made = msgspec.structs.replace(bare, signature=signet.sign(rules.anchor_text(bare)))
    name = f"anchors/{at:%Y%m%dT%H%M%S%f}-{number}{'-cut' if cut else ''}.json"
    await house.blobs.put(name, msgspec.json.encode(made))
    said = {"row": number, "digest": digest, "made_at": at.isoformat(), "cut": cut}
    _log.info("register.anchored", **said, key=made.key, signed=made.signature)
    return made


async def verify(
    house: House, outside: Sequence[Anchor] = (), *, key: str | None = None
) -> Verdict:
    """Walk along the register as it is kept now, with its own anchors and those from outside."""
    async with house.db.reading() as connection:
        head = await store.head(connection)
        own = await store.anchors(connection, 0, head.number, _ANCHORS_MOST)
    walk, after = rules.Walk([*own, *outside], key=key), 0
    while True:
        async with house.db.reading() as connection:
            page = await store.between(connection, EVERYTHING, after, head.number, _PAGE)
        for row, _ in page:
            walk.step(row)
        if len(page) < _PAGE:
            return walk.end(head)
        after = page[-1][0].number


async def forget(
    house: House,
    kept: timedelta,
    now: datetime,
    spared: Collection[UUID],
    prove: Callable[[Connection, int, str], Awaitable[None]],
) -> int:
    """Delete rows older than that, behind a signed anchor that says what stood at the cut.

    From the first on, up to the first that is younger or of a spared incident: the rest is to stay
    one chain. How many; what is left over when it is interrupted goes the next time. `prove` is
    told how many go, and the digest at the cut, in the transaction in which they go.
    """
    async with house.db.reading() as connection:
        until = await store.last_before(connection, now - max(kept, KEPT_LEAST), spared)
        first = await store.first_kept(connection)
        digest = await store.digest_at(connection, until)
    if first is None or digest is None or until < first:
        return 0
    made = await _signed(house, until, digest, cut=True)
    async with house.db.transaction() as connection:
        await store.anchor(connection, made)
    gone = 0
    while True:
        async with house.db.transaction() as connection:
            some = await store.forget(connection, until, _FORGOTTEN_AT_ONCE)
            if some:
                await prove(connection, some, digest)
        gone += some
        if some < _FORGOTTEN_AT_ONCE:
            return gone
