"""A camera that takes its picture at once and hands it over when it is let."""

import asyncio
import io
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from aiohttp import web
from PIL import Image


@dataclass
class HeldCamera:
    """Its address; and the moment from which it answers."""

    url: str = ""
    may_answer: asyncio.Event = field(default_factory=asyncio.Event)

    async def answer(self, _: web.Request) -> web.Response:
        """One picture."""
        await self.may_answer.wait()
        held = io.BytesIO()
        Image.effect_noise((640, 480), 60).save(held, "JPEG")
        return web.Response(body=held.getvalue(), content_type="image/jpeg")


@asynccontextmanager
async def held_camera() -> AsyncIterator[HeldCamera]:
    """On a free port of loopback."""
    camera = HeldCamera()
    app = web.Application()
    app.router.add_get("/snapshot.jpg", camera.answer)
    runner = web.AppRunner(app, shutdown_timeout=0)
    await runner.setup()
    try:
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        port = runner.addresses[0][1]
        camera.url = f"http://127.0.0.1:{port}/snapshot.jpg"
        yield camera
    finally:
        camera.may_answer.set()
        await runner.cleanup()
