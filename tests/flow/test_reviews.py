"""Reviews are durable: they go on where a worker was killed, say how far they are, and end."""

import asyncio
import json
import os
import signal
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from service.keeping.purge import purge as forget
from service.platform.asks import Errand, system
from service.reviewing import working
from tests.support.desk import GONE_S, LENGTH_S, REGION, SCENE, Desk
from tests.support.footage import right
from tests.support.media import FOLDER
from tests.support.places import Scene, film
from tests.support.waits import until


def seconds(desk: Desk, at: str) -> float:
    """An instant as seconds of the film."""
    return (datetime.fromisoformat(at) - desk.begins).total_seconds()


def holds_the_truth(desk: Desk, review: dict[str, Any]) -> None:
    """Whether the one change that there is lies in its interval, and is short."""
    [change] = review["answer"]["changes"]
    assert change["went"]
    last, first = seconds(desk, change["last_at"]), seconds(desk, change["first_at"])
    assert last < GONE_S <= first + 0.001
    assert first - last < 0.6
    assert all(last <= seconds(desk, at) <= first for at in change["look_at"])


async def slices(desk: Desk, review: dict[str, Any], most: int = 2000) -> int:
    """Go on with a review a look at a time, until it is over; in how many slices."""
    for number in range(1, most):
        with system(Errand.CARRIER):
            of = UUID(review["review_id"])
            await working.work(desk.town.house, of, desk.town.house.transaction, slice_s=0.0)
        rows = await desk.town.rows("SELECT ended_at FROM review_task WHERE review_id = $1", of)
        if rows[0]["ended_at"] is not None:
            return number
    raise AssertionError("it never ends")


def spoil(path: Path) -> None:
    """The disk gives something else back."""
    path.write_bytes(b"\0" * 4096)


async def test_a_moment_is_found_between_a_persons_marks_and_said_on_the_live_stream(
    desk: Desk,
) -> None:
    of = await desk.ready()
    dispatcher = await desk.town.person("east")
    async with desk.town.live(desk.reviewer) as heard, desk.town.live(dispatcher) as deaf:
        review = await desk.moment(of)
        assert (review["state"], review["answer"]) == ("waiting", None)
        found = await desk.answered(review)
        async with asyncio.timeout(10):
            event = await heard.get()
            while event["topic"] != "review.progress" or not event["body"]["answered"]:
                event = await heard.get()
        await desk.town.work()
        assert deaf.empty(), "only who answers such requests hears of them"
    assert (found["state"], found["done"]) == ("done", 1.0)
    assert found["answer"]["outcome"] == "changed"
    holds_the_truth(desk, found)


async def test_what_was_looked_at_is_not_looked_at_again_by_the_next_worker(desk: Desk) -> None:
    """A look at a time, each by a process that knows only what was kept, comes to the same."""
    of = await desk.ready()
    whole = await desk.answered(await desk.moment(of, steps=12))
    pieces = await desk.moment(of, steps=12)
    assert await slices(desk, pieces) > 5
    again = right(await desk.reviewer.get(f"/v1/footage-reviews/{pieces['review_id']}"))
    assert again["answer"] == whole["answer"]
    drawn = await desk.answered(await desk.review(of, "timeline", region=REGION))
    pieces = await desk.review(of, "timeline", region=REGION)
    assert await slices(desk, pieces) > 20
    again = right(await desk.reviewer.get(f"/v1/footage-reviews/{pieces['review_id']}"))
    assert again["answer"] == drawn["answer"]


