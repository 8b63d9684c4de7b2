"""`./dev bench NAME|all|page|peers`: measures beside floors and peers, kept, and drawn.

Each measure is one module here; a new one is found by itself.
"""

import argparse
import asyncio
import importlib
import sys
import time
from pathlib import Path

from service.platform.asks import Errand, system
from service.platform.logs import write_lines
from tests.bench import outside, page, report, results, suite


def main() -> int:
    """0 even when a goal is missed: the figures say so themselves. 1: a bench broke off."""
    names = suite.names()
    parser = argparse.ArgumentParser(prog="./dev bench")
    parser.add_argument("name", choices=[*names, "all", "page", "peers"])
    parser.add_argument("--json", type=Path, help="write the figures here as well")
    parser.add_argument("--quick", action="store_true", help="a short run, to see that it runs")
    parser.add_argument(
        "--keep",
        action="store_true",
        help="into the history in docs/results/; a whole run of `all` does so anyway",
    )
    asked = parser.parse_args()
    if asked.name == "page":
        page.write()
        return 0
    if asked.name == "peers":
        return outside.set_up()
    outside.lend()
    if asked.name == "all":
        outside.set_up()
        keep = asked.keep or not asked.quick
        return suite.run_all(names, to=asked.json, quick=asked.quick, keep=keep)
    kept = _run(asked.name, quick=asked.quick)
    if asked.json is not None:
        report.write(asked.json, kept)
    if asked.keep:
        results.keep(kept)
    return 0


def _run(name: str, *, quick: bool) -> results.Result:
    # What runs within this process says what a service says, in its form, beside the figures.
    write_lines("info", sys.stderr)
    bench = importlib.import_module(f"tests.bench.{name}")
    at, machine, began = results.now(), results.machine(), time.perf_counter()
    with system(Errand.COMMAND_LINE):
        measures = asyncio.run(bench.run(quick=quick))
    seconds = time.perf_counter() - began
    report.show(name, measures, note=bench.NOTE)
    return results.Result(
        name=name,
        at=at,
        commit=results.commit(),
        machine=machine,
        quick=quick,
        seconds=round(seconds, 1),
        note=bench.NOTE,
        measures=measures,
    )


if __name__ == "__main__":
    sys.exit(main())
