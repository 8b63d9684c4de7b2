"""A place with cameras of two managing units, their recorder, and the people of a request."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from service.core.ids import new_id
from tests.support import hamlet
from tests.support.people import Answer, Person
from tests.support.recorders import RecorderServer, recorder
from tests.support.town_house import Town

SCHOOL_UNIT, POLICE_UNIT = "河边幼儿园", "东关派出所"


async def topics(heard: "asyncio.Queue[dict[str, Any]]", count: int) -> list[str]:
    """What somebody hears next."""
    async with asyncio.timeout(10):
        return [str((await heard.get())["topic"]) for _ in range(count)]


def right(answer: Answer) -> Any:
    """The body of an answer that is no refusal."""
    assert answer.status < 400, answer.body
    return answer.body


@dataclass
class Office:
    """Who there is, and where cameras are recorded."""

    town: Town
    served: RecorderServer
    citizen: Person
    reviewer: Person
    cameras: list[str]
    recorder_id: str

    def asked(self, **more: Any) -> dict[str, Any]:
        """A request for an hour of this morning at the kindergarten's gate."""
        now = self.town.clock.now()
        body = {
            "category": "lost_property",
            "place": hamlet.north(1800),
            "from_at": (now - timedelta(hours=2)).isoformat(),
            "until_at": (now - timedelta(hours=1)).isoformat(),
            "description": "黑色书包,内有学生证",
            "name": "王小明",
        }
        return {name: value for name, value in (body | more).items() if value is not None}

    async def file(self, **more: Any) -> dict[str, Any]:
        """A citizen's request with what follows from it."""
        filed = right(await self.citizen.post("/v1/me/footage-requests", self.asked(**more)))
        await self.town.work()
        assert isinstance(filed, dict)
        return filed

    async def later(self, **length: float) -> None:
        """Let time pass, and do what is due; sessions do not last that long."""
        await self.town.forward(**length)
        right(await self.citizen.sign_in("citizen"))
        right(await self.reviewer.sign_in("reviewer"))

    async def whole(self, of: str) -> dict[str, Any]:
        """A request as the office sees it."""
        found = right(await self.reviewer.get(f"/v1/footage-requests/{of}"))
        assert isinstance(found, dict)
        return found

    async def move(self, of: str, move: str, by: Person | None = None, **more: Any) -> Answer:
        """A move of the office on what it sees now."""
        who = by or self.reviewer
        version = (await self.whole(of))["request"]["version"]
        body = {"move": move, "version": version} | more
        return await who.post(f"/v1/footage-requests/{of}/moves", body)

    async def questions(self, of: str) -> dict[str, dict[str, Any]]:
        """The questions of a request, by unit."""
        found = right(await self.reviewer.get(f"/v1/footage-requests/{of}/consents"))
        return {one["managing_unit"]: one for one in found}

    async def to_consent(self, of: str, *, identified: bool = False) -> dict[str, dict[str, Any]]:
        """Identity, triage, acceptance, and a question to each unit."""
        if not identified:
            right(await self.move(of, "verify_identity", id_number="370828199001011234"))
        right(await self.move(of, "triage"))
        right(await self.move(of, "accept"))
        right(await self.move(of, "ask_consent"))
        return await self.questions(of)

    async def consent(self, question: dict[str, Any], reply: str = "grant") -> Answer:
        """A managing unit's answer by link."""
        of = question["consent_id"]
        link = right(await self.reviewer.post(f"/v1/footage-consents/{of}/link", None))
        unit = question["managing_unit"]
        body = {"token": link["token"], "managing_unit": unit, "reply": reply, "by": "李主任"}
        nobody = Person(self.town.base, self.town.session)
        return await nobody.post("/v1/footage-consent-links/answer", body)

    async def decide(self, of: str, by: Person | None = None, **each: Any) -> Answer:
        """The same decision for every camera."""
        found = await self.whole(of)
        cameras = [{"camera_id": one["camera_id"], **each} for one in found["cameras"]]
        body = {"version": found["request"]["version"], "cameras": cameras}
        return await (by or self.reviewer).post(f"/v1/footage-requests/{of}/decision", body)


async def account(town: Town, name: str, role: str, area_code: str) -> Person:
    """Somebody of a role who has signed in."""
    account_id = new_id(town.clock.now())
    await town.rows(
        "INSERT INTO account (account_id, name, display, password_hash, demo, created_at)"
        " SELECT $1, $2, initcap($2), password_hash, false, created_at"
        " FROM account WHERE name = 'east'",
        *(account_id, name),
    )
    await town.rows(
        "INSERT INTO role_grant (grant_id, account_id, role, area_code) VALUES ($1, $1, $2, $3)",
        *(account_id, role, area_code),
    )
    return await town.person(name)


async def put_up(town: Town, metres: float, unit: str, **more: Any) -> str:
    """A camera so many metres north of the kindergarten's gate; its id."""
    admin = await town.person("admin")
    new = standing(metres, unit, **more)
    return str(right(await admin.post("/v1/cameras", new))["camera_id"])


def standing(metres: float, unit: str, **more: Any) -> dict[str, Any]:
    """A camera so many metres north of the kindergarten's gate, as it is written."""
    body = {
        "name": f"{metres:g} m",
        "area_code": hamlet.EAST,
        "place": hamlet.north(1800 + metres),
        "managing_unit": unit,
        "bearing_deg": 180,
        "spread_deg": 60,
        "range_m": 60,
        "snapshot_url": "http://127.0.0.1:9/never",
    }
    return body | more


@asynccontextmanager
async def open_office(town: Town) -> AsyncIterator[Office]:
    """Three cameras near the gate, two of the school and one of the police, all recorded."""
    admin = await town.person("admin")
    async with recorder() as served:
        new = {
            "name": "NVR 1",
            "area_code": hamlet.EAST,
            "address": {"type": "http", "base_url": served.url, "token": served.token},
            "retention_days": 30,
        }
        recorder_id = right(await admin.post("/v1/recorders", new))["recorder_id"]
        units = (SCHOOL_UNIT, SCHOOL_UNIT, POLICE_UNIT)
        cameras = [await put_up(town, 40.0 * n, unit) for n, unit in enumerate(units, 1)]
        for n, camera_id in enumerate(cameras):
            where = {"recorder_id": recorder_id, "channel": f"ch{n}"}
            right(await admin.put(f"/v1/cameras/{camera_id}/recording", where))
        yield Office(
            town,
            served,
            await account(town, "citizen", "citizen", hamlet.CITY),
            await account(town, "reviewer", "reviewer", hamlet.COUNTY),
            cameras,
            recorder_id,
        )
