"""How long what is kept: policies, holds, and proof of what is gone."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

from service.core.problem import Fault, Problem
from service.core.wire import Asked, Instant, Line, Told
from service.platform.outbox import Topic


class DataKind(StrEnum):
    """What is kept. `personal`: words that people wrote about an incident or a missing child."""

    PICTURES = "pictures"
    TRACKS = "tracks"
    PERSONAL = "personal"
    SECURITY_LOG = "security_log"
    REGISTER = "register"
    # Bytes in the blob store that no row knows of; they have no policy, they go when found.
    ORPHANS = "orphans"


_Days = Annotated[float, Meta(ge=0, le=3660)]


class Span(Asked):
    """How long a kind of data is kept.

    Before the floor nothing goes; then goes what has served its purpose, and at the ceiling
    everything that is not held.
    """

    floor_days: _Days
    ceiling_days: _Days


class NewKeeping(Asked):
    """A policy for an area and what lies below it, from an instant on; it is never rewritten.

    Kinds that it leaves out stay as the area above has them. Pictures of the named `sites` are kept
    for at least 90 days, as the law asks for targets that need special protection.
    """

    from_at: Instant
    rules: dict[DataKind, Span]
    sites: Annotated[list[UUID], Meta(max_length=1000)] = []


class Keeping(Told):
    """A policy as it is kept. The system's own, where no area has set one, has no id."""

    policy_id: UUID
    area_code: str
    from_at: datetime
    made_at: datetime
    made_by: str
    rules: dict[DataKind, Span]
    sites: list[UUID]


class Held(Told):
    """What holds in an area now for a kind of data, and which policy says so.

    No policy may keep it for fewer than `least_days` or more than `most_days`.
    """

    kind: DataKind
    span: Span
    policy_id: UUID | None
    area_code: str | None
    least_days: float
    most_days: float


class AreaKeeping(Told):
    """What holds in an area, and its own policies, the newest first."""

    holds: list[Held]
    policies: list[Keeping]


class NewHold(Asked):
    """Keep what belongs to an incident until then, whatever a policy says.

    Its owner is told `remind_days` before it ends.
    """

    reason: Line
    until: Instant
    remind_days: Annotated[float, Meta(ge=0, le=90)] = 7


class HoldMove(StrEnum):
    """What is done with a hold."""

    LENGTHEN = "lengthen"
    RELEASE = "release"


class MoveHold(Asked):
    """lengthen: `until`, and why. release: why."""

    move: HoldMove
    reason: Line
    until: Instant | None = None
    remind_days: Annotated[float, Meta(ge=0, le=90)] = 7


class Hold(Told):
    """What belongs to an incident is held back from deletion."""

    hold_id: UUID
    incident_id: UUID
    owner_id: UUID
    owner: str
    reason: str
    placed_at: datetime
    until: datetime
    remind_at: datetime
    reminded_at: datetime | None
    released_at: datetime | None
    released_by: str | None


class HoldListed(Hold):
    """A hold, and by which number people know its incident."""

    incident_number: int | None


class HoldRow(Hold):
    """A hold with whose it is to see."""

    scope: list[str]


class Deletion(Told):
    """Proof that something was deleted: what, how much, by which policies.

    `digests` are the SHA-256 of pictures, or one over all rows that went.
    """

    deletion_id: UUID
    at: datetime
    kind: DataKind
    policies: list[UUID]
    areas: list[str]
    count: int
    oldest_at: datetime | None
    newest_at: datetime | None
    digests: list[str]
    incidents: list[UUID]


class Rule(Struct, frozen=True):
    """A span, and which policy says so; None is the system's own."""

    span: Span
    policy_id: UUID | None = None
    area_code: str | None = None


HOLD_CHANGED = Topic("hold.changed", Hold, "A hold was placed, lengthened or released.")
HOLD_ENDS = Topic("hold.ends", Hold, "A hold ends soon; what it holds goes then.")
TOPICS = (HOLD_CHANGED, HOLD_ENDS)


class PolicyUnlawful(Problem):
    """Data of this kind may not be kept for so short or so long a time."""

    code = "keeping.policy_unlawful"


class PolicyLate(Problem):
    """A policy begins now or later: what was in force stays as it was."""

    code = "keeping.policy_late"


class HoldUnusable(Problem):
    """A hold ends in the future, and within two years."""

    code = "keeping.hold_unusable"


class HoldOver(Problem):
    """This hold is over; place another."""

    code = "keeping.hold_over"
    fault = Fault.CONFLICT
