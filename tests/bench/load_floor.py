"""The floor of a press: bare asyncpg inserting the same rows in one commit. A process of its own.

One statement for each table, as anybody would write it; nothing is read, checked or decided.
"""

import argparse
import asyncio
import contextlib
import json
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID, uuid4

import msgspec
import uvloop

from service.platform.asks import Errand, system
from service.platform.db import Connection, Database

Rows = dict[str, list[tuple[object, ...]]]


async def insert(connection: Connection, rows: Rows) -> None:
    """The rows of one press, in one transaction."""
    fresh = {"$incident": uuid4(), "$alarm": uuid4(), "$press": uuid4(), "$now": datetime.now(UTC)}
    fresh |= {f"{name}:text": str(value) for name, value in fresh.items()}
    async with connection.transaction():
        for statement, values in rows.items():
            for row in values:
                await connection.execute(
                    statement, *(fresh.get(v, v) if isinstance(v, str) else v for v in row)
                )


def as_inserts(sample: dict[str, list[dict[str, object]]]) -> Rows:
    """Insert statements with values for the rows that a real press wrote."""
    found: Rows = {}
    for table, rows in sample.items():
        columns = list(rows[0])
        marks = ", ".join(f"${n + 1}" for n in range(len(columns)))
        statement = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})"
        found[statement] = [tuple(_typed(row[column]) for column in columns) for row in rows]
    return found


def _typed(value: object) -> object:
    if isinstance(value, str) and value.startswith("$uuid:"):
        return UUID(value[6:])
    return value


def read_arguments() -> tuple[argparse.Namespace, Rows]:
    """What was asked, and the rows to insert."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--url", required=True)
    parser.add_argument("--sample", required=True)
    parser.add_argument("--count", type=int, required=True)
    parser.add_argument("--concurrency", type=int, default=16)
    parser.add_argument("--rate", type=float, default=0)
    asked = parser.parse_args()
    return asked, as_inserts(msgspec.json.decode(Path(asked.sample).read_bytes()))


async def main(asked: argparse.Namespace, rows: Rows) -> None:
    """Insert, print what was seen."""
    db = await Database.open(asked.url, size=asked.concurrency)
    took: list[float] = []
    left = iter(range(asked.count))

    async def work(connection: Connection) -> None:
        for _ in left:
            began = time.perf_counter()
            await insert(connection, rows)
            took.append(time.perf_counter() - began)

    async def paced(began: float) -> None:
        async with db.reading() as connection:
            await insert(connection, rows)
        took.append(time.perf_counter() - began)

    async def closed() -> float:
        async with contextlib.AsyncExitStack() as stack:
            lines = [
                await stack.enter_async_context(db.reading()) for _ in range(asked.concurrency)
            ]
            # As with ours, connecting and the first statement of each are not counted.
            await asyncio.gather(*(insert(line, rows) for line in lines))
            began = time.perf_counter()
            await asyncio.gather(*(work(line) for line in lines))
            return time.perf_counter() - began

    async def open_(rate: float) -> float:
        tasks, began = [], time.perf_counter()
        for n in range(asked.count):
            due = began + n / rate
            await asyncio.sleep(max(0, due - time.perf_counter()))
            tasks.append(asyncio.create_task(paced(due)))
        await asyncio.gather(*tasks)
        return time.perf_counter() - began

    before_s = time.process_time()
    seconds = await (open_(asked.rate) if asked.rate else closed())
    used_s = time.process_time() - before_s
    json.dump({"seconds": seconds, "took": took, "cpu_s": used_s}, sys.stdout)
    await db.close()


if __name__ == "__main__":
    with system(Errand.COMMAND_LINE):
        uvloop.run(main(*read_arguments()))
