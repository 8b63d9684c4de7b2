"""Boxes and cells: what is hidden is never less than what was found."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from service.masking.boxes import Box, Carried, Grid, grown, scaled, within

sizes = st.integers(2, 90)
boxes = st.builds(Box, st.integers(-20, 100), st.integers(-20, 100), st.integers(0, 60), sizes)
grids = st.builds(Grid, sizes, sizes, st.sampled_from([1, 2, 4, 6]))


@given(grids, st.lists(boxes, max_size=6))
def test_boxes_of_cells_cover_all_that_was_found_and_do_not_overlap(
    grid: Grid, found: list[Box]
) -> None:
    pixels = np.zeros((grid.height, grid.width), int)
    for box in grid.boxes(grid.cover(found)):
        assert box == within(box, grid.width, grid.height)
        pixels[box.y : box.y + box.height, box.x : box.x + box.width] += 1
    assert pixels.max(initial=0) <= 1
    for box in found:
        part = within(box, grid.width, grid.height)
        assert pixels[part.y : part.y + part.height, part.x : part.x + part.width].all()


@given(boxes, st.integers(1, 9))
def test_a_grown_box_holds_the_box(box: Box, least: int) -> None:
    large = grown(box, least_px=least)
    assert large.x <= box.x - least
    assert large.y <= box.y - least
    assert large.x + large.width >= box.x + box.width + least
    assert large.y + large.height >= box.y + box.height + least


@given(boxes, st.floats(0.2, 5), st.floats(0.2, 5))
def test_a_scaled_box_holds_every_scaled_pixel(box: Box, across: float, down: float) -> None:
    large = scaled(box, across, down)
    assert large.x <= box.x * across
    assert large.y <= box.y * down
    assert large.x + large.width >= (box.x + box.width) * across - 1e-9
    assert large.y + large.height >= (box.y + box.height) * down - 1e-9


@given(st.lists(st.booleans(), min_size=1, max_size=40), st.integers(0, 5))
def test_what_was_found_in_one_picture_is_hidden_in_its_neighbours(
    found: list[bool], around: int
) -> None:
    carried, hidden = Carried((1, 1)), []
    waiting: list[int] = []
    for at, one in enumerate(found):
        carried.add(at, np.array([[one]]))
        waiting.append(at)
        while waiting and waiting[0] < at - around:
            first = waiting.pop(0)
            carried.forget(first - around)
            hidden.append(bool(carried.cells()[0, 0]))
    for first in waiting:
        carried.forget(first - around)
        hidden.append(bool(carried.cells()[0, 0]))
    for at in range(len(found)):
        assert hidden[at] >= any(found[max(0, at - around) : at + around + 1])
