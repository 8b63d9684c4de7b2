"""The access register: who looked at what, and why; and what proves that nothing was changed."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

from service.core.wire import TEXT, Asked, Instant, Told


class LookKind(StrEnum):
    """What was looked at."""

    PICTURE = "picture"
    LIVE_VIEW = "live_view"
    REPLAY = "replay"
    PORTRAIT = "portrait"
    # A portrait that was given to the screens of an area.
    SHOWN = "shown"
    EXPORT = "export"
    # A name, a number or an address that is masked in every other answer.
    UNMASKED = "unmasked"
    # A photo or a paper that somebody added to his request.
    PAPER = "paper"


class Look(Struct, frozen=True, kw_only=True):
    """One look at a picture or recording, as Decree 799 article 16 asks it to be recorded.

    `scope` is the area to which it belongs and every one above: who oversees it sees the row. Who
    works at the command line has no account.
    """

    kind: LookKind
    account_id: UUID | None
    person: str
    work_unit: str
    reason: str
    content: str
    incident_id: UUID | None
    scope: Sequence[str]


class Unmask(Asked):
    """Why somebody has to read what is masked: it stands in the access register."""

    reason: Annotated[str, Meta(min_length=4, max_length=200, pattern=TEXT)]


Digest = Annotated[str, Meta(pattern=r"^[0-9a-f]{64}$(?!\n)")]


class LookRow(Told):
    """A row of the register. `before` is the digest of the row before it, `digest` its own."""

    number: int
    look_id: UUID
    at: Instant
    kind: LookKind
    account_id: UUID | None
    person: str
    work_unit: str
    reason: str
    content: str
    incident_id: UUID | None
    scope: list[str]
    before: Digest
    digest: Digest


class Anchor(Told):
    """What the register was at an instant: its last number and digest, signed with Ed25519.

    Whoever keeps these outside can prove that nothing up to that number was changed since. `cut`
    says that the rows up to it were deleted after their time. `key` and `signature` are base64.
    """

    number: int
    digest: Digest
    at: Instant
    cut: bool
    key: str
    signature: str


class Head(Struct, frozen=True):
    """Where the chain ends: the number of the last row, and its digest."""

    number: int
    digest: str


class Sought(Struct, frozen=True, kw_only=True):
    """Which rows are wanted: of an incident, a person, a period; of these areas, or of all."""

    incident: int | None
    person: str | None
    from_at: datetime
    until_at: datetime
    areas: frozenset[str] | None


class Begin(Told, tag_field="line", tag="begin"):
    """How an export begins. `whole`: from the first row that is kept to the last of that instant.

    `first` is the number of its first row, 0 where it has none.
    """

    made_at: Instant
    whole: bool
    first: int
    incident: int | None = None
    person: str | None = None
    from_at: Instant | None = None
    until_at: Instant | None = None


class Shown(Told, tag_field="line", tag="look"):
    """A row of an export."""

    look: LookRow


class Hidden(Told, tag_field="line", tag="hidden"):
    """A row that does not belong to what was asked for: only what the chain needs of it."""

    number: int
    content: Digest
    digest: Digest


class Anchored(Told, tag_field="line", tag="anchor"):
    """An anchor within an export."""

    anchor: Anchor


class End(Told, tag_field="line", tag="end"):
    """How an export ends: with the last row that it holds."""

    number: int
    digest: Digest


ExportLine = Begin | Shown | Hidden | Anchored | End


class Trouble(StrEnum):
    """What is wrong with a register."""

    ALTERED = "altered"
    MISSING = "missing"
    REORDERED = "reordered"
    INSERTED = "inserted"
    CUT = "cut"
    FORGED_ANCHOR = "forged_anchor"
    FOREIGN_ANCHOR = "foreign_anchor"
    UNREADABLE = "unreadable"


class Finding(Struct, frozen=True):
    """The first thing that is wrong, and at which number."""

    trouble: Trouble
    number: int


class Verdict(Struct, frozen=True, kw_only=True):
    """What was found. `anchored` is the last number for which a signed anchor vouches."""

    finding: Finding | None
    first: int
    last: int
    shown: int
    hidden: int
    anchors: int
    anchored: int
