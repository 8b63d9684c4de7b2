"""What the touch page's server needs of HTTP/1.1: one request on one connection, bounded."""

import asyncio
import ipaddress
import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

HEAD_BYTES_MAX = 8 * 1024
BODY_BYTES_MAX = 1024
WRITE_S = 10.0

REASONS = {200: "OK", 204: "No Content", 400: "Bad Request", 403: "Forbidden", 404: "Not Found"}
REASONS |= {405: "Method Not Allowed", 503: "Service Unavailable"}


@dataclass(frozen=True, slots=True)
class Request:
    """What a browser asks; header names are in lower case."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes

    def check_host(self, own: str) -> None:
        """A name that somebody points at this machine is not this machine's (DNS rebinding)."""
        host = urlsplit("//" + self.headers.get("host", "")).hostname or ""
        if host not in ("localhost", own) and not _is_address(host):
            raise Refused(403)

    def facts(self) -> dict[str, Any]:
        """The JSON object that this page sent. Raises Refused, also for a page of elsewhere."""
        origin = self.headers.get("origin")
        own = f"http://{self.headers.get('host')}"
        if self.headers.get("content-type") != "application/json" or origin not in (None, own):
            raise Refused(403)
        try:
            facts = json.loads(self.body)
        except (ValueError, RecursionError) as error:
            raise Refused(400) from error
        if not isinstance(facts, dict):
            raise Refused(400)
        return facts


class Refused(Exception):
    """Not a request that this server answers; says the status."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


async def read_request(reader: asyncio.StreamReader) -> Request:
    """The one request of a connection. Raises Refused."""
    try:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    except asyncio.LimitOverrunError as error:
        raise Refused(400) from error
    first, *lines = head.split("\r\n")
    words = first.split(" ")
    if len(words) != 3:
        raise Refused(400)
    headers = {
        name.strip().lower(): value.strip()
        for name, _, value in (line.partition(":") for line in lines if line)
    }
    length = headers.get("content-length", "0")
    if not length.isdecimal() or int(length) > BODY_BYTES_MAX:
        raise Refused(400)
    body = await reader.readexactly(int(length))
    return Request(words[0], words[1].partition("?")[0], headers, body)


def head(status: int, headers: dict[str, str]) -> bytes:
    """The lines before a body."""
    lines = [f"HTTP/1.1 {status} {REASONS[status]}", "Connection: close"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "", ""]).encode("latin-1")


async def write(writer: asyncio.StreamWriter, data: bytes) -> None:
    """Send; a browser that does not take it in time is left."""
    async with asyncio.timeout(WRITE_S):
        writer.write(data)
        await writer.drain()


async def write_json(writer: asyncio.StreamWriter, facts: object) -> None:
    """Send an object that no cache may keep."""
    body = json.dumps(facts).encode()
    kind = {"Content-Type": "application/json", "Content-Length": str(len(body))}
    await write(writer, head(200, kind | {"Cache-Control": "no-store"}) + body)


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
