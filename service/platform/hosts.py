"""Connecting to PostgreSQL where an address names several hosts, of which one takes writes.

`postgresql://…@db1,db2/watchbell?target_session_attrs=read-write`. asyncpg asks hosts one after
another; one that lost its power or its network answers nothing, and those behind it would never be
asked. And a line to such a host stays open until something is sent that nobody acknowledges.
"""

import asyncio
import re
import socket
from typing import TYPE_CHECKING, Any

import asyncpg

if TYPE_CHECKING:
    Own = asyncpg.Connection[asyncpg.Record]
else:
    Own = asyncpg.Connection

# A host that has not answered by then has another asked beside it.
_NEXT_S = 0.5
_HOSTS = re.compile(r"^postgres(?:ql)?://(?:[^/?]*@)?([^/?]*)")
_PORT = 5432
# Who answers none of these for so long has lost its power or its line, in seconds.
_QUIET_S, _ASK_EACH_S, _ASK_COUNT = 5, 2, 3
_UNHEARD_MS = 8000
# What a host says that cannot take writes just now, as opposed to one that will not have us.
_NOT_NOW: tuple[type[BaseException], ...] = (
    OSError,
    asyncpg.TargetServerAttributeNotMatched,
    asyncpg.PostgresConnectionError,
    asyncpg.CannotConnectNowError,
)


def hosts_of(url: str) -> list[tuple[str, int]]:
    """Every host and port that an address names; nothing where it leaves them to a parameter."""
    named = _HOSTS.match(url)
    found = []
    for one in filter(None, named[1].split(",") if named else ()):
        parts = re.fullmatch(r"(\[[^]]*\]|[^:]*)(?::([0-9]+))?", one)
        if parts is None:
            return []
        found.append((parts[1].strip("[]"), int(parts[2] or _PORT)))
    return found


class Hosts:
    """The hosts of one address, and which of them took us last."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._hosts = hosts_of(url)
        self._last: tuple[str, int] | None = None

    async def connect(self, *_: object, **given: Any) -> Own:
        """A connection to the first host that answers as the address asks; the last one leads.

        `given` as for `asyncpg.connect`. Raises what that raises; where no host takes us, the
        trouble of one that may take us later, before that of one that never will.
        """
        if len(self._hosts) < 2:
            return _minded(await asyncpg.connect(self._url, **given))
        waiting = sorted(self._hosts, key=lambda host: host != self._last)
        asked: set[asyncio.Task[Own]] = set()
        troubles: list[BaseException] = []
        try:
            while waiting or asked:
                if waiting:
                    asked.add(asyncio.create_task(self._ask(waiting.pop(0), given)))
                most_s = _NEXT_S if waiting else None
                done, asked = await asyncio.wait(
                    asked, timeout=most_s, return_when=asyncio.FIRST_COMPLETED
                )
                won = [task for task in done if task.exception() is None]
                if won:
                    asked.update(won[1:])
                    return won[0].result()
                troubles += [error for task in done if (error := task.exception())]
            raise min(troubles, key=lambda error: not isinstance(error, _NOT_NOW))
        finally:
            for task in asked:
                task.add_done_callback(_let_go)
                task.cancel()

    async def _ask(self, host: tuple[str, int], given: dict[str, Any]) -> Own:
        name, port = host
        connection = await asyncpg.connect(self._url, host=name, port=port, **given)
        self._last = host
        return _minded(connection)


def _let_go(task: "asyncio.Task[Own]") -> None:
    if not task.cancelled() and task.exception() is None:
        task.result().terminate()


def _minded(connection: Own) -> Own:
    """Have the kernel notice when the other side is gone without a word; asyncpg has no option."""
    line = connection._transport.get_extra_info("socket")  # type: ignore[attr-defined]
    if line is not None and line.family in (socket.AF_INET, socket.AF_INET6):
        line.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPIDLE, _QUIET_S)
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPINTVL, _ASK_EACH_S)
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPCNT, _ASK_COUNT)
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, _UNHEARD_MS)
    return connection
