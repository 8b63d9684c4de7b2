"""A map over a tile server of the town's own: one that answers, and those that do not."""

import asyncio
import io
import itertools
import math
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from aiohttp import web
from PIL import Image, ImageDraw
from playwright.async_api import Browser, Page, expect

from tests.browser.stage import Stage, open_stage
from tests.browser.watched import Watched, opened
from tests.support import hamlet
from tests.support.servers import Servers, fresh_database

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

# One place in both systems, as published: latitude, longitude.
WGS84, GCJ02 = (39.915, 116.404), (39.91640428150164, 116.41024449916938)
_TILE_PX, _RING_PX = 256, 60
_NEAR_PX = 3.0
_RED_LEAST = 500
_BASE = '{"type": "FeatureCollection", "features": []}'
_numbers = itertools.count(1)
# Eight seconds are awaited for a tile; the page's own clock is moved on by hand.
_HURRY = """
const real = window.setTimeout.bind(window);
window.setTimeout = (work, ms, ...more) => real(work, ms === 8000 ? 400 : ms, ...more);
"""


def ring(zoom: int, x: int, y: int) -> bytes:
    """The part of a tile's picture in which a red ring lies around the place in GCJ-02."""
    across = _TILE_PX * 2**zoom
    lat = math.radians(GCJ02[0])
    left = (GCJ02[1] + 180) / 360 * across - x * _TILE_PX
    top = (1 - math.asinh(math.tan(lat)) / math.pi) / 2 * across - y * _TILE_PX
    image = Image.new("RGB", (_TILE_PX, _TILE_PX), "white")
    box = (left - _RING_PX, top - _RING_PX, left + _RING_PX, top + _RING_PX)
    ImageDraw.Draw(image).ellipse(box, outline=(255, 0, 0), width=4)
    kept = io.BytesIO()
    image.save(kept, "PNG")
    return kept.getvalue()


@dataclass
class TileServer:
    """What it answers is a word: picture, html, half, 500, empty, silent."""

    answers: str = "picture"
    host: str = ""

    async def answer(self, request: web.Request) -> web.Response:
        """One tile, or what a bad server gives instead."""
        z, x, y = (int(request.match_info[name]) for name in "zxy")
        kind = "text/html" if self.answers == "html" else "image/png"
        if self.answers == "silent":
            await asyncio.sleep(3600)
        picture = ring(z, x, y)
        bodies = {
            "html": b"<html><body>Please sign in</body></html>",
            "half": picture[: len(picture) // 2],
            "empty": b"",
        }
        body = bodies.get(self.answers, picture)
        headers = {"Access-Control-Allow-Origin": "*", "Cache-Control": "no-store"}
        status = 500 if self.answers == "500" else 200
        return web.Response(body=body, status=status, content_type=kind, headers=headers)


@asynccontextmanager
async def tile_server() -> AsyncIterator[TileServer]:
    """A real server on loopback."""
    server = TileServer()
    app = web.Application()
    app.router.add_get("/{z}/{x}/{y}.png", server.answer)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    server.host = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield server
    finally:
        await runner.cleanup()


@asynccontextmanager
async def tiled(
    servers: Servers, folder: Path, crs: str
) -> AsyncIterator[tuple[Stage, TileServer]]:
    """The hamlet over a tile server and a base of its own."""
    base = folder / "base.json"
    base.write_text(_BASE, encoding="utf-8")
    async with (
        tile_server() as server,
        fresh_database(servers, f"tiles_{os.getpid()}_{next(_numbers)}") as url,
        open_stage(
            url,
            folder,
            tiles_url=f"{server.host}/{{z}}/{{x}}/{{y}}.png",
            tiles_crs=crs,
            map_file=str(base),
        ) as stage,
    ):
        yield stage, server


async def sit_down(desk: Watched, server: TileServer) -> Page:
    """A desk that may ask this server."""
    desk.also = server.host
    await desk.sign_in("east")
    await desk.live()
    return desk.page


async def test_a_tile_server_that_gives_no_pictures_leaves_our_own_map_and_a_word(
    browser: Browser, servers: Servers, tmp_path: Path
) -> None:
    async with (
        tiled(servers, tmp_path, "wgs84") as (stage, server),
        opened(browser, stage.base, "/console/") as desk,
    ):
        await desk.page.add_init_script(_HURRY)
        page = await sit_down(desk, server)
        word = page.locator(".map-note")
        for answers in ("html", "half", "500", "empty", "silent"):
            server.answers = answers
            await page.reload()
            await expect(word, answers).to_contain_text("our own map is shown")
            await expect(page.locator(".map-cover")).to_have_count(0)
            await expect(page.locator(".map-buttons")).to_be_visible()
        server.answers = "picture"
        await page.reload()
        await expect(page.locator(".map-buttons")).to_be_visible()
        await expect(word).to_have_count(0)


async def test_a_place_falls_on_tiles_in_gcj02_where_they_show_it(
    browser: Browser, servers: Servers, tmp_path: Path
) -> None:
    async with (
        tiled(servers, tmp_path, "gcj02") as (stage, server),
        opened(browser, stage.base, "/console/") as desk,
    ):
        page = await sit_down(desk, server)
        east = await stage.person("east")
        told = await east.post(
            "/v1/incidents",
            {
                "source": "110",
                "kind": "fire",
                "area_code": hamlet.EAST,
                "title": "Tiananmen",
                "place": {"lat": WGS84[0], "lon": WGS84[1], "crs": "WGS-84"},
            },
        )
        assert told.status == 201, told.body
        mark = page.locator(".incident-mark")
        await expect(mark).to_have_count(1)
        await page.locator(".cards .card").click()
        found = await ring_on(page)
        box = await mark.bounding_box()
        assert box is not None
        centre = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        assert math.dist(found, centre) < _NEAR_PX, (found, centre)


async def ring_on(page: Page) -> tuple[float, float]:
    """The middle of the red ring, once it stands whole on the screen."""
    last: tuple[float, float] | None = None
    for _ in range(40):
        clip = await page.locator(".map-box").bounding_box()
        assert clip is not None
        shot = Image.open(io.BytesIO(await page.screenshot(clip=clip))).convert("RGB")
        lit = np.asarray(shot).astype(int)
        tops, lefts = np.nonzero((lit[..., 0] > 240) & (lit[..., 1] < 40) & (lit[..., 2] < 40))
        if len(tops) > _RED_LEAST:
            middle = (
                clip["x"] + float(lefts.min() + lefts.max()) / 2,
                clip["y"] + float(tops.min() + tops.max()) / 2,
            )
            if middle == last:
                return middle
            last = middle
    raise AssertionError("no ring is drawn")
