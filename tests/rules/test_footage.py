"""Which cameras a request is about, what is too much, and what follows from a decision."""

from datetime import timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.camera.wire import Near, UnitCategory
from service.core.geo import given as on_wire
from service.core.problem import Invalid
from service.footage import rules
from service.footage.consent import CameraDecision
from service.footage.terms import Category, FootageLane, FootageMove, RefusalCode
from service.footage.wire import AtRisk, CameraRow, Decision, HoldState, NewFootageRequest
from service.platform.recorders import SegmentFolder
from service.recorder.wire import Recording
from tests.rules.made import GATE, NOW, SCOPE, uid

nears = st.lists(
    st.builds(
        Near,
        camera_id=st.integers(1, 10**6).map(uid),
        name=st.just("one"),
        lineage=st.just(list(SCOPE)),
        managing_unit=st.just("unit"),
        unit_category=st.sampled_from(list(UnitCategory)),
        footage_days=st.none() | st.integers(1, 365),
        away_m=st.floats(0, rules.REACH_M),
        sees=st.booleans(),
    ),
    max_size=40,
    unique_by=lambda one: one.camera_id,
)


def new(**more: object) -> NewFootageRequest:
    """An hour of this morning at the gate."""
    known = {
        "category": Category.LOST_PROPERTY,
        "from_at": NOW - timedelta(hours=2),
        "until_at": NOW - timedelta(hours=1),
        "description": "a bag",
        "name": "王小明",
        "place": on_wire(GATE),
    }
    return NewFootageRequest(**(known | more))  # type: ignore[arg-type]


@given(nears, st.randoms())
def test_the_choice_does_not_depend_on_the_order_and_is_bounded(
    near: list[Near], random: Random
) -> None:
    chosen = rules.choose(near)
    shuffled = list(near)
    random.shuffle(shuffled)
    assert rules.choose(shuffled) == chosen
    assert len(chosen) == len({one.camera_id for one in chosen}) <= rules.CAMERAS_MOST
    assert len(chosen) >= min(len(near), rules.CAMERAS_LEAST)


@given(nears)
def test_whoever_may_see_the_place_comes_before_whoever_only_stands_near(near: list[Near]) -> None:
    chosen = rules.choose(near)
    left = [one for one in near if one not in chosen]
    if any(one.sees for one in left):
        assert len(chosen) == rules.CAMERAS_MOST
        assert all(one.sees for one in chosen)


@given(st.integers(-600, 600), st.integers(-600, 600))
def test_pipl_article_6_no_more_than_three_hours_of_the_past_are_asked_for(
    begin: int, end: int
) -> None:
    asked = new(from_at=NOW + timedelta(minutes=begin), until_at=NOW + timedelta(minutes=end))
    good = begin < end <= 5 and end - begin <= 180 and begin <= 5
    problem = rules.refusal(asked, NOW)
    assert (problem is None) == good
    assert problem is None or problem.field in ("from_at", "until_at")


def test_either_a_place_or_a_site_is_named() -> None:
    for more in ({"place": None}, {"site_id": uid(7)}):
        problem = rules.refusal(new(**more), NOW)
        assert problem is not None
        assert problem.field == "place"
    assert rules.refusal(new(place=None, site_id=uid(7)), NOW) is None


@given(st.sampled_from(list(Category)), st.none() | st.sampled_from(list(AtRisk)), st.booleans())
def test_only_a_missing_person_at_risk_or_a_life_skips_the_papers(
    category: Category, at_risk: AtRisk | None, counter: bool
) -> None:
    lane = rules.lane_of(new(category=category, at_risk=at_risk), counter=counter)
    missing = category is Category.MISSING_PERSON and at_risk is not None
    urgent = missing or at_risk is AtRisk.LIFE
    assert (lane is FootageLane.EMERGENCY) == urgent
    if not urgent:
        assert (lane is FootageLane.COUNTER) == counter


