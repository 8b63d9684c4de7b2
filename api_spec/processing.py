"""The processing register and the template of an impact assessment, from what the schema keeps.

PIPL, articles 51, 55 and 56: what is processed and why is known before it is kept. A table that is
named nowhere makes this fail, so that nobody adds one without saying what it is for.
"""

import re
import tomllib
from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import Meta, Struct

HERE = Path(__file__).parent
ROOT = HERE.parent
_TABLE = re.compile(r"^CREATE TABLE public\.(\w+) \(", re.MULTILINE)

_WRITTEN = """\
Written by `./dev spec` from api_spec/processing.toml, which names every table of the schema. Not to
be edited."""
_TEMPLATE = """\
A template (PIPL, articles 55 and 56), written by `./dev spec`. Whoever runs the system fills in
what stands in brackets before it goes live and after each change, and keeps it for three years."""
_HEAD = """\
- Handler · 处理者: [name, address, officer in charge]
- Date · 日期: [ ]
- Version of the register · 登记版本: [revision]"""

Words = Annotated[str, Meta(min_length=3)]


class Activity(Struct, frozen=True, forbid_unknown_fields=True):
    """One thing that personal data is used for."""

    name: Words
    name_zh: Words
    purpose: Words
    purpose_zh: Words
    basis: Words
    subjects: Words
    data: Words
    sensitive: Words
    kept: Words
    receivers: Words
    tables: list[str]


class Processing(Struct, frozen=True, forbid_unknown_fields=True):
    """All of it, and the tables that hold no personal data."""

    without_personal_data: list[str]
    activity: list[Activity]


class Unclassified(Exception):
    """A table is named nowhere, twice, or does not exist."""


def processing(text: str) -> Processing:
    """What is declared. Raises msgspec.ValidationError."""
    return msgspec.convert(tomllib.loads(text), Processing)


def check(declared: Processing, schema: str) -> None:
    """Raises Unclassified unless every table of the schema is named once, and no other."""
    named = [*declared.without_personal_data, *(t for a in declared.activity for t in a.tables)]
    tables = set(_TABLE.findall(schema))
    twice = {name for name in named if named.count(name) > 1}
    if missing := tables - set(named):
        raise Unclassified(
            f"say in api_spec/processing.toml what these hold: {', '.join(sorted(missing))}"
        )
    if gone := set(named) - tables:
        raise Unclassified(f"no such table: {', '.join(sorted(gone))}")
    if twice:
        raise Unclassified(f"named twice: {', '.join(sorted(twice))}")


def documents() -> dict[Path, str]:
    """The files, by path. Raises Unclassified, msgspec.ValidationError."""
    declared = processing((HERE / "processing.toml").read_text(encoding="utf-8"))
    check(declared, (ROOT / "service/schema/current.sql").read_text(encoding="utf-8"))
    return {
        ROOT / "docs/processing-register.md": _register(declared),
        ROOT / "docs/impact-assessment.md": _assessment(declared),
    }


def _register(declared: Processing) -> str:
    parts = [
        "# Processing register · 个人信息处理活动登记",
        _WRITTEN,
    ]
    for one in declared.activity:
        parts += [f"## {one.name} · {one.name_zh}", f"{one.purpose}  \n{one.purpose_zh}"]
        rows = {
            "Legal basis · 依据": one.basis,
            "Persons · 个人": one.subjects,
            "Data · 信息种类": one.data,
            "Sensitive · 敏感信息": one.sensitive,
            "Kept · 保存期限": one.kept,
            "Receivers · 接收方": one.receivers,
            "Tables · 数据表": ", ".join(f"`{name}`" for name in sorted(one.tables)),
        }
        parts.append(_table(rows))
    held = ", ".join(f"`{name}`" for name in sorted(declared.without_personal_data))
    parts += ["## Tables without personal data · 不含个人信息的数据表", held]
    return "\n\n".join(parts) + "\n"


def _assessment(declared: Processing) -> str:
    parts = [
        "# Impact assessment · 个人信息保护影响评估",
        _TEMPLATE,
        _HEAD,
    ]
    for one in declared.activity:
        rows = {
            "Lawful, proper, necessary? · 合法、正当、必要": f"{one.basis}. [judgement]",
            "Minimum scope? · 最小范围": f"{one.data}. [judgement]",
            "Influence on the person, risk · 影响与风险": f"sensitive: {one.sensitive}. [risk]",
            "Measures, fit for the risk? · 保护措施": f"kept: {one.kept}; SECURITY.md. [judgement]",
            "What remains, who accepts it · 剩余风险": "[ ]",
        }
        parts += [f"## {one.name} · {one.name_zh}", _table(rows)]
    parts.append("Approved · 批准: [name, date]")
    return "\n\n".join(parts) + "\n"


def _table(rows: dict[str, str]) -> str:
    lines = [f"| {name} | {text} |" for name, text in rows.items()]
    return "\n".join(["| | |", "|---|---|", *lines])
