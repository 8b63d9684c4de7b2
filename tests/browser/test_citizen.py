"""A citizen's way in a browser: the form without script on a phone, the status to its result."""

import json
import os
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, FrameLocator, Page, expect

from tests.browser.judged import LOOKS, judge
from tests.browser.stage import Stage, open_stage
from tests.browser.watched import PHONE_SIZE, Language, Theme, Watched
from tests.flow.test_citizens import code_in
from tests.support.footage import SCHOOL_UNIT, right
from tests.support.gateway import Gateway
from tests.support.servers import Servers, fresh_database

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

HERE = timezone(timedelta(hours=8))


@asynccontextmanager
async def citizens_stage(
    servers: Servers, folder: Path, texts: Gateway, **more: Any
) -> AsyncIterator[Stage]:
    """The hamlet, which sends texts, and knows recordings in a folder."""
    recordings = folder / "recordings"
    recordings.mkdir()
    given = {"text_gateway": texts.url, "recordings_folder": str(recordings)} | more
    async with (
        fresh_database(servers, f"citizen_browser_{os.getpid()}") as url,
        open_stage(url, folder / "data", **given) as opened,
    ):
        yield opened


@pytest_asyncio.fixture(loop_scope="session")
async def stage(servers: Servers, tmp_path: Path, texts: Gateway) -> AsyncIterator[Stage]:
    """The citizens' stage."""
    async with citizens_stage(servers, tmp_path, texts) as opened:
        yield opened


@asynccontextmanager
async def phone(
    browser: Browser,
    stage: Stage,
    path: str = "",
    *,
    language: Language = "en",
    theme: Theme = "light",
    script: bool = True,
) -> AsyncIterator[Watched]:
    """A phone on which the citizen's pages are open; at the end it has done nothing wrong."""
    context = await browser.new_context(
        viewport=PHONE_SIZE,  # type: ignore[arg-type]
        locale=language,
        color_scheme=theme,
        has_touch=True,
        is_mobile=True,
        java_script_enabled=script,
        timezone_id="Asia/Shanghai",
    )
    context.set_default_timeout(10_000)
    try:
        page = await context.new_page()
        watched = Watched(page, stage.base, language, phone=True)
        watched.watch()
        await page.goto(f"{stage.base}/footage{path}")
        yield watched
        assert not watched.faults, json.dumps(watched.faults, ensure_ascii=False, indent=1)
    finally:
        await context.close()


async def fill(page: Page | FrameLocator, stage: Stage) -> None:
    """What somebody types who lost a bag at the kindergarten two hours ago."""
    begin = stage.clock.now().astimezone(HERE) - timedelta(hours=2)
    until = begin + timedelta(minutes=30)
    await page.get_by_label("I lost something").check()
    await page.get_by_label("Describe it").fill("黑色书包 <script>alert(1)</script>")
    await page.get_by_label("Name of the place").fill("河边")
    await page.get_by_role("button", name="Search").click()
    await expect(page.get_by_label("河边幼儿园")).to_be_checked()
    await page.get_by_label("Day", exact=True).fill(f"{begin:%Y-%m-%d}")
    await page.get_by_label("From", exact=True).fill(f"{begin:%H:%M}")
    await page.get_by_label("Until", exact=True).fill(f"{until:%H:%M}")
    if until.date() > begin.date():
        await page.get_by_label("It went on past midnight").check()
    await page.get_by_label("Your name").fill("王小明")


async def held_in_a_folder(stage: Stage) -> None:
    """A camera at the kindergarten's gate whose recordings lie in a folder."""
    folder = Path(stage.settings["recordings_folder"]) / "gate" / "ch1"
    folder.mkdir(parents=True)
    for hours in range(4):
        begin = stage.clock.now() - timedelta(hours=hours)
        (folder / f"{begin:%Y%m%dT%H%M%SZ}.mp4").write_bytes(b"segment")
    camera_id = await stage.camera("大门", 40, snapshot_url="http://127.0.0.1:9/never")
    admin = await stage.person("admin")
    new = {
        "name": "NVR",
        "area_code": "379928001",
        "address": {"type": "folder", "path": "gate"},
        "retention_days": 30,
    }
    recorder = right(await admin.post("/v1/recorders", new))
    where = {"recorder_id": recorder["recorder_id"], "channel": "ch1"}
    right(await admin.put(f"/v1/cameras/{camera_id}/recording", where))


async def send(page: Page, texts: Gateway, number: str) -> str:
    """Give the number and its code; the receipt's code."""
    await page.get_by_label("Your mobile number").fill(number)
    await page.get_by_role("button", name="Go on").click()
    await page.get_by_label("The code in the text message").fill(code_in(texts))
    await page.get_by_role("button", name="Send the request").click()
    await expect(page.get_by_role("heading", name="We have your request")).to_be_visible()
    return await page.locator(".receipt-code").inner_text()


async def test_the_form_needs_no_script_and_loses_nothing_by_a_mistake(
    browser: Browser, stage: Stage, texts: Gateway
) -> None:
    await held_in_a_folder(stage)
    async with phone(browser, stage, script=False) as citizen:
        page = citizen.page
        await page.get_by_role("link", name="Start a request").click()
        await fill(page, stage)
        citizen.expected.append("400 /footage/new")
        # Return in a field sends the form, and is no search.
        await page.get_by_label("Your name").press("Enter")
        await expect(page.get_by_role("alert")).to_contain_text("This is no telephone number.")
        described = page.get_by_label("Describe it")
        await expect(described).to_have_value("黑色书包 <script>alert(1)</script>")
        code = await send(page, texts, "13800138000")
        assert re.fullmatch(r"[0-9A-Z]{4}(-[0-9A-Z]{4}){3}", code)
        await expect(page.locator(".square")).to_be_visible()
        await page.goto(f"{stage.base}/footage/receipt?code={code}")
        await expect(page.locator(".state-name")).to_have_text("We have it")


