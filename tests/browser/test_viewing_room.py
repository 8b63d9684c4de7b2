"""The viewing room: masked, looked through, signed, shown in its time, and nothing left behind."""

import itertools
import os
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Locator, Page, expect

from tests.browser.filmed_desk import filmed_desk
from tests.browser.judged import LOOKS, judge
from tests.browser.test_review_desk import button, open_request, to_desk
from tests.browser.watched import opened
from tests.flow.test_viewing import SHORT, scheduled
from tests.support.desk import Desk, colleague
from tests.support.footage import right
from tests.support.places import film
from tests.support.servers import Servers, fresh_database
from tests.support.waits import until

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

_numbers = itertools.count(1)
_SOON = timedelta(minutes=1)
_MADE_MS = 60_000
# How many of the canvas's pixels are not black.
DRAWN = """() => {
  const canvas = document.querySelector(".room canvas");
  if (!canvas || canvas.width < 100) return 0;
  const all = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
  return all.filter((value, at) => at % 4 === 0 && value > 40).length;
}"""
# What a browser would offer to keep.
KEPT = "() => document.querySelectorAll('.room :is(img, video, a[download], [src])').length"

# Another film, of which the camera was moved.
_REFUSED = """
INSERT INTO footage_masking
SELECT (jsonb_populate_record(one, jsonb_build_object(
    'masking_id', gen_random_uuid(), 'state', 'refused', 'trouble', 'masking.camera_moved',
    'film', NULL, 'made_at', NULL, 'decided_by', NULL, 'decided_id', NULL, 'decided_at', NULL
))).* FROM footage_masking AS one WHERE footage_id = $1
"""


@pytest.fixture(scope="session")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Somebody passes in the twentieth second of forty."""
    return film(tmp_path_factory.mktemp("room") / "scene.mp4", SHORT).read_bytes()


@pytest_asyncio.fixture(loop_scope="session")
async def filmed(
    servers: Servers, tmp_path: Path, recorded: bytes
) -> AsyncIterator[tuple[Desk, str]]:
    """A desk over a folder of recordings, and where its pages are."""
    name = f"room_{os.getpid()}_{next(_numbers)}"
    async with fresh_database(servers, name) as url, filmed_desk(url, tmp_path, recorded) as on:
        yield on


def field_of(at: str | datetime) -> str:
    """An instant in UTC as the page's fields have it: in Shanghai."""
    instant = datetime.fromisoformat(at) if isinstance(at, str) else at
    return f"{instant + timedelta(hours=8):%Y-%m-%dT%H:%M:%S}"


async def _mask(page: Page, desk: Desk) -> Locator:
    """Have forty seconds masked and look through them; the section of the films."""
    films = page.locator(".films-part")
    await button(films, "Mask minutes").click()
    dialog = page.get_by_role("dialog")
    await dialog.get_by_label("Until").fill(field_of(desk.at(-3600)))
    await expect(button(dialog, "Mask minutes")).to_be_disabled()
    await dialog.get_by_label("From").fill(field_of(desk.at(0)))
    await dialog.get_by_label("Until").fill(field_of(desk.at(40)))
    await button(dialog, "Mask minutes").click()
    await expect(films.locator(".badge").first).to_have_text("To be confirmed", timeout=_MADE_MS)
    return films


async def look_through(page: Page, strips: int = 2) -> None:
    """See every strip, then say that nobody is to be recognised."""
    await button(page, "Look through it").click()
    dialog = page.get_by_role("dialog")
    confirm = button(dialog, "Nobody is to be recognised")
    for seen in range(1, strips + 1):
        await expect(dialog.locator(".films-seen")).to_have_text(f"{seen} of {strips} seen")
        if seen < strips:
            await expect(confirm).to_be_disabled()
            await button(dialog, "Next strip").click()
    await confirm.click()
    await expect(dialog).to_have_count(0)


async def sign(page: Page, *, by_hand: bool) -> None:
    """Fill in the undertaking and begin."""
    begin = button(page, "Begin the viewing")
    await page.get_by_label("Name of the applicant").fill("王小明")
    await page.get_by_label("I have read the undertaking").check()
    await page.get_by_label("The telephone is with the officer").check()
    if by_hand:
        await expect(begin).to_be_disabled()
        await draw(page)
    else:
        await page.get_by_label("By the name as written above").check()
        await page.get_by_label("More than the applicant is to be seen").check()
    await begin.click()


async def draw(within: Page | Locator) -> None:
    """A signature by mouse."""
    pad = within.locator(".signature-pad")
    await pad.scroll_into_view_if_needed()
    box = await pad.bounding_box()
    assert box is not None
    page = within.page if isinstance(within, Locator) else within
    await page.mouse.move(box["x"] + 60, box["y"] + 40)
    await page.mouse.down()
    for step in range(12):
        await page.mouse.move(box["x"] + 60 + 20 * step, box["y"] + 40 + 60 * (step % 2))
    await page.mouse.up()


