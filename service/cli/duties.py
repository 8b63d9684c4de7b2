"""What any patrol app must obey, as rules: `mobile_contract/v1/README.md` says why.

Pure: what came in and `now` go in, what to do comes out. `watchbell phone` lives by them, and the
vectors of the contract are held against them, as against every other app.
"""

import json
import re
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any
from uuid import UUID

from msgspec import Struct

PUSH_BYTES_MAX = 4096  # No gateway carries more: what is longer is not ours.
WAITING_MOST = 100
FIXES_MOST = 60
FIX_AGE_MOST = timedelta(hours=1)
TOPICS = frozenset({"task.offered", "task.changed", "unit.duty"})

_SEQ_MOST = 2**53 - 1  # What every language reads as a whole number.
_VERSION = re.compile(r"[0-9]{1,9}")
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)", re.ASCII)
_AGAIN_FIRST_S = 0.3
_AGAIN_MOST_S = 5.0
_ASKED_WAIT_MOST_S = 60.0  # A mistaken Retry-After must not silence a phone.
_PASSING = (408, 425, 429)

# Where each move leads; the phone's own receipt is not an officer's to make.
WAYS: Mapping[str, Mapping[str, str]] = {
    "offered": {"accept": "accepted", "decline": "declined"},
    "received": {"accept": "accepted", "decline": "declined"},
    "accepted": {
        "decline": "declined",
        "en_route": "en_route",
        "on_scene": "on_scene",
        "clear": "cleared",
    },
    "en_route": {"decline": "declined", "on_scene": "on_scene", "clear": "cleared"},
    "on_scene": {"clear": "cleared"},
}
_STAGES = {"offered": 0, "received": 1, "accepted": 2, "en_route": 3, "on_scene": 4}
_STAGE_UNKNOWN = 3
_STAGE_OVER = 9


class HeardPush(Struct, frozen=True):
    """What to do about a push: how to ring, what to send a receipt for, whether to look.

    `ring` is also "withdraw": what is shown of the task is replaced, without a sound.
    """

    ring: str | None = None
    receipt: str | None = None
    look: bool = False


_LOOK_ONLY = HeardPush(look=True)
_NOTHING = HeardPush()


def read_push(
    text: str,
    phone: str | None,
    now: datetime | None,
    attempts: Sequence[str] = (),
    newest: Mapping[str, int] | None = None,
) -> HeardPush:
    """What a push asks of a phone. `phone` is its phone_id, None where nobody is signed in.

    `now` is the service's time, None where the phone has not learned it; `attempts` are those it
    has had, `newest` the highest version of each task. What cannot be read may still be a call.
    """
    if phone is None:
        return _NOTHING
    body = _object(text) if len(text.encode()) <= PUSH_BYTES_MAX else None
    if body is None or not _is_id(body.get("task_id")):
        return _LOOK_ONLY
    if body.get("phone") not in (None, phone):
        return _NOTHING
    attempt = body.get("attempt")
    receipt = attempt if isinstance(attempt, str) and attempt else None
    if receipt in attempts:
        return _NOTHING
    if isinstance(body.get("over"), str) and body["over"]:
        return HeardPush("withdraw", receipt, look=True)
    if version(body.get("v")) <= (newest or {}).get(body["task_id"], 0):
        return HeardPush(receipt=receipt)
    until = _instant(body.get("until"))
    if now is not None and until is not None and now > until:
        return HeardPush(receipt=receipt, look=True)
    kind = "ordinary" if body.get("kind") == "ordinary" else "emergency"
    return HeardPush(kind, receipt, look=True)


def version(value: object) -> int:
    """The version of a ring; some gateways carry only text. What cannot be read is a first ring."""
    return int(str(value)) if _VERSION.fullmatch(str(value)) else 1


class HeardEvent(Struct, frozen=True):
    """What to do with an event (`take`, `drop`, `look` into the inbox), and the mark after it."""

    do: str
    seq: int | None


def hear(data: str, seq: int | None) -> HeardEvent:
    """What to do with the data of one event; `seq` is the last number that was heard.

    Numbers rise but are not dense: a phone hears only what concerns it, so a gap is no loss.
    """
    event = _object(data)
    number = event.get("seq") if event else None
    whole = event is not None and "seq" in event and isinstance(event.get("body"), dict)
    if event is None or not whole or not _is_seq(number):
        return HeardEvent("look", seq)
    if number is not None:
        if seq is not None and number <= seq:
            return HeardEvent("drop", seq)
        seq = number
    if str(event.get("topic")) not in TOPICS:
        return HeardEvent("drop", seq)
    return HeardEvent("take", seq)


def _is_seq(number: object) -> bool:
    """Whether this may be an event's number: too high a one would silence all that follow."""
    return number is None or (type(number) is int and 0 <= number <= _SEQ_MOST)


class Met(Struct, frozen=True):
    """What a task that was found does: is it taken, is a receipt due, which screen it has."""

    take: bool
    receive: bool
    screen: str


def meet(known: Mapping[str, Any] | None, found: Mapping[str, Any]) -> Met:
    """What a task from the stream, the inbox or an answer does to the one that is known.

    A task never goes back: what is older than what is known is late, and changes nothing.
    """
    if known is None:
        over = _stage(found) == _STAGE_OVER
        receive = found["state"] == "offered" and not over
        return Met(not over, receive, "none" if over else _screen(found))
    take = _stage(known) != _STAGE_OVER and _stage(found) >= _stage(known)
    receive = take and found["state"] == "offered" and found["ended_at"] is None
    return Met(take, receive, _screen(found if take else known))


