"""Decisions about sessions, second factors, passwords and brakes."""

import hmac
import re
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from service.identity.rows import SessionRow, Standing
from service.identity.wire import (
    AgreementMissing,
    NewGrant,
    Role,
    SiteMissing,
    Step,
    WeakPassword,
)

# A mobile number of mainland China.
_MOBILE = re.compile(r"1[0-9]{10}")

# A phone whose answer was lost in a tunnel asks again with the token that it still has.
LOST_ANSWER_WAIT = timedelta(minutes=1)

# A password, a code and a look at the second screen take a minute; five are for a slow day.
SIGN_IN_LIFE = timedelta(minutes=5)
CODE_TRIES_MAX = 5

TOTP_STEP_S = 30
# Clocks of phones are off by seconds; one step to either side is accepted (RFC 6238, 5.2).
TOTP_DRIFT = (0, -1, 1)

# Seconds to wait after the n-th wrong guess: who mistypes is not held up, and who guesses gets a
# hundred tries a day.
ACCOUNT_WAITS = (0.0, 0.0, 0.0, 0.0, 5.0, 10.0, 20.0, 40.0, 80.0, 160.0, 320.0, 640.0, 900.0)
# A whole office, or all phones of a mobile network, may stand behind one address.
ADDRESS_WAITS = (*(0.0,) * 30, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 128.0, 300.0)
ACCOUNT_MEMORY, ADDRESS_MEMORY = timedelta(days=1), timedelta(hours=1)
# Where an account was opened this recently it has a brake of its own: guessing from elsewhere
# must not keep a dispatcher from his desk.
KNOWN_FOR = timedelta(days=30)

SESSIONS_MAX = 50


class Verdict(StrEnum):
    """What a refresh token is worth."""

    GOOD = "good"
    OVER = "over"
    STOLEN = "stolen"


def check_grants(grants: Iterable[NewGrant]) -> None:
    """Raises SiteMissing and AgreementMissing where a grant lacks what its role needs, or has more.

    What a site is to a contact, an agreement with an end is to a contractor.
    """
    for at, grant in enumerate(grants):
        if (grant.role is Role.SCHOOL_CONTACT) != (grant.site_id is not None):
            raise SiteMissing(field=f"roles[{at}].site_id")
        bound = grant.agreement is not None
        if (grant.role is Role.CONTRACTOR) != bound:
            raise AgreementMissing(field=f"roles[{at}].agreement")
        if bound and grant.until_at is None:
            raise AgreementMissing(field=f"roles[{at}].until_at")


def check_password(password: str, name: str, common: Collection[str]) -> None:
    """Raises WeakPassword for one that is guessed first: a common one, or the account's name."""
    plain = password.strip().lower()
    if plain in common or plain == name.strip().lower():
        raise WeakPassword(field="password")


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


def next_step(
    account: Standing, required: Collection[str], *, demo: bool, proved: bool
) -> Step | None:
    """What is still asked of somebody whose password was right; None where nothing is.

    `proved` says that the second factor was shown already. Accounts of a demonstration need none
    while it runs.
    """
    if account.has_factor and not proved:
        return Step.CODE
    if account.password_once:
        return Step.PASSWORD
    excused = proved or (account.demo and demo)
    if not account.has_factor and not excused and not set(required).isdisjoint(account.roles):
        return Step.ENROL
    return None


def totp_step(now: datetime) -> int:
    """The number of the half minute (RFC 6238)."""
    return int(now.timestamp()) // TOTP_STEP_S


# The word by which a browser says what it is, the most particular first.
_BROWSERS = (
    ("MicroMessenger/", "WeChat"),
    ("Edg/", "Edge"),
    ("OPR/", "Opera"),
    ("HuaweiBrowser/", "Huawei Browser"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
_SYSTEMS = (
    ("HarmonyOS", "HarmonyOS"),
    ("OpenHarmony", "HarmonyOS"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)


def device_words(user_agent: str) -> str:
    """What a device calls itself, in words for a person, at most 60 characters."""
    found = [
        next((word for mark, word in known if mark in user_agent), "")
        for known in (_BROWSERS, _SYSTEMS)
    ]
    words = ", ".join(word for word in found if word)
    plain = re.sub(r"[^\w .,/+-]", "", user_agent).partition(" ")[0]
    return (words or plain)[:60]
