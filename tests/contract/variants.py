"""Other requests made of one: a value is replaced, left out or doubled, the text is damaged.

Requests that a contract describes are nearly right or wrong in one way; these are what broken and
hostile programs send. The same request and the same seed give the same variants.
"""

import json
import string
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from random import Random
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

_HOSTILE: list[Any] = [
    None,
    True,
    0,
    -1,
    0.5,
    2**31,
    2**63,
    -(2**63) - 1,
    10**400,
    1e308,
    float("nan"),
    float("inf"),
    "",
    " ",
    "0",
    "null",
    "\x00",
    "a\x00b",
    "\r\nx-planted: 1",
    "\u202e\u200b\ufeff",
    "\ud800",
    "１２３",
    "İıß",
    "'; DROP TABLE incidents; --",
    "%' OR '1'='1",
    "{{7*7}}${7*7}",
    "<script>alert(1)</script>",
    "../../../../etc/passwd",
    "file:///etc/passwd",
    "http://169.254.169.254/latest/",
    "rtsp://127.0.0.1:1/",
    "2026-02-30T25:61:61Z",
    "0000-01-01T00:00:00Z",
    "9999-12-31T23:59:59.999999+23:59",
    "2026-01-01T00:00:00",
    "00000000-0000-0000-0000-000000000000",
    "ffffffff-ffff-ffff-ffff-ffffffffffff",
    "x" * 300,
    "界" * 5_000,
    "y" * 70_000,
    [],
    {},
    [[]],
    [None],
    {"": ""},
    {"lat": 91, "lon": 181, "crs": "wgs84"},
    {"lat": "0", "lon": None, "crs": "x"},
]


@dataclass(frozen=True)
class Asked:
    """A request before it is signed; `door` is the address as the contract has it."""

    method: str
    url: str
    body: bytes
    door: str


def variants(asked: Asked, count: int, random: Random) -> Iterator[Asked]:
    """So many others of the same kind."""
    ways: list[Callable[[Asked, Random], Asked]] = [_query]
    if "{" in asked.door:
        ways.append(_path)
    if asked.body:
        ways += [_json, _json, _json, _damaged]
    for _ in range(count):
        varied = random.choice(ways)(asked, random)
        yield varied if random.random() < 0.7 else random.choice(ways)(varied, random)


def _query(asked: Asked, random: Random) -> Asked:
    parts = urlsplit(asked.url)
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    way = random.randrange(4) if pairs else 3
    at = random.randrange(len(pairs)) if pairs else 0
    if way == 0:
        del pairs[at]
    elif way == 1:
        pairs.append((pairs[at][0], _text(random)))
    elif way == 2:
        pairs[at] = (pairs[at][0], _text(random))
    else:
        pairs.append((random.choice(("limit", "after", "q", "area", "x", "")), _text(random)))
    query = urlencode(pairs, errors="surrogatepass")
    return replace(asked, url=urlunsplit(parts._replace(query=query[:6_000])))


def _path(asked: Asked, random: Random) -> Asked:
    parts = urlsplit(asked.url)
    here, door = parts.path.split("/"), asked.door.split("/")
    if len(here) != len(door):
        return asked
    at = random.choice([n for n, name in enumerate(door) if name.startswith("{")])
    said = _text(random)[:300].strip("./\\ ") or "0"
    here[at] = quote(said, safe="", errors="surrogatepass")
    return replace(asked, url=urlunsplit(parts._replace(path="/".join(here))))


def _json(asked: Asked, random: Random) -> Asked:
    try:
        told = json.loads(asked.body)
    except (ValueError, RecursionError):
        return _damaged(asked, random)
    varied = _changed(told, random)
    return replace(asked, body=json.dumps(varied).encode())


def _changed(value: Any, random: Random) -> Any:
    """The value with one thing in it, at any depth, made another."""
    inside = isinstance(value, dict | list) and value
    if not inside or random.random() < 0.1:
        return random.choice(_HOSTILE)
    if isinstance(value, dict):
        key = random.choice(list(value))
        way = random.random()
        if way < 0.1:
            return {name: below for name, below in value.items() if name != key}
        if way < 0.2:
            return {**value, random.choice((key + "_", key.upper(), "", "x")): value[key]}
        return {**value, key: _changed(value[key], random)}
    at = random.randrange(len(value))
    if random.random() < 0.2:
        return value * random.choice((0, 2, 50))
    return [*value[:at], _changed(value[at], random), *value[at + 1 :]]


def _damaged(asked: Asked, random: Random) -> Asked:
    body, at = asked.body, random.randrange(len(asked.body) + 1)
    ways = (
        body[:at],
        body[:at] + bytes([random.randrange(256)]) + body[at + 1 :],
        body[:at] + body,
        b"[" * 2_000,
        b'{"a":' * 500 + b"1" + b"}" * 500,
        body.replace(b'"', b"'"),
        b"\xef\xbb\xbf" + body,
        body.decode("utf-8", "replace").encode("utf-16"),
    )
    return replace(asked, body=random.choice(ways))


def _text(random: Random) -> str:
    if random.random() < 0.2:
        return "".join(random.choices(string.printable, k=random.randrange(1, 40)))
    value = random.choice(_HOSTILE)
    return str(value)[: 2_000 if random.random() < 0.05 else 100]
