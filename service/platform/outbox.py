"""What was said, and what was promised, in the transaction that made it true.

`say` writes events (read by screens, phones and programs through /v1/live) and, for each, the
jobs that follow from its topic; `promise` writes one job with a deadline. Both stand or fall
with the transaction; after the commit `House.transaction` rings for what was written, and for
nothing else: whoever is woken looks into a table.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from msgspec import Struct

from service.platform.bell import EVENTS, JOBS, Bell
from service.platform.db import Connection, run
from service.platform.sql import Statements

_sql = Statements(__file__)


class Lane(StrEnum):
    """Who carries a job: what a life may hang on never waits behind what it does not.

    Rings wait for gateways outside, which may be slow; rounds of dispatch do not wait for them.
    """

    CRITICAL = "critical"
    RINGS = "rings"
    PICTURES = "pictures"
    REST = "rest"


def jobs_of(lane: str) -> str:
    """The channel on which carriers of a lane are woken."""
    return JOBS + lane


EVERYBODY = frozenset({EVENTS, *map(jobs_of, Lane)})

# Whom the transaction that is being written has to wake.
_OWED: ContextVar[set[str] | None] = ContextVar("owed", default=None)


class Topic(Struct, frozen=True):
    """A kind of event: its name, the form of its body, and what it says.

    One that is not numbered is only whispered: it may be lost, and is never sent again.
    """

    name: str
    body: type
    says: str
    numbered: bool = True


class Said(Struct, frozen=True):
    """One event: who may hear it stands in scope (area codes, `unit:<id>`, `site:<id>`)."""

    topic: Topic
    scope: Sequence[str]
    body: Struct
    about: UUID


class Promise(Struct, frozen=True):
    """One job to be done at or after due_at; two waiting ones of a kind and key are one."""

    kind: str
    lane: Lane
    key: str
    due_at: datetime
    args: Mapping[str, Any] = {}


class Follow(Struct, frozen=True):
    """A job that follows from a topic, or only from those of its events that `only` lets pass."""

    kind: str
    lane: Lane
    only: Callable[[Struct], bool] | None = None


def unit_scope(unit_id: UUID) -> str:
    """The mark that lets a unit's phones hear an event."""
    return f"unit:{unit_id}"


def person_scope(account_id: UUID) -> str:
    """The mark that lets a person's streams hear an event."""
    return f"me:{account_id}"


def site_scope(site_id: UUID) -> str:
    """The mark that lets a site's contacts hear an event."""
    return f"site:{site_id}"


class Outbox:
    """Writes events and promises, and rings when they are committed."""

    def __init__(self, bell: Bell, follows: Mapping[str, Sequence[Follow]]) -> None:
        self._bell = bell
        self._follows = follows

    async def say(
        self, connection: Connection, now: datetime, *said: Said, promises: Iterable[Promise] = ()
    ) -> None:
        """Write events, the jobs that follow from them, and promises, in one statement."""
        events = [
            {"topic": s.topic.name, "scope": list(s.scope), "at": now, "body": s.body} for s in said
        ]
        jobs = list(promises)
        for event in said:
            jobs += [
                Promise(follow.kind, follow.lane, str(event.about), now)
                for follow in self._follows.get(event.topic.name, ())
                if follow.only is None or follow.only(event.body)
            ]
        if events or jobs:
            await run(connection, _sql["say"], events, _soonest(jobs), now)
        self.owe(*([EVENTS] if events else []), *(jobs_of(job.lane) for job in jobs))

    async def promise(self, connection: Connection, now: datetime, *promises: Promise) -> None:
        """Write jobs alone."""
        await self.say(connection, now, promises=promises)

    def owe(self, *channels: str) -> None:
        """These are to be rung after the commit, where somebody collects what is owed."""
        owed = _OWED.get()
        if owed is not None:
            owed.update(channels)

    @contextmanager
    def owing(self) -> Iterator[set[str]]:
        """Collect what a transaction owes."""
        before, owed = _OWED.get(), set[str]()
        _OWED.set(owed)
        try:
            yield owed
        finally:
            _OWED.set(before)

    def ring(self, channels: Iterable[str] = EVERYBODY) -> None:
        """After the commit: let carriers and screens look."""
        for channel in channels:
            self._bell.ring(channel)


def _soonest(jobs: Iterable[Promise]) -> list[Promise]:
    """One promise for each kind and key, as an upsert may not touch a row twice.

    They are in one order everywhere, so that two writers never wait for each other's rows.
    """
    kept: dict[tuple[str, str], Promise] = {}
    for job in jobs:
        other = kept.get((job.kind, job.key))
        if other is None or job.due_at < other.due_at:
            kept[job.kind, job.key] = job
    return [kept[name] for name in sorted(kept)]
