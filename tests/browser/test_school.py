"""A school's contact in a real browser: the keys, and who comes."""

import pytest
from playwright.async_api import Browser, Page, expect

from tests.browser.judged import LOOKS, judge
from tests.browser.stage import NEAR, Stage
from tests.browser.watched import WORDS, Language, Theme, opened
from tests.support import hamlet
from tests.support.waits import until

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def test_a_real_alarm_is_seen_with_who_comes_until_it_is_over(
    browser: Browser, stage: Stage
) -> None:
    officer = await stage.officer(1, NEAR)
    async with opened(browser, stage.base, "/school/", phone=True) as school:
        page = school.page
        await school.sign_in("head")
        await school.live()
        await expect(page.locator(".now .empty")).to_contain_text("No alarm")
        taken = await stage.press()
        card = page.locator(".coming.real")
        await expect(card).to_contain_text("Emergency")
        await expect(card.locator(".steps .at")).to_have_text("Received")
        await expect(card.locator(".pressed")).to_contain_text("按钮4 · 门卫室")
        await until(officer.tasks)
        for move, said in (
            ("accept", "Taken"),
            ("en_route", "On the way"),
            ("on_scene", "There"),
        ):
            assert (await officer.answer(move)).status == 200
            await expect(card.locator(".steps .at")).to_have_text(said)
        await expect(card.locator(".units")).to_contain_text("东-01")
        await expect(page.locator("#page")).not_to_contain_text("Officer")
        await expect(page.locator("img")).to_have_count(0)
        east = await stage.person("east")
        genuine = {"disposition": "genuine"}
        await east.post(f"/v1/alarms/{taken.body['alarm_id']}/reset", genuine)
        await east.move("incidents", taken.body["incident_id"], move="close", **genuine)
        await expect(page.locator(".coming.over")).to_contain_text("It is over")
        assert school.loads == 1


async def test_the_keys_say_what_is_wrong_and_who_looks_after_them(
    browser: Browser, stage: Stage
) -> None:
    async with opened(browser, stage.base, "/school/") as school:
        page = school.page
        await school.sign_in("head")
        key = page.locator(".key-card")
        await expect(key).to_contain_text("No box yet")
        await expect(page.locator(".keys-sum.bad")).to_contain_text("One key may not be heard")
        await stage.press()
        await expect(key).to_contain_text("Works")
        await key.get_by_role("button", name="Who looks after 按钮4").click()
        await page.get_by_label("Who looks after it").fill("门卫老张")
        await page.get_by_role("button", name="Save").click()
        await expect(key.locator(".keeper")).to_contain_text("门卫老张")


async def test_whoever_looks_after_no_school_is_shown_the_way_and_a_contact_at_the_desk_too(
    browser: Browser, stage: Stage
) -> None:
    async with opened(browser, stage.base, "/school/") as door:
        door.expected.append("403 /v1/school/sites")
        await door.sign_in("east")
        await expect(door.page.locator("main")).to_contain_text("looks after no school")
        await door.page.get_by_role("link", name="Open the command desk").click()
        await door.live()
    async with opened(browser, stage.base, "/console/") as door:
        await door.sign_in("head")
        await door.page.get_by_role("link", name="Open the school page").click()
        await door.live()


async def test_a_page_whose_line_is_cut_says_so_and_keeps_what_it_knew(
    browser: Browser, stage: Stage
) -> None:
    async with opened(browser, stage.base, "/school/", phone=True) as school:
        await school.sign_in("head")
        await school.live()
        await stage.press()
        await expect(school.page.locator(".coming.real")).to_be_visible()
        await stage.close_front()
        await expect(school.page.locator(".bar.bad")).to_contain_text("may be old", timeout=20_000)
        await expect(school.page.locator(".coming.real")).to_be_visible()
        await stage.open_front()
        await expect(school.page.locator(".bar.bad")).to_have_count(0, timeout=20_000)


async def announce(page: Page) -> None:
    """A drill from now on, for half an hour."""
    await page.get_by_role("button", name="Announce a drill").click()
    dialog = page.get_by_role("dialog")
    await dialog.get_by_label("What for").fill("消防演练")
    await dialog.get_by_role("button", name="Announce a drill").click()
    await expect(dialog).to_have_count(0)


