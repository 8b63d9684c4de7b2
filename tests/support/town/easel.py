"""Paints the still part of a simulated camera's picture, far things first.

Everything is painted twice as large and reduced, which smooths the edges. Beside the colours
there are two more layers: what shines by itself (windows and lamps at night) and how far away
each pixel is, so that people can walk behind a tree.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageChops, ImageDraw, ImageFilter

from tests.support.town.fonts import font
from tests.support.town.lens import Lens, Pixel, Spot3
from tests.support.town.light import Colour, Light, mix

_FINE = 2
_HAZE_M = 900.0
FAR_M = 5_000.0

Pixels = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Lamp:
    """A street lamp that shines at night."""

    head: Spot3
    reach_m: float = 13.0
    colour: Colour = (255.0, 214.0, 150.0)


@dataclass(frozen=True, slots=True)
class Backdrop:
    """A finished still picture: colours, distances, and the light on things that pass."""

    picture: Pixels  # height x width x 3, RGB.
    depth_m: NDArray[np.float16]  # height x width; FAR_M where nothing hides anything.
    light: NDArray[np.float32]  # (height / 8) x (width / 8) x 3, factors.


def _ints(colour: Colour) -> tuple[int, int, int]:
    return (int(colour[0]), int(colour[1]), int(colour[2]))


class Easel:
    """Collects a scene's parts and paints them in one go."""

    def __init__(self, lens: Lens, light: Light) -> None:
        self.lens = lens
        self.light = light
        self.lamps: list[Lamp] = []
        size = (lens.width * _FINE, lens.height * _FINE)
        self._picture = Image.new("RGB", size)
        self._draw = ImageDraw.Draw(self._picture)
        self._shine = Image.new("RGB", size)
        self._shine_draw = ImageDraw.Draw(self._shine)
        self._depth = Image.new("F", (lens.width, lens.height), FAR_M)
        self._depth_draw = ImageDraw.Draw(self._depth)
        self._shade = Image.new("L", (lens.width, lens.height), 0)
        self._shade_draw = ImageDraw.Draw(self._shade)
        self._solids: list[tuple[float, int, Callable[[], None]]] = []

    # What is painted at once, in the order of the calls: the sky and the ground.

    def sky(self, rng: Random) -> None:
        """A gradient with a few clouds, down to the horizon."""
        w, h = self._picture.size
        rows = max(1, min(h, round(self.lens.horizon_y * _FINE) + 2))
        shares = np.linspace(0, 1, rows, dtype=np.float32)[:, None] ** 1.4
        top, low = np.array(self.light.zenith), np.array(self.light.horizon)
        column = top * (1 - shares) + low * shares
        sky = Image.fromarray(np.repeat(column[:, None, :], 8, axis=1).astype(np.uint8))
        self._picture.paste(sky.resize((w, rows), Image.Resampling.NEAREST), (0, 0))
        self._clouds(rng, w, rows)

    def _clouds(self, rng: Random, w: int, rows: int) -> None:
        small = Image.new("L", (w // 8, max(8, rows // 8)), 0)
        draw = ImageDraw.Draw(small)
        for _ in range(rng.randrange(3, 7)):
            x, y = rng.uniform(0, small.width), rng.uniform(0.1, 0.9) * small.height
            for _ in range(7):
                dx, dy = rng.gauss(0, small.width / 14), rng.gauss(0, small.height / 40)
                rx, ry = rng.uniform(10, 30), rng.uniform(2, 5)
                draw.ellipse([x + dx - rx, y + dy - ry, x + dx + rx, y + dy + ry], fill=120)
        soft = small.filter(ImageFilter.GaussianBlur(4)).resize(
            (w, rows), Image.Resampling.BILINEAR
        )
        white = mix(self.light.horizon, (255, 255, 255), 0.75 * self.light.day)
        self._picture.paste(Image.new("RGB", (w, rows), _ints(white)), (0, 0), soft)

    def plain(self, colour: Colour) -> None:
        """Endless ground, hazier towards the horizon."""
        w, h = self._picture.size
        start = max(0, round(self.lens.horizon_y * _FINE))
        if start >= h:
            return
        shares = np.linspace(0, 1, h - start, dtype=np.float32)[:, None] ** 0.35
        near = np.array(colour)
        far = np.array(mix(self._sunlit(self.light.horizon), colour, 0.35))
        column = far * (1 - shares) + near * shares
        strip = Image.fromarray(np.repeat(column[:, None, :], 8, axis=1).astype(np.uint8))
        self._picture.paste(strip.resize((w, h - start), Image.Resampling.NEAREST), (0, start))

    def skyline(self, rng: Random, *, roofs: bool) -> None:
        """What closes the view on the horizon: far roofs, or a far line of trees."""
        w, base = self._picture.width, self.lens.horizon_y * _FINE + 4
        unit = self.lens.width / 1280 * _FINE
        for layer in (0.62, 0.5):
            tone = mix((120, 132, 140) if roofs else (92, 116, 92), self.light.horizon, layer)
            x = -20.0
            while x < w:
                wide = rng.uniform(10, 34) * unit if roofs else rng.uniform(6, 16) * unit
                high = (rng.uniform(8, 26) if roofs else rng.uniform(5, 9)) * unit * (layer + 0.3)
                tint = _ints(mix(tone, self.light.zenith, rng.uniform(0, 0.12)))
                if roofs:
                    self._draw.rectangle([x, base - high, x + wide, base], fill=tint)
                else:
                    self._draw.ellipse([x, base - high, x + wide * 1.6, base + high], fill=tint)
                x += wide * rng.uniform(0.9, 1.3)

    def ground(self, spots: Sequence[tuple[float, float]], colour: Colour) -> None:
        """A flat shape on the ground."""
        self._fill([(x, y, 0.0) for x, y in spots], colour, None)

    def shadow(self, spots: Sequence[tuple[float, float]], strength: float) -> None:
        """Darker ground; all shadows are softened together before anything stands on it."""
        pixels = self.lens.outline([(x, y, 0.0) for x, y in spots])
        if len(pixels) >= 3:
            self._shade_draw.polygon(pixels, fill=int(255 * strength))

    # What stands on the ground: kept, and painted from far to near.

    def solid(self, x: float, y: float, paint: Callable[[], None]) -> None:
        """Something whose place in the order is the distance of (x, y)."""
        depth = self.lens.depth_m(x, y)
        self._solids.append((-depth, len(self._solids), paint))

    def face(self, spots: Sequence[Spot3], colour: Colour, *, shines: Colour | None = None) -> None:
        """One flat side, for use inside a solid."""
        self._fill(spots, colour, shines)
        self._hide(spots)

    def mark(self, spots: Sequence[Spot3], colour: Colour, *, shines: Colour | None = None) -> None:
        """A small part of a side that hides nothing new: a window, a stripe."""
        self._fill(spots, colour, shines)

    def text(
        self,
        corners: tuple[Spot3, Spot3, Spot3, Spot3],
        words: str,
        *,
        ink: Colour,
        board: Colour | None,
        shines: bool = False,
    ) -> None:
        """Words on a flat board; corners run left-top, right-top, right-bottom, left-bottom."""
        pixels = [self.lens.pixel(corner) for corner in corners]
        if any(p is None for p in pixels):
            return
        quad = [(p[0] * _FINE, p[1] * _FINE) for p in pixels if p is not None]
        left, top = min(x for x, _ in quad), min(y for _, y in quad)
        right, bottom = max(x for x, _ in quad), max(y for _, y in quad)
        if right - left < 6 or right < 0 or bottom < 0 or right - left > 3 * self._picture.width:
            return
        label = _label(words, ink, board)
        size = (int(right - left) + 2, int(bottom - top) + 2)
        local = [(x - left, y - top) for x, y in quad]
        warped = label.transform(
            size,
            Image.Transform.PERSPECTIVE,
            _perspective(local, label.size),
            Image.Resampling.BICUBIC,
        )
        at = (int(left), int(top))
        self._picture.paste(warped, at, warped)
        if self.light.lamps_on:
            dark = Image.new("RGBA", warped.size, (0, 0, 0, 255))
            lit = warped if shines else dark
            self._shine.paste(lit, at, warped)

    def blot(self, centre: Spot3, radius_m: float, colour: Colour) -> None:
        """A round patch that faces the camera: a part of a tree's crown."""
        pixel = self.lens.pixel(centre)
        if pixel is None:
            return
        depth = self.lens.depth_m(*centre)
        r = radius_m * self.lens.focal / depth
        box = [pixel[0] - r, pixel[1] - r, pixel[0] + r, pixel[1] + r]
        fine = [v * _FINE for v in box]
        self._draw.ellipse(fine, fill=_ints(self._hazed(colour, depth)))
        if self.light.lamps_on:
            self._shine_draw.ellipse(fine, fill=(0, 0, 0))
        self._depth_draw.ellipse(box, fill=depth)

    def finish(self) -> Backdrop:
        """Paint what was kept, put the lamps on and reduce."""
        worn = ImageChops.add(self._shade, self._wear())
        soft = worn.filter(ImageFilter.BoxBlur(1.5))
        soft = soft.resize(self._picture.size, Image.Resampling.BILINEAR)
        self._picture.paste((18, 22, 34), (0, 0), soft)
        solids = sorted(self._solids, key=lambda item: item[:2])
        self._solids.clear()  # They hold the easel: without the knot it is freed at once.
        for _, _, paint in solids:
            paint()
        depth = np.asarray(self._depth).astype(np.float16)
        light = self._light_map()
        reduced = self._picture.reduce(_FINE)
        if self.light.day == 1.0:
            return Backdrop(np.asarray(reduced), depth, light)
        lit = np.asarray(reduced, dtype=np.float32) * self._over_the_picture(light, depth)
        if self.light.lamps_on:
            lit += self._glow()
        return Backdrop(np.clip(lit, 0, 255).astype(np.uint8), depth, light)

    def _over_the_picture(
        self, light: NDArray[np.float32], depth: NDArray[np.float16]
    ) -> NDArray[np.float32]:
        """The light map in full size; the sky was painted in its own light."""
        size = (self.lens.width, self.lens.height)
        bands = [
            np.asarray(Image.fromarray(light[:, :, band]).resize(size, Image.Resampling.BILINEAR))
            for band in range(3)
        ]
        full = np.stack(bands, axis=2)
        rows = max(0, min(self.lens.height, round(self.lens.horizon_y)))
        full[:rows][depth[:rows] >= FAR_M] = 1.0
        return full

    def _wear(self) -> Image.Image:
        """Faint stains below the horizon: no real ground is of one colour."""
        w, h = self.lens.width, self.lens.height
        stains = np.random.default_rng(7).integers(0, 13, (h // 5, w // 40), dtype=np.uint8)
        stains[: max(0, round(self.lens.horizon_y)) // 5 + 1] = 0
        return Image.fromarray(stains).resize((w, h), Image.Resampling.BICUBIC)

    def _glow(self) -> NDArray[np.float32]:
        """What shines, with the bloom a cheap lens adds."""
        shine = self._shine.reduce(_FINE)
        draw = ImageDraw.Draw(shine)
        for lamp in self.lamps:
            pixel = self.lens.pixel(lamp.head)
            if pixel is not None:
                r = max(1.2, 0.16 * self.lens.focal / self.lens.depth_m(*lamp.head))
                box = [pixel[0] - r, pixel[1] - r * 0.6, pixel[0] + r, pixel[1] + r * 0.6]
                draw.ellipse(box, fill=_ints(lamp.colour))
        sharp = np.asarray(shine, dtype=np.float32)
        quarter = shine.reduce(4).filter(ImageFilter.GaussianBlur(5))
        bloom = np.asarray(quarter.resize(shine.size, Image.Resampling.BILINEAR), dtype=np.float32)
        return (sharp * np.float32(0.85) + bloom * np.float32(0.5)) * np.float32(
            self.light.lamp_strength
        )

    def _light_map(self) -> NDArray[np.float32]:
        """Factors of light over the picture, an eighth of its size."""
        w, h = self.lens.width // 8, self.lens.height // 8
        light = np.empty((h, w, 3), dtype=np.float32)
        light[:] = self.light.ambient
        if not self.light.lamps_on:
            return light
        strength = 0.5 / 255 * self.light.lamp_strength
        ys, xs = np.mgrid[0:h, 0:w].astype(np.float32)
        for lamp in self.lamps:
            foot = self.lens.pixel((lamp.head[0], lamp.head[1], 0.0))
            if foot is None:
                continue
            depth = self.lens.depth_m(lamp.head[0], lamp.head[1])
            wide = lamp.reach_m * self.lens.focal / depth / 8
            high = max(1.5, wide * max(0.12, self.lens.pose.height_m / depth))
            off = ((xs - foot[0] / 8) / wide) ** 2 + ((ys - foot[1] / 8) / (2.2 * high)) ** 2
            pool = np.exp(-off * 2.2)
            light += pool[:, :, None] * (np.array(lamp.colour, dtype=np.float32) * strength)
        return np.minimum(light, 0.95)

    def _fill(self, spots: Sequence[Spot3], colour: Colour, shines: Colour | None) -> None:
        pixels = self.lens.outline(spots)
        if len(pixels) < 3:
            return
        depth = sum(self.lens.eye(spot)[2] for spot in spots) / len(spots)
        fine = [(x * _FINE, y * _FINE) for x, y in pixels]
        self._draw.polygon(fine, fill=_ints(self._hazed(colour, depth)))
        if self.light.lamps_on:
            self._shine_draw.polygon(fine, fill=_ints(shines) if shines else (0, 0, 0))

    def _hide(self, spots: Sequence[Spot3]) -> None:
        pixels = self.lens.outline(spots)
        if len(pixels) >= 3:
            # The farthest corner: who walks along a wall, close before it, stays in sight.
            depth = max(self.lens.eye(spot)[2] for spot in spots)
            self._depth_draw.polygon(pixels, fill=depth)

    def _sunlit(self, colour: Colour) -> Colour:
        """A sky colour as the ground's layer needs it, which is darkened at night afterwards."""
        a = self.light.ambient
        return (
            min(255.0, colour[0] / a[0]),
            min(255.0, colour[1] / a[1]),
            min(255.0, colour[2] / a[2]),
        )

    def _hazed(self, colour: Colour, depth: float) -> Colour:
        share = min(0.75, max(0.0, depth) / _HAZE_M)
        return mix(colour, self._sunlit(self.light.horizon), share)


def _label(words: str, ink: Colour, board: Colour | None) -> Image.Image:
    """Words on a board of their own size, 96 pixels high."""
    letters = font(72)
    box = letters.getbbox(words)
    width = int(box[2] - box[0]) + 40
    back = (*_ints(board), 255) if board else (*_ints(ink), 0)
    label = Image.new("RGBA", (width, 96), back)
    draw = ImageDraw.Draw(label)
    draw.text((width / 2, 48), words, font=letters, fill=(*_ints(ink), 255), anchor="mm")
    return label


def _perspective(quad: list[Pixel], size: tuple[int, int]) -> list[float]:
    """The eight numbers that take a pixel of quad's box back into a picture of size."""
    source = [(0, 0), (size[0], 0), (size[0], size[1]), (0, size[1])]
    rows: list[list[float]] = []
    for (x, y), (u, v) in zip(quad, source, strict=True):
        rows.append([x, y, 1, 0, 0, 0, -u * x, -u * y])
        rows.append([0, 0, 0, x, y, 1, -v * x, -v * y])
    right = np.array([value for pair in source for value in pair], dtype=np.float64)
    solved = np.linalg.lstsq(np.array(rows, dtype=np.float64), right, rcond=None)[0]
    return [float(v) for v in solved]
