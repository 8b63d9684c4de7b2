"""Working copies of recordings go with the request that they were brought for."""

from datetime import timedelta
from pathlib import Path
from uuid import UUID

from jobs.sweep import SCHEDULE
from service.platform.outbox import Lane
from service.recorder import actions
from service.recorder.wire import Fetched, Part
from tests.support.clips import clip
from tests.support.footage import Office, open_office, right
from tests.support.houses import promise
from tests.support.town_house import Town


def is_there(part: Part) -> bool:
    """Whether its file is."""
    return Path(part.path).exists()


async def fetched(office: Office, footage_id: str) -> Fetched:
    """What the first camera recorded, for a request."""
    camera_id = UUID(office.cameras[0])
    async with office.town.house.db.reading() as connection:
        recordings = await actions.recordings(connection, [camera_id])
    begins = office.town.clock.now() - timedelta(hours=2)
    office.served.recordings = {("ch0", "one"): (clip(), begins, begins + timedelta(seconds=4))}
    return await actions.fetch(
        office.town.house,
        recordings[camera_id],
        begins,
        begins + timedelta(seconds=4),
        asker=UUID(footage_id),
    )


async def test_copies_go_when_the_request_is_withdrawn(town: Town) -> None:
    async with open_office(town) as office:
        filed = await office.file()
        of = filed["request"]["footage_id"]
        [part] = (await fetched(office, of)).parts
        assert is_there(part)
        assert await town.house.copies.askers() == {UUID(of)}
        own = right(await office.citizen.get(f"/v1/me/footage-requests/{of}"))
        body = {"move": "withdraw", "version": own["version"]}
        right(await office.citizen.post(f"/v1/me/footage-requests/{of}/moves", body))
        await town.work()
        assert await town.house.copies.askers() == set()
        assert not is_there(part)


async def test_each_hour_what_serves_no_open_request_goes(town: Town) -> None:
    assert SCHEDULE["tidy_copies"] <= timedelta(hours=1)
    async with open_office(town) as office:
        of = (await office.file())["request"]["footage_id"]
        stranger = "01930000-0000-7000-8000-000000000000"
        for asker in (of, stranger):
            await fetched(office, asker)
        await promise(town.house, "tidy_copies", "all", lane=Lane.REST)
        await town.work()
        assert await town.house.copies.askers() == {UUID(of)}
