"""Simulated patrols: each is a real phone client on the service, moving through the county.

Lives apart from the service, for demo, tests and benches. A patrol walks or drives its beat; when
it is rung it answers as its manner says, and goes to where it is sent, along the streets.
"""

import asyncio
import contextlib
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from random import Random
from typing import Any

import aiohttp

from service.cli.phone import Phone, Refused
from service.core.geo import Place as Spot
from service.platform.clock import Clock, SystemClock
from tests.support.town.ground import Place
from tests.support.town.routes import NoWay, Routes, Stop

_STEP_S = 2.0
_BEAT_DEG = 0.008  # A beat lies within a kilometre of home.


class Manner(StrEnum):
    """What a patrol does when it is rung."""

    ACCEPT = "accept"
    DECLINE_ONCE = "decline_once"
    SILENT = "silent"


@dataclass
class Patrol:
    """One simulated patrol."""

    account: str
    call_sign: str
    mode: str
    home: Place
    manner: Manner = Manner.ACCEPT
    think_s: float = 3.0
    hurry: float = 1.0
    refused: int = field(default=0, init=False)


class Street:
    """Where a patrol is on its way, by the clock."""

    def __init__(self, stops: list[Stop], began: float) -> None:
        self.stops, self.began = stops, began

    def at(self, now: float, hurry: float) -> tuple[Place, bool]:
        """The place after so long, and whether the way is over."""
        gone = (now - self.began) * hurry
        before = self.stops[0]
        for stop in self.stops[1:]:
            if stop.seconds >= gone:
                share = (gone - before.seconds) / max(stop.seconds - before.seconds, 1e-6)
                return _between(before.place, stop.place, share), False
            before = stop
        return self.stops[-1].place, True


async def play_patrol(
    server: str,
    password: str,
    patrol: Patrol,
    routes: Routes,
    say: Callable[[str], None],
    clock: Clock | None = None,
) -> None:
    """Be this patrol until cancelled."""
    clock = clock or SystemClock()
    sent: asyncio.Queue[dict[str, Any]] = asyncio.Queue()

    async def on_task(task: dict[str, Any]) -> None:
        if task["ringing"] and patrol.manner is not Manner.SILENT:
            sent.put_nowait(task)

    async with Phone(server, patrol.account, password, on_task, clock) as phone:
        await _begin(phone, patrol)
        async with asyncio.TaskGroup() as group:
            group.create_task(phone.run())
            group.create_task(_live(phone, patrol, routes, sent, say, clock))


async def _begin(phone: Phone, patrol: Patrol) -> None:
    await phone.sign_in()
    await phone.register("simulated")
    await phone.set_duty(True)
    await phone.report(_spot(patrol.home))


async def _live(
    phone: Phone,
    patrol: Patrol,
    routes: Routes,
    sent: "asyncio.Queue[dict[str, Any]]",
    say: Callable[[str], None],
    clock: Clock,
) -> None:
    rng = Random(patrol.account)
    while True:
        street = _beat(routes, patrol, _here(phone), rng, clock)
        task = await _walk(phone, patrol, street, sent, clock)
        if task is None:
            await asyncio.sleep(rng.uniform(5, 20))
            continue
        await asyncio.sleep(patrol.think_s)
        with contextlib.suppress(Refused):
            await _answer(phone, patrol, routes, task, say, clock)


async def _answer(
    phone: Phone,
    patrol: Patrol,
    routes: Routes,
    task: dict[str, Any],
    say: Callable[[str], None],
    clock: Clock,
) -> None:
    if patrol.manner is Manner.DECLINE_ONCE and patrol.refused == 0:
        patrol.refused += 1
        await phone.move(task["task_id"], "decline", "another call")
        say(f"{patrol.call_sign} declines")
        return
    await phone.move(task["task_id"], "accept")
    say(f"{patrol.call_sign} accepts")
    await phone.move(task["task_id"], "en_route")
    there = Place(task["place"]["lat"], task["place"]["lon"])
    try:
        stops = routes.path(_here(phone), there, patrol.mode)
    except NoWay:
        stops = [Stop(_here(phone), 0.0), Stop(there, 60.0)]
    street = Street(stops, clock.ticks())
    while True:
        place, over = street.at(clock.ticks(), patrol.hurry)
        with contextlib.suppress(aiohttp.ClientError, TimeoutError, Refused):
            await phone.report(_spot(place))
        if over or task["task_id"] not in phone.tasks:
            break
        await asyncio.sleep(_STEP_S / 2)
    await phone.move(task["task_id"], "on_scene")
    say(f"{patrol.call_sign} is there")
    while task["task_id"] in phone.tasks:  # noqa: ASYNC110 - it waits for a dispatcher
        await asyncio.sleep(_STEP_S)


async def _walk(
    phone: Phone,
    patrol: Patrol,
    street: Street | None,
    sent: "asyncio.Queue[dict[str, Any]]",
    clock: Clock,
) -> dict[str, Any] | None:
    """Go along the beat until it ends, or until the phone rings."""
    while True:
        with contextlib.suppress(TimeoutError):
            return await asyncio.wait_for(sent.get(), _STEP_S)
        if street is None:
            return None
        place, over = street.at(clock.ticks(), 1.0)
        phone.place = _spot(place)
        if over:
            return None


def _beat(routes: Routes, patrol: Patrol, here: Place, rng: Random, clock: Clock) -> Street | None:
    """A way to somewhere near home."""
    goal = Place(
        patrol.home.lat + rng.uniform(-_BEAT_DEG, _BEAT_DEG),
        patrol.home.lon + rng.uniform(-_BEAT_DEG, _BEAT_DEG),
    )
    try:
        return Street(routes.path(here, goal, patrol.mode), clock.ticks())
    except NoWay:
        return None


def _between(a: Place, b: Place, share: float) -> Place:
    return Place(a.lat + (b.lat - a.lat) * share, a.lon + (b.lon - a.lon) * share)


def _spot(place: Place) -> Spot:
    return Spot(place.lat, place.lon)


def _here(phone: Phone) -> Place:
    assert phone.place is not None, "a patrol on duty knows where it is"
    return Place(phone.place.lat, phone.place.lon)
