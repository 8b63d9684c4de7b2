"""Which cameras to look through."""

from collections.abc import Iterable
from datetime import timedelta
from urllib.parse import SplitResult, urlsplit

from service.camera.wire import Chosen, NoEndpoint, Reason, View
from service.core.geo import Place, bearing_deg, distance_m, turn_deg

# Nearer than this a camera's own pole is in the way of any bearing: it sees the point.
_BESIDE_M = 3.0

# Beyond this nobody sees what happened, however high the camera stands.
SEARCH_M = 1500.0

# A camera that gave no picture is asked again after this long.
ANOTHER_CHANCE = timedelta(minutes=10)
_SCHEMES = {"snapshot_url": ("http", "https"), "rtsp_url": ("rtsp", "rtsps")}


def sees(view: View, place: Place) -> bool:
    """Whether place lies within the camera's sector."""
    away = distance_m(view.place, place)
    if away > view.range_m:
        return False
    if away <= _BESIDE_M:
        return True
    return turn_deg(bearing_deg(view.place, place), view.bearing_deg) <= view.spread_deg / 2


def choose_views(views: Iterable[View], place: Place, *, count_max: int) -> list[Chosen]:
    """Cameras to look at place through: those that see it first, then the nearest; online only.

    Ties fall to the lower camera_id, so equal input gives equal output. Where none sees it, the
    nearest of any facing: a dispatcher can still see who comes and goes.
    """
    online = [view for view in views if view.online]
    ordered = sorted(
        ((not sees(view, place), distance_m(view.place, place), view) for view in online),
        key=lambda item: (item[0], item[1], item[2].camera_id),
    )
    return [
        Chosen(view.camera_id, view.name, Reason.NEAR if blind else Reason.SEES, away)
        for blind, away, view in ordered[:count_max]
    ]


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
