"""One's own account, from every page: sessions, password, data, requests, notices."""

import json
from contextlib import AbstractAsyncContextManager
from pathlib import Path

import pyotp
import pytest
from playwright.async_api import Browser, Locator, Page, expect

from service.identity import factor
from tests.browser.judged import LOOKS, judge
from tests.browser.stage import NEAR, Stage
from tests.browser.test_second_factor_page import scanned
from tests.browser.watched import Language, Theme, Watched, opened
from tests.support import hamlet
from tests.support.people import Person

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

NEW = "over the river 7"


async def open_account(page: Page, section: int = 0) -> Locator:
    """Through the page's menu or settings, as a person goes; the section that is asked for."""
    await page.locator(".menu > .button, .patrol-head .button, .school-head .button").click()
    await (
        page.locator(".menu-list, .dialog-body")
        .get_by_role("button", name=ACCOUNT[await language_of(page)])
        .click()
    )
    panel = page.locator(".account-panel")
    await page.locator(".account-tab").nth(section).click()
    await expect(panel.locator(".waiting")).to_have_count(0)
    return panel


ACCOUNT = {"en": "My account", "zh-CN": "我的账户"}


async def language_of(page: Page) -> str:
    """The language that the page says it is in."""
    return await page.locator("html").get_attribute("lang") or ""


def console(browser: Browser, stage: Stage) -> AbstractAsyncContextManager[Watched]:
    """A desk in English."""
    return opened(browser, stage.base, "/console/")


async def test_one_sees_where_one_is_signed_in_and_ends_one_and_all_others(
    browser: Browser, stage: Stage
) -> None:
    others = [await stage.person("east") for _ in range(3)]
    async with console(browser, stage) as desk:
        await desk.sign_in("east")
        await desk.live()
        panel = await open_account(desk.page)
        lines = panel.locator(".account-line")
        await expect(lines).to_have_count(4)
        await expect(lines.filter(has_text="This one")).to_contain_text("Chrome")
        await expect(lines.filter(has_text="This one").get_by_role("button")).to_have_count(0)
        await expect(lines.first).to_contain_text("127.0.0.1")
        await lines.get_by_role("button").first.click()
        await expect(lines).to_have_count(3)
        await expect(desk.page.locator(".account-tab").first).to_be_focused()
        assert sum([(await one.get("/v1/me")).status == 401 for one in others]) == 1
        await panel.get_by_role("button", name="Sign out 2 other devices").click()
        await panel.get_by_role("button", name="Confirm: Sign out 2 other devices").click()
        await expect(lines).to_have_count(1)
        await expect(panel).to_contain_text("signed in here only")
        for one in others:
            assert (await one.get("/v1/me")).status == 401
        await desk.page.keyboard.press("Escape")
        await expect(desk.page.get_by_role("dialog")).to_have_count(0)
        await desk.live()


async def test_a_password_is_changed_and_a_refused_one_says_why(
    browser: Browser, stage: Stage
) -> None:
    async with console(browser, stage) as desk:
        desk.expected += ["400 /v1/me/password", "429 /v1/me/password"]
        await desk.sign_in("east")
        await desk.live()
        panel = await open_account(desk.page, 1)
        old, new, again = (panel.locator("[type=password]").nth(at) for at in range(3))
        submit = panel.locator(".button.main")
        said = panel.get_by_role("alert").first

        async def change(was: str, shall: str, once_more: str) -> None:
            for field, text in ((old, was), (new, shall), (again, once_more)):
                await field.fill(text)
            await desk.page.keyboard.press("Enter")

        for tried, entry, why in (
            ((hamlet.PASSWORD, "short", "short"), new, "at least 10"),
            ((hamlet.PASSWORD, NEW, "something else"), again, "not the same"),
            ((hamlet.PASSWORD, "1234567890", "1234567890"), new, "guessed first"),
            (("not the password", NEW, NEW), old, "old password is wrong"),
        ):
            await change(*tried)
            await expect(said).to_contain_text(why)
            await expect(entry).to_be_focused()
            await expect(entry).to_have_attribute("aria-invalid", "true")
        for _ in range(5):
            await change("not the password", NEW, NEW)
            await expect(submit).to_be_enabled()
        await expect(said).to_contain_text("Too many attempts. Try again in")
        stage.clock.forward(600)
        await change(hamlet.PASSWORD, NEW, NEW)
        await expect(desk.page.locator(".toast")).to_contain_text("password is changed")
        await expect(old).to_have_value("")
        someone = Person(stage.side, stage.session)
        assert (await someone.sign_in("east", NEW)).status == 201


