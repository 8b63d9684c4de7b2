"""Everybody sees, corrects and asks about what is kept of him, and of nobody else."""

from datetime import datetime, timedelta
from typing import Any

from tests.flow.test_dispatch import ring
from tests.flow.test_keeping import held, purged
from tests.flow.test_messages import line
from tests.support import hamlet
from tests.support.people import Person
from tests.support.town_house import Town

OFFICER = "/v1/notices/officer"


async def data_of(person: Person) -> dict[str, Any]:
    """The parts of somebody's own data, by name."""
    answer = await person.get("/v1/me/data")
    assert answer.status == 200, answer.body
    return {part["part"]: part for part in answer.body["parts"]}


async def asks(person: Person, kind: str, text: str = "") -> dict[str, Any]:
    answer = await person.post("/v1/me/requests", {"kind": kind, "text": text})
    assert answer.status == 201, answer.body
    return dict(answer.body)


async def answers(admin: Person, request: dict[str, Any], **said: object) -> Any:
    return await admin.post(f"/v1/data-requests/{request['request_id']}/answer", said)


async def test_a_person_sees_all_that_is_kept_of_him_and_nothing_of_another(town: Town) -> None:
    officer = await town.officer(1, hamlet.north(1700))
    other = await town.officer(2, hamlet.north(5000))
    taken = await ring(town)
    await officer.answer("accept")
    path = f"/v1/incidents/{taken['incident_id']}/messages"
    await officer.post(path, line("后门开着"))
    parts = await data_of(officer)
    [account] = parts["account"]["rows"]
    assert (account["name"], account["phone_number"]) == ("officer1", "1390000001")
    assert [row["role"] for row in parts["roles"]["rows"]] == ["patrol_officer"]
    assert [row["text"] for row in parts["messages"]["rows"]] == ["后门开着"]
    assert [row["state"] for row in parts["tasks"]["rows"]] == ["accepted"]
    assert len(parts["positions"]["rows"]) == len(parts["duties"]["rows"]) == 1
    assert parts["positions"]["kept_days"] == 7
    theirs = await data_of(other)
    assert theirs["messages"]["rows"] == theirs["tasks"]["rows"] == []
    for part in parts.values():
        assert part["purpose"]["zh"]
        assert part["basis"]["en"]
        assert part["receivers"]


async def test_a_person_sees_who_tried_the_account_and_what_was_changed_about_it(
    town: Town,
) -> None:
    officer, other = await town.officer(1), await town.officer(2)
    town.clock.forward(seconds=1)
    await Person(town.base, town.session).sign_in("officer1", "not the password")
    town.clock.forward(seconds=1)
    admin = await town.person("admin")
    account_id = (await officer.get("/v1/me")).body["account_id"]
    roles = [{"role": "dispatcher", "area_code": hamlet.WEST}]
    changed = await admin.put(f"/v1/accounts/{account_id}/roles", {"roles": roles})
    assert changed.status == 200, changed.body
    town.clock.forward(seconds=1)
    await officer.sign_in("officer1")
    rows = (await data_of(officer))["security"]["rows"]
    assert [row["kind"] for row in rows][:3] == ["signed_in", "roles_changed", "failed"]
    signed_in, change, failed = rows[:3]
    assert failed["address"] == signed_in["address"] == "127.0.0.1"
    assert failed["device"]
    assert (change["by"], change["address"], change["device"]) == ("Admin", None, None)
    assert change["roles"] == [f"dispatcher {hamlet.WEST}"]
    theirs = (await data_of(other))["security"]["rows"]
    assert "failed" not in [row["kind"] for row in theirs]


async def test_no_secret_leaves_with_the_own_data(town: Town) -> None:
    officer = await town.officer(1)
    said = str((await officer.get("/v1/me/data")).body)
    for row in await town.rows(
        "SELECT password_hash, encode(refresh_hash, 'hex') AS refresh_hash"
        " FROM account JOIN session USING (account_id)"
    ):
        assert row["password_hash"] not in said
        assert row["refresh_hash"] not in said
    assert "address_sealed" not in said
    assert "_hash" not in said


