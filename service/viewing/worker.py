"""`python -m service.viewing.worker`: masks what is asked on its input, one thing at a time.

It writes into the folder that it is given and nowhere else, knows no secret, yields to all others
and ends with whoever started it.
"""

import os
import sys
import threading
from queue import Queue

import msgspec

from service.platform.crew import HEAD_BYTES
from service.viewing import handiwork
from service.viewing.orders import Made, MaskOrder, Refused

_ORDER_BYTES_MAX = 16 * 1024 * 1024
_MEMORY_BYTES = 6 * 1024**3
_FILE_BYTES = 4 * 1024**3
_NICE = 15


def main() -> None:
    """Work until the input ends."""
    _yield_and_bound()
    orders: Queue[bytes] = Queue()
    answers = sys.stdout.buffer
    # Only the answers go out there, whatever a library prints.
    sys.stdout = sys.stderr
    threading.Thread(target=_listen, args=(orders,), daemon=True).start()
    while True:
        reply = msgspec.msgpack.encode(answer(orders.get()))
        answers.write(len(reply).to_bytes(HEAD_BYTES, "big") + reply)
        answers.flush()


def answer(order: bytes) -> Made | Refused:
    """What comes of one order; what a file does to a decoder is no reason to die."""
    try:
        return handiwork.done(msgspec.msgpack.decode(order, type=MaskOrder))
    except Exception as error:  # noqa: BLE001 - hostile files; here it is told to whoever asked.
        return Refused("viewing.not_readable", type(error).__name__)


def _listen(orders: "Queue[bytes]") -> None:
    """Orders as they come; when whoever asks is gone, so are we, in the middle of anything."""
    while True:
        head = sys.stdin.buffer.read(HEAD_BYTES)
        size = int.from_bytes(head, "big")
        body = sys.stdin.buffer.read(size) if size <= _ORDER_BYTES_MAX else b""
        if len(head) < HEAD_BYTES or len(body) < size:
            os._exit(0)
        orders.put(body)


def _yield_and_bound() -> None:
    if sys.platform != "win32":
        import resource

        os.nice(_NICE)
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_FSIZE, (_FILE_BYTES, _FILE_BYTES))
        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY_BYTES, _MEMORY_BYTES))


if __name__ == "__main__":
    main()
