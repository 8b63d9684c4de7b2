"""Whether the address that a gateway calls dead is the one that a phone has, and what ails it."""

from datetime import datetime, timedelta

from service.phone.wire import GatewayTrouble, Standing

# A push takes a second or two; a phone that sleeps deeply takes a minute at worst.
CANARY_MOST = timedelta(seconds=90)
# So many attempts of late, and none taken, are no accident.
_REFUSED_LEAST = 3


def is_dead(address_at: datetime, dead_before: datetime | None) -> bool:
    """Whether a dead address is the one we have: one that was given since is another."""
    return dead_before is None or address_at <= dead_before


def trouble(standing: Standing, now: datetime) -> GatewayTrouble | None:
    """What is wrong with a gateway, the gravest first; None where nothing is known to be."""
    if standing.doubted:
        return GatewayTrouble.DOUBTED
    if standing.attempts >= _REFUSED_LEAST and not standing.taken:
        return GatewayTrouble.REFUSING
    waits = standing.rung_at is not None and standing.received_at is None
    if waits and standing.rung_at is not None and now - standing.rung_at >= CANARY_MOST:
        return GatewayTrouble.SILENT
    return None
