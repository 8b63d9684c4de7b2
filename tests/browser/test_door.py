"""Coming in and going out: both pages' door in a real browser."""

import pytest
from playwright.async_api import Browser, expect

from tests.browser.stage import Stage
from tests.browser.watched import opened

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


@pytest.mark.parametrize(("path", "name"), [("/console/", "east"), ("/patrol/", "officer1")])
async def test_a_wrong_password_is_told_at_its_field_and_the_name_stays(
    browser: Browser, stage: Stage, path: str, name: str
) -> None:
    async with opened(browser, stage.base, path) as door:
        door.expected.append("401 /v1/sessions")
        await door.sign_in(name, "not-the-password")
        field = door.page.get_by_label("Password", exact=True)
        await expect(door.page.get_by_role("alert")).to_contain_text("Name or password is wrong")
        await expect(field).to_have_attribute("aria-invalid", "true")
        await expect(field).to_have_accessible_description("Name or password is wrong.")
        await expect(field).to_be_focused()
        await expect(door.page.get_by_label("Name", exact=True)).to_have_value(name)
        await field.fill("hamlet-password")
        await door.page.keyboard.press("Enter")
        await door.live()


async def test_a_first_visit_asks_for_no_session_and_a_second_goes_on_with_it(
    browser: Browser, stage: Stage
) -> None:
    async with opened(browser, stage.base, "/console/") as desk:
        await expect(desk.page.get_by_label("Name", exact=True)).to_be_visible()
        assert not any(path.startswith("/v1/sessions") for path in desk.answered)
        await desk.sign_in("east")
        await desk.live()
        await desk.page.reload()
        await desk.live()
        assert "/v1/sessions/refresh" in desk.answered


async def test_signing_out_ends_the_session_also_for_the_next_visit(
    browser: Browser, stage: Stage
) -> None:
    async with opened(browser, stage.base, "/console/") as desk:
        await desk.sign_in("east")
        await desk.live()
        await desk.page.reload()
        await desk.live()
        await desk.page.get_by_role("button", name="Menu").click()
        await desk.page.get_by_role("button", name="Sign out").click()
        await expect(desk.page.get_by_label("Name", exact=True)).to_be_visible()
        await desk.page.reload()
        await expect(desk.page.get_by_label("Name", exact=True)).to_be_visible()


async def test_nothing_of_the_last_dispatcher_is_left_for_the_next(
    browser: Browser, stage: Stage
) -> None:
    async with opened(browser, stage.base, "/console/") as desk:
        page = desk.page
        await desk.sign_in("east")
        await stage.press()
        await page.locator(".cards .card").click()
        await expect(page.locator(".incident")).to_contain_text("河边幼儿园")
        await page.get_by_role("button", name="Menu").click()
        await page.get_by_role("button", name="Sign out").click()
        await desk.sign_in("west")
        await desk.live()
        await expect(page.locator(".queue-list .empty")).to_be_visible()
        await expect(page.locator("#page")).not_to_contain_text("河边幼儿园")


@pytest.mark.parametrize(
    ("path", "name", "said"),
    [
        ("/console/", "officer1", "This account holds no desk role"),
        ("/patrol/", "east", "This account is in no patrol unit"),
    ],
)
async def test_whoever_comes_to_the_wrong_page_is_shown_the_way_to_the_other(
    browser: Browser, stage: Stage, path: str, name: str, said: str
) -> None:
    async with opened(browser, stage.base, path) as door:
        await door.sign_in(name)
        await expect(door.page.locator("main")).to_contain_text(said)
        await door.page.get_by_role("link").click()
        await door.live()
