"""Whether the box runs from the mains or from its battery, as Linux tells it."""

from pathlib import Path
from typing import Literal

SUPPLIES = Path("/sys/class/power_supply")
SUPPLIES_MAX = 16

Power = dict[str, str | int]


def read_power(supplies: Path = SUPPLIES) -> Power:
    """`power` and `battery_pct` for a heartbeat; what the box cannot tell is left out."""
    power: Power = {}
    if not supplies.is_dir():
        return power
    source: Literal["mains", "battery"] | None = None
    for supply in sorted(supplies.iterdir())[:SUPPLIES_MAX]:
        kind = _read(supply / "type")
        if kind in ("Mains", "USB"):
            if _read(supply / "online") == "1":
                source = "mains"
            elif source is None:
                source = "battery"
        elif kind == "Battery" and (capacity := _read(supply / "capacity")).isdecimal():
            power["battery_pct"] = min(int(capacity), 100)
    return power if source is None else power | {"power": source}


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii", errors="replace").strip()
    except OSError:
        return ""
