"""How much of a past incident is shown, and whose ways belong to it."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from service.dispatch import rules
from service.dispatch.wire import HOLDING, RINGING, Task, TaskState

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
moments = st.integers(0, 86_400).map(lambda s: NOON + timedelta(seconds=s))


@st.composite
def tasks(draw: st.DrawFn) -> Task:
    """A task in any state, its times in order."""
    offered, answered, gone, there, ended = sorted(draw(st.tuples(*[moments] * 5)))
    state = draw(st.sampled_from(TaskState))
    held = state in (TaskState.EN_ROUTE, TaskState.ON_SCENE, TaskState.CLEARED)
    active = state in (*RINGING, *HOLDING)
    return Task(
        task_id=UUID(int=1),
        need_id=UUID(int=2),
        incident_id=UUID(int=3),
        unit_id=UUID(int=draw(st.integers(1, 5))),
        call_sign="E",
        state=state,
        tier=0,
        by_hand=False,
        distance_m=None,
        eta_s=None,
        eta_source="none",
        reasons=(),
        channel=0,
        offered_at=offered,
        answered_at=answered if held or draw(st.booleans()) else None,
        en_route_at=gone if held else None,
        on_scene_at=there if held else None,
        ended_at=None if active else ended,
    )


@given(moments, st.one_of(st.none(), moments), moments)
def test_a_replay_lies_between_the_opening_and_now_and_is_bounded(
    opened: datetime, closed: datetime | None, now: datetime
) -> None:
    until, cut = rules.replay_until(opened, closed, now)
    assert opened <= until <= max(now, opened)
    assert until - opened <= rules.REPLAY_MOST
    assert cut == (until < min(now, closed + timedelta(minutes=1) if closed else now))


@given(st.lists(tasks(), max_size=6), moments)
def test_only_units_that_took_the_task_are_shown_and_only_while_they_had_it(
    given_tasks: list[Task], until: datetime
) -> None:
    for span in rules.trail_spans(given_tasks, until):
        own = [t for t in given_tasks if t.unit_id == span.unit_id and rules.took(t)]
        assert any(
            t.offered_at == span.from_at and span.until_at <= (t.ended_at or until) for t in own
        )
        assert span.until_at <= until
    only_asked = [t for t in given_tasks if t.state in RINGING and not t.en_route_at]
    assert not rules.trail_spans(only_asked, until)


@given(st.floats(0, 6 * 3600), st.integers(0, 500))
def test_the_ways_of_all_units_together_are_bounded(length_s: float, spans: int) -> None:
    step_s = rules.trail_step_s(length_s, spans, rules.POINTS_MOST)
    assert step_s >= 5
    assert spans * (length_s / step_s + 2) <= rules.POINTS_MOST + 1
