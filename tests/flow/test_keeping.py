"""What is due goes, what is held stays, whatever comes between; and what went is proven."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

import asyncpg
import pytest

from jobs.sweep import Sweep
from service.core.ids import new_id
from service.keeping import purge, rules
from service.keeping.wire import Span
from service.picture import forgetting as picture
from service.platform.blobs import BlobLost, Blobs
from service.platform.outbox import Lane
from tests.support import hamlet
from tests.support.houses import promise
from tests.support.people import Person
from tests.support.town_house import Town

INCIDENT = """
INSERT INTO incident
    (incident_id, source, kind, technical, silent, test, drill_units, priority, state, area_code,
     scope, site_id, title, lat, lon, plan, points, note, alarms, latched, opened_at, changed_at,
     closed_at)
VALUES ($1, 'hand', 'emergency', false, false, false, '{}', 2, $2, $3, $4, $5, '王芳走失', 35, 116,
    '{"posts": [], "tiers": []}', '[]', '她穿红衣', 0, 0, $6, $6, $7)
"""
SNAPSHOT = """
INSERT INTO snapshot
    (snapshot_id, incident_id, camera_id, camera_name, scope, about_at, rank, reason, distance_m,
     state, planned_at, attempt, stored_at, lag_ms, captured_at, source, sha256, size_bytes, width,
     height, blob_key)
VALUES ($1, $2, $7, '东门', $3, $4, 0, 'near', 10, 'stored', $4, 1, $4, 0, $4, 'url', $5, 4, 1, 1,
    $6)
