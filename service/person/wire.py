"""What is kept about a person, what he may ask for, what he is told and agrees to."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

from msgspec import Meta, Struct

from service.core.problem import Fault, Problem
from service.core.wire import TEXT, AreaCode, Asked, Instant, Line, Told
from service.platform.outbox import Topic

REQUESTS_MOST = 20


class Words(Told):
    """The same in both languages."""

    zh: str
    en: str


class Part(StrEnum):
    """What is kept about an account."""

    ACCOUNT = "account"
    ROLES = "roles"
    SESSIONS = "sessions"
    SECURITY = "security"
    PHONES = "phones"
    RINGS = "rings"
    DUTIES = "duties"
    POSITIONS = "positions"
    TASKS = "tasks"
    MESSAGES = "messages"
    LOOKS = "looks"
    CONSENTS = "consents"
    REQUESTS = "requests"
    FOOTAGE = "footage"


class KeptPart(Told):
    """One part: why it is kept, on which ground, how long, who receives it, and its rows.

    `kept_days` is how long each row stays; null: as long as the account does. There are at most
    `rows_max` rows, the latest first; `more` says that older ones were left out.
    """

    part: Part
    title: Words
    purpose: Words
    basis: Words
    kept: Words
    kept_days: float | None
    receivers: list[Words]
    rows_max: int
    more: bool
    rows: list[dict[str, Any]]


class MyData(Told):
    """Everything that is kept about who asks, told to nobody else."""

    account_id: UUID
    at: Instant
    parts: list[KeptPart]
    beside: list[Words]


class Correction(Asked):
    """What one may change about oneself; what is left out stays, an empty number is taken away."""

    display: Line | None = None
    phone_number: Annotated[str, Meta(pattern=r"^(\+?[0-9]{5,20})?$(?!\n)")] | None = None


class Corrected(Told):
    """What one may change about oneself, as it is now."""

    display: str
    phone_number: str | None


class RequestKind(StrEnum):
    """What somebody asks about the own data (Personal Information Protection Law, 44 to 50)."""

    CORRECT = "correct"
    DELETE = "delete"
    RESTRICT = "restrict"
    EXPLAIN = "explain"


class RequestState(StrEnum):
    """Where a request stands."""

    OPEN = "open"
    DONE = "done"
    REFUSED = "refused"


class Refusal(StrEnum):
    """Why a request is refused, by law or by what it is about."""

    KEPT_BY_LAW = "kept_by_law"
    ON_HOLD = "on_hold"
    STILL_SERVING = "still_serving"
    NOT_KEPT = "not_kept"
    NOT_PROVEN = "not_proven"
    ALREADY_RIGHT = "already_right"


_Words = Annotated[str, Meta(max_length=2000, pattern=TEXT)]


class NewRequest(Asked):
    """A request about the own data, in one's own words."""

    kind: RequestKind
    text: _Words = ""


class Answer(Asked):
    """An answer: done, or refused with the reason; `text` is what the person reads besides."""

    state: RequestState
    reason: Refusal | None = None
    text: _Words = ""


class Remaining(Told):
    """What stays after a deletion, why, and for how many days; null: until a hold ends."""

    what: Words
    why: Words
    days: float | None


class DataRequest(Told):
    """A request and its answer. `remedy` says what one may do against a refusal."""

    request_id: UUID
    kind: RequestKind
    text: str
    state: RequestState
    asked_at: datetime
    due_at: datetime
    answered_at: datetime | None
    answer: str
    reason: Refusal | None
    remedy: Words | None
    remaining: list[Remaining]


class AskedOfYou(DataRequest):
    """A request as an administrator sees it."""

    account_id: UUID
    display: str
    late: bool


class RequestStirred(Told):
    """A request about a person's data was made or answered; read it at its door."""

    request_id: UUID
    kind: RequestKind
    state: RequestState
    due_at: datetime


class NoticeKind(StrEnum):
    """For whom a notice is."""

    OFFICER = "officer"
    CONTACT = "contact"
    DESK = "desk"


_Text = Annotated[str, Meta(min_length=1, max_length=8000, pattern=TEXT)]


class NewNotice(Asked):
    """A new version of a notice for an area and what lies below it; it is never rewritten."""

    kind: NoticeKind
    area_code: AreaCode
    zh: _Text
    en: _Text
    from_at: Instant | None = None


class NoticeVersion(Told):
    """A version of a notice. The system's own, where no area has written one, names no area."""

    notice_id: UUID
    kind: NoticeKind
    area_code: str | None
    zh: str
    en: str
    from_at: datetime


class MyNotice(Told):
    """A notice that is for who asks, and since when he has taken note of this version."""

    notice: NoticeVersion
    given_at: datetime | None


class GivenBy(StrEnum):
    """By what somebody said so."""

    PAGE = "page"
    APP = "app"
    PAPER = "paper"


class GiveConsent(Asked):
    """Take note of a notice; for what is no duty of office, it is consent, and can be withdrawn."""

    how: GivenBy


class OwnConsent(Told):
    """That one took note of, or agreed to, this version of a notice, and perhaps took it back."""

    notice_id: UUID
    kind: NoticeKind
    area_code: str | None
    zh: str
    en: str
    from_at: datetime
    given_at: datetime
    withdrawn_at: datetime | None
    how: GivenBy


class RequestRow(Struct, frozen=True):
    """A request as it is kept."""

    request_id: UUID
    account_id: UUID
    display: str
    kind: RequestKind
    text: str
    state: RequestState
    areas: list[str]
    scope: list[str]
    asked_at: datetime
    due_at: datetime
    answered_at: datetime | None
    answer: str
    reason: Refusal | None
    remaining: list[Remaining]


STIRRED = Topic(
    "data_request.changed", RequestStirred, "A request about a person's own data has changed."
)
TOPICS = (STIRRED,)


class NothingToCorrect(Problem):
    """Say what is to be corrected."""

    code = "person.nothing_to_correct"


class TooManyRequests(Problem):
    """So many of your requests are open that no more are taken; wait for an answer."""

    code = "person.too_many_requests"
    fault = Fault.CONFLICT


class NotAnAnswer(Problem):
    """An answer is done, or refused with a reason; and only a refusal has one."""

    code = "person.not_an_answer"


class AlreadyAnswered(Problem):
    """This request has been answered."""

    code = "person.already_answered"
    fault = Fault.CONFLICT


class OwnRequest(Problem):
    """Nobody answers a request of his own; another administrator does."""

    code = "person.own_request"
    fault = Fault.FORBIDDEN


class NotAllYours(Problem):
    """Part of this account lies outside of your areas: an administrator above them answers."""

    code = "person.not_all_yours"
    fault = Fault.FORBIDDEN


class NoticeLate(Problem):
    """A notice begins now or later: what people have read stays as it was."""

    code = "person.notice_late"
