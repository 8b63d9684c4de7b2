"""`watchbell phone` over a line on which somebody stands in between: what an app must live with."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from service.cli.phone import Phone, Refused
from tests.flow.test_dispatch import ring
from tests.support import hamlet
from tests.support.browser_phones import browser, town_with_browsers
from tests.support.gateways.browsers import PushService
from tests.support.gateways.keys import Keys, make_keys
from tests.support.town_house import Town, open_town


class Between:
    """A proxy before the service: it may answer by itself, or lose an answer on its way."""

    def __init__(self, town: Town) -> None:
        self._town = town
        self.own: list[web.Response] = []
        self.loses = 0
        self.moves: list[str] = []

    async def pass_on(self, request: web.Request) -> web.StreamResponse:
        """One request, there and back."""
        if request.path.endswith("/moves"):
            self.moves.append((await request.json())["move"])
            if self.own:
                return self.own.pop(0)
        headers = {k: v for k, v in request.headers.items() if k == "Authorization"}
        if request.can_read_body:
            headers["Content-Type"] = "application/json"
        async with self._town.session.request(
            request.method,
            self._town.base + request.path,
            data=await request.read(),
            headers=headers,
        ) as answer:
            body, status, kind = await answer.read(), answer.status, answer.content_type
        if self.loses and request.path.endswith("/moves"):
            self.loses -= 1
            assert request.transport is not None
            request.transport.abort()
        date = format_datetime(self._town.clock.now(), usegmt=True)
        return web.Response(body=body, status=status, content_type=kind, headers={"Date": date})


@asynccontextmanager
async def between(town: Town) -> AsyncIterator[tuple[Between, str]]:
    """Such a proxy on loopback, and its address."""
    proxy, app = Between(town), web.Application()
    app.router.add_route("*", "/{path:.*}", proxy.pass_on)
    runner = web.AppRunner(app)
    await runner.setup()
    try:
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        yield proxy, f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


@asynccontextmanager
async def terminal(town: Town, server: str) -> AsyncIterator[tuple[Phone, list[dict[str, Any]]]]:
    """Officer 1's terminal, registered and signed in, and what it was told."""
    told: list[dict[str, Any]] = []

    async def on_task(task: dict[str, Any]) -> None:
        told.append(task)

    async with Phone(server, "officer1", hamlet.PASSWORD, on_task, town.clock) as phone:
        await phone.sign_in()
        await phone.register("terminal")
        yield phone, told


@pytest.fixture
async def town(database_url: str, tmp_path: Path) -> AsyncIterator[Town]:
    async with open_town(database_url, tmp_path) as opened:
        yield opened


def hotel() -> web.Response:
    """The page of a network that asks for a sign-in."""
    return web.Response(text="<h1>Welcome</h1>", content_type="text/html")


def no_such_page() -> web.Response:
    """A proxy's own refusal."""
    return web.Response(text="<h1>404</h1>", status=404, content_type="text/html")


def elsewhere() -> web.Response:
    """A proxy leads to its own door."""
    return web.Response(status=302, headers={"Location": "http://127.0.0.1:1/"})


@pytest.mark.parametrize("own", [hotel, no_such_page, elsewhere])
async def test_whoever_stands_in_between_throws_no_answer_away(town: Town, own: Any) -> None:
    await town.officer(1, hamlet.north(1700))
    await ring(town)
    async with between(town) as (proxy, server), terminal(town, server) as (phone, told):
        await phone.look()
        proxy.own = [own()]
        taken = await phone.move(told[0]["task_id"], "accept")
    assert taken["state"] == "accepted"
    assert proxy.moves == ["receive", "accept", "accept"]


