"""Whether the address that a gateway calls dead is the one that a phone has."""

from datetime import datetime


def is_dead(address_at: datetime, dead_before: datetime | None) -> bool:
    """Whether a dead address is the one we have: one that was given since is another."""
    return dead_before is None or address_at <= dead_before
