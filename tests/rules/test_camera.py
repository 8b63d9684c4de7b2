"""What a camera must have."""

import pytest

from service.camera.rules import check_endpoints
from service.camera.wire import NoEndpoint


@pytest.mark.parametrize(
    ("snapshot", "rtsp"),
    [
        ("http://10.0.0.1/snap.jpg", None),
        ("https://camera.example:8443/snap?ch=1", None),
        (None, "rtsp://10.0.0.1:554/ch1"),
        (None, "rtsps://10.0.0.1/ch1"),
        ("http://10.0.0.1/snap", "rtsp://10.0.0.1/ch1"),
    ],
)
def test_a_camera_has_an_address_that_is_spoken_here(
    snapshot: str | None, rtsp: str | None
) -> None:
    check_endpoints(snapshot, rtsp)


@pytest.mark.parametrize(
    ("snapshot", "rtsp", "field"),
    [
        (None, None, "snapshot_url"),
        ("ftp://10.0.0.1/snap", None, "snapshot_url"),
        ("file:///etc/passwd", None, "snapshot_url"),
        ("rtsp://10.0.0.1/ch1", None, "snapshot_url"),
        ("http:///snap", None, "snapshot_url"),
        ("http://[::1/snap", None, "snapshot_url"),
        ("http://10.0.0.1:camera/snap", None, "snapshot_url"),
        ("http://admin:secret/snap", None, "snapshot_url"),
        ("http://10.0.0.1:99999/snap", None, "snapshot_url"),
        ("http://admin:secret@10.0.0.1/snap", None, "snapshot_url"),
        ("http://:secret@10.0.0.1/snap", None, "snapshot_url"),
        (None, "http://10.0.0.1/ch1", "rtsp_url"),
        (None, "rtsp://admin@10.0.0.1/ch1", "rtsp_url"),
        (None, "rtsp://[fe80::1%/ch1", "rtsp_url"),
        ("http://10.0.0.1/snap", "gopher://10.0.0.1/", "rtsp_url"),
    ],
)
def test_an_address_that_cannot_be_used_is_refused_by_its_field(
    snapshot: str | None, rtsp: str | None, field: str
) -> None:
    with pytest.raises(NoEndpoint) as refused:
        check_endpoints(snapshot, rtsp)
    assert refused.value.field == field
    assert "secret" not in str(refused.value)
