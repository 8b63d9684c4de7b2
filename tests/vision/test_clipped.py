"""Of a recording no more is seen than was granted, whatever it is in and whoever asks for more."""

import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import av
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.core.times import EARLIEST
from service.review import showing
from service.review.clipped import Clipped
from service.review.patch import Region
from service.review.recording import Part, whole_file
from service.review.timeline import Stir, timeline_of
from tests.support.places import Scene, film

SCENE = Scene(40.0, fps=4, gop=8, noise=0.5)
SECONDS = st.integers(-8, 200).map(lambda quarter: quarter / 4)


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Forty seconds, a keyframe every two."""
    return film(tmp_path_factory.mktemp("film") / "place.mp4", SCENE)


def clipped(path: Path, from_s: float, to_s: float) -> Clipped:
    """From one second to another of a film."""
    begins = EARLIEST + timedelta(seconds=100)
    ends = (begins + timedelta(seconds=s) for s in (from_s, to_s))
    return Clipped([Part(str(path), begins)], *ends)


@settings(max_examples=25, deadline=None)
@given(SECONDS, SECONDS, SECONDS)
def test_nothing_outside_is_ever_given_and_all_inside_is(
    path: Path, from_s: float, to_s: float, at_s: float
) -> None:
    from_s, to_s = sorted((from_s, to_s))
    with whole_file(path) as whole, clipped(path, from_s, to_s) as part:
        wanted = [s.at_s for s in whole.frames(0, 50) if from_s <= s.at_s <= to_s]
        assert [shot.at_s for shot in part.frames(-100, 100)] == wanted
        assert [shot.at_s for shot in part.pictures(-100, 100)] == wanted
        keyframes = [s.at_s for s in whole.keyframes() if from_s <= s.at_s <= to_s]
        assert [shot.at_s for shot in part.keyframes()] == keyframes
        assert all(from_s <= at <= to_s for groups in part.groups() for at in groups.at_s)
        shot = part.keyframe(at_s, -100, 100)
        assert (shot is None) == (not keyframes)
        assert shot is None or shot.at_s in keyframes
        for step in (-1, 0, 1):
            found = showing.frame(part, at_s, exact=True, step=step)
            assert found is None or from_s <= found.at_s <= to_s
        piece = showing.piece(part, max(at_s, from_s), 10.0)
        if piece is not None:
            assert from_s <= piece.from_s <= piece.to_s <= to_s + 0.25 + 1e-6
            assert 0 < len(shown(piece)) <= 49


def shown(piece: showing.Piece) -> list[av.VideoFrame]:
    """The pictures of a film as a browser would show them."""
    with av.open(io.BytesIO(piece.data)) as container:
        assert not container.streams.audio
        assert not container.metadata.get("location")
        return list(container.decode(video=0))  # type: ignore[union-attr]


def test_steps_go_through_every_frame_there_and_back(path: Path) -> None:
    with clipped(path, 3.0, 9.0) as recording:
        seen, at_s = [3.0], 3.0
        while (shot := showing.frame(recording, at_s, exact=True, step=1)) is not None:
            seen.append(at_s := shot.at_s)
        assert seen == [3.0 + n / 4 for n in range(25)]
        back = [at_s]
        while (shot := showing.frame(recording, at_s, exact=True, step=-1)) is not None:
            back.append(at_s := shot.at_s)
        assert back == seen[::-1]


@pytest.mark.parametrize("kind", ["mp4", "ts", "mkv"])
@pytest.mark.parametrize("b_frames", [False, True])
def test_a_film_is_passed_on_as_it_is_from_any_container(
    kind: str, b_frames: bool, tmp_path: Path
) -> None:
    scene = replace(SCENE, preset=("veryfast", "28")) if b_frames else SCENE
    path = film(tmp_path / f"place.{kind}", scene)
    with clipped(path, 5.0, 30.0) as recording:
        piece = showing.piece(recording, 5.0, 8.0)
    assert piece is not None
    assert not piece.remade
    assert abs(piece.from_s - 6.0) < 0.01, "the keyframe before may not be seen"
    assert 12.5 <= piece.to_s <= 13.3
    frames = shown(piece)
    assert 26 <= len(frames) <= 30
    times = [frame.time for frame in frames]
    assert times == sorted(times)


@pytest.mark.parametrize("codec", ["mpeg4", "libx265"])
def test_what_browsers_do_not_play_is_made_anew_inside_what_was_granted(
    codec: str, tmp_path: Path
) -> None:
    path = film(tmp_path / "place.mp4", replace(SCENE, length_s=20.0, codec=codec))
    with clipped(path, 2.5, 9.0) as recording:
        piece = showing.piece(recording, 2.5, 60.0)
    assert piece is not None
    assert piece.remade
    assert (piece.from_s, piece.to_s) == (2.5, 9.0)
    assert 25 <= len(shown(piece)) <= 27
    with av.open(io.BytesIO(piece.data)) as container:
        assert container.streams.video[0].codec_context.name == "h264"


def test_a_timeline_goes_on_from_a_keyframe_as_if_it_had_never_stopped(path: Path) -> None:
    region = Region(100, 60, 60, 60)
    with clipped(path, 4.0, 30.0) as recording:
        whole = list(timeline_of(recording, region))
        halves = list(some(timeline_of(recording, region), 5))
        halves += timeline_of(recording, region, halves[-1].at_s)
    assert halves == whole
    assert len(whole) == 13


def some(stirs: Iterator[Stir], count: int) -> Iterator[Stir]:
    """The first of them."""
    for _, stir in zip(range(count), stirs, strict=False):
        yield stir
