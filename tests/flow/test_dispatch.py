"""The ladder, walked in real rows with the clock moved by hand."""

import asyncio
from typing import Any
from uuid import UUID

from service.dispatch import store
from tests.support import hamlet
from tests.support.people import Officer, Person
from tests.support.town_house import Town


async def ring(town: Town, number: int = 4, **press: Any) -> dict[str, Any]:
    """Press the kindergarten's key, which asks for one unit, and let the first round run."""
    box = await town.box(number)
    taken = await box.press(**press)
    assert taken.status == 201, taken.body
    await town.work()
    return dict(taken.body)


async def states(desk: Person, incident_id: str) -> dict[str, str]:
    """Each unit that was asked, by call sign, and how far it is: the latest of each."""
    needs = (await desk.get(f"/v1/incidents/{incident_id}/units")).body
    return {t["call_sign"]: t["state"] for need in needs for t in need["tasks"]}


async def kinds(desk: Person, incident_id: str) -> list[str]:
    """The timeline's kinds in order."""
    timeline = (await desk.get(f"/v1/incidents/{incident_id}/timeline")).body
    return [entry["kind"] for entry in timeline]


async def test_the_nearest_by_time_is_asked_first_with_its_reasons(town: Town) -> None:
    walker = await town.officer(3, hamlet.north(1500))
    driver = await town.officer(1, hamlet.north(600))
    await ring(town)
    assert await walker.tasks() == []
    task = await driver.task()
    assert task["reasons"] == ["tier_0", "own_area"]
    assert abs(task["distance_m"] - 1200) < 10
    assert abs(task["eta_s"] - 1200 * 1.3 / (40 / 3.6)) < 2


async def test_a_refusal_passes_on_at_once(town: Town) -> None:
    first = await town.officer(1, hamlet.north(1700))
    second = await town.officer(2, hamlet.north(600))
    taken = await ring(town)
    answer = await first.answer("decline", reason="at the hospital")
    assert answer.body["state"] == "declined"
    await town.work()
    assert (await second.task())["state"] == "offered"
    desk = await town.person("east")
    assert await states(desk, taken["incident_id"]) == {"东-01": "declined", "东-02": "offered"}


async def test_no_answer_in_fifteen_seconds_lets_the_next_ring_too(town: Town) -> None:
    first = await town.officer(1, hamlet.north(1700))
    second = await town.officer(2, hamlet.north(600))
    await ring(town)
    await first.answer("receive")
    await town.forward(seconds=14)
    assert await second.tasks() == []
    await town.forward(seconds=1)
    assert len(await second.tasks()) == 1
    assert (await first.task())["ringing"] is True


async def test_the_first_to_accept_has_it_and_the_other_is_told(town: Town) -> None:
    first = await town.officer(1, hamlet.north(1700))
    second = await town.officer(2, hamlet.north(600))
    await ring(town)
    lost = await first.task()
    await town.forward(seconds=15)
    async with town.live(first) as heard:
        assert (await second.answer("accept")).body["state"] == "accepted"
        event = await asyncio.wait_for(heard.get(), 5)
        assert (event["topic"], event["body"]["state"]) == ("task.changed", "taken")
        assert event["body"]["reason"] == "东-02"
    late = await first.move("tasks", lost["task_id"], move="accept")
    assert (late.status, late.code, late.body["who"]) == (409, "dispatch.already_taken", "东-02")
    assert await first.tasks() == []


async def test_two_who_accept_at_once_one_has_it(town: Town) -> None:
    officers = [await town.officer(1, hamlet.north(1700)), await town.officer(2, hamlet.north(600))]
    await ring(town)
    await town.forward(seconds=15)
    tasks = [await officer.task() for officer in officers]
    answers = await asyncio.gather(
        *(
            officer.move("tasks", task["task_id"], move="accept")
            for officer, task in zip(officers, tasks, strict=True)
        )
    )
    assert sorted(a.status for a in answers) == [200, 409]


async def test_an_empty_tier_is_passed_at_once(town: Town) -> None:
    far = await town.officer(4, hamlet.north(1800, -6500))
    await ring(town)
    task = await far.task()
    assert task["tier"] == 1