async def test_a_request_is_followed_on_the_phone_from_the_form_to_the_stars(
    browser: Browser, stage: Stage, texts: Gateway
) -> None:
    await held_in_a_folder(stage)
    office = await stage.person("chief")
    async with phone(browser, stage, "/new") as citizen:
        page = citizen.page
        await fill(page, stage)
        await send(page, texts, "13800138001")
        of = page.url.rpartition("/")[2]
        state = page.locator(".state-name")

        async def seen(words: str) -> None:
            """The page that lies open renews itself."""
            await page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
            await expect(state).to_have_text(words)

        async def move(name: str, **more: object) -> None:
            request = right(await office.get(f"/v1/footage-requests/{of}"))["request"]
            body = {"move": name, "version": request["version"]} | more
            right(await office.post(f"/v1/footage-requests/{of}/moves", body))

        await page.get_by_label("Write to the office").fill("Is it found?")
        await page.get_by_role("button", name="Send", exact=True).click()
        await expect(page.locator("#messages")).to_contain_text("Is it found?")
        await move("verify_identity", id_number="370828199001011234")
        await seen("We know who you are")
        await move("triage")
        await move("accept")
        await seen("The recordings are kept")
        await expect(page.locator("#facts")).to_contain_text(
            "All recordings near the place (1) are kept"
        )
        await move("ask_consent")
        await seen("Whoever runs the cameras is being asked")
        [question] = right(await office.get(f"/v1/footage-requests/{of}/consents"))
        link = right(await office.post(f"/v1/footage-consents/{question['consent_id']}/link", None))
        answer = {"token": link["token"], "managing_unit": SCHOOL_UNIT, "reply": "grant"}
        right(await office.post("/v1/footage-consent-links/answer", answer | {"by": "李主任"}))
        whole = right(await office.get(f"/v1/footage-requests/{of}"))
        cameras = [
            {"camera_id": one["camera_id"], "decision": "approved"} for one in whole["cameras"]
        ]
        decision = {"version": whole["request"]["version"], "cameras": cameras}
        right(await office.post(f"/v1/footage-requests/{of}/decision", decision))
        await seen("It was granted")
        await move("review")
        await move("begin_viewing", undertaking_signed=True)
        await move("record_result", outcome="item_recovered", note="书包在门卫室")
        await seen("There is a result")
        await expect(page.locator("#facts")).to_contain_text("书包在门卫室")
        await move("notify")
        await page.reload()
        await page.get_by_label("5, very well").check()
        await page.get_by_role("button", name="Send", exact=True).first.click()
        await expect(page.get_by_text("You gave 5 of 5. Thank you.")).to_be_visible()


async def test_a_place_is_shown_on_the_map_where_there_is_script(
    browser: Browser, stage: Stage
) -> None:
    async with phone(browser, stage, "/new") as citizen:
        page = citizen.page
        await page.get_by_role("button", name="Or show it on the map").click()
        await citizen.map_loaded()
        await page.locator(".place-map .maplibregl-canvas").click(position={"x": 150, "y": 150})
        await expect(page.locator(".place-pin")).to_be_visible()
        await expect(page.locator("#pin")).to_have_value(re.compile(r"35\.0\d+,116\.3\d+"))
        await page.get_by_label("Name of the place").fill("河边")
        await page.get_by_role("button", name="Search").click()
        await expect(page.get_by_label("河边幼儿园")).to_be_checked()
        await expect(page.locator("#pin")).to_have_value("")


@pytest.mark.parametrize(("language", "theme"), LOOKS)
async def test_every_page_of_a_citizen_can_be_read_heard_and_touched(
    browser: Browser, stage: Stage, texts: Gateway, language: Language, theme: Theme
) -> None:
    await held_in_a_folder(stage)
    wrong: list[str] = []
    async with phone(browser, stage) as citizen:
        await citizen.page.goto(f"{stage.base}/footage/new")
        await fill(citizen.page, stage)
        await send(citizen.page, texts, "13800138002")
        office = await stage.person("chief")
        kept, of = await citizen.page.context.storage_state(), citizen.page.url.rpartition("/")[2]
    async with phone(browser, stage, language=language, theme=theme) as citizen:
        page = citizen.page
        await judge(citizen, "start", wrong)
        for path in ("/new", "/receipt", "/sign-in", "/privacy"):
            await page.goto(f"{stage.base}/footage{path}")
            await judge(citizen, path, wrong)
        await page.goto(f"{stage.base}/footage/new")
        citizen.expected.append("400 /footage/new")
        await page.locator(".button.big").click()
        await expect(page.get_by_role("alert")).to_be_visible()
        await judge(citizen, "mistakes", wrong)
        await page.context.add_cookies(
            [one for one in kept["cookies"] if "language" not in one.get("name", "")]  # type: ignore[misc]
        )
        await page.goto(f"{stage.base}/footage/requests/{of}")
        await expect(page.locator(".receipt-code")).to_be_visible()
        await page.locator("summary").click()
        await judge(citizen, "receipt", wrong)
        refused = {"move": "refuse", "version": 1, "refusal": "R04"}
        right(await office.post(f"/v1/footage-requests/{of}/moves", refused))
        await page.reload()
        await judge(citizen, "refused", wrong)
        await page.goto(f"{stage.base}/footage/requests")
        await judge(citizen, "list", wrong)
    assert not wrong, "\n".join(sorted(set(wrong)))
