"""The commands, as a person or a service types them."""

import json
import os
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from kiosk_client.agent.settings import Folder, default_folder
from kiosk_client.agent.spool import Spool
from tests.kiosk import faults
from tests.kiosk.box import command, enrolled, identity_of, line_with, process, until
from tests.kiosk.desk import Desk


def waiting(folder: Folder) -> int:
    spool = Spool(folder, lambda mended: None)
    count = spool.count_waiting()
    spool.close()
    return count


@pytest.mark.parametrize("algorithm", ["ed25519", "hmac-sha256"])
async def test_a_box_is_enrolled_and_keeps_its_key_to_itself(
    tmp_path: Path, algorithm: str
) -> None:
    async with Desk() as desk:
        folder = Folder(tmp_path / "box")
        status, out, err = await command(
            *("enrol", "--server", desk.url, "--code", desk.code(), "--model", "pillar"),
            *("--algorithm", algorithm, "--folder", str(folder.path)),
        )
        assert (status, out) == (0, "enrolled as box-1 at 第一小学 · 东门 (site-1)\n")
        asked = desk.posts("/v1/devices/enrol")[0].facts
        identity = identity_of(folder)
        assert asked["model"] == "pillar"
        assert identity.key not in json.dumps(asked)
        assert identity.key not in out + err
        assert folder.identity.stat().st_mode & 0o777 == 0o600
        assert not folder.enrolling.exists()
        status, out, _ = await command("press", "--folder", str(folder.path))
        assert (status, out.splitlines()[-1]) == (0, "answered")


async def test_an_enrolment_whose_answer_is_lost_is_tried_again_with_the_same_key(
    tmp_path: Path,
) -> None:
    async with Desk() as desk:
        code = desk.code()
        desk.faults.append(("/v1/devices/enrol", faults.status(502)))
        asked = ("enrol", "--server", desk.url, "--code", code, "--folder", str(tmp_path / "box"))
        assert (await command(*asked))[0] == 1
        assert (await command(*asked))[0] == 0
        first, second = desk.posts("/v1/devices/enrol")
        assert first.facts == second.facts


@pytest.mark.parametrize(
    ("change", "status", "says"),
    [
        (("--code", "used"), 1, "refused: enrolment.code_used"),
        (("--server", "http://127.0.0.1:1"), 1, "try again with the same code"),
        (("--server", "http://127.0.0.1:1/path"), 2, "without a path"),
        (("--server", "http://bell.example", "--algorithm", "hmac-sha256"), 2, "needs https"),
    ],
)
async def test_a_refused_enrolment_says_why(
    tmp_path: Path, change: tuple[str, ...], status: int, says: str
) -> None:
    async with Desk() as desk:
        asked = ["enrol", "--server", desk.url, "--code", desk.code(), *change]
        got, _, err = await command(*asked, "--folder", str(tmp_path / "box"))
        assert got == status
        assert says in err
        assert not (tmp_path / "box" / "device.json").exists()


@pytest.mark.parametrize("name", ["run", "press", "status", "rotate"])
async def test_a_box_that_is_not_enrolled_says_so(tmp_path: Path, name: str) -> None:
    status, _, err = await command(name, "--folder", str(tmp_path))
    assert status == 2
    assert err == "watchbell-kiosk: This box is not enrolled; run `watchbell-kiosk enrol`.\n"


@pytest.mark.parametrize("damage", [b"", b"{", b"\xff\xfe", b"[]", b'{"server": "https://a"}'])
async def test_a_damaged_identity_is_said(tmp_path: Path, damage: bytes) -> None:
    (tmp_path / "device.json").write_bytes(damage)
    status, _, err = await command("run", "--folder", str(tmp_path))
    assert status == 2
    assert "device.json of this box is damaged" in err


async def test_only_one_agent_runs_on_a_folder(tmp_path: Path) -> None:
    async with Desk() as desk:
        folder = await enrolled(desk, tmp_path / "box")
        async with process("run", "--folder", str(folder.path)) as first:
            await line_with(first.stderr, "agent.ready")
            status, _, err = await command("run", "--folder", str(folder.path))
            assert (status, "another agent" in err) == (1, True)
            first.kill()
            await first.wait()
        async with process("run", "--folder", str(folder.path)) as third:
            await line_with(third.stderr, "agent.ready")


async def test_a_press_beside_a_running_agent_is_sent_by_it_within_a_second(tmp_path: Path) -> None:
    async with Desk() as desk:
        folder = await enrolled(desk, tmp_path / "box")
        async with process("run", "--folder", str(folder.path)) as box:
            await line_with(box.stderr, '"heartbeat"')
            status, out, _ = await command(
                *("press", "--kind", "medical", "--test", "--room", "三年二班", "--note", "晕倒"),
                *("--folder", str(folder.path)),
            )
            assert (status, out.splitlines()[-1]) == (0, "answered")
            await line_with(box.stderr, '"press.sent"')
        (alarm,) = desk.alarms.values()
        said = {name: alarm.body[name] for name in ("kind", "test", "room", "note")}
        assert said == {"kind": "medical", "test": True, "room": "三年二班", "note": "晕倒"}
        pressed_at = datetime.fromisoformat(alarm.body["pressed_at"])
        assert desk.posts()[0].at - pressed_at < timedelta(seconds=1)


