"""Nobody sees a pixel that is not on record; inspectors read the register and take it out."""

import asyncio
import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
from click.testing import CliRunner, Result

import api_spec
from service.audit import actions
from service.audit.checking import NotReadable, check_export
from service.audit.wire import Finding, Trouble, Verdict
from service.cli import main
from service.platform.keys import make_key
from service.settings import as_environment
from tests.flow.gate import GOOD, press, put_up, snapshots
from tests.flow.test_bulletins import give_portrait, issued, leader
from tests.support import hamlet
from tests.support.people import Person
from tests.support.town.cameras import TownCameras
from tests.support.town_house import Town
from tests.support.unrecorded import none_is_shown, refuse_looks

REGISTER = "/v1/access-register"
# Every door by which a pixel leaves, and how it comes to be on record.
PIXELS = {
    "/v1/snapshots/{snapshot_id}/image",
    "/v1/sights/{sight}/{snapshot_id}",
    "/v1/sights/{sight}/cameras/{camera_id}/live",
    "/v1/tasks/{task_id}/snapshots/{snapshot_id}/image",
    "/v1/bulletins/{bulletin_id}/portrait",
    "/v1/devices/bulletins/{bulletin_id}/portrait",
    # Those of a footage request: test_footage_files, test_review_desk and test_viewing hold them
    # against a register that takes nothing, test_found those of found things.
    "/v1/footage-requests/{footage_id}/files/{file_id}",
    "/v1/footage-requests/{footage_id}/looks/frame",
    "/v1/footage-requests/{footage_id}/looks/piece",
    "/v1/footage-requests/{footage_id}/looks/sheet",
    "/v1/footage-findings/{finding_id}/look",
    "/v1/maskings/{masking_id}/strips",
    "/v1/viewings/{viewing_id}/stretches",
    "/v1/footage-copies/{copy_id}/give",
    "/v1/found-things/{thing_id}/photo",
}
PICTURES = ("image/", "multipart/", "video/", "application/octet-stream")


def test_every_door_that_sends_pixels_is_one_of_these() -> None:
    contract = json.loads((Path(api_spec.__file__).parent / "openapi.json").read_bytes())
    doors = {
        path
        for path, doors_there in contract["paths"].items()
        for door in doors_there.values()
        for code, answer in door["responses"].items()
        for kind in answer.get("content", {})
        if code.startswith("2") and kind.startswith(PICTURES)
    }
    assert doors == PIXELS


async def test_where_a_look_cannot_be_written_no_pixel_and_no_way_is_sent(
    town: Town, cameras: TownCameras
) -> None:
    camera_id = await put_up(town, cameras, GOOD[0], 40)
    officer = await town.officer(1, hamlet.north(1500))
    desk, admin = await town.person("east"), await town.person("admin")
    incident = await press(town)
    (stored,) = await snapshots(desk, incident)
    leads = await leader(town)
    bulletin_id = (await issued(leads, hamlet.EAST))["bulletin_id"]
    task = f"/v1/tasks/{(await officer.task())['task_id']}"
    sights = [
        (await desk.post(f"/v1/incidents/{incident}/sights", None)).body["address"],
        (await officer.post(f"{task}/sights", None)).body["address"],
    ]
    picture = stored["snapshot_id"]
    doors = [
        (desk, f"/v1/snapshots/{picture}/image"),
        (admin, f"/v1/snapshots/{picture}/image?size=small"),
        (officer, f"{task}/snapshots/{picture}/image"),
        (desk, f"/v1/incidents/{incident}/replay"),
        (desk, f"/v1/bulletins/{bulletin_id}/portrait"),
        (admin, f"{REGISTER}/export"),
        *((desk, f"{sight}/{picture}?size=large") for sight in sights),
        *((desk, f"{sight}/cameras/{camera_id}/live") for sight in sights),
    ]
    assert (await give_portrait(leads, bulletin_id)).status == 200
    await refuse_looks(town)
    await none_is_shown(*(person.get(door) for person, door in doors))
    assert (await give_portrait(leads, bulletin_id)).status == 500, "everybody would see it"


async def looked(town: Town, cameras: TownCameras) -> dict[str, Any]:
    """The desk and an administrator have each looked at a picture; the picture."""
    await put_up(town, cameras, GOOD[0], 40)
    desk, admin = await town.person("east"), await town.person("admin")
    (stored,) = await snapshots(desk, await press(town))
    for person in (desk, admin):
        assert (await person.get(f"/v1/snapshots/{stored['snapshot_id']}/image")).status == 200
        town.clock.forward(minutes=20)
    return stored


async def rows(person: Person, asked: str = "") -> list[dict[str, Any]]:
    answer = await person.get(f"{REGISTER}?{asked}")
    assert answer.status == 200, answer.body
    return list(answer.body)


async def test_an_inspector_finds_who_looked_by_incident_person_and_period(
    town: Town, cameras: TownCameras
) -> None:
    began = town.clock.now()
    stored = await looked(town, cameras)
    admin = await town.person("admin")
    found = await rows(admin)
    assert [(row["number"], row["person"], row["kind"]) for row in found] == [
        (2, "Admin", "picture"),
        (1, "East", "picture"),
    ]
    assert stored["snapshot_id"] in found[0]["content"]
    number = int(found[0]["reason"].removeprefix("incident "))
    assert len(await rows(admin, f"incident={number}")) == 2
    assert await rows(admin, f"incident={number + 1}") == []
    assert [row["number"] for row in await rows(admin, "person=eas")] == []
    assert [row["number"] for row in await rows(admin, "person=Eas")] == [1]
    half = (began + timedelta(minutes=10)).strftime("%Y-%m-%dT%H:%M:%SZ")
    assert [row["number"] for row in await rows(admin, f"from_at={half}")] == [2]
    assert [row["number"] for row in await rows(admin, f"until_at={half}")] == [1]
    assert [row["number"] for row in await rows(admin, "before=2&count=1")] == [1]


