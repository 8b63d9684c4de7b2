"""Schools, hospitals, bus stops and the other guarded sites of the simulated county."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from random import Random

from tests.support.town import names
from tests.support.town.country import Plot, Settlement
from tests.support.town.figures import Figures
from tests.support.town.grid import Block, Line, TownGrid, bent
from tests.support.town.ground import Spot, ahead, bearing_deg, distance_m
from tests.support.town.land import Land
from tests.support.town.model import Device, Site, SitePoint, fixed_id
from tests.support.town.names import Name
from tests.support.town.quarters import claim

_SCHOOL_ROOMS = ("门卫室", "宿舍", "安保室", "教学楼", "食堂")
_NURSERY_ROOMS = ("门卫室", "午休室", "安保室", "活动室")
KEY_ROOMS_COUNT = 3  # The first three rooms of a school have a key each.
_CODE_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # Nothing that reads like another letter.
_SOUTH, _EAST, _NORTH, _WEST = 1, 2, 3, 0  # As Block.lines has them.


@dataclass(slots=True)
class Sites:
    """The sites with what they occupy in the villages."""

    all: list[Site] = field(default_factory=list)
    plots: dict[str, list[Plot]] = field(default_factory=dict)  # By settlement code.


@dataclass(slots=True)
class _Ground:
    """What the builders of sites share."""

    rng: Random
    town: TownGrid
    land: Land
    settlements: list[Settlement]
    sites: Sites
    names_taken: set[str] = field(default_factory=set)

    def add(
        self,
        name: Name,
        kind: str,
        site_class: int,
        points: tuple[SitePoint, ...],
        *,
        address: str,
        spot: Spot,
        rooms: tuple[str, ...] = (),
    ) -> None:
        """Put a site on the map; a second one of the same name gets a number."""
        number = 1
        plain = name
        while name.zh in self.names_taken:
            number += 1
            name = Name(f"{plain.zh}（{names.numeral(number)}）", f"{plain.en} No. {number}")
        self.names_taken.add(name.zh)
        station = self.land.station_at(spot)
        self.sites.all.append(
            Site(
                site_id=fixed_id("site", name.zh),
                name=name,
                kind=kind,
                site_class=site_class,
                area_code=station.code,
                address=f"{names.COUNTY.zh}{address}",
                spot=spot,
                points=points,
                rooms=rooms,
            )
        )


def build_sites(
    rng: Random, town: TownGrid, land: Land, settlements: list[Settlement], figures: Figures
) -> Sites:
    """All sites of the county; blocks and village plots are marked as taken."""
    ground = _Ground(rng, town, land, settlements, Sites())
    _landmarks(ground, figures)
    _schools(ground, figures)
    _clinics(ground, figures)
    _bus_stops(ground, figures)
    _posts(ground, figures)
    _rest(ground, figures)
    return ground.sites


def build_devices(rng: Random, sites: list[Site], figures: Figures) -> list[Device]:
    """Three keys a school, and the kiosks: at kiosk sites, help points, then bus stops."""
    codes: set[str] = set()

    def fresh_code() -> str:
        while True:
            code = "".join(rng.choice(_CODE_LETTERS) for _ in range(10))
            if code not in codes:
                codes.add(code)
                return code

    devices = [
        Device(
            device_id=fixed_id("key", site.site_id, room),
            site_id=site.site_id,
            room=room,
            kind="key",
            label=f"{site.name.zh}{room}一键报警",
            code=fresh_code(),
        )
        for site in sites
        if site.kind in ("school", "kindergarten")
        for room in site.rooms[:KEY_ROOMS_COUNT]
    ]
    order = ("kiosk", "help_point", "bus_stop")
    hosts = sorted((s for s in sites if s.kind in order), key=lambda s: order.index(s.kind))
    devices += [
        Device(
            device_id=fixed_id("kiosk", site.site_id),
            site_id=site.site_id,
            room=None,
            kind="kiosk",
            label=f"{site.name.zh}报警亭",
            code=fresh_code(),
        )
        for site in hosts[: figures.kiosks]
    ]
    return devices


def front(block: Block, side: int, *, share: float = 0.5) -> tuple[Spot, float, Line]:
    """A spot on a block's edge, the way out of it and the street there."""
    u = block.west + share * block.width_m
    v = block.south + share * block.depth_m
    edge = {
        _WEST: ((block.west, v), (block.west - 5, v)),
        _SOUTH: ((u, block.south), (u, block.south - 5)),
        _EAST: ((block.east, v), (block.east + 5, v)),
        _NORTH: ((u, block.north), (u, block.north + 5)),
    }[side]
    at, out = bent(*edge[0]), bent(*edge[1])
    return at, bearing_deg(at, out), block.lines[side]


