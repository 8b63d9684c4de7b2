"""A reviewer's desk over a folder of recordings: two minutes of films at a kindergarten's gate."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from tests.support import hamlet
from tests.support.footage import POLICE_UNIT, SCHOOL_UNIT, Office, account, open_office, right
from tests.support.people import Answer, Person
from tests.support.places import Passer, Scene, film
from tests.support.town_house import Town, open_town

# The thing is taken in the sixty-first second, while nobody stands before it.
GONE_S, LENGTH_S = 61.0, 120.0
SCENE = Scene(
    LENGTH_S,
    is_there=lambda at_s: at_s < GONE_S,
    passers=(Passer(20, 32, 157), Passer(84, 96, 300)),
    fps=4,
    gop=8,
)
REGION = {"x": SCENE.region.x, "y": SCENE.region.y}
REGION |= {"width": SCENE.region.width, "height": SCENE.region.height}


@dataclass
class Desk:
    """Who there is, and where films lie; `begins` is when the first one does."""

    office: Office
    folder: Path
    begins: datetime

    @property
    def town(self) -> Town:
        """The town."""
        return self.office.town

    @property
    def reviewer(self) -> Person:
        """Who reviews."""
        return self.office.reviewer

    def at(self, seconds: float) -> str:
        """So many seconds after the first film begins."""
        return (self.begins + timedelta(seconds=seconds)).isoformat()

    def lay(self, data: bytes, after_s: float = 0, channel: int = 0, kind: str = "mp4") -> Path:
        """A file of a camera's, that begins so long after the first one."""
        begins = self.begins + timedelta(seconds=after_s)
        path = self.folder / f"ch{channel}" / f"{begins:%Y%m%dT%H%M%SZ}.{kind}"
        path.write_bytes(data)
        return path

    async def urgent(self, **more: Any) -> str:
        """A search that nobody waits with: two units of three cameras have said yes by mouth."""
        asked = {"category": "missing_person", "at_risk": "elder"} | more
        of = str((await self.office.file(**asked))["request"]["footage_id"])
        chief = await self.town.person("chief") if asked["at_risk"] == "minor" else None
        for unit in (SCHOOL_UNIT, POLICE_UNIT):
            spoken = {"managing_unit": unit, "reply": "grant", "by": "李主任"}
            door = f"/v1/footage-requests/{of}/consents/spoken"
            question = right(await self.reviewer.post(door, spoken))
            if chief is not None:
                second = f"/v1/footage-consents/{question['consent_id']}/second"
                right(await chief.post(second, None))
        return of

    async def taken(self, of: str, by: Person | None = None) -> dict[str, Any]:
        """The request is somebody's for review."""
        found = right(await (by or self.reviewer).post(f"/v1/footage-requests/{of}/desk", None))
        assert isinstance(found, dict)
        return found

    async def brought(self, of: str, number: int = 0) -> dict[str, Any]:
        """A camera's recording, once it is at the desk."""
        camera_id = self.office.cameras[number]
        right(await self.reviewer.post(f"/v1/footage-requests/{of}/recordings/{camera_id}", None))
        await self.town.work()
        desk = right(await self.reviewer.get(f"/v1/footage-requests/{of}/desk"))
        return next(one for one in desk["cameras"] if one["camera_id"] == camera_id)

    async def ready(self, **more: Any) -> str:
        """A search with its first camera's recording at the desk."""
        of = await self.urgent(**more)
        await self.taken(of)
        assert (await self.brought(of))["state"] == "ready"
        return of

    async def look(self, of: str, what: str, by: Person | None = None, **asked: Any) -> Answer:
        """A look at the first camera."""
        body = {"camera_id": self.office.cameras[0]} | asked
        return await (by or self.reviewer).post(f"/v1/footage-requests/{of}/looks/{what}", body)

    async def review(self, of: str, kind: str, **asked: Any) -> dict[str, Any]:
        """Something that is looked for in the first camera's recording; as it is asked."""
        body = {"camera_id": self.office.cameras[0], "kind": kind} | asked
        asked_for = right(await self.reviewer.post(f"/v1/footage-requests/{of}/reviews", body))
        assert isinstance(asked_for, dict)
        return asked_for

    async def moment(self, of: str, **more: Any) -> dict[str, Any]:
        """When the thing went, between a person's marks."""
        marks = {"there_at": [self.at(1)], "gone_at": [self.at(115)]}
        return await self.review(of, "moment", **({"region": REGION} | marks | more))

    async def answered(self, review: dict[str, Any]) -> dict[str, Any]:
        """The same review, once all that is due was done."""
        await self.town.work()
        found = right(await self.reviewer.get(f"/v1/footage-reviews/{review['review_id']}"))
        assert isinstance(found, dict)
        return found


def scene_film(folder: Path) -> bytes:
    """The film of the scene, as a file."""
    return film(folder / "scene.mp4", SCENE).read_bytes()


def folders_in(folder: Path) -> Path:
    """Where recordings of three cameras will lie."""
    recordings = folder / "recordings"
    for number in range(3):
        (recordings / "east" / f"ch{number}").mkdir(parents=True)
    return recordings


async def desk_over(office: Office, recordings: Path, recorded: bytes) -> Desk:
    """The office's cameras write into folders; the first has a film of two minutes."""
    admin = await office.town.person("admin")
    new = {
        "name": "NVR 2",
        "area_code": hamlet.EAST,
        "address": {"type": "folder", "path": "east"},
        "retention_days": 30,
    }
    recorder_id = right(await admin.post("/v1/recorders", new))["recorder_id"]
    for number, camera_id in enumerate(office.cameras):
        where = {"recorder_id": recorder_id, "channel": f"ch{number}"}
        right(await admin.put(f"/v1/cameras/{camera_id}/recording", where))
    begins = office.town.clock.now().replace(second=0) - timedelta(hours=1, minutes=50)
    desk = Desk(office, recordings / "east", begins)
    desk.lay(recorded)
    return desk


@asynccontextmanager
async def open_desk(database_url: str, folder: Path, recorded: bytes) -> AsyncIterator[Desk]:
    """A town whose three cameras write into folders; the first has a film of two minutes."""
    recordings = folders_in(folder)
    given = {"recordings_folder": str(recordings)}
    async with open_town(database_url, folder, **given) as town, open_office(town) as office:  # type: ignore[arg-type]
        yield await desk_over(office, recordings, recorded)


async def colleague(desk: Desk, name: str = "colleague") -> Person:
    """Another reviewer of the area."""
    return await account(desk.town, name, "reviewer", hamlet.COUNTY)