async def test_nobody_on_duty_is_told_to_the_desk_at_once(town: Town) -> None:
    desk = await town.person("east")
    async with town.live(desk) as heard:
        taken = await ring(town)
        changed = await asyncio.wait_for(heard.get(), 5)
        while changed["topic"] != "incident.changed":
            changed = await asyncio.wait_for(heard.get(), 5)
    assert changed["body"]["desk_reason"] == "nobody_left"
    shown = (await desk.get(f"/v1/incidents/{taken['incident_id']}")).body
    assert shown["desk_at"] == town.now.replace("+00:00", "Z")


async def test_ninety_seconds_without_an_accept_go_to_the_desk(town: Town) -> None:
    officers = [await town.officer(n, hamlet.north(1500 - 100 * n)) for n in range(1, 7)]
    taken = await ring(town)
    desk = await town.person("east")
    for _ in range(89):
        await town.forward(seconds=1)
    shown = (await desk.get(f"/v1/incidents/{taken['incident_id']}")).body
    assert shown["desk_at"] is None
    await town.forward(seconds=1)
    shown = (await desk.get(f"/v1/incidents/{taken['incident_id']}")).body
    assert shown["desk_reason"] == "no_answer"
    ringing = [len(await officer.tasks()) for officer in officers]
    assert sum(ringing) >= 1
    chief = await town.person("county")
    assert (await chief.move("incidents", taken["incident_id"], move="take_command")).body[
        "desk_at"
    ] is None


async def test_one_who_does_not_answer_is_let_go_and_asked_again_when_nobody_is_left(
    town: Town,
) -> None:
    only = await town.officer(1, hamlet.north(1700))
    taken = await ring(town)
    first = await only.task()
    await town.forward(seconds=59)
    assert (await only.task())["task_id"] == first["task_id"]
    await town.forward(seconds=1)
    assert await only.tasks() == []
    await town.forward(seconds=15)
    assert (await only.task())["task_id"] != first["task_id"]
    assert (await only.answer("accept")).status == 200
    desk = await town.person("east")
    shown = (await desk.get(f"/v1/incidents/{taken['incident_id']}")).body
    assert (shown["state"], shown["desk_at"]) == ("assigned", None)


async def test_who_comes_on_duty_is_asked_by_those_for_whom_nobody_was_left(town: Town) -> None:
    await ring(town)
    late = await town.officer(1, hamlet.north(1700))
    assert len(await late.tasks()) == 1


async def test_who_goes_off_duty_while_ringing_passes_it_on(town: Town) -> None:
    first = await town.officer(1, hamlet.north(1700))
    second = await town.officer(2, hamlet.north(600))
    await ring(town)
    await first.post("/v1/me/duty", {"on": False})
    await town.work()
    assert await first.tasks() == []
    assert len(await second.tasks()) == 1


async def test_a_plan_of_several_units_sends_each_to_its_own_point(town: Town) -> None:
    officers = [await town.officer(n, hamlet.north(200 * n)) for n in (1, 2, 3, 4)]
    await ring(town, number=1)
    tasks = [await officer.task() for officer in officers]
    assert sorted((t["role"], t["point_name"]) for t in tasks) == [
        ("backup", "东门"),
        ("convergence", "出口1"),
        ("convergence", "出口2"),
        ("primary", "东门"),
    ]
    assert len({t["unit_id"] for t in tasks}) == 4


async def test_incidents_of_one_moment_share_units_best_not_first_come(town: Town) -> None:
    # First come, first served would send 东-01 a kilometre and 东-02 more than four.
    middle = await town.officer(1, hamlet.north(1000))
    south = await town.officer(2, hamlet.north(-1200))
    desk = await town.person("east")
    for title, metres in (("first", 0), ("second", 3000)):
        opened = await desk.post(
            "/v1/incidents",
            {
                "source": "110",
                "kind": "emergency",
                "area_code": hamlet.EAST,
                "title": title,
                "place": hamlet.north(metres),
            },
        )
        assert opened.status == 201, opened.body
    await town.work()
    assert (await south.task())["title"] == "first"
    assert (await middle.task())["title"] == "second"


async def test_no_unit_is_asked_for_two_incidents(town: Town) -> None:
    only = await town.officer(1, hamlet.north(1000))
    first, second = await town.box(3), await town.box(4)
    await first.press()
    await second.press()
    await town.work()
    task = await only.task()
    await only.answer("accept")
    for _ in range(10):
        await town.forward(seconds=15)
        assert [t["task_id"] for t in await only.tasks()] == [task["task_id"]]


