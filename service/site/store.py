"""Sites and devices in PostgreSQL."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from msgspec import Struct

from service.core.geo import Place
from service.platform.db import Connection, many, one, run, value
from service.platform.sql import Statements, anywhere
from service.site.wire import (
    Algorithm,
    BoxFault,
    Device,
    DeviceAt,
    DrillTold,
    Guarded,
    Heartbeat,
    KeyOfSchool,
    NewSite,
    SelfTested,
    SiteRow,
    TestPlan,
)

_sql = Statements(__file__)


class Speaker(Struct, frozen=True):
    """A device that may speak, and what its signature is checked by."""

    device_id: UUID
    algorithm: Algorithm
    public_key: bytes | None
    secret_sealed: bytes | None


class Silent(Struct, frozen=True):
    """A device that has missed its heartbeats."""

    device_id: UUID
    label: str
    seen_at: datetime
    site_id: UUID
    site_name: str
    lineage: list[str]


class Faulty(Struct, frozen=True):
    """A device that finds something wrong with itself."""

    device_id: UUID
    label: str
    faults: list[BoxFault]
    self_test: SelfTested | None
    site_id: UUID
    site_name: str
    lineage: list[str]


class Refusals(Struct, frozen=True):
    """How often a device's name was used in vain."""

    code: str
    count: int
    last_at: datetime
    label: str
    site_id: UUID
    site_name: str
    lineage: list[str]


async def add_site(
    connection: Connection, site_id: UUID, new: NewSite, lineage: Sequence[str], place: Place
) -> None:
    """Add a site; its place and points are WGS-84 already."""
    await run(
        connection,
        _sql["add_site"],
        *(site_id, new.name, new.kind, new.site_class, new.area_code, lineage, new.address),
        *(place.lat, place.lon, new.points, new.rooms),
    )


async def sites_within(
    connection: Connection, areas: Iterable[str], after: UUID, count: int
) -> list[SiteRow]:
    """Sites of these areas, a page at a time by id."""
    return await many(connection, SiteRow, _sql["sites_within"], list(areas), after, count)


async def addressed(
    connection: Connection, areas: Iterable[str], words: str, count: int
) -> list[UUID]:
    """Sites of these areas whose address holds these words."""
    rows = await connection.fetch(_sql["addressed"], list(areas), anywhere(words), count)
    return [row["site_id"] for row in rows]


async def named(connection: Connection, words: str, count: int) -> list[SiteRow]:
    """Sites whose name or address holds these words, the shortest names first."""
    return await many(connection, SiteRow, _sql["named"], anywhere(words), count)


async def site_by_id(connection: Connection, site_id: UUID) -> SiteRow | None:
    """One site."""
    return await one(connection, SiteRow, _sql["site_by_id"], site_id)


async def sites_entrusted(
    connection: Connection, site_ids: Iterable[UUID], count: int
) -> list[SiteRow]:
    """These sites by name."""
    return await many(connection, SiteRow, _sql["sites_entrusted"], list(site_ids), count)


async def site_entrusted(
    connection: Connection, site_id: UUID, entrusted: Iterable[UUID]
) -> SiteRow | None:
    """One site, where it is among those entrusted."""
    return await one(connection, SiteRow, _sql["site_entrusted"], site_id, list(entrusted))


async def guarded(connection: Connection, after: UUID, count: int) -> list[Guarded]:
    """Sites where a press is likeliest, a page at a time by id."""
    return await many(connection, Guarded, _sql["guarded"], after, count)


async def add_device(
    connection: Connection,
    device_id: UUID,
    site_id: UUID,
    room: str | None,
    kind: str,
    label: str,
    replaces: UUID | None,
) -> None:
    """Add a device that waits for its box."""
    await run(connection, _sql["add_device"], device_id, site_id, room, kind, label, replaces)


async def add_code(
    connection: Connection, code_hash: bytes, device_id: UUID, expires_at: datetime
) -> None:
    """Remember a one-time code by its hash."""
    await run(connection, _sql["add_code"], code_hash, device_id, expires_at)


async def void_codes(connection: Connection, device_id: UUID, now: datetime) -> None:
    """Make earlier codes of a device useless."""
    await run(connection, _sql["void_codes"], device_id, now)


async def spend_code(connection: Connection, code_hash: bytes, now: datetime) -> UUID | None:
    """The device that a code enrols; None where it does not any more."""
    device_id: UUID | None = await value(connection, _sql["spend_code"], code_hash, now)
    return device_id


async def enrolled_by(
    connection: Connection, code_hash: bytes, public_key: bytes, now: datetime
) -> UUID | None:
    """The device that this code has enrolled with this key already."""
    device_id: UUID | None = await value(
        connection, _sql["enrolled_by"], code_hash, public_key, now
    )
    return device_id


async def enrol_device(
    connection: Connection,
    device_id: UUID,
    algorithm: str,
    public_key: bytes | None,
    secret_sealed: bytes | None,
    model: str,
    now: datetime,
) -> bool:
    """Let a device be heard with this key; whether it was waiting for that."""
    values = (device_id, algorithm, public_key, secret_sealed, model, now)
    return await value(connection, _sql["enrol_device"], *values) is not None


async def replace_device(connection: Connection, device_id: UUID) -> UUID | None:
    """Retire the device whose place this one takes; its id."""
    retired: UUID | None = await value(connection, _sql["replace_device"], device_id)
    return retired


async def rotate_key(connection: Connection, device_id: UUID, public_key: bytes) -> bool:
    """Put a new public key in place of the old; whether the device signs with one."""
    return await value(connection, _sql["rotate_key"], device_id, public_key) is not None


async def revoke_device(connection: Connection, device_id: UUID) -> bool:
    """Stop hearing a device; whether it was heard."""
    return await value(connection, _sql["revoke_device"], device_id) is not None


