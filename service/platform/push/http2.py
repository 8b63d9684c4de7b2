"""One HTTP/2 connection at a time to a gateway, on httpx. Deadlines are the caller's.

Faults of httpcore 1.0 are met by giving a client up as soon as one request is in doubt; the next
request connects anew, the others on the old client end in their own time:
a peer that lowers its stream limit below what is under way stops the reader for good (since
encode/httpcore#652); a stream that is never answered is never given back; those who wait read by
turns, so that two streams without an answer can hold up a third that has one; a TLS handshake
that is not answered leaves its socket open, which is why ours are closed by name.
"""

import contextlib
import importlib
import logging
import socket
import ssl
from collections.abc import Mapping
from typing import Any

import httpx
from msgspec import Struct

from service.platform.push.clients import Clients
from service.platform.push.retry_after import retry_after_s

_BODY_BYTES_MAX = 16_384

# What httpx promises, and what comes through it as it is: after a GOAWAY, while a body is read,
# while somebody writes to a connection that another has found dead.
_anyio = importlib.import_module("anyio")
TROUBLES: tuple[type[Exception], ...] = (
    httpx.TransportError,
    httpx.StreamError,
    importlib.import_module("h2.exceptions").H2Error,
    importlib.import_module("httpcore").ConnectionNotAvailable,
    _anyio.EndOfStream,
    _anyio.BrokenResourceError,
    _anyio.ClosedResourceError,
    _anyio.BusyResourceError,
    OSError,
    LookupError,
    RuntimeError,
)

# Each address is a person's phone, and httpx writes whole addresses at the level "info".
logging.getLogger("httpx").setLevel(logging.WARNING)


class Broken(Exception):
    """The request has no verdict: its connection broke, before or after it was taken."""


class Posted(Struct, frozen=True):
    """An answer; the body is empty where it was lost on the way."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    retry_after_s: float | None
    client: object  # Which one brought it, for whoever gives it up.


class _Client:
    """httpx's client, and the socket that it opened last."""

    def __init__(self, context: ssl.SSLContext) -> None:
        transport = httpx.AsyncHTTPTransport(
            verify=context,
            http1=False,
            http2=True,
            trust_env=False,
            limits=httpx.Limits(
                max_connections=1, max_keepalive_connections=1, keepalive_expiry=None
            ),
            socket_options=_keep_alive(),
        )
        self.http = httpx.AsyncClient(transport=transport, timeout=None, trust_env=False)  # noqa: S113
        self._stream: Any = None

    async def watch(self, event: str, told: Mapping[str, Any]) -> None:
        """httpcore's trace of a request: take hold of a new socket, let go of the one before."""
        if event == "connection.connect_tcp.complete":
            before, self._stream = self._stream, told["return_value"]
            if before is not None:
                with contextlib.suppress(*TROUBLES):
                    await before.aclose()

    async def close(self) -> None:
        """Close the connection, or what there is of one."""
        with contextlib.suppress(*TROUBLES):
            await self.http.aclose()
        if self._stream is not None:
            with contextlib.suppress(*TROUBLES):
                await self._stream.aclose()


class Line:
    """The way to one gateway."""

    def __init__(self, url: str, context: ssl.SSLContext) -> None:
        self._url = url.rstrip("/")
        self._context = context
        self._clients: Clients[_Client] = Clients(self._open, _Client.close)

    async def post(self, path: str, headers: Mapping[str, str], body: bytes) -> Posted:
        """The answer to one request.

        Raises Broken; then, and when it is cancelled, the connection is used no more.
        """
        with self._clients.lend() as client:
            try:
                async with client.http.stream(
                    "POST",
                    self._url + path,
                    headers=headers,
                    content=body,
                    extensions={"trace": client.watch},
                ) as response:
                    said = b"" if response.status_code == 200 else await _body(response)
            except TROUBLES as error:
                self._clients.retire(client)
                raise Broken(type(error).__name__) from error
            except BaseException:  # Cancelled while it waits: that stream never comes back.
                self._clients.retire(client)
                raise
            wait_s = retry_after_s(
                response.headers.get("retry-after"), response.headers.get("date")
            )
            return Posted(response.status_code, response.headers, said, wait_s, client)

    def renew(self, after: Posted | None = None) -> None:
        """Later requests go over another connection than this answer's, or than any so far."""
        self._clients.retire(None if after is None else after.client)

    async def close(self) -> None:
        """Give the connection back."""
        await self._clients.close()

    def _open(self) -> _Client:
        return _Client(self._context)


async def _body(response: httpx.Response) -> bytes:
    """The beginning of a body; what is lost on the way leaves the status standing."""
    body = b""
    try:
        async for chunk in response.aiter_raw():
            body += chunk
            if len(body) > _BODY_BYTES_MAX:
                break
    except TROUBLES:
        return b""
    return body


def _keep_alive() -> list[tuple[int, int, int]]:
    """A dead peer is found out by the kernel: httpx cannot send HTTP/2's own ping."""
    options = [(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)]
    for name, value in (
        ("TCP_KEEPIDLE", 30),
        ("TCP_KEEPINTVL", 5),
        ("TCP_KEEPCNT", 3),
        ("TCP_USER_TIMEOUT", 10_000),  # Milliseconds; Linux alone has it.
    ):
        if hasattr(socket, name):
            options.append((socket.IPPROTO_TCP, getattr(socket, name), value))
    return options
