"""The pages' own arrows: what one part of them imports from another."""

import os
import re
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

from tests.architecture.tree import ROOT, named

WEB = ROOT / "service/web"
SOURCES = frozenset(named(".ts", ".tsx", below="service/web/"))
_IMPORT = re.compile(r"""(?:\bfrom|\bimport)\s*\(?\s*["'](\.[^"']*)["']""")


def imports(source: Path, text: str) -> Iterator[Path]:
    """The pages' own files that source names in text, whether at once, on demand or for a type."""
    for name in _IMPORT.findall(text):
        stem = os.path.normpath(source.parent / name)
        ends = (Path(stem + end) for end in ("", ".ts", ".tsx", "/index.ts"))
        yield from (path for path in ends if path in SOURCES)


def circle(texts: dict[Path, str]) -> list[str]:
    """A way from a file back to itself along what it imports; empty where there is none."""
    arrows = {path: set(imports(path, text)) for path, text in texts.items()}
    try:
        TopologicalSorter(arrows).prepare()
    except CycleError as error:
        return [str(path.relative_to(WEB)) for path in error.args[1]]
    return []


def test_no_part_of_the_pages_imports_itself_in_a_circle() -> None:
    assert len(SOURCES) > 100
    assert circle({path: path.read_text() for path in SOURCES}) == []


@pytest.mark.parametrize("back", ['import { a } from "./a";', 'const a = await import("./a");'])
def test_a_circle_is_seen(back: str) -> None:
    one, other = WEB / "shared/words/index.ts", WEB / "shared/words/words.en.ts"
    back = back.replace("./a", "../words")
    assert circle({one: 'import { en } from "./words.en";', other: back})
