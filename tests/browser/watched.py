"""Pages that are watched while they are used: their complaints, calls and sounds."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from playwright.async_api import Browser, BrowserContext, Page, Request, Response, expect

from tests.support.hamlet import PASSWORD
from tests.support.waits import until

Language = Literal["en", "zh-CN"]
Theme = Literal["light", "dark"]
DESK_SIZE = {"width": 1440, "height": 900}
PHONE_SIZE = {"width": 390, "height": 844}

_MOST_MS = 10_000
_AXE = Path(__file__).parents[2] / "service" / "web" / "node_modules" / "axe-core" / "axe.min.js"
_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

# The words by which a test finds its way; all others are the pages' own business.
WORDS: dict[Language, dict[str, str]] = {
    "en": {"name": "Name", "password": "Password", "sign_in": "Sign in", "live": "Live"},
    "zh-CN": {"name": "用户名", "password": "密码", "sign_in": "登录", "live": "实时"},
}


@dataclass
class Watched:
    """A page and all that it has done wrong."""

    page: Page
    base: str
    language: Language
    phone: bool
    faults: list[str] = field(default_factory=list)
    # Refusals that a test means to cause, as "409 /v1/incidents".
    expected: list[str] = field(default_factory=list)
    # Another host that a test lets the page ask.
    also: str | None = None
    tones: int = 0
    loads: int = 0
    answered: set[str] = field(default_factory=set)

    async def sign_in(self, name: str, password: str = PASSWORD) -> None:
        """Through the door, as a person does it."""
        words = WORDS[self.language]
        await self.page.get_by_label(words["name"], exact=True).fill(name)
        await self.page.get_by_label(words["password"], exact=True).fill(password)
        await self.page.get_by_role("button", name=words["sign_in"]).click()

    async def live(self) -> None:
        """Until the page says that it is current."""
        await expect(self.page.locator(".line-state")).to_have_text(WORDS[self.language]["live"])

    async def map_loaded(self) -> None:
        """Until all of the map is here: it comes after the page stands."""
        await until(lambda: any("maplibre-gl-worker" in path for path in self.answered))
        for worker in self.page.workers:
            await worker.evaluate("1")

    async def sounds(self) -> None:
        """Until it has rung twice from now on: a ring that repeats."""
        for _ in range(2):
            heard = self.tones
            await until(lambda heard=heard: self.tones > heard)  # type: ignore[misc]

    async def is_silent(self) -> None:
        """Nothing begins to sound for longer than a ring takes to come again."""
        await self.ticks(1)  # What had begun has begun.
        heard = self.tones
        await self.ticks(3)
        assert self.tones == heard, "it still sounds"

    async def ticks(self, seconds: int) -> None:
        """Until the page's own clock has gone on so far."""
        await self.page.evaluate(
            """(seconds) => new Promise((done) => {
                const end = performance.now() + seconds * 1000;
                const look = () => (performance.now() >= end ? done() : setTimeout(look, 50));
                look();
            })""",
            seconds,
        )

    async def scan(self) -> list[str]:
        """What axe finds seriously wrong with the accessibility of what is shown."""
        await self.page.evaluate(_AXE.read_text(encoding="utf-8"))
        found: list[dict[str, Any]] = await self.page.evaluate(
            "async (tags) => (await axe.run(document, {runOnly: tags})).violations", _RULES
        )
        return [
            f"{one['id']} ({one['impact']}): {node['html'][:200]}"
            for one in found
            if one["impact"] in ("serious", "critical")
            for node in one["nodes"]
        ]

    def watch(self) -> None:
        """Note every complaint, stranger and refusal."""
        page = self.page
        page.on("load", lambda _: self._load())
        page.on("pageerror", lambda error: self.faults.append(f"error: {error}"))
        page.on("console", lambda message: self._hear(message.type, message.text))
        page.on("request", self._see)
        page.on("response", self._judge)

    def _load(self) -> None:
        self.loads += 1

    def _hear(self, kind: str, text: str) -> None:
        # What could not be loaded is judged where it was answered; and how quick this machine
        # draws is not the page's fault.
        other = text.startswith("Failed to load resource") or "GL Driver Message" in text
        other = other or "Push API in incognito mode" in text  # Each test has a private window.
        if kind in ("error", "warning") and not other:
            self.faults.append(f"console {kind}: {text}")

    def _see(self, request: Request) -> None:
        parts = urlsplit(request.url)
        ours = tuple(host for host in (self.base, self.also) if host)
        if parts.scheme in ("http", "https", "ws", "wss") and not request.url.startswith(ours):
            self.faults.append(f"a call to another host: {request.url}")

    def _judge(self, response: Response) -> None:
        path = urlsplit(response.url).path
        self.answered.add(path)
        if response.status < 400 or (self.also and response.url.startswith(self.also)):
            return
        said = f"{response.status} {path}"
        # Whoever has not signed in yet has no session to go on with.
        known = ["401 /v1/sessions/refresh", *self.expected]
        if not any(said.startswith(one) for one in known):
            self.faults.append(f"refused: {said}")


@asynccontextmanager
async def opened(
    browser: Browser,
    base: str,
    path: str,
    *,
    language: Language = "en",
    phone: bool = False,
    theme: Theme = "light",
    place: dict[str, object] | None = None,
) -> AsyncIterator[Watched]:
    """A page in a browser of its own; at the end it has done nothing wrong.

    A place is where the machine stands; without one it may not be known.
    """
    context = await browser.new_context(
        viewport=PHONE_SIZE if phone else DESK_SIZE,  # type: ignore[arg-type]
        locale=language,
        color_scheme=theme,
        has_touch=phone,
        is_mobile=phone,
        timezone_id="Asia/Shanghai",
        reduced_motion="reduce",
    )
    context.set_default_timeout(_MOST_MS)
    if place is not None:
        await context.grant_permissions(["geolocation"], origin=base)
        await stand(context, place)
    try:
        page = await context.new_page()
        watched = Watched(page, base, language, phone)
        watched.watch()
        await _listen(watched, context)
        await page.goto(f"{base}{path}")
        yield watched
        assert not watched.faults, json.dumps(watched.faults, ensure_ascii=False, indent=1)
    finally:
        await context.close()


async def stand(context: BrowserContext, place: dict[str, object]) -> None:
    """Where the machine stands from now on."""
    lat, lon = float(str(place["lat"])), float(str(place["lon"]))
    await context.set_geolocation({"latitude": lat, "longitude": lon, "accuracy": 8})


async def _listen(watched: Watched, context: BrowserContext) -> None:
    """Count the tones that the page's sound is made of, by the browser's own instrument."""
    instrument = await context.new_cdp_session(watched.page)

    def count(event: dict[str, Any]) -> None:
        watched.tones += event["node"]["nodeType"] == "Oscillator"

    instrument.on("WebAudio.audioNodeCreated", count)
    await instrument.send("WebAudio.enable")
