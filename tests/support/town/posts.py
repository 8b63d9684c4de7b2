"""Where the simulated county's cameras stand and where they look."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import count, cycle, islice
from random import Random

from tests.support.town.country import Settlement
from tests.support.town.figures import Figures
from tests.support.town.grid import Line, TownGrid, bent
from tests.support.town.ground import Spot, ahead, bearing_deg, distance_m
from tests.support.town.land import Land
from tests.support.town.model import Camera, Site, SitePoint, fixed_id
from tests.support.town.names import Name

_BUREAU, _BUSES = "柳河县公安局", "柳河县公交公司"
_WAYS = (("北", "north"), ("东", "east"), ("南", "south"), ("西", "west"))
_PASSWORD_LETTERS = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKMNPQRSTUVWXYZ23456789"


@dataclass(frozen=True, slots=True)
class _Post:
    """A camera before it has an id, a login and an area."""

    name: Name
    spot: Spot
    bearing: float
    spread: float
    range_m: float
    kind: str
    unit: str
    height_m: float
    street_deg: float
    target: SitePoint | None = None
    site: Site | None = None


def build_cameras(
    rng: Random,
    land: Land,
    town: TownGrid,
    settlements: list[Settlement],
    sites: list[Site],
    figures: Figures,
) -> list[Camera]:
    """All cameras; two look at every school gate before any other site gets one."""
    villages = [s for s in settlements if not s.is_seat]
    seats = [s for s in settlements if s.is_seat]
    wanted: list[tuple[str, int, Iterator[_Post]]] = [
        ("road", figures.cameras_road, _road_posts(town)),
        ("bus_stop", figures.cameras_bus_stop, _stop_posts(sites)),
        ("key_unit", figures.cameras_key_unit, _site_posts(sites)),
        ("village", figures.cameras_village, _village_posts(villages)),
        ("other", figures.cameras_other, _other_posts(rng, town, seats)),
    ]
    cameras: list[Camera] = []
    for capture_class, number_of, posts in wanted:
        for number, post in enumerate(islice(posts, number_of)):
            cameras.append(_camera(rng, land, capture_class, number, post))
    return cameras


def _camera(rng: Random, land: Land, capture_class: str, number: int, post: _Post) -> Camera:
    login = rng.choices(("digest", "digest_md5", "basic", "none"), (55, 30, 9, 6))[0]
    serves = rng.choices(("both", "http", "rtsp"), (70, 18, 12))[0]
    password = "".join(rng.choice(_PASSWORD_LETTERS) for _ in range(12))
    return Camera(
        camera_id=fixed_id("camera", capture_class, number),
        name=post.name,
        area_code=land.station_at(post.spot).code,
        spot=post.spot,
        bearing_deg=round(post.bearing % 360, 1) % 360,
        spread_deg=post.spread,
        range_m=post.range_m,
        kind=post.kind,
        capture_class=capture_class,
        managing_unit=post.unit,
        height_m=post.height_m,
        street_deg=post.street_deg % 360,
        target=post.target,
        site=post.site,
        login=login,
        username=None if login == "none" else rng.choice(("admin", "viewer", "watch")),
        password=None if login == "none" else password,
        serves=serves,
    )


def _numbered(name: Name, number: int) -> Name:
    return Name(f"{name.zh}{number}号", f"{name.en} {number}")


def _road_posts(town: TownGrid) -> Iterator[_Post]:
    """At crossings of avenues, one arm of each after the other, the heart first."""
    avenues = [line for line in town.lines if line.kind == "road_main"]
    crossings = [
        (upright, level)
        for upright in avenues
        if upright.upright
        for level in avenues
        if not level.upright and upright.at in level.stops and level.at in upright.stops
    ]
    crossings.sort(key=lambda pair: distance_m(bent(pair[0].at, pair[1].at), (0.0, 0.0)))
    for turn in range(4):
        for number, (upright, level) in enumerate(crossings):
            way = (turn + number) % 4
            street, far = _arm(upright, level, way)
            if far is None:
                continue
            heart = bent(upright.at, level.at)
            course = bearing_deg(heart, far)
            kerb = ahead(ahead(heart, course, 16), course + 90, street.width_m / 2 - 1)
            zh, en = _WAYS[way]
            yield _Post(
                name=Name(
                    f"{upright.name.zh}{level.name.zh}路口{zh}向",
                    f"{upright.name.en} at {level.name.en}, {en}",
                ),
                spot=kerb,
                bearing=course - 5,
                spread=52.0,
                range_m=120.0,
                kind="fixed",
                unit=_BUREAU,
                height_m=6.5,
                street_deg=course,
            )


def _arm(upright: Line, level: Line, way: int) -> tuple[Line, Spot | None]:
    """The street that leaves a crossing that way, and a spot 60 m along it if it goes there."""
    step = 60.0 if way in (0, 1) else -60.0
    line, at = (upright, level.at) if way in (0, 2) else (level, upright.at)
    to = at + step
    if not line.start <= to <= line.end:
        return line, None
    return line, bent(line.at, to) if line.upright else bent(to, line.at)


def _stop_posts(sites: list[Site]) -> Iterator[_Post]:
    """One a stop, a few steps along the kerb."""
    for site in sites:
        if site.kind == "bus_stop":
            stand = site.points[0]
            spot = ahead(ahead(stand.spot, stand.facing + 90, 17), stand.facing, -1.0)
            bearing = bearing_deg(spot, stand.spot) + 4
            yield _Post(
                site.name, spot, bearing, 60.0, 50.0, "fixed", _BUSES, 4.5,
                stand.facing + 90, stand, site,
            )  # fmt: skip


def _site_posts(sites: list[Site]) -> Iterator[_Post]:
    """Pairs on every school gate first, then every guarded site, round after round."""
    schools = [s for s in sites if s.kind in ("school", "kindergarten")]
    gates = [(s, p) for s in schools for p in s.points if p.kind == "gate"]
    for variant in (0, 1):
        for site, gate in gates:
            yield _gate_post(site, gate, variant)
    guarded = [s for s in sites if s.site_class < 3]
    for variant in cycle(range(2, 16)):
        for site in guarded:
            if variant < 4 and site.kind not in ("school", "kindergarten"):
                yield _gate_post(site, site.points[0], variant - 2)
            else:
                yield _gate_post(site, site.points[0], variant)


def _gate_post(site: Site, gate: SitePoint, variant: int) -> _Post:
    """A camera of a site: across the street from its gate, along its wall, or in its yard."""
    across = min(gate.street_width_m - 2.0, 12.0)
    sideways = gate.facing + 90
    label = _numbered(
        Name(site.name.zh + gate.name.zh, f"{site.name.en} {gate.name.en}"), variant + 1
    )
    base = _Post(
        label, gate.spot, 0.0, 64.0, 60.0, "fixed", site.name.zh, 5.0, sideways, gate, site
    )  # fmt: skip
    if variant in (0, 1):
        side = -16.0 if variant == 0 else 17.0
        spot = ahead(ahead(gate.spot, sideways, side), gate.facing, across)
        return replace(base, spot=spot, bearing=bearing_deg(spot, gate.spot))
    if variant in (2, 3):
        side = -36.0 if variant == 2 else 38.0
        spot = ahead(ahead(gate.spot, sideways, side), gate.facing, 2.5)
        return replace(base, spot=spot, bearing=bearing_deg(spot, gate.spot), spread=50.0)
    depth, turn = 12.0 + 5.0 * (variant % 5), (variant * 67) % 360
    spot = ahead(ahead(gate.spot, gate.facing, -depth), sideways, 9.0 * (variant % 3 - 1))
    return replace(
        base,
        name=_numbered(Name(f"{site.name.zh}院内", f"{site.name.en} Yard"), variant - 3),
        spot=spot,
        bearing=(gate.facing + turn) % 360,
        spread=90.0,
        range_m=40.0,
        kind="dome",
        height_m=4.0,
        target=None,
    )


def _village_posts(villages: list[Settlement]) -> Iterator[_Post]:
    """Both ends of each main street first, then its lanes and its middle."""
    for variant in cycle(range(24)):
        for village in villages:
            yield _village_post(village, variant)


def _village_post(village: Settlement, variant: int) -> _Post:
    unit = f"{village.name.zh}村委会"
    lanes = village.lanes()
    if variant in (0, 1):
        outward = village.bearing if variant else village.bearing + 180
        spot = ahead(village.ends[variant], outward + 90, 5.5)
        word, bearing = Name("村口", "Entrance"), outward - 4
    elif variant % 2 == 0:
        side = 1 if variant % 4 else -1
        along = lanes[(variant // 2) % len(lanes)]
        spot = village.at(along + 4, side * (14 + 3.0 * (variant % 5)))
        outward = village.bearing + (90 if side > 0 else -90)
        word, bearing = Name("巷道", "Lane"), outward + 4
    else:
        along = (variant % 7 - 3) / 7 * village.length_m
        outward = village.bearing + (180 if variant % 4 == 1 else 0)
        spot = ahead(village.at(along, 0.0), outward + 90, 5.5)
        word, bearing = Name("中心街", "Central Street"), outward - 4
    return _Post(
        _numbered(Name(village.name.zh + word.zh, f"{village.name.en} {word.en}"), variant + 1),
        spot, bearing, 60.0, 80.0, "fixed", unit, 5.0, outward,
    )  # fmt: skip


def _other_posts(rng: Random, town: TownGrid, seats: list[Settlement]) -> Iterator[_Post]:
    """High points over the town, side streets, and the main streets of the seats, in turn."""
    towers = [b for b in town.blocks if b.use in ("towers", "trade") and b.name is None]
    rng.shuffle(towers)
    lanes = [line for line in town.lines if line.kind == "road_side"]
    rng.shuffle(lanes)
    for number in count():
        lane = lanes[number % len(lanes)]
        if number % 16 == 0:
            block = towers[(number // 16) % len(towers)]
            bearing = (number // 16 * 83) % 360.0
            yield _Post(
                _numbered(Name("高点监控", "High Point"), number // 16 + 1),
                block.middle, bearing, 48.0, 800.0, "high_point", _BUREAU, 45.0, bearing,
            )  # fmt: skip
        elif number % 4 == 1:
            yield _seat_post(seats[(number // 4) % len(seats)], number // (4 * len(seats)))
        else:
            yield _lane_post(lane, number // len(lanes))


def _seat_post(seat: Settlement, turn: int) -> _Post:
    along = seat.lanes()[turn % len(seat.lanes())]
    outward = seat.bearing + (180 if turn % 2 else 0)
    return _Post(
        _numbered(Name(f"{seat.station.name.zh}中心街", f"{seat.station.name.en}"), turn + 1),
        ahead(seat.at(along + 14, 0.0), outward + 90, 5.5), outward - 4, 60.0, 90.0, "fixed",
        f"{seat.station.name.zh}政府", 5.0, outward,
    )  # fmt: skip


def _lane_post(lane: Line, turn: int) -> _Post:
    """At one end of a side street, looking along it; the other ptz ones look back."""
    back = turn % 2 == 1
    spots = lane.spots()[::-1] if back else lane.spots()
    course = bearing_deg(spots[0], spots[1])
    zh, en = _WAYS[(round(course / 90) + 2) % 4]
    return _Post(
        Name(f"{lane.name.zh}{zh}口", f"{lane.name.en}, {en} end"),
        ahead(ahead(spots[0], course, 16.0 + 9.0 * turn), course + 90, lane.width_m / 2 - 0.5),
        course - 5, 56.0, 90.0, "ptz" if turn % 3 == 2 else "fixed", _BUREAU, 5.5, course,
    )  # fmt: skip
