"""`./dev fuzz --tries 10000 --doors cameras --report FILE`: inputs made from the contract.

Each door has a town of its own, and is asked by whoever may, and by nobody for every tenth try. Of
ten inputs one is made by the fuzzer from the contract and nine are variants of it. A line is added
to the report when a door is done; doors that have as many tries there are passed by, so that a run
may be ended at any time and goes on where it was. 1 where any answer broke a promise: an
undocumented status, a fault of ours, a word of our inside.
"""

import argparse
import asyncio
import os
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

import msgspec
from hypothesis import HealthCheck, Phase, settings

from service.platform.asks import Errand, system
from service.platform.logs import write_lines
from tests.contract.asking import Asker, Signs, bearer, doors
from tests.contract.promised import operations
from tests.contract.story import draw_map
from tests.contract.test_matrix import MAY
from tests.contract.walk import INSIDE, KNOWN, Scene, set_up
from tests.support.hamlet import hamlet
from tests.support.servers import fresh_database, make_template, start_servers, stop_servers
from tests.support.town_house import open_town

_NICE = 15
_NOBODY_EACH = 10
_VARIED = 9


class Line(msgspec.Struct):
    """What became of a door; `answers` by status, `trouble` where a promise was broken."""

    door: str
    asker: str
    tries: int
    seed: int
    took_s: float
    answers: dict[str, int]
    trouble: str = ""


def tries_of(count: int) -> settings:
    """So many inputs, never the same twice."""
    return settings(
        max_examples=count,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )


def asker_of(scene: Scene, name: str, loop: asyncio.AbstractEventLoop) -> tuple[str, Asker]:
    """Who asks at a door: the first who may, by the order of the matrix."""
    may = MAY[name]["may"]
    base = scene.town.base
    if may == ["device"]:
        return "device", Asker(base, scene.near.sign, scene.ids)
    if may == ["anybody"]:
        return "anybody", Asker(base, bearer(""), scene.ids)
    who = next(key for key in scene.people if key[0] in may and key[1] == INSIDE)
    person = scene.people[who]
    account = KNOWN.get(who, f"{who[0]}.{INSIDE}")

    def renew() -> Signs:
        again = asyncio.run_coroutine_threadsafe(scene.town.person(account), loop)
        return bearer(again.result(20).token)

    return str(who[0]), Asker(base, bearer(person.token), scene.ids, renew)