def may(state: str, unsent: Sequence[str] = ()) -> list[str]:
    """What an officer may do next: what he has pressed counts at once, sent or not."""
    for move in unsent:
        state = WAYS.get(state, {}).get(move, state)
    return list(WAYS.get(state, {}))


class Judged(Struct, frozen=True):
    """What an answer means for what was sent, and for its task.

    `do`: done, again, sign_in (and then again), drop. `task`: keep, taken, over, look.
    """

    do: str
    task: str = "keep"
    wait_s: float = 0


def judge(
    status: int | None, code: str | None = None, retry_s: float = 0, *, ours: bool = True
) -> Judged:
    """What an answer means. None where none came; `ours` where its body is of the contract.

    Whoever stands in between (a proxy, the page of a hotel's network) does not speak for us: only
    a problem with a code is a refusal.
    """
    if status is None or not ours or status < 200 or 300 <= status < 400:
        return Judged("again")
    if status < 300:
        return Judged("done")
    if status == 401:
        return Judged("sign_in")
    if status >= 500 or status in _PASSING:
        return Judged("again", wait_s=min(max(retry_s, 0), _ASKED_WAIT_MOST_S))
    if code == "dispatch.already_taken":
        return Judged("drop", "taken")
    if code == "dispatch.task_over" or status in (404, 410):
        return Judged("drop", "over")
    return Judged("drop", "look")


class Waiting(Struct, frozen=True):
    """A move on its way: kept on the phone, sent in order, repeated until it is answered."""

    task_id: str
    move: str
    reason: str = ""


def keep(queue: Sequence[Waiting], one: Waiting) -> list[Waiting]:
    """The queue with one more move; what waits already is not kept twice.

    A full queue lets go of a receipt before anything that an officer has done.
    """
    kept = list(queue)
    if any(w.task_id == one.task_id and w.move == one.move for w in kept):
        return kept
    kept.append(one)
    if len(kept) > WAITING_MOST:
        kept.remove(next((w for w in kept if w.move == "receive"), kept[0]))
    return kept


def settle(queue: Sequence[Waiting], sent: Waiting, judged: Judged) -> list[Waiting]:
    """The queue after an answer: nothing more is said about a task that is another's or over."""
    if judged.do in ("again", "sign_in"):
        return list(queue)
    if judged.task in ("taken", "over"):
        return [w for w in queue if w.task_id != sent.task_id]
    return [w for w in queue if w != sent]


def pause_s(tries: int, chance: float, retry_s: float = 0) -> float:
    """Seconds until the next try after so many in vain; `chance` of 0 to 1 spreads phones out."""
    usual_s = min(_AGAIN_FIRST_S * 2.0 ** min(tries - 1, 10), _AGAIN_MOST_S)
    return float(max(usual_s * (0.75 + chance / 2), min(retry_s, _ASKED_WAIT_MOST_S)))


class Time:
    """The service's time as a phone knows it. A countdown must not trust the clock of a phone.

    How far the service is ahead lies between two bounds, which each answer narrows: its Date header
    is cut to whole seconds, and it was written while the phone waited.
    """

    def __init__(self) -> None:
        self._least: timedelta | None = None
        self._most: timedelta | None = None
        self.ahead = timedelta()

    def learn(self, date: str, asked: datetime, came: datetime) -> None:
        """Learn from an answer by its Date header; the other two are of the phone's own clock."""
        try:
            written = parsedate_to_datetime(date)
        except ValueError:
            return
        least, most = written - came, written + timedelta(seconds=1) - asked
        if self._least is not None and self._most is not None:
            both = max(least, self._least), min(most, self._most)
            # Bounds that cross: one of the clocks was set, and only the newest answer counts.
            least, most = both if both[0] <= both[1] else (least, most)
        self._least, self._most = least, most
        agrees = least <= timedelta() <= most
        self.ahead = timedelta() if agrees else (least + most) / 2

    def left_s(self, until: datetime, own_now: datetime) -> float:
        """Seconds until an instant of the service's, never negative."""
        return max(0.0, (until - own_now - self.ahead).total_seconds())


def batch(fixes: Sequence[datetime], now: datetime) -> list[datetime]:
    """Which positions, by their instants, are worth sending: the newest, each once, in order."""
    young = {at for at in fixes if now - at <= FIX_AGE_MOST}
    return sorted(young)[-FIXES_MOST:]


def _stage(task: Mapping[str, Any]) -> int:
    """How far a task has come; a state of a later version is read by what else the task says."""
    if task["ended_at"] is not None:
        return _STAGE_OVER
    return _STAGES.get(task["state"], 1 if task["ringing"] else _STAGE_UNKNOWN)


def _screen(task: Mapping[str, Any]) -> str:
    if task["ended_at"] is not None:
        return "over"
    return "ring" if task["ringing"] else "in_hand"


def _object(text: str) -> dict[str, Any] | None:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _is_id(value: object) -> bool:
    try:
        return isinstance(value, str) and str(UUID(value)) == value.lower()
    except ValueError:
        return False


def _instant(value: object) -> datetime | None:
    """An instant as RFC 3339 writes it: what is read loosely may silence a ring."""
    try:
        return datetime.fromisoformat(str(value)) if _INSTANT.fullmatch(str(value)) else None
    except ValueError:
        return None
