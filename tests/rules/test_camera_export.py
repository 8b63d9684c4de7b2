"""The register as a file: what is written out is read in as it was, and nothing secret is in it."""

import csv
import io
from datetime import UTC, datetime
from uuid import UUID

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from service.camera.columns import EXPORTED, SECRET, named
from service.camera.exporting import begin, end, page
from service.camera.wire import (
    CameraKind,
    CaptureClass,
    CaptureLocation,
    Dossier,
    Format,
    NetworkZone,
    Preset,
    UnitCategory,
)
from service.core.geo import Crs, GivenPlace, distance_m
from tests.rules.test_camera_files import GB, camera, rows

EXAMPLE = Dossier(
    camera_id=UUID(int=7),
    gb_id=GB,
    name="东门",
    area_code="370828001",
    place=GivenPlace(lat=35.0, lon=116.0, crs=Crs.WGS84),
    route=None,
    kind=CameraKind.FIXED,
    capture_class=CaptureClass.ROAD,
    capture_location=CaptureLocation.ROAD,
    point_class=None,
    managing_unit="城关派出所",
    unit_category=UnitCategory.GOVERNMENT,
    network_zone=NetworkZone.POLICE_VIDEO,
    footage_days=None,
    restricted_vicinity=False,
    sign_present=None,
    in_use_on=None,
    filed_on=None,
    height_m=4,
    tilt_deg=0,
    bearing_deg=0,
    spread_deg=60,
    range_m=80,
    presets=[],
    ways=[],
    has_login=False,
    online=True,
    trouble=None,
    answered_at=None,
    silent_since=None,
    clock_ahead_ms=None,
    changed_at=None,
)


def test_a_circle_goes_out_as_it_may_come_in() -> None:
    # A column of four bytes rounds what is a little less than a circle to a whole one.
    round_ = msgspec.structs.replace(EXAMPLE, bearing_deg=360.0)
    head, (row,) = begin(Format.CSV, headers=False), [round_]
    assert camera(rows(head + page([row], Format.CSV, Crs.WGS84, first=True))[0]).bearing_deg == 0


words = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=30).filter(
    lambda text: text.strip() == text
)
dossiers = st.builds(
    Dossier,
    camera_id=st.uuids(version=4),
    gb_id=st.none() | st.just(GB),
    name=words,
    area_code=st.just("370828001"),
    place=st.builds(
        GivenPlace,
        lat=st.floats(20, 50),
        lon=st.floats(80, 130),
        crs=st.just(Crs.WGS84),
    ),
    route=st.none(),
    kind=st.sampled_from([kind for kind in CameraKind if kind is not CameraKind.VEHICLE]),
    capture_class=st.sampled_from(CaptureClass),
    capture_location=st.sampled_from(list(CaptureLocation)[:10]),
    point_class=st.none() | st.integers(1, 3),
    managing_unit=words,
    unit_category=st.sampled_from(UnitCategory),
    network_zone=st.just(NetworkZone.POLICE_VIDEO),
    footage_days=st.none() | st.integers(1, 3650),
    restricted_vicinity=st.booleans(),
    sign_present=st.none() | st.booleans(),
    in_use_on=st.none() | st.dates(),
    filed_on=st.none() | st.dates(),
    height_m=st.integers(0, 500),
    tilt_deg=st.integers(-90, 90),
    bearing_deg=st.integers(0, 359),
    spread_deg=st.integers(1, 360),
    range_m=st.integers(1, 5000),
    presets=st.lists(
        st.builds(Preset, words, words, st.integers(0, 359), st.integers(1, 360)), max_size=2
    ),
    ways=st.just([]),
    has_login=st.just(False),
    online=st.just(True),
    trouble=st.none(),
    answered_at=st.none(),
    silent_since=st.none(),
    clock_ahead_ms=st.none(),
    changed_at=st.just(datetime(2026, 3, 1, tzinfo=UTC)),
)


@given(dossiers, st.sampled_from(Crs), st.sampled_from(Format), st.booleans())
def test_what_is_written_out_is_read_in_as_it_was(
    one: Dossier, crs: Crs, kind: Format, headers: bool
) -> None:
    data = begin(kind, headers=headers) + page([one], kind, crs, first=True) + end(kind)
    (row,) = rows(data, kind)
    assert named(row).camera_id == one.camera_id
    found = camera(row, None)
    for name in EXPORTED:
        if name not in ("camera_id", "lat", "lon", "crs", "route"):
            assert getattr(found, name) == getattr(one, name), name
    assert found.place is not None
    assert one.place is not None
    assert distance_m(found.place.wgs84(), one.place.wgs84()) < 0.05
    if crs is Crs.WGS84:
        assert found.place == one.place, "what did not change does not look changed"


@given(words)
def test_a_spreadsheet_reckons_with_nothing_that_is_written_out(name: str) -> None:
    one = msgspec.structs.replace(EXAMPLE, name=name)
    (line,) = csv.reader(io.StringIO(page([one], Format.CSV, Crs.WGS84, first=True).decode()))
    cell = line[EXPORTED.index("name")]
    assert cell[0] not in "=+-@"
    assert cell in (name, "'" + name)


def test_nothing_that_is_secret_is_written_out() -> None:
    assert not SECRET & set(EXPORTED)
    assert not [name for name in EXPORTED if name.endswith("_url")]
