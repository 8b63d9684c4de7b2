"""Rules of phones: which word of a gateway is believed."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from service.phone.rules import is_dead

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


@given(st.timedeltas(-timedelta(days=400), timedelta(days=400)))
def test_an_address_that_was_given_since_is_another(apart: timedelta) -> None:
    assert is_dead(NOON, NOON + apart) == (apart >= timedelta())


def test_a_gateway_that_names_no_instant_means_the_address_that_it_was_asked_for() -> None:
    assert is_dead(NOON, None)
