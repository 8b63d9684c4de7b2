"""Connections to Redis: to the one that an address names, or to the master that sentinels name.

`redis+sentinel://[user:password@]s1:26379,s2:26379/MASTER[/DB]`, user and password the master's.
Those of the sentinels follow as `?sentinel_username=…&sentinel_password=…`.
"""

import re
from typing import Any
from urllib.parse import parse_qsl, unquote

from redis.asyncio import ConnectionPool
from redis.asyncio.sentinel import Sentinel, SentinelConnectionPool

# Several are asked within the second that an answer may take: one that is away must not use it up.
_SENTINEL_MOST_S = 0.25
_SENTINEL_PORT = 26379
# An IPv6 address stands in brackets.
_HOST = r"(?:\[[^]/,]+\]|[^][@/,:]+)(?::[0-9]+)?"
_ADDRESS = re.compile(
    r"redis\+sentinel://(?:(?P<user>[^:@/]*):(?P<password>[^@/]*)@)?"
    rf"(?P<hosts>{_HOST}(?:,{_HOST})*)/(?P<master>[\w.-]+)(?:/(?P<db>[0-9]+))?"
    r"(?:\?(?P<more>.*))?"
)
_FORM = (
    "redis+sentinel://[user:password@]host:port,host:port/MASTER[/DB]"
    "[?sentinel_username=…&sentinel_password=…]"
)
_OF_SENTINELS = {"sentinel_username": "username", "sentinel_password": "password"}


class _MasterPool(SentinelConnectionPool):
    """Connections to whichever is the master; ends those to the sentinels with the last of them."""

    async def disconnect(self, inuse_connections: bool = True) -> None:
        await super().disconnect(inuse_connections)
        if inuse_connections:
            for sentinel in self.sentinel_manager.sentinels:
                await sentinel.aclose()


def redis_pool(url: str, **given: Any) -> ConnectionPool:
    """A pool by an address; `given` as for `ConnectionPool`. Raises ValueError for a wrong one."""
    if not url.startswith("redis+sentinel:"):
        return ConnectionPool.from_url(url, **given)
    named = _ADDRESS.fullmatch(url)
    if named is None:
        raise ValueError(_FORM)
    asking: dict[str, Any] = {
        "socket_connect_timeout": _SENTINEL_MOST_S,
        "socket_timeout": _SENTINEL_MOST_S,
    }
    for name, said in parse_qsl(named["more"] or "", keep_blank_values=True):
        if name not in _OF_SENTINELS:
            raise ValueError(_FORM)
        asking[_OF_SENTINELS[name]] = said
    hosts = [_host(one) for one in named["hosts"].split(",")]
    sentinels = Sentinel(hosts, sentinel_kwargs=asking)  # type: ignore[no-untyped-call]
    if named["password"]:
        given["username"] = unquote(named["user"]) or None
        given["password"] = unquote(named["password"])
    given["db"] = int(named["db"] or 0)
    return _MasterPool(named["master"], sentinels, **given)  # type: ignore[no-untyped-call]


def _host(named: str) -> tuple[str, int]:
    host, port = re.fullmatch(r"(.*?)(?::([0-9]+))?", named).groups()  # type: ignore[union-attr]
    return host.strip("[]"), int(port or _SENTINEL_PORT)
