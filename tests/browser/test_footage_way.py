"""A citizen's request through each lane, from its form to closed: real pages, real recordings."""

import os
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Locator, Page, expect

from service.platform.verifier import TrialVerifier
from tests.browser.asked_stage import asked_stage
from tests.browser.stage import Stage, open_stage
from tests.browser.test_citizen import HERE, fill, phone, send
from tests.browser.test_review_desk import CARD, button, open_request, state, step, to_desk
from tests.browser.test_viewing_room import DRAWN, KEPT, field_of, look_through, sign
from tests.browser.watched import Watched, opened
from tests.support.footage import POLICE_UNIT, SCHOOL_UNIT, Office, right
from tests.support.gateway import Gateway, text_gateway
from tests.support.servers import Servers, fresh_database
from tests.support.taken import REAL, Taken, drawn, real
from tests.support.waits import until

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

CHANNEL = "ch0"


@dataclass
class Way:
    """A stage on which somebody may ask, and what the first camera has seen."""

    stage: Stage
    office: Office
    texts: Gateway
    seen: Taken

    @property
    def base(self) -> str:
        """Where the pages are."""
        return self.stage.base

    async def recorded(self, of: str) -> datetime:
        """The first camera's recorder has what it saw since the first asked minute: which is."""
        request = (await self.office.whole(of))["request"]
        begins = datetime.fromisoformat(request["from_at"])
        ends = begins + timedelta(seconds=self.seen.length_s)
        self.office.served.recordings = {(CHANNEL, "gate.mp4"): (self.seen.data, begins, ends)}
        return begins

    def holds(self, of: str) -> list[str]:
        """What the recorder holds back for a request."""
        name = of.replace("-", "")
        return [hold for _, hold in self.office.served.holds if hold.startswith(name)]

    async def held(self, of: str) -> None:
        """Three cameras' recordings are held back at their recorder."""
        whole = await self.office.whole(of)
        assert {one["hold_state"] for one in whole["cameras"]} == {"placed"}
        assert len(self.holds(of)) == len(whole["cameras"]) == 3

    async def nothing_is_left(self, of: str) -> None:
        """Holds are let go of; no copy of anything lies anywhere."""

        async def gone() -> bool:
            copies = UUID(of) in await self.stage.house.copies.askers()
            films = right(await self.office.reviewer.get(f"/v1/footage-requests/{of}/maskings"))
            kept = [one for one in films if one["state"] != "deleted"]
            return not (self.holds(of) or copies or kept)

        await until(gone)


_REAL = pytest.param(
    "real", marks=pytest.mark.skipif(not REAL.exists(), reason="NO REAL FOOTAGE: WATCHBELL_MEDIA")
)


