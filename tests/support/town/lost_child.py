"""A child who is missing, from the report at the counter to the end; all of it is simulated.

It uses what people at desks use: a reviewer at the counter, a duty leader, patrols that answer by
themselves; and looks on from outside, at the page that everybody may read.
"""

import asyncio
import io
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
from PIL import Image, ImageDraw

from tests.support.people import Answer, Person
from tests.support.town.land import COUNTY_CODE
from tests.support.town.story import REVIEWER, StageMissed, Story, Watcher

LEADER = "leader"
_WORDS = "演示,无人走失:男孩,7 岁,蓝色外套 A demonstration, nobody is missing: a boy of 7 in blue"
_BULLETIN = {
    "zh": {"who": "演示:男孩,7 岁", "clothing": "蓝色外套", "place": "校门口"},
    "en": {"who": "Demonstration: a boy of 7", "clothing": "Blue coat", "place": "School gate"},
}
_WAYS = ("north", "north-east", "east", "south-east", "south", "south-west", "west", "north-west")
_ACCEPTED_MOST_S, _SHARED_MOST_S = 60.0, 30.0
_FURTHER, _SHARED_TRIES = 3, 12
_PORTRAIT_PX = (300, 400)


async def play_search(server: str, screen: str, story: Story, *, pause_s: float = 0.0) -> int:
    """One search from the report to its end; 0, or 1 when a stage is missed."""
    timeout = aiohttp.ClientTimeout(total=None, sock_connect=5)
    async with aiohttp.ClientSession(timeout=timeout) as session:
        watcher = Watcher(session, server, screen)
        await watcher.sign_in(story.password)
        try:
            async with watcher.looking():
                await _Scene(watcher, story, pause_s).play()
        except StageMissed as missed:
            print(f"MISSED: {missed}")
            return 1
    print("the search has come to its end; nobody was missing, all of it was simulated")
    return 0