async def test_decree_799_articles_24_and_25_an_inspector_reads_the_register_of_his_areas(
    town: Town, cameras: TownCameras
) -> None:
    await looked(town, cameras)
    assert len(await rows(await town.person("warden"))) == 2
    for name in ("east", "head", "officer1"):
        person = await town.person(name)
        for door in (REGISTER, f"{REGISTER}/export", f"{REGISTER}/anchors"):
            assert (await person.get(door)).status == 403, (name, door)


async def taken_out(person: Person, path: Path, asked: str = "") -> Path:
    answer = await person.get(f"{REGISTER}/export?{asked}")
    assert answer.status == 200, answer.body
    path.write_bytes(answer.body)  # noqa: ASYNC240 - a few rows
    return path


async def test_who_takes_the_register_out_is_in_it_first_and_the_file_verifies(
    town: Town, cameras: TownCameras, tmp_path: Path
) -> None:
    await looked(town, cameras)
    admin = await town.person("admin")
    await actions.anchor(town.house, town.house.db.transaction)
    path = await taken_out(admin, tmp_path / "taken.ndjson", "person=East")
    (last, *_) = await rows(admin)
    assert (last["kind"], last["person"]) == ("export", "Admin")
    assert last["content"] == "register as ndjson, person East"
    (anchor,) = (await admin.get(f"{REGISTER}/anchors")).body
    verdict = check_export(path, [], key=anchor["key"])
    assert verdict == Verdict(
        finding=None, first=1, last=1, shown=1, hidden=0, anchors=0, anchored=0
    )
    whole = await taken_out(admin, tmp_path / "whole.ndjson")
    verdict = check_export(whole, [], key=anchor["key"])
    assert (verdict.finding, verdict.shown, verdict.anchored) == (None, 4, 2)


async def test_a_table_for_people_is_in_their_words_and_reckons_nothing(
    town: Town, cameras: TownCameras
) -> None:
    await looked(town, cameras)
    admin = await town.person("admin")
    asked = f"{REGISTER}/export?format=csv&chinese=true&person="
    body = (await admin.get(f"{asked}%3Dcmd")).body.decode("utf-8-sig")
    assert body.splitlines() == ["序号,时间,调用人员,单位,事由,类别,内容,校验值"]
    body = (await admin.get(f"{asked}East")).body.decode("utf-8-sig")
    assert body.splitlines()[1].startswith("1,2026-03-02T15:40:")
    (row,) = [line for line in body.splitlines() if "East" in line]
    assert f",{hamlet.EAST},incident " in row


async def run_command(town: Town, *words: str) -> Result:
    """The command, in a thread: it has a loop of its own."""
    make_key(town.house.settings.data_folder / "secret.key")
    environment = as_environment(town.house.settings)
    return await asyncio.to_thread(CliRunner().invoke, main, ["register", *words], env=environment)


async def test_the_command_verifies_the_database_and_a_file_of_its_own(
    town: Town, cameras: TownCameras, tmp_path: Path
) -> None:
    await looked(town, cameras)
    await actions.anchor(town.house, town.house.db.transaction)
    exported, anchors, key = (str(tmp_path / name) for name in ("all.ndjson", "anchors", "key"))
    assert (await run_command(town, "export", exported)).exit_code == 0
    for path, word in ((anchors, "anchors"), (key, "key")):
        Path(path).write_text((await run_command(town, word)).output)  # noqa: ASYNC240
    against = ("--anchors", anchors, "--public-key", key)
    for words in (against, (*against, "--export", exported)):
        said = await run_command(town, "verify", *words)
        assert said.exit_code == 0, said.output
        assert "vouch for all up to row 2" in said.output
    await town.own("ALTER TABLE look DISABLE TRIGGER look_is_kept")
    await town.own("UPDATE look SET person = 'nobody' WHERE number = 2")
    said = await run_command(town, "verify", *against)
    assert (said.exit_code, "row 2 does not fit" in said.output) == (1, True)


def exported(tmp_path: Path, *lines: dict[str, Any]) -> Path:
    """A file of these lines."""
    path = tmp_path / "export.ndjson"
    path.write_bytes(b"".join(msgspec.json.encode(line) + b"\n" for line in lines))
    return path


BEGIN = {"line": "begin", "made_at": "2026-03-02T08:00:00Z", "whole": True, "first": 0}
END = {"line": "end", "number": 0, "digest": "00" * 32}


@pytest.mark.parametrize(
    ("lines", "finding"),
    [
        ([BEGIN, END], None),
        ([BEGIN], Finding(Trouble.CUT, 1)),
        ([BEGIN, {"line": "look"}], Finding(Trouble.UNREADABLE, 1)),
        ([BEGIN, {"line": "end", "number": 3, "digest": "11" * 32}], Finding(Trouble.CUT, 1)),
    ],
)
def test_an_export_that_was_cut_short_is_found_out(
    tmp_path: Path, lines: list[dict[str, Any]], finding: Finding | None
) -> None:
    assert check_export(exported(tmp_path, *lines), []).finding == finding


def test_what_is_no_export_is_refused(tmp_path: Path) -> None:
    for path in (exported(tmp_path, END), tmp_path / "absent", exported(tmp_path)):
        with pytest.raises(NotReadable):
            check_export(path, [])
