"""A bag is handed in, and finds its owner."""

from tests.flow.test_bulletins import portrait
from tests.flow.test_found import BAG, SIGNED, found_thing
from tests.support import hamlet
from tests.support.footage import Office, right
from tests.support.people import Person


async def give_back_what_was_found(office: Office) -> None:
    """Every door of the register of found things, used by whoever it is for."""
    town, reviewer = office.town, office.reviewer
    of = (await office.file())["request"]["footage_id"]
    thing = await found_thing(office, **BAG)
    door = f"/v1/found-things/{thing['thing_id']}"
    headers = {"authorization": f"Bearer {reviewer.token}", "content-type": "image/jpeg"}
    right(await reviewer.raw("PUT", f"{door}/photo", portrait(), headers))
    assert (await reviewer.raw("GET", f"{door}/photo", b"", headers)).status == 200
    right(await reviewer.get("/v1/found-things"))
    right(await reviewer.get(f"{door}/candidates"))
    right(await reviewer.post(f"{door}/moves", {"move": "announce"}))
    nobody = Person(town.base, town.session)
    assert right(await nobody.get(f"/v1/found-notices?area_code={hamlet.EAST}"))
    right(await reviewer.post(f"{door}/moves", {"move": "not_same", "footage_id": of}))
    right(await reviewer.post(f"{door}/moves", {"move": "match", "footage_id": of}))
    right(await reviewer.post(f"{door}/unmask", {"reason": "to thank for it"}))
    handed = {"move": "hand_over", "receiver": SIGNED}
    right(await reviewer.post(f"{door}/moves", handed))
    assert (await reviewer.post(f"{door}/moves", handed)).status == 409
    right(await reviewer.get(f"{door}/receipt"))
    await _due(office)


async def _due(office: Office) -> None:
    """A year is over: moved by hand in the row alone, as nobody's session lasts so long."""
    thing = await found_thing(office, **BAG)
    door = f"/v1/found-things/{thing['thing_id']}/moves"
    right(await office.reviewer.post(door, {"move": "announce"}))
    await office.town.rows("UPDATE found_thing SET due_at = announced_at")
    await office.town.rows(
        "UPDATE job SET due_at = $1 WHERE kind = 'end_found_year'", office.town.clock.now()
    )
    await office.town.work()
