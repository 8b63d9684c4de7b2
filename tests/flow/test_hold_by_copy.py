"""What a recorder cannot hold back is brought away, said to be held by copy, and let go of."""

import hashlib
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from service.recorder import actions
from service.recorder.wire import Fetched
from tests.support import hamlet
from tests.support.footage import Office, right
from tests.support.playback import PlaybackServer, playing
from tests.support.town_house import Town

ASKED_S = 60


@pytest.fixture
async def player(office: Office) -> AsyncIterator[PlaybackServer]:
    """A recorder that plays, and records the first camera from now on."""
    begins = office.town.clock.now() - timedelta(hours=2)
    async with playing(PlaybackServer(begins, begins + timedelta(hours=1))) as server:
        admin = await office.town.person("admin")
        url = f"{server.url}/play/{{channel}}?starttime={{from}}&endtime={{until}}"
        new = {
            "name": "NVR 2",
            "area_code": hamlet.EAST,
            "address": {"type": "rtsp", "url": url},
            "retention_days": 30,
        }
        added = right(await admin.post("/v1/recorders", new))
        where = {"recorder_id": added["recorder_id"], "channel": "1"}
        right(await admin.put(f"/v1/cameras/{office.cameras[0]}/recording", where))
        yield server


async def file(office: Office) -> str:
    """Somebody asks for a minute; the id of the request."""
    begins = office.town.clock.now() - timedelta(hours=2)
    until = begins + timedelta(seconds=ASKED_S)
    filed = await office.file(from_at=begins.isoformat(), until_at=until.isoformat())
    return str(filed["request"]["footage_id"])


async def camera(office: Office, of: str) -> dict[str, Any]:
    """How the first camera's hold stands."""
    cameras = (await office.whole(of))["cameras"]
    [found] = [one for one in cameras if one["camera_id"] == office.cameras[0]]
    assert isinstance(found, dict)
    return found


async def fetched(office: Office, asker: str) -> Fetched:
    """What the first camera has of that minute."""
    camera_id, begins = UUID(office.cameras[0]), office.town.clock.now() - timedelta(hours=2)
    async with office.town.house.db.reading() as connection:
        recording = (await actions.recordings(connection, [camera_id]))[camera_id]
    until = begins + timedelta(seconds=ASKED_S)
    return await actions.fetch(
        office.town.house, recording, begins, until, asker=UUID(asker), most_s=20
    )


def bytes_held(town: Town) -> int:
    """How much lies in the store under names of holds."""
    folder = town.house.settings.data_folder / "blobs" / "held"
    return sum(one.stat().st_size for one in folder.rglob("*") if one.is_file())


async def test_it_is_brought_away_and_outlives_the_recorder(
    office: Office, player: PlaybackServer
) -> None:
    of = await file(office)
    held = await camera(office, of)
    assert (held["hold_state"], held["held_by_copy"]) == ("placed", True)
    others = [one for one in (await office.whole(of))["cameras"] if one != held]
    assert {one["held_by_copy"] for one in others} == {False}
    lines = right(await office.reviewer.get(f"/v1/footage-requests/{of}/events"))
    said = [(one["kind"], one["body"].get("trouble"), one["body"].get("by")) for one in lines]
    assert ("not_held", "cannot_hold", None) in said, "at first it was not held, and that was said"
    assert ("held", None, "copy") in said
    player.answers = False
    await office.town.house.copies.forget(UUID(of))
    found = await fetched(office, of)
    assert found.gaps == []
    assert sum((p.ends_at - p.begins_at).total_seconds() for p in found.parts) == pytest.approx(
        ASKED_S, abs=1
    )


async def test_decree_799_article_15_what_was_brought_away_is_shown_unaltered_or_not_at_all(
    office: Office, player: PlaybackServer
) -> None:
    of = await file(office)
    player.answers = False
    await office.town.house.copies.forget(UUID(of))
    before = {part.sha256 for part in (await fetched(office, of)).parts}
    folder = office.town.house.settings.data_folder / "blobs" / "held"
    kept = next(one for one in folder.rglob("*") if one.is_file())
    original = kept.read_bytes()
    digest = hashlib.sha256(original).hexdigest()
    assert digest in before
    kept.write_bytes(original[:-1] + bytes([original[-1] ^ 1]))
    await office.town.house.copies.forget(UUID(of))
    assert {part.sha256 for part in (await fetched(office, of)).parts} == before - {digest}


async def test_decree_799_article_17_what_was_brought_away_goes_with_the_request(
    office: Office, player: PlaybackServer
) -> None:
    of = await file(office)
    assert bytes_held(office.town) > 0
    own = right(await office.citizen.get(f"/v1/me/footage-requests/{of}"))
    gone = {"move": "withdraw", "version": own["version"]}
    right(await office.citizen.post(f"/v1/me/footage-requests/{of}/moves", gone))
    await office.town.work()
    assert bytes_held(office.town) == 0
    assert await office.town.rows("SELECT hold FROM recording_copy") == []


async def test_while_the_recorder_is_away_it_is_not_held_and_asked_again(
    office: Office, player: PlaybackServer
) -> None:
    player.refuses = True
    of = await file(office)
    waiting = await camera(office, of)
    assert (waiting["hold_state"], waiting["hold_trouble"]) == ("failed", "cannot_hold")
    assert waiting["held_by_copy"] is False
    player.refuses = False
    await office.later(minutes=10)
    assert (await camera(office, of))["held_by_copy"] is True


async def test_where_nothing_is_left_that_is_said_and_not_asked_for_ever(
    office: Office, player: PlaybackServer
) -> None:
    player.until_at = player.from_at
    of = await file(office)
    gone = await camera(office, of)
    assert (gone["hold_state"], gone["hold_trouble"]) == ("failed", "nothing_left")
    asked = len(player.asked)
    await office.later(hours=2)
    assert len(player.asked) == asked
