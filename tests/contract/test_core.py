"""The fixed core: what programs outside rely on stands exactly so, and changes only by version.

A box in a school, a phone in a car and a machine that watches the service are not updated on the
day that we are. What stands in these tables is written down a second time on purpose.
"""

from typing import Any

import pytest

from tests.contract.promised import document, operations, problems
from tests.support.people import Person
from tests.support.town_house import Town

# Who calls it, what it answers when it goes well, what goes in (! is required), what comes out.
CORE: dict[tuple[str, str], tuple[str, set[str], str, str]] = {
    ("POST", "/v1/devices/enrol"): (
        "open",
        {"201"},
        "code! model! algorithm public_key",
        "device_id! site! heartbeat_s! secret!",
    ),
    ("POST", "/v1/alarms"): (
        "device",
        {"201", "200"},
        "press_id! kind! pressed_at! silent test room note",
        "alarm_id! incident_id! state! received_at!",
    ),
    ("POST", "/v1/devices/heartbeat"): (
        "device",
        {"200"},
        "sent_at! started_at! version! spooled! power battery_pct faults self_test",
        "now! heartbeat_s! presses!",
    ),
    ("GET", "/v1/alarms/{press_id}/progress"): (
        "device",
        {"200"},
        "",
        "press_id! state! eta_s! test!",
    ),
    ("POST", "/v1/devices/rotate"): ("device", {"200"}, "public_key!", "device_id!"),
    ("POST", "/v1/sessions"): (
        "open",
        {"201"},
        "name! password! cookie",
        "access_token! expires_in_s! refresh_token!",
    ),
    ("POST", "/v1/sessions/refresh"): (
        "open",
        {"200"},
        "refresh_token",
        "access_token! expires_in_s! refresh_token!",
    ),
    ("POST", "/v1/me/phones"): (
        "person",
        {"201"},
        "platform! model! app_version by allows canary",
        "Phone",
    ),
    ("POST", "/v1/me/duty"): ("person", {"200"}, "on!", "unit_id! on_duty! since!"),
    ("POST", "/v1/me/positions"): ("person", {"200"}, "fixes!", "kept! dropped!"),
    ("GET", "/v1/me/tasks"): ("person", {"200"}, "", "[TaskShown]"),
    ("POST", "/v1/tasks/{task_id}/moves"): ("person", {"200"}, "move! reason", "TaskShown"),
    ("GET", "/v1/live"): ("person", {"200"}, "", ""),
    ("GET", "/v1/incidents"): ("person", {"200"}, "", "[Incident]"),
    ("POST", "/v1/incidents"): (
        "person",
        {"201"},
        "source! kind! priority area_code site_id title place note",
        "Incident",
    ),
    ("GET", "/v1/incidents/{incident_id}"): ("person", {"200"}, "", "Incident"),
    ("POST", "/v1/incidents/{incident_id}/moves"): (
        "person",
        {"200"},
        "move! from_commander area_code into priority disposition note",
        "Incident",
    ),
    ("GET", "/v1/incidents/{incident_id}/timeline"): ("person", {"200"}, "", "[TimelineEntry]"),
    ("GET", "/v1/incidents/{incident_id}/snapshots"): ("person", {"200"}, "", "[Snapshot]"),
    ("GET", "/v1/incidents/{incident_id}/units"): ("person", {"200"}, "", "[NeedShown]"),
    ("GET", "/v1/cameras"): ("person", {"200"}, "", "[Camera]"),
    ("GET", "/v1/sites"): ("person", {"200"}, "", "[Site]"),
    ("GET", "/v1/units"): ("person", {"200"}, "", "[Unit]"),
    ("GET", "/health/live"): ("open", {"200"}, "", "ready! parts!"),
    ("GET", "/health/ready"): ("open", {"200"}, "", "ready! parts!"),
}

WORDS = {
    "Kind": "emergency duress medical fire intruder missing_child missing_person tamper"
    " line_fault power_fault low_battery",
    "ProgressState": "received assigned en_route on_scene reset",
    "AlarmState": "latched reset",
    "Algorithm": "ed25519 hmac-sha256",
    "Power": "mains battery",
    "Crs": "WGS-84 CGCS2000 GCJ-02 BD-09",
    "TaskMove": "receive accept decline en_route on_scene clear withdraw replace",
}


