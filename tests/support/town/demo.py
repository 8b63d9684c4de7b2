"""`./dev demo`: a running county town in the browser. Simulated cameras, keys and patrols.

`./dev demo --once` plays one press to its end without a browser, prints each stage with its time,
and ends with 0, or with 1 when a stage does not come. With `--search` somebody is missing (nobody
is: it is simulated), and the search plays by itself; with `--once` besides, to its end.
"""

import argparse
import asyncio
import contextlib
import json
import os
import shutil
import signal
import socket
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from service.app import open_house
from service.cli.seed import plant, read_seed
from service.settings import Settings, as_environment
from tests.support.gateway import Gateway, text_gateway
from tests.support.town.base_map import base_map_of
from tests.support.town.ground import spot_of
from tests.support.town.lost_bag import connect
from tests.support.town.lost_child import play_search
from tests.support.town.phones import play_patrol
from tests.support.town.plan import make_plan, seed_of
from tests.support.town.recordings import near, record
from tests.support.town.routes import Routes
from tests.support.town.story import CONTACT, DISPATCHER, REVIEWER, Story, play_once, story_of

_READY_MOST_S = 90
_STOP_MOST_S = 20

# A visitor does not want to wait as long as a school does.
_HURRY, _HURRY_ONCE = 3.0, 12.0
# So long a visitor may look at each stage of the search.
_READ_S = 15.0


@dataclass(frozen=True)
class Ports:
    """Where everything of the demo answers, on loopback."""

    service: int

    @property
    def screen(self) -> int:
        """The red key's page."""
        return self.service + 1

    @property
    def http(self) -> int:
        """The cameras' snapshots."""
        return self.service + 2

    @property
    def rtsp(self) -> int:
        """The cameras' streams."""
        return self.service + 3

    def check(self) -> None:
        """Raises CannotPlay where another program has one of them."""
        for number in (self.service, self.screen, self.http, self.rtsp):
            with socket.socket() as probe:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                try:
                    probe.bind(("127.0.0.1", number))
                except OSError as error:
                    why = f"port {number} is taken; choose others with --port"
                    raise CannotPlay(why) from error


class CannotPlay(Exception):
    """A part of the demo does not run; what it said stands above."""


class Programs:
    """What the demo has started, in order; stopped the other way round."""

    def __init__(self) -> None:
        self._running: list[asyncio.subprocess.Process] = []

    async def start(
        self,
        *command: str,
        settings: Settings | None = None,
        until: str = "",
        log: Path | None = None,
    ) -> None:
        """Start a program of ours; wait until it prints a line that begins so.

        What it logs goes to the file log, or to the terminal.
        """
        kept = {k: v for k, v in os.environ.items() if not k.startswith("WATCHBELL_")}
        given = as_environment(settings) if settings else {}
        with log.open("ab") if log else contextlib.nullcontext() as logged:
            program = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", *command),
                env=kept | given,
                stdout=asyncio.subprocess.PIPE if until else asyncio.subprocess.DEVNULL,
                stderr=logged,
                start_new_session=True,
            )
        self._running.append(program)
        if until:
            async with asyncio.timeout(_READY_MOST_S):
                await self._until(program, until)

    async def _until(self, program: asyncio.subprocess.Process, words: str) -> None:
        assert program.stdout is not None
        while line := (await program.stdout.readline()).decode():
            if line.startswith(words):
                self._drain = asyncio.create_task(_pass_on(program.stdout))
                return
            print(line, end="", flush=True)
        raise CannotPlay("a program of the demo ended before it was ready")

    async def stop(self) -> None:
        """Ask each to end, the last first."""
        for program in reversed(self._running):
            with contextlib.suppress(ProcessLookupError):
                program.terminate()
            try:
                await asyncio.wait_for(program.wait(), _STOP_MOST_S)
            except TimeoutError:
                program.kill()
                await program.wait()


async def _pass_on(stream: asyncio.StreamReader) -> None:
    while line := await stream.readline():
        print(line.decode(), end="", flush=True)


def main() -> int:
    """Run the demo."""
    parser = argparse.ArgumentParser(prog="./dev demo", description=__doc__)
    parser.add_argument("--once", action="store_true", help="one press to its end, no browser")
    parser.add_argument("--port", type=int, default=8080, help="of the service; three follow it")
    parser.add_argument("--scale", type=float, default=0.1, help="of a real county")
    parser.add_argument("--search", action="store_true", help="a missing child's search, simulated")
    asked = parser.parse_args()
    try:
        ports = Ports(asked.port)
        return asyncio.run(_run(ports, asked.scale, once=asked.once, search=asked.search))
    except (CannotPlay, TimeoutError) as error:
        print(
            f"the demo ends: {str(error) or 'a part of it was not ready in time'}", file=sys.stderr
        )
        return 1


async def _run(ports: Ports, scale: float, *, once: bool, search: bool) -> int:
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    async with _town(ports, scale, visitor=not once) as (story, routes):
        server, screen = _url(ports.service), _url(ports.screen)
        hurry = _HURRY_ONCE if once else _HURRY
        say = print if not once else (lambda _: None)
        playing: list[asyncio.Task[Any]] = []
        for patrol in story.patrols:
            patrol.hurry = hurry
            patrol.think_s = 1.0 if once else 3.0
            playing.append(
                asyncio.create_task(play_patrol(server, story.password, patrol, routes, say))
            )
        try:
            if once:
                await asyncio.sleep(3)
                play = play_search if search else play_once
                return await play(server, screen, story)
            _welcome(story, server, screen)
            if search:
                scene = play_search(server, screen, story, pause_s=_READ_S)
                playing.append(asyncio.create_task(scene))
            await stop.wait()
            return 0
        finally:
            for task in playing:
                task.cancel()
            await asyncio.gather(*playing, return_exceptions=True)


