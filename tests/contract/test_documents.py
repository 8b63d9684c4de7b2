"""The documents: well formed, complete, and what the structs say."""

import ast
import json
import re
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator

from api_spec.__main__ import HERE, documents
from service.app import TOPICS
from service.core.problem import Problem
from tests.architecture.tree import named, parsed
from tests.contract.promised import document, operations, problems


@pytest.mark.parametrize("name", ["openapi.json", "asyncapi.json", "problems.json"])
def test_what_is_published_is_what_the_structs_say(name: str) -> None:
    now = json.loads(json.dumps(documents()[name]))
    assert json.loads((HERE / name).read_text(encoding="utf-8")) == now


def test_the_openapi_document_is_one() -> None:
    assert document("openapi")["openapi"].startswith("3.1.")
    OpenAPIV31SpecValidator(document("openapi")).validate()


def test_every_form_of_every_document_is_a_json_schema() -> None:
    for name in ("openapi", "asyncapi"):
        for form in document(name)["components"]["schemas"].values():
            Draft202012Validator.check_schema(form)


@pytest.mark.parametrize("name", ["openapi", "asyncapi"])
def test_every_reference_leads_somewhere_and_every_form_is_referred_to(name: str) -> None:
    whole = document(name)
    referred = set(references(whole))
    for pointer in referred:
        here: Any = whole
        for part in pointer.removeprefix("#/").split("/"):
            here = here[part.replace("~1", "/").replace("~0", "~")]
    forms = {f"#/components/schemas/{form}" for form in whole["components"]["schemas"]}
    assert forms <= referred


def references(value: Any) -> list[str]:
    """Every `$ref` in a document."""
    if isinstance(value, list):
        return [ref for item in value for ref in references(item)]
    if not isinstance(value, dict):
        return []
    own = [value["$ref"]] if isinstance(value.get("$ref"), str) else []
    return own + [ref for item in value.values() for ref in references(item)]


def test_every_topic_is_a_message_that_a_listener_can_read() -> None:
    whole = document("asyncapi")
    assert re.fullmatch(r"3\.0\.\d+", whole["asyncapi"])
    assert set(whole) == {"asyncapi", "info", "channels", "operations", "components"}
    messages = whole["components"]["messages"]
    assert set(messages) == {topic.name for topic in TOPICS}
    channel = whole["channels"]["live"]
    assert channel["address"] == "/v1/live"
    assert {m["$ref"] for m in channel["messages"].values()} == {
        f"#/components/messages/{name}" for name in messages
    }
    hear = whole["operations"]["hear"]
    assert (hear["action"], hear["channel"]) == ("send", {"$ref": "#/channels/live"})
    assert {m["$ref"].rsplit("/", 1)[1] for m in hear["messages"]} == set(messages)
    for topic in TOPICS:
        form = messages[topic.name]["payload"]
        Draft202012Validator.check_schema(form)
        assert form["required"] == ["seq", "topic", "at", "body"]
        assert form["properties"]["topic"] == {"const": topic.name}
        assert messages[topic.name]["summary"].endswith(".")


def test_every_door_says_what_it_is_and_has_a_name_of_its_own() -> None:
    names = [door["operationId"] for door in operations().values()]
    assert len(set(names)) == len(names)
    for key, door in operations().items():
        assert door["summary"].endswith("."), key
        assert door["tags"], key
        described = set(re.findall(r"\{(\w+)\}", key[1]))
        assert described == {p["name"] for p in door.get("parameters", ()) if p["in"] == "path"}


def test_every_number_list_and_text_that_comes_in_has_a_limit() -> None:
    """What goes out is ours; what comes in is anybody's."""
    forms = document("openapi")["components"]["schemas"]
    taken = {
        ref.rsplit("/", 1)[1]
        for door in operations().values()
        for ref in references(door.get("requestBody", {}))
    }
    while (
        below := {ref.rsplit("/", 1)[1] for name in taken for ref in references(forms[name])}
        - taken
    ):
        taken |= below
    assert {"Press", "NewFixes", "NewSite", "Plan"} <= taken
    assert not [at for name in sorted(taken) for at in unlimited(name, forms[name])]


def test_every_number_and_list_in_an_address_has_a_limit() -> None:
    for key, door in operations().items():
        for parameter in door.get("parameters", ()):
            # A text in an address is bounded by the line of the request that it stands in.
            if parameter["schema"].get("type") != "string":
                assert not unlimited(parameter["name"], parameter["schema"]), key


def unlimited(at: str, form: dict[str, Any]) -> list[str]:
    """Where a form lets in more than is said."""
    found = []
    for kind, limits in (
        ("string", {"maxLength", "format", "enum", "const"}),
        ("array", {"maxItems"}),
        ("integer", {"maximum", "exclusiveMaximum", "enum"}),
        ("number", {"maximum", "exclusiveMaximum"}),
    ):
        # A pattern without a star ends by itself.
        ends = "pattern" in form and not re.search(r"(?<!\\)[*+]", form["pattern"])
        if form.get("type") == kind and not limits & set(form) and not ends:
            found.append(at)
    for name, below in form.get("properties", {}).items():
        found += unlimited(f"{at}.{name}", below)
    for below in [*form.get("anyOf", ()), form.get("items"), *form.get("prefixItems", ())]:
        if isinstance(below, dict):
            found += unlimited(at, below)
    if form.get("type") == "object" and "properties" in form and form.get("additionalProperties"):
        found.append(f"{at}: further members")
    return found


def test_every_documented_refusal_is_raised_somewhere() -> None:
    published = set(problems())
    kinds = {kind.__name__: kind.code for kind in every_problem(Problem)}
    raised = {
        name
        for path in [*named(".py", below="service/"), *named(".py", below="jobs/")]
        for name in raised_in(path)
    }
    assert set(kinds.values()) == published
    assert not set(kinds) - raised


def every_problem(kind: type[Problem]) -> list[type[Problem]]:
    """All kinds of refusal of the service below one."""
    below = [k for k in kind.__subclasses__() if k.__module__.startswith("service.")]
    return below + [deeper for k in below for deeper in every_problem(k)]


def raised_in(path: Path) -> set[str]:
    """The names that a file raises, calls or answers with."""
    found = set()
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            found.add(node.func.id)
        elif isinstance(node, ast.Raise | ast.Return) and isinstance(
            node.exc if isinstance(node, ast.Raise) else node.value, ast.Name
        ):
            named_there = node.exc if isinstance(node, ast.Raise) else node.value
            assert isinstance(named_there, ast.Name)
            found.add(named_there.id)
    return found
