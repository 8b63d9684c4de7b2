"""A press is sent until it is answered, in order, through everything that can be in the way."""

import asyncio
import sqlite3
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk_client.agent.centre import Outcome, Verdict
from kiosk_client.agent.link import ANSWER_S, BadServer, Link, NoAnswer, Server
from kiosk_client.agent.log import Log
from kiosk_client.agent.sender import NOT_REACHED_WAIT_S_MAX, WAIT_S_MAX, wait_s
from kiosk_client.agent.spool import Spool
from kiosk_client.agent.state import Light
from kiosk_client.agent.touch import State
from tests.kiosk import faults
from tests.kiosk.box import Box, HandClock, enrolled, running, until
from tests.kiosk.desk import Desk, Fault


@pytest.mark.parametrize("algorithm", ["ed25519", "hmac-sha256"])
async def test_a_press_is_signed_with_a_digest_of_its_body(tmp_path: Path, algorithm: str) -> None:
    async with Desk() as desk:
        folder = await enrolled(desk, tmp_path / "box", algorithm=algorithm)
        async with running(folder) as box:
            box.key.press("fire", note="二楼")
            await until(lambda: desk.alarms)
        (asked,) = desk.posts()
        assert asked.status == 201
        covered = asked.headers["signature-input"]
        assert covered.startswith('watchbell=("@method" "@path" "content-digest");created=')
        assert f'alg="{algorithm}"' in covered
        assert 'tag="watchbell"' in covered
        assert asked.headers["content-digest"].startswith("sha-256=:")
        assert asked.facts["kind"] == "fire"
        assert asked.facts["note"] == "二楼"
        assert {"silent", "test", "room"}.isdisjoint(asked.facts)


FAULTS: dict[str, Fault] = {
    "closes the connection": faults.cuts,
    "gives half an answer": faults.takes_and_cuts,
    "does not speak HTTP": faults.not_http,
    "answers with a portal's page": faults.html,
    "answers 403 with a proxy's page": faults.html_forbidden,
    "answers with other JSON": faults.wrong_json,
    "answers far too much": faults.huge,
    "answers 204": faults.nothing,
    "answers 429 and says to come back in an hour": faults.busy,
    "answers 500": faults.status(500),
    "answers 503": faults.status(503),
    "answers 404": faults.status(404),
    "refuses the box": faults.refuses("device.revoked"),
    "forbids the box": faults.refuses("device.replaced", 403),
    "doubts the request": faults.refuses("signature.stale"),
}


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
async def test_a_press_survives_a_server_that(tmp_path: Path, fault: Fault) -> None:
    clock = HandClock()
    async with Desk() as desk:
        folder = await enrolled(desk, tmp_path / "box")
        desk.fault = fault
        async with running(folder, clock) as box:
            box.key.press()
            await clock.run_until(desk.got_more_than(3))
            await until(lambda: box.lamps.now.light in (Light.NO_NETWORK, Light.REFUSED))
            desk.fault = None
            await clock.run_until(lambda: box.lamps.now.light is Light.RECEIVED)
        assert len(desk.alarms) == 1
        assert len({asked.facts["press_id"] for asked in desk.posts()}) == 1


@pytest.mark.parametrize("http_status", [401, 403])
@pytest.mark.parametrize(
    ("code", "light"),
    [
        ("device.unknown", Light.REFUSED),
        ("device.revoked", Light.REFUSED),
        ("device.replaced", Light.REFUSED),
        ("device.forged", Light.REFUSED),
        ("signature.stale", Light.NO_NETWORK),
    ],
)
async def test_only_a_refusal_of_the_box_is_shown_as_one(
    tmp_path: Path, http_status: int, code: str, light: Light
) -> None:
    async with Desk() as desk:
        folder = await enrolled(desk, tmp_path / "box")
        desk.fault = faults.refuses(code, http_status)
        async with running(folder) as box:
            box.key.press()
            await until(lambda: box.lamps.now.light is light)
        assert set(box.lamps.lights) <= {Light.IDLE, Light.CALLING, light}


async def test_an_interim_answer_is_passed_over(tmp_path: Path) -> None:
    async with Desk() as desk:
        folder = await enrolled(desk, tmp_path / "box")
        desk.fault = faults.hints_first
        async with running(folder) as box:
            box.key.press()
            await until(lambda: box.lamps.now.light is Light.RECEIVED)
        assert len(desk.posts()) == 1


async def test_a_redirect_is_never_followed(tmp_path: Path) -> None:
    clock = HandClock()
    async with Desk() as desk, Desk() as elsewhere:
        folder = await enrolled(desk, tmp_path / "box")
        desk.fault = faults.redirects(elsewhere.url)
        async with running(folder, clock) as box:
            box.key.press()
            await until(lambda: box.lamps.now.light is Light.NO_NETWORK)
            desk.fault = None
            await clock.run_until(lambda: desk.alarms)
        assert elsewhere.asked == []


