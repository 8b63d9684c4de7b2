"""What a key gives (a touch) and what the box makes of it (a press)."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Literal, get_args

Kind = Literal[
    "emergency",
    "duress",
    "medical",
    "fire",
    "intruder",
    "missing_child",
    "tamper",
    "line_fault",
    "power_fault",
    "low_battery",
]
KINDS: tuple[Kind, ...] = get_args(Kind)

# A sealed press must fit one page of the spool, so that a scan of a damaged file finds it whole.
# A character outside the basic plane takes 12 bytes there.
ROOM_CHARS_MAX = 60
NOTE_CHARS_MAX = 200


class State(StrEnum):
    """How far a press has come. Waiting is the box's own; the rest is what the centre says."""

    WAITING = "waiting"
    RECEIVED = "received"
    ASSIGNED = "assigned"
    EN_ROUTE = "en_route"
    ON_SCENE = "on_scene"
    RESET = "reset"


TOLD = {state.value: state for state in State if state is not State.WAITING}


@dataclass(frozen=True, slots=True)
class Touch:
    """One touch of a key.

    pressed_at is what the box's clock said, RFC 3339. touch_id, where a key gives one, makes a
    touch that is told twice one press. kept, where given, is called once the press is held:
    with True when it is safe on disk.
    """

    kind: Kind
    pressed_at: str
    silent: bool = False
    test: bool = False
    room: str = ""
    note: str = ""
    touch_id: str | None = None
    kept: Callable[[bool], None] | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Press:
    """One press, as the spool keeps it. seq is the order of pressing."""

    seq: int
    press_id: str
    kind: Kind
    pressed_at: str
    silent: bool
    test: bool
    room: str
    note: str
    state: State = State.WAITING
    on_disk: bool = True

    def body(self) -> dict[str, str | bool]:
        """The body of POST /v1/alarms; what is not said is left out."""
        said: dict[str, str | bool] = {
            "press_id": self.press_id,
            "kind": self.kind,
            "pressed_at": self.pressed_at,
        }
        extras: dict[str, str | bool] = {
            "silent": self.silent,
            "test": self.test,
            "room": self.room,
            "note": self.note,
        }
        return said | {name: value for name, value in extras.items() if value}


def press_of(touch: Touch, *, seq: int, press_id: str, on_disk: bool) -> Press:
    """The press that a touch becomes.

    Its words are cut, and cleaned of what is no text: a press must not be refused for them.
    """
    return Press(
        seq=seq,
        press_id=press_id,
        kind=touch.kind,
        pressed_at=touch.pressed_at,
        silent=touch.silent,
        test=touch.test,
        room=_clean(touch.room)[:ROOM_CHARS_MAX],
        note=_clean(touch.note)[:NOTE_CHARS_MAX],
        on_disk=on_disk,
    )


def _clean(text: str) -> str:
    """One line of text: no NUL, no line end, no half of a character from a terminal."""
    return "".join(sign if sign.isprintable() else " " for sign in text).strip()


def press_from(facts: dict[str, Any], state: State = State.WAITING) -> Press:
    """The press that was sealed as these facts."""
    return Press(
        seq=facts["seq"],
        press_id=facts["press_id"],
        kind=facts["kind"],
        pressed_at=facts["pressed_at"],
        silent=facts["silent"],
        test=facts.get("test", False),
        room=facts.get("room", ""),
        note=facts.get("note", ""),
        state=state,
    )
