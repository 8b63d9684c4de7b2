"""What the register takes: a whole camera is checked, and made the entry that is stored."""

from datetime import timedelta
from math import floor
from urllib.parse import SplitResult, urlsplit

from msgspec import UNSET, UnsetType

from service.camera import number
from service.camera.wire import (
    CLUSTERS_MOST,
    NOWHERE,
    Box,
    CameraKind,
    CaptureLocation,
    Entry,
    ForbiddenRoom,
    Gateway,
    Grid,
    Kept,
    NetworkZone,
    NewCamera,
    NewMediaServer,
    NewPlatform,
    NoEndpoint,
    NotStanding,
    Reach,
    SecretNeeded,
    Way,
    Ways,
    WrongNetwork,
)
from service.core.geo import given
from service.core.problem import Invalid
from service.platform.frames import MediaServer, Platform

# A camera that gave no picture is asked again after this long.
ANOTHER_CHANCE = timedelta(minutes=10)
# Decree 799, article 14.
FILING_MOST = timedelta(days=30)

# Decree 799, article 8: rooms of hotels and dormitories, and where people rest, wash or undress.
FORBIDDEN_ROOMS = frozenset(
    {
        CaptureLocation.HOTEL_ROOM,
        CaptureLocation.DORMITORY_ROOM,
        CaptureLocation.STAFF_REST_ROOM,
        CaptureLocation.BATH,
        CaptureLocation.TOILET,
        CaptureLocation.CHANGING_ROOM,
        CaptureLocation.NURSING_ROOM,
        CaptureLocation.FITTING_ROOM,
    }
)
_SCHEMES = {
    "snapshot_url": ("http", "https"),
    "rtsp_url": ("rtsp", "rtsps"),
    "onvif_url": ("http", "https"),
    "gateway.base_url": ("http", "https"),
    "gateway.stream_url": ("rtsp", "rtsps", "rtmp", "rtmps", "http", "https"),
}


# Marks on a map need so much room; a map of zoom 0 is 512 pixels wide.
_CELL_PX, _WORLD_PX = 64, 512
# A degree of latitude is drawn taller than one of longitude: by 1.06 in the far south of China, by
# 1.7 in the north. One shape for all keeps clusters where they are while the map is moved.
_HEIGHT_OF_WIDTH = 0.8

_NEW = Ways(NOWHERE, has_password=False, has_gateway_secret=False)


def entry(new: NewCamera, known: Ways = _NEW) -> Entry:
    """A camera as it is to be stored; `known` is how the same one was reached before.

    Raises ForbiddenRoom, NotStanding, WrongNumber, WrongNetwork, NoEndpoint, SecretNeeded or
    Invalid, each naming the field at fault.
    """
    if new.capture_location in FORBIDDEN_ROOMS:
        raise ForbiddenRoom(field="capture_location")
    if len({preset.token for preset in new.presets}) < len(new.presets):
        raise Invalid("Two presets have one token.", field="presets")
    _check_stands(new)
    zone = _zone(new)
    gateway, secret = _gateway(new.gateway, known)
    before = known.reach
    reach = Reach(
        _or(new.snapshot_url, before.snapshot_url),
        _or(new.rtsp_url, before.rtsp_url),
        _or(new.onvif_url, before.onvif_url),
        gateway,
        _or(new.username, before.username),
    )
    _check_reach(reach)
    if new.password is UNSET and known.has_password and not _hosts(reach) <= _hosts(before):
        raise SecretNeeded(field="password")
    return Entry(
        new,
        new.place.wgs84() if new.place else None,
        [given(place.wgs84()) for place in new.route] if new.route else None,
        zone,
        reach,
        new.password,
        secret,
        reach != before or new.password is not UNSET or secret is not UNSET,
    )


def ways(reach: Reach) -> list[Way]:
    """By what a camera is reached; this may be shown, and asked for without opening a seal."""
    found = [
        (reach.snapshot_url, Way.SNAPSHOT),
        (reach.rtsp_url, Way.STREAM),
        (reach.onvif_url, Way.ONVIF),
        (isinstance(reach.gateway, MediaServer), Way.MEDIA_SERVER),
        (isinstance(reach.gateway, Platform), Way.PLATFORM),
    ]
    return [way for there, way in found if there]


