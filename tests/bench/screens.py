"""A desk in a real browser: fifty open incidents, five hundred moving units; what pages weigh."""

import asyncio
import contextlib
import random
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp
from argon2 import PasswordHasher
from playwright.async_api import Browser, BrowserContext, Page, async_playwright

from service.platform.db import connect
from tests.bench.county import COUNTY, PASSWORD, bench_id, plant_units, spots
from tests.bench.ground import Ground, ground
from tests.bench.report import Measure, below, only, percentile
from tests.support.browser import NO_BROWSER, find_browser
from tests.support.people import Person

NOTE = (
    "headless Chromium without a graphics card, on the machine of the service; `useful` is when the"
    " queue is drawn, `event -> pixel` from the order of a call to the line in the queue"
)
INCIDENTS, UNITS = 50, 500
_MOVES_EVERY_S = 2.0
# The map's first drawing, in software, is not what is watched.
_SETTLE_S = 3
DESK = "desk"
_ARGUMENTS = ["--no-sandbox", "--use-gl=angle", "--use-angle=swiftshader"]
# 150 kB, without the map, is a second on a slow mobile line.
_PHONE_MOST_KB = 150.0

# Watches a page from its first instant: when the queue stands, tasks and frames that take long.
_WATCH = """
window.bench = { useful: 0, long: [], frames: [], lines: {} };
new PerformanceObserver((list) => {
  for (const one of list.getEntries()) window.bench.long.push(one.duration);
}).observe({ type: "longtask", buffered: true });
new MutationObserver(() => {
  for (const card of document.querySelectorAll("[data-line]")) {
    const id = card.dataset.line;
    if (id in window.bench.lines) continue;
    window.bench.lines[id] = 0;
    requestAnimationFrame(() => requestAnimationFrame(() => {
      window.bench.lines[id] = Date.now();
      window.bench.useful ||= performance.now();
    }));
  }
}).observe(document, { childList: true, subtree: true });
let last = 0;
const frame = (at) => {
  if (last) window.bench.frames.push(at - last);
  last = at;
  requestAnimationFrame(frame);
};
requestAnimationFrame(frame);
"""

# Choose each line in turn; milliseconds until its head, and until all of it is drawn, and until its
# head stands in the page, to be drawn by the two frames after.
_CHOOSE = """
async (count) => {
  const frame = () => new Promise((done) => requestAnimationFrame(done));
  const until = async (seen) => {
    for (let turn = 0; turn < 600 && !seen(); turn += 1) {
      await frame();
    }
    const stood = performance.now();
    await frame();
    await frame();
    return stood;
  };
  const found = [];
  for (const card of [...document.querySelectorAll("[data-line]")].slice(0, count)) {
    const name = card.querySelector(".card-title .one-line").textContent;
    const began = performance.now();
    card.click();
    const stood = await until(
      () => document.querySelector(".incident-place")?.textContent === name
    );
    const head = performance.now() - began;
    await until(() => document.querySelector(".incident .timeline .line"));
    found.push([head, performance.now() - began, stood - began]);
  }
  return found;
}
"""

# Kilobytes that a page has cost, as they were sent; the map comes after the page stands.
_WEIGH = """
() => performance.getEntriesByType("resource")
  .filter((one) => one.name.includes("/assets/") && !/maplibre|view-/.test(one.name))
  .reduce((sum, one) => sum + one.encodedBodySize, 0) / 1000
"""


async def run(*, quick: bool = False) -> list[Measure]:
    """Plant, sit down, look, choose, wait for events, watch it move."""
    path = find_browser()
    if path is None:
        raise RuntimeError(NO_BROWSER)
    watch_s, events = (6, 5) if quick else (30, 40)
    async with ground(access_token_s=3600) as standing:
        await plant_units(standing.settings.database_url, spots(UNITS, seed=9, spread=0.1))
        await plant_desk(standing)
        standing.start("service", "serve")
        await standing.ready(carriers=False)
        async with (
            aiohttp.ClientSession() as session,
            async_playwright() as play,
            _moving(standing.settings.database_url),
        ):
            person = Person(standing.base, session)
            await _sign_in(person)
            await person.take_note()
            for number in range(INCIDENTS):
                await _open(person, f"Incident {number}")
            browser = await play.chromium.launch(executable_path=path, args=_ARGUMENTS)
            try:
                return await _look(browser, standing.base, person, watch_s, events)
            finally:
                await browser.close()


