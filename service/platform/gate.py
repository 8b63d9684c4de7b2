"""What stands before every door: places, rates, lengths, and a lane of its own for the alarm.

Whoever floods one door is told to come back; he takes neither the alarm's connections nor its
places. Who asks is known by what he shows (a token, a device's signature); the doors themselves
find out whether it is true, and say so for the next time.
"""

import asyncio
import hashlib
import re
from collections import Counter as Counted
from collections import OrderedDict
from contextlib import AsyncExitStack
from typing import Any
from urllib.parse import parse_qsl
from weakref import WeakValueDictionary

from litestar.enums import ScopeType
from litestar.types import ASGIApp, Message, Receive, Scope, Send
from prometheus_client import Counter

from service.core.problem import Fault, Invalid, NotFound, Problem, TooLarge
from service.platform.clock import Clock
from service.platform.db import IN_LINE, Line
from service.platform.limits import Limits, Meter, Rate, limits_of, whole_s
from service.platform.web import route_of

TURNED_AWAY = Counter("watchbell_turned_away_total", "Requests that the gate refused.", ["why"])

_ASKERS_MOST = 50_000
# Wrong tokens and signatures of one address; whoever has shown a right one lately may go on.
_WRONG = Rate(3000, 60)
# What one device has signed is worked on so many at a time, whatever it sends at once.
_DEVICE_AT_ONCE = 4
# Where a request keeps the turns that it has.
_TURNS = "watchbell.turns"
# How often people are told that a device asks too often.
_NEWS = Rate(1, 60)
# Refusals in one device's name are noted as they come, and once a second where they are a flood.
_REFUSED = Rate(20, 20)
_KEY_ID = re.compile(rb';keyid="([0-9a-f-]{36})"')


class TooOften(Problem):
    """You have asked this more often than one may; wait a moment."""

    code = "request.too_often"
    fault = Fault.TOO_MANY


class CrossSite(Problem):
    """Another site's page asked this in your name; nothing was done."""

    code = "request.cross_site"
    fault = Fault.FORBIDDEN


class Busy(Problem):
    """There is more to do here than can be done at once; ask again in a moment."""

    code = "service.busy"
    fault = Fault.UNAVAILABLE


class TooSlow(Problem):
    """The request did not arrive in time."""

    code = "request.too_slow"
    fault = Fault.TOO_SLOW


