"""`python -m service.cli.nursery FD`: a process that has read all our code, and forks who runs it.

What programs of one system have in common is in memory once, and is read once. Orders come over a
socket that whoever started us holds; where that ends we end, and our children with us.
"""

import contextlib
import importlib
import os
import runpy
import select
import signal
import socket
import sys
import traceback
from collections.abc import Sequence

import msgspec
from msgspec import Struct

from service.platform.local.server import die_with_owner, go_by
from service.platform.settling import settle

# By name, for the service does not know the jobs.
_COMMON = ("service.app", "service.cli.serve", "jobs.lanes")
NAME = "nursery"
ORDER_BYTES_MAX = 256 * 1024
HELD_MOST = 4


class Order(Struct, frozen=True, tag=True):
    """A program that is to be: `number` is the asker's own; sockets come along with it.

    In `words` each `{}` stands for the number under which it gets a socket.
    """

    number: int
    name: str
    module: str
    words: tuple[str, ...]
    environment: dict[str, str]


class Begun(Struct, frozen=True, tag=True):
    """It runs."""

    number: int
    pid: int


class Ended(Struct, frozen=True, tag=True):
    """It runs no more; a code below zero is the signal that ended it."""

    number: int
    code: int


Word = Begun | Ended


def main() -> None:
    """Read what is common, then fork what is ordered until nobody orders any more."""
    orders = socket.socket(fileno=int(sys.argv[1]))
    go_by(NAME)
    for name in _COMMON:
        importlib.import_module(name)
    # Whoever collects writes into what it looks at, and what is written is no longer shared.
    settle()
    # Whoever started us tells the programs when to stop, and us by hanging up.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _serve(orders)


def _serve(orders: socket.socket) -> None:
    numbers: dict[int, int] = {}
    heard, said = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
    signal.set_wakeup_fd(said, warn_on_full_buffer=False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    while True:
        ready, _, _ = select.select([orders.fileno(), heard], [], [])
        if heard in ready:
            os.read(heard, 4096)
            for ended in _ended(numbers):
                orders.send(msgspec.msgpack.encode(ended))
        if orders.fileno() in ready:
            data, held, _, _ = socket.recv_fds(orders, ORDER_BYTES_MAX, HELD_MOST)
            if not data:
                return
            order = msgspec.msgpack.decode(data, type=Order)
            owner, pid = os.getpid(), os.fork()
            if pid == 0:
                for mine in (orders.fileno(), heard, said):
                    os.close(mine)
                _become(order, held, owner)
            for fd in held:
                os.close(fd)
            numbers[pid] = order.number
            orders.send(msgspec.msgpack.encode(Begun(order.number, pid)))


def _ended(numbers: dict[int, int]) -> list[Ended]:
    """Who has ended since."""
    found = []
    with contextlib.suppress(ChildProcessError):
        while True:
            pid, status = os.waitpid(-1, os.WNOHANG)
            if pid == 0:
                break
            found.append(Ended(numbers.pop(pid), os.waitstatus_to_exitcode(status)))
    return found


def _become(order: Order, held: Sequence[int], owner: int) -> None:
    """Be that program, to its end; the nursery is forgotten."""
    code = 1
    try:
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        die_with_owner(signal.SIGTERM)()
        if os.getppid() != owner:
            return  # It died before it could tell us.
        go_by(order.name)
        os.environ.clear()
        os.environ.update(order.environment)
        sys.argv = [order.module, *(word.format(*held) for word in order.words)]
        runpy.run_module(order.module, run_name="__main__", alter_sys=True)
        code = 0
    except SystemExit as error:
        code = _code(error)
    except BaseException:  # noqa: BLE001 - as an interpreter does with what nobody has caught.
        traceback.print_exc()
    finally:
        with contextlib.suppress(OSError, ValueError):
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(code)


def _code(error: SystemExit) -> int:
    if error.code is None or isinstance(error.code, int):
        return error.code or 0
    sys.stderr.write(f"{error.code}\n")
    return 1


if __name__ == "__main__":
    main()
