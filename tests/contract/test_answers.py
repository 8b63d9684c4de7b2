"""Real answers and events have the forms that the documents promise."""

import asyncio
from typing import Any

import msgspec
import pytest

from service.app import TOPICS
from service.identity.wire import ENDED
from service.school.wire import STIRRED
from tests.contract.promised import check, operations
from tests.contract.story import play, watch
from tests.support import hamlet
from tests.support.gateways.browsers import PushService
from tests.support.town.cameras import TownCameras
from tests.support.town_house import Town

# A stream never ends, and is held against the document below.
STREAMS = {("GET", "/v1/live"), ("GET", "/v1/sights/{sight}/cameras/{camera_id}/live")}


async def test_every_door_answers_in_the_form_that_it_promises(
    town_and_push: tuple[Town, PushService], cameras: TownCameras
) -> None:
    town, push = town_and_push
    watched = watch(town)
    await play(town, cameras, push)
    went_well = {door for door, status in watched.answered if status < 400}
    assert set(operations()) - went_well == STREAMS
    assert (("POST", "/v1/alarms"), 200) in watched.answered
    assert (("POST", "/v1/alarms"), 201) in watched.answered


async def test_every_event_has_the_form_that_it_promises(
    town_and_push: tuple[Town, PushService], cameras: TownCameras
) -> None:
    # What a contact hears of the own site is no desk's to hear.
    forms = {topic.name: topic for topic in TOPICS if topic is not STIRRED}
    town, push = town_and_push
    # Requests for footage are heard by whoever answers them.
    await town.rows(
        "INSERT INTO role_grant (grant_id, account_id, role, area_code)"
        " SELECT account_id, account_id, 'reviewer', $1 FROM account WHERE name = 'city'",
        hamlet.CITY,
    )
    desk = await town.person("city")
    async with town.live(desk) as stream:
        await play(town, cameras, push)
        heard: set[str] = set()
        last = 0
        while len(heard) < len(forms):
            if set(forms) - heard == {ENDED.name}:
                await desk.delete("/v1/sessions/current")
            event = await next_event(stream, set(forms) - heard)
            heard.add(event["topic"])
            check("asyncapi", f"/components/messages/{event['topic']}/payload", event)
            msgspec.convert(event["body"], forms[event["topic"]].body)
            if event["seq"] is not None:
                assert event["seq"] > last
                last = event["seq"]
    assert heard == set(forms)


async def test_what_a_school_s_contact_hears_has_the_form_that_it_promises(town: Town) -> None:
    head, box = await town.person("head"), await town.box(4)
    async with town.live(head) as stream:
        await box.press()
        event = await next_event(stream, {STIRRED.name})
    check("asyncapi", f"/components/messages/{STIRRED.name}/payload", event)
    msgspec.convert(event["body"], STIRRED.body)


async def next_event(stream: "asyncio.Queue[dict[str, Any]]", missing: set[str]) -> dict[str, Any]:
    """The next event, or a failure that says which never came."""
    try:
        return await asyncio.wait_for(stream.get(), 10)
    except TimeoutError:
        pytest.fail(f"never heard of {sorted(missing)}")
