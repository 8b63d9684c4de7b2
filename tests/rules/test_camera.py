"""Which cameras are looked through."""

from datetime import UTC, datetime
from math import cos, hypot, radians, sin
from uuid import UUID

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from service.camera.rules import check_endpoints, choose_views, sees
from service.camera.wire import NoEndpoint, Reason, View
from service.core.geo import Place, ahead, distance_m

GATE = Place(35.07, 116.31)
NOW = datetime(2026, 3, 2, 7, 40, tzinfo=UTC)


def view(
    number: int = 1,
    *,
    at: Place = GATE,
    bearing: float = 0.0,
    spread: float = 90.0,
    range_m: float = 100.0,
    online: bool = True,
) -> View:
    """A camera."""
    return View(UUID(int=number), f"camera {number}", at, bearing, spread, range_m, online)


def standing_at(metres: float, bearing: float) -> Place:
    """A camera's foot, so far from the gate in that bearing."""
    return ahead(GATE, bearing, metres)


views = st.builds(
    view,
    st.integers(1, 40),
    at=st.builds(standing_at, st.floats(0, 1500), st.floats(0, 359)),
    bearing=st.floats(0, 360, exclude_max=True),
    spread=st.floats(1, 360),
    range_m=st.floats(1, 2000),
    online=st.booleans(),
)
crowds = st.lists(views, max_size=20, unique_by=lambda v: v.camera_id)


# ── What a camera sees ──────────────────────────────────────────────────────────────────────


def in_sector(camera: View, east_m: float, north_m: float) -> tuple[bool, float]:
    """Whether a point lies in the sector, by vectors, and how near to its rim, metres.

    Turned so that the camera looks along one axis: the point is in the sector when its angle
    from that axis is at most half the spread.
    """
    course = radians(camera.bearing_deg)
    forth = east_m * sin(course) + north_m * cos(course)
    aside = abs(east_m * cos(course) - north_m * sin(course))
    away = hypot(forth, aside)
    half = radians(camera.spread_deg / 2)
    # The rim's direction; a positive cross product lies within it.
    within = sin(half) * forth - cos(half) * aside
    inside = away <= camera.range_m and (within >= 0 if half <= radians(179.9) else True)
    return inside, min(abs(within), abs(away - camera.range_m))


@given(
    st.floats(-1500, 1500),
    st.floats(-1500, 1500),
    st.floats(0, 360, exclude_max=True),
    st.floats(1, 360),
    st.floats(1, 2000),
)
def test_a_camera_sees_what_lies_in_its_sector(
    east_m: float, north_m: float, bearing: float, spread: float, range_m: float
) -> None:
    camera = view(bearing=bearing, spread=spread, range_m=range_m)
    inside, to_rim_m = in_sector(camera, east_m, north_m)
    # A map drawn flat is off by a metre or two at this size; what lies on the rim is left out.
    assume(to_rim_m > 3 and hypot(east_m, north_m) > 5)
    place = Place(
        GATE.lat + north_m / 111_195.08,
        GATE.lon + east_m / (111_195.08 * cos(radians(GATE.lat + north_m / 222_390))),
    )
    assert sees(camera, place) is inside


@pytest.mark.parametrize(
    ("bearing", "seen"),
    [(0, True), (44, True), (46, False), (314, False), (316, True), (180, False)],
)
def test_a_sector_reaches_over_north(bearing: float, seen: bool) -> None:
    camera = view(bearing=0, spread=90, range_m=100)
    assert sees(camera, ahead(GATE, bearing, 50)) is seen


def test_a_dome_sees_all_around_as_far_as_it_reaches() -> None:
    dome = view(spread=360, range_m=80)
    for bearing in range(0, 360, 15):
        assert sees(dome, ahead(GATE, bearing, 79.9))
        assert not sees(dome, ahead(GATE, bearing, 80.1))


def test_what_stands_at_its_own_pole_is_seen_whatever_way_it_looks() -> None:
    away = view(bearing=180, spread=20)
    assert sees(away, GATE)
    assert sees(away, ahead(GATE, 0, 2.9))
    assert not sees(away, ahead(GATE, 0, 4))
    assert not sees(view(range_m=1), ahead(GATE, 0, 2))


# ── Which are chosen ────────────────────────────────────────────────────────────────────────


@given(crowds, st.integers(0, 12), st.randoms())
def test_the_order_in_which_cameras_come_does_not_matter(
    crowd: list[View], count: int, random: object
) -> None:
    mixed = list(crowd)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    assert choose_views(mixed, GATE, count_max=count) == choose_views(crowd, GATE, count_max=count)


@given(crowds, st.integers(0, 12))
def test_only_cameras_that_answer_are_chosen_and_never_too_many(
    crowd: list[View], count: int
) -> None:
    chosen = choose_views(crowd, GATE, count_max=count)
    online = {v.camera_id for v in crowd if v.online}
    assert {c.camera_id for c in chosen} <= online
    assert len({c.camera_id for c in chosen}) == len(chosen) == min(count, len(online))


@given(crowds)
def test_those_that_see_it_come_first_and_then_the_nearest(crowd: list[View]) -> None:
    by_id = {v.camera_id: v for v in crowd}
    chosen = choose_views(crowd, GATE, count_max=99)
    for c in chosen:
        camera = by_id[c.camera_id]
        assert c.reason is (Reason.SEES if sees(camera, GATE) else Reason.NEAR)
        assert c.distance_m == distance_m(camera.place, GATE)
        assert c.name == camera.name
    for reason in Reason:
        away = [c.distance_m for c in chosen if c.reason is reason]
        assert away == sorted(away)
    reasons = [c.reason for c in chosen]
    assert reasons == sorted(reasons, key=[Reason.SEES, Reason.NEAR].index)


@given(crowds, st.integers(0, 12))
def test_fewer_wanted_are_the_first_of_more(crowd: list[View], count: int) -> None:
    assert (
        choose_views(crowd, GATE, count_max=count)
        == (choose_views(crowd, GATE, count_max=99)[:count])
    )


def test_cameras_on_one_pole_come_in_order_of_their_ids() -> None:
    pole = standing_at(50, 90)
    crowd = [view(n, at=pole, spread=360) for n in (3, 1, 2)]
    chosen = choose_views(crowd, GATE, count_max=2)
    assert [c.camera_id.int for c in chosen] == [1, 2]


def test_a_farther_camera_that_sees_comes_before_a_nearer_that_looks_away() -> None:
    blind = view(1, at=standing_at(20, 0), bearing=0, spread=60)
    seeing = view(2, at=standing_at(90, 0), bearing=180, spread=60)
    chosen = choose_views([blind, seeing], GATE, count_max=2)
    assert [(c.camera_id.int, c.reason) for c in chosen] == [(2, Reason.SEES), (1, Reason.NEAR)]


def test_where_none_sees_it_the_nearest_is_still_looked_through() -> None:
    crowd = [view(n, at=standing_at(30 * n, 0), bearing=0, spread=30) for n in (2, 1)]
    assert [c.camera_id.int for c in choose_views(crowd, GATE, count_max=1)] == [1]


# ── Addresses, tries, lag ───────────────────────────────────────────────────────────────────


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
