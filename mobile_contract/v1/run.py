"""Holds an app's rules against the vectors: `python3 run.py COMMAND ...`; needs nothing but Python.

COMMAND is started once. It reads lines of JSON, `{"rule": ..., "given": ...}`, and writes for each
a line of JSON, the verdict, in the same order. Members that a verdict does not name are not looked
at; `{"from": a, "to": b}` stands for any number between. Ends with 0, or 1 and what was wrong.
"""

import json
import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).parent / "vectors"
WAIT_MOST_S = 120


def vectors():
    """Every vector, with the rule that it asks for."""
    for path in sorted(FOLDER.glob("*.json")):
        file = json.loads(path.read_text(encoding="utf-8"))
        for vector in file["vectors"]:
            yield vector | {"rule": file["rule"]}


def fits(wanted, found):
    """Whether a found value is what a vector wants."""
    if isinstance(wanted, dict) and set(wanted) == {"from", "to"}:
        is_number = isinstance(found, int | float) and not isinstance(found, bool)
        return is_number and wanted["from"] <= found <= wanted["to"]
    if isinstance(wanted, dict):
        return isinstance(found, dict) and all(
            name in found and fits(value, found[name]) for name, value in wanted.items()
        )
    return wanted == found and isinstance(wanted, bool) == isinstance(found, bool)


def main(command):
    """Ask, compare, and say what does not fit."""
    asked = list(vectors())
    lines = [json.dumps({"rule": v["rule"], "given": v["given"]}) + "\n" for v in asked]
    try:
        said = subprocess.run(  # noqa: S603 - whoever calls says what is run
            command, input="".join(lines), capture_output=True, text=True, timeout=WAIT_MOST_S
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    answers = said.stdout.splitlines()
    if len(answers) != len(asked):
        sys.stderr.write(f"{len(answers)} answers to {len(asked)} vectors\n{said.stderr}")
        return 1
    wrong = 0
    for vector, line in zip(asked, answers, strict=True):
        try:
            found = json.loads(line)
        except ValueError:
            found = line
        if not fits(vector["verdict"], found):
            wrong += 1
            sys.stdout.write(
                f"{vector['id']} ({vector['duty']}): {vector['reason']}\n"
                f"  wanted {json.dumps(vector['verdict'])}\n  found  {line}\n"
            )
    sys.stdout.write(f"{len(asked) - wrong} of {len(asked)} vectors fit\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1:]))
