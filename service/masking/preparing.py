"""What is known before a stretch is masked: its empty scene, and what is hidden throughout."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from av.video.frame import VideoFrame

from service.masking.boxes import Box, Cells, Found, Grid, Kind, moved, scaled, wider, within
from service.masking.marks import Marks, plates, times_of
from service.masking.refusals import NoPictures, PictureChanged, SceneUnfit, TooManyPixels
from service.masking.scene import Scene, Small, gain_of, in_light_of, made_small
from service.masking.watch import boxes_around
from service.masking.writing import Planes
from service.review.patch import planes_of
from service.review.recording import Recording
from service.review.reel import Shot

# A larger picture is made smaller: nobody needs more to see what happened.
WIDTH_MOST_PX = 1920
_PIXELS_MOST = 3840 * 2400
# So much before and after a stretch helps to see its place without anybody.
_BESIDE_S = 60.0
_SAMPLES = 60
# Who stands still for so long is taken for a part of the place.
_SPAN_LEAST_S = 10.0
# Longer than that a stretch is looked at by keyframes alone, and where it has so many of them.
_EVERY_PICTURE_S, _KEYFRAMES_LEAST = 180.0, 40
# Pictures of a stretch that are searched as a whole for faces, plates and people.
_WHOLE_LOOKS = 2
_CELLS_ACROSS = 160
_HIDDEN_BY_MOVING = 0.5
# Around what moved so much of its own size is looked at in the next picture.
_AROUND = 0.4


@dataclass(frozen=True)
class Stretch:
    """Some minutes: their pictures' size, the scene, and what is hidden in all of them."""

    grid: Grid
    scene: Scene
    always: Cells
    why: tuple[Found, ...]


def fitted(picture: VideoFrame) -> VideoFrame:
    """A picture no wider than what is shown. Raises TooManyPixels."""
    if picture.width * picture.height > _PIXELS_MOST:
        raise TooManyPixels(f"{picture.width} × {picture.height}")
    if picture.width <= WIDTH_MOST_PX:
        return picture
    height = max(2, round(picture.height * WIDTH_MOST_PX / picture.width / 2) * 2)
    return picture.reformat(WIDTH_MOST_PX, height, "yuv420p")


def grid_of(width: int, height: int) -> Grid:
    """The cells in which a picture is hidden; their sides are even, as colours are at half size."""
    return Grid(width, height, max(4, width // _CELLS_ACROSS // 2 * 2))


def prepare(recording: Recording, marks: Marks, from_s: float, to_s: float) -> Stretch:
    """Look at a stretch, and a minute on either side of it.

    Raises NoPictures, PictureChanged, TooManyPixels, SceneUnfit, CameraMoved.
    """
    begin_s, end_s = max(0.0, from_s - _BESIDE_S), min(recording.duration_s, to_s + _BESIDE_S)
    if end_s - begin_s < _SPAN_LEAST_S:
        said = f"{end_s - begin_s:.1f} s of recording; {_SPAN_LEAST_S:.0f} are the least"
        raise SceneUnfit(said)
    every = not _has_keyframes(recording, begin_s, end_s)
    shots = (_evenly if every else _keyframes)(recording, begin_s, end_s)
    smalls: list[Small] = []
    whole: list[tuple[Small, Planes]] = []
    size = (0, 0)
    for number, shot in enumerate(shots):
        picture = fitted(shot.picture)
        if size not in ((0, 0), (picture.width, picture.height)):
            raise PictureChanged(f"at {shot.at_s:.1f} s")
        size = (picture.width, picture.height)
        luma, blue, red = planes_of(picture)
        small = made_small(luma, blue, red)
        smalls.append(small)
        if number in _wholes():
            whole.append((small, (luma.copy(), blue.copy(), red.copy())))
    if not smalls:
        raise NoPictures(f"from {from_s:.1f} to {to_s:.1f} s")
    scene = Scene(smalls, apart_s=(end_s - begin_s) / len(smalls))
    return _looked_at(scene, whole, marks, grid_of(*size))


def _wholes() -> range:
    step = _SAMPLES // (_WHOLE_LOOKS + 1)
    return range(step // 2, _SAMPLES, step)


def _has_keyframes(recording: Recording, begin_s: float, end_s: float) -> bool:
    """Whether keyframes alone show a stretch well; told by how far apart the first ones are."""
    if end_s - begin_s > _EVERY_PICTURE_S:
        return True
    first = recording.keyframe(begin_s, begin_s - 1.0, end_s)
    second = first and recording.keyframe(first.at_s, first.at_s, end_s)
    if first is None or second is None:
        return False
    return (end_s - begin_s) / (second.at_s - first.at_s) >= _KEYFRAMES_LEAST


def _evenly(recording: Recording, begin_s: float, end_s: float) -> Iterator[Shot]:
    apart_s = (end_s - begin_s) / _SAMPLES
    next_s = begin_s
    for shot in recording.pictures(begin_s, end_s):
        if shot.at_s >= next_s:
            next_s = max(next_s + apart_s, shot.at_s)
            yield shot


def _keyframes(recording: Recording, begin_s: float, end_s: float) -> Iterator[Shot]:
    last_s = begin_s - 1.0
    for at_s in np.linspace(begin_s, end_s, _SAMPLES).tolist():
        shot = recording.keyframe(at_s, last_s, end_s + 1.0)
        if shot is not None:
            last_s = shot.at_s
            yield shot


def _looked_at(
    scene: Scene, whole: list[tuple[Small, Planes]], marks: Marks, grid: Grid
) -> Stretch:
    """What stands still in the scene and may be somebody, or carries a plate."""
    small_height, small_width = scene.luma.shape
    across, down = grid.width / small_width, grid.height / small_height
    found = [Found(Kind.PERSON, scaled(one.box, across, down)) for one in marks.people(scene.luma)]
    found += [
        Found(Kind.DOUBTFUL, scaled(box, across, down)) for box in boxes_around(scene.doubtful)
    ]
    behind: list[Box] | None = None
    for small, planes in whole:
        lit = in_light_of(small, gain_of(small.luma, scene.luma))
        boxes = [scaled(box, across, down) for box in boxes_around(scene.differing(lit))]
        moving = grid.cover(boxes)
        for one in _still(planes, marks, grid, behind):
            own = grid.cover([one.box])
            if (own & moving).sum() < _HIDDEN_BY_MOVING * own.sum():
                found.append(one)
        behind = boxes
    return Stretch(grid, scene, grid.cover(one.box for one in found), tuple(found))


def _still(planes: Planes, marks: Marks, grid: Grid, behind: list[Box] | None) -> Iterator[Found]:
    """Plates in a picture, and faces: in all of it, or where somebody was in the one before."""
    luma, blue, red = planes
    yield from plates(luma, blue, red)
    places = [within(wider(box, _AROUND), grid.width, grid.height) for box in behind or []]
    size_px = grid.width * grid.height
    if behind is None or sum(place.width * place.height for place in places) > size_px:
        places = [Box(0, 0, grid.width, grid.height)]
    for place in places:
        cut = luma[place.y : place.y + place.height, place.x : place.x + place.width]
        for one in marks.faces(cut, times_of(grid.width)):
            yield Found(one.kind, moved(one.box, place.x, place.y))
