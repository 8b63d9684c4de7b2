"""Somebody with a browser that runs no script: it keeps cookies, follows links, sends forms."""

import io
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from html.parser import HTMLParser

import aiohttp


class _Form(HTMLParser):
    """Every field of a page with what stands in it, and all its words."""

    def __init__(self) -> None:
        super().__init__()
        self.fields: dict[str, str] = {}
        self.choices: dict[str, list[str]] = {}
        self.words: list[str] = []
        self._area = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A field begins."""
        has = {name: value or "" for name, value in attrs}
        name = has.get("name", "")
        if tag == "textarea":
            self._area, self.fields[name] = name, ""
        elif tag == "input" and has.get("type") in ("radio", "checkbox"):
            self.choices.setdefault(name, []).append(has["value"])
            if "checked" in has:
                self.fields[name] = has["value"]
        elif tag == "input":
            self.fields[name] = has.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        """A field ends."""
        if tag == "textarea":
            self._area = ""

    def handle_data(self, data: str) -> None:
        """Words, or what stands in a field of several lines."""
        if self._area:
            self.fields[self._area] += data.removeprefix("\n")
        self.words.append(data)


@dataclass
class Shown:
    """A page as it came."""

    status: int
    path: str
    html: str
    headers: Mapping[str, str]
    fields: dict[str, str] = field(default_factory=dict)
    choices: dict[str, list[str]] = field(default_factory=dict)
    words: str = ""


@dataclass
class Visitor:
    """One browser."""

    base: str
    session: aiohttp.ClientSession
    shown: Shown | None = None

    async def open(self, path: str) -> Shown:
        """Follow a link."""
        async with self.session.get(self.base + path) as answer:
            return await self._take(answer)

    async def send(self, path: str, **fields: str) -> Shown:
        """Send the form that is shown, with these fields otherwise."""
        assert self.shown is not None, "a page is opened first"
        given = {name: value for name, value in (self.shown.fields | fields).items() if value}
        async with self.session.post(self.base + path, data=given) as answer:
            return await self._take(answer)

    async def hand_in(self, path: str, data: bytes, **fields: str) -> Shown:
        """Send a form with a file; with nothing chosen a browser sends it empty and nameless."""
        assert self.shown is not None, "a page is opened first"
        form = aiohttp.FormData()
        for name, value in ({"key": self.shown.fields["key"]} | fields).items():
            form.add_field(name, value)
        name = "photo.jpg" if data else ""
        kind = "image/jpeg" if data else "application/octet-stream"
        form.add_field("file", io.BytesIO(data), filename=name, content_type=kind)
        async with self.session.post(self.base + path, data=form) as answer:
            return await self._take(answer)

    async def _take(self, answer: aiohttp.ClientResponse) -> Shown:
        html = await answer.text()
        found = _Form()
        found.feed(html)
        words = " ".join(" ".join(found.words).split())
        self.shown = Shown(
            answer.status, answer.url.path, html, answer.headers, found.fields, found.choices, words
        )
        return self.shown


@asynccontextmanager
async def visitor(base: str, language: str = "en") -> AsyncIterator[Visitor]:
    """A browser of one's own."""
    jar = aiohttp.CookieJar(unsafe=True)  # Else it keeps nothing of an address of figures.
    headers = {"Accept-Language": language}
    async with aiohttp.ClientSession(cookie_jar=jar, headers=headers) as session:
        yield Visitor(base, session)