async def test_a_unit_that_is_free_again_goes_to_the_one_who_waits(town: Town) -> None:
    only = await town.officer(1, hamlet.north(1000))
    first, second = await town.box(4), await town.box(5)
    await first.press()
    await town.work()
    await only.answer("accept")
    await second.press()
    await town.work()
    assert (await only.task())["title"] == "河边幼儿园"
    await only.answer("clear")
    await town.work()
    assert (await only.task())["title"] == "西关小学"


async def test_a_unit_lost_on_its_way_is_shown_and_replaced_when_the_dispatcher_agrees(
    town: Town,
) -> None:
    first = await town.officer(1, hamlet.north(1700))
    second = await town.officer(2, hamlet.north(600))
    taken = await ring(town)
    accepted = (await first.answer("accept")).body
    desk = await town.person("east")
    await second.stand(hamlet.north(600), town.now)
    for _ in range(4):
        await town.forward(seconds=30)
        await second.stand(hamlet.north(600), town.now)
    await town.forward(seconds=30)
    needs = (await desk.get(f"/v1/incidents/{taken['incident_id']}/units")).body
    assert needs[0]["tasks"][0]["lost_at"] is not None
    assert await second.tasks() == []
    replaced = await desk.move("tasks", accepted["task_id"], move="replace")
    assert replaced.body["state"] == "withdrawn"
    await town.work()
    assert len(await second.tasks()) == 1
    assert "lost" in await kinds(desk, taken["incident_id"])


async def test_a_lost_unit_that_speaks_again_is_found(town: Town) -> None:
    first = await town.officer(1, hamlet.north(1700))
    taken = await ring(town)
    await first.answer("accept")
    for _ in range(5):
        await town.forward(seconds=30)
    await first.stand(hamlet.north(1750), town.now)
    await town.forward(seconds=60)
    desk = await town.person("east")
    timeline = await kinds(desk, taken["incident_id"])
    assert timeline.index("found") > timeline.index("lost")


async def test_an_officer_who_cannot_go_on_gives_it_back_and_the_next_rings(town: Town) -> None:
    first = await town.officer(1, hamlet.north(1700))
    second = await town.officer(2, hamlet.north(600))
    taken = await ring(town)
    await first.answer("accept")
    await first.answer("decline", reason="puncture")
    await town.work()
    assert len(await second.tasks()) == 1
    desk = await town.person("east")
    shown = (await desk.get(f"/v1/incidents/{taken['incident_id']}")).body
    assert (shown["state"], shown["eta_at"]) == ("active", None)


async def test_repeated_and_late_moves_change_nothing(town: Town) -> None:
    first = await town.officer(1, hamlet.north(1700))
    await ring(town)
    task = await first.task()
    for move in ("accept", "accept", "receive", "en_route", "en_route", "on_scene", "accept"):
        answer = await first.move("tasks", task["task_id"], move=move)
        assert answer.status == 200, (move, answer.body)
    assert (await first.task())["state"] == "on_scene"
    wrong = await first.move("tasks", task["task_id"], move="decline")
    assert (wrong.status, wrong.code) == (409, "request.wrong_move")
    assert wrong.body["allowed"] == ["clear", "withdraw", "replace"]


async def test_another_officer_cannot_move_a_task(town: Town) -> None:
    first = await town.officer(1, hamlet.north(1700))
    other: Officer = await town.officer(2)
    await ring(town)
    task = await first.task()
    refused = await other.move("tasks", task["task_id"], move="accept")
    assert (refused.status, refused.code) == (404, "request.not_found")


async def test_closing_an_incident_stands_everybody_down(town: Town) -> None:
    officers = [await town.officer(n, hamlet.north(200 * n)) for n in (1, 2, 3)]
    taken = await ring(town, number=1)
    await officers[0].answer("accept")
    desk = await town.person("east")
    await desk.post(f"/v1/alarms/{taken['alarm_id']}/reset", {"disposition": "accidental"})
    await desk.move("incidents", taken["incident_id"], move="close", disposition="accidental")
    await town.work()
    assert [await officer.tasks() for officer in officers] == [[], [], []]
    for _ in range(20):
        await town.forward(seconds=15)
    assert [await officer.tasks() for officer in officers] == [[], [], []]


