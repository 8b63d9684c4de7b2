"""Compares what boxes were told, what phones saw and what the database says. Empty is what must be.

It shares no code with the service: it reads JSON lines that outside programs wrote, and rows with
plain SQL. `python -m tests.chaos.checker --folder DIR --database URL` prints each violation on a
line, then a line of figures as JSON; its status is 1 when there is any violation.
"""

import argparse
import asyncio
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

import asyncpg

from tests.chaos.journal import read

Lines = list[dict[str, Any]]
Named = dict[str, Lines]

# A look that is due may be this late while the database serves and a carrier lives.
STANDING_MOST_S = 2.0
_HOLDING = ("accepted", "en_route", "on_scene")
_RINGING = ("offered", "received")
_FOR_LIFE = ("critical", "rings")


@dataclass
class Evidence:
    """All that is known of a run: journals by the name of their program, and rows."""

    touches: Named = field(default_factory=dict)
    logs: Named = field(default_factory=dict)
    presses: Named = field(default_factory=dict)
    phones: Named = field(default_factory=dict)
    looks: Lines = field(default_factory=list)
    faults: Lines = field(default_factory=list)
    alarms: Lines = field(default_factory=list)
    tasks: Lines = field(default_factory=list)
    needs: Lines = field(default_factory=list)
    incidents: Lines = field(default_factory=list)
    jobs: Lines = field(default_factory=list)
    events: Lines = field(default_factory=list)
    waiting: int = 0


def violations(seen: Evidence) -> list[str]:
    """Everything that is not as it must be."""
    checks = (presses, promises, ladders_at_the_end, standing, events, leftovers)
    return [one for check in checks for one in check(seen)]


# ── Presses ─────────────────────────────────────────────────────────────────────────────────


def presses(seen: Evidence) -> Iterator[str]:
    """Each press answered is there once; each that a box had kept has arrived in the end."""
    by_press = Counter(row["press_id"] for row in seen.alarms)
    by_note = Counter(row["note"] for row in seen.alarms if row["note"])
    alarm_of = {row["press_id"]: row["alarm_id"] for row in seen.alarms}
    yield from (f"press {one} stands {n} times" for one, n in by_press.items() if n > 1)
    yield from (f"touch {one} stands {n} times" for one, n in by_note.items() if n > 1)
    for name, lines in seen.logs.items():
        for line in lines:
            if _is_done(line) and line["press_id"] not in by_press:
                yield f"{name} was answered, and it is lost: {line['press_id']}"
    for name, lines in seen.touches.items():
        kept = {line["note"] for line in lines if line["what"] == "kept" and line["on_disk"]}
        yield from (f"{name} kept it, and it never came: {n}" for n in sorted(kept - set(by_note)))
    for name, lines in seen.presses.items():
        yield from _plain(name, lines, alarm_of)
    known = {line["press_id"] for lines in seen.presses.values() for line in lines}
    strange = [
        one for row in seen.alarms if not row["note"] and (one := row["press_id"]) not in known
    ]
    yield from (f"nobody pressed {one}" for one in strange)


def _is_done(line: dict[str, Any]) -> bool:
    return (line.get("event"), line.get("outcome")) == ("press.sent", "done")


def _plain(name: str, lines: Lines, alarm_of: dict[str, str]) -> Iterator[str]:
    for line in lines:
        press_id = line["press_id"]
        if line["what"] == "meant" and press_id not in alarm_of:
            yield f"{name} pressed, and it never came: {press_id}"
        elif line["what"] == "told" and press_id not in alarm_of:
            yield f"{name} was answered, and it is lost: {press_id}"
        elif line["what"] == "told" and line["alarm_id"] != alarm_of[press_id]:
            yield f"{name} was told another alarm: {press_id}"
        elif line["what"] == "refused":
            yield f"{name} was refused with {line['status']}: {press_id}"


# ── Tasks ───────────────────────────────────────────────────────────────────────────────────


def promises(seen: Evidence) -> Iterator[str]:
    """None is accepted by two at one time, no unit has two, no accepted one is lost silently."""
    told = _told_accepted(seen.phones)
    rows = {row["task_id"]: row for row in seen.tasks}
    spans: dict[str, list[tuple[float, float, str]]] = defaultdict(list)
    for row in seen.tasks:
        if row["answered_at"] is None or not (row["task_id"] in told or row["was_accepted"]):
            continue
        end = row["ended_at"] if row["ended_at"] is not None else float("inf")
        spans[row["need_id"]].append((row["answered_at"], end, row["task_id"]))
    for need, found in spans.items():
        for (_, end, first), (begin, _, second) in pairwise(sorted(found)):
            if begin < end:
                yield f"need {need} was accepted by two at once: {first}, {second}"
    for task_id in sorted(told):
        state = rows[task_id]["state"] if task_id in rows else "not there"
        if state in (*_RINGING, "unanswered", "taken", "not there"):
            yield f"accepted and lost: {task_id} is {state}"
    active = Counter(row["unit_id"] for row in seen.tasks if row["state"] in (*_RINGING, *_HOLDING))
    yield from (f"unit {unit} has {n} tasks" for unit, n in active.items() if n > 1)