async def invite_again(connection: Connection, device_id: UUID) -> bool:
    """Let a device be enrolled once more; whether it may."""
    return await value(connection, _sql["invite_again"], device_id) is not None


async def device_at(connection: Connection, device_id: UUID, now: datetime) -> DeviceAt | None:
    """A device, its site, and the tests declared there that are not over."""
    found = await devices_at(connection, [device_id], now)
    return found[0] if found else None


async def devices_at(
    connection: Connection, device_ids: Sequence[UUID], now: datetime
) -> list[DeviceAt]:
    """Those of these devices that exist, as `device_at`."""
    return await many(connection, DeviceAt, _sql["devices_at"], list(device_ids), now)


async def devices_of_site(connection: Connection, site_id: UUID) -> list[Device]:
    """The devices of a site."""
    return await many(connection, Device, _sql["devices_of_site"], site_id)


async def keys_of_schools(connection: Connection, after: UUID, count: int) -> list[KeyOfSchool]:
    """Enrolled keys of schools and kindergartens, a page at a time by id."""
    return await many(connection, KeyOfSchool, _sql["keys_of_schools"], after, count)


async def beat(
    connection: Connection,
    device_id: UUID,
    now: datetime,
    heartbeat: Heartbeat,
    started_at: datetime,
    faults: list[BoxFault] | None,
    self_test: SelfTested | None,
) -> None:
    """Remember that a device lives."""
    await run(
        connection,
        _sql["beat"],
        *(device_id, now, started_at, heartbeat.version, heartbeat.spooled),
        *(heartbeat.power, heartbeat.battery_pct, faults, self_test),
    )


async def speakers(connection: Connection, device_ids: Sequence[UUID]) -> list[Speaker]:
    """Those of these devices that may speak, with what their signatures are checked by."""
    return await many(connection, Speaker, _sql["speakers"], device_ids)


async def beat_together(
    connection: Connection, beats: Sequence[Mapping[str, object]], now: datetime
) -> None:
    """Remember that these devices live."""
    await run(connection, _sql["beat_together"], beats, now)


async def faulty(connection: Connection, count: int) -> list[Faulty]:
    """Devices that find something wrong with themselves, by id."""
    return await many(connection, Faulty, _sql["faulty"], count)


async def sound(connection: Connection, device_ids: Sequence[UUID]) -> list[UUID]:
    """Which of these devices find nothing wrong with themselves, or are no longer heard."""
    rows = await connection.fetch(_sql["sound"], device_ids)
    return [row["device_id"] for row in rows]


async def silent_since(connection: Connection, instant: datetime, count: int) -> list[Silent]:
    """Devices not seen since an instant, the longest silent first."""
    return await many(connection, Silent, _sql["silent_since"], instant, count)


async def first_to_fall_silent(connection: Connection, instant: datetime) -> datetime | None:
    """When that device was heard which of those heard since an instant was heard first."""
    found: datetime | None = await value(connection, _sql["first_to_fall_silent"], instant)
    return found


async def seen_since(
    connection: Connection, device_ids: Sequence[UUID], instant: datetime
) -> list[UUID]:
    """Which of these devices have been seen since, or are no longer expected."""
    rows = await connection.fetch(_sql["seen_since"], device_ids, instant)
    return [row["device_id"] for row in rows]


async def count_refusals(
    connection: Connection, device_id: UUID, code: str, count: int, now: datetime
) -> None:
    """Count a request that was refused in a device's name."""
    await run(connection, _sql["count_refusals"], device_id, code, count, now)


async def refusals_of(connection: Connection, device_id: UUID) -> list[Refusals]:
    """What was refused in a device's name, the latest first."""
    return await many(connection, Refusals, _sql["refusals_of"], device_id)


async def add_test_plan(
    connection: Connection, plan: TestPlan, declared_by: UUID, now: datetime
) -> None:
    """Remember a declared test."""
    await run(
        connection,
        _sql["add_test_plan"],
        *(plan.plan_id, plan.site_id, plan.starts_at, plan.ends_at, plan.unit_ids, plan.note),
        *(plan.silent, plan.declared_name, declared_by, now),
    )


async def test_plans_of(connection: Connection, site_id: UUID, now: datetime) -> list[TestPlan]:
    """The tests declared for a site that are not over."""
    return await many(connection, TestPlan, _sql["test_plans_of"], site_id, now)


async def test_plans_ever(connection: Connection, site_id: UUID, count: int) -> list[TestPlan]:
    """Every test declared for a site, the latest first."""
    return await many(connection, TestPlan, _sql["test_plans_ever"], site_id, count)


async def test_plan_of(connection: Connection, plan_id: UUID, site_id: UUID) -> TestPlan | None:
    """One declared test of a site."""
    return await one(connection, TestPlan, _sql["test_plan_of"], plan_id, site_id)


async def test_plans_within(
    connection: Connection, areas: Iterable[str], now: datetime, until: datetime, count: int
) -> list[DrillTold]:
    """Declared tests of these areas that are not over and begin before an instant."""
    values = (list(areas), now, until, count)
    return await many(connection, DrillTold, _sql["test_plans_within"], *values)


async def withdraw_test_plan(
    connection: Connection, plan_id: UUID, site_id: UUID, now: datetime
) -> TestPlan | None:
    """Take a declared test back; None where there was none."""
    return await one(connection, TestPlan, _sql["withdraw_test_plan"], plan_id, site_id, now)


async def end_drills(
    connection: Connection, site_id: UUID, now: datetime, by: str
) -> list[TestPlan]:
    """End every window that is open now: it turned real."""
    return await many(connection, TestPlan, _sql["end_drills"], site_id, now, by)
