"""What must hold of a ladder in rows, said once more and on purpose not taken from the service."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from tests.flow.ladder_stage import OFFICERS, Rows
from tests.support import hamlet

RINGING = ("offered", "received")
HOLDING = ("accepted", "en_route", "on_scene")
ACTIVE = (*RINGING, *HOLDING)
_UNITS = {number: hamlet.uid("un", number) for number in OFFICERS}
# As a plan says that nobody has changed.
ANSWER_S, RING_MOST_S, DESK_S, RESCAN_S = 15, 60, 90, 15
_ASKS_MOST = 3

# What each move does to a task, by the state in which it stands; what is not here is refused.
_DONE = {
    "receive": {"offered": "received"},
    "accept": dict.fromkeys(RINGING, "accepted"),
    "decline": dict.fromkeys((*RINGING, "accepted", "en_route"), "declined"),
    "en_route": {"accepted": "en_route"},
    "on_scene": dict.fromkeys(("accepted", "en_route"), "on_scene"),
    "clear": dict.fromkeys(HOLDING, "cleared"),
    "withdraw": dict.fromkeys(ACTIVE, "withdrawn"),
    "replace": dict.fromkeys(HOLDING, "withdrawn"),
}
# Where a repeated or an overtaken move finds its work done.
_BEYOND = {
    "receive": ("received", *HOLDING, "cleared"),
    "accept": (*HOLDING, "cleared"),
    "decline": ("declined",),
    "en_route": ("en_route", "on_scene", "cleared"),
    "on_scene": ("on_scene", "cleared"),
    "clear": ("cleared",),
    "withdraw": ("withdrawn",),
    "replace": ("withdrawn",),
}


def answer_to(move: str, task: dict[str, Any], need: dict[str, Any]) -> tuple[int, str]:
    """What a phone is to be told: 200 and the state then, or 409 and the code."""
    state = task["state"]
    if state in _BEYOND[move]:
        return 200, state
    if state == "taken" or (move == "accept" and state in RINGING and need["state"] != "open"):
        return 409, "dispatch.already_taken"
    if state in ("withdrawn", "unanswered", "cleared"):
        return 409, "dispatch.task_over"
    after = _DONE[move].get(state)
    return (200, after) if after else (409, "request.wrong_move")


def always(rows: Rows) -> None:
    """At every moment, whoever has died: one at most has it, and no unit has two."""
    for need in rows.needs:
        holding = [t for t in rows.tasks if _of(t, need) and t["state"] in HOLDING]
        assert len(holding) <= 1, f"two have it: {[t['call_sign'] for t in holding]}"
        held = [t["task_id"] for t in holding]
        assert held == ([need["holder"]] if need["state"] == "held" else []), need
    units = [t["unit_id"] for t in rows.tasks if t["state"] in ACTIVE and not t["by_hand"]]
    assert len(units) == len(set(units)), "a unit rings for two"


def when_looked_at(rows: Rows, now: datetime, on_duty: set[int]) -> None:
    """When a living carrier has done what is due: nothing stands still."""
    if rows.incident["state"] == "closed":
        assert not [t for t in rows.tasks if t["state"] in ACTIVE], "a closed incident calls"
        assert {n["state"] for n in rows.needs} <= {"ended"}, "a closed incident needs somebody"
        return
    assert rows.needs, "nobody looks after the incident"
    for need in rows.needs:
        if need["state"] == "ended":
            continue
        assert need["next_at"] > now, f"stands still since {need['next_at']}"
        looks = [
            j["due_at"] or now
            for j in rows.jobs
            if j["kind"] == "dispatch_round" and j["key"] == need["root"]
        ]
        assert looks, "nobody has promised to look"
        assert min(looks) <= need["next_at"], "the look that is promised comes too late"
        if need["state"] == "open":
            _passes_on(rows, need, now, on_duty)


def _passes_on(rows: Rows, need: dict[str, Any], now: datetime, on_duty: set[int]) -> None:
    """An open need rings somebody whose time is not over, or all were asked and a person knows."""
    rings = [t for t in rows.tasks if _of(t, need) and t["state"] in RINGING]
    for task in rings:
        assert now < task["offered_at"] + timedelta(seconds=RING_MOST_S), "rings for ever"
    if now >= need["opened_at"] + timedelta(seconds=DESK_S):
        assert need["desk_at"] is not None, "nobody at the desk was told"
    if any(now < t["offered_at"] + timedelta(seconds=ANSWER_S) for t in rings):
        return
    assert need["exhausted"], "nobody rings whose time is not over, and it is not said"
    assert need["desk_at"] is not None, "nobody is left, and nobody at the desk was told"
    for number in sorted(on_duty):
        assert not _could_come(rows, need, _UNITS[number], now), f"officer{number} was not asked"


def _could_come(rows: Rows, need: dict[str, Any], unit_id: UUID, now: datetime) -> bool:
    """Whether a unit is free, on duty, and has neither refused nor let it ring too often."""
    own = [t for t in rows.tasks if t["unit_id"] == unit_id]
    if any(t["state"] in ACTIVE for t in own):
        return False
    blamed = [
        t
        for t in own
        if _of(t, need)
        and t["state"] != "taken"
        and (t["state"], t["reason"]) != ("withdrawn", "off_duty")
    ]
    # One who was let go rests for a while; the next look may be as much later again.
    rested = timedelta(seconds=2 * RESCAN_S)
    return len(blamed) < _ASKS_MOST and all(
        t["state"] == "unanswered" and now > t["ended_at"] + rested for t in blamed
    )


def _of(task: dict[str, Any], need: dict[str, Any]) -> bool:
    return bool(task["need_id"] == need["need_id"])
