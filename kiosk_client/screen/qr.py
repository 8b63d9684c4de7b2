"""An address as a QR code (ISO/IEC 18004): byte mode, correction level M, versions 1 to 6.

Made here, so that a box without a network can show one, and needs no further library for it.
"""

from collections.abc import Callable, Iterator
from itertools import pairwise

TEXT_BYTES_MAX = 106
QUIET = 4  # Modules of white around it, without which a phone does not find it.

# By version: code words of data, of correction for each block, and blocks of equal length.
_VERSIONS = ((16, 10, 1), (28, 16, 1), (44, 26, 1), (64, 18, 2), (86, 24, 2), (108, 16, 4))
_BYTE_MODE = 0b0100
_PADS = (0xEC, 0x11)
_FIELD = 0x11D  # x^8 + x^4 + x^3 + x^2 + 1
_FORMAT, _FORMAT_MASK = 0x537, 0x5412
_FINDER_LIKE = (
    (True, False, True, True, True, False, True, False, False, False, False),
    (False, False, False, False, True, False, True, True, True, False, True),
)

_MASKS: tuple[Callable[[int, int], bool], ...] = (
    lambda x, y: (x + y) % 2 == 0,
    lambda _x, y: y % 2 == 0,
    lambda x, _y: x % 3 == 0,
    lambda x, y: (x + y) % 3 == 0,
    lambda x, y: (x // 3 + y // 2) % 2 == 0,
    lambda x, y: x * y % 2 + x * y % 3 == 0,
    lambda x, y: (x * y % 2 + x * y % 3) % 2 == 0,
    lambda x, y: ((x + y) % 2 + x * y % 3) % 2 == 0,
)


class TooLong(ValueError):
    """The text has more than TEXT_BYTES_MAX bytes."""


def matrix(text: str) -> list[list[bool]]:
    """The modules, row by row; True is dark. Raises TooLong."""
    data = text.encode()
    sizes = enumerate(_VERSIONS, 1)
    version = next((number for number, (words, _, _) in sizes if len(data) <= words - 2), None)
    if version is None:
        raise TooLong
    drawn = [_Drawing(version, _coded(data, version), number) for number in range(len(_MASKS))]
    return min(drawn, key=lambda one: _penalty(one.dark)).dark


def svg(text: str) -> str:
    """The code as a picture, dark on white whatever the page's colours. Raises TooLong."""
    rows = matrix(text)
    side = len(rows) + 2 * QUIET
    squares = "".join(
        f"M{x + QUIET} {y + QUIET}h1v1h-1z"
        for y, row in enumerate(rows)
        for x, dark in enumerate(row)
        if dark
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}" '
        f'shape-rendering="crispEdges"><path fill="#fff" d="M0 0h{side}v{side}h-{side}z"/>'
        f'<path d="{squares}"/></svg>'
    )


