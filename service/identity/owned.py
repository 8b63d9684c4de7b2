"""What identity keeps about one account, for the person whose it is; and letting go of it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from service.identity import actions, rules, sessions, store
from service.identity.wire import HeldRole
from service.platform.db import Connection, many, plain, run
from service.platform.house import House
from service.platform.sql import Statements

_sql = Statements(__file__)

Rows = list[dict[str, Any]]


async def account(house: House, connection: Connection, account_id: UUID) -> Rows:
    """The account itself, its telephone number in clear: to be shown to nobody else."""
    found = await plain(connection, _sql["own_account"], account_id)
    for row in found:
        sealed = row.pop("phone_sealed")
        row["phone_number"] = house.seal.open(sealed, actions.PHONE) if sealed else None
    return found


async def grants(connection: Connection, account_id: UUID, count: int) -> Rows:
    """The roles that it holds and held."""
    return await plain(connection, _sql["own_grants"], account_id, count)


async def own_sessions(connection: Connection, account_id: UUID, count: int) -> Rows:
    """When it was signed in, the latest first; what opens a session is not told."""
    return await plain(connection, _sql["own_sessions"], account_id, count)


async def security(connection: Connection, account_id: UUID, count: int) -> Rows:
    """Its sign-ins, what was refused, and what was changed about it, the latest first."""
    return await plain(connection, _sql["own_security"], account_id, count)


async def held(connection: Connection, account_id: UUID) -> list[HeldRole]:
    """In which areas an account has a role, also one that has ended."""
    return await many(connection, HeldRole, _sql["held"], account_id)


async def correct(
    house: House, connection: Connection, account_id: UUID, display: str | None, number: str | None
) -> None:
    """Put another name on show or another telephone number; None leaves it, "" takes it away."""
    kept = store.Number(None, None)
    if number:
        kept = actions.number_kept(house, number)
    values = (account_id, display, number is not None, kept.sealed, kept.index)
    await run(connection, _sql["correct"], *values)


async def erase(house: House, connection: Connection, account_id: UUID, now: datetime) -> str:
    """Overwrite what says who somebody was, and end all that opens it; what is shown from now on.

    What is left is a mark that stays unique, so that rows which must stay still name one account.
    """
    name, display = rules.mark_of(account_id)
    await run(connection, _sql["erase"], account_id, name, display, now)
    await sessions.end_all(house, connection, account_id, now)
    for statement in ("drop_factor", "drop_recovery_codes", "unlink"):
        await run(connection, _sql[statement], account_id)
    return display
