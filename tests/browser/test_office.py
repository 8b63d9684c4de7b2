"""The office: what administrators, duty leaders and inspectors do besides alarms."""

import re
from datetime import timedelta

import pytest
from playwright.async_api import Browser, Locator, Page, expect

from service.core.ids import new_id
from service.keeping import store
from service.keeping.wire import DataKind, Deletion
from service.platform.asks import Errand, system
from tests.browser.judged import LOOKS, judge
from tests.browser.stage import Stage
from tests.browser.watched import Language, Theme, Watched, opened
from tests.support import hamlet
from tests.support.people import Person

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

OFFICE = {"en": "Administration", "zh-CN": "管理"}
PHONES = pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])


async def to_office(desk: Watched, name: str, page: str | None = None) -> Page:
    """Sign in and go there by the menu, then to a page by its address."""
    await desk.sign_in(name)
    await desk.live()
    await desk.page.locator(".menu > .button").click()
    await desk.page.locator(".menu-list").get_by_text(OFFICE[desk.language], exact=True).click()
    await expect(desk.page.locator(".office-title h2")).to_be_visible()
    if page is not None:
        await go(desk.page, page)
    return desk.page


async def go(page: Page, name: str) -> None:
    """To a page of the office."""
    await page.locator(f".office-nav [href='#office={name}']").click()
    await expect(page.locator(".office-nav [aria-current]")).to_have_attribute(
        "href", f"#office={name}"
    )
    await expect(page.locator(".office-page .waiting")).to_have_count(0)


def button(within: Locator | Page, name: str) -> Locator:
    """A button of exactly this name."""
    return within.get_by_role("button", name=name, exact=True)


async def twice(one: Locator) -> None:
    """Press what asks to be pressed twice."""
    await one.click()
    await one.click()


@PHONES
@pytest.mark.parametrize(("language", "theme"), LOOKS)
async def test_accounts_and_events_can_be_read_heard_and_touched(
    browser: Browser, stage: Stage, language: Language, theme: Theme, phone: bool
) -> None:
    wrong: list[str] = []
    seen = opened(browser, stage.base, "/console/", language=language, theme=theme, phone=phone)
    async with seen as desk:
        page = await to_office(desk, "admin", "accounts")
        await expect(page.locator(".office-row").first).to_be_visible()
        await judge(desk, "accounts", wrong)
        await page.locator(".office-sought input").fill("officer1")
        await expect(page.locator(".office-row")).to_have_count(1)
        await page.locator(".office-row .button").click()
        await judge(desk, "account", wrong)
        await page.locator(".office-roles h3 .button").click()
        await page.locator(".office-grant select").first.select_option("contractor")
        await judge(desk, "a role", wrong)
        await page.locator(".unmask .button").click()
        await page.locator(".unmask input").fill("回电")
        await judge(desk, "a reason", wrong)
        await page.keyboard.press("Escape")
        await page.keyboard.press("Escape")
        await expect(page.get_by_role("dialog")).to_have_count(0)
        await page.locator(".office-sought .main").click()
        await judge(desk, "a new account", wrong)
        await page.keyboard.press("Escape")
        await page.locator(".office-sought input").fill("nobody")
        await expect(page.locator(".office-page .empty")).to_be_visible()
        await judge(desk, "no account", wrong)
        await go(page, "events")
        await expect(page.locator(".office-row").first).to_be_visible()
        await judge(desk, "events", wrong)
    assert not wrong, "\n".join(sorted(set(wrong)))


async def test_an_administrator_adds_a_contractor_and_blocks_him(
    browser: Browser, stage: Stage
) -> None:
    async with opened(browser, stage.base, "/console/") as desk:
        desk.expected += ["409 /v1/accounts"]
        page = await to_office(desk, "admin", "accounts")
        await button(page, "Add an account").click()
        dialog = page.get_by_role("dialog")
        await dialog.get_by_label("Name to sign in with").fill("east")
        await dialog.get_by_label("Name on show").fill("Fitter Lu")
        await dialog.get_by_label("Role").select_option("contractor")
        await dialog.get_by_label("Area").select_option(hamlet.EAST)
        add = button(dialog, "Add")
        await expect(add).to_be_disabled()
        await dialog.get_by_label("Number of the agreement").fill("2026-17")
        await dialog.get_by_label("Last day").fill("2099-01-31")
        await add.click()
        name = dialog.get_by_label("Name to sign in with")
        await expect(name).to_have_accessible_description(re.compile("taken|already"))
        await name.fill("fitter")
        await add.click()
        password = await dialog.locator("code").inner_text()
        await page.keyboard.press("Escape")
        await expect(page.locator("body")).not_to_contain_text(password)
        fitter = Person(stage.side, stage.session)
        assert (await fitter.sign_in("fitter", password)).code == "identity.password_once"
        row = page.locator(".office-row", has_text="Fitter Lu")
        await row.get_by_role("button").click()
        await expect(dialog).to_contain_text("agreement 2026-17")
        await twice(dialog.locator(".office-acts .button").first)
        await expect(dialog.locator(".badge.bad")).to_have_text("Blocked")
        assert (await fitter.sign_in("fitter", password)).code == "identity.wrong_login"
        await button(dialog, "Its security events").click()
        await expect(page.locator(".office-row").first).to_contain_text("Blocked")
        await expect(page.locator(".office-row", has_text="east")).to_have_count(0)


