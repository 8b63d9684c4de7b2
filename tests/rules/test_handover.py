"""Who may answer what is handed over, and when."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.identity.wire import NotYours
from service.incident import rules
from service.incident.wire import HandoverMove, HandoverOver, HandoverRow, HandoverState
from tests.rules.made import whole

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
FROM, TO, OTHER = UUID(int=1), UUID(int=2), UUID(int=3)
people = st.sampled_from([FROM, TO, OTHER])
moves = st.sampled_from(HandoverMove)
later = st.integers(0, 3600).map(lambda s: NOON + timedelta(seconds=s))


def row(state: HandoverState = HandoverState.OFFERED) -> HandoverRow:
    """Offered at noon by one person to another."""
    return HandoverRow(
        handover_id=UUID(int=9),
        incidents=[UUID(int=8)],
        scope=["379928001"],
        from_id=FROM,
        from_name="A",
        to_id=TO,
        to_name="B",
        note="n",
        state=state,
        offered_at=NOON,
        ended_at=None,
        ended_by=None,
        answer="",
    )


@given(people, later)
def test_who_offers_never_accepts_and_others_only_after_silence(who: UUID, now: datetime) -> None:
    silent = now >= NOON + rules.HANDOVER_SILENT_AFTER
    may = who == TO or (who == OTHER and silent)
    if may:
        accepted = rules.check_handover(row(), who, HandoverMove.ACCEPT, now)
        assert accepted is HandoverState.ACCEPTED
    else:
        with pytest.raises(NotYours):
            rules.check_handover(row(), who, HandoverMove.ACCEPT, now)


@given(people, later)
def test_only_the_one_who_was_named_declines_and_only_who_offered_withdraws(
    who: UUID, now: datetime
) -> None:
    for move, whose in ((HandoverMove.DECLINE, TO), (HandoverMove.WITHDRAW, FROM)):
        if who == whose:
            assert rules.check_handover(row(), who, move, now) is not HandoverState.ACCEPTED
        else:
            with pytest.raises(NotYours):
                rules.check_handover(row(), who, move, now)


@given(people, moves, later, st.sampled_from([s for s in HandoverState if s != "offered"]))
def test_what_was_answered_is_not_answered_again(
    who: UUID, move: HandoverMove, now: datetime, state: HandoverState
) -> None:
    with pytest.raises(HandoverOver):
        rules.check_handover(row(state), who, move, now)


@given(
    st.lists(st.sampled_from(["e", "w", "x"]), min_size=1, max_size=6),
    st.sets(st.sampled_from(["e", "w"])),
    st.booleans(),
)
def test_what_lies_elsewhere_goes_along_where_it_can_and_keeps_nothing_back(
    codes: list[str], areas: set[str], named: bool
) -> None:
    mine = [whole(n, scope=[code, "county"]) for n, code in enumerate(codes, 1)]
    [most, *less] = rules.handover_parts(mine, areas, named=named)
    assert most == mine, "first all of it"
    own = [one for one in mine if one.scope[0] in areas]
    if named or own in ([], mine):
        assert less == [], "what is named, and what lies together, is never torn apart"
    else:
        assert less == [own]
