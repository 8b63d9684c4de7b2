"""The reviewer's desk: what citizens ask of footage, by urgency, and each step of the way."""

import io
import re
from typing import Any

import pytest
from PIL import Image
from playwright.async_api import Browser, Locator, Page, expect

from tests.browser.asked_stage import asked_stage
from tests.browser.judged import LOOKS, judge
from tests.browser.stage import Stage
from tests.browser.watched import Language, Theme, Watched, opened
from tests.support import hamlet
from tests.support.footage import POLICE_UNIT, SCHOOL_UNIT, Office, account, put_up, right

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

CARD = "370828199001011234"
SCRIPT = "<img src=x onerror=document.title='taken'>" + "长" * 900


async def to_desk(seen: Watched, name: str = "reviewer") -> Page:
    """Sign in; a reviewer's desk is his requests."""
    await seen.sign_in(name)
    await seen.live()
    if name != "reviewer":
        await seen.page.evaluate("location.hash = '#review'")
    await expect(seen.page.locator(".review-lines .waiting")).to_have_count(0)
    return seen.page


async def open_request(page: Page, of: str) -> None:
    """By its address, as a link leads there."""
    await page.evaluate("(of) => { location.hash = `#review=${of}`; }", of)
    await expect(page.locator(".review-head h2")).to_be_visible()


def button(within: Locator | Page, name: str) -> Locator:
    """A button of exactly this name."""
    return within.get_by_role("button", name=name, exact=True)


async def step(page: Page, name: str, **fields: str) -> None:
    """Make the move of this name, with what is filled in."""
    await button(page.locator(".review-steps"), name).click()
    dialog = page.get_by_role("dialog")
    for label, text in fields.items():
        await dialog.get_by_label(label.replace("_", " ")).fill(text)
    await button(dialog, name).click()
    await expect(dialog).to_have_count(0)


def state(page: Page) -> Locator:
    """The state of the request that is open."""
    return page.locator(".review-head .badge").first


async def filed(office: Office, **more: Any) -> str:
    """A citizen's request; its id."""
    return str((await office.file(**more))["request"]["footage_id"])


@pytest.mark.parametrize(
    ("language", "theme", "phone"),
    [(*LOOKS[0], False), (*LOOKS[1], True)],
    ids=["desktop", "phone"],
)
async def test_the_desk_and_each_dialog_can_be_read_heard_and_touched(
    browser: Browser, stage: Stage, language: Language, theme: Theme, phone: bool
) -> None:
    wrong: list[str] = []
    async with asked_stage(stage) as office:
        asked = await filed(office)
        questions = await office.to_consent(asked)
        right(await office.consent(questions[SCHOOL_UNIT]))
        office.served.status = 503
        lost = await filed(office, category="dispute", minors=True)
        seen = opened(browser, stage.base, "/console/", language=language, theme=theme, phone=phone)
        async with seen as desk:
            page = await to_desk(desk)
            await judge(desk, "list", wrong)
            await open_request(page, asked)
            await judge(desk, "request", wrong)
            await page.locator(".review-steps .button.main").click()
            await page.locator(".review-decisions [type=radio]").nth(1).check()
            await page.locator(".review-decisions [type=radio]").nth(5).check()
            await page.locator(".review-decisions select").select_option("R07")
            await judge(desk, "decision", wrong)
            await page.keyboard.press("Escape")
            await open_request(page, lost)
            await expect(page.locator(".review-alarm li")).to_have_count(3)
            await judge(desk, "not held", wrong)
            steps = page.locator(".review-steps .button:enabled")
            for at in (0, 1, 3):
                await steps.nth(at).click()
                await judge(desk, f"step {at}", wrong)
                await page.keyboard.press("Escape")
    assert not wrong, "\n".join(sorted(set(wrong)))


