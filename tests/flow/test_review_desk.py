"""The reviewer's desk: one has a request, looks at what was granted, and stands in the register."""

import asyncio
import io
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import av
from PIL import Image

from tests.support.desk import LENGTH_S, REGION, SCENE, Desk, colleague
from tests.support.footage import right
from tests.support.people import Answer
from tests.support.places import film
from tests.support.unrecorded import none_is_shown, refuse_looks


def film_of(answer: Answer) -> list[av.VideoFrame]:
    """What a browser would be shown; it has no sound."""
    assert answer.status == 200, answer.body
    with av.open(io.BytesIO(answer.body)) as container:
        assert not container.streams.audio
        return list(container.decode(video=0))  # type: ignore[union-attr]


def instants(answer: Answer) -> tuple[datetime, datetime]:
    """From when to when it is."""
    begins, ends = (answer.headers[name] for name in ("x-begins-at", "x-ends-at"))
    return datetime.fromisoformat(begins), datetime.fromisoformat(ends)


async def test_of_two_reviewers_one_has_it_and_the_other_is_told_who(desk: Desk) -> None:
    of = await desk.urgent()
    other = await colleague(desk)
    door = f"/v1/footage-requests/{of}/desk"
    answers = await asyncio.gather(*(one.post(door, None) for one in (desk.reviewer, other)))
    assert sorted(answer.status for answer in answers) == [200, 409]
    [late] = [answer for answer in answers if answer.status == 409]
    winner = "Colleague" if late is answers[0] else "Reviewer"
    assert (late.code, late.body["who"]) == ("reviewing.taken", winner)


async def test_whoever_has_it_hands_it_over_or_lets_go(desk: Desk) -> None:
    of = await desk.urgent()
    other = await colleague(desk)
    door = f"/v1/footage-requests/{of}/desk"
    to = right(await other.get("/v1/me"))["account_id"]
    assert (await desk.reviewer.post(f"{door}/hand-over", {"to": to})).code == (
        "reviewing.not_taken"
    )
    await desk.taken(of)
    assert to in {one["account_id"] for one in right(await desk.reviewer.get(f"{door}/people"))}
    async with desk.town.live(other) as heard:
        handed = right(await desk.reviewer.post(f"{door}/hand-over", {"to": to}))
        async with asyncio.timeout(10):
            while (await heard.get())["topic"] != "review.desk":
                continue
    assert (handed["mine"], handed["holder"]["display"]) == (False, "Colleague")
    assert (await desk.look(of, "frame", at=desk.at(5))).code == "reviewing.taken"
    right(await other.delete(door))
    assert right(await desk.reviewer.get(door))["holder"] is None


async def test_whoever_is_away_for_long_has_it_no_more(desk: Desk) -> None:
    of = await desk.urgent()
    other = await colleague(desk)
    await desk.taken(of)
    for _ in range(3):
        desk.town.clock.forward(minutes=10)
        await desk.taken(of)
    assert (await other.post(f"/v1/footage-requests/{of}/desk", None)).code == "reviewing.taken"
    desk.town.clock.forward(minutes=16)
    assert (await desk.taken(of, other))["mine"]
    assert (await desk.look(of, "frame", at=desk.at(5))).code == "reviewing.taken"


async def test_decree_799_article_16_every_look_is_in_the_register_first(desk: Desk) -> None:
    of = await desk.ready()
    right(await desk.look(of, "frame", at=desk.at(10)))
    right(await desk.look(of, "piece", from_at=desk.at(10), length_s=5))
    right(await desk.look(of, "sheet", from_at=desk.at(0), until_at=desk.at(60), count=4))
    await desk.review(of, "ribbon")
    rows = await desk.town.rows("SELECT content, reason, person FROM look ORDER BY number")
    said = [row["content"].split(": ", 1)[1] for row in rows]
    assert said == ["recording brought", "frame", "film", "sheet of 4 frames", "review: ribbon"]
    assert {row["person"] for row in rows} == {"Reviewer"}
    assert all("footage request" in row["reason"] for row in rows)
    mark = {"camera_id": desk.office.cameras[0], "kind": "other", "from_at": desk.at(10)}
    door = f"/v1/footage-requests/{of}/findings"
    marked = right(await desk.reviewer.post(door, mark | {"words": "a man with the bag"}))
    await refuse_looks(desk.town)
    await none_is_shown(
        desk.look(of, "frame", at=desk.at(10)),
        desk.look(of, "piece", from_at=desk.at(10), length_s=5),
        desk.look(of, "sheet", from_at=desk.at(0), until_at=desk.at(60), count=4),
        desk.reviewer.post(f"/v1/footage-findings/{marked['finding_id']}/look", None),
    )


