"""Whether a phone that was built for a released version still works: what was taken from it.

Apps in the field are not updated on one day. Within a version things are only ever added: what
goes out may say more, what comes in may leave more away.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

Document = dict[str, Any]
Surface = Mapping[str, Any]

_METHODS = ("get", "post", "put", "delete")
# Limits of what comes in: those that may rise, and those that may sink.
_UPPER = ("maxLength", "maximum", "exclusiveMaximum", "maxItems")
_LOWER = ("minLength", "minimum", "exclusiveMinimum", "minItems")


def breaks(old: Surface, new: Surface) -> list[str]:
    """Everything in which the new surface takes from an app what the old one promised."""
    return [
        *_doors(old["openapi"], new["openapi"]),
        *_events(old["live"], new["live"]),
        *_pushes(old["push"], new["push"]),
        *_refusals(old["problems"]["problems"], new["problems"]["problems"]),
        *_states(old["moves"]["states"], new["moves"]["states"]),
    ]


def _doors(old: Document, new: Document) -> Iterator[str]:
    for path, item in old["paths"].items():
        for method in (m for m in _METHODS if m in item):
            at, now = f"{method.upper()} {path}", new["paths"].get(path, {}).get(method)
            if now is None:
                yield f"{at}: the door is gone"
                continue
            yield from _parameters(at, item[method], now, old, new)
            yield from _bodies(at, item[method], now, old, new)
            if now.get("security") and not item[method].get("security"):
                yield f"{at}: stood open, and asks for a signature now"


def _parameters(
    at: str, old: Document, new: Document, whole: Document, now: Document
) -> Iterator[str]:
    before, after = (
        {(p["in"], p["name"]): p for p in door.get("parameters", ())} for door in (old, new)
    )
    for key, parameter in before.items():
        where = f"{at} {key[1]}"
        if key not in after:
            yield f"{where}: the parameter is gone"
        else:
            forms = _Forms(whole, now, comes_in=True)
            yield from forms.compare(where, parameter["schema"], after[key]["schema"])
    for key, parameter in after.items():
        was_required = before.get(key, {}).get("required", False)
        if parameter.get("required") and not was_required:
            yield f"{at} {key[1]}: the parameter is demanded now"


def _bodies(at: str, old: Document, new: Document, whole: Document, now: Document) -> Iterator[str]:
    before, after = old.get("requestBody"), new.get("requestBody")
    if after and after.get("required") and not (before and before.get("required")):
        yield f"{at}: a body is demanded now"
    if before:
        forms = _Forms(whole, now, comes_in=True)
        yield from _contents(f"{at} body", before, after or {}, forms)
    for status, answer in old["responses"].items():
        if status >= "300":
            continue
        if status not in new["responses"]:
            yield f"{at}: is not answered {status} any more"
            continue
        forms = _Forms(whole, now, comes_in=False)
        yield from _contents(f"{at} {status}", answer, new["responses"][status], forms)


def _contents(at: str, old: Document, new: Document, forms: "_Forms") -> Iterator[str]:
    for kind, content in old.get("content", {}).items():
        if kind not in new.get("content", {}):
            yield f"{at}: is not {kind} any more"
        elif "schema" in content:
            yield from forms.compare(at, content["schema"], new["content"][kind]["schema"])


def _events(old: Document, new: Document) -> Iterator[str]:
    messages = new["components"]["messages"]
    for topic, message in old["components"]["messages"].items():
        if topic not in messages:
            yield f"{topic}: is not heard any more"
        else:
            forms = _Forms(old, new, comes_in=False)
            yield from forms.compare(topic, message["payload"], messages[topic]["payload"])


def _pushes(old: Document, new: Document) -> Iterator[str]:
    for gateway in ("apns", "fcm", "huawei", "web"):
        forms = _Forms(old, new, comes_in=False)
        yield from forms.compare(f"push {gateway}", old["$defs"][gateway], new["$defs"][gateway])


def _refusals(old: Sequence[Document], new: Sequence[Document]) -> Iterator[str]:
    now = {row["code"]: row for row in new}
    for row in old:
        after = now.get(row["code"])
        if after is None:
            yield f"{row['code']}: the refusal is gone"
        elif (after["status"], after.get("move")) != (row["status"], row.get("move")):
            yield f"{row['code']}: means something else now"


def _states(old: Document, new: Document) -> Iterator[str]:
    for name, state in old.items():
        now = new.get(name)
        if now is None:
            yield f"{name}: the state is gone"
            continue
        if (state["ringing"], state["over"]) != (now["ringing"], now["over"]):
            yield f"{name}: the state means something else now"
        for move, target in state["moves"].items():
            if now["moves"].get(move) != target:
                yield f"{name}: {move} does not lead to {target} any more"
        for move in state["done_already"]:
            if move not in now["done_already"]:
                yield f"{name}: a repeated {move} is not taken for done any more"


class _Forms:
    """Two documents' forms, compared for what comes in to the service or goes out of it."""

    def __init__(self, old: Document, new: Document, *, comes_in: bool) -> None:
        self._old, self._new = old, new
        self._comes_in = comes_in
        self._seen: set[tuple[str, str]] = set()

    def compare(self, at: str, old: Document, new: Document) -> Iterator[str]:
        """What a form takes away from whoever was built for the old one."""
        names = (old.get("$ref", ""), new.get("$ref", ""))
        if all(names):
            if names in self._seen:
                return
            self._seen.add(names)
        before, after = _variants(old, self._old), _variants(new, self._new)
        for kind in before:
            # What goes out may become one of fewer kinds; what comes in must stay welcome.
            if kind not in after and (self._comes_in or len(before) == 1):
                yield f"{at}: is not {kind} any more"
        for kind in after:
            if kind not in before and not self._comes_in:
                yield f"{at}: may be {kind} now"
        for kind in before:
            if kind in after:
                yield from self._compare_one(at, before[kind], after[kind])

    def _compare_one(self, at: str, old: Document, new: Document) -> Iterator[str]:
        for word in old.get("enum", ()):
            if "enum" in new and word not in new["enum"]:
                yield f"{at}: the word {word} is gone"
        if self._comes_in and "enum" in new and "enum" not in old:
            yield f"{at}: takes only some words now"
        if "const" in old and new.get("const") != old["const"]:
            yield f"{at}: is not {old['const']} any more"
        yield from self._members(at, old, new)
        if "items" in old and "items" in new:
            yield from self.compare(f"{at}[]", old["items"], new["items"])
        if old.get("format") != new.get("format") and (old.get("format") or self._comes_in):
            yield f"{at}: its format is another"
        if self._comes_in:
            yield from _limits(at, old, new)

    def _members(self, at: str, old: Document, new: Document) -> Iterator[str]:
        before, after = old.get("properties", {}), new.get("properties", {})
        for name, form in before.items():
            if name not in after:
                yield f"{at}.{name}: is gone"
            else:
                yield from self.compare(f"{at}.{name}", form, after[name])
        was, now = set(old.get("required", ())), set(new.get("required", ()))
        if self._comes_in:
            for name in sorted(now - was):
                yield f"{at}.{name}: is demanded now"
        else:
            for name in sorted((was - now) & set(after)):
                yield f"{at}.{name}: may be left out now"
        closed, was_closed = (form.get("additionalProperties") is False for form in (new, old))
        if self._comes_in and closed and not was_closed:
            yield f"{at}: further members are refused now"


