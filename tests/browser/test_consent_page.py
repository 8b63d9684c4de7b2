"""A managing unit answers: by a link without an account, or in the list of what it was asked."""

import pytest
from playwright.async_api import Browser, expect

from tests.browser.asked_stage import asked_stage
from tests.browser.judged import LOOKS, judge
from tests.browser.stage import Stage
from tests.browser.watched import opened
from tests.support import hamlet
from tests.support.footage import SCHOOL_UNIT, Office, account, right

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def link_of(office: Office, consent_id: str) -> str:
    """The address of a new link."""
    given = right(await office.reviewer.post(f"/v1/footage-consents/{consent_id}/link", None))
    return f"/consent/#{given['token']}"


async def asked_school(office: Office, **more: object) -> tuple[str, str]:
    """A request whose school was asked; its id and the question's."""
    of = str((await office.file(**more))["request"]["footage_id"])
    return of, str((await office.to_consent(of))[SCHOOL_UNIT]["consent_id"])


async def test_a_unit_answers_by_a_link_once_and_takes_it_back_by_another(
    browser: Browser, stage: Stage
) -> None:
    async with asked_stage(stage) as office:
        of, consent_id = await asked_school(office)
        address = await link_of(office, consent_id)
        async with opened(browser, stage.base, address, phone=True) as seen:
            page = seen.page
            await expect(page.locator(".consent-cameras li")).to_have_count(2)
            await expect(page.locator("h2")).to_contain_text(SCHOOL_UNIT)
            await expect(page.locator("body")).not_to_contain_text("王")
            await page.get_by_role("button", name="Send the answer").click()
            await expect(page.get_by_role("alert").first).to_contain_text("Choose an answer")
            await page.get_by_label("We consent").check()
            await page.get_by_label("Your name").fill("李主任")
            await page.keyboard.press("Enter")
            await expect(page.get_by_role("status").first).to_contain_text("Your consent is kept")
            assert (await office.questions(of))[SCHOOL_UNIT]["state"] == "granted"
        async with opened(browser, stage.base, address) as seen:
            seen.expected += ["409 /v1/footage-consent-links"]
            await expect(seen.page.locator(".empty")).to_contain_text("used already")
        back = await link_of(office, consent_id)
        async with opened(browser, stage.base, back) as seen:
            await expect(seen.page.locator(".consent-form")).to_contain_text("take it back")
            await seen.page.get_by_label("Your name").fill("李主任")
            await seen.page.get_by_role("button", name="We take our consent back").click()
            await expect(seen.page.get_by_role("status").first).to_contain_text("taken back")


@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
async def test_every_state_of_the_page_can_be_read_heard_and_touched(
    browser: Browser, stage: Stage, phone: bool
) -> None:
    wrong: list[str] = []
    language, theme = LOOKS[phone]
    look = {"language": language, "theme": theme, "phone": phone}
    async with asked_stage(stage) as office:
        _, consent_id = await asked_school(office, minors=True)
        first = await link_of(office, consent_id)
        second = await link_of(office, consent_id)
        async with opened(browser, stage.base, first, **look) as seen:  # type: ignore[arg-type]
            seen.expected += ["404 /v1/footage-consent-links"]
            await expect(seen.page.locator(".empty.bad")).to_be_visible()
            await judge(seen, "replaced", wrong)
        async with opened(browser, stage.base, second, **look) as seen:  # type: ignore[arg-type]
            await expect(seen.page.locator(".consent-form")).to_be_visible()
            await judge(seen, "question", wrong)
        stage.clock.forward(25 * 3600)
        async with opened(browser, stage.base, second, **look) as seen:  # type: ignore[arg-type]
            seen.expected += ["409 /v1/footage-consent-links"]
            await expect(seen.page.locator(".empty.bad")).to_be_visible()
            await judge(seen, "over", wrong)
            await seen.page.route("**/v1/footage-consent-links/*", lambda route: route.abort())
            await seen.page.reload()
            await expect(seen.page.locator(".empty .button")).to_be_visible()
            await judge(seen, "unreachable", wrong)
            seen.faults.clear()  # The line was cut on purpose.
    assert not wrong, "\n".join(sorted(set(wrong)))


async def test_an_account_answers_in_its_list_and_takes_a_consent_back(
    browser: Browser, stage: Stage
) -> None:
    async with asked_stage(stage) as office:
        of, _ = await asked_school(office)
        unit = await account(office.town, "school", "managing_unit", hamlet.EAST)
        mine = [right(await unit.get("/v1/me"))["account_id"]]
        new = {"area_code": hamlet.EAST, "managing_unit": SCHOOL_UNIT, "accounts": mine}
        right(await (await stage.person("admin")).put("/v1/footage-units", new))
        await office.town.rows(
            "INSERT INTO consent (consent_id, account_id, notice_id, given_at, how)"
            " SELECT gen_random_uuid(), $1::uuid, notice_id, now(), 'page' FROM notice",
            mine[0],
        )
        async with opened(browser, stage.base, "/consent/") as seen:
            await seen.sign_in("school")
            card = seen.page.locator(".consent-card")
            await expect(card.locator(".consent-cameras li")).to_have_count(2)
            await card.get_by_role("button", name="We consent").click()
            await expect(card.locator(".badge")).to_have_text("You consent")
            back = card.get_by_role("button")
            await back.click()
            await back.click()
            await expect(card.locator(".badge")).to_have_text("You took your consent back")
        assert (await office.questions(of))[SCHOOL_UNIT]["state"] == "withdrawn"
