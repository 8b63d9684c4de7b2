"""Real footage masked, where this machine has any: who was marked by eye is hidden."""

import json
from pathlib import Path

import pytest

from service.masking.boxes import Grid
from service.masking.marks import Marks
from service.masking.mask import Claim, Hidden, Masking
from service.masking.refusals import CameraMoved
from service.review.recording import whole_file
from tests.support.labelled import FACES, PLATES, covered_faces, covered_plates
from tests.support.media import FOLDER

HERE = pytest.mark.skipif(
    not (FOLDER / "vtest.avi").exists(), reason="NO REAL FOOTAGE HERE: see WATCHBELL_MEDIA"
)


def told(name: str, out: Path, claim: Claim) -> list[Hidden]:
    """Every picture of a masked film."""
    with whole_file(FOLDER / name) as recording:
        return list(Masking(recording, claim, out, Marks()).hidden())


@HERE
def test_real_people_are_hidden_from_head_to_foot(tmp_path: Path) -> None:
    pictures = told("vtest.avi", tmp_path / "out.mp4", Claim(24.0, 26.0))
    people = json.loads((FOLDER / "vtest_persons.json").read_text())["boxes_xyxy"]["250"]
    (picture,) = (one for one in pictures if abs(one.at_s - 25.0) < 0.01)
    hidden = Grid(768, 576, 1).cover(picture.boxes)
    for left, top, right, bottom in people:
        assert hidden[top:bottom, left:right].mean() > 0.99
    assert hidden.mean() < 0.6


@HERE
def test_a_camera_that_drifts_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CameraMoved):
        told("car-detection.mp4", tmp_path / "out.mp4", Claim(0, 99))


@HERE
def test_faces_and_plates_are_found_to_be_hidden() -> None:
    faces, face_count = covered_faces(Marks())
    assert faces >= face_count - 1 == FACES - 1
    plates, plate_count = covered_plates()
    assert plates >= plate_count - 1 == PLATES - 1
