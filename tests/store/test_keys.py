"""Where master keys come from: each source gives the same ring, and lets it be changed whole."""

import asyncio
import base64
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from service.platform.key_service import KeyService
from service.platform.keys import (
    LOOK_AGAIN_S,
    KeyFile,
    KeyFolder,
    KeySource,
    fresh_key,
    keep_fresh,
    make_key,
    open_seal,
    source_of,
)
from service.platform.seal import KeyUnusable, Seal, key_id
from service.settings import Settings
from tests.support.houses import WatchedClock

OLD, NEW = bytes(range(32)), bytes(range(1, 33))


def text(key: bytes) -> str:
    """A key as its keeper holds it."""
    return base64.b64encode(key).decode()


class Vault:
    """Answers like a key-value store of HashiCorp Vault, version 2, on loopback."""

    def __init__(self) -> None:
        self.data: dict[str, str] = {"closes": "first", "first": text(OLD)}
        self.version = 7
        self.token = "t-1"
        self.says: Any = None
        self.url = ""

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """The secret, or a new version of it."""
        if request.headers.get("X-Vault-Token") != self.token:
            return web.json_response({"errors": ["permission denied"]}, status=403)
        if self.says is not None:
            return self.says  # type: ignore[no-any-return]
        if request.method == "POST":
            asked = await request.json()
            if asked["options"]["cas"] != self.version:
                return web.json_response({"errors": ["check-and-set"]}, status=400)
            self.data, self.version = asked["data"], self.version + 1
            return web.json_response({"data": {"version": self.version}})
        kept = {"data": self.data, "metadata": {"version": self.version}}
        return web.json_response({"request_id": "1", "data": kept})


@asynccontextmanager
async def vault(folder: Path) -> AsyncIterator[tuple[Vault, KeyService]]:
    """A key service, and what asks it."""
    one, app = Vault(), web.Application()
    app.router.add_route("*", "/v1/secret/data/watchbell", one.answer)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    one.url = f"http://127.0.0.1:{runner.addresses[0][1]}/v1/secret/data/watchbell"
    token = folder / "token"
    token.touch(0o600)
    token.write_text("t-1\n")
    try:
        yield one, KeyService(one.url, token, None)
    finally:
        await runner.cleanup()


@asynccontextmanager
async def source(kind: str, folder: Path) -> AsyncIterator[KeySource]:
    """A source of a kind that holds the old key."""
    if kind == "service":
        async with vault(folder) as (_, service):
            yield service
        return
    path = folder / ("keys" if kind == "folder" else "") / "first.key"
    make_key(path)
    path.write_text(text(OLD) + "\n")
    yield KeyFolder(path.parent) if kind == "folder" else KeyFile(path)


@pytest.mark.parametrize("kind", ["file", "folder", "service"])
async def test_a_key_is_added_closes_and_goes(kind: str, tmp_path: Path) -> None:
    async with source(kind, tmp_path) as keys:
        assert await keys.read() == [OLD]
        await keys.write([OLD, NEW], [OLD])
        assert await keys.read() == [OLD, NEW], "the old one closes still"
        await keys.write([NEW, OLD], [OLD, NEW])
        assert await keys.read() == [NEW, OLD]
        with pytest.raises(KeyUnusable, match="changed meanwhile"):
            await keys.write([NEW], [OLD, NEW])
        await keys.write([NEW], [NEW, OLD])
        assert await keys.read() == [NEW]
        assert (await open_seal(keys)).closing == key_id(NEW)


def files(folder: Path) -> list[Path]:
    """Every file of a key."""
    return [path for path in folder.rglob("*.key") if path.is_file()]


@pytest.mark.parametrize("kind", ["file", "folder"])
async def test_keys_that_were_changed_belong_to_whom_they_belonged(
    kind: str, tmp_path: Path
) -> None:
    async with source(kind, tmp_path) as keys:
        await keys.write([NEW, OLD], [OLD])
        paths = files(tmp_path)
        assert {p.stat().st_mode & 0o777 for p in paths} == {0o600}
        if os.geteuid() == 0 and kind == "file":
            os.chown(paths[0], 12345, 12345)
            await keys.write([OLD], [NEW, OLD])
            assert paths[0].stat().st_uid == 12345, "a service of another user reads it still"


