"""The story that the demo tells: one school, the patrols around it, one press from key to reset.

It looks on only from outside: the red key's page, a dispatcher's account, the pictures.
"""

import asyncio
import io
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

import aiohttp
import msgspec
from PIL import Image

from tests.support.town.clock_face import NoClock, read_clock
from tests.support.town.ground import HEART_LAT, HEART_LON, Place, PlaceDict, distance_m, spot_of
from tests.support.town.land import COUNTY_CODE
from tests.support.town.phones import Manner, Patrol
from tests.support.town.plan import AccountDict, RoleDict, Seed, SiteDict
from tests.support.town.routes import SPEEDS_MPS

DISPATCHER = "county"
CONTACT = "school"
REVIEWER = "reviewer"

_PATROLS = 14
_CLASSES = ("police", "auxiliary", "patrol_team")
_STAGE_MOST_S = 30.0
_ARRIVAL_MOST_S = 180.0


@dataclass(frozen=True)
class Story:
    """Where it plays, and who takes part."""

    school: str
    contact: AccountDict
    reviewer: AccountDict
    code: str
    place: Place
    patrols: list[Patrol]
    yours: Patrol
    password: str


def story_of(seed: Seed, *, visitor: bool) -> Story:
    """The class I school nearest to the heart of the town, and the patrols around it.

    The first to be asked declines, so that the next can be seen to ring. With a visitor one
    patrol is his: its phone moves, and waits for him to answer.
    """
    heart = Place(HEART_LAT, HEART_LON)
    schools = [s for s in seed["sites"] if s["kind"] == "school" and s["site_class"] == 1]
    school = min(schools, key=lambda s: _apart_m(heart, _place(s["place"])))
    key = next(d for d in seed["devices"] if d["site_id"] == school["site_id"])
    place = _place(school["place"])
    patrols = _patrols_around(seed, place)
    patrols[0].manner = Manner.DECLINE_ONCE
    if visitor:
        patrols[1].manner = Manner.SILENT
    return Story(
        school=school["name"],
        contact=_contact(school, seed["accounts"][0]["password"]),
        reviewer=_reviewer(seed["accounts"][0]["password"]),
        code=key["code"],
        place=place,
        patrols=patrols,
        yours=patrols[1],
        password=seed["accounts"][0]["password"],
    )


def _contact(school: SiteDict, password: str) -> AccountDict:
    """Whoever looks after the keys of this school, and of no other."""
    role: RoleDict = {
        "role": "school_contact",
        "area_code": school["area_code"],
        "site_id": school["site_id"],
    }
    return _account(CONTACT, "学校联络人 School contact", role, password)


def _reviewer(password: str) -> AccountDict:
    """Whoever answers what citizens ask of footage, in the whole county."""
    role: RoleDict = {"role": "reviewer", "area_code": COUNTY_CODE}
    return _account(REVIEWER, "视频查阅岗 Reviewer", role, password)


def _account(name: str, display: str, role: RoleDict, password: str) -> AccountDict:
    return {
        "name": name,
        "display": display,
        "password": password,
        "demo": True,
        "roles": [role],
        "phone_number": None,
    }


def _patrols_around(seed: Seed, place: Place) -> list[Patrol]:
    """Patrols by how soon they could be there."""

    def seconds(unit: Any) -> float:
        speed_mps = SPEEDS_MPS[unit["mode"]]["road_main"]
        return _apart_m(_place(unit["home"]), place) / speed_mps

    units = [u for u in seed["units"] if u["unit_class"] in _CLASSES]
    return [
        Patrol(u["members"][0], u["call_sign"], u["mode"], _place(u["home"]))
        for u in sorted(units, key=seconds)[:_PATROLS]
    ]


class StageMissed(Exception):
    """A stage of the story did not come in time."""


