"""Places: shifts against published points, round trips, distances, bearings."""

from math import dist

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from service.core.geo import (
    EARTH_RADIUS_M,
    Crs,
    GivenPlace,
    Place,
    ahead,
    bearing_deg,
    distance_m,
    from_wgs84,
    on_sphere,
    to_wgs84,
    turn_deg,
)

SHIFTED = (Crs.GCJ02, Crs.BD09)
HALF_ROUND_M = 3.141592653589793 * EARTH_RADIUS_M

# Towns from the fixture of github.com/hujiulong/gcoord (test/fixtures/china-cities.json), which
# the map services themselves answered. WGS-84, GCJ-02 and BD-09 as (lon, lat), 7 decimals.
TOWNS = {
    "Zhumadian": ((114.0164322, 33.0133556), (114.022306, 33.0115324), (114.0287781, 33.0176697)),
    "Naqu": ((92.0499619, 31.4784436), (92.0512438, 31.4762063), (92.0576832, 31.4824421)),
    "Laiwu": ((117.6708588, 36.2138283), (117.6767323, 36.2138184), (117.6832831, 36.2195866)),
    "Tai'an": ((117.0815563, 36.2000071), (117.0876215, 36.2002574), (117.0941183, 36.2062086)),
    "Jiuquan": ((98.4937175, 39.7319946), (98.4943595, 39.7328234), (98.5008441, 39.7388949)),
    "Shenyang": ((123.4253306, 41.8032629), (123.4314787, 41.8057023), (123.438095, 41.8114013)),
    "Xilinhot": ((116.0414035, 43.9312805), (116.0482308, 43.9334573), (116.0546232, 43.9397782)),
    "Shantou": ((116.6775114, 23.3567569), (116.6819735, 23.3540964), (116.6885014, 23.3598884)),
}
# The services' own answers stand 0.65 to 0.70 m off the published formula, everywhere alike.
SERVICES_OFF_M = 0.75

# Pairs of the published formula, (lat, lon): github.com/wandergis/coordtransform (test/app.js,
# beside Tiananmen) and github.com/googollee/eviltransform (go/transform_test.go).
WGS84_TO_GCJ02 = {
    "Tiananmen": ((39.915, 116.404), (39.91640428150164, 116.41024449916938)),
    "Beijing": ((39.911954, 116.377817), (39.91334545536069, 116.38404722455657)),
    "Shanghai": ((31.1774276, 121.5272106), (31.17530398364597, 121.531541859215)),
    "Shenzhen": ((22.543847, 113.912316), (22.540796131694766, 113.9171764808363)),
}
GCJ02_TO_BD09 = ((39.915, 116.404), (39.92133699351021, 116.41036949371029))
# The same authors undo BD-09 in closed form, which is up to 0.3 m off a true inverse.
BD09_TO_GCJ02 = ((39.915, 116.404), (39.90865673957631, 116.39762729119315))

in_china = st.builds(Place, st.floats(18.1, 53.6), st.floats(73.5, 135.1))
anywhere = st.builds(Place, st.floats(-85, 85), st.floats(-180, 180))
bearings = st.floats(0, 360, exclude_max=True)
# Straight across the Earth the haversine keeps half of a float's digits.
FAR_SLACK_M = 0.5


def point(pair: tuple[float, float]) -> Place:
    """A (lon, lat) of the fixture as a place."""
    lon, lat = pair
    return Place(lat, lon)


@pytest.mark.parametrize("town", TOWNS)
def test_a_place_is_where_the_map_services_put_it(town: str) -> None:
    wgs84, gcj02, bd09 = map(point, TOWNS[town])
    assert distance_m(from_wgs84(wgs84, Crs.GCJ02), gcj02) < SERVICES_OFF_M
    assert distance_m(from_wgs84(wgs84, Crs.BD09), bd09) < SERVICES_OFF_M


@pytest.mark.parametrize("town", TOWNS)
def test_a_place_from_a_map_service_is_where_it_is(town: str) -> None:
    wgs84, gcj02, bd09 = map(point, TOWNS[town])
    assert distance_m(to_wgs84(gcj02, Crs.GCJ02), wgs84) < SERVICES_OFF_M
    assert distance_m(to_wgs84(bd09, Crs.BD09), wgs84) < SERVICES_OFF_M


