"""What is secret or somebody's own leaves by no door that is not its own, and lies nowhere open.

An afternoon is played in which every such value that is sent or given is noted; further marked ones
are planted into requests that go wrong. Then everything that left is searched: logs, metrics,
refusals, events, pushes, names of blobs, Redis, and every row of the database.
"""

import base64
import io
import json
import logging
import re
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

import aiohttp
import structlog
from redis.asyncio import Redis

from service.platform.logs import Scrubbing, write_lines
from tests.contract.story import play
from tests.flow.test_bulletins import CONSENT, bulletin
from tests.support import hamlet
from tests.support.gateways.browsers import PushService
from tests.support.people import Person
from tests.support.servers import Servers
from tests.support.town.cameras import TownCameras
from tests.support.town_house import Town

# Sealed, hashed or forgotten: in the clear they lie nowhere.
SECRET = {"password", "secret", "access_token", "refresh_token", "auth", "endpoint", "token"}
SECRET |= {"phone_number", "guardian"}
# Who may change them is answered with them; they leave by nothing that anybody reads along.
QUIET = {"username", "snapshot_url", "rtsp_url", "onvif_url"}
MARK = "planted"
CHILD = f"{MARK}-child-张小明"
# One-time answers to whom a secret belongs, and what unmasks for a reason.
OWN = re.compile(
    r"/(sessions(/\w+)*|accounts|enrol|unmask|invite|link|moves|devices|me|me/data|me/factor)$"
)


@dataclass
class Noted:
    """A session that notes what is secret in it, and keeps what was answered."""

    session: aiohttp.ClientSession
    secret: set[str] = field(default_factory=set)
    quiet: set[str] = field(default_factory=set)
    refusals: list[str] = field(default_factory=list)
    answers: list[tuple[str, str]] = field(default_factory=list)

    @asynccontextmanager
    async def request(
        self, method: str, url: str, **more: Any
    ) -> AsyncIterator[aiohttp.ClientResponse]:
        """A request as the session would send it."""
        self.note(more.get("data"))
        async with self.session.request(method, url, **more) as answer:
            body = await answer.read()
            if "json" in answer.headers.get("content-type", ""):
                self.note(body)
            said = body.decode(errors="replace") + json.dumps(dict(answer.headers))
            if answer.status >= 400:
                self.refusals.append(said)
            else:
                self.answers.append((url, said))
            yield answer

    def note(self, body: object) -> None:
        """Remember every value of a secret field, however deep it lies."""
        if not isinstance(body, bytes):
            return
        try:
            self._walk(json.loads(body))
        except ValueError:
            return

    def _walk(self, value: object) -> None:
        if isinstance(value, list):
            for one in value:
                self._walk(one)
        if isinstance(value, dict):
            for name, one in value.items():
                self._walk(one)
                if isinstance(one, str) and len(one) > 1 and "****" not in one:
                    self.secret |= {one} if name in SECRET else set()
                    self.quiet |= {one} if name in QUIET else set()

    def __getattr__(self, name: str) -> Any:
        return getattr(self.session, name)


def forms(text: str) -> set[str]:
    """A text as it may be found: as it is, and as something has written it."""
    data = text.encode()
    return {
        text,
        json.dumps(text)[1:-1],
        quote(text, safe=""),
        base64.b64encode(data).decode(),
        data.hex(),
    }


def found(marks: set[str], text: str) -> set[str]:
    """Those of the marks that stand in a text."""
    return {mark for mark in marks if any(form in text for form in forms(mark))}


@contextmanager
def logs() -> Iterator[io.StringIO]:
    """All that the service and its libraries log, formatted as they are in earnest."""
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    handler.setFormatter(Scrubbing("%(message)s"))
    root = logging.getLogger()
    before = structlog.get_config()
    write_lines("debug", out, cached=False)
    root.addHandler(handler)
    try:
        yield out
    finally:
        root.removeHandler(handler)
        structlog.configure(**before)