async def test_a_reviewer_takes_a_request_from_the_queue_to_its_result(
    browser: Browser, stage: Stage
) -> None:
    async with asked_stage(stage) as office, opened(browser, stage.base, "/console/") as desk:
        of = await filed(office)
        page = await to_desk(desk)
        await page.locator(".review-line").focus()
        await page.keyboard.press("Enter")
        await expect(page.locator(".review-head h2")).to_be_focused()
        await expect(page.locator("body")).not_to_contain_text("王小明")
        await step(page, "Check the identity", Number_of_the_identity_card=CARD)
        await step(page, "Look into it")
        await step(page, "Accept")
        await expect(state(page)).to_have_text("Recordings are held")
        await step(page, "Ask the managing units")
        await expect(page.locator(".review-unit")).to_have_count(2)
        for question in (await office.questions(of)).values():
            right(await office.consent(question))
        await expect(page.locator(".review-unit .badge.good")).to_have_count(2)
        await button(page, "Decide").click()
        dialog = page.get_by_role("dialog")
        await button(dialog, "Approve all").click()
        third = dialog.get_by_role("group").nth(2)
        await third.get_by_label("Refuse").check()
        await expect(button(dialog, "Decide")).to_be_disabled()
        await dialog.locator("select").select_option("R07")
        await expect(dialog.locator("dl")).to_contain_text("article 103")
        await button(dialog, "Decide").click()
        await expect(state(page)).to_have_text("Approved in part")
        await step(page, "Let an officer look")
        await step(page, "Begin the viewing")
        await button(page.locator(".review-steps"), "Record the result").click()
        await dialog.get_by_label("Outcome").select_option("item_recovered")
        await dialog.get_by_label("What was seen?").fill("包在门卫室")
        await button(dialog, "Record the result").click()
        await step(page, "Tell the result")
        await expect(state(page)).to_have_text("Told the result")
        own = right(await office.citizen.get(f"/v1/me/footage-requests/{of}"))
        assert (own["state"], own["result"]) == ("notified", "包在门卫室")


async def test_of_two_reviewers_the_slower_is_told_who_has_it_and_sees_it_as_it_is(
    browser: Browser, stage: Stage
) -> None:
    async with asked_stage(stage) as office, opened(browser, stage.base, "/console/") as desk:
        desk.expected += ["409 /v1/footage-requests"]
        of = await filed(office)
        colleague = await account(office.town, "colleague", "reviewer", hamlet.EAST)
        page = await to_desk(desk)
        await open_request(page, of)
        await button(page, "Refuse").click()
        dialog = page.get_by_role("dialog")
        await dialog.locator("select").select_option("R03")
        right(await office.move(of, "verify_identity", by=colleague, id_number=CARD))
        await page.evaluate("document.querySelector('dialog form').requestSubmit()")
        await expect(dialog.get_by_role("alert")).to_contain_text("Colleague was faster")
        await expect(button(dialog, "Refuse")).to_be_disabled()
        await button(dialog, "Look again").click()
        await expect(state(page)).to_have_text("Identity checked")


async def test_what_is_not_held_stands_out_for_the_duty_leader_at_once(
    browser: Browser, stage: Stage
) -> None:
    async with asked_stage(stage) as office, opened(browser, stage.base, "/console/") as desk:
        await desk.sign_in("chief")
        await desk.live()
        page = desk.page
        await expect(page.locator(".footage-calls")).to_have_count(0)
        await put_up(office.town, 10, "便利店")
        calm = await filed(office, category="dispute")
        await expect(page.locator(".toast.bad")).to_contain_text("not held back")
        await page.locator(".footage-calls").click()
        await expect(page.locator(".review-line")).to_have_count(1)
        await page.locator(".review-line").click()
        await expect(page.locator(".review-alarm li")).to_contain_text("便利店: no recorder")
        urgent = await filed(office, category="missing_person", at_risk="elder")
        first = page.locator(".review-line").first
        await expect(first).to_have_attribute("href", f"#review={urgent}")
        await expect(page.locator(".review-line").nth(1)).to_have_attribute(
            "href", f"#review={calm}"
        )
        await page.keyboard.press("Escape")
        await page.keyboard.press("Escape")
        await expect(page.locator(".desk-queue")).to_be_visible()


