"""How the operator names what is wired to the box: evdev=…, gpio=…, with what each means."""

from collections.abc import Collection
from dataclasses import dataclass

from kiosk_client.agent.clock import Clock
from kiosk_client.agent.evdev import KEY_MAX, EvdevPort
from kiosk_client.agent.gpio import GpioOutput, GpioPort
from kiosk_client.agent.outputs import BeepOutput, LedOutput, Output
from kiosk_client.agent.signals import SOUND_S, SOUND_S_MAX, Signal, lamp_plan, siren_plan
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
            raise BadWire("a key is evdev=DEVICE, gpio=CHIP,line=N, keyboard, keyboard=C or stdin")
        wire = Wire.parse(text, (*known, "hold", "kind", "silent"))
        hold_s = wire.seconds("hold", 0.0, HOLD_S_MAX)
        return cls(_port(wire), Meaning(_kind(wire), "silent" in wire.said, hold_s))

    def key(self, clock: Clock, vitals: Vitals) -> SwitchKey:
        return SwitchKey(self.port, self.meaning, clock, vitals)


@dataclass(frozen=True, slots=True)
class SignalWire:
    """A lamp, or a siren that sounds so long for a call, as it was named."""

    output: Output
    sound_s: float | None = None

    @classmethod
    def lamp(cls, text: str) -> "SignalWire":
        """Raises BadWire."""
        return cls(_output(Wire.parse(text, _known(text))))

    @classmethod
    def siren(cls, text: str) -> "SignalWire":
        """Raises BadWire."""
        wire = Wire.parse(text, (*_known(text), "seconds"))
        return cls(_output(wire), wire.seconds("seconds", SOUND_S, SOUND_S_MAX))

    def signal(self, clock: Clock, vitals: Vitals) -> Signal:
        is_loud = self.sound_s is not None
        plan = lamp_plan if self.sound_s is None else siren_plan(self.sound_s)
        return Signal(self.output, plan, clock, vitals, is_loud=is_loud)


def _known(text: str) -> Collection[str]:
    return ("line", "low") if text.startswith("gpio=") else ()


def _output(wire: Wire) -> Output:
    match wire.how:
        case "led":
            return LedOutput(wire.place)
        case "beep":
            return BeepOutput(wire.place)
        case "gpio":
            return GpioOutput(wire.place, wire.number("line", LINES_MAX), low="low" in wire.said)
    raise BadWire("it is led=NAME, gpio=CHIP,line=N or beep=NODE")


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
