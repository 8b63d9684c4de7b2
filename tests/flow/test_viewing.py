"""Viewing, not taking: masked, confirmed by a person, shown in its slot under officers' eyes."""

import hashlib
import io
import json
import struct
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from PIL import Image

from tests.support.desk import SCENE, Desk, colleague
from tests.support.footage import right
from tests.support.people import Answer
from tests.support.places import body_of, film
from tests.support.unrecorded import none_is_shown, refuse_looks

AUTHORITY = {
    "organ": "金乡县公安局",
    "basis": "799 号令第二十条",
    "document": "金公调证〔2026〕15号",
}
SHORT = replace(SCENE, length_s=40.0, passers=SCENE.passers[:1])


@pytest.fixture(scope="session")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Somebody passes in the twentieth second."""
    return film(tmp_path_factory.mktemp("scene") / "scene.mp4", SHORT).read_bytes()


async def scheduled(desk: Desk, *, after: timedelta = timedelta(hours=2), **more: Any) -> str:
    """A request whose applicant is to come in two hours, or so much later than now."""
    office = desk.office
    of = str((await office.file(**more))["request"]["footage_id"])
    for question in (await office.to_consent(of)).values():
        right(await office.consent(question))
    right(await office.decide(of, decision="approved"))
    slot = (desk.town.clock.now() + after).isoformat()
    right(await office.move(of, "schedule", slot_at=slot, slot_place="东关派出所一楼"))
    return of


async def masked(desk: Desk, of: str, **more: Any) -> dict[str, Any]:
    """The film of the first camera's recording, once it was made or refused."""
    body = {"camera_id": desk.office.cameras[0], "from_at": desk.at(0), "until_at": desk.at(40)}
    door = f"/v1/footage-requests/{of}/maskings"
    [asked] = right(await desk.reviewer.post(door, body | more))
    assert asked["state"] == "asked"
    await desk.town.work()
    [made] = right(await desk.reviewer.get(door))
    assert isinstance(made, dict)
    return made


async def confirmed(desk: Desk, made: dict[str, Any]) -> None:
    """Somebody has looked at every strip, and seen nobody."""
    door = f"/v1/maskings/{made['masking_id']}"
    early = await desk.reviewer.post(f"{door}/confirm", None)
    assert early.code == "viewing.strips_unseen"
    for number in range(made["film"]["strips"]):
        shown = await desk.reviewer.post(f"{door}/strips", {"number": number})
        assert (shown.status, shown.headers["Cache-Control"]) == (200, "no-store")
        with Image.open(io.BytesIO(shown.body)) as strip:
            assert strip.width > 1000
    other = await (await colleague(desk, "hasty")).post(f"{door}/confirm", None)
    assert other.code == "viewing.strips_unseen", "he has not looked himself"
    assert right(await desk.reviewer.post(f"{door}/confirm", None))["state"] == "confirmed"


async def begun(desk: Desk, of: str, **more: Any) -> Answer:
    """Begin the viewing on the reviewer's screen."""
    text = right(await desk.reviewer.get("/v1/viewing-undertaking"))
    version = (await desk.office.whole(of))["request"]["version"]
    body = {"version": version, "undertaking": text["version"], "signed": "王小明"}
    return await desk.reviewer.post(f"/v1/footage-requests/{of}/viewings", body | more)


def pictures(answer: Answer) -> list[tuple[int, Image.Image]]:
    """What a screen draws, and when."""
    assert (answer.status, answer.headers["Cache-Control"]) == (200, "no-store"), answer.body
    found: list[tuple[int, Image.Image]] = []
    rest = answer.body
    while rest:
        at_ms, size = struct.unpack(">II", rest[:8])
        found.append((at_ms, Image.open(io.BytesIO(rest[8 : 8 + size]))))
        rest = rest[8 + size :]
    return found


async def looks(desk: Desk) -> list[str]:
    """What the access register says was looked at."""
    rows = await desk.town.rows("SELECT kind, content FROM look ORDER BY number")
    return [f"{row['kind']}: {row['content']}" for row in rows]


