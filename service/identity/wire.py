"""People, what they may do and where, and their sessions."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

from msgspec import Meta, Struct

from service.audit.wire import Look, LookKind
from service.core.problem import Fault, Problem
from service.core.wire import TEXT, AreaCode, Asked, Instant, Label, Line, Secret, Told
from service.platform.outbox import Topic

Password = Annotated[str, Meta(min_length=10, max_length=200, pattern=TEXT)]


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
# Who answers what citizens ask of footage.
OFFICE = (Role.REVIEWER, Role.DUTY_LEADER)
# Who may hold back what would be deleted.
DUTY_LEADERS = (Role.DUTY_LEADER, Role.ADMINISTRATOR)
# Who may read the access register, and what was deleted.
INSPECTORS = (Role.ADMINISTRATOR, Role.INSPECTOR)
# Who reads the registers of an area: its centres, sites, units and cameras.
READERS = (*STAFF, Role.INSPECTOR)
PLACED = (*READERS, Role.REVIEWER)  # Who finds his way by the names of areas and sites.


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

    def work_unit(self, roles: Iterable[Role] = STAFF) -> str:
        """The areas in which one of these roles is held, as the access register names them."""
        return ",".join(sorted(self.areas(roles)))

    def look(
        self,
        kind: LookKind,
        content: str,
        *,
        reason: str,
        scope: Sequence[str],
        incident_id: UUID | None = None,
        roles: Iterable[Role] = STAFF,
    ) -> Look:
        """What the access register has to know before this person is shown something."""
        return Look(
            kind=kind,
            account_id=self.account_id,
            person=self.display,
            work_unit=self.work_unit(roles),
            reason=reason,
            content=content,
            incident_id=incident_id,
            scope=scope,
        )

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
    until_at: Instant | None = None
    agreement: Line | None = None


class NewAccount(Asked):
    """An account as an administrator or a seed file makes it."""

    name: Label
    display: Line
    password: Password
    roles: Annotated[list[NewGrant], Meta(max_length=50)]
    phone_number: Annotated[str, Meta(pattern=r"^\+?[0-9]{5,20}$(?!\n)")] | None = None
    demo: bool = False


class Origin(Struct, frozen=True):
    """From where somebody asks: an address of the network, and the device in its own words."""

    address: str
    device: str


class Step(StrEnum):
    """What is still asked of somebody whose password was right."""

    CODE = "code"
    PASSWORD = "password"  # noqa: S105
    ENROL = "enrol"


class GiveCode(Asked):
    """A code of the second factor, or one that stands in for it."""

    challenge: Secret
    code: Label
    cookie: bool = False


class GivePassword(Asked):
    """The password that somebody chooses in place of one that was given to him."""

    challenge: Secret
    password: Password
    cookie: bool = False


class AskFactor(Asked):
    """A second factor is to be set up."""

    challenge: Secret


class FactorShown(Told):
    """A second factor before it is confirmed: `address` is otpauth:, for a QR code."""

    secret: str
    address: str


class FactorConfirmed(Told):
    """Signed in; each of the codes stands in for the factor once, and is not shown again."""

    session: Session
    recovery_codes: list[str]


class ChangePassword(Asked):
    """The old password, and the one that takes its place."""

    old: Secret
    new: Password


class OwnSession(Told):
    """A session of one's own; `current` is the one that asks."""

    session_id: UUID
    device: str
    address: str
    started_at: Instant
    seen_at: Instant
    current: bool


class OwnFactor(Told):
    """One's own second factor, if there is one, and how many recovery codes are left."""

    enrolled_at: Instant | None
    recovery_codes_left: int


class BeginFactor(Asked):
    """A second factor of one's own is to be set up, or renewed: then with a code of the old one."""

    password: Secret
    code: Annotated[str, Meta(max_length=60)] = ""


class FactorBegun(Told):
    """A second factor before it is confirmed, and the challenge that confirms it."""

    challenge: str
    secret: str
    address: str


class ConfirmFactor(Asked):
    """The first code of a second factor."""

    challenge: Secret
    code: Label


