"""The checker finds what is planted, each sort by its name, and nothing where all is well."""

import asyncio
import copy
import random
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.chaos.checker import Evidence, standings, violations
from tests.chaos.journal import Journal, read
from tests.chaos.proxy import CUT, HOLE, WELL, Mode, Proxy, is_whole_request


def well() -> Evidence:
    """A small run in which all was well."""
    return Evidence(
        touches={
            "box1": [
                {"what": "touched", "n": 1},
                {"what": "kept", "n": 1, "note": "box1-1", "on_disk": True},
            ]
        },
        logs={"box1": [{"event": "press.sent", "press_id": "p1", "outcome": "done"}]},
        presses={
            "plain2": [
                {"what": "meant", "press_id": "p2"},
                {"what": "slowed", "press_id": "p2", "wait_s": 1},
                {"what": "told", "press_id": "p2", "alarm_id": "a2"},
            ]
        },
        phones={
            "officer1": [
                {"what": "event", "socket": 1, "seq": 1},
                {"what": "answer", "task_id": "t1", "move": "accept", "status": 200},
                {"what": "event", "socket": 2, "seq": 3},
            ]
        },
        looks=[
            look(100.0),
            look(100.25, standing=[["n1", 100.2]]),
            look(100.5, standing=[["n1", 100.2]]),
            look(100.75),
        ],
        faults=[],
        alarms=[
            {"press_id": "p1", "alarm_id": "a1", "note": "box1-1"},
            {"press_id": "p2", "alarm_id": "a2", "note": ""},
        ],
        tasks=[task("t1", "n1", "u1", "cleared", 10.0, 20.0), task("t2", "n1", "u2", "taken")],
        needs=[
            {
                "need_id": "n1",
                "incident_id": "i1",
                "state": "ended",
                "exhausted": False,
                "incident_state": "on_scene",
            }
        ],
        incidents=[{"incident_id": "i1", "state": "on_scene", "latched": 2, "alarms_latched": 2}],
        events=[
            {"seq": 1, "whose": ["officer1"]},
            {"seq": 2, "whose": ["officer2"]},
            {"seq": 3, "whose": ["officer1", "city"]},
        ],
    )


def look(
    at: float, *, serves: bool = True, standing: list[list[object]] | None = None, began: float = 1
) -> dict[str, object]:
    """What the watcher saw."""
    carriers = {"runner@here": began}
    return {"at": at, "serves": serves, "standing": standing or [], "carriers": carriers}


def task(
    task_id: str,
    need_id: str,
    unit_id: str,
    state: str,
    answered_at: float | None = None,
    ended_at: float | None = None,
) -> dict[str, object]:
    """A row of a task."""
    return {
        "task_id": task_id,
        "need_id": need_id,
        "unit_id": unit_id,
        "state": state,
        "reason": None,
        "answered_at": answered_at,
        "ended_at": ended_at,
        "was_accepted": state in ("accepted", "cleared"),
    }


def stand_still(seen: Evidence) -> None:
    seen.looks = [look(100 + n / 4, standing=[["n1", 99.0]]) for n in range(12)]