async def test_a_folder_without_a_word_on_it_closes_with_its_first(tmp_path: Path) -> None:
    for name, key in (("b", OLD), ("a", NEW)):
        (tmp_path / f"{name}.key").touch(0o600)
        (tmp_path / f"{name}.key").write_text(text(key))
    assert await KeyFolder(tmp_path).read() == [NEW, OLD]
    (tmp_path / "closes").write_text("b\n")
    assert await KeyFolder(tmp_path).read() == [OLD, NEW]
    (tmp_path / "closes").write_text("c")
    with pytest.raises(KeyUnusable, match="names no key"):
        await KeyFolder(tmp_path).read()
    (tmp_path / "closes").unlink()
    (tmp_path / "a.key").chmod(0o640)
    with pytest.raises(KeyUnusable, match="others may read it"):
        await KeyFolder(tmp_path).read()


async def test_what_a_key_service_says_wrong_is_refused_and_never_repeated(tmp_path: Path) -> None:
    async with vault(tmp_path) as (one, keys):
        for says in (
            web.json_response({"data": {"data": {"closes": "x", "first": text(OLD)}}}),
            web.json_response({"data": {"data": {"first": text(OLD)}}}),
            web.json_response({"data": {"data": {"closes": "first", "first": "c2VjcmV0"}}}),
            web.json_response({"data": {"data": {"closes": "a", "a": text(OLD), "b": text(OLD)}}}),
            web.Response(text="<html>planted-key"),
            web.Response(status=302, headers={"Location": one.url}),
            web.Response(body=bytes(70_000)),
        ):
            one.says = says
            with pytest.raises(KeyUnusable) as caught:
                await keys.read()
            assert text(OLD) not in str(caught.value)
            assert "planted-key" not in str(caught.value)


async def test_a_token_that_was_changed_is_read_anew(tmp_path: Path) -> None:
    async with vault(tmp_path) as (one, keys):
        one.token = "t-2"
        with pytest.raises(KeyUnusable, match="403"):
            await keys.read()
        (tmp_path / "token").write_text("t-2")
        assert await keys.read() == [OLD]
        (tmp_path / "token").chmod(0o644)
        with pytest.raises(KeyUnusable, match="others may read it"):
            await keys.read()


async def test_a_new_key_is_known_a_minute_later_and_an_outage_changes_nothing(
    tmp_path: Path,
) -> None:
    clock = WatchedClock()
    async with vault(tmp_path) as (one, keys):
        seal = await open_seal(keys)
        looking = asyncio.create_task(keep_fresh(seal, keys, clock))
        try:
            await clock.until_waited()
            one.token = "another"
            seen = clock.waits
            clock.forward(seconds=LOOK_AGAIN_S)
            await clock.until_waited(seen)
            assert seal.key_ids == [key_id(OLD)]
            one.token, one.data = "t-1", {"closes": "b", "a": text(OLD), "b": text(NEW)}
            seen = clock.waits
            clock.forward(seconds=LOOK_AGAIN_S)
            await clock.until_waited(seen)
            assert seal.key_ids == [key_id(NEW), key_id(OLD)]
        finally:
            looking.cancel()
            await asyncio.wait([looking])


def test_the_settings_name_one_source(tmp_path: Path) -> None:
    assert isinstance(source_of(Settings(data=str(tmp_path))), KeyFile)
    assert isinstance(source_of(Settings(key_folder=str(tmp_path))), KeyFolder)
    service = Settings(key_service_url="https://vault.example/v1/secret/data/watchbell")
    assert isinstance(source_of(service), KeyService)


def test_a_ring_never_holds_a_key_twice() -> None:
    key = fresh_key()
    with pytest.raises(AssertionError):
        Seal(key, key)
