"""Forward migrations: files applied once, in order, under a lock, and never edited afterwards.

`NNNN_pre_name.sql` suits the code that is running; `NNNN_post_name.sql` needs the new code and is
applied when no old process runs any more. Of one number, pre comes first. Each runs in a
transaction of its own, unless its first line is `-- no transaction` (CREATE INDEX CONCURRENTLY
needs that). There is no way down.
"""

import asyncio
import hashlib
import re
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path

import asyncpg
from msgspec import Struct

from service.platform.clock import Clock
from service.platform.db import ROLES, Connection, connect, many, run

FOLDER = Path(__file__).with_name("migrations")
RIGHTS = Path(__file__).with_name("rights.sql")
_NAME = re.compile(r"^(\d{4})_(pre|post)_\w+\.sql$")
_LOCK = 0x57_61_74_63_68  # "Watch", so that no other program's lock is meant.
_LOCK_ASK_S = 0.2
# A large table takes its time; what takes longer than a night is stuck.
_APPLY_MOST_S = 8 * 3600.0

_TABLE = """
CREATE TABLE IF NOT EXISTS schema_migration (
    name text PRIMARY KEY,
    checksum text NOT NULL,
    applied_at timestamptz NOT NULL
)
"""


# Roles are shared by all databases of a server: another migrator may make them at this moment.
_ROLE = """
DO $$ BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{role}') THEN
        CREATE ROLE {role} NOLOGIN;
    END IF;
EXCEPTION WHEN duplicate_object OR unique_violation THEN
    NULL;
END $$;
DO $$ BEGIN
    IF NOT pg_has_role(session_user, '{role}', 'SET') THEN
        GRANT {role} TO CURRENT_USER;
    END IF;
END $$
"""


class CannotMigrate(Exception):
    """The database and the files do not fit; the text says in what way."""


class Phase(StrEnum):
    """Which migrations to apply."""

    PRE = "pre"
    ALL = "all"


class Standing(StrEnum):
    """How a database stands to the files of this program."""

    OK = "ok"
    POST_DUE = "post_due"
    AHEAD = "ahead"
    BEHIND = "behind"
    NEWER = "newer"
    EDITED = "edited"

    @property
    def serves(self) -> bool:
        """Whether this program may work with such a database.

        While an upgrade rolls, old processes see what was applied before it (`ahead`), and new
        ones what waits for its end (`post_due`): both were written for that.
        """
        return self in (Standing.OK, Standing.POST_DUE, Standing.AHEAD)


class Migration(Struct, frozen=True):
    """One file."""

    name: str
    phase: str
    text: str

    @property
    def checksum(self) -> str:
        """What the text was when it ran."""
        return hashlib.sha256(self.text.encode()).hexdigest()

    @property
    def alone(self) -> bool:
        """Whether it may not run inside a transaction."""
        return self.text.startswith("-- no transaction")


class Applied(Struct, frozen=True):
    """A migration that the database remembers."""

    name: str
    checksum: str


def read_migrations(folder: Path = FOLDER) -> list[Migration]:
    """Every file in order. Raises CannotMigrate for a name that says nothing or a gap."""
    found = []
    for path in folder.glob("*.sql"):
        named = _NAME.match(path.name)
        if named is None:
            raise CannotMigrate(f"{path.name}: is not named NNNN_pre_... or NNNN_post_...")
        found.append(Migration(path.stem, named[2], path.read_text(encoding="utf-8")))
    numbers = {int(m.name[:4]) for m in found}
    if numbers != set(range(1, max(numbers, default=0) + 1)):
        raise CannotMigrate("the numbers of the migrations have a gap")
    return sorted(found, key=lambda m: (m.name[:4], m.phase != "pre", m.name))


