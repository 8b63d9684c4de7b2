"""A citizen's pages as a browser without script uses them, from the first question to the stars."""

import itertools
import os
import re
from collections.abc import AsyncIterator
from datetime import timedelta, timezone

import pytest
import pytest_asyncio

from service.platform.verifier import TrialVerifier
from tests.flow.test_citizens import code_in
from tests.support import hamlet
from tests.support.footage import Office, open_office, right
from tests.support.gateway import Gateway, text_gateway
from tests.support.handed_pictures import bomb, picture
from tests.support.servers import Servers, fresh_database
from tests.support.town_house import open_town
from tests.support.visitor import Shown, Visitor, visitor

HERE = timezone(timedelta(hours=8))
HOSTILE = "<script>alert(1)</script>\"'&amp; {{7*7}} {%x%} </textarea><b>"


# One town for all: each test is somebody else.
pytestmark = pytest.mark.asyncio(loop_scope="module")
_people = itertools.count(13800138000)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def texts() -> AsyncIterator[Gateway]:
    """A gateway for text messages."""
    async with text_gateway() as gateway:
        yield gateway


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def office(
    servers: Servers, tmp_path_factory: pytest.TempPathFactory, texts: Gateway
) -> AsyncIterator[Office]:
    """The kindergarten's gate with its cameras, in a town that sends texts."""
    folder = tmp_path_factory.mktemp("citizen")
    async with (
        fresh_database(servers, f"citizen_{os.getpid()}") as url,
        open_town(url, folder, text_gateway=texts.url) as town,
        open_office(town) as opened,
    ):
        yield opened


@pytest_asyncio.fixture(loop_scope="module")
async def browser(office: Office) -> AsyncIterator[Visitor]:
    """A browser without script."""
    async with visitor(office.town.base) as opened:
        yield opened


def answers(office: Office, **more: str) -> dict[str, str]:
    """What somebody types who lost a bag at the kindergarten this morning."""
    begin = office.town.clock.now().astimezone(HERE) - timedelta(hours=2)
    until = begin + timedelta(hours=1)
    return {
        "act": "file",
        "category": "lost_property",
        "at_risk": "none",
        "description": "黑色书包,内有学生证",
        "where": "河边",
        "site": str(hamlet.SMALL),
        "on": f"{begin:%Y-%m-%d}",
        "from": f"{begin:%H:%M}",
        "until": f"{until:%H:%M}",
        "next_day": "yes" if until.date() > begin.date() else "",
        "name": "王小明",
        "relationship": "self",
        "phone": str(next(_people)),
    } | more


async def file(office: Office, browser: Visitor, texts: Gateway, **more: str) -> Shown:
    """Fill in the form, give the code, and be shown the receipt."""
    await browser.open("/footage/new")
    asked = await browser.send("/footage/new", **answers(office, **more))
    assert asked.status == 200, asked.words
    assert "code" in asked.fields, asked.words
    filed = await browser.send("/footage/new", act="file", code=code_in(texts))
    await office.town.work()
    assert filed.path.startswith("/footage/requests/"), filed.words
    return filed


async def test_a_form_without_script_is_filed_with_a_receipt_that_tells_its_state(
    office: Office, browser: Visitor, texts: Gateway
) -> None:
    filed = await file(office, browser, texts)
    assert "We have your request" in filed.words
    [code] = re.findall(r"[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}", filed.words)
    assert "<svg" in filed.html
    assert len(office.served.holds) >= 3
    held = await browser.open(filed.path)
    assert "All recordings near the place (3) are kept for you." in held.words
    async with visitor(office.town.base) as stranger:
        looked = await stranger.open(f"/footage/receipt?code={code.lower()}")
        assert "We have it" in looked.words
        for told in ("王小明", "138", "书包", "kept for you"):
            assert told not in looked.words, "by a receipt nothing about anybody is told"
        assert "no request with this code" in (await stranger.open("/footage/receipt?code=x")).words
        away = await stranger.open(filed.path)
        assert away.path == "/footage/sign-in"