async def test_a_person_corrects_the_own_name_and_number(town: Town) -> None:
    officer = await town.officer(1)
    new = {"display": "王小明", "phone_number": "+8613800138000"}
    assert (await officer.patch("/v1/me", new)).body == new
    [account] = (await data_of(officer))["account"]["rows"]
    assert (account["display"], account["phone_number"]) == tuple(new.values())
    [kept] = await town.rows("SELECT phone_sealed FROM account WHERE name = 'officer1'")
    assert b"13800138000" not in kept["phone_sealed"]
    gone = await officer.patch("/v1/me", {"phone_number": ""})
    assert gone.body == {"display": "王小明", "phone_number": None}
    assert (await officer.patch("/v1/me", {})).code == "person.nothing_to_correct"
    assert (await officer.patch("/v1/me", {"phone_number": "110'; --"})).status == 400
    assert (await officer.patch("/v1/me", {"name": "root"})).status == 400


async def test_a_request_goes_to_administrators_of_the_area_with_a_deadline(town: Town) -> None:
    officer, admin = await town.officer(1), await town.person("warden")
    request = await asks(officer, "explain", "为什么派我？")
    due, asked = (datetime.fromisoformat(request[name]) for name in ("due_at", "asked_at"))
    assert due - asked == timedelta(days=15)
    [seen] = (await admin.get("/v1/data-requests")).body
    assert (seen["display"], seen["text"], seen["late"]) == ("Officer1", "为什么派我？", False)
    assert (await (await town.person("east")).get("/v1/data-requests")).status == 403
    rows = await town.rows(
        "SELECT body FROM event WHERE topic = 'data_request.changed'"
        " UNION ALL SELECT body FROM outbox WHERE topic = 'data_request.changed'"
    )
    assert [row["body"]["state"] for row in rows] == ["open"]
    assert "派我" not in str(rows)
    assert "Officer1" not in str(rows)


async def test_an_overdue_request_is_marked_and_a_policy_shortens_the_time(town: Town) -> None:
    officer, admin = await town.officer(1), await town.person("admin")
    await admin.put(f"/v1/areas/{hamlet.EAST}/policy", {"data_answer_days": 2})
    await asks(officer, "restrict")
    town.clock.forward(days=2, seconds=1)
    admin = await town.person("admin")
    [seen] = (await admin.get("/v1/data-requests?waiting=true")).body
    assert seen["late"]


async def test_a_refusal_says_why_and_what_one_can_do_against_it(town: Town) -> None:
    officer, admin = await town.officer(1), await town.person("admin")
    request = await asks(officer, "delete")
    assert (await answers(admin, request, state="refused")).code == "person.not_an_answer"
    assert (await answers(officer, request, state="done")).status == 403
    said = {"state": "refused", "reason": "still_serving", "text": "您仍在岗"}
    assert (await answers(admin, request, **said)).status == 201
    assert (await answers(admin, request, **said)).code == "person.already_answered"
    [mine] = (await officer.get("/v1/me/requests")).body
    assert (mine["state"], mine["reason"], mine["answer"]) == tuple(said.values())
    assert "court" in mine["remedy"]["en"]
    assert "诉讼" in mine["remedy"]["zh"]


async def test_requests_of_one_person_are_bounded(town: Town) -> None:
    officer = await town.officer(1)
    for _ in range(20):
        await asks(officer, "explain")
    refused = await officer.post("/v1/me/requests", {"kind": "explain"})
    assert refused.code == "person.too_many_requests"


