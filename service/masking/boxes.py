"""Boxes that hide something, and the grid of small cells in which they are laid over each other."""

from collections import deque
from collections.abc import Iterable
from enum import StrEnum

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

Cells = NDArray[np.bool_]

# What stands out is only part of somebody: so much more is hidden beside, above and below it.
_SIDES, _ABOVE, _BELOW = 0.15, 0.20, 0.10


class Kind(StrEnum):
    """Why something is hidden."""

    MOVING = "moving"
    DOUBTFUL = "doubtful"
    PERSON = "person"
    FACE = "face"
    PLATE = "plate"


class Box(Struct, frozen=True, array_like=True):
    """Pixels: left-top inclusive, `width` and `height` from there."""

    x: int
    y: int
    width: int
    height: int


class Found(Struct, frozen=True, array_like=True):
    """A box, and why it is hidden."""

    kind: Kind
    box: Box


def grown(box: Box, *, least_px: int) -> Box:
    """A box of something that moves, grown to hold who it belongs to."""
    aside = max(least_px, round(_SIDES * box.width))
    above = max(least_px, round(_ABOVE * box.height))
    below = max(least_px, round(_BELOW * box.height))
    return Box(box.x - aside, box.y - above, box.width + 2 * aside, box.height + above + below)


def wider(box: Box, share: float) -> Box:
    """A box with so much more of its own size on each side."""
    across, down = round(share * box.width) + 1, round(share * box.height) + 1
    return Box(box.x - across, box.y - down, box.width + 2 * across, box.height + 2 * down)


def to_sides(box: Box, width: int, reach_px: float) -> Box:
    """A box that is nearer to a side of a picture than this, up to that side."""
    left, right = box.x, box.x + box.width
    left = 0 if left < reach_px else left
    right = width if width - right < reach_px else right
    return Box(left, box.y, right - left, box.height)


def scaled(box: Box, across: float, down: float) -> Box:
    """The smallest box of whole pixels around one that is scaled."""
    left, top = int(np.floor(box.x * across)), int(np.floor(box.y * down))
    right = int(np.ceil((box.x + box.width) * across))
    bottom = int(np.ceil((box.y + box.height) * down))
    return Box(left, top, right - left, bottom - top)


def moved(box: Box, across: int, down: int) -> Box:
    """A box so many pixels farther to the right and down."""
    return Box(box.x + across, box.y + down, box.width, box.height)


def within(box: Box, width: int, height: int) -> Box:
    """The part of a box that lies in a picture; it may have no area."""
    left, top = min(max(box.x, 0), width), min(max(box.y, 0), height)
    right = min(max(box.x + box.width, left), width)
    bottom = min(max(box.y + box.height, top), height)
    return Box(left, top, right - left, bottom - top)


class Grid(Struct, frozen=True):
    """A picture of `width` × `height` pixels cut into square cells; those at the edge are cut."""

    width: int
    height: int
    side: int

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        return -(-self.height // self.side), -(-self.width // self.side)

    def cover(self, boxes: Iterable[Box]) -> Cells:
        """Every cell that a box touches."""
        cells = np.zeros(self.shape, bool)
        for box in boxes:
            part = within(box, self.width, self.height)
            if part.width and part.height:
                right, bottom = part.x + part.width - 1, part.y + part.height - 1
                rows = slice(part.y // self.side, bottom // self.side + 1)
                cells[rows, part.x // self.side : right // self.side + 1] = True
        return cells

    def boxes(self, cells: Cells) -> tuple[Box, ...]:
        """Boxes that cover just these cells and do not overlap, top-left first."""
        made: list[Box] = []
        open_runs: dict[tuple[int, int], int] = {}
        for row, runs in enumerate([*_runs(cells), set[tuple[int, int]]()]):
            over = [run for run in open_runs if run not in runs]
            made += [self._box(run, open_runs.pop(run), row) for run in over]
            for run in runs:
                open_runs.setdefault(run, row)
        return tuple(sorted(made, key=lambda box: (box.y, box.x)))

    def _box(self, run: tuple[int, int], top: int, bottom: int) -> Box:
        whole = Box(
            run[0] * self.side,
            top * self.side,
            (run[1] - run[0]) * self.side,
            (bottom - top) * self.side,
        )
        return within(whole, self.width, self.height)


def _runs(cells: Cells) -> list[set[tuple[int, int]]]:
    """Where each line of cells is set: from inclusive, to exclusive."""
    edged = np.pad(cells, ((0, 0), (1, 1))).astype(np.int8)
    rows, columns = np.nonzero(np.diff(edged, axis=1))
    found = [set[tuple[int, int]]() for _ in cells]
    pairs = zip(rows[::2].tolist(), columns[::2].tolist(), columns[1::2].tolist(), strict=True)
    for row, begin, end in pairs:
        found[row].add((begin, end))
    return found


class Carried:
    """What is hidden in any picture within some seconds of another, before or after it."""

    def __init__(self, shape: tuple[int, int]) -> None:
        self._count = np.zeros(shape, np.int32)
        self._kept: deque[tuple[float, Cells]] = deque()

    def add(self, at_s: float, cells: Cells) -> None:
        """The next picture hides these cells."""
        self._count += cells
        self._kept.append((at_s, cells))

    def forget(self, before_s: float) -> None:
        """Pictures before this second hide nothing any more."""
        while self._kept and self._kept[0][0] < before_s:
            self._count -= self._kept.popleft()[1]

    def cells(self) -> Cells:
        """What any of the pictures hides."""
        return self._count > 0
