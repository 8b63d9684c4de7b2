"""The question to a managing unit, its answer, and who answers for it."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

from service.core.problem import Fault, Problem
from service.core.wire import AreaCode, Asked, Count, Instant, Label, Line, Told
from service.footage.terms import Category, RefusalCode
from service.footage.wire import ChosenCamera, Decision


class ConsentState(StrEnum):
    """What a managing unit says."""

    ASKED = "asked"
    GRANTED = "granted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    # Of the question no camera is left.
    ENDED = "ended"


class ConsentHow(StrEnum):
    """In which way it said so."""

    ACCOUNT = "account"
    LINK = "link"
    ORAL = "oral"
    WRITING = "writing"


class Reply(StrEnum):
    """What may be answered."""

    GRANT = "grant"
    REFUSE = "refuse"
    WITHDRAW = "withdraw"


class ConsentRow(Struct, frozen=True, kw_only=True):
    """A question as the store keeps it."""

    consent_id: UUID
    footage_id: UUID
    managing_unit: str
    round: int
    state: ConsentState
    asked_at: datetime
    due_at: datetime
    late_at: datetime | None
    how: ConsentHow | None
    answered_at: datetime | None
    answered_by: str | None
    second_at: datetime | None
    second_by: str | None
    second_id: UUID | None
    asked_by: str
    written_due_at: datetime | None
    written_at: datetime | None
    link_until: datetime | None
    link_used_at: datetime | None


class AskedCamera(Told):
    """A camera of the question, from when to when."""

    camera_id: UUID
    name: str
    from_at: datetime
    until_at: datetime


class Question(Told):
    """A question to a managing unit: exactly these cameras and minutes, and what it is about.

    Nothing says who applies. `second_by`: where minors are concerned a second person agreed.
    """

    consent_id: UUID
    managing_unit: str
    number: int
    category: Category
    minors: bool
    cameras: list[AskedCamera]
    state: ConsentState
    asked_at: datetime
    due_at: datetime
    late_at: datetime | None
    how: ConsentHow | None
    answered_at: datetime | None
    answered_by: str | None
    second_by: str | None
    written_due_at: datetime | None
    written_at: datetime | None
    link_until: datetime | None


class ConsentAnswer(Asked):
    """A managing unit's answer; one that it granted it may withdraw."""

    reply: Reply


class Spoken(Asked):
    """What a managing unit said by mouth, in an emergency; who said it is kept."""

    managing_unit: Line
    reply: Reply
    by: Label


class LinkGiven(Told):
    """The words of a link for one managing unit: shown once, good once and until then."""

    token: str
    until: datetime


class ShownLink(Asked):
    """The words of a link."""

    token: Annotated[str, Meta(min_length=20, max_length=200, pattern=r"^[A-Za-z0-9_.-]+$(?!\n)")]


class LinkAnswer(ShownLink):
    """An answer by a link; the unit is named once more, so that a link that went astray is none."""

    managing_unit: Line
    reply: Reply
    by: Label


class NewManagingUnit(Asked):
    """Which accounts answer for a managing unit of an area."""

    area_code: AreaCode
    managing_unit: Line
    accounts: Annotated[list[UUID], Meta(max_length=20)]


class CameraDecision(Asked):
    """What is decided of one camera; narrowed: from when to when, refused: the code."""

    camera_id: UUID
    decision: Decision
    refusal: RefusalCode | None = None
    from_at: Instant | None = None
    until_at: Instant | None = None


class Decide(Asked):
    """What is decided of each camera of a request, by a person."""

    version: Count
    cameras: Annotated[list[CameraDecision], Meta(min_length=1, max_length=60)]


class AddCameras(Asked):
    """Further cameras for a request, each from when to when: three hours of ten at most, a round.

    `version` is that of the request as it was read.
    """

    version: Count
    cameras: Annotated[list[ChosenCamera], Meta(min_length=1, max_length=10)]


class LinkUnusable(Problem):
    """This link is not known, or is for another managing unit."""

    code = "footage.link_unusable"
    fault = Fault.ABSENT


class LinkUsed(Problem):
    """This link was used already; each is good once."""

    code = "footage.link_used"
    fault = Fault.CONFLICT


class LinkOver(Problem):
    """The time of this link is over; ask for another."""

    code = "footage.link_over"
    fault = Fault.CONFLICT


class Answered(Problem):
    """This question has its answer already."""

    code = "footage.answered"
    fault = Fault.CONFLICT
