"""How a simulated camera sees its scene: a pinhole over flat ground.

A scene has its own ground: x metres along the street, y metres to the right of it, z metres up.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, radians, sin, tan

Spot3 = tuple[float, float, float]
Pixel = tuple[float, float]

_NEAR_M = 0.4
_SAFE_M = 6.0  # A shape that is nowhere nearer has pixels small enough to draw uncut.


@dataclass(frozen=True, slots=True)
class Pose:
    """Where a camera hangs in its scene: heading is clockwise from x, pitch is downwards."""

    x: float
    y: float
    height_m: float
    heading_deg: float
    pitch_deg: float
    spread_deg: float


class Lens:
    """Projects a scene onto a picture of width x height pixels."""

    def __init__(self, pose: Pose, width: int, height: int) -> None:
        self.pose = pose
        self.width, self.height = width, height
        self.focal = width / 2 / tan(radians(pose.spread_deg / 2))
        wide, high = 1.1 * width / 2 / self.focal, 1.1 * height / 2 / self.focal
        self._planes = (
            (0.0, 0.0, 1.0, _NEAR_M),
            (1.0, 0.0, wide, 0.0),
            (-1.0, 0.0, wide, 0.0),
            (0.0, 1.0, high, 0.0),
            (0.0, -1.0, high, 0.0),
        )
        self._cos_h, self._sin_h = cos(radians(pose.heading_deg)), sin(radians(pose.heading_deg))
        self._cos_p, self._sin_p = cos(radians(pose.pitch_deg)), sin(radians(pose.pitch_deg))

    def eye(self, spot: Spot3) -> Spot3:
        """The spot seen from the camera: metres right, up and ahead."""
        dx, dy, dz = spot[0] - self.pose.x, spot[1] - self.pose.y, spot[2] - self.pose.height_m
        forward = dx * self._cos_h + dy * self._sin_h
        right = dy * self._cos_h - dx * self._sin_h
        ahead = forward * self._cos_p - dz * self._sin_p
        return (right, forward * self._sin_p + dz * self._cos_p, ahead)

    def depth_m(self, x: float, y: float, z: float = 0.0) -> float:
        """Metres ahead of the camera."""
        return self.eye((x, y, z))[2]

    def pixel(self, spot: Spot3) -> Pixel | None:
        """Where the spot is in the picture; None when it is behind the camera."""
        right, up, ahead = self.eye(spot)
        if ahead < _NEAR_M:
            return None
        scale = self.focal / ahead
        return (self.width / 2 + right * scale, self.height / 2 - up * scale)

    def outline(self, spots: Sequence[Spot3]) -> list[Pixel]:
        """A flat shape in the picture, cut off a little outside its edges; [] when out of it."""
        eyes = [self.eye(spot) for spot in spots]
        if min(eye[2] for eye in eyes) < _SAFE_M:
            for plane in self._planes:
                eyes = _cut(eyes, plane)
        middle_x, middle_y, focal = self.width / 2, self.height / 2, self.focal
        return [
            (middle_x + right * focal / ahead, middle_y - up * focal / ahead)
            for right, up, ahead in eyes
        ]

    @property
    def horizon_y(self) -> float:
        """The picture row of the horizon."""
        return self.height / 2 - self.focal * self._sin_p / self._cos_p


def _cut(eyes: list[Spot3], plane: tuple[float, float, float, float]) -> list[Spot3]:
    """The part of a flat shape on the inner side of a plane a*right + b*up + c*ahead >= d."""
    a, b, c, d = plane
    heights = [a * right + b * up + c * ahead - d for right, up, ahead in eyes]
    if all(height >= 0 for height in heights):
        return eyes
    kept: list[Spot3] = []
    for i, eye in enumerate(eyes):
        before, low, high = eyes[i - 1], heights[i - 1], heights[i]
        if (low >= 0) != (high >= 0):
            share = low / (low - high)
            kept.append(
                (
                    before[0] + (eye[0] - before[0]) * share,
                    before[1] + (eye[1] - before[1]) * share,
                    before[2] + (eye[2] - before[2]) * share,
                )
            )
        if high >= 0:
            kept.append(eye)
    return kept
