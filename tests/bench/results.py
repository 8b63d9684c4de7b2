"""What was measured, when and on what: kept as lines of JSON, one file for each bench."""

import os
import platform
import subprocess
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import psutil

from tests.bench.report import Measure

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "docs" / "results"
README = ROOT / "README.md"
BEGIN, END = "<!-- results: begin -->\n", "<!-- results: end -->\n"


class Machine(msgspec.Struct, frozen=True):
    """What a figure was measured on. `load` is how many processes wanted a core before it began."""

    cores: int
    memory_gb: int
    load: float
    python: str


class Result(msgspec.Struct, frozen=True, kw_only=True):
    """One run of one bench."""

    name: str
    at: str
    commit: str
    machine: Machine
    quick: bool
    seconds: float
    note: str
    measures: list[Measure]


def now() -> str:
    """The instant, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def machine() -> Machine:
    """What this runs on."""
    return Machine(
        cores=len(os.sched_getaffinity(0)),
        memory_gb=round(psutil.virtual_memory().total / 2**30),
        load=round(os.getloadavg()[0], 1),
        python=platform.python_version(),
    )


def commit() -> str:
    """Which code; with a plus where it was changed since."""
    said = subprocess.run(
        ["git", "describe", "--always", "--abbrev=9", "--dirty=+", "--exclude=*"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    return said.stdout.strip() or "unknown"


def keep(result: Result, folder: Path = FOLDER) -> None:
    """Add one line to the history of a bench."""
    folder.mkdir(parents=True, exist_ok=True)
    rounded = msgspec.structs.replace(result, measures=[m.rounded() for m in result.measures])
    with (folder / f"{result.name}.jsonl").open("ab") as file:
        file.write(msgspec.json.encode(rounded) + b"\n")


def history(folder: Path = FOLDER) -> dict[str, list[Result]]:
    """Every kept run by bench, the oldest first."""
    return {
        path.stem: msgspec.json.decode(
            b"[" + b",".join(path.read_bytes().splitlines()) + b"]", type=list[Result]
        )
        for path in sorted(folder.glob("*.jsonl"))
    }


def newest(runs: Iterable[Result]) -> Result:
    """The last whole run; where there is none, the last quick one."""
    ordered = list(runs)
    return next((r for r in reversed(ordered) if not r.quick), ordered[-1])


def table(kept: dict[str, list[Result]]) -> str:
    """README's table: of each bench its first goal, and all goals that were missed."""
    if not kept:
        return "Nothing has been kept yet.\n"
    lines = [
        "| Bench | Measured | Ours | Beside | Ratio | Goal | Goals met |",
        "|---|---|--:|--:|--:|---|--:|",
    ]
    missed = []
    for name, runs in kept.items():
        run = newest(runs)
        aims = [m for m in run.measures if m.met is not None]
        first = (aims or run.measures)[0]
        lines.append(
            f"| `{name}`{'¹' if run.quick else ''} | {first.name} | {figure(first.ours)}"
            f" | {figure(first.beside)} | {figure(first.ratio, 'x')} | {first.goal}"
            f" | {sum(m.met is True for m in aims)} of {len(aims)} |"
        )
        missed += [
            f"- `{name}`: {m.name} {figure(m.ours)}"
            f"{'' if m.ratio is None else f', ratio {figure(m.ratio)}'} (goal {m.goal})"
            for m in aims
            if not m.met
        ]
    if any(newest(runs).quick for runs in kept.values()):
        lines += ["", "¹ A quick run, which shows that it runs rather than how fast."]
    if missed:
        lines += ["", "Not met in these runs (why: [docs/results.md](docs/results.md)):", ""]
        lines += missed
    return "\n".join(lines) + "\n"


def put_into(readme: str, text: str) -> str:
    """A page with what stands between its two markers replaced."""
    before, _, rest = readme.partition(BEGIN)
    _, _, after = rest.partition(END)
    assert after, "the README has no place for the results"
    return f"{before}{BEGIN}\n{text}\n{END}{after}"


def figure(value: float | None, unit: str = "") -> str:
    """A number as people read it: three digits that count."""
    if value is None:
        return ""
    digits = 0 if abs(value) >= 100 else 1 if abs(value) >= 10 else 2 if abs(value) >= 1 else 3
    return f"{value:,.{digits}f}{unit}"
