"""The register of officers' phones, and attempts to ring them."""

import asyncio
import contextlib
import hmac
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from uuid import UUID

import msgspec

from service.audit import actions as audit
from service.audit.wire import LookKind, Unmask
from service.centre import actions as centre
from service.core.ids import new_id
from service.core.problem import Invalid, NotFound
from service.identity import actions as identity
from service.identity.wire import STAFF, Colleague, Who
from service.phone import rules, store
from service.phone.wire import (
    GATEWAYS,
    PHONES_MOST,
    Addressed,
    Arrived,
    BrowserKey,
    By,
    ByApns,
    ByFcm,
    ByHuawei,
    ByWeb,
    Check,
    Delivery,
    Gateway,
    GatewayTrouble,
    NewPhone,
    NoGateway,
    Number,
    Phone,
    Phones,
    Queued,
    Retired,
    Sought,
    TooManyPhones,
)
from service.platform.asks import Errand
from service.platform.db import Connection, lifted
from service.platform.house import House
from service.platform.push import (
    Address,
    Answer,
    ApnsToken,
    Channel,
    FcmToken,
    HuaweiToken,
    Outcome,
    Ring,
    Urgency,
    WebSubscription,
)
from service.platform.push.retirement import RETIREMENT_WINDOW, may_retire
from service.platform.push.web_push import WebPushChannel

_PURPOSE = "phone.address"
_ATTEMPT = "phone.attempt"
CHECK_WORDS = "平安铃：这是一次试响。Watchbell: this is a trial ring."
# Of one unit: more phones than it has officers with pockets.
_RUNG_MOST = 200
_CHECK_HOLDS = timedelta(minutes=1)
CANARY_EVERY = timedelta(minutes=5)
# A trial ring from before is no word on now.
CANARY_OLD = timedelta(minutes=15)
GATEWAY_LATELY = timedelta(minutes=10)


async def add_phone(house: House, who: Who, new: NewPhone) -> Phone:
    """Register a phone that an officer has signed in on. Raises TooManyPhones."""
    return await keep_phone(house, who, new_id(house.clock.now()), new)


async def keep_phone(house: House, who: Who, phone_id: UUID, new: NewPhone) -> Phone:
    """Write what a phone says of itself, at each start. Raises Invalid, NotFound, TooManyPhones.

    An address that another phone had before is this one's now.
    """
    # The form of this field was released without a pattern; the database takes no such text.
    if "\0" in new.app_version:
        raise Invalid("Text cannot hold this character.", field="app_version")
    now = house.clock.now()
    sealed, digests = None, list[bytes]()
    gateway = Gateway.NONE
    if new.by is not None:
        text = msgspec.json.encode(new.by).decode()
        sealed, digests = house.seal.close(text, _PURPOSE), house.seal.indexes(text, _PURPOSE)
        gateway = _gateway(new.by)
    async with house.db.transaction() as connection:
        if await store.living(connection, who.account_id, phone_id) >= PHONES_MOST:
            raise TooManyPhones
        # Whose phone had this address before is none of the asker's.
        async with lifted(connection, Errand.ADDRESS):
            kept = await store.keep_phone(
                connection,
                phone_id,
                who.account_id,
                new.platform,
                new.model,
                new.app_version,
                gateway,
                sealed,
                digests,
                new.allows,
                new.canary,
                now,
            )
        phone = await store.phone(connection, phone_id, who.account_id) if kept else None
        if phone is None:
            raise NotFound(field="phone_id")
    return phone


async def my_phones(connection: Connection, who: Who) -> list[Phone]:
    """The phones that an officer is signed in on, and those that a gateway called dead."""
    return (await phones_of(connection, [who.account_id]))[who.account_id]


async def phones_of(connection: Connection, account_ids: Sequence[UUID]) -> Phones:
    """What each of these officers can be rung by, and when that last worked."""
    found: dict[UUID, list[Phone]] = {account_id: [] for account_id in account_ids}
    for row in await store.phones_of(connection, account_ids):
        fields = {name: getattr(row, name) for name in Phone.__struct_fields__}
        found[row.account_id].append(Phone(**fields))
    return found


async def unmask(house: House, who: Who, account_id: UUID, why: Unmask) -> Number:
    """Somebody's telephone number, once it is on record who asks and why. Raises NotFound."""
    async with house.db.reading() as connection:
        scope = await _scope_of(connection, who, account_id)
        number = await identity.phone_number(house, connection, account_id)
    content = f"telephone number of account {account_id}"
    looked = who.look(LookKind.UNMASKED, content, reason=why.reason, scope=scope)
    await audit.record(house, looked)
    return Number(phone_number=number)


