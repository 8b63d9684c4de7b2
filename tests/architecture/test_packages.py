"""Who may know whom between the programs, and what an installed package holds."""

import ast
import fnmatch
import importlib.metadata
import re
import sys
import tomllib
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from tests.architecture.tree import ROOT, named, parsed, relative, tracked

# What each program of ours may know of the others.
KNOWS = {
    "service": {"service"},
    "jobs": {"jobs", "service"},
    "api_spec": {"api_spec", "service"},
    "kiosk_client": {"kiosk_client"},
}
PROGRAMS = [
    path for program in KNOWS for path in named(".py", below=f"{program}/") if path.read_bytes()
]


def description(folder: str = ".") -> dict[str, Any]:
    """What a pyproject.toml says."""
    return tomllib.loads((ROOT / folder / "pyproject.toml").read_text(encoding="utf-8"))


def imported(path: Path) -> set[str]:
    """The top-level packages that a file imports, wherever in it."""
    found: set[str] = set()
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{relative(path)} imports relatively"
            found.add((node.module or "").partition(".")[0])
    return found


@pytest.mark.parametrize("path", PROGRAMS, ids=relative)
def test_a_program_knows_only_those_below_it(path: Path) -> None:
    program = relative(path).partition("/")[0]
    ours = imported(path) & {*KNOWS, "tests"}
    assert ours <= KNOWS[program]


def declared(folder: str = ".") -> set[str]:
    """The distributions that a program needs to run, with its extras but for development's."""
    project = description(folder)["project"]
    extras = project.get("optional-dependencies", {})
    lines = [*project["dependencies"], *(x for e, xs in extras.items() if e != "dev" for x in xs)]
    return {plain(re.split(r"[\[<>=!~; ]", line)[0]) for line in lines}


def plain(name: str) -> str:
    """A distribution's name as all its spellings are compared."""
    return re.sub(r"[-_.]+", "-", name).lower()


@pytest.mark.parametrize("folder", [".", "kiosk_client"])
def test_what_is_imported_is_declared(folder: str) -> None:
    given_by = importlib.metadata.packages_distributions()
    below = ("service/", "jobs/") if folder == "." else ("kiosk_client/",)
    files = [path for start in below for path in named(".py", below=start)]
    named_there = {name for path in files for name in imported(path)}
    missing = {
        name
        for name in named_there - {*KNOWS} - sys.stdlib_module_names
        if not {plain(dist) for dist in given_by.get(name, [name])} & declared(folder)
    }
    assert not missing


def test_an_installed_service_has_all_that_it_reads() -> None:
    wheel = description()["tool"]["hatch"]["build"]["targets"]["wheel"]
    assert wheel["packages"] == ["service", "jobs"]
    assert wheel["artifacts"] == ["service/web/dist", "service/identity/common_passwords.txt"]
    left_out = [
        relative(path)
        for path in tracked()
        if relative(path).startswith(("service/", "jobs/"))
        and any(excludes(pattern, relative(path)) for pattern in wheel["exclude"])
    ]
    assert left_out, "the sources of the pages stay behind"
    assert all(name.startswith("service/web/") for name in left_out)
    kept = {relative(p) for p in tracked() if relative(p).startswith("service/")} - {*left_out}
    assert not [name for name in kept if name.startswith("service/web/")]


def excludes(pattern: str, name: str) -> bool:
    """Whether a pattern of the wheel leaves a file out: a folder, or names in one."""
    folder, _, last = pattern.rpartition("/")
    if "*" in last:
        return name.rpartition("/")[0] == folder and fnmatch.fnmatch(name.rpartition("/")[2], last)
    return name == pattern or name.startswith(f"{pattern}/")


@pytest.mark.parametrize("folder", [".", "kiosk_client"])
def test_every_command_has_its_function(folder: str) -> None:
    for target in description(folder)["project"]["scripts"].values():
        module, _, function = target.partition(":")
        assert callable(getattr(import_module(module), function))


def test_import_contracts_say_the_same() -> None:
    contracts = description()["tool"]["importlinter"]["contracts"]
    never = [c for c in contracts if c.get("forbidden_modules") == ["jobs"]]
    assert [c["source_modules"] for c in never] == [["service"]]
    assert not [c for c in contracts if c.get("ignore_imports")]