class Watcher:
    """A dispatcher's eyes: every event, and how far the key's lamps are."""

    def __init__(self, session: aiohttp.ClientSession, server: str, screen: str) -> None:
        self.session, self.server, self.screen = session, server, screen
        self.token = ""
        self.events: list[dict[str, Any]] = []
        self.lights: list[dict[str, Any]] = []
        self.listening = asyncio.Event()
        self._came = asyncio.Condition()

    async def sign_in(self, password: str) -> None:
        """Sign in as the county's dispatcher."""
        body = {"name": DISPATCHER, "password": password}
        async with self.session.post(f"{self.server}/v1/sessions", json=body) as answer:
            self.token = (await answer.json())["access_token"]

    async def listen(self) -> None:
        """The live stream."""
        headers = {"Authorization": f"Bearer {self.token}"}
        async with self.session.get(f"{self.server}/v1/live", headers=headers) as answer:
            async for line in answer.content:
                self.listening.set()
                if line.startswith(b"data: "):
                    await self._keep(self.events, msgspec.json.decode(line[6:]))

    @asynccontextmanager
    async def looking(self) -> AsyncIterator[None]:
        """Both eyes open, the stream already heard."""
        tasks = [asyncio.create_task(self.listen()), asyncio.create_task(self.look_at_key())]
        try:
            await self.listening.wait()
            yield
        finally:
            for task in tasks:
                task.cancel()

    def forget(self) -> None:
        """From here on only what comes counts."""
        self.events.clear()

    async def look_at_key(self) -> None:
        """What the red key shows."""
        async with self.session.get(f"{self.screen}/events") as answer:
            async for line in answer.content:
                if line.startswith(b'data: {"light'):
                    await self._keep(self.lights, msgspec.json.decode(line[6:]))

    async def event(
        self, topic: str, fits: Callable[[dict[str, Any]], bool], most_s: float = _STAGE_MOST_S
    ) -> dict[str, Any]:
        """The body of the first such event."""

        def found() -> dict[str, Any] | None:
            bodies = (e["body"] for e in self.events if e["topic"] == topic)
            return next((body for body in bodies if fits(body)), None)

        return await self._until(found, topic, most_s)

    async def light(self, name: str, most_s: float = _STAGE_MOST_S) -> dict[str, Any]:
        """What the key shows once it shows this."""

        def found() -> dict[str, Any] | None:
            return next((one for one in self.lights if one["light"] == name), None)

        return await self._until(found, f"the key shows {name}", most_s)

    async def ask(self, method: str, path: str, body: object = None) -> Any:
        """A request of the dispatcher."""
        headers = {"Authorization": f"Bearer {self.token}"}
        async with self.session.request(
            method, self.server + path, json=body, headers=headers
        ) as answer:
            if answer.content_type == "image/jpeg":
                return await answer.read()
            found = await answer.json(content_type=None)
            if answer.status >= 400:
                raise StageMissed(f"{path}: {found}")
            return found

    async def _keep(self, into: list[dict[str, Any]], one: dict[str, Any]) -> None:
        async with self._came:
            into.append(one)
            self._came.notify_all()

    async def _until(
        self, found: Callable[[], dict[str, Any] | None], what: str, most_s: float
    ) -> dict[str, Any]:
        async with self._came:
            try:
                async with asyncio.timeout(most_s):
                    await self._came.wait_for(lambda: found() is not None)
            except TimeoutError as error:
                raise StageMissed(f"{what} did not come within {most_s:g} s") from error
            one = found()
            assert one is not None, "it was there a moment ago"
            return one


async def play_once(server: str, screen: str, story: Story) -> int:
    """One press from the red key to its reset; 0, or 1 when a stage is missed."""
    timeout = aiohttp.ClientTimeout(total=None, sock_connect=5)
    async with aiohttp.ClientSession(timeout=timeout) as session:
        watcher = Watcher(session, server, screen)
        await watcher.sign_in(story.password)
        try:
            async with watcher.looking():
                await watcher.light("idle")
                await _tell(watcher, story)
        except StageMissed as missed:
            print(f"MISSED: {missed}")
            return 1
    print("the story has come to its end")
    return 0


