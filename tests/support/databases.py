"""Databases for tests of the store: empty ones, other connections, and the violence they meet."""

import itertools
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import asyncpg

from tests.support.servers import Servers

_numbers = itertools.count(1)


@asynccontextmanager
async def empty_database(servers: Servers) -> AsyncIterator[str]:
    """A database in which nothing is, gone afterwards."""
    name = f"empty_{os.getpid()}_{next(_numbers)}"
    await execute(servers.database_url, f"CREATE DATABASE {name} TEMPLATE template0")
    try:
        yield servers.database(name)
    finally:
        await execute(servers.database_url, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


@asynccontextmanager
async def connected(url: str) -> AsyncIterator["asyncpg.Connection[asyncpg.Record]"]:
    """A connection past the service, as another program would have it."""
    connection = await asyncpg.connect(url)
    try:
        yield connection
    finally:
        connection.terminate()


async def execute(url: str, statement: str, *values: object) -> None:
    """One statement on a connection of its own."""
    async with connected(url) as connection:
        await connection.execute(statement, *values)


async def rows(url: str, statement: str, *values: object) -> list[dict[str, Any]]:
    """What the database says."""
    async with connected(url) as connection:
        return [dict(row) for row in await connection.fetch(statement, *values)]


async def cut_connections(url: str, *, doing: str = "") -> int:
    """End every other connection of the database at url; of those that last ran doing, if said."""
    found = await rows(
        url,
        "SELECT pg_terminate_backend(pid) AS cut FROM pg_stat_activity"
        " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        " AND starts_with(query, $1)",
        doing,
    )
    return len(found)
