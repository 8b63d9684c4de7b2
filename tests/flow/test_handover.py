"""Command goes from hand to hand: offered, accepted, and never lost in between."""

import asyncio
from typing import Any

from tests.support import hamlet
from tests.support.people import Answer, Person
from tests.support.town_house import Town


async def led(town: Town, desk: Person, title: str = "bridge") -> str:
    """An incident that this desk commands."""
    told = {
        "source": "110",
        "kind": "fire",
        "area_code": hamlet.EAST,
        "title": title,
        "place": hamlet.north(300),
    }
    opened = await desk.post("/v1/incidents", told)
    incident_id = str(opened.body["incident_id"])
    assert (await desk.move("incidents", incident_id, move="take_command")).status == 200
    return incident_id


async def to_name(desk: Person, name: str) -> str:
    """The account of a colleague."""
    people = (await desk.get("/v1/handovers/people")).body
    return str(next(one["account_id"] for one in people if one["display"] == name))


async def offered(desk: Person, name: str, *incidents: str) -> Answer:
    """Offer to a colleague by name."""
    body: dict[str, Any] = {"to": await to_name(desk, name), "note": "two units there"}
    if incidents:
        body["incidents"] = list(incidents)
    return await desk.post("/v1/handovers", body)


async def commander(desk: Person, incident_id: str) -> str:
    """Who commands."""
    return str((await desk.get(f"/v1/incidents/{incident_id}")).body["commander"]["name"])


async def test_a_shift_is_handed_over_whole_and_only_when_the_other_says_yes(town: Town) -> None:
    east, county = await town.person("east"), await town.person("county")
    both = [await led(town, east), await led(town, east, "market")]
    offer = await offered(east, "County")
    assert offer.status == 201, offer.body
    assert sorted(offer.body["incidents"]) == sorted(both)
    assert [await commander(east, one) for one in both] == ["East", "East"]
    seen = (await county.get("/v1/handovers")).body
    assert [one["note"] for one in seen] == ["two units there"]
    taken = await county.move("handovers", offer.body["handover_id"], move="accept")
    assert taken.body["state"] == "accepted"
    assert [await commander(east, one) for one in both] == ["County", "County"]
    assert (await county.get("/v1/handovers")).body == []
    lines = (await east.get(f"/v1/incidents/{both[0]}/timeline")).body
    last = lines[-1]
    assert (last["kind"], last["who"], last["body"]["note"]) == (
        "handed_over",
        "County",
        "two units there",
    )


async def test_who_declines_leaves_command_where_it_was_and_says_why(town: Town) -> None:
    east, county = await town.person("east"), await town.person("county")
    incident = await led(town, east)
    offer = (await offered(east, "County", incident)).body
    answer = await county.move("handovers", offer["handover_id"], move="decline", note="busy")
    assert answer.body["answer"] == "busy"
    assert await commander(east, incident) == "East"
    again = await offered(east, "County", incident)
    assert again.status == 201


async def test_a_silent_colleague_is_passed_by_after_three_minutes_by_the_next_level(
    town: Town,
) -> None:
    east, city = await town.person("east"), await town.person("city")
    incident = await led(town, east)
    offer = (await offered(east, "County", incident)).body
    early = await city.move("handovers", offer["handover_id"], move="accept")
    assert (early.status, early.code) == (403, "identity.not_yours")
    town.clock.forward(minutes=3)
    late = await city.move("handovers", offer["handover_id"], move="accept")
    assert late.status == 200, late.body
    assert await commander(east, incident) == "City"
    line = (await east.get(f"/v1/incidents/{incident}/timeline")).body[-1]
    assert line["body"]["in_place_of"] == "County"


async def test_of_two_who_accept_at_once_one_has_it_and_the_other_is_told_who(town: Town) -> None:
    east = await town.person("east")
    incident = await led(town, east)
    offer = (await offered(east, "County", incident)).body
    town.clock.forward(minutes=4)
    people = [await town.person(name) for name in ("county", "city", "chief")]
    answers = await asyncio.gather(
        *(p.move("handovers", offer["handover_id"], move="accept") for p in people)
    )
    assert sorted(a.status for a in answers) == [200, 409, 409]
    winner = await commander(east, incident)
    assert {a.body["who"] for a in answers if a.status == 409} == {winner}
    assert {a.code for a in answers if a.status == 409} == {"incident.handover_over"}