async def test_a_deleted_account_opens_nothing_and_names_nobody(town: Town) -> None:
    officer, admin = await town.officer(1, hamlet.north(1700)), await town.person("admin")
    request = await asks(officer, "delete", "我已调离")
    account_id = (await officer.get("/v1/me")).body["account_id"]
    await town.rows(
        "INSERT INTO recovery_code (account_id, code_hash) VALUES ($1, '\\x01')", account_id
    )
    await town.rows(
        "INSERT INTO account_link (account_id, issuer, subject, linked_at)"
        " VALUES ($1, 'https://id', 'him', now())",
        account_id,
    )
    assert (await answers(admin, request, state="done")).code == "patrol.on_duty"
    await officer.post("/v1/me/duty", {"on": False})
    answer = await answers(admin, request, state="done")
    assert answer.status == 201, answer.body
    assert [one["days"] for one in answer.body["remaining"]] == [1096, None, 1096]
    assert (await officer.get("/v1/me/data")).status == 401
    assert (await Person(town.base, town.session).sign_in("officer1")).status == 401
    [kept] = await town.rows(
        "SELECT name, display, phone_sealed, phone_index, password_hash,"
        " closed_at IS NULL AS is_open FROM account WHERE name LIKE 'deleted-%'"
    )
    assert (kept["phone_sealed"], kept["phone_index"], kept["password_hash"]) == (None, None, "")
    assert not kept["is_open"]
    assert "fficer" not in kept["display"]
    assert await town.rows("SELECT FROM fix") == []
    for table in ("factor", "recovery_code", "account_link", "sign_in"):
        assert await town.rows(f"SELECT FROM {table}") == [], table
    [ended] = await town.rows("SELECT ended_at FROM session WHERE account_id = $1", account_id)
    assert ended["ended_at"] is not None
    [said] = await town.rows("SELECT display, text, state FROM data_request")
    assert (said["display"], said["text"]) == (kept["display"], "")


async def test_of_a_deleted_persons_positions_a_hold_keeps_those_of_its_incident_alone(
    town: Town,
) -> None:
    first, second = [await town.officer(n, hamlet.north(1500 * n)) for n in (1, 2)]
    admin, chief = await town.person("admin"), await town.person("chief")
    town.clock.forward(seconds=5)
    taken = await ring(town)
    await first.answer("accept")
    town.clock.forward(seconds=30)
    await first.stand(hamlet.north(1520), town.now)
    await first.answer("clear")
    await town.work()
    town.clock.forward(seconds=30)
    await first.stand(hamlet.north(1540), town.now)
    ends = town.clock.now() + timedelta(days=30)
    await held(chief, taken["incident_id"], ends)
    stays = []
    for officer in (first, second):
        await officer.post("/v1/me/duty", {"on": False})
        answer = await answers(admin, await asks(officer, "delete"), state="done")
        stays.append([one["days"] for one in answer.body["remaining"]])
    assert stays == [[None, 1096, None, 1096], [1096, None, 1096]], "of his own, and only then"
    [task] = await town.rows("SELECT offered_at, ended_at FROM task WHERE state = 'cleared'")
    [left] = await town.rows("SELECT at FROM fix")
    assert task["offered_at"] <= left["at"] <= task["ended_at"]
    town.clock.forward(days=31)
    await purged(town)
    assert await town.rows("SELECT FROM fix") == [], "it goes when the hold has ended"


async def test_nobody_deletes_an_account_beyond_the_own_areas_or_himself(town: Town) -> None:
    admin, warden = await town.person("admin"), await town.person("warden")
    city = await town.person("city")
    request = await asks(city, "delete")
    assert (await answers(warden, request, state="done")).status == 404
    own = await asks(admin, "delete")
    assert (await answers(admin, own, state="done")).code == "person.own_request"
    assert (await answers(admin, request, state="done")).status == 201


async def test_notices_are_open_and_the_areas_own_goes_before_the_systems(town: Town) -> None:
    stranger, admin = Person(town.base, town.session), await town.person("warden")
    for kind in ("officer", "contact", "desk"):
        shipped = (await stranger.get(f"/v1/notices/{kind}")).body
        assert shipped["area_code"] is None
        assert len(shipped["zh"]) > 100 < len(shipped["en"])
    assert (await stranger.get("/v1/notices/spy")).status in {400, 404}
    text = {"kind": "officer", "area_code": hamlet.COUNTY, "zh": "县里的告知", "en": "Ours"}
    assert (await admin.post("/v1/notices", text)).status == 201
    assert (await stranger.get(f"{OFFICER}?area_code={hamlet.EAST}")).body["en"] == "Ours"
    assert (await stranger.get(f"{OFFICER}?area_code={hamlet.ELSEWHERE}")).body["en"] != "Ours"
    above = text | {"area_code": hamlet.CITY}
    assert (await admin.post("/v1/notices", above)).code == "centre.unknown_area"
    late = text | {"from_at": (town.clock.now() - timedelta(days=1)).isoformat()}
    assert (await admin.post("/v1/notices", late)).code == "person.notice_late"


