"""Sites, enrolment, heartbeats and declared tests."""

import base64
import hashlib
import secrets
from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from service.centre import actions as centre
from service.centre.wire import UnknownArea
from service.core.geo import given
from service.core.ids import new_id
from service.core.problem import NotFound, WrongMove
from service.core.times import as_utc
from service.identity.wire import STAFF, Role, Who
from service.platform.asks import Errand, for_system
from service.platform.db import Connection
from service.platform.house import House
from service.platform.outbox import Said
from service.site import rules, store
from service.site.store import Faulty, Refusals, Silent
from service.site.wire import (
    CHANGED,
    DRILL,
    HEARTBEAT_S,
    REFUSED,
    Algorithm,
    BoxFault,
    CodeSpent,
    Device,
    DeviceAt,
    DeviceChanged,
    DeviceMove,
    DeviceRefused,
    DeviceState,
    DrillTold,
    Enrol,
    Enrolled,
    Guarded,
    Heartbeat,
    Invited,
    KeyOfSchool,
    KeyUnusable,
    NewDevice,
    NewSite,
    NewTestPlan,
    Point,
    Rotated,
    Site,
    SiteName,
    SiteRow,
    TestPlan,
)

PAGE_MOST = 1000
# More sites at one address than this are not told apart by it.
_ADDRESSED_MOST = 500


async def add_site(connection: Connection, new: NewSite, site_id: UUID) -> Site:
    """Add a site with its rooms and points. Raises UnknownArea."""
    lineage = await centre.lineage(connection, new.area_code)
    place = new.place.wgs84()
    points = [Point(name=p.name, kind=p.kind, place=given(p.place.wgs84())) for p in new.points]
    kept = NewSite(
        name=new.name,
        kind=new.kind,
        site_class=new.site_class,
        area_code=new.area_code,
        address=new.address,
        place=given(place),
        points=points,
        rooms=new.rooms,
    )
    await store.add_site(connection, site_id, kept, lineage, place)
    row = await store.site_by_id(connection, site_id)
    assert row is not None, "it was added a moment ago"
    return _shown(row)


async def add_site_as(connection: Connection, who: Who, new: NewSite, site_id: UUID) -> Site:
    """Add a site to an area that you administer. Raises UnknownArea."""
    lineage = await centre.lineage(connection, new.area_code)
    if not who.sees(lineage, [Role.ADMINISTRATOR]):
        raise UnknownArea(field="area_code")
    return await add_site(connection, new, site_id)


async def sites(
    connection: Connection, areas: Iterable[str], after: UUID, count: int
) -> list[Site]:
    """Sites of these areas, a page at a time by id."""
    return [_shown(row) for row in await store.sites_within(connection, areas, after, count)]


async def site(connection: Connection, who: Who, site_id: UUID) -> SiteRow:
    """One site that you see. Raises NotFound."""
    row = await store.site_by_id(connection, site_id)
    if row is None or not who.sees(row.lineage, STAFF):
        raise NotFound(field="site_id")
    return row


async def entrusted(connection: Connection, who: Who, count: int) -> list[SiteRow]:
    """The sites of which you are the contact, by name."""
    return await store.sites_entrusted(connection, who.sites(), count)


async def own(connection: Connection, who: Who, site_id: UUID) -> SiteRow:
    """One site of which you are the contact. Raises NotFound."""
    if site_id not in who.sites():
        raise NotFound(field="site_id")
    row = await store.site_entrusted(connection, site_id, who.sites())
    if row is None:
        raise NotFound(field="site_id")
    return row


async def own_devices(connection: Connection, who: Who, site_id: UUID) -> list[Device]:
    """The devices of a site of which you are the contact. Raises NotFound."""
    await own(connection, who, site_id)
    return await store.devices_of_site(connection, site_id)


def is_lost(device: Device, now: datetime) -> bool:
    """Whether a device has missed its heartbeats."""
    return rules.is_lost(device.seen_at, now)


async def guarded(connection: Connection, after: UUID, count: int) -> list[Guarded]:
    """Sites of the first class, schools and kindergartens everywhere, a page at a time by id."""
    return await store.guarded(connection, after, count)


async def add_device(house: House, who: Who, site_id: UUID, new: NewDevice) -> Invited:
    """Add a key or kiosk to a site of yours, with a code that enrols its box once."""
    now = house.clock.now()
    device_id = new_id(now)
    async with house.transaction() as connection:
        row = await _administered(connection, who, site_id)
        if new.room is not None and new.room not in row.rooms:
            raise NotFound("The site has no such room.", field="room")
        if new.replaces is not None:
            await _device_of(connection, new.replaces, site_id, now)
        await store.add_device(
            connection, device_id, site_id, new.room, new.kind, new.label, new.replaces
        )
        return await _invite(house, connection, device_id, row.lineage, site_id, new.label)


