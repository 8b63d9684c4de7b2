"""ONVIF devices: where their pictures are, what their clock says, and turning them."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from msgspec import Struct

from service.platform.camera_link.clocks import Clocks
from service.platform.camera_link.http import CLOCK_SET, Fetcher, Snapshots
from service.platform.camera_link.soap import library as load_library
from service.platform.clock import Clock
from service.platform.frames import Endpoint, Frame, NoFrame, Stand, Trouble

_DEVICES_MAX = 2_000
_PRESETS_MAX = 300
_LOOK_EVERY_S = 0.2
# Two looks that differ by less are of a camera that stands; the range is -1 to 1.
_STILL = 0.002
# Some round upwards.
_WHOLE = 1.01


class Preset(Struct, frozen=True):
    """A direction that a camera knows by name."""

    token: str
    name: str


class _Device(Struct, frozen=True):
    """What was found out about a device, so that its next picture is one request."""

    ahead: timedelta
    media_url: str
    ptz_url: str | None
    profile: str


class Onvif:
    """Pictures of ONVIF devices, and their presets."""

    SOURCE = "onvif"
    # The library's words for what is used of a device.
    PARTS: tuple[str, ...] = ("media", "ptz")

    def __init__(
        self, clock: Clock, fetcher: Fetcher, snapshots: Snapshots, clocks: Clocks
    ) -> None:
        self._clock, self._fetcher, self._snapshots = clock, fetcher, snapshots
        self._clocks = clocks
        self._devices: dict[str, _Device] = {}
        self._pictures: dict[str, str] = {}

    async def take(self, endpoint: Endpoint, url: str) -> Frame:
        """The picture of the device's first profile. Raises NoFrame."""
        known = self._pictures.get(url)
        if known is not None:
            try:
                return await self._snapshots.take(endpoint, known, self.SOURCE)
            except NoFrame as error:
                # A device that was set up anew has moved its picture; one that hangs has not.
                if error.trouble in (Trouble.TOO_SLOW, Trouble.REFUSED, Trouble.WRONG_LOGIN):
                    raise
                self._forget(url)
        picture = await self._picture_url(endpoint, url)
        frame = await self._snapshots.take(endpoint, picture, self.SOURCE)
        keep(self._pictures, url, picture)
        return frame

    async def presets(self, endpoint: Endpoint) -> list[Preset]:
        """The directions that a device knows by name. Raises NoFrame."""
        url, device = await self._turnable(endpoint)
        answer = await self._ask(endpoint, url, device, "GetPresets", ProfileToken=device.profile)
        found = [one for one in _many(answer)[:_PRESETS_MAX] if one.token]
        return [Preset(str(one.token), str(one.Name or one.token)) for one in found]

    async def stand(self, endpoint: Endpoint) -> Stand:
        """Where a device looks. Raises NoFrame, also where it cannot say it."""
        known = endpoint.onvif_url in self._devices
        try:
            return await self._told(endpoint)
        except NoFrame as error:
            # Since it was asked last its clock may have been put right, or it was set up anew.
            if not known or error.trouble not in (Trouble.WRONG_LOGIN, Trouble.NOT_ONVIF):
                raise
        return await self._told(endpoint)

    async def turn(self, endpoint: Endpoint, preset: str, stand: Stand) -> Stand:
        """Turn a device that looks there to a preset; where it stands then. Raises NoFrame.

        It is told first to look where it looks: one that does not take that could not be turned
        back, and is not turned.
        """
        url, device = await self._turnable(endpoint)
        try:
            await self._look_at(endpoint, url, device, stand)
        except NoFrame as error:
            refused = error.trouble is Trouble.NOT_ONVIF
            raise NoFrame(Trouble.NOT_TURNABLE if refused else error.trouble) from error
        await self._ask(
            endpoint, url, device, "GotoPreset", ProfileToken=device.profile, PresetToken=preset
        )
        return await self._until_still(endpoint, url, device)

    async def turn_back(self, endpoint: Endpoint, stand: Stand) -> None:
        """Let a device look again where it looked before, until it stands. Raises NoFrame."""
        url, device = await self._turnable(endpoint)
        await self._look_at(endpoint, url, device, stand)
        await self._until_still(endpoint, url, device)

    async def _look_at(self, endpoint: Endpoint, url: str, device: _Device, stand: Stand) -> None:
        position: dict[str, Any] = {}
        if stand.pan is not None and stand.tilt is not None:
            position["PanTilt"] = {"x": stand.pan, "y": stand.tilt}
        if stand.zoom is not None:
            position["Zoom"] = {"x": stand.zoom}
        await self._ask(
            endpoint, url, device, "AbsoluteMove", ProfileToken=stand.profile, Position=position
        )

    async def _told(self, endpoint: Endpoint) -> Stand:
        url, device = await self._turnable(endpoint)
        stand, _ = await self._stand(endpoint, url, device)
        if (stand.pan is None and stand.zoom is None) or not _in_shares(stand):
            raise NoFrame(Trouble.NOT_TURNABLE)
        return stand

    async def _until_still(self, endpoint: Endpoint, url: str, device: _Device) -> Stand:
        """Where the device stands once it does, for which the caller's deadline bounds the wait."""
        never, seen = asyncio.Event(), None
        while True:
            stand, moving = await self._stand(endpoint, url, device)
            if seen is not None and not moving and _near(stand, seen):
                return stand
            seen = stand
            await self._clock.wait(never, _LOOK_EVERY_S)

    async def _stand(self, endpoint: Endpoint, url: str, device: _Device) -> tuple[Stand, bool]:
        """Where a device looks, and whether it says that it moves."""
        answer = await self._ask(endpoint, url, device, "GetStatus", ProfileToken=device.profile)
        with as_trouble():
            position, move = answer.Position, answer.MoveStatus
            pan_tilt = position.PanTilt if position is not None else None
            zoom = position.Zoom if position is not None else None
            says = [] if move is None else [move.PanTilt, move.Zoom]
            stand = Stand(
                device.profile,
                float(pan_tilt.x) if pan_tilt is not None else None,
                float(pan_tilt.y) if pan_tilt is not None else None,
                float(zoom.x) if zoom is not None else None,
            )
            return stand, "MOVING" in says

    async def _turnable(self, endpoint: Endpoint) -> tuple[str, _Device]:
        if not endpoint.onvif_url:
            raise NoFrame(Trouble.NO_ENDPOINT)
        device = await self._device(endpoint, endpoint.onvif_url)
        if device.ptz_url is None:
            raise NoFrame(Trouble.NOT_TURNABLE)
        return device.ptz_url, device

    async def _ask(
        self, endpoint: Endpoint, url: str, device: _Device, method: str, **params: Any
    ) -> Any:
        """One question to the part of a device that turns it. Raises NoFrame."""
        try:
            return await self._call(endpoint, "ptz", url, device.ahead, method, params)
        except NoFrame:
            self._forget(endpoint.onvif_url or "")
            raise

    def _forget(self, url: str) -> None:
        self._devices.pop(url, None)
        self._pictures.pop(url, None)

    # What is found out about a device.

    async def _picture_url(self, endpoint: Endpoint, url: str) -> str:
        device = await self._device(endpoint, url)
        params = {"ProfileToken": device.profile}
        answer = await self._call(
            endpoint, "media", device.media_url, device.ahead, "GetSnapshotUri", params
        )
        with as_trouble():
            return at_home(url, str(answer.Uri))

    async def _device(self, endpoint: Endpoint, url: str) -> _Device:
        if url not in self._devices:
            ahead = await self._ahead(endpoint, url)
            parts = await self._parts(endpoint, url, ahead)
            media_url = parts.get("media")
            if media_url is None:
                raise NoFrame(Trouble.NOT_ONVIF)
            answer = await self._call(endpoint, "media", media_url, ahead, "GetProfiles", {})
            with as_trouble():
                profile = str(_many(answer)[0].token)
            keep(self._devices, url, _Device(ahead, media_url, parts.get("ptz"), profile))
        return self._devices[url]

    async def _ahead(self, endpoint: Endpoint, url: str) -> timedelta:
        """By how much the device's clock is ahead: a login that is dated by ours would fail."""
        answer = await self._call(
            endpoint, "devicemgmt", url, timedelta(), "authless_GetSystemDateAndTime", {}
        )
        now = self._clock.now()
        try:
            day, at = answer.UTCDateTime.Date, answer.UTCDateTime.Time
            said_at = datetime(
                *(day.Year, day.Month, day.Day, at.Hour, at.Minute, at.Second), tzinfo=UTC
            )
        except (AttributeError, TypeError, ValueError):
            return timedelta()
        if said_at >= CLOCK_SET:
            self._clocks.note(url, now, said_at)
        return said_at - now

    async def _parts(self, endpoint: Endpoint, url: str, ahead: timedelta) -> dict[str, str]:
        """Where the parts of a device answer, by the library's word for each."""
        library = await load_library()
        names = {library.namespace(name): name for name in self.PARTS}
        try:
            params: dict[str, Any] = {"IncludeCapability": False}
            answer = await self._call(endpoint, "devicemgmt", url, ahead, "GetServices", params)
            said = [(str(one.Namespace), one.XAddr) for one in _many(answer)]
        except NoFrame as error:
            if error.trouble is not Trouble.NOT_ONVIF:
                raise
            # Devices from before 2011 do not know that question.
            params = {"Category": "All"}
            answer = await self._call(endpoint, "devicemgmt", url, ahead, "GetCapabilities", params)
            with as_trouble():
                parts = {"media": answer.Media, "ptz": answer.PTZ}
                said = [
                    (library.namespace(name), part.XAddr) for name, part in parts.items() if part
                ]
        return {names[space]: at_home(url, str(at)) for space, at in said if space in names and at}

    # One question.

    async def _call(
        self,
        endpoint: Endpoint,
        part: str,
        url: str,
        ahead: timedelta,
        method: str,
        params: dict[str, Any],
    ) -> Any:
        """What a part of a device answers. Raises NoFrame."""
        library = await load_library()
        now_there = self._clock.now() + ahead
        async with library.service(self._fetcher, endpoint, part, url, now_there) as service:
            try:
                return await getattr(service, method)(params)
            except library.fault as error:
                wrong = library.is_wrong_login(error)
                raise NoFrame(Trouble.WRONG_LOGIN if wrong else Trouble.NOT_ONVIF) from error
            except library.errors as error:
                raise NoFrame(Trouble.NOT_ONVIF) from error