# What a box or a phone decides by when it is refused.
CODES = {
    "device.unsigned": 401,
    "device.unknown": 401,
    "device.forged": 401,
    "device.revoked": 403,
    "device.replaced": 403,
    "device.code_spent": 403,
    "identity.wrong_login": 401,
    "identity.not_signed_in": 401,
    "identity.not_yours": 403,
    "dispatch.already_taken": 409,
    "dispatch.task_over": 409,
    "patrol.off_duty": 409,
    "request.invalid": 400,
    "request.not_found": 404,
    "request.no_such_door": 404,
    "request.wrong_method": 405,
    "request.wrong_move": 409,
    "request.too_large": 413,
    "live.too_many_readers": 429,
    "service.bug": 500,
    "service.unavailable": 503,
}


def forms() -> dict[str, Any]:
    """Every form of the contract."""
    found: dict[str, Any] = document("openapi")["components"]["schemas"]
    return found


def stands(body: dict[str, Any], said: str) -> bool:
    """Whether a body has the fields that the table says, or is the form that it names."""
    schema = body["content"]["application/json"]["schema"]
    if said.startswith("["):
        return bool(schema["items"]["$ref"] == f"#/components/schemas/{said[1:-1]}")
    name = schema["$ref"].rsplit("/", 1)[1]
    if said[0].isupper():
        return bool(name == said)
    form = forms()[name]
    required = form.get("required", [])
    return {f"{n}!" if n in required else n for n in form["properties"]} == set(said.split())


@pytest.mark.parametrize("door", CORE, ids=" ".join)
def test_the_fixed_core_stands(door: tuple[str, str]) -> None:
    who, statuses, goes_in, comes_out = CORE[door]
    operation = operations()[door]
    assert operation.get("security", []) == ([{who: []}] if who != "open" else [])
    assert {status for status in operation["responses"] if status < "400"} == statuses
    assert ("requestBody" in operation) == bool(goes_in)
    if goes_in:
        assert stands(operation["requestBody"], goes_in)
    for status in statuses:
        answer = operation["responses"][status]
        if comes_out:
            assert stands(answer, comes_out)
        else:
            assert list(answer["content"]) == ["text/event-stream"]


@pytest.mark.parametrize("name", WORDS)
def test_the_words_of_the_core_stand(name: str) -> None:
    assert sorted(forms()[name]["enum"]) == sorted(WORDS[name].split())


def test_the_refusals_of_the_core_stand() -> None:
    assert {code: problems()[code]["status"] for code in CODES} == CODES


def test_every_refusal_has_the_form_that_programs_read() -> None:
    body = forms()["ProblemBody"]
    assert set(body["properties"]) == {"type", "title", "status", "code", "detail", "field"}
    assert body["required"] == ["type", "title", "status", "code"]
    assert body.get("additionalProperties", True) is not False
    for operation in operations().values():
        for status, answer in operation["responses"].items():
            if status >= "400":
                assert answer == {"$ref": "#/components/responses/Problem"}


def test_a_batch_of_positions_is_sixty_and_each_names_where_its_numbers_come_from() -> None:
    assert forms()["NewFixes"]["properties"]["fixes"]["maxItems"] == 60
    assert {"at", "lat", "lon", "crs"} == set(forms()["Fix"]["required"])
    assert set(forms()["GivenPlace"]["required"]) == {"lat", "lon", "crs"}


async def test_what_machines_watch_is_where_it_was(town: Town) -> None:
    nobody = Person(town.base, town.session)
    metrics = await nobody.get("/metrics")
    assert metrics.status == 200
    assert metrics.headers["Content-Type"].startswith("text/plain")
    assert b"watchbell_answers_total" in metrics.body
    shown = await nobody.get("/schema/openapi.json")
    assert shown.status == 200
    assert shown.body["paths"].keys() == document("openapi")["paths"].keys()
    assert shown.body["components"] == document("openapi")["components"]
