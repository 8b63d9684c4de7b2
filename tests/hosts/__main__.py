"""`./dev hosts --json FILE`: ten hosts on this machine, of which one after the other loses power.

Needs root and Debian's packages (haproxy, etcd-server) besides those of locks/hosts.txt, which are
fetched into `.hosts`; where they cannot be had it says so, and ends with 3.
"""

import argparse
import asyncio
import json
import os
import platform
import shutil
import sys
import tempfile
from pathlib import Path

from service.platform.asks import Errand, system
from tests.hosts.ground import Ground
from tests.hosts.lint import lint
from tests.hosts.story import Story
from tests.hosts.tools import FOLDER, NotHere, tools

_SKIPPED = 3
# Everything within ends with the first process of this namespace, whatever becomes of it.
_APART = ("unshare", "--net", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc")
# The first process there buries whoever is left of a host that lost its power, as an init does.
_INIT = ("sh", "-c", '"$@"; exit $?', "init")
_INSIDE = "--inside"


def main() -> int:
    """Fetch, then play within namespaces of its own."""
    parser = argparse.ArgumentParser(prog="./dev hosts", description=__doc__)
    parser.add_argument("--json", type=Path, help="write the figures here as well")
    parser.add_argument("--rate", type=float, default=10.0, help="presses a second meanwhile")
    parser.add_argument("--batch", type=int, default=600, help="presses in each measure of speed")
    parser.add_argument(_INSIDE, action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--lint", action="store_true", help="only judge the files of deploy/")
    asked = parser.parse_args()
    if asked.lint:
        FOLDER.mkdir(exist_ok=True)
        return lint()
    try:
        found = tools()
    except NotHere as reason:
        print(f"NOT RUN: several hosts cannot be played here: {reason}", file=sys.stderr)
        return _SKIPPED
    if not asked.inside:
        os.execvp(
            _APART[0],
            [*_APART, *_INIT, sys.executable, "-m", "tests.hosts", _INSIDE, *sys.argv[1:]],
        )
    folder = Path(tempfile.mkdtemp(prefix="watchbell-hosts-"))
    folder.chmod(0o755)

    async def play() -> dict[str, object]:
        report = await Story(Ground(found, folder), asked.rate, asked.batch).tell()
        return {
            "cores": os.cpu_count(),
            "python": platform.python_version(),
            "load_average": os.getloadavg(),
            **report.figures,
            "faults": report.faults,
            "violations": report.violations,
        }

    try:
        with system(Errand.COMMAND_LINE):
            said = asyncio.run(play())
    except BaseException:
        print(f"what programs said is kept in {folder}", file=sys.stderr)
        raise
    print(json.dumps(said, indent=2))
    if asked.json is not None:
        asked.json.write_text(json.dumps(said, indent=2) + "\n")
    if said["violations"]:
        print(f"what programs said is kept in {folder}")
        return 1
    shutil.rmtree(folder, ignore_errors=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
