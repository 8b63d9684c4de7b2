"""All cameras of the simulated county as real servers, in one process.

    python -m tests.support.town.cameras --http 8800 --rtsp 8554 --plan 0.1 --fault ID=hang

serves `/cam/<camera_id>/snapshot.jpg` over HTTP and `/cam/<camera_id>` over RTSP, each behind
the camera's own login. Tests run the same in their own process:

    async with serve_cameras(plan, faults={camera_id: Fault.HANG}) as cameras:
        cameras.http_base, cameras.rtsp_base

A camera nobody asks costs nothing.
"""

import argparse
import asyncio
import signal
import sys
from collections.abc import AsyncIterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from tests.support.town.broadcast import Broadcaster
from tests.support.town.digest import NONCE_LIFE_S, Doorkeeper, Login
from tests.support.town.easel import Pixels
from tests.support.town.faults import Fault, parse_fault
from tests.support.town.figures import SCALE_DEFAULT
from tests.support.town.fonts import readable
from tests.support.town.model import Camera
from tests.support.town.plan import Plan, make_plan
from tests.support.town.rtsp import Endpoint, RtspServer
from tests.support.town.scene import STILL_SIZE, STREAM_SIZE, Size, Studio, as_jpeg, black
from tests.support.town.stills import SnapshotServer

LIVE_MAX = 8
_PAINTERS = 2
_OLD_BY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class TownCameras:
    """The running servers, and what a test may ask about their insides."""

    http_base: str
    rtsp_base: str
    broadcaster: Broadcaster


class _Crew:
    """Takes the pictures, honest or spoilt as the camera's fault has it."""

    def __init__(self, plan: Plan, wrong: Mapping[str, Fault]) -> None:
        self._cameras: dict[str, Camera] = {c.camera_id: c for c in plan.cameras}
        self._wrong = wrong
        self._studio = Studio()
        self._old_at = datetime.now(UTC) - _OLD_BY
        self.workers = ThreadPoolExecutor(_PAINTERS, thread_name_prefix="painter")

    async def photograph(self, camera_id: str) -> bytes:
        """A JPEG of this moment."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self.workers, self._jpeg, camera_id)

    def paint(self, camera_id: str, at: datetime) -> Pixels:
        """A frame of the stream."""
        return self._frame(camera_id, at, STREAM_SIZE)

    def _jpeg(self, camera_id: str) -> bytes:
        return as_jpeg(self._frame(camera_id, datetime.now(UTC), STILL_SIZE))

    def _frame(self, camera_id: str, at: datetime, size: Size) -> Pixels:
        camera, fault = self._cameras[camera_id], self._wrong.get(camera_id)
        if fault is Fault.BLACK:
            return black(readable(camera.name), at, size)
        return self._studio.frame(camera, self._old_at if fault is Fault.OLD else at, size)


@asynccontextmanager
async def serve_cameras(
    plan: Plan,
    *,
    faults: Mapping[str, Fault] | None = None,
    host: str = "127.0.0.1",
    http_port: int = 0,
    rtsp_port: int = 0,
    live_max: int = LIVE_MAX,
    nonce_life_s: float = NONCE_LIFE_S,
) -> AsyncIterator[TownCameras]:
    """Serve all cameras of the plan until the block ends; port 0 takes any free one."""
    wrong = dict(faults or {})
    endpoints = {c.camera_id: _endpoint(c) for c in plan.cameras}
    unknown = wrong.keys() - endpoints.keys()
    if unknown:
        raise ValueError(f"no such camera: {', '.join(sorted(unknown))}")
    crew = _Crew(plan, wrong)
    doorkeeper = Doorkeeper(nonce_life_s=nonce_life_s)
    broadcaster = Broadcaster(crew.paint, crew.workers, live_max=live_max)
    stills = SnapshotServer(endpoints, wrong, crew.photograph, doorkeeper)
    streams = RtspServer(endpoints, wrong, broadcaster, doorkeeper)
    try:
        http = await stills.start(host, http_port)
        rtsp = await streams.start(host, rtsp_port)
        yield TownCameras(f"http://{host}:{http}", f"rtsp://{host}:{rtsp}", broadcaster)
    finally:
        await streams.close()
        await stills.close()
        await broadcaster.close()
        crew.workers.shutdown(wait=False, cancel_futures=True)


def _endpoint(camera: Camera) -> Endpoint:
    login = Login(camera.login, camera.username, camera.password)
    return Endpoint(camera.camera_id, camera.name.en, login)


async def _serve(options: argparse.Namespace) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    async with serve_cameras(
        make_plan(options.plan),
        faults=dict(options.fault),
        http_port=options.http,
        rtsp_port=options.rtsp,
        live_max=options.live_max,
    ) as cameras:
        print(f"ready {cameras.http_base} {cameras.rtsp_base}", flush=True)
        await stop.wait()


def main(arguments: list[str]) -> None:
    """Serve until told to stop; prints `ready HTTP RTSP` when a camera would answer."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--http", type=int, default=0, help="port of the snapshots; 0 is any")
    parser.add_argument("--rtsp", type=int, default=0, help="port of the streams; 0 is any")
    parser.add_argument("--plan", type=float, default=SCALE_DEFAULT, help="scale of the county")
    parser.add_argument("--live-max", type=int, default=LIVE_MAX, help="cameras encoded at once")
    parser.add_argument(
        "--fault", type=parse_fault, action="append", default=[], metavar="ID=MODE",
        help=f"one camera's fault: {', '.join(Fault)}",
    )  # fmt: skip
    asyncio.run(_serve(parser.parse_args(arguments)))


if __name__ == "__main__":
    main(sys.argv[1:])
