"""A recording masked: deny by default, from pixels into a new film, a picture at a time.

What is shown is the claimed region in the claimed time, and in it only what stands still and is
nobody: whatever differs from the empty scene, what may be a face or a plate, and every place where
the empty scene is doubtful, is solid, from a second before it was seen to a second after.
"""

import hashlib
from collections import deque
from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path

import av
import cv2
import numpy as np
from msgspec import Struct

from service.masking.boxes import (
    Box,
    Cells,
    Found,
    Grid,
    Kind,
    moved,
    scaled,
    wider,
    within,
)
from service.masking.coming import Hiding
from service.masking.marks import Marks, plates, times_of
from service.masking.preparing import Stretch, fitted, prepare
from service.masking.refusals import NoPictures, NotANewFile, PictureChanged
from service.masking.scene import made_small
from service.masking.watch import Watch
from service.masking.writing import ENCODER, Film, Planes
from service.review.patch import Region, frame_of, planes_of
from service.review.recording import Recording
from service.review.reel import Shot

# A face found in one picture is hidden in its neighbours.
CARRIED_S = 1.0
# A scene is made anew so often: the sun moves on.
_SCENE_S = 600.0
# What moves is looked at more closely so often, and what was found is carried on both sides.
_LOOK_EVERY_S = 1.0
# Around what moves so much of its own size; of pixels, as they are looked at, no more at once.
_AROUND, _LOOK_MOST_PX = 0.4, 60_000
# A place is not looked at again for so long, nor where less of it is neither hidden nor known.
_LOOK_AGAIN_S, _STALE_LEAST = 3.0, 0.3
# More pictures a second show nobody more, and would not fit the memory.
_APART_LEAST_S = 1 / 32
METHOD = (
    "deny by default: difference to the empty scene by pixel and by patch, faces, plates; solid;"
    " carried 1 s, and to the side that somebody comes from or goes to"
)
_READ_BYTES = 1 << 20


class Claim(Struct, frozen=True):
    """What may be seen: a region in pixels of the recording, None for all of it; and seconds."""

    from_s: float
    to_s: float
    region: Region | None = None


class Hidden(Struct, frozen=True):
    """One picture of the masked film: what is solid in its region, and what was found in it.

    `at_s` is the second of the recording; boxes are pixels of the masked film. What was found is
    solid in its neighbours too: `boxes` has it all and nothing twice.
    """

    at_s: float
    boxes: tuple[Box, ...]
    found: tuple[Found, ...]


class Masked(Struct, frozen=True):
    """A masked film: by what method, what was hidden throughout, and both hashes.

    `hidden_share` is the share of the region that was solid, `still` how many pictures were so much
    like the one before that they were not looked at again.
    """

    method: str
    versions: dict[str, str]
    width: int
    height: int
    region: Box
    from_s: float
    to_s: float
    pictures: int
    still: int
    hidden_share: float
    throughout: tuple[Found, ...]
    originals: dict[str, str]
    sha256: str
    size_bytes: int


@dataclass(frozen=True)
class _Waiting:
    """A picture whose second has not passed: what may be shown of it, and what was found."""

    at_s: float
    pixels: Planes
    found: tuple[Found, ...]


