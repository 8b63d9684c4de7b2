"""A text gateway on loopback: takes apprise's JSON posts, and can fail."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from aiohttp import web


@dataclass
class Gateway:
    """What was handed to the gateway, and what it answers."""

    url: str = ""
    texts: list[tuple[str, str]] = field(default_factory=list)
    # Every request as it came in, head and body.
    raw: list[bytes] = field(default_factory=list)
    status: int = 200
    leads_to: str = ""
    show: Callable[[str, str], None] | None = None

    async def take(self, request: web.Request) -> web.Response:
        """One text."""
        head = f"{request.method} {request.raw_path} {dict(request.headers)}\n"
        self.raw.append(head.encode() + await request.read())
        body = await request.json()
        to = request.query.get("to", "")
        self.texts.append((to, body["message"]))
        if self.show is not None:
            self.show(to, body["message"])
        headers = {"Location": self.leads_to} if self.leads_to else {}
        return web.Response(status=self.status, headers=headers)


@asynccontextmanager
async def text_gateway(
    show: Callable[[str, str], None] | None = None,
) -> AsyncIterator[Gateway]:
    """A running gateway; its address is for the setting."""
    gateway = Gateway(show=show)
    app = web.Application()
    app.router.add_post("/", gateway.take)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = runner.addresses[0][1]
    gateway.url = f"json://127.0.0.1:{port}/?to={{to}}&-to={{to}}"
    try:
        yield gateway
    finally:
        await runner.cleanup()