def _limits(at: str, old: Document, new: Document) -> Iterator[str]:
    """Limits of what comes in that have become narrower."""
    for name in _UPPER:
        if name in new and (name not in old or new[name] < old[name]):
            yield f"{at}: {name} is {new[name]} now"
    for name in _LOWER:
        if name in new and (name not in old or new[name] > old[name]):
            yield f"{at}: {name} is {new[name]} now"
    # Whether one pattern lets through all that another does cannot be told.
    if "pattern" in new and new["pattern"] != old.get("pattern"):
        yield f"{at}: its pattern is another"


def _variants(form: Document, whole: Document) -> dict[str, Document]:
    """The kinds of thing that a form may be, with references followed."""
    found: dict[str, Document] = {}
    for one in form.get("anyOf") or form.get("oneOf") or [form]:
        ref = one.get("$ref")
        name = ref.rsplit("/", 1)[1] if ref else ""
        while "$ref" in one:
            one = _at(whole, one["$ref"])
        if not ref and ("anyOf" in one or "oneOf" in one):
            found |= _variants(one, whole)
            continue
        words = "words" if "enum" in one else ""
        # Objects of one union are told apart by name; alone, a form may be called anything.
        many = len(form.get("anyOf") or form.get("oneOf") or ()) > 1 and one.get("type") == "object"
        found[(name if many else "") or words or str(one.get("type", "anything"))] = one
    return found


def _at(whole: Document, pointer: str) -> Document:
    here: Any = whole
    for part in pointer.removeprefix("#/").split("/"):
        here = here[part]
    assert isinstance(here, dict), "a reference leads to a form"
    return here
