"""Texts that can be found again in a damaged file.

A sealed text says where it starts, how long it is and what its sum is. The spool keeps every press
so, in one piece, and a scan finds it in whatever bytes are left, without the help of SQLite.
"""

import json
import zlib
from collections.abc import Iterator
from typing import Any

LENGTH_DIGITS = 4
SUM_DIGITS = 8
SEALED_BYTES_MAX = 3900  # SQLite keeps a row of up to 4,061 bytes on one page of 4,096.

PRESS = "WBP1"
ANSWER = "WBA1"


def seal(mark: str, facts: dict[str, Any]) -> str:
    """Facts as one ASCII text: mark, length, JSON, sum."""
    body = json.dumps(facts, separators=(",", ":"))
    text = f"{mark} {len(body):0{LENGTH_DIGITS}d} {body} {_sum(body.encode())}"
    assert len(text) <= SEALED_BYTES_MAX, "a sealed text fits one page"
    return text


def unseal(mark: str, text: str) -> dict[str, Any] | None:
    """The facts in a sealed text, or None where it is not whole."""
    data = text.encode("utf-8", "surrogateescape")
    start = mark.encode() + b" "
    return _read(data, len(start)) if data.startswith(start) else None


def scan(mark: str, data: bytes) -> Iterator[tuple[int, dict[str, Any] | None]]:
    """Every place where a text of this mark begins, with its facts where it is whole."""
    start = mark.encode() + b" "
    at = data.find(start)
    while at >= 0:
        yield at, _read(data, at + len(start))
        at = data.find(start, at + 1)


def _read(data: bytes, at: int) -> dict[str, Any] | None:
    digits = data[at : at + LENGTH_DIGITS]
    if not digits.isdigit():
        return None
    begin = at + LENGTH_DIGITS + 1
    end = begin + int(digits)
    body, checksum = data[begin:end], data[end + 1 : end + 1 + SUM_DIGITS]
    if checksum != _sum(body).encode():
        return None
    facts = json.loads(body)
    assert isinstance(facts, dict), "only facts are sealed"
    return facts


def _sum(body: bytes) -> str:
    return f"{zlib.crc32(body):0{SUM_DIGITS}x}"
