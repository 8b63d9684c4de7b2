"""What the box shows, from what it knows. Pure: no clock, no disk."""

import math
from dataclasses import dataclass
from enum import StrEnum

from kiosk_client.agent.touch import Press, State

PATIENCE_S = 5.0  # A call that is not answered by then is shown as not through.


class Light(StrEnum):
    """What the lamps can say."""

    IDLE = "idle"
    CALLING = "calling"
    UNKEPT = "unkept"  # Calling, but the disk did not take the press.
    NO_NETWORK = "no_network"  # Calling goes on; whoever can should call 110.
    REFUSED = "refused"
    FOREIGN = "foreign"  # The centre speaks another contract than this box.
    RECEIVED = "received"
    ON_THE_WAY = "on_the_way"
    ARRIVED = "arrived"


class Line(StrEnum):
    """The way to the centre, as the sign of life finds it."""

    UNKNOWN = "unknown"
    UP = "up"
    DOWN = "down"
    REFUSED = "refused"
    FOREIGN = "foreign"


class Trouble(StrEnum):
    """Why the presses that wait are not through."""

    NONE = "none"
    NO_NETWORK = "no_network"
    REFUSED = "refused"
    FOREIGN = "foreign"


@dataclass(frozen=True, slots=True)
class Scene:
    """What is shown: a light, minutes where they are known, and the state of the line.

    drill: the centre takes the press that is shown for part of a declared test.
    faulty: something of the box itself is wrong.
    """

    light: Light
    eta_min: int | None = None
    line: Line = Line.UNKNOWN
    drill: bool = False
    faulty: bool = False


ANSWERED = {
    State.RECEIVED: Light.RECEIVED,
    State.ASSIGNED: Light.RECEIVED,
    State.EN_ROUTE: Light.ON_THE_WAY,
    State.ON_SCENE: Light.ARRIVED,
    State.RESET: Light.IDLE,
}


def scene(
    press: Press | None,
    *,
    trouble: Trouble,
    waited_s: float,
    eta_s: float | None,
    line: Line,
    drill: bool = False,
) -> Scene:
    """What to show for the newest press that may be shown. None: nothing is open."""
    if press is None:
        return Scene(Light.IDLE, line=line)
    if press.state is State.WAITING:
        # A press finds out before the next sign of life does.
        found = Line.DOWN if trouble is Trouble.NO_NETWORK and line is Line.UP else line
        return Scene(_waiting(press, trouble, waited_s), line=found)
    light = ANSWERED[press.state]
    minutes = eta_s is not None and light is Light.ON_THE_WAY
    eta_min = math.ceil(eta_s / 60) if minutes and eta_s is not None else None
    return Scene(light, eta_min, line, drill and light is not Light.IDLE)


def _waiting(press: Press, trouble: Trouble, waited_s: float) -> Light:
    if trouble is Trouble.REFUSED:
        return Light.REFUSED
    if trouble is Trouble.FOREIGN:
        return Light.FOREIGN
    if not press.on_disk:
        return Light.UNKEPT
    if trouble is Trouble.NO_NETWORK or waited_s >= PATIENCE_S:
        return Light.NO_NETWORK
    return Light.CALLING