async def test_recovery_codes_are_made_anew_for_a_code_of_the_factor(
    browser: Browser, stage: Stage
) -> None:
    secret = await give_factor(stage, "east")
    async with console(browser, stage) as desk:
        page = desk.page
        desk.expected += ["401 /v1/sessions", "401 /v1/me/recovery-codes"]
        await desk.sign_in("east")
        await page.get_by_label("Code", exact=True).fill(code_of(stage, secret))
        await page.keyboard.press("Enter")
        await desk.live()
        panel = await open_account(page, 1)
        await expect(panel).to_contain_text("10 recovery codes left")
        code = panel.get_by_label("Code", exact=True)
        await code.fill("000000")
        await page.keyboard.press("Enter")
        await expect(code).to_have_attribute("aria-invalid", "true")
        # One wrong entry is one attempt.
        asked = await kept_of(stage, "code_failed")
        assert asked == 1
        stage.clock.forward(30)
        await code.fill(code_of(stage, secret))
        await page.keyboard.press("Enter")
        await expect(panel.locator(".door-codes li")).to_have_count(10)
        await panel.get_by_role("button", name="I have kept them").click()
        await expect(panel).to_contain_text("10 recovery codes left")


@pytest.mark.parametrize(("language", "theme"), LOOKS)
async def test_a_second_factor_is_set_up_and_moved_to_another_phone(
    browser: Browser, stage: Stage, language: Language, theme: Theme
) -> None:
    wrong: list[str] = []
    look = opened(
        browser, stage.base, "/console/", language=language, theme=theme, phone=theme == "dark"
    )
    async with look as desk:
        page = desk.page
        desk.expected += ["400 /v1/me/factor", "401 /v1/me/factor"]
        await desk.sign_in("east")
        await desk.live()
        panel = await open_account(page, 1)
        begin = panel.locator("section .account-key").last
        field = panel.locator(".account-set-up input")
        await begin.click()
        await expect(field).to_be_focused()
        await field.fill("not the password")
        await page.keyboard.press("Enter")
        await expect(field).to_have_attribute("aria-invalid", "true")
        await judge(desk, "who is it", wrong)
        await field.fill(hamlet.PASSWORD)
        await page.keyboard.press("Enter")
        await expect(panel.locator(".qr")).to_be_visible()
        await expect(field).to_be_focused()
        first = pyotp.parse_uri(await scanned(page))
        assert isinstance(first, pyotp.TOTP)
        await judge(desk, "scan", wrong)
        await field.fill(first.at(stage.clock.now()))
        await page.keyboard.press("Enter")
        await expect(panel.locator(".door-codes li")).to_have_count(10)
        await judge(desk, "codes", wrong)
        [recovery, *_] = await panel.locator(".door-codes code").all_inner_texts()
        await panel.locator(".door-form .button.main").click()
        await expect(panel.locator(".badge.good")).to_be_visible()
        await begin.click()
        await field.first.fill(hamlet.PASSWORD)
        await field.last.fill("000000")
        await page.keyboard.press("Enter")
        await expect(field.last).to_have_attribute("aria-invalid", "true")
        await judge(desk, "a wrong code of the old one", wrong)
        await field.last.fill(recovery)
        await page.keyboard.press("Enter")
        await expect(panel.locator(".qr")).to_be_visible()
        second = pyotp.parse_uri(await scanned(page))
        assert isinstance(second, pyotp.TOTP)
        assert second.secret != first.secret
        await field.fill(second.at(stage.clock.now()))
        await page.keyboard.press("Enter")
        await expect(panel.locator(".door-codes li")).to_have_count(10)
    assert not wrong, "\n".join(sorted(set(wrong)))


