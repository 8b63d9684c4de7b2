"""Alerta out of its package, on the database server of the run: what a user would pick instead."""

import json
import os
import subprocess
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import asyncpg

from tests.bench import outside
from tests.bench.ground import Ground, answers, end, free_port
from tests.support.servers import with_database

PATH = "/alert"
# As many at once as are asked of it, over as many processes as there are cores.
_THREADS = 8
_CONFIG = """\
DATABASE_URL = {url!r}
AUTH_REQUIRED = False
LOG_LEVEL = 'ERROR'
"""


def save_bodies(path: Path, count: int) -> None:
    """Alerts of so many schools, one on each line."""
    path.write_text(
        "".join(
            json.dumps(
                {
                    "resource": f"School {n}",
                    "event": "emergency",
                    "environment": "Production",
                    "severity": "critical",
                    "service": ["Schools"],
                    "value": "pressed",
                    "text": f"The key of School {n} was pressed",
                    "attributes": {"lat": 35.07, "lon": 116.31},
                }
            )
            + "\n"
            for n in range(count)
        )
    )


@asynccontextmanager
async def alerta(standing: Ground, folder: Path) -> AsyncIterator[tuple[str, int]]:
    """A running Alerta: its address, and the process that all of it belongs to. Raises NotHad."""
    python = outside.environment("alerta")
    connection = await asyncpg.connect(standing.server_url)
    try:
        await connection.execute("CREATE DATABASE alerta")
    finally:
        await connection.close()
    config, port = folder / "alertad.conf", free_port()
    config.write_text(_CONFIG.format(url=with_database(standing.server_url, "alerta")))
    program = _start(python, port, config)
    url = f"http://127.0.0.1:{port}"
    try:
        await answers(f"{url}/management/healthcheck", program)
        yield url, program.pid
    finally:
        end(program)


def _start(python: Path, port: int, config: Path) -> "subprocess.Popen[bytes]":
    workers = len(os.sched_getaffinity(0))
    return subprocess.Popen(
        # `--preload`: one process makes the tables; several at once would fall over each other.
        [
            *(str(python), "-m", "gunicorn", "--preload", "--workers", str(workers)),
            *("--threads", str(_THREADS), "--keep-alive", "60", "--bind", f"127.0.0.1:{port}"),
            *("--log-level", "error", "alerta:create_app()"),
        ],
        env=os.environ | {"ALERTA_SVR_CONF_FILE": str(config)},
        stdout=subprocess.DEVNULL,
        cwd=config.parent,
    )
