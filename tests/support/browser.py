"""The browser that tests drive: where it is found, and what is said where there is none.

`./dev test` looks for one or sets one up; a test that is started otherwise finds the same one.
"""

import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from playwright.async_api import Browser, async_playwright

NO_BROWSER = "NO BROWSER: set WATCHBELL_CHROMIUM to one, or run ./dev test where one can be set up"

_SET_UP = Path(__file__).parents[2] / ".browser" / "chromium"
# The last list counts: what Playwright leaves off, and the pages behind the address bar, of which
# every new window would start two, at three times the cost of a page.
_LEFT_OFF = (
    *("AvoidUnnecessaryBeforeUnloadCheckSync", "DestroyProfileOnBrowserClose", "HttpsUpgrades"),
    *("HttpsFirstBalancedModeAutoEnable", "LensOverlay", "MediaRouter", "PaintHolding"),
    *("ThirdPartyStoragePartitioning", "AvoidCorsURLLoaderRestartOnRedirect", "OptimizationHints"),
    *("NetworkTimeServiceQuerying", "AimEnabled", "PreconnectToSearch"),
    *("WebUIOmniboxPopup", "WebUIOmniboxAimPopup", "WebUIOmniboxFullPopup"),
)
_ARGUMENTS = [
    f"--disable-features={','.join(_LEFT_OFF)}",
    "--no-sandbox",  # Tests run as root in containers; they open no page but ours.
    "--autoplay-policy=no-user-gesture-required",
    # Headless, a tab that is behind another one must go on as on the desk's second screen.
    "--disable-renderer-backgrounding",
    "--disable-backgrounding-occluded-windows",
]


def find_browser() -> str | None:
    """The path of a Chromium, in the order in which `dev` looks."""
    named = os.environ.get("WATCHBELL_CHROMIUM")
    if named:
        return named
    for name in ("chromium", "google-chrome"):
        if found := shutil.which(name):
            return found
    return str(_SET_UP) if _SET_UP.exists() else None


def required() -> bool:
    """Whether tests without a browser fail: where every change has to pass, silence is a lie."""
    return bool(os.environ.get("CI")) or os.environ.get("WATCHBELL_BROWSER") == "required"


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """A browser's path; without one the test is skipped, or fails where one is required."""
    path = find_browser()
    if path is not None:
        return path
    if required():
        pytest.fail(NO_BROWSER)
    pytest.skip(NO_BROWSER)


@asynccontextmanager
async def launched(path: str) -> AsyncIterator[Browser]:
    """A browser without a window, closed afterwards."""
    async with async_playwright() as play:
        browser = await play.chromium.launch(executable_path=path, args=_ARGUMENTS)
        try:
            yield browser
        finally:
            await browser.close()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say loudly what was not tried."""
    skipped = terminalreporter.stats.get("skipped", [])
    count = sum(NO_BROWSER in str(report.longrepr) for report in skipped)
    if count:
        terminalreporter.section("browser", red=True, bold=True)
        terminalreporter.line(f"{count} tests were SKIPPED. {NO_BROWSER}", red=True)


def register(config: pytest.Config) -> None:
    """Give a folder's tests the fixture and the summary, once for all folders."""
    import tests.support.browser as this

    if not config.pluginmanager.is_registered(this):
        config.pluginmanager.register(this, "watchbell-browser")
