"""`./dev chaos --presses N --seed S --json FILE`: everything breaks while presses come in.

1 when anything is amiss; then the folder of the run stays, and the seed with it. `--only` names
faults (see faults.py), `--minutes` bounds the storm.
"""

import argparse
import asyncio
import json
import shutil
import sys
import tempfile
from pathlib import Path

from tests.chaos.faults import FAULTS
from tests.chaos.storm import Outcome, Weather, rage


def _report(weather: Weather, outcome: Outcome) -> dict[str, object]:
    return {
        "seed": weather.seed,
        "presses": outcome.figures.get("presses_told", 0),
        "minutes": round(outcome.took_s / 60, 1),
        "faults": dict(sorted(outcome.faults.items())),
        "left_out": list(outcome.left_out),
        "violations": outcome.violations,
        **outcome.figures,
    }


def main() -> int:
    """Read what is asked, run, say."""
    parser = argparse.ArgumentParser(prog="./dev chaos", description=__doc__)
    parser.add_argument("--presses", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--minutes", type=float, default=30, help="the storm ends then; default 30")
    parser.add_argument("--each-s", type=float, default=0.4, help="between touches of one key")
    parser.add_argument("--only", action="append", default=[], choices=sorted(FAULTS))
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    weather = Weather(
        asked.seed, asked.presses, asked.minutes, asked.each_s, only=tuple(asked.only)
    )
    folder = Path(tempfile.mkdtemp(prefix="watchbell-chaos-"))
    folder.chmod(0o711)
    outcome = asyncio.run(rage(folder, weather))
    report = _report(weather, outcome)
    print(json.dumps(report, indent=2))
    if asked.json:
        asked.json.write_text(json.dumps(report, indent=2) + "\n")
    for violation in outcome.violations:
        print(f"VIOLATION (seed {weather.seed}) {violation}")
    if outcome.violations:
        print(f"what programs saw is kept in {folder}")
        return 1
    shutil.rmtree(folder, ignore_errors=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
