"""The phone's forms as Kotlin, for kotlinx.serialization."""

import json
import re
from collections.abc import Iterator
from typing import Any

from api_spec.types.model import (
    Form,
    Many,
    Model,
    Named,
    Perhaps,
    Plain,
    Type,
    Union,
    Vocabulary,
    camel,
)

_PLAIN = {"string": "String", "integer": "Long", "number": "Double", "boolean": "Boolean"}
# Words of the language, which need quotes as names.
_RESERVED = frozenset(
    """
    as break class continue do else false for fun if in interface is null object package
    return super this throw true try typealias typeof val var when while
    """.split()  # noqa: SIM905 - thirty words as a list would be thirty lines
)
_HEAD = """\
// Generated from the service by `./dev spec`; do not edit.
@file:OptIn(ExperimentalSerializationApi::class)

package watchbell.v1

import kotlinx.serialization.ExperimentalSerializationApi
import kotlinx.serialization.SerialName
import kotlinx.serialization.Serializable
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonClassDiscriminator

/** Reads and writes these: a later version may say more, and what is not said is left out. */
val watchbellJson: Json = Json {
    ignoreUnknownKeys = true
    explicitNulls = false
}

/** An event of the live stream; read it as LiveEvent<JsonElement> first where the topic is open. */
@Serializable
data class LiveEvent<T>(
    val seq: Long?,
    val topic: String,
    val at: String,
    val body: T,
)
"""


def source(model: Model) -> str:
    """One file that needs kotlinx.serialization."""
    parts = [_HEAD, _topics(model), *(_vocabulary(v) for v in model.vocabularies)]
    parts += [_union(union) for union in model.unions]
    words = {v.name: v for v in model.vocabularies}
    parts += [_form(form, words) for form in model.forms]
    return "\n".join(parts)


def _topics(model: Model) -> str:
    lines = [f'    const val {_upper(t)} = "{t}" // {form}' for t, form in model.events.items()]
    return "\n".join(
        ["/** Topics of the live stream, each with its body. */", "object Topics {", *lines, "}\n"]
    )


def _vocabulary(vocabulary: Vocabulary) -> str:
    """A text with known words: an enum would refuse those of a later version."""
    name = vocabulary.name
    known = [
        f"        val {_upper(word)} = {name}({json.dumps(word)})" for word in vocabulary.words
    ]
    head = [
        f"{_says(vocabulary.says)}@Serializable",
        "@JvmInline",
        f"value class {name}(val word: String) {{",
    ]
    return "\n".join([*head, "    companion object {", *known, "    }", "}\n"])


def _union(union: Union) -> str:
    return (
        f'@Serializable\n@JsonClassDiscriminator("{union.told_by}")\n'
        f"sealed interface {union.name}\n"
    )


def _form(form: Form, words: dict[str, Vocabulary]) -> str:
    serial = f'\n@SerialName("{form.tag}")' if form.union else ""
    whose = f" : {form.union}" if form.union else ""
    if not form.members:
        return f"{_says(form.says)}@Serializable{serial}\nclass {form.name}{whose}\n"
    head = f"{_says(form.says)}@Serializable{serial}\ndata class {form.name}("
    return "\n".join([head, *_members(form, words), f"){whose}\n"])


def _members(form: Form, words: dict[str, Vocabulary]) -> Iterator[str]:
    for member in form.members:
        if member.says:
            yield f"    /** {member.says} */"
        name = camel(member.name)
        serial = f'@SerialName("{member.name}") ' if name != member.name else ""
        shown = f"`{name}`" if name in _RESERVED else name
        default = f" = {_value(member.type, member.default, words)}" if member.optional else ""
        yield f"    {serial}val {shown}: {_type(member.type)}{default},"


def _type(kind: Type) -> str:
    match kind:
        case Plain(name):
            return _PLAIN[name]
        case Named(name):
            return name
        case Many(of):
            return f"List<{_type(of)}>"
        case Perhaps(of):
            return f"{_type(of)}?"


def _value(kind: Type, value: Any, words: dict[str, Vocabulary]) -> str:
    if isinstance(kind, Named):
        return f"{kind.name}.{_upper(value)}" if kind.name in words else f"{kind.name}()"
    return json.dumps(value)


def _upper(word: str) -> str:
    shown = re.sub(r"[^A-Za-z0-9]+", "_", word).upper()
    return f"N{shown}" if shown[0].isdigit() else shown


def _says(text: str) -> str:
    if not text:
        return ""
    lines = text.splitlines()
    if len(lines) == 1:
        return f"/** {text} */\n"
    return "\n".join(["/**", *(f" * {line}".rstrip() for line in lines), " */", ""])
