"""Our own apps obey the phone's contract: the terminal phone, and the patrol's page under Node."""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.architecture.tree import ROOT
from tests.support.anything import anything

CONTRACT = ROOT / "mobile_contract/v1"
FILES = sorted((CONTRACT / "vectors").glob("*.json"))
PAGE = ["node", "service/web/tools/vectors.mjs"]
TERMINAL = [sys.executable, "-m", "tests.support.judged_by_cli"]
# What only a phone in somebody's hand can show.
BY_HAND = {"S5", "S6", "T6", "T7", "C3", "L2", "P7"} | {f"N{n}" for n in range(1, 7)}
BY_HAND |= {"X1", "X2"} | {f"V{n}" for n in range(1, 8)}


def vectors() -> list[dict[str, Any]]:
    """Every vector of every file."""
    return [vector for path in FILES for vector in read(path)["vectors"]]


def read(path: Path) -> dict[str, Any]:
    """A file of vectors."""
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def run(command: list[str], script: Path = CONTRACT / "run.py") -> tuple[int, str]:
    """The reference runner on an app."""
    done = subprocess.run(
        [sys.executable, str(script), *command],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
    )
    return done.returncode, done.stdout + done.stderr


@pytest.mark.parametrize("app", [PAGE, TERMINAL], ids=["page", "terminal"])
def test_our_own_apps_obey_every_vector(app: list[str]) -> None:
    status, said = run(app)
    assert status == 0, said
    assert f"{len(vectors())} of {len(vectors())} vectors fit" in said


def test_our_own_apps_are_of_one_mind_about_anything() -> None:
    """The rules stand twice, in two languages: thousands of cases keep them one."""
    rules = {v["id"]: f["rule"] for f in map(read, FILES) for v in f["vectors"]}
    asked = list(anything([v | {"rule": rules[v["id"]]} for v in vectors()], 4000))
    lines = "".join(json.dumps(one) + "\n" for one in asked)
    page, terminal = (
        subprocess.run(app, cwd=ROOT, input=lines, capture_output=True, text=True, timeout=120)
        for app in (PAGE, TERMINAL)
    )
    said = list(zip(asked, page.stdout.splitlines(), terminal.stdout.splitlines(), strict=True))
    assert len(said) == len(asked), page.stderr + terminal.stderr
    differ = [(one, a, b) for one, a, b in said if not alike(json.loads(a), json.loads(b))]
    assert not differ, differ[:3]


def alike(one: Any, other: Any) -> bool:
    """Whether two verdicts are one, numbers but for their last digits."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(alike(one[k], other[k]) for k in one)
    if isinstance(one, float) or isinstance(other, float):
        return bool(one == pytest.approx(other, abs=2e-3))
    return bool(one == other)


def test_an_app_that_does_not_obey_is_told_which_duty(tmp_path: Path) -> None:
    """It answers everything as if all were well."""
    app = tmp_path / "app.py"
    app.write_text(
        "import json, sys\n"
        "for line in sys.stdin:\n"
        '    print(json.dumps({"do": "done", "task": "keep", "wait_s": 0}))\n'
    )
    status, said = run([sys.executable, str(app)])
    assert status == 1
    assert "refusal: dispatch.already_taken (Q4)" in said
    assert 'wanted {"do": "drop", "task": "taken"' in said
    assert "answer: taken (Q4)" not in said


def test_an_app_that_falls_silent_does_not_pass(tmp_path: Path) -> None:
    app = tmp_path / "app.py"
    app.write_text("print('{}')\n")
    status, said = run([sys.executable, str(app)])
    assert status == 1
    assert "1 answers to" in said


def test_every_vector_names_a_duty_of_the_page_and_says_why() -> None:
    page = (CONTRACT / "README.md").read_text(encoding="utf-8")
    duties = re.findall(r"\*\*([A-Z]\d)\*\*", page)
    assert len(set(duties)) == len(duties), "each duty stands once"
    found = vectors()
    assert len({v["id"] for v in found}) == len(found)
    assert {v["duty"] for v in found} <= set(duties)
    assert set(duties) - BY_HAND <= {v["duty"] for v in found}, "a duty that no vector tries"
    for vector in found:
        assert set(vector) == {"id", "duty", "given", "verdict", "reason"}
        assert vector["reason"].endswith("."), vector["id"]
