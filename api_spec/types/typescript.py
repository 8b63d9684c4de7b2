"""The phone's forms as TypeScript."""

import json
from collections.abc import Iterator

from api_spec.types.model import Form, Many, Model, Named, Perhaps, Plain, Type, Union, Vocabulary

_PLAIN = {"string": "string", "integer": "number", "number": "number", "boolean": "boolean"}
_HEAD = """\
// Generated from the service by `./dev spec`; do not edit.
// A later version may say more: pass over members that are not here, and expect further words.
"""


def source(model: Model) -> str:
    """One module that needs nothing else."""
    parts = [_HEAD, *(_vocabulary(v) for v in model.vocabularies)]
    parts += [_form(form, model) for form in model.forms]
    parts += [_union(union) for union in model.unions]
    parts.append(_events(model))
    return "\n".join(parts)


def _vocabulary(vocabulary: Vocabulary) -> str:
    words = " | ".join(json.dumps(word) for word in vocabulary.words)
    # `string & {}` lets in further words and still lets an editor propose these.
    return f"{_says(vocabulary.says)}export type {vocabulary.name} = {words} | (string & {{}});\n"


def _form(form: Form, model: Model) -> str:
    told_by = next((u.told_by for u in model.unions if u.name == form.union), "")
    tag = [f"  {told_by}: {json.dumps(form.tag)};"] if told_by else []
    return "\n".join(
        [f"{_says(form.says)}export interface {form.name} {{", *tag, *_members(form), "}\n"]
    )


def _members(form: Form) -> Iterator[str]:
    for member in form.members:
        if member.says:
            yield f"  /** {member.says} */"
        mark = "?" if member.optional else ""
        yield f"  {member.name}{mark}: {_type(member.type)};"


def _union(union: Union) -> str:
    return f"export type {union.name} = {' | '.join(union.forms.values())};\n"


def _events(model: Model) -> str:
    lines = [
        f'  | {{ seq: number | null; topic: "{topic}"; at: string; body: {form} }}'
        for topic, form in model.events.items()
    ]
    says = "/** An event of the live stream. Others may come later: pass over them. */\n"
    return f"{says}export type LiveEvent =\n" + "\n".join(lines) + ";\n"


def _type(kind: Type) -> str:
    match kind:
        case Plain(name):
            return _PLAIN[name]
        case Named(name):
            return name
        case Many(of):
            inner = _type(of)
            return f"({inner})[]" if " " in inner else f"{inner}[]"
        case Perhaps(of):
            return f"{_type(of)} | null"


def _says(text: str) -> str:
    if not text:
        return ""
    lines = text.splitlines()
    if len(lines) == 1:
        return f"/** {text} */\n"
    return "\n".join(["/**", *(f" * {line}".rstrip() for line in lines), " */", ""])
