"""`watchbell review` on a file."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from service.cli import main
from tests.support.places import Scene, film

REGION = "140,110,34,34"


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A thing that goes after ten seconds of twenty."""
    scene = Scene(20.0, lambda at_s: at_s < 10.05, fps=4, gop=8)
    return str(film(tmp_path_factory.mktemp("film") / "film.mp4", scene))


def said(*words: str) -> Any:
    """What a command prints for programs."""
    result = CliRunner().invoke(main, ["review", *words, "--json"])
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def test_a_moment_is_found_by_hand(path: str) -> None:
    found = said("moment", path, "--region", REGION, "--there", "1", "--gone", "19")
    (candidate,) = found["candidates"]
    assert candidate["last_s"] < 10.05 <= candidate["second"]
    assert 0.5 < candidate["confidence"] <= 1
    words = ["review", "moment", path, "--region", REGION, "--there", "1", "--gone", "19"]
    assert "went after 10.00 s, by 10.25 s" in CliRunner().invoke(main, words).output


def test_without_anchors_it_does_not_guess(path: str) -> None:
    found = said("moment", path, "--region", REGION)
    assert found["outcome"] == "cannot_tell"
    assert found["candidates"] == []


def test_a_timeline_and_a_ribbon_are_made_by_hand(path: str) -> None:
    found = said("timeline", path, "--region", REGION)
    (candidate,) = found["candidates"]
    assert candidate["second"] == 12.0
    assert len(said("ribbon", path, "--bin", "5")["activity"]) == 4


@pytest.mark.parametrize("region", ["1,2,3", "a,b,c,d", "0,0,900,900"])
def test_a_region_that_is_none_is_refused_in_words(region: str, path: str) -> None:
    result = CliRunner().invoke(main, ["review", "timeline", path, "--region", region])
    assert result.exit_code != 0
    assert "Traceback" not in result.output
    assert "region" in result.output.lower()


def test_a_file_that_is_no_film_is_refused_in_words(tmp_path: Path) -> None:
    empty = tmp_path / "empty.mp4"
    empty.touch()
    result = CliRunner().invoke(main, ["review", "ribbon", str(empty)])
    assert result.exit_code == 1
    assert "empty, cut, or of a kind that cannot be read" in result.output
