"""The moment finder over a recording of 24 hours, beside ffmpeg that decodes the same hours."""

import asyncio
import os
import subprocess
import time
from pathlib import Path

from service.review.finding import Finder
from service.review.moment import Answer, Outcome
from service.review.recording import whole_file
from tests.bench.day import DAY_S, Day, Question, filmed_day
from tests.bench.ground import cpu_s
from tests.bench.report import Measure, at_least, below, middle, only

NOTE = (
    "s; 24 h of 720p25, drawn clips joined without encoding anew, three things, a"
    " taker before one, day, rain, dusk, infrared; ours from opening the file to the answer, file"
    " in the page cache; ffmpeg decodes a slice from the middle of the day with all threads and"
    " is scaled to 24 h: its speed over the slice is taken for its speed over the day"
)
_TIMES = 1_000


async def run(*, quick: bool = False) -> list[Measure]:
    """Ask each question and decode a slice by turns; medians over the rounds."""
    rounds, clip_s, slice_s = (3, 6, 300) if quick else (5, 30, 1_800)
    async with filmed_day(clip_s=clip_s, size=(1280, 720)) as day:
        return await asyncio.to_thread(_measured, day, rounds, slice_s)


def _measured(day: Day, rounds: int, slice_s: int) -> list[Measure]:
    ours: dict[str, list[float]] = {question.name: [] for question in day.questions}
    cost: dict[str, list[float]] = {question.name: [] for question in day.questions}
    full: list[float] = []
    full_cost: list[float] = []
    wrong: dict[str, float] = {question.name: 0.0 for question in day.questions}
    widths: dict[str, float] = {}
    for number in range(rounds):
        for question in day.questions:
            spent, began = cpu_s(os.getpid()), time.perf_counter()
            said = _asked(day.path, question)
            ours[question.name].append(time.perf_counter() - began)
            cost[question.name].append(cpu_s(os.getpid()) - spent)
            if not _is_right(question, said):
                wrong[question.name] += 1
                print(question.name, said)
            widths[question.name] = max((c.first_s - c.last_s for c in said.changes), default=0.0)
        spent = cpu_s(os.getpid())
        full.append(_decode_s(day.path, slice_s, number) * DAY_S / slice_s)
        full_cost.append((cpu_s(os.getpid()) - spent) * DAY_S / slice_s)
    measures = []
    for question in day.questions:
        took_s, name = middle(ours[question.name]), question.name
        measures += [
            only(f"{name}: s", took_s, middle(full)),
            only(f"{name}: s, the slowest", max(ours[name]), max(full)),
            only(f"{name}: CPU, s", middle(cost[name]), middle(full_cost)),
            at_least(f"{name}: times faster", middle(full) / took_s, 1.0, _TIMES),
            below(f"{name}: answers without the truth", wrong[name], 0),
            below(f"{name}: longest interval, s", widths[name], question.most_s),
        ]
    return measures


def _asked(path: Path, question: Question) -> Answer:
    with whole_file(path) as recording:
        finder = Finder(recording, question.region, question.there_s, question.gone_s)
        for _ in finder.steps():
            continue
        return finder.answer()


def _is_right(question: Question, said: Answer) -> bool:
    """Whether each truth has an interval of its own; "cannot tell" is not right here."""
    return (
        said.outcome == Outcome.CHANGED
        and len(said.changes) == len(question.truths_s)
        and all(
            change.last_s < truth <= change.first_s + 1e-6
            for change, truth in zip(said.changes, question.truths_s, strict=True)
        )
    )


def _decode_s(path: Path, slice_s: int, number: int) -> float:
    """How long ffmpeg takes for a slice, of which each round has another."""
    began = time.perf_counter()
    subprocess.run(
        [
            *("ffmpeg", "-nostdin", "-v", "error", "-ss", str(30_000 + 7_200 * number)),
            *("-t", str(slice_s), "-i", str(path), "-an", "-f", "null", "-"),
        ],
        check=True,
    )
    return time.perf_counter() - began
