"""A key of the kernel's input layer: a button box, a foot switch, a key of a keyboard.

The numbers are the kernel's own, which it never changes: <linux/input.h>.
"""

import errno
import fcntl
import os
import struct
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from kiosk_client.agent.switch import Edge, read_whole

EVENT = struct.Struct("@llHHi")  # struct input_event: seconds, microseconds, type, code, value.
EV_SYN, EV_KEY = 0, 1
SYN_DROPPED = 3
KEY_MAX = 0x2FF
KEYS_BYTES = KEY_MAX // 8 + 1
EVENTS_MAX = 64

EVIOCGKEY = 0x80004518 | KEYS_BYTES << 16
EVIOCGRAB = 0x40044590
EVIOCSCLOCKID = 0x400445A0
CLOCK_MONOTONIC = 1

NODES = Path("/dev/input")
DEVICES = Path("/sys/class/input")
DEVICES_MAX = 256


@dataclass(slots=True)
class EvdevPort:
    """A key of a device; code None: any key of it.

    device is a path (/dev/input/by-id/… stays the same over restarts) or the device's own name.
    """

    device: str
    code: int | None = None
    nodes: Path = NODES
    devices: Path = DEVICES
    _down: set[int] = field(default_factory=set)

    @property
    def name(self) -> str:
        return f"evdev={self.device}" + ("" if self.code is None else f",code={self.code}")

    def open(self) -> int:
        """The device is taken for this box alone: its keys type nowhere else."""
        handle = os.open(self._find(), os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        try:
            _take(handle)
        except OSError:
            os.close(handle)
            raise
        return handle

    def is_down(self, handle: int) -> bool:
        self._down.clear()
        bits = bytearray(KEYS_BYTES)
        with suppress(OSError):  # A pipe cannot be asked; it begins with its key up.
            fcntl.ioctl(handle, EVIOCGKEY, bits)
        self._down |= {n for n in range(KEY_MAX + 1) if bits[n // 8] >> n % 8 & 1 and self._is(n)}
        return bool(self._down)

    def read(self, handle: int) -> list[Edge]:
        edges: list[Edge] = []
        for record in read_whole(handle, EVENT.size, EVENTS_MAX):
            seconds, micros, kind, code, value = EVENT.unpack(record)
            at_s = seconds + micros / 1e6
            if kind == EV_KEY and self._is(code):
                # 2 is a key that repeats: it is down, also where its first edge was missed.
                (self._down.add if value else self._down.discard)(code)
                edges.append(Edge(bool(self._down), at_s))
            elif (kind, code) == (EV_SYN, SYN_DROPPED):
                edges.append(Edge(self.is_down(handle), at_s))
        return edges

    def _is(self, code: int) -> bool:
        return self.code is None or code == self.code

    def _find(self) -> Path:
        """The node of the device. Raises OSError where there is none of this name."""
        if self.device.startswith("/"):
            return Path(self.device)
        for device in sorted(self.devices.glob("event*"))[:DEVICES_MAX]:
            with suppress(OSError):  # It went away meanwhile.
                name = (device / "device" / "name").read_text(encoding="utf-8", errors="replace")
                if name.strip() == self.device:
                    return self.nodes / device.name
        raise OSError(errno.ENODEV, os.strerror(errno.ENODEV))


def _take(handle: int) -> None:
    """Raises OSError where another program has taken the device, and would get its keys alone."""
    try:
        fcntl.ioctl(handle, EVIOCGRAB, 1)
        fcntl.ioctl(handle, EVIOCSCLOCKID, struct.pack("i", CLOCK_MONOTONIC))
    except OSError as error:
        if error.errno not in (errno.ENOTTY, errno.EINVAL):  # A pipe has neither.
            raise