@pytest.mark.parametrize("name", WGS84_TO_GCJ02)
def test_gcj_02_is_the_published_shift(name: str) -> None:
    wgs84, gcj02 = (Place(*pair) for pair in WGS84_TO_GCJ02[name])
    assert distance_m(from_wgs84(wgs84, Crs.GCJ02), gcj02) < 1.0
    assert distance_m(to_wgs84(gcj02, Crs.GCJ02), wgs84) < 1.0


def test_the_shift_beside_tiananmen_is_exact() -> None:
    wgs84, gcj02 = (Place(*pair) for pair in WGS84_TO_GCJ02["Tiananmen"])
    assert distance_m(from_wgs84(wgs84, Crs.GCJ02), gcj02) < 0.001
    assert distance_m(to_wgs84(gcj02, Crs.GCJ02), wgs84) < 0.001


def test_bd_09_is_the_published_shift_of_gcj_02() -> None:
    gcj02, bd09 = (Place(*pair) for pair in GCJ02_TO_BD09)
    wgs84 = to_wgs84(gcj02, Crs.GCJ02)
    assert distance_m(from_wgs84(wgs84, Crs.BD09), bd09) < 0.001
    assert distance_m(to_wgs84(bd09, Crs.BD09), wgs84) < 0.001
    bd09, gcj02 = (Place(*pair) for pair in BD09_TO_GCJ02)
    assert distance_m(to_wgs84(bd09, Crs.BD09), to_wgs84(gcj02, Crs.GCJ02)) < 0.3


@given(in_china, st.sampled_from(SHIFTED))
def test_a_place_in_china_comes_back_to_the_centimetre(place: Place, crs: Crs) -> None:
    assert distance_m(to_wgs84(from_wgs84(place, crs), crs), place) < 0.01


@given(in_china)
def test_the_shift_is_never_so_small_that_a_missing_crs_does_no_harm(place: Place) -> None:
    assert 20 < distance_m(place, from_wgs84(place, Crs.GCJ02)) < 1000
    assert 300 < distance_m(place, from_wgs84(place, Crs.BD09)) < 2200


@pytest.mark.parametrize(
    ("lat", "lon"),
    [
        (48.8584, 2.2945),  # Paris
        (40.6892, -74.0445),  # New York
        (35.6586, 139.7454),  # Tokyo
        (-33.8568, 151.2153),  # Sydney
        (28.6129, 72.0),  # west of the shifted part of the world
        (0.0, 0.0),
    ],
)
def test_no_shift_abroad(lat: float, lon: float) -> None:
    abroad = Place(lat, lon)
    assert from_wgs84(abroad, Crs.GCJ02) == abroad
    assert to_wgs84(abroad, Crs.GCJ02) == abroad


@given(anywhere, st.sampled_from([Crs.WGS84, Crs.CGCS2000]))
def test_wgs_84_and_cgcs2000_stay_as_they_are(place: Place, crs: Crs) -> None:
    assert to_wgs84(place, crs) == place == from_wgs84(place, crs)


@given(in_china, st.sampled_from(list(Crs)))
def test_a_given_place_says_in_which_system_it_was_measured(place: Place, crs: Crs) -> None:
    shown = from_wgs84(place, crs)
    spoken = GivenPlace(lat=shown.lat, lon=shown.lon, crs=crs)
    assert distance_m(spoken.wgs84(), place) < 0.01


# ── Distance, bearing, going ahead ──────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("a", "b", "metres"),
    [
        # A degree on a sphere of 6,371,008.8 m is 111,195.08 m.
        (Place(0, 0), Place(1, 0), 111_195.08),
        (Place(0, 0), Place(0, 1), 111_195.08),
        (Place(60, 0), Place(60, 0.001), 55.60),
        (Place(35, 116), Place(35, 116), 0.0),
        (Place(0, 0), Place(0, 180), 20_015_114.44),
        (Place(0, 179.999), Place(0, -179.999), 222.39),
    ],
)
def test_distances_are_those_of_the_sphere(a: Place, b: Place, metres: float) -> None:
    assert distance_m(a, b) == pytest.approx(metres, abs=0.01)


