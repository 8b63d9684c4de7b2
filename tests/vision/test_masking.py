"""Recordings masked: drawn scenes of which the truth is known. Who is in one is never shown."""

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import av
import numpy as np
import pytest
from numpy.typing import NDArray

from service.masking.boxes import Box
from service.masking.marks import Marks
from service.masking.mask import Claim, Hidden, Masking
from service.masking.refusals import (
    CameraMoved,
    LightJumped,
    NoPictures,
    NotANewFile,
    SceneUnfit,
)
from service.masking.writing import SOLID
from service.review.patch import Region, planes_of
from service.review.recording import whole_file
from service.review.refusals import RegionOutside
from tests.support.hidden import covered, masked
from tests.support.places import Passer, Scene, film

SCENE = Scene(length_s=24.0, fps=5, gop=10)
# He stands there for most of the time: a median of it all would show him.
STANDS = Passer(1, 19, 150, colour=(52, 60, 120))
CROSSES = Passer(6, 14.2, 160, walk_s=4.1)
# By less than a pixel's noise, where there is little light.
FAINT = replace(CROSSES, x=200, colour=(112, 122, 126))
# What a box may leave out at its edge, where a body has mixed with the ground.
COVERED = 0.995


@pytest.fixture(scope="module")
def marks() -> Marks:
    """The detectors."""
    return Marks()


def uncovered(scene: Scene, told: list[Hidden]) -> list[tuple[float, float]]:
    """When, and how much, of somebody is not hidden."""
    return [(at_s, share) for at_s, share in covered(scene, told) if share < COVERED]


def lumas(path: Path) -> Iterator[NDArray[np.uint8]]:
    """Every picture's brightness, height × width."""
    with av.open(str(path)) as container:
        for picture in container.decode(video=0):
            yield planes_of(picture)[0].copy()


@pytest.mark.parametrize(
    "scene",
    [
        replace(SCENE, passers=(STANDS,)),
        replace(SCENE, passers=(CROSSES,)),
        replace(SCENE, passers=(FAINT,)),
        replace(SCENE, passers=(CROSSES,), noise=6, gain=lambda at_s: 1 - at_s / 80),
        replace(SCENE, passers=(CROSSES,), shake_px=0.35),
        replace(SCENE, passers=(CROSSES,), is_infrared=lambda _: True),
        replace(SCENE, passers=(FAINT,), is_infrared=lambda _: True),
        replace(SCENE, passers=(FAINT,), rain=True, gain=lambda _: 0.5, noise=4),
    ],
    ids=[
        *("stands", "crosses", "clothed like the ground", "dusk", "shakes", "infrared"),
        *("faint in infrared", "faint in rain at night"),
    ],
)
def test_who_is_in_it_is_hidden_in_every_picture(
    scene: Scene, tmp_path: Path, marks: Marks
) -> None:
    path = film(tmp_path / "in.mp4", scene)
    told, made = masked(path, tmp_path / "out.mp4", marks, Claim(0, 99))
    assert len(told) == made.pictures == round(scene.length_s * scene.fps)
    assert not uncovered(scene, told)
    assert made.hidden_share < 0.75
    # What is told to be hidden is what the film hides.
    for picture, luma in zip(told, lumas(tmp_path / "out.mp4"), strict=True):
        for box in picture.boxes:
            inner = luma[box.y + 2 : box.y + box.height - 2, box.x + 2 : box.x + box.width - 2]
            assert not inner.size or np.abs(inner.astype(int) - SOLID[0]).max() < 12


def test_who_stands_still_to_the_end_is_not_a_part_of_the_place(
    tmp_path: Path, marks: Marks
) -> None:
    scene = replace(SCENE, passers=(Passer(2, 99, 150),))
    told, _ = masked(film(tmp_path / "in.mp4", scene), tmp_path / "out.mp4", marks, Claim(0, 99))
    assert not uncovered(scene, told)


@pytest.mark.parametrize(
    ("scene", "refusal"),
    [
        (replace(SCENE, turned=(14.0, 12)), CameraMoved),
        (replace(SCENE, turned=(20.0, 4)), CameraMoved),
        (replace(SCENE, gain=lambda at_s: 1.0 if at_s < 13 else 0.7), LightJumped),
        (replace(SCENE, gain=lambda at_s: 1.0 if at_s < 22 else 1.4), LightJumped),
        (replace(SCENE, is_infrared=lambda at_s: at_s > 12), SceneUnfit),
        (replace(SCENE, length_s=6.0), SceneUnfit),
    ],
    ids=["moved", "moved at the end", "dark", "bright at the end", "infrared", "too short"],
)
def test_where_nobody_can_be_told_from_the_place_it_refuses_and_leaves_nothing(
    scene: Scene, refusal: type[Exception], tmp_path: Path, marks: Marks
) -> None:
    path = film(tmp_path / "in.mp4", scene)
    with pytest.raises(refusal):
        masked(path, tmp_path / "out.mp4", marks, Claim(0, 99))
    assert [one.name for one in tmp_path.iterdir()] == ["in.mp4"]


