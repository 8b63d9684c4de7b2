"""The spool: every press on disk before anybody is told that the box is calling.

SQLite with synchronous=FULL and a truncated rollback journal, not WAL. One file holds all that was
promised; a damaged spot costs what lies there and is noticed, while a damaged frame of a WAL drops
every later commit without a word. The price is five fsyncs a press instead of one. (DELETE would
not do: with FULL it leaves the removal of the journal unsynced, and a power cut undoes a commit.)
"""

import sqlite3
from collections.abc import Callable, Collection
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar

from kiosk_client.agent.salvage import Mended, gather, set_aside
from kiosk_client.agent.seal import ANSWER, PRESS, seal, unseal
from kiosk_client.agent.settings import Folder, Taken
from kiosk_client.agent.statements import read_statements
from kiosk_client.agent.touch import TOLD, Press, State, Touch, press_from, press_of

SCHEMA_VERSION = 1
BUSY_WAIT_S = 3.0
LOCK_WAIT_S = 3.0
ANSWERED_MAX = 200  # Presses that were answered and are kept to be shown.

# What says that the disk, not the file, is in trouble. Everything else, from a table that is gone
# to two presses with one number, is damage: our own statements do not fail on a sound file.
DOWN_CODES = (
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_NOMEM,
    sqlite3.SQLITE_PERM,
    sqlite3.SQLITE_READONLY,
)

SQL = read_statements("spool.sql")

T = TypeVar("T")
Change = Callable[[sqlite3.Connection], T]


class SpoolDown(Exception):
    """The disk does not take or give a press now: full, read-only, locked or broken."""


