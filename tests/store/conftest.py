"""What tests of the store share: a house, a clock, an errand."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from jobs.kinds import KINDS
from service.platform.house import House
from tests.support.houses import Errand, WatchedClock, quiet_house


@pytest.fixture
def clock() -> WatchedClock:
    """Stands still until moved."""
    return WatchedClock()


@pytest.fixture
async def house(database_url: str, tmp_path: Path, clock: WatchedClock) -> AsyncIterator[House]:
    """The service without its doors."""
    async with quiet_house(database_url, tmp_path, clock) as opened:
        yield opened


@pytest.fixture
def errand(monkeypatch: pytest.MonkeyPatch) -> Errand:
    """A kind of job called `errand`, tried without end a second apart."""
    one = Errand()
    monkeypatch.setitem(KINDS, "errand", one.kind(backoff_s=1, backoff_most_s=8))
    return one
