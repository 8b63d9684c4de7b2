"""SOAP to ONVIF devices, by the library's description of them and our own connections.

Left to itself the library reads answers of any size for ninety seconds and configures logging.
"""

import asyncio
import importlib
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from service.platform.camera_link.http import Fetcher, Reply
from service.platform.frames import Endpoint, NoFrame, Trouble

# The profiles of a camera with sixteen channels are 100 KB.
_SOAP_BYTES_MAX = 512 * 1024


class Library:
    """What is used of onvif-zeep-async: SOAP, the login in its head, and the device's own words."""

    def __init__(self) -> None:
        root = logging.getLogger()
        before = root.level, list(root.handlers)
        client = importlib.import_module("onvif.client")
        root.level, root.handlers = before
        util, errors = (importlib.import_module(f"onvif.{one}") for one in ("util", "exceptions"))
        zeep = importlib.import_module("zeep.exceptions")
        # Without this an answer may nest its elements as deep as it likes.
        importlib.import_module("onvif.settings").DEFAULT_SETTINGS.xml_huge_tree = False
        self._services: Any = importlib.import_module("onvif.definition").SERVICES
        self._service: Any = client.ONVIFService
        self._folder = Path(str(client.__file__)).parent / "wsdl"
        self.fault: Any = zeep.Fault
        self.is_wrong_login: Any = util.is_auth_error
        # What is left of an answer that is none is walked over by the library itself.
        self.errors: Any = (
            *(zeep.Error, errors.ONVIFError),
            *(AttributeError, TypeError, ValueError, LookupError),
        )

    def namespace(self, part: str) -> str:
        """What a device calls a part."""
        return str(self._services[part]["ns"])

    @asynccontextmanager
    async def service(
        self, fetcher: Fetcher, endpoint: Endpoint, part: str, url: str, now_there: datetime
    ) -> AsyncIterator[Any]:
        """A part of a device, to be asked one question through our own session.

        The login is dated by the device's clock.
        """
        words = self._services[part]
        service = self._service(
            url,
            endpoint.username,
            endpoint.password,
            str(self._folder / words["wsdl"]),
            no_cache=True,
            binding_name=f"{{{words['ns']}}}{words['binding']}",
            binding_key=part,
        )
        service.transport.session = _Session(fetcher, endpoint)
        try:
            await service.setup()
            if endpoint.username is None:
                # Whoever is trusted without a login has none in the head either.
                service.zeep_client.wsse = None
            else:
                service.zeep_client.wsse.created = now_there.replace(tzinfo=None)
            yield service
        finally:
            await service.close()


@cache
def _loaded() -> Library:
    return Library()


async def library() -> Library:
    """The library, loaded when the first device is asked: that takes a third of a second."""
    return await asyncio.to_thread(_loaded)


class _Session:
    """Stands where the library expects a session of aiohttp."""

    def __init__(self, fetcher: Fetcher, endpoint: Endpoint) -> None:
        self._fetcher, self._endpoint = fetcher, endpoint

    async def post(
        self, url: str, *, data: bytes, headers: dict[str, str], **_: object
    ) -> "_Answer":
        """One question. Raises NoFrame for an answer that is none."""
        reply = await self._fetcher.ask(
            "POST",
            url,
            username=self._endpoint.username,
            password=self._endpoint.password,
            headers=headers,
            data=data,
            bytes_max=_SOAP_BYTES_MAX,
        )
        if reply.status in (401, 403) and b"Envelope" not in reply.body:
            raise NoFrame(Trouble.WRONG_LOGIN)
        if 300 <= reply.status < 400:
            raise NoFrame(Trouble.REDIRECTED)
        return _Answer(reply)


class _Answer:
    """Stands where the library expects an answer of aiohttp."""

    def __init__(self, reply: Reply) -> None:
        self._body = reply.body
        self.status, self.headers = reply.status, reply.headers
        self.charset: str | None = None
        self.cookies: dict[str, Any] = {}

    async def read(self) -> bytes:
        """All of it; it was read before."""
        return self._body