async def test_a_mistake_is_told_at_its_field_and_nothing_typed_is_lost(
    office: Office, browser: Visitor, texts: Gateway
) -> None:
    await browser.open("/footage/new")
    before = len(texts.texts)
    given = answers(office, description=HOSTILE, name="", phone="nobody", category="")
    shown = await browser.send("/footage/new", **given)
    assert shown.status == 400
    assert shown.fields["description"] == HOSTILE
    assert "<script>alert" not in shown.html
    assert "49" not in shown.fields["description"]
    wrong = set(re.findall(r'id="(\w+)-fault"', shown.html))
    assert wrong == {"category", "name", "phone"}
    assert set(re.findall(r'href="#(\w+)"', shown.html)) >= wrong, "the summary leads to each"
    assert len(texts.texts) == before, "nobody is sent a code for a form that is wrong"


async def test_times_that_cannot_be_are_told_at_their_fields(
    office: Office, browser: Visitor
) -> None:
    here = office.town.clock.now().astimezone(HERE)
    tomorrow = f"{here + timedelta(days=1):%Y-%m-%d}"
    yesterday = f"{here - timedelta(days=1):%Y-%m-%d}"
    await browser.open("/footage/new")
    for field, words, more in (
        ("from", "future", {"on": tomorrow, "from": "10:00", "until": "11:00"}),
        ("until", "before it begins", {"on": yesterday, "from": "11:00", "until": "10:00"}),
        ("until", "longer than three", {"on": yesterday, "from": "10:00", "until": "13:01"}),
        ("on", "no day", {"on": "2026-02-30"}),
        ("on", "no day", {"on": "today"}),
        ("from", "no time", {"from": "25:00"}),
    ):
        shown = await browser.send("/footage/new", **answers(office, next_day="", **more))
        assert shown.status == 400
        assert re.findall(r'id="(\w+)-fault"', shown.html) == [field], (field, shown.words)
        assert words in shown.words
        for name, value in more.items():
            assert shown.fields[name] == value


async def test_a_window_past_midnight_can_be_asked_for(
    office: Office, browser: Visitor, texts: Gateway
) -> None:
    here = office.town.clock.now().astimezone(HERE)
    given = {"on": f"{here - timedelta(days=2):%Y-%m-%d}", "from": "23:30", "until": "01:00"}
    filed = await file(office, browser, texts, next_day="yes", **given)
    assert "23:30" in filed.words
    assert "01:00" in filed.words


async def test_a_place_is_searched_by_its_name_and_one_outside_is_refused(
    office: Office, browser: Visitor
) -> None:
    await browser.open("/footage/new")
    found = await browser.send("/footage/new", act="find", where="河边", name="王小明")
    assert found.choices["site"] == [str(hamlet.SMALL)]
    assert found.fields["name"] == "王小明"
    none = await browser.send("/footage/new", act="find", where="%_", site="")
    assert "No place of this name" in none.words
    far = await browser.send("/footage/new", **answers(office, site="", where="", pin="20.0,110.0"))
    assert re.findall(r'id="(\w+)-fault"', far.html) == ["where"]
    assert "no camera of ours" in far.words
    nowhere = await browser.send("/footage/new", **answers(office, site="", pin="", where=""))
    assert "Search for the place" in nowhere.words


async def test_a_form_that_is_sent_twice_is_filed_once(
    office: Office, browser: Visitor, texts: Gateway
) -> None:
    filed = await file(office, browser, texts)
    once = filed.path.rpartition("/")[2]
    assert browser.shown is not None
    again = await browser.send("/footage/new", **answers(office, once=once))
    assert again.path == filed.path
    requests = await browser.open("/footage/requests")
    assert requests.html.count("Request no.") == 1


async def test_a_form_of_another_site_is_refused(office: Office, browser: Visitor) -> None:
    await browser.open("/footage/new")
    for key in ("", "0" * 64):
        assert browser.shown is not None
        browser.shown.fields["key"] = key
        shown = await browser.send("/footage/new", **answers(office))
        assert shown.status == 403
        assert "too long" in shown.words
        await browser.open("/footage/new")


async def test_a_wrong_code_is_told_and_the_next_one_can_be_asked_for(
    office: Office, browser: Visitor, texts: Gateway
) -> None:
    await browser.open("/footage/new")
    await browser.send("/footage/new", **answers(office))
    wrong = f"{(int(code_in(texts)) + 1) % 10**6:06}"
    shown = await browser.send("/footage/new", act="file", code=wrong)
    assert re.findall(r'id="(\w+)-fault"', shown.html) == ["code"]
    assert shown.fields["description"] == "黑色书包,内有学生证"
    office.town.clock.forward(seconds=1)
    await browser.send("/footage/new", act="code")
    filed = await browser.send("/footage/new", act="file", code=code_in(texts))
    assert "We have your request" in filed.words


