"""What a camera must have, and when a silent one is asked again."""

from datetime import timedelta
from urllib.parse import SplitResult, urlsplit

from service.camera.wire import NoEndpoint

# A camera that gave no picture is asked again after this long.
ANOTHER_CHANCE = timedelta(minutes=10)
_SCHEMES = {"snapshot_url": ("http", "https"), "rtsp_url": ("rtsp", "rtsps")}


def check_endpoints(snapshot_url: str | None, rtsp_url: str | None) -> None:
    """Raises NoEndpoint naming the address at fault."""
    for field, url in (("snapshot_url", snapshot_url), ("rtsp_url", rtsp_url)):
        if url is None:
            continue
        parts = _parts(url, field)
        if parts.scheme not in _SCHEMES[field] or not parts.hostname:
            raise NoEndpoint(f"{parts.scheme} is not spoken here.", field=field)
        if parts.username is not None:
            raise NoEndpoint("Name and password have fields of their own.", field=field)
    if snapshot_url is None and rtsp_url is None:
        raise NoEndpoint(field="snapshot_url")


def _parts(url: str, field: str) -> SplitResult:
    """An address cut up. Raises NoEndpoint: a bracket or a port may be wrong."""
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError as error:
        raise NoEndpoint("Host or port cannot be read.", field=field) from error
    return parts