PLANTED: dict[str, tuple[Callable[[Evidence], object], str]] = {
    "a press of a box is gone": (lambda seen: seen.alarms.pop(0), "box1 was answered, and it is"),
    "a touch never came": (
        lambda seen: seen.touches["box1"].append(
            {"what": "kept", "n": 2, "note": "box1-2", "on_disk": True}
        ),
        "box1 kept it, and it never came: box1-2",
    ),
    "a plain press is gone": (lambda seen: seen.alarms.pop(1), "plain2 was answered, and it is"),
    "a press stands twice": (
        lambda seen: seen.alarms.append({"press_id": "p1", "alarm_id": "a3", "note": "box1-x"}),
        "press p1 stands 2 times",
    ),
    "a touch became two presses": (
        lambda seen: seen.alarms.append({"press_id": "p9", "alarm_id": "a9", "note": "box1-1"}),
        "touch box1-1 stands 2 times",
    ),
    "another alarm was told": (
        lambda seen: seen.presses["plain2"].append(
            {"what": "told", "press_id": "p2", "alarm_id": "a1"}
        ),
        "plain2 was told another alarm: p2",
    ),
    "a press was refused": (
        lambda seen: seen.presses["plain2"].append(
            {"what": "refused", "press_id": "p2", "status": 401}
        ),
        "plain2 was refused with 401",
    ),
    "an alarm that nobody pressed": (
        lambda seen: seen.alarms.append({"press_id": "p7", "alarm_id": "a7", "note": ""}),
        "nobody pressed p7",
    ),
    "two accepted at once": (
        lambda seen: seen.tasks.append(task("t3", "n1", "u3", "accepted", 15.0)),
        "need n1 was accepted by two at once",
    ),
    "an accepted task was given to nobody": (
        lambda seen: seen.tasks[0].update(state="unanswered"),
        "accepted and lost: t1",
    ),
    "a unit has two tasks": (
        lambda seen: seen.tasks.extend(
            [task("t4", "n2", "u9", "offered"), task("t5", "n3", "u9", "accepted", 30.0)]
        ),
        "unit u9 has 2 tasks",
    ),
    "a ladder stood still": (stand_still, "ladder stood still: n1"),
    "no ladder at all": (
        lambda seen: seen.incidents.append(
            {"incident_id": "i2", "state": "active", "latched": 0, "alarms_latched": 0}
        ),
        "no ladder for incident i2",
    ),
    "nobody rings": (
        lambda seen: seen.needs[0].update(state="open"),
        "open, and nobody rings: n1",
    ),
    "a hole in the numbers": (lambda seen: seen.events.pop(1), "event numbers have a hole"),
    "an event was heard twice": (
        lambda seen: seen.phones["officer1"].append({"what": "event", "socket": 3, "seq": 3}),
        "officer1 heard 3 after 3",
    ),
    "an event was not heard": (
        lambda seen: seen.events[1]["whose"].append("officer1"),
        "officer1 never heard 1 events, the first 2",
    ),
    "an event without a number": (
        lambda seen: setattr(seen, "waiting", 2),
        "2 events never got their number",
    ),
    "a job was given up": (
        lambda seen: seen.jobs.append(
            {"kind": "open_dispatch", "lane": "critical", "key": "1", "state": "failed"}
            | {"trouble": "oh"}
        ),
        "given up: open_dispatch oh",
    ),
}


def test_where_all_is_well_nothing_is_found() -> None:
    assert violations(well()) == []


@pytest.mark.parametrize("name", PLANTED)
def test_what_is_planted_is_found(name: str) -> None:
    plant, found = PLANTED[name]
    seen = copy.deepcopy(well())
    plant(seen)
    assert any(one.startswith(found) for one in violations(seen)), violations(seen)


def test_time_in_which_the_database_was_away_or_no_carrier_lived_is_not_counted() -> None:
    seen = well()
    seen.looks = [
        look(100 + n / 4, serves=not 2 < n < 9, standing=[["n1", 99.9]]) for n in range(12)
    ]
    assert standings(seen, net=True)["n1", 99.9] < 1.5
    assert standings(seen, net=False)["n1", 99.9] > 2.5
    stand_still(seen)
    seen.faults = [{"what": "killed", "victim": "jobs critical", "at": 100.1}]
    seen.looks[8:] = [
        look(one["at"], standing=one["standing"], began=101.9) for one in seen.looks[8:]
    ]
    assert not [one for one in violations(seen) if one.startswith("ladder")]


def test_a_journal_that_was_cut_off_keeps_its_whole_lines() -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "one"
        Journal(path).write("whole", n=1)
        path.write_bytes(path.read_bytes() + b'{"at": 1, "wh')
        assert [line["n"] for line in read(path)] == [1]


async def test_the_line_holds_cuts_and_says_requests_again() -> None:
    heard: list[bytes] = []

    async def behind(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while piece := await reader.read(1000):
            heard.append(piece)
            writer.write(b"yes")
        writer.close()

    server = await asyncio.start_server(behind, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    line = Proxy(lambda: asyncio.open_connection("127.0.0.1", port), random.Random(1))
    at = await line.open()
    try:
        reader, writer = await asyncio.open_connection("127.0.0.1", at)
        await line.set(HOLE)
        writer.write(b"one")
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(reader.read(10), 0.1)
        await line.set(WELL)
        assert await asyncio.wait_for(reader.read(10), 5) == b"yes"
        await line.set(Mode(repeat_share=1))
        request = b"POST /v1/alarms HTTP/1.1\r\nContent-Length: 2\r\n\r\n{}"
        assert is_whole_request(request)
        assert not is_whole_request(request[:-1])
        writer.write(request)
        assert await asyncio.wait_for(reader.read(10), 5) == b"yes"
        assert heard == [b"one", request] or heard == [b"one", request, request]
        writer.write(b"two")
        assert await asyncio.wait_for(reader.read(10), 5) == b"yes"
        assert heard == [b"one", request, request, b"two"]
        await line.set(CUT)
        assert await asyncio.wait_for(reader.read(10), 5) == b""
        writer.close()
    finally:
        await line.close()
        server.close()
