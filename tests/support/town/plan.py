"""The plan of the simulated county, drawn from a seed: the same seed draws the same county.

`make_plan(scale)` draws it; `seed_of(plan, ...)` is the document that fills a service with it;
`tests.support.town.base_map` draws the map under it and `tests.support.town.routes` finds the
ways through it. Everything in it is invented.
"""

from dataclasses import dataclass
from functools import lru_cache
from random import Random
from typing import NotRequired, TypedDict

from tests.support.town import names
from tests.support.town.country import Settlement, Street, build_roads, build_settlements
from tests.support.town.figures import SCALE_DEFAULT, Figures, scaled, stretch
from tests.support.town.grid import TownGrid, build_grid
from tests.support.town.ground import PlaceDict, place_at
from tests.support.town.land import CITY_CODE, COUNTY_CODE, Land, build_land
from tests.support.town.model import Account, Area, Camera, Device, Site, Unit
from tests.support.town.names import Name
from tests.support.town.people import build_people
from tests.support.town.posts import build_cameras
from tests.support.town.quarters import settle_uses
from tests.support.town.sites import Sites, build_devices, build_sites

SEED_DEFAULT = 928
_COMMUNITIES_PER_STREET = 3


@dataclass(slots=True)
class Plan:
    """One county."""

    scale: float
    seed: int
    figures: Figures
    town: TownGrid
    land: Land
    settlements: list[Settlement]
    streets: list[Street]
    areas: list[Area]
    sites: Sites
    devices: list[Device]
    cameras: list[Camera]
    units: list[Unit]
    accounts: list[Account]


@lru_cache(maxsize=4)
def make_plan(scale: float = SCALE_DEFAULT, seed: int = SEED_DEFAULT) -> Plan:
    """Draw the county of this scale; a tenth takes about half a second."""

    def rng(topic: str) -> Random:
        return Random(f"{seed} {topic}")  # One stream a topic: a change in one moves no other.

    figures = scaled(scale)
    town = build_grid(rng("grid"), stretch(scale))
    land = build_land(rng("land"), scale, town)
    settlements = build_settlements(rng("settlements"), land, figures.villages)
    roads = build_roads(rng("roads"), land, town, settlements)
    areas = _areas(land, settlements)
    sites = build_sites(rng("sites"), town, land, settlements, figures)
    settle_uses(town, rng("uses"))
    cameras = build_cameras(rng("cameras"), land, town, settlements, sites.all, figures)
    people = build_people(rng("people"), land, settlements, areas, figures)
    return Plan(
        scale=scale,
        seed=seed,
        figures=figures,
        town=town,
        land=land,
        settlements=settlements,
        streets=_streets(town, settlements, roads),
        areas=areas,
        sites=sites,
        devices=build_devices(rng("devices"), sites.all, figures),
        cameras=cameras,
        units=people.units,
        accounts=people.accounts,
    )


def _streets(town: TownGrid, settlements: list[Settlement], roads: list[Street]) -> list[Street]:
    return [
        *(Street(line.name, line.kind, tuple(line.spots()), line.width_m) for line in town.lines),
        *(street for settlement in settlements for street in settlement.streets()),
        *roads,
    ]


def _areas(land: Land, settlements: list[Settlement]) -> list[Area]:
    """City, county, stations, and under them communities and villages."""
    areas = [
        Area(CITY_CODE, None, names.CITY, "city"),
        Area(COUNTY_CODE, CITY_CODE, names.COUNTY, "district"),
        *(Area(s.code, COUNTY_CODE, s.name, "station") for s in land.stations),
    ]
    for station in land.stations:
        if station.code[6] == "0":
            zh, en = station.name.zh.removesuffix("街道"), station.name.en.removesuffix(" Street")
            for number in range(1, _COMMUNITIES_PER_STREET + 1):
                name = Name(f"{zh}第{names.numeral(number)}社区", f"{en} Community {number}")
                areas.append(Area(f"{station.code}{number:03d}", station.code, name, "village"))
    areas += [Area(s.code, s.station.code, s.name, "village") for s in settlements]
    return areas


class AreaDict(TypedDict):
    area_code: str
    parent_code: str | None
    name: str
    level: str


class PointDict(TypedDict):
    name: str
    kind: str
    place: PlaceDict


class SiteDict(TypedDict):
    site_id: str
    name: str
    kind: str
    site_class: int
    area_code: str
    address: str
    place: PlaceDict
    points: list[PointDict]
    rooms: list[str]


