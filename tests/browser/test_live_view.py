"""Live view of a warm camera: for as long as somebody looks, and never a still for a moving one."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from uuid import UUID

import pytest
from playwright.async_api import Browser, Locator, Page, expect

from tests.browser.filmed import Frame, add_frames, first_of
from tests.browser.judged import LOOKS, judge
from tests.browser.stage import NEAR, Stage
from tests.browser.watched import Language, Theme, Watched, opened
from tests.support.films import FilmCamera, film_cameras, make_film
from tests.support.waits import until

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

# A number for what a canvas shows: the sixteen squares of a film's picture, as bits (films.py).
SHOWN = """(canvas) => {
  const side = Math.floor(canvas.width / 16);
  const line = new OffscreenCanvas(canvas.width, 1).getContext("2d");
  line.drawImage(canvas, 0, -(side >> 1));
  const { data } = line.getImageData(0, 0, canvas.width, 1);
  let number = 0;
  for (let bit = 0; bit < 16; bit += 1)
    if (data[4 * (bit * side + (side >> 1))] > 128) number |= 1 << bit;
  return number;
}"""


@asynccontextmanager
async def warmed(stage: Stage) -> AsyncIterator[tuple[FilmCamera, UUID]]:
    """A camera at the kindergarten whose stream is kept."""
    film = FilmCamera(make_film())
    async with film_cameras(film):
        camera_id = await stage.camera("门卫室", 30, rtsp_url=film.url)
        async with stage.warm(camera_id):
            yield film, camera_id


async def look_at(stage: Stage, desk: Watched, camera_id: UUID) -> None:
    """Press the key, and open the incident once its camera has given a picture."""
    taken = await stage.press()
    await first_of(stage, taken.body["incident_id"], camera_id)
    await desk.sign_in("east")
    await desk.live()
    await desk.page.locator(".cards .card").click()


async def moves(page: Page) -> None:
    """Until the live view has shown another picture than the one it shows."""
    canvas = page.locator(".live-view canvas")
    await expect(badge(page)).to_be_visible()
    before = await canvas.evaluate(SHOWN)

    async def other() -> bool:
        return bool(await canvas.evaluate(SHOWN) != before)

    await until(other)


def badge(page: Page) -> Locator:
    """Whether it is live."""
    return page.locator(".live-badge")


async def test_a_warm_camera_is_seen_live_when_somebody_asks_and_not_before(
    browser: Browser, stage: Stage
) -> None:
    async with warmed(stage) as (_, camera_id), opened(browser, stage.base, "/console/") as desk:
        page = desk.page
        await look_at(stage, desk, camera_id)
        await page.locator(".tile-frame").click()
        await expect(
            page.get_by_role("dialog").locator(".film-stage .picture-box img")
        ).to_be_visible()
        await expect(page.locator(".live-view")).to_have_count(0)
        await page.keyboard.press("Escape")
        await page.get_by_role("button", name="Watch 门卫室 live").click()
        await expect(badge(page)).to_contain_text("Live")
        await moves(page)
        await expect(page.get_by_role("img", name="Live view of 门卫室")).to_be_visible()
        # Whoever goes into the film does not look on.
        await page.keyboard.press("Home")
        await expect(page.locator(".live-view")).to_have_count(0)
        await page.get_by_role("button", name="Live", exact=True).click()
        await moves(page)
        await page.get_by_role("button", name="End live view").click()
        await expect(page.locator(".live-view")).to_have_count(0)
        async with stage.house.db.reading() as connection:
            seen = await connection.fetch("SELECT person, content FROM look")
        live = [row["person"] for row in seen if row["content"] == "live view of 门卫室"]
        assert live == ["East", "East"], "each is on record"


async def test_whoever_stops_looking_makes_room_for_the_next(
    browser: Browser, stage: Stage
) -> None:
    stage.settings["watching_max"] = 1
    await stage.close_front()
    await stage.open_front()
    async with (
        warmed(stage) as (_, camera_id),
        opened(browser, stage.base, "/console/") as first,
        opened(browser, stage.base, "/console/") as second,
    ):
        await look_at(stage, first, camera_id)
        await second.sign_in("county")
        await second.live()
        await second.page.locator(".cards .card").click()
        await first.page.locator(".tile-live").click()
        await moves(first.page)
        second.expected.append("429 /v1/sights/")
        await second.page.locator(".tile-live").click()
        dialog = second.page.get_by_role("dialog")
        await expect(dialog.get_by_role("alert")).to_contain_text("As many people watch")
        await first.page.keyboard.press("Escape")
        await until(lambda: not stage.front.watching.full)
        await dialog.get_by_role("button", name="Watch again").click()
        await moves(second.page)


async def test_a_live_view_that_stands_still_says_so_and_for_how_long(
    browser: Browser, stage: Stage
) -> None:
    async with (
        warmed(stage) as (film, camera_id),
        opened(browser, stage.base, "/console/") as desk,
    ):
        await look_at(stage, desk, camera_id)
        await desk.page.locator(".tile-live").click()
        await moves(desk.page)
        film.playing = False
        await expect(badge(desk.page)).to_contain_text("No new picture for 5 s")


async def test_a_camera_that_is_not_kept_any_more_is_said_to_be_so(
    browser: Browser, stage: Stage
) -> None:
    async with AsyncExitStack() as kept, opened(browser, stage.base, "/console/") as desk:
        _, camera_id = await kept.enter_async_context(warmed(stage))
        await look_at(stage, desk, camera_id)
        await expect(desk.page.locator(".tile-live")).to_be_visible()
        await kept.aclose()
        desk.expected.append("404 /v1/sights/")
        await desk.page.locator(".tile-live").click()
        await expect(desk.page.get_by_role("alert").last).to_contain_text(
            "The stream of this camera is not kept here"
        )


async def test_a_live_view_ends_when_nobody_sees_the_page(browser: Browser, stage: Stage) -> None:
    async with warmed(stage) as (_, camera_id), opened(browser, stage.base, "/console/") as desk:
        page = desk.page
        await look_at(stage, desk, camera_id)
        await page.locator(".tile-live").click()
        await moves(page)
        await page.evaluate(
            """() => {
              Object.defineProperty(document, "visibilityState", { get: () => "hidden" });
              document.dispatchEvent(new Event("visibilitychange"));
            }"""
        )
        await expect(page.get_by_role("dialog").get_by_role("alert")).to_contain_text(
            "The live view ended while nobody saw this page."
        )


async def test_a_right_that_has_ended_is_renewed_for_a_live_view_too(
    browser: Browser, stage: Stage
) -> None:
    async with warmed(stage) as (_, camera_id), opened(browser, stage.base, "/console/") as desk:
        await look_at(stage, desk, camera_id)
        await expect(desk.page.locator(".tile-frame img")).to_have_js_property("complete", True)
        stage.clock.forward(301)
        desk.expected += ["403 /v1/sights/", "404 /v1/sights/"]
        await desk.page.locator(".tile-live").click()
        dialog = desk.page.get_by_role("dialog")
        # The keeper's own lease ended with the jump of the clock: it takes it again at once.
        await expect(dialog.locator(".live-badge, .live-cover[role=alert]")).to_be_visible()
        if await dialog.get_by_role("button", name="Watch again").count():
            await until(lambda: stage.gives(camera_id), most_s=30)
            await dialog.get_by_role("button", name="Watch again").click()
        await moves(desk.page)


async def test_the_officer_on_the_way_sees_the_film_and_what_a_live_view_costs(
    browser: Browser, stage: Stage
) -> None:
    async with (
        warmed(stage) as (_, camera_id),
        opened(browser, stage.base, "/patrol/", phone=True, place=NEAR) as phone,
    ):
        page = await take_task(stage, phone, camera_id)
        tile = page.locator(".tile.stored")
        await expect(tile).to_contain_text("the alarm")
        await tile.locator(".tile-frame").click()
        dialog = page.get_by_role("dialog")
        await expect(dialog).to_contain_text("Uses much mobile data")
        await expect(dialog.locator(".film-stage .picture-box img")).to_be_visible()
        await dialog.get_by_role("button", name="Live", exact=True).click()
        await moves(page)
        await expect(dialog.locator(".live-cost")).to_contain_text("kB used")
        async with stage.house.db.reading() as connection:
            seen = await connection.fetch("SELECT DISTINCT work_unit FROM look")
        assert [row["work_unit"] for row in seen] == ["东-01"]


async def take_task(stage: Stage, phone: Watched, camera_id: UUID) -> Page:
    """The officer goes on duty, is rung and accepts; the camera has given its picture."""
    page = phone.page
    await phone.sign_in("officer1")
    await page.locator(".duty-key").click()
    await phone.live()
    await stage.knows_place(1)
    taken = await stage.press()
    await first_of(stage, taken.body["incident_id"], camera_id)
    await page.locator(".key.accept").click()
    await expect(page.locator(".tile.stored")).to_be_visible()
    return page


@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
@pytest.mark.parametrize(("language", "theme"), LOOKS)
async def test_films_and_live_views_can_be_read_heard_and_touched(
    browser: Browser, stage: Stage, language: Language, theme: Theme, phone: bool
) -> None:
    wrong: list[str] = []
    async with (
        warmed(stage) as (_, camera_id),
        opened(browser, stage.base, "/console/", language=language, theme=theme, phone=phone) as at,
    ):
        page = at.page
        await look_at(stage, at, camera_id)
        [incident] = (await (await stage.person("east")).get("/v1/incidents")).body
        first = await first_of(stage, incident["incident_id"], camera_id)
        marked = [Frame(20_000 + 100 * n, (mark,)) for n, mark in enumerate(MARKS)]
        street = {"street": "人民路", "street_en": "人民路", "on_foot": True}
        added = await add_frames(stage, first, Frame(-3200, facts=street), *marked)
        await page.locator(".tile").scroll_into_view_if_needed()
        await expect(page.locator(f".film-thumb img[src*='{added[-1]}']")).to_be_visible()
        await judge(at, "film", wrong)
        await judge_dialog(at, wrong)
    assert not wrong, "\n".join(sorted(set(wrong)))


@pytest.mark.parametrize(("language", "theme"), LOOKS)
async def test_an_officers_film_can_be_read_heard_and_touched(
    browser: Browser, stage: Stage, language: Language, theme: Theme
) -> None:
    wrong: list[str] = []
    look = opened(
        browser, stage.base, "/patrol/", language=language, theme=theme, phone=True, place=NEAR
    )
    async with warmed(stage) as (_, camera_id), look as phone:
        page = await take_task(stage, phone, camera_id)
        await page.locator(".tile").scroll_into_view_if_needed()
        await judge(phone, "film", wrong)
        await judge_dialog(phone, wrong)
    assert not wrong, "\n".join(sorted(set(wrong)))


MARKS = ("black", "frozen", "stale", "overexposed", "no_signal")


async def judge_dialog(shown: Watched, wrong: list[str]) -> None:
    """The dialog on each frame, live, and when that has ended."""
    page = shown.page
    await page.locator(".tile-frame").click()
    large = page.get_by_role("dialog").locator(".film-paper .picture-box img")
    await expect(large).to_have_js_property("complete", True)
    await judge(shown, "dialog", wrong)
    await page.keyboard.press("End")
    await expect(large).to_have_js_property("complete", True)
    await judge(shown, "the last frame", wrong)
    await page.locator(".film-side .button.main").click()
    await moves(page)
    await judge(shown, "live", wrong)
    await page.context.set_offline(True)
    await page.locator(".film-side .button").first.click()
    await page.locator(".film-side .button").first.click()
    await expect(page.locator(".live-cover .button")).to_be_visible()
    await judge(shown, "live that failed", wrong)
    await page.context.set_offline(False)
