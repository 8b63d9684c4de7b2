"""What may be kept how long, which policy holds where, and what is due."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.keeping import rules
from service.keeping.wire import (
    DataKind,
    HoldUnusable,
    Keeping,
    NewKeeping,
    PolicyLate,
    PolicyUnlawful,
    Span,
)

NOW = datetime(2026, 3, 2, 7, 40, tzinfo=UTC)
LINE = ["370828001", "370828", "3708"]
KINDS = sorted(rules.DEFAULTS)

kinds = st.sampled_from(KINDS)
days = st.floats(0, 4000)
spans = st.tuples(days, days).map(lambda d: Span(floor_days=min(d), ceiling_days=max(d)))
ages = st.floats(0, 5000).map(lambda d: NOW - timedelta(days=d))


def policy(area_code: str, number: int = 1, begun_days: float = 1, **by_kind: Span) -> Keeping:
    """A policy that began so long ago."""
    return Keeping(
        policy_id=UUID(int=number),
        area_code=area_code,
        from_at=NOW - timedelta(days=begun_days),
        made_at=NOW - timedelta(days=begun_days),
        made_by="Admin",
        rules={DataKind(kind): span for kind, span in by_kind.items()},
        sites=[],
    )


def new(kind: DataKind, floor: float, ceiling: float, **more: datetime) -> NewKeeping:
    span = Span(floor_days=floor, ceiling_days=ceiling)
    return NewKeeping(from_at=more.get("from_at", NOW), rules={kind: span})


@given(spans, ages)
def test_nothing_that_is_held_is_ever_due(span: Span, at: datetime) -> None:
    for served in (True, False):
        assert not rules.is_due(span, at, NOW, served=served, held=True)


@given(spans, ages, st.booleans())
def test_nothing_is_due_below_the_floor_and_everything_above_the_ceiling(
    span: Span, at: datetime, served: bool
) -> None:
    due = rules.is_due(span, at, NOW, served=served, held=False)
    if at >= NOW - timedelta(days=span.floor_days):
        assert not due
    if at < NOW - timedelta(days=span.ceiling_days):
        assert due
    if served and at < NOW - timedelta(days=span.floor_days):
        assert due


@given(spans)
def test_a_named_site_keeps_for_ninety_days_and_never_shorter_than_its_area(span: Span) -> None:
    named = rules.with_named(span, named=True)
    assert named.floor_days >= 90
    assert named.floor_days <= named.ceiling_days
    assert (named.floor_days, named.ceiling_days) >= (span.floor_days, span.ceiling_days)
    assert rules.with_named(span, named=False) == span


@given(kinds, st.dictionaries(st.sampled_from([*LINE, "370999"]), spans))
def test_the_nearest_area_that_says_so_decides(kind: DataKind, said: dict[str, Span]) -> None:
    policies = {area: policy(area, **{kind: span}) for area, span in said.items()}  # type: ignore[arg-type]
    rule = rules.rule_of(kind, LINE, policies)
    nearest = next((area for area in LINE if area in said), None)
    assert rule.area_code == nearest
    assert rule.span == (said[nearest] if nearest else rules.DEFAULTS[kind])


@given(st.lists(st.tuples(st.sampled_from(LINE), st.floats(-5, 5)), max_size=8))
def test_the_policy_that_began_last_is_in_force_whatever_the_order(
    begun: list[tuple[str, float]],
) -> None:
    made = [policy(area, n, days) for n, (area, days) in enumerate(begun)]
    found = rules.in_force(made, NOW)
    assert found == rules.in_force(made[::-1], NOW)
    for area in LINE:
        own = [one for one in made if one.area_code == area and one.from_at <= NOW]
        assert (found[area].from_at if area in found else None) == max(
            (one.from_at for one in own), default=None
        )


def test_what_cannot_be_told_apart_by_area_is_kept_as_long_as_any_asks() -> None:
    long = Span(floor_days=1096, ceiling_days=2000)
    policies = {"1": policy("1", 1, register=long), "2": policy("2", 2)}
    assert rules.longest(DataKind.REGISTER, policies).span == long
    assert rules.longest(DataKind.REGISTER, {}).span == rules.DEFAULTS[DataKind.REGISTER]


@pytest.mark.parametrize(
    ("asked", "problem"),
    [
        (new(DataKind.PICTURES, 30, 30), None),
        (new(DataKind.PICTURES, 29, 90), PolicyUnlawful),
        (new(DataKind.PICTURES, 90, 30), PolicyUnlawful),
        (new(DataKind.TRACKS, 0, 31), PolicyUnlawful),
        (new(DataKind.REGISTER, 365, 2000), PolicyUnlawful),
        (new(DataKind.ORPHANS, 0, 1), PolicyUnlawful),
        (new(DataKind.TRACKS, 1, 1, from_at=NOW - timedelta(days=1)), PolicyLate),
        (new(DataKind.TRACKS, 1, 1, from_at=NOW + timedelta(days=300)), None),
    ],
)
def test_a_policy_is_lawful_and_never_in_the_past(
    asked: NewKeeping, problem: type[Exception] | None
) -> None:
    found = rules.refusal(asked, NOW)
    assert found is None if problem is None else isinstance(found, problem)


def test_the_systems_own_policy_is_lawful() -> None:
    everything = NewKeeping(from_at=NOW, rules=dict(rules.DEFAULTS))
    assert rules.refusal(everything, NOW) is None


@given(st.floats(-1000, 1000), st.floats(0, 90))
def test_a_hold_ends_within_two_years_and_is_reminded_of_before_it_does(
    until_days: float, remind_days: float
) -> None:
    until = NOW + timedelta(days=until_days)
    refused = rules.hold_refusal(until, NOW)
    if not 0 < until_days <= 732:
        assert isinstance(refused, HoldUnusable) or abs(until_days) < 1e-6
    elif until > NOW:
        assert refused is None
        assert NOW <= rules.reminder_at(until, remind_days, NOW) <= until
