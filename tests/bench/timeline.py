"""The timeline of a region from keyframes, beside ffmpeg that merely decodes them; the ribbon."""

import asyncio
import os
import subprocess
import time
from pathlib import Path

from service.review.patch import Region
from service.review.recording import whole_file
from service.review.ribbon import ribbon_of
from service.review.timeline import timeline_of
from tests.bench.day import DAY_S, GOP_S, filmed_day
from tests.bench.ground import cpu_s
from tests.bench.report import Measure, at_least, below, middle, only

NOTE = (
    "keyframes a second over hours cut out of the day, ffmpeg with all threads, by turns; the"
    " ribbon over all 24 h out of the index, from opening the file, in s"
)


async def run(*, quick: bool = False) -> list[Measure]:
    """Both passes by turns; medians over the rounds."""
    rounds, clip_s, hours = (3, 6, 1) if quick else (7, 30, 4)
    async with filmed_day(clip_s=clip_s, size=(1280, 720)) as day:
        return await asyncio.to_thread(_measured, day.path, rounds, hours)


def _measured(path: Path, rounds: int, hours: int) -> list[Measure]:
    part = path.with_name("part.mp4")
    subprocess.run(
        [
            *("ffmpeg", "-nostdin", "-v", "error", "-ss", "36000", "-t", str(hours * 3600)),
            *("-i", str(path), "-c", "copy", str(part)),
        ],
        check=True,
    )
    ours: list[float] = []
    theirs: list[float] = []
    ribbon: list[float] = []
    cost: list[float] = []
    their_cost: list[float] = []
    for _ in range(rounds):
        spent, began = cpu_s(os.getpid()), time.perf_counter()
        with whole_file(part) as recording:
            count = sum(1 for _ in timeline_of(recording, Region(500, 400, 260, 200)))
        ours.append(count / (time.perf_counter() - began))
        cost.append(1000 * (cpu_s(os.getpid()) - spent) / count)
        assert abs(count - hours * 3600 / GOP_S) < 5
        spent = cpu_s(os.getpid())
        theirs.append(count / _keyframes_s(part))
        their_cost.append(1000 * (cpu_s(os.getpid()) - spent) / count)
        began = time.perf_counter()
        with whole_file(path) as recording:
            assert len(ribbon_of(recording).activity) == DAY_S // 60
        ribbon.append(time.perf_counter() - began)
    return [
        at_least("keyframes a second", middle(ours), middle(theirs), 0.8),
        only("keyframes a second, the slowest round", min(ours), min(theirs)),
        only("CPU for each keyframe, ms", middle(cost), middle(their_cost)),
        below("ribbon of 24 h", middle(ribbon), 2.0),
        only("ribbon of 24 h, the slowest", max(ribbon)),
    ]


def _keyframes_s(path: Path) -> float:
    began = time.perf_counter()
    subprocess.run(
        [
            *("ffmpeg", "-nostdin", "-v", "error", "-skip_frame", "nokey", "-i", str(path)),
            *("-an", "-f", "null", "-"),
        ],
        check=True,
    )
    return time.perf_counter() - began
