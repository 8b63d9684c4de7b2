"""A pre migration only adds: code of the release before works beside it while an upgrade rolls."""

import re

import pytest

from tests.architecture.tree import ROOT, named, relative

FOLDER = "service/schema/migrations/"
# Until then nothing had been released that could have run beside them.
FIRST = 42
TAKES = {
    "drops": r"\bDROP\s+(TABLE|COLUMN|VIEW|FUNCTION)\b",
    "renames": r"\bRENAME\b",
    "retypes": r"\bALTER\s+(COLUMN\s+)?\w+\s+(SET\s+DATA\s+)?TYPE\b",
    "narrows": r"\bSET\s+NOT\s+NULL\b",
}


def takes(text: str) -> set[str]:
    """What a migration does that code of before does not survive."""
    bare = re.sub(r"'(?:[^']|'')*'", "''", re.sub(r"--[^\n]*", "", text))
    found = {word for word, form in TAKES.items() if re.search(form, bare, re.IGNORECASE)}
    # An old program inserts without it.
    added = re.findall(r"\bADD\s+(?:COLUMN\s+)?\w+[^,;]*", bare, re.IGNORECASE)
    return found | ({"demands"} if any(_demands(one) for one in added) else set())


def _demands(column: str) -> bool:
    said = column.upper()
    constraint = re.match(r"ADD\s+(CONSTRAINT|CHECK|PRIMARY|FOREIGN|UNIQUE)\b", said)
    return not constraint and "NOT NULL" in said and not re.search(r"\b(DEFAULT|GENERATED)\b", said)


def test_a_pre_migration_takes_nothing_away() -> None:
    since = [p for p in named(".sql", below=FOLDER) if int(p.name[:4]) >= FIRST]
    pre = {relative(p): takes(p.read_text(encoding="utf-8")) for p in since if "_pre_" in p.name}
    assert not {name: found for name, found in pre.items() if found}, "that is for a post migration"
    assert (ROOT / FOLDER).is_dir()


def test_each_number_has_one_name_and_none_is_left_out() -> None:
    names: dict[int, set[str]] = {}
    for path in named(".sql", below=FOLDER):
        number, half, name = path.stem.split("_", 2)
        assert half in ("pre", "post"), path
        names.setdefault(int(number), set()).add(name)
    assert sorted(names) == list(range(1, len(names) + 1))
    assert not {number: found for number, found in names.items() if len(found) > 1}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "ALTER TABLE a ADD COLUMN b int, ADD c text NOT NULL DEFAULT '', ADD CHECK (b > 0);",
            set(),
        ),
        ("ALTER TABLE a ADD COLUMN b int DEFAULT 0 NOT NULL;", set()),
        ("CREATE TABLE a (b int NOT NULL); CREATE INDEX c ON a (b);", set()),
        ("ALTER TABLE a DROP CONSTRAINT b; DROP TRIGGER c ON a;", set()),
        ("-- once: DROP TABLE a\nSELECT 'DROP TABLE a';", set()),
        ("ALTER TABLE a ADD COLUMN b int NOT NULL;", {"demands"}),
        ("ALTER TABLE a ADD b int, ADD c int NOT NULL, ADD d int DEFAULT 1;", {"demands"}),
        ("ALTER TABLE a DROP COLUMN b;", {"drops"}),
        ("DROP TABLE a;", {"drops"}),
        ("ALTER TABLE a RENAME COLUMN b TO c;", {"renames"}),
        ("ALTER TABLE a ALTER COLUMN b TYPE bigint;", {"retypes"}),
        ("ALTER TABLE a ALTER b SET NOT NULL;", {"narrows"}),
    ],
)
def test_what_takes_away_is_known(text: str, found: set[str]) -> None:
    assert takes(text) == found