async def test_words_that_are_no_text_do_not_cost_the_press(tmp_path: Path) -> None:
    async with Desk() as desk:
        folder = await enrolled(desk, tmp_path / "box")
        halves = os.fsdecode(b"east\xff gate\nstairs\x07 ")
        status, _, _ = await command("press", "--note", halves, "--folder", str(folder.path))
        assert status == 0
        assert [alarm.body["note"] for alarm in desk.alarms.values()] == ["east  gate stairs"]


async def test_a_press_without_an_agent_sends_what_waits_in_order(tmp_path: Path) -> None:
    async with Desk() as desk:
        folder = await enrolled(desk, tmp_path / "box")
        await desk.stop()
        status, out, _ = await command("press", "--wait", "0.3", "--folder", str(folder.path))
        assert status == 3
        assert "kept" in out
        assert "110" in out
        assert waiting(folder) == 1
        await desk.start()
        assert (await command("press", "--kind", "fire", "--folder", str(folder.path)))[0] == 0
        kinds = [alarm.body["kind"] for alarm in desk.alarms.values()]
        assert kinds == ["emergency", "fire"]


async def test_a_refused_press_says_so_and_stays(tmp_path: Path) -> None:
    async with Desk() as desk:
        folder = await enrolled(desk, tmp_path / "box")
        desk.devices["box-1"].refused = "device.replaced"
        status, out, _ = await command("press", "--wait", "0.3", "--folder", str(folder.path))
        assert (status, "110" in out) == (4, True)
        assert waiting(folder) == 1


async def test_a_silent_press_prints_nothing(tmp_path: Path) -> None:
    async with Desk() as desk:
        folder = await enrolled(desk, tmp_path / "box")
        asked = ("press", "--kind", "duress", "--silent", "--folder", str(folder.path))
        assert await command(*asked) == (0, "", "")
        assert [asked.facts["silent"] for asked in desk.posts()] == [True]


async def test_status_tells_how_the_box_is(tmp_path: Path) -> None:
    async with Desk() as desk:
        folder = await enrolled(desk, tmp_path / "box")
        asked = ("status", "--folder", str(folder.path))
        _, out, _ = await command(*asked)
        assert "heartbeat  none yet" in out
        assert "agent      not running" in out
        async with process("run", "--key", "stdin", "--folder", str(folder.path)) as box:
            assert box.stdin is not None
            box.stdin.write(b"fire\n")
            await line_with(box.stdout, "Received")
            await until(lambda: folder.notes.exists() and b'"answer"' in folder.notes.read_bytes())
            _, out, _ = await command(*asked)
            _, whole, _ = await command(*asked, "--json")
        lines = dict(line.split(None, 1) for line in out.splitlines())
        assert lines["device"] == "box-1, ed25519"
        assert lines["server"] == desk.url
        assert lines["agent"] == "running"
        assert lines["spool"] == "empty"
        assert lines["heartbeat"].endswith(" done")
        assert lines["answer"].endswith(" done 201")
        facts = json.loads(whole)
        assert facts["spool"] == {"waiting": 0, "oldest_pressed_at": None, "damaged": []}
        assert abs(facts["heartbeat"]["clock_off_s"]) < 5
        assert identity_of(folder).key not in out + whole


async def test_status_tells_of_what_waits_and_of_damage(tmp_path: Path) -> None:
    async with Desk() as desk:
        folder = await enrolled(desk, tmp_path / "box")
        await desk.stop()
        await command("press", "--wait", "0", "--folder", str(folder.path))
        folder.spool.write_bytes(folder.spool.read_bytes()[:-5])
        _, out, _ = await command("status", "--folder", str(folder.path))
        assert "1 waiting, the oldest pressed at 2" in out
        assert "damaged    spool.db.damaged-" in out


async def test_a_damaged_spool_is_reported_and_the_box_goes_on(tmp_path: Path) -> None:
    async with Desk() as desk:
        folder = await enrolled(desk, tmp_path / "box")
        await desk.stop()
        await command("press", "--wait", "0", "--folder", str(folder.path))
        folder.spool.write_bytes(folder.spool.read_bytes()[:-5])
        await desk.start()
        async with process("run", "--folder", str(folder.path)) as box:
            line = json.loads(await line_with(box.stderr, "spool.mended"))
            assert (line["recovered"], line["unreadable"]) == (1, 0)
            await until(lambda: desk.alarms)


async def test_the_log_has_no_secret_and_no_body(tmp_path: Path) -> None:
    async with Desk() as desk:
        folder = await enrolled(desk, tmp_path / "box")
        async with process("run", "--folder", str(folder.path)) as box:
            await line_with(box.stderr, '"heartbeat"')
            await command("press", "--note", "a private note", "--folder", str(folder.path))
            box.terminate()
            _, err = await box.communicate()
        lines = [json.loads(line) for line in err.decode().splitlines()]
        assert {line["event"] for line in lines} >= {"press.sent"}
        assert b"private" not in err
        assert identity_of(folder).key.encode() not in err


def test_the_folder_is_the_user_s_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    root = Path("/var/lib/watchbell-kiosk")
    assert default_folder() == (root if os.geteuid() == 0 else tmp_path / "watchbell-kiosk")


async def test_two_processes_press_at_once_and_nothing_is_lost(tmp_path: Path) -> None:
    async with Desk() as desk:
        folder = await enrolled(desk, tmp_path / "box")
        async with process("run", "--folder", str(folder.path)) as box:
            await line_with(box.stderr, "agent.ready")
            asked = ("press", "--wait", "0", "--folder", str(folder.path))
            async with process(*asked) as one, process(*asked) as two, process(*asked) as three:
                for child in (one, two, three):
                    await child.wait()
            await until(lambda: len(desk.alarms) == 3)
