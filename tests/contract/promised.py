"""What the documents promise, and whether an answer or an event keeps it."""

import json
import re
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from jsonschema import Draft202012Validator, FormatChecker
from referencing import Registry
from referencing.jsonschema import DRAFT202012

_FOLDER = Path(__file__).parents[2] / "api_spec"
_METHODS = ("get", "post", "put", "patch", "delete")
PROBLEM = "application/problem+json"


@cache
def document(name: str) -> dict[str, Any]:
    """One of the documents as it is published."""
    found: dict[str, Any] = json.loads((_FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    return found


@cache
def problems() -> dict[str, dict[str, Any]]:
    """Every documented refusal by its code."""
    rows: list[dict[str, Any]] = json.loads((_FOLDER / "problems.json").read_text("utf-8"))
    return {row["code"]: row for row in rows}


@cache
def operations() -> dict[tuple[str, str], dict[str, Any]]:
    """Every documented door by method and path."""
    return {
        (method.upper(), path): item[method]
        for path, item in document("openapi")["paths"].items()
        for method in _METHODS
        if method in item
    }


def door_of(method: str, url: str) -> tuple[str, str] | None:
    """The documented door that an address leads to; one without parameters goes first."""
    path = urlsplit(url).path
    for pattern, key in _addresses(method.upper()):
        if pattern.fullmatch(path):
            return key
    return None


@cache
def _addresses(method: str) -> list[tuple[re.Pattern[str], tuple[str, str]]]:
    mine = sorted((key for key in operations() if key[0] == method), key=_parameters)
    return [(re.compile(re.sub(r"\\\{\w+\\\}", "[^/]+", re.escape(key[1]))), key) for key in mine]


def _parameters(key: tuple[str, str]) -> int:
    return key[1].count("{")


@cache
def _registry(name: str) -> "Registry[Any]":
    empty: Registry[Any] = Registry()
    filled: Registry[Any] = empty.with_resource(
        f"urn:{name}", DRAFT202012.create_resource(document(name))
    )
    return filled


def _formats() -> FormatChecker:
    """What the documents' formats mean: an instant names its zone, an id is one of RFC 9562."""
    checker = FormatChecker(formats=())
    instant = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
    uuid = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
    for name, form in (("date-time", instant), ("uuid", uuid)):
        checker.checks(name)(
            lambda value, form=form: not isinstance(value, str) or bool(form.fullmatch(value))
        )
    return checker


def check(name: str, pointer: str, value: Any) -> None:
    """Raises where a value does not have the form that stands at a pointer of a document."""
    _form(name, pointer).validate(value)


@cache
def _form(name: str, pointer: str) -> Draft202012Validator:
    return Draft202012Validator(
        {"$ref": f"urn:{name}#{pointer}"}, registry=_registry(name), format_checker=_formats()
    )


def check_answer(
    method: str, url: str, status: int, headers: dict[str, str], body: bytes
) -> tuple[str, str]:
    """Which door answered. Raises AssertionError, ValidationError where it broke its promise."""
    kind = headers.get("content-type", "").partition(";")[0].lower()
    door = door_of(method, url)
    said = f"{method} {url} {status} {kind} {body[:300]!r}"
    if status >= 400:
        check_problem(status, kind, body, said)
    if door is None:
        assert status == 404, said
        return ("", "")
    answers = operations()[door]["responses"]
    assert str(status) in answers, f"undocumented: {said}"
    if status < 400:
        content = answers[str(status)].get("content", {})
        assert bool(content) == bool(body), said
        if content:
            assert kind in content, said
        if kind == "application/json":
            pointer = "/".join(_escaped(part) for part in ("", "paths", door[1], door[0].lower()))
            check(
                "openapi",
                f"{pointer}/responses/{status}/content/application~1json/schema",
                json.loads(body),
            )
    return door


def check_problem(status: int, kind: str, body: bytes, said: str) -> None:
    """A refusal is problem+json, with a code that is documented with this very status."""
    assert status < 500 or status == 503, said
    if status == 503 and kind == "application/json":
        return  # /health/ready tells how the parts are, whatever the answer.
    assert kind == PROBLEM, said
    told = json.loads(body)
    check("openapi", "/components/schemas/ProblemBody", told)
    assert told["code"] in problems(), said
    assert told["status"] == problems()[told["code"]]["status"] == status, said


def _escaped(part: str) -> str:
    return part.replace("~", "~0").replace("/", "~1").replace("{", "%7B").replace("}", "%7D")
