"""From a press to its stored pictures, beside `motion` and one-shot `ffmpeg` on the same cameras.

Ours is the whole way: a signed press, the service, PostgreSQL, the carrier of pictures in its own
process, bytes flushed and the row that says "stored". The peers are asked for a picture directly
and flush nothing. Each picture shows when it was taken, and is read back.
"""

import asyncio
import json
import random
import sys
import tempfile
import time
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from uuid import UUID

from service.app import open_house
from service.platform.camera_link import Endpoint
from service.platform.house import House
from service.platform.keys import read_keys
from service.platform.reach import Reach
from service.platform.rings.keeper import Keeper
from service.platform.rings.wire import Last
from service.platform.seal import Seal
from tests.bench.clock_cameras import FPS, GOP_S, SIZE, taken_at
from tests.bench.ground import Ground, ground
from tests.bench.outside import had
from tests.bench.peers import Motion, ffmpeg_picture, motion
from tests.bench.pictures_town import Kept, Pressed, Spot, Town, until_phase_s
from tests.bench.report import (
    Measure,
    at_least,
    at_most,
    below,
    middle,
    only,
    percentile,
    unmeasured,
)
from tests.support.town.clock_face import NoClock

NOTE = (
    "ms; 1080p25 at 3 Mbit/s, keyframes 2 s apart; ours from the press to the row that says"
    " stored, theirs from the request to the file; in blocks by turns, each with the machine to"
    " itself. CPU and memory of a warm camera: ./dev bench pictures_warm"
)
_CAMERA = UUID(int=1)
_EIGHT = 8
_NEWEST_MS, _CLOCK_MS = 400.0, 100.0
_BEFORE_S = 3.0
_COLD_SHARE, _EIGHT_TIMES = 0.6, 1.5
# The first, the one nearest the press, the newest, and those 10, 5 and 2 s before.
_FILM = 6
_FILM_CAMERAS = 4
_EIGHT_FILM = _FILM_CAMERAS * _FILM + _EIGHT - _FILM_CAMERAS


@dataclass
class Seen:
    """What a run found, in milliseconds where nothing else is said."""

    one: list[Pressed] = field(default_factory=list)
    # One and eight, pressed by turns.
    beside: list[Pressed] = field(default_factory=list)
    eight: list[Pressed] = field(default_factory=list)
    cold: list[Pressed] = field(default_factory=list)
    cold_eight: list[Pressed] = field(default_factory=list)
    floor: list[float] = field(default_factory=list)
    floor_eight: list[float] = field(default_factory=list)
    motion: list[float] = field(default_factory=list)
    motion_age: list[float] = field(default_factory=list)
    ffmpeg: list[float] = field(default_factory=list)


@dataclass
class Cameras:
    """The process in which cameras play."""

    program: Process
    urls: list[str] = field(default_factory=list)

    async def ready(self) -> None:
        """Wait until the film is made and they play it."""
        self.urls = await _printed(self.program)

    async def began_at(self) -> list[datetime]:
        """When the circle of each camera's film began."""
        assert self.program.stdin is not None
        self.program.stdin.write(b"\n")
        return [datetime.fromisoformat(at) for at in await _printed(self.program)]


async def run(*, quick: bool = False) -> list[Measure]:
    """Warm beside motion, cold beside ffmpeg, one beside eight."""
    missing = had("motion", "ffmpeg")
    async with (
        _cameras() as cameras,
        ground(warm_cameras_max=40, cameras_on_loopback=True) as standing,
    ):
        for program in (("service", "serve"), ("jobs", "critical"), ("jobs", "pictures")):
            standing.start(*program)
        standing.start("jobs", "others")
        await standing.ready(carriers=True)
        await cameras.ready()
        seal = Seal(*read_keys(Path(standing.settings.data) / "secret.key"))
        async with open_house(standing.settings, seal=seal) as house:
            bench = _Bench(house, standing, cameras, missing, quick=quick)
            await bench.measure()
            return await bench.measures()


