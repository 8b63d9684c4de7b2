"""The pictures of the README: `./dev pictures` plays one press of the demo and looks at it.

Writes docs/pictures/*.webp. Everything on them is the running product over the simulated county.
"""

import argparse
import asyncio
import io
import re
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import datetime, timedelta, timezone
from pathlib import Path

import aiohttp
from PIL import Image
from playwright.async_api import Browser, Page, expect

from tests.support.browser import NO_BROWSER, find_browser, launched
from tests.support.people import Person
from tests.support.town.ground import Place, spot_of
from tests.support.town.plan import make_plan, seed_of
from tests.support.town.recordings import near
from tests.support.town.shown_bag import grant
from tests.support.town.story import CONTACT, DISPATCHER, REVIEWER, Story, story_of

Texts = asyncio.Queue[str]

_PICTURES = Path(__file__).parents[3] / "docs" / "pictures"
_BYTES_MOST = 250 * 1024
_READY_MOST_S = 180
_STOP_MOST_S = 60
_SCENE_MOST_MS = 60_000
_SCALE = 0.1

# A held key calls after three seconds.
_HOLD_MS = 3400
# Marks glide for two seconds after a position has come; pictures of a moving map look torn.
_SETTLE_MS = 2500

# Something of the film is drawn.
_SHOWN = """() => {
  const canvas = document.querySelector(".room canvas");
  if (!canvas || canvas.width < 100) return false;
  const all = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
  return all.some((value, at) => at % 4 === 0 && value > 40);
}"""

_ZONE = timezone(timedelta(hours=8))
_LANGUAGES = ("zh-CN", "en")
_DESK = {"width": 1600, "height": 1080}
_PHONE = {"width": 390, "height": 844}
_KIOSK = {"width": 800, "height": 1280}
_SCHOOL = {"width": 1100, "height": 820}


def main() -> int:
    """Take them all."""
    parser = argparse.ArgumentParser(prog="./dev pictures", description=__doc__)
    parser.add_argument("--port", type=int, default=8180, help="of the demo; three follow it")
    port = parser.parse_args().port
    path = find_browser()
    if path is None:
        print(NO_BROWSER, file=sys.stderr)
        return 1
    expect.set_options(timeout=_SCENE_MOST_MS)
    asyncio.run(_take_all(path, port))
    return 0


