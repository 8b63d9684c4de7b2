"""How a camera is reached: the addresses that the register takes, and whose secrets stay."""

from typing import Any

import msgspec
import pytest

from service.camera.rules import entry
from service.camera.wire import Entry, NewCamera, NoEndpoint, Reach, SecretNeeded, Ways
from service.platform.frames import MediaServer, Platform

PLACE = {"lat": 35.07, "lon": 116.31, "crs": "WGS-84"}
ZLM = {"type": "zlm", "base_url": "http://10.0.0.9:8080", "stream_url": "rtsp://10.0.0.9/live/1"}
WVP = {
    "type": "wvp",
    "base_url": "http://10.0.0.9:18080",
    "device_id": "37082801001180000001",
    "channel_id": "37082801001320000001",
}


def new_camera(**more: Any) -> NewCamera:
    """A camera that the register takes once it has an address."""
    least = {
        "name": "东门",
        "area_code": "370828",
        "place": PLACE,
        "managing_unit": "公安局",
        "bearing_deg": 90,
        "spread_deg": 60,
        "range_m": 80,
    }
    return msgspec.convert(least | more, NewCamera)


def made(**more: Any) -> Entry:
    """The entry of a camera."""
    return entry(new_camera(**more))


def known(**more: Any) -> Ways:
    """How a camera with a password has been reached so far."""
    reach = Reach(
        snapshot_url="http://10.0.0.1/snap",
        rtsp_url=None,
        onvif_url=None,
        gateway=None,
        username="viewer",
    )
    said = {name: more.pop(name) for name in Reach.__struct_fields__ if name in more}
    reach = msgspec.structs.replace(reach, **said)
    ways = Ways(reach, has_password=True, has_gateway_secret=False)
    return msgspec.structs.replace(ways, **more)


@pytest.mark.parametrize(
    "ways",
    [
        {"snapshot_url": "http://10.0.0.1/snap.jpg"},
        {"snapshot_url": "https://camera.example:8443/snap?ch=1"},
        {"rtsp_url": "rtsp://10.0.0.1:554/ch1"},
        {"rtsp_url": "rtsps://10.0.0.1/ch1"},
        {"snapshot_url": "http://10.0.0.1/snap", "rtsp_url": "rtsp://10.0.0.1/ch1"},
        {"onvif_url": "http://10.0.0.1/onvif/device_service"},
        {"gateway": ZLM},
        {"gateway": WVP},
    ],
)
def test_a_camera_has_an_address_that_is_spoken_here(ways: dict[str, Any]) -> None:
    assert made(**ways)


@pytest.mark.parametrize(
    ("ways", "field"),
    [
        ({}, "snapshot_url"),
        ({"snapshot_url": None, "gateway": None}, "snapshot_url"),
        ({"snapshot_url": "ftp://10.0.0.1/snap"}, "snapshot_url"),
        ({"snapshot_url": "file:///etc/passwd"}, "snapshot_url"),
        ({"snapshot_url": "rtsp://10.0.0.1/ch1"}, "snapshot_url"),
        ({"snapshot_url": "http:///snap"}, "snapshot_url"),
        ({"snapshot_url": "http://[::1/snap"}, "snapshot_url"),
        ({"snapshot_url": "http://10.0.0.1:camera/snap"}, "snapshot_url"),
        ({"snapshot_url": "http://admin:secret/snap"}, "snapshot_url"),
        ({"snapshot_url": "http://10.0.0.1:99999/snap"}, "snapshot_url"),
        ({"snapshot_url": "http://admin:secret@10.0.0.1/snap"}, "snapshot_url"),
        ({"snapshot_url": "http://:secret@10.0.0.1/snap"}, "snapshot_url"),
        ({"rtsp_url": "http://10.0.0.1/ch1"}, "rtsp_url"),
        ({"rtsp_url": "rtsp://admin@10.0.0.1/ch1"}, "rtsp_url"),
        ({"rtsp_url": "rtsp://[fe80::1%/ch1"}, "rtsp_url"),
        ({"snapshot_url": "http://10.0.0.1/", "rtsp_url": "gopher://10.0.0.1/"}, "rtsp_url"),
        ({"onvif_url": "rtsp://10.0.0.1/onvif"}, "onvif_url"),
        ({"onvif_url": "http://admin:secret@10.0.0.1/onvif"}, "onvif_url"),
        ({"gateway": ZLM | {"base_url": "rtsp://10.0.0.9/"}}, "gateway.base_url"),
        ({"gateway": WVP | {"base_url": "http://admin:secret@10.0.0.9"}}, "gateway.base_url"),
        ({"gateway": ZLM | {"stream_url": "rtsp://admin:secret@10.0.0.9/1"}}, "gateway.stream_url"),
    ],
)
def test_an_address_that_cannot_be_used_is_refused_by_its_field(
    ways: dict[str, Any], field: str
) -> None:
    with pytest.raises(NoEndpoint) as refused:
        made(**ways)
    assert refused.value.field == field
    assert "secret" not in str(refused.value)