async def test_an_officer_files_at_the_counter_and_keeps_a_consent_by_mouth(
    browser: Browser, stage: Stage
) -> None:
    async with asked_stage(stage) as office, opened(browser, stage.base, "/console/") as desk:
        page = await to_desk(desk)
        await button(page, "File at the counter").click()
        dialog = page.get_by_role("dialog")
        submit = button(dialog, "File and hold")
        await submit.click()
        await expect(dialog.get_by_role("alert").first).to_contain_text("name")
        await dialog.get_by_label("Missing person").check()
        await dialog.get_by_label("Is somebody at risk?").select_option("minor")
        await dialog.get_by_label("What happened?").fill("孩子五岁，红衣")
        await dialog.get_by_role("option", name=re.compile("河边幼儿园")).click()
        # Yesterday, so that it lies in the past at any hour.
        day = await page.evaluate(
            "(() => { const d = new Date(Date.now() - 864e5);"
            " return new Date(d - d.getTimezoneOffset() * 6e4).toISOString().slice(0, 10); })()"
        )
        await dialog.get_by_label("Day").fill(day)
        await dialog.get_by_label("From").fill("10:00")
        await dialog.get_by_label("Until").fill("12:00")
        await dialog.get_by_label("Name of the applicant").fill("李梅")
        await dialog.get_by_label("Telephone").fill("13900001234")
        await submit.click()
        code = await dialog.locator("code").inner_text()
        assert re.fullmatch(r"\w{4}(-\w{4}){3}", code)
        async with page.context.expect_page() as led:
            await dialog.get_by_role("link", name="Show that page").click()
        await expect((await led.value).locator("main")).to_contain_text(
            re.compile("正在紧急查找|searching now")
        )
        await (await led.value).close()
        await button(dialog, "Open it").click()
        await expect(state(page)).to_have_text("Urgent search")
        await button(page, "Note a consent by mouth").click()
        await dialog.get_by_label("Managing unit").select_option(POLICE_UNIT)
        await dialog.get_by_label("Yes").check()
        await dialog.get_by_label("Who said it").fill("王所长")
        await button(dialog, "Keep it on record").click()
        police = page.locator(".review-unit", has_text=POLICE_UNIT)
        await expect(police).to_contain_text("by mouth")
        await expect(police.locator(".badge.warn")).to_have_text("Writing is due in 24 h")
        await expect(police).to_contain_text("A second person has to agree")
        await button(police, "It has come in writing").click()
        await expect(police).to_contain_text("In writing since")
        [request] = right(await office.reviewer.get("/v1/footage-requests"))
        assert (request["lane"], request["minors"], request["cameras"]) == ("emergency", True, 3)


async def test_hostile_words_are_text_and_a_line_that_breaks_is_said(
    browser: Browser, stage: Stage
) -> None:
    async with asked_stage(stage) as office, opened(browser, stage.base, "/console/") as desk:
        of = await filed(office, description=SCRIPT, name="<b>王</b>" + "长" * 40)
        right(await office.citizen.post(f"/v1/me/footage-requests/{of}/messages", {"text": SCRIPT}))
        page = await to_desk(desk)
        await open_request(page, of)
        await expect(page.locator(".review-words")).to_contain_text("<img src=x")
        await expect(page.locator(".thread")).to_contain_text("<img src=x")
        for width in (1440, 390):
            await page.set_viewport_size({"width": width, "height": 844})
            assert await page.locator("img[src=x]").count() == 0
            assert "taken" not in await page.title()
            wide = await page.evaluate("document.documentElement.scrollWidth - innerWidth")
            assert wide <= 0
        await page.evaluate("location.hash = '#review=00000000-0000-7000-8000-000000000000'")
        desk.expected += ["404 /v1/footage-requests"]
        await expect(page.locator(".review-one .empty")).to_contain_text("not yours to see")
        await page.route("**/v1/footage-requests/**", lambda route: route.abort())
        await page.evaluate("(of) => { location.hash = `#review=${of}`; }", of)
        again = button(page.locator(".review-one"), "Try again")
        await expect(again).to_be_visible()
        await page.unroute_all()
        desk.faults.clear()  # What the broken line left in the console is no fault of the page.
        await again.click()
        await expect(page.locator(".review-head h2")).to_be_visible()


async def test_a_photo_that_was_added_is_looked_at_on_record(
    browser: Browser, stage: Stage
) -> None:
    async with asked_stage(stage) as office, opened(browser, stage.base, "/console/") as desk:
        of = await filed(office)
        picture = io.BytesIO()
        Image.new("RGB", (320, 200), "navy").save(picture, "JPEG")
        door = f"/v1/me/footage-requests/{of}/files?kind=photo"
        headers = {
            "authorization": f"Bearer {office.citizen.token}",
            "content-type": "image/jpeg",
        }
        url = f"{stage.side}{door}"
        async with stage.session.post(url, data=picture.getvalue(), headers=headers) as added:
            assert added.status == 201, await added.text()
        page = await to_desk(desk)
        await open_request(page, of)
        await button(page, "Photo 1").click()
        await expect(page.locator("img.review-file")).to_be_visible()
        admin = await stage.person("admin")
        looks = right(await admin.get("/v1/access-register?person=Reviewer"))
        assert [one["kind"] for one in looks] == ["paper"]
