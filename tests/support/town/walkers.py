"""People on foot as a simulated camera sees them: clothes, hair and gait, and never a face."""

from collections.abc import Callable

import numpy as np

from tests.support.town.brush import Brush, goes_away
from tests.support.town.lens import Lens, Pixel
from tests.support.town.light import Colour, mix
from tests.support.town.movers import Mover

_SKIN: Colour = (206, 166, 138)
_HAIR: Colour = (34, 28, 26)
_At = Callable[[float, float], Pixel]  # Shares of a figure's height to pixels.


def draw_person(brush: Brush, mover: Mover, *, sitting: bool) -> None:
    """A walking or a riding figure; the head has hair and no features."""
    lift = 0.62 if sitting else 0.0
    foot = brush.lens.pixel((mover.x, mover.y, lift))
    if foot is None:
        return
    tall = mover.height_m * brush.scale * (0.74 if sitting else 1.0)
    step = float(np.sin(2 * np.pi * mover.stride)) * (0.0 if sitting else 1.0)
    side = _sideways(brush.lens, mover)
    trousers = mix(mover.colour, (30, 34, 44), 0.78)

    def at(x: float, y: float) -> Pixel:
        return (foot[0] + x * tall, foot[1] - y * tall)

    for leg in (-1, 1):
        reach = leg * step * 0.13 * side if not sitting else 0.16 * side
        hip = leg * 0.045
        limb = [
            at(hip - 0.04, 0.5), at(hip + 0.04, 0.5),
            at(hip + reach + 0.034, 0.02), at(hip + reach - 0.034, 0.02),
        ]  # fmt: skip
        brush.flat(limb, trousers)
        shoe = at(hip + reach + 0.012 * side, 0.014)
        brush.dot(shoe, 0.036 * tall, (30, 30, 32), tall=0.5)
    for arm in (-1, 1):
        swing = -arm * step * 0.09 * side if not sitting else 0.13 * side
        limb = [
            at(arm * 0.11 - 0.026, 0.8), at(arm * 0.11 + 0.026, 0.8),
            at(arm * 0.125 + swing + 0.022, 0.48), at(arm * 0.125 + swing - 0.022, 0.48),
        ]  # fmt: skip
        brush.flat(limb, mix(mover.colour, (0, 0, 0), 0.22))
    torso = [
        at(-0.112, 0.79), at(-0.07, 0.835), at(0.07, 0.835), at(0.112, 0.79),
        at(0.094, 0.46), at(-0.094, 0.46),
    ]  # fmt: skip
    brush.flat(torso, mover.colour)
    _head(brush, mover, at, tall, sitting=sitting)


def _head(brush: Brush, mover: Mover, at: _At, tall: float, *, sitting: bool) -> None:
    away = goes_away(brush.lens, mover)
    if mover.kind == "pupil":
        pack = (206, 150, 44) if mover.colour[2] > 100 else (52, 84, 140)
        if away:
            brush.flat([at(-0.085, 0.8), at(0.085, 0.8), at(0.09, 0.52), at(-0.09, 0.52)], pack)
        else:
            for strap in (-0.07, 0.05):
                line = [at(strap, 0.82), at(strap + 0.02, 0.82), at(strap + 0.02, 0.56)]
                brush.flat([*line, at(strap, 0.56)], pack)
    radius = 0.062 * tall if mover.kind != "pupil" else 0.075 * tall
    brush.flat([at(-0.025, 0.86), at(0.025, 0.86), at(0.03, 0.81), at(-0.03, 0.81)], _SKIN)
    centre = at(0.0, 0.915)
    if sitting:
        brush.dot(centre, radius * 1.25, mix(mover.colour, (240, 240, 240), 0.6), tall=1.05)
        return
    brush.dot(centre, radius, _HAIR if away else _SKIN, tall=1.15)
    if not away:
        brush.dot((centre[0], centre[1] - radius * 0.5), radius * 1.02, _HAIR, tall=0.72)


def _sideways(lens: Lens, mover: Mover) -> float:
    """How much of the way it goes is seen across the picture: -1 left, 1 right."""
    here = lens.eye((mover.x, mover.y, 0.0))
    there = lens.eye((mover.x + mover.ahead_x, mover.y + mover.ahead_y, 0.0))
    return there[0] - here[0]
