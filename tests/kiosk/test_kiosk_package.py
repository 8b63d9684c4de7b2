"""The box's program is a package of its own: what it installs, and what it may use."""

import ast
import importlib
import sys
import tomllib
from pathlib import Path

import pytest

from tests.kiosk.box import ROOT

KIOSK = ROOT / "kiosk_client"
PROJECT = tomllib.loads((KIOSK / "pyproject.toml").read_text())
IMPORTED_AS = {"http-message-signatures": "http_message_signatures", "cryptography": "cryptography"}
NOT_INSTALLED = {
    "README.md",
    "pyproject.toml",
    "requirements.lock",
    "system",
    "__pycache__",
}


def sources() -> list[Path]:
    return [path for path in KIOSK.rglob("*.py") if "build" not in path.parts]


def test_every_file_of_the_program_is_installed_under_its_own_name() -> None:
    """The folder is the package: each part goes to kiosk_client/ with its path unchanged."""
    wheel = PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]
    assert wheel["sources"] == {"": "kiosk_client"}
    there = {path.name for path in KIOSK.iterdir()} - NOT_INSTALLED
    assert set(wheel["only-include"]) == there


def test_the_command_is_the_program() -> None:
    module, _, name = PROJECT["project"]["scripts"]["watchbell-kiosk"].partition(":")
    assert callable(getattr(importlib.import_module(module), name))


def test_the_version_is_said_once() -> None:
    from kiosk_client import VERSION

    assert PROJECT["project"]["version"] == VERSION


def imported(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0
            found.add((node.module or "").partition(".")[0])
    return found


def test_it_uses_the_standard_library_what_it_names_and_nothing_of_the_server() -> None:
    named = {name.partition(">")[0] for name in PROJECT["project"]["dependencies"]}
    assert named == set(IMPORTED_AS)
    allowed = sys.stdlib_module_names | {"kiosk_client", *IMPORTED_AS.values()}
    for path in sources():
        assert imported(path) <= allowed, path


def test_the_lockfile_names_every_dependency_with_hashes() -> None:
    lines = (KIOSK / "requirements.lock").read_text().splitlines()
    pinned = [line for line in lines if not line.startswith(" ")]
    assert {name.partition("==")[0] for name in pinned} >= set(IMPORTED_AS)
    assert all(line.endswith("\\") for line in pinned), "each is followed by its hashes"


@pytest.mark.parametrize("clock", ["time.time(", "datetime.now(", "time.monotonic("])
def test_the_clocks_are_read_in_two_places_only(clock: str) -> None:
    """clock.py for everything that is decided, settings.py for the wait for a kernel lock."""
    readers = {path.name for path in sources() if clock in path.read_text()}
    assert readers <= {"clock.py", "settings.py"}
