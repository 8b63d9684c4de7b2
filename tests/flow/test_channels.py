"""Channels: a ring that is not received goes on, whatever a gateway says."""

from pathlib import Path

from tests.flow.test_dispatch import ring
from tests.support import hamlet
from tests.support.gateway import text_gateway
from tests.support.town_house import open_town


async def test_not_received_in_five_seconds_goes_to_the_next_channel(
    database_url: str, tmp_path: Path
) -> None:
    async with (
        text_gateway() as gateway,
        open_town(database_url, tmp_path, text_gateway=gateway.url) as town,
    ):
        silent = await town.officer(1, hamlet.north(1700))
        taken = await ring(town)
        await town.forward(seconds=4)
        assert gateway.texts == []
        await town.forward(seconds=1)
        assert [to for to, _ in gateway.texts] == ["1390000001"]
        words = gateway.texts[0][1]
        assert "河边" not in words
        assert str((await silent.task())["incident_number"]) not in words
        await town.forward(seconds=5)
        assert len(gateway.texts) == 1
        desk = await town.person("east")
        timeline = (await desk.get(f"/v1/incidents/{taken['incident_id']}/timeline")).body
        channel = next(e for e in timeline if e["kind"] == "channel")
        assert channel["body"] == {"channel": "text", "outcomes": ["accepted"]}


async def test_a_gateway_that_says_accepted_stops_no_clock(
    database_url: str, tmp_path: Path
) -> None:
    async with (
        text_gateway() as gateway,
        open_town(database_url, tmp_path, text_gateway=gateway.url) as town,
    ):
        await town.officer(1, hamlet.north(1700))
        second = await town.officer(2, hamlet.north(600))
        await ring(town)
        await town.forward(seconds=5)
        assert len(gateway.texts) == 1
        await town.forward(seconds=10)
        assert len(await second.tasks()) == 1


async def test_a_received_ring_is_not_sent_by_text(database_url: str, tmp_path: Path) -> None:
    async with (
        text_gateway() as gateway,
        open_town(database_url, tmp_path, text_gateway=gateway.url) as town,
    ):
        first = await town.officer(1, hamlet.north(1700))
        await ring(town)
        await first.answer("receive")
        await town.forward(seconds=10)
        assert gateway.texts == []
