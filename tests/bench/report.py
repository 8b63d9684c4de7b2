"""What a bench prints and writes: each measure beside its floor or peer, with ratio and goal."""

from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median

import msgspec


@dataclass(frozen=True)
class Measure:
    """One figure of ours beside another's. `goal` says what the ratio (or ours) must be."""

    name: str
    ours: float
    beside: float | None
    ratio: float | None
    goal: str
    met: bool | None

    def __post_init__(self) -> None:
        """Of numpy's numbers only the value is kept: its own kind cannot be written as JSON."""
        for name in ("ours", "beside", "ratio"):
            value = getattr(self, name)
            object.__setattr__(self, name, None if value is None else float(value))
        object.__setattr__(self, "met", None if self.met is None else bool(self.met))

    def rounded(self) -> "Measure":
        """The same to five digits: what is kept for years needs no more."""
        return replace(
            self,
            ours=float(f"{self.ours:.5g}"),
            beside=None if self.beside is None else float(f"{self.beside:.5g}"),
            ratio=None if self.ratio is None else float(f"{self.ratio:.5g}"),
        )


def at_most(name: str, ours: float, beside: float, times: float) -> Measure:
    """Ours may be at most so many times the other: a latency or a cost."""
    ratio = ours / beside
    return Measure(name, ours, beside, ratio, f"ratio <= {times:g}", ratio <= times)


def at_least(name: str, ours: float, beside: float, share: float) -> Measure:
    """Ours must be at least this share of the other: a rate."""
    ratio = ours / beside
    return Measure(name, ours, beside, ratio, f"ratio >= {share:g}", ratio >= share)


def below(name: str, ours: float, limit: float) -> Measure:
    """Ours must stay below a fixed limit."""
    return Measure(name, ours, None, None, f"<= {limit:g}", ours <= limit)


def only(name: str, ours: float, beside: float | None = None) -> Measure:
    """A figure without a goal."""
    ratio = None if beside is None else ours / beside
    return Measure(name, ours, beside, ratio, "", None)


def unmeasured(missing: dict[str, str]) -> list[Measure]:
    """A line for each peer that cannot be had here, so that nobody takes silence for a result."""
    return [
        Measure(f"{name}: NOT MEASURED", 0, None, None, why, None) for name, why in missing.items()
    ]


def percentile(values: list[float], share: float) -> float:
    """The value below which this share lies (nearest rank)."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, max(0, round(share * len(ordered)) - 1))]


def middle(values: list[float]) -> float:
    """The median."""
    return median(values)


def show(name: str, measures: list[Measure], *, note: str = "") -> None:
    """Print a table."""
    print(f"\n{name}{': ' + note if note else ''}")
    width = max(len(m.name) for m in measures)
    for m in measures:
        beside = "" if m.beside is None else f"{m.beside:12.3f}"
        ratio = "" if m.ratio is None else f"{m.ratio:8.2f}x"
        mark = {True: "met", False: "NOT MET", None: ""}[m.met]
        print(f"  {m.name:<{width}}  {m.ours:12.3f}  {beside:>12}  {ratio:>9}  {m.goal:<14} {mark}")


def write(path: Path, result: msgspec.Struct) -> None:
    """Write the machine-readable form."""
    path.write_bytes(msgspec.json.format(msgspec.json.encode(result)) + b"\n")
