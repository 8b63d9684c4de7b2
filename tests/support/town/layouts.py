"""Puts the parts of a simulated scene on the easel: streets, gates, stops, villages, yards.

A scene is laid along the kerb of the street: x runs along it, the near side (the camera's, the
gate's) is y > -3, the road lies between y = -3 - road_m and y = -3, and the far side beyond.
"""

from random import Random

from tests.support.town.easel import Easel
from tests.support.town.light import Colour, mix
from tests.support.town.scenery import (
    HOSPITAL,
    HOUSING,
    NURSERY,
    OFFICES,
    SCHOOL,
    Facade,
    box,
    building,
    fence,
    gabled,
    lamp,
    tree,
)
from tests.support.town.views import View

_CLEAR_M = 27.0
_KERB_Y = -3.0
_ASPHALT: Colour = (96, 98, 102)
_PAVING: Colour = (178, 172, 164)
_WHITE: Colour = (226, 226, 222)
_YELLOW: Colour = (214, 176, 64)


def lay_out(view: View, easel: Easel) -> None:
    """Put the parts of the view's scene on the easel."""
    rng = Random(f"scene {view.seed}")
    easel.sky(Random(f"sky {view.seed}"))
    easel.skyline(Random(f"far {view.seed}"), roofs=view.kind != "fields")
    match view.kind:
        case "gate":
            _road(easel, view, zebra=True)
            _far_side(easel, view, rng)
            _gate(easel, view, rng)
        case "door":
            _road(easel, view, zebra=False)
            _far_side(easel, view, rng)
            _door(easel, view, rng)
        case "stop":
            _road(easel, view, zebra=False)
            _far_side(easel, view, rng)
            _near_side(easel, rng, low=False)
            _shelter(easel, view)
        case "village" | "fields":
            _village(easel, view, rng)
        case "yard":
            _yard(easel, view, rng)
        case "high":
            _roofs(easel, rng)
        case _:
            _road(easel, view, zebra=True)
            _far_side(easel, view, rng)
            _near_side(easel, rng, low=view.road_m < 10)


def _strip(easel: Easel, y0: float, y1: float, colour: Colour) -> None:
    easel.ground([(-260, y0), (460, y0), (460, y1), (-260, y1)], colour)


def _road(easel: Easel, view: View, *, zebra: bool) -> None:
    """Carriageway, kerbs, markings; a zebra crossing where children cross."""
    far = _KERB_Y - view.road_m
    easel.plain((150, 152, 140))
    _strip(easel, far - 4.2, 3.2, _PAVING)
    for joint in range(-20, 60):
        x = joint * 2.4
        easel.ground([(x, _KERB_Y), (x + 0.07, _KERB_Y), (x + 0.07, 3), (x, 3)], (164, 158, 150))
    _strip(easel, far, _KERB_Y, _ASPHALT)
    _strip(easel, _KERB_Y, _KERB_Y + 0.25, (200, 198, 192))
    _strip(easel, far - 0.25, far, (200, 198, 192))
    middle = (far + _KERB_Y) / 2
    if view.road_m >= 10:
        _strip(easel, middle - 0.28, middle - 0.14, _YELLOW)
        _strip(easel, middle + 0.14, middle + 0.28, _YELLOW)
        for y in (middle - 3.4, middle + 3.4):
            for dash in range(-24, 60):
                x = dash * 6.0
                easel.ground([(x, y), (x + 2.4, y), (x + 2.4, y + 0.15), (x, y + 0.15)], _WHITE)
    else:
        for dash in range(-24, 60):
            x = dash * 6.0
            line = [(x, middle), (x + 2.4, middle), (x + 2.4, middle + 0.14), (x, middle + 0.14)]
            easel.ground(line, _WHITE)
    if zebra:
        at = 0.0 if view.kind == "gate" else 24.0
        bars = int(view.road_m / 1.1)
        for bar in range(bars):
            y = far + 0.4 + bar * view.road_m / bars
            stripe = [(at - 2, y), (at + 2, y), (at + 2, y + 0.5), (at - 2, y + 0.5)]
            easel.ground(stripe, _WHITE)


