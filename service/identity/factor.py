"""Second factors: codes of the time (RFC 6238), and recovery codes that stand in for them."""

import hashlib
import hmac
import secrets
from datetime import datetime
from enum import StrEnum
from urllib.parse import quote
from uuid import UUID

import pyotp

from service.identity import rules, store
from service.identity.wire import FactorShown
from service.platform.db import Connection
from service.platform.house import House

PURPOSE, WAITING = "factor.secret", "sign_in.factor"
_ISSUER = "Watchbell"
_RECOVERY_COUNT = 10
# What the pages' QR code has room for besides the secret; a longer name is cut.
_NAME_BYTES_MAX = 48
# Without letters that look like digits; fifteen of them are 74 bits, which need no slow hash.
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
_PARTS, _PART_LETTERS = 3, 5


class Proof(StrEnum):
    """By what a second factor was shown."""

    CODE = "code"
    RECOVERY = "recovery"


def new_secret() -> str:
    """A secret for an authenticator: 160 bits as base32."""
    return pyotp.random_base32(32)


def shown(secret: str, name: str) -> FactorShown:
    """How an authenticator takes up a secret."""
    while len(quote(name)) > _NAME_BYTES_MAX:
        name = name[:-1]
    address = pyotp.TOTP(secret).provisioning_uri(name=name, issuer_name=_ISSUER)
    return FactorShown(secret=secret, address=address)


def step_of(secret: str, code: str, now: datetime, last_step: int) -> int | None:
    """The half minute that a code belongs to; None for a wrong one and for one that was used."""
    totp, digits = pyotp.TOTP(secret), "".join(code.split()).encode()
    for drift in rules.TOTP_DRIFT:
        step = rules.totp_step(now) + drift
        if step > last_step and hmac.compare_digest(totp.generate_otp(step).encode(), digits):
            return step
    return None


async def prove(
    house: House, connection: Connection, account_id: UUID, code: str, now: datetime
) -> Proof | None:
    """Take a code of the factor or a recovery code, once; None where it is neither."""
    factor = await store.factor_of(connection, account_id)
    if factor is None:
        return None
    if len("".join(code.split())) == 6:
        secret = house.seal.open(factor.secret_sealed, PURPOSE)
        step = step_of(secret, code, now, factor.last_step)
        if step is None or not await store.use_step(connection, account_id, step):
            return None
        return Proof.CODE
    used = await store.use_recovery_code(connection, account_id, _digest(account_id, code))
    return Proof.RECOVERY if used else None


async def enrol(
    house: House, connection: Connection, account_id: UUID, secret: str, step: int, now: datetime
) -> list[str] | None:
    """Give an account a factor whose first code was step; its recovery codes.

    None where another enrolment was quicker.
    """
    sealed = house.seal.close(secret, PURPOSE)
    if not await store.add_factor(connection, account_id, sealed, step, now):
        return None
    return await renew_recovery_codes(connection, account_id)


async def renew_recovery_codes(connection: Connection, account_id: UUID) -> list[str]:
    """Ten codes in place of those there were."""
    codes = [_code() for _ in range(_RECOVERY_COUNT)]
    await store.drop_recovery_codes(connection, account_id)
    hashes = [_digest(account_id, code) for code in codes]
    await store.add_recovery_codes(connection, account_id, hashes)
    return codes


async def reset(connection: Connection, account_id: UUID) -> None:
    """Take away an account's factor and its recovery codes."""
    await store.drop_factor(connection, account_id)
    await store.drop_recovery_codes(connection, account_id)


def _code() -> str:
    parts = ("".join(secrets.choice(_LETTERS) for _ in range(_PART_LETTERS)) for _ in range(_PARTS))
    return "-".join(parts)


def _digest(account_id: UUID, code: str) -> bytes:
    plain = "".join(c for c in code.lower() if c.isalnum())
    return hashlib.sha256(account_id.bytes + plain.encode()).digest()