async def test_decree_799_article_21_a_viewing_is_shown_and_never_given(
    desk: Desk, recorded: bytes
) -> None:
    of = await scheduled(desk)
    made = await masked(desk, of)
    assert (made["state"], made["trouble"]) == ("made", None)
    assert made["film"]["originals"] == [hashlib.sha256(recorded).hexdigest()]
    assert any("masking" in one for one in await looks(desk)), "on record before it was brought"
    await confirmed(desk, made)
    early = await begun(desk, of)
    assert early.code == "viewing.not_in_slot"
    await desk.office.later(hours=2)
    unread = await begun(desk, of, undertaking="2020-01")
    assert unread.code == "viewing.other_undertaking"
    strokes = [[[10, 20], [30, 40]]]
    viewing = right(await begun(desk, of, others_privacy=True, strokes=strokes))
    await _signed(desk, strokes)
    await _room(desk, of, viewing)
    assert [one["masking_id"] for one in viewing["films"]] == [made["masking_id"]]
    assert (await desk.office.whole(of))["request"]["state"] == "viewing"
    await _shown(desk, viewing, made)
    await _over(desk, viewing, made)


async def _signed(desk: Desk, strokes: list[list[list[int]]]) -> None:
    """What was signed is kept with the text that was read, and nobody reads it in the row."""
    text = right(await desk.reviewer.get("/v1/viewing-undertaking"))
    [row] = await desk.town.rows("SELECT undertaking_digest, signed_sealed FROM footage_viewing")
    assert row["undertaking_digest"] == text["sha256"]
    opened = desk.town.house.seal.open(row["signed_sealed"], "footage_viewing.signed")
    assert json.loads(opened) == {"signed": "王小明", "strokes": strokes}
    assert "王小明".encode() not in row["signed_sealed"]


async def _room(desk: Desk, of: str, viewing: dict[str, Any]) -> None:
    """Both officers see what is under way; only one sits before its screen."""
    door = f"/v1/footage-requests/{of}/viewing-room"
    own = right(await desk.reviewer.get(door))
    assert (own["closes_at"], own["needs_second"]) == (viewing["until_at"], False)
    assert [one["here"] for one in own["viewings"]] == [True]
    other = right(await (await colleague(desk, "beside")).get(door))
    assert [one["here"] for one in other["viewings"]] == [False]


async def _shown(desk: Desk, viewing: dict[str, Any], made: dict[str, Any]) -> None:
    door = f"/v1/viewings/{viewing['viewing_id']}"
    first = {"masking_id": made["masking_id"], "reel": 0}
    alone = await desk.reviewer.post(f"{door}/stretches", first)
    assert alone.code == "viewing.second_officer"
    assert (await desk.reviewer.post(f"{door}/second", None)).code == "viewing.second_officer"
    other = await colleague(desk)
    assert right(await other.post(f"{door}/second", None))["second"] == "Colleague"
    elsewhere = await other.post(f"{door}/stretches", first)
    assert elsewhere.code == "viewing.other_screen"
    before = len(await looks(desk))
    shown = pictures(await desk.reviewer.post(f"{door}/stretches", first))
    assert len(shown) == 40
    assert [at_ms for at_ms, _ in shown][:3] == [0, 250, 500]
    assert len(await looks(desk)) == before + 1
    assert f"viewing {viewing['number']}" in (await looks(desk))[-1]
    # The mark is in each picture, and not at one place.
    whole = [np.asarray(picture.convert("L"), int) for _, picture in shown]
    assert np.abs(whole[0] - whole[-1]).max() > 100
    # Nobody's clothes are to be seen where he stood.
    third = pictures(await desk.reviewer.post(f"{door}/stretches", first | {"reel": 2}))
    body = body_of(SHORT.passers[0], 26.0, SHORT)
    assert body is not None
    at_26 = next(picture for at_ms, picture in third if at_ms == 26_000)
    cut = np.asarray(at_26.convert("L"))[body.y : body.y + body.height, body.x :][:, : body.width]
    assert np.median(cut) < 70
    jump = await desk.reviewer.post(f"{door}/stretches", first | {"reel": 400})
    assert jump.code == "viewing.outside_grant"
    unknown = first | {"masking_id": viewing["viewing_id"]}
    assert (await desk.reviewer.post(f"{door}/stretches", unknown)).code == "viewing.outside_grant"
    citizen = await desk.office.citizen.post(f"{door}/stretches", first)
    assert citizen.status == 403
    await refuse_looks(desk.town)
    await none_is_shown(desk.reviewer.post(f"{door}/stretches", first))
    await desk.town.own("DROP TRIGGER refused ON look")


