"""The register of found things: entered, judged by a person, handed over against a receipt."""

from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, Page, expect

from tests.browser.asked_stage import asked_stage
from tests.browser.judged import LOOKS, judge
from tests.browser.stage import Stage
from tests.browser.test_review_desk import button
from tests.browser.test_viewing_room import draw
from tests.browser.watched import Watched, opened
from tests.flow.test_bulletins import portrait
from tests.support import hamlet
from tests.support.footage import Office, right

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def _to_register(seen: Watched) -> Page:
    await seen.sign_in("reviewer")
    await seen.live()
    await seen.page.evaluate("location.hash = '#found'")
    await expect(seen.page.locator(".found .waiting")).to_have_count(0)
    await expect(seen.page.locator(".found")).to_be_visible()
    return seen.page


async def _enter(page: Page, folder: Path) -> None:
    """A black bag from the stop, with its picture."""
    await button(page, "Enter a thing").click()
    dialog = page.get_by_role("dialog")
    await button(dialog, "Enter").click()
    await expect(dialog.locator(".remark")).to_contain_text("Show where it was found")
    await dialog.get_by_label("black").check()
    await dialog.get_by_label("What it looks like").fill("黑色双肩书包,内有学生证")
    picture = folder / "bag.jpg"
    picture.write_bytes(portrait())
    await dialog.get_by_label("Picture").set_input_files(picture)
    await dialog.get_by_label("Name of the place").fill("河边幼儿园公交站")
    await dialog.get_by_label("Latitude").fill("35.0665")
    await dialog.get_by_label("Longitude").fill("116.3105")
    await dialog.get_by_label("Time").fill("00:00")
    await dialog.get_by_label("Where it is kept").fill("3 号架")
    await dialog.get_by_label("Who has brought it").fill("李小红")
    await dialog.get_by_label("His telephone number").fill("13800138009")
    await button(dialog, "Enter").click()
    await expect(dialog).to_have_count(0)


async def test_a_thing_is_entered_judged_and_handed_over_against_a_receipt(
    browser: Browser, stage: Stage, tmp_path: Path
) -> None:
    async with asked_stage(stage) as office, opened(browser, stage.base, "/console/") as seen:
        page = await _to_register(seen)
        await expect(page.locator(".found .review-lines")).to_contain_text("Nothing was handed in")
        await _enter(page, tmp_path)
        await expect(page.locator(".review-head h2")).to_have_text("No. 1 · Bag")
        [thing] = right(await office.reviewer.get("/v1/found-things"))
        assert thing["photo"] is not None
        await _near(office, thing)
        await expect(page.locator("body")).not_to_contain_text("李小红")
        await button(page, "Look at the picture").click()
        await expect(page.locator(".found-photo img")).to_be_visible()
        await _judged(page)
        announce = button(page, "Announce it")
        await announce.click()
        await page.locator(".review-steps .armed").click()
        await expect(page.locator(".review-head")).to_contain_text("of its year left")
        await _handed_over(page)
        paper = page.locator(".found-paper")
        await expect(paper).to_contain_text("王小明")
        await expect(paper.locator(".signature-shown path")).to_have_count(1)
        await page.emulate_media(media="print")
        await expect(paper.locator("dd").first).to_be_visible()
        await expect(page.locator(".review-head h2")).to_be_hidden()
        await page.emulate_media(media="screen")
        await page.keyboard.press("Escape")
        await expect(page.locator(".review-head")).to_contain_text("Handed over")
        await page.get_by_role("tab", name="Gone").click()
        await expect(page.locator(".review-line")).to_contain_text("Handed over")


async def _near(office: Office, thing: dict[str, Any]) -> None:
    """Two who have lost something where and before this was found."""
    await office.town.rows(
        "UPDATE found_thing SET lat = $2, lon = $3, found_at = $4 WHERE thing_id = $1",
        *(thing["thing_id"], *_place(office), office.town.clock.now()),
    )
    await office.file()
    await office.file(description="蓝色雨伞")


def _place(office: Office) -> tuple[float, float]:
    place = office.asked()["place"]
    return place["lat"], place["lon"]


async def _judged(page: Page) -> None:
    """The umbrella is another thing; the bag is the same."""
    await page.reload()
    matches = page.locator(".found-match")
    await expect(matches).to_have_count(2)
    await button(matches.nth(1), "Another thing").click()
    await expect(page.locator(".found-not")).to_contain_text("Judged to be another (1)")
    same = matches.first.get_by_role("button").first
    await same.click()
    await same.click()
    await expect(page.locator(".found-matched")).to_contain_text("It is matched with request")


async def _handed_over(page: Page) -> None:
    await button(page, "Hand it over").click()
    dialog = page.get_by_role("dialog")
    await dialog.get_by_label("Name of who receives it").fill("王小明")
    await dialog.get_by_label("Number of the paper").fill("370828199001011234")
    await expect(button(dialog, "Hand it over")).to_be_disabled()
    await draw(dialog)
    await button(dialog, "Hand it over").click()
    await expect(dialog.locator("h2")).to_have_text("Receipt of a found thing")


async def test_the_register_can_be_read_heard_and_touched(browser: Browser, stage: Stage) -> None:
    wrong: list[str] = []
    async with asked_stage(stage) as office:
        await office.file()
        for at in range(2):
            body = {
                "area_code": hamlet.EAST,
                "category": "bag",
                "colours": ["black"],
                "place": office.asked()["place"],
                "place_name": "河边幼儿园公交站",
                "found_at": office.town.clock.now().isoformat(),
                "kept_at": f"{at} 号架",
                "words": "黑色双肩书包,内有学生证",
            }
            right(await office.reviewer.post("/v1/found-things", body))
        await office.town.rows(
            "UPDATE found_thing SET announced_at = now() - interval '370 days',"
            " due_at = now() - interval '5 days' WHERE number = 2"
        )
        for (language, theme), phone in zip(LOOKS, (False, True), strict=True):
            look = {"language": language, "theme": theme, "phone": phone}
            opening = opened(browser, stage.base, "/console/", **look)  # type: ignore[arg-type]
            async with opening as seen:
                page = await _to_register(seen)
                await judge(seen, "list", wrong)
                await page.locator(".review-list-head .button").click()
                await judge(seen, "enter", wrong)
                await page.keyboard.press("Escape")
                await page.evaluate("location.hash = '#found=2'")
                await expect(page.locator(".found-match")).to_have_count(1)
                await judge(seen, "thing", wrong)
                await page.locator(".review-steps .button.main").click()
                await judge(seen, "hand over", wrong)
                await page.keyboard.press("Escape")
                await page.locator(".review-steps .button.bad").click()
                await judge(seen, "dispose", wrong)
    assert not wrong, "\n".join(sorted(set(wrong)))
