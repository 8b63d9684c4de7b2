"""Press ids: unique and in order, whatever the clock does."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from kiosk_client.agent.ids import TAIL_BITS, next_press_id

INSTANTS = st.integers(-160_000_000, 7_260_000_000).map(
    lambda seconds: datetime.fromtimestamp(seconds, UTC)  # 1964 to 2200
)


@given(st.lists(INSTANTS, min_size=1, max_size=60))
def test_press_ids_rise_however_the_clock_jumps(instants: list[datetime]) -> None:
    ids: list[str] = []
    for at in instants:
        ids.append(next_press_id(at, ids[-1] if ids else None))
    assert ids == sorted(set(ids))


@given(INSTANTS)
def test_a_press_id_is_a_uuid_of_version_7(at: datetime) -> None:
    first = UUID(next_press_id(at, None))
    second = UUID(next_press_id(at, str(first)))
    for number in (first, second):
        assert number.version == 7
        assert number.variant == "specified in RFC 4122"


def test_a_press_id_tells_its_millisecond() -> None:
    at = datetime(2026, 3, 2, 8, 0, 0, 123000, tzinfo=UTC)
    milliseconds = UUID(next_press_id(at, None)).int >> 80
    assert datetime.fromtimestamp(milliseconds / 1000, UTC) == at


def test_a_clock_that_goes_on_is_followed() -> None:
    at = datetime(2026, 3, 2, 8, tzinfo=UTC)
    first = next_press_id(at, None)
    later = UUID(next_press_id(at + timedelta(seconds=1), first)).int >> 80
    assert later - (UUID(first).int >> 80) == 1000


def test_a_full_millisecond_flows_into_the_next() -> None:
    at = datetime(2026, 3, 2, 8, tzinfo=UTC)
    last = next_press_id(at, None, draw=lambda bits: (1 << bits) - 1)
    for _ in range(3):
        following = next_press_id(at, last, draw=lambda bits: (1 << TAIL_BITS) - 2)
        assert following > last
        last = following