async def test_a_life_at_risk_is_searched_for_at_once(
    office: Office, browser: Visitor, texts: Gateway
) -> None:
    filed = await file(
        office, browser, texts, category="missing_person", at_risk="elder", relationship="guardian"
    )
    assert "We are searching now" in filed.words


async def test_a_status_follows_the_office_to_the_stars(
    office: Office, browser: Visitor, texts: Gateway
) -> None:
    office.town.verify_by(TrialVerifier())
    filed = await file(office, browser, texts)
    path, of = filed.path, filed.path.rpartition("/")[2]
    other = await browser.send(path, act="identity", token="test:370828199001011234:李四")
    assert "another name" in other.words
    shown = await browser.send(path, act="identity", token="test:370828199001011234:王小明")
    assert "We know who you are" in shown.words
    right(await office.move(of, "ask_info", note="哪个门?"))
    shown = await browser.open(path)
    assert "哪个门?" in shown.words
    empty = await browser.send(path, act="give_info")
    assert re.findall(r'id="(\w+)-fault"', empty.html) == ["info"]
    shown = await browser.send(path, act="give_info", info="北门 <b>")
    assert "We know who you are" in shown.words
    assert "北门 <b>" in shown.words
    questions = await office.to_consent(of, identified=True)
    for question in questions.values():
        right(await office.consent(question))
    assert "being asked" in (await browser.open(path)).words
    right(await office.decide(of, decision="approved"))
    right(await office.move(of, "review"))
    right(await office.move(of, "begin_viewing", undertaking_signed=True))
    note = "书包在门卫室"
    right(await office.move(of, "record_result", outcome="item_recovered", note=note))
    right(await office.move(of, "notify"))
    shown = await browser.open(path)
    assert "The thing was found." in shown.words
    assert "书包在门卫室" in shown.words
    assert "choose" in (await browser.send(path, act="rate")).words
    shown = await browser.send(path, act="rate", stars="5")
    assert "You gave 5 of 5" in shown.words


async def test_what_was_done_is_said_once_and_not_when_the_page_is_loaded_anew(
    office: Office, browser: Visitor, texts: Gateway
) -> None:
    filed = await file(office, browser, texts)
    sent = await browser.send(filed.path, act="message", message="北门")
    assert (sent.path, "Sent." in sent.words) == (filed.path, True)
    anew = await browser.open(filed.path)
    assert "Sent." not in anew.words
    assert "北门" in anew.words
    forged = await browser.open(f"{filed.path}?done=message")
    assert "Sent." not in forged.words, "nor does an address say it"


async def test_the_counters_receipt_leads_to_the_state_and_tells_nothing_of_anybody(
    office: Office,
) -> None:
    door, asked = "/v1/footage-requests", office.asked(phone_number="13900001234")
    filed = right(await office.reviewer.post(door, asked))
    async with visitor(office.town.base) as stranger:
        path = f"/footage/receipt?code={filed['receipt_code']}"
        assert "We have it" in (await stranger.open(path)).words
        right(await office.move(filed["request"]["footage_id"], "ask_info", note="哪个门?"))
        shown = await stranger.open(path)
        assert "something from you" in shown.words
        for told in ("王小明", "139", "书包", "哪个门"):
            assert told not in shown.words
        other = await stranger.open(path[:-1] + ("2" if path[-1] != "2" else "3"))
        assert "no request with this code" in other.words