async def give_factor(stage: Stage, name: str) -> str:
    """A second factor for somebody, as if he had set it up."""
    secret = factor.new_secret()
    async with stage.house.db.transaction() as connection:
        account_id = await connection.fetchval(
            "SELECT account_id FROM account WHERE name = $1", name
        )
        now = stage.clock.now()
        assert await factor.enrol(stage.house, connection, account_id, secret, 0, now)
    return secret


def code_of(stage: Stage, secret: str) -> str:
    """What the authenticator shows now."""
    return pyotp.TOTP(secret).at(stage.clock.now())


async def kept_of(stage: Stage, kind: str) -> int:
    """How many security events of a kind were kept."""
    async with stage.house.db.reading() as connection:
        return int(
            await connection.fetchval("SELECT count(*) FROM security_event WHERE kind = $1", kind)
        )


async def test_what_is_kept_is_read_taken_away_and_corrected(
    browser: Browser, stage: Stage, tmp_path: Path
) -> None:
    await (await stage.person("officer1")).post("/v1/me/duty", {"on": True})
    async with opened(browser, stage.base, "/patrol/", phone=True, place=NEAR) as phone:
        page = phone.page
        await phone.sign_in("officer1")
        await phone.live()
        panel = await open_account(page, 2)
        for title, said in (
            ("Account", "1390000001"),
            ("Roles", "Patrol officer"),
            ("Security of the account", "Signed in"),
            ("Duty", "东-01"),
            ("Notices and consents", "on this page"),
        ):
            part = panel.locator(".account-part").filter(
                has=page.locator("summary").get_by_text(title, exact=True)
            )
            await part.locator("summary").click()
            await expect(part).to_contain_text("On which ground")
            await expect(part.locator(".account-row").first).to_contain_text(said)
        async with page.expect_download() as download:
            await panel.get_by_role("button", name="Take it away").click()
        path = tmp_path / "own.json"
        await (await download.value).save_as(path)
        parts = {part["part"]: part for part in json.loads(path.read_text("utf-8"))["parts"]}
        assert parts["account"]["rows"][0]["name"] == "officer1"
        await panel.get_by_label("Name on show").fill("王小明")
        await panel.get_by_label("Telephone number").fill("not a number")
        await panel.get_by_role("button", name="Correct").click()
        await expect(panel.get_by_role("alert")).to_contain_text("5 to 20 digits")
        await panel.get_by_label("Telephone number").fill("138-0013-8000")
        await panel.get_by_role("button", name="Correct").click()
        await expect(page.locator(".toast").last).to_contain_text("Corrected")
        await expect(panel.locator(".account-row").first).to_contain_text("13800138000")


async def test_a_deletion_is_asked_twice_and_stands_open_with_its_date_until_answered(
    browser: Browser, stage: Stage
) -> None:
    async with opened(browser, stage.base, "/school/") as school:
        page = school.page
        await school.sign_in("head")
        await school.live()
        panel = await open_account(page, 3)
        await expect(panel).to_contain_text("asked for nothing yet")
        await panel.get_by_role("button", name="Send").click()
        await expect(panel.get_by_role("alert")).to_contain_text("Say what is meant")
        await panel.get_by_text("Delete my account").click()
        await panel.get_by_role("button", name="Send").click()
        await panel.get_by_role("button", name="Sure? The account is deleted for good").click()
        line = panel.locator(".account-request")
        await expect(line).to_contain_text("Open")
        await expect(line).to_contain_text("answer by")
        admin = await stage.person("admin")
        [asked] = (await admin.get("/v1/data-requests")).body
        said = {"state": "refused", "reason": "still_serving", "text": "您仍在岗"}
        await admin.post(f"/v1/data-requests/{asked['request_id']}/answer", said)
        await page.locator(".account-tab").nth(4).click()
        await page.locator(".account-tab").nth(3).click()
        await expect(line).to_contain_text("You are still serving")
        await expect(line).to_contain_text("您仍在岗")
        await expect(line).to_contain_text("sue in court")


