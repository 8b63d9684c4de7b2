"""What is wired to a box under test: device nodes, real where the kernel makes them, else pipes."""

import fcntl
import os
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kiosk_client.agent import evdev, gpio
from kiosk_client.agent.clock import Clock

UINPUT = Path("/dev/uinput")
UI_DEV_CREATE, UI_DEV_DESTROY, UI_DEV_SETUP = 0x5501, 0x5502, 0x405C5503
UI_SET_EVBIT, UI_SET_KEYBIT = 0x40045564, 0x40045565
UI_GET_SYSNAME = 0x8040552C  # 64 bytes.
SETUP = struct.Struct("=HHHH80sI")
BUS_USB = 3


def input_event(kind: int, code: int, value: int, at_s: float) -> bytes:
    """A struct input_event as the kernel writes it."""
    return evdev.EVENT.pack(int(at_s), int(at_s % 1 * 1e6), kind, code, value)


def line_event(rising: bool, number: int, at_s: float) -> bytes:
    """A struct gpio_v2_line_event as the kernel writes it."""
    return gpio.EVENT.pack(round(at_s * 1e9), 1 if rising else 2, 17, number, number)


class PipedKey:
    """A named pipe where a device node would be."""

    def __init__(self, path: Path, clock: Clock) -> None:
        self.path = path
        self._clock = clock
        self._handle: int | None = None
        self.plug_in()

    def plug_in(self) -> None:
        os.mkfifo(self.path)
        # Both ends are open here, so the reader of the box sees no end before it is pulled out.
        self._handle = os.open(self.path, os.O_RDWR | os.O_NONBLOCK)

    def pull_out(self) -> None:
        self.path.unlink()
        self.close()

    def close(self) -> None:
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None

    def write(self, data: bytes) -> None:
        assert self._handle is not None
        assert os.write(self._handle, data) == len(data)

    def send(self, code: int, *values: int) -> None:
        for value in values:
            at_s = self._clock.monotonic()
            self.write(
                input_event(evdev.EV_KEY, code, value, at_s) + input_event(evdev.EV_SYN, 0, 0, at_s)
            )


class MadeKey:
    """A device that the kernel made for us by /dev/uinput, with a real node."""

    def __init__(self, name: str, codes: list[int]) -> None:
        self._handle = os.open(UINPUT, os.O_WRONLY | os.O_NONBLOCK)
        fcntl.ioctl(self._handle, UI_SET_EVBIT, evdev.EV_KEY)
        for code in codes:
            fcntl.ioctl(self._handle, UI_SET_KEYBIT, code)
        fcntl.ioctl(
            self._handle,
            UI_DEV_SETUP,
            SETUP.pack(BUS_USB, 0x1209, 0x0001, 1, name.encode(), 0),
        )
        fcntl.ioctl(self._handle, UI_DEV_CREATE)

    def send(self, code: int, *values: int) -> None:
        for value in values:
            os.write(self._handle, input_event(evdev.EV_KEY, code, value, 0))
            os.write(self._handle, input_event(evdev.EV_SYN, 0, 0, 0))

    def pull_out(self) -> None:
        fcntl.ioctl(self._handle, UI_DEV_DESTROY)
        os.close(self._handle)


@contextmanager
def piped(path: Path, clock: Clock) -> Iterator[PipedKey]:
    """A piped key, closed when the block ends."""
    key = PipedKey(path, clock)
    try:
        yield key
    finally:
        key.close()