async def test_decree_799_article_21_what_nobody_consented_to_is_not_looked_at(
    desk: Desk,
) -> None:
    of = str((await desk.office.file())["request"]["footage_id"])
    found = await desk.taken(of)
    assert {one["barred"] for one in found["cameras"]} == {"not_now"}
    refused = await desk.look(of, "frame", at=desk.at(5))
    assert (refused.code, refused.body["why"]) == ("reviewing.may_not_look", "not_now")
    questions = await desk.office.to_consent(of)
    for question in questions.values():
        right(await desk.office.consent(question))
    right(await desk.office.decide(of, decision="approved"))
    right(await desk.office.move(of, "review"))
    assert (await desk.brought(of))["state"] == "ready"
    assert (await desk.look(of, "frame", at=desk.at(5))).status == 200
    before = (datetime.fromisoformat(desk.at(0)) - timedelta(minutes=20)).isoformat()
    outside = await desk.look(of, "frame", at=before)
    assert (outside.code, outside.body["why"]) == ("reviewing.may_not_look", "minutes")


async def test_a_frame_is_the_one_that_stands_there_and_steps_go_one_by_one(desk: Desk) -> None:
    of = await desk.ready()
    here = await desk.look(of, "frame", at=desk.at(10.1))
    assert instants(here)[0] == datetime.fromisoformat(desk.at(10.0))
    with Image.open(io.BytesIO(here.body)) as picture:
        assert (picture.format, picture.size) == ("JPEG", (320, 192))
        assert not picture.getexif()
    after = await desk.look(of, "frame", at=desk.at(10.0), step=1)
    assert instants(after)[0] == datetime.fromisoformat(desk.at(10.25))
    before = await desk.look(of, "frame", at=desk.at(10.0), step=-1)
    assert instants(before)[0] == datetime.fromisoformat(desk.at(9.75))
    near = await desk.look(of, "frame", at=desk.at(11.9), exact=False)
    assert instants(near)[0] == datetime.fromisoformat(desk.at(10.0))
    assert near.headers["x-keyframe"] == "1"
    nothing = await desk.look(of, "frame", at=desk.at(LENGTH_S + 60))
    assert nothing.code == "reviewing.nothing_there"


async def test_a_film_goes_out_as_it_is_from_a_keyframe_on_and_no_longer_than_asked(
    desk: Desk,
) -> None:
    of = await desk.ready()
    answer = await desk.look(of, "piece", from_at=desk.at(11), length_s=10)
    frames = film_of(answer)
    begins, ends = instants(answer)
    assert begins == datetime.fromisoformat(desk.at(10)), "the keyframe before, so nothing is lost"
    assert datetime.fromisoformat(desk.at(20.9)) <= ends <= datetime.fromisoformat(desk.at(21.3))
    assert "x-remade" not in answer.headers
    assert abs(len(frames) - 45) <= 1
    assert frames[0].key_frame


async def test_pieces_one_after_the_other_leave_nothing_out(desk: Desk) -> None:
    of = await desk.ready()
    until = datetime.fromisoformat(desk.at(0))
    for _ in range(4):
        answer = await desk.look(of, "piece", from_at=until.isoformat(), length_s=7.3)
        begins, ends = instants(answer)
        assert begins <= until < ends
        until = ends
    rows = await desk.town.rows("SELECT content FROM look WHERE content LIKE '%: film'")
    assert len(rows) == 4
    assert ends.astimezone(UTC).isoformat() in rows[-1]["content"]