class AskRecoveryCodes(Asked):
    """Ten new recovery codes in place of the old ones, for a code of the factor."""

    code: Label


class RecoveryCodes(Told):
    """Each stands in for the second factor once; they are not shown again."""

    recovery_codes: list[str]


class SecurityKind(StrEnum):
    """What is kept of signing in and of who may do what."""

    SIGNED_IN = "signed_in"
    SIGNED_OUT = "signed_out"
    FAILED = "failed"
    CODE_FAILED = "code_failed"
    SESSION_ENDED = "session_ended"
    STOLEN = "stolen"
    PASSWORD_CHANGED = "password_changed"  # noqa: S105
    PASSWORD_GIVEN = "password_given"  # noqa: S105
    FACTOR_ENROLLED = "factor_enrolled"
    FACTOR_RESET = "factor_reset"
    RECOVERY_USED = "recovery_used"
    RECOVERY_RENEWED = "recovery_renewed"
    ACCOUNT_ADDED = "account_added"
    BLOCKED = "blocked"
    UNBLOCKED = "unblocked"
    ROLES_CHANGED = "roles_changed"
    LINKED = "linked"
    UNLINKED = "unlinked"


class SessionEnded(Told):
    """A session is over; whoever listened by it hears no more."""

    session_id: UUID


ENDED = Topic("session.ended", SessionEnded, "This session is over: sign in again.")
TOPICS = (ENDED,)


def session_scope(session_id: UUID) -> str:
    """The mark that lets the streams of one session hear an event."""
    return f"session:{session_id}"


class Held(Struct, frozen=True):
    """A role that an account holds or held."""

    role: Role
    area_code: str
    site_id: UUID | None
    until_at: datetime | None
    agreement: str | None = None
    grant_id: UUID | None = None


class AccountRow(Struct, frozen=True):
    """An account as the store keeps it; of its secrets it has the number, sealed."""

    account_id: UUID
    name: str
    display: str
    demo: bool
    closed_at: datetime | None
    password_once: bool
    has_factor: bool
    phone_sealed: bytes | None
    roles: list[Held]


class SecurityRow(Struct, frozen=True):
    """A security event as the store keeps it."""

    event_id: UUID
    at: datetime
    kind: SecurityKind
    account_id: UUID | None
    name: str | None
    by_name: str | None
    address: str
    device: str
    detail: dict[str, Any]


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


class CodeNeeded(Problem):
    """Your second factor is asked for: give its code."""

    code = "identity.code_needed"
    fault = Fault.UNSIGNED


class PasswordOnce(Problem):
    """This password was given to you: choose one of your own."""

    code = "identity.password_once"
    fault = Fault.UNSIGNED


class FactorMissing(Problem):
    """Your role asks for a second factor: set it up first."""

    code = "identity.factor_missing"
    fault = Fault.UNSIGNED


class WrongCode(Problem):
    """This code is wrong, or was used already."""

    code = "identity.wrong_code"
    fault = Fault.UNSIGNED


class SignInOver(Problem):
    """This sign-in took too long or was tried too often: begin again."""

    code = "identity.sign_in_over"
    fault = Fault.UNSIGNED


class Braked(Problem):
    """Too many attempts: wait a moment, then try again."""

    code = "identity.braked"
    fault = Fault.TOO_MANY


class WeakPassword(Problem):
    """This password is one of those that are guessed first, or is your name."""

    code = "identity.weak_password"


class WrongOldPassword(Problem):
    """The old password is wrong."""

    code = "identity.wrong_old_password"


class NoFactor(Problem):
    """This account has no second factor."""

    code = "identity.no_factor"
    fault = Fault.CONFLICT


class NotLinked(Problem):
    """No account is linked to this sign-on, and its claims open none: ask an administrator."""

    code = "identity.not_linked"
    fault = Fault.FORBIDDEN


class SubjectTaken(Problem):
    """Another account is linked to this name of the provider."""

    code = "identity.subject_taken"
    fault = Fault.CONFLICT