def _row(
    easel: Easel,
    rng: Random,
    *,
    x: tuple[float, float],
    front_y: float,
    side: int,
    heights: tuple[float, float],
    facades: tuple[Facade, ...],
    shops: bool,
) -> None:
    """Buildings shoulder to shoulder along the street."""
    at = x[0]
    while at < x[1]:
        length = rng.uniform(16, 40)
        style = rng.choice(facades)
        facade = Facade(
            style.wall, style.trim, style.window_share, style.bay_m, shops and rng.random() < 0.8
        )
        back = front_y + side * rng.uniform(12, 18)
        y = (min(front_y, back), max(front_y, back))
        tower = rng.random() < 0.22
        height = rng.uniform(*heights) * (1.9 if tower else 1.0)
        building(easel, (at, min(at + length, x[1])), y, height, facade, rng)
        at += length + rng.choice((1.0, 4.0, 9.0))


def _far_side(easel: Easel, view: View, rng: Random) -> None:
    far = _KERB_Y - view.road_m
    wide = view.road_m >= 10
    heights = (14.0, 26.0) if wide else (8.0, 18.0)
    _row(
        easel, rng, x=(-150, 330), front_y=far - 6.5, side=-1, heights=heights,
        facades=HOUSING + OFFICES if wide else HOUSING, shops=True,
    )  # fmt: skip
    _street_trees(easel, rng, far - 1.6, phase=4.0)
    for number in range(-4, 9):
        lamp(easel, number * 27.0 + 9, far - 0.8, towards=1)


def _near_side(easel: Easel, rng: Random, *, low: bool) -> None:
    heights = (7.0, 15.0) if low else (14.0, 30.0)
    _row(
        easel, rng, x=(-150, 330), front_y=4.5, side=1, heights=heights,
        facades=HOUSING + OFFICES, shops=True,
    )  # fmt: skip
    _street_trees(easel, rng, -1.5, phase=13.0)
    for number in range(-4, 9):
        lamp(easel, number * 27.0 + 22, -2.2, towards=-1)


def _street_trees(easel: Easel, rng: Random, y: float, *, phase: float) -> None:
    for number in range(-9, 22):
        x = number * 9.0 + phase + rng.uniform(-0.8, 0.8)
        # None hides the view: a camera is put where no branch hangs before it.
        near = (x - easel.lens.pose.x) ** 2 + 4 * (y - easel.lens.pose.y) ** 2
        if rng.random() < 0.88 and near > _CLEAR_M**2:
            tree(easel, x, y, rng)


def _gate(easel: Easel, view: View, rng: Random) -> None:
    """A gate in its wall: pillars, name, folding fence, guard house, and what stands behind."""
    kind = view.site_kind
    facade = {"school": SCHOOL, "kindergarten": NURSERY}.get(kind, HOSPITAL)
    half = 3.4 if kind == "kindergarten" else 4.6
    stone = {"school": (148, 72, 58), "kindergarten": (236, 150, 70)}.get(kind, (196, 204, 208))
    easel.ground([(-40, 0.4), (40, 0.4), (40, 60), (-40, 60)], (188, 184, 176))
    easel.ground([(-half, -3), (half, -3), (half, 16), (-half, 16)], (170, 160, 150))
    wall: Colour = (206, 196, 182)
    fence(easel, (-64, -half - 0.9), 0.2, height_m=2.2, wall=wall, bars=True)
    fence(easel, (half + 6.6, 64), 0.2, height_m=2.2, wall=wall, bars=True)
    for side in (-1, 1):
        x = side * (half + 0.45)
        box(easel, (x - 0.45, x + 0.45), (-0.1, 0.8), (0, 4.6), stone)
    _name_board(easel, view, half, stone)
    _folding_fence(easel, half)
    guard = Facade((232, 226, 214), stone, 0.7, 2.2)
    building(easel, (half + 1.0, half + 6.4), (0.0, 3.8), 3.1, guard, rng)
    building(easel, (-26, 24), (26, 38), 17.5 if kind != "kindergarten" else 10.5, facade, rng)
    building(easel, (-46, -31), (14, 38), 14.0 if kind != "kindergarten" else 7.5, facade, rng)
    building(easel, (32, 46), (16, 38), 14.0, rng.choice(HOUSING), rng)
    for x in (-22, -16, -10.5, 14, 20, 27):
        tree(easel, x + rng.uniform(-1, 1), rng.uniform(5, 9), rng)
    _flag(easel, -7.5, 20.0)
    for number in range(-4, 5):
        x = number * 1.6
        if abs(x) > 0.9:
            box(easel, (x - 0.09, x + 0.09), (-2.6, -2.42), (0, 0.75), (196, 150, 60))
    lamp(easel, -13, -2.2, towards=-1)
    lamp(easel, 15, -2.2, towards=-1)
    _street_trees_beside_gate(easel, rng)


