"""Recorders of every kind are added by an administrator, and what is secret of them stays so."""

from typing import Any
from uuid import UUID

import pytest

from service.platform.recorders import GatewayAddress, OnvifAddress, PlaybackAddress
from service.recorder import actions
from tests.support import hamlet
from tests.support.footage import SCHOOL_UNIT, put_up, right
from tests.support.town_house import Town

RTSP = "rtsp://192.0.2.7/Streaming/tracks/{channel}?starttime={from}&endtime={until}"
KINDS: list[tuple[dict[str, Any], object]] = [
    (
        {"type": "rtsp", "url": RTSP, "username": "u", "password": "pw", "utc_offset_min": 480},
        PlaybackAddress(RTSP, "u", "pw", 480),
    ),
    (
        {"type": "onvif", "url": "http://192.0.2.7/onvif/device_service", "username": "u"},
        OnvifAddress("http://192.0.2.7/onvif/device_service", "u"),
    ),
    (
        {
            "type": "gb28181",
            "base_url": "http://192.0.2.7:18080",
            "device_id": "37082800001180000001",
            "token": "key",
        },
        GatewayAddress("http://192.0.2.7:18080", "37082800001180000001", token="key"),
    ),
]


def new(address: dict[str, Any]) -> dict[str, Any]:
    """A recorder as it is added."""
    return {
        "name": "NVR",
        "area_code": hamlet.EAST,
        "address": address,
        "retention_days": 30,
    }


@pytest.mark.parametrize(("address", "meant"), KINDS)
async def test_a_recorder_is_asked_as_it_was_entered_by_its_clock_and_its_secret_is_sealed(
    town: Town, address: dict[str, Any], meant: object
) -> None:
    admin = await town.person("admin")
    added = right(await admin.post("/v1/recorders", new(address)))
    camera_id = await put_up(town, 40.0, SCHOOL_UNIT)
    where = {"recorder_id": added["recorder_id"], "channel": "1", "clock_ahead_s": -90.5}
    right(await admin.put(f"/v1/cameras/{camera_id}/recording", where))
    async with town.house.db.reading() as connection:
        found = await actions.recordings(connection, [UUID(camera_id)])
    [recording] = found.values()
    assert recording.ahead_s == -90.5
    assert actions.in_the_clear(town.house, recording) == meant
    [row] = await town.rows("SELECT address FROM recorder")
    assert "pw" not in str(row["address"])
    assert "key" not in str(row["address"])
    assert "pw" not in repr(meant)
    [told] = right(await admin.get("/v1/recorders"))
    assert told["kind"] == address["type"]


@pytest.mark.parametrize(
    ("address", "field"),
    [
        ({"type": "rtsp", "url": "http://192.0.2.7/{from}"}, "address.url"),
        ({"type": "rtsp", "url": "rtsp://{channel}/{from}"}, "address.url"),
        ({"type": "rtsp", "url": "rtsp://169.254.169.254/{from}"}, "address.url"),
        ({"type": "onvif", "url": "ftp://192.0.2.7/"}, "address.url"),
        (
            {"type": "gb28181", "base_url": "http://192.0.2.7", "device_id": "1" * 20}
            | {"media_url": "http://100.100.100.200/"},
            "address.media_url",
        ),
    ],
)
async def test_an_address_that_may_not_be_asked_is_refused_with_its_field(
    town: Town, address: dict[str, Any], field: str
) -> None:
    admin = await town.person("admin")
    answer = await admin.post("/v1/recorders", new(address))
    assert (answer.status, answer.body["code"]) == (400, "recorder.unusable")
    assert answer.body["field"] == field