class _Bench:
    def __init__(
        self,
        house: House,
        standing: Ground,
        cameras: Cameras,
        missing: dict[str, str],
        *,
        quick: bool,
    ) -> None:
        self._house, self._standing, self._cameras = house, standing, cameras
        self._missing, self._quick = missing, quick
        self._seen = Seen()
        self._random = random.Random(1)
        self._keeper = Keeper(house.clock, self._find, Reach(loopback=True))

    async def _find(self, _: UUID) -> Endpoint:
        return Endpoint(None, self._cameras.urls[0], None, None)

    async def measure(self) -> None:
        """All of it, by turns."""
        blocks, each, eights, colds = (1, 4, 2, 3) if self._quick else (4, 10, 10, 14)
        urls = self._cameras.urls
        spots = [
            Spot("warm", urls[:1], warm=True),
            Spot("warm eight", urls, warm=True),
            Spot("cold", urls[:1], warm=False),
            Spot("cold eight", urls, warm=False),
        ]
        self._town = await Town.build(
            self._house, self._standing.base, spots, max(blocks * each + eights, colds) + 1
        )
        self._keeper.keep([_CAMERA])
        await self._town.until_full()
        self._began_at = await self._cameras.began_at()
        await self._town.press("warm", _FILM)  # The first of all, and not counted.
        with tempfile.TemporaryDirectory() as folder:
            for _ in range(blocks):
                for _ in range(each):
                    await self._one()
                if "motion" not in self._missing:
                    async with motion(Path(folder), urls[0], size=SIZE, fps=FPS) as running:
                        await self._motion(running, each)
            for _ in range(eights):
                await self._pause()
                self._seen.beside.append(await self._town.press("warm", _FILM))
                await self._pause()
                self._seen.eight.append(await self._town.press("warm eight", _EIGHT_FILM))
                self._seen.floor_eight.append(await self._decode(_EIGHT))
            await self._keeper.close()
            for number in range(colds):
                await self._cold(number / colds, Path(folder) / "cold.jpg")
            for number in range(eights // 2):
                await self._phase(number / (eights // 2))
                self._seen.cold_eight.append(await self._town.press("cold eight", _EIGHT))

    async def _one(self) -> None:
        """A press, and a decode alone."""
        await self._pause()
        self._seen.one.append(await self._town.press("warm", _FILM))
        self._seen.floor.append(await self._decode(1))

    async def _decode(self, count: int) -> float:
        """So many first pictures out of a ring in this process, and nothing else."""
        began = time.perf_counter()
        asked = (self._keeper.frame(_CAMERA, Last(), 5) for _ in range(count))
        await asyncio.gather(*asked)
        return 1000 * (time.perf_counter() - began)

    async def _motion(self, running: Motion, count: int) -> None:
        await self._until_seen(running)
        for _ in range(count):
            await self._pause()
            began = time.perf_counter()
            data = await running.snapshot()
            self._seen.motion.append(1000 * (time.perf_counter() - began))
            now = self._house.clock.now()
            self._seen.motion_age.append(_ms(now, taken_at(data, self._began_at[0], now)))

    async def _pause(self) -> None:
        """So that each is asked at a moment of its own."""
        await asyncio.sleep(self._random.uniform(0, 1 / 2))

    async def _until_seen(self, running: Motion) -> None:
        """Until motion shows the camera, and not its own words about it."""
        async with asyncio.timeout(30):
            while True:
                try:
                    data = await running.snapshot()
                    taken_at(data, self._began_at[0], self._house.clock.now())
                except NoClock:
                    await asyncio.sleep(0.5)
                else:
                    return

    async def _cold(self, phase: float, path: Path) -> None:
        """Both at the same phase of the camera's group."""
        await self._phase(phase)
        self._seen.cold.append(await self._town.press("cold", 1))
        if "ffmpeg" not in self._missing:
            await self._phase(phase)
            began = time.perf_counter()
            await ffmpeg_picture(self._cameras.urls[0], path)
            self._seen.ffmpeg.append(1000 * (time.perf_counter() - began))

    async def _phase(self, phase: float) -> None:
        now = self._house.clock.now()
        await asyncio.sleep(until_phase_s(now, self._began_at[0], GOP_S, phase))

    async def measures(self) -> list[Measure]:
        """What was found, with its goals."""
        seen = self._seen
        first = [p.of("first")[0].after_ms for p in seen.one]
        beside = [p.of("first")[0].after_ms for p in seen.beside]
        newest = [p.of("newest")[0] for p in seen.one + seen.beside]
        last = [max(k.after_ms for k in p.of("first")) for p in seen.eight]
        cold = [p.of("first")[0].after_ms for p in seen.cold]
        cold_last = [max(k.after_ms for k in p.of("first")) for p in seen.cold_eight]
        assert {k.source for p in seen.one + seen.beside + seen.eight for k in p.kept} == {"ring"}
        assert {k.source for p in seen.cold + seen.cold_eight for k in p.kept} == {"rtsp"}
        shown = {k.blob_key: await self._shown(k) for p in self._all() for k in p.kept}
        early = [
            any(_ms(p.at, shown[k.blob_key]) >= 1000 * _BEFORE_S for k in p.kept)
            for p in seen.one + seen.beside + seen.eight
        ]
        off = [abs(_ms(shown[k.blob_key], k.captured_at)) for p in self._all() for k in p.kept]
        ages = [_ms(k.seen_at, shown[k.blob_key]) for k in newest]
        first_ages = [
            _ms(p.of("first")[0].seen_at, shown[p.of("first")[0].blob_key]) for p in seen.one
        ]
        return [
            *_beside("warm: press to first stored, beside motion", first, seen.motion, 1.0),
            only("warm: its age by its own clock, median", middle(first_ages),
                 middle(seen.motion_age) if seen.motion_age else None),
            only("warm: decode alone, median", middle(seen.floor)),
            below("newest: press to stored, median", middle([k.after_ms for k in newest]),
                  _NEWEST_MS),
            below("newest: press to stored, p95",
                  percentile([k.after_ms for k in newest], 0.95), _NEWEST_MS),
            below("newest: its age when stored, median", middle(ages), _NEWEST_MS),
            only("newest: its age when stored, p95", percentile(ages, 0.95)),
            *_beside("cold: press to stored, beside ffmpeg", cold, seen.ffmpeg, _COLD_SHARE),
            at_most("eight warm at once: all stored, beside one by turns", middle(last),
                    middle(beside), _EIGHT_TIMES),
            only("eight warm at once: the middle one stored",
                 middle([k.after_ms for p in seen.eight for k in p.of("first")])),
            only("eight warm at once: decode alone, beside one",
                 middle(seen.floor_eight), middle(seen.floor)),
            at_most("eight cold at once: all stored, beside one whose keyframe is as late",
                    middle(cold_last), middle(self._as_late(seen)), _EIGHT_TIMES),
            only("eight cold at once: all stored, beside any one", middle(cold_last),
                 middle(cold)),
            at_least(f"share of presses with a picture {_BEFORE_S:g} s before",
                     sum(early) / len(early), 1.0, 1.0),
            only("captured_at beside the picture's clock, median", middle(off)),
            below("captured_at beside the picture's clock, most", max(off), _CLOCK_MS),
            *unmeasured(self._missing),
        ]  # fmt: skip

    def _as_late(self, seen: Seen) -> list[float]:
        """How long one camera would take whose keyframe comes as late as the latest of eight.

        No reader is sooner than that, and among eight that keep time apart there is a late one.
        """
        beyond = middle(
            [k.after_ms - self._wait_ms(p.at, k) for p in seen.cold for k in p.of("first")]
        )
        return [
            beyond + max(self._wait_ms(p.at, k) for k in p.of("first")) for p in seen.cold_eight
        ]

    def _wait_ms(self, at: datetime, kept: Kept) -> float:
        """Until the next keyframe of a picture's camera."""
        number = self._cameras.urls.index(kept.stream)
        return 1000 * until_phase_s(at, self._began_at[number], GOP_S, 0)

    def _all(self) -> list[Pressed]:
        seen = self._seen
        return seen.one + seen.beside + seen.eight + seen.cold + seen.cold_eight

    async def _shown(self, kept: Kept) -> datetime:
        """When a stored picture was taken, by the clock in it."""
        data = await self._house.blobs.get(kept.blob_key)
        number = self._cameras.urls.index(kept.stream)
        return taken_at(data, self._began_at[number], kept.captured_at)


def _beside(
    name: str, ours: Sequence[float], theirs: Sequence[float], times: float
) -> list[Measure]:
    """Median with its goal, and the tails, beside a peer where there is one."""
    tails = [(f"{name}, p{round(100 * s)}", s) for s in (0.95, 0.99)]
    if not theirs:
        return [
            only(f"{name}, median", middle(list(ours))),
            *(only(tail, percentile(list(ours), s)) for tail, s in tails),
        ]
    return [
        at_most(f"{name}, median", middle(list(ours)), middle(list(theirs)), times),
        *(only(tail, percentile(list(ours), s), percentile(list(theirs), s)) for tail, s in tails),
    ]


def _ms(later: datetime, earlier: datetime) -> float:
    return 1000 * (later - earlier).total_seconds()


async def _printed(program: Process) -> list[str]:
    assert program.stdout is not None
    line = await program.stdout.readline()
    found: list[str] = json.loads(line)
    return found


@asynccontextmanager
async def _cameras() -> AsyncIterator[Cameras]:
    """Cameras in a process of their own, ended with us."""
    program = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.bench.clock_cameras", "--cameras", str(_EIGHT)),
        stdin=PIPE,
        stdout=PIPE,
    )
    try:
        yield Cameras(program)
    finally:
        if program.returncode is None:
            program.kill()
        await program.wait()
