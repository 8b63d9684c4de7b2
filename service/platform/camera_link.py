"""Cameras: one frame over HTTP or RTSP, with a deadline, whatever the camera does.

A camera may hang, lie, answer HTML or fifty megabytes: each of these has a name, costs no more
than its deadline and a few megabytes, and delays no other camera.
"""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from enum import StrEnum
from urllib.parse import quote, urlsplit, urlunsplit

import aiohttp
import av
import av.error
from msgspec import Struct

from service.platform.clock import Clock
from service.platform.imaging import NotAPicture, as_jpeg, check_jpeg

FRAME_BYTES_MAX = 8 * 1024 * 1024
# As many streams as a carrier asks for at once: one that hangs keeps its thread until its deadline.
_DECODERS_MAX = 32
_CHECKERS_MAX = 2
_LOGINS_MAX = 10_000


class Trouble(StrEnum):
    """Why there is no picture."""

    NO_ENDPOINT = "no_endpoint"
    REFUSED = "refused"
    WRONG_LOGIN = "wrong_login"
    TOO_SLOW = "too_slow"
    REDIRECTED = "redirected"
    HTTP_ERROR = "http_error"
    NOT_A_PICTURE = "not_a_picture"
    TOO_LARGE = "too_large"
    BROKEN_STREAM = "broken_stream"


class NoFrame(Exception):
    """The camera gave no usable frame."""

    def __init__(self, trouble: Trouble) -> None:
        super().__init__(trouble.value)
        self.trouble = trouble


class Endpoint(Struct, frozen=True):
    """Where a camera answers. The password is in the clear here and nowhere else."""

    snapshot_url: str | None
    rtsp_url: str | None
    username: str | None
    password: str | None

    def __repr__(self) -> str:
        return "Endpoint(...)"


class Frame(Struct, frozen=True):
    """One JPEG picture: when it left the camera as far as we can tell, and how it came."""

    data: bytes
    captured_at: datetime
    width: int
    height: int
    source: str
    camera_at: datetime | None = None