async def test_nobody_changes_his_own_account_and_a_role_is_given_and_taken(
    browser: Browser, stage: Stage
) -> None:
    async with opened(browser, stage.base, "/console/") as desk:
        page = await to_office(desk, "warden", "accounts")
        await expect(page.locator(".office-row", has_text="Elsewhere")).to_have_count(0)
        dialog = page.get_by_role("dialog")
        await page.locator(".office-row", has_text="Warden").get_by_role("button").click()
        await expect(dialog).to_contain_text("nobody changes his own account")
        await expect(dialog.locator(".office-acts")).to_have_count(0)
        await page.keyboard.press("Escape")
        await button(page, "Open East").click()
        await button(dialog, "Give a role").click()
        await dialog.get_by_label("Area").select_option(hamlet.WEST)
        await button(dialog.locator(".office-grant"), "Give a role").click()
        await expect(dialog.locator(".office-list li")).to_have_count(2)
        await twice(dialog.locator(".office-list li", has_text="东关").get_by_role("button"))
        await expect(dialog.locator(".office-list li")).to_have_count(1)
        east = await stage.person("east")
        roles = [(r["role"], r["area_code"]) for r in (await east.get("/v1/me")).body["roles"]]
        assert roles == [("dispatcher", hamlet.WEST)]


async def test_what_is_masked_is_shown_for_a_reason_and_forgotten(
    browser: Browser, stage: Stage
) -> None:
    async with opened(browser, stage.base, "/console/") as desk:
        page = await to_office(desk, "admin", "accounts")
        await page.locator(".office-sought input").fill("officer1")
        await button(page, "Open Officer1").click()
        await expect(page.locator("body")).not_to_contain_text("1390000001")
        await button(page, "Show: Telephone number").click()
        await expect(page.locator(".unmask input")).to_be_focused()
        await page.keyboard.type("no")
        await page.keyboard.press("Enter")
        await expect(page.get_by_role("dialog")).not_to_contain_text("1390000001")
        await page.keyboard.type("t on the radio")
        await page.keyboard.press("Enter")
        await expect(page.locator(".unmask")).to_contain_text("1390000001")
        admin = await stage.person("admin")
        [look] = (await admin.get("/v1/access-register?person=Admin")).body
        assert (look["kind"], look["reason"]) == ("unmasked", "not on the radio")
        await page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
        await expect(page.locator("body")).not_to_contain_text("1390000001")


async def test_an_inspector_reads_what_is_his_and_no_more(browser: Browser, stage: Stage) -> None:
    admin = await stage.person("admin")
    role = {"role": "inspector", "area_code": hamlet.COUNTY}
    new = {"name": "overseer", "display": "Overseer", "roles": [role]}
    password = (await admin.post("/v1/accounts", new)).body["password"]
    overseer = Person(stage.side, stage.session)
    asked = await overseer.sign_in("overseer", password)
    chosen = {"challenge": asked.body["challenge"], "password": hamlet.PASSWORD + " 9"}
    assert (await overseer.post("/v1/sessions/password", chosen)).status == 201
    async with opened(browser, stage.base, "/console/#office=accounts") as desk:
        await desk.sign_in("overseer", hamlet.PASSWORD + " 9")
        page = desk.page
        await expect(page.locator(".office-title h2")).to_have_text("Notices")
        for name in ("keeping", "holds", "deletions", "events"):
            await go(page, name)
        await expect(page.locator(".office-nav [href='#office=accounts']")).to_have_count(0)
        await expect(page.locator(".office-row", has_text="overseer").first).to_be_visible()
        await expect(page.locator(".office-row", has_text="elsewhere")).to_have_count(0)


