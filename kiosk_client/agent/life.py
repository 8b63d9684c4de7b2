"""What a sign of life says of the box."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from kiosk_client import VERSION
from kiosk_client.agent.clock import rfc3339
from kiosk_client.agent.power import read_power
from kiosk_client.agent.vitals import Code


def sign_of_life(sent_at: datetime, started_at: datetime, waiting: int) -> dict[str, Any]:
    """What every one says; what is left out, as faults are here, stays as the centre has it."""
    facts: dict[str, Any] = {
        "sent_at": rfc3339(sent_at),
        "started_at": rfc3339(started_at),
        "version": VERSION,
        "spooled": waiting,
    }
    return facts | read_power()


def condition(
    codes: Sequence[Code], tested_at: datetime | None, self_test: dict[str, Any] | None
) -> dict[str, Any]:
    """What is wrong with the box now, and how its last self-test ended, where there was one.

    The result comes from a file, and nothing in it may keep a sign of life from being sent.
    """
    told: dict[str, Any] = {"faults": sorted(set(codes))}
    checks = (self_test or {}).get("checks")
    if tested_at is None or tested_at.tzinfo is None or not isinstance(checks, list):
        return told
    failed = sorted({_code_of(check) for check in checks if not _is_good(check)})
    return told | {"self_test": {"at": rfc3339(tested_at), "good": not failed, "failed": failed}}


def _is_good(check: object) -> bool:
    return isinstance(check, dict) and check.get("good") is True


def _code_of(check: object) -> Code:
    said = check.get("code") if isinstance(check, dict) else None
    return Code(said) if isinstance(said, str) and said in list(Code) else Code.OTHER
