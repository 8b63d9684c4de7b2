"""The moment finder over recordings: drawn scenes of which the truth is known, and real footage."""

import json
import random
from dataclasses import replace
from datetime import timedelta
from math import sin
from pathlib import Path

import msgspec
import pytest
from av.video.frame import VideoFrame

from service.core.times import EARLIEST
from service.review.compare import Judge
from service.review.finding import Finder
from service.review.moment import Answer, Kind, Outcome, Search
from service.review.patch import Region, cut_patch, frame_of
from service.review.recording import Part, Recording, whole_file
from service.review.refusals import AnchorOutside, AnchorsMissing, NotARecording, RegionOutside
from tests.support.media import FOLDER
from tests.support.places import Passer, Scene, film, pictures

TRUTH_S = 33.25
LENGTH_S = 60.0


def goes(at_s: float) -> bool:
    """There until the truth."""
    return at_s < TRUTH_S


def crowd(count: int = 12) -> tuple[Passer, ...]:
    """People in all colours, the thing's own among them, who stop beside and before it."""
    draw = random.Random(5)
    return tuple(
        Passer(
            from_s := draw.uniform(1, 48),
            from_s + draw.uniform(9, 14),
            draw.choice((110, 135, 157, 180, 210)),
            draw.choice(((40, 60, 190), (50, 45, 45), (120, 130, 134), (150, 90, 40))),
            width=draw.uniform(26, 56),
        )
        for _ in range(count)
    )


def told(path: Path, scene: Scene, there_s: float = 0.5, gone_s: float = 58.0) -> Answer:
    """What the finder says between two anchors."""
    with whole_file(path) as recording:
        finder = Finder(recording, scene.region, [there_s], [gone_s])
        assert all(0 < done < 1 for done in finder.steps())
        return finder.answer()


# A scene, and how long its interval may be: as long as somebody stands there, or as it shakes.
SCENES = {
    "plain": (Scene(is_there=goes), 0.3),
    "dusk": (Scene(is_there=goes, gain=lambda at_s: 1 - 0.72 * at_s / LENGTH_S), 0.3),
    "clouds": (Scene(is_there=goes, gain=lambda at_s: 0.75 + 0.25 * sin(at_s / 3)), 0.3),
    "a shadow that wanders": (Scene(is_there=goes, shadow=lambda at_s: at_s / LENGTH_S), 0.3),
    "day to infrared": (Scene(is_there=goes, is_infrared=lambda at_s: at_s > 45), 0.3),
    "infrared before": (Scene(is_there=goes, is_infrared=lambda at_s: at_s > 24), 12.0),
    "rain at night": (Scene(is_there=goes, rain=True, noise=5, gain=lambda _: 0.4), 0.6),
    "shaking": (Scene(is_there=goes, shake_px=4), 2.0),
    "transparent": (Scene(is_there=goes, opacity=0.2, colour=(200, 200, 190)), 0.6),
    "without texture": (Scene(is_there=goes, colour=(112, 124, 150)), 0.6),
    "somebody before it": (Scene(is_there=goes, passers=(Passer(28, 40, 157, width=60),)), 12.0),
    "somebody wide in the dark": (
        Scene(
            is_there=goes,
            passers=(Passer(26, 41, 135, (157, 139, 203), width=77),),
            rain=True,
            gain=lambda _: 0.4,
            colour=(191, 214, 45),
        ),
        15.5,
    ),
    "a crowd": (Scene(is_there=goes, passers=crowd()), 30.0),
}


@pytest.mark.parametrize("name", SCENES)
def test_the_interval_contains_the_truth_and_is_no_longer_than_it_must(
    name: str, tmp_path: Path
) -> None:
    scene, most_s = SCENES[name]
    scene = replace(scene, length_s=LENGTH_S, fps=4, gop=8)
    said = told(film(tmp_path / "scene.mp4", scene), scene)
    assert said.outcome == Outcome.CHANGED, said.why
    (change,) = said.changes
    assert change.kind == Kind.WENT
    assert change.last_s < TRUTH_S <= change.first_s
    assert change.first_s - change.last_s <= most_s
    assert change.look_at_s[0] == change.last_s
    assert change.look_at_s[-1] == change.first_s