@asynccontextmanager
async def _town(
    ports: Ports, scale: float, *, visitor: bool
) -> AsyncIterator[tuple[Story, Routes]]:
    """The county, its cameras, the service, and one box with a red key on a screen."""
    ports.check()
    folder = _fresh_folder()
    programs = Programs()
    print("drawing the county and starting its cameras …", flush=True)
    plan = make_plan(scale)
    base_rtsp = f"rtsp://127.0.0.1:{ports.rtsp}"
    seed = seed_of(plan, _url(ports.http), base_rtsp)
    story = story_of(seed, visitor=visitor)
    seed["accounts"] += [story.contact, story.reviewer]
    # The school's further keys would wait for boxes that nobody brings.
    site_id = story.contact["roles"][0]["site_id"]
    seed["devices"] = [
        d for d in seed["devices"] if d["site_id"] != site_id or d["code"] == story.code
    ]
    map_file = folder / "map.json"
    map_file.write_text(json.dumps(base_map_of(plan), ensure_ascii=False), encoding="utf-8")
    try:
        async with text_gateway(_show_text) as gateway:
            settings = _settings(folder, ports, story, map_file, gateway)
            cameras = near(plan, spot_of(story.place))
            recording = asyncio.create_task(
                asyncio.to_thread(
                    record, Path(settings.recordings_folder), cameras, datetime.now(UTC)
                )
            )
            await programs.start(
                "tests.support.town.cameras",
                *("--http", str(ports.http), "--rtsp", str(ports.rtsp), "--plan", str(scale)),
            )
            print("starting databases, service and carriers …", flush=True)
            await programs.start("service", "up", settings=settings, until="ready")
            print("moving in …", flush=True)
            await _plant(settings, json.dumps(seed).encode())
            await _box(programs, folder / "box", ports, story)
            await recording
            await connect(_url(ports.service), story, cameras)
            yield story, Routes(plan)
    finally:
        await programs.stop()
        shutil.rmtree(folder, ignore_errors=True)


def _fresh_folder() -> Path:
    """Gone when the demo ends; others may pass through, as the database's user must."""
    folder = Path(tempfile.mkdtemp(prefix="watchbell-demo-"))
    folder.chmod(0o711)
    return folder


def _settings(
    folder: Path, ports: Ports, story: Story, map_file: Path, gateway: Gateway
) -> Settings:
    return Settings(
        data=str(folder / "data"),
        recordings_folder=str(folder / "recordings"),
        identity_verifier="test",
        port=ports.service,
        demo=True,
        # A camera here paints its live street itself, for a sixth of a core: the two that look at
        # the school with the key, which are wished for first, and no more.
        warm_cameras_max=2,
        text_gateway=gateway.url,
        web_push_key_file=str(_web_push_key(folder)),
        web_push_contact="mailto:demo@watchbell.example",
        map_file=str(map_file),
        map_lat=story.place.lat,
        map_lon=story.place.lon,
        map_zoom=15.0,
        log_level="warning",
    )


def _web_push_key(folder: Path) -> Path:
    """A key with which browsers can be rung, made anew for each demo."""
    path = folder / "web-push.pem"
    key = ec.generate_private_key(ec.SECP256R1())
    path.touch(mode=0o600)
    path.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return path


async def _plant(settings: Settings, seed: bytes) -> None:
    """Fill the service with the county, as `watchbell seed` would."""
    data = settings.data_folder
    password = quote((data / "postgres.password").read_text().strip())
    sockets = quote(str(data / "run"), safe="")
    url = f"postgresql://watchbell:{password}@/watchbell?host={sockets}"
    with_database = Settings(data=settings.data, database_url=url, demo=True)
    async with open_house(with_database) as house:
        await plant(house, read_seed(seed))


async def _box(programs: Programs, folder: Path, ports: Ports, story: Story) -> None:
    """A real box: enrolled by its one-time code, its red key on a page."""
    kiosk = ("kiosk_client.cli",)
    enrol = ("enrol", "--folder", str(folder), "--server", _url(ports.service))
    await programs.start(*kiosk, *enrol, "--code", story.code, until="enrolled")
    screen = ("run", "--folder", str(folder), "--screen", f"127.0.0.1:{ports.screen}")
    await programs.start(*kiosk, *screen, log=folder / "log.jsonl")


def _show_text(to: str, words: str) -> None:
    print(f"text to {to}: {words}", flush=True)


def _welcome(story: Story, server: str, screen: str) -> None:
    print(
        f"""
A county town is running. All of it is simulated and on this machine.

  the red key of {story.school}
      {screen}/
  the console, as the county's dispatcher
      {server}/console/      name {DISPATCHER}      password {story.password}
  a patrol's phone ({story.yours.call_sign}), which waits for you to answer
      {server}/patrol/       name {story.yours.account}      password {story.password}
  the page of the school's contact: its keys, drills, who is coming
      {server}/school/       name {CONTACT}      password {story.password}
  what a citizen sees who asks for footage (the code that is sent stands here as a text)
      {server}/footage
  missing children, for everybody (`./dev demo --search` plays a simulated one)
      {server}/missing
  and the desk of those who answer
      {server}/console/      name {REVIEWER}    password {story.password}

Hold the red key, then watch the console. Where you let the phone's page notify you, it is rung
by Web Push also when it is closed: by way of your browser's maker, with an id and neutral words.
Somebody left a black bag before the school's gate, and somebody took it: the reviewer's desk has
been asked when. Other accounts: city, leader, station-001, admin.
Ctrl-C ends it.
""",
        flush=True,
    )


def _url(port: int) -> str:
    return f"http://127.0.0.1:{port}"


if __name__ == "__main__":
    sys.exit(main())
