"""The spool: what was kept is there again, whatever happened to the power or to the file."""

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk_client.agent.clock import SystemClock
from kiosk_client.agent.ids import next_press_id
from kiosk_client.agent.salvage import CHUNK_BYTES, Found, Mended, gather, sift
from kiosk_client.agent.seal import PRESS, SEALED_BYTES_MAX, scan, seal
from kiosk_client.agent.settings import Folder
from kiosk_client.agent.spool import ANSWERED_MAX, Spool, SpoolDown
from kiosk_client.agent.touch import (
    KINDS,
    NOTE_CHARS_MAX,
    ROOM_CHARS_MAX,
    Press,
    State,
    Touch,
    press_of,
)
from tests.kiosk.box import ROOT

AT = "2026-03-02T08:00:00.000+00:00"
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=300)
TOUCHES = st.builds(
    Touch,
    kind=st.sampled_from(KINDS),
    pressed_at=st.just(AT),
    silent=st.booleans(),
    test=st.booleans(),
    room=TEXTS,
    note=TEXTS,
)


class Filler:
    """A spool, and presses to fill it with."""

    def __init__(self, path: Path) -> None:
        self.folder = Folder(path)
        self.folder.make()
        self.mended: list[Mended] = []
        self.last: str | None = None
        self.spool = self.open()

    def open(self) -> Spool:
        return Spool(self.folder, self.mended.append)

    def put(self, touch: Touch | None = None) -> Press:
        self.last = next_press_id(datetime(2026, 3, 2, tzinfo=UTC), self.last)
        return self.spool.put(touch or Touch("emergency", AT, note="at the east gate"), self.last)


@pytest.fixture
def filler(tmp_path: Path) -> Iterator[Filler]:
    filler = Filler(tmp_path / "box")
    yield filler
    filler.spool.close()


def waiting(spool: Spool) -> list[str]:
    """Every press without an answer, in order."""
    found: list[str] = []
    while (press := spool.waiting(found)) is not None:
        found.append(press.press_id)
    return found


@given(touches=st.lists(TOUCHES, max_size=8))
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_presses_come_back_whole_and_in_order(
    touches: list[Touch], tmp_path_factory: pytest.TempPathFactory
) -> None:
    filler = Filler(tmp_path_factory.mktemp("spool"))
    kept = [filler.put(touch) for touch in touches]
    assert all((press.room + press.note).isprintable() for press in kept)
    filler.spool.close()
    again = filler.open()
    assert waiting(again) == [press.press_id for press in kept]
    assert [again.find(press.press_id) for press in kept] == kept
    again.close()
    assert not filler.mended


@given(TOUCHES)
def test_any_press_fits_one_page(touch: Touch) -> None:
    facts = press_of(touch, seq=10**9, press_id="0" * 36, on_disk=True).body()
    assert len(seal(PRESS, {"seq": 10**9, "silent": False} | facts)) <= SEALED_BYTES_MAX


def test_the_longest_press_fits_one_page() -> None:
    wide = "\U0001f6a8"
    touch = Touch("missing_child", AT, silent=True, test=True, room=wide * 999, note=wide * 999)
    press = press_of(touch, seq=10**9, press_id="0" * 36, on_disk=True)
    assert (len(press.room), len(press.note)) == (ROOM_CHARS_MAX, NOTE_CHARS_MAX)
    assert seal(PRESS, {"seq": press.seq} | press.body())


def test_an_answered_press_does_not_wait(filler: Filler) -> None:
    first, second = filler.put(), filler.put()
    filler.spool.settle(first.press_id, State.RECEIVED)
    assert waiting(filler.spool) == [second.press_id]


def test_a_press_is_forgotten_when_it_was_answered_and_reset(filler: Filler) -> None:
    press = filler.put()
    filler.spool.move(press.press_id, State.RESET)
    assert waiting(filler.spool) == [press.press_id], "without an answer it is never forgotten"
    filler.spool.settle(press.press_id, State.RECEIVED)
    assert filler.spool.find(press.press_id) is not None
    filler.spool.move(press.press_id, State.RESET)
    assert filler.spool.find(press.press_id) is None


