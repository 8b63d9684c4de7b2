"""Each article in the table of law has its test, and each test named after one is in the table."""

import ast
import re

from tests.architecture.tree import ROOT, named, parsed

TABLE = ROOT / "docs/law.md"
_NAMED = re.compile(r"^test_(decree_799|pipl|minors|civil_code|emergency_response)_\w*article")


def test_the_table_of_law_and_the_tests_named_after_articles_are_the_same() -> None:
    said = re.findall(r"\| `(test_\w+)` \|", TABLE.read_text(encoding="utf-8"))
    there = {
        node.name
        for path in named(".py", below="tests/")
        for node in parsed(path).body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and _NAMED.match(node.name)
    }
    assert len(said) == len(set(said))
    assert set(said) == there


def test_each_article_of_decree_799_that_binds_anybody_is_in_the_table() -> None:
    said = " ".join(
        re.findall(r"^\| Decree 799, ([^|]*)\|", TABLE.read_text("utf-8"), re.MULTILINE)
    )
    numbers = {int(one) for one in re.findall(r"\d+", said)} | set(range(26, 33))
    assert numbers >= {*range(7, 11), *range(13, 34)}
