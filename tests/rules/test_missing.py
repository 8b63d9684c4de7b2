"""How far somebody may have come, and what a search still asks of a person."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from service.footage.terms import FootageLane
from service.footage.wire import AtRisk, FootageOutcome
from service.missing import rules
from service.missing.wire import SearchEnding, WayOfGoing

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
hours = st.floats(0, 72).map(lambda h: timedelta(hours=h))
risks, ways = st.sampled_from(AtRisk), st.sampled_from(WayOfGoing)


@given(risks, ways, hours, hours)
def test_nobody_comes_nearer_by_waiting(
    at_risk: AtRisk, going: WayOfGoing, one: timedelta, other: timedelta
) -> None:
    sooner, later = sorted((one, other))
    seen_at = NOW - timedelta(days=4)
    near = rules.reach_m(at_risk, going, seen_at, seen_at + sooner)
    assert near <= rules.reach_m(at_risk, going, seen_at, seen_at + later)


@given(risks, hours)
def test_faster_ways_reach_farther(at_risk: AtRisk, gone: timedelta) -> None:
    reached = [rules.reach_m(at_risk, going, NOW - gone, NOW) for going in WayOfGoing]
    assert reached == sorted(reached)


def test_a_child_on_foot_is_slower_than_an_adult() -> None:
    two_hours_ago = NOW - timedelta(hours=2)
    assert rules.reach_m(AtRisk.MINOR, WayOfGoing.WALK, two_hours_ago, NOW) == 5_000
    assert rules.reach_m(AtRisk.LIFE, WayOfGoing.WALK, two_hours_ago, NOW) == 8_000
    assert rules.reach_m(AtRisk.MINOR, WayOfGoing.E_BIKE, two_hours_ago, NOW) == 40_000


def test_the_platform_pushes_as_far_as_a_child_may_have_come() -> None:
    after = {0.5: 100, 1: 100, 1.5: 200, 2: 200, 3: 300, 3.5: 500, 48: 500}
    for gone_h, km in after.items():
        seen_at = NOW - timedelta(hours=gone_h)
        assert rules.platform_km(AtRisk.MINOR, seen_at, NOW) == km
        assert rules.platform_km(AtRisk.ELDER, seen_at, NOW) is None


def test_only_who_was_found_or_never_at_risk_is_looked_for_no_more() -> None:
    for outcome in (None, *FootageOutcome):
        found = outcome is FootageOutcome.PERSON_FOUND
        ending = rules.ending_of(FootageLane.EMERGENCY, outcome)
        assert ending == (SearchEnding.FOUND if found else None)
    assert rules.ending_of(FootageLane.CITIZEN, None) is SearchEnding.NOT_AT_RISK