async def test_every_answer_has_a_deadline() -> None:
    """A server that says nothing, and one of which each single read is quick."""

    async def ask(fault: Fault) -> float:
        async with Desk(fault=fault) as desk:
            begin_s = asyncio.get_running_loop().time()
            with pytest.raises(NoAnswer):
                await Link(Log()).ask(Server.parse(desk.url), "GET", "/v1/x", {}, None)
            return asyncio.get_running_loop().time() - begin_s

    for took_s in await asyncio.gather(ask(faults.silent), ask(faults.drips)):
        assert ANSWER_S - 0.5 <= took_s <= ANSWER_S + 2


async def test_a_press_that_was_taken_without_an_answer_is_sent_again_and_is_one_alarm(
    tmp_path: Path,
) -> None:
    clock = HandClock()
    async with Desk() as desk:
        folder = await enrolled(desk, tmp_path / "box")
        desk.faults.append(("/v1/alarms", faults.takes_and_cuts))
        async with running(folder, clock) as box:
            box.key.press()
            await clock.run_until(lambda: box.lamps.now.light is Light.RECEIVED)
        assert [asked.status for asked in desk.posts()] == [201, 200]
        assert len(desk.alarms) == 1


async def test_a_refused_box_says_so_and_keeps_the_press(tmp_path: Path) -> None:
    clock = HandClock()
    async with Desk() as desk:
        folder = await enrolled(desk, tmp_path / "box")
        desk.devices["box-1"].refused = "device.revoked"
        async with running(folder, clock) as box:
            box.key.press()
            await until(lambda: box.lamps.now.light is Light.REFUSED)
            await until(lambda: clock.waits(20, WAIT_S_MAX), "slowly")
            await clock.run_until(desk.got_more_than(2))
            assert box.lamps.now.light is Light.REFUSED
            desk.devices["box-1"].refused = None
            await clock.run_until(lambda: box.lamps.now.light is Light.RECEIVED)


async def test_presses_arrive_in_the_order_of_pressing_and_none_overtakes(tmp_path: Path) -> None:
    clock = HandClock()
    async with Desk() as desk:
        folder = await enrolled(desk, tmp_path / "box")
        desk.fault, desk.fault_path = faults.status(503), "/v1/alarms"
        async with running(folder, clock) as box:
            for number in range(12):
                box.key.press(note=str(number))
            await clock.run_until(desk.got_more_than(4))
            tried = {asked.facts["note"] for asked in desk.posts()}
            assert tried == {"0"}, "the head has no answer, so nothing else may be sent"
            desk.fault = None
            await clock.run_until(lambda: len(desk.alarms) == 12)
        notes = [alarm.body["note"] for alarm in desk.alarms.values()]
        assert notes == [str(number) for number in range(12)]
        assert desk.press_ids == sorted(desk.press_ids)


async def test_a_press_the_centre_will_not_have_does_not_hold_up_the_next(tmp_path: Path) -> None:
    clock = HandClock()
    async with Desk() as desk:
        folder = await enrolled(desk, tmp_path / "box")
        async with running(folder, clock) as box:
            await stop_at_first(desk, box)
            bad = desk.posts()[-1].facts["press_id"]
            desk.fault = faults.will_not_have(bad)
            await clock.run_until(lambda: len(desk.alarms) == 1)
            assert bad not in desk.alarms
            desk.fault = None
            await clock.run_until(lambda: bad in desk.alarms)


async def test_a_press_that_was_answered_elsewhere_is_not_waited_for(tmp_path: Path) -> None:
    clock = HandClock()
    async with Desk() as desk:
        folder = await enrolled(desk, tmp_path / "box")
        desk.fault, desk.fault_path = faults.refuses("alarm.malformed", 422), "/v1/alarms"
        async with running(folder, clock) as box:
            box.key.press()
            await until(lambda: box.lamps.now.light is Light.REFUSED)
            spool = Spool(folder, lambda mended: None)
            spool.settle(desk.posts()[0].facts["press_id"], State.RESET)
            spool.close()
            desk.fault = None
            await clock.run_until(desk.got_more_than(2, "/v1/devices/heartbeat"), step_s=1)
            # Sender, panel, sign of life and disk wait, and none of them for no time at all.
            await clock.run_until(lambda: clock.waits(-1, 100) == clock.waits(0.001, 100) == 4)


async def stop_at_first(desk: Desk, box: Box) -> None:
    """Two presses, of which the first has been tried once in vain."""
    desk.faults.append(("/v1/alarms", faults.status(500)))
    desk.fault, desk.fault_path = faults.status(500), "/v1/alarms"
    box.key.press()
    await until(lambda: desk.posts())
    box.key.press()


async def test_the_wait_ends_when_a_new_press_comes(tmp_path: Path) -> None:
    clock = HandClock()
    async with Desk() as desk:
        folder = await enrolled(desk, tmp_path / "box")
        desk.fault = faults.refuses("device.revoked")
        async with running(folder, clock) as box:
            box.key.press()
            await until(lambda: clock.waits(20, WAIT_S_MAX) >= 1 and desk.posts())
            desk.fault = None
            box.key.press()
            await until(lambda: len(desk.alarms) == 2)


