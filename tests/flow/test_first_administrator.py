"""The first administrator: made on the machine, by nobody's default password."""

import asyncio
import os
import re
import sys
from pathlib import Path

from tests.architecture.tree import ROOT
from tests.support import hamlet
from tests.support.people import Person
from tests.support.town_house import Town


async def add(town: Town, password: str) -> tuple[int | None, str]:
    """`watchbell account`, whose password is typed."""
    plain = {k: v for k, v in os.environ.items() if not k.startswith("WATCHBELL_")}
    settings = town.house.settings
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "service", "account", "--name", "first", "--display", "First"),
        *("--role", "administrator", "--area", hamlet.CITY, "--password", password),
        env=plain | {"DATABASE_URL": settings.database_url, "WATCHBELL_DATA": settings.data},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    said, _ = await asyncio.wait_for(process.communicate(), 60)
    return process.returncode, said.decode()


async def test_the_first_administrator_is_made_on_the_machine_with_a_password_of_his_own(
    town: Town,
) -> None:
    key = Path(town.house.settings.data) / "secret.key"
    key.write_text("A" * 43 + "=")
    key.chmod(0o600)
    for weak in ("1234567890", "short"):
        status, said = await add(town, weak)
        assert status != 0, said
    status, said = await add(town, "over the river 7")
    assert status == 0, said
    town.demand("administrator")
    first = Person(town.base, town.session)
    asked = await first.sign_in("first", "over the river 7")
    assert asked.code == "identity.factor_missing"


def test_no_migration_brings_an_account() -> None:
    migrations = sorted((ROOT / "service/schema/migrations").glob("*.sql"))
    assert migrations
    for path in migrations:
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"INSERT\s+INTO\s+(account|role_grant)\b", text, re.IGNORECASE)
