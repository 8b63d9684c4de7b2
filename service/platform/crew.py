"""Processes of our own that decode what others have written, so that nobody else has to.

Each is asked one thing at a time over its own pipes, knows no secret, yields to all others, and is
killed where it takes too long or dies: whoever asked is told, and the next one begins anew.
"""

import asyncio
import contextlib
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

HEAD_BYTES = 4
# A film of a minute, at what a camera's main stream has at most.
ANSWER_BYTES_MAX = 96 * 1024 * 1024
# What a process that decodes may know of where it runs.
_KNOWN = ("PATH", "PYTHONPATH", "LANG", "LC_ALL", "SYSTEMROOT", "TMPDIR")


class CrewBusy(Exception):
    """All are at work, and none became free in time."""


class CrewDied(Exception):
    """It ended, or took too long and was ended, before it answered."""


class Crew:
    """So many processes of one module at most; they start when they are needed."""

    def __init__(self, module: str, count: int) -> None:
        self._module, self._count = module, count
        self._places = asyncio.Semaphore(count)
        self._idle: list[asyncio.subprocess.Process] = []
        self._all: set[asyncio.subprocess.Process] = set()
        # How many have their question and have not answered.
        self.asked = 0

    @property
    def pids(self) -> list[int]:
        """The processes that run now."""
        return [one.pid for one in self._all if one.returncode is None]

    async def close(self) -> None:
        """End them all."""
        for one in list(self._all):
            await self._end(one)
        self._idle.clear()

    async def ask(self, order: bytes, *, most_s: float, wait_s: float) -> bytes:
        """One answer. Raises CrewBusy where none is free within wait_s, CrewDied."""
        try:
            async with asyncio.timeout(wait_s):
                await self._places.acquire()
        except TimeoutError as error:
            raise CrewBusy from error
        try:
            async with self._one() as process, asyncio.timeout(most_s):
                return await self._ask(process, order)
        except TimeoutError as error:
            raise CrewDied("it took too long") from error
        finally:
            self._places.release()

    @asynccontextmanager
    async def _one(self) -> AsyncIterator[asyncio.subprocess.Process]:
        """A process for one question; it is kept for the next, unless this one went wrong."""
        process = await self._begun()
        try:
            yield process
        except BaseException:
            await asyncio.shield(self._end(process))
            raise
        self._idle.append(process)

    async def _begun(self) -> asyncio.subprocess.Process:
        while self._idle:
            process = self._idle.pop()
            if process.returncode is None:
                return process
            await self._end(process)
        environment = {name: os.environ[name] for name in _KNOWN if name in os.environ}
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-B", "-m", self._module),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            env=environment,
            limit=1024 * 1024,
        )
        self._all.add(process)
        return process

    async def _end(self, process: asyncio.subprocess.Process) -> None:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.wait()
        if process.stdin is not None:
            process.stdin.close()
        self._all.discard(process)

    async def _ask(self, process: asyncio.subprocess.Process, order: bytes) -> bytes:
        assert process.stdin is not None
        assert process.stdout is not None
        self.asked += 1
        try:
            process.stdin.write(len(order).to_bytes(HEAD_BYTES, "big") + order)
            await process.stdin.drain()
            head = await process.stdout.readexactly(HEAD_BYTES)
            size_bytes = int.from_bytes(head, "big")
            if size_bytes > ANSWER_BYTES_MAX:
                raise CrewDied("its answer is too large")
            return await process.stdout.readexactly(size_bytes)
        except (asyncio.IncompleteReadError, OSError) as error:
            raise CrewDied("it died") from error
        finally:
            self.asked -= 1
