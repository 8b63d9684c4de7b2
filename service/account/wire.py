"""Accounts as administrators see them, and what was kept of signing in."""

from enum import StrEnum
from typing import Annotated
from uuid import UUID

from msgspec import Meta

from service.core.masked import Masked
from service.core.problem import Fault, Problem
from service.core.wire import Asked, Instant, Label, Line, Secret, Told
from service.identity.wire import NewGrant, Role


class GrantTold(Told):
    """A role in an area, until an instant where it ends by itself; `ended` where that has come."""

    grant_id: UUID
    role: Role
    area_code: str
    site_id: UUID | None
    until_at: Instant | None
    agreement: str | None
    ended: bool


class Account(Told):
    """An account; `blocked_at` where nobody may sign in to it. No secret of it is ever shown."""

    account_id: UUID
    name: str
    display: str
    demo: bool
    blocked_at: Instant | None
    password_once: bool
    has_factor: bool
    phone_number: Masked | None
    roles: list[GrantTold]


class AddAccount(Asked):
    """An account; its first password is made here and shown once."""

    name: Label
    display: Line
    roles: Annotated[list[NewGrant], Meta(min_length=1, max_length=50)]
    phone_number: Annotated[str, Meta(pattern=r"^\+?[0-9]{5,20}$(?!\n)")] | None = None


class SetRoles(Asked):
    """The roles of an account in the areas of who asks; those elsewhere stay.

    `instead_of` are the grants there that who asks has seen and that have not ended: where another
    has changed them meanwhile, nothing is done, so that nobody gives back what was just taken.
    """

    roles: Annotated[list[NewGrant], Meta(max_length=50)]
    instead_of: Annotated[list[UUID], Meta(max_length=200)] | None = None


class AccountMove(StrEnum):
    """What an administrator may do about an account."""

    BLOCK = "block"
    UNBLOCK = "unblock"
    GIVE_PASSWORD = "give_password"  # noqa: S105
    RESET_FACTOR = "reset_factor"
    END_SESSIONS = "end_sessions"


class MoveAccount(Asked):
    """One of these."""

    move: AccountMove


class AccountGiven(Told):
    """An account as it is now; a password that was made, to be changed at the next sign-in."""

    account: Account
    password: str | None


class SecurityEvent(Told):
    """Something that was kept; `by` where another did it, `name` where there is such an account."""

    event_id: UUID
    at: Instant
    kind: str
    account_id: UUID | None
    name: str | None
    by: str | None
    address: str
    device: str
    roles: list[str]


class SignOn(Told):
    """Whether people may sign in by a provider."""

    available: bool


class LinkAccount(Asked):
    """The name by which the provider knows an account (`sub`); none takes the link away."""

    subject: Secret | None


class OwnAccount(Problem):
    """Nobody changes his own roles, blocks himself or resets his own factor."""

    code = "account.own"
    fault = Fault.CONFLICT


class RolesChanged(Problem):
    """Another administrator has changed these roles meanwhile: look at them again."""

    code = "account.roles_changed"
    fault = Fault.CONFLICT


class MoreThanHeld(Problem):
    """Nobody gives a role beyond his own areas, or for longer than he holds his own."""

    code = "account.more_than_held"


class EndsBefore(Problem):
    """A role that is given ends later than now."""

    code = "account.ends_before"


class NoSignOn(Problem):
    """Nobody signs in by a provider here."""

    code = "account.no_sign_on"
    fault = Fault.CONFLICT


class SignOnRefused(Problem):
    """The single sign-on did not work: begin again."""

    code = "account.sign_on_refused"
    fault = Fault.FORBIDDEN