async def test_a_viewing_is_masked_signed_shown_and_ends_with_its_slot(
    browser: Browser, filmed: tuple[Desk, str]
) -> None:
    desk, base = filmed
    of = await scheduled(desk, after=_SOON)
    async with opened(browser, base, "/console/") as seen:
        page = await to_desk(seen)
        await open_request(page, of)
        films = await _mask(page, desk)
        await look_through(page)
        await expect(films.locator(".badge").first).to_have_text("May be shown")
        await page.locator(".review-steps").get_by_role("link", name="To the viewing room").click()
        await expect(page.locator(".room h2")).to_be_focused()
        await sign(page, by_hand=True)
        player = page.get_by_role("group", name="Masked film")
        await until(lambda: page.evaluate(DRAWN))
        assert await page.evaluate(KEPT) == 0
        await _played(player)
        [row] = await desk.town.rows("SELECT signed_sealed FROM footage_viewing")
        assert "王小明".encode() not in row["signed_sealed"]
        end = page.locator(".room-facts .button")
        await end.click()
        await end.click()
        await expect(page.locator(".empty")).to_contain_text("The viewing is over")
        await expect(page.locator("canvas")).to_have_count(0)
        await button(page, "Begin again within the time").click()
        await sign(page, by_hand=False)
        await expect(page.locator(".empty")).to_contain_text("Waiting for the second officer")
        await _attended(desk, base, browser, of)
        await until(lambda: page.evaluate(DRAWN))
        await expect(page.locator(".empty")).to_contain_text("Its time has ended", timeout=20_000)
        await expect(page.locator("canvas")).to_have_count(0)
        await button(page, "Record the result").click()
        await expect(page.get_by_role("dialog")).to_contain_text("Outcome")


async def _played(player: Locator) -> None:
    """It stands, goes a picture on, plays, and is led by keys."""
    taken = player.locator(".room-taken")
    first = await taken.inner_text()
    await button(player, "Next picture").click()
    await expect(taken).not_to_have_text(first)
    place = player.get_by_role("slider")
    await button(player, "Play").click()
    await until(lambda: place.evaluate("(one) => Number(one.value) > 700"))
    await button(player, "Pause").click()
    await place.press("ArrowRight")
    await expect(place).to_have_attribute("aria-valuetext", "0:06 of 0:40")


async def _attended(desk: Desk, base: str, browser: Browser, of: str) -> None:
    """Another officer says that he is present, at his own desk; seconds of the slot are left."""
    await colleague(desk)
    async with opened(browser, base, "/console/") as other:
        page = await to_desk(other, "colleague")
        await open_request(page, of)
        await expect(page.locator(".films-running")).to_contain_text("is under way")
        ends_at = desk.town.clock.now() + timedelta(seconds=9)
        await desk.town.rows(
            "UPDATE footage_viewing SET until_at = $1 WHERE ended_at IS NULL", ends_at
        )
        await button(page, "I am present").click()
        await expect(page.locator(".films-running")).to_contain_text("Second officer: Colleague")


async def _confirmed(desk: Desk, of: str) -> dict[str, Any]:
    """A film that may be shown."""
    door, reviewer = f"/v1/footage-requests/{of}/maskings", desk.reviewer
    body = {"camera_id": desk.office.cameras[0], "from_at": desk.at(0), "until_at": desk.at(40)}
    right(await reviewer.post(door, body))

    found: dict[str, Any] = {}

    async def made() -> bool:
        found.update(right(await reviewer.get(door))[0])
        return bool(found["state"] == "made")

    await until(made, most_s=60)
    for number in range(found["film"]["strips"]):
        await reviewer.post(f"/v1/maskings/{found['masking_id']}/strips", {"number": number})
    right(await reviewer.post(f"/v1/maskings/{found['masking_id']}/confirm", None))
    organ = {"organ": "金乡县人民法院", "basis": "799 号令第二十条", "document": "(2026)鲁15号"}
    right(await reviewer.post(f"/v1/maskings/{found['masking_id']}/copies", organ))
    return found


async def test_the_room_can_be_read_heard_and_touched(
    browser: Browser, filmed: tuple[Desk, str]
) -> None:
    desk, base = filmed
    wrong: list[str] = []
    of = await scheduled(desk, after=timedelta(hours=2))
    await _confirmed(desk, of)
    await desk.town.rows(_REFUSED, of)
    for (language, theme), phone in zip(LOOKS, (False, True), strict=True):
        look = {"language": language, "theme": theme, "phone": phone}
        async with opened(browser, base, "/console/", **look) as seen:  # type: ignore[arg-type]
            page = await to_desk(seen)
            await open_request(page, of)
            await expect(page.locator(".films-copies li")).to_have_count(1)
            await judge(seen, "films", wrong)
            await page.locator(".films-part > .office-acts .button").click()
            await judge(seen, "mask", wrong)
            await page.keyboard.press("Escape")
            await page.evaluate("(of) => { location.hash = `#viewing=${of}`; }", of)
            await expect(page.locator(".room .empty")).to_be_visible()
            await judge(seen, "early", wrong)
            await _slot(desk, of, timedelta())
            await page.reload()
            await page.get_by_role("textbox").fill("王小明")
            await page.get_by_role("radio").nth(1).check()
            await judge(seen, "sign", wrong)
            for box in (0, 1):
                await page.get_by_role("checkbox").nth(box).check()
            await page.locator(".room-begin").click()
            await until(lambda: page.evaluate(DRAWN))  # noqa: B023 - awaited at once.
            await judge(seen, "player", wrong)
            await _slot(desk, of, timedelta(hours=2))
    assert not wrong, "\n".join(sorted(set(wrong)))


async def _slot(desk: Desk, of: str, after: timedelta) -> None:
    """Another time for the viewing, in the row alone."""
    at = desk.town.clock.now() + after
    await desk.town.rows("UPDATE footage_request SET slot_at = $2 WHERE footage_id = $1", of, at)
    await desk.town.rows("UPDATE footage_viewing SET until_at = begins_at + interval '1 second'")