class CameraLink:
    """Fetches frames; connections and decoders are shared and bounded."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._session: aiohttp.ClientSession | None = None
        self._logins: dict[tuple[str, str], aiohttp.DigestAuthMiddleware] = {}
        self._decoders = ThreadPoolExecutor(_DECODERS_MAX, thread_name_prefix="camera")
        self._checkers = ThreadPoolExecutor(_CHECKERS_MAX, thread_name_prefix="picture")

    async def close(self) -> None:
        """Give connections and threads back."""
        if self._session is not None:
            await self._session.close()
        for threads in (self._decoders, self._checkers):
            threads.shutdown(wait=False, cancel_futures=True)

    async def take(self, endpoint: Endpoint, *, deadline_s: float) -> Frame:
        """One frame, by snapshot address if there is one, else from the stream. Raises NoFrame."""
        if endpoint.snapshot_url:
            return await self._by_http(endpoint, endpoint.snapshot_url, deadline_s)
        if endpoint.rtsp_url:
            return await self._by_rtsp(endpoint, endpoint.rtsp_url, deadline_s)
        raise NoFrame(Trouble.NO_ENDPOINT)

    async def _by_http(self, endpoint: Endpoint, url: str, deadline_s: float) -> Frame:
        try:
            async with asyncio.timeout(deadline_s):
                data, captured_at = await self._get(endpoint, url)
                return await self._checked(data, captured_at, "http")
        except TimeoutError as error:
            raise NoFrame(Trouble.TOO_SLOW) from error
        except aiohttp.ClientConnectorError as error:
            raise NoFrame(Trouble.REFUSED) from error
        except (aiohttp.ClientError, OSError, ValueError) as error:
            raise NoFrame(Trouble.HTTP_ERROR) from error

    async def _get(self, endpoint: Endpoint, url: str) -> tuple[bytes, datetime]:
        """The body and the instant at which it began to arrive."""
        session = self._open_session()
        login = self._login(endpoint, url)
        async with session.get(
            url, middlewares=(login,) if login else (), allow_redirects=False
        ) as answer:
            basic = answer.headers.get("WWW-Authenticate", "").lower().startswith("basic")
            if not (answer.status == 401 and basic and endpoint.username):
                return await self._read(answer)
        header = aiohttp.encode_basic_auth(endpoint.username, endpoint.password or "")
        async with session.get(
            url, headers={"Authorization": header}, allow_redirects=False
        ) as answer:
            return await self._read(answer)

    async def _read(self, answer: aiohttp.ClientResponse) -> tuple[bytes, datetime]:
        captured_at = self._clock.now()
        if answer.status in (401, 403):
            raise NoFrame(Trouble.WRONG_LOGIN)
        if 300 <= answer.status < 400:
            raise NoFrame(Trouble.REDIRECTED)
        if answer.status != 200:
            raise NoFrame(Trouble.HTTP_ERROR)
        body = bytearray()
        async for chunk in answer.content.iter_chunked(65_536):
            body += chunk
            if len(body) > FRAME_BYTES_MAX:
                raise NoFrame(Trouble.TOO_LARGE)
        return bytes(body), captured_at

    def _open_session(self) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=256, limit_per_host=32),
                cookie_jar=aiohttp.DummyCookieJar(),
                auto_decompress=False,
                trust_env=False,
            )
        return self._session

    def _login(self, endpoint: Endpoint, url: str) -> aiohttp.DigestAuthMiddleware | None:
        """A kept digest login, so that the second picture needs no second question."""
        if not endpoint.username:
            return None
        key = (url, endpoint.username + "\0" + (endpoint.password or ""))
        if key not in self._logins:
            if len(self._logins) >= _LOGINS_MAX:
                self._logins.pop(next(iter(self._logins)))
            self._logins[key] = aiohttp.DigestAuthMiddleware(
                endpoint.username, endpoint.password or ""
            )
        return self._logins[key]

    async def _by_rtsp(self, endpoint: Endpoint, url: str, deadline_s: float) -> Frame:
        began = self._clock.ticks()
        loop = asyncio.get_running_loop()
        reading = loop.run_in_executor(
            self._decoders, self._first_picture, _with_login(endpoint, url), began + deadline_s
        )
        try:
            async with asyncio.timeout(deadline_s):
                data, captured_at = await reading
                return await self._checked(data, captured_at, "rtsp")
        except TimeoutError as error:
            raise NoFrame(Trouble.TOO_SLOW) from error

    def _first_picture(self, url: str, deadline: float) -> tuple[bytes, datetime]:
        """In a thread: open, decode the first picture, encode it. PyAV keeps the deadline."""
        left_s = deadline - self._clock.ticks()
        if left_s <= 0:
            raise NoFrame(Trouble.TOO_SLOW)
        options = {
            "rtsp_transport": "tcp",
            "fpsprobesize": "0",
            "analyzeduration": "0",
            "probesize": "32",
        }
        try:
            with av.open(url, options=options, timeout=left_s) as stream:
                video = stream.streams.video[0]
                video.thread_count = 1
                for packet in stream.demux(video):
                    arrived_at = self._clock.now()
                    if self._clock.ticks() > deadline:
                        raise NoFrame(Trouble.TOO_SLOW)
                    for picture in packet.decode():
                        return as_jpeg(picture.to_image()), arrived_at  # type: ignore[no-untyped-call]
        except (av.error.HTTPUnauthorizedError, av.error.HTTPForbiddenError) as error:
            raise NoFrame(Trouble.WRONG_LOGIN) from error
        except ConnectionRefusedError as error:
            raise NoFrame(Trouble.REFUSED) from error
        except (av.error.FFmpegError, OSError, IndexError, ValueError) as error:
            late = self._clock.ticks() >= deadline - 0.05
            raise NoFrame(Trouble.TOO_SLOW if late else Trouble.BROKEN_STREAM) from error
        raise NoFrame(Trouble.BROKEN_STREAM)

    async def _checked(self, data: bytes, captured_at: datetime, source: str) -> Frame:
        loop = asyncio.get_running_loop()
        try:
            size = await loop.run_in_executor(self._checkers, check_jpeg, data)
        except NotAPicture as error:
            raise NoFrame(Trouble.NOT_A_PICTURE) from error
        return Frame(data, captured_at, size.width, size.height, source)


def _with_login(endpoint: Endpoint, url: str) -> str:
    """The address with name and password, which is how FFmpeg takes them."""
    if not endpoint.username:
        return url
    parts = urlsplit(url)
    login = f"{quote(endpoint.username, safe='')}:{quote(endpoint.password or '', safe='')}"
    host = parts.hostname or ""
    port = f":{parts.port}" if parts.port else ""
    return urlunsplit(parts._replace(netloc=f"{login}@{host}{port}"))
