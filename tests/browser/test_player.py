"""The player on the reviewer's desk: what was granted is looked at, asked, and marked."""

import itertools
import os
import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Locator, Page, expect

from tests.browser.filmed_desk import filmed_desk
from tests.browser.judged import LOOKS, judge
from tests.browser.test_review_desk import button, open_request, to_desk
from tests.browser.watched import Language, Theme, opened
from tests.support.desk import REGION, SCENE, Desk, colleague
from tests.support.footage import right
from tests.support.servers import Servers, fresh_database
from tests.support.waits import until

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

_numbers = itertools.count(1)


@pytest_asyncio.fixture(loop_scope="session")
async def player(
    servers: Servers, tmp_path: Path, recorded: bytes
) -> AsyncIterator[tuple[Desk, str]]:
    """A desk over a folder of recordings, and where its pages are."""
    name = f"player_{os.getpid()}_{next(_numbers)}"
    async with fresh_database(servers, name) as url, filmed_desk(url, tmp_path, recorded) as on:
        yield on


async def brought(page: Page, of: str) -> Locator:
    """Take the request and have the first camera's recording brought; the player."""
    await open_request(page, of)
    await button(page, "Take it for review").click()
    await expect(page.locator(".player-holder")).to_contain_text("You have it")
    await button(page, "Bring the recording").click()
    found = page.get_by_role("group", name="Player")
    await expect(found.locator(".player-stamp")).to_be_visible(timeout=20_000)
    return found


def stamp(found: Locator) -> Locator:
    """The time that stands on the frame."""
    return found.locator(".player-stamp")


async def test_a_region_and_two_marks_give_the_moment_and_it_is_marked(
    browser: Browser, player: tuple[Desk, str]
) -> None:
    desk, base = player
    async with opened(browser, base, "/console/") as seen:
        page = await to_desk(seen)
        of = await desk.urgent()
        found = await brought(page, of)
        await expect(button(page, "Find the moment")).to_be_disabled()
        bar = found.get_by_role("slider")
        await bar.focus()
        first = await stamp(found).inner_text()
        await page.keyboard.press("ArrowRight")
        await expect(stamp(found)).not_to_have_text(first)
        await button(page, "It is there now").click()
        await page.keyboard.press("r")
        pad = page.get_by_role("application")
        await expect(pad).to_be_focused()
        box = await pad.bounding_box()
        assert box is not None
        scale = box["width"] / SCENE.size[0]
        x, y = box["x"] + REGION["x"] * scale, box["y"] + REGION["y"] * scale
        await page.mouse.move(x, y)
        await page.mouse.down()
        await page.mouse.move(x + REGION["width"] * scale, y + REGION["height"] * scale)
        await page.mouse.up()
        await page.keyboard.press("Enter")
        await expect(pad).to_have_count(0)
        await bar.focus()
        for _ in range(11):
            await page.keyboard.press("Shift+ArrowRight")
        wanted = await bar.get_attribute("aria-valuetext")
        await expect(stamp(found)).to_have_text(wanted or "")
        await page.keyboard.press("g")
        await button(page, "Find the moment").click()
        review = page.locator(".player-review")
        await expect(review.locator(".badge").first).to_have_text("It changed", timeout=30_000)
        change = review.locator(".player-changes li")
        await expect(change).to_contain_text("it went")
        await change.get_by_role("button").first.click()
        await button(change, "Its frames").click()
        await expect(page.get_by_role("dialog").locator("img")).to_be_visible(timeout=20_000)
        await page.keyboard.press("Escape")
        await button(page, "Mark a finding").click()
        dialog = page.get_by_role("dialog")
        await dialog.get_by_label("A thing is taken").check()
        await dialog.get_by_label("What is to be seen?").fill("一人拿走书包")
        await button(dialog, "Mark it").click()
        await expect(page.locator(".player-finding")).to_contain_text("一人拿走书包")
        [kept] = right(await desk.reviewer.get(f"/v1/footage-requests/{of}/findings"))
        assert desk.at(50) < kept["from_at"].replace("Z", "+00:00") < desk.at(70)


async def test_it_plays_steps_and_a_colleague_is_told_who_has_it(
    browser: Browser, player: tuple[Desk, str]
) -> None:
    desk, base = player
    other = await colleague(desk)
    of = await desk.urgent()
    async with opened(browser, base, "/console/") as seen:
        page = await to_desk(seen)
        found = await brought(page, of)
        await button(found, "Next frame").click()
        await expect(stamp(found)).to_contain_text(re.compile(r"\.2\d\d$|\.5\d\d$"))
        await button(found, "Play").click()
        await expect(found.locator("video")).to_be_visible(timeout=20_000)
        await until(lambda: page.evaluate("document.querySelector('video')?.currentTime > 0.5"))
        await button(found, "Pause").click()
        await expect(found.locator("video")).to_have_count(0)
        await button(page, "Lively minutes").click()
        await expect(page.locator(".bar-activity")).to_have_count(1, timeout=20_000)
        await button(page, "Let go of it").click()
        await expect(button(page, "Take it for review")).to_be_visible()
        await desk.taken(of, by=other)
        await expect(page.locator(".player-holder")).to_contain_text("Colleague has it")
        await expect(page.get_by_role("group", name="Player")).to_have_count(0)


@pytest.mark.parametrize(
    ("language", "theme", "phone"),
    [(*LOOKS[0], False), (*LOOKS[1], True)],
    ids=["desktop", "phone"],
)
async def test_the_player_can_be_read_heard_and_touched(
    browser: Browser,
    player: tuple[Desk, str],
    language: Language,
    theme: Theme,
    phone: bool,
) -> None:
    desk, base = player
    wrong: list[str] = []
    of = await desk.urgent(minors=False)
    await desk.taken(of)
    camera_id = desk.office.cameras[0]
    door = f"/v1/footage-requests/{of}/recordings/{camera_id}"
    right(await desk.reviewer.post(door, None))
    seen = opened(browser, base, "/console/", language=language, theme=theme, phone=phone)
    async with seen as shown:
        page = await to_desk(shown)
        await open_request(page, of)
        await expect(page.locator(".player-stamp")).to_be_visible(timeout=20_000)
        same = {"region": REGION, "there_at": [desk.at(1)], "gone_at": [desk.at(2)]}
        await desk.review(of, "moment", **same)
        await expect(page.locator(".player-review .badge.warn")).to_be_visible(timeout=30_000)
        await judge(shown, "player", wrong)
        await page.locator(".player-ask-row .button").first.click()
        await judge(shown, "drawing", wrong)
        await page.keyboard.press("Enter")
        await page.locator(".player-transport .button").last.click()
        await judge(shown, "finding", wrong)
        await page.keyboard.press("Escape")
    assert not wrong, "\n".join(sorted(set(wrong)))
