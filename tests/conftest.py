"""What tests share: real servers for the whole run, a fresh database and a town for each test."""

import asyncio
import gc
import itertools
import logging
import os
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import structlog
from hypothesis import HealthCheck, settings

from service.platform.asks import Errand, system
from tests.support.desk import scene_film
from tests.support.hamlet import hamlet
from tests.support.servers import (
    Servers,
    fresh_database,
    make_template,
    start_servers,
    stop_servers,
)
from tests.support.town_house import Town, open_town

settings.register_profile(
    "suite",
    deadline=None,
    max_examples=100,
    derandomize=bool(os.environ.get("CI")),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.load_profile("suite")

# Errors as text, without the values in hand there and without drawing frames around them.
structlog.configure(
    processors=[
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.dev.ConsoleRenderer(
            colors=False, exception_formatter=structlog.dev.plain_traceback
        ),
    ],
    wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
)

_numbers = itertools.count(1)


def pytest_collection_finish() -> None:
    """All that was read until now stays: the collector does not go over it again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 20)


@pytest.fixture(scope="session", autouse=True)
def _tests_see_all() -> Iterator[None]:
    """What a test looks up itself it sees whole; a request that it makes begins as nobody's."""
    with system(Errand.COMMAND_LINE):
        yield


@pytest.fixture(scope="session")
def servers() -> Iterator[Servers]:
    """PostgreSQL and Redis, with a planted template."""
    started = asyncio.run(start_servers())
    try:
        asyncio.run(make_template(started, hamlet()))
        yield started
    finally:
        asyncio.run(stop_servers(started))


@pytest.fixture(scope="session")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Two minutes at a gate, in which a thing is taken."""
    return scene_film(tmp_path_factory.mktemp("scene"))


@pytest.fixture
async def database_url(servers: Servers) -> AsyncIterator[str]:
    """A database of one's own, planted with the hamlet."""
    async with fresh_database(servers, f"test_{os.getpid()}_{next(_numbers)}") as url:
        yield url


@pytest.fixture
async def town(database_url: str, tmp_path: Path) -> AsyncIterator[Town]:
    """The hamlet with the service running."""
    async with open_town(database_url, tmp_path) as opened:
        yield opened
