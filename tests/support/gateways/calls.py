"""What the tests of all gateways share: a ring, settings for loopback, a peer that says nothing."""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator
from msgspec import to_builtins
from msgspec.structs import asdict

from service.platform.clock import Clock
from service.platform.push import Channel, Over, Ring, Urgency
from service.platform.push.configured import from_settings
from service.settings import PushSettings
from tests.support import hamlet
from tests.support.clock import START
from tests.support.gateways.keys import (
    CLIENT_ID,
    CLIENT_SECRET,
    CONTACT,
    KEY_ID,
    PROJECT,
    TEAM_ID,
    TOPIC,
    Keys,
)

CONTRACT = Path(__file__).parents[3] / "mobile_contract/v1"
WORDS = "平安铃：您有新任务"
ATTEMPT = hamlet.uid("at", 1)
PHONE_ID = hamlet.uid("ph", 1)
EXPIRES_AT = START + timedelta(minutes=5)
UNTIL = to_builtins(EXPIRES_AT)


def taken_back(n: int = 1, *, version: int = 1) -> Ring:
    """The ring of one task, taken back."""
    return Ring(
        task_id=hamlet.uid("ta", n),
        words=WORDS,
        expires_at=EXPIRES_AT,
        version=version,
        urgency=Urgency.ORDINARY,
        phone_id=PHONE_ID,
        over=Over.TAKEN,
    )


def ring(n: int = 1, *, version: int = 1, urgency: Urgency = Urgency.EMERGENCY) -> Ring:
    """The ring of one task."""
    return Ring(
        task_id=hamlet.uid("ta", n),
        words=WORDS,
        expires_at=EXPIRES_AT,
        version=version,
        urgency=urgency,
        attempt_id=ATTEMPT,
        phone_id=PHONE_ID,
    )


def fits_the_phones_contract(gateway: str, body: object) -> None:
    """Raises where a push does not have the form that apps were promised."""
    form = json.loads((CONTRACT / "push.json").read_text(encoding="utf-8"))
    chosen = {"$defs": form["$defs"], "$ref": f"#/$defs/{gateway}"}
    Draft202012Validator(chosen).validate(body)


def settings(keys: Keys, **more: Any) -> PushSettings:
    """What an operator sets who has everything."""
    ca = str(keys.ca)
    given: dict[str, Any] = {
        "apns_key_file": str(keys.apns),
        "apns_key_id": KEY_ID,
        "apns_team_id": TEAM_ID,
        "apns_topic": TOPIC,
        "apns_ca_file": ca,
        "fcm_allowed": True,
        "fcm_account_file": str(keys.google),
        "fcm_ca_file": ca,
        "huawei_project_id": PROJECT,
        "huawei_client_id": CLIENT_ID,
        "huawei_client_secret": CLIENT_SECRET,
        "huawei_account_file": str(keys.huawei),
        "huawei_ca_file": ca,
        "web_push_key_file": str(keys.web_push),
        "web_push_contact": CONTACT,
        "web_push_ca_file": ca,
    }
    return PushSettings(**{**given, **more})


@asynccontextmanager
async def channel(
    name: str, keys: Keys, clock: Clock, *, most_s: float = 8.0, **more: Any
) -> AsyncIterator[Channel]:
    """The channel of one gateway, with its settings among these and no other's."""
    everything = asdict(settings(keys, **more))
    alone = {setting: value for setting, value in everything.items() if setting.startswith(name)}
    channels = from_settings(PushSettings(**alone), clock, most_s=most_s)
    try:
        yield channels[name]
    finally:
        for one in channels.values():
            await one.close()


class _Mute(asyncio.Protocol):
    def __init__(self, taken: list[asyncio.BaseTransport]) -> None:
        self._taken = taken

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._taken.append(transport)


@asynccontextmanager
async def mute_server() -> AsyncIterator[int]:
    """The port of a peer that takes connections and never says a word: a black hole."""
    taken: list[asyncio.BaseTransport] = []
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: _Mute(taken), "127.0.0.1", 0)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
        for transport in taken:
            transport.close()
        await server.wait_closed()
        await asyncio.sleep(0)  # The transports let go of their sockets.


@contextmanager
def within(most_s: float) -> Iterator[None]:
    """Fails when what is inside takes longer."""
    begun = time.monotonic()
    yield
    took_s = time.monotonic() - begun
    assert took_s < most_s, f"it took {took_s:.2f} s"