def _street_trees_beside_gate(easel: Easel, rng: Random) -> None:
    for x in (-58, -48, -38, -28, 30, 40, 50, 60):
        near = (x - easel.lens.pose.x) ** 2 + (-1.8 - easel.lens.pose.y) ** 2
        if near > 12.0**2:
            tree(easel, x, -1.8, rng)


def _name_board(easel: Easel, view: View, half: float, stone: Colour) -> None:
    low, high = 3.75, 5.15
    box(easel, (-half - 0.9, half + 0.9), (0.0, 0.7), (low, high), stone)

    def paint() -> None:
        reach = min(half + 0.6, 0.5 + 0.52 * len(view.title))
        y = -0.03
        corners = (
            (reach, y, high - 0.18), (-reach, y, high - 0.18),
            (-reach, y, low + 0.18), (reach, y, low + 0.18),
        )  # fmt: skip
        ink = (176, 30, 36) if view.site_kind == "hospital" else (250, 224, 150)
        easel.text(corners, view.title, ink=ink, board=None, shines=True)

    if easel.lens.pose.y < 0:
        # Just before the board it stands on, in the order of painting.
        easel.solid(min(max(easel.lens.pose.x, -half - 0.9), half + 0.9), -0.1, paint)


def _folding_fence(easel: Easel, half: float) -> None:
    """The silver fence that folds aside; it leaves the way for people open."""

    def paint() -> None:
        start, end = -half, half * 0.25
        count = 14
        for number in range(count):
            a = start + (end - start) * number / count
            b = start + (end - start) * (number + 1) / count
            for p, q in (((a, 0.08), (b, 1.35)), ((a, 1.35), (b, 0.08))):
                easel.mark(
                    [
                        (p[0], 0.3, p[1]), (q[0], 0.3, q[1]),
                        (q[0] + 0.07, 0.3, q[1]), (p[0] + 0.07, 0.3, p[1]),
                    ],
                    (206, 210, 214),
                )  # fmt: skip
            post = [(a, 0.28, 0), (a + 0.08, 0.28, 0), (a + 0.08, 0.28, 1.4), (a, 0.28, 1.4)]
            easel.mark(post, (222, 224, 226))

    easel.solid(-half / 2, 0.3, paint)


def _flag(easel: Easel, x: float, y: float) -> None:
    def paint() -> None:
        pole = [(x, y, 0), (x + 0.1, y, 0), (x + 0.07, y, 11), (x, y, 11)]
        easel.mark(pole, (222, 222, 222))
        cloth = [(x, y, 10.9), (x + 2.3, y, 10.7), (x + 2.2, y, 9.2), (x, y, 9.4)]
        easel.mark(cloth, (206, 32, 34))

    easel.solid(x, y, paint)


def _door(easel: Easel, view: View, rng: Random) -> None:
    """A shop or an office whose door opens on the pavement, its name over it."""
    facade = rng.choice(OFFICES if view.site_kind in ("mall", "station") else HOUSING)
    height = rng.uniform(12, 22)
    building(easel, (-16, 16), (4.0, 20), height, facade, rng)
    _row(
        easel, rng, x=(-120, -19), front_y=4.5, side=1, heights=(9, 20), facades=HOUSING, shops=True
    )
    _row(easel, rng, x=(19, 160), front_y=4.5, side=1, heights=(9, 20), facades=HOUSING, shops=True)
    board: Colour = rng.choice(((150, 36, 36), (30, 74, 132), (34, 104, 76)))

    def paint() -> None:
        y = 3.95
        entrance = [(-3, y, 0), (3, y, 0), (3, y, 3.1), (-3, y, 3.1)]
        easel.mark(entrance, (66, 78, 88), shines=(240, 226, 190))
        for x in (-1.5, 0.0, 1.5):
            bar = [(x - 0.06, y, 0), (x + 0.06, y, 0), (x + 0.06, y, 3.1), (x - 0.06, y, 3.1)]
            easel.mark(bar, (190, 194, 198))
        sign = [(-6.5, y, 3.3), (6.5, y, 3.3), (6.5, y, 4.9), (-6.5, y, 4.9)]
        easel.mark(sign, board, shines=mix(board, (255, 255, 255), 0.1))
        reach = min(6.2, 0.6 + 0.55 * len(view.title))
        corners = ((reach, y, 4.75), (-reach, y, 4.75), (-reach, y, 3.45), (reach, y, 3.45))
        easel.text(corners, view.title, ink=(252, 244, 220), board=None, shines=True)

    if easel.lens.pose.y < 3.9:
        easel.solid(min(max(easel.lens.pose.x, -16.0), 16.0), 3.9, paint)
    for x in (-33, -24, 24, 33, 42):
        tree(easel, x, -1.6, rng)
    for x in (-18, 18, 46):
        lamp(easel, x, -2.2, towards=-1)