@pytest.fixture(scope="module", params=[_REAL] if REAL.exists() else [_REAL, "drawn"])
def seen(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Taken:
    """What a camera saw: real people where this machine has any, else a drawn scene."""
    return real() if request.param == "real" else drawn(tmp_path_factory.mktemp("seen"))


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def way(
    servers: Servers, tmp_path_factory: pytest.TempPathFactory, seen: Taken
) -> AsyncIterator[Way]:
    """One stage for all lanes: cameras of a school and of the police, one recorder, texts."""
    folder = tmp_path_factory.mktemp("way")
    async with (
        fresh_database(servers, f"footage_way_{os.getpid()}") as url,
        text_gateway() as texts,
        open_stage(url, folder / "data", text_gateway=texts.url) as stage,
        asked_stage(stage) as office,
    ):
        object.__setattr__(stage.front, "verifier", TrialVerifier())
        # At a school nothing is found by one person alone.
        school = "UPDATE camera SET unit_category = 'education' WHERE managing_unit = $1"
        await office.town.rows(school, SCHOOL_UNIT)
        yield Way(stage, office, texts, seen)


@asynccontextmanager
async def desk_of(browser: Browser, way: Way, name: str, of: str) -> AsyncIterator[Page]:
    """The desk of somebody, with a request open."""
    async with opened(browser, way.base, "/console/") as desk:
        page = await to_desk(desk, name)
        await open_request(page, of)
        yield page


async def asked_by_phone(citizen: Watched, way: Way, number: str) -> str:
    """The code of a text message signs in, and files what was typed; the request's id."""
    await send(citizen.page, way.texts, number)
    return citizen.page.url.rpartition("/")[2]


async def tells(citizen: Watched, words: str) -> None:
    """The page that lies open on the phone renews itself."""
    await citizen.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    await expect(citizen.page.locator(".state-name")).to_have_text(words)


async def unit_consents(browser: Browser, way: Way, page: Page, unit: str) -> None:
    """The desk gives a managing unit its link; it answers on a telephone."""
    await button(page, f"Make a link for {unit}").click()
    dialog = page.get_by_role("dialog")
    address = await dialog.locator("code").inner_text()
    await page.keyboard.press("Escape")
    path = address.removeprefix(way.base)
    async with opened(browser, way.base, path, phone=True) as link:
        await expect(link.page.locator("h2")).to_contain_text(unit)
        await link.page.get_by_label("We consent").check()
        await link.page.get_by_label("Your name").fill("李主任")
        await link.page.keyboard.press("Enter")
        await expect(link.page.get_by_role("status").first).to_contain_text("Your consent is kept")


async def decide_all(page: Page) -> None:
    """Every camera may be seen."""
    await button(page, "Decide").click()
    dialog = page.get_by_role("dialog")
    await button(dialog, "Approve all").click()
    await button(dialog, "Decide").click()
    await expect(state(page)).to_have_text("Approved")


async def brought(page: Page) -> Locator:
    """Take the request, and have the first camera's recording brought; the player."""
    await button(page, "Take it for review").click()
    await expect(page.locator(".player-holder")).to_contain_text("You have it")
    await button(page, "Bring the recording").click()
    found = page.get_by_role("group", name="Player")
    await expect(found.locator(".player-stamp")).to_be_visible(timeout=20_000)
    return found


async def go(page: Page, player: Locator, key: str, times: int) -> None:
    """Along the recording by so many steps, until that frame is there."""
    bar = player.get_by_role("slider")
    await bar.focus()
    for _ in range(times):
        await page.keyboard.press(key)
    wanted = await bar.get_attribute("aria-valuetext")
    await expect(player.locator(".player-stamp")).to_have_text(wanted or "")


async def moment_found(page: Page, player: Locator, seen: Taken) -> None:
    """Mark the thing, a frame with it and one without it; it is said when it went."""
    await go(page, player, "ArrowRight", 1)
    await button(page, "It is there now").click()
    await page.keyboard.press("r")
    pad = page.get_by_role("application")
    box = await pad.bounding_box()
    assert box is not None
    scale, region = box["width"] / seen.size[0], seen.region
    x, y = box["x"] + region.x * scale, box["y"] + region.y * scale
    await page.mouse.move(x, y)
    await page.mouse.down()
    await page.mouse.move(x + region.width * scale, y + region.height * scale)
    await page.mouse.up()
    await page.keyboard.press("Enter")
    await expect(pad).to_have_count(0)
    await go(page, player, "Shift+ArrowRight", int(seen.length_s) // 10 - 1)
    await page.keyboard.press("g")
    await button(page, "Find the moment").click()
    change = page.locator(".player-changes li")
    await expect(change).to_contain_text("it went", timeout=30_000)
    await change.get_by_role("button").first.click()


async def finding_marked(page: Page, kind: str, words: str) -> None:
    """What a person saw in the frame in sight."""
    await button(page, "Mark a finding").click()
    dialog = page.get_by_role("dialog")
    await dialog.get_by_label(kind).check()
    await dialog.get_by_label("What is to be seen?").fill(words)
    await button(dialog, "Mark it").click()
    await expect(page.locator(".player-finding")).to_contain_text(words)


async def second_person_confirms(browser: Browser, way: Way, page: Page, of: str) -> None:
    """At a school, and with minors, nothing is said to be found by one person alone."""
    finding = page.locator(".player-finding")
    await expect(finding).to_contain_text("A second person confirms")
    async with desk_of(browser, way, "chief", of) as other:
        await button(other.locator(".player-finding"), "Confirm").click()
        await expect(other.locator(".player-finding")).to_contain_text("Confirmed by")
    await expect(finding).to_contain_text("Confirmed by")


async def result_recorded(page: Page, outcome: str, words: str) -> None:
    """What came of it, and it is told."""
    await button(page.locator(".review-steps"), "Record the result").click()
    dialog = page.get_by_role("dialog")
    await dialog.get_by_label("Outcome").select_option(outcome)
    await dialog.get_by_label("What was seen?").fill(words)
    await button(dialog, "Record the result").click()
    await step(page, "Tell the result")
    await expect(state(page)).to_have_text("Told the result")


async def masked(page: Page, way: Way, begins: datetime) -> None:
    """Some seconds around the moment without anybody in them, confirmed strip by strip."""
    films, dialog = page.locator(".films-part"), page.get_by_role("dialog")
    await button(films, "Mask minutes").click()
    for label, add in (("From", -1), ("Until", 1)):
        at = begins.astimezone(UTC) + timedelta(seconds=int(way.seen.gone_s) + add)
        await dialog.get_by_label(label).fill(field_of(at))
    await expect(dialog.get_by_role("checkbox")).to_be_checked()
    await button(dialog, "Mask minutes").click()
    await expect(films.locator(".badge").first).to_have_text("To be confirmed", timeout=40_000)
    await look_through(page, strips=1)
    await expect(films.locator(".badge").first).to_have_text("May be shown")


async def viewed(page: Page, of: str) -> None:
    """The applicant signs, is shown what was granted, and nothing of it is left behind."""
    await page.locator(".review-steps").get_by_role("link", name="To the viewing room").click()
    await sign(page, by_hand=True)
    await until(lambda: page.evaluate(DRAWN))
    assert await page.evaluate(KEPT) == 0
    player = page.get_by_role("group", name="Masked film")
    taken = player.locator(".room-taken")
    first = await taken.inner_text()
    await button(player, "Next picture").click()
    await expect(taken).not_to_have_text(first)
    end = page.locator(".room-facts .button")
    await end.click()
    await end.click()
    await expect(page.locator(".empty")).to_contain_text("The viewing is over")
    await expect(page.locator("canvas")).to_have_count(0)
    await page.evaluate("(of) => { location.hash = `#review=${of}`; }", of)
    await expect(state(page)).to_have_text("Being viewed")


async def test_the_citizens_lane_goes_from_the_form_on_a_phone_to_closed(
    browser: Browser, way: Way
) -> None:
    async with phone(browser, way.stage, "/new") as citizen:
        await fill(citizen.page, way.stage)
        of = await asked_by_phone(citizen, way, "13800138000")
        begins = await way.recorded(of)
        await citizen.page.get_by_label("Code of your network identity").fill(f"test:{CARD}:王小明")
        await button(citizen.page, "Check it").click()
        await expect(citizen.page.locator(".state-name")).to_have_text("We know who you are")
        async with desk_of(browser, way, "reviewer", of) as page:
            await step(page, "Look into it")
            await step(page, "Accept")
            await expect(state(page)).to_have_text("Recordings are held")
            await way.held(of)
            await step(page, "Ask the managing units")
            await unit_consents(browser, way, page, SCHOOL_UNIT)
            right(await way.office.consent((await way.office.questions(of))[POLICE_UNIT]))
            await expect(page.locator(".review-unit .badge.good")).to_have_count(2)
            await decide_all(page)
            await tells(citizen, "It was granted")
            slot = way.stage.clock.now().astimezone(HERE) + timedelta(minutes=10)
            await step(
                page, "Set a time", Day=f"{slot:%Y-%m-%d}", Time=f"{slot:%H:%M}", Where="一楼"
            )
            await tells(citizen, "You have an appointment")
            await expect(citizen.page.locator("#facts")).to_contain_text("一楼")
            player = await brought(page)
            await moment_found(page, player, way.seen)
            await finding_marked(page, "A thing is taken", "一人拿走书包")
            await second_person_confirms(browser, way, page, of)
            await masked(page, way, begins)
            await viewed(page, of)
            await result_recorded(page, "item_recovered", "书包在门卫室")
            await tells(citizen, "You were told the result")
            await expect(citizen.page.locator("#facts")).to_contain_text("书包在门卫室")
            await citizen.page.reload()
            await citizen.page.get_by_label("5, very well").check()
            await button(citizen.page, "Send").first.click()
            await expect(citizen.page.get_by_text("You gave 5 of 5.")).to_be_visible()
            await step(page, "Close")
            await expect(state(page)).to_have_text("Closed")
        await tells(citizen, "It is closed")
    await way.nothing_is_left(of)


async def filed_at_the_counter(page: Page, way: Way) -> str:
    """An officer types what somebody says; the receipt's code."""
    begin = way.stage.clock.now().astimezone(HERE) - timedelta(hours=2)
    await button(page, "File at the counter").click()
    dialog = page.get_by_role("dialog")
    await dialog.get_by_label("Traffic accident").check()
    await dialog.get_by_label("What happened?").fill("电动车被蹭,对方已离开")
    await dialog.get_by_role("option", name=re.compile("河边幼儿园")).click()
    await dialog.get_by_label("Day").fill(f"{begin:%Y-%m-%d}")
    await dialog.get_by_label("From").fill(f"{begin:%H:%M}")
    await dialog.get_by_label("Until").fill(f"{begin + timedelta(minutes=20):%H:%M}")
    await dialog.get_by_label("Name of the applicant").fill("李梅")
    await dialog.get_by_label("Telephone").fill("13900001234")
    await button(dialog, "File and hold").click()
    code = await dialog.locator("code").inner_text()
    await button(dialog, "Open it").click()
    await expect(page.locator(".review-head h2")).to_be_visible()
    return code


async def test_the_counters_lane_goes_from_an_officers_form_to_closed(
    browser: Browser, way: Way
) -> None:
    office = way.office
    async with opened(browser, way.base, "/console/") as desk:
        page = await to_desk(desk)
        code = await filed_at_the_counter(page, way)
        of = page.url.partition("#review=")[2]
        await way.recorded(of)
        await step(page, "Check the identity", Number_of_the_identity_card=CARD)
        await step(page, "Look into it")
        await step(page, "Accept")
        await expect(state(page)).to_have_text("Recordings are held")
        await way.held(of)
        await step(page, "Ask the managing units")
        await expect(page.locator(".review-unit")).to_have_count(2)
        for question in (await office.questions(of)).values():
            right(await office.consent(question))
        await expect(page.locator(".review-unit .badge.good")).to_have_count(2)
        await decide_all(page)
        await step(page, "Let an officer look")
        player = await brought(page)
        await go(page, player, "Shift+ArrowRight", 2)
        await step(page, "Begin the viewing")
        await result_recorded(page, "lead_found", "白色轿车,车尾有划痕")
        async with phone(browser, way.stage, f"/receipt?code={code}") as citizen:
            await expect(citizen.page.locator(".state-name")).to_have_text(
                "You were told the result"
            )
            await expect(citizen.page.locator(".now")).to_contain_text("at the counter")
            await expect(citizen.page.locator("body")).not_to_contain_text("轿车")
        await step(page, "Close")
        await expect(state(page)).to_have_text("Closed")
    told = [said for to, said in way.texts.texts if to.endswith("13900001234")]
    assert any("closed" in said for said in told)
    assert "轿车" not in str(told)
    await way.nothing_is_left(of)


async def spoken(page: Page, unit: str) -> None:
    """Somebody of a managing unit said yes on the telephone."""
    await button(page, "Note a consent by mouth").click()
    dialog = page.get_by_role("dialog")
    await dialog.get_by_label("Managing unit").select_option(unit)
    await dialog.get_by_label("Yes").check()
    await dialog.get_by_label("Who said it").fill("王所长")
    await button(dialog, "Keep it on record").click()
    await expect(dialog).to_have_count(0)


async def one_after_the_other(page: Page, name: str, count: int) -> None:
    """Press each of so many buttons of a name, until none is left."""
    buttons = button(page, name)
    for left in reversed(range(count)):
        await buttons.first.click()
        await expect(buttons).to_have_count(left)


async def test_the_emergency_lane_waits_for_no_paper_and_is_made_up_for(
    browser: Browser, way: Way
) -> None:
    async with phone(browser, way.stage, "/new") as citizen:
        await fill(citizen.page, way.stage)
        await citizen.page.get_by_label("Somebody is missing").check()
        await citizen.page.get_by_label("A child is missing").check()
        of = await asked_by_phone(citizen, way, "13800138001")
        await expect(citizen.page.locator(".state-name")).to_have_text("We are searching now")
        await way.recorded(of)
        async with desk_of(browser, way, "reviewer", of) as page:
            await expect(state(page)).to_have_text("Urgent search")
            for unit in (SCHOOL_UNIT, POLICE_UNIT):
                await spoken(page, unit)
            await way.held(of)
            async with desk_of(browser, way, "chief", of) as other:
                await one_after_the_other(other, "Agree as the second person", 2)
            player = await brought(page)
            await go(page, player, "Shift+ArrowRight", 2)
            await finding_marked(page, "The sought person", "黑衣,往北")
            await second_person_confirms(browser, way, page, of)
            await result_recorded(page, "person_found", "孩子在河边找到")
            await tells(citizen, "You were told the result")
            await expect(citizen.page.locator("#facts")).to_contain_text("孩子在河边找到")
            close = button(page.locator(".review-steps"), "Close")
            await expect(close).to_be_disabled()
            await expect(page.locator(".review-blocked")).to_contain_text("nobody has checked who")
            await button(page, "Check the identity").click()
            dialog = page.get_by_role("dialog")
            await dialog.get_by_label("Number of the identity card").fill(CARD)
            await button(dialog, "Check the identity").click()
            await expect(page.locator(".review-blocked")).to_contain_text("to be written")
            await one_after_the_other(page, "It has come in writing", 2)
            await step(page, "Close")
            await expect(state(page)).to_have_text("Closed")
        await tells(citizen, "It is closed")
    await way.nothing_is_left(of)
