"""An ONVIF device on loopback: SOAP behind WS-Security, a snapshot behind Digest, and presets.

Every answer is checked against the schema of the description that ONVIF publishes before it
leaves, so that what is tested here is not our own idea of the protocol.
"""

import base64
import hashlib
import importlib
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from aiohttp import web
from lxml import etree  # type: ignore[import-untyped]

from tests.support.bad_cameras import jpeg
from tests.support.town.digest import Doorkeeper, Login, Verdict

_SOAP = "http://www.w3.org/2003/05/soap-envelope"
_SECURITY = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd"
_UTILITY = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd"
_PARTS = {
    "device": ("http://www.onvif.org/ver10/device/wsdl", "devicemgmt.wsdl"),
    "media": ("http://www.onvif.org/ver10/media/wsdl", "media.wsdl"),
    "ptz": ("http://www.onvif.org/ver20/ptz/wsdl", "ptz.wsdl"),
    "search": ("http://www.onvif.org/ver10/search/wsdl", "search.wsdl"),
    "replay": ("http://www.onvif.org/ver10/replay/wsdl", "replay.wsdl"),
}
_OPEN_TO_ALL = ("GetSystemDateAndTime",)
_OLD_MOST = timedelta(seconds=5)
_SPACE = "http://www.onvif.org/ver10/tptz/PanTiltSpaces/PositionGenericSpace"
LOGIN = Login("digest_md5", "viewer", "sword: fish")
PRESETS = {"1": ("校门", (0.5, -0.25, 0.0)), "2": ("路口", (-0.75, 0.1, 0.5))}

Spoil = Callable[[str], Awaitable[web.StreamResponse | None]]


@cache
def _schema(part: str) -> Any:
    """What answers of a part must look like."""
    folder = Path(str(importlib.import_module("onvif").__file__)).parent / "wsdl"
    path = str(folder / _PARTS[part][1])
    found = etree.parse(path).find(".//{http://www.w3.org/2001/XMLSchema}schema")
    return etree.XMLSchema(
        etree.ElementTree(etree.fromstring(etree.tostring(found), base_url=path))
    )


class _Refused(Exception):
    """The device answers with a fault of this subcode."""


