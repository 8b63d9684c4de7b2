"""Places on the Earth. Inside the system every place is WGS-84; others are turned at the door.

Chinese map services draw in GCJ-02 (shifted by 50 to 700 m) and BD-09 (shifted once more); a
place without its reference system is therefore refused. CGCS2000 differs from WGS-84 by
centimetres and is taken as the same.
"""

from collections.abc import Callable
from enum import StrEnum
from math import asin, atan2, cos, degrees, fmod, pi, radians, sin, sqrt
from typing import Annotated

from msgspec import Meta, Struct

from service.core.wire import Asked

EARTH_RADIUS_M = 6_371_008.8  # IUGG mean radius.

# Krasovsky 1940 ellipsoid, on which the GCJ-02 shift is computed.
_AXIS_M = 6_378_245.0
_ECCENTRICITY_SQ = 0.006_693_421_622_965_943
_BD_TURN = pi * 3000.0 / 180.0


class Crs(StrEnum):
    """The reference system in which a coordinate was measured."""

    WGS84 = "WGS-84"
    CGCS2000 = "CGCS2000"
    GCJ02 = "GCJ-02"
    BD09 = "BD-09"


class Place(Struct, frozen=True):
    """A point in WGS-84, degrees."""

    lat: float
    lon: float


class GivenPlace(Asked):
    """A point as somebody gave it; the system it was measured in is part of it."""

    lat: Annotated[float, Meta(ge=-85, le=85)]
    lon: Annotated[float, Meta(ge=-180, le=180)]
    crs: Crs

    def wgs84(self) -> Place:
        """The same point in WGS-84."""
        return to_wgs84(Place(self.lat, self.lon), self.crs)


def given(place: Place) -> GivenPlace:
    """A place as it goes over the wire."""
    return GivenPlace(lat=place.lat, lon=place.lon, crs=Crs.WGS84)


def to_wgs84(place: Place, crs: Crs) -> Place:
    """Turn place from crs into WGS-84; exact to about a centimetre."""
    match crs:
        case Crs.WGS84 | Crs.CGCS2000:
            return place
        case Crs.GCJ02:
            return _undo(_to_gcj02, place)
        case Crs.BD09:
            return _undo(_to_gcj02, _undo(_gcj02_to_bd09, place))


def from_wgs84(place: Place, crs: Crs) -> Place:
    """Turn place from WGS-84 into crs, for maps that draw in it."""
    match crs:
        case Crs.WGS84 | Crs.CGCS2000:
            return place
        case Crs.GCJ02:
            return _to_gcj02(place)
        case Crs.BD09:
            return _gcj02_to_bd09(_to_gcj02(place))


def distance_m(a: Place, b: Place) -> float:
    """Great-circle distance in metres (haversine)."""
    lat_a, lat_b = radians(a.lat), radians(b.lat)
    half = (
        sin((lat_b - lat_a) / 2) ** 2
        + cos(lat_a) * cos(lat_b) * sin(radians(b.lon - a.lon) / 2) ** 2
    )
    return 2 * EARTH_RADIUS_M * asin(min(1.0, sqrt(half)))


def bearing_deg(a: Place, b: Place) -> float:
    """Initial bearing from a to b, degrees clockwise from north, 0 <= bearing < 360."""
    lat_a, lat_b, turn = radians(a.lat), radians(b.lat), radians(b.lon - a.lon)
    east = sin(turn) * cos(lat_b)
    north = cos(lat_a) * sin(lat_b) - sin(lat_a) * cos(lat_b) * cos(turn)
    return fmod(degrees(atan2(east, north)) + 360.0, 360.0)


def turn_deg(a: float, b: float) -> float:
    """The smaller angle between two bearings, 0 to 180 degrees."""
    return abs((a - b + 180.0) % 360.0 - 180.0)


def ahead(place: Place, bearing: float, distance: float) -> Place:
    """The point reached from place by going distance metres along bearing degrees."""
    arc, course = distance / EARTH_RADIUS_M, radians(bearing)
    lat, lon = radians(place.lat), radians(place.lon)
    lat_b = asin(sin(lat) * cos(arc) + cos(lat) * sin(arc) * cos(course))
    lon_b = lon + atan2(sin(course) * sin(arc) * cos(lat), cos(arc) - sin(lat) * sin(lat_b))
    return Place(degrees(lat_b), (degrees(lon_b) + 540.0) % 360.0 - 180.0)


def on_sphere(place: Place) -> tuple[float, float, float]:
    """Earth-centred metres (x, y, z): their straight distance orders as the real one does.

    What an index found on a flat map (the schema's `flat`) is ordered by it: degrees do not allow
    that, one of longitude is shorter than one of latitude.
    """
    lat, lon = radians(place.lat), radians(place.lon)
    return (
        EARTH_RADIUS_M * cos(lat) * cos(lon),
        EARTH_RADIUS_M * cos(lat) * sin(lon),
        EARTH_RADIUS_M * sin(lat),
    )


def _shifts_here(place: Place) -> bool:
    """Whether the GCJ-02 shift applies: map services leave places abroad as they are."""
    return 72.004 <= place.lon <= 137.8347 and 0.8293 <= place.lat <= 55.8271


def _to_gcj02(place: Place) -> Place:
    if not _shifts_here(place):
        return place
    east, north = place.lon - 105.0, place.lat - 35.0
    ripple = (20.0 * sin(6.0 * east * pi) + 20.0 * sin(2.0 * east * pi)) * 2.0 / 3.0
    d_lat = (
        -100.0
        + 2.0 * east
        + 3.0 * north
        + 0.2 * north * north
        + 0.1 * east * north
        + 0.2 * sqrt(abs(east))
        + ripple
        + (20.0 * sin(north * pi) + 40.0 * sin(north / 3.0 * pi)) * 2.0 / 3.0
        + (160.0 * sin(north / 12.0 * pi) + 320.0 * sin(north * pi / 30.0)) * 2.0 / 3.0
    )
    d_lon = (
        300.0
        + east
        + 2.0 * north
        + 0.1 * east * east
        + 0.1 * east * north
        + 0.1 * sqrt(abs(east))
        + ripple
        + (20.0 * sin(east * pi) + 40.0 * sin(east / 3.0 * pi)) * 2.0 / 3.0
        + (150.0 * sin(east / 12.0 * pi) + 300.0 * sin(east / 30.0 * pi)) * 2.0 / 3.0
    )
    lat = radians(place.lat)
    curve = 1.0 - _ECCENTRICITY_SQ * sin(lat) ** 2
    meridian_m = _AXIS_M * (1.0 - _ECCENTRICITY_SQ) / (curve * sqrt(curve))
    parallel_m = _AXIS_M / sqrt(curve) * cos(lat)
    return Place(place.lat + degrees(d_lat / meridian_m), place.lon + degrees(d_lon / parallel_m))


def _gcj02_to_bd09(place: Place) -> Place:
    reach = sqrt(place.lon**2 + place.lat**2) + 0.00002 * sin(place.lat * _BD_TURN)
    turn = atan2(place.lat, place.lon) + 0.000003 * cos(place.lon * _BD_TURN)
    return Place(reach * sin(turn) + 0.006, reach * cos(turn) + 0.0065)


def _undo(shift: Callable[[Place], Place], place: Place) -> Place:
    """Invert a shift by fixed-point steps: it changes slowly, so four give a centimetre."""
    guess = place
    for _ in range(4):
        shifted = shift(guess)
        guess = Place(guess.lat + place.lat - shifted.lat, guess.lon + place.lon - shifted.lon)
    return guess
