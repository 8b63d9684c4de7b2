"""The doctor sees it where PostgreSQL no longer binds the service to the areas of its askers."""

import pytest

from service.cli.doctor import Finding, examine
from service.platform.db import ROLES
from service.platform.house import House
from service.schema.bounds import wrongs
from tests.support.databases import connected, execute

# What somebody does to a database, what the doctor says, and what mends it.
MADE_WRONG = [
    *(
        (f"ALTER ROLE {role} {power}", f"{role} is {power}", f"ALTER ROLE {role} NO{power}")
        for role in ROLES
        for power in ("SUPERUSER", "BYPASSRLS", "CREATEROLE", "REPLICATION")
    ),
    (
        "CREATE ROLE stranger; GRANT stranger TO watchbell_service",
        "watchbell_service may become stranger",
        'REVOKE "stranger" FROM watchbell_service',
    ),
    (
        "ALTER TABLE camera OWNER TO watchbell_system",
        "watchbell_system owns camera",
        'ALTER TABLE "camera" OWNER TO the migrator',
    ),
    (
        "ALTER TABLE incident DISABLE ROW LEVEL SECURITY",
        "row-level security is off on incident",
        'ALTER TABLE "incident" ENABLE ROW LEVEL SECURITY',
    ),
    (
        "CREATE TABLE copied AS TABLE position",
        "row-level security is off on copied",
        'ALTER TABLE "copied" ENABLE ROW LEVEL SECURITY',
    ),
    (
        "CREATE POLICY open ON fix USING (true)",
        "the policy open on fix is for others than the service's roles",
        'DROP POLICY "open" ON "fix"',
    ),
]


async def roles_found(house: House) -> Finding:
    """What the doctor says of the database's roles."""
    [found] = [one for one in await examine(house.settings) if one.part == "roles"]
    return found


@pytest.mark.parametrize(("done", "says", "mend"), MADE_WRONG, ids=[w[1] for w in MADE_WRONG])
async def test_what_lets_the_service_see_more_is_named_with_what_mends_it(
    database_url: str, done: str, says: str, mend: str
) -> None:
    async with connected(database_url) as connection:
        assert await wrongs(connection) == []
        # Roles are shared by all databases of the server: nobody else may see them like this.
        await connection.execute("BEGIN")
        await connection.execute(done)
        [found] = await wrongs(connection)
        assert (found.says, found.mend) == (says, mend)
        if "the migrator" not in mend:
            await connection.execute(mend)
            assert await wrongs(connection) == []
        await connection.execute("ROLLBACK")


async def test_the_doctor_says_so_and_that_it_is_well_again(
    database_url: str, house: House
) -> None:
    well = await roles_found(house)
    assert well.good
    assert "give the service one of its own" in well.says, "tests come as the owner"
    await execute(database_url, "ALTER TABLE site DISABLE ROW LEVEL SECURITY")
    found = await roles_found(house)
    assert not found.good
    assert "off on site: `ALTER TABLE" in found.says
    await execute(database_url, "ALTER TABLE site ENABLE ROW LEVEL SECURITY")
    assert await roles_found(house) == well
