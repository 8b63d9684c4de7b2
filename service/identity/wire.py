"""People, what they may do and where, and their sessions."""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

from service.core.problem import Fault, Problem
from service.core.wire import AreaCode, Asked, Label, Line, Secret, Told


class Role(StrEnum):
    """What an account may do; each grant names an area, a contact's also the site."""

    ADMINISTRATOR = "administrator"
    DUTY_LEADER = "duty_leader"
    DISPATCHER = "dispatcher"
    PATROL_OFFICER = "patrol_officer"
    SCHOOL_CONTACT = "school_contact"
    # Answers what citizens ask of footage.
    REVIEWER = "reviewer"
    # Consents where a camera is its own.
    MANAGING_UNIT = "managing_unit"
    # Mends, for as long as an agreement says that is named.
    CONTRACTOR = "contractor"
    # Reads registers, changes nothing.
    INSPECTOR = "inspector"
    CITIZEN = "citizen"


# Who sits at a console and sees an area.
DESK = (Role.DISPATCHER, Role.DUTY_LEADER)
STAFF = (*DESK, Role.ADMINISTRATOR)
# Who may hold back what would be deleted.
DUTY_LEADERS = (Role.DUTY_LEADER, Role.ADMINISTRATOR)
# Who may read the access register, and what was deleted.
INSPECTORS = (Role.ADMINISTRATOR, Role.INSPECTOR)
# Who reads the registers of an area: its centres, sites, units and cameras.
READERS = (*STAFF, Role.INSPECTOR)


class Grant(Struct, frozen=True):
    """A role in an area and everything below it; with a site, at that site alone."""

    role: Role
    area_code: str
    site_id: UUID | None = None


class Who(Struct, frozen=True):
    """Who asks; the token that says so holds until then."""

    account_id: UUID
    session_id: UUID
    name: str
    display: str
    grants: tuple[Grant, ...]
    until: datetime
    # What PostgreSQL compares rows with: see `marks_of` in the schema.
    marks: tuple[str, ...] = ()

    def areas(self, roles: Iterable[Role] = STAFF) -> frozenset[str]:
        """The areas in which one of these roles is held; a site's contact has none."""
        wanted = frozenset(roles)
        return frozenset(g.area_code for g in self.grants if g.role in wanted and g.site_id is None)

    def sites(self) -> frozenset[UUID]:
        """The sites of which this is the contact."""
        mine = (g.site_id for g in self.grants if g.role is Role.SCHOOL_CONTACT)
        return frozenset(site_id for site_id in mine if site_id is not None)

    def sees(self, scope: Iterable[str], roles: Iterable[Role] = STAFF) -> bool:
        """Whether scope (an area with every centre above it) lies in an area of such a role."""
        return not self.areas(roles).isdisjoint(scope)

    def has(self, roles: Iterable[Role]) -> bool:
        """Whether one of these roles is held anywhere."""
        wanted = frozenset(roles)
        return any(g.role in wanted for g in self.grants)


class HeldRole(Struct, frozen=True):
    """A role that an account has or had in an area."""

    role: Role
    area_code: str


class Officer(Struct, frozen=True):
    """A patrol officer's account, and an area in which it has that role."""

    name: str
    account_id: UUID
    area_code: str


class Reachable(Struct, frozen=True):
    """An account, and whether a telephone number of it is known."""

    account_id: UUID
    display: str
    has_number: bool


class Colleague(Told):
    """Somebody who may sit at a desk."""

    account_id: UUID
    display: str


class SignIn(Asked):
    """Name and password; `cookie` keeps the refresh token out of a page's reach."""

    name: Label
    password: Secret
    cookie: bool = False


class Refresh(Asked):
    """A refresh token, unless it is in the cookie."""

    refresh_token: Annotated[str, Meta(max_length=200)] | None = None


class Session(Told):
    """Access for a quarter of an hour, and what renews it."""

    access_token: str
    expires_in_s: int
    refresh_token: str | None


class NewGrant(Asked):
    """A role in an area until an instant, or for good.

    A contact's names its site, and no other may; a contractor's names an agreement and its end.
    """

    role: Role
    area_code: AreaCode
    site_id: UUID | None = None
    until_at: datetime | None = None
    agreement: Line | None = None


class NewAccount(Asked):
    """An account as an administrator or a seed file makes it."""

    name: Label
    display: Line
    password: Annotated[str, Meta(min_length=10, max_length=200)]
    roles: Annotated[list[NewGrant], Meta(max_length=50)]
    phone_number: Annotated[str, Meta(pattern=r"^\+?[0-9]{5,20}$(?!\n)")] | None = None
    demo: bool = False


class SessionRow(Struct, frozen=True):
    """A session as the store keeps it."""

    session_id: UUID
    account_id: UUID
    refresh_hash: bytes
    refresh_hash_before: bytes | None
    rotated_at: datetime
    expires_at: datetime
    ended_at: datetime | None


class WrongLogin(Problem):
    """Name or password is wrong."""

    code = "identity.wrong_login"
    fault = Fault.UNSIGNED


class NotSignedIn(Problem):
    """Sign in first."""

    code = "identity.not_signed_in"
    fault = Fault.UNSIGNED


class NotYours(Problem):
    """Your role does not allow this."""

    code = "identity.not_yours"
    fault = Fault.FORBIDDEN


class SiteMissing(Problem):
    """A school contact's role names a site, and no other role does."""

    code = "identity.site_missing"


class AgreementMissing(Problem):
    """A contractor's role names an agreement and an end, and no other role names an agreement."""

    code = "identity.agreement_missing"


class NameTaken(Problem):
    """There is an account of this name already."""

    code = "identity.name_taken"
    fault = Fault.CONFLICT


class DemoOnly(Problem):
    """This account belongs to the demonstration and opens nothing else."""

    code = "identity.demo_only"
    fault = Fault.FORBIDDEN
