"""What signing in keeps between two steps, as the store has it."""

from datetime import datetime
from uuid import UUID

from msgspec import Struct

from service.identity.wire import Step


class SessionRow(Struct, frozen=True):
    """A session as the store keeps it."""

    session_id: UUID
    account_id: UUID
    refresh_hash: bytes
    refresh_hash_before: bytes | None
    rotated_at: datetime
    expires_at: datetime
    ended_at: datetime | None


class Standing(Struct, frozen=True):
    """An open account, and what decides how it may be signed in to."""

    account_id: UUID
    name: str
    password_hash: str
    demo: bool
    password_once: bool
    has_factor: bool
    roles: frozenset[str]


class SignInRow(Struct, frozen=True):
    """A sign-in that is not over, as the store keeps it."""

    sign_in_id: UUID
    account_id: UUID
    secret_hash: bytes
    step: Step
    tries: int
    factor_sealed: bytes | None
    expires_at: datetime


class PhoneCodeRow(Struct, frozen=True):
    """A code that was sent to a telephone, as the store keeps it."""

    code_id: UUID
    code_digest: bytes
    tries: int
    until_at: datetime


class FactorRow(Struct, frozen=True):
    """A second factor as the store keeps it."""

    secret_sealed: bytes
    last_step: int
    enrolled_at: datetime
