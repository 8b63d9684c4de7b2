"""The icons of the installed page, drawn from the bell: `./dev python -m tests.support.icons`.

A browser draws them, since the bell is an SVG and no package of ours draws those.
"""

import asyncio
from pathlib import Path

from playwright.async_api import Browser

from tests.support.browser import NO_BROWSER, find_browser, launched

WEB = Path(__file__).parents[2] / "service" / "web"
BELL = WEB / "shared" / "bell.svg"
FOLDER = WEB / "public" / "patrol"

_GROUND = '<rect width="32" height="32" rx="8" fill="#2452d1"/>'
# The shape that a phone cuts out is its own affair: the ground goes to the edge.
_WHOLE = _GROUND.replace(' rx="8"', "")


async def draw() -> None:
    """Write every icon anew."""
    path = find_browser()
    assert path is not None, NO_BROWSER
    bell = BELL.read_text(encoding="utf-8")
    assert _GROUND in bell, "the bell has another ground than it had"
    whole, bare = bell.replace(_GROUND, _WHOLE), bell.replace(_GROUND, "")
    async with launched(path) as browser:
        await _draw(browser, bell, 192, "icon-192")
        await _draw(browser, bell, 512, "icon-512")
        await _draw(browser, whole, 512, "icon-whole-512")
        await _draw(browser, whole, 180, "icon-apple-180")
        # Android paints it in a colour of its own: only its shape counts.
        await _draw(browser, bare, 96, "badge-96")


async def _draw(browser: Browser, svg: str, size: int, name: str) -> None:
    page = await browser.new_page(viewport={"width": size, "height": size})
    sized = svg.replace("<svg ", f'<svg width="{size}" height="{size}" ', 1)
    await page.set_content(f"<style>*{{margin:0;display:block}}</style>{sized}")
    await page.screenshot(path=FOLDER / f"{name}.png", omit_background=True)
    await page.close()


if __name__ == "__main__":
    asyncio.run(draw())
