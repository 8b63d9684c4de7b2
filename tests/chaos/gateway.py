"""Apple's gateway, and the phones behind it that give the receipt; in any mood.

`python -m tests.chaos.gateway --base URL --folder DIR --keys DIR`. Its first line is its address.
The file `gateway` of the run says what becomes of pushes: good, 500, 429, goaway, silence, freeze,
drop. A push that was taken arrives twice now and then.
"""

import argparse
import asyncio
import contextlib
import sys
from pathlib import Path
from typing import Any

import aiohttp

from service.platform.clock import SystemClock
from tests.chaos.journal import Journal, word
from tests.chaos.listening import TROUBLES
from tests.support.gateways.apns import ApnsServer, Fault, Refuse, apns_server
from tests.support.gateways.keys import Keys

_LOOK_S = 0.05
_TWICE_EACH = 5
_MOODS: dict[str, Refuse | Fault] = {
    "500": Refuse(500, "InternalServerError"),
    "429": Refuse(429, "TooManyRequests", retry_after="2"),
    "goaway": Fault("goaway"),
    "silence": Fault("silence"),
    "freeze": Fault("freeze"),
    "drop": Fault("drop"),
}
_AHEAD = 50


async def _run(asked: argparse.Namespace) -> None:
    journal = Journal(asked.folder / "gateway.pushes")
    timeout = aiohttp.ClientTimeout(total=5)
    async with (
        aiohttp.ClientSession(timeout=timeout) as http,
        apns_server(Keys(asked.keys), SystemClock()) as server,
    ):
        print(server.url, flush=True)
        seen = 0
        while True:
            _behave(server, word(asked.folder / "gateway", "good"))
            fresh, seen = server.requests[seen:], len(server.requests)
            for number, request in enumerate(fresh, seen - len(fresh)):
                taken = request.apns_id in server.accepted
                journal.write("push", taken=taken)
                if taken:
                    for _ in range(2 if number % _TWICE_EACH == 0 else 1):
                        await _receipt(http, asked.base, request.payload)
            await asyncio.sleep(_LOOK_S)


def _behave(server: ApnsServer, mood: str) -> None:
    """What becomes of the next requests, whoever they are for."""
    ahead = range(len(server.requests) + 1, len(server.requests) + 1 + _AHEAD)
    server.plan.clear()
    server.says.clear()
    said = _MOODS.get(mood)
    if isinstance(said, Fault):
        server.plan.update(dict.fromkeys(ahead, said))
    elif said is not None:
        for request in server.requests[-_AHEAD:]:
            token = request.headers[":path"].rpartition("/")[2]
            server.script(token, *[said] * _AHEAD)


async def _receipt(http: aiohttp.ClientSession, base: str, payload: dict[str, Any]) -> None:
    attempt = payload.get("attempt")
    if attempt is not None:
        with contextlib.suppress(*TROUBLES):
            async with http.post(f"{base}/v1/receipts", json={"delivery_id": attempt}) as answer:
                await answer.read()


def main() -> int:
    """Run until killed."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--base", required=True)
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--keys", type=Path, required=True)
    asyncio.run(_run(parser.parse_args()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
