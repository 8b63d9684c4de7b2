"""Areas above areas, and the values that hold in each."""

from collections.abc import Mapping
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.centre.rules import lineage_of, resolve_policy
from service.centre.wire import Policy, Speeds
from tests.rules.made import CITY, COUNTY, EAST, SCOPE, WEST

speeds = st.fixed_dictionaries(
    {},
    optional={
        "car": st.floats(1, 150),
        "motorcycle": st.floats(1, 150),
        "bicycle": st.floats(1, 40),
        "foot": st.floats(1, 12),
    },
)
values = st.fixed_dictionaries(
    {},
    optional={
        "fix_age_max_s": st.floats(0, 86_400),
        "detour": st.floats(1, 3),
        "lost_after_s": st.floats(0, 86_400),
        "speeds": speeds,
    },
)
by_area = st.dictionaries(st.sampled_from([*SCOPE, WEST]), values)
PLAIN = [name for name in Policy.__struct_fields__ if name != "speeds"]


def nearest(found: Mapping[str, Mapping[str, Any]], name: str, default: object) -> object:
    """The value of the first area of the scope that sets it."""
    return next((found[area][name] for area in SCOPE if name in found.get(area, {})), default)


@given(by_area)
def test_the_nearest_area_that_sets_a_value_decides(set_by: dict[str, dict[str, Any]]) -> None:
    policy = resolve_policy(SCOPE, set_by)
    for name in PLAIN:
        assert getattr(policy, name) == nearest(set_by, name, getattr(Policy(), name))


@given(by_area)
def test_speeds_are_decided_one_by_one(set_by: dict[str, dict[str, Any]]) -> None:
    policy = resolve_policy(SCOPE, set_by)
    alone = {area: found.get("speeds", {}) for area, found in set_by.items()}
    for mode in Speeds.__struct_fields__:
        assert getattr(policy.speeds, mode) == nearest(alone, mode, getattr(Speeds(), mode))


def test_a_station_changes_one_speed_and_keeps_the_citys_others() -> None:
    policy = resolve_policy(
        SCOPE,
        {CITY: {"speeds": {"car": 30, "foot": 4}, "detour": 1.4}, EAST: {"speeds": {"car": 50}}},
    )
    assert (policy.speeds.car, policy.speeds.foot, policy.speeds.bicycle) == (50, 4, 14)
    assert policy.detour == 1.4


def test_where_nobody_has_set_anything_the_usual_values_hold() -> None:
    assert resolve_policy(SCOPE, {}) == Policy() == resolve_policy((), {EAST: {"detour": 2}})
    assert resolve_policy(SCOPE, {WEST: {"detour": 2}}) == Policy()


def test_a_value_set_twice_is_not_carried_into_another_resolution() -> None:
    set_by = {CITY: {"speeds": {"car": 30}}, EAST: {"speeds": {"foot": 6}}}
    first = resolve_policy(SCOPE, set_by)
    assert resolve_policy([CITY], set_by).speeds.foot == Speeds().foot
    assert resolve_policy(SCOPE, set_by) == first
    assert set_by == {CITY: {"speeds": {"car": 30}}, EAST: {"speeds": {"foot": 6}}}


@pytest.mark.parametrize("wrong", [{"detour": 0.5}, {"detuor": 1.2}, {"speeds": {"horse": 20}}])
def test_a_value_that_cannot_hold_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(msgspec.ValidationError):
        resolve_policy(SCOPE, {EAST: wrong})


@given(st.lists(st.sampled_from(["37", "3799", "379928", "379928001"]), max_size=6))
def test_a_lineage_is_the_area_itself_and_then_every_centre_above(above: list[str]) -> None:
    assert lineage_of(EAST, above) == [EAST, *above]


def test_a_tree_may_have_any_depth() -> None:
    lineage: list[str] = []
    for area in (CITY, COUNTY, EAST, "379928001002"):
        lineage = lineage_of(area, lineage)
    assert lineage == ["379928001002", EAST, COUNTY, CITY]
