"""HTTP as uvicorn speaks it, with an end to every head of a request: in bytes, fields and seconds.

The parser below keeps what it is sent until a head is whole, however long that takes.
"""

import asyncio
from typing import Any

import msgspec
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from service.platform.limits import HEADER_BYTES_MAX, HEADERS_MOST, HEADERS_S


class _HeadTooLong(Exception):
    """More fields or bytes than a head may have."""


class BoundedHttp(HttpToolsProtocol):
    """One connection. What is too long or too slow is told so once, and cut."""

    url = b""
    _in_head = True
    _head_bytes = 0
    _late: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Somebody connects; he has a while to say what he wants."""
        super().connection_made(transport)
        self._wait_for_head()

    def connection_lost(self, exc: Exception | None) -> None:
        """The connection is gone."""
        self._head_is_whole()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Some bytes: of a head, as long as one is open."""
        if self._in_head:
            if self._late is None:
                self._wait_for_head()
            self._head_bytes += len(data)
        super().data_received(data)
        if self._in_head and self._head_bytes > HEADER_BYTES_MAX:
            self._refuse(431, "request.too_large", "The head of the request is too long.")

    def on_headers_complete(self) -> None:
        """A head is whole: it is looked at before anybody acts on it."""
        self._head_is_whole()
        if self._is_too_long():
            raise _HeadTooLong
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """A request is whole: what comes next is a head again."""
        super().on_message_complete()
        self._in_head, self._head_bytes = True, 0

    def send_400_response(self, msg: str) -> None:
        """What cannot be read is answered like every other refusal."""
        if self.transport.is_closing():
            return
        if self._is_too_long():
            self._refuse(431, "request.too_large", "The head of the request is too long.")
        else:
            self._refuse(400, "request.invalid", msg)

    def _is_too_long(self) -> bool:
        fields = self.headers or []
        size_bytes = len(self.url) + sum(len(name) + len(value) for name, value in fields)
        return size_bytes > HEADER_BYTES_MAX or len(fields) > HEADERS_MOST

    def _wait_for_head(self) -> None:
        self._late = self.loop.call_later(HEADERS_S, self._too_late)

    def _too_late(self) -> None:
        self._late = None
        if self._head_bytes:
            self._refuse(408, "request.too_slow", "The head of the request did not arrive in time.")
        else:
            self.transport.close()

    def _head_is_whole(self) -> None:
        self._in_head = False
        if self._late is not None:
            self._late.cancel()
            self._late = None

    def _refuse(self, status: int, code: str, title: str) -> None:
        """Answer in the form of every refusal, and hang up."""
        if self.transport.is_closing():
            return
        said: dict[str, Any] = {"type": f"/problems/{code}", "title": title}
        body = msgspec.json.encode(said | {"status": status, "code": code})
        self.transport.write(
            b"HTTP/1.1 %d Refused\r\ncontent-type: application/problem+json\r\n"
            b"content-length: %d\r\nconnection: close\r\n\r\n%s" % (status, len(body), body)
        )
        self.transport.close()
