"""A press, from the key to the patrol and back."""

from uuid import uuid4

from tests.support import hamlet
from tests.support.town_house import Town


async def test_a_press_reaches_a_patrol_and_the_box_sees_it_come(town: Town) -> None:
    box = await town.box(4)
    near = await town.officer(1, hamlet.north(1500))
    press_id = uuid4()

    taken = await box.press(press_id)
    assert taken.status == 201
    assert (await box.progress(press_id)).body["state"] == "received"

    await town.work()
    task = await near.task()
    assert (task["state"], task["title"]) == ("offered", "河边幼儿园")
    assert (await near.answer("receive")).body["state"] == "received"
    assert (await near.answer("accept")).body["state"] == "accepted"
    progress = (await box.progress(press_id)).body
    assert progress["state"] == "assigned"
    assert 20 < progress["eta_s"] < 60

    await near.answer("en_route")
    assert (await box.progress(press_id)).body["state"] == "en_route"
    await near.answer("on_scene")
    assert (await box.progress(press_id)).body["state"] == "on_scene"
    await near.answer("clear")
    assert await near.tasks() == []

    desk = await town.person("east")
    reset = await desk.post(
        f"/v1/alarms/{taken.body['alarm_id']}/reset", {"disposition": "genuine"}
    )
    assert reset.status == 200
    assert (await box.progress(press_id)).body["state"] == "reset"
    closed = await desk.move(
        "incidents", taken.body["incident_id"], move="close", disposition="genuine"
    )
    assert closed.body["state"] == "closed"