async def move_device(house: House, who: Who, device_id: UUID, move: DeviceMove) -> Invited | None:
    """Revoke a device, or give it a fresh code. Raises NotFound, WrongMove."""
    now = house.clock.now()
    async with house.transaction() as connection:
        device = await store.device_at(connection, device_id, now)
        if device is None or not who.sees(device.lineage, [Role.ADMINISTRATOR]):
            raise NotFound(field="device_id")
        if move is DeviceMove.INVITE:
            if not await store.invite_again(connection, device_id):
                raise WrongMove(f"The device is {device.state}.", field="move", state=device.state)
            return await _invite(
                house, connection, device_id, device.lineage, device.site_id, device.label
            )
        if not await store.revoke_device(connection, device_id):
            raise WrongMove(f"The device is {device.state}.", field="move", state=device.state)
        await store.void_codes(connection, device_id, now)
        await _say_changed(house, connection, device, DeviceState.REVOKED, now)
    return None


async def seed_device(
    house: House, connection: Connection, site_id: UUID, device_id: UUID, new: NewDevice, code: str
) -> None:
    """Add a device whose id and code are given, from a seed file."""
    now = house.clock.now()
    await store.add_device(
        connection, device_id, site_id, new.room, new.kind, new.label, new.replaces
    )
    await store.add_code(connection, _code_hash(code), device_id, now + rules.CODE_LIFE)


@for_system(Errand.ENROL)
async def enrol(house: House, asked: Enrol) -> Enrolled:
    """Let a box with a good code speak as its device. Raises CodeSpent, KeyUnusable.

    A box whose answer was lost may ask again with the same code and key. One that signs with a
    secret needs a fresh code then: a secret is told once.
    """
    now = house.clock.now()
    public_key, secret = _key_of(asked)
    async with house.transaction() as connection:
        known = None
        if public_key is not None:
            known = await store.enrolled_by(connection, _code_hash(asked.code), public_key, now)
        device_id = known or await _enrol(house, connection, asked, public_key, secret, now)
        device = await store.device_at(connection, device_id, now)
        assert device is not None, "it was enrolled a moment ago"
        if known is None:
            await _say_changed(house, connection, device, DeviceState.ACTIVE, now)
    return Enrolled(
        device_id=device_id,
        site=SiteName(site_id=device.site_id, name=device.site_name),
        heartbeat_s=HEARTBEAT_S,
        secret=secret,
    )


async def _enrol(
    house: House,
    connection: Connection,
    asked: Enrol,
    public_key: bytes | None,
    secret: str | None,
    now: datetime,
) -> UUID:
    device_id = await store.spend_code(connection, _code_hash(asked.code), now)
    if device_id is None:
        raise CodeSpent(field="code")
    sealed = house.seal.close(secret, "device.secret") if secret else None
    enrolled = await store.enrol_device(
        connection, device_id, asked.algorithm, public_key, sealed, asked.model, now
    )
    if not enrolled:
        raise CodeSpent(field="code")
    await store.replace_device(connection, device_id)
    return device_id


async def rotate(house: House, device: DeviceAt, public_key: str) -> Rotated:
    """Put a new key in place of the one that signed. Raises KeyUnusable."""
    raw = _raw_key(public_key)
    async with house.db.transaction() as connection:
        if not await store.rotate_key(connection, device.device_id, raw):
            raise KeyUnusable("This device signs with a secret.", field="public_key")
    return Rotated(device_id=device.device_id)


@for_system(Errand.DEVICE_KEY)
async def find_device(house: House, device_id: UUID) -> DeviceAt | None:
    """A device with its site, for the door that checks its signature."""
    async with house.db.reading() as connection:
        return await store.device_at(connection, device_id, house.clock.now())


@for_system(Errand.DEVICE_KEY)
async def note_refusal(house: House, device: DeviceAt, code: str, count: int) -> None:
    """Count requests refused in this device's name, and let its site hear of it."""
    now = house.clock.now()
    said = DeviceRefused(
        device_id=device.device_id,
        site_id=device.site_id,
        site_name=device.site_name,
        label=device.label,
        code=code,
    )
    async with house.transaction() as connection:
        await store.count_refusals(connection, device.device_id, code, count, now)
        about = Said(REFUSED, device.lineage, said, device.device_id)
        await house.outbox.say(connection, now, about)