async def test_a_killed_process_loses_a_slice_and_the_review_goes_on(desk: Desk) -> None:
    of = await desk.ready()
    town = desk.town
    review = await desk.moment(of, steps=12)
    for _ in range(4):
        with system(Errand.CARRIER):
            await working.work(
                town.house, UUID(review["review_id"]), town.house.transaction, slice_s=0.0
            )
    [before] = await town.rows("SELECT done, kept FROM review_task")
    assert before["done"] > 0
    crew = town.house.crew
    stopped = set(crew.pids)
    for pid in stopped:
        os.kill(pid, signal.SIGSTOP)
    assert await town.runner.claim_some() == 1
    await until(lambda: crew.asked > 0)
    for pid in crew.pids:
        os.kill(pid, signal.SIGKILL)
    await town.runner.finish()
    [job] = await town.rows("SELECT attempt, trouble FROM job WHERE kind = 'review_footage'")
    assert "CrewDied" in job["trouble"]
    [after] = await town.rows("SELECT done, kept, state FROM review_task")
    assert (after["kept"], after["state"]) == (before["kept"], "working")
    await town.forward(seconds=2)
    found = await desk.answered(review)
    assert found["state"] == "done"
    holds_the_truth(desk, found)
    assert not stopped & set(crew.pids)


async def test_a_lease_that_ends_in_the_middle_writes_nothing_twice(desk: Desk) -> None:
    """A carrier hangs beyond its lease; another does the slice, and the first one's is nothing."""
    of = await desk.ready()
    town = desk.town
    review = await desk.moment(of)
    for pid in town.house.crew.pids:
        os.kill(pid, signal.SIGSTOP)
    hung = set(town.house.crew.pids)
    await town.runner.claim_some()
    await until(lambda: town.house.crew.asked > 0)
    await town.rows("UPDATE job SET attempt = attempt + 1 WHERE kind = 'review_footage'")
    for pid in hung:
        os.kill(pid, signal.SIGCONT)
    await town.runner.finish()
    [row] = await town.rows("SELECT state, answer FROM review_task")
    assert (row["state"], row["answer"]) == ("waiting", None)
    await town.rows(
        "UPDATE job SET state = 'waiting', due_at = '2026-03-01Z' WHERE kind = 'review_footage'"
    )
    found = await desk.answered(review)
    assert found["state"] == "done"


async def test_a_review_that_is_called_off_ends_there(desk: Desk) -> None:
    of = await desk.ready()
    review = await desk.moment(of)
    with system(Errand.CARRIER):
        of_review = UUID(review["review_id"])
        house = desk.town.house
        await working.work(house, of_review, house.transaction, slice_s=0.0)
    door = f"/v1/footage-reviews/{review['review_id']}"
    assert right(await desk.reviewer.post(f"{door}/cancel", None))["state"] == "cancelled"
    found = await desk.answered(review)
    assert (found["state"], found["answer"]) == ("cancelled", None)
    again = right(await desk.reviewer.post(f"{door}/cancel", None))
    assert again["ended_at"] == found["ended_at"]
    [row] = await desk.town.rows("SELECT kept FROM review_task")
    assert row["kept"] is None


async def test_nobody_has_more_than_a_few_reviews_running(desk: Desk) -> None:
    of = await desk.ready()
    body = {"camera_id": desk.office.cameras[0], "kind": "ribbon"}
    door = f"/v1/footage-requests/{of}/reviews"
    answers = await asyncio.gather(*(desk.reviewer.post(door, body) for _ in range(7)))
    assert sorted(answer.status for answer in answers) == [201] * 4 + [409] * 3
    await desk.town.work()
    assert (await desk.reviewer.post(door, body)).status == 201


async def test_a_timeline_and_a_ribbon_show_when_somebody_was_there(desk: Desk) -> None:
    of = await desk.ready()
    drawn = (await desk.answered(await desk.review(of, "timeline", region=REGION)))["answer"]
    assert drawn["outcome"] == "drawn"
    spells = [(seconds(desk, s["from_at"]), seconds(desk, s["until_at"])) for s in drawn["spells"]]
    assert any(from_s <= 34 and until_s >= 20 for from_s, until_s in spells)
    assert any(share is None for share in drawn["bins"]["activity"]), "there is no film later"
    ribbon = (await desk.answered(await desk.review(of, "ribbon")))["answer"]
    known = [share for share in ribbon["bins"]["activity"] if share is not None]
    assert len(known) == round(LENGTH_S / 60)