@dataclass
class OnvifDevice:
    """A device, what it was asked, and what it does wrong."""

    login: Login = LOGIN
    picture: bytes = field(default_factory=jpeg)
    clock_ahead: timedelta = timedelta()
    # Devices from before 2011 know GetCapabilities only.
    is_old: bool = False
    has_ptz: bool = True
    says_where_it_looks: bool = True
    says_that_it_moves: bool = True
    # The host and port that it believes to have, where a router stands between.
    believes: str = ""
    spoil: Spoil | None = None
    place: tuple[float, float, float] = (0.125, 0.25, 0.375)
    looks_until_there: int = 3
    asked: list[str] = field(default_factory=list)
    # What it recorded, by its word for it, and where that is played.
    recordings: dict[str, tuple[datetime, datetime]] = field(default_factory=dict)
    replay_url: str = ""
    searches_until_done: int = 2
    snapshot_path: str = "/picture.jpg"
    port: int = 0

    def __post_init__(self) -> None:
        self._door = Doorkeeper()
        self.goal = self.place
        self._looks_left = 0
        self._sought: list[str] = []
        self._searches_left = 0

    @property
    def url(self) -> str:
        """Where the device answers."""
        return f"http://127.0.0.1:{self.port}/onvif/device_service"

    def at(self, path: str) -> str:
        """An address as the device believes it to be."""
        return f"http://{self.believes or f'127.0.0.1:{self.port}'}{path}"

    def now(self) -> datetime:
        """What its clock shows."""
        return datetime.now(UTC) + self.clock_ahead

    async def soap(self, request: web.Request) -> web.StreamResponse:
        """One question."""
        part = request.match_info["part"].removesuffix("_service")
        envelope = etree.fromstring(await request.read())
        question = envelope.find(f"{{{_SOAP}}}Body")[0]
        method = etree.QName(question).localname
        self.asked.append(method)
        if self.spoil is not None:
            spoilt = await self.spoil(method)
            if spoilt is not None:
                return spoilt
        try:
            if method not in _OPEN_TO_ALL:
                self._check_login(envelope)
            inner = getattr(self, f"_{method}", None)
            if inner is None or (self.is_old and method == "GetServices"):
                raise _Refused("ter:ActionNotSupported")
            return _answer(part, f"{method}Response", inner(question))
        except _Refused as refused:
            return _fault(str(refused))

    async def snapshot(self, request: web.Request) -> web.StreamResponse:
        """The picture."""
        self.asked.append("picture")
        if self.spoil is not None:
            spoilt = await self.spoil("picture")
            if spoilt is not None:
                return spoilt
        verdict = self._door.judge(
            request.headers.get("Authorization"),
            method="GET",
            target=request.raw_path,
            login=self.login,
        )
        if request.path != self.snapshot_path:
            return web.Response(status=404)
        if verdict is not Verdict.WELCOME:
            stale = verdict is Verdict.STALE
            challenge = self._door.challenges(self.login, stale=stale, hashes=("MD5",))[0]
            return web.Response(status=401, headers={"WWW-Authenticate": challenge})
        stamp = f"{self.now():%a, %d %b %Y %H:%M:%S} GMT"
        return web.Response(body=self.picture, content_type="image/jpeg", headers={"Date": stamp})

    def _check_login(self, envelope: Any) -> None:
        """WS-Security with a digest (UsernameToken profile 1.0), dated by the device's clock."""
        token = envelope.find(f".//{{{_SECURITY}}}UsernameToken")
        if token is None:
            raise _Refused("ter:NotAuthorized")
        said = {etree.QName(child).localname: child.text or "" for child in token}
        created = datetime.fromisoformat(said["Created"])
        password = self.login.password or ""
        nonce = base64.b64decode(said["Nonce"])
        whole = nonce + said["Created"].encode() + password.encode()
        right = base64.b64encode(hashlib.sha1(whole).digest()).decode()
        if (said["Username"], said["Password"]) != (self.login.username, right):
            raise _Refused("ter:NotAuthorized")
        if abs(self.now() - created.replace(tzinfo=UTC)) > _OLD_MOST:
            raise _Refused("ter:NotAuthorized")

    # What it answers, by the name of the question.

    def _GetSystemDateAndTime(self, _: Any) -> str:  # noqa: N802
        now = self.now()
        return (
            "<t:SystemDateAndTime><tt:DateTimeType>NTP</tt:DateTimeType>"
            "<tt:DaylightSavings>false</tt:DaylightSavings>"
            f"<tt:UTCDateTime><tt:Time><tt:Hour>{now.hour}</tt:Hour><tt:Minute>{now.minute}"
            f"</tt:Minute><tt:Second>{now.second}</tt:Second></tt:Time><tt:Date><tt:Year>{now.year}"
            f"</tt:Year><tt:Month>{now.month}</tt:Month><tt:Day>{now.day}</tt:Day></tt:Date>"
            "</tt:UTCDateTime></t:SystemDateAndTime>"
        )

    def _GetServices(self, _: Any) -> str:  # noqa: N802
        lacks = ([] if self.has_ptz else ["ptz"]) + (
            [] if self.recordings else ["search", "replay"]
        )
        parts = [part for part in _PARTS if part not in lacks]
        return "".join(
            f"<t:Service><t:Namespace>{_PARTS[part][0]}</t:Namespace>"
            f"<t:XAddr>{self.at(f'/onvif/{part}_service')}</t:XAddr>"
            "<t:Version><tt:Major>2</tt:Major><tt:Minor>5</tt:Minor></t:Version></t:Service>"
            for part in parts
        )

    def _GetCapabilities(self, _: Any) -> str:  # noqa: N802
        ptz = f"<tt:PTZ><tt:XAddr>{self.at('/onvif/ptz_service')}</tt:XAddr></tt:PTZ>"
        return (
            f"<t:Capabilities><tt:Media><tt:XAddr>{self.at('/onvif/media_service')}</tt:XAddr>"
            f"<tt:StreamingCapabilities/></tt:Media>{ptz if self.has_ptz else ''}</t:Capabilities>"
        )

    def _GetProfiles(self, _: Any) -> str:  # noqa: N802
        return "".join(
            f'<t:Profiles token="{token}" fixed="true"><tt:Name>{name}</tt:Name>'
            f'<tt:VideoSourceConfiguration token="v"><tt:Name>v</tt:Name><tt:UseCount>2'
            "</tt:UseCount><tt:SourceToken>s</tt:SourceToken>"
            '<tt:Bounds x="0" y="0" width="1920" height="1080"/></tt:VideoSourceConfiguration>'
            "</t:Profiles>"
            for token, name in (("main", "主码流"), ("sub", "子码流"))
        )

    def _uri(self, address: str) -> str:
        return (
            f"<t:MediaUri><tt:Uri>{address}</tt:Uri><tt:InvalidAfterConnect>false"
            "</tt:InvalidAfterConnect><tt:InvalidAfterReboot>false</tt:InvalidAfterReboot>"
            "<tt:Timeout>PT60S</tt:Timeout></t:MediaUri>"
        )

    def _GetSnapshotUri(self, question: Any) -> str:  # noqa: N802
        _must_be(question, "ProfileToken", {"main", "sub"}, "ter:NoProfile")
        return self._uri(self.at(self.snapshot_path))

    def _GetStreamUri(self, question: Any) -> str:  # noqa: N802
        _must_be(question, "ProfileToken", {"main", "sub"}, "ter:NoProfile")
        return self._uri(self.at("/stream").replace("http:", "rtsp:"))

    def _FindRecordings(self, question: Any) -> str:  # noqa: N802
        self._sought = [
            str(one.text)
            for one in question.iter()
            if etree.QName(one).localname == "IncludedRecordings"
        ]
        self._searches_left = self.searches_until_done
        return "<t:SearchToken>search 1</t:SearchToken>"

    def _GetRecordingSearchResults(self, question: Any) -> str:  # noqa: N802
        _must_be(question, "SearchToken", {"search 1"}, "ter:InvalidToken")
        self._searches_left -= 1
        state = "Searching" if self._searches_left else "Completed"
        found = [] if self._searches_left else [t for t in self._sought if t in self.recordings]
        return (
            f"<t:ResultList><tt:SearchState>{state}</tt:SearchState>"
            f"{''.join(self._recording(token) for token in found)}</t:ResultList>"
        )

    def _recording(self, token: str) -> str:
        begins, ends = (f"{at:%Y-%m-%dT%H:%M:%SZ}" for at in self.recordings[token])
        return (
            f"<tt:RecordingInformation><tt:RecordingToken>{token}</tt:RecordingToken>"
            "<tt:Source><tt:SourceId>urn:1</tt:SourceId><tt:Name>门口</tt:Name>"
            "<tt:Location/><tt:Description/><tt:Address/></tt:Source>"
            f"<tt:EarliestRecording>{begins}</tt:EarliestRecording>"
            f"<tt:LatestRecording>{ends}</tt:LatestRecording><tt:Content/>"
            "<tt:Track><tt:TrackToken>v</tt:TrackToken><tt:TrackType>Video</tt:TrackType>"
            f"<tt:Description/><tt:DataFrom>{begins}</tt:DataFrom><tt:DataTo>{ends}</tt:DataTo>"
            "</tt:Track><tt:RecordingStatus>Recording</tt:RecordingStatus>"
            "</tt:RecordingInformation>"
        )

    def _EndSearch(self, _: Any) -> str:  # noqa: N802
        return f"<t:Endpoint>{self.now():%Y-%m-%dT%H:%M:%SZ}</t:Endpoint>"

    def _GetReplayUri(self, question: Any) -> str:  # noqa: N802
        _must_be(question, "RecordingToken", set(self.recordings), "ter:NoRecording")
        return f"<t:Uri>{self.replay_url}</t:Uri>"

    def _GetPresets(self, question: Any) -> str:  # noqa: N802
        _must_be(question, "ProfileToken", {"main"}, "ter:NoProfile")
        return "".join(
            f'<t:Preset token="{token}"><tt:Name>{name}</tt:Name></t:Preset>'
            for token, (name, _) in PRESETS.items()
        )

    def _GotoPreset(self, question: Any) -> str:  # noqa: N802
        token = _must_be(question, "PresetToken", set(PRESETS), "ter:NoToken")
        self._go(PRESETS[token][1])
        return ""

    def _AbsoluteMove(self, question: Any) -> str:  # noqa: N802
        place = list(self.place)
        for element in question.iter():
            name = etree.QName(element).localname
            if name == "PanTilt":
                place[0], place[1] = float(element.get("x")), float(element.get("y"))
            elif name == "Zoom":
                place[2] = float(element.get("x"))
        self._go((place[0], place[1], place[2]))
        return ""

    def _go(self, goal: tuple[float, float, float]) -> None:
        self.goal, self._looks_left = goal, self.looks_until_there

    def _GetStatus(self, _: Any) -> str:  # noqa: N802
        moving = self._looks_left > 0
        if moving:
            self._looks_left -= 1
            left = self._looks_left / self.looks_until_there
            pan, tilt, zoom = (
                goal + (at - goal) * left for at, goal in zip(self.place, self.goal, strict=True)
            )
            self.place = (pan, tilt, zoom)
        pan, tilt, zoom = self.place
        position = (
            f'<tt:Position><tt:PanTilt x="{pan}" y="{tilt}" space="{_SPACE}"/>'
            f'<tt:Zoom x="{zoom}"/></tt:Position>'
        )
        word = "MOVING" if moving else "IDLE"
        move = f"<tt:MoveStatus><tt:PanTilt>{word}</tt:PanTilt></tt:MoveStatus>"
        return (
            f"<t:PTZStatus>{position if self.says_where_it_looks else ''}"
            f"{move if self.says_that_it_moves else ''}"
            f"<tt:UtcTime>{self.now():%Y-%m-%dT%H:%M:%SZ}</tt:UtcTime></t:PTZStatus>"
        )


