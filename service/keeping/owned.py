"""How long one person's positions are kept, and which of them a hold holds back."""

from collections.abc import Sequence
from datetime import datetime

from service.dispatch import forgetting as dispatch
from service.incident import forgetting as incident
from service.keeping import rules, store
from service.keeping.wire import DataKind
from service.patrol.wire import Span
from service.platform.db import Connection


async def tracks_days(
    connection: Connection, lineages: Sequence[Sequence[str]], now: datetime
) -> float:
    """For how many days positions are kept at most where somebody serves; 0 where he does not."""
    begun = rules.in_force(await store.begun_policies(connection, now), now)
    found = [rules.rule_of(DataKind.TRACKS, line, begun).span.ceiling_days for line in lineages]
    return max(found, default=0.0)


async def held_spans(connection: Connection, now: datetime) -> list[Span]:
    """Of which units, and when, positions belong to an incident that is held."""
    held = await incident.with_merged(connection, await store.held(connection, now))
    return await dispatch.spans_of(connection, held, now)