def _told_accepted(phones: Named) -> set[str]:
    return {
        line["task_id"]
        for lines in phones.values()
        for line in lines
        if line["what"] == "answer" and (line["move"], line["status"]) == ("accept", 200)
    }


# ── Ladders ─────────────────────────────────────────────────────────────────────────────────


def ladders_at_the_end(seen: Evidence) -> Iterator[str]:
    """Each open incident has its ladder, and each open need somebody who rings or a desk."""
    cared = {row["incident_id"] for row in seen.needs}
    for row in seen.incidents:
        if row["state"] != "closed" and row["incident_id"] not in cared:
            yield f"no ladder for incident {row['incident_id']}"
        if row["latched"] != row["alarms_latched"]:
            yield f"latched alarms miscounted: {row['incident_id']}"
    ringing = {row["need_id"] for row in seen.tasks if row["state"] in _RINGING}
    for row in seen.needs:
        rings = row["need_id"] in ringing or row["exhausted"] or row["state"] != "open"
        if not rings and row["incident_state"] != "closed":
            yield f"open, and nobody rings: {row['need_id']}"


def standing(seen: Evidence) -> Iterator[str]:
    """No ladder stood still past its deadline, while the database served and a carrier lived."""
    for (need, next_at), length_s in sorted(standings(seen, net=True).items()):
        if length_s > STANDING_MOST_S:
            yield f"ladder stood still: {need} due at {next_at:.3f} for {length_s:.1f} s"


def standings(seen: Evidence, *, net: bool) -> dict[tuple[str, float], float]:
    """How long each look was overdue, in seconds; net of what excuses it, or all of it.

    Between two looks of the watcher it counts as long as both saw it, and both saw the database
    serve and no first carrier dead.
    """
    found: dict[tuple[str, float], float] = defaultdict(float)
    dead = _dead_spans(seen) if net else []
    before: dict[str, Any] = {"at": 0.0, "serves": False, "standing": []}
    for now in seen.looks:
        serves = (before["serves"] and now["serves"]) or not net
        alive = not any(begin <= now["at"] and before["at"] <= end for begin, end in dead)
        if serves and alive:
            was = {tuple(one) for one in before["standing"]}
            for one in now["standing"]:
                key = (one[0], one[1])
                if key in was:
                    found[key] += now["at"] - before["at"]
                elif before["at"]:
                    found[key] += max(0.0, now["at"] - max(before["at"], one[1]))
        before = now
    return found


def _dead_spans(seen: Evidence) -> list[tuple[float, float]]:
    """When no first carrier lived: from its kill until the watcher sees that one began after."""
    spans = []
    for fault in seen.faults:
        if fault["what"] == "killed" and fault["victim"] in ("jobs critical", "all"):
            back = [
                look["at"]
                for look in seen.looks
                for name, began in look["carriers"].items()
                if name.startswith("runner@") and began > fault["at"]
            ]
            spans.append((fault["at"], min(back, default=float("inf"))))
    return spans


# ── Events ──────────────────────────────────────────────────────────────────────────────────


def events(seen: Evidence) -> Iterator[str]:
    """Every event number was seen once and in order; none between first and last was left out."""
    numbers = [row["seq"] for row in seen.events]
    if numbers and numbers != list(range(numbers[0], numbers[0] + len(numbers))):
        yield "event numbers have a hole"
    if seen.waiting:
        yield f"{seen.waiting} events never got their number"
    for name, lines in seen.phones.items():
        heard: list[int] = []
        for line in lines:
            if line["what"] == "event":
                if heard and line["seq"] <= heard[-1]:
                    yield f"{name} heard {line['seq']} after {heard[-1]}"
                heard.append(line["seq"])
        if heard:
            yield from _unheard(name, set(heard), seen.events)


def _unheard(name: str, heard: set[int], rows: Lines) -> Iterator[str]:
    first, last = min(heard), max(heard)
    due = {row["seq"] for row in rows if name in row["whose"] and first <= row["seq"] <= last}
    missed = sorted(due - heard)
    if missed:
        yield f"{name} never heard {len(missed)} events, the first {missed[0]}"