# Clothes in the colours of the ground, and a thing that lets light through.
GROUND = (118, 128, 132)
HIDING = [
    (
        (Passer(30, 43, 165, (221, 82, 147), 21, 2), Passer(39, 55, 165, GROUND, 37, 2)),
        Scene(is_there=lambda at_s: at_s < 43.3, shake_px=2, noise=4.4, colour=(221, 82, 147)),
    ),
    (
        (Passer(9.8, 25, 165, GROUND, 40, 2), Passer(29, 46, 157, GROUND, 36, 2)),
        Scene(is_there=lambda at_s: at_s < 38.8, shake_px=4, opacity=0.25, colour=(143, 65, 210)),
    ),
]


@pytest.mark.parametrize(("passers", "scene"), HIDING)
def test_who_hides_a_thing_is_not_its_absence(
    passers: tuple[Passer, ...], scene: Scene, tmp_path: Path
) -> None:
    scene = replace(scene, length_s=LENGTH_S, passers=passers, fps=4, gop=8, seed=29)
    truth_s = next(at / 4 for at in range(240) if not scene.is_there(at / 4))
    said = told(film(tmp_path / "scene.mp4", scene), scene, 3.6, 57.0)
    (change,) = said.changes
    assert change.last_s < truth_s <= change.first_s


def test_who_passed_by_before_changes_nothing_of_what_a_picture_says() -> None:
    """Registering by phase fades its own inputs where their sides suit the transform, as here."""
    scene = Scene(
        *(6.0, lambda at_s: at_s < 1),
        passers=(Passer(2, 6, 157, width=60, walk_s=1),),
        size=(640, 384),
    )
    frame = frame_of(scene.region, *scene.size)
    assert frame.shape == (128, 128)
    seen = [
        cut_patch(VideoFrame.from_ndarray(picture, "bgr24"), frame) for picture in pictures(scene)
    ]
    patches = [patch for patch in seen if patch is not None]
    judge = Judge([patches[0]], [patches[7]], frame)
    first = [judge.look(patch) for patch in patches]
    assert [vote for vote, _ in (first[2], first[9], first[20])] == ["there", "gone", "hidden"]
    assert [judge.look(patch) for patch in patches] == first


def test_a_thing_that_goes_and_comes_back_has_two_intervals(tmp_path: Path) -> None:
    scene = Scene(LENGTH_S, is_there=lambda at_s: not 20.05 <= at_s < 41.05, fps=4, gop=8)
    path = film(tmp_path / "scene.mp4", scene)
    with whole_file(path) as recording:
        finder = Finder(recording, scene.region, [1.0, 58.0], [30.0])
        list(finder.steps())
        went, came = finder.answer().changes
    assert (went.kind, came.kind) == (Kind.WENT, Kind.CAME)
    assert went.last_s < 20.05 <= went.first_s < went.last_s + 0.6
    assert came.last_s < 41.05 <= came.first_s < came.last_s + 0.6


def test_where_the_camera_turned_away_it_does_not_tell(tmp_path: Path) -> None:
    scene = Scene(LENGTH_S, goes, turned=(40.0, 25), fps=4, gop=8)
    said = told(film(tmp_path / "scene.mp4", scene), scene)
    assert said.outcome == Outcome.CANNOT_TELL
    assert "view" in said.why


