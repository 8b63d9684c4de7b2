"""What is hidden beside a picture in time: where it was found, and up to the side he comes from.

Half a coat at the edge of a picture is too little to stand out in noise, and a second later its
wearer is elsewhere, so that carrying what was hidden in one place does not reach him. But whoever
was not there a second before, and stands nearer to a side than one walks in that time, came from
that side; whoever is not there a second later went to it.
"""

from collections import deque
from collections.abc import Sequence

from service.masking.boxes import Box, Carried, Cells, Grid, to_sides

# 1.4 m in a second, by somebody of 1.7 m: so much of his own height.
_WALKED = 0.8
# Somebody stayed where so much of him still is.
_STAYED = 0.5


class Hiding:
    """Pictures are added in order, and asked for, in order too, so many seconds later."""

    def __init__(self, grid: Grid, within_s: float) -> None:
        self._grid, self._within_s = grid, within_s
        self._kept: deque[tuple[float, Sequence[Box], Cells]] = deque()
        self._found, self._gone = Carried(grid.shape), Carried(grid.shape)

    def add(self, at_s: float, found: Cells, moving: Sequence[Box]) -> None:
        """The next picture: what is to be hidden in it, and who moves in it."""
        cells = self._grid.cover(moving)
        while self._kept and self._kept[0][0] < at_s - self._within_s:
            self._leave(cells)
        before = self._kept[0][2] if self._kept else cells
        self._kept.append((at_s, moving, cells))
        self._found.add(at_s, found | self._ways(moving, before))

    def end(self) -> None:
        """There is no further picture."""
        last = self._kept[-1][2] if self._kept else self._grid.cover(())
        while self._kept:
            self._leave(last)

    def at(self, at_s: float) -> Cells:
        """What is hidden in a picture, of which a later one was added, or the end."""
        for carried in (self._found, self._gone):
            carried.forget(at_s - self._within_s)
        return self._found.cells() | self._gone.cells()

    def _leave(self, later: Cells) -> None:
        at_s, moving, _ = self._kept.popleft()
        self._gone.add(at_s, self._ways(moving, later))

    def _ways(self, moving: Sequence[Box], other: Cells) -> Cells:
        """From whoever is not where he is in another picture to a side that is near him."""
        ways = list[Box]()
        for box in moving:
            whole = to_sides(box, self._grid.width, _WALKED * box.height)
            own = self._grid.cover([box])
            if whole != box and (own & other).sum() < _STAYED * own.sum():
                ways.append(whole)
        return self._grid.cover(ways)
