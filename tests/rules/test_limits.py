"""How often is too often: one rule for every door, in bounded memory."""

import json

from hypothesis import given
from hypothesis import strategies as st

from service.platform.gate import Gate
from service.platform.limits import Meter, Rate, whole_s
from service.platform.web import is_deeper
from tests.support.clock import HandClock

rates = st.builds(Rate, st.integers(1, 50), st.integers(1, 120))
steps = st.lists(st.floats(0, 30), min_size=1, max_size=200)


@given(rates, steps)
def test_nobody_ever_gets_more_than_his_share_and_what_he_saved(
    rate: Rate, pauses_s: list[float]
) -> None:
    meter, now_s, taken = Meter(10), 1000.0, list[float]()
    for pause_s in pauses_s:
        now_s += pause_s
        if meter.wait_s("who", rate, now_s) == 0:
            taken.append(now_s)
    for first, began_s in enumerate(taken):
        for last, ended_s in enumerate(taken[first:], first):
            within = (ended_s - began_s) / rate.per_s
            assert last - first + 1 <= rate.count * (1 + within) + 0.01


@given(rates, st.integers(1, 100))
def test_all_of_a_share_may_be_taken_at_once_and_who_waits_is_let_in(
    rate: Rate, tries: int
) -> None:
    meter = Meter(10)
    waits = [meter.wait_s("who", rate, 0) for _ in range(tries)]
    assert [wait == 0 for wait in waits] == [n < rate.count for n in range(tries)]
    assert meter.is_full("who", rate, 0) == (tries >= rate.count)
    if waits[-1]:
        assert whole_s(waits[-1]) >= 1
        assert meter.wait_s("who", rate, waits[-1] + 1e-6) == 0, "a refusal costs nothing"


@given(st.lists(st.text(max_size=3), max_size=60))
def test_no_number_of_askers_fills_the_memory(keys: list[str]) -> None:
    meter = Meter(8)
    for key in keys:
        meter.wait_s(key, Rate(5, 60), 0)
        assert len(meter) <= 8


texts = st.recursive(
    st.none() | st.text('[]{}"\\a', max_size=6),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text('[{"\\', max_size=3), inner)
    ),
    max_leaves=60,
)


def depth(value: object) -> int:
    """How many objects and lists are within each other."""
    if isinstance(value, dict):
        return 1 + max((depth(one) for one in value.values()), default=0)
    if isinstance(value, list):
        return 1 + max((depth(one) for one in value), default=0)
    return 0


@given(texts, st.integers(0, 8))
def test_what_is_too_deep_is_seen_and_brackets_in_words_are_not_counted(
    value: object, most: int
) -> None:
    for text in (json.dumps(value), json.dumps(value, ensure_ascii=False, indent=1)):
        assert is_deeper(text.encode(), most) == (depth(value) > most)


class _Ticking(HandClock):
    """Its seconds are moved as well."""

    now_s = 1000.0

    def ticks(self) -> float:
        return self.now_s


@given(st.lists(st.floats(0, 3), min_size=1, max_size=200))
def test_of_refusals_in_a_name_each_is_counted_and_few_are_noted(pauses_s: list[float]) -> None:
    clock = _Ticking()
    gate, noted = Gate(clock, at_once_most=1, rates=True), list[int]()
    for pause_s in pauses_s:
        clock.now_s += pause_s
        noted.append(gate.refused("box", "forged"))
    assert sum(one > 0 for one in noted) <= 20 + sum(pauses_s) + 0.01
    clock.now_s += 60
    assert sum(noted) + gate.refused("box", "forged") == len(pauses_s) + 1
    assert gate.refused("another", "forged") == 1
