"""The chain of the access register: how a row is hashed, and whether a chain holds."""

import base64
import hashlib
from collections.abc import Iterable
from datetime import UTC, datetime

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from service.audit.wire import Anchor, Finding, Head, Hidden, LookRow, Trouble, Verdict

# What stands before the first row.
GENESIS = "00" * 32


def content_of(row: LookRow) -> str:
    """The digest of what a row says, without its place in the chain."""
    said = (
        "look 1",
        str(row.look_id),
        _instant(row.at),
        row.kind.value,
        _or_none(row.account_id),
        row.person,
        row.work_unit,
        row.reason,
        row.content,
        _or_none(row.incident_id),
        " ".join(row.scope),
    )
    return _hashed(said)


def digest_of(number: int, before: str, content: str) -> str:
    """The digest of a row in its place."""
    return _hashed((str(number), before, content))


def hidden(row: LookRow) -> Hidden:
    """What the chain needs of a row that is not shown."""
    return Hidden(number=row.number, content=content_of(row), digest=row.digest)


def anchor_text(anchor: Anchor) -> bytes:
    """What an anchor's signature is over."""
    said = (str(anchor.number), anchor.digest, _instant(anchor.at), f"{anchor.cut:d}")
    return "\n".join(("watchbell access register 1", *said, "")).encode()


def is_signed(anchor: Anchor) -> bool:
    """Whether an anchor's signature is that of the key that it names."""
    try:
        key = Ed25519PublicKey.from_public_bytes(base64.b64decode(anchor.key, validate=True))
        key.verify(base64.b64decode(anchor.signature, validate=True), anchor_text(anchor))
    except (InvalidSignature, ValueError):
        return False
    return True


class Walk:
    """A chain that is walked along, row by row; remembers the first thing that is wrong.

    Where a row is missing the rest is only searched for it: one that comes later was reordered.
    """

    def __init__(
        self,
        anchors: Iterable[Anchor],
        *,
        key: str | None = None,
        first: int | None = None,
        made_at: datetime | None = None,
    ) -> None:
        """Anchors of another key than `key` are foreign; without one, each vouches for itself.

        A part of a register begins with the row `first`. A whole one begins with row 1 or, where
        old rows were deleted, at the latest behind a signed cut, and ends where no anchor knows of
        more; one that is from after `made_at` may.
        """
        self._anchors: dict[int, list[Anchor]] = {}
        self._found: Finding | None = None
        self._forged: Finding | None = None
        self._before: str | None = None
        self._next = self._first = 0
        self._whole = first is None
        self._missing = False
        self._shown = self._hidden = self._held = self._anchored = 0
        for anchor in anchors:
            foreign = key is not None and anchor.key != key
            if foreign or not is_signed(anchor):
                trouble = Trouble.FOREIGN_ANCHOR if foreign else Trouble.FORGED_ANCHOR
                self._forged = _first(self._forged, Finding(trouble, anchor.number))
            else:
                self._anchors.setdefault(anchor.number, []).append(anchor)
        self._known = max(
            (n for n, held in self._anchors.items() for one in held if _by(one.at, made_at)),
            default=0,
        )
        cuts = (n for n, held in self._anchors.items() if any(one.cut for one in held))
        self._cut_until = max(cuts, default=0)
        self._begins = self._cut_until + 1 if first is None else first

    def step(self, row: LookRow | Hidden) -> None:
        """Go on to the next row."""
        if isinstance(row, LookRow):
            self._shown += 1
        else:
            self._hidden += 1
        if self._missing and row.number == self._next:
            self._found, self._missing = Finding(Trouble.REORDERED, self._next), False
        if self._found is not None:
            return
        if not self._first:
            self._first = row.number
            self._next = min(row.number, self._begins)
            self._before = GENESIS if row.number == 1 else None
        self._look_at(row)

    def _look_at(self, row: LookRow | Hidden) -> None:
        if row.number != self._next:
            later = row.number > self._next
            self._missing = later
            self._found = Finding(Trouble.MISSING if later else Trouble.INSERTED, self._next)
            return
        before = row.before if isinstance(row, LookRow) else self._before
        content = content_of(row) if isinstance(row, LookRow) else row.content
        broken = self._before not in (None, before)
        whole = before is None or row.digest == digest_of(row.number, before, content)
        if broken or not whole or not self._vouched(row):
            self._found = Finding(Trouble.ALTERED, row.number)
            return
        self._before, self._next = row.digest, row.number + 1

    def _vouched(self, row: LookRow | Hidden) -> bool:
        anchors = self._anchors.get(row.number, [])
        if any(anchor.digest != row.digest for anchor in anchors):
            return False
        if anchors:
            self._held += len(anchors)
            self._anchored = row.number
        return True

    def end(self, head: Head | None) -> Verdict:
        """What was found, once there are no more rows; `head` says where the chain is to end."""
        found = self._found or self._ending(head)
        return Verdict(
            finding=_first(found, self._forged),
            first=self._first,
            last=self._next - 1 if self._first else 0,
            shown=self._shown,
            hidden=self._hidden,
            anchors=self._held,
            anchored=self._anchored,
        )

    def _ending(self, head: Head | None) -> Finding | None:
        last, digest = self._next - 1, self._before
        if not self._first:
            last, digest = self._begins - 1, None
        if head is not None and head.number > last:
            return Finding(Trouble.CUT, last + 1)
        if head is not None and digest is not None and head.number < last:
            return Finding(Trouble.INSERTED, head.number + 1)
        if head is not None and digest is not None and head.digest != digest:
            return Finding(Trouble.ALTERED, head.number)
        if self._whole and self._known > last:
            return Finding(Trouble.CUT, last + 1)
        return None


def _first(one: Finding | None, other: Finding | None) -> Finding | None:
    """Whichever is found nearer to the beginning."""
    both = [finding for finding in (one, other) if finding is not None]
    return min(both, key=lambda finding: finding.number, default=None)


def _by(at: datetime, until: datetime | None) -> bool:
    return until is None or at <= until


def _instant(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%f}Z"


def _or_none(value: object) -> str | None:
    return None if value is None else str(value)


def _hashed(fields: Iterable[str | None]) -> str:
    """SHA-256 over each field's length in bytes and its bytes; what is not there is a dash."""
    text = b"".join(
        b"-," if field is None else b"%d:%b," % (len(field.encode()), field.encode())
        for field in fields
    )
    return hashlib.sha256(text).hexdigest()
