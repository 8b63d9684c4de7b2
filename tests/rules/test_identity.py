"""What a refresh token is worth, and who sees what."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.identity.rows import SessionRow
from service.identity.rules import LOST_ANSWER_WAIT, Verdict, judge_refresh
from service.identity.wire import DESK, STAFF, Grant, Role, Who
from tests.rules.made import CITY, COUNTY, EAST, NOW, SCOPE, WEST, after, uid

NEW, OLD, STRANGE = b"new" * 10, b"old" * 10, b"elsewhere" * 3
WAIT_S = LOST_ANSWER_WAIT.total_seconds()


def session(
    *,
    before: bytes | None = OLD,
    rotated: float = -10,
    expires: float = 3600,
    ended: float | None = None,
) -> SessionRow:
    """A session whose token is NEW and was OLD."""
    return SessionRow(
        session_id=uid(1),
        account_id=uid(2),
        refresh_hash=NEW,
        refresh_hash_before=before,
        rotated_at=after(rotated),
        expires_at=after(expires),
        ended_at=None if ended is None else after(ended),
    )


def test_the_token_of_a_session_renews_it() -> None:
    assert judge_refresh(session(), NEW, NOW) is Verdict.GOOD


@pytest.mark.parametrize(
    ("rotated", "verdict"),
    [
        (-1, Verdict.GOOD),
        (-WAIT_S, Verdict.GOOD),
        (-WAIT_S - 0.001, Verdict.STOLEN),
        (-3600, Verdict.STOLEN),
    ],
)
def test_a_phone_whose_answer_was_lost_may_ask_once_more_for_a_minute(
    rotated: float, verdict: Verdict
) -> None:
    assert judge_refresh(session(rotated=rotated), OLD, NOW) is verdict


@pytest.mark.parametrize("shown", [STRANGE, b"", NEW[:-1], OLD + b"x"])
def test_a_token_that_is_neither_ends_the_session(shown: bytes) -> None:
    assert judge_refresh(session(), shown, NOW) is Verdict.STOLEN
    assert judge_refresh(session(before=None), shown, NOW) is Verdict.STOLEN


def test_before_the_first_renewal_there_is_no_older_token() -> None:
    assert judge_refresh(session(before=None), OLD, NOW) is Verdict.STOLEN


@pytest.mark.parametrize("shown", [NEW, OLD, STRANGE])
def test_what_is_over_stays_over_whatever_is_shown(shown: bytes) -> None:
    for over in (session(expires=0), session(expires=-1), session(ended=-1), session(ended=0)):
        assert judge_refresh(over, shown, NOW) is Verdict.OVER


@given(
    st.sampled_from([NEW, OLD, STRANGE]),
    st.sampled_from([OLD, None]),
    st.floats(-7200, 0),
    st.floats(-3600, 3600),
    st.none() | st.floats(-3600, 0),
)
def test_only_a_running_session_with_its_own_token_is_renewed(
    shown: bytes, before: bytes | None, rotated: float, expires: float, ended: float | None
) -> None:
    row = session(before=before, rotated=rotated, expires=expires, ended=ended)
    running = row.ended_at is None and row.expires_at > NOW
    own = shown == NEW or (shown == before and NOW - row.rotated_at <= LOST_ANSWER_WAIT)
    assert (judge_refresh(row, shown, NOW) is Verdict.GOOD) is (running and own)


# ── Who sees what ───────────────────────────────────────────────────────────────────────────


def who(*grants: tuple[Role, str]) -> Who:
    """Somebody with these grants."""
    return Who(uid(1), uid(2), "a", "A", tuple(Grant(r, a) for r, a in grants), NOW)


def test_you_see_your_area_and_what_lies_below_it_and_nothing_else() -> None:
    for area in (EAST, COUNTY, CITY):
        assert who((Role.DISPATCHER, area)).sees(SCOPE)
    assert not who((Role.DISPATCHER, WEST)).sees(SCOPE)
    assert not who((Role.DISPATCHER, EAST)).sees([COUNTY, CITY])
    assert not who().sees(SCOPE)


def test_an_area_counts_only_for_the_role_that_holds_it() -> None:
    mixed = who((Role.PATROL_OFFICER, EAST), (Role.DISPATCHER, WEST))
    assert not mixed.sees(SCOPE)
    assert mixed.sees(SCOPE, [Role.PATROL_OFFICER])
    assert mixed.has(DESK)
    assert not mixed.has([Role.ADMINISTRATOR])


def test_an_officer_is_no_staff_and_an_administrator_no_desk() -> None:
    for role, roles in product(Role, (STAFF, DESK)):
        assert who((role, EAST)).has(roles) is (role in roles)
    assert Role.PATROL_OFFICER not in STAFF
    assert Role.ADMINISTRATOR not in DESK
