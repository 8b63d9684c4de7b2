"""A black bag that was left before the school: its cameras are recorded, and somebody asks."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import aiohttp

from tests.support.people import Answer, Person
from tests.support.town.land import COUNTY_CODE
from tests.support.town.model import Camera
from tests.support.town.recordings import FOLDER, channel_of
from tests.support.town.story import REVIEWER, Story

_DAYS_KEPT = 30
_WORDS = "黑色手提包,放在校门外人行道上 A black bag, left on the pavement before the gate"


async def connect(server: str, story: Story, cameras: Sequence[Camera]) -> None:
    """Tell the service where these cameras are recorded; file a request at the counter."""
    async with aiohttp.ClientSession() as session:
        admin, reviewer = Person(server, session), Person(server, session)
        _right(await admin.sign_in("admin", story.password))
        _right(await reviewer.sign_in(REVIEWER, story.password))
        new = {
            "name": "城区录像机 Town recorder",
            "area_code": COUNTY_CODE,
            "address": {"type": "folder", "path": FOLDER},
            "retention_days": _DAYS_KEPT,
        }
        recorder = _right(await admin.post("/v1/recorders", new)).body["recorder_id"]
        for number, camera in enumerate(cameras):
            where = {"recorder_id": recorder, "channel": channel_of(number)}
            _right(await admin.put(f"/v1/cameras/{camera.camera_id}/recording", where))
        now = datetime.now(UTC)
        asked = {
            "category": "lost_property",
            "place": story.place.as_dict(),
            "from_at": (now - timedelta(hours=2, minutes=10)).isoformat(),
            "until_at": (now - timedelta(hours=1, minutes=10)).isoformat(),
            "description": _WORDS,
            "name": "王小明",
            "phone_number": "+861000000099",
        }
        _right(await reviewer.post("/v1/footage-requests", asked))


def _right(answer: Answer) -> Answer:
    assert answer.status < 400, answer.body
    return answer
