"""Phones and deliveries in PostgreSQL."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from msgspec import Struct

from service.phone.wire import (
    Allows,
    Arrived,
    Brake,
    Delivery,
    Gateway,
    Phone,
    Platform,
    Queued,
    Retired,
    Standing,
)
from service.platform.db import Connection, many, one, run, value
from service.platform.sql import Statements

_sql = Statements(__file__)


class PhoneRow(Phone):
    """A phone with whose it is."""

    account_id: UUID


class AddressRow(Struct, frozen=True):
    """A phone's address, sealed."""

    phone_id: UUID
    account_id: UUID
    address_sealed: bytes
    address_at: datetime


class RungForRow(AddressRow, frozen=True):
    """A phone that was rung for a task, and its highest ring."""

    version: int


async def keep_phone(
    connection: Connection,
    phone_id: UUID,
    account_id: UUID,
    platform: Platform,
    model: str,
    app_version: str,
    gateway: Gateway,
    address_sealed: bytes | None,
    address_digests: Sequence[bytes],
    allows: Allows,
    canary: bool,
    now: datetime,
) -> bool:
    """Write what a phone says of itself; False where it is another officer's.

    The first digest is written; by the others the address may stand in older rows.
    """
    if address_digests:
        await run(connection, _sql["take_over"], gateway, list(address_digests), phone_id, now)
    address_digest = address_digests[0] if address_digests else None
    kept = await value(
        connection,
        _sql["keep_phone"],
        *(phone_id, account_id, platform, model, app_version, gateway),
        *(address_sealed, address_digest, now, allows, canary),
    )
    return kept is not None


class RungRow(Struct, frozen=True):
    """Which phone a message was for, and since when it has its address."""

    phone_id: UUID
    account_id: UUID
    at: datetime
    address_at: datetime


async def phone(connection: Connection, phone_id: UUID, account_id: UUID) -> Phone | None:
    """One phone of an officer."""
    return await one(connection, Phone, _sql["phone"], phone_id, account_id)


async def phones_of(connection: Connection, account_ids: Iterable[UUID]) -> list[PhoneRow]:
    """The phones of these officers, the living first; those that a gateway called dead last."""
    return await many(connection, PhoneRow, _sql["phones_of"], list(account_ids))


async def living(connection: Connection, account_id: UUID, but: UUID) -> int:
    """On how many other phones an officer is signed in."""
    return int(await value(connection, _sql["living"], account_id, but))


async def addressed(connection: Connection, account_ids: Iterable[UUID]) -> list[AddressRow]:
    """Where the phones of these officers are rung."""
    return await many(connection, AddressRow, _sql["addressed"], list(account_ids))


async def addressed_one(connection: Connection, phone_id: UUID) -> AddressRow | None:
    """Where one phone is rung."""
    return await one(connection, AddressRow, _sql["addressed_one"], phone_id)


async def retire(
    connection: Connection, phone_id: UUID, account_id: UUID, why: Retired, now: datetime
) -> bool:
    """Ring a phone no more; False where it was retired already, or is another officer's."""
    found = await value(connection, _sql["retire"], phone_id, account_id, now, why)
    return found is not None


async def brake(connection: Connection, gateway: str, since: datetime) -> Brake:
    """How many addresses of a gateway died since, and how many live."""
    found = await one(connection, Brake, _sql["brake"], gateway, since)
    assert found is not None, "counts always give a row"
    return found


async def add_deliveries(connection: Connection, queued: Iterable[Queued], now: datetime) -> None:
    """Write attempts that are about to be made; those that are known stay as they are."""
    rows = [
        (q.delivery_id, q.task_id, q.account_id, q.phone_id, q.channel, q.attempt, now)
        for q in queued
    ]
    await connection.executemany(_sql["add_delivery"], rows)


async def answered(
    connection: Connection,
    delivery_id: UUID,
    outcome: str,
    reason: str,
    gateway_id: str,
    now: datetime,
) -> None:
    """Write what a gateway said."""
    values = (delivery_id, outcome, reason, gateway_id, now)
    await run(connection, _sql["answered"], *values)


async def delivered(connection: Connection, channel: str, gateway_id: str, now: datetime) -> None:
    """A gateway says that it showed a push."""
    await run(connection, _sql["delivered"], channel, gateway_id, now)


async def received(
    connection: Connection, delivery_id: UUID, now: datetime, *, seen: bool
) -> Arrived | None:
    """A phone says that a push arrived, or was seen; None where there is no such attempt."""
    return await one(connection, Arrived, _sql["received"], delivery_id, now, seen)


async def deliveries_of(connection: Connection, task_ids: Iterable[UUID]) -> list[Delivery]:
    """Every attempt to ring for these tasks, in the order of time."""
    return await many(connection, Delivery, _sql["deliveries_of"], list(task_ids))


async def rung_for(connection: Connection, task_id: UUID, count: int) -> list[RungForRow]:
    """The phones that a gateway may have rung for a task."""
    return await many(connection, RungForRow, _sql["rung_for"], task_id, count)


async def canaries(
    connection: Connection, gateways: Iterable[str], before: datetime
) -> list[AddressRow]:
    """One phone at the centre for each of these gateways, where none was rung since."""
    return await many(connection, AddressRow, _sql["canaries"], list(gateways), before)


async def standings(
    connection: Connection, gateways: Iterable[str], rung_since: datetime, asked_since: datetime
) -> list[Standing]:
    """How each of these gateways stands."""
    values = (list(gateways), rung_since, asked_since)
    return await many(connection, Standing, _sql["standings"], *values)


async def rung_by(connection: Connection, channel: str, gateway_id: str) -> list[RungRow]:
    """The living phones that a message of a gateway was for: one, or none."""
    return await many(connection, RungRow, _sql["rung_by"], channel, gateway_id)