def due(files: Sequence[Migration], applied: Sequence[Applied], phase: Phase) -> list[Migration]:
    """What is still to be applied. Raises CannotMigrate when history and files disagree.

    Also when an upgrade was skipped half-way: what comes before a new one must not run after it.
    """
    by_name = {m.name: m for m in files}
    for old in applied:
        if old.name not in by_name:
            raise CannotMigrate(f"the database is newer than this program: it has {old.name}")
        if by_name[old.name].checksum != old.checksum:
            raise CannotMigrate(f"{old.name} was edited after it ran")
    done = {old.name for old in applied}
    rest = [m for m in files if m.name not in done]
    if phase is Phase.ALL:
        return rest
    first_post = next((at for at, m in enumerate(rest) if m.phase == "post"), len(rest))
    if any(m.phase == "pre" for m in rest[first_post:]):
        raise CannotMigrate(f"{rest[first_post].name} of an earlier upgrade was not applied yet")
    return rest[:first_post]


def stands(files: Sequence[Migration], applied: Sequence[Applied]) -> Standing:
    """How a database with this history stands to these files."""
    checksums = {m.name: m.checksum for m in files}
    unknown = [old.name for old in applied if old.name not in checksums]
    if any(checksums.get(old.name, old.checksum) != old.checksum for old in applied):
        return Standing.EDITED
    if any("_post_" in name for name in unknown):
        return Standing.NEWER
    done = {old.name for old in applied}
    lacking = {m.phase for m in files if m.name not in done}
    if "pre" in lacking:
        return Standing.BEHIND
    if unknown:
        return Standing.AHEAD
    return Standing.POST_DUE if lacking else Standing.OK


async def standing(connection: Connection, files: Sequence[Migration]) -> Standing:
    """How a database stands to these files."""
    there = await connection.fetchval("SELECT to_regclass('schema_migration')")
    return stands(files, await _applied(connection) if there is not None else [])


async def migrate(
    url: str, clock: Clock, phase: Phase = Phase.ALL, folder: Path = FOLDER
) -> list[str]:
    """Bring the database at url up to date; the names of what was applied now.

    Several may call at once: one works, the others wait and find nothing to do. The lock belongs
    to a session, so url must lead past any transaction pooler.
    """
    files = read_migrations(folder)
    connection = await connect(url)
    try:
        await _lock(connection)
        await _make_roles(connection)
        await connection.execute(_TABLE)
        names = []
        for migration in due(files, await _applied(connection), phase):
            await _apply(connection, migration, clock)
            names.append(migration.name)
        if folder == FOLDER:
            await connection.execute(RIGHTS.read_text(encoding="utf-8"))
        return names
    finally:
        await connection.close()


async def _lock(connection: Connection) -> None:
    """Ask until the lock is ours. Raises CannotMigrate when that takes hours.

    Who waits inside a statement holds a snapshot, and CREATE INDEX CONCURRENTLY waits for every
    snapshot: it and a waiter would wait for each other.
    """
    for _ in range(int(_APPLY_MOST_S / _LOCK_ASK_S)):
        if await connection.fetchval("SELECT pg_try_advisory_lock($1)", _LOCK):
            return
        await asyncio.sleep(_LOCK_ASK_S)
    raise CannotMigrate("another migration has been running for hours")


async def _make_roles(connection: Connection) -> None:
    """The roles as which the service works. Raises CannotMigrate where we may not make them."""
    try:
        for role in ROLES:
            await connection.execute(_ROLE.format(role=role))
    except asyncpg.InsufficientPrivilegeError as error:
        made = "; ".join(f"CREATE ROLE {role} NOLOGIN" for role in ROLES)
        given = f"GRANT {', '.join(ROLES)} TO the login of DATABASE_URL"
        raise CannotMigrate(f"ask whoever may: {made}; {given}") from error


async def _applied(connection: Connection) -> list[Applied]:
    return await many(
        connection, Applied, "SELECT name, checksum FROM schema_migration ORDER BY name"
    )


async def _apply(connection: Connection, migration: Migration, clock: Clock) -> None:
    remember = "INSERT INTO schema_migration (name, checksum, applied_at) VALUES ($1, $2, $3)"
    values = (migration.name, migration.checksum, clock.now())
    # A migration that waits for a busy table would make everybody behind it wait as well.
    await connection.execute("SET lock_timeout = '5s'")
    if migration.alone:
        await connection.execute(migration.text, timeout=_APPLY_MOST_S)
        await run(connection, remember, *values)
        return
    async with connection.transaction():
        await connection.execute(migration.text, timeout=_APPLY_MOST_S)
        await run(connection, remember, *values)
