"""The contract as documents: OpenAPI and AsyncAPI made from the routes and the wire structs.

Litestar knows the doors; msgspec knows the forms, with every limit and docstring. What a refusal
looks like is the same everywhere, so it is said once.
"""

import pkgutil
from collections.abc import Iterable, Sequence
from enum import Enum
from importlib import import_module
from inspect import cleandoc
from pathlib import Path
from typing import Any, get_args, get_origin

import msgspec
from litestar import Litestar, Request
from litestar.handlers import HTTPRouteHandler
from litestar.openapi.config import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.openapi.spec import Components, SecurityScheme
from msgspec import Struct

from service.core.problem import Problem
from service.platform.limits import HEADER_BYTES_MAX, HEADERS_MOST, HEADERS_S, Limits, limits_of
from service.platform.live import Live
from service.platform.outbox import Topic
from service.platform.web import PICTURES, STATUS, ProblemBody

VERSION = "0.1.0"
_REF = "#/components/schemas/{name}"
_METHODS = {"get", "post", "put", "patch", "delete"}


def describe() -> OpenAPIConfig:
    """What the contract says of itself, and how the service shows it."""
    return OpenAPIConfig(
        title="Watchbell · 平安铃",
        version=VERSION,
        path="/schema",
        operation_id_creator=_operation_id,
        render_plugins=[_Render()],
        components=Components(
            security_schemes={
                "person": SecurityScheme(type="http", scheme="bearer", bearer_format="JWT"),
                "device": SecurityScheme(
                    type="apiKey",
                    name="Signature",
                    security_scheme_in="header",
                    description="HTTP Message Signature (RFC 9421), tag 'watchbell', over"
                    " @method, @path and content-digest (RFC 9530); keyid is the device_id.",
                ),
            }
        ),
    )


class _Render(JsonRenderPlugin):
    """Shows the completed document at /schema/openapi.json."""

    def render(self, request: Request[Any, Any, Any], openapi_schema: dict[str, Any]) -> bytes:
        """The document as JSON."""
        del openapi_schema
        return msgspec.json.encode(openapi(request.app))


def openapi(app: Litestar) -> dict[str, Any]:
    """The OpenAPI 3.1 document of an application."""
    raw = app.openapi_schema.to_schema()
    document: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(raw))
    handlers = _handlers(app)
    for path in document["paths"].values():
        for method in _METHODS & set(path):
            _complete(path[method], handlers[path[method]["operationId"]])
    types = {shape for handler in handlers.values() for shape in _shapes(handler)}
    components = document["components"]
    components["schemas"] = schemas([*types, ProblemBody])
    components["responses"] = {
        "Problem": {
            "description": "A refusal: its code is stable, its field names what to mend.",
            "content": {"application/problem+json": {"schema": _ref("ProblemBody")}},
        }
    }
    document["x-limits"] = {
        "header_bytes": HEADER_BYTES_MAX,
        "headers": HEADERS_MOST,
        "headers_s": HEADERS_S,
    }
    document["paths"] = dict(sorted(document["paths"].items()))
    return document


def asyncapi(topics: Sequence[Topic]) -> dict[str, Any]:
    """The AsyncAPI 3 document of the live stream."""
    ordered = sorted(topics, key=lambda topic: topic.name)
    messages = {t.name: _message(t) for t in ordered}
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "Watchbell · 平安铃, live",
            "version": VERSION,
            "description": "Server-sent events of GET /v1/live. `id:` is the sequence number;"
            " `Last-Event-ID` resumes. Numbers follow commits: none is missed or repeated."
            " Events without a number may be lost.",
        },
        "channels": {
            "live": {
                "address": "/v1/live",
                "messages": {name: {"$ref": f"#/components/messages/{name}"} for name in messages},
            }
        },
        "operations": {
            "hear": {
                "action": "send",
                "channel": {"$ref": "#/channels/live"},
                "messages": [{"$ref": f"#/channels/live/messages/{name}"} for name in messages],
            }
        },
        "components": {"messages": messages, "schemas": schemas(t.body for t in ordered)},
    }


def problems() -> list[dict[str, Any]]:
    """Every refusal that the service knows: code, status, title."""
    _load_refusals()
    rows = {
        kind.code: {"code": kind.code, "status": STATUS[kind.fault], "title": kind.title()}
        for kind in _below(Problem)
    }
    return [rows[code] for code in sorted(rows)]


def _load_refusals() -> None:
    """Load every module of refusals, so that what is published hangs on no order of imports."""
    for found in pkgutil.walk_packages([str(Path(__file__).parent)], prefix="service."):
        if found.name.endswith((".refusals", ".wire")):
            import_module(found.name)


def schemas(types: Iterable[Any], ref: str = _REF) -> dict[str, Any]:
    """JSON Schemas of these types and all that they are made of, by name; `ref` leads to one."""
    ordered = sorted(set(types), key=str)
    _, found = msgspec.json.schema_components(ordered, ref_template=ref)
    for schema in found.values():
        if "description" in schema:
            schema["description"] = cleandoc(schema["description"])
    return dict(sorted(found.items()))


