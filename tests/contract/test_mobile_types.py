"""The phone's types: TypeScript, Kotlin and Swift that their languages take."""

import importlib
import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from api_spec.__main__ import MOBILE
from api_spec.types.model import camel
from tests.architecture.tree import ROOT
from tests.support.kotlin import Kotlin, find_kotlin

TYPES = MOBILE / "types"
WEB = ROOT / "service/web"
NOT_HERE = "not installed: pip install --no-deps --require-hashes -r locks/mobile.txt"


def forms() -> dict[str, Any]:
    """Every form that a phone sends or gets."""
    found: dict[str, Any] = {}
    for name in ("openapi", "live"):
        document = json.loads((MOBILE / f"{name}.json").read_text(encoding="utf-8"))
        found |= document["components"]["schemas"]
    return found


@pytest.mark.parametrize("name", ["watchbell.ts", "Watchbell.kt", "Watchbell.swift"])
def test_every_form_member_and_word_is_typed(name: str) -> None:
    source = (TYPES / name).read_text(encoding="utf-8")
    for form, schema in forms().items():
        assert f" {form}" in source
        for word in schema.get("enum", ()):
            assert json.dumps(word) in source, f"{form}: {word}"
        for member in schema.get("properties", ()):
            shown = member if name.endswith(".ts") else camel(member)
            assert shown in source, f"{form}.{member}"


def typescript(folder: Path, body: str) -> str:
    """What the compiler says of a program that uses the types."""
    shutil.copy(TYPES / "watchbell.ts", folder)
    (folder / "use.ts").write_text(f'import type * as W from "./watchbell";\n{body}\n')
    done = subprocess.run(
        [WEB / "node_modules/.bin/tsc", "--strict", "--noEmit", "--target", "es2022", "use.ts"],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=120,
    )
    return done.stdout


def test_typescript_takes_the_types_and_minds_them(tmp_path: Path) -> None:
    good = """
const by: W.By = { gateway: "huawei", token: "0123456789abcdef", generation: "v3" };
const phone: W.NewPhone = { platform: "harmony", model: "m", by };
const later: W.TaskState = "a word of a later version";
const until = (event: W.LiveEvent) => event.topic === "task.offered" ? event.body.answer_by : "";
console.log(phone, later, until);
"""
    assert typescript(tmp_path, good) == ""
    for bad in (
        "const phone: W.NewPhone = { model: 'm' }; console.log(phone);",
        "const by: W.By = { gateway: 'apns', endpoint: 'https://x' }; console.log(by);",
        "const far = (task: W.TaskShown): number => task.distance_m; console.log(far);",
    ):
        assert "error TS" in typescript(tmp_path, bad)


@pytest.mark.parametrize(
    ("language", "name", "wrong"),
    [
        ("tree_sitter_kotlin", "Watchbell.kt", "data class Lost(val : String"),
        ("tree_sitter_swift", "Watchbell.swift", "public struct Lost { var : }"),
    ],
)
def test_each_source_is_a_text_of_its_language(language: str, name: str, wrong: str) -> None:
    tree_sitter = pytest.importorskip("tree_sitter", reason=NOT_HERE)
    grammar = tree_sitter.Language(importlib.import_module(language).language())
    parser = tree_sitter.Parser(grammar)
    source = (TYPES / name).read_bytes()
    assert not parser.parse(source).root_node.has_error
    assert parser.parse(source + wrong.encode()).root_node.has_error


def test_swift_takes_the_types_where_there_is_a_compiler(tmp_path: Path) -> None:
    compiler = shutil.which("swiftc")
    if compiler is None:
        pytest.skip("no swiftc on this machine: the Swift types were parsed, not compiled")
    done = subprocess.run(
        [compiler, "-typecheck", TYPES / "Watchbell.swift"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="module")
def kotlin() -> Kotlin:
    """A Kotlin compiler."""
    found = find_kotlin()
    if found is None:
        pytest.skip(NOT_HERE)
    return found


USE = """
import kotlinx.serialization.encodeToString
import watchbell.v1.*

fun main() {
    val by: By = ByHuawei(token = "0123456789abcdef", generation = Generation.V3)
    val phone = NewPhone(platform = Platform.HARMONY, model = "m", by = by)
    println(watchbellJson.encodeToString(phone))
    val event = \"\"\"{"seq":1,"topic":"unit.duty","at":"now","why":"unknown",
        "body":{"unit_id":"u","on_duty":true,"since":null,"colour":1}}\"\"\"
    println(watchbellJson.decodeFromString<LiveEvent<Duty>>(event).body.onDuty)
    val later = "\\"a word of a later version\\""
    println(watchbellJson.decodeFromString<TaskState>(later) == TaskState.OFFERED)
}
"""


def test_kotlin_takes_the_types_and_writes_what_the_service_reads(
    kotlin: Kotlin, tmp_path: Path
) -> None:
    use = tmp_path / "Use.kt"
    use.write_text(USE)
    assert kotlin.compile([TYPES / "Watchbell.kt", use], tmp_path) == ""
    phone, on_duty, is_offered = kotlin.run(tmp_path, "UseKt").splitlines()
    by = {"gateway": "huawei", "token": "0123456789abcdef", "generation": "v3"}
    assert json.loads(phone) == {"platform": "harmony", "model": "m", "by": by}
    assert (on_duty, is_offered) == ("true", "false")


def test_kotlin_says_what_it_does_not_take(kotlin: Kotlin, tmp_path: Path) -> None:
    use = tmp_path / "Use.kt"
    use.write_text("val wrong: watchbell.v1.MoveTask = watchbell.v1.MoveTask()\n")
    said = kotlin.compile([TYPES / "Watchbell.kt", use], tmp_path)
    assert "o value passed for parameter 'move'" in said
