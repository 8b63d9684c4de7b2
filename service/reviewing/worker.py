"""`python -m service.reviewing.worker`: decodes what is asked on its input, one thing at a time.

It reads files and writes none, and ends by itself when nothing was asked of it for two minutes.
"""

import sys

import msgspec

from service.platform.hand import work
from service.reviewing import handiwork
from service.reviewing.orders import Order, Refused, Reply

_IDLE_S = 120.0
_NICE = 10


def answer(order: bytes) -> Reply:
    """What comes of one order; what a file does to a decoder is no reason to die."""
    asked: Order = msgspec.msgpack.decode(order, type=Order)
    try:
        return handiwork.done(asked)
    except Exception as error:  # noqa: BLE001 - hostile files; here it is told to whoever asked.
        return Refused("reviewing.not_readable", type(error).__name__)


if __name__ == "__main__":
    sys.exit(work(answer, file_bytes=0, nice=_NICE, idle_s=_IDLE_S))