def test_nothing_outside_the_region_and_the_time_is_shown(tmp_path: Path, marks: Marks) -> None:
    scene = replace(SCENE, passers=(CROSSES,))
    path, out = film(tmp_path / "in.mp4", scene), tmp_path / "out.mp4"
    region = Region(121, 83, 85, 70)
    told, made = masked(path, out, marks, Claim(16.0, 21.0, region))
    assert made.region == Box(122, 84, 84, 68)
    assert (told[0].at_s, told[-1].at_s) == (16.0, 20.8)
    shown = list(lumas(out))
    assert len(shown) == 25
    of_source = list(lumas(path))[80:105]
    for luma, source in zip(shown, of_source, strict=True):
        outside = np.ones(luma.shape, bool)
        outside[84 - 8 : 152 + 8, 122 - 8 : 206 + 8] = False
        assert np.abs(luma[outside].astype(int) - SOLID[0]).max() <= 1
        # Around the region an encoder's blocks mix, but nothing of the source is in them.
        edge = np.ones(luma.shape, bool)
        edge[84:152, 122:206] = False
        other = source[edge].astype(float) - source[edge].mean()
        assert abs(np.corrcoef(luma[edge].astype(float) + 1e-9, other)[0, 1]) < 0.2
    inside = (slice(90, 146), slice(128, 200))
    assert np.abs(shown[-1][inside].astype(int) - of_source[-1][inside]).mean() < 12


def test_what_leaves_is_pixels_alone(tmp_path: Path, marks: Marks) -> None:
    plain = film(tmp_path / "plain.mp4", SCENE)
    path, out = tmp_path / "in.mkv", tmp_path / "out.mp4"
    with av.open(str(plain)) as source, av.open(str(path), "w") as container:
        container.metadata["title"] = "gate of the school"
        pictures = container.add_stream_from_template(source.streams.video[0])
        sound = container.add_stream("aac", rate=8000)
        for packet in source.demux(video=0):
            if packet.dts is not None:
                packet.stream = pictures
                container.mux(packet)
        for number in range(20):
            samples = av.AudioFrame.from_ndarray(np.zeros((1, 1024), np.float32), "fltp", "mono")
            samples.sample_rate, samples.pts = 8000, number * 1024
            container.mux(sound.encode(samples))
    before = path.read_bytes()
    _, made = masked(path, out, marks, Claim(0, 99))
    assert path.read_bytes() == before
    assert made.originals == {"in.mkv": hashlib.sha256(before).hexdigest()}
    assert made.sha256 == hashlib.sha256(out.read_bytes()).hexdigest()
    assert made.versions["opencv"].startswith("4.")
    with av.open(str(out)) as container:
        (stream,) = container.streams
        assert stream.type == "video"
        told = {**container.metadata, **stream.metadata}
        assert set(told) <= {
            *("major_brand", "minor_version", "compatible_brands"),
            *("handler_name", "vendor_id", "language"),
        }
    for word in (b"gate of the school", b"x264", b"Lavf", b"soun"):
        assert word not in out.read_bytes()


def test_a_film_is_new_and_whole_or_not_there(tmp_path: Path, marks: Marks) -> None:
    path, out = film(tmp_path / "in.mp4", SCENE), tmp_path / "out.mp4"
    with whole_file(path) as recording:
        pictures = Masking(recording, Claim(0, 99), out, marks).hidden()
        for _ in range(3):
            next(pictures)
        pictures.close()
        assert [one.name for one in tmp_path.iterdir()] == ["in.mp4"]
        with pytest.raises(NotANewFile):
            Masking(recording, Claim(0, 99), path, marks)
        with pytest.raises(NoPictures):
            Masking(recording, Claim(30, 40), out, marks)
        with pytest.raises(RegionOutside):
            next(Masking(recording, Claim(0, 9, Region(300, 0, 90, 90)), out, marks).hidden())
    assert [one.name for one in tmp_path.iterdir()] == ["in.mp4"]
