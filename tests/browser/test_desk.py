"""A dispatcher's desk in a real browser, while things happen elsewhere."""

import asyncio
import re
from urllib.parse import urlsplit

import pytest
from playwright.async_api import Browser, Page, Route, expect

from tests.browser.held_camera import held_camera
from tests.browser.stage import NEAR, Stage
from tests.browser.watched import Watched, opened
from tests.support.people import Person
from tests.support.town.cameras import serve_cameras
from tests.support.town.plan import camera_path, make_plan
from tests.support.waits import until

AGE = re.compile(r"\d+(\.\d)? s (after|before)")

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def sit_down(desk: Watched, name: str = "east") -> Page:
    """Sign in and wait until the desk is current."""
    await desk.sign_in(name)
    await desk.live()
    return desk.page


async def open_card(desk: Watched) -> None:
    """Open the one incident of the queue."""
    await desk.page.locator(".cards .card").click()
    await expect(desk.page.locator(".incident .timeline .line").first).to_be_visible()


async def choose(page: Page, answer: str, button: str) -> None:
    """Answer the dialog that stands open."""
    dialog = page.get_by_role("dialog")
    await dialog.get_by_label(answer).check()
    await dialog.get_by_role("button", name=button, exact=True).click()
    await expect(dialog).to_have_count(0)


async def test_a_press_is_in_the_queue_and_on_the_map_and_sounds_until_acknowledged(
    browser: Browser, stage: Stage
) -> None:
    async with opened(browser, stage.base, "/console/") as desk:
        page = await sit_down(desk)
        await expect(page.locator(".cards")).to_have_count(0)
        assert desk.tones == 0
        await stage.press()
        await expect(page.locator(".cards .card")).to_contain_text("河边幼儿园")
        await expect(page.locator(".incident-mark")).to_contain_text("河边幼儿园")
        await expect(page.locator(".bell-count")).to_be_visible()
        await desk.sounds()
        await open_card(desk)
        await expect(page.locator(".bell-count")).to_have_count(0)
        await desk.is_silent()


async def test_a_second_press_of_the_site_joins_and_rings_and_is_shown_in_turn(
    browser: Browser, stage: Stage
) -> None:
    async with opened(browser, stage.base, "/console/") as desk:
        page = await sit_down(desk)
        first = await stage.press(kind="emergency")
        await open_card(desk)
        heard = desk.tones
        second = await stage.press(kind="fire")
        assert second.body["incident_id"] == first.body["incident_id"]
        alarms = page.locator(".alarms .alarm")
        await expect(alarms).to_have_count(2)
        await expect(alarms.nth(0)).to_contain_text("Emergency")
        await expect(alarms.nth(1)).to_contain_text("Fire")
        await expect(page.locator(".cards .card")).to_have_count(1)
        await expect(page.locator(".bell-count")).to_be_visible()
        await desk.sounds()
        assert desk.tones > heard


async def test_a_test_press_gives_one_strike_and_does_not_ring(
    browser: Browser, stage: Stage
) -> None:
    async with opened(browser, stage.base, "/console/") as desk:
        page = await sit_down(desk)
        await stage.declare_test()
        await stage.press()
        await expect(page.locator(".cards .card.drill")).to_be_visible()
        await expect(page.locator(".bell-count")).to_have_count(0)
        await desk.is_silent()
        assert desk.tones > 0


