"""The light of the simulated day: sky, sun and lamps by the hour in the county's time zone."""

from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from math import cos, exp, pi, radians, sin

COUNTY_ZONE = timezone(timedelta(hours=8))
LIGHT_STEP = timedelta(minutes=10)  # The sky is painted anew this often.

Colour = tuple[float, float, float]

_SUNRISE_H, _SUNSET_H = 6.3, 18.2
_LAMPS_ON_BELOW = 0.4


def mix(a: Colour, b: Colour, share: float) -> Colour:
    """share 0 is a, 1 is b."""
    return (
        a[0] + (b[0] - a[0]) * share,
        a[1] + (b[1] - a[1]) * share,
        a[2] + (b[2] - a[2]) * share,
    )


@dataclass(frozen=True, slots=True)
class Light:
    """What the sky gives at one moment."""

    day: float  # 0 at night, 1 by day.
    zenith: Colour
    horizon: Colour
    ambient: Colour  # Factor for what the sky alone lights.
    sun_x: float  # Where the sun stands over the scene's ground, for the shading of walls.
    sun_y: float
    awake: float  # Share of the evening's windows and shops that are lit at this hour.

    @property
    def lamps_on(self) -> bool:
        return self.day < _LAMPS_ON_BELOW

    @property
    def lamp_strength(self) -> float:
        """How much lamps add to what the sky gives; less at dusk."""
        return 1.0 - 0.6 * min(1.0, self.day / _LAMPS_ON_BELOW)

    def shadow_of(self, x: float, y: float, height_m: float) -> tuple[float, float]:
        """Where the shadow of a point that high falls."""
        reach = min(14.0, 0.55 * height_m) * self.day
        return (x - self.sun_x * reach, y - self.sun_y * reach)

    def shade(self, normal_x: float, normal_y: float) -> float:
        """Brightness of a wall by the way it faces."""
        towards = normal_x * self.sun_x + normal_y * self.sun_y
        return 0.86 + 0.16 * towards * self.day


def light_at(at: datetime, street_deg: float) -> Light:
    """The light at an instant over a scene whose x axis runs along street_deg."""
    local = at.astimezone(COUNTY_ZONE)
    hour = local.hour + local.minute / 60
    share = (hour - _SUNRISE_H) / (_SUNSET_H - _SUNRISE_H)
    height = 55.0 * sin(pi * share) if 0 <= share <= 1 else -30 * min(1.0, _night(hour) / 2)
    day = min(1.0, max(0.0, (height + 5) / 17))
    dusk = exp(-((height / 8) ** 2))
    zenith = mix(mix((9, 13, 30), (96, 152, 214), day), (96, 104, 160), 0.45 * dusk)
    horizon = mix(mix((30, 34, 50), (212, 225, 236), day), (240, 176, 122), 0.7 * dusk)
    ambient = mix((0.17, 0.20, 0.30), (1.0, 1.0, 1.0), day)
    ambient = mix(ambient, (0.92, 0.74, 0.62), 0.45 * dusk)
    turn = radians(90 + 180 * min(1.0, max(0.0, share)) - street_deg)
    awake = 1.0 if 6 <= hour < 22.5 else 0.4 if hour >= 22.5 else 0.12
    return Light(day, zenith, horizon, ambient, cos(turn), sin(turn), awake)


def _night(hour: float) -> float:
    """Hours from the nearer end of the day."""
    return min((hour - _SUNSET_H) % 24, (_SUNRISE_H - hour) % 24)