@given(anywhere, anywhere)
def test_a_way_is_as_long_back_as_there(a: Place, b: Place) -> None:
    assert distance_m(a, b) == distance_m(b, a)
    assert 0 <= distance_m(a, b) <= HALF_ROUND_M + FAR_SLACK_M


@given(anywhere, anywhere, anywhere)
@example(Place(0, 0), Place(0, 90), Place(0, 180))
def test_no_way_round_is_shorter(a: Place, b: Place, c: Place) -> None:
    assert distance_m(a, c) <= distance_m(a, b) + distance_m(b, c) + FAR_SLACK_M


@given(anywhere, bearings, st.floats(0, 5_000_000))
@example(Place(35, 179.9999), 90.0, 50_000.0)
@example(Place(35, -179.9999), 270.0, 50_000.0)
def test_who_goes_so_far_ahead_is_so_far_away(place: Place, bearing: float, metres: float) -> None:
    there = ahead(place, bearing, metres)
    assert -180 <= there.lon < 180
    assert -90 <= there.lat <= 90
    assert distance_m(place, there) == pytest.approx(metres, abs=0.01)


@given(anywhere, bearings, st.floats(1, 50_000))
def test_what_lies_ahead_lies_in_that_bearing(place: Place, bearing: float, metres: float) -> None:
    assert turn_deg(bearing_deg(place, ahead(place, bearing, metres)), bearing) < 0.01


@given(anywhere, anywhere)
def test_a_bearing_leads_to_the_place(a: Place, b: Place) -> None:
    metres = distance_m(a, b)
    assume(metres < 10_000_000)
    bearing = bearing_deg(a, b)
    assert 0 <= bearing < 360
    assert distance_m(ahead(a, bearing, metres), b) < 0.1


@pytest.mark.parametrize(
    ("b", "degrees"),
    [
        (Place(1, 0), 0),
        (Place(0, 1), 90),
        (Place(-1, 0), 180),
        (Place(0, -1), 270),
    ],
)
def test_bearings_turn_clockwise_from_north(b: Place, degrees: float) -> None:
    assert bearing_deg(Place(0, 0), b) == pytest.approx(degrees)


def test_a_bearing_crosses_the_date_line_the_short_way() -> None:
    assert bearing_deg(Place(0, 179.9), Place(0, -179.9)) == pytest.approx(90)


@given(st.floats(-720, 720), st.floats(-720, 720))
def test_a_turn_is_the_smaller_one_and_the_same_both_ways(a: float, b: float) -> None:
    turn = turn_deg(a, b)
    assert 0 <= turn <= 180
    assert turn == pytest.approx(turn_deg(b, a), abs=1e-9)
    assert turn == pytest.approx(turn_deg(a + 360, b), abs=1e-9)


@pytest.mark.parametrize(
    ("a", "b", "degrees"), [(350, 10, 20), (10, 350, 20), (0, 180, 180), (90, 90, 0), (1, 359, 2)]
)
def test_a_turn_goes_over_north(a: float, b: float, degrees: float) -> None:
    assert turn_deg(a, b) == pytest.approx(degrees)


@given(anywhere, anywhere, anywhere)
def test_points_on_the_sphere_order_as_real_distances_do(a: Place, b: Place, c: Place) -> None:
    to_b, to_c = distance_m(a, b), distance_m(a, c)
    assume(abs(to_b - to_c) > 0.5 and max(to_b, to_c) < 15_000_000)
    nearer = dist(on_sphere(a), on_sphere(b)) < dist(on_sphere(a), on_sphere(c))
    assert nearer == (to_b < to_c)


@given(anywhere, anywhere)
def test_points_on_the_sphere_lie_a_chord_apart(a: Place, b: Place) -> None:
    away = distance_m(a, b)
    assert dist(on_sphere(a), on_sphere(b)) <= away + 0.001
    assert dist(on_sphere(a), (0, 0, 0)) == pytest.approx(EARTH_RADIUS_M)
    if away < 50_000:
        assert dist(on_sphere(a), on_sphere(b)) == pytest.approx(away, rel=1e-5, abs=0.001)
