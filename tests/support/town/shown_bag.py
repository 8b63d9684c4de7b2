"""The black bag's request up to the viewing room: consented, granted, masked and confirmed.

By doors, as people of the demo would do it at their desks; the room itself is a page.
"""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp

from tests.support.people import Answer, Person
from tests.support.town.story import REVIEWER, Story

# Some seconds before somebody took the bag, and after.
_BESIDE = timedelta(seconds=5)
_WAIT_S, _TRIES = 2.0, 90


async def grant(server: str, story: Story, camera_id: str) -> str:
    """The request, whose applicant has an appointment now; its film may be shown."""
    async with aiohttp.ClientSession() as session:
        reviewer = Person(server, session)
        _right(await reviewer.sign_in(REVIEWER, story.password))
        queue = _right(await reviewer.get("/v1/footage-requests")).body
        lost = [one for one in queue if one["category"] == "lost_property"]
        request = min(lost, key=lambda one: int(one["number"]))
        of = str(request["footage_id"])
        at = datetime.fromisoformat(request["from_at"]) + timedelta(minutes=32, seconds=40)
        minutes = [(at + part * 12 * _BESIDE).isoformat() for part in (-1, 1)]
        chosen = {"camera_id": camera_id, "from_at": minutes[0], "until_at": minutes[1]}
        await _move(reviewer, of, "verify_identity", id_number="370828199001011234")
        await _move(reviewer, of, "triage")
        await _move(reviewer, of, "accept")
        await _until_state(reviewer, of, "footage_held")
        await _move(reviewer, of, "ask_consent", cameras=[chosen])
        await _consent(reviewer, of)
        version = (await _request(reviewer, of))["version"]
        decided = {"camera_id": camera_id, "decision": "approved"}
        body = {"version": version, "cameras": [decided]}
        _right(await reviewer.post(f"/v1/footage-requests/{of}/decision", body))
        slot = (datetime.now(UTC) + timedelta(minutes=10)).isoformat()
        await _move(reviewer, of, "schedule", slot_at=slot, slot_place="查阅室 1")
        await _mask(reviewer, of, camera_id, at)
        return of


async def _consent(reviewer: Person, of: str) -> None:
    for question in _right(await reviewer.get(f"/v1/footage-requests/{of}/consents")).body:
        door = f"/v1/footage-consents/{question['consent_id']}/link"
        token = _right(await reviewer.post(door, None)).body["token"]
        said = {"token": token, "managing_unit": question["managing_unit"], "reply": "grant"}
        answer = said | {"by": "李主任"}
        _right(await reviewer.post("/v1/footage-consent-links/answer", answer))


async def _mask(reviewer: Person, of: str, camera_id: str, at: datetime) -> None:
    """Have these seconds masked, and look through them."""
    door = f"/v1/footage-requests/{of}/maskings"
    ends = [(at + part * _BESIDE).isoformat() for part in (-1, 1)]
    body = {"camera_id": camera_id, "from_at": ends[0], "until_at": ends[1]}
    _right(await reviewer.post(door, body))
    film: dict[str, Any] = {"state": "asked"}
    for _ in range(_TRIES):
        [film] = _right(await reviewer.get(door)).body
        if film["state"] != "asked":
            break
        await asyncio.sleep(_WAIT_S)
    assert film["state"] == "made", film
    masking = f"/v1/maskings/{film['masking_id']}"
    for number in range(film["film"]["strips"]):
        assert (await reviewer.post(f"{masking}/strips", {"number": number})).status == 200
    _right(await reviewer.post(f"{masking}/confirm", None))


async def _request(reviewer: Person, of: str) -> dict[str, Any]:
    return dict(_right(await reviewer.get(f"/v1/footage-requests/{of}")).body["request"])


async def _until_state(reviewer: Person, of: str, state: str) -> None:
    for _ in range(_TRIES):
        if (await _request(reviewer, of))["state"] == state:
            return
        await asyncio.sleep(_WAIT_S)
    raise AssertionError(f"the request is not {state}")


async def _move(reviewer: Person, of: str, move: str, **more: object) -> None:
    body = {"move": move, "version": (await _request(reviewer, of))["version"]} | more
    _right(await reviewer.post(f"/v1/footage-requests/{of}/moves", body))


def _right(answer: Answer) -> Answer:
    assert answer.status < 400, answer.body
    return answer
