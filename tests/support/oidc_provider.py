"""A real provider of OpenID Connect on loopback, and one that says whatever a test wants."""

import asyncio
import json
import os
import socket
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import aiohttp
from aiohttp import web
from joserfc.jwk import RSAKey
from yarl import URL

ROOT = Path(__file__).parents[2]
CLIENT = "watchbell"
SECRET = "a secret of both"
HERE = "http://127.0.0.1:1"


def free_port() -> int:
    """A port of loopback that nobody has."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def new_key(kid: str) -> RSAKey:
    """A key with which a provider signs."""
    return RSAKey.generate_key(2048, {"kid": kid, "use": "sig", "alg": "RS256"})


@asynccontextmanager
async def real_provider(
    port: int, key: RSAKey, people: Mapping[str, Mapping[str, object]]
) -> AsyncIterator[str]:
    """A provider out of its package; its own sign-in page takes any password. Yields its name."""
    client = {
        "client_id": CLIENT,
        "client_secret": SECRET,
        "redirect_uris": [f"{HERE}/v1/sign-on/callback"],
        "post_logout_redirect_uris": [f"{HERE}/console/"],
    }
    asked = [port, [key.as_dict(private=True)], [client], people]
    process = await asyncio.create_subprocess_exec(
        "node",
        str(ROOT / "tests/support/oidc/provider.mjs"),
        *(json.dumps(one) for one in asked),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        env=os.environ | {"OIDC_PACKAGES": str(ROOT / ".oidc")},
    )
    assert process.stdin is not None
    assert process.stdout is not None
    async with asyncio.timeout(30):
        assert (await process.stdout.readline()).strip() == b"ready"
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        process.stdin.close()
        await asyncio.wait_for(process.wait(), 20)


class Visitor:
    """A browser: cookies, and redirects that a test may look at."""

    def __init__(self, base: str) -> None:
        self.base = base
        jar = aiohttp.CookieJar(unsafe=True)
        self.session = aiohttp.ClientSession(cookie_jar=jar)

    async def go(self, address: str, form: Mapping[str, str] | None = None) -> str:
        """Where an address leads; itself, where it is a page."""
        method = "GET" if form is None else "POST"
        async with self.session.request(
            method, address, data=form, allow_redirects=False
        ) as answer:
            await answer.read()
            where = answer.headers.get("location")
            assert where is not None or answer.status == 200, answer.status
            return address if where is None else str(answer.url.join(URL(where)))

    async def start(self) -> str:
        """To the provider."""
        return await self.go(f"{self.base}/v1/sign-on/start")

    async def agree(self, address: str, name: str) -> str:
        """Through the provider's pages as this person; the address that leads back."""
        for _ in range(12):
            if address.startswith(HERE):
                return self.base + address.removeprefix(HERE)
            before, address = address, await self.go(address)
            if address == before:
                prompt = {"prompt": "login", "login": name, "password": "any"}
                async with self.session.get(address) as page:
                    asked = await page.text()
                form = {"prompt": "consent"} if 'value="consent"' in asked else prompt
                address = await self.go(address, form)
        raise AssertionError("the provider leads nowhere")

    async def sign_in(self, name: str) -> str:
        """All the way; where it ends on our page."""
        return await self.go(await self.agree(await self.start(), name))

    async def access(self) -> tuple[int, dict[str, Any]]:
        """What the kept session is worth."""
        address = f"{self.base}/v1/sessions/refresh"
        async with self.session.post(address, json={}) as answer:
            return answer.status, await answer.json()


@dataclass
class Liar:
    """A provider that answers with whatever token it is told to."""

    issuer: str
    key: RSAKey
    token: str = ""
    asked: list[str] = field(default_factory=list)

    async def metadata(self, _request: web.Request) -> web.Response:
        """What it says of itself."""
        return web.json_response(
            {
                "issuer": self.issuer,
                "authorization_endpoint": f"{self.issuer}/auth",
                "token_endpoint": f"{self.issuer}/token",
                "jwks_uri": f"{self.issuer}/jwks",
            }
        )

    async def keys(self, _request: web.Request) -> web.Response:
        """Its keys."""
        self.asked.append("keys")
        return web.json_response({"keys": [self.key.as_dict(private=False)]})

    async def tokens(self, request: web.Request) -> web.Response:
        """The token, for a code."""
        form = await request.post()
        assert form["code_verifier"]
        return web.json_response({"id_token": self.token, "access_token": "a"})


@asynccontextmanager
async def lying_provider(key: RSAKey) -> AsyncIterator[Liar]:
    """One on loopback."""
    port = free_port()
    liar = Liar(f"http://127.0.0.1:{port}", key)
    app = web.Application()
    app.router.add_get("/.well-known/openid-configuration", liar.metadata)
    app.router.add_get("/jwks", liar.keys)
    app.router.add_post("/token", liar.tokens)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    try:
        yield liar
    finally:
        await runner.cleanup()


def said(address: str) -> dict[str, str]:
    """The parameters of an address, in its query or behind its #."""
    parts = urlsplit(address)
    found = parse_qs(parts.fragment or parts.query)
    return {name: values[0] for name, values in found.items()}
