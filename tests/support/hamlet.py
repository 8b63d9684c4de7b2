"""The small place that most tests play in: one city, one county, two stations, three schools."""

from uuid import UUID

import msgspec

from service.cli.seed import Seed

PASSWORD = "hamlet-password"

CITY, COUNTY, EAST, WEST = "379900", "379928", "379928001", "379928002"
ELSEWHERE = "379929"  # Another county of the same city.

# A school of each class in the east, one in the west, all within a few kilometres.
GATE = (35.0700, 116.3100)


def uid(kind: str, number: int) -> UUID:
    """A readable id: the kind's letters and a number."""
    return UUID(f"018f0000-{kind.encode().hex():0>4.4}-7000-8000-{number:012d}")


def place(lat: float, lon: float) -> dict[str, object]:
    """A place on the wire."""
    return {"lat": lat, "lon": lon, "crs": "WGS-84"}


def north(metres: float, east: float = 0.0) -> dict[str, object]:
    """A place so many metres north and east of the first school's gate."""
    return place(GATE[0] + metres / 111_195, GATE[1] + east / 91_000)


SCHOOL, MIDDLE, SMALL, FAR = (uid("sc", n) for n in (1, 2, 3, 4))
KEY, DORM, MIDDLE_KEY, SMALL_KEY, FAR_KEY = (uid("ke", n) for n in (1, 2, 3, 4, 5))


def code(number: int) -> str:
    """The one-time code of a device."""
    return f"HAMLETKEY{number}"


def hamlet() -> Seed:
    """The seed document."""
    return msgspec.convert(_document(), Seed)


def _document() -> dict[str, object]:
    return {
        "areas": [
            _area(CITY, None, "安平市", "city"),
            _area(COUNTY, CITY, "柳河县", "district"),
            _area(ELSEWHERE, CITY, "清水县", "district"),
            _area(EAST, COUNTY, "东关派出所", "station"),
            _area(WEST, COUNTY, "西关派出所", "station"),
        ],
        "accounts": [
            _account("admin", "administrator", CITY),
            _account("warden", "administrator", COUNTY),
            _account("city", "dispatcher", CITY),
            _account("county", "dispatcher", COUNTY),
            _account("east", "dispatcher", EAST),
            _account("west", "dispatcher", WEST),
            _account("elsewhere", "dispatcher", ELSEWHERE),
            _account("chief", "duty_leader", COUNTY),
            _account("head", "school_contact", EAST, SMALL),
            _account("dean", "school_contact", EAST, SCHOOL, MIDDLE),
            *(_account(f"officer{n}", "patrol_officer", EAST) for n in range(1, 7)),
        ],
        "sites": [
            _site(SCHOOL, "实验小学", 1, EAST, north(0), exits=2),
            _site(MIDDLE, "第二中学", 2, EAST, north(900)),
            _site(SMALL, "河边幼儿园", 3, EAST, north(1800)),
            _site(FAR, "西关小学", 3, WEST, north(0, -6000)),
        ],
        "devices": [
            _device(KEY, SCHOOL, 1),
            _device(DORM, SCHOOL, 2),
            _device(MIDDLE_KEY, MIDDLE, 3),
            _device(SMALL_KEY, SMALL, 4),
            _device(FAR_KEY, FAR, 5),
        ],
        "units": [
            _unit(1, "东-01", "police", "car", EAST),
            _unit(2, "东-02", "police", "motorcycle", EAST),
            _unit(3, "东-03", "auxiliary", "foot", EAST, ["first_aid"]),
            _unit(4, "西-01", "police", "car", WEST),
            _unit(5, "西-02", "patrol_team", "car", WEST),
            _unit(6, "网格-01", "grid", "foot", EAST),
        ],
    }


def _area(area_code: str, parent: str | None, name: str, level: str) -> dict[str, object]:
    return {"area_code": area_code, "parent_code": parent, "name": name, "level": level}


def _account(name: str, role: str, area: str, *sites: UUID) -> dict[str, object]:
    number = "139000000" + name[-1] if name[-1].isdigit() else None
    return {
        "name": name,
        "display": name.capitalize(),
        "password": PASSWORD,
        "roles": [
            {"role": role, "area_code": area, "site_id": str(site_id) if site_id else None}
            for site_id in sites or [None]
        ],
        "phone_number": number,
    }


def _site(
    site_id: UUID, name: str, site_class: int, area: str, where: dict[str, object], exits: int = 0
) -> dict[str, object]:
    points = [{"name": "东门", "kind": "gate", "place": where}]
    lat, lon = float(str(where["lat"])), float(str(where["lon"]))
    points += [
        {"name": f"出口{n + 1}", "kind": "exit", "place": place(lat, lon + 0.002 * (n + 1))}
        for n in range(exits)
    ]
    return {
        "site_id": str(site_id),
        "name": name,
        "kind": "school",
        "site_class": site_class,
        "area_code": area,
        "place": where,
        "points": points,
        "rooms": ["门卫室", "宿舍"],
    }


def _device(device_id: UUID, site_id: UUID, number: int) -> dict[str, object]:
    return {
        "device_id": str(device_id),
        "site_id": str(site_id),
        "room": "门卫室",
        "kind": "key",
        "label": f"按钮{number}",
        "code": code(number),
    }


def _unit(
    number: int,
    call_sign: str,
    unit_class: str,
    mode: str,
    area: str,
    skills: list[str] | None = None,
) -> dict[str, object]:
    return {
        "unit_id": str(uid("un", number)),
        "call_sign": call_sign,
        "unit_class": unit_class,
        "mode": mode,
        "skills": skills or [],
        "area_code": area,
        "members": [f"officer{number}"],
    }
