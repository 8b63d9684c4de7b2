"""How long the bell of a desk rings, and a browser that keeps it silent."""

import pytest
from playwright.async_api import Browser, expect

from tests.browser.stage import Stage
from tests.browser.watched import opened

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

# The page's clock, moved by hand; what answers say of the time would set it right again.
_CLOCK = """
const real = Date.now.bind(Date);
window.ahead_ms = 0;
Date.now = () => real() + window.ahead_ms;
const told = Headers.prototype.get;
Headers.prototype.get = function (name) {
  return name === "date" ? null : told.call(this, name);
};
"""

# A browser that keeps a page silent until it is touched; the one of the tests never does.
_BLOCKED = """
let touched = false;
addEventListener("pointerdown", () => { touched = true; }, true);
const resume = AudioContext.prototype.resume;
AudioContext.prototype.resume = function () {
  return touched ? resume.call(this) : Promise.reject(new DOMException("", "NotAllowedError"));
};
const { get } = Object.getOwnPropertyDescriptor(BaseAudioContext.prototype, "state");
Object.defineProperty(BaseAudioContext.prototype, "state", {
  get() { return touched ? get.call(this) : "suspended"; },
});
"""


async def test_the_bell_ends_after_five_minutes_and_sounds_anew_at_the_next_incident(
    browser: Browser, stage: Stage
) -> None:
    async with opened(browser, stage.base, "/console/") as desk:
        page = desk.page
        await page.add_init_script(_CLOCK)
        await page.reload()
        await desk.sign_in("east")
        await desk.live()
        vain = page.locator(".bell-vain")
        await stage.press()
        # Nobody is on duty: the incident comes to the desk, which rings anew for it.
        await expect(page.locator(".card")).to_contain_text("Waits at your desk")
        await desk.sounds()
        await page.evaluate("window.ahead_ms = 290_000")
        await desk.sounds()
        await expect(vain).to_have_count(0)
        await page.evaluate("window.ahead_ms = 301_000")
        await expect(vain).to_contain_text("nobody came")
        await expect(page.locator(".card.unseen")).to_have_count(1)
        await desk.is_silent()
        await stage.press(1)
        await desk.sounds()
        await expect(vain).to_have_count(0)
        await expect(page.locator(".card.unseen")).to_have_count(2)


async def test_a_desk_that_may_not_sound_says_so_until_it_is_touched(
    browser: Browser, stage: Stage
) -> None:
    async with opened(browser, stage.base, "/console/") as desk:
        page = desk.page
        await desk.sign_in("east")
        await desk.live()
        bar = page.locator(".desk-sound")
        await expect(bar).to_have_count(0)
        await page.add_init_script(_BLOCKED)
        await page.reload()
        await desk.live()
        await stage.press()
        await expect(page.locator(".bell-count")).to_be_visible()
        await expect(bar).to_contain_text("Enable sound")
        assert not await desk.scan()
        await bar.click()
        await expect(bar).to_have_count(0)
        await desk.sounds()
