"""Missing children on the box's screen: shown within seconds, and gone in time, whatever fails."""

import asyncio
import hashlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from playwright.async_api import Browser, Page, expect

from kiosk_client.agent.centre import Centre
from kiosk_client.agent.clock import SystemClock
from kiosk_client.agent.identity import IdentityFile
from kiosk_client.agent.link import Link
from kiosk_client.agent.log import Log
from kiosk_client.agent.state import Light, Line, Scene
from kiosk_client.screen.bulletins import AGAIN_S, HOLD_S, Bulletin, Bulletins, read
from tests.browser.judged import SMALL
from tests.browser.watched import Language, Theme, Watched
from tests.flow.test_bulletins import bulletin as new_bulletin
from tests.flow.test_bulletins import give_portrait, issued, leader, portrait
from tests.kiosk import faults
from tests.kiosk.box import HandClock, enrolled, line_with, process, until
from tests.kiosk.desk import Desk
from tests.kiosk.pages import PIN, show, shown
from tests.kiosk.test_kiosk_centre import enrolled as enrolled_at
from tests.support import hamlet
from tests.support.browser import launched
from tests.support.town_house import Town

NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)
CALM = Scene(Light.IDLE, None, Line.UP)
WORDS = {"who": "女孩，7 岁，一米二", "clothing": "红色外套，蓝书包", "place": "河边幼儿园门口"}
ENGLISH = {"who": "Girl, 7, 120 cm", "clothing": "Red coat, blue bag", "place": "Kindergarten gate"}
JPEG = portrait()


def told(number: int = 1, lasts_s: float = 3600, picture: bytes | None = None) -> dict[str, Any]:
    """A bulletin as the centre tells it."""
    return {
        "bulletin_id": f"018f0000-0000-7000-8000-{number:012d}",
        "zh": WORDS,
        "en": ENGLISH,
        "seen_at": "2026-03-02T07:30:00Z",
        "phone": "110",
        "until": (NOW + timedelta(seconds=lasts_s)).isoformat(),
        "portrait": None if picture is None else hashlib.sha256(picture).hexdigest(),
    }


@asynccontextmanager
async def asking(desk: Desk, path: Path) -> AsyncIterator[tuple[list[Bulletin], HandClock, Any]]:
    """What a box shows now, with a hand on its clock."""
    folder = await enrolled(desk, path)
    clock = HandClock(datetime(1970, 1, 1, tzinfo=UTC))
    now: list[Bulletin] = []

    def tell(bulletins: list[Bulletin]) -> None:
        now[:] = bulletins

    lane = Bulletins(Centre(IdentityFile(folder), Link(Log()), clock), clock, tell)
    running = asyncio.create_task(lane.run())
    try:
        yield now, clock, lane
    finally:
        running.cancel()


async def again(desk: Desk, clock: HandClock, seconds: float = AGAIN_S) -> None:
    """The box asks once more, and waits again."""
    count = len(desk.posts("/v1/devices/bulletins"))
    await until(lambda: clock.waits(0, AGAIN_S))
    clock.forward(seconds=seconds)
    await until(lambda: len(desk.posts("/v1/devices/bulletins")) > count)
    await until(lambda: clock.waits(0, AGAIN_S))


async def test_a_bulletin_comes_with_its_picture_and_goes_when_it_is_withdrawn(
    tmp_path: Path,
) -> None:
    async with Desk(now=NOW) as desk, asking(desk, tmp_path / "box") as (now, clock, lane):
        desk.portraits[told()["bulletin_id"]] = JPEG
        desk.bulletins = [told(picture=JPEG)]
        await again(desk, clock)
        await until(lambda: now and now[0].portrait)
        assert now[0].words["en"]["who"] == "Girl, 7, 120 cm"
        assert lane.portrait(now[0].portrait) == JPEG
        sha256, desk.bulletins = now[0].portrait, []
        await again(desk, clock)
        await until(lambda: not now)
        assert lane.portrait(sha256) is None
        asked = desk.posts("/v1/devices/bulletins")
        assert all(one.status == 200 for one in asked), "each was signed as the desk wants it"


