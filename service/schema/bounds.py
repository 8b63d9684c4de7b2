"""Whether PostgreSQL binds the service to the areas of whoever asks, whatever a statement forgets.

Row-level security is not forced upon the tables' owner (DECISIONS.md says why), so it binds as
long as the service's roles own nothing, may become nobody else, and bypass no policy.
"""

from msgspec import Struct

from service.platform.db import ROLES, Connection, many, one
from service.platform.sql import Statements

_sql = Statements(__file__)


class Wrong(Struct, frozen=True):
    """What does not hold, and the statement of the owner or a superuser that mends it."""

    says: str
    mend: str


class Login(Struct, frozen=True):
    """As whom a connection came, and whether he stands above the policies."""

    name: str
    owns: bool


class _Powers(Struct, frozen=True):
    role: str
    superuser: bool
    bypassrls: bool
    createrole: bool
    replication: bool


class _Pair(Struct, frozen=True):
    role: str
    thing: str


async def wrongs(connection: Connection) -> list[Wrong]:
    """All by which the service could see more than its askers may; none is how it must be."""
    roles = list(ROLES)
    powers = await many(connection, _Powers, _sql["powers"], roles)
    known = {one.role for one in powers}
    found = [
        Wrong(f"the role {role} is missing", "watchbell migrate")
        for role in roles
        if role not in known
    ]
    for each in powers:
        found += [
            Wrong(f"{each.role} is {power.upper()}", f"ALTER ROLE {each.role} NO{power.upper()}")
            for power in ("superuser", "bypassrls", "createrole", "replication")
            if getattr(each, power)
        ]
    found += [
        Wrong(f"{each.role} may become {each.thing}", f'REVOKE "{each.thing}" FROM {each.role}')
        for each in await many(connection, _Pair, _sql["memberships"], roles)
    ]
    found += [
        Wrong(f"{each.role} owns {each.thing}", f'ALTER TABLE "{each.thing}" OWNER TO the migrator')
        for each in await many(connection, _Pair, _sql["owned_tables"], roles)
    ]
    found += [
        Wrong(
            f"row-level security is off on {each.thing}",
            f'ALTER TABLE "{each.thing}" ENABLE ROW LEVEL SECURITY',
        )
        for each in await many(connection, _Pair, _sql["open_tables"])
    ]
    found += [
        Wrong(
            f"the policy {each.role} on {each.thing} is for others than the service's roles",
            f'DROP POLICY "{each.role}" ON "{each.thing}"',
        )
        for each in await many(connection, _Pair, _sql["foreign_policies"], roles)
    ]
    return found


async def login(connection: Connection) -> Login:
    """As whom this connection came."""
    found = await one(connection, Login, _sql["login"])
    assert found is not None, "whoever is connected has a role"
    return found
