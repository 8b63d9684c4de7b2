"""Cameras of GB/T 28181, through the snapshot calls of a gateway: ZLMediaKit alone, or WVP.

Both answer 200 when they have no picture: with their logo, with the last file they ever made, or
with a line of text. A picture of theirs is believed only where it is known to be of now.
"""

import hashlib
import re
from datetime import timedelta
from urllib.parse import quote, urlencode

import msgspec
from msgspec import Struct

from service.platform.camera_link.http import Fetcher, Reply, Snapshots, check_status
from service.platform.clock import Clock
from service.platform.frames import Frame, MediaServer, NoFrame, Platform, Trouble

# The server's own limit on its FFmpeg, and how long it may give the same picture again: the
# shortest that it takes.
_SNAP_TIMEOUT_S, _EXPIRE_S = 8, 1
# Both instants are told in whole seconds.
_AGE_MOST = timedelta(seconds=_EXPIRE_S + 1)
_TEXT_BYTES_MAX = 64 * 1024
_PICTURES_MAX = 10_000
_JPEG = b"\xff\xd8\xff"
_WRONG_SECRET = (-100, 401)


class _Said(Struct):
    """What both answer where they have no picture."""

    code: int | None = None


class Gateways:
    """Pictures of cameras behind gateways, and what they gave before."""

    SOURCE = "gateway"

    def __init__(self, clock: Clock, fetcher: Fetcher, snapshots: Snapshots) -> None:
        self._clock, self._fetcher, self._snapshots = clock, fetcher, snapshots
        # Which camera each picture was last of, and each camera's last: by gateway and SHA-256.
        self._of: dict[tuple[str, bytes], str] = {}

    async def take(self, gateway: MediaServer | Platform) -> Frame:
        """A picture of now. Raises NoFrame."""
        if isinstance(gateway, MediaServer):
            return await self._from_server(gateway)
        return await self._from_platform(gateway)

    async def _from_server(self, server: MediaServer) -> Frame:
        asked = {
            "secret": server.secret or "",
            "url": server.stream_url,
            "timeout_sec": _SNAP_TIMEOUT_S,
            "expire_sec": _EXPIRE_S,
        }
        url = f"{server.base_url.rstrip('/')}/index/api/getSnap?{urlencode(asked)}"
        reply = await self._fetcher.ask("GET", url)
        check_status(reply)
        if reply.media_type != "image/jpeg":
            raise NoFrame(_refusal(reply))
        age = _age(reply)
        if age > _AGE_MOST:
            raise NoFrame(Trouble.NOT_FRESH)
        frame = await self._believed(server.base_url, server.stream_url, reply)
        return msgspec.structs.replace(frame, captured_at=reply.arrived_at - age)

    async def _from_platform(self, platform: Platform) -> Frame:
        """First the call that makes the picture and names it, then the one that gives it.

        The second alone gives the last picture that was ever made.
        """
        base, headers = platform.base_url.rstrip("/"), {"access-token": platform.token or ""}
        asked = {"deviceId": platform.device_id, "channelId": platform.channel_id}
        said = await self._fetcher.ask(
            "GET",
            f"{base}/api/play/snap?{urlencode(asked)}",
            headers=headers,
            bytes_max=_TEXT_BYTES_MAX,
        )
        check_status(said)
        camera = f"{platform.device_id}_{platform.channel_id}"
        made = re.search(rf"{re.escape(camera)}_(\w{{1,40}})\.jpg".encode(), said.body)
        if made is None:
            raise NoFrame(_refusal(said))
        path = f"{quote(platform.device_id, safe='')}/{quote(platform.channel_id, safe='')}"
        mark = urlencode({"mark": made[1].decode()})
        reply = await self._fetcher.ask(
            "GET", f"{base}/api/device/query/snap/{path}?{mark}", headers=headers
        )
        if reply.status == 204:
            raise NoFrame(Trouble.GATEWAY_FAILED)
        check_status(reply)
        return await self._believed(base, camera, reply)

    async def _believed(self, base_url: str, camera: str, reply: Reply) -> Frame:
        """A picture that nobody has had before, of this camera or of another. Raises NoFrame."""
        if not reply.body.startswith(_JPEG):
            raise NoFrame(_refusal(reply))
        frame = await self._snapshots.checked(reply, self.SOURCE)
        picture = (base_url, hashlib.sha256(reply.body).digest())
        if picture in self._of:
            # Given for this camera before it is old; given for another it stands for "none".
            same = self._of[picture] == camera
            raise NoFrame(Trouble.NOT_FRESH if same else Trouble.NOT_A_PICTURE)
        if len(self._of) >= _PICTURES_MAX:
            self._of.pop(next(iter(self._of)))
        self._of[picture] = camera
        # What the answer is dated by is the gateway's clock, not the camera's.
        return msgspec.structs.replace(frame, camera_at=None)


def _age(reply: Reply) -> timedelta:
    """How old the file was when it was given; both instants are of the gateway's own clock."""
    made_at = reply.instant("Last-Modified")
    if made_at is None:
        return timedelta()
    return max((reply.instant("Date") or reply.arrived_at) - made_at, timedelta())


def _refusal(reply: Reply) -> Trouble:
    """What an answer that is no picture means."""
    try:
        code = msgspec.json.decode(reply.body[:_TEXT_BYTES_MAX], type=_Said).code
    except (msgspec.DecodeError, msgspec.ValidationError, UnicodeDecodeError):
        code = None
    return Trouble.WRONG_LOGIN if code in _WRONG_SECRET else Trouble.GATEWAY_FAILED
