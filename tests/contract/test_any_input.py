"""Whatever comes in, by whomever: an answer that the contract names, never a fault of ours.

Requests are made from the contract, right ones and wrong ones, always the same. They go to the real
service over loopback, as nobody, as an officer, a dispatcher, an administrator, and as a box.
"""

import asyncio
import json
import os
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlsplit

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode

from api_spec.__main__ import MOBILE
from service.identity.wire import Role
from tests.contract.promised import check_answer, document, operations
from tests.contract.story import draw_map
from tests.support import hamlet
from tests.support.people import Box
from tests.support.town_house import Town, open_town

Signs = Callable[[str, str, bytes], Mapping[str, str]]
# Nobody asks as often as this: how often one may is tried elsewhere.
FREELY: dict[str, Any] = {"rate_limits": False}
SIGN_OUTS = {
    ("DELETE", "/v1/sessions/current"),
    ("DELETE", "/v1/me/sessions"),
    ("DELETE", "/v1/me/sessions/{session_id}"),
}
# `ANY_INPUT_TRIES=1000 ANY_INPUT_DOORS=unmask ./dev test tests/contract/test_any_input.py`: more,
# at those doors alone whose address has that in it.
TRIES_EACH = int(os.environ.get("ANY_INPUT_TRIES", "4"))
ONLY = os.environ.get("ANY_INPUT_DOORS", "")
TRIES = settings(
    max_examples=TRIES_EACH,
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@dataclass
class Asker:
    """Somebody who sends requests, and what he was answered."""

    base: str
    signs: Signs
    ids: Mapping[str, str]
    answered: Counter[int] = field(default_factory=Counter)
    refused: set[tuple[tuple[str, str], str]] = field(default_factory=set)

    def try_door(self, door: Any) -> None:
        """Send right and wrong requests to one door."""
        cases = st.one_of(
            door.as_strategy(), door.as_strategy(generation_mode=GenerationMode.NEGATIVE)
        )

        @TRIES
        @given(case=cases, known=st.booleans())
        def ask(case: Any, known: bool) -> None:
            if known and case.path_parameters:
                case.path_parameters = {
                    name: self.ids.get(name, value) for name, value in case.path_parameters.items()
                }
            self.send(case)

        ask()

    def send(self, case: Any) -> None:
        """One request, signed; its answer is held against the contract."""
        with requests.Session() as session:
            ready = session.prepare_request(
                requests.Request(**case.as_transport_kwargs(base_url=self.base))
            )
            body = ready.body or b""
            assert isinstance(body, bytes | str), "the contract sends no streams"
            data = body.encode() if isinstance(body, str) else body
            ready.headers.update(self.signs(str(ready.method), urlsplit(str(ready.url)).path, data))
            with session.send(ready, stream=True, timeout=20, allow_redirects=False) as answer:
                self.answered[answer.status_code] += 1
                streams = "event-stream" in answer.headers.get("content-type", "")
                headers = {name.lower(): value for name, value in answer.headers.items()}
                told = b": watchbell" if streams else answer.content
                door = check_answer(
                    str(ready.method), str(ready.url), answer.status_code, headers, told
                )
                if answer.status_code >= 400:
                    self.refused.add((door, answer.json()["code"]))


def doors(security: str | None) -> list[Any]:
    """The doors of the contract that are guarded so; signing out comes last."""
    whole = schemathesis.openapi.from_dict(document("openapi"))
    found: list[Any] = [cast(Any, result).ok() for result in whole.get_all_operations()]
    keep: list[dict[str, list[str]]] = [] if security is None else [{security: []}]
    mine = [
        door
        for door in found
        if operations()[door.method.upper(), door.path].get("security", []) == keep
        and ONLY in door.path
    ]
    return sorted(mine, key=lambda door: (door.method.upper(), door.path) in SIGN_OUTS)


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


def bearer(token: str) -> Signs:
    """Signs as somebody who has signed in, or not at all."""
    return lambda *_: {"authorization": f"Bearer {token}"} if token else {}


async def ask_all(asker: Asker, security: str | None) -> Counter[int]:
    """Try every door of a kind, in a thread beside the service."""

    def run() -> None:
        for door in doors(security):
            asker.try_door(door)

    await asyncio.to_thread(run)
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
    assert ONLY or {200, 400, 403, 404} <= set(answered)
    assert 401 not in answered or answered[401] < len(SIGN_OUTS) * TRIES.max_examples


async def test_whatever_nobody_sends_is_answered(database_url: str, tmp_path: Path) -> None:
    async with open_town(database_url, tmp_path, map_file=draw_map(tmp_path), **FREELY) as town:
        ids = await ids_of(town, await town.box(4))
        inside = await ask_all(Asker(town.base, bearer(""), ids), "person")
        inside += await ask_all(Asker(town.base, bearer(""), ids), "device")
        outside = await ask_all(Asker(town.base, bearer(""), ids), None)
    assert set(inside) <= {401, 404, 405, 413}
    assert ONLY or {200, 400, 401, 403} <= set(outside)


async def test_whatever_a_box_sends_is_answered(database_url: str, tmp_path: Path) -> None:
    async with open_town(database_url, tmp_path, **FREELY) as town:
        box = await town.box(4)
        ids = await ids_of(town, box)
        answered = await ask_all(Asker(town.base, box.sign, ids), "device")
        assert ONLY or {200, 201, 400} <= set(answered)
        assert 401 not in answered
        pressed = await town.rows("SELECT count(*) AS n FROM alarm")
    assert pressed[0]["n"] == answered[201] + 1
