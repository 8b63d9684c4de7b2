"""What the running agent leaves for `status` to read."""

import json
from concurrent.futures import Future
from datetime import datetime
from typing import Any

from kiosk_client.agent.centre import Outcome, Verdict
from kiosk_client.agent.clock import Clock, rfc3339
from kiosk_client.agent.settings import Folder
from kiosk_client.agent.worker import Worker

SELF_TEST = "self_test"
CLOCK_OFF_S_MAX = 60.0


class Notes:
    """The last sign of life and the last answer to a press.

    Written on a thread of its own and without fsync: nothing waits for it, and a flash disk is not
    worn out by it.
    """

    def __init__(self, folder: Folder, clock: Clock) -> None:
        self._folder = folder
        self._clock = clock
        self._worker = Worker("notes")
        self._written: Future[None] | None = None
        # A restart is no reason to forget what was found in the night.
        self._facts: dict[str, Any] = {
            name: told for name, told in read_notes(folder).items() if name == SELF_TEST
        }

    def beat(self, sent_at: datetime, verdict: Verdict) -> None:
        """A sign of life was sent then, and this came of it."""
        self._write("heartbeat", beat_of(sent_at, verdict))

    def answer(self, verdict: Verdict) -> None:
        """This came of the last attempt to send a press."""
        told = {"outcome": verdict.outcome, "reason": verdict.reason}
        before = self._facts.get("answer", {})
        if verdict.outcome is Outcome.DONE or told != {name: before.get(name) for name in told}:
            self._write("answer", told | {"at": rfc3339(self._clock.wall())})

    def self_test(self, checks: list[dict[str, Any]]) -> None:
        """The box has tried its parts now."""
        good = all(check["good"] for check in checks)
        at = rfc3339(self._clock.wall())
        self._write(SELF_TEST, {"at": at, "good": good, "checks": checks})

    def faults(self, faults: dict[str, str]) -> None:
        """What is wrong with the box now."""
        self._write("faults", faults)

    @property
    def self_tested(self) -> dict[str, Any] | None:
        """How the parts were when they were last tried; None where nobody knows."""
        told = self._facts.get(SELF_TEST)
        return told if isinstance(told, dict) else None

    @property
    def self_tested_at(self) -> datetime | None:
        """When the parts were last tried; None where nobody knows."""
        try:
            return datetime.fromisoformat(self._facts[SELF_TEST]["at"])
        except (KeyError, TypeError, ValueError):
            return None

    def _write(self, name: str, told: dict[str, Any]) -> None:
        self._facts[name] = told
        if self._written is None or self._written.done():
            self._written = self._worker.start(self._put)

    def _put(self) -> None:
        text = json.dumps(dict(self._facts))
        self._folder.write(self._folder.notes, text, lasting=False)


def beat_of(sent_at: datetime, verdict: Verdict) -> dict[str, Any]:
    """What is told of a sign of life."""
    told: dict[str, Any] = {"at": rfc3339(sent_at), "outcome": verdict.outcome}
    if verdict.outcome is Outcome.DONE and verdict.facts is not None:
        told["clock_off_s"] = seconds_between(sent_at, verdict.facts["now"])
    else:
        told["reason"] = verdict.reason
    return told


def read_notes(folder: Folder) -> dict[str, Any]:
    """What was left; empty where there is nothing, or nothing whole after a power cut."""
    try:
        notes = json.loads(folder.notes.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return notes if isinstance(notes, dict) else {}


def seconds_between(sent_at: datetime, now: object) -> float | None:
    """How far the centre's clock is ahead of this box's; None where its time is not one."""
    try:
        return round((datetime.fromisoformat(str(now)) - sent_at).total_seconds(), 1)
    except (ValueError, TypeError):
        return None
