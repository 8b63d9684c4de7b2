"""Places with cameras around them, and presses whose pictures are watched until they are stored."""

import asyncio
import time
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial
from urllib.parse import urlsplit
from uuid import UUID

import msgspec
from msgspec import Struct

from service.camera import actions as camera
from service.camera.wire import NewCamera
from service.core.geo import Place, ahead
from service.platform.bell import EVENTS
from service.platform.frames import NoFrame
from service.platform.house import House
from service.platform.rings import leases
from service.platform.rings.wire import At, NotWarm
from tests.bench.county import COUNTY, Key, bench_id, plant_sites
from tests.bench.load_press import Line, presses
from tests.support.waits import until

# Farther apart than any camera is chosen from.
_APART_M = 5_000.0
_AROUND_M = 60.0
_MOST_S = 30.0
_LOOK_S = 0.25
_REASON = UUID(int=1)
_WARM_SINCE = timedelta(seconds=11)


class Spot(Struct, frozen=True):
    """A place, the streams of the cameras around it, and whether their rings are kept."""

    name: str
    streams: Sequence[str]
    warm: bool


class Kept(Struct, frozen=True):
    """A stored picture: how long after the press that was seen, and what its row says."""

    after_ms: float
    seen_at: datetime
    stream: str
    want: str
    moment_ms: int
    source: str
    captured_at: datetime
    blob_key: str


class Pressed(Struct, frozen=True):
    """A press and the pictures that came of it, in the order in which they were stored."""

    at: datetime
    kept: list[Kept]

    def of(self, want: str) -> list[Kept]:
        """The pictures of one sort."""
        return [one for one in self.kept if one.want == want]


