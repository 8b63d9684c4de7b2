"""Whatever comes in, by whomever: an answer that the contract names, never a fault of ours.

Requests are made from the contract, right ones and wrong ones, always the same. They go to the real
service over loopback, as nobody, as an officer, a dispatcher, an administrator, and as a box.
"""

import asyncio
import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings

from api_spec.__main__ import MOBILE
from service.identity.wire import Role
from tests.contract.asking import SIGN_OUTS, Asker, bearer, drawn
from tests.contract.story import draw_map
from tests.support import hamlet
from tests.support.people import Box
from tests.support.town_house import Town, open_town

# Nobody asks as often as this: how often one may is tried elsewhere.
FREELY: dict[str, Any] = {"rate_limits": False}
# The whole of it, thousands of each door, is `./dev fuzz`.
TRIES = settings(
    max_examples=4,
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


async def ids_of(town: Town, box: Box) -> dict[str, str]:
    """Names of things that exist, so that not every door ends at "no such thing"."""
    officer = await town.officer(1, hamlet.north(1500))
    taken = (await box.press()).body
    await town.work()
    [alarm] = await town.rows("SELECT press_id FROM alarm")
    return {
        "incident_id": taken["incident_id"],
        "alarm_id": taken["alarm_id"],
        "press_id": str(alarm["press_id"]),
        "task_id": (await officer.task())["task_id"],
        "site_id": str(hamlet.SMALL),
        "device_id": str(hamlet.DORM),
        "unit_id": str(hamlet.uid("un", 6)),
        "area_code": hamlet.EAST,
    }


async def ask_all(asker: Asker, security: str | None) -> Counter[int]:
    """Try every door of a kind, in a thread beside the service."""
    await asyncio.to_thread(lambda: asker.send_all(drawn(security, TRIES)))
    return asker.answered


def documents() -> dict[str, Any]:
    """The phone's part of the contract."""
    return {
        name: json.loads((MOBILE / name).read_text(encoding="utf-8"))
        for name in ("openapi.json", "problems.json")
    }


PEOPLE = {
    Role.DISPATCHER: "east",
    Role.PATROL_OFFICER: "officer1",
    Role.ADMINISTRATOR: "admin",
}


@pytest.mark.parametrize("role", PEOPLE)
async def test_whatever_somebody_with_an_account_sends_is_answered(
    role: Role, database_url: str, tmp_path: Path
) -> None:
    async with open_town(database_url, tmp_path, map_file=draw_map(tmp_path), **FREELY) as town:
        ids = await ids_of(town, await town.box(4))
        person = await town.person(PEOPLE[role])
        asker = Asker(town.base, bearer(person.token), ids)
        answered = await ask_all(asker, "person")
    if role is Role.PATROL_OFFICER:
        told = {row["code"] for row in documents()["problems.json"]["problems"]}
        paths = documents()["openapi.json"]["paths"]
        met = {
            code for (method, path), code in asker.refused if method.lower() in paths.get(path, {})
        }
        assert met <= told, "what a phone is refused at its doors stands in its contract"
    assert {200, 400, 403, 404} <= set(answered)
    # A second factor that nobody has begun is answered so as well.
    known = len(SIGN_OUTS) + 1
    assert answered[401] < known * TRIES.max_examples


async def test_whatever_nobody_sends_is_answered(database_url: str, tmp_path: Path) -> None:
    async with open_town(database_url, tmp_path, map_file=draw_map(tmp_path), **FREELY) as town:
        ids = await ids_of(town, await town.box(4))
        inside = await ask_all(Asker(town.base, bearer(""), ids), "person")
        inside += await ask_all(Asker(town.base, bearer(""), ids), "device")
        outside = await ask_all(Asker(town.base, bearer(""), ids), None)
    assert set(inside) <= {400, 401, 404, 405, 413}
    assert {200, 400, 401, 403} <= set(outside)


async def test_whatever_a_box_sends_is_answered(database_url: str, tmp_path: Path) -> None:
    async with open_town(database_url, tmp_path, **FREELY) as town:
        box = await town.box(4)
        ids = await ids_of(town, box)
        answered = await ask_all(Asker(town.base, box.sign, ids), "device")
        assert {200, 201, 400} <= set(answered)
        assert 401 not in answered
        pressed = await town.rows("SELECT count(*) AS n FROM alarm")
    assert pressed[0]["n"] == answered[201] + 1
