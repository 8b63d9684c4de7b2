"""`python -m jobs critical|others|pictures [number]`: one carrier, until it is told to stop."""

import asyncio
import contextlib
import os
import signal
import sys
from collections.abc import Awaitable, Callable
from functools import partial

import structlog
import uvloop

from jobs.lanes import work_critical, work_others, work_pictures
from service.app import open_house
from service.platform.db import AWAY
from service.platform.house import House
from service.platform.logs import start_logging
from service.platform.seal import KeyUnusable
from service.platform.settling import settle
from service.settings import WrongSetting, read_settings

Work = Callable[[House], Awaitable[None]]
_WORK: dict[str, Work] = {
    "critical": work_critical,
    "others": work_others,
    "pictures": work_pictures,
}


async def _work(sort: str, work: Work) -> None:
    settings = read_settings(os.environ)
    start_logging(settings.log_level)
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    async with open_house(settings) as house:
        # The first press chooses cameras with the map as well.
        house.ground.prepare()
        settle()
        structlog.get_logger().info("carrier.ready", carries=sort)
        working = asyncio.ensure_future(work(house))
        stopping = asyncio.create_task(stop.wait())
        await asyncio.wait({working, stopping}, return_when=asyncio.FIRST_COMPLETED)
        stopping.cancel()
        if not working.done():
            working.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await working


def main() -> int:
    """Carry jobs; 2 when a setting or the word is wrong."""
    sort = sys.argv[1] if len(sys.argv) > 1 else "critical"
    if sort not in _WORK:
        sys.stderr.write(f"jobs: {sort} is none of {', '.join(_WORK)}\n")
        return 2
    work, number = _WORK[sort], sys.argv[2] if len(sys.argv) > 2 else ""
    if number:
        if sort != "pictures" or not number.isdecimal():
            sys.stderr.write("jobs: only carriers of pictures have a number\n")
            return 2
        work = partial(work_pictures, number=int(number))
    try:
        uvloop.run(_work(sort, work))
    except (WrongSetting, KeyUnusable) as error:
        sys.stderr.write(f"jobs: {error}\n")
        return 2
    except AWAY as error:
        # Whoever started us starts us again; the reason is one line, not a page.
        sys.stderr.write(f"jobs: the database is away: {type(error).__name__}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