async def _take_all(path: str, port: int) -> None:
    _PICTURES.mkdir(parents=True, exist_ok=True)
    service, screen = f"http://127.0.0.1:{port}", f"http://127.0.0.1:{port + 1}"
    story = story_of(seed_of(make_plan(_SCALE), "", ""), visitor=True)
    async with _demo(port) as texts, launched(path) as browser, AsyncExitStack() as open_pages:
        await _take_note(service, story)
        for number, language in enumerate(_LANGUAGES):
            citizen = await _page(open_pages, browser, language, _PHONE)
            await _fill(citizen, f"{service}/footage/new", story, f"1380013800{number}")
            await _take(citizen, f"footage-form-{language}")
            await _send(citizen, texts)
            await _take(citizen, f"footage-request-{language}")
            review = await _page(open_pages, browser, language, _DESK)
            await _sign_in(review, f"{service}/console/", REVIEWER, story)
            await review.locator(".review-line").first.click()
            await review.wait_for_timeout(_SETTLE_MS)
            await _take(review, f"review-{language}")
        plan = make_plan(_SCALE)
        bag = await grant(service, story, near(plan, spot_of(story.place))[0].camera_id)
        for language in _LANGUAGES:
            room = await _page(open_pages, browser, language, _DESK)
            await _sign_in(room, f"{service}/console/", REVIEWER, story)
            await _view(room, bag)
            await _take(room, f"viewing-{language}")
            for _ in range(2):
                await room.locator(".room-facts .button").click()
            await expect(room.locator(".room canvas")).to_have_count(0)
        keys, desks, phones, schools = {}, {}, {}, {}
        for language in _LANGUAGES:
            keys[language] = await _page(open_pages, browser, language, _KIOSK)
            await keys[language].goto(screen)
            desks[language] = await _page(open_pages, browser, language, _DESK)
            await _sign_in(desks[language], f"{service}/console/", DISPATCHER, story)
            phones[language] = await _page(
                open_pages, browser, language, _PHONE, place=story.yours.home
            )
            await _sign_in(phones[language], f"{service}/patrol/", story.yours.account, story)
            schools[language] = await _page(open_pages, browser, language, _SCHOOL)
            await _sign_in(schools[language], f"{service}/school/", CONTACT, story)
        await _hold_key(keys["zh-CN"])
        for language, phone in phones.items():
            await expect(phone.locator(".ring")).to_be_visible()
            await _take(phone, f"patrol-ring-{language}")
        await phones["zh-CN"].locator(".key.accept").click()
        await phones["zh-CN"].locator(".next-keys .key").first.click()
        for language, key in keys.items():
            await expect(key.locator("body")).to_have_attribute("data-light", "on_the_way")
            await _take(key, f"kiosk-on-the-way-{language}")
        for language, desk in desks.items():
            await desk.locator(".cards .card").first.click()
            await expect(desk.locator(".tile.stored img").nth(1)).to_be_visible()
            await expect(desk.locator(".unit-mark.going").first).to_be_visible()
            await desk.wait_for_timeout(_SETTLE_MS)
            await _take(desk, f"console-{language}")
        for language, school in schools.items():
            await expect(school.locator(".now").first).to_be_visible()
            await _take(school, f"school-{language}")
        for language, desk in desks.items():
            await _replay(desk)
            await _take(desk, f"replay-{language}")


async def _fill(page: Page, url: str, story: Story, number: str) -> None:
    """Ask, as a citizen, for an hour of this morning before the school."""
    until = datetime.now(_ZONE) - timedelta(hours=1, minutes=10)
    begin = max(until - timedelta(hours=1), until.replace(hour=0, minute=0))
    await page.goto(url)
    await page.locator("[name=category][value=lost_property]").check()
    await page.locator("[name=description]").fill("黑色手提包 a black bag")
    await page.locator("[name=where]").fill(story.school)
    await page.locator("[name=act][value=find]").click()
    await expect(page.locator("[name=site]").first).to_be_checked()
    await page.locator("[name=on]").fill(f"{begin:%Y-%m-%d}")
    await page.locator("[name=from]").fill(f"{begin:%H:%M}")
    await page.locator("[name=until]").fill(f"{until:%H:%M}")
    await page.locator("[name=name]").fill("王小明")
    await page.locator("[name=phone]").fill(number)
    await page.evaluate("scrollTo(0, 0)")


async def _send(page: Page, texts: Texts) -> None:
    """Send what was filled in, with the code of a text; end at the receipt."""
    await page.locator(".big[name=act]").click()
    async with asyncio.timeout(_READY_MOST_S):
        while not (code := re.search(r"\b\d{6}\b", await texts.get())):
            pass
    await page.locator("[name=code]").fill(code[0])
    await page.locator(".big[name=act]").click()
    await expect(page.locator(".receipt-code")).to_be_visible()


async def _view(page: Page, footage_id: str) -> None:
    """Sign, and be shown what was granted."""
    await page.evaluate("(of) => { location.hash = `#viewing=${of}`; }", footage_id)
    await page.get_by_role("textbox").fill("王小明")
    await page.get_by_role("radio").nth(1).check()
    for number in (0, 1):
        await page.get_by_role("checkbox").nth(number).check()
    await page.locator(".room-begin").click()
    await page.wait_for_function(_SHOWN)
    await page.wait_for_timeout(_SETTLE_MS)


