"""Drawn scenes with people in them, by light and weather, and how many of these a mask covers."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from service.core.problem import Problem
from service.masking.boxes import Grid
from service.masking.marks import Marks
from service.masking.mask import Claim, Hidden, Masked, Masking
from service.review.recording import whole_file
from tests.support.places import Passer, Scene, body_of, film

LIGHTS = ("by day", "at dusk", "infrared", "rain at night")
COVERED = 0.95
WHOLE = Claim(0, 1e9)
# Nothing was tuned on these seeds; whoever looks into them draws other ones, as after 106 and 300
# to 315. In infrared people are the faintest, so there are more of it.
HELD_OUT = {light: range(700, 708) for light in LIGHTS} | {"infrared": range(700, 732)}
_SIZES = ((320, 192), (480, 288), (640, 384))


@dataclass(frozen=True)
class Recall:
    """People in pictures of a film: how many, how many covered; and what share was hidden.

    A refused film shows nobody: it has no people, and says why.
    """

    people: int
    covered: int
    hidden_share: float
    refused: str = ""


def usual(length_s: float) -> Scene:
    """Who stands for most of the time, who wears the ground's colours, who is thin: tuned on."""
    passers = (
        Passer(3, length_s * 0.7, 120, colour=(52, 60, 120)),
        Passer(6, 15, 200, colour=(112, 122, 126)),
        Passer(14, 24, 60, colour=(150, 90, 40), width=26),
    )
    return Scene(length_s=length_s, fps=5, gop=10, passers=passers)


def drawn_by_lot(seed: int) -> Scene:
    """A place with two to four people who come when, where, how fast and how clothed it falls."""
    lot = np.random.default_rng(seed)
    length_s = float(lot.integers(30, 50))
    passers = tuple(_passer(lot, length_s) for _ in range(lot.integers(2, 5)))
    size = _SIZES[seed % len(_SIZES)]
    fps = (5, 8, 10)[seed // 2 % 3]
    return Scene(length_s=length_s, size=size, fps=fps, gop=2 * fps, passers=passers, seed=seed)


def _passer(lot: np.random.Generator, length_s: float) -> Passer:
    from_s = float(lot.uniform(1, length_s - 12))
    return Passer(
        from_s,
        from_s + float(lot.uniform(9, 22)),
        float(lot.uniform(40, 280)),
        colour=tuple(lot.integers(30, 200, 3).tolist()),
        width=float(lot.uniform(22, 44)),
        walk_s=float(lot.uniform(2.5, 4.4)),
    )


def lit(scene: Scene, light: str) -> Scene:
    """The same people in another light; how noisy it is falls to the scene's seed."""
    more = scene.seed % 3 / 2
    length_s = scene.length_s
    match light:
        case "at dusk":
            return replace(scene, gain=lambda at_s: 1 - at_s / (3 * length_s), noise=4.5 + more)
        case "infrared":
            return replace(scene, is_infrared=lambda _: True, noise=2 + more)
        case "rain at night":
            return replace(scene, rain=True, gain=lambda _: 0.5, noise=4 + more)
    return scene


def masked(
    path: Path, out: Path, marks: Marks, claim: Claim = WHOLE
) -> tuple[list[Hidden], Masked]:
    """Every picture of a masked film, and what is told of it."""
    with whole_file(path) as recording:
        pictures = Masking(recording, claim, out, marks).hidden()
        told: list[Hidden] = []
        while True:
            try:
                told.append(next(pictures))
            except StopIteration as end:
                return told, end.value


def recall(scene: Scene, folder: Path, marks: Marks) -> Recall:
    """Draw a scene, mask it and count; what is refused is counted as that."""
    path, out = film(folder / "drawn.mp4", scene), folder / "drawn masked.mp4"
    try:
        told, made = masked(path, out, marks)
    except Problem as error:
        return Recall(0, 0, 1.0, f"{error.code}: {error.detail}")
    finally:
        out.unlink(missing_ok=True)
    shares = [share for _, share in covered(scene, told)]
    return Recall(len(shares), sum(one >= COVERED for one in shares), made.hidden_share)


def covered(scene: Scene, told: list[Hidden]) -> Iterator[tuple[float, float]]:
    """Of everybody in each picture: when, and how much of the box around the body is hidden."""
    grid = Grid(*scene.size, 1)
    for picture in told:
        hidden = grid.cover(picture.boxes)
        for passer in scene.passers:
            body = body_of(passer, picture.at_s, scene)
            if body is not None:
                rows = slice(body.y, body.y + body.height)
                yield picture.at_s, float(hidden[rows, body.x : body.x + body.width].mean())
