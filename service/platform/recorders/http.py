"""A recorder with an HTTP API.

`PUT` and `DELETE /channels/{channel}/holds/{hold}`: it answers 200, 201 or 204 when it holds or has
let go, 404 for a channel that it does not know, and 410 when nothing of that time is left. A hold
that it has already is held.

`GET /channels/{channel}/recordings?from_at=…&until_at=…` lists what it has of a time as
`[{name, begins_at, ends_at, size_bytes?, suffix?}]`; `GET /channels/{channel}/recordings/{name}`
gives one as a file, from any byte (`Range`), or 404 where it is gone.
"""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated
from urllib.parse import quote, urlencode

import msgspec
from msgspec import Meta, Struct

from service.core.times import as_utc
from service.core.wire import Instant
from service.platform.camera_link.http import Fetcher, Reply
from service.platform.frames import NoFrame, Trouble
from service.platform.recorders import (
    Brought,
    GapWhy,
    HoldService,
    HoldTrouble,
    NotFetched,
    NotHeld,
    Segment,
    Stretch,
)
from service.platform.recorders.taking import add_to, size_of, to_its_end

_ANSWER_BYTES_MAX = 64 * 1024
# A day in pieces of ten seconds, in two hundred bytes each.
_LIST_BYTES_MAX = 2 * 1024 * 1024
_TROUBLES = {
    401: HoldTrouble.WRONG_LOGIN,
    403: HoldTrouble.WRONG_LOGIN,
    404: HoldTrouble.UNKNOWN_CHANNEL,
    410: HoldTrouble.NOTHING_LEFT,
}


_WHY = {
    401: GapWhy.WRONG_LOGIN,
    403: GapWhy.WRONG_LOGIN,
    404: GapWhy.UNKNOWN_CHANNEL,
    410: GapWhy.NOT_RECORDED,
}
_RANGE = re.compile(r"bytes (\d{1,18})-")


class _Listed(Struct):
    """One recording as the API lists it."""

    name: Annotated[str, Meta(min_length=1, max_length=300)]
    begins_at: Instant
    ends_at: Instant
    size_bytes: Annotated[int, Meta(ge=0)] | None = None
    suffix: Annotated[str, Meta(pattern=r"^\.[a-z0-9]{2,4}$(?!\n)")] = ".mp4"


class HttpRecorder:
    """Asks by its API; no redirect is followed, and what is read is bounded."""

    def __init__(self, fetcher: Fetcher, address: HoldService) -> None:
        self._fetcher, self._address = fetcher, address

    async def hold(self, stretch: Stretch) -> None:
        """Ask it to hold back. Raises NotHeld."""
        body = {"from_at": stretch.from_at, "until_at": stretch.until_at}
        status = await self._ask("PUT", stretch.channel, stretch.hold, msgspec.json.encode(body))
        if status not in (200, 201, 204):
            raise NotHeld(_TROUBLES.get(status, HoldTrouble.REFUSED))

    async def release(self, channel: str, hold: str) -> None:
        """Ask it to let go; what it does not know, it does not hold. Raises NotHeld."""
        status = await self._ask("DELETE", channel, hold, None)
        if status not in (200, 204, 404, 410):
            raise NotHeld(_TROUBLES.get(status, HoldTrouble.REFUSED))

    async def segments(self, channel: str, from_at: datetime, until_at: datetime) -> list[Segment]:
        """What it lists of a time. Raises NotFetched."""
        asked = {"from_at": _said(from_at), "until_at": _said(until_at)}
        url = f"{self._url(channel, 'recordings')}?{urlencode(asked)}"
        try:
            reply = await self._fetcher.ask(
                "GET", url, headers=self._headers(), bytes_max=_LIST_BYTES_MAX
            )
        except NoFrame as error:
            raise NotFetched(why(error.trouble)) from error
        if reply.status != 200:
            raise NotFetched(_WHY.get(reply.status, GapWhy.REFUSED))
        try:
            listed = msgspec.json.decode(reply.body, type=list[_Listed])
        except msgspec.MsgspecError as error:
            raise NotFetched(GapWhy.REFUSED) from error
        return [_segment(one) for one in listed]

    async def bring(
        self, channel: str, segment: Segment, file: Path, bytes_most: int
    ) -> Brought | None:
        """Load a recording, from where the file ends. Raises NotFetched."""
        have = await to_its_end(size_of, file)
        if segment.size_bytes is not None and 0 < segment.size_bytes <= have:
            return None
        url = self._url(channel, "recordings", segment.name)
        await load(self._fetcher, url, self._headers(), file, bytes_most)
        return None

    def _url(self, channel: str, *parts: str) -> str:
        words = "/".join(quote(part, safe="") for part in (channel, *parts))
        return f"{self._address.base_url.rstrip('/')}/channels/{words}"

    def _headers(self) -> dict[str, str]:
        headers = {"Content-Type": "application/json"}
        if self._address.token:
            headers["Authorization"] = f"Bearer {self._address.token}"
        return headers

    async def _ask(self, method: str, channel: str, hold: str, data: bytes | None) -> int:
        url, headers = self._url(channel, "holds", hold), self._headers()
        try:
            reply = await self._fetcher.ask(
                method, url, headers=headers, data=data, bytes_max=_ANSWER_BYTES_MAX
            )
        except NoFrame as error:
            barred = error.trouble is Trouble.FORBIDDEN_ADDRESS
            trouble = HoldTrouble.FORBIDDEN_ADDRESS if barred else HoldTrouble.AWAY
            raise NotHeld(trouble) from error
        return reply.status


