"""The watchdogs: fed while the spool, the sender and the keys move, and not a moment longer."""

import asyncio
import os
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

import pytest

from kiosk_client.agent.clock import SystemClock
from kiosk_client.agent.log import Log
from kiosk_client.agent.presses import SPOOL_HUNG_S
from kiosk_client.agent.run import KEY_HUNG_S, TEND_S
from kiosk_client.agent.sender import SENDER_HUNG_S
from kiosk_client.agent.settings import Folder
from kiosk_client.agent.state import Light
from kiosk_client.agent.vitals import Vitals
from kiosk_client.agent.watchdog import FEED_S, Feeder, MachineDog, ServiceDog
from tests.kiosk import faults
from tests.kiosk.box import HandClock, enrolled, line_with, process, running, until
from tests.kiosk.desk import Desk


class Manager:
    """A service manager's socket: remembers what it was told."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_NONBLOCK)
        self._socket.bind(f"\0{name[1:]}" if name.startswith("@") else name)
        self._said: list[str] = []

    @property
    def said(self) -> list[str]:
        while True:
            try:
                self._said.append(self._socket.recv(4096).decode())
            except BlockingIOError:
                return self._said

    @property
    def feeds(self) -> int:
        return self.said.count("WATCHDOG=1")

    def close(self) -> None:
        self._socket.close()


@pytest.fixture(params=["file", "abstract"])
def manager(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Manager]:
    name = str(tmp_path / "notify") if request.param == "file" else f"@watchbell-{os.getpid()}"
    listening = Manager(name)
    yield listening
    listening.close()


@asynccontextmanager
async def fed(manager: Manager, vitals: Vitals, clock: HandClock) -> AsyncIterator[None]:
    dog = ServiceDog(manager.name)
    feeder = Feeder([dog], vitals, clock, Log())
    task = asyncio.create_task(feeder.run())
    try:
        yield
    finally:
        task.cancel()
        await asyncio.wait({task})
        feeder.leave()


@contextmanager
def hung_disk(folder: Folder) -> Iterator[None]:
    """A disk that does not answer: whoever opens the spool's lock sleeps in the kernel."""
    pipe = folder.path / "pipe"
    os.mkfifo(pipe)
    pipe.replace(folder.spool_lock)
    try:
        yield
    finally:
        # Whoever sleeps is woken; whoever comes later finds a file.
        os.close(os.open(folder.spool_lock, os.O_RDWR | os.O_NONBLOCK))
        folder.spool_lock.unlink()


async def test_a_service_is_ready_once_and_then_gives_signs_until_it_ends(
    tmp_path: Path, manager: Manager
) -> None:
    async with Desk() as desk:
        folder = await enrolled(desk, tmp_path / "box")
        called = {"NOTIFY_SOCKET": manager.name, "WATCHDOG_USEC": "600000"}
        async with process("run", "--folder", str(folder.path), **called) as box:
            await until(lambda: manager.feeds >= 3)
            assert manager.said[:2] == ["READY=1", "WATCHDOG=1"]
            box.terminate()
            assert await box.wait() == 0
        assert manager.said[-1] == "STOPPING=1"
        assert set(manager.said[1:-1]) == {"WATCHDOG=1"}


async def test_a_box_without_a_service_manager_runs_all_the_same(tmp_path: Path) -> None:
    async with Desk() as desk:
        folder = await enrolled(desk, tmp_path / "box")
        gone = {"NOTIFY_SOCKET": str(tmp_path / "nobody"), "WATCHDOG_USEC": "600000"}
        async with process("run", "--folder", str(folder.path), **gone) as box:
            await line_with(box.stderr, '"heartbeat"')