class Town:
    """Some spots with sites; each press is of a site that was not pressed before."""

    def __init__(self, house: House, line: Line, base: str, keys: list[Key]) -> None:
        self._house, self._line, self._host = house, line, urlsplit(base).netloc
        self._keys = keys
        self._unpressed: dict[str, list[int]] = {}
        self._streams: dict[UUID, str] = {}
        self._warm: list[UUID] = []
        self._rang = asyncio.Event()
        house.bell.hear(EVENTS, self._rang.set)

    @classmethod
    async def build(cls, house: House, base: str, spots: Sequence[Spot], sites_each: int) -> "Town":
        """Put cameras up, plant sites, and wish for the warm rings."""
        keys = await plant_sites(house.settings.database_url, sites_each * len(spots))
        town = cls(house, await Line.open(base), base, keys)
        for number, spot in enumerate(spots):
            place = ahead(Place(35.07, 116.31), 90 * number, _APART_M)
            own = range(number * sites_each, (number + 1) * sites_each)
            town._unpressed[spot.name] = list(own)
            async with house.db.transaction() as connection:
                # Not a school: whose rings are kept is said here alone.
                await connection.execute(
                    "UPDATE site SET lat = $2, lon = $3, kind = 'other' WHERE site_id = ANY($1)",
                    *([bench_id("site", n) for n in own], place.lat, place.lon),
                )
            await town._put_up(spot, place)
        async with house.db.transaction() as connection:
            soon = house.clock.now() + timedelta(hours=1)
            await leases.wish(connection, _REASON, dict.fromkeys(town._warm, 1), soon)
        return town

    async def _put_up(self, spot: Spot, place: Place) -> None:
        """Cameras in a circle, looking at its middle."""
        for number, stream in enumerate(spot.streams):
            bearing = 360 * number / len(spot.streams)
            foot = ahead(place, bearing, _AROUND_M)
            new = {
                "name": f"{spot.name} {number}",
                "area_code": COUNTY,
                "place": {"lat": foot.lat, "lon": foot.lon, "crs": "WGS-84"},
                "managing_unit": "bench",
                "bearing_deg": (bearing + 180) % 360,
                "spread_deg": 90,
                "range_m": 2 * _AROUND_M,
                "rtsp_url": stream,
            }
            camera_id = bench_id(f"camera {spot.name}", number)
            async with self._house.db.transaction() as connection:
                given = msgspec.convert(new, NewCamera)
                await camera.add_camera(self._house, connection, given, camera_id)
            self._streams[camera_id] = stream
            if spot.warm:
                self._warm.append(camera_id)

    async def until_full(self) -> None:
        """Until every warm ring reaches back far enough for a whole film."""
        for camera_id in self._warm:
            await until(partial(self._is_full, camera_id), most_s=2 * _MOST_S)

    async def _is_full(self, camera_id: UUID) -> bool:
        since = self._house.clock.now() - _WARM_SINCE
        try:
            frame = await self._house.rings.frame(camera_id, At(since), 5)
        except (NotWarm, NoFrame):
            return False
        return abs(frame.captured_at - since) < timedelta(seconds=1)

    async def press(self, name: str, count: int) -> Pressed:
        """Press a key at a spot, and watch until so many pictures are stored and it is quiet."""
        key = self._keys[self._unpressed[name].pop()]
        [request] = presses([key], self._host)
        at, began = self._house.clock.now(), time.perf_counter()
        status, body = await self._line.ask(request)
        assert status == 201, f"the press was answered {status}: {body[:200]!r}"
        incident_id = UUID(msgspec.json.decode(body)["incident_id"])
        seen: dict[UUID, Kept] = {}
        async with asyncio.timeout(_MOST_S):
            while len(seen) < count:
                self._rang.clear()
                await self._look(incident_id, began, seen)
                if len(seen) < count:
                    await self._ring()
        await self._quiet()
        return Pressed(at, list(seen.values()))

    async def _ring(self) -> None:
        try:
            async with asyncio.timeout(_LOOK_S):
                await self._rang.wait()
        except TimeoutError:
            return

    async def _look(self, incident_id: UUID, began: float, seen: dict[UUID, Kept]) -> None:
        async with self._house.db.reading() as connection:
            rows = await connection.fetch(
                "SELECT snapshot_id, camera_id, want, moment_ms, state, trouble, source,"
                " captured_at, blob_key FROM snapshot WHERE incident_id = $1",
                incident_id,
            )
        after_ms, now = 1000 * (time.perf_counter() - began), self._house.clock.now()
        for row in rows:
            assert row["trouble"] is None, f"a picture was refused: {row['trouble']}"
            if row["state"] == "stored" and row["snapshot_id"] not in seen:
                seen[row["snapshot_id"]] = Kept(
                    *(after_ms, now, self._streams[row["camera_id"]], row["want"]),
                    *(row["moment_ms"], row["source"], row["captured_at"], row["blob_key"]),
                )

    async def _quiet(self) -> None:
        """Until nothing is left to do of what came before; what is still to come is let go.

        So are the cameras that it made warm, and the pictures that another is compared with: a film
        that goes in circles looks frozen.
        """
        async with self._house.db.reading() as connection:
            now = self._house.clock.now()
            await connection.execute(
                "DELETE FROM job WHERE lane = 'pictures' AND state = 'waiting' AND due_at > $1", now
            )
            await connection.execute("DELETE FROM warm_wish WHERE reason <> $1", _REASON)

            async def done() -> bool:
                left = await connection.fetch(
                    "SELECT FROM job"
                    " WHERE lane = 'pictures' AND state IN ('waiting', 'running') AND due_at <= $1"
                    " UNION ALL SELECT FROM warm_camera WHERE camera_id <> ALL($2)",
                    *(now, self._warm),
                )
                return not left

            await until(done, most_s=_MOST_S)
            await connection.execute("UPDATE snapshot SET blob_key = NULL")


def until_phase_s(now: datetime, began_at: datetime, period_s: float, phase: float) -> float:
    """Seconds until a stream's groups have gone on by this share of one."""
    return (phase * period_s - (now - began_at).total_seconds()) % period_s
