"""Rules of phones: which word of a gateway is believed."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from service.phone.rules import is_dead, trouble
from service.phone.wire import Gateway, GatewayTrouble, Standing

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


@given(st.timedeltas(-timedelta(days=400), timedelta(days=400)))
def test_an_address_that_was_given_since_is_another(apart: timedelta) -> None:
    assert is_dead(NOON, NOON + apart) == (apart >= timedelta())


def test_a_gateway_that_names_no_instant_means_the_address_that_it_was_asked_for() -> None:
    assert is_dead(NOON, None)


STANDINGS = st.builds(
    Standing,
    gateway=st.just(Gateway.APNS),
    rung_at=st.none() | st.integers(0, 900).map(lambda s: NOON - timedelta(seconds=s)),
    received_at=st.none() | st.just(NOON),
    attempts=st.integers(0, 9),
    taken=st.integers(0, 9),
    doubted=st.integers(0, 3),
)


@given(STANDINGS, st.timedeltas(timedelta(), timedelta(hours=1)))
def test_what_ails_a_gateway_does_not_get_well_by_waiting(
    standing: Standing, later: timedelta
) -> None:
    if trouble(standing, NOON) is not None:
        assert trouble(standing, NOON + later) is trouble(standing, NOON)


@given(STANDINGS)
def test_a_gateway_that_takes_rings_that_arrive_is_well(standing: Standing) -> None:
    well = replace(standing, received_at=NOON, taken=standing.attempts, doubted=0)
    assert trouble(well, NOON) is None


@given(STANDINGS.filter(lambda s: s.rung_at is not None), st.integers(0, 900))
def test_a_trial_ring_has_a_minute_and_a_half(standing: Standing, age_s: int) -> None:
    rung_at = NOON - timedelta(seconds=age_s)
    silent = replace(standing, rung_at=rung_at, received_at=None, attempts=1, taken=1, doubted=0)
    assert (trouble(silent, NOON) is GatewayTrouble.SILENT) == (age_s >= 90)


def test_one_or_two_refusals_are_an_accident_and_three_are_none() -> None:
    found = [trouble(Standing(Gateway.APNS, None, None, n, 0, 0), NOON) for n in range(4)]
    assert found == [None, None, None, GatewayTrouble.REFUSING]
