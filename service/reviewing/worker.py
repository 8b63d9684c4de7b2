"""`python -m service.reviewing.worker`: decodes what is asked on its input, one thing at a time.

It reads files and writes none, and knows no secret. It ends with whoever started it, and by itself
when nothing was asked of it for two minutes.
"""

import os
import queue
import sys
import threading
from typing import BinaryIO

import msgspec

from service.platform.crew import HEAD_BYTES
from service.reviewing import handiwork
from service.reviewing.orders import Order, Refused, Reply

_IDLE_S = 120.0
_ORDER_BYTES_MAX = 16 * 1024 * 1024
_MEMORY_BYTES = 6 * 1024**3
_NICE = 10


def main() -> int:
    """Work until the input ends."""
    _yield_and_bound()
    orders: queue.Queue[bytes] = queue.Queue()
    source, answers = sys.stdin.buffer, sys.stdout.buffer
    # Only the answers go out there, whatever a library prints.
    sys.stdout = sys.stderr
    threading.Thread(target=_listen, args=(source, orders), daemon=True).start()
    while True:
        try:
            order = orders.get(timeout=_IDLE_S)
        except queue.Empty:
            return 0
        reply = msgspec.msgpack.encode(answer(order))
        answers.write(len(reply).to_bytes(HEAD_BYTES, "big") + reply)
        answers.flush()


def answer(order: bytes) -> Reply:
    """What comes of one order; what a file does to a decoder is no reason to die."""
    asked: Order = msgspec.msgpack.decode(order, type=Order)
    try:
        return handiwork.done(asked)
    except Exception as error:  # noqa: BLE001 - hostile files; here it is told to whoever asked.
        return Refused("reviewing.not_readable", type(error).__name__)


def _listen(source: BinaryIO, orders: "queue.Queue[bytes]") -> None:
    """Orders as they come; when whoever asks is gone, so are we, in the middle of anything."""
    while True:
        head = source.read(HEAD_BYTES)
        size = int.from_bytes(head, "big")
        body = source.read(size) if size <= _ORDER_BYTES_MAX else b""
        if len(head) < HEAD_BYTES or len(body) < size:
            os._exit(0)
        orders.put(body)


def _yield_and_bound() -> None:
    if sys.platform != "win32":
        import resource

        os.nice(_NICE)
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY_BYTES, _MEMORY_BYTES))


if __name__ == "__main__":
    sys.exit(main())
