"""Things that stand in a simulated scene: buildings, trees, lamps, walls, gates, shelters."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import cos, pi, sin
from random import Random

from tests.support.town.easel import Easel, Lamp
from tests.support.town.lens import Spot3
from tests.support.town.light import Colour, mix

At = Callable[[float, float], Spot3]  # A spot on a wall: share of its length, height.

_FLOOR_M = 3.2
_GLASS: Colour = (104, 128, 150)
_WARM: tuple[Colour, ...] = ((255, 214, 140), (255, 232, 186), (230, 240, 255))
_FINEST_PX = 3.0  # Details smaller than this are left out.


@dataclass(frozen=True, slots=True)
class Facade:
    """How the walls of a building look."""

    wall: Colour
    trim: Colour
    window_share: float = 0.55
    bay_m: float = 3.2
    shops: bool = False
    roof: Colour = (150, 148, 144)


HOUSING = (
    Facade((214, 198, 178), (236, 228, 214)),
    Facade((198, 188, 182), (168, 96, 78)),
    Facade((226, 216, 198), (196, 150, 110)),
    Facade((190, 200, 204), (232, 234, 232)),
    Facade((206, 182, 164), (240, 232, 220)),
)
OFFICES = (
    Facade((176, 190, 202), (214, 222, 228), 0.82, 2.6),
    Facade((202, 204, 202), (150, 164, 178), 0.72, 3.0),
    Facade((160, 172, 178), (226, 228, 226), 0.8, 2.4),
)
SCHOOL = Facade((238, 226, 206), (190, 84, 62), 0.62, 3.4, roof=(170, 150, 140))
NURSERY = Facade((250, 226, 150), (110, 190, 150), 0.6, 3.0, roof=(236, 140, 110))
HOSPITAL = Facade((238, 240, 240), (120, 178, 196), 0.6, 3.0)
SHOP_BOARDS: tuple[Colour, ...] = (
    (178, 44, 40), (28, 108, 74), (30, 82, 148), (214, 138, 34), (120, 50, 92), (40, 116, 128),
)  # fmt: skip


def building(
    easel: Easel,
    x: tuple[float, float],
    y: tuple[float, float],
    height_m: float,
    facade: Facade,
    rng: Random,
) -> None:
    """A box with windows; only the sides the camera can see are painted."""
    pose = easel.lens.pose
    nearest = (min(max(pose.x, x[0]), x[1]), min(max(pose.y, y[0]), y[1]))
    state = rng.getrandbits(32)
    _cast(easel, x, y, height_m)

    def paint() -> None:
        own = Random(state)
        sides: list[tuple[tuple[float, float], tuple[float, float], float, float]] = []
        if pose.x < x[0]:
            sides.append(((x[0], y[0]), (x[0], y[1]), -1, 0))
        if pose.x > x[1]:
            sides.append(((x[1], y[0]), (x[1], y[1]), 1, 0))
        if pose.y < y[0]:
            sides.append(((x[0], y[0]), (x[1], y[0]), 0, -1))
        if pose.y > y[1]:
            sides.append(((x[0], y[1]), (x[1], y[1]), 0, 1))
        for a, b, nx, ny in sides:
            shade = easel.light.shade(nx, ny)
            _wall(easel, a, b, height_m, facade, shade, own)
        if pose.height_m > height_m:
            corners = ((x[0], y[0]), (x[1], y[0]), (x[1], y[1]), (x[0], y[1]))
            easel.face([(cx, cy, height_m) for cx, cy in corners], facade.roof)

    easel.solid(*nearest, paint)


def _cast(easel: Easel, x: tuple[float, float], y: tuple[float, float], height_m: float) -> None:
    """The shadow of a box: the hull of its foot and of its top's shadow."""
    foot = _corners(x, y)
    top = [easel.light.shadow_of(cx, cy, height_m) for cx, cy in foot]
    easel.shadow(_hull(foot + top), 0.42 * easel.light.day)
    rim = _corners((x[0] - 0.25, x[1] + 0.25), (y[0] - 0.25, y[1] + 0.25))
    easel.shadow(rim, 0.4)