async def whose(house: House, who: Who, sought: Sought) -> list[Colleague]:
    """Whose number this is, of those in your areas, once it is on record who asks and why."""
    found = []
    async with house.db.reading() as connection:
        for one in await identity.by_number(house, connection, sought.phone_number):
            with contextlib.suppress(NotFound):
                found.append((one, await _scope_of(connection, who, one.account_id)))
    for one, scope in found:
        content = f"whose a telephone number is: account {one.account_id}"
        looked = who.look(LookKind.UNMASKED, content, reason=sought.reason, scope=scope)
        await audit.record(house, looked)
    return [one for one, _ in found]


async def _scope_of(connection: Connection, who: Who, account_id: UUID) -> list[str]:
    """An area in which an account has a role and you oversee it. Raises NotFound."""
    for area_code in await identity.areas_of(connection, account_id):
        scope = await centre.lineage(connection, area_code)
        if who.sees(scope, STAFF):
            return scope
    raise NotFound(field="account_id")


async def sign_out_phone(house: House, who: Who, phone_id: UUID) -> None:
    """Ring a phone no more. Raises NotFound."""
    async with house.db.transaction() as connection:
        gone = await store.retire(
            connection, phone_id, who.account_id, Retired.SIGNED_OUT, house.clock.now()
        )
        if not gone and await store.phone(connection, phone_id, who.account_id) is None:
            raise NotFound(field="phone_id")


async def addressed(
    house: House, connection: Connection, account_ids: Iterable[UUID]
) -> list[Addressed]:
    """The phones of these officers that a gateway can ring, their addresses in the clear."""
    return [_opened(house, row) for row in await store.addressed(connection, account_ids)]


async def rung_for(
    house: House, connection: Connection, task_id: UUID
) -> list[tuple[Addressed, int]]:
    """The phones that a gateway may have rung for a task, each with its last ring's version."""
    rows = await store.rung_for(connection, task_id, _RUNG_MOST)
    return [(_opened(house, row), row.version) for row in rows]


async def addressed_one(house: House, connection: Connection, phone_id: UUID) -> Addressed:
    """One phone that a gateway can ring. Raises NoGateway."""
    row = await store.addressed_one(connection, phone_id)
    if row is None:
        raise NoGateway
    return _opened(house, row)


async def queue(connection: Connection, queued: Iterable[Queued], now: datetime) -> None:
    """Write attempts before they are made: one that is lost half-way is seen to be."""
    await store.add_deliveries(connection, queued, now)


async def answered(
    house: House, connection: Connection, queued: Queued, answer: Answer, phone: Addressed | None
) -> bool:
    """Write what a gateway said; whether it called a phone dead that is not believed dead.

    A dead address is retired, unless so many die at once that the fault must be ours.
    """
    now = house.clock.now()
    await store.answered(
        connection,
        queued.delivery_id,
        answer.outcome,
        answer.reason,
        answer.gateway_id,
        now,
    )
    if answer.outcome is not Outcome.TOKEN_DEAD or phone is None:
        return False
    if not rules.is_dead(phone.address_at, answer.dead_before):
        return False
    return not await _retire_dead(connection, phone, phone.gateway, now)


async def check(house: House, who: Who, phone_id: UUID) -> Check:
    """Ring one of your own phones for trial. Raises NotFound, NoGateway.

    Its receipt proves that the way is open; what the gateway says proves nothing.
    """
    now = house.clock.now()
    async with house.db.reading() as connection:
        if await store.phone(connection, phone_id, who.account_id) is None:
            raise NotFound(field="phone_id")
        phone = await addressed_one(house, connection, phone_id)
        by = house.channels.get(phone.gateway)
        if by is None:
            raise NoGateway
    answer = await _ring_for_trial(house, by, phone, now)
    return Check(phone_id=phone_id, gateway=phone.gateway, outcome=answer.outcome)


async def ring_canaries(house: House) -> int:
    """Ring a phone at the centre by each gateway that was not tried for a while; how many."""
    now = house.clock.now()
    async with house.db.reading() as connection:
        rows = await store.canaries(connection, _gateways(house), now - CANARY_EVERY)
    due = [_opened(house, row) for row in rows]
    rings = (_ring_for_trial(house, house.channels[one.gateway], one, now) for one in due)
    await asyncio.gather(*rings)
    return len(due)


