"""Master keys out of a key service: a secret of key and value, as HashiCorp Vault keeps it (KV 2).

The secret holds `closes`, the name of the key that closes, and each key in base64 under its name.
The address is the whole one of its data, such as https://vault.example/v1/secret/data/watchbell;
the token stands in a file, which is read anew each time: whoever rotates tokens needs no restart.
"""

import asyncio
import ssl
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import aiohttp
import msgspec
from msgspec import Struct

from service.platform.seal import KeyUnusable, as_keys, as_text, key_id

_WAIT_S = 5.0
_ANSWER_BYTES_MAX = 64 * 1024
_CLOSES = "closes"


class _Kept(Struct):
    data: dict[str, str]
    metadata: dict[str, Any] = {}


class _Answer(Struct):
    data: _Kept


class KeyService:
    """Asks a key service, with one deadline; follows no redirect and asks no proxy."""

    def __init__(self, url: str, token_file: Path, ca_file: Path | None) -> None:
        self._url, self._token_file, self._ca_file = url, token_file, ca_file

    async def read(self) -> list[bytes]:
        """The keys, the one that closes first. Raises KeyUnusable."""
        return _ordered(await self._get())

    async def write(self, keys: Sequence[bytes], before: Sequence[bytes]) -> None:
        """Keep these: refused where somebody else wrote since. Raises KeyUnusable."""
        kept = await self._get()
        names = {as_text(key): name for name, key in _named(kept)}
        if _ordered(kept) != list(before):
            raise KeyUnusable("the key service's keys were changed meanwhile")
        texts = [as_text(key) for key in keys]
        data = {names.get(text, key_id(key)): text for text, key in zip(texts, keys, strict=True)}
        data[_CLOSES] = min(name for name, text in data.items() if text == texts[0])
        options = {"cas": kept.metadata.get("version", 0)}
        await self._ask("POST", {"options": options, "data": data})

    async def _get(self) -> _Kept:
        try:
            return msgspec.json.decode(await self._ask("GET", None), type=_Answer).data
        except msgspec.MsgspecError as error:
            raise KeyUnusable("the key service's answer holds no keys") from error

    async def _ask(self, method: str, body: Mapping[str, object] | None) -> bytes:
        token, trust = await asyncio.to_thread(self._ready)
        try:
            connector = aiohttp.TCPConnector(ssl=trust)
            timeout = aiohttp.ClientTimeout(total=_WAIT_S)
            async with (
                aiohttp.ClientSession(timeout=timeout, connector=connector) as session,
                session.request(
                    method,
                    self._url,
                    json=body,
                    headers={"X-Vault-Token": token},
                    allow_redirects=False,
                ) as answer,
            ):
                if answer.status not in (200, 204):
                    raise KeyUnusable(f"the key service answers {answer.status}")
                said = b""
                async for chunk in answer.content.iter_any():
                    said += chunk
                    if len(said) > _ANSWER_BYTES_MAX:
                        raise KeyUnusable("the key service's answer is too long")
                return said
        except (aiohttp.ClientError, OSError, TimeoutError) as error:
            # Its text may name the address, with a token in it.
            raise KeyUnusable(f"the key service is away: {type(error).__name__}") from None

    def _ready(self) -> tuple[str, ssl.SSLContext]:
        """The token, and whom we believe to be the key service."""
        path = self._token_file
        try:
            if path.stat().st_mode & 0o077:
                raise KeyUnusable(f"{path}: others may read it; chmod 600")
            trust = ssl.create_default_context(cafile=self._ca_file)
            return path.read_text("ascii").strip(), trust
        except (OSError, ValueError) as error:
            raise KeyUnusable(f"{path}: cannot be read") from error


def _named(kept: _Kept) -> list[tuple[str, bytes]]:
    """The keys by name, the one that closes first."""
    texts = dict(kept.data)
    closes = texts.pop(_CLOSES, "")
    if closes not in texts:
        raise KeyUnusable(f"the key service's `{_CLOSES}` names no key that is there")
    ordered = [closes, *sorted(name for name in texts if name != closes)]
    try:
        return list(zip(ordered, as_keys(texts[name] for name in ordered), strict=True))
    except KeyUnusable as error:
        raise KeyUnusable(f"the key service's answer {error}") from error


def _ordered(kept: _Kept) -> list[bytes]:
    return [key for _, key in _named(kept)]