async def test_a_bulletin_goes_at_its_end_without_a_network_and_with_a_wrong_clock(
    tmp_path: Path,
) -> None:
    async with Desk(now=NOW) as desk, asking(desk, tmp_path / "box") as (now, clock, _):
        desk.bulletins = [told(1, lasts_s=25), told(2, lasts_s=600)]
        await again(desk, clock)
        await until(lambda: len(now) == 2)
        desk.fault = faults.cuts
        await again(desk, clock)
        clock.set_wall(datetime(2007, 1, 1, tzinfo=UTC))
        await again(desk, clock)
        assert len(now) == 2
        clock.forward(seconds=6)
        await until(lambda: [one.bulletin_id[-1] for one in now] == ["2"])


async def test_a_box_that_hears_nothing_more_shows_no_child_for_long(tmp_path: Path) -> None:
    async with Desk(now=NOW) as desk, asking(desk, tmp_path / "box") as (now, clock, _):
        desk.bulletins = [told(lasts_s=72 * 3600)]
        await again(desk, clock)
        await until(lambda: now)
        desk.fault = faults.silent
        await until(lambda: clock.waits(0, AGAIN_S))
        desk.fault = faults.cuts
        passed_s = 0.0
        while passed_s < HOLD_S:
            assert now, passed_s
            await again(desk, clock)
            passed_s += AGAIN_S
        await until(lambda: not now)


@pytest.mark.parametrize(
    "fault", [faults.html, faults.wrong_json, faults.huge, faults.nothing, faults.status(503)]
)
async def test_what_is_not_the_centres_changes_nothing(tmp_path: Path, fault: Any) -> None:
    async with Desk(now=NOW) as desk, asking(desk, tmp_path / "box") as (now, clock, _):
        desk.bulletins = [told()]
        await again(desk, clock)
        await until(lambda: now)
        desk.fault = fault
        await again(desk, clock)
        assert now


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from([*told(), "who", "place", "clothing"]), inner, max_size=7)
    ),
    max_leaves=20,
)


@given(items=st.lists(st.dictionaries(st.sampled_from(list(told())), json_values), max_size=9))
def test_whatever_is_told_is_read_or_left_out(items: list[dict[str, Any]]) -> None:
    mixed = [told() | item for item in items]
    found = read({"bulletins": [*items, *mixed, told()], "now": NOW.isoformat()}, 0.0)
    assert found is not None
    assert len(found) <= 5
    assert all(set(one.words["zh-CN"]) == {"who", "clothing", "place"} for one in found)


async def test_a_desk_issues_and_withdraws_and_a_real_box_follows_within_seconds(
    town: Town, tmp_path: Path
) -> None:
    """The box and the service, both real; nothing of a child lies on the box's disk."""
    folder = await enrolled_at(town, tmp_path / "box")
    east = await leader(town)
    shown_now: list[Bulletin] = []

    def tell(bulletins: list[Bulletin]) -> None:
        shown_now[:] = bulletins

    clock = HandClock()
    lane = Bulletins(Centre(IdentityFile(folder), Link(Log()), clock), clock, tell)
    running = asyncio.create_task(lane.run())
    await until(lambda: clock.waits(0, AGAIN_S))
    one = await issued(east, hamlet.EAST)
    assert (await give_portrait(east, one["bulletin_id"])).status == 200
    clock.forward(seconds=AGAIN_S)
    await until(lambda: shown_now and shown_now[0].portrait)
    picture = lane.portrait(str(shown_now[0].portrait))
    assert picture is not None
    assert hashlib.sha256(picture).hexdigest() == shown_now[0].portrait
    assert not any(b"\xff\xd8\xff" in path.read_bytes() for path in folder.path.iterdir())
    await until(lambda: clock.waits(0, AGAIN_S))
    await east.post(f"/v1/bulletins/{one['bulletin_id']}/withdraw", {"ending": "found"})
    clock.forward(seconds=AGAIN_S)
    await until(lambda: not shown_now)
    running.cancel()
    assert new_bulletin()["area_code"] == hamlet.COUNTY


# ---- In the browser


@pytest.fixture
async def browser(chromium_path: str) -> AsyncIterator[Browser]:
    """A browser of one's own."""
    async with launched(chromium_path) as chromium:
        yield chromium


def known(number: int, lasts_s: float = 3600) -> Bulletin:
    """A bulletin as a screen is given it."""
    words = {"zh-CN": WORDS, "en": ENGLISH | {"who": f"Girl {number}, 7, 120 cm"}}
    ends_s = SystemClock().monotonic() + lasts_s
    return Bulletin(str(number), words, "2026-03-02T07:30:00Z", "110", ends_s, None)


