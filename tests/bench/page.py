"""`./dev bench page`: docs/results.md with its plots, and README's table, from what was kept."""

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

from tests.bench import outside, results
from tests.bench.report import Measure
from tests.bench.results import FOLDER, README, ROOT, Result, figure, newest, put_into, table

PAGE = ROOT / "docs" / "results.md"
CAUSES = FOLDER / "causes.toml"
_RUNS_DRAWN = 12
_GOAL = re.compile(r"(<=|>=) ([0-9.]+)")


def write() -> None:
    """Write the page, the plots and the table. Without a plotter the plots stay as they are."""
    kept = results.history()
    README.write_text(put_into(README.read_text(encoding="utf-8"), table(kept)), encoding="utf-8")
    PAGE.write_text(text(kept), encoding="utf-8")
    plots = [_plot(name, runs) for name, runs in kept.items() if _aims(newest(runs))]
    try:
        python = outside.environment("plots")
    except outside.NotHad as why:
        print(f"bench: NO PLOTS were drawn: {why}", file=sys.stderr)
        return
    drawing = [str(python), str(Path(__file__).with_name("plots.py"))]
    subprocess.run(drawing, input=json.dumps(plots).encode(), check=True, cwd=ROOT)


def text(kept: dict[str, list[Result]]) -> str:
    """The page of results."""
    causes = tomllib.loads(CAUSES.read_text(encoding="utf-8")) if CAUSES.exists() else {}
    lines = [
        "# Results",
        "",
        "What `./dev bench NAME --keep` measured last, and where it stands among all runs that",
        "were kept (`docs/results/*.jsonl`). Written by `./dev bench page`. Each bench alternates",
        "with its floor or peer in one run; compare ratios rather than figures from one machine",
        "with those of another. *Load* is how many processes wanted a core when the run began.",
    ]
    for name, runs in kept.items():
        run = newest(runs)
        machine = run.machine
        lines += [
            "",
            f"## {name}",
            "",
            f"{run.note}.",
            "",
            f"{run.at}, `{run.commit}`, {machine.cores} cores, {machine.memory_gb} GB,",
            f"load {machine.load:g}, Python {machine.python}, {run.seconds:.0f} s;",
            f"{'**a quick run**; ' if run.quick else ''}{len(runs)} kept.",
            "",
        ]
        if _aims(run):
            lines += [f"![{name}: how far each goal is away](results/{name}.svg)", ""]
        lines += ["| | Ours | Beside | Ratio | Goal | |", "|---|--:|--:|--:|---|---|"]
        lines += [_row(m) for m in run.measures]
        lines += _why(causes.get(name, {}), run)
    return "\n".join(lines) + "\n"


def _row(m: Measure) -> str:
    met = {True: "met", False: "**not met**", None: ""}[m.met]
    return (
        f"| {m.name} | {figure(m.ours)} | {figure(m.beside)} | {figure(m.ratio, 'x')}"
        f" | {m.goal} | {met} |"
    )


def _why(causes: dict[str, str], run: Result) -> list[str]:
    """What is known of each goal that was missed: its cause, and what was tried."""
    missed = [m.name for m in run.measures if m.met is False]
    if not missed:
        return []
    said = [f"- {name}: {causes.get(name, 'the cause is not known yet.')}" for name in missed]
    return ["", "Not met:", "", *said]


def _aims(run: Result) -> list[Measure]:
    return [m for m in run.measures if share(m) is not None]


def share(m: Measure) -> float | None:
    """How much of what the goal allows was used: above 1 it is missed; None without a goal."""
    found = _GOAL.search(m.goal)
    if found is None:
        return None
    limit = float(found[2])
    value = m.ours if m.ratio is None else m.ratio
    if found[1] == ">=":
        value, limit = limit, value
    # What is nothing at all would leave the scale, whose steps are tens.
    return max(value, 1e-3) / max(limit, 1e-3)


def _plot(name: str, runs: list[Result]) -> dict[str, Any]:
    alike = [run for run in runs if run.quick == newest(runs).quick][-_RUNS_DRAWN:]
    aims = _aims(newest(runs))
    by_name = [{m.name: share(m) for m in run.measures} for run in alike]
    return {
        "file": str(FOLDER / f"{name}.svg"),
        "bars": [{"name": m.name, "share": share(m), "met": m.met} for m in aims],
        "runs": [f"{run.at[5:10]} {run.commit[:7]}" for run in alike],
        "history": [{"shares": [shares.get(m.name) for shares in by_name]} for m in aims],
    }
