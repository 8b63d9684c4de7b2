"""`python -m service.schema.dump`: write the schema that the migrations make into current.sql.

With `--check` it only says whether the file has drifted. The dump is PostgreSQL's own, without
what differs from one of its versions to the next, so that whoever runs it writes the same file.
"""

import asyncio
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from service.platform.clock import SystemClock
from service.platform.local.folder import DataFolder, find_runner
from service.platform.local.postgres import LocalPostgres, find_binaries
from service.schema.migrate import migrate

CURRENT = Path(__file__).with_name("current.sql")

_HEAD = "-- The schema that the migrations make. Written by `./dev spec`; not to be edited.\n\n"
# Functions stand before the tables that they name.
_FIRST = "SET check_function_bodies = false;\n\n"
# Settings of the dumping session, its own remarks, and counters that have not counted yet.
_NOISE = re.compile(
    r"^(--.*|SET .*;|SELECT pg_catalog\.(set_config|setval)\(.*;|\\(un)?restrict .*|"
    r"COMMENT ON EXTENSION .*;)\n",
    re.MULTILINE,
)
_GAPS = re.compile(r"\n{3,}")
_DUMP_MOST_S = 60


def dump(url: str) -> str:
    """The schema of the database at url, and the few rows that the migrations themselves write."""
    said = subprocess.run(  # noqa: S603
        [
            *(find_binaries()[0].program("pg_dump"), "--dbname", url),
            *("--no-owner", "--no-privileges", "--inserts"),
            "--exclude-table-data=schema_migration",
        ],
        capture_output=True,
        text=True,
        check=True,
        timeout=_DUMP_MOST_S,
    )
    return _HEAD + _FIRST + _GAPS.sub("\n\n", _NOISE.sub("", said.stdout)).strip() + "\n"


async def migrated() -> str:
    """The dump of a database that the migrations made, on a server of our own."""
    runner = find_runner()
    with tempfile.TemporaryDirectory(prefix="watchbell-dump-") as folder:
        data = DataFolder(Path(folder))
        data.open(runner)
        postgres = LocalPostgres(data, runner)
        try:
            url = await postgres.start()
            await migrate(url, SystemClock())
            return await asyncio.to_thread(dump, url)
        finally:
            await postgres.server.stop()
            data.close()


def main() -> int:
    """Write, or compare; 1 when the file has drifted."""
    text = asyncio.run(migrated())
    if "--check" not in sys.argv:
        CURRENT.write_text(text, encoding="utf-8")
        return 0
    if CURRENT.exists() and CURRENT.read_text(encoding="utf-8") == text:
        return 0
    sys.stderr.write("service/schema/current.sql does not fit the migrations; run ./dev spec\n")
    return 1


if __name__ == "__main__":
    sys.exit(main())