async def _look(
    browser: Browser, base: str, person: Person, watch_s: int, events: int
) -> list[Measure]:
    context = await browser.new_context(viewport={"width": 1920, "height": 1080}, bypass_csp=True)
    page = await context.new_page()
    await page.add_init_script(_WATCH)
    await page.goto(f"{base}/console/")
    await page.locator("input[type=text]").fill(DESK)
    await page.locator("input[type=password]").fill(PASSWORD)
    await page.keyboard.press("Enter")
    await page.locator("[data-line]").nth(INCIDENTS - 1).wait_for()
    useful = []
    for _ in range(5):
        await page.reload()
        await page.locator("[data-line]").nth(INCIDENTS - 1).wait_for()
        await page.wait_for_function("window.bench.useful > 0")
        useful.append(float(await page.evaluate("window.bench.useful")))
    console_kb = float(await page.evaluate(_WEIGH))
    await page.locator(".map-crowd[data-count]").wait_for()
    await asyncio.sleep(_SETTLE_S)
    frames, long = await _watch(page, watch_s)
    chosen = await page.evaluate(_CHOOSE, INCIDENTS)
    alone = await _without_map(context, base)
    pixels = [await _event(page, person, number) for number in range(events)]
    await page.goto(f"{base}/patrol/")
    await page.locator("input[type=password], main").first.wait_for()
    patrol_kb = float(await page.evaluate(_WEIGH))
    heads, wholes = [one[0] for one in chosen], [one[1] for one in chosen]
    return [
        only("first useful paint, p50 (ms)", percentile(useful, 0.5)),
        below("choose -> head drawn, p50 (ms)", percentile(heads, 0.5), 100),
        below("choose -> head drawn, p95 (ms)", percentile(heads, 0.95), 200),
        only("choose -> head in the page, p50 (ms)", percentile([one[2] for one in chosen], 0.5)),
        only("the same without a map, p50 (ms)", percentile(alone, 0.5)),
        only("the same without a map, p95 (ms)", percentile(alone, 0.95)),
        only("choose -> all drawn, p50 (ms)", percentile(wholes, 0.5)),
        below("choose -> all drawn, p95 (ms)", percentile(wholes, 0.95), 500),
        below("event -> pixel, p95 (ms)", percentile(pixels, 0.95), 500),
        below(f"tasks over 50 ms in {watch_s} s", float(len(long)), 0.1 * watch_s),
        only("the longest of them (ms)", max(long, default=0.0)),
        only("frames over 50 ms (% of frames)", 100 * sum(f > 50 for f in frames) / len(frames)),
        only("frame, p95 (ms)", percentile(frames, 0.95)),
        only("desk page without the map (kB)", console_kb),
        below("phone page without the map (kB)", patrol_kb, _PHONE_MOST_KB),
    ]


async def _without_map(context: BrowserContext, base: str) -> list[float]:
    """Milliseconds from choosing to the head where no map is drawn: the page's own share."""
    page = await context.new_page()
    await page.add_init_script("HTMLCanvasElement.prototype.getContext = () => null")
    await page.goto(f"{base}/console/")
    await page.locator("[data-line]").nth(INCIDENTS - 1).wait_for()
    chosen = await page.evaluate(_CHOOSE, INCIDENTS)
    await page.close()
    return [one[0] for one in chosen]


async def _watch(page: Page, length_s: int) -> tuple[list[float], list[float]]:
    """Frames and long tasks of so many seconds in which nothing but the units moves."""
    await page.evaluate("() => { window.bench.frames = []; window.bench.long = []; }")
    await asyncio.sleep(length_s)
    found = await page.evaluate("[window.bench.frames, window.bench.long]")
    return list(found[0]), list(found[1])


async def _event(page: Page, person: Person, number: int) -> float:
    """Milliseconds from the order of a call to its line on the screen."""
    began = time.time()
    incident_id = await _open(person, f"Event {number}")
    seen = f"window.bench.lines['{incident_id}']"
    await page.wait_for_function(f"{seen} > 0")
    took = float(await page.evaluate(seen)) - began * 1000
    cancelled = await person.move("incidents", incident_id, move="cancel")
    assert cancelled.status == 200, cancelled.body
    return took


async def _sign_in(person: Person) -> None:
    answer = await person.post("/v1/sessions", {"name": DESK, "password": PASSWORD})
    assert answer.status == 201, answer.body
    person.token = answer.body["access_token"]


async def _open(person: Person, title: str) -> str:
    rng = random.Random(title)
    place = {"lat": 35.07 + rng.uniform(-0.1, 0.1), "lon": 116.31 + rng.uniform(-0.1, 0.1)}
    told = {
        "source": "110",
        "kind": rng.choice(["fire", "medical", "emergency", "intruder"]),
        "area_code": COUNTY,
        "title": title,
        "place": place | {"crs": "WGS-84"},
    }
    answer = await person.post("/v1/incidents", told)
    assert answer.status == 201, answer.body
    return str(answer.body["incident_id"])


async def plant_desk(standing: Ground) -> None:
    """Somebody who may sit at the desk of the county."""
    connection = await connect(standing.settings.database_url)
    hashed = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
    try:
        await connection.execute(
            "INSERT INTO account (account_id, name, display, password_hash, demo, created_at)"
            " VALUES ($1, $2, $2, $3, false, '2026-01-01T00:00:00Z')",
            *(bench_id("desk", 0), DESK, hashed),
        )
        await connection.execute(
            "INSERT INTO role_grant (grant_id, account_id, role, area_code)"
            " VALUES ($1, $2, 'dispatcher', $3)",
            *(bench_id("desk-grant", 0), bench_id("desk", 0), COUNTY),
        )
    finally:
        await connection.close()


@asynccontextmanager
async def _moving(url: str) -> AsyncIterator[None]:
    """All units move, each two seconds, until the block ends."""
    connection = await connect(url)

    async def move() -> None:
        while True:
            await connection.execute(
                "UPDATE position SET lat = lat + (random() - 0.5) * 0.001,"
                " lon = lon + (random() - 0.5) * 0.001,"
                " fix_at = now(), received_at = now(), seen_at = now()"
            )
            await asyncio.sleep(_MOVES_EVERY_S)

    moving = asyncio.create_task(move())
    try:
        yield
    finally:
        moving.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await moving
        await connection.close()
