"""The touch page over HTTP: a key and lamps, and nobody else's."""

import asyncio
import json
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from kiosk_client.screen.page import PROGRAMS, build_page
from kiosk_client.screen.server import CLIENTS_MAX
from kiosk_client.words import LANGUAGES
from tests.kiosk import faults
from tests.kiosk.box import DEADLINE_S, enrolled, line_with, process, until
from tests.kiosk.desk import Desk

TOUCH = {"touch_id": "a" * 32, "ago_ms": 0}


@dataclass
class Page:
    """A page as a browser holds it: what it was told, and where it touches."""

    url: str
    http: aiohttp.ClientSession
    told: list[dict[str, Any]] = field(default_factory=list)

    async def listen(self) -> None:
        async with self.http.get(f"{self.url}/events") as events:
            assert events.content_type == "text/event-stream"
            async for line in events.content:
                if line.startswith(b'data: {"light'):
                    self.told.append(json.loads(line[6:]))

    async def touch(self, facts: object = None, **headers: str) -> tuple[int, bytes]:
        async with self.http.post(
            f"{self.url}/press",
            data=json.dumps(TOUCH if facts is None else facts),
            headers={"Content-Type": "application/json"} | headers,
        ) as answer:
            return answer.status, await answer.read()


@asynccontextmanager
async def screened(desk: Desk, path: Path) -> AsyncIterator[Page]:
    """A box with a touch page, as a real process."""
    folder = await enrolled(desk, path)
    arguments = ("run", "--screen", "127.0.0.1:0", "--folder", str(folder.path))
    async with process(*arguments) as box, aiohttp.ClientSession() as http:
        line = json.loads(await line_with(box.stderr, "screen.ready"))
        page = Page(line["url"].rstrip("/"), http)
        listening = asyncio.create_task(page.listen())
        await until(lambda: page.told)
        yield page
        listening.cancel()
        box.terminate()
        async with asyncio.timeout(DEADLINE_S):
            assert await box.wait() == 0, "open pages do not keep the agent from ending"


async def test_a_touch_is_a_press_and_its_news_comes_back(tmp_path: Path) -> None:
    async with Desk() as desk, screened(desk, tmp_path / "box") as page:
        assert page.told[0]["site"] == "第一小学 · 东门"
        assert await page.touch() == (200, b'{"kept": true}')
        await until(lambda: page.told[-1]["light"] == "received")
        desk.move("en_route", 61)
        await until(lambda: page.told[-1]["light"] == "on_the_way")
        assert page.told[-1]["eta_min"] == 2
        assert [alarm.body["kind"] for alarm in desk.alarms.values()] == ["emergency"]


async def test_a_touch_told_twice_is_one_alarm(tmp_path: Path) -> None:
    async with Desk() as desk, screened(desk, tmp_path / "box") as page:
        for _ in range(3):
            assert (await page.touch())[0] == 200
        assert (await page.touch({"touch_id": "b" * 32, "ago_ms": 0}))[0] == 200
        await until(lambda: len(desk.alarms) == 2)


async def test_a_touch_told_late_was_pressed_when_it_was_pressed(tmp_path: Path) -> None:
    async with Desk() as desk, screened(desk, tmp_path / "box") as page:
        await page.touch({"touch_id": "a" * 32, "ago_ms": 60_000})
        await page.touch({"touch_id": "b" * 32, "ago_ms": 0})
        await until(lambda: len(desk.alarms) == 2)
        late, now = (alarm.body["pressed_at"] for alarm in desk.alarms.values())
        assert late < now


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Host": "evil.example"}, 403),
        ({"Content-Type": "text/plain"}, 403),
        ({"Content-Type": "application/x-www-form-urlencoded"}, 403),
    ],
)
async def test_another_page_cannot_press_the_key(
    tmp_path: Path, headers: dict[str, str], status: int
) -> None:
    async with Desk() as desk, screened(desk, tmp_path / "box") as page:
        assert (await page.touch(None, **headers))[0] == status
        assert (await page.touch({"touch_id": "c" * 32, "ago_ms": 0}, Origin=page.url))[0] == 200
        await until(lambda: desk.alarms)
        assert len(desk.posts()) == 1


@pytest.mark.parametrize(
    "facts",
    [
        [],
        {},
        {"touch_id": "short", "ago_ms": 0},
        {"touch_id": "a" * 32, "ago_ms": -1},
        {"touch_id": "a" * 32, "ago_ms": 1e99},
        {"touch_id": 7, "ago_ms": 0},
    ],
)
async def test_what_is_not_a_touch_is_refused(tmp_path: Path, facts: object) -> None:
    async with Desk() as desk, screened(desk, tmp_path / "box") as page:
        assert (await page.touch(facts))[0] == 400


async def test_other_paths_and_methods_are_refused(tmp_path: Path) -> None:
    async with Desk() as desk, screened(desk, tmp_path / "box") as page:
        wanted = {("GET", "/x"): 404, ("POST", "/"): 405, ("GET", "/press"): 405}
        for (method, path), status in wanted.items():
            async with page.http.request(method, page.url + path) as answer:
                assert answer.status == status
        async with page.http.post(f"{page.url}/press", data=b"x" * 5000) as answer:
            assert answer.status == 400


async def test_idle_connections_do_not_shut_the_key_out_for_long(tmp_path: Path) -> None:
    """Connections that say nothing are closed; their number is bounded."""
    async with Desk() as desk, screened(desk, tmp_path / "box") as page:
        port = int(page.url.rpartition(":")[2])
        idle = [await asyncio.open_connection("127.0.0.1", port) for _ in range(CLIENTS_MAX + 5)]
        closed = [reader.read() for reader, _ in idle]
        async with asyncio.timeout(DEADLINE_S):
            await asyncio.gather(*closed, return_exceptions=True)
        for _, writer in idle:
            writer.close()
        assert (await page.touch())[0] == 200


async def test_the_page_says_when_the_disk_did_not_take_the_press(tmp_path: Path) -> None:
    import sqlite3

    async with Desk() as desk, screened(desk, tmp_path / "box") as page:
        desk.fault = faults.status(503)
        await until(lambda: desk.asked)
        other = sqlite3.connect(tmp_path / "box" / "spool.db", isolation_level=None)
        other.execute("BEGIN EXCLUSIVE")
        assert await page.touch() == (200, b'{"kept": false}')
        await until(lambda: page.told[-1]["light"] == "unkept")
        other.execute("ROLLBACK")
        other.close()


def test_the_page_needs_nothing_from_anywhere_else() -> None:
    page = build_page()
    text = page.body.decode()
    assert not re.findall(
        r"""(?:src|href)=["'](?!#|data:)[^"']*["']|url\(|@import|https?://""", text
    )
    policy = page.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none';")
    assert "unsafe" not in policy


def test_the_page_has_its_words_in_every_language_and_none_besides() -> None:
    screen = Path(__file__).parents[2] / "kiosk_client/screen"
    program = "".join((screen / name).read_text() for name in PROGRAMS)
    document = (screen / "page.html").read_text()
    from kiosk_client.words import Words

    asked = set(re.findall(r'data-word="(\w+)"', document)) | set(
        re.findall(r'word\("([\w.]+)"\)', program)
    )
    for language in LANGUAGES:
        assert asked <= set(Words(language).all)
    parts = re.compile(r"<(script|style|title).*?</\1>|<[^>]*>|\{\{\w+\}\}", re.DOTALL)
    body = parts.sub("", document)
    assert not body.strip(), "every word stands in a file of words"
