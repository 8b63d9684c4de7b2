"""The routing engine: its answer in time, or none."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from aiohttp import web

from service.core.geo import Place
from service.platform.router import NoRouter, Router, open_router

WAIT_MS = 300
TARGET = Place(35.07, 116.31)
ORIGINS = [Place(35.08, 116.30), Place(35.09, 116.32), Place(35.10, 116.33)]

Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass
class Engine:
    """A routing engine that answers as it is told, and remembers what it was asked."""

    url: str = ""
    answer: Answer | None = None
    asked: list[tuple[str, Any]] = field(default_factory=list)

    async def take(self, request: web.Request) -> web.StreamResponse:
        """One question."""
        body = await request.json() if request.can_read_body else dict(request.query)
        self.asked.append((request.path, body))
        assert self.answer is not None
        return await self.answer(request)


@asynccontextmanager
async def running(engine: Engine) -> AsyncIterator[Engine]:
    app = web.Application()
    app.router.add_route("*", "/{rest:.*}", engine.take)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    engine.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield engine
    finally:
        await runner.cleanup()


@asynccontextmanager
async def asking(engine: Engine, kind: str) -> AsyncIterator[Router]:
    router = open_router(engine.url + "/", kind, WAIT_MS)
    try:
        yield router
    finally:
        await router.close()


@pytest.fixture
async def engine() -> AsyncIterator[Engine]:
    async with running(Engine()) as opened:
        yield opened


def says(body: Any, **how: Any) -> Answer:
    async def answer(_: web.Request) -> web.Response:
        text = body if isinstance(body, str) else json.dumps(body)
        return web.Response(text=text, content_type="application/json", **how)

    return answer


def in_pieces(text: str, size: int) -> Answer:
    async def answer(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"content-type": "application/json"})
        await response.prepare(request)
        for at in range(0, len(text), size):
            await response.write(text[at : at + size].encode())
            await asyncio.sleep(0)
        await response.write_eof()
        return response

    return answer


def osrm(*seconds: float | None) -> dict[str, object]:
    return {"code": "Ok", "durations": [[one] for one in seconds]}


def valhalla(*seconds: float | None) -> dict[str, object]:
    pairs = [[{"time": one, "distance": 1.0}] for one in seconds]
    return {"sources_to_targets": pairs, "units": "kilometers"}


SHAPES = {"osrm": osrm, "valhalla": valhalla}


@pytest.mark.parametrize("kind", SHAPES)
async def test_seconds_come_in_the_order_of_the_origins(engine: Engine, kind: str) -> None:
    engine.answer = says(SHAPES[kind](61.5, None, 300))
    async with asking(engine, kind) as router:
        assert await router.seconds(ORIGINS, TARGET, "car") == [61.5, None, 300]


async def test_osrm_is_asked_for_a_column_of_its_table(engine: Engine) -> None:
    engine.answer = says(osrm(1, 2, 3))
    async with asking(engine, "osrm") as router:
        await router.seconds(ORIGINS, TARGET, "foot")
    ((path, query),) = engine.asked
    assert path == (
        "/table/v1/foot/116.300000,35.080000;116.320000,35.090000;116.330000,35.100000"
        ";116.310000,35.070000"
    )
    assert query == {"sources": "0;1;2", "destinations": "3"}


async def test_valhalla_is_asked_for_a_matrix(engine: Engine) -> None:
    engine.answer = says(valhalla(1, 2, 3))
    async with asking(engine, "valhalla") as router:
        await router.seconds(ORIGINS, TARGET, "bicycle")
    ((path, body),) = engine.asked
    assert path == "/sources_to_targets"
    assert body == {
        "sources": [{"lat": p.lat, "lon": p.lon} for p in ORIGINS],
        "targets": [{"lat": TARGET.lat, "lon": TARGET.lon}],
        "costing": "bicycle",
    }


@pytest.mark.parametrize("kind", SHAPES)
async def test_an_answer_that_comes_in_pieces_is_one_answer(engine: Engine, kind: str) -> None:
    engine.answer = in_pieces(json.dumps(SHAPES[kind](1, 2, 3)), 7)
    async with asking(engine, kind) as router:
        assert await router.seconds(ORIGINS, TARGET, "car") == [1, 2, 3]


WRONG: dict[str, Callable[[str], Answer]] = {
    "one too few": lambda kind: says(SHAPES[kind](1, 2)),
    "one too many": lambda kind: says(SHAPES[kind](1, 2, 3, 4)),
    "nothing in it": lambda _: says({}),
    "another form": lambda _: says({"durations": "soon", "sources_to_targets": 5}),
    "not json": lambda _: says("<html>busy</html>"),
    "an error": lambda kind: says(SHAPES[kind](1, 2, 3), status=500),
    "a refusal": lambda kind: says(SHAPES[kind](1, 2, 3), status=400),
    "elsewhere": lambda kind: says(
        SHAPES[kind](1, 2, 3), status=302, headers={"location": "http://127.0.0.1:1/"}
    ),
    "too much": lambda kind: says(json.dumps(SHAPES[kind](1, 2, 3)) + " " * 2_000_000),
    "endless": lambda _: in_pieces("[" * 100_000_000, 65_536),
}


@pytest.mark.parametrize("kind", SHAPES)
@pytest.mark.parametrize("wrong", WRONG)
async def test_a_broken_answer_is_no_answer(engine: Engine, kind: str, wrong: str) -> None:
    engine.answer = WRONG[wrong](kind)
    async with asking(engine, kind) as router:
        assert await router.seconds(ORIGINS, TARGET, "car") == [None, None, None]
        engine.answer = says(SHAPES[kind](1, 2, 3))
        assert await router.seconds(ORIGINS, TARGET, "car") == [1, 2, 3]


@pytest.mark.parametrize("kind", SHAPES)
async def test_a_time_that_cannot_be_is_none(engine: Engine, kind: str) -> None:
    engine.answer = says(SHAPES[kind](-1, 10**9, 5))
    async with asking(engine, kind) as router:
        assert await router.seconds(ORIGINS, TARGET, "car") == [None, None, 5]


@pytest.mark.parametrize("kind", SHAPES)
async def test_a_late_answer_is_no_answer_and_nobody_waits_for_it(
    engine: Engine, kind: str
) -> None:
    async def hang(_: web.Request) -> web.Response:
        await asyncio.Event().wait()
        raise AssertionError

    engine.answer = hang
    loop = asyncio.get_running_loop()
    async with asking(engine, kind) as router:
        began = loop.time()
        assert await router.seconds(ORIGINS, TARGET, "car") == [None, None, None]
        assert loop.time() - began < WAIT_MS / 1000 + 0.3


async def test_nobody_there_is_no_answer() -> None:
    async with running(Engine()) as gone:
        pass
    async with asking(gone, "osrm") as router:
        assert await router.seconds(ORIGINS, TARGET, "car") == [None, None, None]


async def test_without_origins_nothing_is_asked(engine: Engine) -> None:
    async with asking(engine, "osrm") as router:
        assert await router.seconds([], TARGET, "car") == []
    assert engine.asked == []


async def test_without_an_engine_nothing_is_known() -> None:
    router = open_router("", "osrm", WAIT_MS)
    assert isinstance(router, NoRouter)
    assert await router.seconds(ORIGINS, TARGET, "car") == [None, None, None]
