"""Boxes and cells: what is hidden is never less than what was found."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from service.masking.boxes import Box, Carried, Cells, Grid, grown, scaled, within
from service.masking.coming import Hiding

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


GRID = Grid(320, 192, 4)


def standing(x: int) -> Box:
    """Somebody so far across."""
    return Box(x, 40, 30, 100)


def hidden_while(seen: dict[int, int]) -> list[Cells]:
    """What is hidden in each of thirty pictures, ten a second, of somebody seen so far across."""
    hiding, hidden = Hiding(GRID, 1.0), list[Cells]()
    for number in range(30):
        boxes = [standing(seen[number])] if number in seen else []
        hiding.add(number / 10, GRID.cover(boxes), boxes)
        if number > 10:
            hidden.append(hiding.at((number - 11) / 10))
    hiding.end()
    return hidden + [hiding.at(number / 10) for number in range(19, 30)]


@given(st.booleans(), st.integers(30, 70))
@settings(max_examples=12)
def test_who_comes_and_goes_is_hidden_up_to_the_side_for_a_second(left: bool, far: int) -> None:
    """In noise he is told for a moment only, and is between that place and the side beside it."""
    way = GRID.cover([Box(0 if left else 290 - far, 40, 30 + far, 100)])
    for seen, on_the_way in ((range(12, 16), range(1, 26)), (range(16), range(5, 26))):
        hidden = hidden_while(dict.fromkeys(seen, far if left else 290 - far))
        whole = [number for number, cells in enumerate(hidden) if cells[way].all()]
        assert whole == [*on_the_way]
        assert not any(cells[~way].any() for cells in hidden)


def test_who_stands_near_a_side_is_hidden_where_he_stands() -> None:
    for cells in hidden_while(dict.fromkeys(range(30), 40)):
        assert (cells == GRID.cover([standing(40)])).all()


def test_who_is_seen_far_from_a_side_came_from_none() -> None:
    for cells in hidden_while(dict.fromkeys(range(12, 16), 150)):
        assert not cells[~GRID.cover([standing(150)])].any()
