"""What a database says, or asyncpg in its name, while it is away: whoever asked asks again."""

import asyncpg

AWAY = (
    OSError,
    TimeoutError,
    asyncpg.PostgresError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,
)
