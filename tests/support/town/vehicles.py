"""Cars, vans, buses and e-bikes as a simulated camera sees them; none has a number plate."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from tests.support.town.brush import Brush, goes_away, local
from tests.support.town.lens import Spot3
from tests.support.town.light import Colour, mix
from tests.support.town.movers import Mover
from tests.support.town.walkers import draw_person

_GLASS: Colour = (58, 70, 82)
_TYRE: Colour = (28, 28, 30)


@dataclass(frozen=True, slots=True)
class _Car:
    """Measures of a vehicle; the cabin's sill and roof run from back to front."""

    length_m: float
    width_m: float
    height_m: float
    belt_m: float
    sill_m: tuple[float, float]
    roof_m: tuple[float, float]


CARS = {
    "car": _Car(4.5, 1.8, 1.46, 0.92, (-1.75, 1.05), (-1.15, 0.35)),
    "van": _Car(4.9, 1.85, 1.95, 1.05, (-2.4, 1.9), (-2.3, 1.2)),
    "bus": _Car(10.6, 2.5, 3.1, 1.25, (-5.3, 5.3), (-5.28, 5.15)),
}


def draw_vehicle(brush: Brush, mover: Mover) -> None:
    """A hull and a cabin on it; only the sides that face the camera are drawn."""
    car = CARS[mover.kind]
    paint = mover.colour if mover.kind != "bus" else (58, 132, 110)
    seen = _seen_from(brush, mover)
    _hull(brush, mover, car, paint, seen)
    _cabin(brush, mover, car, paint, seen)


def _seen_from(brush: Brush, mover: Mover) -> tuple[float, float]:
    """Where the camera is: metres ahead of the mover and to its right."""
    dx, dy = brush.lens.pose.x - mover.x, brush.lens.pose.y - mover.y
    return (
        dx * mover.ahead_x + dy * mover.ahead_y,
        dy * mover.ahead_x - dx * mover.ahead_y,
    )


def _hull(brush: Brush, mover: Mover, car: _Car, paint: Colour, seen: tuple[float, float]) -> None:
    half, side, belt = car.length_m / 2, car.width_m / 2, car.belt_m
    plan = ((-half + 0.1, -1), (half - 0.4, -1), (half - 0.4, 1), (-half + 0.1, 1))
    deck = [local(mover, a, s * side, belt) for a, s in plan]
    brush.shape(deck, mix(paint, (255, 255, 255), 0.1))
    end = 1 if seen[0] > 0 else -1
    if abs(seen[0]) > half:
        top = belt * 0.85
        nose = [local(mover, end * half, s * side, z) for s, z in _upright(0.28, top)]
        brush.shape(nose, mix(paint, (0, 0, 0), 0.2))
        slope = half - (0.4 if end > 0 else 0.1)
        hood = [(half, -1, top), (half, 1, top), (slope, 1, belt), (slope, -1, belt)]
        spots = [local(mover, end * a, s * side, z) for a, s, z in hood]
        brush.shape(spots, mix(paint, (255, 255, 255), 0.04))
        for s in (-1, 1):
            corners = ((side, 0.56), (side - 0.42, 0.56), (side - 0.42, 0.74), (side, 0.74))
            lamp = [local(mover, end * half, s * across, z) for across, z in corners]
            brush.shape(lamp, (236, 236, 220) if end > 0 else (176, 34, 30))
    flank = 1 if seen[1] > 0 else -1
    if abs(seen[1]) > side:
        edge = (
            (-half, 0.28), (half, 0.28), (half, belt * 0.82), (half - 0.4, belt),
            (-half + 0.1, belt), (-half, belt * 0.9),
        )  # fmt: skip
        brush.shape(
            [local(mover, a, flank * side, z) for a, z in edge], mix(paint, (0, 0, 0), 0.18)
        )
        for ring, ink in _wheels(mover, flank * side, half):
            brush.shape(ring, ink)


