"""A child is searched for, from the request to the end."""

from datetime import timedelta

from tests.support import hamlet
from tests.support.footage import Office, right


async def search_for_a_child(office: Office) -> None:
    """Every door of a search, used by whoever it is for."""
    town = office.town
    officer = await town.officer(2, hamlet.north(1700))
    filed = await office.file(category="missing_person", at_risk="minor")
    found = right(await office.reviewer.get("/v1/searches"))
    of = filed["request"]["footage_id"]
    [search] = [one for one in found if one["footage_id"] == of]
    door = f"/v1/searches/{search['search_id']}"
    right(await office.reviewer.get(f"/v1/incidents/{search['incident_id']}/search"))
    right(await office.reviewer.get(f"{door}/words"))
    # One search or another: an elder is looked for as well.
    task = (await officer.tasks())[0]
    right(await officer.get(f"/v1/tasks/{task['task_id']}/search"))
    right(await officer.move("tasks", task["task_id"], move="accept"))
    await town.work()
    right(await officer.get(f"/v1/tasks/{task['task_id']}/sector"))
    await _release(office, door)
    right(await office.reviewer.post(f"{door}/moves", {"move": "note_110", "number": "7"}))
    # Whoever asked takes it back: a person is told, and decides.
    mine = f"/v1/me/footage-requests/{of}"
    version = right(await office.citizen.get(mine))["version"]
    right(await office.citizen.post(f"{mine}/moves", {"move": "withdraw", "version": version}))
    await town.work()
    ended = {"move": "end", "ending": "found"}
    right(await office.reviewer.post(f"{door}/moves", ended))
    assert (await office.reviewer.post(f"{door}/moves", ended)).status == 409
    await town.work()


async def _release(office: Office, door: str) -> None:
    town = office.town
    chief = await town.person("chief")
    words = {"who": "男孩，7 岁", "clothing": "蓝色外套", "place": "河边幼儿园门口"}
    consent = {"guardian": "王芳", "relation": "parent", "how": "by_phone", "given_at": town.now}
    until = (town.clock.now() + timedelta(hours=6)).isoformat()
    new = {"area_code": hamlet.EAST, "zh": words, "phone": "110", "until": until}
    right(await chief.post(f"{door}/bulletins", new | {"consent": consent}))