async def refusals(connection: Connection, device_id: UUID) -> list[Refusals]:
    """What was refused in a device's name, the latest first."""
    return await store.refusals_of(connection, device_id)


async def heartbeat(
    connection: Connection, device: DeviceAt, beat: Heartbeat, now: datetime
) -> None:
    """Remember that a device lives."""
    faults = None if beat.faults is None else rules.known_faults(beat.faults)
    test, started_at = rules.known_test(beat.self_test), as_utc(beat.started_at)
    await store.beat(connection, device.device_id, now, beat, started_at, faults, test)


async def faulty(connection: Connection, count: int) -> list[Faulty]:
    """Devices that find something wrong with themselves, by id."""
    return await store.faulty(connection, count)


async def sound(connection: Connection, device_ids: Sequence[UUID]) -> list[UUID]:
    """Which of these devices find nothing wrong with themselves, or are no longer heard."""
    return await store.sound(connection, device_ids)


def ailments(device: Device | Faulty) -> list[BoxFault]:
    """All that a box finds wrong with itself: now, and in its last test."""
    return rules.ailments(device.faults, device.self_test)


async def keys_of_schools(connection: Connection, after: UUID, count: int) -> list[KeyOfSchool]:
    """Enrolled keys of schools and kindergartens everywhere, a page at a time by id."""
    return await store.keys_of_schools(connection, after, count)


async def silent(connection: Connection, now: datetime, count: int) -> list[Silent]:
    """Devices that have missed their heartbeats, the longest silent first."""
    return await store.silent_since(connection, rules.lost_since(now), count)


async def next_silent_at(connection: Connection, now: datetime) -> datetime | None:
    """When the next device has missed its heartbeats if it says nothing; None where none can."""
    seen_at = await store.first_to_fall_silent(connection, rules.lost_since(now))
    return None if seen_at is None else rules.lost_at(seen_at)


async def back(connection: Connection, device_ids: Sequence[UUID], now: datetime) -> list[UUID]:
    """Which of these devices live again, or are no longer expected to."""
    return await store.seen_since(connection, device_ids, rules.lost_since(now))


async def devices(connection: Connection, who: Who, site_id: UUID) -> list[Device]:
    """The devices of a site that you see. Raises NotFound."""
    await site(connection, who, site_id)
    return await store.devices_of_site(connection, site_id)


async def declare_test(house: House, who: Who, site_id: UUID, new: NewTestPlan) -> TestPlan:
    """Declare that presses of a site in a window are tests. Raises WindowUnusable, NotFound."""
    async with house.transaction() as connection:
        row = await site(connection, who, site_id)
        return await _declare(house, connection, who, row, new)


async def declare_own_test(house: House, who: Who, site_id: UUID, new: NewTestPlan) -> TestPlan:
    """A contact declares a test of the own site. Raises WindowUnusable, NotFound."""
    async with house.transaction() as connection:
        row = await own(connection, who, site_id)
        rules.check_own_window(as_utc(new.starts_at), as_utc(new.ends_at))
        return await _declare(house, connection, who, row, new)


async def _declare(
    house: House, connection: Connection, who: Who, row: SiteRow, new: NewTestPlan
) -> TestPlan:
    now = house.clock.now()
    starts_at, ends_at = as_utc(new.starts_at), as_utc(new.ends_at)
    rules.check_window(starts_at, ends_at, now)
    plan = TestPlan(
        plan_id=new_id(now),
        site_id=row.site_id,
        starts_at=starts_at,
        ends_at=ends_at,
        unit_ids=new.unit_ids,
        note=new.note,
        silent=new.silent,
        declared_name=who.display,
        withdrawn_at=None,
        real_at=None,
        real_by=None,
    )
    await store.add_test_plan(connection, plan, who.account_id, now)
    await house.outbox.say(connection, now, _drill(row, plan))
    return plan


async def tests(connection: Connection, who: Who, site_id: UUID, now: datetime) -> list[TestPlan]:
    """The tests declared for a site that are not over."""
    await site(connection, who, site_id)
    return await store.test_plans_of(connection, site_id, now)


async def withdraw_test(house: House, who: Who, site_id: UUID, plan_id: UUID) -> None:
    """Take a declared test back: presses are real again at once. Raises NotFound."""
    async with house.transaction() as connection:
        await _withdraw(house, connection, await site(connection, who, site_id), plan_id)


async def withdraw_own_test(house: House, who: Who, site_id: UUID, plan_id: UUID) -> None:
    """A contact takes a test of the own site back. Raises NotFound."""
    async with house.transaction() as connection:
        await _withdraw(house, connection, await own(connection, who, site_id), plan_id)


