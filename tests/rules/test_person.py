"""Deadlines of requests, what is an answer, and which notice holds where."""

from datetime import datetime, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from service.identity.rules import mark_of
from service.identity.wire import Role
from service.person import rules
from service.person.wire import Answer, NoticeKind, NoticeVersion, Refusal, RequestState
from tests.rules.made import NOW, SCOPE, WEST

instants = st.integers(0, 365 * 86_400).map(lambda s: NOW + timedelta(seconds=s))
notices = st.builds(
    NoticeVersion,
    notice_id=st.uuids(),
    kind=st.sampled_from(NoticeKind),
    area_code=st.sampled_from([None, *SCOPE, WEST]),
    zh=st.just("告知"),
    en=st.just("Notice"),
    from_at=instants,
)


def working_days(first: datetime, last: datetime) -> int:
    """How many Mondays to Fridays have passed."""
    days = (first + timedelta(days=n) for n in range(1, (last - first).days + 1))
    return sum(day.weekday() < 5 for day in days)


@given(instants, st.integers(1, 30))
def test_an_answer_is_never_due_later_than_as_many_working_days(asked: datetime, days: int) -> None:
    due = rules.due_at(asked, days)
    assert asked < due
    assert working_days(asked, due) <= days


@given(instants, instants)
def test_only_what_waits_is_late(due: datetime, now: datetime) -> None:
    assert rules.is_late(RequestState.OPEN, due, now) == (now > due)
    assert not rules.is_late(RequestState.DONE, due, now)
    assert not rules.is_late(RequestState.REFUSED, due, now)


@given(st.sampled_from(RequestState), st.one_of(st.none(), st.sampled_from(Refusal)))
def test_a_refusal_has_a_reason_and_nothing_else_has(
    state: RequestState, reason: Refusal | None
) -> None:
    refused = rules.answer_refusal(Answer(state=state, reason=reason))
    right = (state, reason is None) in {(RequestState.DONE, True), (RequestState.REFUSED, False)}
    assert (refused is None) == right


@given(st.lists(notices, max_size=12), instants, st.sampled_from(NoticeKind))
def test_the_nearest_areas_newest_begun_version_holds(
    known: list[NoticeVersion], now: datetime, kind: NoticeKind
) -> None:
    found = rules.notice_of(kind, SCOPE, known, now)
    begun = [n for n in known if n.kind is kind and n.from_at <= now and n.area_code != WEST]
    assert (found is None) == (not begun)
    if found is None:
        return
    order = [*SCOPE, None]
    assert found in begun
    for other in begun:
        assert order.index(found.area_code) <= order.index(other.area_code)
        if other.area_code == found.area_code:
            assert other.from_at <= found.from_at
    assert rules.notice_of(kind, SCOPE, known[::-1], now) == found


def test_each_role_has_one_kind_of_notice() -> None:
    assert rules.kinds_for([Role.PATROL_OFFICER]) == [NoticeKind.OFFICER]
    assert rules.kinds_for([Role.SCHOOL_CONTACT]) == [NoticeKind.CONTACT]
    both = [Role.DISPATCHER, Role.ADMINISTRATOR, Role.PATROL_OFFICER]
    assert rules.kinds_for(both) == [NoticeKind.OFFICER, NoticeKind.DESK]


@given(st.lists(st.uuids(), unique=True, min_size=2, max_size=5))
def test_marks_of_deleted_accounts_are_unique_and_name_nobody(accounts: list[UUID]) -> None:
    names = [mark_of(account)[0] for account in accounts]
    assert len(set(names)) == len(names)
    assert all(len(name) <= 60 and name.startswith("deleted-") for name in names)


@given(instants, st.floats(0, 3600))
def test_a_notice_begins_now_or_later_give_or_take_a_clock(now: datetime, ago_s: float) -> None:
    begins = now - timedelta(seconds=ago_s)
    assert rules.is_late_notice(begins, now) == (ago_s > 300)