async def try_door(url: str, folder: Path, door: Any, count: int, run_seed: int) -> list[Line]:
    """One door in a town of its own."""
    name = f"{door.method.upper()} {door.path}"
    lines: list[Line] = []
    loop = asyncio.get_running_loop()
    async with open_town(url, folder, map_file=draw_map(folder), rate_limits=False) as town:
        scene = await set_up(town)
        who, asker = asker_of(scene, name, loop)
        for said, one, tries in (
            (who, asker, count),
            ("nobody", Asker(town.base, bearer(""), scene.ids), count // _NOBODY_EACH),
        ):
            if not tries or (said == "nobody" and who == "anybody"):
                continue
            began, trouble = time.perf_counter(), ""
            try:
                # A door that takes nothing is asked once by the contract, and then by variants.
                again = 0
                while (left := tries - one.answered.total()) > 0:
                    made = tries_of(-(-left // (1 + _VARIED)))
                    seeded = run_seed + again
                    await asyncio.to_thread(one.try_door, door, made, seeded, _VARIED)
                    again += 1
            except Exception as error:  # noqa: BLE001 - whatever broke is what is looked for
                trouble = f"{type(error).__name__}: {str(error)[:1500]} | {one.last}"
            answers = {str(status): n for status, n in sorted(one.answered.items())}
            took_s = round(time.perf_counter() - began, 1)
            lines.append(Line(name, said, one.answered.total(), run_seed, took_s, answers, trouble))
    return lines


def tries_in(report: Path) -> Counter[str]:
    """How many good tries of whoever may stand in a report, by door."""
    done: Counter[str] = Counter()
    for line in lines_of(report):
        if line.asker != "nobody" and not line.trouble:
            done[line.door] += line.tries
    return done


def lines_of(report: Path) -> list[Line]:
    """A report, as far as it has come."""
    if not report.exists():
        return []
    return msgspec.json.Decoder(Line).decode_lines(report.read_bytes())


_PAGE = """# What came of inputs at every door

Written by `./dev fuzz --report FILE --page docs/fuzz.md` out of a report; `./dev fuzz --help`
says what it does. A promise is broken by an answer that the contract does not name, by a fault of
ours, and by a word of our inside.

{doors} doors, {tries:,} inputs, {broken} broken promises. Doors of the contract that are not in it:
{untried}.

| door | asked by | inputs | answers: how often |
|---|---|---:|---|
"""


def page(lines: list[Line]) -> str:
    """A report as a page: a row for each door and whoever asked at it."""
    rows: dict[tuple[str, str], Counter[str]] = {}
    for line in lines:
        rows.setdefault((line.door, line.asker), Counter()).update(line.answers)
    tried = {door for door, _ in rows}
    untried = sorted({" ".join(key) for key in operations()} - tried)
    head = _PAGE.format(
        doors=len(tried),
        tries=sum(count.total() for count in rows.values()),
        broken=sum(bool(line.trouble) for line in lines),
        untried=", ".join(f"`{door}`" for door in untried) or "none",
    )
    table = [
        f"| `{door}` | {asker} | {count.total():,} | "
        + ", ".join(f"{status}: {n:,}" for status, n in sorted(count.items()))
        + " |"
        for (door, asker), count in sorted(rows.items())
    ]
    return head + "\n".join(table) + "\n"


def write(report: Path, line: Line) -> None:
    """Add a line to the report, and show it."""
    text = msgspec.json.encode(line).decode()
    print(text, flush=True)
    with report.open("a", encoding="utf-8") as file:
        file.write(text + "\n")


async def run(asked: argparse.Namespace) -> int:
    """All doors that are wanted and not done."""
    report = Path(asked.report)
    done = tries_in(report)
    whole = [door for kind in ("person", "device", None) for door in doors(kind, asked.doors)]
    part, parts = (int(number) for number in asked.part.split("/"))
    wanted = whole[part - 1 :: parts]
    servers, broken = await start_servers(), 0
    try:
        await make_template(servers, hamlet())
        for number, door in enumerate(wanted):
            name = f"{door.method.upper()} {door.path}"
            if done[name] >= asked.tries:
                continue
            with tempfile.TemporaryDirectory(prefix="watchbell-fuzz-") as folder:
                async with fresh_database(servers, f"fuzz_{os.getpid()}_{number}") as url:
                    tries, run_seed = asked.tries - done[name], asked.seed + done[name]
                    lines = await try_door(url, Path(folder), door, tries, run_seed)
            for line in lines:
                broken += bool(line.trouble)
                write(report, line)
    finally:
        await stop_servers(servers)
    print(f"{broken} broken promises")
    return 1 if broken else 0


def main() -> int:
    """Read what is asked, run, at the lowest price for others."""
    parser = argparse.ArgumentParser(prog="./dev fuzz", description=__doc__)
    parser.add_argument("--tries", type=int, default=10_000, help="inputs at each door")
    parser.add_argument("--doors", default="", help="those whose address has this in it")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--part", default="1/1", help="which of how many runs side by side, as 1/2")
    parser.add_argument("--report", required=True, help="lines are added to this file")
    parser.add_argument("--page", help="write what the report says to this file, and try nothing")
    asked = parser.parse_args()
    if asked.page:
        Path(asked.page).write_text(page(lines_of(Path(asked.report))), encoding="utf-8")
        return 0
    os.nice(_NICE)
    write_lines("error", sys.stderr)
    with system(Errand.COMMAND_LINE):
        return asyncio.run(run(asked))


if __name__ == "__main__":
    sys.exit(main())
