"""What a process of a crew does: answer one order at a time, bounded, until nobody asks any more.

It knows no secret, writes no more than it is given room for, yields to all others, and ends with
whoever started it.
"""

import os
import queue
import sys
import threading
from collections.abc import Callable
from typing import BinaryIO

import msgspec

from service.platform.crew import HEAD_BYTES

_ORDER_BYTES_MAX = 16 * 1024 * 1024
_MEMORY_BYTES = 6 * 1024**3


def work(
    answer: Callable[[bytes], msgspec.Struct],
    *,
    file_bytes: int,
    nice: int,
    idle_s: float | None = None,
) -> int:
    """Answer orders from the input until it ends, or nothing was asked for idle_s.

    No file of more than file_bytes is written.
    """
    _yield_and_bound(file_bytes, nice)
    orders: queue.Queue[bytes] = queue.Queue()
    source, answers = sys.stdin.buffer, sys.stdout.buffer
    # Only the answers go out there, whatever a library prints.
    sys.stdout = sys.stderr
    threading.Thread(target=_listen, args=(source, orders), daemon=True).start()
    while True:
        try:
            order = orders.get(timeout=idle_s)
        except queue.Empty:
            return 0
        reply = msgspec.msgpack.encode(answer(order))
        answers.write(len(reply).to_bytes(HEAD_BYTES, "big") + reply)
        answers.flush()


def _listen(source: BinaryIO, orders: "queue.Queue[bytes]") -> None:
    """Orders as they come; when whoever asks is gone, so are we, in the middle of anything."""
    while True:
        head = source.read(HEAD_BYTES)
        size = int.from_bytes(head, "big")
        body = source.read(size) if size <= _ORDER_BYTES_MAX else b""
        if len(head) < HEAD_BYTES or len(body) < size:
            os._exit(0)
        orders.put(body)


def _yield_and_bound(file_bytes: int, nice: int) -> None:
    if sys.platform != "win32":
        import resource

        os.nice(nice)
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_FSIZE, (file_bytes, file_bytes))
        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY_BYTES, _MEMORY_BYTES))
