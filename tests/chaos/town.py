"""The hamlet that storms rage over: two cameras at each gate, a key at each site, six officers."""

import msgspec

from tests.support import hamlet

# Keys that real boxes hang on, and keys of plain ones.
REAL, PLAIN = (1, 3, 4), (2, 5)
OFFICERS = {
    1: hamlet.north(1700),
    2: hamlet.north(600),
    3: hamlet.north(200),
    4: hamlet.north(300, -6000),
    5: hamlet.north(-400, -5500),
    6: hamlet.north(1000),
}
_GATES = (0, 900, 1800)


def town(camera_port: int) -> bytes:
    """The seed, as a file."""
    seed = msgspec.to_builtins(hamlet.hamlet())
    seed["cameras"] = [
        {
            "camera_id": str(hamlet.uid("ca", 10 * number + side)),
            "name": f"camera {number} {side}",
            "area_code": hamlet.EAST,
            "place": hamlet.north(metres + 40 + 20 * side),
            "managing_unit": "school",
            "bearing_deg": 180,
            "spread_deg": 60,
            "range_m": 150,
            "snapshot_url": f"http://127.0.0.1:{camera_port}/{number}/{side}.jpg",
        }
        for number, metres in enumerate(_GATES, 1)
        for side in (0, 1)
    ]
    return msgspec.json.encode(seed)
