"""What JSON Schemas say, as far as a typed language wants to know it."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import UNSET, Struct

Schema = dict[str, Any]


class Plain(Struct, frozen=True):
    """A text, a number, or yes and no: `string`, `integer`, `number`, `boolean`."""

    kind: str


class Named(Struct, frozen=True):
    """A form, a vocabulary or a union by its name."""

    name: str


class Many(Struct, frozen=True):
    """A list."""

    of: "Type"


class Perhaps(Struct, frozen=True):
    """Something, or null."""

    of: "Type"


Type = Plain | Named | Many | Perhaps


class Member(Struct, frozen=True):
    """One member of a form. Where `default` is set it may be left out."""

    name: str
    type: Type
    says: str = ""
    default: Any = UNSET

    @property
    def optional(self) -> bool:
        """Whether it may be left out."""
        return self.default is not UNSET


class Vocabulary(Struct, frozen=True):
    """Words of which later versions may know more."""

    name: str
    words: tuple[str, ...]
    says: str = ""


class Form(Struct, frozen=True):
    """An object; `tag` is the word that tells it from others of its union."""

    name: str
    members: tuple[Member, ...]
    says: str = ""
    union: str = ""
    tag: str = ""


class Union(Struct, frozen=True):
    """One of several forms, told apart by the member `told_by`."""

    name: str
    told_by: str
    forms: Mapping[str, str]


class Model(Struct, frozen=True):
    """Everything that is typed, in the order of its names; `events` is topic to form."""

    vocabularies: tuple[Vocabulary, ...]
    forms: tuple[Form, ...]
    unions: tuple[Union, ...]
    events: Mapping[str, str]


def read(openapi: Schema, push: Schema, live: Schema) -> Model:
    """The forms of a phone's doors, of a push, and of the events of its stream."""
    pushed = push["$defs"]["huawei"] | {"description": "What a push carries, of every gateway."}
    schemas = openapi["components"]["schemas"] | live["components"]["schemas"]
    schemas |= {"Pushed": pushed, **{name: push["$defs"][name] for name in ("Urgency", "Over")}}
    unions = {union.name: union for schema in schemas.values() for union in _unions(schema)}
    tags = {form: (u.name, tag) for u in unions.values() for tag, form in u.forms.items()}
    vocabularies, forms = [], []
    for name, schema in sorted(schemas.items()):
        if "enum" in schema:
            vocabularies.append(Vocabulary(name, tuple(schema["enum"]), _says(schema)))
        else:
            union, tag = tags.get(name, ("", ""))
            told_by = unions[union].told_by if union else ""
            members = tuple(_members(schema, without=told_by))
            forms.append(Form(name, members, _says(schema), union, tag))
    events = {
        topic: _last(message["payload"]["properties"]["body"]["$ref"])
        for topic, message in live["components"]["messages"].items()
    }
    return Model(tuple(vocabularies), tuple(forms), tuple(unions.values()), events)


def camel(name: str) -> str:
    """`answer_by` as `answerBy`; what begins with a digit gets a letter before it."""
    parts = [part for part in re.split(r"[^A-Za-z0-9]+", name) if part]
    first, *rest = parts
    first = first.lower() if first.isupper() else first[0].lower() + first[1:]
    joined = first + "".join(part[0].upper() + part[1:] for part in rest)
    return f"n{joined}" if joined[0].isdigit() else joined


def _members(schema: Schema, without: str) -> Iterator[Member]:
    required = schema.get("required", ())
    for name, inner in schema.get("properties", {}).items():
        if name != without:
            kind, default = _type(name, inner), UNSET if name in required else inner.get("default")
            # What may be left out and says nothing else is nothing then.
            if default is None and not isinstance(kind, Perhaps):
                kind = Perhaps(kind)
            yield Member(name, kind, _formats(inner), default)


def _type(name: str, schema: Schema) -> Type:
    if "$ref" in schema:
        return Named(_last(schema["$ref"]))
    if "anyOf" in schema:
        if "discriminator" in schema:
            return Named(_union_name(name))
        kinds = [one for one in schema["anyOf"] if one.get("type") != "null"]
        assert len(kinds) == 1, f"{name} may be several things, and nothing tells them apart"
        inner = _type(name, kinds[0])
        return Perhaps(inner) if len(kinds) < len(schema["anyOf"]) else inner
    if schema["type"] == "array":
        return Many(_type(name, schema["items"]))
    assert schema["type"] in ("string", "integer", "number", "boolean"), f"{name}: {schema}"
    return Plain(schema["type"])


def _unions(schema: Schema) -> Iterator[Union]:
    for name, inner in schema.get("properties", {}).items():
        for one in [inner, *inner.get("anyOf", ())]:
            if "discriminator" in one:
                mapping = one["discriminator"]["mapping"]
                forms = {tag: _last(ref) for tag, ref in mapping.items()}
                yield Union(_union_name(name), one["discriminator"]["propertyName"], forms)


def _union_name(member: str) -> str:
    return member[0].upper() + camel(member)[1:]


def _says(schema: Schema) -> str:
    return str(schema.get("description", ""))


def _formats(schema: Schema) -> str:
    """What a text is that no language has a type for."""
    formats = {one.get("format") for one in [schema, *schema.get("anyOf", ())]}
    if "date-time" in formats:
        return "An instant, RFC 3339 with its zone."
    return "A UUID." if "uuid" in formats else ""


def _last(ref: str) -> str:
    return ref.rsplit("/", 1)[1]
