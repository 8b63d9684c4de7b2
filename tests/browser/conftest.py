"""One browser for all, and for each test a stage of its own; all in one event loop."""

import itertools
import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio
from playwright.async_api import Browser, expect

from service.pages import BUILT
from tests.browser.stage import Stage, open_stage
from tests.support.browser import launched
from tests.support.browser import register as pytest_configure
from tests.support.gateway import Gateway, text_gateway
from tests.support.servers import Servers, fresh_database

__all__ = ["pytest_configure"]

_numbers = itertools.count(1)
expect.set_options(timeout=10_000)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser(chromium_path: str) -> AsyncIterator[Browser]:
    """The browser of the whole run."""
    assert BUILT.is_dir(), "the pages are not built: ./dev test builds them"
    async with launched(chromium_path) as started:
        yield started


@pytest_asyncio.fixture(loop_scope="session")
async def stage(servers: Servers, tmp_path: Path) -> AsyncIterator[Stage]:
    """The hamlet, its service, its pages."""
    async with (
        fresh_database(servers, f"browser_{os.getpid()}_{next(_numbers)}") as url,
        open_stage(url, tmp_path) as opened,
    ):
        yield opened


@pytest_asyncio.fixture(loop_scope="session")
async def texts() -> AsyncIterator[Gateway]:
    """A gateway for text messages."""
    async with text_gateway() as gateway:
        yield gateway