@pytest.mark.parametrize(
    ("environment", "feed_s"),
    [
        ({"WATCHDOG_USEC": "3000000"}, 1.0),
        ({"WATCHDOG_USEC": "3000000", "WATCHDOG_PID": str(os.getpid())}, 1.0),
        ({"WATCHDOG_USEC": "3000000", "WATCHDOG_PID": "1"}, FEED_S),
        ({"WATCHDOG_USEC": "900000000"}, FEED_S),
        ({"WATCHDOG_USEC": "0"}, FEED_S),
        ({"WATCHDOG_USEC": "soon"}, FEED_S),
        ({}, FEED_S),
    ],
)
def test_it_is_fed_three_times_in_the_time_that_is_asked_for(
    environment: dict[str, str], feed_s: float
) -> None:
    dog = ServiceDog.called({"NOTIFY_SOCKET": "/run/nobody"} | environment)
    assert dog is not None
    assert dog.feed_s == feed_s
    assert ServiceDog.called(environment) is None
    dog.leave()


async def test_a_disk_that_hangs_stops_the_feeding_and_one_that_is_back_resumes_it(
    tmp_path: Path, manager: Manager
) -> None:
    clock = HandClock()
    async with Desk() as desk:
        folder = await enrolled(desk, tmp_path / "box")
        async with running(folder, clock) as box, fed(manager, box.vitals, clock):
            with hung_disk(folder):
                await clock.run_until(lambda: box.vitals.hung() == ["spool"])
                count = manager.feeds
                clock.forward(seconds=FEED_S)
                await until(lambda: clock.waits(FEED_S, FEED_S))
                assert manager.feeds == count
            await clock.run_until(lambda: manager.feeds > count, step_s=TEND_S)


async def test_while_a_press_is_in_memory_alone_a_hung_disk_does_not_restart_the_box(
    tmp_path: Path,
) -> None:
    clock = HandClock()
    async with Desk() as desk:
        folder = await enrolled(desk, tmp_path / "box")
        async with running(folder, clock) as box:
            desk.fault, desk.fault_path = faults.status(503), "/v1/alarms"
            with hung_disk(folder):
                box.key.press()
                await until(lambda: box.lamps.now.light is Light.UNKEPT)
                for _ in range(3):
                    await until(lambda: clock.waits(TEND_S, TEND_S))
                    clock.forward(seconds=SPOOL_HUNG_S * 0.75)
                    assert "spool" not in box.vitals.hung()
                desk.fault = None
                await clock.run_until(lambda: desk.alarms)
                await clock.run_until(lambda: "spool" in box.vitals.hung())


async def test_a_disk_that_says_no_is_not_one_that_hangs(tmp_path: Path) -> None:
    clock = HandClock()
    async with Desk() as desk:
        folder = await enrolled(desk, tmp_path / "box")
        async with running(folder, clock) as box:
            await until(folder.spool_lock.exists)
            folder.spool_lock.unlink()
            folder.spool_lock.mkdir()  # No file to be locked: every use fails, at once.
            box.key.press()
            await until(lambda: desk.alarms)
            for _ in range(6):
                await until(lambda: clock.waits(TEND_S, TEND_S))
                clock.forward(seconds=SPOOL_HUNG_S / 2)
                assert not box.vitals.hung()


async def test_a_sender_that_does_not_come_back_stops_the_feeding(
    tmp_path: Path, manager: Manager
) -> None:
    clock = HandClock()
    async with Desk() as desk:
        folder = await enrolled(desk, tmp_path / "box")
        desk.fault, desk.fault_path = faults.silent, "/v1/alarms"
        async with running(folder, clock) as box, fed(manager, box.vitals, clock):
            box.key.press()
            await until(lambda: desk.posts())
            for _ in range(int(SENDER_HUNG_S / FEED_S)):
                await until(lambda: clock.waits(TEND_S, TEND_S) and clock.waits(FEED_S, FEED_S))
                clock.forward(seconds=FEED_S)
            assert not box.vitals.hung()
            clock.forward(seconds=FEED_S)
            assert box.vitals.hung() == ["sender"]
            await until(lambda: clock.waits(FEED_S, FEED_S))
            count = manager.feeds
            clock.forward(seconds=FEED_S)
            await until(lambda: clock.waits(FEED_S, FEED_S))
            assert manager.feeds == count


