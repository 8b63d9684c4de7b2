"""Requests over HTTP/1.1: bounded answers, no redirects, a second try when a connection breaks."""

import asyncio
import importlib
import ssl
from collections.abc import Mapping

import aiohttp
from msgspec import Struct

from service.platform.push.clients import Clients
from service.platform.push.gate import FIRST_SHARE
from service.platform.push.retry_after import retry_after_s

# An endpoint is a key to somebody's browser: not one character of it is ours to write otherwise.
_Url = importlib.import_module("yarl").URL

_BODY_BYTES_MAX = 65_536
_CONNECTIONS_MAX = 128
_CONNECTIONS_MAX_EACH = 32
# Gateways and the boxes between close idle connections after a minute or so.
_KEEP_S = 30.0


class Posted(Struct, frozen=True):
    """An answer."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    retry_after_s: float | None


class Poster:
    """One session to a gateway. How long both tries may take is the caller's."""

    def __init__(self, context: ssl.SSLContext, most_s: float) -> None:
        self._context = context
        self._first_s = most_s * FIRST_SHARE
        self._clients: Clients[aiohttp.ClientSession] = Clients(
            self._open, aiohttp.ClientSession.close
        )

    async def post(self, url: str, headers: Mapping[str, str], body: bytes) -> Posted | None:
        """The answer; None where none came, twice, the second time over a new connection."""
        try:
            async with asyncio.timeout(self._first_s):
                posted = await self._once(url, headers, body)
        except TimeoutError:
            posted = None
        return posted or await self._once(url, headers, body)

    async def close(self) -> None:
        """Give the connections back."""
        await self._clients.close()

    async def _once(self, url: str, headers: Mapping[str, str], body: bytes) -> Posted | None:
        with self._clients.lend() as session:
            try:
                async with session.post(
                    _Url(url, encoded=True), headers=headers, data=body, allow_redirects=False
                ) as answer:
                    said = await _body(answer)
            except (aiohttp.ClientError, OSError, ValueError):  # OSError: also a connection's wait.
                self._clients.retire(session)
                return None
            except asyncio.CancelledError:
                self._clients.retire(session)
                raise
            wait_s = retry_after_s(answer.headers.get("Retry-After"), answer.headers.get("Date"))
            return Posted(answer.status, answer.headers, said, wait_s)

    def _open(self) -> aiohttp.ClientSession:
        connector = aiohttp.TCPConnector(
            ssl=self._context,
            limit=_CONNECTIONS_MAX,
            limit_per_host=_CONNECTIONS_MAX_EACH,
            keepalive_timeout=_KEEP_S,
        )
        return aiohttp.ClientSession(
            connector=connector,
            cookie_jar=aiohttp.DummyCookieJar(),
            timeout=aiohttp.ClientTimeout(total=None),
            auto_decompress=False,
        )


async def _body(answer: aiohttp.ClientResponse) -> bytes:
    """The beginning of the body; a longer one costs its connection."""
    body = bytearray()
    async for chunk in answer.content.iter_any():
        body += chunk
        if len(body) > _BODY_BYTES_MAX:
            answer.close()
            break
    return bytes(body)