def _address(line: Line, block: Block, side: int) -> str:
    along = block.south if side in (_WEST, _EAST) else block.west
    return f"{line.name.zh}{round(abs(along - line.start) / 7) * 2 + 1}号"


def _gate(block: Block, side: int, name: Name, *, share: float = 0.5) -> SitePoint:
    spot, facing, line = front(block, side, share=share)
    return SitePoint(name, "gate", spot, facing, line.width_m)


def _landmarks(ground: _Ground, figures: Figures) -> None:
    """Government, square, mall, terminal and hospitals: the first addresses of any town."""
    town = ground.town
    wide = 0.8 * town.half_width_m
    plans = [
        ("government", "other", 1, Name("柳河县政务服务中心", "Liuhe Government Service Centre"),
         (150.0, 180.0), (6_000, 30_000), ("centre", "trade")),
        ("hospital", "hospital", 1, Name("柳河县人民医院", "Liuhe County People's Hospital"),
         (-500.0, -380.0), (16_000, 60_000), ("residential",)),
        ("terminal", "station", 1, Name("柳河汽车站", "Liuhe Bus Terminal"),
         (wide, 120.0), (9_000, 45_000), ("residential",)),
        ("mall", "mall", 1, Name("柳河商业广场", "Liuhe Mall"),
         (-140.0, 130.0), (6_000, 30_000), ("centre", "trade")),
        ("hospital", "hospital", 1, Name("柳河县中医院", "Liuhe Hospital of Chinese Medicine"),
         (900.0, 420.0), (12_000, 60_000), ("residential",)),
    ]  # fmt: skip
    square = claim(town, "square", near=(60.0, 60.0), area_m2=(3_000, 30_000), of=("centre",))
    if square:
        square.name = names.SQUARE
    for use, kind, site_class, name, near, area, of in plans[: max(2, figures.sites_class_1 // 4)]:
        block = claim(town, use, near=bent(*near), area_m2=area, of=of)
        assert block is not None, f"no block for {name.zh}"
        block.name = name
        side = max((_SOUTH, _EAST, _NORTH, _WEST), key=lambda s: block.lines[s].width_m)
        gate = _gate(block, side, Name("正门", "Main Gate"))
        ground.add(
            name, kind, site_class, (gate,), spot=block.middle,
            address=_address(block.lines[side], block, side),
            rooms=("急诊大厅", "护士站") if kind == "hospital" else ("服务大厅",),
        )  # fmt: skip


def _school_names(rng: Random) -> Iterator[tuple[str, Name]]:
    """Middle school, primary, kindergarten, primary, kindergarten, and again."""
    stems = [(n.zh[:2], n.en.split(" ")[0]) for n in islice(names.lanes(rng), 40)]
    primaries = _numbered(stems, "小学", "Primary School")
    nurseries = _numbered(stems[20:] + stems[:20], "幼儿园", "Kindergarten")
    number = 0
    while True:
        number += 1
        zh = f"柳河县第{names.numeral(number)}中学"
        yield "middle", Name(zh, f"Liuhe No. {number} Middle School")
        for _ in range(2):
            yield "primary", next(primaries)
            yield "nursery", next(nurseries)


def _numbered(stems: list[tuple[str, str]], zh: str, en: str) -> Iterator[Name]:
    yield from (Name(f"{a}{zh}", f"{b} {en}") for a, b in stems)
    for number in range(2, 90):
        for a, b in stems:
            yield Name(f"{a}第{names.numeral(number)}{zh}", f"{b} No. {number} {en}")


_SCHOOL_AREA_M2 = {"middle": (17e3, 60e3), "primary": (11e3, 32e3), "nursery": (3e3, 17e3)}


def _schools(ground: _Ground, figures: Figures) -> None:
    """Three of five in the town, one primary for each seat, what is left in the villages."""
    in_town = max(1, round(figures.schools * 0.6))
    for level, name in islice(_school_names(ground.rng), in_town):
        _town_school(ground, level, name)
    homes = iter(ground.settlements)
    for _ in range(figures.schools - in_town):
        home = next(homes)
        zh = home.station.name.zh if home.is_seat else home.name.zh
        name = Name(f"{zh}中心小学", f"{home.name.en} Central Primary School")
        _village_site(ground, home, name, "school", 1, cell=home.cells // 2, side=1)


def _town_school(ground: _Ground, level: str, name: Name) -> None:
    town, rng = ground.town, ground.rng
    use = "kindergarten" if level == "nursery" else "school"
    near = bent(
        rng.uniform(-0.9, 0.9) * town.half_width_m, rng.uniform(-0.9, 0.9) * town.half_depth_m
    )
    block = None
    for apart in (420.0, 300.0, 150.0, 0.0):
        area = _SCHOOL_AREA_M2[level]
        block = block or claim(town, use, near=near, area_m2=area, apart_m=apart)
    block = block or claim(town, use, near=near, area_m2=(0, 1e6))
    assert block is not None, "no block is left for a school"
    block.name = name
    # The quiet side: a lane if the south or the east has one.
    side = min((_SOUTH, _EAST), key=lambda s: block.lines[s].width_m)
    zh = {_SOUTH: ("南门", "South Gate"), _EAST: ("东门", "East Gate")}
    points = [_gate(block, side, Name(*zh[side]), share=0.5 if level == "nursery" else 0.62)]
    if level == "middle":
        other = _EAST if side == _SOUTH else _SOUTH
        points.append(_gate(block, other, Name(*zh[other]), share=0.4))
    points.append(
        SitePoint(
            Name("集结点", "Staging"),
            "staging",
            ahead(points[0].spot, points[0].facing + 90, 30),
            points[0].facing,
            points[0].street_width_m,
        )
    )
    nursery = level == "nursery"
    ground.add(
        name, "kindergarten" if nursery else "school", 2 if nursery else 1, tuple(points),
        spot=block.middle, address=_address(block.lines[side], block, side),
        rooms=_NURSERY_ROOMS if nursery else _SCHOOL_ROOMS,
    )  # fmt: skip


def _village_site(
    ground: _Ground,
    home: Settlement,
    name: Name,
    kind: str,
    site_class: int,
    *,
    cell: int,
    side: int,
) -> None:
    """A site on a plot of a village's main street, its gate on the street."""
    plot = home.plot(cell, side)
    ground.sites.plots.setdefault(home.code, []).append(plot)
    along = (plot[0] + plot[1]) / 2
    gate = SitePoint(
        Name("大门", "Gate"), "gate", home.at(along, side * 6.5),
        (home.bearing + (-90 if side > 0 else 90)) % 360, 9.0,
    )  # fmt: skip
    ground.add(
        name, kind, site_class, (gate,), spot=home.at(along, (plot[2] + plot[3]) / 2),
        address=f"{home.station.name.zh}{home.name.zh}中心街",
        rooms=_SCHOOL_ROOMS if kind == "school" else (),
    )  # fmt: skip


def _clinics(ground: _Ground, figures: Figures) -> None:
    """A health centre in each seat, as far as the second class has room."""
    for home in [s for s in ground.settlements if s.is_seat][: figures.sites_class_2 // 3]:
        zh = home.station.name.zh
        name = Name(f"{zh}卫生院", f"{home.station.name.en} Health Centre")
        _village_site(ground, home, name, "hospital", 2, cell=1, side=-1)


def _bus_stops(ground: _Ground, figures: Figures) -> None:
    """On the avenues, half-way along a cell, those nearest to the heart first."""
    town = ground.town
    stands: list[tuple[Spot, float, Line, Name]] = []
    for cell in town.cells:
        if cell.use == "river":
            continue
        for side in (_SOUTH, _WEST):
            spot, facing, line = front(cell, side, share=0.45)
            cross = cell.lines[_WEST if side == _SOUTH else _SOUTH].name
            kerb = ahead(spot, facing + 180, line.width_m / 2 - 3.5)
            stands.append((kerb, facing, line, cross))
    stands.sort(key=lambda item: distance_m(item[0], (0.0, 0.0)))
    for spot, facing, line, cross in stands[: figures.bus_stops]:
        name = Name(f"{line.name.zh}{cross.zh}站", f"{line.name.en} at {cross.en} Stop")
        stand = SitePoint(Name("站台", "Platform"), "staging", spot, facing, line.width_m)
        address = f"{line.name.zh}{cross.zh}口"
        ground.add(name, "bus_stop", 3, (stand,), spot=spot, address=address)


def _posts(ground: _Ground, figures: Figures) -> None:
    """Kiosks and help points before the busiest addresses, then along the river."""
    count = figures.kiosks // 4
    hosts = [s for s in ground.sites.all if s.kind in ("mall", "station", "hospital", "other")]
    fronts = _fronts(ground, ("trade", "centre", "old", "square"))
    for number in range(2 * count):
        kind, zh, en = ("kiosk", "报警亭", "Kiosk") if number < count else (
            "help_point", "求助点", "Help Point")  # fmt: skip
        if number < len(hosts):
            point = hosts[number].points[0]
            spot, facing = ahead(point.spot, point.facing + 90, 14), point.facing
            name, width = hosts[number].name, point.street_width_m
            address = hosts[number].address.removeprefix(names.COUNTY.zh)
        else:
            spot, facing, line, address = next(fronts)
            name, width = line.name, line.width_m
        stand = SitePoint(Name("机位", "Post"), "staging", spot, facing, width)
        ground.add(
            Name(f"{name.zh}{zh}", f"{name.en} {en}"), kind, 3, (stand,),
            spot=spot, address=address,
        )  # fmt: skip


def _fronts(ground: _Ground, uses: tuple[str, ...]) -> Iterator[tuple[Spot, float, Line, str]]:
    """Shop fronts on the streets of the town, each once, avenues first."""
    found = [
        (block, side, share)
        for block in ground.town.blocks
        if block.use in uses and block.name is None
        for side in range(4)
        for share in (0.35, 0.65)
    ]
    ground.rng.shuffle(found)
    found.sort(key=lambda item: -item[0].lines[item[1]].width_m)
    for block, side, share in found:
        spot, facing, line = front(block, side, share=share)
        yield spot, facing, line, _address(line, block, side)


_ORDINARY = {
    1: (
        ("mall", "购物中心", "Shopping Centre"),
        ("other", "自来水厂", "Waterworks"),
        ("other", "变电站", "Substation"),
        ("other", "电视台", "Broadcasting House"),
    ),
    2: (
        ("mall", "农贸市场", "Market"),
        ("other", "银行", "Bank"),
        ("other", "加油站", "Petrol Station"),
        ("other", "宾馆", "Hotel"),
        ("other", "图书馆", "Library"),
        ("mall", "超市", "Supermarket"),
    ),
    3: (
        ("other", "便利店", "Store"),
        ("other", "药店", "Pharmacy"),
        ("other", "饭店", "Restaurant"),
        ("other", "快递站", "Parcel Station"),
    ),
}


def _rest(ground: _Ground, figures: Figures) -> None:
    """What each class still lacks: shops and banks in town, committees in the villages."""
    quotas = {1: figures.sites_class_1, 2: figures.sites_class_2, 3: figures.sites_class_3}
    villages = iter([s for s in ground.settlements if not s.is_seat])
    fronts = _fronts(ground, ("trade", "centre", "old", "residential", "industry"))
    for site_class, quota in quotas.items():
        lacking = quota - sum(s.site_class == site_class for s in ground.sites.all)
        for number in range(max(0, lacking)):
            home = next(villages, None) if site_class == 3 and number % 2 else None
            if home is not None:
                name = Name(f"{home.name.zh}村委会", f"{home.name.en} Village Committee")
                _village_site(ground, home, name, "other", 3, cell=0, side=-1)
                continue
            kind, zh, en = _ORDINARY[site_class][number % len(_ORDINARY[site_class])]
            spot, facing, line, address = next(fronts)
            door = SitePoint(Name("正门", "Main Door"), "gate", spot, facing, line.width_m)
            ground.add(
                Name(f"{line.name.zh}{zh}", f"{line.name.en} {en}"), kind, site_class, (door,),
                spot=spot, address=address,
            )  # fmt: skip
