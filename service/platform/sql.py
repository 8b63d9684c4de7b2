"""Statements live in queries.sql beside their feature, each under a name.

`-- name: x` begins a statement. `-- part: y` begins a piece, such as a list of columns, that
statements of the same file take in as `{y}`.
"""

import re
from pathlib import Path

_HEAD = re.compile(r"^-- (name|part): (\w+)\s*$", re.MULTILINE)
_TAKEN = re.compile(r"\{(\w+)\}")


class Statements:
    """The named statements of one file; a name that is not there fails when it is used."""

    def __init__(self, beside: str) -> None:
        """Read queries.sql beside the module whose __file__ is given."""
        self._path = Path(beside).with_name("queries.sql")
        pieces = _HEAD.split(self._path.read_text(encoding="utf-8"))[1:]
        found: dict[str, dict[str, str]] = {"name": {}, "part": {}}
        for sort, name, body in zip(pieces[::3], pieces[1::3], pieces[2::3], strict=True):
            assert name not in found[sort], f"{self._path}: two of {name}"
            found[sort][name] = body.strip().removesuffix(";")
        parts = found["part"]
        self._by_name = {
            name: _TAKEN.sub(lambda taken: parts[taken[1]], body)
            for name, body in found["name"].items()
        }

    def __getitem__(self, name: str) -> str:
        return self._by_name[name]

    def names(self) -> list[str]:
        """Every name, in the order of the file."""
        return list(self._by_name)


def anywhere(words: str) -> str:
    """A pattern of LIKE for these very words, wherever they stand."""
    for sign in ("\\", "%", "_"):
        words = words.replace(sign, f"\\{sign}")
    return f"%{words}%"
