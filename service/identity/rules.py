"""Decisions about sessions."""

import hmac
import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from service.identity.wire import AgreementMissing, NewGrant, Role, SessionRow, SiteMissing

# A mobile number of mainland China.
_MOBILE = re.compile(r"1[0-9]{10}")

# A phone whose answer was lost in a tunnel asks again with the token that it still has.
LOST_ANSWER_WAIT = timedelta(minutes=1)


class Verdict(StrEnum):
    """What a refresh token is worth."""

    GOOD = "good"
    OVER = "over"
    STOLEN = "stolen"


def check_grants(grants: Iterable[NewGrant]) -> None:
    """Raises SiteMissing and AgreementMissing where a grant lacks what its role needs, or has more.

    What a site is to a contact, an agreement with an end is to a contractor.
    """
    for grant in grants:
        if (grant.role is Role.SCHOOL_CONTACT) != (grant.site_id is not None):
            raise SiteMissing(field="roles")
        bound = grant.agreement is not None
        if (grant.role is Role.CONTRACTOR) != bound or (bound and grant.until_at is None):
            raise AgreementMissing(field="roles")


def judge_refresh(session: SessionRow, shown_hash: bytes, now: datetime) -> Verdict:
    """Whether a shown refresh token renews its session.

    One that was replaced more than a moment ago is in two hands: the session must end.
    """
    if session.ended_at is not None or session.expires_at <= now:
        return Verdict.OVER
    if hmac.compare_digest(session.refresh_hash, shown_hash):
        return Verdict.GOOD
    before = session.refresh_hash_before
    fresh = now - session.rotated_at <= LOST_ANSWER_WAIT
    if before is not None and fresh and hmac.compare_digest(before, shown_hash):
        return Verdict.GOOD
    return Verdict.STOLEN


def plain_number(number: str) -> str:
    """A telephone number as digits alone, one of mainland China without its country's code.

    `+86 138 0013 8000`, `0086-13800138000` and `13800138000` are the same.
    """
    digits = "".join(sign for sign in number if sign.isdecimal() and sign.isascii())
    digits = digits.removeprefix("00")
    national = digits.removeprefix("86")
    return national if _MOBILE.fullmatch(national) else digits


def mark_of(account_id: UUID) -> tuple[str, str]:
    """What stands in the place of the names of an account that was deleted: as unique as its id."""
    return f"deleted-{account_id.hex}", f"已注销 · Deleted {account_id.hex[-6:]}"