"""
EAST = [hamlet.EAST, hamlet.COUNTY, hamlet.CITY]


async def camera(town: Town) -> UUID:
    """The one camera of the hamlet."""
    if not await town.rows("SELECT camera_id FROM camera"):
        admin = await town.person("admin")
        new = {
            "name": "东门",
            "area_code": hamlet.EAST,
            "place": hamlet.north(0),
            "managing_unit": "实验小学",
            "bearing_deg": 180,
            "spread_deg": 60,
            "range_m": 150,
            "snapshot_url": "http://127.0.0.1:9/",
        }
        assert (await admin.post("/v1/cameras", new)).status == 201
    [found] = await town.rows("SELECT camera_id FROM camera")
    return UUID(str(found["camera_id"]))


async def has_been(
    town: Town,
    days_ago: float,
    *,
    ended: bool = True,
    site_id: UUID | None = None,
    pictures: int = 1,
) -> UUID:
    """An incident of that day with pictures; ended a moment later unless it is open."""
    at = town.clock.now() - timedelta(days=days_ago)
    incident_id, camera_id = new_id(at), await camera(town)
    async with town.house.db.transaction() as connection:
        await connection.execute(
            INCIDENT,
            *(incident_id, "closed" if ended else "active", hamlet.EAST, EAST, site_id),
            *(at, at + timedelta(seconds=1) if ended else None),
        )
        for n in range(pictures):
            key = f"snapshots/{incident_id}/{n}.jpg"
            await town.house.blobs.put(key, b"jpeg")
            await town.house.blobs.put(key.replace(".jpg", "-320.webp"), b"webp")
            values = (new_id(at), incident_id, EAST, at, f"{n:064}", key, camera_id)
            await connection.execute(SNAPSHOT, *values)
        await connection.execute(
            "INSERT INTO timeline (incident_id, at, kind, who, body)"
            " VALUES ($1, $2, 'note', 'East', '{\"note\": \"她叫王芳\"}')",
            *(incident_id, at),
        )
    return incident_id


async def kept(town: Town) -> set[UUID]:
    """The incidents of which pictures are kept."""
    rows = await town.rows("SELECT DISTINCT incident_id FROM snapshot WHERE blob_key IS NOT NULL")
    return {row["incident_id"] for row in rows}


def files(town: Town) -> list[Path]:
    folder = town.house.settings.data_folder / "blobs" / "snapshots"
    return sorted(path for path in folder.rglob("*") if path.is_file())


async def held(person: Person, incident_id: UUID, until: datetime, **more: object) -> str:
    """A hold that was placed."""
    asked = {"reason": "案件 2026-17", "until": until.isoformat()} | more
    answer = await person.post(f"/v1/incidents/{incident_id}/holds", asked)
    assert answer.status == 201, answer.body
    return str(answer.body["hold_id"])


async def purged(town: Town) -> None:
    await promise(town.house, "forget", "all", lane=Lane.REST)
    await town.work()


async def test_what_is_due_by_the_rules_goes_and_nothing_else(town: Town) -> None:
    chief = await town.person("chief")
    named = hamlet.SCHOOL
    admin = await town.person("admin")
    set_ = await admin.post(
        f"/v1/areas/{hamlet.COUNTY}/keeping",
        {
            "from_at": town.now,
            "rules": {"pictures": {"floor_days": 40, "ceiling_days": 60}},
            "sites": [str(named)],
        },
    )
    assert set_.status == 201, set_.body
    span = Span(floor_days=40, ceiling_days=60)
    cases: dict[UUID, tuple[float, bool, bool, bool]] = {}
    for age in (1, 39.9, 40.1, 59.9, 60.1, 89.9, 90.1):
        for ended in (True, False):
            for at_named in (True, False):
                for is_held in (True, False):
                    if at_named and not ended and age != 90.1:
                        continue  # One incident of a site is open at a time.
                    if at_named and not ended and is_held:
                        continue
                    site = named if at_named else None
                    one = await has_been(town, age, ended=ended, site_id=site)
                    if is_held:
                        await held(chief, one, town.clock.now() + timedelta(days=30))
                    cases[one] = (age, ended, at_named, is_held)
    await purged(town)
    now = town.clock.now()
    expected = {
        one
        for one, (age, ended, at_named, is_held) in cases.items()
        if not rules.is_due(
            rules.with_named(span, named=at_named),
            now - timedelta(days=age),
            now,
            served=ended,
            held=is_held,
        )
    }
    assert await kept(town) == expected
    assert len(files(town)) == 2 * len(expected), "neither pictures nor small copies stay behind"
    proven = await town.rows(
        "SELECT count, policies, digests, incidents FROM deletion WHERE kind = 'pictures'"
    )
    assert sum(row["count"] for row in proven) == len(cases) - len(expected)
    assert {one for row in proven for one in row["incidents"]} == set(cases) - expected
    assert {str(p) for row in proven for p in row["policies"]} == {set_.body["policy_id"]}


async def test_a_purge_that_dies_anywhere_is_completed_by_the_next(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = [await has_been(town, 100, pictures=3) for _ in range(3)]
    stays = await has_been(town, 1)
    whole = Blobs.delete
    for dies_after in range(5):
        left = dies_after

        async def dying(blobs: Blobs, keys: Sequence[str]) -> None:
            nonlocal left
            if not left:
                raise BlobLost("the power went")
            left -= 1
            await whole(blobs, keys)

        monkeypatch.setattr(Blobs, "delete", dying)
        with pytest.raises(BlobLost):
            await purge.purge(town.house)
        assert await kept(town) == {*gone, stays}, "the row says so only when it is true"
    monkeypatch.setattr(Blobs, "delete", whole)
    await purge.purge(town.house)
    assert await kept(town) == {stays}
    assert len(files(town)) == 2
    [proof] = await town.rows("SELECT count, digests FROM deletion WHERE kind = 'pictures'")
    assert (proof["count"], len(proof["digests"])) == (9, 9)


async def test_many_go_in_small_batches_and_held_ones_at_the_front_stop_nobody(town: Town) -> None:
    chief = await town.person("chief")
    front = await has_been(town, 200, pictures=60)
    await held(chief, front, town.clock.now() + timedelta(days=1))
    await has_been(town, 100, pictures=120)
    await purged(town)
    assert await kept(town) == {front}
    counts = await town.rows("SELECT count FROM deletion WHERE kind = 'pictures' ORDER BY count")
    assert [row["count"] for row in counts] == [20, 50, 50]


async def test_a_hold_also_holds_what_was_merged_into_its_incident(town: Town) -> None:
    chief = await town.person("chief")
    into, merged = await has_been(town, 100), await has_been(town, 100)
    await town.rows("UPDATE incident SET merged_into = $1 WHERE incident_id = $2", into, merged)
    await held(chief, into, town.clock.now() + timedelta(days=1))
    await purged(town)
    assert await kept(town) == {into, merged}


async def test_a_hold_is_lengthened_reminded_of_and_released_and_then_lets_go(town: Town) -> None:
    chief, desk = await town.person("chief"), await town.person("east")
    incident = await has_been(town, 100)
    until = town.clock.now() + timedelta(days=10)
    hold_id = await held(chief, incident, until, remind_days=2)
    moves = f"/v1/holds/{hold_id}/moves"
    longer = (until + timedelta(days=5)).isoformat()
    asked = {"move": "lengthen", "until": longer, "reason": "再审", "remind_days": 2}
    assert (await chief.post(moves, asked)).status == 200
    assert (await desk.post(moves, asked)).code == "identity.not_yours"
    await town.forward(days=9)
    assert await kept(town) == {incident}
    said = "SELECT body FROM {} WHERE topic = $1"
    said = f"{said.format('outbox')} UNION ALL {said.format('event')}"
    assert await town.rows(said, "hold.ends") == []
    await town.forward(days=4, seconds=1)
    [reminded] = await town.rows(said, "hold.ends")
    assert reminded["body"]["hold_id"] == hold_id
    chief = await town.person("chief")
    lines = (await chief.get(f"/v1/incidents/{incident}/timeline")).body
    assert [line["kind"] for line in lines] == ["note", "held", "held", "hold_ends"]
    assert len((await chief.get("/v1/holds")).body) == 1
    assert (await chief.post(moves, {"move": "release", "reason": "案结"})).status == 200
    assert (await chief.post(moves, asked)).code == "keeping.hold_over"
    assert (await chief.get("/v1/holds")).body == []
    [shown] = (await chief.get(f"/v1/incidents/{incident}/holds")).body
    assert shown["released_by"] == "Chief"
    await purged(town)
    assert await kept(town) == set()


async def test_a_hold_that_has_ended_holds_no_more(town: Town) -> None:
    chief = await town.person("chief")
    incident = await has_been(town, 100)
    await held(chief, incident, town.clock.now() + timedelta(days=1))
    await purged(town)
    assert await kept(town) == {incident}
    town.clock.forward(days=1, seconds=1)
    await purged(town)
    assert await kept(town) == set()


async def test_who_holds_is_a_duty_leader_of_that_area(town: Town) -> None:
    incident = await has_been(town, 1)
    asked = {"reason": "x", "until": (town.clock.now() + timedelta(days=1)).isoformat()}
    door = f"/v1/incidents/{incident}/holds"
    for name, status in (("east", 403), ("elsewhere", 403), ("officer1", 403), ("chief", 201)):
        assert (await (await town.person(name)).post(door, asked)).status == status, name
    late = asked | {"until": town.now}
    refused = await (await town.person("chief")).post(door, late)
    assert (refused.code, refused.body["field"]) == ("keeping.hold_unusable", "until")


async def test_officers_ways_go_after_a_week_but_those_of_a_held_incident(town: Town) -> None:
    officer = await town.officer(1, hamlet.north(1500))
    box, chief = await town.box(4), await town.person("chief")
    town.clock.forward(seconds=5)
    incident = UUID((await box.press()).body["incident_id"])
    await town.work()
    await officer.answer("accept")
    town.clock.forward(seconds=30)
    await officer.stand(hamlet.north(1520), town.now)
    await officer.answer("clear")
    await town.work()
    town.clock.forward(seconds=30)
    await officer.stand(hamlet.north(1540), town.now)
    assert (await town.rows("SELECT count(*) AS n FROM fix"))[0]["n"] == 3
    await held(chief, incident, town.clock.now() + timedelta(days=30))
    town.clock.forward(days=6, hours=23)
    await purged(town)
    assert (await town.rows("SELECT count(*) AS n FROM fix"))[0]["n"] == 3
    town.clock.forward(hours=2)
    await purged(town)
    [left] = await town.rows("SELECT at FROM fix")
    [task] = await town.rows("SELECT offered_at, ended_at FROM task")
    assert task["offered_at"] <= left["at"] <= task["ended_at"]
    [proof] = await town.rows("SELECT count, policies FROM deletion WHERE kind = 'tracks'")
    assert (proof["count"], proof["policies"]) == (2, [])


async def test_what_people_wrote_goes_after_the_response_unless_it_is_held(town: Town) -> None:
    chief = await town.person("chief")
    old, spared, open_ = [await has_been(town, 31, ended=n < 2) for n in range(3)]
    young = await has_been(town, 29)
    await held(chief, spared, town.clock.now() + timedelta(days=1))
    await purged(town)
    rows = await town.rows("SELECT incident_id, note, title, forgotten_at FROM incident")
    by_id = {row["incident_id"]: row for row in rows}
    assert (by_id[old]["note"], by_id[old]["title"]) == ("", "")
    assert by_id[old]["forgotten_at"] == town.clock.now()
    for other in (spared, open_, young):
        assert (by_id[other]["note"], by_id[other]["title"]) == ("她穿红衣", "王芳走失")
    lines = await town.rows("SELECT incident_id, body FROM timeline WHERE kind = 'note'")
    assert {row["incident_id"] for row in lines if "note" not in row["body"]} == {old}
    with pytest.raises(asyncpg.RestrictViolationError, match="append-only"):
        await town.rows("UPDATE timeline SET who = 'nobody'")
    with pytest.raises(asyncpg.RestrictViolationError, match="append-only"):
        await town.rows("UPDATE timeline SET body = body - 'note'")
    [proof] = await town.rows("SELECT count, incidents FROM deletion WHERE kind = 'personal'")
    assert (proof["count"], proof["incidents"]) == (1, [old])


async def test_the_register_keeps_the_looks_at_a_held_incident(town: Town) -> None:
    chief = await town.person("chief")
    free, spared = await has_been(town, 1), await has_been(town, 1)
    for one in (free, spared, free):
        person = await town.person("east")
        assert (await person.get(f"/v1/incidents/{one}/replay")).status == 200
        town.clock.forward(minutes=1)
    chief = await town.person("chief")
    await held(chief, spared, town.clock.now() + timedelta(days=700))
    town.clock.forward(days=699)
    chief = await town.person("chief")
    [hold] = (await chief.get("/v1/holds")).body
    until = (town.clock.now() + timedelta(days=700)).isoformat()
    asked = {"move": "lengthen", "until": until, "reason": "x"}
    assert (await chief.post(f"/v1/holds/{hold['hold_id']}/moves", asked)).status == 200
    town.clock.forward(days=400)
    await purged(town)
    numbers = await town.rows("SELECT number FROM look ORDER BY number")
    assert [row["number"] for row in numbers] == [2, 3]
    town.clock.forward(days=400)
    await purged(town)
    assert await town.rows("SELECT number FROM look") == []
    proven = await town.rows("SELECT count FROM deletion WHERE kind = 'register' ORDER BY at")
    assert [row["count"] for row in proven] == [1, 2]


async def test_the_security_log_goes_after_a_year_with_proof_and_never_before_half_of_it(
    town: Town,
) -> None:
    await town.person("east")
    counted = "SELECT count(*) AS n FROM security_event WHERE at = $1"
    began = town.clock.now()
    [signed_in] = await town.rows(counted, began)
    assert signed_in["n"] >= 1
    for days in (183, 182):
        with pytest.raises(asyncpg.RestrictViolationError, match="append-only"):
            await town.rows("DELETE FROM security_event")
        town.clock.forward(days=days)
        await purged(town)
        assert await town.rows(counted, began) == [signed_in]
    town.clock.forward(days=2)
    await purged(town)
    assert await town.rows(counted, began) == [{"n": 0}]
    [proof] = await town.rows("SELECT count FROM deletion WHERE kind = 'security_log'")
    assert proof["count"] >= signed_in["n"]


async def test_bytes_that_no_row_knows_of_are_found_and_deleted(town: Town) -> None:
    kept_, lost = await has_been(town, 3), await has_been(town, 3)
    fresh = await has_been(town, 0.5)
    blobs = town.house.blobs
    orphans = [f"snapshots/{lost}/orphan.jpg", "snapshots/strange/x.jpg"]
    for key in (*orphans, f"snapshots/{fresh}/coming.jpg", "anchors/one.json"):
        await blobs.put(key, b"x")
    before = len(files(town))
    await promise(town.house, "search_blobs", "all", lane=Lane.REST)
    await town.work()
    assert len(files(town)) == before - len(orphans)
    assert await picture.unknown(town.house, str(kept_)) == []
    assert await blobs.get(f"snapshots/{fresh}/coming.jpg"), "its row may still come"
    assert await blobs.get("anchors/one.json")
    proven = await town.rows("SELECT digests FROM deletion WHERE kind = 'orphans'")
    assert sorted(key for row in proven for key in row["digests"]) == sorted(orphans)


async def test_a_policy_is_a_version_that_nobody_rewrites(town: Town) -> None:
    admin, desk = await town.person("admin"), await town.person("east")
    door = f"/v1/areas/{hamlet.COUNTY}/keeping"
    for days in (10, 20):
        asked = {
            "from_at": town.now,
            "rules": {"tracks": {"floor_days": days, "ceiling_days": days}},
        }
        assert (await admin.post(door, asked)).status == 201
        town.clock.forward(minutes=1)
    later = (town.clock.now() + timedelta(days=1)).isoformat()
    soon = {"from_at": later, "rules": {"tracks": {"floor_days": 30, "ceiling_days": 30}}}
    assert (await admin.post(door, soon)).status == 201
    body = (await desk.get(f"/v1/areas/{hamlet.EAST}/keeping")).body
    [tracks] = [one for one in body["holds"] if one["kind"] == "tracks"]
    assert (tracks["span"]["ceiling_days"], tracks["area_code"]) == (20, hamlet.COUNTY)
    assert len((await (await town.person("county")).get(door)).body["policies"]) == 3
    for statement in ("UPDATE keeping_policy SET rules = '{}'", "DELETE FROM keeping_policy"):
        with pytest.raises(asyncpg.RestrictViolationError, match="append-only"):
            await town.rows(statement)
    assert (await desk.post(door, soon)).status == 403
    unlawful = soon | {"rules": {"register": {"floor_days": 10, "ceiling_days": 20}}}
    refused = await admin.post(door, unlawful)
    assert (refused.code, refused.body["field"]) == ("keeping.policy_unlawful", "rules.register")


async def test_an_inspector_reads_what_was_deleted(town: Town) -> None:
    await has_been(town, 100)
    await Sweep(town.house).once()
    await town.work()
    admin, desk = await town.person("warden"), await town.person("east")
    [proof] = (await admin.get("/v1/deletions?kind=pictures")).body
    assert (proof["kind"], proof["count"]) == ("pictures", 1)
    assert hamlet.EAST in proof["areas"]
    assert proof["digests"] == [f"{0:064}"]
    assert (await desk.get("/v1/deletions")).status == 403
    with pytest.raises(asyncpg.RestrictViolationError, match="append-only"):
        await town.rows("DELETE FROM deletion")


async def test_proofs_of_one_instant_are_read_page_by_page_without_a_gap(town: Town) -> None:
    admin = await town.person("admin")
    for _ in range(5):
        await town.rows(
            "INSERT INTO deletion"
            " (deletion_id, at, kind, policies, areas, count, digests, incidents)"
            " VALUES ($1, $2, 'pictures', '{}', $3, 1, '{}', '{}')",
            new_id(town.clock.now()),
            town.clock.now(),
            [hamlet.EAST],
        )
    whole = [one["deletion_id"] for one in (await admin.get("/v1/deletions")).body]
    read: list[dict[str, str]] = []
    for _ in range(3):
        last = f"&before={read[-1]['at']}&before_id={read[-1]['deletion_id']}" if read else ""
        read += (await admin.get(f"/v1/deletions?count=2{last}")).body
    assert [one["deletion_id"] for one in read] == whole
    assert len(whole) == 5


async def test_an_inspector_reads_what_holds_and_what_is_held_and_changes_nothing(
    town: Town,
) -> None:
    admin, chief = await town.person("admin"), await town.person("chief")
    role = {"role": "inspector", "area_code": hamlet.COUNTY}
    of = await town.rows("SELECT account_id FROM account WHERE name = 'officer6'")
    path = f"/v1/accounts/{of[0]['account_id']}/roles"
    assert (await admin.put(path, {"roles": [role]})).status == 200
    incident = await has_been(town, 1)
    held = {"reason": "案件 17", "until": (town.clock.now() + timedelta(days=9)).isoformat()}
    assert (await chief.post(f"/v1/incidents/{incident}/holds", held)).status == 201
    inspector = await town.person("officer6")
    [hold] = (await inspector.get("/v1/holds")).body
    assert hold["reason"] == "案件 17"
    [told] = [one for one in (await chief.get("/v1/holds")).body if one["incident_number"]]
    assert told["hold_id"] == hold["hold_id"]
    holds = (await inspector.get(f"/v1/areas/{hamlet.EAST}/keeping")).body["holds"]
    pictures = next(one for one in holds if one["kind"] == "pictures")
    assert (pictures["least_days"], pictures["most_days"]) == rules.LAWFUL[pictures["kind"]]
    assert (await inspector.get(f"/v1/areas/{hamlet.ELSEWHERE}/keeping")).status == 400
    moved = await inspector.post(
        f"/v1/holds/{hold['hold_id']}/moves", {"move": "release", "reason": "over"}
    )
    assert moved.code == "identity.not_yours"
