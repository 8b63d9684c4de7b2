"""A QR code read from its picture alone, by the tables of the standard."""

from collections.abc import Callable

# ISO/IEC 18004, tables 7 and 9: words of data and of correction, and blocks, by level and version.
BLOCKS = {
    "M": ((16, 10, 1), (28, 16, 1), (44, 26, 1), (64, 18, 2), (86, 24, 2), (108, 16, 4)),
    "L": ((19, 7, 1), (34, 10, 1), (55, 15, 1), (80, 20, 1), (108, 26, 1), (136, 18, 2)),
}
MASKS: tuple[Callable[[int, int], bool], ...] = (
    lambda x, y: (y + x) % 2 == 0,
    lambda x, y: y % 2 == 0,
    lambda x, y: x % 3 == 0,
    lambda x, y: (y + x) % 3 == 0,
    lambda x, y: (y // 2 + x // 3) % 2 == 0,
    lambda x, y: (y * x) % 2 + (y * x) % 3 == 0,
    lambda x, y: ((y * x) % 2 + (y * x) % 3) % 2 == 0,
    lambda x, y: ((y + x) % 2 + (y * x) % 3) % 2 == 0,
)
# Table C.1: what stands beside the corner for each level and mask.
FORMATS = {
    "M": (0x5412, 0x5125, 0x5E7C, 0x5B4B, 0x45F9, 0x40CE, 0x4F97, 0x4AA0),
    "L": (0x77C4, 0x72F3, 0x7DAA, 0x789D, 0x662F, 0x6318, 0x6C41, 0x6976),
}


def read(rows: list[list[bool]]) -> str:
    """What a phone reads: by the tables, from the picture alone, checking every block."""
    side = len(rows)
    version = (side - 17) // 4
    near = [rows[8][x] for x in (0, 1, 2, 3, 4, 5, 7, 8)] + [
        rows[y][8] for y in (7, *range(5, -1, -1))
    ]
    far = [rows[side - 1 - at][8] for at in range(7)] + [rows[8][side - 8 + at] for at in range(8)]
    assert near == far
    shown = int("".join(str(int(bit)) for bit in near), 2)
    level = next(name for name, formats in FORMATS.items() if shown in formats)
    mask = MASKS[FORMATS[level].index(shown)]

    def fixed(x: int, y: int) -> bool:
        corner = (x < 9 and y < 9) or (x >= side - 8 and y < 9) or (x < 9 and y >= side - 8)
        square = version > 1 and abs(x - side + 7) <= 2 and abs(y - side + 7) <= 2
        return corner or square or x == 6 or y == 6

    bits = ""
    columns = [x for x in range(side - 1, -1, -1) if x != 6]
    for pair in range(0, len(columns), 2):
        down = range(side) if pair % 4 else range(side - 1, -1, -1)
        for y in down:
            for x in columns[pair : pair + 2]:
                if not fixed(x, y):
                    bits += str(int(rows[y][x] ^ mask(x, y)))
    room, correction, count = BLOCKS[level][version - 1]
    words = [int(bits[at : at + 8], 2) for at in range(0, 8 * (room + correction * count), 8)]
    blocks = [words[:room][at::count] + words[room:][at::count] for at in range(count)]
    assert all(is_whole(block, correction) for block in blocks)
    each = room // count
    data = bytes(word for block in blocks for word in block[:each])
    assert data[0] >> 4 == 0b0100
    length = (data[0] & 15) << 4 | data[1] >> 4
    whole = int.from_bytes(data) >> (8 * (len(data) - length - 2) + 4)
    return (whole & ((1 << 8 * length) - 1)).to_bytes(length).decode()


def is_whole(block: list[int], correction: int) -> bool:
    """Whether every syndrome of Reed and Solomon is zero, by tables of logarithms."""
    powers = [1]
    for _ in range(254):
        double = powers[-1] << 1
        powers.append(double ^ 0x11D if double > 255 else double)
    logs = {power: at for at, power in enumerate(powers)}
    for root in range(correction):
        total = 0
        for word in block:
            total = (powers[(logs[total] + root) % 255] if total else 0) ^ word
        if total:
            return False
    return True