async def test_what_rings_is_heard_in_the_office_and_the_desk_is_one_step_away(
    browser: Browser, stage: Stage
) -> None:
    admin = await stage.person("admin")
    [chief] = (await admin.get("/v1/accounts?q=chief")).body
    roles = [
        {"role": role, "area_code": hamlet.COUNTY} for role in ("duty_leader", "administrator")
    ]
    path = f"/v1/accounts/{chief['account_id']}/roles"
    assert (await admin.put(path, {"roles": roles})).status == 200
    async with opened(browser, stage.base, "/console/") as desk:
        page = await to_office(desk, "chief", "accounts")
        await stage.press()
        await desk.sounds()
        await expect(page.locator(".bell-count")).to_be_visible()
        await expect(page.locator(".desk-queue .card")).to_be_hidden()
        await page.locator(".desk-back").click()
        await expect(page.locator(".desk-queue .card")).to_be_visible()
        await page.go_back()
        await expect(page.locator(".office-title h2")).to_be_visible()


async def fill_the_office(stage: Stage) -> None:
    """A policy to come, a hold, a proof, two requests, a notice and a camera."""
    admin, chief = await stage.person("admin"), await stage.person("chief")
    now = stage.house.clock.now()
    soon = (now + timedelta(days=9)).isoformat()
    rules = {"pictures": {"floor_days": 60, "ceiling_days": 90}}
    keeping = {"from_at": soon, "rules": rules, "sites": [str(hamlet.SCHOOL)]}
    assert (await admin.post(f"/v1/areas/{hamlet.CITY}/keeping", keeping)).status == 201
    notice = {"kind": "officer", "area_code": hamlet.CITY, "zh": "告知正文", "en": "告知"}
    assert (await admin.post("/v1/notices", notice)).status == 201
    taken = await stage.press()
    held = {"reason": "案件 17", "until": (now + timedelta(days=3)).isoformat()}
    door = f"/v1/incidents/{taken.body['incident_id']}/holds"
    assert (await chief.post(door, held)).status == 201
    for number, kind in ((5, "delete"), (6, "explain")):
        officer = await stage.person(f"officer{number}")
        said = {"kind": kind, "text": "我想知道"}
        assert (await officer.post("/v1/me/requests", said)).status == 201
    await stage.camera("东门", 10, rtsp_url="rtsp://127.0.0.1:9/1", username="viewer")
    proof = Deletion(
        deletion_id=new_id(now),
        at=now,
        kind=DataKind.PICTURES,
        policies=[],
        areas=[hamlet.CITY],
        count=3,
        oldest_at=now - timedelta(days=100),
        newest_at=now - timedelta(days=91),
        digests=["ab" * 32],
        incidents=[],
    )
    with system(Errand.COMMAND_LINE):
        async with stage.house.db.transaction() as connection:
            await store.prove(connection, proof)


@PHONES
@pytest.mark.parametrize(("language", "theme"), LOOKS)
async def test_the_rest_of_the_office_can_be_read_heard_and_touched(
    browser: Browser, stage: Stage, language: Language, theme: Theme, phone: bool
) -> None:
    wrong: list[str] = []
    await fill_the_office(stage)
    seen = opened(browser, stage.base, "/console/", language=language, theme=theme, phone=phone)
    async with seen as desk:
        page = await to_office(desk, "admin", "keeping")
        await expect(page.locator(".office-table tbody tr").first).to_be_visible()
        await judge(desk, "keeping", wrong)
        await page.locator(".office-sought .main").click()
        await judge(desk, "a new policy", wrong)
        await page.keyboard.press("Escape")
        await go(page, "requests")
        await judge(desk, "requests", wrong)
        await page.locator(".office-row .button").first.click()
        await page.locator(".choice [value=refused]").check()
        await judge(desk, "a refusal", wrong)
        await page.locator(".choice [value=done]").check()
        await judge(desk, "a deletion", wrong)
        await page.keyboard.press("Escape")
        await go(page, "notices")
        await judge(desk, "notices", wrong)
        await page.locator(".office-sought .main").click()
        await judge(desk, "a new notice", wrong)
        await page.keyboard.press("Escape")
        for name in ("holds", "deletions", "cameras"):
            await go(page, name)
            await expect(page.locator(".office-row").first).to_be_visible()
            await judge(desk, name, wrong)
        await page.locator(".office-row .button.small").last.click()
        await expect(page.locator("dialog input[type=date]").first).to_be_visible()
        await page.locator("dialog input[type=checkbox]").check()
        await judge(desk, "sign and filing", wrong)
    assert not wrong, "\n".join(sorted(set(wrong)))