async def test_a_new_version_is_asked_for_once_and_the_old_answer_stays(town: Town) -> None:
    officer, admin = await town.officer(1), await town.person("admin")
    [first] = (await officer.get("/v1/me/notices")).body
    assert (first["notice"]["kind"], first["given_at"]) == ("officer", None)
    path = f"/v1/me/consents/{first['notice']['notice_id']}"
    for _ in range(2):
        assert (await officer.put(path, {"how": "page"})).status == 204
    [taken] = (await officer.get("/v1/me/notices")).body
    assert taken["given_at"] is not None
    text = {"kind": "officer", "area_code": hamlet.EAST, "zh": "第二版", "en": "Second"}
    await admin.post("/v1/notices", text)
    [second] = (await officer.get("/v1/me/notices")).body
    assert (second["notice"]["en"], second["given_at"]) == ("Second", None)
    assert len((await data_of(officer))["consents"]["rows"]) == 1
    assert (await officer.delete(path)).status == 204
    assert (await officer.delete(path)).status == 404
    [row] = (await data_of(officer))["consents"]["rows"]
    assert (row["kind"], row["withdrawn_at"] is None) == ("officer", False)
    [given] = (await officer.get("/v1/me/consents")).body
    assert (given["notice_id"], given["en"]) == (
        first["notice"]["notice_id"],
        first["notice"]["en"],
    )
    assert given["withdrawn_at"] is not None
    assert (await admin.get("/v1/me/consents")).body == []


async def test_duty_and_alarms_wait_for_no_notice(town: Town) -> None:
    officer = await town.officer(1, hamlet.north(1700))
    [notice] = (await officer.get("/v1/me/notices")).body
    assert notice["given_at"] is None
    await ring(town)
    assert (await officer.answer("accept")).status == 200


async def test_what_people_ask_is_read_page_by_page_what_waits_first(town: Town) -> None:
    admin = await town.person("admin")
    officers = [await town.officer(n) for n in (1, 2, 3)]
    asked = []
    for officer in officers:
        for kind in ("explain", "restrict"):
            asked.append(await asks(officer, kind))
            town.clock.forward(minutes=1)
    for request in (asked[1], asked[4], asked[2]):
        await answers(admin, request, state="done")
        town.clock.forward(minutes=1)
    order = [asked[n]["request_id"] for n in (0, 3, 5, 2, 4, 1)]
    read: list[str] = []
    for _ in range(4):
        after = f"&after={read[-1]}" if read else ""
        page = (await admin.get(f"/v1/data-requests?count=2{after}")).body
        read += [one["request_id"] for one in page]
    assert read == order
    waiting = (await admin.get(f"/v1/data-requests?waiting=true&after={order[0]}")).body
    assert [one["request_id"] for one in waiting] == order[1:3]


async def test_every_version_of_a_notice_is_told_to_whoever_oversees_the_area(town: Town) -> None:
    warden, west = await town.person("warden"), await town.person("west")
    soon = (town.clock.now() + timedelta(days=9)).isoformat()
    for area, more in ((hamlet.EAST, {}), (hamlet.COUNTY, {"from_at": soon})):
        new = {"kind": "desk", "area_code": area, "zh": "告知", "en": "Told", **more}
        assert (await warden.post("/v1/notices", new)).status == 201
    path = f"/v1/areas/{hamlet.EAST}/notices"
    own = [one["area_code"] for one in (await warden.get(path)).body if one["kind"] == "desk"]
    assert own == [hamlet.COUNTY, hamlet.EAST, None]
    assert (await west.get(path)).status == 400
    assert (await (await town.officer(1)).get(path)).code == "identity.not_yours"