async def test_a_consent_taken_back_ends_a_review(desk: Desk) -> None:
    of = await desk.ready()
    review = await desk.moment(of)
    await desk.town.rows("UPDATE footage_consent SET state = 'withdrawn'")
    found = await desk.answered(review)
    assert (found["state"], found["trouble"]) == ("cancelled", "reviewing.may_not_look")


@pytest.mark.parametrize(
    ("asked", "reason"),
    [
        ({"region": {"x": 310, "y": 0, "width": 60, "height": 60}}, "region_outside"),
        ({"gone_s": 1500.0}, "no_picture_there"),
        ({"there_s": 70.0, "gone_s": 110.0}, "anchors_alike"),
    ],
)
async def test_what_cannot_be_told_is_said_with_a_reason(
    desk: Desk, asked: dict[str, Any], reason: str
) -> None:
    of = await desk.ready()
    marks = {
        "there_at": [desk.at(asked.pop("there_s", 1.0))],
        "gone_at": [desk.at(asked.pop("gone_s", 115.0))],
    }
    answer = (await desk.answered(await desk.moment(of, **marks, **asked)))["answer"]
    assert answer["outcome"] in ("cannot_tell", "no_change_seen")
    assert answer["reason"] == reason


async def test_a_file_that_goes_bad_later_is_an_answer_and_no_crash(desk: Desk) -> None:
    of = await desk.ready()
    [row] = await desk.town.rows("SELECT parts FROM review_recording WHERE state = 'ready'")
    spoil(Path(row["parts"][0]["path"]))
    answer = (await desk.answered(await desk.moment(of)))["answer"]
    assert (answer["outcome"], answer["reason"]) == ("cannot_tell", "cannot_be_read")
    assert (await desk.look(of, "frame", at=desk.at(5))).code == "reviewing.not_readable"
    assert (await desk.brought(of))["state"] in ("ready", "failed")


async def test_answers_regions_and_words_go_with_their_request(desk: Desk) -> None:
    of = await desk.ready()
    review = await desk.answered(await desk.moment(of))
    found = {
        "camera_id": desk.office.cameras[0],
        "kind": "sighting",
        "from_at": desk.at(20),
        "words": "红外套",
        "region": REGION,
        "review_id": review["review_id"],
    }
    right(await desk.reviewer.post(f"/v1/footage-requests/{of}/findings", found))
    right(await desk.office.move(of, "withdraw"))
    await desk.office.later(days=31)
    with system(Errand.CARRIER):
        await forget(desk.town.house)
    assert not await desk.town.rows("SELECT 1 FROM review_task")
    assert not await desk.town.rows("SELECT 1 FROM review_recording")
    assert not await desk.town.rows("SELECT 1 FROM review_desk")
    [row] = await desk.town.rows("SELECT words_sealed, region, marked_name FROM review_finding")
    assert (row["words_sealed"], row["region"], row["marked_name"]) == (None, None, "Reviewer")
    [left] = right(await desk.reviewer.get(f"/v1/footage-requests/{of}/findings"))
    assert left["words"] is None


REAL = FOLDER / "vanish_9min.mp4"


@pytest.mark.skipif(not REAL.exists(), reason=f"no footage in {FOLDER}; WATCHBELL_MEDIA names some")
async def test_in_real_footage_the_moment_is_found_through_the_desk(desk: Desk) -> None:
    truth = json.loads(REAL.with_suffix(".json").read_text())
    desk.lay(REAL.read_bytes())
    of = await desk.ready()
    marks = {
        "A_dark_occluded": (139.0, 489.0),
        "B_brown_lowcontrast": (5.0, 550.0),
        "C_tiny_phone": (5.0, 550.0),
    }
    for thing, (there_s, gone_s) in marks.items():
        x, y, width, height = truth["roi_xywh"][thing]
        region = {"x": x, "y": y, "width": width, "height": height}
        marked = {"there_at": [desk.at(there_s)], "gone_at": [desk.at(gone_s)]}
        found = await desk.answered(await desk.moment(of, region=region, **marked))
        [change] = found["answer"]["changes"]
        last_s = truth["last_frame_time_present_before_s"][thing]
        assert seconds(desk, change["last_at"]) < last_s + 0.001
        assert last_s <= seconds(desk, change["first_at"]) + 0.001


