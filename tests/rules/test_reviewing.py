"""What the reviewer's desk decides: who has a request, which minutes, who has to agree."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.core.problem import Problem
from service.footage.consent import ConsentRow, ConsentState
from service.footage.looking import Barred, MayLook, barred
from service.footage.terms import FootageLane, FootageState
from service.footage.wire import AtRisk, CameraRow, Decision, Row
from service.review import finding as finder
from service.review.moment import Search, Sight, Vote, answer
from service.reviewing import rules, seconding
from service.reviewing.orders import PictureRegion
from service.reviewing.wire import (
    FindingKind,
    FindingRow,
    HolderRow,
    NewReview,
    ReviewKind,
    ReviewReason,
    Second,
)

NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)
ME, OTHER = UUID(int=1), UUID(int=2)
minutes = st.integers(-600, 600)


def holder(seen_ago: timedelta, account_id: UUID = OTHER) -> HolderRow:
    """Somebody who was seen so long ago."""
    return HolderRow(account_id, "Other", NOW - timedelta(hours=5), NOW - seen_ago)


def camera(why: Barred | None = None) -> MayLook:
    """An hour of a camera."""
    return MayLook(UUID(int=9), "gate", "unit", "education", NOW, NOW + timedelta(hours=1), why)


def request(**more: object) -> Row:
    """An elder is searched for."""
    known: dict[str, object] = dict.fromkeys(Row.__struct_fields__)
    known |= {"footage_id": UUID(int=4), "number": 1, "version": 1, "minors": False}
    known |= {"lane": FootageLane.EMERGENCY, "state": FootageState.EMERGENCY_ACTIVE}
    return Row(**(known | more))  # type: ignore[arg-type]


def asked_camera(decision: Decision | None) -> CameraRow:
    """A camera of a unit."""
    known: dict[str, object] = dict.fromkeys(CameraRow.__struct_fields__)
    known |= {"camera_id": UUID(int=9), "managing_unit": "unit", "decision": decision}
    return CameraRow(**known)  # type: ignore[arg-type]


def consent(state: ConsentState, *, seconded: bool = False) -> ConsentRow:
    """What the unit said."""
    known: dict[str, object] = dict.fromkeys(ConsentRow.__struct_fields__)
    known |= {"managing_unit": "unit", "state": state, "second_at": NOW if seconded else None}
    return ConsentRow(**known)  # type: ignore[arg-type]


@given(
    st.sampled_from(list(FootageState)),
    st.sampled_from(list(FootageLane)),
    st.none() | st.sampled_from(list(Decision)),
    st.none() | st.sampled_from(list(ConsentState)),
    st.booleans(),
    st.booleans(),
)
def test_decree_799_article_21_nothing_is_looked_at_without_a_yes_that_stands(
    state: FootageState,
    lane: FootageLane,
    decision: Decision | None,
    said: ConsentState | None,
    minors: bool,
    seconded: bool,
) -> None:
    row = request(state=state, lane=lane, minors=minors)
    consents = [] if said is None else [consent(said, seconded=seconded)]
    why = barred(row, asked_camera(decision), consents)
    urgent = lane is FootageLane.EMERGENCY
    if why is None:
        assert said is ConsentState.GRANTED
        assert seconded or not minors
        assert decision is not Decision.REFUSED
        assert decision is not None or urgent
        assert state in (
            FootageState.SCHEDULED,
            FootageState.OFFICER_REVIEW,
            FootageState.VIEWING,
            FootageState.EMERGENCY_ACTIVE,
        )
    looks = state in (FootageState.OFFICER_REVIEW, FootageState.VIEWING)
    if looks and decision is Decision.APPROVED and said is ConsentState.GRANTED and not minors:
        assert why is None, "what was approved with consent may be looked at"


def finding(**more: object) -> FindingRow:
    """Somebody else's, of a school."""
    row = FindingRow(
        finding_id=UUID(int=3),
        footage_id=UUID(int=4),
        camera_id=UUID(int=9),
        kind=FindingKind.SIGHTING,
        from_at=NOW,
        until_at=NOW,
        region=None,
        words_sealed=None,
        review_id=None,
        marked_by=OTHER,
        marked_name="Other",
        marked_at=NOW,
        second=Second.SCHOOL,
        confirmed_by=None,
        confirmed_name=None,
        confirmed_at=None,
        taken_back_at=None,
        taken_back_name=None,
    )
    return msgspec.structs.replace(row, **more)


@given(st.integers(0, 3600))
def test_a_request_is_had_by_one_and_free_when_he_was_away_for_long(seconds: int) -> None:
    other = holder(timedelta(seconds=seconds))
    away = timedelta(seconds=seconds) >= rules.LEASE
    problem = rules.taken_by_another(other, ME, NOW)
    assert (problem is None) == away
    assert problem is None or problem.facts["who"] == "Other"
    mine = rules.not_mine(holder(timedelta(seconds=seconds), ME), ME, NOW)
    assert (mine is None) == (not away)
    # Nobody is both free to take it and barred from it, and nobody works on what he may not have.
    assert (rules.has_it(other, NOW) is None) == away
    assert rules.not_mine(other, ME, NOW) is not None


def test_what_nobody_has_is_taken_before_anybody_works_on_it() -> None:
    problem = rules.not_mine(None, ME, NOW)
    assert problem is not None
    assert problem.code == "reviewing.not_taken"
    assert rules.taken_by_another(None, ME, NOW) is None


