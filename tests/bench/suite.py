"""All benches, one after the other, each in a process of its own; one that breaks off is named."""

import ast
import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import msgspec

from tests.bench.results import Result

_FOLDER = Path(__file__).parent
# The longest takes a quarter of this; what hangs must not keep the rest from being measured.
_EACH_MOST_S = 3600


def names() -> list[str]:
    """Every module here that has something to run and says what it measures."""
    return [path.stem for path in sorted(_FOLDER.glob("*.py")) if _is_bench(path)]


def _is_bench(path: Path) -> bool:
    body = ast.parse(path.read_text(encoding="utf-8")).body
    runs = any(isinstance(node, ast.AsyncFunctionDef) and node.name == "run" for node in body)
    said = any(
        isinstance(node, ast.Assign) and any(ast.unparse(t) == "NOTE" for t in node.targets)
        for node in body
    )
    return runs and said


def run_all(names: list[str], *, to: Path | None, quick: bool, keep: bool) -> int:
    """Run them; 1 when any broke off. All results are written to one file, as each is there."""
    found: list[Result] = []
    broken: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        for name in names:
            path = Path(folder) / f"{name}.json"
            flags = [*(["--quick"] if quick else []), *(["--keep"] if keep else [])]
            why = _run(name, path, flags)
            if why is None:
                found.append(msgspec.json.decode(path.read_bytes(), type=Result))
            else:
                broken.append(name)
                print(f"\n{name}: BROKE OFF, {why}", flush=True)
            if to is not None:
                document = {"results": found, "broken": broken}
                to.write_bytes(msgspec.json.format(msgspec.json.encode(document)) + b"\n")
    aims = [m.met for result in found for m in result.measures if m.met is not None]
    print(f"\n{len(found)} of {len(names)} benches ran; {sum(aims)} of {len(aims)} goals met")
    for result in found:
        for missed in (m for m in result.measures if m.met is False):
            print(f"  NOT MET  {result.name}: {missed.name} {missed.ours:.3f} ({missed.goal})")
    for name in broken:
        print(f"  BROKE OFF  {name}")
    return 1 if broken else 0


def _run(name: str, path: Path, flags: list[str]) -> str | None:
    """Why it broke off; None where it did not."""
    command = [sys.executable, "-m", "tests.bench", name, "--json", str(path), *flags]
    bench = subprocess.Popen(command, start_new_session=True)
    try:
        code = bench.wait(_EACH_MOST_S)
    except subprocess.TimeoutExpired:
        # With all that it started: it is the leader of a session of its own.
        os.killpg(bench.pid, signal.SIGKILL)
        bench.wait()
        return f"after {_EACH_MOST_S} s"
    return None if code == 0 and path.exists() else f"exit code {code}"