async def test_pictures_stand_beside_what_is_written_with_their_age(
    browser: Browser, stage: Stage
) -> None:
    plan = make_plan(0.02)
    async with (
        serve_cameras(plan) as served,
        opened(browser, stage.base, "/console/") as desk,
    ):
        for number, camera in enumerate(plan.cameras[:2]):
            await stage.camera(
                camera.name.zh,
                30 + 20 * number,
                snapshot_url=f"{served.http_base}{camera_path(camera.camera_id)}/snapshot.jpg",
                username=camera.username,
                password=camera.password,
            )
        page = await sit_down(desk)
        await stage.press()
        await open_card(desk)
        tiles = page.locator(".tile.stored")
        await expect(tiles).to_have_count(2)
        for number in range(2):
            await expect(tiles.nth(number).locator(".tile-lag")).to_contain_text(AGE)
            picture = tiles.nth(number).locator(".tile-frame img")
            await expect(picture).to_be_visible()
            assert await picture.evaluate("(image) => image.naturalWidth") > 300
        story = await page.locator(".incident-words").bounding_box()
        strip = await page.locator(".pictures").bounding_box()
        assert story is not None
        assert strip is not None
        assert abs(story["y"] - strip["y"]) < 40
        assert (
            strip["x"] >= story["x"] + story["width"] or story["x"] >= strip["x"] + strip["width"]
        )
        await tiles.first.locator(".tile-frame").click()
        await expect(page.get_by_role("dialog")).to_contain_text("SHA-256")
        await page.keyboard.press("Escape")
        await expect(page.get_by_role("dialog")).to_have_count(0)


async def test_a_picture_that_comes_while_the_incident_is_being_read_is_not_lost(
    browser: Browser, stage: Stage
) -> None:
    async with held_camera() as camera, opened(browser, stage.base, "/console/") as desk:
        await stage.camera("门卫室", 30, snapshot_url=camera.url)
        page, east = await sit_down(desk), await stage.person("east")

        async def arrive_late(route: Route) -> None:
            """The list that was read before the picture came arrives after it."""
            early = await route.fetch()
            assert [one["state"] for one in await early.json()] == ["planned"]
            camera.may_answer.set()
            path = urlsplit(route.request.url).path
            await until(lambda: _some_stored(east, path))
            await route.fulfill(response=early)

        await page.route("**/snapshots", arrive_late)
        await stage.press()
        await open_card(desk)
        await expect(page.locator(".tile.stored")).to_have_count(1)


async def _some_stored(east: Person, path: str) -> bool:
    return any(one["state"] == "stored" for one in (await east.get(path)).body)


async def test_what_is_read_twice_is_shown_once(browser: Browser, stage: Stage) -> None:
    async with opened(browser, stage.base, "/console/") as desk:
        page = await sit_down(desk)
        await stage.press()
        await open_card(desk)
        arrived, may_go, answered = asyncio.Event(), asyncio.Event(), asyncio.Event()

        async def hold_news(route: Route) -> None:
            """What came since is read at once, and arrives when all was read anew meanwhile."""
            if "after=0" in route.request.url:
                return await route.continue_()
            early = await route.fetch()
            arrived.set()
            await may_go.wait()
            await route.fulfill(response=early)
            answered.set()
            return None

        await page.route("**/timeline?*", hold_news)
        await stage.press()
        await asyncio.wait_for(arrived.wait(), 10)
        await page.locator(".add-note textarea").fill("两名老师在门口")
        await page.get_by_role("button", name="Add", exact=True).click()
        pressed = page.locator(".timeline .line", has_text="pressed the key")
        await expect(pressed).to_have_count(2)
        may_go.set()
        await asyncio.wait_for(answered.wait(), 10)
        await stage.press()
        await expect(page.locator(".alarms .alarm")).to_have_count(3)
        await expect(pressed).to_have_count(3)


async def test_accepted_on_the_way_and_on_scene_are_shown_without_a_reload(
    browser: Browser, stage: Stage
) -> None:
    officer = await stage.officer(1, NEAR)
    async with opened(browser, stage.base, "/console/") as desk:
        page = await sit_down(desk)
        await stage.press()
        await open_card(desk)
        step, task = page.locator(".steps .now"), page.locator(".tasks .task").first
        await expect(task).to_contain_text("东-01")
        for move, at, said in (
            ("accept", "Assigned", "Accepted"),
            ("en_route", "En route", "En route"),
            ("on_scene", "On scene", "On scene"),
        ):
            assert (await officer.answer(move)).status == 200
            await expect(step).to_have_text(at)
            await expect(task).to_contain_text(said)
            await expect(page.locator(".timeline .line").first).to_contain_text("东-01")
        await expect(page.locator(".cards .card")).to_contain_text("On scene")
        assert desk.loads == 1


