"""The kindergarten's gate with simulated cameras in front of it, and a press of its key."""

from typing import Any

from tests.support import hamlet
from tests.support.people import Box, Person
from tests.support.town.cameras import TownCameras
from tests.support.town.faults import Fault
from tests.support.town.model import Camera
from tests.support.town.plan import Plan, camera_path, make_plan
from tests.support.town_house import Town

PLAN: Plan = make_plan(0.02)
DIGEST = [c for c in PLAN.cameras if c.login == "digest"]
LYING = {
    DIGEST[0].camera_id: Fault.HTML,
    DIGEST[1].camera_id: Fault.HALF,
    DIGEST[2].camera_id: Fault.AUTH,
    DIGEST[3].camera_id: Fault.REDIRECT,
    DIGEST[4].camera_id: Fault.REFUSE,
}
GOOD = DIGEST[5:]


async def put_up(
    town: Town,
    served: TownCameras,
    camera: Camera,
    metres: float,
    *,
    bearing: float = 180,
    by: str = "http",
) -> str:
    """A camera so many metres north of the kindergarten's gate, looking at it; its name."""
    admin = await town.person("admin")
    path = camera_path(camera.camera_id)
    added = await admin.post(
        "/v1/cameras",
        {
            "name": f"{camera.name.zh} {metres:g} m",
            "area_code": hamlet.EAST,
            "place": hamlet.north(1800 + metres),
            "managing_unit": "河边幼儿园",
            "bearing_deg": bearing,
            "spread_deg": 60,
            "range_m": 150,
            "snapshot_url": f"{served.http_base}{path}/snapshot.jpg" if by == "http" else None,
            "rtsp_url": f"{served.rtsp_base}{path}" if by == "rtsp" else None,
            "username": camera.username,
            "password": camera.password,
        },
    )
    assert added.status == 201, added.body
    return str(added.body["camera_id"])


async def put_up_at(town: Town, url: str, metres: float) -> str:
    """A camera that answers at this address, so many metres north of the gate; its name."""
    admin = await town.person("admin")
    added = await admin.post(
        "/v1/cameras",
        {
            "name": f"{metres:g} m",
            "area_code": hamlet.EAST,
            "place": hamlet.north(1800 + metres),
            "managing_unit": "河边幼儿园",
            "bearing_deg": 180,
            "spread_deg": 60,
            "range_m": 150,
            "snapshot_url": url,
        },
    )
    assert added.status == 201, added.body
    return str(added.body["camera_id"])


async def press(town: Town, box: Box | None = None) -> str:
    """Press the kindergarten's key and do what follows; the incident."""
    box = box or await town.box(4)
    taken = await box.press()
    assert taken.status == 201, taken.body
    await town.work()
    return str(taken.body["incident_id"])


async def snapshots(desk: Person, incident_id: str) -> list[dict[str, Any]]:
    """What the incident says of its pictures."""
    return list((await desk.get(f"/v1/incidents/{incident_id}/snapshots")).body)