async def _tell(watcher: Watcher, story: Story) -> None:
    began, pressed_at = time.perf_counter(), time.time()

    def say(words: str) -> None:
        print(f"{time.perf_counter() - began:8.3f} s  {words}", flush=True)

    print(f"the red key of {story.school} is pressed")
    touch = {"touch_id": uuid4().hex, "ago_ms": 0}
    async with watcher.session.post(f"{watcher.screen}/press", json=touch) as kept:
        if (await kept.json())["kept"] is not True:
            raise StageMissed("the box did not keep the press")
    say("the press is safe on the box's disk")
    await watcher.light("received")
    say("the centre has it; the key shows: received")
    alarm = await watcher.event("alarm.raised", lambda _: True)
    say("the alarm stands on the console")
    incident = alarm["incident_id"]

    def ours(body: dict[str, Any]) -> bool:
        return bool(body["incident_id"] == incident)

    first = await watcher.event("task.offered", ours)
    say(f"{first['call_sign']} rings: {first['eta_s'] / 60:.0f} min away, {first['reasons']}")
    declined = await watcher.event("task.changed", lambda b: ours(b) and b["state"] == "declined")
    say(f"{declined['call_sign']} declines")
    following = await watcher.event(
        "task.offered",
        lambda b: ours(b) and b["offered_at"] >= declined["answered_at"],
    )
    gap_s = (_at(following["offered_at"]) - _at(declined["answered_at"])).total_seconds()
    say(f"{following['call_sign']} rings instead, {gap_s * 1000:.0f} ms later")
    if gap_s > 1:
        raise StageMissed("a refusal was passed on too late")
    accepted = await watcher.event("task.changed", lambda b: ours(b) and b["state"] == "accepted")
    say(f"{accepted['call_sign']} accepts")
    await _pictures(watcher, incident, pressed_at, say)
    shown = await watcher.light("on_the_way")
    say(f"the key shows: on the way, {shown['eta_min']} min")
    await watcher.light("arrived", _ARRIVAL_MOST_S)
    say("the key shows: arrived")
    await _end(watcher, incident, say)


async def _pictures(
    watcher: Watcher, incident: str, pressed_at: float, say: Callable[[str], None]
) -> None:
    """Wait for the first picture, read its burned-in clock, and count the others."""
    stored = await watcher.event("snapshot.stored", lambda b: b["incident_id"] == incident)
    picture = await watcher.ask("GET", f"/v1/snapshots/{stored['snapshot_id']}/image")
    try:
        seen_at = read_clock(Image.open(io.BytesIO(picture))).timestamp()
    except NoClock as error:
        raise StageMissed("no clock can be read in the picture") from error
    say(
        f"the first picture is stored: {stored['camera_name']}, its own clock says"
        f" {1000 * (seen_at - pressed_at):+.0f} ms from the press, we say {stored['lag_ms']:+d} ms"
    )
    for _ in range(int(_STAGE_MOST_S * 5)):
        snapshots = await watcher.ask("GET", f"/v1/incidents/{incident}/snapshots")
        states = [s["state"] for s in snapshots]
        if "planned" not in states:
            say(f"{states.count('stored')} cameras have given their picture")
            return
        await asyncio.sleep(0.2)
    raise StageMissed("pictures are still outstanding")


async def _end(watcher: Watcher, incident: str, say: Callable[[str], None]) -> None:
    for alarm in await watcher.ask("GET", f"/v1/incidents/{incident}/alarms"):
        reset = {"disposition": "genuine"}
        await watcher.ask("POST", f"/v1/alarms/{alarm['alarm_id']}/reset", reset)
    say("a dispatcher resets the alarm")
    watcher.lights.clear()
    await watcher.light("idle")
    say("the key is ready again")
    move = {"move": "close", "disposition": "genuine"}
    closed = await watcher.ask("POST", f"/v1/incidents/{incident}/moves", move)
    timeline = await watcher.ask("GET", f"/v1/incidents/{incident}/timeline")
    say(f"the incident is {closed['state']}; its timeline has {len(timeline)} lines")


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _place(given: PlaceDict) -> Place:
    return Place(given["lat"], given["lon"])


def _apart_m(a: Place, b: Place) -> float:
    return distance_m(spot_of(a), spot_of(b))