async def test_a_desk_that_starts_asks_for_the_tasks_of_all_incidents_at_once(
    browser: Browser, stage: Stage
) -> None:
    await stage.officer(1, NEAR)
    await stage.press()
    async with opened(browser, stage.base, "/console/") as desk:
        asked: list[str] = []
        desk.page.on("request", lambda request: asked.append(urlsplit(request.url).path))
        await sit_down(desk)
        await until(lambda: {"/v1/tasks", "/v1/sites"} <= set(asked))
        assert asked.count("/v1/tasks") == 1
        assert [path for path in asked if re.search("/incidents/.*/units", path)] == []


async def test_two_take_command_at_once_one_has_it_and_the_other_is_told_who(
    browser: Browser, stage: Stage
) -> None:
    async with (
        opened(browser, stage.base, "/console/") as one,
        opened(browser, stage.base, "/console/") as other,
    ):
        await stage.press()
        for desk, name in ((one, "east"), (other, "county")):
            await sit_down(desk, name)
            await open_card(desk)
        arrived, may_go = asyncio.Event(), asyncio.Event()

        async def hold(route: Route) -> None:
            arrived.set()
            await may_go.wait()
            await route.continue_()

        other.expected.append("409 /v1/incidents/")
        await other.page.route("**/moves", hold)
        take = {"name": "Take command", "exact": True}
        await other.page.get_by_role("button", **take).click()  # type: ignore[arg-type]
        await asyncio.wait_for(arrived.wait(), 10)
        await one.page.get_by_role("button", **take).click()  # type: ignore[arg-type]
        await expect(one.page.locator(".command-who")).to_contain_text("You command")
        may_go.set()
        await expect(other.page.locator(".toast")).to_contain_text("East")
        await expect(other.page.locator(".command-who")).to_contain_text("East commands")


async def test_an_alarm_is_reset_and_its_incident_closed_with_what_it_was(
    browser: Browser, stage: Stage
) -> None:
    async with opened(browser, stage.base, "/console/") as desk:
        page = await sit_down(desk)
        taken = await stage.press()
        await open_card(desk)
        await page.locator(".alarm").get_by_role("button", name="Reset").click()
        await choose(page, "Accidental", "Reset")
        await expect(page.locator(".alarm.latched")).to_have_count(0)
        await expect(page.locator(".alarm")).to_contain_text("Accidental")
        await page.locator(".command").get_by_role("button", name="Close").click()
        await choose(page, "Accidental", "Close")
        await expect(page.locator(".steps .now")).to_have_text("Closed")
        await expect(page.locator(".cards")).to_have_count(0)
        await page.get_by_role("tab", name="Ended").click()
        await expect(page.locator(".cards .card")).to_contain_text("Accidental")
        east = await stage.person("east")
        incident = (await east.get(f"/v1/incidents/{taken.body['incident_id']}")).body
        assert (incident["state"], incident["disposition"]) == ("closed", "accidental")


async def test_the_keyboard_alone_takes_an_alarm_from_the_queue_to_its_end(
    browser: Browser, stage: Stage
) -> None:
    await stage.press()
    async with opened(browser, stage.base, "/console/") as desk:
        page, key = desk.page, desk.page.keyboard
        await expect(page.get_by_label("Name", exact=True)).to_be_focused()
        await key.type("east")
        await key.press("Tab")
        await key.type("hamlet-password")
        await key.press("Enter")
        await expect(page.locator(".cards .card")).to_be_visible()
        await key.press("j")
        await key.press("Enter")
        await expect(page.locator(".alarm.latched")).to_be_visible()
        await key.press("t")
        await expect(page.locator(".command-who")).to_contain_text("You command")
        for letter, gone in (("r", ".alarm.latched"), ("c", ".cards .card")):
            await key.press(letter)
            dialog = page.get_by_role("dialog")
            await expect(dialog).to_be_visible()
            for _ in range(5):
                if await page.evaluate("() => document.activeElement?.type === 'radio'"):
                    break
                await key.press("Tab")
            await key.press("Space")
            await key.press("Enter")
            await expect(dialog).to_have_count(0)
            await expect(page.locator(gone)).to_have_count(0)
        await expect(page.locator(".steps .now")).to_have_text("Closed")
        await expect(page.locator(".incident-marks")).to_contain_text("Genuine")