def _hull(spots: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """The convex outline of a few points (Andrew's chain)."""
    ordered = sorted(spots)
    chains: list[list[tuple[float, float]]] = []
    for line in (ordered, ordered[::-1]):
        chain: list[tuple[float, float]] = []
        for spot in line:
            while len(chain) > 1 and _turn(chain[-2], chain[-1], spot) <= 0:
                chain.pop()
            chain.append(spot)
        chains.append(chain[:-1])
    return chains[0] + chains[1]


def _turn(a: tuple[float, float], b: tuple[float, float], c: tuple[float, float]) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def _disc(x: float, y: float, radius: float) -> list[tuple[float, float]]:
    return [(x + radius * cos(i * pi / 8), y + radius * sin(i * pi / 8)) for i in range(16)]


def _wall(
    easel: Easel,
    a: tuple[float, float],
    b: tuple[float, float],
    height_m: float,
    facade: Facade,
    shade: float,
    rng: Random,
) -> None:
    def at(share: float, z: float) -> Spot3:
        return (a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share, z)

    def strip(low: float, high: float, colour: Colour, shines: Colour | None = None) -> None:
        spots = [at(0, low), at(1, low), at(1, high), at(0, high)]
        easel.mark(spots, _shaded(colour, shade), shines=shines)

    easel.face([at(0, 0), at(1, 0), at(1, height_m), at(0, height_m)], _shaded(facade.wall, shade))
    middle = at(0.5, height_m / 2)
    depth = max(1.0, easel.lens.depth_m(*middle))
    if easel.lens.focal * _FLOOR_M / depth < 2 * _FINEST_PX:
        return
    strip(height_m - 0.7, height_m, facade.trim)
    length = ((b[0] - a[0]) ** 2 + (b[1] - a[1]) ** 2) ** 0.5
    floors = max(1, int(height_m / _FLOOR_M))
    bays = max(1, min(40, int(length / facade.bay_m)))
    first = 0
    if facade.shops and length > 6:
        _shopfronts(easel, at, length, shade, rng)
        first = 1
    for floor in range(first, floors):
        base = floor * (height_m / floors)
        if floor % 2 == 0:
            strip(base + 0.05, base + 0.3, mix(facade.wall, facade.trim, 0.6))
        for bay in range(bays):
            _window(easel, at, bay / bays, 1 / bays, base, facade, shade, rng)


def _window(
    easel: Easel,
    at: At,
    start: float,
    width: float,
    base: float,
    facade: Facade,
    shade: float,
    rng: Random,
) -> None:
    margin = width * (1 - facade.window_share) / 2
    low, high = base + 0.95, base + 0.95 + 1.65
    spots = [
        at(start + margin, low),
        at(start + width - margin, low),
        at(start + width - margin, high),
        at(start + margin, high),
    ]
    lit = rng.random() < 0.34 * easel.light.awake
    glass = _shaded(mix(_GLASS, (214, 226, 236), rng.uniform(0, 0.35)), shade)
    easel.mark(spots, glass, shines=rng.choice(_WARM) if lit else None)


def _shopfronts(easel: Easel, at: At, length: float, shade: float, rng: Random) -> None:
    """Ground-floor shops: glass under a coloured board that shines at night."""
    count = max(1, int(length / 6.5))
    for shop in range(count):
        a, b = (shop + 0.04) / count, (shop + 0.96) / count
        glass = [at(a, 0.15), at(b, 0.15), at(b, 2.4), at(a, 2.4)]
        warm = mix((255, 226, 170), (240, 240, 255), rng.random())
        pane = mix((96, 108, 116), (150, 160, 166), rng.random())
        easel.mark(
            glass, _shaded(pane, shade), shines=mix((0, 0, 0), warm, 0.42 * easel.light.awake)
        )
        board = rng.choice(SHOP_BOARDS)
        sign = [at(a, 2.5), at(b, 2.5), at(b, 3.4), at(a, 3.4)]
        easel.mark(
            sign,
            _shaded(board, shade),
            shines=mix((0, 0, 0), mix(board, (255, 255, 255), 0.15), 0.8),
        )
        letters = rng.randrange(3, 6)
        for letter in range(letters):
            left = a + (b - a) * (0.16 + 0.68 * letter / letters)
            right = left + (b - a) * 0.68 / letters * 0.62
            mark = [at(left, 2.72), at(right, 2.72), at(right, 3.18), at(left, 3.18)]
            easel.mark(
                mark, (248, 240, 220), shines=mix((60, 58, 54), (255, 246, 224), easel.light.awake)
            )


def _shaded(colour: Colour, shade: float) -> Colour:
    return (min(255, colour[0] * shade), min(255, colour[1] * shade), min(255, colour[2] * shade))


def box(
    easel: Easel,
    x: tuple[float, float],
    y: tuple[float, float],
    z: tuple[float, float],
    colour: Colour,
) -> None:
    """A plain box, for walls, posts and benches."""
    pose = easel.lens.pose
    if z[0] < 1.0:
        _cast(easel, x, y, z[1])
    nearest = (min(max(pose.x, x[0]), x[1]), min(max(pose.y, y[0]), y[1]))

    def paint() -> None:
        side_x = x[0] if pose.x < x[0] else x[1] if pose.x > x[1] else None
        side_y = y[0] if pose.y < y[0] else y[1] if pose.y > y[1] else None
        if side_x is not None:
            shade = easel.light.shade(-1.0 if side_x == x[0] else 1.0, 0)
            corners = [(side_x, cy, cz) for cy, cz in _corners(y, z)]
            easel.face(corners, _shaded(colour, shade))
        if side_y is not None:
            shade = easel.light.shade(0, -1.0 if side_y == y[0] else 1.0)
            corners = [(cx, side_y, cz) for cx, cz in _corners(x, z)]
            easel.face(corners, _shaded(colour, shade))
        if pose.height_m > z[1]:
            easel.face(
                [(cx, cy, z[1]) for cx, cy in _corners(x, y)], mix(colour, (255, 255, 255), 0.12)
            )

    easel.solid(*nearest, paint)


def _corners(a: tuple[float, float], b: tuple[float, float]) -> list[tuple[float, float]]:
    return [(a[0], b[0]), (a[1], b[0]), (a[1], b[1]), (a[0], b[1])]


def tree(easel: Easel, x: float, y: float, rng: Random, *, tall: bool = False) -> None:
    """A plane tree, or a poplar where tall."""
    height = rng.uniform(9, 12) if tall else rng.uniform(5.2, 7.0)
    green = mix((62, 100, 52), (116, 142, 70), rng.random())
    state = rng.getrandbits(32)
    shadow = easel.light.shadow_of(x, y, height * 0.6)
    easel.shadow(_disc(*shadow, 1.1 if tall else 1.8), 0.34 * easel.light.day)
    easel.shadow(_disc(x, y, 0.35), 0.5)

    def paint() -> None:
        own = Random(state)
        for spread in (0.16, 0.11):
            sides = [(x, y - spread, 0.0), (x, y + spread, 0.0)]
            top = [(x, y + spread * 0.7, height * 0.6), (x, y - spread * 0.7, height * 0.6)]
            easel.face([*sides, *top], mix((86, 70, 56), (120, 100, 82), spread * 5))
        count = 26 if tall else 34
        for number in range(count):
            share = number / count  # From the dark inside below to the bright leaves on top.
            if tall:
                rise = own.random()
                z = height * (0.25 + 0.72 * rise)
                off = own.gauss(0, 0.42 * (1.1 - rise))
                size = 0.75 - 0.35 * rise
            else:
                turn, reach = own.uniform(0, 2 * pi), own.random() ** 0.5
                off = 1.65 * reach * cos(turn)
                z = height * 0.7 + 1.25 * reach * sin(turn) + 0.5 * share
                size = own.uniform(0.42, 0.8)
            depth = (z - height * 0.55) / (height * 0.45)
            tone = mix((30, 54, 32), green, min(1.0, max(0.1, 0.25 + 0.8 * depth)))
            bright = mix(tone, (190, 200, 120), own.uniform(0, 0.16) * share)
            easel.blot((x + own.gauss(0, 0.5), y + off, z), size, bright)

    easel.solid(x, y, paint)


def lamp(easel: Easel, x: float, y: float, *, towards: float, height_m: float = 8.0) -> None:
    """A street lamp whose arm reaches over the road."""
    head = (x, y + towards * 1.8, height_m)
    easel.lamps.append(Lamp(head))

    easel.shadow(_disc(x, y, 0.3), 0.4)

    def paint() -> None:
        grey = (150, 154, 158)
        easel.face(
            [(x, y - 0.08, 0), (x, y + 0.08, 0), (x, y + 0.05, height_m), (x, y - 0.05, height_m)],
            grey,
        )
        easel.face(
            [(x, y, height_m), head, (x, head[1], height_m - 0.12), (x, y, height_m - 0.14)], grey
        )

    easel.solid(x, y, paint)


def fence(
    easel: Easel, x: tuple[float, float], y: float, *, height_m: float, wall: Colour, bars: bool
) -> None:
    """A garden wall along the street; with bars, the upper part can be looked through."""
    step = 4.0
    pieces = max(1, int((x[1] - x[0]) / step))
    for piece in range(pieces):
        a = x[0] + (x[1] - x[0]) * piece / pieces
        b = x[0] + (x[1] - x[0]) * (piece + 1) / pieces
        low = 0.7 if bars else height_m
        box(easel, (a, b), (y, y + 0.22), (0, low), wall)
        box(
            easel,
            (a, a + 0.4),
            (y - 0.03, y + 0.3),
            (0, height_m + 0.15),
            mix(wall, (60,) * 3, 0.1),
        )
        if bars:
            _bars(easel, a + 0.4, b, y + 0.1, low, height_m)


def _bars(easel: Easel, a: float, b: float, y: float, low: float, high: float) -> None:
    def paint() -> None:
        ink = (58, 66, 70)
        count = 12
        for bar in range(count):
            x = a + (b - a) * (bar + 0.5) / count
            easel.mark([(x, y, low), (x + 0.05, y, low), (x + 0.05, y, high), (x, y, high)], ink)
        for z in (low + 0.1, high - 0.12):
            easel.mark([(a, y, z), (b, y, z), (b, y, z + 0.06), (a, y, z + 0.06)], ink)

    easel.solid((a + b) / 2, y, paint)


def gabled(
    easel: Easel,
    x: tuple[float, float],
    y: tuple[float, float],
    wall_m: float,
    colours: tuple[Colour, Colour],
) -> None:
    """A village house: white walls under a tiled roof whose ridge runs along the street."""
    wall, tiles = colours
    pose = easel.lens.pose
    nearest = (min(max(pose.x, x[0]), x[1]), min(max(pose.y, y[0]), y[1]))
    middle, ridge = (y[0] + y[1]) / 2, wall_m + 1.7
    _cast(easel, x, y, wall_m)

    def paint() -> None:
        gable = x[0] if pose.x < x[0] else x[1] if pose.x > x[1] else None
        eave = y[0] if pose.y < middle else y[1]
        over = -0.35 if eave == y[0] else 0.35
        if gable is not None:
            shade = easel.light.shade(-1.0 if gable == x[0] else 1.0, 0)
            shape = [
                (gable, y[0], 0.0), (gable, y[1], 0.0), (gable, y[1], wall_m),
                (gable, middle, ridge), (gable, y[0], wall_m),
            ]  # fmt: skip
            easel.face(shape, _shaded(wall, shade))
        shade = easel.light.shade(0, -1.0 if eave == y[0] else 1.0)
        corners = [(cx, eave, cz) for cx, cz in _corners(x, (0.0, wall_m))]
        easel.face(corners, _shaded(wall, shade))
        _house_front(easel, x, eave, shade)
        roof: Sequence[Spot3] = [
            (x[0] - 0.3, eave + over, wall_m - 0.2), (x[1] + 0.3, eave + over, wall_m - 0.2),
            (x[1] + 0.3, middle, ridge), (x[0] - 0.3, middle, ridge),
        ]  # fmt: skip
        easel.face(roof, tiles)
        for row in range(1, 7):
            share = row / 7
            y_row = eave + over + (middle - eave - over) * share
            z_row = wall_m - 0.2 + (ridge - wall_m + 0.2) * share
            line = [
                (x[0] - 0.3, y_row, z_row), (x[1] + 0.3, y_row, z_row),
                (x[1] + 0.3, y_row, z_row + 0.07), (x[0] - 0.3, y_row, z_row + 0.07),
            ]  # fmt: skip
            easel.mark(line, mix(tiles, (40, 20, 16), 0.25))

    easel.solid(*nearest, paint)


def _house_front(easel: Easel, x: tuple[float, float], y: float, shade: float) -> None:
    length = x[1] - x[0]
    for number in range(max(2, int(length / 4))):
        a = x[0] + length * (number + 0.3) / max(2, int(length / 4))
        warm = _WARM[number % 3] if number % 2 and easel.light.awake == 1.0 else None
        spots = [(a, y, 1.0), (a + 1.5, y, 1.0), (a + 1.5, y, 2.4), (a, y, 2.4)]
        easel.mark(spots, _shaded(_GLASS, shade * 0.9), shines=warm)
