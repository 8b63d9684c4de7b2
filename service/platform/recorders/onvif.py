"""A recorder by ONVIF Profile G: what it has is searched for, and played by its replay service.

A channel is the recorder's own word (token) for a recording. It cannot hold anything back.
"""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from service.platform.camera_link.clocks import Clocks
from service.platform.camera_link.http import Fetcher, Snapshots
from service.platform.camera_link.onvif import Onvif, as_trouble, keep
from service.platform.clock import Clock
from service.platform.frames import Endpoint, NoFrame, Trouble
from service.platform.imaging import Checkers
from service.platform.reach import Reach
from service.platform.recorders import (
    Brought,
    GapWhy,
    NotFetched,
    OnvifAddress,
    Segment,
)
from service.platform.recorders.http import why
from service.platform.recorders.playback import Playing, play
from service.platform.recorders.rtsp import pieces

# A search is asked how far it has come so often, and waited for so long each time.
_ASKED_MOST, _WAITED = 10, timedelta(seconds=2)
_RESULTS_MOST = 200
_REQUIRE = {"Require": "onvif-replay"}
_CLOCK = "%Y%m%dT%H%M%S.%fZ"


class ReplayDevices(Onvif):
    """What is asked of recorders: their search and replay services, found once for each."""

    PARTS = ("search", "replay")

    def __init__(self, clock: Clock, fetcher: Fetcher) -> None:
        super().__init__(clock, fetcher, Snapshots(fetcher, Checkers()), Clocks())
        self._known: dict[str, tuple[timedelta, dict[str, str]]] = {}

    async def spans(self, endpoint: Endpoint, token: str) -> list[tuple[datetime, datetime]]:
        """From when to when a recording lasts, by the recorder's clock. Raises NoFrame."""
        scope = {"IncludedRecordings": [token]}
        asked = {"Scope": scope, "KeepAliveTime": timedelta(seconds=30)}
        search = await self._to(endpoint, "search", "FindRecordings", asked)
        found: list[tuple[datetime, datetime]] = []
        for _ in range(_ASKED_MOST):
            params = {
                "SearchToken": search,
                "MinResults": 1,
                "MaxResults": _RESULTS_MOST,
                "WaitTime": _WAITED,
            }
            answer = await self._to(endpoint, "search", "GetRecordingSearchResults", params)
            with as_trouble():
                found += _spans(answer, token)
                if str(answer.SearchState) == "Completed":
                    break
        await self._to(endpoint, "search", "EndSearch", {"SearchToken": search})
        return found

    async def replay_url(self, endpoint: Endpoint, token: str) -> str:
        """Where a recording is played, on the host that was entered. Raises NoFrame."""
        setup = {"Stream": "RTP-Unicast", "Transport": {"Protocol": "RTSP"}}
        params = {"StreamSetup": setup, "RecordingToken": token}
        said = await self._to(endpoint, "replay", "GetReplayUri", params)
        home, told = urlsplit(endpoint.onvif_url or ""), urlsplit(str(said).strip())
        if told.scheme not in ("rtsp", "rtsps") or not home.hostname:
            raise NoFrame(Trouble.NOT_ONVIF)
        # Behind a router a recorder does not know its own address; a hostile one names another's.
        host = f"[{home.hostname}]" if ":" in home.hostname else home.hostname
        return told._replace(netloc=f"{host}:{told.port or 554}").geturl()

    async def _to(self, endpoint: Endpoint, part: str, method: str, params: dict[str, Any]) -> Any:
        url = endpoint.onvif_url or ""
        if url not in self._known:
            ahead = await self._ahead(endpoint, url)
            keep(self._known, url, (ahead, await self._parts(endpoint, url, ahead)))
        ahead, parts = self._known[url]
        if part not in parts:
            raise NoFrame(Trouble.NOT_ONVIF)
        try:
            return await self._call(endpoint, part, parts[part], ahead, method, params)
        except NoFrame:
            # Since it was asked last it may have been set up anew, or its clock put right.
            self._known.pop(url, None)
            raise


class OnvifRecorder:
    """Asks by ONVIF, plays by RTSP with the replay extension."""

    def __init__(
        self, clock: Clock, reach: Reach, devices: ReplayDevices, address: OnvifAddress
    ) -> None:
        self._clock, self._reach, self._devices = clock, reach, devices
        self._endpoint = Endpoint(
            None, None, address.username, address.password, onvif_url=address.url
        )

    async def segments(self, channel: str, from_at: datetime, until_at: datetime) -> list[Segment]:
        """What it says that it has, in pieces. Raises NotFetched."""
        try:
            found = await self._devices.spans(self._endpoint, channel)
        except NoFrame as error:
            raise NotFetched(_why(error.trouble)) from error
        if not found:
            raise NotFetched(GapWhy.UNKNOWN_CHANNEL)
        listed: dict[str, Segment] = {}
        for begins, ends in found:
            within = pieces(max(begins, from_at), min(ends, until_at))
            listed |= {one.name: one for one in within}
        return list(listed.values())

    async def bring(
        self, channel: str, segment: Segment, file: Path, bytes_most: int
    ) -> Brought | None:
        """Play a piece as fast as the recorder reads. Raises NotFetched."""
        try:
            url = await self._devices.replay_url(self._endpoint, channel)
        except NoFrame as error:
            raise NotFetched(_why(error.trouble)) from error
        begins, ends = (at.strftime(_CLOCK) for at in (segment.begins_at, segment.ends_at))
        range_ = {"Range": f"clock={begins}-{ends}", "Rate-Control": "no"}
        playing = Playing(url, self._endpoint, _REQUIRE, _REQUIRE | range_)
        return await play(
            *(self._clock, self._reach, playing, file),
            *(segment.begins_at, segment.ends_at, bytes_most),
        )


def _why(trouble: Trouble) -> GapWhy:
    return GapWhy.REFUSED if trouble is Trouble.NOT_ONVIF else why(trouble)


def _spans(answer: Any, token: str) -> list[tuple[datetime, datetime]]:
    """Of a page of results: from when to when the recording of this word lasts."""
    found = []
    for one in answer.RecordingInformation or []:
        tracks = [
            (track.DataFrom, track.DataTo)
            for track in (one.Track or [])
            if str(track.TrackType) == "Video"
        ]
        if str(one.RecordingToken) == token:
            found += tracks or [(one.EarliestRecording, one.LatestRecording)]
    return [(_utc(begins), _utc(ends)) for begins, ends in found if begins and ends]


def _utc(at: datetime) -> datetime:
    return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
