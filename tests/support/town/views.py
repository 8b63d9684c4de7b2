"""What each simulated camera looks at: the kind of its scene, and its pose in it."""

from dataclasses import dataclass
from math import atan2, cos, degrees, radians, sin
from random import Random

from tests.support.town.fonts import readable
from tests.support.town.ground import distance_m
from tests.support.town.lens import Pose
from tests.support.town.model import Camera


@dataclass(frozen=True, slots=True)
class View:
    """One camera's scene."""

    kind: str  # street, gate, door, stop, village, yard or high.
    seed: str
    pose: Pose
    road_m: float
    title: str  # What stands over the gate or on the stop.
    site_kind: str


def view_of(camera: Camera) -> View:
    """The scene a camera stands in; cameras of one gate share theirs."""
    road_m = 14.0 if camera.capture_class == "road" else 8.0
    site_kind = camera.site.kind if camera.site else ""
    title = readable(camera.site.name) if camera.site else readable(camera.name)
    if camera.target is not None:
        road_m = min(14.0, max(7.0, camera.target.street_width_m - 6))
        kind = "stop" if site_kind == "bus_stop" else "gate"
        if kind == "gate" and site_kind not in ("school", "kindergarten", "hospital"):
            kind = "door"
        pose = _pose_before(camera, kind)
        return View(kind, f"{title}{camera.target.name.zh}", pose, road_m, title, site_kind)
    if camera.kind == "high_point":
        pose = Pose(0, 0, 46, 0, 13, camera.spread_deg)
        return View("high", camera.camera_id, pose, 14, title, site_kind)
    if camera.kind == "dome":
        heading = Random(camera.camera_id).choice((-24.0, -14.0, 12.0, 22.0))
        pose = Pose(0, 0, 4.2, heading, 9, 72)
        return View("yard", camera.camera_id, pose, 0, title, site_kind)
    if camera.capture_class == "village":
        pose = Pose(0, -1.4, 5.0, -6, 10, camera.spread_deg)
        kind = "fields" if "Entrance" in camera.name.en else "village"
        return View(kind, camera.camera_id, pose, 5.0, title, site_kind)
    pose = Pose(0, -1.2, camera.height_m, -9, 12.5, camera.spread_deg)
    return View("street", camera.camera_id, pose, road_m, title, site_kind)


def _pose_before(camera: Camera, kind: str) -> Pose:
    """Where the camera hangs beside its target, in the target's scene."""
    assert camera.target is not None
    east = camera.spot[0] - camera.target.spot[0]
    north = camera.spot[1] - camera.target.spot[1]
    turn = radians(camera.street_deg)
    x = east * sin(turn) + north * cos(turn)
    y = east * cos(turn) - north * sin(turn)
    reach = distance_m(camera.spot, camera.target.spot)
    aim_m = 1.4 if kind == "stop" else 2.6
    pitch = degrees(atan2(camera.height_m - aim_m, reach))
    heading = camera.bearing_deg - camera.street_deg
    return Pose(x, y, camera.height_m, heading, pitch, camera.spread_deg)
