"""The clock burned into every simulated picture, for people and for programs.

For people: date and time with milliseconds in the upper left, the camera's name in the lower
right, white on a dark edge. For programs: the same instant as a bar code of 2 x 32 cells in the
upper right, 48 bits of Unix milliseconds and a CRC-16, so that a test can read how old a picture
is. Its cells are a 120th of the picture's width: large enough for JPEG at quality 60 and for
H.264 at half a megabit a second.
"""

import binascii
from datetime import UTC, datetime, timedelta
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from tests.support.town.fonts import font
from tests.support.town.light import COUNTY_ZONE

_CELLS, _ROWS = 32, 2
_CELLS_PER_WIDTH = 120
_MARGIN_CELLS = 1.0  # White rim round the cells.
_MILLIS_BITS, _CHECK_BITS = 48, 16
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

Pixels = NDArray[np.uint8]


class NoClock(Exception):
    """The picture carries no readable clock."""


def burn(frame: Pixels, title: str, at: datetime) -> None:
    """Write clock, title and bar code into frame (height x width x 3, RGB)."""
    millis = (at - _EPOCH) // timedelta(milliseconds=1)
    height, width = frame.shape[:2]
    letters = max(12, width // 40)
    x = letters // 2
    for glyph in _clock_text(at):
        x += _stamp(frame, glyph, letters, x, letters // 3)
    label = _sprite(title, letters)
    _paste(frame, label, width - label[0].shape[1] - letters // 2, height - int(letters * 1.5))
    _bars(frame, millis)


def read_clock(image: Image.Image) -> datetime:
    """The instant burned into a picture of any size from 480 pixels wide; UTC.

    Raises NoClock where the bar code is missing, covered or spoilt.
    """
    grey = np.asarray(image.convert("L"), dtype=np.float32)
    left, top, cell = _place(grey.shape[1])
    reach = max(1, int(cell * 0.22))
    values = np.empty((_ROWS, _CELLS), dtype=np.float32)
    for row in range(_ROWS):
        for column in range(_CELLS):
            x, y = int(left + (column + 0.5) * cell), int(top + (row + 0.5) * cell)
            if y + reach + 1 > grey.shape[0] or x + reach + 1 > grey.shape[1]:
                raise NoClock
            values[row, column] = grey[y - reach : y + reach + 1, x - reach : x + reach + 1].mean()
    bits = (values.reshape(-1) < (values.min() + values.max()) / 2).astype(np.uint8)
    packed = np.packbits(bits).tobytes()
    body, check = packed[:6], int.from_bytes(packed[6:], "big")
    if values.max() - values.min() < 40 or binascii.crc_hqx(body, 0xFFFF) != check:
        raise NoClock
    return _EPOCH + timedelta(milliseconds=int.from_bytes(body, "big"))


def _place(width: int) -> tuple[float, float, float]:
    """Left and top of the cells and the side of one, in pixels."""
    cell = width / _CELLS_PER_WIDTH
    return width - (_CELLS + 2 * _MARGIN_CELLS) * cell, 1.5 * cell, cell


def _bars(frame: Pixels, millis: int) -> None:
    body = millis.to_bytes(_MILLIS_BITS // 8, "big")
    code = body + binascii.crc_hqx(body, 0xFFFF).to_bytes(_CHECK_BITS // 8, "big")
    bits = np.unpackbits(np.frombuffer(code, dtype=np.uint8)).reshape(_ROWS, _CELLS)
    left, top, cell = _place(frame.shape[1])
    xs = [round(left + i * cell) for i in range(_CELLS + 1)]
    ys = [round(top + i * cell) for i in range(_ROWS + 1)]
    rim = round(cell * 0.7)
    frame[ys[0] - rim : ys[-1] + rim, xs[0] - rim : xs[-1] + rim] = 255
    for row in range(_ROWS):
        for column in range(_CELLS):
            if bits[row, column]:
                frame[ys[row] : ys[row + 1], xs[column] : xs[column + 1]] = 0


def _clock_text(at: datetime) -> str:
    local = at.astimezone(COUNTY_ZONE)
    millis = local.microsecond // 1000
    return f"{local:%Y-%m-%d %H:%M:%S}.{millis:03d}"


Sprite = tuple[NDArray[np.float32], NDArray[np.float32]]  # Ink and edge, 0 to 1.


@lru_cache(maxsize=256)
def _sprite(text: str, size: int) -> Sprite:
    """Text as white ink over a dark edge."""
    letters = font(size)
    width = max(2, int(letters.getlength(text)) + 4)
    ink = Image.new("L", (width, int(size * 1.45)))
    edge = Image.new("L", ink.size)
    ImageDraw.Draw(ink).text((2, 0), text, font=letters, fill=255)
    ImageDraw.Draw(edge).text((2, 0), text, font=letters, fill=210, stroke_width=2, stroke_fill=210)
    return (
        np.asarray(ink, dtype=np.float32)[:, :, None] / np.float32(255),
        np.asarray(edge, dtype=np.float32)[:, :, None] / np.float32(255),
    )


def _stamp(frame: Pixels, glyph: str, size: int, x: int, y: int) -> int:
    """One glyph of the clock; all digits are as wide as the widest. Returns the step."""
    _paste(frame, _sprite(glyph, size), x, y)
    return round(font(size).getlength("0" if glyph.isdigit() else glyph))


def _paste(frame: Pixels, sprite: Sprite, x: int, y: int) -> None:
    ink, edge = sprite
    x = max(0, x)
    part = frame[y : y + ink.shape[0], x : x + ink.shape[1]]
    h, w = part.shape[:2]
    mixed = part * (1 - edge[:h, :w])
    mixed += (255 - mixed) * ink[:h, :w]
    part[:] = mixed.astype(np.uint8)