class Masking:
    """One film being made. `hidden()` makes it; closing that before its end leaves nothing."""

    def __init__(self, recording: Recording, claim: Claim, out: Path, marks: Marks) -> None:
        """Nothing is read yet. Raises NotANewFile, NoPictures."""
        if out.exists():
            raise NotANewFile(out.name)
        to_s = min(claim.to_s, recording.duration_s)
        if not 0 <= claim.from_s < to_s:
            raise NoPictures(f"from {claim.from_s:.1f} to {claim.to_s:.1f} s")
        self._recording, self._claim, self._out, self._marks = recording, claim, out, marks
        self._to_s = to_s
        self._pictures = self._still = 0
        self._hidden_px = 0
        self._throughout: list[Found] = []
        self._place = Box(0, 0, 0, 0)
        self._size = (0, 0)

    def hidden(self) -> Generator[Hidden, None, Masked]:
        """Make it, and say of each picture what is hidden in it.

        Raises CameraMoved, LightJumped, SceneUnfit, PictureChanged, TooManyPixels, NoPictures,
        NotANewFile, and RegionOutside; nothing is left then.
        """
        first = next(self._recording.pictures(self._claim.from_s, self._to_s), None)
        if first is None:
            raise NoPictures(f"from {self._claim.from_s:.1f} to {self._to_s:.1f} s")
        picture = fitted(first.picture)
        self._size = (picture.width // 2 * 2, picture.height // 2 * 2)
        self._place = _place(self._claim.region, first, *self._size)
        full_range = picture.format.name == "yuvj420p"
        with Film(self._out, *self._size, full_range=full_range) as film:
            from_s = self._claim.from_s
            while from_s < self._to_s:
                # A short rest belongs to the stretch before it.
                rest_s = self._to_s - from_s
                to_s = self._to_s if rest_s < 1.5 * _SCENE_S else from_s + _SCENE_S
                yield from self._stretch(film, from_s, to_s)
                from_s = to_s
            if not self._pictures:
                raise NoPictures(f"from {self._claim.from_s:.1f} to {self._to_s:.1f} s")
        return self._told()

    def _stretch(self, film: Film, from_s: float, to_s: float) -> Generator[Hidden, None, None]:
        """Pictures of one scene. A second on either side of them is looked at but not shown."""
        stretch = prepare(self._recording, self._marks, from_s, to_s)
        if (stretch.grid.width // 2 * 2, stretch.grid.height // 2 * 2) != self._size:
            raise PictureChanged(f"after {from_s:.1f} s")
        self._throughout += [one for one in stretch.why if one not in self._throughout]
        look = _Look(stretch, self._marks)
        hiding = Hiding(stretch.grid, CARRIED_S)
        waiting: deque[_Waiting] = deque()
        last_s = -1e9
        begin_s, end_s = max(0.0, from_s - CARRIED_S), to_s + CARRIED_S
        for shot in self._recording.pictures(begin_s, end_s):
            if shot.at_s - last_s < _APART_LEAST_S:
                continue
            last_s = shot.at_s
            planes = planes_of(fitted(shot.picture))
            found = look.found(planes, shot.at_s)
            moving = [one.box for one in found if one.kind == Kind.MOVING]
            hiding.add(shot.at_s, stretch.grid.cover(one.box for one in found), moving)
            if from_s <= shot.at_s < to_s:
                waiting.append(_Waiting(shot.at_s, _cut(planes, self._place), found))
            while waiting and waiting[0].at_s < shot.at_s - CARRIED_S:
                yield self._write(film, waiting.popleft(), hiding, stretch)
        hiding.end()
        for one in waiting:
            yield self._write(film, one, hiding, stretch)
        self._still += look.still

    def _write(self, film: Film, one: _Waiting, hiding: Hiding, stretch: Stretch) -> Hidden:
        cells = hiding.at(one.at_s) | stretch.always
        boxes = _inside(stretch.grid, cells, self._place)
        film.add(one.at_s - self._claim.from_s, self._place, one.pixels, boxes)
        self._pictures += 1
        self._hidden_px += sum(box.width * box.height for box in boxes)
        return Hidden(round(one.at_s, 3), boxes, one.found)

    def _told(self) -> Masked:
        area = self._place.width * self._place.height * self._pictures
        return Masked(
            METHOD,
            {
                "opencv": cv2.__version__,
                "av": av.__version__,
                "encoder": ENCODER,
            },
            *self._size,
            self._place,
            self._claim.from_s,
            self._to_s,
            self._pictures,
            self._still,
            round(self._hidden_px / area, 4),
            tuple(self._throughout),
            {
                Path(path).name: _sha256(Path(path))
                for path in self._recording.paths(self._claim.from_s, self._to_s)
            },
            _sha256(self._out),
            self._out.stat().st_size,
        )


class _Look:
    """What is found in picture after picture of one scene."""

    def __init__(self, stretch: Stretch, marks: Marks) -> None:
        self._grid, self._marks = stretch.grid, marks
        self._watch = Watch(stretch.scene)
        height, width = stretch.scene.luma.shape
        self._across, self._down = stretch.grid.width / width, stretch.grid.height / height
        self._looked_s, self._turn = -1e9, 0
        self._looked_at = np.full(stretch.grid.shape, -1e9)

    @property
    def still(self) -> int:
        """How many pictures were like the one before."""
        return self._watch.again

    def found(self, planes: Planes, at_s: float) -> tuple[Found, ...]:
        """Whatever moves; and now and then faces and plates beside it. Raises as Watch."""
        grid = self._grid
        if planes[0].shape != (grid.height, grid.width):
            raise PictureChanged(f"at {at_s:.1f} s")
        before = self._watch.again
        small = self._watch.stands_out(made_small(*planes), at_s)
        boxes = [scaled(box, self._across, self._down) for box in small]
        found = [Found(Kind.MOVING, within(box, grid.width, grid.height)) for box in boxes]
        if boxes and self._watch.again == before and at_s - self._looked_s >= _LOOK_EVERY_S:
            self._looked_s = at_s
            found += self._closely(planes, boxes, at_s)
        return tuple(found)

    def _closely(self, planes: Planes, moving: list[Box], at_s: float) -> list[Found]:
        """Faces and plates beside what moves: of somebody of whom only a part stood out.

        Each goes first in turn; what was looked at lately, and what is hidden, is passed over.
        """
        grid, found, left_px = self._grid, list[Found](), 1.0 * _LOOK_MOST_PX
        times = times_of(grid.width)
        stale = ~grid.cover(moving) & (self._looked_at < at_s - _LOOK_AGAIN_S)
        self._turn += 1
        first = self._turn % len(moving)
        for box in (*moving[first:], *moving[:first]):
            place = _even(within(wider(box, _AROUND), grid.width, grid.height))
            own = grid.cover([place])
            if (own & stale).sum() < _STALE_LEAST * own.sum():
                continue
            # Who is near has a large face.
            size_px = place.width * place.height
            large = min(times, (_LOOK_MOST_PX / max(size_px, 1)) ** 0.5)
            left_px -= size_px * large * large
            if left_px < 0:
                break
            self._looked_at[own] = at_s
            luma, blue, red = _cut(planes, place)
            near = [*self._marks.faces(luma, large), *plates(luma, blue, red)]
            found += [Found(one.kind, moved(one.box, place.x, place.y)) for one in near]
        return found


def _even(box: Box) -> Box:
    """A pixel more at a side, so that colours can be cut too."""
    right, bottom = (box.x + box.width) // 2 * 2, (box.y + box.height) // 2 * 2
    left, top = box.x // 2 * 2, box.y // 2 * 2
    return Box(left, top, max(0, right - left), max(0, bottom - top))


def _place(region: Region | None, first: Shot, width: int, height: int) -> Box:
    """The region in the masked film, its sides even and never wider. Raises RegionOutside."""
    if region is None:
        return Box(0, 0, width, height)
    frame_of(region, first.picture.width, first.picture.height)
    across, down = width / first.picture.width, height / first.picture.height
    left, top = -(-region.x * across // 2) * 2, -(-region.y * down // 2) * 2
    right = (region.x + region.width) * across // 2 * 2
    bottom = (region.y + region.height) * down // 2 * 2
    return Box(int(left), int(top), int(right - left), int(bottom - top))


def _cut(planes: Planes, place: Box) -> Planes:
    """A copy of what may be shown of a picture: nothing else of it is kept."""
    luma, blue, red = planes
    x, y, right, bottom = place.x, place.y, place.x + place.width, place.y + place.height
    half = slice(y // 2, bottom // 2), slice(x // 2, right // 2)
    return luma[y:bottom, x:right].copy(), blue[half].copy(), red[half].copy()


def _inside(grid: Grid, cells: Cells, place: Box) -> tuple[Box, ...]:
    """What of the hidden cells lies in the region; the rest is solid anyway."""
    boxes = []
    for box in grid.boxes(cells):
        left, top = max(box.x, place.x), max(box.y, place.y)
        right = min(box.x + box.width, place.x + place.width)
        bottom = min(box.y + box.height, place.y + place.height)
        if left < right and top < bottom:
            boxes.append(Box(left, top, right - left, bottom - top))
    return tuple(boxes)


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while part := file.read(_READ_BYTES):
            digest.update(part)
    return digest.hexdigest()