async def _withdraw(house: House, connection: Connection, row: SiteRow, plan_id: UUID) -> None:
    now = house.clock.now()
    plan = await store.withdraw_test_plan(connection, plan_id, row.site_id, now)
    if plan is None:
        raise NotFound(field="plan_id")
    await house.outbox.say(connection, now, _drill(row, plan))


async def own_tests(connection: Connection, who: Who, site_id: UUID, count: int) -> list[TestPlan]:
    """Every test ever declared for a site of yours, the latest first. Raises NotFound."""
    await own(connection, who, site_id)
    return await store.test_plans_ever(connection, site_id, count)


async def own_test(connection: Connection, who: Who, site_id: UUID, plan_id: UUID) -> TestPlan:
    """One declared test of a site of yours. Raises NotFound."""
    await own(connection, who, site_id)
    plan = await store.test_plan_of(connection, plan_id, site_id)
    if plan is None:
        raise NotFound(field="plan_id")
    return plan


async def drills(
    connection: Connection, areas: Iterable[str], now: datetime, count: int
) -> list[DrillTold]:
    """Declared tests of these areas that are under way or begin within a day."""
    until = now + rules.DRILLS_AHEAD
    return await store.test_plans_within(connection, areas, now, until, count)


async def end_drills(connection: Connection, row: SiteRow, now: datetime, by: str) -> list[Said]:
    """It turned real: end every window of a site that is open now; what is to be said."""
    return [_drill(row, p) for p in await store.end_drills(connection, row.site_id, now, by)]


def _drill(row: SiteRow, plan: TestPlan) -> Said:
    told = DrillTold(site_name=row.name, site_id=row.site_id, plan=plan)
    return Said(DRILL, row.lineage, told, plan.plan_id)


async def _administered(connection: Connection, who: Who, site_id: UUID) -> SiteRow:
    row = await site(connection, who, site_id)
    if not who.sees(row.lineage, [Role.ADMINISTRATOR]):
        raise NotFound(field="site_id")
    return row


async def _device_of(
    connection: Connection, device_id: UUID, site_id: UUID, now: datetime
) -> DeviceAt:
    device = await store.device_at(connection, device_id, now)
    if device is None or device.site_id != site_id:
        raise NotFound("The site has no such device.", field="replaces")
    return device


async def _invite(
    house: House,
    connection: Connection,
    device_id: UUID,
    lineage: Sequence[str],
    site_id: UUID,
    label: str,
) -> Invited:
    now = house.clock.now()
    code = "".join(secrets.choice(rules.CODE_ALPHABET) for _ in range(rules.CODE_LENGTH))
    expires_at = now + rules.CODE_LIFE
    await store.void_codes(connection, device_id, now)
    await store.add_code(connection, _code_hash(code), device_id, expires_at)
    said = DeviceChanged(
        device_id=device_id, site_id=site_id, label=label, state=DeviceState.INVITED
    )
    await house.outbox.say(connection, now, Said(CHANGED, lineage, said, device_id))
    return Invited(device_id=device_id, code=code, expires_at=expires_at)


async def _say_changed(
    house: House, connection: Connection, device: DeviceAt, state: DeviceState, now: datetime
) -> None:
    said = DeviceChanged(
        device_id=device.device_id, site_id=device.site_id, label=device.label, state=state
    )
    await house.outbox.say(connection, now, Said(CHANGED, device.lineage, said, device.device_id))


def _code_hash(code: str) -> bytes:
    return hashlib.sha256(rules.normal_code(code).encode()).digest()


def _key_of(asked: Enrol) -> tuple[bytes | None, str | None]:
    """The public key that a box shows, or a fresh secret for one that cannot make a pair."""
    if asked.algorithm is Algorithm.HMAC_SHA256:
        return None, base64.b64encode(secrets.token_bytes(32)).decode()
    return _raw_key(asked.public_key or ""), None


def _raw_key(text: str) -> bytes:
    try:
        raw = base64.b64decode(text, validate=True)
        Ed25519PublicKey.from_public_bytes(raw)
    except ValueError as error:
        raise KeyUnusable(field="public_key") from error
    return raw


def _shown(row: SiteRow) -> Site:
    return Site(
        site_id=row.site_id,
        name=row.name,
        kind=row.kind,
        site_class=row.site_class,
        area_code=row.area_code,
        address=row.address,
        place=given(row.place),
        points=row.points,
        rooms=row.rooms,
    )


async def addressed(connection: Connection, areas: Iterable[str], words: str) -> list[UUID]:
    """Sites of these areas whose address holds these words; at most some hundred."""
    return await store.addressed(connection, areas, words, _ADDRESSED_MOST)