def _must_be(question: Any, name: str, allowed: set[str], subcode: str) -> str:
    for element in question.iter():
        if etree.QName(element).localname == name and element.text in allowed:
            return str(element.text)
    raise _Refused(subcode)


def _answer(part: str, name: str, inner: str) -> web.Response:
    namespace = _PARTS[part][0]
    body = etree.fromstring(
        f'<t:{name} xmlns:t="{namespace}" xmlns:tt="http://www.onvif.org/ver10/schema">'
        f"{inner}</t:{name}>"
    )
    _schema(part).assertValid(body)
    return _envelope(etree.tostring(body).decode(), status=200)


def _fault(subcode: str) -> web.Response:
    body = (
        '<s:Fault xmlns:ter="http://www.onvif.org/ver10/error"><s:Code><s:Value>s:Sender</s:Value>'
        f"<s:Subcode><s:Value>{subcode}</s:Value></s:Subcode></s:Code>"
        '<s:Reason><s:Text xml:lang="en">refused</s:Text></s:Reason></s:Fault>'
    )
    return _envelope(body, status=400)


def _envelope(body: str, *, status: int) -> web.Response:
    text = f'<s:Envelope xmlns:s="{_SOAP}"><s:Body>{body}</s:Body></s:Envelope>'
    return web.Response(text=text, status=status, content_type="application/soap+xml")


def refuses(method: str) -> Spoil:
    """A device that does not do this."""

    async def spoil(asked: str) -> web.StreamResponse | None:
        return _fault("ter:ActionNotSupported") if asked == method else None

    return spoil


@asynccontextmanager
async def onvif_device(device: OnvifDevice) -> AsyncIterator[OnvifDevice]:
    """The device, until the end."""
    app = web.Application()
    app.router.add_post("/onvif/{part}", device.soap)
    app.router.add_get("/{picture}", device.snapshot)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1, handler_cancellation=True)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    device.port = runner.addresses[0][1]
    try:
        yield device
    finally:
        await runner.cleanup()