class DeviceDict(TypedDict):
    device_id: str
    site_id: str
    room: str | None
    kind: str
    label: str
    code: str


class CameraDict(TypedDict):
    camera_id: str
    name: str
    area_code: str
    place: PlaceDict
    bearing_deg: float
    spread_deg: float
    range_m: float
    kind: str
    capture_class: str
    managing_unit: str
    height_m: float
    snapshot_url: str | None
    rtsp_url: str | None
    username: str | None
    password: str | None


class UnitDict(TypedDict):
    unit_id: str
    call_sign: str
    unit_class: str
    mode: str
    skills: list[str]
    area_code: str
    members: list[str]
    home: PlaceDict


class RoleDict(TypedDict):
    role: str
    area_code: str
    site_id: NotRequired[str]


class AccountDict(TypedDict):
    name: str
    display: str
    password: str
    demo: bool
    roles: list[RoleDict]
    phone_number: str | None


class Seed(TypedDict):
    """The whole county as one JSON document."""

    areas: list[AreaDict]
    sites: list[SiteDict]
    devices: list[DeviceDict]
    cameras: list[CameraDict]
    units: list[UnitDict]
    accounts: list[AccountDict]


def seed(
    scale: float = SCALE_DEFAULT,
    camera_base_http: str | None = None,
    camera_base_rtsp: str | None = None,
) -> Seed:
    """The document of a county of this scale, its cameras answering under the two bases."""
    return seed_of(make_plan(scale), camera_base_http, camera_base_rtsp)


def seed_of(plan: Plan, camera_base_http: str | None, camera_base_rtsp: str | None) -> Seed:
    """The document of this plan; without a base its cameras have no address of that kind."""
    return {
        "areas": [
            {
                "area_code": a.code,
                "parent_code": a.parent,
                "name": a.name.zh,
                "level": a.level,
            }
            for a in plan.areas
        ],
        "sites": [_site_dict(site) for site in plan.sites.all],
        "devices": [
            {
                "device_id": d.device_id,
                "site_id": d.site_id,
                "room": d.room,
                "kind": d.kind,
                "label": d.label,
                "code": d.code,
            }
            for d in plan.devices
        ],
        "cameras": [_camera_dict(c, camera_base_http, camera_base_rtsp) for c in plan.cameras],
        "units": [
            {
                "unit_id": u.unit_id,
                "call_sign": u.call_sign,
                "unit_class": u.unit_class,
                "mode": u.mode,
                "skills": list(u.skills),
                "area_code": u.area_code,
                "members": list(u.members),
                "home": place_at(u.home).as_dict(),
            }
            for u in plan.units
        ],
        "accounts": [
            {
                "name": a.name,
                "display": a.display,
                "password": a.password,
                "demo": True,
                "roles": [{"role": role, "area_code": code} for role, code in a.roles],
                "phone_number": a.phone_number,
            }
            for a in plan.accounts
        ],
    }


def _site_dict(site: Site) -> SiteDict:
    return {
        "site_id": site.site_id,
        "name": site.name.zh,
        "kind": site.kind,
        "site_class": site.site_class,
        "area_code": site.area_code,
        "address": site.address,
        "place": place_at(site.spot).as_dict(),
        "points": [
            {"name": p.name.zh, "kind": p.kind, "place": place_at(p.spot).as_dict()}
            for p in site.points
        ],
        "rooms": list(site.rooms),
    }


def _camera_dict(camera: Camera, http: str | None, rtsp: str | None) -> CameraDict:
    path = camera_path(camera.camera_id)
    by_http = http is not None and camera.serves != "rtsp"
    by_rtsp = rtsp is not None and camera.serves != "http"
    return {
        "camera_id": camera.camera_id,
        "name": camera.name.zh,
        "area_code": camera.area_code,
        "place": place_at(camera.spot).as_dict(),
        "bearing_deg": camera.bearing_deg,
        "spread_deg": camera.spread_deg,
        "range_m": camera.range_m,
        "kind": camera.kind,
        "capture_class": camera.capture_class,
        "managing_unit": camera.managing_unit,
        "height_m": camera.height_m,
        "snapshot_url": f"{http}{path}/snapshot.jpg" if by_http else None,
        "rtsp_url": f"{rtsp}{path}" if by_rtsp else None,
        "username": camera.username,
        "password": camera.password,
    }


def camera_path(camera_id: str) -> str:
    """Where a camera answers, under either base."""
    return f"/cam/{camera_id}"
