"""Words that hold script, or never end, on the touch screen: text, and the key in its place."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect

from kiosk_client.agent.clock import SystemClock
from kiosk_client.agent.identity import IdentityFile
from kiosk_client.agent.settings import Folder
from kiosk_client.agent.state import Light, Line, Scene
from kiosk_client.screen.bulletins import Bulletin
from tests.kiosk.pages import show, shown
from tests.kiosk.test_kiosk_bulletins import SIZES
from tests.support.browser import launched

pytestmark = pytest.mark.browser

SCRIPT = "<img src=x onerror=document.title='taken'><script>document.title='taken'</script>"
HOSTILE = SCRIPT + "长" * 5_000 + "W" * 5_000
# Where a finger would look for the key: its middle, and a little above, below and beside it.
KEY = """() => {
  const {left, top, right, bottom, width} = document.querySelector("#key").getBoundingClientRect();
  const [x, y, d] = [(left + right) / 2, (top + bottom) / 2, width * 0.4];
  const inside = left >= 0 && top >= 0 && right <= innerWidth + 0.5 && bottom <= innerHeight + 0.5;
  return inside && width >= 60 && [[0, 0], [d, 0], [-d, 0], [0, d], [0, -d]].every(([a, b]) =>
    document.elementFromPoint(x + a, y + b)?.closest("#key") !== null);
}"""
INSIDE = """(id) => {
  const {top, bottom} = document.getElementById(id).getBoundingClientRect();
  return top >= 0 && bottom > top && bottom <= innerHeight + 0.5;
}"""


@pytest.fixture
async def browser(chromium_path: str) -> AsyncIterator[Browser]:
    """A browser of one's own."""
    async with launched(chromium_path) as chromium:
        yield chromium


def hostile(number: int) -> Bulletin:
    """A bulletin longer than any centre of ours would tell it."""
    said = dict.fromkeys(("who", "clothing", "place"), HOSTILE)
    ends_s = SystemClock().monotonic() + 3600
    words = {"zh-CN": said, "en": said}
    return Bulletin(str(number), words, "2026-03-02T07:30:00Z", "110", ends_s, None)


async def is_text(page: Page) -> None:
    """Nothing ran, and nothing stands out of the page."""
    assert await page.locator("img[src=x]").count() == 0
    assert "taken" not in await page.title()
    assert await page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


@pytest.mark.parametrize("language", ["zh-CN", "en"])
async def test_script_and_endless_words_are_text_and_hide_no_key(
    browser: Browser, tmp_path: Path, language: str
) -> None:
    box = tmp_path / "box"
    async with shown(browser, box, language) as (screen, page):
        identity = IdentityFile(Folder(box))
        identity.save(replace(identity.read(), site_name=HOSTILE))
        screen.post([hostile(1), hostile(2)])
        for light in (Light.IDLE, Light.CALLING):
            for line in (Line.UP, Line.DOWN):
                await show(screen, page, Scene(light, None, line))
                await expect(page.locator("#site")).to_have_text(HOSTILE)
                for width, height in SIZES:
                    await page.set_viewport_size({"width": width, "height": height})
                    where = f"{light} {line} {width}x{height}"
                    await is_text(page)
                    assert await page.evaluate(KEY), where
                    if light is Light.IDLE:
                        await expect(page.locator("#b_who")).to_have_text(HOSTILE)
                        for part in ("b_who", "b_phone", "b_turns"):
                            assert await page.evaluate(INSIDE, part), f"{where}: {part}"