async def load(
    fetcher: Fetcher, url: str, headers: Mapping[str, str], file: Path, bytes_most: int
) -> None:
    """Load a file by HTTP, from where ours ends. Raises NotFetched."""
    have = at = await to_its_end(size_of, file)

    async def take(head: Reply, piece: bytes) -> None:
        nonlocal at
        if head.status not in (200, 206):
            raise NotFetched(_gone(head.status))
        if at == have and not _goes_on(head, have):
            # It sends all of it again instead of the rest: the file begins anew.
            await to_its_end(file.unlink, missing_ok=True)
            at = 0
        await to_its_end(add_to, file, piece, bytes_most)
        at += len(piece)

    sent = dict(headers) | ({"Range": f"bytes={have}-"} if have else {})
    try:
        head = await fetcher.pour(url, headers=sent, take=take)
    except NoFrame as error:
        raise NotFetched(why(error.trouble)) from error
    if head.status not in (200, 206, 416):
        raise NotFetched(_gone(head.status))


def why(trouble: Trouble) -> GapWhy:
    """What a trouble on the way means for what was to be brought."""
    known = {
        Trouble.FORBIDDEN_ADDRESS: GapWhy.FORBIDDEN_ADDRESS,
        Trouble.WRONG_LOGIN: GapWhy.WRONG_LOGIN,
        Trouble.TOO_SLOW: GapWhy.TOO_SLOW,
        Trouble.TOO_LARGE: GapWhy.TOO_LARGE,
        Trouble.REDIRECTED: GapWhy.REFUSED,
        Trouble.BROKEN_STREAM: GapWhy.CUT,
    }
    return known.get(trouble, GapWhy.AWAY)


def _goes_on(head: Reply, have: int) -> bool:
    said = _RANGE.match(head.headers.get("Content-Range", ""))
    return not have or (head.status == 206 and said is not None and int(said[1]) == have)


def _gone(status: int) -> GapWhy:
    return GapWhy.NOT_RECORDED if status == 404 else _WHY.get(status, GapWhy.REFUSED)


def _said(at: datetime) -> str:
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _segment(one: _Listed) -> Segment:
    begins, ends = as_utc(one.begins_at), as_utc(one.ends_at)
    return Segment(
        one.name, begins, max(begins, ends), one.size_bytes, str(one.size_bytes), one.suffix
    )
