"""Feeds the dogs that start a hung box again: systemd's, and the machine's own.

Both are fed from the event loop and only while every part moves. Not fed, systemd kills the agent
and starts it anew; the machine's own dog starts the machine anew, also where the kernel hangs.
"""

import asyncio
import fcntl
import os
import socket
import struct
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Protocol

from kiosk_client.agent.clock import Clock
from kiosk_client.agent.log import Log
from kiosk_client.agent.vitals import Vitals

FEED_S = 5.0
FEEDS_IN_TIME = 3  # A feed may be late twice before systemd's patience ends.

# <linux/watchdog.h>: _IOWR('W', 6, int), and the letter that says an end is meant.
WDIOC_SETTIMEOUT = 0xC0045706
MACHINE_PATIENCE_S = 60  # Longer than systemd's, so that the gentler dog bites first.
MEANT_TO_END = b"V"


class Dog(Protocol):
    """Wakes up when it is not fed."""

    feed_s: float

    def feed(self) -> None: ...

    def leave(self) -> None:
        """The end is meant."""
        ...


class ServiceDog:
    """systemd's (sd_notify(3)): READY once, WATCHDOG=1 as often as WatchdogSec asks."""

    def __init__(self, socket_name: str, feed_s: float = FEED_S) -> None:
        self.feed_s = feed_s
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_NONBLOCK)
        # A leading @ stands for the abstract name space.
        self._to = f"\0{socket_name[1:]}" if socket_name.startswith("@") else socket_name
        self._was_ready = False

    @classmethod
    def called(cls, environment: Mapping[str, str]) -> "ServiceDog | None":
        """The dog of the service manager that started this process; None where there is none."""
        name = environment.get("NOTIFY_SOCKET", "")
        if not name.startswith(("/", "@")):
            return None
        wanted_us = environment.get("WATCHDOG_USEC", "")
        meant = environment.get("WATCHDOG_PID", str(os.getpid())) == str(os.getpid())
        if not meant or not wanted_us.isdecimal() or int(wanted_us) == 0:
            return cls(name)
        return cls(name, min(int(wanted_us) / 1e6 / FEEDS_IN_TIME, FEED_S))

    def feed(self) -> None:
        if not self._was_ready:
            self._was_ready = self._say("READY=1")
        self._say("WATCHDOG=1")

    def leave(self) -> None:
        self._say("STOPPING=1")
        self._socket.close()

    def _say(self, line: str) -> bool:
        try:
            self._socket.sendto(line.encode(), self._to)
        except OSError:
            return False  # Nobody listens now; the next line may be heard.
        return True


class MachineDog:
    """The machine's own (/dev/watchdog): it begins to count when it is opened."""

    feed_s = FEED_S

    def __init__(self, path: Path) -> None:
        """Raises OSError where there is none, or another has it."""
        self._handle = os.open(path, os.O_WRONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        with suppress(OSError):  # Some have a fixed time; it is longer than FEED_S in all of them.
            fcntl.ioctl(self._handle, WDIOC_SETTIMEOUT, struct.pack("i", MACHINE_PATIENCE_S))

    def feed(self) -> None:
        with suppress(OSError):  # A dog that does not take its food bites, and that is its work.
            os.write(self._handle, b"\0")

    def leave(self) -> None:
        with suppress(OSError):
            os.write(self._handle, MEANT_TO_END)
        os.close(self._handle)


class Feeder:
    """The lane that feeds all dogs while nothing hangs, and says what does."""

    def __init__(self, dogs: list[Dog], vitals: Vitals, clock: Clock, log: Log) -> None:
        self._dogs = dogs
        self._vitals = vitals
        self._clock = clock
        self._log = log
        self._hung: list[str] = []

    async def run(self) -> None:
        feed_s = min((dog.feed_s for dog in self._dogs), default=FEED_S)
        while True:
            self._look()
            await self._clock.wait(asyncio.Event(), feed_s)

    def leave(self) -> None:
        """The agent ends because somebody asked for it."""
        for dog in self._dogs:
            dog.leave()

    def _look(self) -> None:
        hung = self._vitals.hung()
        if hung != self._hung:
            self._hung = hung
            self._log.say("part.hung" if hung else "part.moves", parts=" ".join(hung))
        if not hung:
            for dog in self._dogs:
                dog.feed()