async def provoke(town: Town, noted: Noted) -> None:
    """Requests with secrets in them that go wrong in every way."""
    admin, east, nobody = (
        await town.person("admin"),
        await town.person("east"),
        Person(town.base, town.session),
    )
    marks = [f"{MARK}-{number}-hunter2" for number in range(12)]
    noted.secret |= {*marks, "13911112222"}
    noted.quiet.add(CHILD)
    await nobody.sign_in("east", marks[0])
    await nobody.post("/v1/sessions", {"name": "east", "password": 7, marks[1]: marks[1]})
    await nobody.post("/v1/sessions/refresh", {"refresh_token": marks[2]})
    nobody.token = marks[3]
    await nobody.get(f"/v1/me?token={marks[3]}")
    headers = {"content-type": "application/json"}
    broken = f'{{"name": "east", "password": "{marks[4]}"'.encode()
    await nobody.raw("POST", "/v1/sessions", broken, headers)
    camera = {
        "name": "x",
        "area_code": hamlet.EAST,
        "place": hamlet.north(0),
        "managing_unit": "x",
        "bearing_deg": 0,
        "spread_deg": 90,
        "range_m": 60,
        "username": marks[5],
        "password": marks[6],
        "rtsp_url": f"rtsp://{marks[7]}:{marks[8]}@127.0.0.1:1/x",
    }
    await admin.post("/v1/cameras", camera)
    await admin.post("/v1/cameras", camera | {"rtsp_url": "rtsp://127.0.0.1:1/x", "range_m": -1})
    await admin.post("/v1/cameras", camera | {"rtsp_url": f"http://127.0.0.1:1/{marks[9]}"})
    await east.post(
        "/v1/accounts/by-number", {"phone_number": "13911112222", "reason": "who called"}
    )
    chief = await town.person("chief")
    await chief.post(
        "/v1/bulletins", bulletin(hamlet.FAR_AREA if hasattr(hamlet, "FAR_AREA") else "1")
    )
    consent = CONSENT | {"guardian": marks[10], "relation": "nobody"}
    await chief.post("/v1/bulletins", bulletin(hamlet.EAST, consent=consent))
    # A fault of ours, with a password in hand.
    await town.own("ALTER TABLE account RENAME TO account_away")
    try:
        broken_now = await nobody.sign_in("east", marks[11])
    finally:
        await town.own("ALTER TABLE account_away RENAME TO account")
    assert broken_now.status == 500


async def tell_of_a_child(town: Town) -> None:
    """A child's name in words that are told to those who look for it."""
    desk = await town.person("east")
    incident = {
        "source": "110",
        "kind": "missing_child",
        "area_code": hamlet.EAST,
        "title": "河边",
        "note": CHILD,
        "place": hamlet.north(1500),
    }
    opened = await desk.post("/v1/incidents", incident)
    assert opened.status == 201, opened.body
    await town.work()
    line = {"message_id": "01945b2a-7c00-7000-8000-0000000000b7", "text": CHILD}
    await desk.post(f"/v1/incidents/{opened.body['incident_id']}/messages", line)
    await town.work()


async def rows(town: Town) -> dict[str, str]:
    """Every table as text."""
    names = await town.rows("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    said = {}
    for name in (row["tablename"] for row in names):
        found_rows = await town.rows(f"SELECT t::text AS said FROM {name} t")
        said[name] = "\n".join(str(row["said"]) for row in found_rows)
    return said


def names_below(folder: Path) -> list[str]:
    """The name of every file."""
    return [str(path) for path in folder.rglob("*")]


async def in_redis(url: str) -> str:
    """Whatever Redis holds."""
    client = Redis.from_url(url)
    try:
        keys = await client.keys("*")
        return repr(keys) + repr([await client.dump(key) for key in keys])
    finally:
        await client.aclose()


async def test_nothing_that_was_planted_is_found_where_it_must_not_be(
    town_and_push: tuple[Town, PushService],
    cameras: TownCameras,
    servers: Servers,
    tmp_path: Path,
) -> None:
    town, push = town_and_push
    noted = Noted(town.session)
    town.session = noted  # type: ignore[assignment]
    with logs() as out:
        await play(town, cameras, push)
        await tell_of_a_child(town)
        await provoke(town, noted)
        metrics = (await Person(town.base, town.session).get("/metrics")).body
    noted.quiet -= {"viewer", "admin"}  # Also ordinary words.
    every = noted.secret | noted.quiet
    assert len(noted.secret) > 30, "the afternoon has secrets"
    assert CHILD in every
    tables = await rows(town)
    blobs = "\n".join(names_below(tmp_path))
    searched = {
        "logs": (every, out.getvalue()),
        "metrics": (every, str(metrics)),
        "refusals": (every, "\n".join(noted.refusals)),
        "answers": (
            noted.secret,
            "\n".join(said for url, said in noted.answers if not OWN.search(url)),
        ),
        "pushes": (every, b"\n".join(push.opened).decode()),
        "jobs": (every, tables["job"]),
        "events": (every - {CHILD}, tables["event"] + tables["outbox"]),
        "the register": (every, tables["look"]),
        "names of blobs": (every, blobs),
        "Redis": (every, await in_redis(servers.redis_url)),
        **{f"table {name}": (every - {CHILD}, said) for name, said in tables.items()},
    }
    assert "web.answer" in out.getvalue()
    assert "web.bug" in out.getvalue()
    assert push.opened
    left = {place: found(marks, text) for place, (marks, text) in searched.items()}
    assert not {place: marks for place, marks in left.items() if marks}


def test_the_search_finds_what_is_there() -> None:
    for text in (
        "x hunter2 y",
        "eCBodW50ZXIy",
        b"a hunter2".hex(),
        '{"a": "\\u5f20"}',
        "%E5%BC%A0",
    ):
        marks = {"hunter2", "张", "x hunter2"}
        assert found(marks, text), text
    assert not found({"hunter2"}, "hunter 2")
