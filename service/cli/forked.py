"""Programs of ours as children of a nursery, as their owner sees them."""

import asyncio
import contextlib
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping, Sequence
from itertools import count

import msgspec

from service.cli.nursery import ORDER_BYTES_MAX, Begun, Ended, Order, Word
from service.platform.local.folder import CannotStart
from service.platform.local.server import die_with_owner

_KILLED = -signal.SIGKILL


class NoNursery(CannotStart):
    """It died before the program ran."""


class Forked:
    """A program that was ordered: `pid` once it runs, `ended` once it does no more."""

    def __init__(self, number: int) -> None:
        loop = asyncio.get_running_loop()
        self.number = number
        self.begun: asyncio.Future[int] = loop.create_future()
        self.ended: asyncio.Future[int] = loop.create_future()

    @property
    def pid(self) -> int:
        """Its process."""
        return self.begun.result()

    def send(self, number: signal.Signals) -> None:
        """Send it a signal, where it runs."""
        if self.begun.done() and not self.ended.done():
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, number)


class Nursery:
    """Forks programs from a process that has read their code; started when it is needed."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._environment = dict(environment)
        self._numbers = count(1)
        self._process: subprocess.Popen[bytes] | None = None
        self._orders: socket.socket | None = None
        self._forked: dict[int, Forked] = {}

    async def fork(
        self,
        name: str,
        module: str,
        words: Sequence[str],
        environment: Mapping[str, str],
        held: Sequence[int] = (),
    ) -> Forked:
        """Run a module as a program, with sockets handed over. Raises NoNursery, OSError."""
        orders = self._orders or self._start()
        one = Forked(next(self._numbers))
        self._forked[one.number] = one
        order = Order(one.number, name, module, tuple(words), dict(environment))
        try:
            socket.send_fds(orders, [msgspec.msgpack.encode(order)], list(held))
        except OSError as error:
            self._lost()
            raise NoNursery from error
        if await one.begun == 0:
            raise NoNursery
        return one

    def close(self) -> None:
        """End it, and with it whoever still runs."""
        self._lost()

    def _start(self) -> socket.socket:
        ours, its = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        ours.setblocking(False)
        with its:
            self._process = subprocess.Popen(  # noqa: S603
                [sys.executable, "-m", "service.cli.nursery", str(its.fileno())],
                stdin=subprocess.DEVNULL,
                env=self._environment,
                pass_fds=(its.fileno(),),
                preexec_fn=die_with_owner(signal.SIGKILL),
            )
        self._orders = ours
        asyncio.get_running_loop().add_reader(ours.fileno(), self._hear, ours)
        return ours

    def _hear(self, orders: socket.socket) -> None:
        data = b""
        with contextlib.suppress(OSError):
            data = orders.recv(ORDER_BYTES_MAX)
        if not data:
            self._lost()
            return
        match msgspec.msgpack.decode(data, type=Word):
            case Begun(number, pid):
                self._forked[number].begun.set_result(pid)
            case Ended(number, code):
                self._forked.pop(number).ended.set_result(code)

    def _lost(self) -> None:
        """It is gone, and the kernel has ended whoever it forked."""
        if self._orders is not None:
            asyncio.get_running_loop().remove_reader(self._orders.fileno())
            self._orders.close()
        if self._process is not None:
            self._process.kill()
            self._process.wait()
        self._orders, self._process, forked = None, None, self._forked
        self._forked = {}
        for one in forked.values():
            if not one.begun.done():
                one.begun.set_result(0)
            one.ended.set_result(_KILLED)