async def _over(desk: Desk, viewing: dict[str, Any], made: dict[str, Any]) -> None:
    """The slot ends while it plays: not one picture more, on this screen or another."""
    door, of = f"/v1/viewings/{viewing['viewing_id']}", viewing["footage_id"]
    first = {"masking_id": made["masking_id"], "reel": 0}
    left = datetime.fromisoformat(viewing["until_at"]) - desk.town.clock.now()
    await _nearly(desk, left)
    assert len(pictures(await desk.reviewer.post(f"{door}/stretches", first))) == 40
    before = await looks(desk)
    desk.town.clock.forward(seconds=2)
    ended = await desk.reviewer.post(f"{door}/stretches", first)
    assert ended.code == "viewing.over", "the same session, which lives on"
    assert (await begun(desk, of)).code == "viewing.not_in_slot"
    other = await (await colleague(desk, "later")).post(f"{door}/second", None)
    assert other.code == "viewing.over"
    assert await looks(desk) == before, "nothing was looked at"
    right(await desk.reviewer.post(f"{door}/end", None))
    assert right(await desk.reviewer.get(door))["ended_at"] is not None


async def _nearly(desk: Desk, left: timedelta) -> None:
    """Until a second before the slot ends; the screen's session is renewed as a page does it."""
    while left > timedelta(seconds=1):
        step = min(left - timedelta(seconds=1), timedelta(minutes=10))
        desk.town.clock.forward(seconds=step.total_seconds())
        right(await desk.reviewer.renew())
        left -= step


async def test_decree_799_article_20_a_copy_is_an_authoritys_by_document_and_two_officers(
    desk: Desk,
) -> None:
    of = await scheduled(desk)
    made = await masked(desk, of)
    door = f"/v1/maskings/{made['masking_id']}/copies"
    body = AUTHORITY
    assert (await desk.reviewer.post(door, body)).code == "viewing.masking_settled"
    await confirmed(desk, made)
    assert (await desk.office.citizen.post(door, body)).status == 403, "never a citizen (R11)"
    copy = right(await desk.reviewer.post(door, body))
    give = f"/v1/footage-copies/{copy['copy_id']}/give"
    assert (await desk.reviewer.post(give, None)).code == "viewing.second_officer"
    other = await colleague(desk)
    await refuse_looks(desk.town)
    await none_is_shown(
        other.post(give, None),
        desk.reviewer.post(f"/v1/maskings/{made['masking_id']}/strips", {"number": 0}),
    )
    await desk.town.own("DROP TRIGGER refused ON look")
    given = await other.post(give, None)
    assert (given.status, given.headers["Cache-Control"]) == (200, "no-store")
    assert hashlib.sha256(given.body).hexdigest() == copy["sha256"] == made["film"]["sha256"]
    with av.open(io.BytesIO(given.body)) as container:
        assert [stream.type for stream in container.streams] == ["video"]
    assert copy["sha256"] in (await looks(desk))[-1]
    assert (await other.post(give, None)).code == "viewing.copy_given"
    [listed] = right(await desk.reviewer.get(f"/v1/footage-requests/{of}/copies"))
    assert (listed["officer"], listed["second"]) == ("Reviewer", "Colleague")
    # What has served its purpose goes; that it was made, and its hash, stay.
    right(await desk.office.move(of, "withdraw"))
    await desk.town.work()
    [gone] = right(await desk.reviewer.get(f"/v1/footage-requests/{of}/maskings"))
    assert (gone["state"], gone["film"]["sha256"]) == ("deleted", copy["sha256"])
    listed = await desk.town.house.blobs.names(f"masked/{made['masking_id']}")
    assert listed == []


