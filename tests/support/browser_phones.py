"""Officers whose phones are browsers, and the push service that rings them on loopback."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from service.platform.clock import Clock
from tests.support.clock import HandClock
from tests.support.gateways.browsers import PushService
from tests.support.gateways.calls import settings
from tests.support.gateways.keys import Keys
from tests.support.gateways.web import serving
from tests.support.people import Officer
from tests.support.town_house import Town, open_town


@asynccontextmanager
async def town_with_browsers(
    database_url: str, tmp_path: Path, keys: Keys, **more: Any
) -> AsyncIterator[tuple[Town, PushService]]:
    """A town whose officers' phones are browsers."""
    clock = HandClock()
    async with (
        push_service(keys, clock) as (service, ours),
        open_town(database_url, tmp_path, clock=clock, **ours, **more) as town,
    ):
        yield town, service


@asynccontextmanager
async def push_service(
    keys: Keys, clock: Clock
) -> AsyncIterator[tuple[PushService, dict[str, Any]]]:
    """A push service on loopback, and the settings of a house that rings browsers through it."""
    async with serving(PushService.of(keys, clock), keys) as service:
        everything = settings(keys, web_push_hosts=urlsplit(service.url).netloc)
        yield (
            service,
            {
                name: getattr(everything, name)
                for name in everything.__struct_fields__
                if name.startswith("web_push")
            },
        )


async def browser(
    officer: Officer, service: PushService, name: str = "chrome", *, canary: bool = False
) -> str:
    """The officer's phone registers its subscription."""
    made = service.subscribe(name)
    by = {"gateway": "web_push", "endpoint": made.endpoint, "p256dh": made.p256dh}
    phone = {"platform": "web", "model": name, "by": by | {"auth": made.auth}, "canary": canary}
    answer = await officer.post("/v1/me/phones", phone)
    assert answer.status == 201, answer.body
    return str(answer.body["phone_id"])
