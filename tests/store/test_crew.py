"""Processes that decode: killed where they hang, none the wiser, and never more than so many."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from pathlib import Path

import msgspec
import pytest

from service.platform.crew import Crew, CrewBusy, CrewDied
from service.reviewing.orders import MODULE, FilesSeen, Inspect, Reply
from tests.support.waits import until


@pytest.fixture
async def crew() -> AsyncIterator[Crew]:
    """One process at most."""
    opened = Crew(MODULE, 1)
    yield opened
    await opened.close()
    assert not opened.pids


def order(*paths: Path) -> bytes:
    """A question about files."""
    return msgspec.msgpack.encode(Inspect([str(path) for path in paths]))


async def asked(crew: Crew, *paths: Path, most_s: float = 20.0) -> FilesSeen:
    """Its answer."""
    data = await crew.ask(order(*paths), most_s=most_s, wait_s=0.05)
    reply = msgspec.msgpack.decode(data, type=Reply)
    assert isinstance(reply, FilesSeen)
    return reply


def kept(pid: int, what: str) -> str:
    """What the machine says of a process."""
    return Path(f"/proc/{pid}/{what}").read_text(encoding="utf-8")


async def test_one_process_answers_one_question_after_the_other(crew: Crew, tmp_path: Path) -> None:
    (tmp_path / "none.mp4").write_bytes(b"")
    for _ in range(2):
        reply = await asked(crew, tmp_path / "none.mp4", tmp_path / "away.mp4")
        assert [one.why for one in reply.files] == ["empty", "empty"]
    assert len(crew.pids) == 1


async def test_it_knows_no_secret_and_writes_no_file(
    crew: Crew, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://somewhere")
    monkeypatch.setenv("WATCHBELL_HUAWEI_CLIENT_SECRET", "secret")
    await asked(crew, tmp_path / "away.mp4")
    [pid] = crew.pids
    environment = kept(pid, "environ")
    assert "postgres" not in environment
    assert "secret" not in environment
    limits = kept(pid, "limits")
    [size] = [line for line in limits.splitlines() if line.startswith("Max file size")]
    assert size.split()[3] == "0"


async def test_one_that_hangs_or_dies_is_told_and_the_next_begins_anew(
    crew: Crew, tmp_path: Path
) -> None:
    await asked(crew, tmp_path / "away.mp4")
    [first] = crew.pids
    os.kill(first, signal.SIGSTOP)
    with pytest.raises(CrewDied, match="too long"):
        await asked(crew, tmp_path / "away.mp4", most_s=0.2)
    assert not crew.pids
    await asked(crew, tmp_path / "away.mp4")
    [second] = crew.pids
    assert second != first
    os.kill(second, signal.SIGSTOP)
    asking = asyncio.create_task(asked(crew, tmp_path / "away.mp4"))
    await until(lambda: crew.asked > 0)
    os.kill(second, signal.SIGKILL)
    with pytest.raises(CrewDied, match="it died"):
        await asking


async def test_who_finds_all_at_work_is_told_so(crew: Crew, tmp_path: Path) -> None:
    await asked(crew, tmp_path / "away.mp4")
    [pid] = crew.pids
    os.kill(pid, signal.SIGSTOP)
    asking = asyncio.create_task(asked(crew, tmp_path / "away.mp4"))
    await until(lambda: crew.asked > 0)
    with pytest.raises(CrewBusy):
        await asked(crew, tmp_path / "away.mp4")
    os.kill(pid, signal.SIGCONT)
    assert (await asking).files


async def test_whoever_gives_up_leaves_no_process_that_works_on(crew: Crew, tmp_path: Path) -> None:
    await asked(crew, tmp_path / "away.mp4")
    [pid] = crew.pids
    os.kill(pid, signal.SIGSTOP)
    asking = asyncio.create_task(asked(crew, tmp_path / "away.mp4"))
    await until(lambda: crew.asked > 0)
    asking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asking
    assert not crew.pids
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


async def test_what_is_no_order_is_refused_and_ends_nothing(crew: Crew) -> None:
    with pytest.raises(CrewDied):
        await crew.ask(b"\xff" * 10, most_s=20.0, wait_s=0.05)