def _shelter(easel: Easel, view: View) -> None:
    """A bus shelter with its bench, a lit panel and the stop's name."""
    blue: Colour = (44, 92, 140)
    for x in (-4.2, 4.1):
        box(easel, (x, x + 0.14), (0.3, 0.44), (0, 2.7), (130, 138, 144))
    box(easel, (-4.7, 4.7), (-1.5, 0.7), (2.7, 2.86), blue)
    box(easel, (-2.6, 2.0), (-0.05, 0.3), (0.42, 0.5), (150, 110, 70))
    box(easel, (2.6, 2.78), (-1.1, 0.3), (0.25, 2.2), (70, 78, 86))
    panel_x = 2.8 if easel.lens.pose.x > 2.8 else 2.58

    def paint() -> None:
        spots = [
            (panel_x, -1.0, 0.4),
            (panel_x, 0.2, 0.4),
            (panel_x, 0.2, 2.1),
            (panel_x, -1.0, 2.1),
        ]
        easel.mark(spots, (226, 190, 120), shines=(255, 236, 196))

    ahead = 0.6 if easel.lens.pose.x > 0 else -0.6  # Painted after what it hangs on.
    easel.solid(panel_x + ahead, -0.6, paint)
    side = 4.72 if easel.lens.pose.x > 4.7 else -4.72

    def name() -> None:
        # Read from the camera's side: left is where its right hand is not.
        left, right = (0.65, -1.45) if side > 0 else (-1.45, 0.65)
        corners = ((side, left, 3.5), (side, right, 3.5), (side, right, 2.9), (side, left, 2.9))
        easel.text(corners, view.title, ink=(255, 255, 255), board=blue, shines=True)

    easel.solid(side + ahead, -0.5, name)


def _village(easel: Easel, view: View, rng: Random) -> None:
    """A concrete lane between courtyard walls; at the entrance the fields begin."""
    easel.plain((138, 146, 96) if view.kind == "fields" else (158, 150, 128))
    far = _KERB_Y - view.road_m
    houses_end = 26.0 if view.kind == "fields" else 170.0
    if view.kind == "fields":
        for strip in range(24):
            x = 40.0 + strip * 16
            tone = mix((116, 138, 70), (182, 172, 98), (strip * 5 % 7) / 6)
            for y0, y1 in ((6.0, 240.0), (-260.0, far - 7)):
                easel.ground([(x, y0), (x + 15, y0), (x + 15, y1), (x, y1)], tone)
    _strip(easel, far - 3.0, 0.2, (164, 152, 126))
    _strip(easel, far, _KERB_Y, (178, 176, 168))
    for joint in range(-10, 60):
        x = joint * 5.0
        easel.ground(
            [(x, far), (x + 0.08, far), (x + 0.08, _KERB_Y), (x, _KERB_Y)], (156, 154, 146)
        )
    for side, front in ((1, 2.4), (-1, far - 4.2)):
        _courtyards(easel, rng, front, side, houses_end)
        for number in range(2 if view.kind == "village" else 5, 30):
            x = number * (17.0 if view.kind == "village" else 9.5) + 5 * side
            if rng.random() < (0.5 if view.kind == "village" else 0.95):
                tree(easel, x, front - side * 1.4, rng, tall=True)
    for number in range(1, 9):
        lamp(easel, number * 30.0 - 4, 0.4, towards=-1, height_m=6.5)


def _courtyards(easel: Easel, rng: Random, front: float, side: int, end: float) -> None:
    at = -60.0
    while at < end:
        length = rng.uniform(13, 19)
        wall = mix((226, 220, 206), (196, 176, 156), rng.random())
        tiles = mix((158, 84, 66), (120, 98, 92), rng.random())
        y0, y1 = (front + 5, front + 12) if side > 0 else (front - 12, front - 5)
        gabled(easel, (at, at + length), (y0, y1), rng.uniform(3.2, 3.8), (wall, tiles))
        yard = (front, front + 0.3) if side > 0 else (front - 0.3, front)
        box(easel, (at, at + length * 0.36), yard, (0, 2.3), wall)
        box(easel, (at + length * 0.36, at + length * 0.58), yard, (0, 3.0), mix(wall, tiles, 0.5))
        _courtyard_door(easel, at + length * 0.41, yard[0] if side > 0 else yard[1], length * 0.12)
        box(easel, (at + length * 0.58, at + length), yard, (0, 2.3), wall)
        at += length + rng.choice((0.4, 0.4, 5.0))