class _Scene:
    """Who takes part, and what is known so far."""

    def __init__(self, watcher: Watcher, story: Story, pause_s: float) -> None:
        self.watcher, self.story, self.pause_s = watcher, story, pause_s
        self.reviewer = Person(watcher.server, watcher.session)
        self.leader = Person(watcher.server, watcher.session)
        self.began = time.perf_counter()
        self.footage_id = self.search_id = self.incident_id = ""

    async def play(self) -> None:
        """From the report to the end."""
        for person, name in ((self.reviewer, REVIEWER), (self.leader, LEADER)):
            _right(await person.sign_in(name, self.story.password))
        await self._report()
        await self._patrols()
        await self._seen()
        bulletin_id = await self._release()
        await self._found(bulletin_id)

    async def _say(self, words: str) -> None:
        print(f"{time.perf_counter() - self.began:8.3f} s  {words}", flush=True)
        # Whoever looks on at the console reads; in a hurry nobody does.
        await asyncio.sleep(self.pause_s)

    def _ours(self, body: dict[str, Any]) -> bool:
        return bool(body.get("incident_id") == self.incident_id)

    async def _report(self) -> None:
        now = datetime.now(UTC)
        asked = {
            "category": "missing_person",
            "at_risk": "minor",
            "minors": True,
            "place": self.story.place.as_dict(),
            "from_at": (now - timedelta(minutes=25)).isoformat(),
            "until_at": (now - timedelta(minutes=5)).isoformat(),
            "description": _WORDS,
            "name": "演示人",
            "phone_number": "+861000000098",
        }
        school = self.story.school
        print(f"simulated: at the counter somebody says that a child is missing at {school}")
        filed = _right(await self.reviewer.post("/v1/footage-requests", asked)).body
        self.footage_id = filed["request"]["footage_id"]
        started = await self.watcher.event(
            "search.started", lambda body: body["footage_id"] == self.footage_id
        )
        self.search_id, self.incident_id = started["search_id"], started["incident_id"]
        await self._say(f"search #{started['number']} has begun, before any paper")
        stored = await self.watcher.event("snapshot.stored", self._ours)
        await self._say(f"cameras around the place show it now; the first: {stored['camera_name']}")

    async def _patrols(self) -> None:
        accepted = await self.watcher.event(
            "task.changed",
            lambda body: self._ours(body) and body["state"] == "accepted",
            _ACCEPTED_MOST_S,
        )
        await self._say(f"{accepted['call_sign']} accepts")
        await self._share(lambda found: len(found) == 1)
        door = f"/v1/incidents/{self.incident_id}"
        for one in (await self.watcher.ask("GET", f"{door}/candidates"))[:_FURTHER]:
            await self.watcher.ask("POST", f"{door}/units", {"unit_id": one["unit_id"]})
        await self._say("the desk asks further units")
        found = await self._share(lambda found: len(found) > 1)
        await self._say(f"each unit has its sector: {_sectors(found)}")

    async def _share(self, done: Callable[[list[dict[str, Any]]], bool]) -> list[dict[str, Any]]:
        """The sectors, once they are so."""
        door = f"/v1/incidents/{self.incident_id}/search"
        for _ in range(_SHARED_TRIES):
            # What is said after this is heard below.
            self.watcher.forget()
            found = list(_right(await self.reviewer.get(door)).body["sectors"])
            if found and done(found):
                return found
            await self.watcher.event("search.sector", self._ours, _SHARED_MOST_S)
        raise StageMissed("the sectors were not shared out")

    async def _seen(self) -> None:
        door = f"/v1/footage-requests/{self.footage_id}"
        plan = _right(await self.reviewer.get(f"{door}/plan")).body
        camera = next((one for one in plan["cameras"] if one["left"]), None)
        if camera is None:
            raise StageMissed("the plan has no camera that was recorded")
        await self._say(
            f"the plan has {len(plan['cameras'])} cameras; to be watched first: {camera['name']}"
        )
        at = camera["left"][0]["from_at"]
        seen = {"camera_id": camera["camera_id"], "at": at, "going": "child_or_elder"}
        noted = _right(await self.reviewer.post(f"{door}/sightings", seen)).body["sightings"][-1]
        if noted["stands"]:
            raise StageMissed("one person's word was enough for a minor")
        await self._say("the reviewer has seen him, and waits for a second person")
        confirm = f"{door}/sightings/{noted['sighting_id']}/confirm"
        _right(await self.leader.post(confirm, {}))
        last = datetime.fromisoformat(at)
        found = await self._share(
            lambda found: all(datetime.fromisoformat(one["seen_at"]) == last for one in found)
        )
        await self._say(f"the duty leader agrees; the sectors are others: {_sectors(found)}")

    async def _release(self) -> str:
        now = datetime.now(UTC)
        new = _BULLETIN | {
            "area_code": COUNTY_CODE,
            "phone": "110",
            "until": (now + timedelta(hours=6)).isoformat(),
            "consent": {
                "guardian": "演示人",
                "relation": "parent",
                "how": "in_person",
                "given_at": now.isoformat(),
            },
        }
        door = f"/v1/searches/{self.search_id}/bulletins"
        issued = _right(await self.leader.post(door, new)).body
        bulletin_id = str(issued["bulletin_id"])
        headers = {"authorization": f"Bearer {self.leader.token}", "content-type": "image/jpeg"}
        path = f"/v1/bulletins/{bulletin_id}/portrait"
        _right(await self.leader.raw("PUT", path, _portrait(), headers))
        if bulletin_id not in await self._public():
            raise StageMissed("the public page does not show what was released")
        await self._say(f"the duty leader releases a bulletin: {self.watcher.server}/missing")
        return bulletin_id

    async def _public(self) -> str:
        async with self.watcher.session.get(f"{self.watcher.server}/missing") as answer:
            return await answer.text()

    async def _found(self, bulletin_id: str) -> None:
        door = f"/v1/footage-requests/{self.footage_id}"
        version = _right(await self.reviewer.get(door)).body["request"]["version"]
        result = {"move": "record_result", "outcome": "person_found", "note": "演示:已找到"}
        _right(await self.reviewer.post(f"{door}/moves", result | {"version": version}))
        await self.watcher.event("search.ended", self._ours)
        await self._say("he is found: the search ends, and the patrols are stood down")
        page = await self._public()
        picture = f"{self.watcher.server}/missing/{bulletin_id}/portrait"
        async with self.watcher.session.get(picture) as answer:
            if bulletin_id in page or answer.status != 404:
                raise StageMissed("the bulletin is still shown")
        found = _right(await self.reviewer.get(f"/v1/incidents/{self.incident_id}/search")).body
        await self._say(
            f"page and picture are gone; still owed: {', '.join(found['owed'])};"
            " how he looked is forgotten 30 days later"
        )


def _sectors(found: list[dict[str, Any]]) -> str:
    return "; ".join(_sector(one) for one in found)


def _sector(one: dict[str, Any]) -> str:
    wide = (one["until_deg"] - one["from_deg"]) % 360
    where = f"{_way(one['from_deg'])} to {_way(one['until_deg'])}" if wide else "all round"
    begin = "" if one["toward_deg"] is None else f", first {_way(one['toward_deg'])}"
    return f"{one['call_sign']} {where}{begin}, {one['far_m']:.0f} m"


def _way(bearing_deg: float) -> str:
    return _WAYS[round(bearing_deg / 45) % len(_WAYS)]


def _portrait() -> bytes:
    """A drawn figure; nobody's picture."""
    wide, high = _PORTRAIT_PX
    image = Image.new("RGB", _PORTRAIT_PX, (226, 230, 236))
    draw = ImageDraw.Draw(image)
    draw.ellipse((wide * 0.33, high * 0.18, wide * 0.67, high * 0.44), fill=(238, 205, 178))
    draw.pieslice((wide * 0.31, high * 0.14, wide * 0.69, high * 0.4), 180, 360, fill=(48, 40, 36))
    draw.rounded_rectangle((wide * 0.2, high * 0.47, wide * 0.8, high), 40, fill=(43, 96, 178))
    draw.text((12, 12), "DEMO", fill=(90, 96, 106), font_size=34)
    kept = io.BytesIO()
    image.save(kept, "JPEG")
    return kept.getvalue()


def _right(answer: Answer) -> Answer:
    if answer.status >= 400:
        raise StageMissed(f"refused: {answer.body}")
    return answer