async def test_a_drill_is_announced_told_at_the_desk_pressed_and_ended(
    browser: Browser, stage: Stage
) -> None:
    async with (
        opened(browser, stage.base, "/school/") as school,
        opened(browser, stage.base, "/console/") as desk,
    ):
        page = school.page
        await desk.sign_in("east")
        await desk.live()
        await school.sign_in("head")
        await school.live()
        await announce(page)
        await expect(desk.page.locator(".drill-bars")).to_contain_text("Drill at 河边幼儿园")
        await expect(desk.page.locator(".drill-bars")).to_contain_text("消防演练")
        await expect(page.locator(".drill-now")).to_contain_text("Drill until")
        await stage.press()
        await expect(page.locator(".coming.test")).to_contain_text("Test")
        await expect(page.locator(".coming.real")).to_have_count(0)
        await expect(desk.page.locator(".cards .card")).to_contain_text("Test")
        await desk.is_silent()
        await page.get_by_role("button", name="End the drill").click()
        await page.get_by_role("button", name="Confirm: End the drill").click()
        await expect(page.locator(".drill-now")).to_have_count(0)
        await expect(page.locator(".drill-line.over")).to_contain_text("消防演练")
        await expect(desk.page.locator(".drill-bars")).to_have_count(0)
        await page.get_by_role("button", name="Report: 消防演练").click()
        press = page.locator(".report-press")
        await expect(press).to_contain_text("按钮4")
        for step in ("Received and kept", "Shown at a desk"):
            await expect(press.locator("tr.came", has_text=step)).to_be_visible()
        await expect(press.locator("tr.missing", has_text="Arrived")).to_be_visible()
        await page.emulate_media(media="print")
        await expect(page.locator(".school-head")).to_be_hidden()
        await expect(page.locator(".report-keys")).to_be_hidden()
        await expect(press).to_be_visible()
        await page.emulate_media(media="screen")
        await page.get_by_role("button", name="Back").click()
        await expect(page.locator(".key-card")).to_be_visible()


async def test_this_is_real_makes_a_drill_an_alarm_that_rings_the_desk_and_a_patrol(
    browser: Browser, stage: Stage
) -> None:
    officer = await stage.officer(1, NEAR)
    async with (
        opened(browser, stage.base, "/school/", phone=True) as school,
        opened(browser, stage.base, "/console/") as desk,
    ):
        page = school.page
        await desk.sign_in("east")
        await desk.live()
        await school.sign_in("head")
        await school.live()
        await announce(page)
        await stage.press()
        await expect(page.locator(".coming.test")).to_be_visible()
        await page.get_by_role("button", name="This is real").click()
        await page.get_by_role("button", name="Sure? Help is sent").click()
        await expect(page.locator(".coming.real")).to_be_visible()
        await expect(page.locator(".drill-now")).to_have_count(0)
        await desk.sounds()
        await until(officer.tasks)
        assert (await officer.task())["test"] is False
        await expect(page.locator(".drill-line.real")).to_contain_text("Became real")


async def test_the_desk_can_say_that_a_drill_is_real(browser: Browser, stage: Stage) -> None:
    await stage.declare_test()
    async with opened(browser, stage.base, "/console/") as desk:
        await desk.sign_in("east")
        await desk.live()
        await stage.press()
        await desk.page.locator(".cards .card").click()
        await desk.page.get_by_role("button", name="This is real").click()
        await desk.page.get_by_role("button", name="Confirm: This is real").click()
        await expect(desk.page.locator(".timeline")).to_contain_text("said that this is real")
        await desk.sounds()


@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
@pytest.mark.parametrize(("language", "theme"), LOOKS)
async def test_every_screen_of_the_school_can_be_read_heard_and_touched(
    browser: Browser, stage: Stage, language: Language, theme: Theme, phone: bool
) -> None:
    wrong: list[str] = []
    officer = await stage.officer(1, NEAR)
    admin = await stage.person("admin")
    await admin.put(f"/v1/areas/{hamlet.EAST}/policy", {"desk_phone": "0537-8110110"})
    look = opened(browser, stage.base, "/school/", language=language, theme=theme, phone=phone)
    async with look as school:
        page = school.page
        await expect(page.get_by_label(WORDS[language]["name"], exact=True)).to_be_visible()
        await judge(school, "door", wrong)
        await school.sign_in("dean")
        await school.live()
        await expect(page.locator(".key-card").first).to_be_visible()
        await judge(school, "calm", wrong)
        await page.locator(".section-head .button").click()
        await page.get_by_role("dialog").locator("input").first.fill("月度测试")
        await judge(school, "announce", wrong)
        await page.get_by_role("dialog").locator("[type=submit]").click()
        await expect(page.locator(".drill-now")).to_be_visible()
        await judge(school, "drill under way", wrong)
        await page.locator(".drill-line .button").click()
        await expect(page.locator(".sheet")).to_be_visible()
        await judge(school, "report of nothing", wrong)
        await stage.press(1)
        await expect(page.locator(".report-press")).to_be_visible()
        await judge(school, "report", wrong)
        await page.locator(".report-keys .button").first.click()
        await page.locator("#school-choice").select_option(label="第二中学")
        await expect(page.locator(".key-card")).to_have_count(1)
        await stage.press(3)
        await expect(page.locator(".coming.real")).to_be_visible()
        await until(officer.tasks)
        await officer.answer("accept")
        await expect(page.locator(".units")).to_contain_text("东-01")
        await judge(school, "alarm", wrong)
        await page.locator(".keeper .button").click()
        await judge(school, "keeper", wrong)
        await page.keyboard.press("Escape")
        await page.locator(".school-head .button").click()
        await judge(school, "settings", wrong)
    assert not wrong, "\n".join(sorted(set(wrong)))