async def test_what_a_browser_cannot_play_is_made_anew(desk: Desk, tmp_path: Path) -> None:
    scene = replace(SCENE, length_s=20.0, codec="mpeg4")
    desk.lay(film(tmp_path / "old.mp4", scene).read_bytes())
    of = await desk.ready()
    desk_of = right(await desk.reviewer.get(f"/v1/footage-requests/{of}/desk"))
    part = desk_of["cameras"][0]["parts"][0]
    assert (part["codec"], part["playable"]) == ("mpeg4", False)
    answer = await desk.look(of, "piece", from_at=desk.at(2), length_s=10)
    frames = film_of(answer)
    assert answer.headers["x-remade"] == "1"
    assert 30 <= len(frames) <= 45


async def test_a_sheet_shows_frames_beside_each_other_with_the_region(desk: Desk) -> None:
    of = await desk.ready()
    between = {"from_at": desk.at(0), "until_at": desk.at(100), "count": 6}
    answer = await desk.look(of, "sheet", **between, region=REGION)  # type: ignore[arg-type]
    with Image.open(io.BytesIO(answer.body)) as picture:
        assert picture.format == "WEBP"
        assert picture.width == 4 * 320
        assert picture.height > 2 * 192
    exact = await desk.look(of, "sheet", at=[desk.at(61), desk.at(60.75)])
    with Image.open(io.BytesIO(exact.body)) as picture:
        assert picture.width == 2 * 320
    many = await desk.look(of, "sheet", at=[desk.at(n) for n in range(25)])
    assert many.status == 400