async def test_several_files_and_the_gap_between_them_are_one_recording(
    desk: Desk, tmp_path: Path
) -> None:
    """It was taken while the camera was off: that is all that can be said, and is said."""
    short = replace(SCENE, length_s=30.0, passers=())
    there = film(tmp_path / "there.mp4", replace(short, is_there=lambda _: True))
    gone = film(tmp_path / "gone.mp4", replace(short, is_there=lambda _: False))
    desk.lay(there.read_bytes())
    desk.lay(gone.read_bytes(), 600)
    of = await desk.ready()
    marks = {"there_at": [desk.at(1)], "gone_at": [desk.at(628)]}
    answer = (await desk.answered(await desk.moment(of, **marks)))["answer"]
    assert (answer["outcome"], answer["reason"]) == ("cannot_tell", "mostly_hidden")
    [change] = answer["changes"]
    assert seconds(desk, change["last_at"]) == 29.75
    assert seconds(desk, change["first_at"]) == 600.0


async def test_where_a_clock_was_set_back_nothing_is_told_of_an_instant_that_was_twice(
    desk: Desk, tmp_path: Path
) -> None:
    data = two_halves(desk, tmp_path)
    desk.lay(b"".join(data), kind="ts")
    of = await desk.ready()
    camera = await desk.brought(of)
    assert [part["jumps"] for part in camera["parts"]] == [True]
    marks = {"there_at": [desk.at(1)], "gone_at": [desk.at(38)]}
    answer = (await desk.answered(await desk.moment(of, **marks)))["answer"]
    assert (answer["outcome"], answer["reason"]) == ("cannot_tell", "clock_jumps")
    assert (await desk.look(of, "frame", at=desk.at(5))).status == 200


async def test_of_two_files_of_one_time_an_instant_shows_the_same_to_all(
    desk: Desk, tmp_path: Path
) -> None:
    first, second = two_halves(desk, tmp_path)
    desk.lay(first, kind="ts")
    desk.lay(second, 20, kind="ts")
    of = await desk.ready()
    marks = {"there_at": [desk.at(1)], "gone_at": [desk.at(58)]}
    answer = (await desk.answered(await desk.moment(of, **marks)))["answer"]
    assert answer["outcome"] == "changed"
    [change] = answer["changes"]
    assert 19 < seconds(desk, change["last_at"]) < seconds(desk, change["first_at"]) < 42


def two_halves(desk: Desk, folder: Path) -> tuple[bytes, bytes]:
    """The same forty seconds twice, with the thing and without it; nothing else is recorded."""
    half = replace(SCENE, length_s=40.0, passers=())
    film(folder / "there.ts", replace(half, is_there=lambda _: True))
    film(folder / "gone.ts", replace(half, is_there=lambda _: False))
    for path in desk.folder.glob("ch0/*.mp4"):
        path.unlink()
    return (folder / "there.ts").read_bytes(), (folder / "gone.ts").read_bytes()


async def test_ten_hours_in_one_file_give_the_hour_that_was_granted(
    desk: Desk, tmp_path: Path
) -> None:
    slow = Scene(720.0, is_there=lambda at_s: at_s < 400.0, fps=1, gop=5, size=(160, 96))
    data = film(tmp_path / "long.mp4", slow).read_bytes()
    begins = timedelta(minutes=-16)
    for path in desk.folder.glob("ch0/*.mp4"):
        path.unlink()
    desk.lay(data, begins.total_seconds())
    of = await desk.urgent()
    await desk.taken(of)
    camera = await desk.brought(of)
    assert camera["state"] == "ready"
    assert datetime.fromisoformat(camera["parts"][0]["begins_at"]) < datetime.fromisoformat(
        camera["from_at"]
    )
    first = await desk.look(of, "frame", at=camera["from_at"])
    assert first.status == 200
    assert datetime.fromisoformat(first.headers["x-begins-at"]) >= datetime.fromisoformat(
        camera["from_at"]
    )
