"""One child process that dies with us and is started again when it dies alone."""

import asyncio
import ctypes
import os
import signal
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path

from service.platform.local.folder import Runner

_LOG_BYTES_MAX = 10 * 1024 * 1024
_PR_SET_PDEATHSIG, _PR_SET_NAME = 1, 15


def die_with_owner(number: signal.Signals) -> Callable[[], None]:
    """For preexec_fn: have the kernel send number to the child when its parent dies.

    The signal follows the thread that forks, so children are started from the main thread.
    """
    libc = ctypes.CDLL(None, use_errno=True)

    def ask() -> None:
        libc.prctl(_PR_SET_PDEATHSIG, int(number), 0, 0, 0)

    return ask


def go_by(name: str) -> None:
    """Have the system know this process by a name, of fifteen characters at most."""
    ctypes.CDLL(None).prctl(_PR_SET_NAME, name.encode(), 0, 0, 0)


class Server:
    """A foreground server; its output goes to a log file of bounded size."""

    def __init__(
        self,
        name: str,
        command: Sequence[str],
        *,
        runner: Runner,
        log: Path,
        stop_signal: signal.Signals,
        environment: dict[str, str] | None = None,
    ) -> None:
        self.name = name
        self.log = log
        self._command = list(command)
        self._runner = runner
        self._stop_signal = stop_signal
        self._environment = environment
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start the child; whether it serves is for the caller to ask."""
        if self.log.exists() and self.log.stat().st_size > _LOG_BYTES_MAX:
            self.log.replace(self.log.with_suffix(".1.log"))
        with self.log.open("ab") as output:
            self.process = subprocess.Popen(  # noqa: S603
                self._command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                cwd="/",
                env=self._environment,
                preexec_fn=die_with_owner(self._stop_signal),
                start_new_session=True,
                **self._runner.popen(),
            )

    @property
    def running(self) -> bool:
        """Whether the child lives."""
        return self.process is not None and self.process.poll() is None

    async def ended(self) -> int:
        """Wait until the child ends; its exit code."""
        assert self.process is not None
        process = self.process
        loop = asyncio.get_running_loop()
        gone = asyncio.Event()
        watch = os.pidfd_open(process.pid)
        loop.add_reader(watch, gone.set)
        try:
            await gone.wait()
        finally:
            loop.remove_reader(watch)
            os.close(watch)
        return process.wait()

    async def stop(self, most_s: float = 15) -> None:
        """Ask the child to end, and end it if it does not."""
        process = self.process
        if process is None or process.poll() is not None:
            return
        process.send_signal(self._stop_signal)
        try:
            async with asyncio.timeout(most_s):
                await self.ended()
        except TimeoutError:
            process.kill()
            await self.ended()

    def last_words(self) -> str:
        """The end of the log, for an error message."""
        try:
            return self.log.read_text(errors="replace")[-2000:].strip()
        except OSError:
            return ""