def _courtyard_door(easel: Easel, x: float, y: float, width: float) -> None:
    def paint() -> None:
        off = -0.02 if y > 0 else 0.02
        spots = [
            (x, y + off, 0),
            (x + width, y + off, 0),
            (x + width, y + off, 2.4),
            (x, y + off, 2.4),
        ]
        easel.mark(spots, (150, 40, 36))

    easel.solid(x, y - (0.05 if y > 0 else -0.05), paint)


def _yard(easel: Easel, view: View, rng: Random) -> None:
    """Inside: paving, a court, the building across."""
    easel.plain((182, 178, 168))
    for line in range(-20, 30):
        y = line * 3.0
        easel.ground([(0, y), (200, y), (200, y + 0.06), (0, y + 0.06)], (168, 164, 156))
    facade = {"school": SCHOOL, "kindergarten": NURSERY}.get(view.site_kind, HOSPITAL)
    if view.site_kind in ("school", "kindergarten"):
        court: Colour = (150, 84, 70) if view.site_kind == "school" else (96, 140, 104)
        easel.ground([(9, -13), (27, -13), (27, 7), (9, 7)], court)
        corners = ((9, -13), (27, -13), (27, 7), (9, 7))
        for first, second in zip(corners, (*corners[1:], corners[0]), strict=True):
            _painted_line(easel, min(first, second), max(first, second))
        _painted_line(easel, (9, -3), (27, -3))
    else:
        for bay in range(10):
            _painted_line(easel, (26.4, -17.4 + 2.9 * bay), (31.6, -17.4 + 2.9 * bay))
    building(easel, (36, 50), (-34, 26), 17.5, facade, rng)
    building(easel, (8, 34), (19, 34), 14.0, facade, rng)
    building(easel, (14, 34), (-46, -30), 10.0, rng.choice(HOUSING), rng)
    for x, y in ((31, -22), (32, -16), (31, 11), (32, 16), (24, -24), (16, -26)):
        tree(easel, x, y, rng)
    _flag(easel, 32.0, -3.0)
    lamp(easel, 29, -15, towards=1, height_m=5)
    lamp(easel, 29, 9, towards=-1, height_m=5)
    lamp(easel, 12, 13, towards=-1, height_m=5)


def _painted_line(easel: Easel, a: tuple[float, float], b: tuple[float, float]) -> None:
    """A white line on the ground; a is its lower left end."""
    wide = 0.08
    easel.ground(
        [
            (a[0] - wide, a[1] - wide), (b[0] + wide, b[1] - wide if b[1] == a[1] else b[1] + wide),
            (b[0] + wide, b[1] + wide), (a[0] - wide, a[1] + wide if b[1] == a[1] else b[1] + wide),
        ],
        _WHITE,
    )  # fmt: skip


def _roofs(easel: Easel, rng: Random) -> None:
    """From a high point: streets between roofs as far as the haze."""
    easel.plain((150, 150, 140))
    for piece in range(20):  # In pieces, because haze is painted by the piece.
        x0, x1 = 20 + piece * 80.0, 100 + piece * 80.0
        for street in range(-6, 7):
            y = street * 74.0
            easel.ground([(x0, y - 7), (x1, y - 7), (x1, y + 7), (x0, y + 7)], _ASPHALT)
            easel.ground([(x0, y - 0.3), (x1, y - 0.3), (x1, y + 0.3), (x0, y + 0.3)], _YELLOW)
        cross = piece * 92.0 + 92
        for y in range(-444, 444, 74):
            corners = [(cross - 5, y), (cross + 5, y), (cross + 5, y + 74), (cross - 5, y + 74)]
            easel.ground(corners, _ASPHALT)
    for column in range(15):
        for row in range(-6, 6):
            west, south = column * 92.0 + 9, row * 74.0 + 12
            if rng.random() < 0.08:
                for _ in range(7):
                    tree(easel, west + rng.uniform(8, 60), south + rng.uniform(4, 46), rng)
                continue
            for part in range(3):
                x0 = west + part * 25 + rng.uniform(0, 3)
                height = rng.uniform(12, 22) if rng.random() < 0.85 else rng.uniform(30, 44)
                facade = rng.choice(HOUSING + OFFICES)
                for y0 in (south, south + 29):
                    if x0 > 34:
                        building(easel, (x0, x0 + 19), (y0, y0 + 14), height, facade, rng)
    for number in range(2, 16):
        lamp(easel, number * 30.0 + 20, -7.5, towards=1)