class Gate:
    """Counts who asks what, for one process."""

    def __init__(self, clock: Clock, *, at_once_most: int, rates: bool) -> None:
        self._clock, self._at_once_most, self._rates = clock, at_once_most, rates
        self._inside = 0
        self._used = Meter(_ASKERS_MOST)
        self._wrong = Meter(_ASKERS_MOST)
        self._news = Meter(_ASKERS_MOST)
        self._refused = Meter(_ASKERS_MOST)
        # Refusals that are still to be noted, by device and why.
        self._unnoted: Counted[tuple[str, str]] = Counted()
        # Kept by those alone who work or wait.
        self._turns: WeakValueDictionary[str, asyncio.Semaphore] = WeakValueDictionary()
        # What was shown -> who it proved to be.
        self._known: OrderedDict[bytes, str] = OrderedDict()

    async def passing(self, app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
        """Let one on to an application."""
        handler = scope.get("route_handler")
        if scope["type"] != ScopeType.HTTP or handler is None:
            await app(scope, receive, send)
            return
        limits = limits_of(handler.opt, is_open=not getattr(handler, "security", None))
        if len(scope.get("query_string", b"")) > limits.query_bytes:
            raise TooLarge("The query is too long.", field="query")
        _check_text(scope)
        if _is_lured(scope):
            raise CrossSite
        timely = _timely(receive, limits.body_s)
        if limits.alarm:
            self._spare(scope, limits)
            IN_LINE.set(Line.ALARM)
            async with AsyncExitStack() as turns:
                scope[_TURNS] = turns  # type: ignore[literal-required]
                await app(scope, timely, send)
        else:
            IN_LINE.set(Line.OTHERS)
            await self._others(app, scope, timely, send, limits)

    async def count_signed(self, scope: Scope, device: str) -> None:
        """Count at an alarm's door what a device has signed, and wait for its turn among its own.

        Only what was proved counts, so nobody uses up what another may send. Raises TooOften.
        """
        limits = limits_of(scope["route_handler"].opt, is_open=False)
        if not limits.alarm:
            return
        wait_s = self.use(route_of(scope), device, limits)
        if wait_s > 0:
            TURNED_AWAY.labels("device").inc()
            raise TooOften(retry_s=whole_s(wait_s))
        turns: AsyncExitStack = scope[_TURNS]  # type: ignore[literal-required]
        turn = self._turns.setdefault(device, asyncio.Semaphore(_DEVICE_AT_ONCE))
        await turns.enter_async_context(turn)

    def use(self, path: str, device: str, limits: Limits) -> float:
        """Count what a device has signed for an alarm's door: 0, or how long it has to wait."""
        if not self._rates or limits.rate is None:
            return 0.0
        return self._used.wait_s((path, device), limits.rate, self._clock.ticks())

    def left_s(self, path: str, device: str, limits: Limits) -> float:
        """How long a device has to wait at an alarm's door; nothing is counted."""
        if not self._rates or limits.rate is None:
            return 0.0
        return self._used.left_s((path, device), limits.rate, self._clock.ticks())

    def is_news(self, device: str) -> bool:
        """Whether people have not been told for a while that this device asks too often."""
        return self._news.wait_s(device, _NEWS, self._clock.ticks()) == 0

    def refused(self, device: str, why: str) -> int:
        """Count a refusal in a known device's name: how many are to be noted now; 0 where none is.

        Whoever forges a thousand a second makes one row be written for them, and not a thousand.
        """
        self._unnoted[device, why] += 1
        if self._refused.wait_s((device, why), _REFUSED, self._clock.ticks()) > 0:
            return 0
        return self._unnoted.pop((device, why))

    def _spare(self, scope: Scope, limits: Limits) -> None:
        """Turn away before its signature is checked what says that it comes of a mad device.

        Raises TooOften. Now and then one goes on to be checked, so that people are told.
        """
        device = _device(scope)
        wait_s = self.left_s(route_of(scope), device, limits)
        if wait_s > 0 and self._news.left_s(device, _NEWS, self._clock.ticks()) > 0:
            TURNED_AWAY.labels("device").inc()
            raise TooOften(retry_s=whole_s(wait_s))

    async def _others(
        self, app: ASGIApp, scope: Scope, receive: Receive, send: Send, limits: Limits
    ) -> None:
        shown = _shown(scope)
        self._check_rate(scope, shown, limits)
        if self._inside >= self._at_once_most:
            TURNED_AWAY.labels("busy").inc()
            raise Busy(retry_s=1)
        self._inside += 1
        inside = True

        def leave() -> None:
            nonlocal inside
            self._inside -= inside
            inside = False

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                # A stream lasts for hours; a place is for what is worked out.
                leave()
                self._note(scope, shown, int(message["status"]), limits)
            await send(message)

        try:
            await app(scope, receive, sending)
        finally:
            leave()

    def _check_rate(self, scope: Scope, shown: bytes, limits: Limits) -> None:
        """Count a request. Raises TooOften."""
        if not self._rates:
            return
        now_s, address = self._clock.ticks(), _address(scope)
        who = self._known.get(shown) if shown else None
        if shown and who is None and self._wrong.is_full(address, _WRONG, now_s):
            TURNED_AWAY.labels("stranger").inc()
            raise TooOften(retry_s=1)
        if limits.rate is None:
            return
        asker = who or (shown.hex() if shown else address)
        door = id(scope["route_handler"])
        wait_s = self._used.wait_s((door, asker), limits.rate, now_s)
        if wait_s > 0:
            TURNED_AWAY.labels("rate").inc()
            raise TooOften(retry_s=whole_s(wait_s))

    def _note(self, scope: Scope, shown: bytes, status: int, limits: Limits) -> None:
        """Remember whom a token or a signature proved, or that it proved nobody."""
        asker = scope.get("state", {}).get("asker")
        if shown and asker is not None:
            if shown not in self._known and limits.rate is not None:
                door = id(scope["route_handler"])
                self._used.wait_s((door, asker), limits.rate, self._clock.ticks())
            self._known[shown] = asker
            self._known.move_to_end(shown)
            while len(self._known) > _ASKERS_MOST:
                self._known.popitem(last=False)
        elif status == 401:
            self._wrong.wait_s(_address(scope), _WRONG, self._clock.ticks())


def gated(app: ASGIApp) -> ASGIApp:
    """The application's own gate before it: `gate` of its state."""

    async def passing(scope: Scope, receive: Receive, send: Send) -> None:
        gate: Gate = scope["litestar_app"].state.gate
        await gate.passing(app, scope, receive, send)

    return passing


def _check_text(scope: Scope) -> None:
    """No address holds NUL: the database takes no such text. Raises NotFound, Invalid."""
    if "\0" in scope["path"]:
        raise NotFound
    query = scope.get("query_string", b"")
    if b"%00" in query or b"\0" in query:
        pairs = parse_qsl(query.decode("latin-1"), keep_blank_values=True)
        named = next((name for name, value in pairs if "\0" in value), "query")
        raise Invalid("Text cannot hold this character.", field=named.replace("\0", ""))


def _is_lured(scope: Scope) -> bool:
    """Whether a page of another site makes a browser do something, with a cookie of ours.

    The cookie says itself that it goes to no other site's requests; this holds where a browser
    does not know that.
    """
    if scope.get("method") in ("GET", "HEAD", "OPTIONS"):
        return False
    headers = dict(scope["headers"])
    return b"cookie" in headers and headers.get(b"sec-fetch-site") in (b"cross-site", b"same-site")


def _timely(receive: Receive, most_s: float) -> Receive:
    """What comes in, as long as it comes: all of a body within its time."""
    until: float | None = None
    whole = False

    async def receiving() -> Any:
        nonlocal until, whole
        if whole:
            return await receive()
        if until is None:
            until = asyncio.get_running_loop().time() + most_s
        try:
            async with asyncio.timeout_at(until):
                message = await receive()
        except TimeoutError as error:
            raise TooSlow(field="body") from error
        whole = not message.get("more_body", False)
        return message

    return receiving


def _shown(scope: Scope) -> bytes:
    """A short digest of what a request shows of who asks; empty where it shows nothing."""
    for name, value in scope["headers"]:
        if name == b"authorization":
            return hashlib.sha256(value).digest()[:16]
        if name == b"signature-input":
            return _device(scope).encode()
    return b""


def _device(scope: Scope) -> str:
    """Which device a signature names, before anybody has checked it; empty where there is none."""
    for name, value in scope["headers"]:
        if name == b"signature-input":
            found = _KEY_ID.search(value)
            return found[1].decode() if found else ""
    return ""


def _address(scope: Scope) -> str:
    client = scope.get("client")
    return client[0] if client else ""
