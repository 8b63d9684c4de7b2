"""Masking a film of 1080p, beside the bare detector on every picture; and who was covered."""

import asyncio
import json
import subprocess
import tempfile
import time
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np

from service.masking.boxes import Grid
from service.masking.marks import Marks
from service.masking.mask import Claim, Hidden, Masked, Masking
from service.masking.preparing import prepare
from service.review.patch import planes_of
from service.review.recording import whole_file
from tests.bench.report import Measure, at_least, middle, only
from tests.support.labelled import covered_faces, covered_plates
from tests.support.media import FOLDER
from tests.support.places import Passer, Scene, body_of, film

NOTE = (
    "pictures a second of 1080p; the bare detector is the difference to the empty scene on every"
    " picture at full size, grown to boxes, nothing hidden and nothing encoded; ours finds, hides,"
    " encodes and hashes, its look at the scene before included; by turns. A person is covered by"
    " 95 % of the box around the whole body"
)
_COVERED = 0.95
_GOAL = 0.995
_SIZE = (1920, 1080)


async def run(*, quick: bool = False) -> list[Measure]:
    """Speed by turns, medians over the rounds; then recall."""
    return await asyncio.to_thread(_measured, 1 if quick else 3, 12 if quick else 60)


def _measured(rounds: int, length_s: int) -> list[Measure]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = _large(folder, length_s)
        ours, bare, faces, through = [], [], [], []
        made: Masked | None = None
        for number in range(rounds):
            began = time.perf_counter()
            told, made = _masked(path, folder / f"{number}.mp4")
            ours.append(len(told) / (time.perf_counter() - began))
            bare.append(_bare(path))
            faces.append(_faces(path))
            through.append(_through(path, folder / f"through{number}.mp4"))
        assert made is not None
        return [
            at_least("masked, pictures a second", middle(ours), middle(bare), 1.0),
            only("beside cascades on every picture", middle(ours), middle(faces)),
            only("beside decoding and encoding alone", middle(ours), middle(through)),
            only("share of that film that is hidden", made.hidden_share),
            *_people(folder),
            *_labelled(folder),
        ]


def _large(folder: Path, length_s: int) -> Path:
    """Real people, where there are any, else drawn ones, at 1080p25."""
    source = FOLDER / "vtest.avi"
    if not source.exists():
        source = film(folder / "drawn.mp4", _scene(length_s))
    out = folder / "large.mp4"
    words = ["-stream_loop", "-1", "-i", str(source), "-t", str(length_s)]
    if source.suffix == ".avi":
        # Ten pictures a second played as 25 would run; shown 2.5 times each they do not.
        words += ["-r", "25"]
    subprocess.run(
        [
            *("ffmpeg", "-nostdin", "-v", "error", *words, "-vf"),
            *("scale=1440:1080,pad=1920:1080:240:0,fps=25", "-c:v", "libx264", "-g", "50"),
            *("-preset", "veryfast", "-b:v", "4M", "-pix_fmt", "yuv420p", str(out)),
        ],
        check=True,
    )
    return out


def _masked(path: Path, out: Path) -> tuple[list[Hidden], Masked]:
    with whole_file(path) as recording:
        pictures = Masking(recording, Claim(0, recording.duration_s + 1), out, Marks()).hidden()
        told: list[Hidden] = []
        while True:
            try:
                told.append(next(pictures))
            except StopIteration as end:
                return told, end.value


def _bare(path: Path) -> float:
    """What a detector takes that only tells what is not the scene; its own look not included."""
    with whole_file(path) as recording:
        scene = prepare(recording, Marks(), 0.0, recording.duration_s).scene
        large = cv2.resize(scene.luma, _SIZE)
        began, count = time.perf_counter(), 0
        for shot in recording.pictures(0.0, recording.duration_s + 1):
            luma = planes_of(shot.picture)[0]
            over = (cv2.absdiff(luma, large) > 20).astype(np.uint8)
            over = cv2.dilate(cv2.medianBlur(over, 3), np.ones((25, 15), np.uint8))
            cv2.connectedComponentsWithStats(over)
            count += 1
        return count / (time.perf_counter() - began)


def _faces(path: Path) -> float:
    """What face cascades alone take for each picture; some pictures stand for all."""
    marks, count = Marks(), 0
    with whole_file(path) as recording:
        began = time.perf_counter()
        for shot in recording.frames(0.0, 0.2):
            marks.faces(planes_of(shot.picture)[0], 1.0)
            count += 1
    return count / (time.perf_counter() - began)


def _through(path: Path, out: Path) -> float:
    """What ffmpeg takes that decodes and encodes with the same preset."""
    began = time.perf_counter()
    subprocess.run(
        [
            *("ffmpeg", "-nostdin", "-v", "error", "-i", str(path), "-an", "-c:v", "libx264"),
            *("-preset", "ultrafast", "-crf", "24", str(out)),
        ],
        check=True,
    )
    took_s = time.perf_counter() - began
    with whole_file(path) as recording:
        return recording.duration_s * 25 / took_s


def _scene(length_s: float) -> Scene:
    passers = (
        Passer(3, length_s * 0.7, 120, colour=(52, 60, 120)),
        Passer(6, 15, 200, colour=(112, 122, 126)),
        Passer(14, 24, 60, colour=(150, 90, 40), width=26),
    )
    return Scene(length_s=length_s, fps=5, gop=10, passers=passers)


def _people(folder: Path) -> list[Measure]:
    """Drawn people in every picture: who stands, crosses, wears the ground's colours; by light."""
    plain = _scene(40.0)
    scenes = {
        "by day": plain,
        "at dusk": replace(plain, gain=lambda at_s: 1 - at_s / 120, noise=5.0),
        "infrared": replace(plain, is_infrared=lambda _: True),
        "rain at night": replace(plain, rain=True, gain=lambda _: 0.5, noise=4.0),
    }
    rows = []
    for name, scene in scenes.items():
        told, _ = _masked(film(folder / f"{name}.mp4", scene), folder / f"{name} masked.mp4")
        covered = count = 0
        grid = Grid(*scene.size, 1)
        for picture in told:
            hidden = grid.cover(picture.boxes)
            for passer in scene.passers:
                body = body_of(passer, picture.at_s, scene)
                if body is not None:
                    own = hidden[body.y : body.y + body.height, body.x : body.x + body.width]
                    count, covered = count + 1, covered + (own.mean() >= _COVERED)
        share = covered / count
        rows.append(at_least(f"drawn people covered, {name}, of {count}", share, 1.0, _GOAL))
    return rows


def _labelled(folder: Path) -> list[Measure]:
    if not (FOLDER / "vtest_persons.json").exists():
        print("NO REAL FOOTAGE HERE: see WATCHBELL_MEDIA")
        return []
    told, made = _masked(FOLDER / "vtest.avi", folder / "vtest masked.mp4")
    rows = json.loads((FOLDER / "vtest_persons.json").read_text())["boxes_xyxy"]
    covered = count = 0
    for number, people in rows.items():
        hidden = Grid(made.width, made.height, 1).cover(told[int(number)].boxes)
        for left, top, right, bottom in people:
            count += 1
            covered += hidden[top:bottom, left:right].mean() >= _COVERED
    faces, face_count = covered_faces(Marks())
    plates, plate_count = covered_plates()
    return [
        at_least(f"vtest: people covered, of {count} marked", covered / count, 1.0, _GOAL),
        only("vtest: share of the pictures that is hidden", made.hidden_share),
        only(f"faces in stills, of {face_count}, without what moves", faces / face_count),
        only(f"drawn plates in stills, of {plate_count}", plates / plate_count),
    ]
