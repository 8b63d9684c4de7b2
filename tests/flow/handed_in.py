"""Files of cameras as an administrator hands them in."""

import csv
import io
from typing import Any

from tests.support import hamlet
from tests.support.people import Answer, Person
from tests.support.town_house import Town


def row(number: int, **more: str) -> dict[str, str]:
    """A camera as a row of a file."""
    return {
        "gb_id": f"379928000013210{number:05d}",
        "name": f"camera {number}",
        "area_code": hamlet.EAST,
        "lat": "35.07",
        "lon": "116.31",
        "managing_unit": "城关派出所",
        "bearing_deg": "0",
        "spread_deg": "60",
        "range_m": "80",
        "rtsp_url": f"rtsp://10.0.0.{number % 250}/s",
        "username": "viewer",
        "password": "swordfish",
    } | more


def as_csv(*rows: dict[str, str]) -> bytes:
    """Rows as a spreadsheet saves them."""
    text = io.StringIO(newline="")
    names = list(dict.fromkeys(name for one in rows for name in one))
    writer = csv.DictWriter(text, names)
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


async def send(
    town: Town, who: Person, data: bytes, kind: str = "csv", crs: str = "WGS-84"
) -> Answer:
    """Hand a file in."""
    headers = {"Authorization": f"Bearer {who.token}", "Content-Type": "text/csv"}
    path = f"/v1/camera-imports?format={kind}&crs={crs}"
    return await who.raw("POST", path, data, headers)


async def read_in(town: Town, who: Person, data: bytes, **how: str) -> dict[str, Any]:
    """Hand a file in, let the job do its work, and see what became of it."""
    handed = await send(town, who, data, **how)
    assert handed.status == 201, handed.body
    assert handed.body["state"] == "waiting"
    await town.work()
    return dict((await who.get(f"/v1/camera-imports/{handed.body['import_id']}")).body)


def listed_number(number: int) -> str:
    """The GB/T 28181 number of a row."""
    return row(number)["gb_id"]


async def register(town: Town) -> list[dict[str, Any]]:
    """All that is stored."""
    rows = await town.rows("SELECT to_jsonb(camera) AS said FROM camera ORDER BY gb_id")
    return [dict(one["said"]) for one in rows]
