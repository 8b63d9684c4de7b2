"""The tracked files of the project, and what can be read off them without running anything."""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from service.platform.sql import Statements

ROOT = Path(__file__).parents[2]

# What a program writes, and what others have written.
GENERATED = (
    "api_spec/openapi.json",
    "api_spec/asyncapi.json",
    "api_spec/matrix.json",
    "api_spec/problems.json",
    "docs/footage-request.md",
    "docs/roles.md",
    "mobile_contract/v1/live.json",
    "mobile_contract/v1/moves.json",
    "mobile_contract/v1/openapi.json",
    "mobile_contract/v1/problems.json",
    "mobile_contract/v1/push.json",
    "mobile_contract/v1/types/",
    "mobile_contract/released/",
    "service/schema/current.sql",
    "service/web/shared/generated/",
    "locks/",
    "service/web/package-lock.json",
    "kiosk_client/requirements.lock",
)


@cache
def tracked() -> tuple[Path, ...]:
    """Every file that belongs to the project, or is about to."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    ).stdout.decode()
    return tuple(
        path for name in sorted(set(listed.split("\0")) - {""}) if (path := ROOT / name).is_file()
    )


def named(*suffixes: str, below: str = "") -> list[Path]:
    """Files of our own hand with such an ending, in a folder."""
    return [
        path
        for path in tracked()
        if path.suffix in suffixes
        and relative(path).startswith(below)
        and not relative(path).startswith(GENERATED)
    ]


def relative(path: Path) -> str:
    """Its name in the project."""
    return path.relative_to(ROOT).as_posix()


@cache
def parsed(path: Path) -> ast.Module:
    """A Python file as a tree."""
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def features() -> tuple[str, ...]:
    """The features: rooms of the service that have their own statements or forms."""
    return tuple(
        sorted(
            path.parent.name
            for path in (ROOT / "service").glob("*/wire.py")
            if path.parent.name not in ("core", "platform")
        )
    )


def statements() -> Iterator[tuple[Path, str, str]]:
    """Each named statement of the project: its file, name and text."""
    for path in named(".sql"):
        if path.name == "queries.sql":
            read = Statements(str(path.with_name("store.py")))
            for name in read.names():
                yield path, name, read[name]


@cache
def words_of(path: Path) -> frozenset[str]:
    """Every string that a Python file contains."""
    return frozenset(
        node.value
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )


def texts_of(path: Path) -> Iterator[str]:
    """Every string of a Python file that is not a docstring, also the pieces of an f-string."""
    docs = {
        id(node.body[0].value)
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs:
            yield node.value
