"""Bulletins: a missing child, shown to everybody until found, 72 hours at most."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

from service.core.masked import Masked
from service.core.problem import Fault, Problem
from service.core.wire import AreaCode, Asked, Instant, Label, Line, Told
from service.identity.wire import Role
from service.platform.outbox import Topic

# An officer who answers for it shows a child to everybody (Minors Protection Law, article 103).
RELEASES = (Role.DUTY_LEADER,)

Telephone = Annotated[str, Meta(pattern=r"^\+?[0-9][0-9 -]{1,19}$(?!\n)")]


class Notice(Asked):
    """What whoever stands before a screen has to know, in one language."""

    who: Line
    clothing: Line
    place: Line


class Relation(StrEnum):
    """Whose consent it is."""

    PARENT = "parent"
    GRANDPARENT = "grandparent"
    OTHER_GUARDIAN = "other_guardian"
    WELFARE_BODY = "welfare_body"


class How(StrEnum):
    """In which way the consent was given."""

    IN_PERSON = "in_person"
    BY_PHONE = "by_phone"
    IN_WRITING = "in_writing"


class Consent(Asked):
    """A guardian's consent that the child is shown: without it there is no bulletin.

    Showing a minor is allowed only to find him or her (Minors Protection Law, article 103), and a
    child's data only by a guardian's consent (PIPL, article 31).
    """

    guardian: Label
    relation: Relation
    how: How
    given_at: Instant


class ShownConsent(Told):
    """A guardian's consent as staff see it."""

    guardian: Masked
    relation: Relation
    how: How
    given_at: datetime


class Guardian(Told):
    """Who gave the consent."""

    guardian: str


class NewBulletin(Asked):
    """A bulletin as it is issued. `seen_at`: when the child was last seen."""

    area_code: AreaCode
    zh: Notice
    en: Notice | None = None
    seen_at: Instant
    phone: Telephone
    until: Instant
    consent: Consent


class BulletinState(StrEnum):
    """Whether screens show it."""

    CURRENT = "current"
    WITHDRAWN = "withdrawn"
    OVER = "over"


class BulletinEnding(StrEnum):
    """Why a bulletin was withdrawn."""

    FOUND = "found"
    CONSENT_WITHDRAWN = "consent_withdrawn"
    MISTAKEN = "mistaken"


class Withdrawal(Asked):
    """A person takes a bulletin off every screen."""

    ending: BulletinEnding


class Bulletin(Told):
    """A bulletin as staff see it. `portrait`: SHA-256 of its picture, as long as there is one."""

    bulletin_id: UUID
    area_code: str
    zh: Notice
    en: Notice | None
    seen_at: datetime
    phone: str
    until: datetime
    consent: ShownConsent
    portrait: str | None
    issued_at: datetime
    issued_by: str
    state: BulletinState
    ending: BulletinEnding | None
    ended_at: datetime | None
    ended_by: str | None


class ShownBulletin(Told):
    """A bulletin as everybody sees it: no names but those that the words say."""

    bulletin_id: UUID
    zh: Notice
    en: Notice | None
    seen_at: datetime
    phone: str
    until: datetime
    portrait: str | None


class ShownBulletins(Told):
    """What a box is to show now. It asks again after `again_s`.

    A box that hears nothing more shows none of it after `hold_s`: what was withdrawn is gone from
    one without a network, too.
    """

    now: datetime
    again_s: int
    hold_s: int
    bulletins: list[ShownBulletin]


ISSUED = Topic("bulletin.issued", Bulletin, "A bulletin was issued, or has its picture now.")
ENDED = Topic("bulletin.ended", Bulletin, "A bulletin was withdrawn, or its time is over.")
TOPICS = (ISSUED, ENDED)


class BulletinRow(Struct, frozen=True):
    """A bulletin as the store keeps it."""

    bulletin_id: UUID
    area_code: str
    scope: list[str]
    zh: Notice
    en: Notice | None
    seen_at: datetime
    phone: str
    until: datetime
    guardian_sealed: bytes
    relation: Relation
    consent_how: How
    consent_at: datetime
    portrait: str | None
    issued_at: datetime
    issued_by: str
    state: BulletinState
    ending: BulletinEnding | None
    ended_at: datetime | None
    ended_by: str | None


class TimesUnusable(Problem):
    """A bulletin ends within 72 hours, and speaks of what has happened already."""

    code = "bulletin.times_unusable"


class TooManyBulletins(Problem):
    """This area shows as many bulletins as a screen can; withdraw one first."""

    code = "bulletin.too_many"
    fault = Fault.CONFLICT


class BulletinEnded(Problem):
    """This bulletin was withdrawn, or its time is over."""

    code = "bulletin.ended"
    fault = Fault.CONFLICT


class PortraitUnusable(Problem):
    """This is not a JPEG, PNG or WebP picture of at most eight megabytes that can be read."""

    code = "bulletin.portrait_unusable"
