"""How much of everything the simulated county has, at any scale.

The whole county (scale 1) is a rural county of 700,000 people; `WHOLE` are its figures. The
demo plays in a tenth of it. Its area shrinks with it, so that cameras stand as densely as in the
whole one (about 66 to the square kilometre in town, 7 in the country), but never below a tenth:
smaller towns for tests are the same map with less on it.
"""

from dataclasses import dataclass, fields
from math import sqrt

SCALE_DEFAULT = 0.1
SCALE_MAX = 1.0
SCALE_MIN = 0.001
AREA_KM2 = 886.0
TOWN_KM2 = 60.0


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts of one county."""

    villages: int
    cameras_road: int
    cameras_bus_stop: int
    cameras_key_unit: int
    cameras_village: int
    cameras_other: int
    sites_class_1: int
    sites_class_2: int
    sites_class_3: int
    schools: int
    keys: int
    kiosks: int
    bus_stops: int
    officers: int
    grid_workers: int

    @property
    def cameras(self) -> int:
        """All cameras together."""
        return (
            self.cameras_road
            + self.cameras_bus_stop
            + self.cameras_key_unit
            + self.cameras_village
            + self.cameras_other
        )


WHOLE = Figures(
    villages=592,
    cameras_road=800,
    cameras_bus_stop=160,
    cameras_key_unit=2980,
    cameras_village=5574,
    cameras_other=1039,
    sites_class_1=226,
    sites_class_2=362,
    sites_class_3=1200,
    schools=220,
    keys=660,
    kiosks=180,
    bus_stops=160,
    officers=350,
    grid_workers=1100,
)


def scaled(scale: float) -> Figures:
    """The figures of a county of this scale; at least one of everything, three keys a school."""
    if not SCALE_MIN <= scale <= SCALE_MAX:
        raise ValueError(f"scale {scale} is outside {SCALE_MIN} to {SCALE_MAX}")
    counts = {f.name: max(1, round(getattr(WHOLE, f.name) * scale)) for f in fields(Figures)}
    counts["keys"] = 3 * counts["schools"]
    # Also where rounding is coarse: a school with two gates needs four cameras.
    counts["cameras_key_unit"] = max(counts["cameras_key_unit"], 4 * counts["schools"])
    return Figures(**counts)


def stretch(scale: float) -> float:
    """How much longer and wider the land is than the demo's."""
    return sqrt(max(1.0, scale / SCALE_DEFAULT))
