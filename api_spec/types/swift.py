"""The phone's forms as Swift, for Codable."""

import json
from collections.abc import Iterator
from typing import Any

from api_spec.types.model import (
    Form,
    Many,
    Member,
    Model,
    Named,
    Perhaps,
    Plain,
    Type,
    Union,
    Vocabulary,
    camel,
)

_PLAIN = {"string": "String", "integer": "Int", "number": "Double", "boolean": "Bool"}
# Words of the language, which need quotes as names.
_RESERVED = frozenset(
    """
    as associatedtype break case catch class continue default defer deinit do else enum
    extension fallthrough false fileprivate for func guard if import in init inout
    internal is let nil operator precedencegroup private protocol public repeat rethrows
    return self static struct subscript super switch throw throws true try typealias var
    where while
    """.split()  # noqa: SIM905 - thirty words as a list would be thirty lines
)
_WORD = "RawRepresentable, Codable, Hashable, Sendable"
_HEAD = """\
// Generated from the service by `./dev spec`; do not edit.
import Foundation

/// What a patrol's phone and the service say to each other. A later version may say more.
public enum Watchbell {
    /// An event of the live stream; read its topic first.
    public struct LiveEvent<Body: Codable & Sendable>: Codable, Sendable {
        public let seq: Int?
        public let topic: String
        public let at: String
        public let body: Body
    }

    /// What every event says of itself, whatever its topic.
    public struct LiveHead: Codable, Sendable {
        public let seq: Int?
        public let topic: String
    }
"""


def source(model: Model) -> str:
    """One file that needs Foundation."""
    words = {v.name for v in model.vocabularies}
    parts = [_topics(model), *(_vocabulary(v) for v in model.vocabularies)]
    parts += [_union(union) for union in model.unions]
    parts += [_form(form, model, words) for form in model.forms]
    return _HEAD + "\n" + "\n".join(_inside(part) for part in parts) + "}\n"


def _topics(model: Model) -> str:
    lines = [
        f'    public static let {camel(t)} = "{t}" // {form}' for t, form in model.events.items()
    ]
    return "\n".join(
        [
            "/// Topics of the live stream, each with its body.",
            "public enum Topics {",
            *lines,
            "}\n",
        ]
    )


def _vocabulary(vocabulary: Vocabulary) -> str:
    """A text with known words: an enum would refuse those of a later version."""
    name = vocabulary.name
    known = [
        f"    public static let {_named(word)} = {name}(rawValue: {json.dumps(word)})"
        for word in vocabulary.words
    ]
    return "\n".join(
        [
            f"{_says(vocabulary.says)}public struct {name}: {_WORD} {{",
            "    public let rawValue: String",
            "    public init(rawValue: String) { self.rawValue = rawValue }",
            *known,
            "}\n",
        ]
    )


def _union(union: Union) -> str:
    cases = [f"    case {_named(tag)}({form})" for tag, form in union.forms.items()]
    reads = [
        f'        case "{tag}": self = .{_named(tag)}(try {form}(from: decoder))'
        for tag, form in union.forms.items()
    ]
    writes = [
        f"        case let .{_named(tag)}(value): try value.encode(to: encoder)"
        for tag in union.forms
    ]
    return "\n".join(
        [
            f"public enum {union.name}: Codable, Hashable, Sendable {{",
            *cases,
            "",
            f'    private enum Told: String, CodingKey {{ case tag = "{union.told_by}" }}',
            "",
            "    public init(from decoder: Decoder) throws {",
            "        let told = try decoder.container(keyedBy: Told.self)",
            "        switch try told.decode(String.self, forKey: .tag) {",
            *reads,
            "        default:",
            "            throw DecodingError.dataCorruptedError(",
            '                forKey: .tag, in: told, debugDescription: "of a later version")',
            "        }",
            "    }",
            "",
            "    public func encode(to encoder: Encoder) throws {",
            "        switch self {",
            *writes,
            "        }",
            "    }",
            "}\n",
        ]
    )


def _form(form: Form, model: Model, words: set[str]) -> str:
    told_by = next((u.told_by for u in model.unions if u.name == form.union), "")
    lines = [f"{_says(form.says)}public struct {form.name}: Codable, Hashable, Sendable {{"]
    if told_by:
        lines.append(f"    public private(set) var {told_by} = {json.dumps(form.tag)}")
    lines += _members(form)
    keys = [*([told_by] if told_by else []), *(m.name for m in form.members)]
    lines += ["", "    private enum CodingKeys: String, CodingKey {", *map(_key, keys), "    }"]
    lines += ["", *_maker(form, words), "}\n"]
    return "\n".join(lines)


def _members(form: Form) -> Iterator[str]:
    for member in form.members:
        if member.says:
            yield f"    /// {member.says}"
        yield f"    public var {_named(member.name)}: {_type(member.type)}"


def _key(name: str) -> str:
    shown = _named(name)
    return f"        case {shown}" + ("" if shown == name else f" = {json.dumps(name)}")


def _maker(form: Form, words: set[str]) -> Iterator[str]:
    """A public way to make one: Swift's own is not seen outside its module."""
    yield "    public init("
    yield ",\n".join(f"        {_argument(member, words)}" for member in form.members)
    yield "    ) {"
    for member in form.members:
        name = _named(member.name)
        yield f"        self.{name} = {name}"
    yield "    }"


def _argument(member: Member, words: set[str]) -> str:
    default = f" = {_value(member.type, member.default, words)}" if member.optional else ""
    return f"{_named(member.name)}: {_type(member.type)}{default}"


def _type(kind: Type) -> str:
    match kind:
        case Plain(name):
            return _PLAIN[name]
        case Named(name):
            return name
        case Many(of):
            return f"[{_type(of)}]"
        case Perhaps(of):
            return f"{_type(of)}?"


def _value(kind: Type, value: Any, words: set[str]) -> str:
    if value is None:
        return "nil"
    if isinstance(kind, Named):
        return f".{_named(value)}" if kind.name in words else f"{kind.name}()"
    return json.dumps(value)


def _named(name: str) -> str:
    shown = camel(name)
    return f"`{shown}`" if shown in _RESERVED else shown


def _inside(text: str) -> str:
    """The same, one step inwards."""
    return "\n".join(f"    {line}" if line else line for line in text.split("\n"))


def _says(text: str) -> str:
    return "".join(f"/// {line}".rstrip() + "\n" for line in text.splitlines())