def leftovers(seen: Evidence) -> Iterator[str]:
    """Nothing that a life may hang on was given up, and nothing that is due waits.

    Of the rest, what took its carriers with it too often is laid aside; the figures count it.
    """
    for row in seen.jobs:
        if row["state"] == "failed" and row["lane"] in _FOR_LIFE:
            yield f"given up: {row['kind']} {row['trouble']}"
        elif row["state"] != "failed":
            yield f"due, and not done: {row['kind']} {row['key']}"


# ── Reading it all ──────────────────────────────────────────────────────────────────────────

_SQL = {
    "alarms": "SELECT press_id::text, alarm_id::text, note FROM alarm",
    "tasks": """
        SELECT task_id::text, need_id::text, unit_id::text, state, reason,
            extract(epoch FROM answered_at)::float8 AS answered_at,
            extract(epoch FROM ended_at)::float8 AS ended_at,
            en_route_at IS NOT NULL OR state IN ('accepted', 'cleared') AS was_accepted
        FROM task""",
    "needs": """
        SELECT n.need_id::text, n.incident_id::text, n.state, n.exhausted,
            i.state AS incident_state
        FROM need n JOIN incident i USING (incident_id)""",
    "incidents": """
        SELECT i.incident_id::text, i.state, i.latched, (
            SELECT count(*) FROM alarm a
            WHERE a.incident_id = i.incident_id AND a.state = 'latched') AS alarms_latched
        FROM incident i""",
    "jobs": """
        SELECT kind, key, lane, state, trouble FROM job
        WHERE state = 'failed'
            OR (state = 'waiting' AND due_at < clock_timestamp() - interval '5 seconds')""",
    # The city hears every area below it, and an officer what bears his unit's mark.
    "events": """
        SELECT seq, array_remove(ARRAY[
            CASE WHEN '379900' = ANY (scope) THEN 'city' END]
            || ARRAY(SELECT 'officer' || ltrim(right(mark, 12), '0')
                FROM unnest(scope) AS mark WHERE mark LIKE 'unit:%'), NULL) AS whose
        FROM event ORDER BY seq""",
}


async def gather(folder: Path, database: str) -> Evidence:
    """Everything that a run has left."""
    seen = Evidence(
        touches=_by_name(folder, "touches"),
        logs=_by_name(folder, "log"),
        presses=_by_name(folder, "presses"),
        phones=_by_name(folder, "phone"),
        looks=read(folder / "watcher.looks"),
        faults=read(folder / "faults"),
    )
    connection = await asyncpg.connect(database)
    try:
        for name, statement in _SQL.items():
            setattr(seen, name, [dict(row) for row in await connection.fetch(statement)])
        seen.waiting = await connection.fetchval(
            "SELECT count(*) FROM outbox WHERE at < clock_timestamp() - interval '5 seconds'"
        )
    finally:
        await connection.close()
    return seen


def _by_name(folder: Path, sort: str) -> Named:
    return {path.stem: read(path) for path in sorted(folder.glob(f"*.{sort}"))}


def figures(seen: Evidence) -> dict[str, Any]:
    """What the run amounted to."""
    told = {
        line["press_id"]
        for lines in (*seen.logs.values(), *seen.presses.values())
        for line in lines
        if line.get("what") == "told" or _is_done(line)
    }
    heard = [line for lines in seen.phones.values() for line in lines if line["what"] == "event"]
    late = standings(seen, net=True), standings(seen, net=False)
    return {
        "alarms": len(seen.alarms),
        "presses_told": len(told),
        "incidents": len(seen.incidents),
        "tasks": len(seen.tasks),
        "accepted": len(_told_accepted(seen.phones)),
        "events": len(seen.events),
        "events_heard": len(heard),
        "sockets": sum(
            line["what"] == "socket" for lines in seen.phones.values() for line in lines
        ),
        "slowed": sum(
            line["what"] == "slowed" for lines in seen.presses.values() for line in lines
        ),
        "parts_killed": sum(fault["what"] == "killed" for fault in seen.faults),
        "given_up_of_the_rest": sum(row["state"] == "failed" for row in seen.jobs),
        "looks": len(seen.looks),
        "database_away_looks": sum(not look["serves"] for look in seen.looks),
        "late_most_s": round(max(late[0].values(), default=0.0), 2),
        "late_most_with_outages_s": round(max(late[1].values(), default=0.0), 2),
    }


def main() -> int:
    """Read, compare, say."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--database", required=True)
    asked = parser.parse_args()
    seen = asyncio.run(gather(asked.folder, asked.database))
    found = violations(seen)
    for one in found:
        print(f"VIOLATION {one}")
    print(json.dumps(figures(seen)))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