class Spool:
    """The presses of one folder. Used by one thread; other processes may use the same folder."""

    def __init__(self, folder: Folder, tell: Callable[[Mended], None]) -> None:
        """Open the spool; make it where there is none; mend it where it is damaged.

        tell is called with what a mending found. Raises SpoolDown.
        """
        self._folder = folder
        self._tell = tell
        self._opened_inode = 0
        self._db: sqlite3.Connection | None = None
        self._last_version = 0
        self.count_waiting()

    def put(self, touch: Touch, press_id: str) -> Press:
        """Keep a touch as a press, synced to disk when this returns.

        A press_id or a touch_id that is known gives the press it became. Raises SpoolDown.
        """

        def change(db: sqlite3.Connection) -> Press:
            known = db.execute(SQL["find_same"], (press_id, touch.touch_id)).fetchone()
            if known is not None:
                return _press(known)
            last_seq, _ = db.execute(SQL["read_last"]).fetchone()
            press = press_of(touch, seq=last_seq + 1, press_id=press_id, on_disk=True)
            _insert(db, press, touch.touch_id)
            db.execute(SQL["save_last"], (press.seq, press.press_id))
            return press

        return self._change(change)

    def settle(self, press_id: str, state: State) -> None:
        """The centre has answered for this press. Raises SpoolDown."""
        mark = seal(ANSWER, {"press_id": press_id})

        def change(db: sqlite3.Connection) -> None:
            db.execute(SQL["settle"], (mark, state, press_id))
            last, _ = db.execute(SQL["read_last"]).fetchone()
            db.execute(SQL["forget_old"], (last - ANSWERED_MAX,))
            db.execute(SQL["forget_reset"])

        self._change(change)

    def move(self, press_id: str, state: State) -> None:
        """The centre says how far an answered press has come. Raises SpoolDown."""

        def change(db: sqlite3.Connection) -> None:
            if db.execute(SQL["move"], (state, press_id, state)).rowcount and state is State.RESET:
                db.execute(SQL["forget_reset"])

        self._change(change)

    def waiting(self, skip: Collection[str] = ()) -> Press | None:
        """The first press without an answer, in order of pressing, leaving out skip."""

        def look(db: sqlite3.Connection) -> Press | None:
            for row in db.execute(SQL["find_waiting"]):
                press = _press(row)
                if press.press_id not in skip:
                    return press
            return None

        return self._try(look)

    def find(self, press_id: str) -> Press | None:
        """The press with this id, or None when it was reset and forgotten."""

        def look(db: sqlite3.Connection) -> Press | None:
            row = db.execute(SQL["find"], (press_id,)).fetchone()
            return None if row is None else _press(row)

        return self._try(look)

    def shown(self) -> Press | None:
        """The newest press that is not silent and not reset."""

        def look(db: sqlite3.Connection) -> Press | None:
            row = db.execute(SQL["find_shown"]).fetchone()
            return None if row is None else _press(row)

        return self._try(look)

    def count_waiting(self) -> int:
        """How many presses have no answer yet."""
        return self._try(lambda db: int(db.execute(SQL["count_waiting"]).fetchone()[0]))

    def last_press_id(self) -> str | None:
        """The last press_id given here."""

        def look(db: sqlite3.Connection) -> str | None:
            last = db.execute(SQL["read_last"]).fetchone()[1]
            return None if last is None else str(last)

        return self._try(look)

    def has_changed(self) -> bool:
        """Whether another process has written since this was last asked."""
        version = self._try(lambda db: int(db.execute("PRAGMA data_version").fetchone()[0]))
        changed, self._last_version = version != self._last_version, version
        return changed

    def close(self) -> None:
        if self._db is not None:
            self._db.close()
            self._db = None

    def _change(self, change: Change[T]) -> T:
        def whole(db: sqlite3.Connection) -> T:
            db.execute("BEGIN IMMEDIATE")
            try:
                result = change(db)
                db.execute("COMMIT")
            except BaseException:
                with suppress(sqlite3.Error):
                    db.execute("ROLLBACK")
                raise
            return result

        return self._try(whole)

    def _try(self, use: Change[T]) -> T:
        """Use the spool; where it turns out damaged, mend it and use it once more."""
        try:
            try:
                return self._use(use)
            except (sqlite3.DatabaseError, UnicodeError) as error:
                if not _is_damage(error):
                    raise
                self.close()
                self._mend()
                return self._use(use)
        except (sqlite3.Error, UnicodeError, OSError, Taken) as error:
            self.close()
            raise SpoolDown(str(error) or type(error).__name__) from error

    def _use(self, use: Change[T]) -> T:
        # The shared lock keeps a mending process from setting the file aside under a writer.
        with self._folder.lock(self._folder.spool_lock, shared=True, wait_s=LOCK_WAIT_S):
            return use(self._connection())

    def _connection(self) -> sqlite3.Connection:
        path = self._folder.spool
        if not path.exists():
            raise Missing
        inode = path.stat().st_ino
        if self._db is not None and inode == self._opened_inode:
            return self._db
        self.close()
        db = sqlite3.connect(
            path, isolation_level=None, timeout=BUSY_WAIT_S, check_same_thread=False
        )
        try:
            _prepare(db)
            _check(db, path)
        except BaseException:
            db.close()
            raise
        self._db, self._opened_inode = db, inode
        return db

    def _mend(self) -> None:
        """Put a whole spool in place of a damaged or missing one, with all that can be read.

        The new file is complete on disk before the damaged one loses its name, so a power cut at
        any step leaves one or the other.
        """
        with self._folder.lock(self._folder.spool_lock, wait_s=LOCK_WAIT_S):
            try:
                self._connection()
            except (sqlite3.DatabaseError, UnicodeError) as error:
                if not _is_damage(error):
                    raise
            else:
                return  # Another process was faster.
            path = self._folder.spool
            found = gather(path)
            draft = path.with_name(path.name + ".new")
            waiting = found.waiting()
            _build(draft, waiting, (len(waiting), found.last_press_id() or ""))
            self._folder.give_to_owner(draft)
            aside = set_aside(path) if path.exists() else None
            draft.replace(path)
            self._folder.sync()
        if aside is not None:
            self._tell(Mended(aside, recovered=len(waiting), unreadable=found.unreadable))