def near(**more: object) -> Near:
    """A camera at the gate."""
    known = {
        "camera_id": uid(1),
        "name": "one",
        "lineage": list(SCOPE),
        "managing_unit": "unit",
        "unit_category": UnitCategory.GOVERNMENT,
        "footage_days": None,
        "away_m": 10.0,
        "sees": True,
    }
    return Near(**(known | more))  # type: ignore[arg-type]


def recording(days: int) -> Recording:
    """A camera that is recorded for so many days."""
    return Recording(uid(1), uid(2), "ch1", days, SegmentFolder("east"), None)


def test_decree_799_articles_9_and_17_thirty_days_are_taken_where_they_are_asked_for() -> None:
    assert rules.days_kept(near(), None) == 30
    assert rules.days_kept(near(footage_days=90), None) == 90
    assert rules.days_kept(near(footage_days=90), recording(7)) == 7
    shop = near(unit_category=UnitCategory.OTHER_PUBLIC)
    assert rules.days_kept(shop, None) is None
    assert rules.first_lost([None, NOW, NOW - timedelta(days=1)]) == NOW - timedelta(days=1)
    assert rules.first_lost([None]) is None


@given(st.integers(0, 1000))
def test_a_recorder_is_asked_again_soon_then_hourly(tries: int) -> None:
    wait = rules.again_at(tries, NOW) - NOW
    assert timedelta(seconds=30) <= wait <= timedelta(hours=1)
    assert rules.again_at(tries + 1, NOW) - NOW >= wait


def camera(number: int) -> CameraRow:
    """A camera of a request."""
    return CameraRow(
        camera_id=uid(number),
        name=str(number),
        managing_unit="unit",
        unit_category="government",
        away_m=1.0,
        overwrite_at=None,
        hold_state=HoldState.PLACED,
        hold_trouble=None,
        hold_tries=1,
        hold_at=NOW,
        decision=None,
        refusal=None,
        from_at=NOW - timedelta(hours=2),
        until_at=NOW - timedelta(hours=1),
        left_out=False,
        restricted_at=None,
        round=1,
        held_from_at=NOW - timedelta(hours=2),
        held_until_at=NOW - timedelta(hours=1),
    )


def decided(number: int, decision: Decision, **more: object) -> CameraDecision:
    """What is decided of one camera."""
    if decision is Decision.REFUSED:
        more = {"refusal": RefusalCode.NO_CONSENT} | more
    return CameraDecision(camera_id=uid(number), decision=decision, **more)  # type: ignore[arg-type]


@given(st.lists(st.sampled_from([Decision.APPROVED, Decision.REFUSED]), min_size=1, max_size=10))
def test_a_request_is_what_its_cameras_are(decisions: list[Decision]) -> None:
    move, refusal = rules.verdict([decided(n, one) for n, one in enumerate(decisions)])
    if set(decisions) == {Decision.APPROVED}:
        assert move is FootageMove.APPROVE
    elif set(decisions) == {Decision.REFUSED}:
        assert (move, refusal) == (FootageMove.REFUSE, RefusalCode.NO_CONSENT)
    else:
        assert move is FootageMove.APPROVE_PARTLY


@pytest.mark.parametrize(
    ("begin", "end", "good"),
    [
        (-120, -60, True),
        (-110, -70, True),
        (-121, -60, False),
        (-120, -59, False),
        (-70, -70, False),
    ],
)
def test_narrowed_is_never_wider_than_what_was_asked_for(begin: int, end: int, good: bool) -> None:
    minutes = {
        "from_at": NOW + timedelta(minutes=begin),
        "until_at": NOW + timedelta(minutes=end),
    }
    asked = [decided(1, Decision.NARROWED, **minutes)]
    if good:
        assert rules.check_decisions(asked, [camera(1)]) == asked
    else:
        with pytest.raises(Invalid):
            rules.check_decisions(asked, [camera(1)])


def test_a_receipt_reads_the_same_however_it_is_written() -> None:
    assert rules.plain_code(" abcd-EFGH 2345") == "ABCDEFGH2345"
