"""Contacts and outputs on the pins of the machine, by the kernel's character device.

The structs and numbers are the second version of the kernel's interface, <linux/gpio.h>, stable
since Linux 5.10. A line that was asked for is a handle of its own; when it is closed, the kernel
takes the pin back.
"""

import fcntl
import os
import struct
from dataclasses import dataclass, field

from kiosk_client.agent.switch import Edge, read_whole

CONSUMER = b"watchbell"

# struct gpio_v2_line_request: offsets[64], consumer[32], config, num_lines, event_buffer_size,
# padding[5], fd. The config: flags, num_attrs, padding[5], attrs[10] of id, padding, value, mask.
OFFSETS = struct.Struct("=64I")
ATTRIBUTE = struct.Struct("=IIQQ")
CONFIG = struct.Struct(f"=QI20x{10 * ATTRIBUTE.size}s")
REQUEST = struct.Struct(f"={OFFSETS.size}s32s{CONFIG.size}sII20xi")
VALUES = struct.Struct("=QQ")  # struct gpio_v2_line_values: bits, mask.
EVENT = struct.Struct("=QIIII24x")  # struct gpio_v2_line_event: ns, id, offset, seqno, line_seqno.

GET_LINE = 0xC250B407
GET_VALUES = 0xC010B40E
SET_VALUES = 0xC010B40F

ACTIVE_LOW, INPUT, OUTPUT = 1 << 1, 1 << 2, 1 << 3
EDGE_RISING, EDGE_FALLING = 1 << 4, 1 << 5
PULL_UP, PULL_DOWN = 1 << 8, 1 << 9
DEBOUNCE = 3
RISING = 1

# A long wire to a button catches sparks of lamps and motors; a finger is down for longer.
DEBOUNCE_US = 10_000
EVENTS_MAX = 64


def line_request(offset: int, flags: int, *, debounce_us: int = 0) -> bytearray:
    """A struct gpio_v2_line_request for one line."""
    attribute = ATTRIBUTE.pack(DEBOUNCE, 0, debounce_us, 1) if debounce_us else b""
    config = CONFIG.pack(flags, 1 if debounce_us else 0, attribute)
    offsets = OFFSETS.pack(offset, *[0] * 63)
    return bytearray(REQUEST.pack(offsets, CONSUMER, config, 1, EVENTS_MAX, 0))


def line_handle(request: bytes | bytearray) -> int:
    """The handle that the kernel has put into an answered request."""
    return int(REQUEST.unpack(request)[-1])


def ask_line(chip: str, request: bytearray) -> int:
    """Ask a chip for a line. Raises OSError: no such chip or line, not allowed, taken."""
    handle = os.open(chip, os.O_RDWR | os.O_CLOEXEC)
    try:
        fcntl.ioctl(handle, GET_LINE, request)
    finally:
        os.close(handle)
    return line_handle(request)


@dataclass(slots=True)
class GpioPort:
    """A contact between a pin and ground (low) or between a pin and its supply."""

    chip: str
    line: int
    low: bool = False
    _seen: int | None = field(default=None)

    @property
    def name(self) -> str:
        return f"gpio={self.chip},line={self.line}"

    def request(self) -> bytearray:
        level = ACTIVE_LOW | PULL_UP if self.low else PULL_DOWN
        flags = INPUT | EDGE_RISING | EDGE_FALLING | level
        return line_request(self.line, flags, debounce_us=DEBOUNCE_US)

    def open(self) -> int:
        handle = ask_line(self.chip, self.request())
        os.set_blocking(handle, False)
        self._seen = None
        return handle

    def is_down(self, handle: int) -> bool:
        values = bytearray(VALUES.pack(0, 1))
        fcntl.ioctl(handle, GET_VALUES, values)
        return bool(VALUES.unpack(values)[0] & 1)

    def read(self, handle: int) -> list[Edge]:
        edges: list[Edge] = []
        for record in read_whole(handle, EVENT.size, EVENTS_MAX):
            ns, kind, _, _, number = EVENT.unpack(record)
            at_s = ns / 1e9
            missed = self._seen is not None and number != self._seen + 1 & 0xFFFFFFFF
            self._seen = number
            if missed:  # There was a pair of edges that the kernel had no room for.
                edges.append(Edge(kind != RISING, at_s))
            edges.append(Edge(kind == RISING, at_s))
        return edges


class GpioOutput:
    """A pin that switches a lamp or a siren, by its relay or transistor."""

    def __init__(self, chip: str, line: int, *, low: bool) -> None:
        self.name = f"gpio={chip},line={line}"
        self._chip = chip
        self._request = line_request(line, OUTPUT | (ACTIVE_LOW if low else 0))
        self._handle: int | None = None

    def set(self, on: bool) -> None:
        """Raises OSError; the next call asks for the line anew."""
        if self._handle is None:
            self._handle = ask_line(self._chip, bytearray(self._request))
        try:
            fcntl.ioctl(self._handle, SET_VALUES, VALUES.pack(int(on), 1))
        except OSError:
            self.close()
            raise

    def close(self) -> None:
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None
