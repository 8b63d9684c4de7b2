"""Phones in the field go on working: each way of taking something from them is refused."""

import copy
import json
from collections.abc import Callable
from typing import Any

import pytest

from api_spec.__main__ import RELEASED, broken, surface
from api_spec.compat import breaks

Surface = dict[str, Any]
Change = Callable[[Surface], object]
NOW = surface()


def forms(new: Surface) -> dict[str, Any]:
    """The forms of the doors."""
    found: dict[str, Any] = new["openapi"]["components"]["schemas"]
    return found


def door(new: Surface, method: str, path: str) -> dict[str, Any]:
    """One of the doors."""
    found: dict[str, Any] = new["openapi"]["paths"][path][method]
    return found


def members(new: Surface, form: str) -> dict[str, Any]:
    """What a form consists of."""
    found: dict[str, Any] = forms(new)[form]["properties"]
    return found


MOVES = "/v1/tasks/{task_id}/moves"
IMAGE = "/v1/tasks/{task_id}/snapshots/{snapshot_id}/image"

TAKEN_AWAY: dict[str, tuple[Change, str]] = {
    "a door": (
        lambda new: new["openapi"]["paths"]["/v1/receipts"].pop("post"),
        "POST /v1/receipts: the door is gone",
    ),
    "an address": (
        lambda new: new["openapi"]["paths"].pop("/v1/me/tasks"),
        "GET /v1/me/tasks: the door is gone",
    ),
    "an open door": (
        lambda new: door(new, "post", "/v1/receipts").update(security=[{"person": []}]),
        "POST /v1/receipts: stood open, and asks for a signature now",
    ),
    "a parameter": (
        lambda new: door(new, "get", IMAGE).update(parameters=[]),
        f"GET {IMAGE} size: the parameter is gone",
    ),
    "a parameter's freedom to be left out": (
        lambda new: door(new, "get", IMAGE)["parameters"][-1].update(required=True),
        f"GET {IMAGE} size: the parameter is demanded now",
    ),
    "an answer": (
        lambda new: door(new, "post", MOVES)["responses"].pop("200"),
        f"POST {MOVES}: is not answered 200 any more",
    ),
    "a kind of picture": (
        lambda new: door(new, "get", IMAGE)["responses"]["200"]["content"].pop("image/jpeg"),
        f"GET {IMAGE} 200: is not image/jpeg any more",
    ),
    "a door without a body": (
        lambda new: door(new, "get", "/v1/me").update(
            requestBody=door(new, "post", MOVES)["requestBody"]
        ),
        "GET /v1/me: a body is demanded now",
    ),
    "a member that goes out": (
        lambda new: members(new, "TaskShown").pop("answer_by"),
        "GET /v1/me/tasks 200[].answer_by: is gone",
    ),
    "a member that comes in": (
        lambda new: members(new, "MoveTask").pop("reason"),
        f"POST {MOVES} body.reason: is gone",
    ),
    "a member's being there": (
        lambda new: forms(new)["TaskShown"]["required"].remove("ringing"),
        "GET /v1/me/tasks 200[].ringing: may be left out now",
    ),
    "a member's having a value": (
        lambda new: members(new, "TaskShown").update(
            answer_by={"anyOf": [members(new, "TaskShown")["answer_by"], {"type": "null"}]}
        ),
        "GET /v1/me/tasks 200[].answer_by: may be null now",
    ),
    "a member's kind": (
        lambda new: members(new, "TaskShown").update(incident_number={"type": "string"}),
        "GET /v1/me/tasks 200[].incident_number: is not integer any more",
    ),
    "a member's format": (
        lambda new: members(new, "TaskShown")["task_id"].pop("format"),
        "GET /v1/me/tasks 200[].task_id: its format is another",
    ),
    "the freedom to leave a member away": (
        lambda new: forms(new)["MoveTask"]["required"].append("reason"),
        f"POST {MOVES} body.reason: is demanded now",
    ),
    "the freedom not to know a new member": (
        lambda new: forms(new)["NewPhone"].update(
            properties=members(new, "NewPhone") | {"colour": {"type": "string"}},
            required=[*forms(new)["NewPhone"]["required"], "colour"],
        ),
        "POST /v1/me/phones body.colour: is demanded now",
    ),
    "a word that goes out": (
        lambda new: forms(new)["TaskState"]["enum"].remove("taken"),
        "GET /v1/me/tasks 200[].state: the word taken is gone",
    ),
    "a word that comes in": (
        lambda new: forms(new)["TaskMove"]["enum"].remove("decline"),
        f"POST {MOVES} body.move: the word decline is gone",
    ),
    "the length of a text": (
        lambda new: members(new, "MoveTask")["reason"].update(maxLength=10),
        f"POST {MOVES} body.reason: maxLength is 10 now",
    ),
    "a limit's absence": (
        lambda new: members(new, "Receipt")["delivery_id"].update(maxLength=10),
        "POST /v1/receipts body.delivery_id: maxLength is 10 now",
    ),
    "the length of a batch": (
        lambda new: members(new, "NewFixes")["fixes"].update(maxItems=59),
        "POST /v1/me/positions body.fixes: maxItems is 59 now",
    ),
    "the shortest batch": (
        lambda new: members(new, "NewFixes")["fixes"].update(minItems=2),
        "POST /v1/me/positions body.fixes: minItems is 2 now",
    ),
    "a part of the world": (
        lambda new: members(new, "Fix")["lat"].update(minimum=0),
        "POST /v1/me/positions body.fixes[].lat: minimum is 0 now",
    ),
    "a pattern": (
        lambda new: members(new, "ByWeb")["auth"].update(pattern="^a$"),
        "POST /v1/me/phones body.by.auth: its pattern is another",
    ),
    "a gateway": (
        lambda new: members(new, "NewPhone").update(
            by={"anyOf": [{"$ref": "#/components/schemas/ByApns"}, {"type": "null"}]}
        ),
        "POST /v1/me/phones body.by: is not ByHuawei any more",
    ),
    "saying that there is none": (
        lambda new: members(new, "Receipt").update(at={"type": "string", "format": "date-time"}),
        "POST /v1/receipts body.at: is not null any more",
    ),
    "an event": (
        lambda new: new["live"]["components"]["messages"].pop("task.changed"),
        "task.changed: is not heard any more",
    ),
    "a member of an event": (
        lambda new: new["live"]["components"]["schemas"]["TaskShown"]["properties"].pop("ringing"),
        "task.changed.body.ringing: is gone",
    ),
    "an event's number": (
        lambda new: new["live"]["components"]["messages"]["task.offered"]["payload"][
            "properties"
        ].update(seq={"type": "null"}),
        "task.offered.seq: is not integer any more",
    ),
    "a member of a push": (
        lambda new: new["push"]["$defs"]["fcm"]["properties"].pop("attempt"),
        "push fcm.attempt: is gone",
    ),
    "a kind of push": (
        lambda new: new["push"]["$defs"]["Urgency"]["enum"].remove("ordinary"),
        "push apns.kind: the word ordinary is gone",
    ),
    "a refusal": (
        lambda new: new["problems"]["problems"].pop(0),
        "dispatch.already_taken: the refusal is gone",
    ),
    "what a refusal means": (
        lambda new: new["problems"]["problems"][0].update(status=400),
        "dispatch.already_taken: means something else now",
    ),
    "a state": (
        lambda new: new["moves"]["states"].pop("on_scene"),
        "on_scene: the state is gone",
    ),
    "what a state means": (
        lambda new: new["moves"]["states"]["received"].update(ringing=False),
        "received: the state means something else now",
    ),
    "a move": (
        lambda new: new["moves"]["states"]["accepted"]["moves"].pop("on_scene"),
        "accepted: on_scene does not lead to on_scene any more",
    ),
    "the harmlessness of a repeated move": (
        lambda new: new["moves"]["states"]["accepted"]["done_already"].remove("accept"),
        "accepted: a repeated accept is not taken for done any more",
    ),
}