async def test_gaps_overlaps_and_what_cannot_be_read_are_shown_and_harm_nothing(
    desk: Desk, recorded: bytes
) -> None:
    desk.lay(b"", 300)
    desk.lay(b"no film at all" * 1000, 400)
    desk.lay(recorded[: len(recorded) // 2], 500)
    desk.lay(recorded, 60)  # It overlaps the first by a minute.
    of = await desk.urgent()
    await desk.taken(of)
    camera = await desk.brought(of)
    assert camera["state"] == "ready"
    assert [part["why"] for part in camera["parts"]] == [None, None]
    whys = {gap["why"] for gap in camera["gaps"]}
    assert {"not_recorded", "empty", "unreadable"} <= whys
    assert "path" not in str(camera)
    assert str(desk.folder) not in str(camera)
    assert (await desk.look(of, "frame", at=desk.at(150))).status == 200


async def test_a_recorder_with_nothing_or_a_wrong_clock_says_so(desk: Desk) -> None:
    of = await desk.urgent()
    await desk.taken(of)
    empty = await desk.brought(of, 1)
    assert (empty["state"], empty["trouble"]) == ("failed", "not_recorded")
    await desk.brought(of)
    clock = f"/v1/footage-requests/{of}/recordings/{desk.office.cameras[0]}/clock"
    set_to = right(await desk.reviewer.put(clock, {"ahead_s": 30.0}))
    assert (set_to["state"], set_to["ahead_s"], set_to["ahead_by"]) == ("known", 30.0, "Reviewer")
    assert (await desk.look(of, "frame", at=desk.at(5))).code == "reviewing.not_brought"
    again = await desk.brought(of)
    begins = datetime.fromisoformat(again["parts"][0]["begins_at"])
    assert begins == datetime.fromisoformat(desk.at(-30)), "in true time it was half a minute ago"
    shown = await desk.look(of, "frame", at=desk.at(-30))
    assert instants(shown)[0] == begins


async def test_minors_and_schools_need_a_second_person_before_there_is_a_result(
    desk: Desk,
) -> None:
    of = await desk.ready()
    await desk.town.rows("UPDATE footage_camera SET unit_category = 'education'")
    door = f"/v1/footage-requests/{of}/findings"
    found = {
        "camera_id": desk.office.cameras[0],
        "kind": "sighting",
        "from_at": desk.at(20),
        "until_at": desk.at(30),
        "words": "穿红外套的老人往东走",
        "region": REGION,
    }
    marked = right(await desk.reviewer.post(door, found))
    assert (marked["second"], marked["stands"]) == ("school", False)
    result = {"outcome": "person_found", "note": "已找到"}
    early = await desk.office.move(of, "record_result", **result)  # type: ignore[arg-type]
    assert (early.code, early.body["guard"]) == ("footage.not_yet", "another_person")
    confirm = f"/v1/footage-findings/{marked['finding_id']}/confirm"
    assert (await desk.reviewer.post(confirm, None)).code == "reviewing.another_confirms"
    other = await colleague(desk)
    look = await other.post(f"/v1/footage-findings/{marked['finding_id']}/look", None)
    assert look.status == 200
    confirmed = right(await other.post(confirm, None))
    assert (confirmed["stands"], confirmed["confirmed_name"]) == (True, "Colleague")
    assert (await other.post(confirm, None)).code == "reviewing.settled"
    right(await desk.office.move(of, "record_result", **result))  # type: ignore[arg-type]
    [row] = await desk.town.rows("SELECT words_sealed FROM review_finding")
    assert "红外套".encode() not in bytes(row["words_sealed"])


async def test_what_was_found_at_the_desk_is_where_the_plan_goes_on_once_it_stands(
    desk: Desk,
) -> None:
    of = await desk.ready(at_risk="minor")
    door = f"/v1/footage-requests/{of}"
    before = right(await desk.reviewer.get(f"{door}/plan"))
    found = {
        "camera_id": desk.office.cameras[0],
        "kind": "sighting",
        "from_at": desk.at(20),
        "until_at": desk.at(30),
        "words": "穿红外套的孩子往东走",
    }
    marked = right(await desk.reviewer.post(f"{door}/findings", found))
    other = right(await desk.reviewer.post(f"{door}/findings", found | {"kind": "other"}))
    waiting = right(await desk.reviewer.get(f"{door}/plan"))
    assert [one["sighting_id"] for one in waiting["sightings"]] == [marked["finding_id"]]
    assert other["finding_id"] not in str(waiting)
    assert waiting["from_at"] == before["from_at"]
    by = await colleague(desk)
    right(await by.post(f"/v1/footage-findings/{marked['finding_id']}/confirm", None))
    after = right(await desk.reviewer.get(f"{door}/plan"))
    assert datetime.fromisoformat(after["from_at"]) == datetime.fromisoformat(desk.at(30))
    assert (after["sightings"][0]["at_desk"], after["sightings"][0]["stands"]) == (True, True)
    right(await by.post(f"/v1/footage-findings/{marked['finding_id']}/take-back", None))
    undone = right(await desk.reviewer.get(f"{door}/plan"))
    assert undone["from_at"] == before["from_at"]


async def test_what_was_taken_back_is_no_result_and_holds_nothing_up(desk: Desk) -> None:
    of = await desk.ready()
    found = {
        "camera_id": desk.office.cameras[0],
        "kind": "other",
        "from_at": desk.at(20),
        "words": "白色轿车",
    }
    door = f"/v1/footage-requests/{of}/findings"
    alone = right(await desk.reviewer.post(door, found))
    assert (alone["second"], alone["stands"]) == (None, True)
    back = f"/v1/footage-findings/{alone['finding_id']}/take-back"
    assert right(await desk.reviewer.post(back, None))["stands"] is False
    assert (await desk.reviewer.post(back, None)).code == "reviewing.settled"
    outside = await desk.reviewer.post(door, found | {"from_at": desk.at(-3600)})
    assert outside.code == "reviewing.may_not_look"
    kinds = right(await desk.reviewer.get(f"/v1/footage-requests/{of}/events"))
    assert [e["body"]["step"] for e in kinds if e["kind"] == "found"] == ["marked", "taken_back"]


async def test_a_consent_taken_back_ends_every_look(desk: Desk) -> None:
    of = await desk.ready()
    await desk.town.rows("UPDATE footage_consent SET state = 'withdrawn'")
    refused = await desk.look(of, "frame", at=desk.at(5))
    assert (refused.code, refused.body["why"]) == ("reviewing.may_not_look", "no_consent")
