"""What statements may say."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.architecture.tree import (
    ROOT,
    features,
    named,
    relative,
    statements,
    texts_of,
    tracked,
    words_of,
)

STATEMENTS = list(statements())
SQL_FILES = [path for path in tracked() if path.suffix == ".sql"]

CLOCK = re.compile(
    r"\b(now|clock_timestamp|statement_timestamp|transaction_timestamp|timeofday)\s*\("
    r"|\bcurrent_(time|timestamp|date)\b|\blocaltime(stamp)?\b",
    re.IGNORECASE,
)
ALL_COLUMNS = re.compile(r"\b(SELECT|RETURNING)\s+(DISTINCT\s+)?(\w+\.)?\*", re.IGNORECASE)
WRITES = re.compile(
    r"\b(?:INSERT\s+INTO|(?<!FOR )(?<!NO KEY )(?<!DO )UPDATE|DELETE\s+FROM)\s+(?:ONLY\s+)?(\w+)",
    re.IGNORECASE,
)
READS = re.compile(r"\b(?:FROM|JOIN)\s+(?:ONLY\s+)?([a-z_]+)\b(?!\s*\()", re.IGNORECASE)
MADE = re.compile(r"\b(\w+)\s+(?:\([^)]*\)\s+)?AS\s+(?:MATERIALIZED\s+)?\(", re.IGNORECASE)


def owner_of_tables() -> dict[str, str]:
    """Which room writes a table, read off the statements that insert into it."""
    owners = {"event": "platform"}  # Written by `live_since`, which the schema holds.
    for path, _, text in STATEMENTS:
        for table in re.findall(r"\bINSERT\s+INTO\s+(\w+)", text, re.IGNORECASE):
            owners.setdefault(table, path.parent.name)
    return owners


def bare(text: str) -> str:
    """A statement without comments and quoted words."""
    return re.sub(r"'(?:[^']|'')*'", "''", re.sub(r"--[^\n]*", "", text))


def faulty(is_wrong: Callable[[Path, str, str], object]) -> list[str]:
    """The statements of which something is wrong, and what."""
    found = [(path, name, is_wrong(path, name, text)) for path, name, text in STATEMENTS]
    return [f"{relative(path)}: {name}: {wrong}" for path, name, wrong in found if wrong]


def test_time_comes_in_as_a_parameter() -> None:
    assert faulty(lambda _path, _name, text: CLOCK.search(bare(text))) == []


def test_columns_are_listed() -> None:
    assert faulty(lambda _path, _name, text: ALL_COLUMNS.search(bare(text))) == []


def test_a_statement_is_used_by_the_room_that_holds_it() -> None:
    users = {
        folder: frozenset[str]().union(*(words_of(file) for file in folder.glob("*.py")))
        for folder in {path.parent for path, _, _ in STATEMENTS}
    }
    assert faulty(lambda path, name, _text: name not in users[path.parent]) == []


def test_a_feature_writes_and_reads_only_its_own_tables() -> None:
    owners = owner_of_tables()

    def foreign(path: Path, _name: str, text: str) -> dict[str, str]:
        room, said = path.parent.name, bare(text)
        if room not in features():
            return {}
        made = {found.lower() for found in MADE.findall(said)}
        touched = {t.lower() for t in WRITES.findall(said) + READS.findall(said)} - made
        return {t: owners[t] for t in touched if owners.get(t, room) != room}

    assert faulty(foreign) == []


@pytest.mark.parametrize("path", SQL_FILES, ids=relative)
def test_neither_migrations_nor_the_box_let_the_database_say_what_time_it_is(path: Path) -> None:
    assert not CLOCK.search(bare(path.read_text(encoding="utf-8")))


def test_statements_stand_in_files_of_sql() -> None:
    """Only what makes databases, or says how to mend them, says its few statements itself."""
    begins = re.compile(r"\s*(SELECT|INSERT INTO|UPDATE|DELETE FROM|WITH|CREATE|ALTER|DROP)\s+\w")
    found = {
        relative(path): text
        for folder in ("service/", "jobs/")
        for path in named(".py", below=folder)
        for text in texts_of(path)
        if begins.match(text) and text.split()[0].isupper()
    }
    assert set(found) <= {
        "service/schema/migrate.py",
        "service/schema/bounds.py",
        "service/platform/local/postgres.py",
    }
    for text in found.values():
        assert not CLOCK.search(text)
        assert not ALL_COLUMNS.search(text)


def test_nobody_writes_what_another_room_owns() -> None:
    owners = owner_of_tables()

    def foreign(path: Path, _name: str, text: str) -> set[str]:
        room, said = path.parent.name, bare(text)
        # The jobs settle promises; who makes them is the outbox.
        own = {room, "platform"} if room == "jobs" else {room}
        made = {found.lower() for found in MADE.findall(said)}
        return {t for t in WRITES.findall(said) if t.lower() not in made and owners[t] not in own}

    assert faulty(foreign) == []


def test_every_store_names_only_statements_that_exist() -> None:
    for folder in {path.parent for path, _, _ in STATEMENTS}:
        known = {name for path, name, _ in STATEMENTS if path.parent == folder}
        for file in folder.glob("*.py"):
            text = file.read_text(encoding="utf-8")
            used = set(re.findall(r'\b(?:_sql|SQL|_SQL)\["(\w+)"', text))
            assert used <= known | imported(text), f"{relative(file)}: {used - known}"


def imported(text: str) -> set[str]:
    """Statements of another room's file, where a module takes SQL from there."""
    found: set[str] = set()
    for module in re.findall(r"^from ([\w.]+) import .*\bSQL\b", text, re.MULTILINE):
        folder = ROOT / module.replace(".", "/")
        found |= {name for path, name, _ in STATEMENTS if path.parent == folder.parent}
    return found


def test_migrations_have_numbers_phases_and_no_gap() -> None:
    names = sorted(p.name for p in (ROOT / "service/schema/migrations").glob("*.sql"))
    assert all(re.fullmatch(r"\d{4}_(pre|post)_[a-z0-9_]+\.sql", name) for name in names)
    numbers = sorted({int(name[:4]) for name in names})
    assert numbers == list(range(1, len(numbers) + 1))
