"""How often a picture is tried, and how old it is."""

from datetime import UTC, datetime, timedelta

import pytest

from service.picture.rules import TRIES_MOST, lag_ms, tries_again

NOW = datetime(2026, 3, 2, 7, 40, tzinfo=UTC)


def test_a_camera_is_asked_a_few_times_and_no_more() -> None:
    assert [tries_again(n) for n in range(1, TRIES_MOST + 2)] == [True, True, False, False]


@pytest.mark.parametrize(("after_ms", "lag"), [(0, 0), (1234, 1234), (-2500, -2500)])
def test_a_picture_says_how_long_after_the_press_it_is(after_ms: int, lag: int) -> None:
    assert lag_ms(NOW + timedelta(milliseconds=after_ms), NOW) == lag
