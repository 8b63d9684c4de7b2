"""Draws what moves into a simulated picture: plain, well-cut shapes without faces or plates."""

from functools import lru_cache

import numpy as np
from PIL import Image, ImageChops, ImageDraw, ImageFilter

from tests.support.town.brush import Brush, goes_away, local
from tests.support.town.easel import Backdrop
from tests.support.town.lens import Lens, Pixel
from tests.support.town.light import Light
from tests.support.town.movers import Mover
from tests.support.town.vehicles import CARS, draw_bike, draw_vehicle
from tests.support.town.walkers import draw_person

_SMALLEST_PX, _LARGEST_PX = 7, 900  # Height of what is still drawn.
_DRAWN_MAX = 44  # The nearest; a picture may not cost more than this.


def draw_movers(
    frame: Image.Image, backdrop: Backdrop, lens: Lens, light: Light, movers: list[Mover]
) -> None:
    """Put the movers into frame (RGB), behind whatever is nearer."""
    seen: list[tuple[float, int]] = []
    for number, mover in enumerate(movers):
        depth = lens.depth_m(mover.x, mover.y, mover.height_m / 2)
        if depth > 2.5 and _SMALLEST_PX < mover.height_m * lens.focal / depth < _LARGEST_PX:
            pixel = lens.pixel((mover.x, mover.y, 0.0))
            spare = lens.focal * 6.0 / depth  # Half a bus may look in from outside.
            if pixel is not None and -spare < pixel[0] < lens.width + spare:
                seen.append((depth, number))
    nearest = sorted(seen)[:_DRAWN_MAX]
    for depth, number in reversed(nearest):
        _put(frame, backdrop, lens, light, movers[number], depth)


def _put(
    frame: Image.Image, backdrop: Backdrop, lens: Lens, light: Light, mover: Mover, depth: float
) -> None:
    foot = lens.pixel((mover.x, mover.y, 0.0))
    box = _room(lens, mover)
    if foot is None or box is None:
        return
    x0, y0, x1, y1 = box
    brush = Brush(lens, (x0, y0), (x1 - x0, y1 - y0), lens.focal / depth, mover.colour)
    if mover.kind in CARS:
        draw_vehicle(brush, mover)
    elif mover.kind == "bike":
        draw_bike(brush, mover)
    else:
        draw_person(brush, mover, sitting=False)
    colours, cover = brush.finish()
    shade = _shadow(brush, mover, light)
    hidden = backdrop.depth_m[y0:y1, x0:x1] < depth
    if hidden.any():
        open_sky = Image.fromarray(np.where(hidden, 0, 255).astype(np.uint8))
        cover, shade = ImageChops.darker(cover, open_sky), ImageChops.darker(shade, open_sky)
    if light.day < 1.0:
        colours = ImageChops.multiply(colours, Image.new("RGB", brush.size, _tone(backdrop, foot)))
    frame.paste((0, 0, 0), box, shade)
    frame.paste(colours, box, cover)
    if light.lamps_on and mover.kind in (*CARS, "bike"):
        _headlights(frame, lens, mover, depth, backdrop)


def _room(lens: Lens, mover: Mover) -> tuple[int, int, int, int] | None:
    """The part of the picture a mover and its shadow take; None when that is outside."""
    half_long, half_wide = _foot_m(mover.kind)
    along, across = half_long + 0.35, half_wide + (0.35 if mover.kind != "bike" else 0.5)
    top = CARS[mover.kind].height_m if mover.kind in CARS else 1.9
    pixels = lens.outline(
        [
            local(mover, a * along, b * across, z)
            for z in (0.0, top)
            for a, b in ((-1, -1), (1, -1), (1, 1), (-1, 1))
        ]
    )
    if not pixels:
        return None
    x0, x1 = int(min(x for x, _ in pixels)) - 1, int(max(x for x, _ in pixels)) + 2
    y0, y1 = int(min(y for _, y in pixels)) - 1, int(max(y for _, y in pixels)) + 2
    x0, x1, y0, y1 = max(0, x0), min(lens.width, x1), max(0, y0), min(lens.height, y1)
    return (x0, y0, x1, y1) if x1 - x0 > 1 and y1 - y0 > 1 else None


def _tone(backdrop: Backdrop, foot: Pixel) -> tuple[int, int, int]:
    """The light on the ground where a mover stands; 255 is full."""
    rows, columns = backdrop.light.shape[:2]
    row = min(rows - 1, max(0, int(foot[1] / 8)))
    column = min(columns - 1, max(0, int(foot[0] / 8)))
    red, green, blue = (min(255, int(255 * factor)) for factor in backdrop.light[row, column])
    return (red, green, blue)


def _shadow(brush: Brush, mover: Mover, light: Light) -> Image.Image:
    """How much darker the ground is under it, over the brush's part of the frame."""
    soft = Image.new("L", brush.size, 0)
    half_long, half_wide = _foot_m(mover.kind)
    reach = light.shadow_of(0.0, 0.0, mover.height_m)
    slip = (reach[0] * 0.3, reach[1] * 0.3)
    corners = [
        local(mover, half_long * a, half_wide * b, 0.0)
        for a, b in ((-1, -1), (1, -1), (1.06, 0), (1, 1), (-1, 1), (-1.06, 0))
    ]
    moved = [(x + slip[0], y + slip[1], z) for x, y, z in corners]
    draw = ImageDraw.Draw(soft)
    for spots in (moved, corners):
        pixels = [(x - brush.corner[0], y - brush.corner[1]) for x, y in brush.lens.outline(spots)]
        if len(pixels) >= 3:
            draw.polygon(pixels, fill=120)
    return soft.filter(ImageFilter.BoxBlur(min(3.0, 1 + brush.scale * 0.03)))


def _foot_m(kind: str) -> tuple[float, float]:
    if kind in CARS:
        return CARS[kind].length_m / 2, CARS[kind].width_m / 2
    return (0.8, 0.25) if kind == "bike" else (0.24, 0.24)


def _headlights(
    frame: Image.Image, lens: Lens, mover: Mover, depth: float, backdrop: Backdrop
) -> None:
    """Glow of the lamps that point this way, white in front, red behind."""
    away = goes_away(lens, mover)
    half, side = _foot_m(mover.kind)
    lamps = (-0.7, 0.7) if mover.kind != "bike" else (0.0,)
    for lamp in lamps:
        pixel = lens.pixel(local(mover, -half if away else half, lamp * side, 0.68))
        if pixel is None or not (0 <= pixel[0] < lens.width and 0 <= pixel[1] < lens.height):
            continue
        x, y = int(pixel[0]), int(pixel[1])
        if backdrop.depth_m[y, x] < depth:
            continue
        radius = int(min(60.0, max(3.0, (0.45 if away else 0.9) * lens.focal / depth)))
        glow = _soft_dot(radius, (230, 30, 20) if away else (255, 246, 214))
        box = (x - radius, y - radius, x + radius, y + radius)
        frame.paste(ImageChops.add(frame.crop(box), glow), box)


@lru_cache(maxsize=128)
def _soft_dot(radius: int, colour: tuple[int, int, int]) -> Image.Image:
    line = np.arange(-radius, radius, dtype=np.float32) / radius
    off = line[:, None] ** 2 + line[None, :] ** 2
    dot = np.exp(-off * 9.0)[:, :, None] * np.array(colour, dtype=np.float32)
    return Image.fromarray(dot.astype(np.uint8))
