"""What a round starts from, and what it decides."""

from uuid import UUID

from msgspec import Struct

from service.centre.wire import Policy
from service.dispatch.ladder import Look, Slot
from service.dispatch.wire import Candidate
from service.incident.wire import Entry, Whole
from service.patrol.wire import Standing
from service.platform.outbox import Said


class Due(Struct, frozen=True):
    """What a round starts from. `fresh` needs are not in the database yet."""

    open: list[Slot]
    held: list[Slot]
    over: list[Whole]
    unasked: list[Whole]
    fresh: set[UUID]
    roots: set[str]
    standing: dict[UUID, Standing]
    policies: dict[UUID, Policy]


# What is to be said, and lines for timelines.
Told = tuple[list[Said], list[tuple[UUID, Entry]]]


class Plan(Struct, frozen=True):
    """What a round has decided; nothing of it is written yet."""

    due: Due
    looks: dict[UUID, Look]
    offers: dict[UUID, Candidate]