async def new_notice(stage: Stage, kind: str) -> None:
    """The area in the east writes another version of a notice."""
    admin = await stage.person("admin")
    text = {"kind": kind, "area_code": hamlet.EAST, "zh": "第二版告知", "en": "The second version"}
    assert (await admin.post("/v1/notices", text)).status == 201


async def test_a_new_notice_is_shown_at_the_start_until_one_has_taken_note(
    browser: Browser, stage: Stage
) -> None:
    await new_notice(stage, "desk")
    async with console(browser, stage) as desk:
        page = desk.page
        await desk.sign_in("east")
        dialog = page.get_by_role("dialog")
        await expect(dialog).to_contain_text("The second version")
        await dialog.get_by_role("button", name="Later").click()
        await expect(dialog).to_have_count(0)
        await page.reload()
        await expect(dialog).to_contain_text("The second version")
        await dialog.get_by_role("button", name="I have taken note").focus()
        await page.keyboard.press("Enter")
        await expect(dialog).to_have_count(0)
        await page.reload()
        await desk.live()
        panel = await open_account(page, 4)
        await expect(panel).to_contain_text("You took note")
        await expect(panel).to_contain_text("The second version")
        await panel.get_by_role("button", name="Withdraw").click()
        await expect(panel).to_contain_text("not taken note of this version yet")
        await expect(panel.locator(".account-request").first).to_contain_text("withdrawn")


async def test_a_notice_never_lies_over_a_ring(browser: Browser, stage: Stage) -> None:
    await new_notice(stage, "officer")
    async with opened(browser, stage.base, "/patrol/", phone=True, place=NEAR) as phone:
        page = phone.page
        await phone.sign_in("officer1")
        dialog = page.get_by_role("dialog")
        await expect(dialog).to_contain_text("The second version")
        await dialog.get_by_role("button", name="Later").click()
        await page.locator(".duty-key").click()
        await stage.knows_place(1)
        await open_account(page)
        await stage.press()
        await expect(page.locator(".ring")).to_be_visible()
        await expect(dialog).to_have_count(0)
        await page.locator(".key.accept").click()
        await page.reload()
        await expect(page.locator(".own")).to_be_visible()
        await phone.live()
        await expect(dialog).to_have_count(0)


@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
@pytest.mark.parametrize(("language", "theme"), LOOKS)
async def test_every_section_can_be_read_heard_and_touched(
    browser: Browser, stage: Stage, language: Language, theme: Theme, phone: bool
) -> None:
    wrong: list[str] = []
    await new_notice(stage, "desk")
    await give_factor(stage, "elsewhere")
    east = await stage.person("east")
    await east.post("/v1/me/requests", {"kind": "explain", "text": "为什么？"})
    look = opened(browser, stage.base, "/console/", language=language, theme=theme, phone=phone)
    async with look as desk:
        page = desk.page
        await desk.sign_in("east")
        await expect(page.get_by_role("dialog").locator(".account-notice")).to_be_visible()
        await judge(desk, "new notice", wrong)
        await page.keyboard.press("Escape")
        await desk.live()
        panel = await open_account(page)
        await judge(desk, "sessions", wrong)
        # Arrows lead from section to section, and around the end to the first.
        for name in ("password", "data", "requests", "notices"):
            await page.keyboard.press("ArrowRight")
            await expect(page.locator(".account-tab[aria-selected=true]")).to_be_focused()
            await expect(panel.locator(".waiting")).to_have_count(0)
            if name == "password":
                await panel.locator("[type=submit]").first.click()
                await expect(panel.locator("[aria-invalid]")).to_be_focused()
            if name == "data":
                for part in await panel.locator("summary").all():
                    await part.click()
            await judge(desk, name, wrong)
            await page.locator(".account-tab[aria-selected=true]").focus()
        await page.keyboard.press("ArrowRight")
        await expect(page.locator(".account-tab").first).to_be_focused()
    assert not wrong, "\n".join(sorted(set(wrong)))
