"""Looks at every ladder several times a second, past all faults, and whether the database serves.

`python -m tests.chaos.watcher --folder DIR --direct URL --through URL`. `direct` is the database's
own socket, `through` the line that the service uses: where nothing can be written through that
within half a second, nobody could have climbed a ladder either.
"""

import argparse
import asyncio
import sys
import time
from pathlib import Path

import asyncpg

from tests.chaos.away import AWAY
from tests.chaos.journal import Journal

_EACH_S = 0.25
_PROBE_MOST_S = 0.5

_STANDING = """
SELECT need_id::text, extract(epoch FROM next_at)::float8 AS next_at
FROM need WHERE state <> 'ended' AND next_at < clock_timestamp()
"""
_CARRIERS = "SELECT carrier, extract(epoch FROM started_at)::float8 AS began FROM carrier"
_PROBE = "CREATE TABLE IF NOT EXISTS chaos_probe (one int PRIMARY KEY, at timestamptz)"
_WRITE = """
INSERT INTO chaos_probe VALUES (1, clock_timestamp())
ON CONFLICT (one) DO UPDATE SET at = excluded.at
"""


async def _serves(url: str) -> bool:
    """Whether a row can be written over the line that the service uses."""
    try:
        async with asyncio.timeout(_PROBE_MOST_S):
            connection = await asyncpg.connect(url, timeout=_PROBE_MOST_S)
            try:
                await connection.execute(_WRITE)
            finally:
                connection.terminate()
    except AWAY:
        return False
    return True


async def _run(asked: argparse.Namespace) -> None:
    journal = Journal(asked.folder / "watcher.looks")
    connection: asyncpg.Connection[asyncpg.Record] | None = None
    while True:
        began = time.monotonic()
        try:
            if connection is None or connection.is_closed():
                connection = await asyncpg.connect(asked.direct, timeout=2, command_timeout=2)
                await connection.execute("SET default_transaction_read_only = off")
                await connection.execute(_PROBE)
            standing = await connection.fetch(_STANDING)
            carriers = await connection.fetch(_CARRIERS)
        except AWAY:
            if connection is not None:
                connection.terminate()
                connection = None
            journal.write("look", serves=False, standing=[], carriers={})
        else:
            journal.write(
                "look",
                serves=await _serves(asked.through),
                standing=[[row["need_id"], row["next_at"]] for row in standing],
                carriers={row["carrier"]: row["began"] for row in carriers},
            )
        await asyncio.sleep(max(0.0, _EACH_S - (time.monotonic() - began)))


def main() -> int:
    """Run until killed."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--direct", required=True)
    parser.add_argument("--through", required=True)
    asyncio.run(_run(parser.parse_args()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