LOOKS: list[tuple[Language, Theme]] = [("en", "light"), ("zh-CN", "dark")]
SIZES = [(320, 568), (800, 480), (1080, 1920), (1280, 720)]
FITS = """() => {
  const shown = [...document.querySelectorAll("#bulletin, #bulletin *, #key, #hint, #line")];
  return shown.filter((one) => one.checkVisibility()).filter((one) => {
    const {left, top, right, bottom} = one.getBoundingClientRect();
    return left < 0 || top < 0 || right > innerWidth + 0.5 || bottom > innerHeight + 0.5;
  }).map((one) => one.id || one.outerHTML);
}"""


@pytest.mark.browser
@pytest.mark.parametrize(("language", "theme"), LOOKS)
async def test_bulletins_can_be_read_heard_and_touched_at_every_size(
    browser: Browser, tmp_path: Path, language: Language, theme: Theme
) -> None:
    wrong: list[str] = []
    async with shown(browser, tmp_path / "box", language, color_scheme=theme) as (screen, page):
        watched = Watched(page, screen.url, language, phone=True)
        for count in (1, 3):
            screen.post([known(number) for number in range(1, count + 1)])
            for line in (Line.UP, Line.DOWN):
                await show(screen, page, Scene(Light.IDLE, None, line))
                await expect(page.locator("#bulletin")).to_be_visible()
                for width, height in SIZES:
                    await page.set_viewport_size({"width": width, "height": height})
                    where = f"{count} {line} {width}x{height}"
                    wrong.extend(f"{where}: {one}" for one in await watched.scan())
                    wrong.extend(f"{where}: small {one}" for one in await page.evaluate(SMALL, 44))
                    wrong.extend(f"{where}: outside {one}" for one in await page.evaluate(FITS))
    assert not wrong, "\n".join(sorted(set(wrong)))


@pytest.mark.browser
async def test_bulletins_take_turns_and_can_be_stopped(browser: Browser, tmp_path: Path) -> None:
    async with shown(browser, tmp_path / "box", "en") as (screen, page):
        await show(screen, page, CALM)
        screen.post([known(1), known(2)])
        await expect(page.locator("#b_who")).to_contain_text("Girl 1")
        await page.clock.run_for(13_000)
        await expect(page.locator("#b_who")).to_contain_text("Girl 2")
        screen.post([known(1), known(2), known(3)])
        await page.get_by_role("button", name="Pause").click()
        await page.clock.run_for(13_000)
        await expect(page.locator("#b_who")).to_contain_text("Girl 2")
        await page.get_by_role("button", name="Next").click()
        await expect(page.locator("#b_who")).to_contain_text("Girl 3")


@pytest.mark.browser
async def test_a_call_comes_before_a_bulletin_and_what_is_over_leaves_the_page(
    browser: Browser, tmp_path: Path
) -> None:
    async with shown(browser, tmp_path / "box", "en") as (screen, page):
        await show(screen, page, CALM)
        screen.post([known(1, lasts_s=100)])
        await expect(page.locator("#bulletin")).to_be_visible()
        await show(screen, page, Scene(Light.CALLING, None, Line.UP))
        await expect(page.locator("#bulletin")).to_be_hidden()
        await show(screen, page, CALM)
        await expect(page.locator("#bulletin")).to_be_visible()
        await page.clock.run_for(5_000)
        await show(screen, page, Scene(Light.IDLE, None, Line.DOWN))
        screen.post([])
        await expect(page.locator("#bulletin")).to_be_hidden()
        assert await page.locator("#b_who").text_content() == ""


@pytest.mark.browser
async def test_a_page_whose_agent_is_gone_shows_no_child(browser: Browser, tmp_path: Path) -> None:
    async with Desk(now=NOW) as desk:
        folder = await enrolled(desk, tmp_path / "box")
        desk.bulletins = [told(picture=JPEG)]
        desk.portraits[told()["bulletin_id"]] = JPEG
        arguments = ("run", "--folder", str(folder.path), "--screen", "127.0.0.1:0")
        page: Page = await browser.new_page(locale="en")
        async with process(*arguments) as box:
            line = await line_with(box.stderr, "screen.ready")
            await page.goto(line.partition('"url": "')[2].partition('"')[0])
            await expect(page.locator("#portrait")).to_be_visible()
            drawn = "() => document.querySelector('#portrait').naturalWidth"
            await page.wait_for_function(f"({drawn})() > 0")
            box.kill()
        await expect(page.locator("#bulletin")).to_be_hidden()
    assert PIN not in await page.content()