def _message(topic: Topic) -> dict[str, Any]:
    numbered = {"type": "integer"} if topic.numbered else {"type": "null"}
    return {
        "name": topic.name,
        "summary": topic.says,
        "contentType": "application/json",
        "payload": {
            "type": "object",
            "required": list(Live.__struct_fields__),
            "properties": {
                "seq": numbered,
                "topic": {"const": topic.name},
                "at": {"type": "string", "format": "date-time"},
                "body": _ref(topic.body.__name__),
            },
        },
    }


def _complete(operation: dict[str, Any], handler: HTTPRouteHandler) -> None:
    """Words from the docstring, and the refusals that this door may give."""
    operation["summary"] = (handler.fn.__doc__ or "").strip().splitlines()[0]
    operation.pop("description", None)
    operation.pop("deprecated", None)
    responses = operation["responses"]
    binary = {"schema": {"type": "string", "format": "binary"}}
    if taken := handler.opt.get("takes"):
        operation["requestBody"] = {"required": True, "content": dict.fromkeys(taken, binary)}
    if given := handler.opt.get("gives"):
        responses["200"]["content"] = dict.fromkeys(given, binary)
    for status in list(responses):
        if status >= "400":
            del responses[status]
        else:
            responses[status]["description"] = operation["summary"]
            responses[status].pop("headers", None)
            content = responses[status].get("content", {})
            if PICTURES[0] in content:
                responses[status]["content"] = dict.fromkeys(PICTURES, content[PICTURES[0]])
            if status == "204":
                responses[status].pop("content", None)
    limits = limits_of(handler.opt, is_open=not operation.get("security"))
    operation["x-limits"] = _limits(operation, handler, limits)
    for status in _refusals(operation, handler, limits):
        responses[str(status)] = {"$ref": "#/components/responses/Problem"}
    for parameter in operation.get("parameters", ()):
        parameter.pop("deprecated", None)


def _limits(
    operation: dict[str, Any], handler: HTTPRouteHandler, limits: Limits
) -> dict[str, object]:
    """How much of a door one asker may take."""
    said: dict[str, object] = {"query_bytes": limits.query_bytes, "alarm_lane": limits.alarm}
    if operation.get("requestBody"):
        said["body_bytes"] = handler.resolve_request_max_body_size()
        said["body_s"] = limits.body_s
        if not handler.opt.get("takes"):
            said["depth"] = limits.depth
    if limits.rate is not None:
        said["rate"] = {
            "count": limits.rate.count,
            "per_s": limits.rate.per_s,
            "of": _of(operation),
        }
    return said


def _of(operation: dict[str, Any]) -> str:
    """Whose requests are counted together."""
    names = {name for one in operation.get("security", ()) for name in one}
    return min(names) if names else "address"


def _refusals(operation: dict[str, Any], handler: HTTPRouteHandler, limits: Limits) -> list[int]:
    own: Iterable[type[Problem]] = handler.opt.get("refuses", ())
    found = {400, 413, 503, *(STATUS[kind.fault] for kind in own)}
    if operation.get("security"):
        found |= {401, 403}
    if operation.get("requestBody"):
        found |= {408, 409}
    if limits.rate is not None:
        found.add(429)
    if any(p["in"] == "path" for p in operation.get("parameters", ())):
        found.add(404)
    return sorted(found)


def _operation_id(handler: HTTPRouteHandler, _method: Any, _path: Any) -> str:
    """The feature and the verb: `alarm_take_press`."""
    module = handler.fn.__module__.split(".")
    return f"{module[1]}_{handler.fn.__name__}"


def _handlers(app: Litestar) -> dict[str, HTTPRouteHandler]:
    found: dict[str, HTTPRouteHandler] = {}
    for route in app.routes:
        for handler in getattr(route, "route_handlers", ()):
            if isinstance(handler, HTTPRouteHandler) and handler.resolve_include_in_schema():
                found[_operation_id(handler, None, None)] = handler
    return found


def handlers_of(app: Litestar) -> dict[tuple[str, str], HTTPRouteHandler]:
    """The doors of an application by method and path, as the document names them."""
    handlers = _handlers(app)
    return {
        (method.upper(), path): handlers[item[method]["operationId"]]
        for path, item in openapi(app)["paths"].items()
        for method in _METHODS & set(item)
    }


def _shapes(handler: HTTPRouteHandler) -> Iterable[Any]:
    """The structs that go in and out of a door, and the words that its parameters take."""
    signature = handler.parsed_fn_signature
    annotations = [signature.return_type.annotation]
    for name, parameter in signature.parameters.items():
        if name == "data" or _is_words(parameter.annotation):
            annotations.append(parameter.annotation)
    for annotation in annotations:
        yield from _structs(annotation)


def _structs(annotation: Any) -> Iterable[Any]:
    if get_origin(annotation) is None:
        if isinstance(annotation, type) and issubclass(annotation, Struct | Enum):
            yield annotation
        return
    for part in get_args(annotation):
        yield from _structs(part)


def _is_words(annotation: Any) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, Enum)


def _below(kind: type[Problem]) -> Iterable[type[Problem]]:
    for child in kind.__subclasses__():
        yield child
        yield from _below(child)


def _ref(name: str) -> dict[str, str]:
    return {"$ref": _REF.format(name=name)}