GIVEN: dict[str, Change] = {
    "a door": lambda new: new["openapi"]["paths"].update({"/v1/new": {"get": {"responses": {}}}}),
    "a member that goes out": lambda new: members(new, "TaskShown").update(x={"type": "string"}),
    "a member that may come in": lambda new: members(new, "MoveTask").update(x={"type": "string"}),
    "a word": lambda new: forms(new)["TaskState"]["enum"].append("paged"),
    "a longer text": lambda new: members(new, "MoveTask")["reason"].update(maxLength=9000),
    "a limit less": lambda new: members(new, "MoveTask")["reason"].pop("maxLength"),
    "a member that need not come in": lambda new: forms(new)["MoveTask"].update(required=[]),
    "a value that is always there": lambda new: members(new, "TaskShown").update(
        ended_at={"type": "string"}
    ),
    "an event": lambda new: new["live"]["components"]["messages"].update(new={"payload": {}}),
    "a refusal": lambda new: new["problems"]["problems"].append({"code": "a.b", "status": 409}),
    "a move": lambda new: new["moves"]["states"]["offered"]["moves"].update(think="offered"),
    "another name for a form": lambda new: forms(new).update(Moved=forms(new)["MoveTask"]),
}


@pytest.mark.parametrize("what", TAKEN_AWAY)
def test_what_takes_something_from_a_phone_is_refused(what: str) -> None:
    change, said = TAKEN_AWAY[what]
    new = copy.deepcopy(NOW)
    change(new)
    assert said in breaks(NOW, new)


@pytest.mark.parametrize("what", GIVEN)
def test_what_gives_a_phone_more_is_welcome(what: str) -> None:
    new = copy.deepcopy(NOW)
    GIVEN[what](new)
    assert new != NOW
    assert not breaks(NOW, new)


def test_phones_of_every_released_version_still_work() -> None:
    assert (RELEASED / "v1.0.json").exists()
    assert not broken()


def test_a_released_version_is_whole_and_one_with_itself() -> None:
    for path in RELEASED.glob("v*.json"):
        old = json.loads(path.read_text(encoding="utf-8"))
        assert set(old) == set(NOW)
        assert not breaks(old, old)
