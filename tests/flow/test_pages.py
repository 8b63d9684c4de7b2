"""The built pages, as a browser asks for them."""

import gzip
import io
import json
import re

import pytest
from PIL import Image

from service.pages import BUILT, policy
from tests.support.town_house import Town

pytestmark = pytest.mark.skipif(not BUILT.is_dir(), reason="the pages are not built here")


@pytest.mark.parametrize("page", ["consent", "console", "patrol", "school"])
async def test_a_page_and_all_that_it_names_is_served(town: Town, page: str) -> None:
    async with town.session.get(f"{town.base}/{page}/") as answer:
        assert (answer.status, answer.content_type) == (200, "text/html")
        assert answer.headers["Cache-Control"] == "no-cache"
        policy = answer.headers["Content-Security-Policy"]
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self';")
        assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"
        assert "microphone=()" in answer.headers["Permissions-Policy"]
        html = await answer.text()
    assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\son\w+=|javascript:", html)
    assert not re.search(r'(?:src|href)="(?:[a-z]+:)?//', html), "nothing of another's"
    named = re.findall(r'(?:src|href)="(/[^"]+)"', html)
    assert any(name.endswith(".js") for name in named)
    for name in named:
        async with town.session.get(town.base + name) as answer:
            assert answer.status == 200, name
            lasting = "immutable" in answer.headers["Cache-Control"]
            assert lasting == name.startswith("/assets/"), name


async def test_an_installed_page_has_icons_of_the_sizes_that_it_says(town: Town) -> None:
    async with town.session.get(f"{town.base}/patrol/manifest.webmanifest") as answer:
        assert answer.content_type == "application/manifest+json"
        manifest = json.loads(await answer.read())
    for icon in manifest["icons"]:
        async with town.session.get(town.base + icon["src"]) as answer:
            assert (answer.status, answer.content_type) == (200, icon["type"])
            size = "{}x{}".format(*Image.open(io.BytesIO(await answer.read())).size)
        assert size == icon["sizes"]


async def test_a_worker_is_asked_for_each_time_and_stands_for_its_page_alone(town: Town) -> None:
    async with town.session.get(f"{town.base}/patrol/worker.js") as answer:
        assert (answer.status, answer.content_type) == (200, "text/javascript")
        assert answer.headers["Cache-Control"] == "no-cache"
        assert answer.headers["Service-Worker-Allowed"] == "/patrol"
        script = await answer.text()
    html = await (await town.session.get(f"{town.base}/patrol/")).text()
    for name in re.findall(r'(?:src|href)="(/assets/[^"]+)"', html):
        assert name in script, "the page does not start without a network"


async def test_a_script_is_sent_packed_to_whoever_can_unpack_it(town: Town) -> None:
    name = next(path.name for path in (BUILT / "assets").iterdir() if path.suffix == ".js")
    address, packed = f"{town.base}/assets/{name}", {"Accept-Encoding": "gzip"}
    async with town.session.get(address, headers={"Accept-Encoding": "identity"}) as answer:
        plain = await answer.read()
    raw = town.session.get(address, headers=packed, auto_decompress=False)
    async with raw as answer:
        sent = await answer.read()
        tag = answer.headers["ETag"]
    assert gzip.decompress(sent) == plain
    async with town.session.get(address, headers={"If-None-Match": tag}) as answer:
        assert (answer.status, await answer.read()) == (304, b"")


@pytest.mark.parametrize("name", ["nothing.js", "..%2f..%2fapp.py", "%2e%2e/index.html", "a%00b"])
async def test_nothing_but_the_pages_is_served(town: Town, name: str) -> None:
    async with town.session.get(f"{town.base}/assets/{name}") as answer:
        assert answer.status == 404
        assert answer.content_type == "application/problem+json"


async def test_the_front_door_leads_to_the_desk(town: Town) -> None:
    async with town.session.get(f"{town.base}/", allow_redirects=False) as answer:
        assert (answer.status, answer.headers["Location"]) == (302, "/console/")


def test_pages_may_load_from_the_tile_server_that_is_set_and_from_no_other() -> None:
    assert "connect-src 'self';" in policy("")
    allowed = policy("https://tiles.example:8443/a/{z}/{x}/{y}.png?key=1")
    assert "connect-src 'self' https://tiles.example:8443;" in allowed
    assert allowed.replace(" https://tiles.example:8443", "") == policy("")


@pytest.mark.parametrize("page", ["citizen", "consent", "console", "patrol", "school"])
def test_styles_that_pages_share_come_before_a_pages_own(page: str) -> None:
    html = (BUILT / page / "index.html").read_text(encoding="utf-8")
    styles = [BUILT / path for path in re.findall(r'href="/(assets/[^"]+[.]css)"', html)]
    shared = ["--ground:" in style.read_text(encoding="utf-8") for style in styles]
    assert shared[0], "what stands later wins"
    assert not any(shared[1:])