def test_where_nothing_changed_it_says_that_the_anchors_look_alike(tmp_path: Path) -> None:
    scene = Scene(20.0, fps=4, gop=8)
    path = film(tmp_path / "scene.mp4", scene)
    said = told(path, scene, 1.0, 18.0)
    assert said.outcome == Outcome.NO_CHANGE_SEEN
    assert said.changes == ()


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A thing that goes after ten seconds of twenty."""
    scene = Scene(20.0, lambda at_s: at_s < 10.05, fps=4, gop=8)
    return film(tmp_path_factory.mktemp("film") / "plain.mp4", scene)


REGION = Scene().region


def test_anchors_the_other_way_round_mean_that_it_came(plain: Path) -> None:
    with whole_file(plain) as recording:
        finder = Finder(recording, REGION, [19.0], [1.0])
        list(finder.steps())
        # The person has said which is which; the pictures do not know what a thing is.
        assert [change.kind for change in finder.answer().changes] == [Kind.CAME]


def test_anchors_that_are_missing_alike_or_outside_are_refused(plain: Path) -> None:
    with whole_file(plain) as recording:
        for there_s, gone_s in (([], [1.0]), ([1.0], []), ([1.0], [1.0]), ([1.05], [1.1])):
            with pytest.raises(AnchorsMissing):
                Finder(recording, REGION, there_s, gone_s)
        with pytest.raises(AnchorOutside):
            Finder(recording, REGION, [1.0], [500.0])


@pytest.mark.parametrize(
    "region", [Region(-1, 0, 20, 20), Region(300, 10, 40, 40), Region(5, 5, 3, 3)]
)
def test_a_region_outside_the_picture_is_refused(region: Region, plain: Path) -> None:
    with whole_file(plain) as recording, pytest.raises(RegionOutside):
        Finder(recording, region, [1.0], [19.0])


def test_a_search_goes_on_in_another_process_where_one_was_killed(plain: Path) -> None:
    with whole_file(plain) as recording:
        finder = Finder(recording, REGION, [1.0], [19.0])
        list(finder.steps())
        whole = finder.answer()
        killed = Finder(recording, REGION, [1.0], [19.0])
        for _ in range(4):
            assert killed.step()
        written = msgspec.json.encode(killed.search)
    with whole_file(plain) as recording:
        kept = msgspec.json.decode(written, type=Search)
        finder = Finder(recording, REGION, [1.0], [19.0], search=kept)
        list(finder.steps())
        assert finder.answer() == whole


def test_several_files_with_a_gap_are_one_recording(plain: Path, tmp_path: Path) -> None:
    after = film(tmp_path / "after.mp4", Scene(20.0, lambda _: False, fps=4, gop=8, seed=3))
    large = film(
        tmp_path / "large.mp4", Scene(8.0, lambda _: False, fps=4, gop=8, sent_size=(640, 384))
    )
    before = film(tmp_path / "before.mp4", Scene(20.0, fps=4, gop=8, seed=2))
    empty = tmp_path / "empty.mp4"
    empty.touch()
    parts = [
        Part(str(large), EARLIEST + timedelta(seconds=640)),
        Part(str(after), EARLIEST + timedelta(seconds=620)),
        Part(str(empty), EARLIEST + timedelta(seconds=30)),
        Part(str(before), EARLIEST),
    ]
    with Recording(parts) as recording:
        assert [broken.path for broken in recording.broken] == [str(empty)]
        finder = Finder(recording, REGION, [1.0], [646.0])
        list(finder.steps())
        (change,) = finder.answer().changes
    # The camera was off for ten minutes: nobody can say more.
    assert (change.last_s, change.first_s) == (19.75, 620.0)


def test_files_that_overlap_are_one_recording(plain: Path) -> None:
    parts = [Part(str(plain), EARLIEST), Part(str(plain), EARLIEST + timedelta(seconds=4))]
    with Recording(parts) as recording:
        instants = [shot.at_s for shot in recording.frames(0.0, 30.0)]
        assert recording.duration_s == pytest.approx(24.0)
    assert instants == sorted(set(instants))
    assert len(instants) == 24 * 4


@pytest.mark.parametrize("form", ["mp4", "mkv", "ts", "avi"])
def test_it_finds_in_other_containers_too(form: str, tmp_path: Path) -> None:
    scene = Scene(20.0, lambda at_s: at_s < 10.05, fps=4, gop=8)
    codec = "mpeg4" if form == "avi" else "libx264"
    # With pictures that are sent before those that they come after.
    scene = replace(scene, codec=codec, preset=("veryfast", "25"))
    path = film(tmp_path / f"film.{form}", scene)
    said = told(path, scene, 1.0, 19.0)
    (change,) = said.changes
    assert change.last_s < 10.05 <= change.first_s + 0.01
    assert change.first_s - change.last_s <= 0.6


@pytest.mark.parametrize("data", [b"", b"not a film at all" * 50, b"\x00" * 4096])
def test_what_is_no_recording_is_refused(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "film.mp4"
    path.write_bytes(data)
    with pytest.raises(NotARecording):
        whole_file(path)
    with pytest.raises(NotARecording):
        whole_file(tmp_path / "absent.mp4")


def test_a_file_that_names_other_files_is_not_followed(plain: Path, tmp_path: Path) -> None:
    playlist = tmp_path / "film.m3u8"
    playlist.write_text(f"#EXTM3U\n#EXT-X-TARGETDURATION:20\n#EXTINF:20,\n{plain}\n#EXT-X-ENDLIST")
    listed = tmp_path / "film.mp4"
    listed.write_text(f"ffconcat version 1.0\nfile {plain.name}\n")
    (tmp_path / plain.name).write_bytes(plain.read_bytes())
    for path in (playlist, listed):
        with pytest.raises(NotARecording):
            whole_file(path)


def test_a_file_that_was_cut_is_read_as_far_as_it_goes(plain: Path, tmp_path: Path) -> None:
    cut = tmp_path / "cut.mp4"
    cut.write_bytes(plain.read_bytes()[:20_000])
    with pytest.raises(NotARecording):
        whole_file(cut)
    scene = Scene(20.0, lambda at_s: at_s < 10.05, fps=4, gop=8)
    whole = film(tmp_path / "whole.mp4", scene, movflags="+faststart")
    cut.write_bytes(whole.read_bytes()[: whole.stat().st_size * 3 // 4])
    with whole_file(cut) as recording:
        finder = Finder(recording, REGION, [1.0], [13.0])
        list(finder.steps())
        (change,) = finder.answer().changes
        assert change.last_s < 10.05 <= change.first_s
        with pytest.raises(AnchorOutside):
            Finder(recording, REGION, [1.0], [19.0])


def test_a_file_whose_clock_was_set_back_is_not_judged(tmp_path: Path) -> None:
    scene = Scene(20.0, lambda at_s: at_s < 10.05, fps=4, gop=8)
    one = film(tmp_path / "one.ts", scene).read_bytes()
    two = film(tmp_path / "two.ts", replace(scene, is_there=lambda _: False)).read_bytes()
    path = tmp_path / "both.ts"
    path.write_bytes(one + two)
    with whole_file(path) as recording:
        try:
            finder = Finder(recording, REGION, [1.0], [15.0])
            list(finder.steps())
        except AnchorOutside:
            return
        said = finder.answer()
        # Either it never met the second half, or it says that it cannot judge.
        assert said.outcome == Outcome.CANNOT_TELL or said.changes[0].last_s < 10.05


@pytest.mark.skipif(
    not (FOLDER / "vanish_9min.mp4").exists(), reason="NO REAL FOOTAGE HERE: see WATCHBELL_MEDIA"
)
@pytest.mark.parametrize(
    ("name", "there_s", "gone_s", "most_s"),
    [
        ("A_dark_occluded", 139.0, 489.0, 26.5),
        ("B_brown_lowcontrast", 5.0, 550.0, 0.15),
        ("C_tiny_phone", 5.0, 550.0, 0.15),
    ],
)
def test_among_real_people_the_interval_contains_the_truth(
    name: str, there_s: float, gone_s: float, most_s: float
) -> None:
    truth = json.loads((FOLDER / "vanish_9min.json").read_text())
    with whole_file(FOLDER / "vanish_9min.mp4") as recording:
        finder = Finder(recording, Region(*truth["roi_xywh"][name]), [there_s], [gone_s])
        list(finder.steps())
        (change,) = finder.answer().changes
    assert change.last_s < truth["last_frame_time_present_before_s"][name] <= change.first_s + 1e-6
    assert change.first_s - change.last_s <= most_s
