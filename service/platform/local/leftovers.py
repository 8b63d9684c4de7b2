"""Processes that outlived the Watchbell that started them: found by what they hold, and ended.

Whoever has the lock of a data folder is its owner; what still works in it is nobody's. A process
is known by the folder itself, never by the folder's name or by a number in a file: a container
may have a folder of the same name, and a number may by now belong to another program.
"""

import asyncio
import contextlib
import os
import signal
from collections.abc import Callable, Sequence
from pathlib import Path

from service.platform.local.folder import CannotStart

# How what is left is told to end, and for how long it is waited for.
Endings = Sequence[tuple[signal.Signals, float]]

# The variable that names the folder in which a program of ours counts; no other program has it.
COUNTERS = "PROMETHEUS_MULTIPROC_DIR"

_LOOK_EVERY_S = 0.05


def standing_in(program: str, *folders: Path) -> list[int]:
    """Processes of a program whose working folder is one of these."""
    here = {_identity(folder) for folder in folders if folder.exists()}
    found = []
    for process in _processes():
        with contextlib.suppress(OSError):
            name = (process / "exe").readlink().name.removesuffix(" (deleted)")
            if name == program and _identity(process / "cwd") in here:
                found.append(int(process.name))
    return found


def counting_in(folder: Path) -> list[int]:
    """Programs that an owner of this folder of counters started."""
    if not folder.exists():
        return []
    mark, here, found = f"{COUNTERS}={folder}".encode(), _identity(folder), []
    for process in _processes():
        with contextlib.suppress(OSError):
            # The folder as the process sees it: in a container that is another.
            seen = process / "root" / folder.relative_to("/")
            if mark in (process / "environ").read_bytes().split(b"\0") and _identity(seen) == here:
                found.append(int(process.name))
    return [pid for pid in found if pid != os.getpid()]


async def end(find: Callable[[], list[int]], endings: Endings) -> None:
    """End what find answers, the gentle way first. Raises CannotStart when something stays."""
    loop = asyncio.get_running_loop()
    for number, most_s in endings:
        deadline = loop.time() + most_s
        left = find()
        for pid in left:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, number)
                os.kill(pid, signal.SIGCONT)  # Who was stopped would not hear it.
        while left and loop.time() < deadline:
            await asyncio.sleep(_LOOK_EVERY_S)
            left = find()
        if not left:
            return
    raise CannotStart(f"process {left[0]} of an earlier run does not end, also when it is killed")


def _processes() -> list[Path]:
    return [path for path in Path("/proc").iterdir() if path.name.isdigit()]


def _identity(path: Path) -> tuple[int, int]:
    status = path.stat()
    return status.st_dev, status.st_ino