@given(minutes, minutes)
def test_decree_799_article_21_only_the_minutes_that_were_granted(begin: int, end: int) -> None:
    from_at, until_at = NOW + timedelta(minutes=begin), NOW + timedelta(minutes=end)
    inside = 0 <= begin <= end <= 60
    if inside:
        stretch = rules.granted(camera(), from_at, until_at)
        assert (stretch.from_at, stretch.until_at) == (from_at, until_at)
        return
    with pytest.raises(Problem) as caught:
        rules.granted(camera(), from_at, until_at)
    assert caught.value.field in ("from_at", "until_at")


@given(st.sampled_from(list(Barred)), minutes)
def test_what_is_barred_is_barred_at_every_minute(why: Barred, begin: int) -> None:
    with pytest.raises(Problem) as caught:
        rules.granted(camera(why), NOW + timedelta(minutes=begin))
    assert caught.value.facts["why"] == why


def test_without_asking_for_less_everything_granted_is_looked_at() -> None:
    stretch = rules.granted(camera())
    assert (stretch.from_at, stretch.until_at) == (NOW, NOW + timedelta(hours=1))


@given(st.integers(1, 24), st.integers(0, 7200))
def test_the_frames_of_a_sheet_lie_inside_in_order_and_are_as_many_as_asked(
    count: int, seconds: int
) -> None:
    stretch = rules.Stretch(NOW, NOW + timedelta(seconds=seconds))
    instants = rules.spread(stretch, count)
    assert len(instants) == count
    assert instants == sorted(instants)
    slack = timedelta(milliseconds=1)
    assert stretch.from_at == instants[0]
    assert instants[-1] <= stretch.until_at + slack
    assert count == 1 or abs(instants[-1] - stretch.until_at) < slack


@given(
    st.booleans(),
    st.lists(st.sampled_from(["education", "park", "government"])),
    st.none() | st.integers(1, 3),
)
def test_minors_protection_two_people_agree_on_minors_schools_and_sites_of_the_first_class(
    minors: bool, categories: list[str], site_class: int | None
) -> None:
    row = request(minors=minors)
    assert seconding.second_for(request(at_risk=AtRisk.MINOR), [], None) is Second.MINORS
    second = seconding.second_for(row, categories, site_class)
    assert (second is None) == (not minors and "education" not in categories and site_class != 1)
    if minors:
        assert second is Second.MINORS


def test_a_finding_stands_only_when_whoever_has_to_has_agreed() -> None:
    assert seconding.stands(finding(second=None))
    assert not seconding.stands(finding())
    assert seconding.waits(finding())
    agreed = finding(confirmed_at=NOW, confirmed_by=ME)
    assert seconding.stands(agreed)
    assert not seconding.waits(agreed)
    gone = finding(confirmed_at=NOW, taken_back_at=NOW)
    assert not seconding.stands(gone)
    assert not seconding.waits(gone)


def test_nobody_confirms_his_own_finding_or_what_needs_nobody() -> None:
    own = seconding.cannot_confirm(finding(), OTHER)
    assert own is not None
    assert own.code == "reviewing.another_confirms"
    assert seconding.cannot_confirm(finding(), ME) is None
    for settled in (finding(second=None), finding(confirmed_at=NOW), finding(taken_back_at=NOW)):
        problem = seconding.cannot_confirm(settled, ME)
        assert problem is not None
        assert problem.code == "reviewing.settled"


REGION = PictureRegion(x=1, y=1, width=20, height=20)


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"kind": ReviewKind.MOMENT, "there_at": [NOW], "gone_at": [NOW]}, "region"),
        ({"kind": ReviewKind.MOMENT, "region": REGION, "gone_at": [NOW]}, "there_at"),
        ({"kind": ReviewKind.MOMENT, "region": REGION, "there_at": [NOW]}, "gone_at"),
        (
            {"kind": ReviewKind.MOMENT, "region": REGION, "there_at": [NOW], "gone_at": [NOW]},
            "gone_at",
        ),
        ({"kind": ReviewKind.TIMELINE}, "region"),
        ({"kind": ReviewKind.RIBBON}, None),
        ({"kind": ReviewKind.TIMELINE, "region": REGION}, None),
    ],
)
def test_without_a_persons_marks_nothing_is_guessed(
    asked: dict[str, object], field: str | None
) -> None:
    new = msgspec.structs.replace(NewReview(camera_id=ME, kind=ReviewKind.RIBBON), **asked)
    problem = rules.check_review(new)
    assert (problem and problem.field) == field


def test_every_reason_of_the_finder_has_a_word_for_pages() -> None:
    said = {why for _, why in finder._UNFIT.values()}
    there, gone = Sight(0.0, Vote.THERE), Sight(4.0, Vote.GONE)
    said.add(answer(Search((there, gone), sights=(there, gone))).why)
    far = Search((there, Sight(4000.0, Vote.GONE)), sights=(there, Sight(4000.0, Vote.GONE)))
    said.add(answer(far).why)
    found = {rules.reason_of(why) for why in said}
    assert found == {
        ReviewReason.ANCHORS_ALIKE,
        ReviewReason.OTHER_LIGHT,
        ReviewReason.MARK_ANOTHER,
        ReviewReason.MOSTLY_HIDDEN,
    }
    assert rules.reason_of("") is None