class Missing(sqlite3.DatabaseError):
    """There is no spool yet."""


class Damaged(sqlite3.DatabaseError):
    """The spool opens, but what it holds does not hold together."""


def _prepare(db: sqlite3.Connection) -> None:
    # A damaged text must come back as it is, to be told from a whole one by its seal.
    db.text_factory = lambda data: data.decode("utf-8", "surrogateescape")
    db.execute("PRAGMA journal_mode=TRUNCATE")
    db.execute("PRAGMA synchronous=FULL")
    db.execute("PRAGMA secure_delete=ON")  # A note about a child does not stay in free pages.


def _check(db: sqlite3.Connection, path: Path) -> None:
    """Raises a sqlite3.DatabaseError that tells of damage where the spool is not sound."""
    with path.open("rb") as file:
        header = file.read(20)
    # Byte 18 and 19 say how the file may be written; anything else than 1 is not our doing.
    if header[:16] != b"SQLite format 3\x00" or header[18:20] != b"\x01\x01":
        raise Damaged("header")
    if path.stat().st_size % db.execute("PRAGMA page_size").fetchone()[0]:
        raise Damaged("cut")
    if db.execute("PRAGMA user_version").fetchone()[0] != SCHEMA_VERSION:
        raise Damaged("version")
    if db.execute("PRAGMA integrity_check(1)").fetchone()[0] != "ok":
        raise Damaged("pages")
    if not all(_is_whole(row) for row in db.execute(SQL["read_all"])):
        raise Damaged("seals")
    last = db.execute(SQL["read_last"]).fetchone()
    if last is None or not isinstance(last[0], int) or not isinstance(last[1], str | None):
        raise Damaged("last")


def _is_whole(row: tuple[Any, Any, Any, Any, Any]) -> bool:
    press_id, silent, state, sealed, answer = row  # Of any type, where bytes were hit.
    facts = unseal(PRESS, sealed) if isinstance(sealed, str) else None
    if facts is None or facts["press_id"] != press_id or facts["silent"] != silent:
        return False
    if state != State.WAITING and state not in TOLD:
        return False
    if answer is None:
        return True
    return isinstance(answer, str) and unseal(ANSWER, answer) == {"press_id": press_id}


def _is_damage(error: Exception) -> bool:
    # A message of SQLite that names a damaged text is not UTF-8; sqlite3 trips over that.
    return (getattr(error, "sqlite_errorcode", 0) & 0xFF) not in DOWN_CODES


def _build(path: Path, presses: Collection[Press], last: tuple[int, str]) -> None:
    for stale in (path, path.with_name(path.name + "-journal")):
        stale.unlink(missing_ok=True)
    db = sqlite3.connect(path, isolation_level=None)
    try:
        _prepare(db)
        path.chmod(0o600)
        db.execute("BEGIN IMMEDIATE")
        for name in ("make", "make_index", "make_last", "begin_last"):
            db.execute(SQL[name])
        for press in presses:
            _insert(db, press, None)
        db.execute(SQL["save_last"], last)
        db.execute(f"PRAGMA user_version={SCHEMA_VERSION}")
        db.execute("COMMIT")
    finally:
        db.close()
    path.with_name(path.name + "-journal").unlink(missing_ok=True)


def _insert(db: sqlite3.Connection, press: Press, touch_id: str | None) -> None:
    facts: dict[str, Any] = {"seq": press.seq, "silent": press.silent} | press.body()
    row = (press.seq, press.press_id, touch_id, seal(PRESS, facts), press.silent)
    db.execute(SQL["put"], row)


def _press(row: tuple[str, str]) -> Press:
    sealed, state = row
    facts = unseal(PRESS, sealed)
    if facts is None:
        raise Damaged("seal")
    return press_from(facts, TOLD.get(state, State.WAITING))