async def test_a_drill_rings_only_the_units_that_take_part(town: Town) -> None:
    near = await town.officer(1, hamlet.north(1700))
    drilled = await town.officer(4, hamlet.north(1800, -6500))
    desk = await town.person("east")
    declared = await desk.post(
        f"/v1/sites/{hamlet.SMALL}/test-plans",
        {
            "starts_at": town.now,
            "ends_at": "2026-03-02T09:00:00Z",
            "unit_ids": [str(hamlet.uid("un", 4))],
            "note": "monthly",
        },
    )
    assert declared.status == 201
    taken = await ring(town)
    assert await near.tasks() == []
    task = await drilled.task()
    assert task["test"] is True
    shown = (await desk.get(f"/v1/incidents/{taken['incident_id']}")).body
    assert shown["test"] is True


async def test_a_real_press_outside_the_window_is_real_and_apart_from_the_drill(
    town: Town,
) -> None:
    near = await town.officer(1, hamlet.north(1700))
    desk = await town.person("east")
    plan = {"starts_at": town.now, "ends_at": "2026-03-02T08:00:00Z", "unit_ids": []}
    await desk.post(f"/v1/sites/{hamlet.SMALL}/test-plans", plan)
    box = await town.box(4)
    drill = (await box.press()).body
    await town.work()
    assert await near.tasks() == []
    await town.forward(minutes=20)
    real = (await box.press(test=True)).body
    await town.work()
    assert real["incident_id"] != drill["incident_id"]
    assert (await near.task())["test"] is False


async def test_a_plan_is_copied_when_the_incident_opens(town: Town) -> None:
    first = await town.officer(1, hamlet.north(1700))
    second = await town.officer(2, hamlet.north(600))
    await ring(town)
    chief = await town.person("chief")
    plan = {
        "posts": [{"role": "primary"}],
        "tiers": [{"reach": "any", "classes": ["police"]}],
        "timers": {"answer_wait_s": 60, "ring_most_s": 120},
    }
    made = await chief.post("/v1/response-plans", {"area_code": hamlet.EAST, "body": plan})
    assert made.status == 201, made.body
    await town.forward(seconds=15)
    assert len(await second.tasks()) == 1
    await first.answer("accept")
    other = await town.box(3)
    await other.press()
    await town.work()
    assert (await second.tasks())[-1]["title"] == "第二中学"


async def test_old_positions_stand_behind_fresh_ones(town: Town) -> None:
    stale = await town.officer(1, hamlet.north(1790))
    town.clock.forward(minutes=10)
    fresh = await town.officer(2, hamlet.north(-2000))
    await ring(town)
    assert await stale.tasks() == []
    assert len(await fresh.tasks()) == 1


async def test_candidates_are_ranked_with_reasons_for_the_desk(town: Town) -> None:
    await town.officer(1, hamlet.north(600))
    await town.officer(2, hamlet.north(1700))
    await town.officer(6, hamlet.north(1790))
    taken = await ring(town)
    desk = await town.person("east")
    ranked = (await desk.get(f"/v1/incidents/{taken['incident_id']}/candidates")).body
    assert [c["call_sign"] for c in ranked] == ["东-01", "网格-01"]
    assert ranked[0]["reasons"] == ["tier_0", "own_area"]
    assert ranked[1]["tier"] == 2


async def test_a_look_asked_for_at_the_very_instant_of_another_is_not_overtaken_by_it(
    town: Town,
) -> None:
    await town.officer(1, hamlet.north(1700))
    taken = await ring(town)
    async with town.house.transaction() as connection:
        [need] = await store.needs_of(connection, UUID(taken["incident_id"]))
        await store.look_again(connection, [need.need_id], need.next_at)
        row = {
            "need_id": need.need_id,
            "seen_at": need.next_at,
            "state": need.state,
            "tier": need.tier,
            "exhausted": False,
            "next_at": need.next_at,
            "desk_at": None,
        }
        assert await store.step_needs(connection, [row]) == set()
        [after] = await store.needs_of(connection, UUID(taken["incident_id"]))
        assert after.next_at <= need.next_at, "it is looked at no later for that"