async def test_a_move_whose_answer_was_lost_is_done_once(town: Town) -> None:
    await town.officer(1, hamlet.north(1700))
    incident = (await ring(town))["incident_id"]
    async with between(town) as (proxy, server), terminal(town, server) as (phone, told):
        await phone.look()
        proxy.loses = 1
        assert (await phone.move(told[0]["task_id"], "accept"))["state"] == "accepted"
    assert proxy.moves == ["receive", "accept", "accept"]
    desk = await town.person("east")
    timeline = (await desk.get(f"/v1/incidents/{incident}/timeline")).body
    assert [entry["kind"] for entry in timeline].count("accepted") == 1


async def test_a_refusal_of_the_service_is_one_and_ends_the_matter(town: Town) -> None:
    await town.officer(1, hamlet.north(1700))
    await ring(town)
    async with between(town) as (proxy, server), terminal(town, server) as (phone, told):
        await phone.look()
        with pytest.raises(Refused) as refused:
            await phone.move(told[0]["task_id"], "on_scene")
    assert (refused.value.status, refused.value.problem["code"]) == (409, "request.wrong_move")
    assert proxy.moves == ["receive", "on_scene"]


async def test_a_terminal_that_starts_again_is_the_same_phone_until_it_signs_out(
    town: Town,
) -> None:
    officer = await town.officer(1)
    async with between(town) as (_, server):
        for _ in range(3):
            async with terminal(town, server) as (phone, _told):
                pass
        [kept] = (await officer.get("/v1/me/phones")).body
        assert kept["phone_id"] == phone.phone_id
        async with terminal(town, server) as (phone, _told):
            await phone.sign_out()
            assert phone.phone_id is None
    assert (await officer.get("/v1/me/phones")).body == []


@pytest.fixture
def keys(tmp_path: Path) -> Keys:
    return make_keys(tmp_path)


@pytest.fixture
async def rung(
    database_url: str, tmp_path: Path, keys: Keys
) -> AsyncIterator[tuple[Town, PushService]]:
    async with town_with_browsers(database_url, tmp_path, keys) as opened:
        yield opened


async def test_a_push_for_another_phone_is_not_called_received_and_ones_own_is(
    rung: tuple[Town, PushService],
) -> None:
    town, service = rung
    officer = await town.officer(1, hamlet.north(1700))
    await browser(officer, service)
    await ring(town)
    [text] = service.opened
    attempt = json.loads(text)["attempt"]
    async with between(town) as (_, server), terminal(town, server) as (phone, _told):
        assert not await phone.push(text.decode() if isinstance(text, bytes) else text)
        assert (await receipts(town, attempt)) == [None]
        mine = json.dumps(json.loads(text) | {"phone": phone.phone_id})
        assert await phone.push(mine)
        assert (await receipts(town, attempt)) != [None]
        assert not await phone.push(mine), "one attempt rings once"
        assert not await phone.push("no JSON")


async def receipts(town: Town, attempt: str) -> list[Any]:
    """When an attempt was called received."""
    rows = await town.rows(f"SELECT received_at FROM delivery WHERE delivery_id = '{attempt}'")
    return [row["received_at"] for row in rows]


async def test_a_push_that_takes_a_ring_back_ends_it_on_the_terminal(
    database_url: str, tmp_path: Path, keys: Keys
) -> None:
    async with town_with_browsers(database_url, tmp_path, keys) as (town, service):
        first = await town.officer(1, hamlet.north(1700))
        await browser(first, service)
        second = await town.officer(2, hamlet.north(600))
        await ring(town)
        async with terminal(town, town.base) as (phone, _):
            await phone.look()
            task_id = (await first.task())["task_id"]
            assert task_id in phone.tasks
            await town.forward(seconds=15)
            await second.answer("accept")
            await town.work()
            over = json.loads(service.opened[-1])
            assert over["over"] == "taken"
            assert not await phone.push(json.dumps(over | {"phone": phone.phone_id}))
            assert task_id not in phone.tasks
            late = over | {"phone": phone.phone_id, "kind": "emergency", "attempt": "late"}
            del late["over"]
            assert not await phone.push(json.dumps(late)), "it comes after its end"
