"""Lines out of the program: never a secret, never a body, and never a wait."""

import json
import queue
import sys
import threading
from contextlib import suppress
from typing import TextIO

from kiosk_client.agent.clock import SystemClock, rfc3339

LINES_MAX = 512
FLUSH_WAIT_S = 1.0

Fact = str | int | float | bool | None


class Lines:
    """Lines to a stream through a thread of their own.

    A terminal that was stopped with Ctrl-S, or a pipe that nobody reads, blocks its writer. A press
    must not wait for that, so past LINES_MAX waiting lines new ones are dropped.
    """

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._lines: queue.Queue[str] = queue.Queue(LINES_MAX)
        threading.Thread(target=self._write, name="lines", daemon=True).start()

    def put(self, line: str) -> None:
        with suppress(queue.Full):
            self._lines.put_nowait(line)

    def flush(self) -> None:
        """Wait a moment for what is still to be written."""
        written = self._lines.all_tasks_done
        with written:
            written.wait_for(lambda: not self._lines.unfinished_tasks, FLUSH_WAIT_S)

    def _write(self) -> None:
        while True:
            line = self._lines.get()
            with suppress(OSError, ValueError):  # The reader is gone; the box goes on without it.
                self._stream.write(line + "\n")
                self._stream.flush()
            self._lines.task_done()


class Log:
    """One line of JSON for each event."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self._lines = Lines(stream or sys.stderr)

    def say(self, event: str, **facts: Fact) -> None:
        line: dict[str, Fact] = {"at": rfc3339(SystemClock().wall()), "event": event}
        self._lines.put(json.dumps(line | facts, ensure_ascii=False))

    def flush(self) -> None:
        self._lines.flush()