def test_answered_presses_do_not_pile_up(filler: Filler) -> None:
    for _ in range(ANSWERED_MAX + 30):
        filler.spool.settle(filler.put().press_id, State.RECEIVED)
    db = sqlite3.connect(filler.folder.spool)
    assert db.execute("SELECT count(*) FROM press").fetchone()[0] == ANSWERED_MAX
    db.close()


def test_a_touch_told_twice_is_one_press(filler: Filler) -> None:
    touch = Touch("emergency", AT, touch_id="a" * 32)
    assert filler.put(touch) == filler.put(touch)


def test_the_newest_open_press_is_shown_and_a_silent_one_never(filler: Filler) -> None:
    old = filler.put()
    new = filler.put()
    filler.put(Touch("duress", AT, silent=True))
    assert filler.spool.shown() == new
    for press in (new, old):
        assert filler.spool.shown() == press
        filler.spool.settle(press.press_id, State.RESET)
    assert filler.spool.shown() is None


def test_what_another_process_writes_is_seen(filler: Filler) -> None:
    filler.spool.has_changed()
    assert not filler.spool.has_changed()
    other = filler.open()
    press = other.put(Touch("fire", AT), next_press_id(SystemClock().wall(), None))
    other.close()
    assert filler.spool.has_changed()
    assert waiting(filler.spool) == [press.press_id]


def test_the_spool_is_for_its_owner_alone(filler: Filler) -> None:
    assert filler.folder.spool.stat().st_mode & 0o777 == 0o600
    assert filler.folder.path.stat().st_mode & 0o777 == 0o700


# ---- Damage


def piece(data: bytes, size: int, at: int) -> bytes:
    return data[at : at + size]


def whole_presses(data: bytes) -> set[str]:
    """The presses of which every byte is there."""
    return {facts["press_id"] for _, facts in scan(PRESS, data) if facts is not None}


@contextmanager
def reopened(path: Path, data: bytes) -> Iterator[tuple[Spool, Filler]]:
    """A spool file with these bytes, opened."""
    filler = Filler.__new__(Filler)
    filler.folder, filler.mended = Folder(path), []
    filler.folder.make()
    filler.folder.spool.write_bytes(data)
    filler.spool = filler.open()
    try:
        yield filler.spool, filler
    finally:
        filler.spool.close()


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, list[str], set[str]]:
    """The bytes of a spool of several pages, its presses in order, and those with an answer."""
    filler = Filler(tmp_path_factory.mktemp("full"))
    ids = [
        filler.put(Touch(KINDS[count % 10], AT, note="门口有人受伤" * (count % 9))).press_id
        for count in range(14)
    ]
    answered = {ids[3], ids[9]}
    for press_id in answered:
        filler.spool.settle(press_id, State.RECEIVED)
    filler.spool.close()
    return filler.folder.spool.read_bytes(), ids, answered


def test_a_spool_cut_at_any_byte_gives_what_is_left(
    full: tuple[bytes, list[str], set[str]], tmp_path: Path
) -> None:
    """Every offset is cut for the scan; the whole way, with SQLite and a new file, for each of
    the last bytes of a page, of a press, and every 97th."""
    data, ids, answered = full
    ends = {at + len("WBP1 ") for at, _ in scan(PRESS, data)}
    near = {
        offset + step for offset in ends | set(range(0, len(data), 4096)) for step in (-1, 0, 1)
    }
    opened = {offset for offset in near | set(range(0, len(data), 97)) if 0 <= offset < len(data)}
    for offset in range(len(data)):
        left = data[:offset]
        wanted = [press_id for press_id in ids if press_id in whole_presses(left)]
        found = Found()
        sift(partial(piece, left), offset, found)
        assert [press.press_id for press in found.waiting()] == [
            press_id for press_id in wanted if press_id not in found.answered
        ]
        assert found.answered <= answered
        if offset not in opened:
            continue
        with reopened(tmp_path / f"cut-{offset}", left) as (spool, filler):
            assert waiting(spool) == [
                press_id for press_id in wanted if press_id not in found.answered
            ]
            assert [mended.aside.read_bytes() for mended in filler.mended] == [left]
            new = spool.put(Touch("fire", AT), next_press_id(SystemClock().wall(), None))
            assert waiting(spool)[-1] == new.press_id