async def test_what_ended_or_was_taken_meanwhile_is_not_handed_over(town: Town) -> None:
    east, county, city = [await town.person(n) for n in ("east", "county", "city")]
    over, taken, left = [await led(town, east, title) for title in ("a", "b", "c")]
    offer = (await offered(east, "County")).body
    await east.move("incidents", over, move="cancel")
    me = (await east.get(f"/v1/incidents/{taken}")).body["commander"]["account_id"]
    await city.move(
        "incidents", taken, move="take_command", from_commander=me, note="desk is silent"
    )
    await county.move("handovers", offer["handover_id"], move="accept")
    names = [await commander(east, one) for one in (over, taken, left)]
    assert names == ["East", "City", "County"]
    lines = (await east.get(f"/v1/incidents/{taken}/timeline")).body
    took = next(one for one in lines if one["kind"] == "command" and one["who"] == "City")
    assert (took["body"]["from"], took["body"]["note"]) == ("East", "desk is silent")


async def test_only_ones_own_is_handed_over_and_only_to_who_sits_at_a_desk_of_it(
    town: Town,
) -> None:
    east, county = await town.person("east"), await town.person("county")
    incident = await led(town, east)
    none = await county.post(
        "/v1/handovers", {"to": await to_name(east, "City"), "note": "x", "incidents": [incident]}
    )
    assert (none.status, none.code) == (409, "incident.nothing_to_hand_over")
    names = {one["display"] for one in (await east.get("/v1/handovers/people")).body}
    assert {"County", "City"} <= names
    assert not {"East", "West", "Elsewhere"} & names
    offer = (await offered(east, "County", incident)).body
    twice = await offered(east, "City", incident)
    assert (twice.status, twice.code) == (409, "incident.handover_waits")
    for name in ("west", "elsewhere"):
        stranger = await town.person(name)
        town.clock.forward(minutes=1)
        hidden = await stranger.move("handovers", offer["handover_id"], move="accept")
        assert (hidden.status, hidden.code) == (404, "request.not_found")
        assert (await stranger.get("/v1/handovers")).body == []


async def transferred(town: Town, desk: Person) -> str:
    """An incident that this desk commands although it was transferred out of its areas."""
    incident_id = await led(town, desk, "gone west")
    moved = await desk.move("incidents", incident_id, move="transfer", area_code=hamlet.WEST)
    assert moved.status == 200, moved.body
    assert (await desk.get(f"/v1/incidents/{incident_id}")).status == 404
    return incident_id


async def people_of(desk: Person, incident_id: str) -> dict[str, str]:
    """To whom an incident may be handed over, by name."""
    found = (await desk.get(f"/v1/handovers/people?incident_id={incident_id}")).body
    return {one["display"]: one["account_id"] for one in found}


async def test_who_commands_what_was_transferred_out_of_his_areas_hands_it_over(
    town: Town,
) -> None:
    east, west = await town.person("east"), await town.person("west")
    gone = await transferred(town, east)
    people = await people_of(east, gone)
    assert {"West", "County", "City"} <= set(people)
    assert await people_of(west, gone) == {}, "he does not command it"
    body = {"to": people["West"], "note": "two units there", "incidents": [gone]}
    assert (await west.post("/v1/handovers", body)).code == "incident.nothing_to_hand_over"
    async with town.live(east) as heard:
        for answer in ("withdraw", "decline", "accept"):
            offer = (await east.post("/v1/handovers", body)).body
            handover_id = offer["handover_id"]
            assert [one["handover_id"] for one in (await east.get("/v1/handovers")).body] == [
                handover_id
            ]
            assert await commander(west, gone) == "East", "until the other has said yes"
            by = east if answer == "withdraw" else west
            assert (await by.move("handovers", handover_id, move=answer)).status == 200
            for topic in ("handover.offered", "handover.ended"):
                event = await asyncio.wait_for(heard.get(), 10)
                assert (event["topic"], event["body"]["handover_id"]) == (topic, handover_id)
    assert await commander(west, gone) == "West"
    assert (await east.post("/v1/handovers", body)).code == "incident.nothing_to_hand_over"


async def test_what_was_transferred_keeps_the_rest_of_a_shift_from_nobody(town: Town) -> None:
    east = await town.person("east")
    warden = await town.person("warden")
    new = {
        "name": "east2",
        "display": "East2",
        "roles": [{"role": "dispatcher", "area_code": hamlet.EAST}],
    }
    assert (await warden.post("/v1/accounts", new)).status == 201
    gone, here = await transferred(town, east), await led(town, east)
    offer = (await offered(east, "East2")).body
    assert offer["incidents"] == [here]
    await east.move("handovers", offer["handover_id"], move="withdraw")
    offer = (await offered(east, "County")).body
    assert sorted(offer["incidents"]) == sorted([gone, here])


async def test_who_sees_a_part_of_what_is_offered_takes_no_part_of_it(town: Town) -> None:
    east, west = await town.person("east"), await town.person("west")
    gone, here = await transferred(town, east), await led(town, east)
    offer = (await offered(east, "County")).body
    town.clock.forward(minutes=4)
    assert (await west.move("handovers", offer["handover_id"], move="accept")).status == 404
    county = await town.person("county")
    assert [await commander(county, one) for one in (gone, here)] == ["East", "East"]