def test_what_is_left_out_of_a_change_stays_and_null_takes_it_away() -> None:
    gateway = MediaServer("http://10.0.0.9", None, "rtsp://10.0.0.9/1")
    before = known(rtsp_url="rtsp://10.0.0.1/1", gateway=gateway, has_gateway_secret=True)
    same = entry(new_camera(), before)
    assert same.reach == before.reach
    assert (same.password, same.gateway_secret) == (msgspec.UNSET, msgspec.UNSET)
    assert not same.is_moved
    less = entry(new_camera(snapshot_url=None, gateway=None, username=None, password=None), before)
    assert less.reach == msgspec.structs.replace(
        before.reach, snapshot_url=None, gateway=None, username=None
    )
    assert (less.password, less.gateway_secret) == (None, None)
    assert less.is_moved


def test_a_camera_does_not_lose_its_last_address() -> None:
    with pytest.raises(NoEndpoint):
        entry(new_camera(snapshot_url=None), known())


def test_a_kept_password_is_not_sent_to_another_machine() -> None:
    """Whoever may change an address would read every password that way."""
    for way in (
        {"snapshot_url": "http://10.0.0.66/snap"},
        {"rtsp_url": "rtsp://10.0.0.66/1"},
        {"onvif_url": "http://10.0.0.66/onvif"},
    ):
        with pytest.raises(SecretNeeded) as refused:
            entry(new_camera(**way), known())
        assert refused.value.field == "password"
        assert entry(new_camera(**way, password="anew"), known()).password == "anew"
        assert entry(new_camera(**way, password=None), known()).password is None
        assert entry(new_camera(**way), known(has_password=False))
    assert entry(new_camera(rtsp_url="rtsp://10.0.0.1:554/ch1"), known()).is_moved


@pytest.mark.parametrize(("gateway", "field"), [(ZLM, "secret"), (WVP, "token")])
def test_a_kept_secret_of_a_gateway_is_not_sent_to_another_machine(
    gateway: dict[str, str], field: str
) -> None:
    other = {
        "secret": MediaServer("http://10.0.0.66", None, "rtsp://10.0.0.66/1"),
        "token": Platform("http://10.0.0.66", None, "1" * 20, "2" * 20),
    }[field]
    before = known(gateway=other, has_gateway_secret=True)
    with pytest.raises(SecretNeeded) as refused:
        entry(new_camera(gateway=gateway), before)
    assert refused.value.field == f"gateway.{field}"
    assert entry(new_camera(gateway=gateway | {field: "s"}), before).gateway_secret == "s"
    here = entry(new_camera(gateway=gateway | {field: "s"})).reach.gateway
    assert here is not None
    again = entry(new_camera(gateway=gateway), known(gateway=here, has_gateway_secret=True))
    assert again.gateway_secret is msgspec.UNSET
    assert again.reach.gateway == here
    assert "s" not in msgspec.json.encode(again.reach.gateway).decode().split('"')
