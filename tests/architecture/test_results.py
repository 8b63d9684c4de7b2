"""What is said of speed is what was measured last."""

import ast
from pathlib import Path

import msgspec
import pytest
from numpy import float64

from tests.architecture.tree import named, parsed, relative
from tests.bench import page, results, suite
from tests.bench.report import Measure, at_least, below, only, write
from tests.bench.results import BEGIN, END, README, history, put_into, table

BENCHES = named(".py", below="tests/bench/")


def test_the_readme_says_what_was_measured_last() -> None:
    said = README.read_text(encoding="utf-8")
    assert put_into(said, table(history())) == said, "./dev bench page"


def test_the_page_of_results_says_what_was_measured_last() -> None:
    assert page.PAGE.read_text(encoding="utf-8") == page.text(history()), "./dev bench page"


def test_every_kept_history_has_its_bench() -> None:
    assert set(history()) <= set(suite.names())


@pytest.mark.parametrize("path", BENCHES, ids=relative)
def test_what_can_be_run_says_what_it_measures(path: Path) -> None:
    body = parsed(path).body
    runs = any(isinstance(n, ast.AsyncFunctionDef) and n.name == "run" for n in body)
    assert not runs or path.stem in suite.names(), "a bench has a NOTE"


def test_the_newest_whole_run_counts_and_a_missed_goal_is_named(tmp_path: Path) -> None:
    for quick, ours in ((False, 3.0), (False, 30.0), (True, 1.0)):
        results.keep(run_of("press", ours, quick=quick), tmp_path)
    kept = history(tmp_path)
    assert [run.measures[0].ours for run in kept["press"]] == [3.0, 30.0, 1.0]
    said = table(kept)
    assert "| `press` | p99 | 30.0 |" in said, said
    assert "- `press`: p99 30.0 (goal <= 5)" in said
    readme = f"before\n{BEGIN}old\n{END}after\n"
    assert put_into(readme, "new\n") == f"before\n{BEGIN}\nnew\n\n{END}after\n"


def run_of(name: str, ours: float, *, quick: bool) -> results.Result:
    """A run with one figure that must not be above 5."""
    return results.Result(
        name=name,
        at="2026-01-01T00:00:00+00:00",
        commit="0",
        machine=results.Machine(2, 24, 0.0, "3.11.7"),
        quick=quick,
        seconds=1.0,
        note="",
        measures=[Measure("p99", ours, None, None, "<= 5", ours <= 5)],
    )


def test_numbers_of_numpy_are_written_too(tmp_path: Path) -> None:
    written = tmp_path / "figures.json"
    measures = [only("a", float64(0.5)), below("b", float64(3), 4), at_least("c", float64(1), 2, 1)]
    write(written, Run(measures))
    read = msgspec.json.decode(written.read_bytes(), type=Run)
    assert read.measures == measures
    assert [one.met for one in read.measures] == [None, True, False]


class Run(msgspec.Struct):
    """What is written of a run, cut short."""

    measures: list[Measure]
