"""A reviewer's desk on a stage, over a folder of recordings."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from tests.browser.asked_stage import asked_stage
from tests.browser.stage import open_stage
from tests.support.desk import Desk, desk_over, folders_in


@asynccontextmanager
async def filmed_desk(url: str, folder: Path, recorded: bytes) -> AsyncIterator[tuple[Desk, str]]:
    """The desk, whose first camera has this recording, and where its pages are."""
    recordings = folders_in(folder)
    opening = open_stage(url, folder, recordings_folder=str(recordings))
    async with opening as stage, asked_stage(stage) as office:
        yield await desk_over(office, recordings, recorded), stage.base