async def test_a_key_hangs_when_its_touch_is_not_held_and_never_for_want_of_touches(
    tmp_path: Path,
) -> None:
    clock = HandClock()
    async with Desk() as desk:
        folder = await enrolled(desk, tmp_path / "box")
        async with running(folder, clock) as box:
            for _ in range(4):
                await until(lambda: clock.waits(TEND_S, TEND_S))
                clock.forward(seconds=KEY_HUNG_S * 0.9)
            assert not box.vitals.hung()
            with hung_disk(folder):
                box.key.press()
                await asyncio.sleep(0)  # The key has given it, and the disk has it.
                await asyncio.sleep(0)
                clock.forward(seconds=KEY_HUNG_S + 1)
                assert "key" in box.vitals.hung()
                await until(lambda: "key" not in box.vitals.hung())


async def test_a_stopped_process_gives_no_sign(tmp_path: Path) -> None:
    """The whole loop hangs: nothing of it may feed from a thread."""
    manager = Manager(str(tmp_path / "notify"))
    async with Desk() as desk:
        folder = await enrolled(desk, tmp_path / "box")
        called = {"NOTIFY_SOCKET": manager.name, "WATCHDOG_USEC": "600000"}
        async with process("run", "--key", "stdin", "--folder", str(folder.path), **called) as box:
            await until(lambda: manager.feeds >= 2)
            box.send_signal(19)
            stat = Path(f"/proc/{box.pid}/stat")
            await until(lambda: stat.read_text().rpartition(")")[2].split()[0] == "T")
            count, clock = manager.feeds, SystemClock()
            since_s = clock.monotonic()
            await until(lambda: clock.monotonic() - since_s > 0.6)
            assert manager.feeds == count
            box.send_signal(18)
            await until(lambda: manager.feeds > count)
    manager.close()


async def test_the_machines_own_dog_is_fed_and_told_of_a_meant_end(tmp_path: Path) -> None:
    """A pipe stands for /dev/watchdog: what is written to it is what the driver would get."""
    device = tmp_path / "watchdog"
    os.mkfifo(device)
    reader = os.open(device, os.O_RDONLY | os.O_NONBLOCK)
    async with Desk() as desk:
        folder = await enrolled(desk, tmp_path / "box")
        arguments = ("run", "--folder", str(folder.path), "--watchdog", str(device))
        async with process(*arguments) as box:
            await line_with(box.stderr, '"heartbeat"')
            assert os.read(reader, 100) == b"\0"
            box.terminate()
            await box.wait()
            assert os.read(reader, 100) == b"V"
        async with process(*arguments) as box:
            await line_with(box.stderr, '"heartbeat"')
            box.kill()
            await box.wait()
            assert b"V" not in os.read(reader, 100), "an end that was not meant: the dog bites"
    os.close(reader)


async def test_a_dog_that_is_missing_is_said_and_the_box_runs(tmp_path: Path) -> None:
    async with Desk() as desk:
        folder = await enrolled(desk, tmp_path / "box")
        arguments = ("run", "--folder", str(folder.path), "--watchdog", str(tmp_path / "none"))
        async with process(*arguments) as box:
            assert "No such file" in await line_with(box.stderr, "watchdog.missing")
            await line_with(box.stderr, '"heartbeat"')


def test_the_machines_dog_bites_after_systemds() -> None:
    from kiosk_client.agent.watchdog import MACHINE_PATIENCE_S

    unit = (Path(__file__).parents[2] / "kiosk_client/system/watchbell-kiosk.service").read_text()
    patience_s = int(unit.partition("WatchdogSec=")[2].partition("\n")[0])
    assert FEED_S * 3 <= patience_s < MACHINE_PATIENCE_S
    assert MachineDog.feed_s == FEED_S