async def test_each_move_of_the_office_is_told_once_by_a_text_without_content(
    office: Office, browser: Visitor, texts: Gateway
) -> None:
    filed = await file(office, browser, texts)
    of = filed.path.rpartition("/")[2]
    number = right(await office.reviewer.get(f"/v1/footage-requests/{of}"))["request"]["number"]

    async def told() -> list[str]:
        await office.town.work()
        return [said for _, said in texts.texts if f"no. {number}:" in said]

    assert len(await told()) == 1, "that it was received"
    right(await office.move(of, "verify_identity", id_number="370828199001011234"))
    texts.status = 503
    assert len(await told()) == 2, "a gateway that fails has heard it"
    texts.status = 200
    await office.town.forward(minutes=1)
    right(await office.reviewer.sign_in("reviewer"))
    right(await office.move(of, "ask_info", note="哪个门?"))
    told_now = await told()
    assert "waiting for you" in told_now[-1]
    assert len(await told()) == len(told_now), "once for each move"
    assert "哪个门" not in str(told_now)
    assert "书包" not in str(told_now)
    await browser.open(filed.path)
    await browser.send(filed.path, act="withdraw", sure="yes")
    assert len(await told()) == len(told_now), "what he did himself he saw"


async def test_a_photo_is_added_without_script_and_what_is_none_is_told(
    office: Office, browser: Visitor, texts: Gateway
) -> None:
    filed = await file(office, browser, texts)
    path = f"{filed.path}/files"
    for data, words in (
        (b"%PDF-1.7 and so on", "A PDF cannot be taken."),
        (b"nothing", "no picture that we can read"),
        (bomb(), "too many pixels"),
        (b"", "Choose a file first."),
    ):
        shown = await browser.hand_in(path, data, kind="paper")
        assert shown.status == 400
        assert words in shown.words
        assert re.findall(r'id="(\w+)-fault"', shown.html) == ["file"]
    shown = await browser.hand_in(path, picture(), kind="photo")
    assert shown.path == filed.path
    assert "Photo, 2026-" in shown.words
    heavy = await browser.hand_in(path, b"x" * (11 * 1024 * 1024), kind="photo")
    assert "too large. 10 MB at most" in heavy.words


async def test_a_refusal_names_its_law_and_its_remedy_and_can_be_appealed(
    office: Office, browser: Visitor, texts: Gateway
) -> None:
    filed = await file(office, browser, texts)
    path, of = filed.path, filed.path.rpartition("/")[2]
    right(await office.move(of, "refuse", refusal="R04"))
    shown = await browser.open(path)
    for told in ("not linked to you, or too broad", "PIPL, article 6", "12345"):
        assert told in shown.words
    shown = await browser.send(path, act="appeal", appeal="It was my own bag.")
    assert "It is being decided anew" in shown.words


async def test_a_request_is_withdrawn_only_when_that_is_sure(
    office: Office, browser: Visitor, texts: Gateway
) -> None:
    filed = await file(office, browser, texts)
    await office.town.work()
    assert "We have it" in (await browser.send(filed.path, act="withdraw")).words
    shown = await browser.send(filed.path, act="withdraw", sure="yes")
    assert "You withdrew it" in shown.words


async def test_what_is_left_behind_opens_nothing(
    office: Office, browser: Visitor, texts: Gateway
) -> None:
    filed = await file(office, browser, texts)
    kept = {c.key: c.value for c in browser.session.cookie_jar}
    await browser.open("/footage")
    left = await browser.send("/footage/leave")
    assert "nothing of you is left here" in left.words
    assert (await browser.open(filed.path)).path == "/footage/sign-in"
    browser.session.cookie_jar.update_cookies(kept)
    assert (await browser.open(filed.path)).path == "/footage/sign-in", "its session has ended"


async def test_no_page_is_kept_or_framed_or_runs_what_is_written_in_it(browser: Visitor) -> None:
    for path in ("", "/new", "/sign-in", "/receipt", "/privacy", "/requests/nonsense"):
        shown = await browser.open(f"/footage{path}")
        assert shown.headers["Cache-Control"] == "no-store"
        policy = shown.headers["Content-Security-Policy"]
        assert policy.startswith("default-src 'none'")
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\son\w+=|javascript:", shown.html)


async def test_bodies_that_are_no_form_are_refused_in_words(
    office: Office, browser: Visitor
) -> None:
    await browser.open("/footage/new")
    for body, kind in (
        (b"{}", "application/json"),
        (b"a=\xff", "application/x-www-form-urlencoded"),
        (b"&".join(b"a=1" for _ in range(100)), "application/x-www-form-urlencoded"),
    ):
        asked = browser.session.post(
            f"{browser.base}/footage/new", data=body, headers={"Content-Type": kind}
        )
        async with asked as answer:
            assert answer.status == 400
            assert answer.content_type == "text/html"
