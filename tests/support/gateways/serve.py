"""A gateway on loopback in a process of its own, for measuring: `python -m ... apns --keys DIR`.

Its first line is JSON with its address; when its input ends it prints what it has accepted.
"""

import argparse
import asyncio
import sys
from pathlib import Path
from typing import Any

import msgspec

from service.platform.clock import SystemClock
from tests.support.gateways import web
from tests.support.gateways.apns import Fault, apns_server
from tests.support.gateways.browsers import PushService
from tests.support.gateways.google import Google
from tests.support.gateways.huawei import Huawei
from tests.support.gateways.keys import Keys

KINDS = {"fcm": Google, "huawei": Huawei, "web_push": PushService}
_BROWSERS = 20


def main() -> None:
    """Serve until the input ends."""
    parser = argparse.ArgumentParser()
    parser.add_argument("kind", choices=["apns", *KINDS])
    parser.add_argument("--keys", type=Path, required=True)
    parser.add_argument("--answer-ms", type=float, default=0)
    parser.add_argument("--fault", default="", help="goaway, drop, freeze, limit, silence")
    parser.add_argument("--at", type=int, default=0, help="the request that it happens to")
    asked = parser.parse_args()
    asyncio.run(_apns(asked) if asked.kind == "apns" else _other(asked))


async def _apns(asked: argparse.Namespace) -> None:
    async with apns_server(Keys(asked.keys), SystemClock()) as server:
        server.answer_s = asked.answer_ms / 1000
        if asked.fault:
            server.plan[asked.at] = Fault(asked.fault, 10 if asked.fault == "limit" else 0)
        await _say(url=server.url)
        await asyncio.to_thread(sys.stdin.read)
        await _say(accepted=len(set(server.accepted)), requests=len(server.requests))


async def _other(asked: argparse.Namespace) -> None:
    keys = Keys(asked.keys)
    gateway = KINDS[asked.kind].of(keys, SystemClock())  # type: ignore[attr-defined]
    async with web.serving(gateway, keys):
        gateway.answer_s = asked.answer_ms / 1000
        if asked.fault:
            gateway.plan[asked.at] = web.Fault(asked.fault)
        more: dict[str, Any] = {}
        if isinstance(gateway, PushService):
            more["browsers"] = [gateway.subscribe(f"browser-{n}") for n in range(_BROWSERS)]
        await _say(url=gateway.url, **more)
        await asyncio.to_thread(sys.stdin.read)
        await _say(accepted=len(gateway.accepted), requests=len(gateway.requests))


async def _say(**what: Any) -> None:
    sys.stdout.write(msgspec.json.encode(what).decode() + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