def _cabin(brush: Brush, mover: Mover, car: _Car, paint: Colour, seen: tuple[float, float]) -> None:
    side, belt, top = car.width_m / 2, car.belt_m, car.height_m
    (low_a, low_b), (high_a, high_b) = car.sill_m, car.roof_m
    if seen[0] > high_b or seen[0] < high_a:
        low, high = (low_b, high_b) if seen[0] > high_b else (low_a, high_a)
        corners = ((low, -0.95, belt), (low, 0.95, belt), (high, 0.84, top), (high, -0.84, top))
        screen = [local(mover, a, s * side, z) for a, s, z in corners]
        brush.shape(screen, mix(_GLASS, (150, 170, 186), 0.25))
    if abs(seen[1]) > side * 0.9:
        flank = side if seen[1] > 0 else -side
        corners = (
            (low_a + 0.1, 0.99, belt), (low_b - 0.1, 0.99, belt), (high_b, 0.86, top),
            (high_a, 0.86, top),
        )  # fmt: skip
        brush.shape([local(mover, a, s * flank, z) for a, s, z in corners], _GLASS)
        pillar = (low_a + low_b) / 2
        post = (
            (pillar - 0.06, 1.0, belt), (pillar + 0.06, 1.0, belt), (pillar + 0.02, 0.87, top),
            (pillar - 0.1, 0.87, top),
        )  # fmt: skip
        dark = mix(paint, (0, 0, 0), 0.25)
        brush.shape([local(mover, a, s * flank, z) for a, s, z in post], dark)
    if brush.lens.pose.height_m > top:
        plan = ((high_a - 0.05, -1), (high_b + 0.05, -1), (high_b + 0.05, 1), (high_a - 0.05, 1))
        roof = [local(mover, a, s * side * 0.86, top) for a, s in plan]
        brush.shape(roof, mix(paint, (255, 255, 255), 0.22))


def _upright(low: float, high: float) -> tuple[tuple[int, float], ...]:
    return ((-1, low), (1, low), (1, high), (-1, high))


def _wheels(mover: Mover, across: float, half: float) -> list[tuple[list[Spot3], Colour]]:
    radius = 0.46 if mover.kind == "bus" else 0.33
    marks: list[tuple[list[Spot3], Colour]] = []
    for along in (-half * 0.62, half * 0.64):
        for size, ink in ((radius, _TYRE), (radius * 0.55, (150, 152, 156))):
            ring = [
                local(mover, along + size * x, across * 1.01, radius + size * z)
                for x, z in _circle()
            ]
            marks.append((ring, ink))
    return marks


@lru_cache(maxsize=1)
def _circle() -> tuple[tuple[float, float], ...]:
    turns = np.linspace(0, 2 * np.pi, 14, endpoint=False)
    return tuple((float(np.cos(t)), float(np.sin(t))) for t in turns)


def _block(
    brush: Brush,
    mover: Mover,
    along: tuple[float, float],
    across: tuple[float, float],
    z: tuple[float, float],
    colour: Colour,
) -> None:
    """A small box on the mover, far sides first."""
    sides: list[tuple[list[Spot3], float]] = [
        ([local(mover, a, s, h) for s, h in _ring(across, z)], 0.85) for a in along
    ]
    sides += [([local(mover, a, s, h) for a, h in _ring(along, z)], 0.75) for s in across]
    sides.append(([local(mover, a, s, z[1]) for a, s in _ring(along, across)], 1.08))
    sides.sort(key=lambda side: -sum(brush.lens.eye(s)[2] for s in side[0]))
    for spots, shade in sides:
        brush.shape(spots, (colour[0] * shade, colour[1] * shade, colour[2] * shade))


def _ring(a: tuple[float, float], b: tuple[float, float]) -> list[tuple[float, float]]:
    return [(a[0], b[0]), (a[1], b[0]), (a[1], b[1]), (a[0], b[1])]


def draw_bike(brush: Brush, mover: Mover) -> None:
    """An electric scooter and its rider, who wears a helmet."""
    paint = mix(mover.colour, (220, 220, 220), 0.25)
    for along in (-0.62, 0.64):
        disc = [local(mover, along + 0.26 * x, 0.0, 0.27 + 0.26 * z) for x, z in _circle()]
        brush.shape(disc, _TYRE)
        tread = [local(mover, along, s * 0.06, z) for s, z in _upright(0.02, 0.52)]
        brush.shape(tread, _TYRE)
    _block(brush, mover, (-0.78, -0.1), (-0.16, 0.16), (0.42, 0.74), paint)
    _block(brush, mover, (-0.1, 0.42), (-0.16, 0.16), (0.28, 0.36), mix(paint, (0, 0, 0), 0.4))
    away = goes_away(brush.lens, mover)
    if away:
        _shield(brush, mover, paint)
        draw_person(brush, mover, sitting=True)
    else:
        draw_person(brush, mover, sitting=True)
        _shield(brush, mover, paint)


def _shield(brush: Brush, mover: Mover, paint: Colour) -> None:
    _block(brush, mover, (0.42, 0.5), (-0.2, 0.2), (0.3, 0.95), paint)
    _block(brush, mover, (0.34, 0.4), (-0.32, 0.32), (1.0, 1.05), (50, 50, 54))