async def standings(house: House, connection: Connection) -> dict[Gateway, GatewayTrouble | None]:
    """What is wrong with each gateway that is set up, where anything is."""
    now = house.clock.now()
    found = await store.standings(
        connection, _gateways(house), now - CANARY_OLD, now - GATEWAY_LATELY
    )
    return {one.gateway: rules.trouble(one, now) for one in found}


def _gateways(house: House) -> list[str]:
    return sorted(GATEWAYS & house.channels.keys())


async def _ring_for_trial(house: House, by: Channel, phone: Addressed, now: datetime) -> Answer:
    """Ring one phone for nothing, and write what its gateway said."""
    number = delivery_id(house, "check", phone.phone_id, now.isoformat())
    attempt = Queued(number, None, phone.account_id, phone.phone_id, phone.gateway, 1)
    async with house.db.transaction() as connection:
        await queue(connection, [attempt], now)
    trial = Ring(
        task_id=phone.phone_id,
        words=CHECK_WORDS,
        expires_at=now + _CHECK_HOLDS,
        urgency=Urgency.ORDINARY,
        attempt_id=number,
        phone_id=phone.phone_id,
    )
    answer = await by.send(trial, phone.address)
    async with house.db.transaction() as connection:
        await answered(house, connection, attempt, answer, phone)
    return answer


async def delivered(connection: Connection, channel: str, gateway_id: str, now: datetime) -> None:
    """A gateway says that it showed a push."""
    await store.delivered(connection, channel, gateway_id, now)


async def received(
    connection: Connection, delivery_id: UUID, now: datetime, *, seen: bool
) -> Arrived | None:
    """A phone says that a push arrived, or was seen; None where there is no such attempt."""
    return await store.received(connection, delivery_id, now, seen=seen)


def web_push_key(house: House) -> BrowserKey:
    """With what a browser's page subscribes, so that we alone can ring it."""
    channel = house.channels.get(Gateway.WEB_PUSH)
    known = channel.public_key if isinstance(channel, WebPushChannel) else None
    return BrowserKey(public_key=known)


async def called_dead(
    connection: Connection, gateway: Gateway, gateway_id: str, now: datetime
) -> None:
    """A gateway says afterwards that a message was for a dead address: not where so many die."""
    for row in await store.rung_by(connection, gateway, gateway_id):
        if rules.is_dead(row.address_at, row.at):
            await _retire_dead(connection, row, gateway, now)


async def _retire_dead(
    connection: Connection, phone: Addressed | store.RungRow, gateway: Gateway, now: datetime
) -> bool:
    """Ring a dead phone no more; False where so many die at once that it is not believed."""
    async with lifted(connection, Errand.GATEWAY):
        brake = await store.brake(connection, gateway, now - RETIREMENT_WINDOW)
    if not may_retire(brake.retired, known=brake.known, now=now):
        return False
    await store.retire(connection, phone.phone_id, phone.account_id, Retired.DEAD, now)
    return True


async def deliveries_of(connection: Connection, task_ids: Iterable[UUID]) -> list[Delivery]:
    """Every attempt to ring for these tasks, in the order of time."""
    return await store.deliveries_of(connection, task_ids)


def delivery_id(house: House, *names: object) -> UUID:
    """The number of an attempt: the same each time, and known only to us and the phone."""
    said = "|".join(str(name) for name in names).encode()
    return UUID(bytes=hmac.digest(house.seal.key_for(_ATTEMPT), said, "sha256")[:16], version=5)


def _gateway(by: By) -> Gateway:
    return Gateway(str(type(by).__struct_config__.tag))


def _opened(house: House, row: store.AddressRow) -> Addressed:
    text = house.seal.open(row.address_sealed, _PURPOSE)
    by = msgspec.json.decode(text, type=By)
    return Addressed(row.phone_id, row.account_id, _gateway(by), _address(by), row.address_at)


def _address(by: By) -> Address:
    """An address as its gateway's channel takes it."""
    match by:
        case ByApns():
            return ApnsToken(by.token, by.environment)
        case ByFcm():
            return FcmToken(fid=by.token) if by.installation else FcmToken(token=by.token)
        case ByHuawei():
            return HuaweiToken(by.token, by.generation)
        case ByWeb():
            return WebSubscription(by.endpoint, by.p256dh, by.auth)