async def _replay(desk: Page) -> None:
    """Play what has happened so far again, up to its middle."""
    await desk.locator(".incident-name").focus()
    await desk.keyboard.press("y")
    slider = desk.locator(".replay-range")
    await expect(slider).to_be_visible()
    end = int(await slider.get_attribute("max") or 0)
    await slider.fill(str(end * 3 // 4))
    await desk.wait_for_timeout(_SETTLE_MS)


@asynccontextmanager
async def _demo(port: int) -> AsyncIterator[Texts]:
    """The demo, from its welcome until it is asked to end, and the texts that it has sent."""
    texts: Texts = asyncio.Queue()
    running = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.support.town.demo"),
        *("--port", str(port), "--scale", str(_SCALE)),
        stdout=asyncio.subprocess.PIPE,
    )
    assert running.stdout is not None
    try:
        async with asyncio.timeout(_READY_MOST_S):
            while line := await running.stdout.readline():
                if line.startswith(b"Ctrl-C"):
                    break
        assert running.returncode is None, "the demo ended before it was ready"
        reading = asyncio.create_task(_drain(running.stdout, texts))
        yield texts
        reading.cancel()
    finally:
        if running.returncode is None:
            running.send_signal(signal.SIGINT)
        await asyncio.wait_for(running.wait(), _STOP_MOST_S)


async def _drain(stream: asyncio.StreamReader, texts: Texts) -> None:
    while line := await stream.readline():
        if line.startswith(b"text to "):
            texts.put_nowait(line.decode())


async def _page(
    pages: AsyncExitStack,
    browser: Browser,
    language: str,
    size: dict[str, int],
    *,
    place: Place | None = None,
) -> Page:
    """A page of this size, drawn as finely as phones draw; the desk is dark in one language."""
    phone = size is _PHONE
    context = await browser.new_context(
        viewport=size,  # type: ignore[arg-type]
        device_scale_factor=2 if phone else 1,
        has_touch=phone,
        is_mobile=phone,
        locale=language,
        timezone_id="Asia/Shanghai",
        color_scheme="dark" if language == "en" else "light",
        permissions=["geolocation"] if place else [],
        geolocation={"latitude": place.lat, "longitude": place.lon} if place else None,
    )
    pages.push_async_callback(context.close)
    context.set_default_timeout(_SCENE_MOST_MS)
    return await context.new_page()


async def _take_note(service: str, story: Story) -> None:
    """Whoever is looked at has taken note of the notices: no picture shows one."""
    async with aiohttp.ClientSession() as session:
        for name in (DISPATCHER, CONTACT, REVIEWER, story.yours.account):
            person = Person(service, session)
            answer = await person.sign_in(name, story.password)
            assert answer.status == 201, answer.body
            await person.take_note()


async def _sign_in(page: Page, url: str, name: str, story: Story) -> None:
    await page.goto(url)
    await page.locator("input[type=text]").fill(name)
    await page.locator("input[type=password]").fill(story.password)
    await page.keyboard.press("Enter")
    await expect(page.locator(".line-state.live")).to_be_visible()


async def _hold_key(page: Page) -> None:
    """Hold the red key as a teacher does."""
    await expect(page.locator("body")).to_have_attribute("data-line", "up")
    box = await page.locator("#key").bounding_box()
    assert box is not None
    await page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    await page.mouse.down()
    await page.wait_for_timeout(_HOLD_MS)
    await page.mouse.up()


async def _take(page: Page, name: str) -> None:
    """Write what is shown as docs/pictures/<name>.webp, as finely as its size allows."""
    shot = Image.open(io.BytesIO(await page.screenshot()))
    for quality in (90, 80, 70, 60):
        packed = io.BytesIO()
        shot.save(packed, "WEBP", quality=quality, method=6)
        if packed.tell() <= _BYTES_MOST:
            break
    else:
        raise ValueError(f"{name} does not fit into {_BYTES_MOST} bytes")
    (_PICTURES / f"{name}.webp").write_bytes(packed.getvalue())
    print(f"docs/pictures/{name}.webp  {packed.tell() // 1024} kB", flush=True)


if __name__ == "__main__":
    sys.exit(main())
