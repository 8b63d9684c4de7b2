"""Decisions about presses."""

from datetime import datetime, timedelta

from service.alarm.wire import AlarmState, Press, ProgressState
from service.core.times import as_utc, seconds_between
from service.incident.wire import TECHNICAL, Kind, State
from service.site.wire import DeviceAt, Drill

# Progress of presses older than this is no longer told in a heartbeat.
TOLD_FOR = timedelta(hours=12)
TOLD_MOST = 20

# Below this a difference is travel time, not a wrong clock.
_CLOCK_OFF_MIN_S = 60.0

_STAGES = {
    State.ACTIVE: ProgressState.RECEIVED,
    State.REOPENED: ProgressState.RECEIVED,
    State.ASSIGNED: ProgressState.ASSIGNED,
    State.EN_ROUTE: ProgressState.EN_ROUTE,
    State.ON_SCENE: ProgressState.ON_SCENE,
}


def clock_off_s(pressed_at: datetime, received_at: datetime) -> float | None:
    """How many seconds before its receipt a press says it was made, where that is worth noting.

    Negative when it says that it comes from the future. It may also have waited in the spool: the
    service cannot tell, and says only what it sees.
    """
    off_s = seconds_between(as_utc(pressed_at), received_at)
    return off_s if abs(off_s) >= _CLOCK_OFF_MIN_S else None


def is_silent(press: Press) -> bool:
    """Whether nothing at the site may show or sound: asked for, or under duress."""
    return press.silent or press.kind is Kind.DURESS


def drill_of(device: DeviceAt, press: Press, now: datetime) -> Drill | None:
    """The declared test that a press belongs to; in doubt none, and the press is real.

    What a device says of itself was not pressed by anybody, and is part of no drill.
    """
    if press.kind in TECHNICAL:
        return None
    return device.drill_at(now, silent=is_silent(press))


def progress(alarm: AlarmState, incident: State) -> ProgressState:
    """What the one who pressed is shown."""
    if alarm is AlarmState.RESET:
        return ProgressState.RESET
    return _STAGES.get(incident, ProgressState.RECEIVED)
