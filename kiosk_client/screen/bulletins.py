"""Bulletins of missing children: asked for, shown, and forgotten in time.

They are kept in memory alone. A box that hears nothing more forgets each at its end, and all of
them HOLD_S after the last answer: one without a network does not show for long what was withdrawn.
"""

import asyncio
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from kiosk_client.agent.centre import Centre
from kiosk_client.agent.clock import Clock

AGAIN_S = 10.0
AGAIN_S_MIN, AGAIN_S_MAX = 2.0, 300.0
HOLD_S = 900.0  # Where the centre names none; and never longer, whatever it names.
SHOWN_MOST = 5
LINE_CHARS_MAX = 200
LIST = "/v1/devices/bulletins"
NAME = re.compile(r"[0-9a-f-]{36}")
SHA256 = re.compile(r"[0-9a-f]{64}")
JPEG = b"\xff\xd8\xff"


@dataclass(frozen=True, slots=True)
class Bulletin:
    """One bulletin; ends_s is on the clock that only goes forward."""

    bulletin_id: str
    words: dict[str, dict[str, str]]  # By language: who, clothing, place.
    seen_at: str
    phone: str
    ends_s: float
    portrait: str | None  # SHA-256.


class Bulletins:
    """Asks the centre, and tells show what is to be shown from now on."""

    def __init__(
        self, centre: Centre, clock: Clock, show: Callable[[list[Bulletin]], None]
    ) -> None:
        self._centre = centre
        self._clock = clock
        self._show = show
        self._known: list[Bulletin] = []
        self._told: list[Bulletin] = []
        self._hold_until_s = 0.0
        self._portraits: dict[str, bytes] = {}

    def portrait(self, sha256: str) -> bytes | None:
        """The picture of a bulletin that is shown now."""
        shown = any(bulletin.portrait == sha256 for bulletin in self._told)
        return self._portraits.get(sha256) if shown else None

    async def run(self) -> None:
        """Ask for ever; look away from what is over at the very moment."""
        while True:
            again_s = await self._ask()
            due_s = self._clock.monotonic() + again_s
            self._tell()
            while (now_s := self._clock.monotonic()) < due_s:
                await self._clock.wait(asyncio.Event(), min(due_s, self._next_s()) - now_s)
                self._tell()

    async def _ask(self) -> float:
        asked_s = self._clock.monotonic()
        answer = await self._centre.fetch(LIST)
        if answer is None or answer.status != 200:
            return AGAIN_S
        facts = answer.facts()
        known = read(facts, asked_s)
        if known is None:
            return AGAIN_S
        hold_s = facts.get("hold_s")
        held_s = float(hold_s) if isinstance(hold_s, int | float) else HOLD_S
        self._known = known
        self._hold_until_s = asked_s + min(max(held_s, 0.0), HOLD_S)
        self._tell()  # The words at once; a picture may take a while.
        await self._fetch_portraits()
        again_s = facts.get("again_s")
        wanted_s = float(again_s) if isinstance(again_s, int | float) else AGAIN_S
        return min(max(wanted_s, AGAIN_S_MIN), AGAIN_S_MAX)

    async def _fetch_portraits(self) -> None:
        wanted = {one.portrait: one for one in self._known if one.portrait is not None}
        self._portraits = {
            name: self._portraits[name] for name in wanted if name in self._portraits
        }
        for name, bulletin in wanted.items():
            if name in self._portraits:
                continue
            answer = await self._centre.fetch(f"{LIST}/{bulletin.bulletin_id}/portrait")
            if answer is not None and answer.status == 200 and answer.body.startswith(JPEG):
                self._portraits[name] = answer.body

    def _tell(self) -> None:
        now_s = self._clock.monotonic()
        if now_s >= self._hold_until_s:
            self._known, self._portraits = [], {}
        self._known = [bulletin for bulletin in self._known if now_s < bulletin.ends_s]
        now = [_as_can_be_shown(bulletin, self._portraits) for bulletin in self._known]
        if now != self._told:
            self._told = now
            self._show(now)

    def _next_s(self) -> float:
        if not self._known:
            return float("inf")
        return min(self._hold_until_s, *(bulletin.ends_s for bulletin in self._known))


def _as_can_be_shown(bulletin: Bulletin, portraits: dict[str, bytes]) -> Bulletin:
    """Without a picture that is not here yet."""
    if bulletin.portrait is None or bulletin.portrait in portraits:
        return bulletin
    return replace(bulletin, portrait=None)


def read(facts: dict[str, Any], asked_s: float) -> list[Bulletin] | None:
    """The bulletins of an answer; None where it is not the centre's.

    Their ends are reckoned by the centre's clock: this box's may be wrong by years.
    """
    items, now = facts.get("bulletins"), _instant(facts.get("now"))
    if not isinstance(items, list) or now is None:
        return None
    found = [_read_one(item, now, asked_s) for item in items[:SHOWN_MOST]]
    return [bulletin for bulletin in found if bulletin is not None]


def _read_one(item: object, now: datetime, asked_s: float) -> Bulletin | None:
    if not isinstance(item, dict):
        return None
    name, until, seen_at = item.get("bulletin_id"), item.get("until"), item.get("seen_at")
    end, zh, phone = _instant(until), _words(item.get("zh")), item.get("phone")
    if not isinstance(name, str) or not NAME.fullmatch(name) or end is None or zh is None:
        return None
    if not isinstance(phone, str) or _instant(seen_at) is None:
        return None
    portrait = item.get("portrait")
    known = isinstance(portrait, str) and SHA256.fullmatch(portrait) is not None
    return Bulletin(
        bulletin_id=name,
        words={"zh-CN": zh, "en": _words(item.get("en")) or zh},
        seen_at=str(seen_at),
        phone=phone[:LINE_CHARS_MAX],
        ends_s=asked_s + (end - now).total_seconds(),
        portrait=str(portrait) if known else None,
    )


def _words(item: object) -> dict[str, str] | None:
    if not isinstance(item, dict):
        return None
    said = {name: item.get(name) for name in ("who", "clothing", "place")}
    if not all(isinstance(text, str) for text in said.values()):
        return None
    return {name: str(text)[:LINE_CHARS_MAX] for name, text in said.items()}


def _instant(text: object) -> datetime | None:
    try:
        found = datetime.fromisoformat(str(text))
    except ValueError:
        return None
    return found if found.tzinfo is not None else None
