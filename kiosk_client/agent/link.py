"""HTTP/1.1 to one server, with a deadline on every step.

The standard library's client has a timeout for each read, not for the whole: a server that drips
bytes holds it for ever. aiohttp has one and costs 12 MB of memory. This asks one question on one
connection and closes it: a connection that was kept may be dead without a sign, and a press would
find out by waiting. Redirects are never followed.
"""

import asyncio
import ipaddress
import json
import socket
import ssl
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from kiosk_client.agent.log import Log
from kiosk_client.agent.worker import Worker

RESOLVE_S = 3.0
CONNECT_S = 5.0  # For one address, with TLS: two round trips of a slow mobile link.
ADDRESSES_MAX = 4
ANSWER_S = 10.0
HEAD_BYTES_MAX = 16 * 1024
HEAD_LINES_MAX = 100
BODY_BYTES_MAX = 64 * 1024
INTERIM_MAX = 5  # 1xx answers before the final one.

# OpenSSL's X509_V_FLAG_NO_CHECK_TIME and the two verdicts it lifts.
NO_CHECK_TIME = 0x200000
NOT_YET_VALID, EXPIRED = 9, 10


class BadServer(ValueError):
    """Not the address of a server: https://host or http://host, and a port where needed."""


class NotReached(Exception):
    """No connection: no network, no such name, nobody there."""


class NoAnswer(Exception):
    """Connected, and no whole answer came in time."""


