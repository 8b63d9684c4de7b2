"""`watchbell doctor`: everything that the system needs, looked at one by one."""

from collections.abc import Awaitable, Callable

from msgspec import Struct
from redis.asyncio import Redis

from service.core.ids import new_id
from service.platform import pulse
from service.platform.blobs import Blobs
from service.platform.clock import SystemClock
from service.platform.db import connect
from service.platform.keys import source_of
from service.platform.local.folder import find_runner
from service.platform.local.postgres import choose_binaries, find_binaries, major_of
from service.platform.local.valkey import find_binary
from service.platform.redis_pool import redis_pool
from service.platform.seal import KeyUnusable, key_id
from service.schema import bounds
from service.schema.migrate import CannotMigrate, read_migrations, standing
from service.settings import Settings


class JobsGivenUp(Exception):
    """Jobs were tried too often; the text names them."""


class NotBound(Exception):
    """The service could see what its askers may not; the text says by what, and how to mend it."""


class Finding(Struct, frozen=True):
    """One part, and how it is."""

    part: str
    good: bool
    says: str


async def examine(settings: Settings) -> list[Finding]:
    """Look at each part; what cannot be reached is a finding, never an exception."""
    parts: list[tuple[str, Callable[[Settings], Awaitable[str]]]] = [
        ("database", _database),
        ("roles", _roles),
        ("jobs", _jobs),
        ("redis", _redis),
        ("pictures", _pictures),
        ("key", _key),
    ]
    findings = []
    for name, look in parts:
        try:
            findings.append(Finding(name, True, await look(settings)))
        except Exception as error:  # noqa: BLE001 - whatever is wrong is the finding
            findings.append(Finding(name, False, f"{type(error).__name__}: {error}"))
    return findings


async def _database(settings: Settings) -> str:
    if not settings.database_url:
        cluster = settings.data_folder / "postgres"
        found = choose_binaries(find_binaries(), major_of(cluster), cluster)
        runner = find_runner()
        return f"embedded PostgreSQL {found.major} ({found.origin}), as uid {runner.uid or 'own'}"
    connection = await connect(settings.direct_url)
    try:
        schema = await standing(connection, read_migrations())
        carriers = await pulse.carriers(connection, SystemClock().now())
        version = await connection.fetchval("SHOW server_version")
    finally:
        await connection.close()
    if not schema.serves:
        raise CannotMigrate(f"the schema is {schema}: `watchbell migrate` of the newest version")
    return f"PostgreSQL {version}, schema {schema}, {len(carriers)} carriers live"


async def _roles(settings: Settings) -> str:
    if not settings.database_url:
        return "embedded: made and owned by `watchbell up`"
    connection = await connect(settings.direct_url)
    try:
        found = await bounds.wrongs(connection)
        login = await bounds.login(connection)
    finally:
        await connection.close()
    if found:
        raise NotBound("; ".join(f"{wrong.says}: `{wrong.mend}`" for wrong in found))
    above = "; this login stands above them, give the service one of its own" if login.owns else ""
    return f"policies bind the service, which comes as {login.name}{above}"


async def _jobs(settings: Settings) -> str:
    if not settings.database_url:
        return "embedded: `watchbell_jobs` of /metrics counts what was given up"
    connection = await connect(settings.direct_url)
    try:
        given_up = await pulse.given_up(connection)
    finally:
        await connection.close()
    if given_up:
        said = (f"{one.jobs} {one.kind} (the newest: {one.trouble})" for one in given_up)
        raise JobsGivenUp(", ".join(said))
    return "none was given up"


async def _redis(settings: Settings) -> str:
    if not settings.redis_url:
        return f"embedded, {find_binary().name}"
    client = Redis(connection_pool=redis_pool(settings.redis_url, socket_timeout=3))
    try:
        await client.ping()
    finally:
        await client.aclose(close_connection_pool=True)
    return "answers"


async def _pictures(settings: Settings) -> str:
    blobs = Blobs.open(settings.blob_url, settings.data_folder / "blobs")
    key = f"doctor/{new_id(SystemClock().now())}"
    await blobs.put(key, b"doctor")
    assert await blobs.get(key) == b"doctor", "what was written is read again"
    return settings.blob_url or str(settings.data_folder / "blobs")


async def _key(settings: Settings) -> str:
    try:
        keys = await source_of(settings).read()
    except KeyUnusable:
        named = settings.key_file or settings.key_folder or settings.key_service_url
        if named or settings.database_url:
            raise
        return "`watchbell up` makes one where there is none"
    return f"{len(keys)} can be had, {key_id(keys[0])} closes"
