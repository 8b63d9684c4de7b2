"""Lines between the desk and the units of an incident."""

import asyncio

from service.dispatch.messages import MESSAGES_MOST
from tests.flow.test_dispatch import ring
from tests.support import hamlet
from tests.support.people import Answer, Officer, Person, new_press_id
from tests.support.town_house import Town


def line(text: str, **more: object) -> dict[str, object]:
    """A line with a number of its own."""
    return {"message_id": str(new_press_id()), "text": text} | more


async def in_hand(town: Town) -> tuple[Officer, str]:
    """An officer who has accepted, and the path of the thread."""
    officer = await town.officer(1, hamlet.north(1700))
    taken = await ring(town)
    assert (await officer.answer("accept")).status == 200
    return officer, f"/v1/incidents/{taken['incident_id']}/messages"


async def texts(person: Person, path: str) -> list[str]:
    answer = await person.get(path)
    assert answer.status == 200, answer.body
    return [one["text"] for one in answer.body]


async def test_the_desk_and_a_unit_read_what_the_other_has_written(town: Town) -> None:
    officer, path = await in_hand(town)
    desk = await town.person("east")
    wrote = await desk.post(path, line("后门开着"))
    assert (wrote.status, wrote.body["unit_id"]) == (201, None)
    said = (await officer.post(path, line("收到"))).body
    assert (said["who"], said["unit_id"]) == ("东-01", str(hamlet.uid("un", 1)))
    for person in (desk, officer):
        assert await texts(person, path) == ["后门开着", "收到"]


async def test_a_line_that_is_sent_again_is_one_line(town: Town) -> None:
    officer, path = await in_hand(town)
    same = line("到后门")
    answers = await asyncio.gather(*(officer.post(path, same) for _ in range(4)))
    assert {answer.status for answer in answers} == {201}
    assert len({answer.body["at"] for answer in answers}) == 1
    assert await texts(officer, path) == ["到后门"]


async def test_a_line_stands_in_the_timeline_as_it_was_written(town: Town) -> None:
    officer, path = await in_hand(town)
    hostile = "<script>alert(1)</script> \u202e 😀"
    assert (await officer.post(path, line(hostile))).status == 201
    desk = await town.person("east")
    entries = (await desk.get(path.replace("messages", "timeline"))).body
    written = [(e["who"], e["body"]["note"]) for e in entries if e["kind"] == "message"]
    assert written == [("东-01", hostile)]


async def test_who_listens_hears_a_line_and_a_unit_that_only_rings_does_not(town: Town) -> None:
    _, path = await in_hand(town)
    desk = await town.person("east")
    wrote = await desk.post(path, line("注意安全"))
    assert wrote.status == 201, wrote.body
    # Whoever reads next gives it its number: until then it stands in the outbox.
    rows = await town.rows(
        "SELECT scope, body FROM event WHERE topic = 'incident.message'"
        " UNION ALL SELECT scope, body FROM outbox WHERE topic = 'incident.message'"
    )
    assert rows[0]["body"]["text"] == "注意安全"
    assert f"unit:{hamlet.uid('un', 1)}" in rows[0]["scope"]
    assert f"unit:{hamlet.uid('un', 2)}" not in rows[0]["scope"]


async def test_nobody_reads_or_writes_where_he_has_nothing_to_do(town: Town) -> None:
    _, path = await in_hand(town)
    for stranger in (await town.officer(2), await town.person("elsewhere")):
        assert (await stranger.get(path)).status == 404
        assert (await stranger.post(path, line("x"))).status == 404
    admin = await town.person("admin")
    assert (await admin.post(path, line("x"))).status == 403


async def test_a_line_of_the_wrong_length_is_refused_by_the_name_of_its_field(town: Town) -> None:
    officer, path = await in_hand(town)
    for wrong in ("", " \n\t", "长" * 501, "x" * 10_000, "a\x00b"):
        refused = await officer.post(path, line(wrong))
        assert (refused.status, refused.code, refused.body["field"]) == (
            400,
            "request.invalid",
            "text",
        ), wrong[:20]
    assert (await officer.post(path, line("长" * 500))).status == 201


async def test_an_ended_incident_takes_no_more_and_a_unit_that_is_done_reads_no_more(
    town: Town,
) -> None:
    officer, path = await in_hand(town)
    same = line("到了")
    assert (await officer.post(path, same)).status == 201
    assert (await officer.answer("clear")).status == 200
    assert (await officer.get(path)).status == 404
    desk = await town.person("east")
    alarms = (await desk.get(path.replace("messages", "alarms"))).body
    await desk.post(f"/v1/alarms/{alarms[0]['alarm_id']}/reset", {"disposition": "accidental"})
    incident_id = path.split("/")[3]
    closed = await desk.move("incidents", incident_id, move="close", disposition="accidental")
    assert closed.status == 200, closed.body
    refused = await desk.post(path, line("晚了"))
    assert (refused.status, refused.code) == (409, "dispatch.task_over")
    assert await texts(desk, path) == ["到了"]


async def test_a_full_thread_says_that_it_is_full(town: Town) -> None:
    officer, path = await in_hand(town)
    await town.rows(
        "INSERT INTO message (message_id, incident_id, at, account_id, who, text)"
        " SELECT gen_random_uuid(), $1, $2, gen_random_uuid(), 'east', 'x'"
        " FROM generate_series(1, $3)",
        path.split("/")[3],
        town.clock.now(),
        MESSAGES_MOST,
    )
    refused: Answer = await officer.post(path, line("x"))
    assert (refused.status, refused.code) == (409, "dispatch.thread_full")


async def test_a_number_that_is_anothers_line_is_not_taken(town: Town) -> None:
    officer, path = await in_hand(town)
    desk = await town.person("east")
    same = line("one")
    assert (await desk.post(path, same)).status == 201
    refused = await officer.post(path, same | {"text": "two"})
    assert (refused.status, refused.body["field"]) == (404, "message_id")