@dataclass(frozen=True, slots=True)
class Server:
    """Where the centre is. It has no path of its own: the path is signed as the box sends it."""

    scheme: str
    host: str
    port: int

    @classmethod
    def parse(cls, url: str) -> "Server":
        """Raises BadServer."""
        try:
            parts = urlsplit(url)
            port = parts.port
        except ValueError as error:
            raise BadServer(url) from error
        plain = parts.path in ("", "/") and not (parts.query or parts.fragment or parts.username)
        if parts.scheme not in ("http", "https") or not parts.hostname or not plain:
            raise BadServer(url)
        if not url.isascii():
            raise BadServer(url)
        return cls(parts.scheme, parts.hostname, port or (443 if parts.scheme == "https" else 80))

    @property
    def authority(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{host}:{self.port}"

    @property
    def url(self) -> str:
        return f"{self.scheme}://{self.authority}"

    @property
    def is_private(self) -> bool:
        """Whether nobody on the way can read along."""
        return self.scheme == "https" or (
            self.host == "localhost" or (_is_address(self.host) and _is_loopback(self.host))
        )


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole HTTP answer; header names are in lower case."""

    status: int
    headers: dict[str, str]
    body: bytes

    def facts(self) -> dict[str, Any]:
        """The JSON object in it; empty where there is none."""
        kind = self.headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind not in ("application/json", "application/problem+json"):
            return {}
        try:
            facts = json.loads(self.body)
        except (ValueError, RecursionError):
            return {}
        return facts if isinstance(facts, dict) else {}


class Link:
    """Asks; remembers the last addresses of a host for when the name server is silent."""

    def __init__(self, log: Log) -> None:
        self._log = log
        self._resolver = Worker("resolver")
        self._addresses: dict[str, list[str]] = {}
        self._strict: ssl.SSLContext | None = None
        self._lenient: ssl.SSLContext | None = None

    async def ask(
        self, server: Server, method: str, path: str, headers: dict[str, str], body: bytes | None
    ) -> Answer:
        """One request, one answer. Raises NotReached or NoAnswer."""
        reader, writer = await self._connect(server)
        try:
            async with asyncio.timeout(ANSWER_S):
                writer.write(_request(server, method, path, headers, body))
                await writer.drain()
                return await _read_answer(reader)
        except (OSError, EOFError, TimeoutError, ValueError, asyncio.LimitOverrunError) as error:
            raise NoAnswer(type(error).__name__) from error
        finally:
            writer.transport.abort()

    async def _connect(self, server: Server) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        addresses = await self._resolve(server)
        reason: Exception | None = None
        for address in addresses[:ADDRESSES_MAX]:
            try:
                async with asyncio.timeout(CONNECT_S):
                    pair = await self._open(server, address)
            except (OSError, TimeoutError) as error:
                reason = error
                continue
            addresses.remove(address)
            addresses.insert(0, address)
            return pair
        raise NotReached(type(reason).__name__) from reason

    async def _open(
        self, server: Server, address: str
    ) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        if server.scheme == "http":
            return await asyncio.open_connection(address, server.port, limit=HEAD_BYTES_MAX)
        if self._strict is None:
            self._strict = ssl.create_default_context()
        try:
            return await self._open_tls(server, address, self._strict)
        except ssl.SSLCertVerificationError as error:
            if error.verify_code not in (NOT_YET_VALID, EXPIRED):
                raise
        # Either this box's clock is wrong or somebody forgot to renew. Who the server is was
        # checked all the same, and a press that is not sent helps nobody.
        if self._lenient is None:
            self._log.say("certificate.out_of_date", server=server.url)
            self._lenient = ssl.create_default_context()
            self._lenient.verify_flags |= NO_CHECK_TIME
        return await self._open_tls(server, address, self._lenient)

    async def _open_tls(
        self, server: Server, address: str, context: ssl.SSLContext
    ) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        return await asyncio.open_connection(
            address, server.port, limit=HEAD_BYTES_MAX, ssl=context, server_hostname=server.host
        )

    async def _resolve(self, server: Server) -> list[str]:
        if _is_address(server.host):
            return [server.host]
        try:
            async with asyncio.timeout(RESOLVE_S):
                infos = await self._resolver.do(
                    partial(socket.getaddrinfo, server.host, server.port, type=socket.SOCK_STREAM)
                )
        except (OSError, TimeoutError, UnicodeError) as error:
            if server.host not in self._addresses:
                raise NotReached(type(error).__name__) from error
        else:
            fresh = list(dict.fromkeys(str(info[4][0]) for info in infos))
            known = self._addresses.get(server.host, [])
            # What worked last time is tried first, if it is still among them.
            fresh.sort(key=lambda address: known[:1] != [address])
            self._addresses[server.host] = fresh
        return self._addresses[server.host]


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _is_loopback(address: str) -> bool:
    return ipaddress.ip_address(address).is_loopback


def _request(
    server: Server, method: str, path: str, headers: dict[str, str], body: bytes | None
) -> bytes:
    lines = [f"{method} {path} HTTP/1.1", f"Host: {server.authority}", "Connection: close"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    if body is not None:
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + (body or b"")


async def _read_answer(reader: asyncio.StreamReader) -> Answer:
    """Raises ValueError where this is not HTTP, EOFError where it ends early."""
    for _ in range(INTERIM_MAX + 1):
        status, headers = await _read_head(reader)
        if status >= 200:
            return Answer(status, headers, await _read_body(reader, status, headers))
    raise ValueError("too many interim answers")


async def _read_head(reader: asyncio.StreamReader) -> tuple[int, dict[str, str]]:
    first = (await reader.readuntil(b"\n")).split(None, 2)
    if len(first) < 2 or not first[0].startswith(b"HTTP/1.") or not first[1].isdigit():
        raise ValueError("not HTTP")
    headers: dict[str, str] = {}
    for _ in range(HEAD_LINES_MAX):
        line = (await reader.readuntil(b"\n")).decode("latin-1").strip()
        if not line:
            return int(first[1]), headers
        name, _, value = line.partition(":")
        headers[name.strip().lower()] = value.strip()
    raise ValueError("too many headers")


async def _read_body(reader: asyncio.StreamReader, status: int, headers: dict[str, str]) -> bytes:
    if status in (204, 304):
        return b""
    if headers.get("transfer-encoding", "").lower() == "chunked":
        return await _read_chunks(reader)
    if "content-length" in headers:
        return await reader.readexactly(_bounded(int(headers["content-length"])))
    body = bytearray()
    while piece := await reader.read(BODY_BYTES_MAX):
        body += piece
        _bounded(len(body))
    return bytes(body)


async def _read_chunks(reader: asyncio.StreamReader) -> bytes:
    body = bytearray()
    while size := _bounded(int((await reader.readuntil(b"\n")).partition(b";")[0], 16)):
        body += await reader.readexactly(size)
        _bounded(len(body))
        await reader.readuntil(b"\n")
    for _ in range(HEAD_LINES_MAX):
        if not (await reader.readuntil(b"\n")).strip():
            return bytes(body)
    raise ValueError("too many trailers")


def _bounded(size_bytes: int) -> int:
    if not 0 <= size_bytes <= BODY_BYTES_MAX:
        raise ValueError("too long")
    return size_bytes
