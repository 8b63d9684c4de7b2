"""`python -m service.viewing.worker`: masks what is asked on its input, one thing at a time.

It writes into the folder that it is given and nowhere else.
"""

import sys

import msgspec

from service.platform.hand import work
from service.viewing import handiwork
from service.viewing.orders import Made, MaskOrder, Refused

_FILE_BYTES = 4 * 1024**3
_NICE = 15


def answer(order: bytes) -> Made | Refused:
    """What comes of one order; what a file does to a decoder is no reason to die."""
    try:
        return handiwork.done(msgspec.msgpack.decode(order, type=MaskOrder))
    except Exception as error:  # noqa: BLE001 - hostile files; here it is told to whoever asked.
        return Refused("viewing.not_readable", type(error).__name__)


if __name__ == "__main__":
    sys.exit(work(answer, file_bytes=_FILE_BYTES, nice=_NICE))
