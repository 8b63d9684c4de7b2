"""What a lamp or a siren may hang on: a LED of the kernel, its beeper, or a pin (gpio.py)."""

import os
import struct
from contextlib import suppress
from pathlib import Path
from typing import Protocol

LEDS = Path("/sys/class/leds")

# <linux/input.h>: struct input_event, EV_SND and SND_TONE. The beeper sounds until it is told 0.
SOUND = struct.Struct("@llHHi")
EV_SND, SND_TONE = 0x12, 2
TONE_HZ = 2000  # Where small piezo beepers are loudest.


class Output(Protocol):
    """Something that is on or off."""

    @property
    def name(self) -> str:
        """As the operator named it."""
        ...

    def set(self, on: bool) -> None:
        """Raises OSError."""
        ...


class LedOutput:
    """A LED class device; many relays and sirens are one, too."""

    def __init__(self, led: str, leds: Path = LEDS) -> None:
        self.name = f"led={led}"
        self._folder = leds / led
        self._is_ours = False

    def set(self, on: bool) -> None:
        if not self._is_ours:  # Else the kernel goes on blinking for the disk or the network.
            with suppress(FileNotFoundError):
                _put(self._folder / "trigger", "none")
            self._is_ours = True
        most = (self._folder / "max_brightness").read_text(encoding="ascii").strip()
        _put(self._folder / "brightness", most if on else "0")


class BeepOutput:
    """The beeper of the machine, by its input node; no sound system is needed."""

    def __init__(self, node: str) -> None:
        self.name = f"beep={node}"
        self._node = node

    def set(self, on: bool) -> None:
        event = SOUND.pack(0, 0, EV_SND, SND_TONE, TONE_HZ if on else 0)
        handle = os.open(self._node, os.O_WRONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        try:
            os.write(handle, event)
        finally:
            os.close(handle)


def _put(path: Path, text: str) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CLOEXEC)  # Never made: what is missing is a fault.
    try:
        os.write(handle, text.encode())
    finally:
        os.close(handle)
