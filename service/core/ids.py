"""Ids that sort by time."""

from datetime import datetime
from uuid import UUID

from uuid_utils import compat


def new_id(now: datetime) -> UUID:
    """A fresh UUIDv7 for this instant; made here because PostgreSQL 17 has none."""
    return compat.uuid7(nanoseconds=int(now.timestamp() * 1_000_000) * 1_000)