@contextmanager
def as_trouble() -> Iterator[None]:
    """An answer that lacks what every device has is none."""
    try:
        yield
    except (AttributeError, TypeError, ValueError, LookupError) as error:
        raise NoFrame(Trouble.NOT_ONVIF) from error


def _many(answer: Any) -> list[Any]:
    return list(answer) if isinstance(answer, list) else []


def _in_shares(stand: Stand) -> bool:
    """Whether a device says where it looks as all can, and not in degrees or steps of its own."""
    return all(abs(share or 0.0) <= _WHOLE for share in (stand.pan, stand.tilt, stand.zoom))


def _near(one: Stand, other: Stand) -> bool:
    pairs = zip((one.pan, one.tilt, one.zoom), (other.pan, other.tilt, other.zoom), strict=True)
    return all(abs((a or 0.0) - (b or 0.0)) < _STILL for a, b in pairs)


def at_home(url: str, said: str) -> str:
    """An address that a device gives, on the host that was entered for it. Raises NoFrame.

    Behind a router a device does not know its own address; a hostile one names another's.
    """
    home = urlsplit(url)
    try:
        told = urlsplit(said.strip())
        port = f":{told.port}" if told.port else ""
        host = told.hostname or ""
    except ValueError as error:
        raise NoFrame(Trouble.NOT_ONVIF) from error
    if told.scheme not in ("http", "https") or not host:
        raise NoFrame(Trouble.NOT_ONVIF)
    if host != (home.hostname or ""):
        return told._replace(scheme=home.scheme, netloc=home.netloc.rpartition("@")[2]).geturl()
    bracketed = f"[{host}]" if ":" in host else host
    return told._replace(netloc=f"{bracketed}{port}").geturl()


def keep(kept: dict[str, Any], url: str, value: Any) -> None:
    """Remember something of a device; the one known for longest is forgotten for it."""
    if len(kept) >= _DEVICES_MAX:
        kept.pop(next(iter(kept)))
    kept[url] = value