async def test_a_cameras_sign_and_filing_are_kept_and_what_lacks_them_is_found(
    browser: Browser, stage: Stage
) -> None:
    name = "东门"
    await stage.camera(name, 10, rtsp_url="rtsp://127.0.0.1:9/1", username="viewer")
    await stage.camera("西门", 20, rtsp_url="rtsp://127.0.0.1:9/2")
    async with opened(browser, stage.base, "/console/") as desk:
        page = await to_office(desk, "admin", "cameras")
        row = page.locator(".office-row").filter(has_text=name)
        await button(row, f"Sign and filing of {name}").click()
        dialog = page.get_by_role("dialog")
        await dialog.get_by_label("Stands in sight").check()
        await dialog.get_by_label("In use since").fill("2026-01-05")
        await dialog.get_by_label("Filed with the police on").fill("2026-01-20")
        await button(dialog, "Save").click()
        await expect(dialog).to_have_count(0)
        admin = await stage.person("admin")
        found = next(c for c in (await admin.get("/v1/cameras")).body if c["name"] == name)
        kept = (await admin.get(f"/v1/cameras/{found['camera_id']}")).body
        same = ("sign_present", "in_use_on", "filed_on", "restricted_vicinity")
        assert [kept[one] for one in same] == [True, "2026-01-05", "2026-01-20", False]
        assert kept["ways"], "what is not shown of it stays"
        await page.get_by_label("No sign seen").check()
        await expect(page.locator(".office-rows strong")).to_have_text(["西门"])


async def test_a_policy_is_planned_and_an_unlawful_one_is_told_at_its_field(
    browser: Browser, stage: Stage
) -> None:
    async with opened(browser, stage.base, "/console/") as desk:
        desk.expected += ["400 /v1/areas"]
        page = await to_office(desk, "warden", "keeping")
        await button(page, "New version").click()
        dialog = page.get_by_role("dialog")
        pictures = dialog.get_by_role("group", name="Pictures and films")
        await pictures.get_by_role("checkbox").check()
        await pictures.get_by_label("At least (days)").fill("7")
        await button(dialog, "Set").click()
        await expect(pictures.get_by_role("alert")).to_be_visible()
        await pictures.get_by_label("At least (days)").fill("45")
        await button(dialog, "Set").click()
        await expect(dialog).to_have_count(0)
        await expect(page.locator(".office-row")).to_contain_text("To come")
        await expect(page.locator(".office-table")).not_to_contain_text("45 days")
        warden = await stage.person("warden")
        kept = (await warden.get(f"/v1/areas/{hamlet.COUNTY}/keeping")).body["policies"]
        assert kept[0]["rules"]["pictures"]["floor_days"] == 45


async def test_requests_are_answered_with_words_and_a_deleted_account_opens_nothing(
    browser: Browser, stage: Stage
) -> None:
    await fill_the_office(stage)
    async with opened(browser, stage.base, "/console/") as desk:
        page = await to_office(desk, "warden", "requests")
        dialog = page.get_by_role("dialog")
        await button(page, "Answer Officer6").click()
        await dialog.get_by_label("Refused").check()
        await expect(button(dialog, "Send the answer")).to_be_disabled()
        await dialog.get_by_label("Why is it refused?").select_option("kept_by_law")
        await dialog.get_by_label("What the person reads besides").fill("Three years.")
        await button(dialog, "Send the answer").click()
        await expect(dialog.get_by_role("status")).to_contain_text("The law asks for it")
        await page.keyboard.press("Escape")
        await button(page, "Answer Officer5").click()
        await dialog.get_by_label("Done").check()
        await twice(dialog.locator(".dialog-foot .bad"))
        await expect(dialog).to_contain_text("Stays:")
        await page.keyboard.press("Escape")
        await expect(page.locator(".office-page .empty")).to_be_visible()
        gone = Person(stage.side, stage.session)
        assert (await gone.sign_in("officer5")).code == "identity.wrong_login"
        officer = await stage.person("officer6")
        [asked] = (await officer.get("/v1/me/requests")).body
        assert (asked["state"], asked["answer"]) == ("refused", "Three years.")


async def test_a_hold_of_any_incident_is_lengthened_and_released_from_the_list(
    browser: Browser, stage: Stage
) -> None:
    await fill_the_office(stage)
    async with opened(browser, stage.base, "/console/") as desk:
        page = await to_office(desk, "chief", "holds")
        row = page.locator(".office-row", has_text="案件 17")
        await expect(row).to_contain_text("Ends soon")
        await button(row, "Lengthen").click()
        await page.get_by_role("dialog").locator(".main").click()
        await expect(row).not_to_contain_text("Ends soon")
        await twice(row.get_by_role("button").last)
        await expect(page.locator(".office-page .empty")).to_be_visible()