async def test_decree_799_article_22_what_cannot_be_masked_is_refused_and_never_shown(
    desk: Desk, tmp_path: Path
) -> None:
    moved = replace(SHORT, turned=(20.0, 12))
    desk.lay(film(tmp_path / "moved.mp4", moved).read_bytes())
    of = await scheduled(desk)
    made = await masked(desk, of)
    assert (made["state"], made["trouble"]) == ("refused", "masking.camera_moved")
    assert made["film"] is None
    door = f"/v1/maskings/{made['masking_id']}"
    assert (
        await desk.reviewer.post(f"{door}/strips", {"number": 0})
    ).code == "viewing.masking_settled"
    assert (await desk.reviewer.post(f"{door}/confirm", None)).code == "viewing.masking_settled"
    await desk.office.later(hours=2)
    assert (await begun(desk, of)).code == "viewing.nothing_confirmed"


async def test_decree_799_article_22_what_a_person_has_not_confirmed_leaves_for_nobody(
    desk: Desk,
) -> None:
    of = await scheduled(desk)
    made = await masked(desk, of)
    await desk.office.later(hours=2)
    assert (await begun(desk, of)).code == "viewing.nothing_confirmed"
    right(await desk.reviewer.post(f"/v1/maskings/{made['masking_id']}/reject", None))
    assert (await begun(desk, of)).code == "viewing.nothing_confirmed"
    copy = {
        "organ": "金乡县公安局",
        "basis": "799 号令第二十条",
        "document": "金公调证〔2026〕15号",
    }
    door = f"/v1/maskings/{made['masking_id']}/copies"
    assert (await desk.reviewer.post(door, copy)).code == "viewing.masking_settled"


async def test_decree_799_article_15_a_recording_stays_as_it_is_and_a_film_is_another(
    desk: Desk, recorded: bytes
) -> None:
    of = await scheduled(desk)
    made = await masked(desk, of)
    original = hashlib.sha256(recorded).hexdigest()
    [file] = [one for one in (desk.folder / "ch0").iterdir() if one.is_file()]
    assert hashlib.sha256(file.read_bytes()).hexdigest() == original
    assert made["film"]["originals"] == [original]
    assert made["film"]["sha256"] != original
    assert made["film"]["method"]
    assert made["film"]["versions"]


async def test_only_what_was_granted_is_masked(desk: Desk) -> None:
    of = await scheduled(desk)
    door = f"/v1/footage-requests/{of}/maskings"
    before = {"camera_id": desk.office.cameras[0], "from_at": desk.at(-3600)}
    assert (await desk.reviewer.post(door, before)).code == "viewing.outside_grant"
    assert right(await desk.reviewer.get(door)) == []


async def test_files_that_are_no_films_give_no_film_and_harm_nothing(
    desk: Desk, recorded: bytes
) -> None:
    for channel, data in enumerate((b"", recorded[: len(recorded) // 2], b"no film" * 9000)):
        desk.lay(data, channel=channel)
    of = await scheduled(desk)
    door = f"/v1/footage-requests/{of}/maskings"
    for camera_id in desk.office.cameras:
        body = {"camera_id": camera_id, "from_at": desk.at(0), "until_at": desk.at(40)}
        right(await desk.reviewer.post(door, body))
    await desk.town.work()
    made = right(await desk.reviewer.get(door))
    assert [one["state"] for one in made] == ["refused"] * 3
    assert {one["trouble"] for one in made} == {"viewing.not_brought"}