def _check_stands(new: NewCamera) -> None:
    """Raises NotStanding naming place or route."""
    moves = new.kind is CameraKind.VEHICLE
    if moves and new.place is not None:
        raise NotStanding("A vehicle does not stand at one place.", field="place")
    if moves and new.route is None:
        raise NotStanding("A camera on a vehicle needs its route.", field="route")
    if not moves and new.route is not None:
        raise NotStanding("Only a camera on a vehicle has a route.", field="route")
    if not moves and new.place is None:
        raise NotStanding("A camera needs a place.", field="place")


def _zone(new: NewCamera) -> NetworkZone:
    """The network as it is given, or as the number says. Raises WrongNumber, WrongNetwork."""
    if new.gb_id is None:
        return new.network_zone or NetworkZone.POLICE_VIDEO
    zone = number.zone_of(new.gb_id)
    if new.network_zone not in (None, zone):
        raise WrongNetwork(f"By its number it is {zone}.", field="network_zone")
    return zone


def _gateway(
    new: NewMediaServer | NewPlatform | UnsetType | None, known: Ways
) -> tuple[Gateway | None, Kept]:
    """The gateway without its secret, and the secret. Raises SecretNeeded."""
    if isinstance(new, UnsetType):
        return known.reach.gateway, UNSET
    if new is None:
        return None, None
    gateway: Gateway
    if isinstance(new, NewMediaServer):
        field, secret = "gateway.secret", new.secret
        gateway = MediaServer(new.base_url, None, new.stream_url)
    else:
        field, secret = "gateway.token", new.token
        gateway = Platform(new.base_url, None, new.device_id, new.channel_id)
    before = known.reach.gateway
    same = (
        before is not None
        and type(before) is type(gateway)
        and _host(before.base_url) == _host(gateway.base_url)
    )
    if secret is UNSET and known.has_gateway_secret and not same:
        raise SecretNeeded(field=field)
    return gateway, secret


def _check_reach(reach: Reach) -> None:
    """Raises NoEndpoint naming the address at fault."""
    urls = {
        "snapshot_url": reach.snapshot_url,
        "rtsp_url": reach.rtsp_url,
        "onvif_url": reach.onvif_url,
    }
    if not any(urls.values()) and reach.gateway is None:
        raise NoEndpoint(field="snapshot_url")
    if reach.gateway is not None:
        urls["gateway.base_url"] = reach.gateway.base_url
    if isinstance(reach.gateway, MediaServer):
        urls["gateway.stream_url"] = reach.gateway.stream_url
    for field, url in urls.items():
        if url is not None:
            _check_url(url, field)


def _check_url(url: str, field: str) -> None:
    """Raises NoEndpoint."""
    parts = _parts(url, field)
    if parts.scheme not in _SCHEMES[field] or not parts.hostname:
        raise NoEndpoint(f"{parts.scheme} is not spoken here.", field=field)
    if parts.username is not None:
        raise NoEndpoint("Name and password have fields of their own.", field=field)


def _parts(url: str, field: str) -> SplitResult:
    """An address cut up. Raises NoEndpoint: a bracket or a port may be wrong."""
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError as error:
        raise NoEndpoint("Host or port cannot be read.", field=field) from error
    return parts


def _or(new: str | UnsetType | None, known: str | None) -> str | None:
    return known if isinstance(new, UnsetType) else new


def _hosts(reach: Reach) -> set[str | None]:
    """The machines that a camera's own login goes to."""
    urls = (reach.snapshot_url, reach.rtsp_url, reach.onvif_url)
    return {_host(url) for url in urls if url is not None}


def _host(url: str) -> str | None:
    return urlsplit(url).hostname


def grid(box: Box, zoom: int) -> Grid:
    """Cells of a map of this zoom; wider ones where the box would hold more than CLUSTERS_MOST.

    Raises Invalid where the box has no inside.
    """
    if not box.south < box.north:
        raise Invalid("North lies above south.", field="north")
    if not box.west < box.east:
        raise Invalid("East lies right of west.", field="east")
    width_deg = 360 * _CELL_PX / _WORLD_PX / 2**zoom
    while True:
        height_deg = width_deg * _HEIGHT_OF_WIDTH
        rows = floor(box.north / height_deg) - floor(box.south / height_deg) + 1
        columns = floor(box.east / width_deg) - floor(box.west / width_deg) + 1
        if rows * columns <= CLUSTERS_MOST:
            return Grid(height_deg, width_deg)
        width_deg *= 2
