"""When anything moved: the ribbon out of the index, the timeline out of keyframes."""

from pathlib import Path

import pytest

from service.review.patch import Region
from service.review.recording import whole_file
from service.review.refusals import RegionOutside
from service.review.ribbon import ribbon_of
from service.review.timeline import spells_of, timeline_of
from tests.support.places import Passer, Scene, film

SCENE = Scene(
    80.0, passers=(Passer(22, 34, 157), Passer(52, 62, 300, walk_s=2)), fps=4, gop=8, noise=0.5
)


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A place at which somebody stands for a while, and later somebody else beside it."""
    return film(tmp_path_factory.mktemp("film") / "place.mp4", SCENE)


def test_the_timeline_of_a_region_shows_who_was_in_it_and_nobody_else(path: Path) -> None:
    with whole_file(path) as recording:
        stirs = list(timeline_of(recording, Region(120, 80, 70, 70)))
        assert [stir.at_s for stir in stirs] == [2.0 * number for number in range(1, 40)]
        (spell,) = spells_of(stirs)
        assert 20 <= spell.from_s <= 28
        assert 30 <= spell.to_s <= 36
        with pytest.raises(RegionOutside):
            list(timeline_of(recording, Region(300, 100, 100, 20)))


@pytest.mark.parametrize("form", ["mp4", "mkv"])
def test_the_ribbon_is_lively_where_somebody_moves(form: str, path: Path, tmp_path: Path) -> None:
    if form == "mkv":
        # Its index names keyframes alone: the file is read, and still no picture is decoded.
        path = film(tmp_path / "place.mkv", SCENE)
    with whole_file(path) as recording:
        ribbon = ribbon_of(recording, bin_s=10.0)
    assert len(ribbon.activity) == 8
    shares = [share or 0.0 for share in ribbon.activity]
    # In its first seconds an encoder has not found its measure yet.
    lively = {number for number, share in enumerate(shares) if share > 0.3 and number > 0}
    assert lively <= {2, 3, 5, 6}
    assert {2, 3} & lively
    assert {5, 6} & lively
