"""A past incident as it went, for those who see it, and on record."""

from datetime import timedelta

from tests.support import hamlet
from tests.support.people import Officer
from tests.support.town_house import Town


async def drives(town: Town, officer: Officer, metres: list[int]) -> None:
    """The officer's phone sends where it is, each ten seconds."""
    for where in metres:
        town.clock.forward(seconds=10)
        sent = await officer.stand(hamlet.north(where), town.now)
        assert sent.body == {"kept": 1, "dropped": 0}


async def responded(town: Town) -> str:
    """A press that a unit drove to and that was closed; another unit only stood by."""
    near = await town.officer(1, hamlet.north(1500))
    await town.officer(2, hamlet.north(5000))
    box = await town.box(4)
    taken = (await box.press()).body
    await town.work()
    await near.answer("accept")
    await drives(town, near, [1550, 1600, 1700])
    await near.answer("on_scene")
    await drives(town, near, [1800])
    await near.answer("clear")
    desk = await town.person("east")
    town.clock.forward(minutes=5)
    await drives(town, near, [900, 300])
    await desk.post(f"/v1/alarms/{taken['alarm_id']}/reset", {"disposition": "genuine"})
    closed = await desk.move("incidents", taken["incident_id"], move="close", disposition="genuine")
    assert closed.status == 200, closed.body
    return str(taken["incident_id"])


async def test_a_replay_has_the_lines_and_the_way_of_who_came_while_he_came(town: Town) -> None:
    incident_id = await responded(town)
    desk = await town.person("east")
    body = (await desk.get(f"/v1/incidents/{incident_id}/replay")).body
    lines = (await desk.get(f"/v1/incidents/{incident_id}/timeline")).body
    assert body["timeline"] == lines
    assert [trail["call_sign"] for trail in body["trails"]] == ["东-01"]
    points = body["trails"][0]["points"]
    assert len(points) == 5
    assert [p["after_s"] for p in points] == sorted(p["after_s"] for p in points)
    far = hamlet.north(1000)["lat"]
    assert isinstance(far, float)
    assert all(p["lat"] > far for p in points), "what came after the task is not shown"
    assert body["until_at"] > body["from_at"]
    assert not body["cut"]


async def test_who_looks_at_ways_is_in_the_access_register_before_they_are_read(
    town: Town,
) -> None:
    incident_id = await responded(town)
    desk = await town.person("east")
    assert (await town.rows("SELECT count(*) AS n FROM look"))[0]["n"] == 0
    await desk.get(f"/v1/incidents/{incident_id}/replay")
    looks = await town.rows("SELECT person, reason, content, incident_id FROM look")
    assert len(looks) == 1
    assert looks[0]["person"] == "East"
    assert str(looks[0]["incident_id"]) == incident_id
    assert "positions of 东-01" in looks[0]["content"]


async def test_a_replay_of_another_area_is_as_if_absent_and_leaves_no_look(town: Town) -> None:
    incident_id = await responded(town)
    stranger = await town.person("elsewhere")
    answer = await stranger.get(f"/v1/incidents/{incident_id}/replay")
    assert (answer.status, answer.code) == (404, "request.not_found")
    assert (await town.rows("SELECT count(*) AS n FROM look"))[0]["n"] == 0


async def test_a_long_incident_is_cut_and_says_so(town: Town) -> None:
    box = await town.box(4)
    taken = (await box.press()).body
    town.clock.forward(hours=8)
    desk = await town.person("east")
    body = (await desk.get(f"/v1/incidents/{taken['incident_id']}/replay")).body
    assert body["cut"]
    opened = town.clock.now() - timedelta(hours=8)
    assert body["from_at"][:16] == opened.isoformat()[:16]