async def test_the_wait_ends_when_the_network_answers_again(tmp_path: Path) -> None:
    clock = HandClock()
    async with Desk() as desk:
        folder = await enrolled(desk, tmp_path / "box")
        async with running(folder, clock) as box:
            await until(lambda: desk.posts("/v1/devices/heartbeat"))
            await desk.stop()
            box.key.press()
            await until(lambda: box.lamps.now.light is Light.NO_NETWORK)
            await desk.start()
            # Tending the disk is one of the two; with nobody there the sender asks often too.
            await until(lambda: desk.alarms or clock.waits(0, NOT_REACHED_WAIT_S_MAX) >= 2)
            clock.forward(seconds=NOT_REACHED_WAIT_S_MAX)
            await until(lambda: desk.alarms)


async def test_the_sign_of_life_finds_the_network_and_wakes_the_sender(tmp_path: Path) -> None:
    clock = HandClock()
    async with Desk() as desk:
        folder = await enrolled(desk, tmp_path / "box")
        async with running(folder, clock) as box:
            await until(lambda: desk.posts("/v1/devices/heartbeat"))
            desk.fault = faults.cuts
            box.key.press()
            await clock.run_until(desk.got_more_than(10))  # Now it waits as long as it ever does.
            await until(lambda: clock.waits(22, WAIT_S_MAX))
            desk.fault = None
            since_s = clock.monotonic()
            await clock.run_until(lambda: desk.alarms, step_s=0.25)
            # A missed beat is tried again after 10 s, and its answer ends the sender's wait.
            assert clock.monotonic() - since_s < 20


@given(
    outcome=st.sampled_from([o for o in Outcome if o is not Outcome.DONE]),
    failures=st.integers(0, 10**6),
    spread=st.floats(0, 1),
    retry_after_s=st.none() | st.floats(0, 1e9),
)
def test_no_wait_is_longer_than_30_seconds(
    outcome: Outcome, failures: int, spread: float, retry_after_s: float | None
) -> None:
    assert 0 < wait_s(Verdict(outcome, "", None, retry_after_s), failures, spread) <= 30


@given(failures=st.integers(0, 1000), spread=st.floats(0, 1))
def test_a_server_in_trouble_is_asked_less_and_less(failures: int, spread: float) -> None:
    verdict = Verdict(Outcome.TROUBLED)
    assert wait_s(verdict, failures, spread) <= wait_s(verdict, failures + 1, spread)


@pytest.mark.parametrize(
    "url",
    ["ftp://a", "https://", "https://a/b", "a", "https://u@a", "http://a:x", "https://a?b", "//a"],
)
def test_an_address_that_is_not_a_server_is_refused(url: str) -> None:
    with pytest.raises(BadServer):
        Server.parse(url)


@pytest.mark.parametrize(
    ("url", "whole"),
    [
        ("https://bell.example", "https://bell.example:443"),
        ("http://10.0.0.5/", "http://10.0.0.5:80"),
        ("https://[::1]:8443", "https://[::1]:8443"),
    ],
)
def test_an_address_is_understood(url: str, whole: str) -> None:
    assert Server.parse(url).url == whole


async def test_a_disk_that_does_not_answer_does_not_stop_the_call(tmp_path: Path) -> None:
    async with Desk() as desk:
        folder = await enrolled(desk, tmp_path / "box")
        async with running(folder) as box:
            await until(lambda: desk.posts("/v1/devices/heartbeat"))
            other = sqlite3.connect(folder.spool, isolation_level=None, check_same_thread=False)
            other.execute("BEGIN EXCLUSIVE")
            desk.fault, desk.fault_path = faults.status(503), "/v1/alarms"
            box.key.press(note="first")
            await until(lambda: box.lamps.now.light is Light.UNKEPT)
            desk.fault = None
            await until(lambda: desk.alarms)
            box.key.press(note="second")
            await until(lambda: len(desk.alarms) == 2)
            await until(lambda: box.lamps.now.light is Light.RECEIVED)
            other.execute("ROLLBACK")
            other.close()
            box.key.press(note="third")
            await until(lambda: len(desk.alarms) == 3)
        assert [alarm.body["note"] for alarm in desk.alarms.values()] == [
            "first",
            "second",
            "third",
        ]


async def test_a_press_held_in_memory_goes_to_disk_when_it_can(tmp_path: Path) -> None:
    async with Desk() as desk:
        folder = await enrolled(desk, tmp_path / "box")
        desk.fault = faults.status(503)
        async with running(folder) as box:
            await until(lambda: desk.posts("/v1/devices/heartbeat"))
            other = sqlite3.connect(folder.spool, isolation_level=None, check_same_thread=False)
            other.execute("BEGIN EXCLUSIVE")
            box.key.press()
            await until(lambda: box.lamps.now.light is Light.UNKEPT)
            other.execute("ROLLBACK")
            await until(lambda: box.lamps.now.light is Light.NO_NETWORK)
            ids = [row[0] for row in other.execute("SELECT press_id FROM press")]
            other.close()
        assert len(ids) == 1
        assert {asked.facts["press_id"] for asked in desk.posts()} <= set(ids)