@given(data_=st.data())
@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_a_spool_with_broken_bytes_loses_only_what_they_hit(
    data_: st.DataObject,
    full: tuple[bytes, list[str], set[str]],
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    data, ids, answered = full
    broken = bytearray(data)
    places = st.integers(0, len(data) - 1) | st.integers(0, 200)
    for _ in range(data_.draw(st.integers(1, 4), "hits")):
        at = data_.draw(places, "at")
        broken[at : at + data_.draw(st.sampled_from([1, 16, 512]), "size")] = data_.draw(
            st.sampled_from([b"\x00", b"\xff", b"\x02", b"W"]), "with"
        ) * min(data_.draw(st.sampled_from([1, 16, 512]), "size"), len(data) - at)
    del broken[len(data) :]
    left = whole_presses(bytes(broken))
    with reopened(tmp_path_factory.mktemp("broken"), bytes(broken)) as (spool, filler):
        kept = waiting(spool)
        assert set(kept) >= {press_id for press_id in left if press_id not in answered}
        assert kept == [press_id for press_id in ids if press_id in kept]
        spool.put(Touch("fire", AT), next_press_id(SystemClock().wall(), None))
        for mended in filler.mended:
            assert mended.aside.read_bytes() == bytes(broken)


def test_a_damaged_spool_is_set_aside_under_a_name_with_the_time(filler: Filler) -> None:
    filler.put()
    filler.spool.close()
    filler.folder.spool.write_bytes(b"not a database" * 500)
    filler.spool = filler.open()
    (mended,) = filler.mended
    stamp = mended.aside.name.removeprefix("spool.db.damaged-")
    assert datetime.strptime(stamp, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC) <= SystemClock().wall()
    assert (mended.recovered, mended.unreadable) == (0, 0)


def test_a_second_damage_in_the_same_second_overwrites_nothing(filler: Filler) -> None:
    for count in range(3):
        filler.spool.close()
        filler.folder.spool.write_bytes(b"damage %d" % count)
        filler.spool = filler.open()
    kept = [mended.aside.read_bytes() for mended in filler.mended]
    assert kept == [b"damage 0", b"damage 1", b"damage 2"]


def test_a_press_that_an_index_has_lost_is_found(filler: Filler) -> None:
    """Every table and every row reads well, and yet the press would never be asked for."""
    press = filler.put()
    filler.spool.close()
    schema = "sqlite_schema WHERE name = 'press_waiting'"
    db = sqlite3.connect(filler.folder.spool, isolation_level=None)
    row = db.execute("SELECT * FROM press").fetchone()
    index = db.execute(f"SELECT * FROM {schema}").fetchone()
    db.executescript(f"DELETE FROM press; PRAGMA writable_schema=ON; DELETE FROM {schema}")
    db.close()
    db = sqlite3.connect(filler.folder.spool, isolation_level=None)
    db.execute("PRAGMA writable_schema=ON")
    db.execute(f"INSERT INTO press VALUES ({', '.join('?' * len(row))})", row)
    db.execute("INSERT INTO sqlite_schema VALUES (?, ?, ?, ?, ?)", index)
    db.close()
    filler.spool = filler.open()
    assert waiting(filler.spool) == [press.press_id]
    assert len(filler.mended) == 1


def test_damage_while_the_spool_is_in_use_is_mended_and_the_press_kept(filler: Filler) -> None:
    first = filler.put()
    data = bytearray(filler.folder.spool.read_bytes())
    for page in range(1, len(data) // 4096):
        data[page * 4096] ^= 0xFF
    data[27] ^= 1  # The change counter: what is in memory is out of date.
    filler.folder.spool.write_bytes(bytes(data))
    second = filler.put()
    assert waiting(filler.spool) == [first.press_id, second.press_id]
    assert len(filler.mended) == 1


def test_a_writer_follows_when_another_process_has_mended_the_spool(filler: Filler) -> None:
    first = filler.put()
    data = filler.folder.spool.read_bytes()
    filler.folder.spool.rename(filler.folder.spool.with_name("gone"))
    filler.folder.spool.write_bytes(data[:-10])
    other = filler.open()
    second = filler.put()
    assert waiting(other) == [first.press_id, second.press_id]
    other.close()


def sealed(number: int) -> bytes:
    """A press as it stands in the file."""
    press = press_of(Touch("fire", AT), seq=number, press_id=f"{number:036}", on_disk=True)
    return seal(PRESS, press.body() | {"seq": number, "silent": False}).encode()


def test_the_scan_reads_round_a_bad_sector() -> None:
    texts = [sealed(number) for number in (1, 2, 3)]
    data = bytearray(CHUNK_BYTES + 3 * 4096)
    for text, at in zip(texts, (0, 8192 + 100, CHUNK_BYTES + 4096), strict=True):
        data[at : at + len(text)] = text

    def read(size: int, at: int) -> bytes:
        if at < 12288 and at + size > 8192:
            raise OSError(5, "Input/output error")
        return bytes(data[at : at + size])

    found = Found()
    sift(read, len(data), found)
    assert [press.press_id for press in found.waiting()] == [f"{n:036}" for n in (1, 3)]


def test_a_press_across_two_chunks_is_found_once_and_whole(tmp_path: Path) -> None:
    for at in (CHUNK_BYTES - 7, CHUNK_BYTES - 1, CHUNK_BYTES):
        spool = tmp_path / f"spool-{at}"
        spool.write_bytes(bytes(at) + sealed(1) + bytes(99))
        found = gather(spool)
        assert list(found.presses) == [f"{1:036}"]
        assert found.unreadable == 0


FULL_DISK = """
import resource, sys
from pathlib import Path
from kiosk_client.agent.settings import Folder
from kiosk_client.agent.spool import Spool, SpoolDown
from kiosk_client.agent.touch import Touch
spool = Spool(Folder(Path(sys.argv[1])), print)
first = Touch("fire", "2026-03-02T08:00:00.000+00:00")
spool.put(first, "01890000-0000-7000-8000-000000000001")
size = Path(sys.argv[1], "spool.db").stat().st_size
resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
refused = 0
for number in range(2, 60):
    try:
        spool.put(
            Touch("fire", "2026-03-02T08:00:00.000+00:00", note="x" * 200),
            f"01890000-0000-7000-8000-{number:012}",
        )
    except SpoolDown:
        refused += 1
assert refused > 0, "the limit was meant to be reached"
print(spool.count_waiting(), 59 - refused)
"""


def test_a_full_disk_is_said_and_costs_nothing_that_was_kept(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", FULL_DISK, str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    counted, put = done.stdout.split()
    assert counted == put


def test_a_locked_spool_is_said(filler: Filler) -> None:
    other = sqlite3.connect(filler.folder.spool, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    with pytest.raises(SpoolDown):
        filler.put()
    other.execute("ROLLBACK")
    other.close()
    assert filler.put()


def test_what_only_the_journal_holds_survives_a_power_cut_while_mending(filler: Filler) -> None:
    """The journal has been moved aside, and then the power went."""
    filler.spool.close()
    folder = filler.folder
    pages = [sealed(number) for number in (6, 7)]
    folder.spool.write_bytes(folder.spool.read_bytes()[:-9])
    aside = folder.path / "spool.db.damaged-20260302T080000Z"
    aside.hardlink_to(folder.spool)
    aside.with_name(aside.name + "-journal").write_bytes(b"journal" + pages[1] + b"pages")
    other = folder.path / "spool.db.damaged-20250101T000000Z"
    other.write_bytes(b"of an earlier damage, long since mended")
    other.with_name(other.name + "-journal").write_bytes(pages[0])
    filler.spool = filler.open()
    assert waiting(filler.spool) == [f"{7:036}"]


def test_a_power_cut_while_mending_costs_nothing(filler: Filler) -> None:
    """The state after each step of a mending, as a power cut leaves it."""
    press = filler.put()
    filler.spool.close()
    folder = filler.folder
    damaged = folder.spool.read_bytes()[:-7]
    draft = folder.spool.with_name("spool.db.new")
    for half_built in (b"", b"half a new spool", damaged):
        for journal in (b"", b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7 half"):
            folder.spool.write_bytes(damaged)
            draft.write_bytes(half_built)
            folder.spool.with_name("spool.db-journal").write_bytes(journal)
            folder.spool.with_name("spool.db.new-journal").write_bytes(journal)
            filler.spool = filler.open()
            assert waiting(filler.spool) == [press.press_id]
            assert not draft.exists()
            filler.spool.close()
    filler.spool = filler.open()
    assert waiting(filler.spool) == [press.press_id]
