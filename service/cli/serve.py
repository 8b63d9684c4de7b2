"""`watchbell serve`: the service alone, one process."""

import socket
import sys

import uvicorn
import uvloop

from service.app import build_app, open_house
from service.platform.db import AWAY
from service.platform.http import BoundedHttp
from service.platform.logs import start_logging
from service.platform.seal import KeyUnusable
from service.platform.settling import settle
from service.settings import Settings, WrongSetting

_BACKLOG = 2048


def serve(settings: Settings, listener: int | None) -> None:
    """Answer until told to stop, on a socket that an owner handed over or on one of our own."""
    start_logging(settings.log_level)
    try:
        uvloop.run(_serve(settings, listener))
    except (KeyUnusable, WrongSetting) as error:
        sys.exit(f"watchbell: {error}")
    except AWAY as error:
        # Whoever started us starts us again; the reason is one line, not a page.
        sys.exit(f"watchbell: the database is away: {type(error).__name__}")


async def _serve(settings: Settings, listener: int | None) -> None:
    sockets = None if listener is None else [socket.socket(fileno=listener)]
    async with open_house(settings) as house:
        server = uvicorn.Server(configure(build_app(house), settings))
        settle()
        await server.serve(sockets)


def configure(app: object, settings: Settings) -> uvicorn.Config:
    """How uvicorn is run: our own log, streams that end soon when we stop."""
    return uvicorn.Config(
        app,  # type: ignore[arg-type]
        host=settings.host,
        port=settings.port,
        log_config=None,
        access_log=False,
        server_header=False,
        date_header=True,
        backlog=_BACKLOG,
        http=BoundedHttp,
        timeout_graceful_shutdown=2,
        timeout_keep_alive=75,
        ws="none",
    )
