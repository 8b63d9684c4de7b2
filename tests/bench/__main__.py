"""`./dev bench NAME --json FILE`: one measure beside its floor or peer, in one run, alternating."""

import argparse
import asyncio
import importlib
import platform
import sys
from pathlib import Path

from service.platform.asks import Errand, system
from service.platform.logs import write_lines
from tests.bench import report

BENCHES = (
    "press",
    "trust",
    "ring",
    "ring_surge",
    "rank",
    "choose",
    "cameras_import",
    "push",
    "pictures_warm",
    "pictures",
    "idle",
    "box",
    "screens",
    "register",
    "history",
    "moment",
    "timeline",
    "footage",
    "mask",
    "positions",
    "heartbeats",
)


def main() -> int:
    """Run one bench, or all; 0 even when a goal is missed: the figures say so themselves."""
    parser = argparse.ArgumentParser(prog="./dev bench")
    parser.add_argument("name", choices=[*BENCHES, "all"])
    parser.add_argument("--json", type=Path, help="write the figures here as well")
    parser.add_argument("--quick", action="store_true", help="a short run, to see that it runs")
    asked = parser.parse_args()
    # What runs within this process says what a service says, in its form, beside the figures.
    write_lines("info", sys.stderr)
    names = BENCHES if asked.name == "all" else (asked.name,)
    for name in names:
        bench = importlib.import_module(f"tests.bench.{name}")
        with system(Errand.COMMAND_LINE):
            measures = asyncio.run(bench.run(quick=asked.quick))
        report.show(name, measures, note=bench.NOTE)
        if asked.json is not None:
            path = asked.json if len(names) == 1 else asked.json.with_suffix(f".{name}.json")
            more = {"note": bench.NOTE, "python": platform.python_version(), "quick": asked.quick}
            report.write(path, name, measures, more)
    return 0


if __name__ == "__main__":
    sys.exit(main())