class _Drawing:
    """One code under one mask; a module that is fixed carries no data."""

    def __init__(self, version: int, words: bytes, mask: int) -> None:
        self.side = 17 + 4 * version
        self.dark = [[False] * self.side for _ in range(self.side)]
        self._fixed = [[False] * self.side for _ in range(self.side)]
        self._draw_patterns(version)
        self._draw_format(mask)
        self._draw_words(words, _MASKS[mask])

    def _set(self, x: int, y: int, dark: bool) -> None:
        self.dark[y][x] = dark
        self._fixed[y][x] = True

    def _draw_patterns(self, version: int) -> None:
        for at in range(self.side):
            self._set(6, at, at % 2 == 0)
            self._set(at, 6, at % 2 == 0)
        for x, y in ((3, 3), (self.side - 4, 3), (3, self.side - 4)):
            self._draw_rings(x, y, 4, light=(2, 4))
        if version > 1:
            self._draw_rings(self.side - 7, self.side - 7, 2, light=(1,))

    def _draw_rings(self, x: int, y: int, radius: int, *, light: tuple[int, ...]) -> None:
        for down in range(-radius, radius + 1):
            for right in range(-radius, radius + 1):
                if 0 <= x + right < self.side and 0 <= y + down < self.side:
                    self._set(x + right, y + down, max(abs(right), abs(down)) not in light)

    def _draw_format(self, mask: int) -> None:
        rest = mask  # Level M is 00.
        for _ in range(10):
            rest = (rest << 1) ^ ((rest >> 9) * _FORMAT)
        bits = (mask << 10 | rest) ^ _FORMAT_MASK
        first = [(8, at) for at in range(6)] + [(8, 7), (8, 8), (7, 8)]
        first += [(14 - at, 8) for at in range(9, 15)]
        second = [(self.side - 1 - at, 8) for at in range(8)]
        second += [(8, self.side - 15 + at) for at in range(8, 15)]
        for places in (first, second):
            for at, (x, y) in enumerate(places):
                self._set(x, y, bits >> at & 1 == 1)
        self._set(8, self.side - 8, True)

    def _draw_words(self, words: bytes, is_masked: Callable[[int, int], bool]) -> None:
        bits = (word >> shift & 1 for word in words for shift in range(7, -1, -1))
        for x, y in self._places():
            self.dark[y][x] = (next(bits, 0) == 1) ^ is_masked(x, y)

    def _places(self) -> Iterator[tuple[int, int]]:
        """Where data stands: pairs of columns from the right, upwards and downwards by turns."""
        up = True
        for right in [*range(self.side - 1, 6, -2), 5, 3, 1]:
            for step in range(self.side):
                y = self.side - 1 - step if up else step
                for x in (right, right - 1):
                    if not self._fixed[y][x]:
                        yield x, y
            up = not up


def _coded(data: bytes, version: int) -> bytes:
    """Data and correction, the blocks interleaved."""
    room, correction, count = _VERSIONS[version - 1]
    value = (_BYTE_MODE << 8 | len(data)) << 8 * len(data) | int.from_bytes(data)
    words = (value << 4).to_bytes(len(data) + 2)
    words += bytes(_PADS[at % 2] for at in range(room - len(words)))
    each = room // count
    blocks = [words[at : at + each] for at in range(0, room, each)]
    checks = [_remainder(block, correction) for block in blocks]
    return b"".join(
        bytes(column) for part in (blocks, checks) for column in zip(*part, strict=True)
    )


def _remainder(block: bytes, degree: int) -> bytes:
    """The correction words of Reed and Solomon."""
    divisor = [1]
    root = 1
    for _ in range(degree):
        longer = [*divisor, 0]
        for at, factor in enumerate(divisor):
            longer[at + 1] ^= _times(factor, root)
        divisor, root = longer, _times(root, 2)
    rest = [0] * degree
    for word in block:
        factor = word ^ rest[0]
        rest = [a ^ _times(b, factor) for a, b in zip([*rest[1:], 0], divisor[1:], strict=True)]
    return bytes(rest)


def _times(a: int, b: int) -> int:
    product = 0
    for shift in range(7, -1, -1):
        product = (product << 1) ^ ((product >> 7) * _FIELD)
        product ^= (b >> shift & 1) * a
    return product


def _penalty(rows: list[list[bool]]) -> int:
    """How hard it is to read: runs, blocks, what looks like a corner, too dark or too light."""
    side, found = len(rows), 0
    for line in [*rows, *(list(column) for column in zip(*rows, strict=True))]:
        run = 1
        for before, module in zip(line, [*line[1:], None], strict=True):
            if module == before:
                run += 1
                continue
            found += run - 2 if run >= 5 else 0
            run = 1
        found += 40 * sum(tuple(line[at : at + 11]) in _FINDER_LIKE for at in range(side - 10))
    for above, below in pairwise(rows):
        pairs = list(zip(above, below, strict=True))
        both = pairwise(pairs)
        found += 3 * sum(len({*left, *right}) == 1 for left, right in both)
    dark = sum(map(sum, rows))
    return found + 10 * (abs(dark * 20 - side * side * 10) // (side * side))
