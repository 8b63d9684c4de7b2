"""Access tokens of many at once: who shows them, as far as one role needs to know.

One form is what we make; whatever has another, or does not hold, is for `sessions` to judge, so
this only ever says yes.
"""

import base64
import binascii
import hmac
from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import UUID

import msgspec
from msgspec import Struct

from service.identity.sessions import ACCESS, AUDIENCE
from service.identity.wire import Role
from service.platform.db import Connection
from service.platform.house import House
from service.platform.sql import Statements

_sql = Statements(__file__)

# Of a JWT by HS256, as the library writes it.
_HEAD = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9."


class _Claims(Struct, frozen=True, forbid_unknown_fields=True):
    """All that a token of ours says."""

    sub: UUID
    aud: str
    exp: int


_decoder = msgspec.json.Decoder(_Claims, strict=True)


def session_of(house: House, token: str) -> UUID | None:
    """The session that a token of ours is of, open or not; None where it does not hold."""
    return named(token, house.seal.keys_for(ACCESS), house.clock.now())


def named(token: str, keys: Sequence[bytes], now: datetime) -> UUID | None:
    """The session that a token of the usual form names, signed by one of these keys."""
    signed, _, signature = token.rpartition(".")
    if not signed.startswith(_HEAD) or not token.isascii():
        return None
    if not any(hmac.compare_digest(_signature(key, signed), signature) for key in keys):
        return None
    said = signed[len(_HEAD) :]
    try:
        claims = _decoder.decode(base64.urlsafe_b64decode(said + "=" * (-len(said) % 4)))
        until = datetime.fromtimestamp(claims.exp, UTC)
    except (binascii.Error, msgspec.DecodeError, ValueError, OverflowError, OSError):
        return None
    return claims.sub if claims.aud == AUDIENCE and until > now else None


def _signature(key: bytes, signed: str) -> str:
    made = hmac.digest(key, signed.encode(), "sha256")
    return base64.urlsafe_b64encode(made).decode().rstrip("=")


async def holders(
    connection: Connection, session_ids: Sequence[UUID], role: Role, now: datetime
) -> dict[UUID, UUID]:
    """Of these sessions the open ones whose account holds this role anywhere, with the account."""
    rows = await connection.fetch(_sql["holders"], session_ids, role, now)
    return {row["session_id"]: row["account_id"] for row in rows}
