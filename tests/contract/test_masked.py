"""Names and numbers of people are masked in every answer; whoever unmasks one says why."""

import re
from typing import Any

import pytest

from service.core import masked
from service.platform import limits
from service.platform.limits import Limits, Rate
from tests.contract.promised import document
from tests.flow.test_bulletins import bulletin, leader
from tests.support import hamlet
from tests.support.town_house import Town

# What a field is called that holds something of somebody's own, or a way to a camera.
PERSONAL = re.compile(
    r"phone_number|guardian|id_number|id_card|citizen_name|username|password|secret|_url$|^phone$"
)
# In the clear, and why.
KNOWN = {
    "Unmasked": "asked for with a reason",
    "Guardian": "asked for with a reason",
    "Number": "asked for with a reason",
    "Applicant": "asked for with a reason",
    "Bulletin.phone": "the number that everybody is to call",
    "ShownBulletin.phone": "the number that everybody is to call",
    "Corrected.phone_number": "one's own, told to oneself",
    "Enrolled.secret": "a device's own, told to it once",
    "FactorBegun.secret": "one's own, told once to who sets it up",
    "FactorShown.secret": "one's own, told once to who sets it up",
    "AccountGiven.password": "for one sign-in, told once to who hands it over",
}


def told(whole: dict[str, Any], starts: list[Any]) -> set[str]:
    """The forms that a piece of a document reaches."""
    found: set[str] = set()
    waiting = list(starts)
    while waiting:
        for name in re.findall(r"#/components/schemas/(\w+)", repr(waiting.pop())):
            if name not in found:
                found.add(name)
                waiting.append(whole[name])
    return found


def open_fields(name: str) -> set[str]:
    """Fields of what goes out that hold something personal and are not masked."""
    whole = document(name)
    forms = whole["components"]["schemas"]
    answers = [
        door["responses"] for item in whole.get("paths", {}).values() for door in item.values()
    ]
    starts = answers or [whole["components"]["messages"]]
    meta = masked.Masked.__metadata__[0].description  # type: ignore[attr-defined]
    return {
        f"{form}.{field}"
        for form in told(forms, starts)
        for field, schema in forms[form].get("properties", {}).items()
        if PERSONAL.search(field)
        and schema.get("type") != "boolean"
        and any(one.get("description") != meta for one in kinds_of(schema))
    }


def kinds_of(schema: dict[str, Any]) -> list[dict[str, Any]]:
    """What a field may be, besides nothing."""
    return [one for one in schema.get("anyOf", [schema]) if one.get("type") != "null"]


@pytest.mark.parametrize("name", ["openapi", "asyncapi"])
def test_whatever_is_personal_is_masked_in_answers_and_events(name: str) -> None:
    left = {one for one in open_fields(name) if {one, one.split(".")[0]}.isdisjoint(KNOWN)}
    assert not left


def test_a_mask_says_neither_the_name_nor_how_long_it_is() -> None:
    assert masked.name("王芳") == masked.name("王小明明") == "王****"
    assert masked.name("") == "****"


async def looks(town: Town) -> list[tuple[str, str, str]]:
    """What stands in the register of what was unmasked."""
    rows = await town.rows(
        "SELECT kind, person, reason, content FROM look WHERE kind = 'unmasked' ORDER BY number"
    )
    return [(row["person"], row["reason"], row["content"]) for row in rows]


async def test_a_guardian_is_named_to_a_desk_of_the_area_for_a_reason(town: Town) -> None:
    east, west = await town.person("east"), await town.person("west")
    issued = (await (await leader(town)).post("/v1/bulletins", bulletin(hamlet.EAST))).body
    assert issued["consent"]["guardian"] == "王****"
    events = "SELECT body FROM outbox UNION ALL SELECT body FROM event"
    [event] = [row for row in await town.rows(events) if issued["bulletin_id"] in str(row)]
    assert "王芳" not in str(event)
    path, why = f"/v1/bulletins/{issued['bulletin_id']}/unmask", {"reason": "to call her back"}
    assert (await east.post(path, {"reason": ""})).status == 400
    assert (await west.post(path, why)).status == 404
    assert (await (await town.person("admin")).post(path, why)).status == 403
    assert await looks(town) == []
    assert (await east.post(path, why)).body == {"guardian": "王芳"}
    content = f"guardian of bulletin {issued['bulletin_id']}"
    assert await looks(town) == [("East", "to call her back", content)]


async def test_where_it_cannot_be_written_down_nothing_is_unmasked(town: Town) -> None:
    east = await town.person("east")
    issued = (await (await leader(town)).post("/v1/bulletins", bulletin(hamlet.EAST))).body
    await town.own("ALTER TABLE look RENAME TO look_away")
    path = f"/v1/bulletins/{issued['bulletin_id']}/unmask"
    answer = await east.post(path, {"reason": "to call her back"})
    assert answer.status == 500
    assert "王芳" not in str(answer.body)


async def test_somebody_is_found_by_a_number_however_it_is_written(town: Town) -> None:
    chief, west = await town.person("chief"), await town.person("west")
    door, why = "/v1/accounts/by-number", {"reason": "he called the desk"}
    for written in ("1390000001", "139-000 0001", "+1390000001", "001390000001"):
        [one] = (await chief.post(door, why | {"phone_number": written})).body
        assert one["display"] == "Officer1"
    assert (await chief.post(door, why | {"phone_number": "1390000009"})).body == []
    assert (await west.post(door, why | {"phone_number": "1390000001"})).body == [], "not theirs"
    path = f"/v1/accounts/{one['account_id']}/unmask"
    assert (await chief.post(path, why)).body == {"phone_number": "1390000001"}
    assert (await west.post(path, why)).status == 404
    officer = await town.officer(1)
    assert (await officer.post(path, why)).status == 403
    assert len(await looks(town)) == 5
    assert "1390000001" not in str(await looks(town))


async def test_a_camera_s_addresses_are_told_but_never_its_password(town: Town) -> None:
    admin, chief = await town.person("admin"), await town.person("chief")
    new = {
        "name": "东门",
        "area_code": hamlet.EAST,
        "place": hamlet.north(10),
        "managing_unit": "公安局",
        "bearing_deg": 0,
        "spread_deg": 90,
        "range_m": 60,
        "rtsp_url": "rtsp://127.0.0.1:554/1",
        "username": "viewer",
        "password": "swordfish",
    }
    camera_id = (await admin.post("/v1/cameras", new)).body["camera_id"]
    path, why = f"/v1/cameras/{camera_id}/unmask", {"reason": "the installer asks"}
    assert (await chief.post(path, why)).status == 403
    shown = (await admin.post(path, why)).body
    assert (shown["rtsp_url"], shown["username"]) == ("rtsp://127.0.0.1:554/1", "viewer")
    assert "swordfish" not in str(shown)
    [(person, reason, content)] = await looks(town)
    assert (person, reason) == ("Admin", "the installer asks")
    assert content == f"addresses and login of camera {camera_id}"


async def test_nobody_unmasks_by_the_page(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    assert limits.UNMASKING.rate == Rate(30, 3600)
    monkeypatch.setattr(limits, "_USUAL", Limits(rate=None))
    chief = await town.person("chief")
    asked = {"phone_number": "1390000001", "reason": "he called the desk"}
    statuses = [(await chief.post("/v1/accounts/by-number", asked)).status for _ in range(31)]
    assert statuses == [200] * 30 + [429]
