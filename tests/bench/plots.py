"""The plots of docs/results.md, drawn by matplotlib. Runs in an environment of its own.

Reads JSON from its input: [{"file", "bars": [...], "history": [...]}]; writes one SVG for each.
"""

import json
import sys
from typing import Any

import matplotlib  # type: ignore[import-not-found]

matplotlib.use("svg")
# The same history gives the same bytes: no random names, no date, letters as letters.
matplotlib.rcParams.update({"svg.hashsalt": "watchbell", "svg.fonttype": "none", "font.size": 8})

from matplotlib import pyplot, ticker  # noqa: E402

_COLOURS = {True: "#2c7a4b", False: "#b3261e", None: "#6b7280"}


def draw(plot: dict[str, Any]) -> None:
    """How far each goal is away, now and in every run that was kept."""
    bars, lines = plot["bars"], plot["history"]
    figure, (left, right) = pyplot.subplots(
        1, 2, figsize=(9, 0.9 + 0.32 * max(len(bars), 4)), width_ratios=(3, 2)
    )
    left.barh(
        [bar["name"] for bar in bars],
        [bar["share"] for bar in bars],
        color=[_COLOURS[bar["met"]] for bar in bars],
        # Whoever tells no colours apart sees what is missed by its strokes.
        hatch=["" if bar["met"] else "//" for bar in bars],
    )
    right.set_yscale("log")
    left.axvline(1, color="black", linewidth=0.8)
    left.set_xscale("log")
    shares = [bar["share"] for bar in bars]
    left.set_xlim(min(0.05, *shares) * 0.8, max(2, *shares) * 1.2)
    for axis in (left.xaxis, right.yaxis):
        axis.set_major_formatter(ticker.FormatStrFormatter("%g"))
        axis.set_minor_formatter(ticker.NullFormatter())
    left.invert_yaxis()
    left.set_title("share of what the goal allows (left of 1: met)", fontsize=8)
    for line in lines:
        right.plot(range(len(line["shares"])), line["shares"], marker="o", markersize=3)
    right.axhline(1, color="black", linewidth=0.8)
    right.set_xticks(range(len(plot["runs"])), plot["runs"], rotation=30, ha="right", fontsize=6)
    right.set_title("the same, run by run", fontsize=8)
    figure.tight_layout()
    figure.savefig(plot["file"], metadata={"Date": None})
    pyplot.close(figure)


for one in json.load(sys.stdin):
    draw(one)
