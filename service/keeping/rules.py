"""Decisions about keeping: which policy holds, what a policy may say, and what is due."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from service.core.problem import Problem
from service.keeping.wire import (
    DataKind,
    HoldUnusable,
    Keeping,
    NewKeeping,
    PolicyLate,
    PolicyUnlawful,
    Rule,
    Span,
)

# Decree 799, article 17: thirty days at least, then no longer than it serves. Positions of officers
# are sensitive: a week, for the replay of an incident. What people wrote goes after the response.
# Logs: half a year at least (Cybersecurity Law, article 23). The register: three years, as the law
# asks for records of processing.
DEFAULTS: Mapping[DataKind, Span] = {
    DataKind.PICTURES: Span(floor_days=30, ceiling_days=90),
    DataKind.TRACKS: Span(floor_days=7, ceiling_days=7),
    DataKind.PERSONAL: Span(floor_days=30, ceiling_days=30),
    DataKind.SECURITY_LOG: Span(floor_days=183, ceiling_days=366),
    DataKind.REGISTER: Span(floor_days=1096, ceiling_days=1096),
}
# How short and how long a policy may keep each kind, in days.
LAWFUL: Mapping[DataKind, tuple[float, float]] = {
    DataKind.PICTURES: (30, 3 * 366),
    DataKind.TRACKS: (0, 30),
    DataKind.PERSONAL: (0, 366),
    DataKind.SECURITY_LOG: (183, 3660),
    DataKind.REGISTER: (1096, 3660),
}
# Counter-Terrorism Law, article 32.
NAMED_SITE_DAYS = 90
HOLD_MOST = timedelta(days=2 * 366)
# Clocks of pages differ a little.
_LATE_MOST = timedelta(minutes=5)


def refusal(new: NewKeeping, now: datetime) -> Problem | None:
    """Why a policy cannot be set."""
    if new.from_at < now - _LATE_MOST:
        return PolicyLate(field="from_at")
    for kind, span in new.rules.items():
        if kind not in LAWFUL:
            return PolicyUnlawful(field=f"rules.{kind.value}")
        least, most = LAWFUL[kind]
        if not least <= span.floor_days <= span.ceiling_days <= most:
            return PolicyUnlawful(field=f"rules.{kind.value}", least_days=least, most_days=most)
    return None


def hold_refusal(until: datetime, now: datetime) -> Problem | None:
    """Why a hold cannot last until then."""
    return None if now < until <= now + HOLD_MOST else HoldUnusable(field="until")


def reminder_at(until: datetime, remind_days: float, now: datetime) -> datetime:
    """When to remind of a hold: before it ends, and not before now."""
    return max(now, until - timedelta(days=remind_days))


def in_force(policies: Sequence[Keeping], now: datetime) -> dict[str, Keeping]:
    """Of each area the policy that has begun last; of two at one instant the later made."""
    found: dict[str, Keeping] = {}
    for one in sorted(policies, key=lambda p: (p.from_at, p.made_at, p.policy_id)):
        if one.from_at <= now:
            found[one.area_code] = one
    return found


def rule_of(kind: DataKind, lineage: Sequence[str], policies: Mapping[str, Keeping]) -> Rule:
    """What holds in the first area of a lineage: the nearest area that says so decides."""
    for area_code in lineage:
        policy = policies.get(area_code)
        if policy is not None and kind in policy.rules:
            return Rule(policy.rules[kind], policy.policy_id, area_code)
    return Rule(DEFAULTS[kind])


def longest(kind: DataKind, policies: Mapping[str, Keeping]) -> Rule:
    """For what cannot be told apart by area: the longest that any area asks for."""
    said = [
        Rule(policy.rules[kind], policy.policy_id, area_code)
        for area_code, policy in sorted(policies.items())
        if kind in policy.rules
    ]
    return max([Rule(DEFAULTS[kind]), *said], key=lambda rule: rule.span.ceiling_days)


def named_sites(policies: Mapping[str, Keeping]) -> dict[UUID, UUID]:
    """Sites whose pictures are kept longer, and the policy that names each."""
    return {site: policy.policy_id for policy in policies.values() for site in policy.sites}


def with_named(span: Span, *, named: bool) -> Span:
    """A span for pictures, longer at a named site."""
    if not named:
        return span
    floor = max(span.floor_days, NAMED_SITE_DAYS)
    return Span(floor_days=floor, ceiling_days=max(span.ceiling_days, floor))


def served_before(span: Span, now: datetime) -> datetime:
    """What is older than this goes once it has served its purpose."""
    return now - timedelta(days=span.floor_days)


def any_before(span: Span, now: datetime) -> datetime:
    """What is older than this goes in any case."""
    return now - timedelta(days=span.ceiling_days)


def is_due(span: Span, at: datetime, now: datetime, *, served: bool, held: bool) -> bool:
    """Whether something from that instant is to be deleted now."""
    if held:
        return False
    return at < any_before(span, now) or (served and at < served_before(span, now))
