"""A small picture over a part of a simulated frame, on which one mover is drawn twice as fine."""

from collections.abc import Sequence

from PIL import Image, ImageDraw

from tests.support.town.lens import Lens, Pixel, Spot3
from tests.support.town.light import Colour
from tests.support.town.movers import Mover

_FINE = 2


class Brush:
    """Colours and cover of the part of the frame that a mover takes.

    The two are kept apart: reducing a picture with an alpha channel costs three times as much.
    """

    def __init__(
        self, lens: Lens, corner: Pixel, size: tuple[int, int], scale: float, ground: Colour
    ) -> None:
        self.lens = lens
        self.corner, self.size, self.scale = corner, size, scale
        fine = (size[0] * _FINE, size[1] * _FINE)
        self._colours = Image.new("RGB", fine, _ink(ground))
        self._cover = Image.new("L", fine)
        self._draw, self._mask = ImageDraw.Draw(self._colours), ImageDraw.Draw(self._cover)

    def finish(self) -> tuple[Image.Image, Image.Image]:
        """Colours and cover in the size of the frame."""
        return self._colours.reduce(_FINE), self._cover.reduce(_FINE)

    def shape(self, spots: Sequence[Spot3], colour: Colour) -> None:
        """A flat shape in the scene."""
        self.flat(self.lens.outline(spots), colour)

    def flat(self, pixels: Sequence[Pixel], colour: Colour) -> None:
        """A shape in pixels of the frame."""
        if len(pixels) >= 3:
            moved = [self._at(pixel) for pixel in pixels]
            self._draw.polygon(moved, fill=_ink(colour))
            self._mask.polygon(moved, fill=255)

    def dot(self, centre: Pixel, radius: float, colour: Colour, *, tall: float = 1.0) -> None:
        """An ellipse in pixels of the frame."""
        x, y = self._at(centre)
        rx, ry = radius * _FINE, radius * tall * _FINE
        box = [x - rx, y - ry, x + rx, y + ry]
        self._draw.ellipse(box, fill=_ink(colour))
        self._mask.ellipse(box, fill=255)

    def _at(self, pixel: Pixel) -> Pixel:
        return ((pixel[0] - self.corner[0]) * _FINE, (pixel[1] - self.corner[1]) * _FINE)


def _ink(colour: Colour) -> tuple[int, int, int]:
    return (int(colour[0]), int(colour[1]), int(colour[2]))


def local(mover: Mover, along: float, across: float, z: float) -> Spot3:
    """A spot on the mover: metres ahead, to its right, up."""
    return (
        mover.x + mover.ahead_x * along - mover.ahead_y * across,
        mover.y + mover.ahead_y * along + mover.ahead_x * across,
        z,
    )


def goes_away(lens: Lens, mover: Mover) -> bool:
    here = lens.depth_m(mover.x, mover.y)
    return lens.depth_m(mover.x + mover.ahead_x, mover.y + mover.ahead_y) > here
