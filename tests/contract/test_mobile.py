"""The phone's part of the contract: cut out of the whole, and kept by the service."""

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator

from api_spec.__main__ import MOBILE, files
from api_spec.mobile import OPERATIONS, referred
from service.dispatch import rules
from service.dispatch.wire import TaskMove, TaskState
from tests.architecture.tree import ROOT, words_of
from tests.contract.promised import document, problems
from tests.contract.story import answer_a_press
from tests.flow.gate import DIGEST, GOOD, put_up
from tests.support.gateways.browsers import PushService
from tests.support.town.cameras import TownCameras
from tests.support.town_house import Town


def published(name: str) -> Any:
    """One of the phone's documents."""
    return json.loads((MOBILE / name).read_text(encoding="utf-8"))


GENERATED = {path: text for path, text in files().items() if MOBILE in path.parents}


@pytest.mark.parametrize("path", GENERATED, ids=lambda path: path.name)
def test_what_phones_are_promised_is_what_the_structs_say(path: Path) -> None:
    assert path.read_text(encoding="utf-8") == GENERATED[path]


def test_the_phones_doors_are_a_document_of_their_own() -> None:
    mine, whole = published("openapi.json"), document("openapi")
    OpenAPIV31SpecValidator(mine).validate()
    doors = [door for item in mine["paths"].values() for door in item.values()]
    assert {door["operationId"] for door in doors} == set(OPERATIONS)
    for path, item in mine["paths"].items():
        for method, door in item.items():
            assert door == whole["paths"][path][method]
    forms = mine["components"]["schemas"]
    assert referred(mine) == set(forms), "each form is there, and none that nobody refers to"
    assert all(form == whole["components"]["schemas"][name] for name, form in forms.items())


def test_what_a_phone_hears_leads_somewhere() -> None:
    mine = published("live.json")
    forms = mine["components"]["schemas"]
    assert referred(mine) == set(forms)
    for message in mine["components"]["messages"].values():
        Draft202012Validator.check_schema(message["payload"])


def test_each_state_says_what_leads_on_and_what_is_done_already() -> None:
    states = published("moves.json")["states"]
    assert set(states) == {str(state) for state in TaskState}
    for name, state in states.items():
        assert set(state["moves"].values()) <= set(states)
        assert set(state["moves"]) | set(state["done_already"]) <= {str(m) for m in TaskMove}
        for move in state["done_already"]:
            assert rules.already(TaskState(name), TaskMove(move))


def test_what_a_phone_may_be_refused_is_known_and_says_what_it_means() -> None:
    mine = published("problems.json")["problems"]
    for row in mine:
        whole = problems()[row["code"]]
        assert row == whole | ({"move": row["move"]} if "move" in row else {})
    assert {row["code"] for row in mine} >= {"dispatch.already_taken", "patrol.off_duty"}


def test_our_own_phones_call_no_other_doors() -> None:
    patterns = set(published("openapi.json")["paths"])
    said = {w for w in words_of(ROOT / "service/cli/phone.py") if w.startswith("/v1/")}
    assert said
    assert all(any(p.startswith(w.rstrip("/")) for p in patterns) for w in said), said


async def test_an_officer_hears_what_the_contract_says_and_nothing_else(
    town_and_push: tuple[Town, PushService], cameras: TownCameras
) -> None:
    town, service = town_and_push
    await put_up(town, cameras, GOOD[0], 40)
    await put_up(town, cameras, DIGEST[0], 60)
    told = published("live.json")["components"]["messages"]
    officer = await town.person("officer1")
    heard = set()
    async with town.live(officer) as stream:
        await answer_a_press(town, service)
        right = await officer.post("/v1/me/duty", {"on": False})
        assert right.status == 200
        while "unit.duty" not in heard or not stream.empty():
            event = await asyncio.wait_for(stream.get(), 10)
            heard.add(event["topic"])
    assert heard == set(told)
