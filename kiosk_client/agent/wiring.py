"""How the operator names what is wired to the box: evdev=…, gpio=…, with what each means."""

from collections.abc import Collection
from dataclasses import dataclass

from kiosk_client.agent.clock import Clock
from kiosk_client.agent.evdev import KEY_MAX, EvdevPort
from kiosk_client.agent.gpio import GpioPort
from kiosk_client.agent.switch import Meaning, Port, SwitchKey
from kiosk_client.agent.touch import KINDS, Kind
from kiosk_client.agent.vitals import Vitals

LINES_MAX = 1024  # Of one GPIO chip; none has more.
HOLD_S_MAX = 10.0


class BadWire(ValueError):
    """Not something that can be wired to the box; says what is wrong."""


@dataclass(frozen=True, slots=True)
class Wire:
    """`how=place,name=value,flag`; a flag has an empty value."""

    how: str
    place: str
    said: dict[str, str]

    @classmethod
    def parse(cls, text: str, known: Collection[str]) -> "Wire":
        """Raises BadWire where it says something that is not known."""
        whole, *more = text.split(",")
        how, _, place = whole.partition("=")
        said = {name: value for name, _, value in (item.partition("=") for item in more)}
        if not place:
            raise BadWire(f"{how}= needs a device")
        if unknown := said.keys() - known:
            raise BadWire(f"{how}= does not know {', '.join(sorted(unknown))}")
        return cls(how, place, said)

    def number(self, name: str, most: int) -> int:
        """Raises BadWire where it is missing or none."""
        text = self.said.get(name, "")
        if not text.isascii() or not text.isdecimal() or int(text) > most:
            raise BadWire(f"{name}= is a number up to {most}")
        return int(text)

    def seconds(self, name: str, default_s: float, most_s: float) -> float:
        """Raises BadWire."""
        try:
            seconds = float(self.said.get(name, default_s))
        except ValueError as error:
            raise BadWire(f"{name}= is a number of seconds") from error
        if not 0 <= seconds <= most_s:
            raise BadWire(f"{name}= is 0 to {most_s:g} seconds")
        return seconds


@dataclass(frozen=True, slots=True)
class KeyWire:
    """A key as it was named: a contact, and what its touch means."""

    port: Port
    meaning: Meaning

    @classmethod
    def parse(cls, text: str) -> "KeyWire":
        """Raises BadWire."""
        known = {"evdev": ("code",), "gpio": ("line", "low")}.get(text.partition("=")[0])
        if known is None:
            raise BadWire("a key is evdev=DEVICE or gpio=CHIP,line=N")
        wire = Wire.parse(text, (*known, "hold", "kind", "silent"))
        hold_s = wire.seconds("hold", 0.0, HOLD_S_MAX)
        return cls(_port(wire), Meaning(_kind(wire), "silent" in wire.said, hold_s))

    def key(self, clock: Clock, vitals: Vitals) -> SwitchKey:
        return SwitchKey(self.port, self.meaning, clock, vitals)


def _port(wire: Wire) -> Port:
    if wire.how == "gpio":
        return GpioPort(wire.place, wire.number("line", LINES_MAX), "low" in wire.said)
    return EvdevPort(wire.place, wire.number("code", KEY_MAX) if "code" in wire.said else None)


def _kind(wire: Wire) -> Kind:
    named = wire.said.get("kind", "emergency")
    for kind in KINDS:
        if kind == named:
            return kind
    raise BadWire(f"kind= is one of {', '.join(KINDS)}")
