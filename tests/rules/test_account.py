"""Who may administer which account, what may be given, and what a provider's claims give."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.account import rules
from service.account.wire import EndsBefore, MoreThanHeld
from service.centre.wire import UnknownArea
from service.core.problem import Problem
from service.identity.wire import Grant, Held, NewGrant, Role, Who
from service.platform.sign_on import MappedRole
from tests.rules.made import CITY, COUNTY, EAST, NOW, WEST, after, uid

LINES = {
    CITY: [CITY],
    COUNTY: [COUNTY, CITY],
    EAST: [EAST, COUNTY, CITY],
    WEST: [WEST, COUNTY, CITY],
}
AREAS = st.sampled_from(sorted(LINES))
ENDS = st.none() | st.floats(-3600, 3600).map(after)
HELD = st.builds(Held, st.sampled_from(Role), AREAS, st.none(), ENDS)


def administrator(*areas: str) -> Who:
    """Somebody who administers these areas."""
    grants = tuple(Grant(Role.ADMINISTRATOR, area) for area in areas)
    return Who(uid(1), uid(2), "a", "A", grants, NOW)


def holds(grant: Held) -> bool:
    """Whether it has not ended."""
    return grant.until_at is None or grant.until_at > NOW


@given(AREAS, st.lists(HELD, max_size=4))
def test_no_account_is_administered_that_holds_something_beyond(
    area: str, held: list[Held]
) -> None:
    may = rules.may_administer(administrator(area), held, LINES, NOW)
    beyond = [one for one in held if holds(one) and area not in LINES[one.area_code]]
    assert not (may and beyond)
    if held and all(area in LINES[one.area_code] for one in held):
        assert may


def test_an_account_that_never_held_anything_is_nobodys_to_administer() -> None:
    assert not rules.may_administer(administrator(CITY), [], LINES, NOW)


@given(st.lists(HELD, max_size=3), st.sampled_from(Role), AREAS, ENDS)
def test_what_is_given_lies_below_an_own_grant_and_ends_with_it(
    own: list[Held], role: Role, area: str, ends: Any
) -> None:
    new = NewGrant(role=role, area_code=area, until_at=ends)
    try:
        rules.check_given(own, [new], LINES, NOW)
    except (MoreThanHeld, EndsBefore):
        return
    assert any(
        one.role is Role.ADMINISTRATOR
        and holds(one)
        and one.area_code in LINES[area]
        and (one.until_at is None or (ends is not None and ends <= one.until_at))
        for one in own
    )


@pytest.mark.parametrize(
    ("area", "ends", "refusal"),
    [("110000", None, UnknownArea), (EAST, after(-1), EndsBefore), (CITY, None, MoreThanHeld)],
)
def test_what_may_not_be_given_is_told(area: str, ends: Any, refusal: type[Problem]) -> None:
    own = [Held(Role.ADMINISTRATOR, COUNTY, None, None)]
    with pytest.raises(refusal):
        rules.check_given(
            own, [NewGrant(role=Role.DISPATCHER, area_code=area, until_at=ends)], LINES, NOW
        )


MAPPING = [
    MappedRole("groups", "desk", "dispatcher", EAST),
    MappedRole("department", "7", "administrator", COUNTY),
]
VALUES = st.none() | st.booleans() | st.integers() | st.sampled_from(["desk", "7", "other", ""])


@given(
    st.dictionaries(
        st.sampled_from(["groups", "department", "desk", "sub"]),
        VALUES | st.lists(VALUES, max_size=3),
    )
)
def test_claims_give_what_a_line_names_and_nothing_else(claims: dict[str, Any]) -> None:
    given_roles = {(one.role, one.area_code) for one in rules.mapped(claims, MAPPING)}

    def has(claim: str, value: str) -> bool:
        said = claims.get(claim)
        return said == value or (isinstance(said, list) and value in said)

    assert ((Role.DISPATCHER, EAST) in given_roles) is has("groups", "desk")
    assert ((Role.ADMINISTRATOR, COUNTY) in given_roles) is has("department", "7")
    assert rules.mapped(claims, []) == []


@pytest.mark.parametrize("verified", [None, False, "true", 1])
def test_an_email_that_the_provider_did_not_verify_names_nobody(verified: object) -> None:
    claims = {"email": "east@example.org", "email_verified": verified}
    assert rules.name_of(claims, "email") is None
    assert rules.name_of(claims | {"email_verified": True}, "email") == "east@example.org"


@pytest.mark.parametrize("name", [None, "", "x" * 61, "a\nb", ["east"], 7])
def test_what_is_no_name_names_nobody(name: object) -> None:
    assert rules.name_of({"preferred_username": name}, "preferred_username") is None


@pytest.mark.parametrize(
    ("amr", "proved"), [(["pwd", "otp"], True), (["pwd"], False), ("otp", False), (None, False)]
)
def test_a_second_factor_was_shown_where_the_provider_says_so(amr: object, proved: bool) -> None:
    assert rules.is_proved({"amr": amr}) is proved
