"""One thread for what may block: the disk, or a name server."""

import asyncio
import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, TypeVar

T = TypeVar("T")


class Worker:
    """Runs what it is given, one after another, on a daemon thread.

    A daemon, because a disk or a resolver that hangs must not keep the program from ending. What is
    given up before its turn is skipped, so a hung job gathers no heap behind it.
    """

    def __init__(self, name: str) -> None:
        self._jobs: queue.SimpleQueue[tuple[Future[Any], Callable[[], Any]]] = queue.SimpleQueue()
        threading.Thread(target=self._run, name=name, daemon=True).start()

    async def do(self, job: Callable[[], T]) -> T:
        """Run job on the thread and answer what it answers."""
        return await asyncio.wrap_future(self.start(job))

    def start(self, job: Callable[[], T]) -> Future[T]:
        """Run job on the thread; nobody has to wait for it."""
        future: Future[T] = Future()
        self._jobs.put((future, job))
        return future

    def _run(self) -> None:
        while True:
            future, job = self._jobs.get()
            if not future.set_running_or_notify_cancel():
                continue
            try:
                future.set_result(job())
            except BaseException as error:  # noqa: BLE001 - handed to whoever asked
                future.set_exception(error)
