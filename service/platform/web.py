"""HTTP: requests decoded strictly, refusals as problem+json, one line of log for each answer."""

import re
from collections.abc import Callable
from functools import cache
from typing import Any

import msgspec
import structlog
from litestar import Request, Response
from litestar.datastructures import State
from litestar.di import NamedDependency
from litestar.enums import ScopeType
from litestar.exceptions import HTTPException, ValidationException
from litestar.types import ASGIApp, Message, Receive, Scope, Send
from msgspec import Struct
from prometheus_client import Counter, Histogram

from service.core.problem import Fault, Invalid, Problem, TooLarge
from service.platform import asks
from service.platform.clock import Clock
from service.platform.db import AWAY
from service.platform.house import House
from service.platform.limits import limits_of

_log = structlog.get_logger()

# The only place where a refusal becomes a number.
STATUS: dict[Fault, int] = {
    Fault.INVALID: 400,
    Fault.UNSIGNED: 401,
    Fault.FORBIDDEN: 403,
    Fault.ABSENT: 404,
    Fault.WRONG_METHOD: 405,
    Fault.TOO_SLOW: 408,
    Fault.CONFLICT: 409,
    Fault.TOO_LARGE: 413,
    Fault.TOO_MANY: 429,
    Fault.UNAVAILABLE: 503,
    Fault.OURS: 500,
}

# What is no page is no page either when a browser is brought to open it, and nothing keeps it.
_GUARDS = {
    b"x-content-type-options": b"nosniff",
    b"content-security-policy": b"default-src 'none'; frame-ancestors 'none'",
    b"referrer-policy": b"no-referrer",
    b"cross-origin-resource-policy": b"same-origin",
    b"cache-control": b"no-store",
}

# How a door asks for the house.
GivenHouse = NamedDependency[House]

ANSWERS = Counter("watchbell_answers_total", "HTTP answers.", ["method", "route", "status"])
TOOK = Histogram(
    "watchbell_answer_seconds",
    "Seconds from request to answer.",
    ["route"],
    buckets=(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10),
)
PROBLEMS = Counter("watchbell_problems_total", "Refusals by code.", ["code"])


class Unavailable(Problem):
    """The database cannot be reached just now; nothing was taken. Send it again."""

    code = "service.unavailable"
    fault = Fault.UNAVAILABLE


def refuses(*problems: type[Problem]) -> dict[str, object]:
    """What a door may refuse besides what all of its kind may: the contract says so."""
    return {"refuses": problems}


def takes(*media_types: str) -> dict[str, object]:
    """What a door reads from a body that is no JSON: the contract says so."""
    return {"takes": media_types}


def gives(*media_types: str) -> dict[str, object]:
    """As what a door sends what is no JSON."""
    return {"gives": media_types}


class ProblemBody(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """RFC 9457. `code` is stable, `field` names what to mend; problems may have more members."""

    type: str
    title: str
    status: int
    code: str
    detail: str = ""
    field: str | None = None


class StrictRequest(Request[Any, Any, State]):
    """Decodes a JSON body straight into the handler's struct: no coercion, exact fields.

    Litestar itself would decode loosely ("1" for a number) and lose where in a list it went wrong.
    """

    async def json(self) -> Any:
        """The body as the struct that the handler asks for. Raises Invalid with the field."""
        wanted = getattr(self.route_handler, "parsed_data_field", None)
        decoder = _decoder(Any if wanted is None else wanted.annotation)
        body = await self.body()
        limits = limits_of(self.route_handler.opt, is_open=False)
        if is_deeper(body, limits.depth):
            raise TooLarge("Objects and lists are too deep within each other.", field="body")
        return decode(decoder, body)


@cache
def _decoder(shape: Any) -> "msgspec.json.Decoder[Any]":
    return msgspec.json.Decoder(shape, strict=True)


def decode(decoder: "msgspec.json.Decoder[Any]", body: bytes) -> Any:
    """Decode, or raise Invalid that names the field."""
    try:
        return decoder.decode(body)
    except msgspec.ValidationError as error:
        reason, field = _where(str(error))
        raise Invalid(reason, field=field) from error
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Invalid("The body is not JSON of the expected form.", field="body") from error


_SIGNS = re.compile(rb'"(?:[^"\\]|\\.)*"?|[\[{]|[\]}]')


def is_deeper(body: bytes, depth_max: int) -> bool:
    """Whether a JSON text has more than so many objects and lists within each other."""
    if body.count(b"[") + body.count(b"{") <= depth_max:
        return False
    depth = 0
    for found in _SIGNS.finditer(body):
        sign = found[0]
        depth += sign in (b"[", b"{")
        depth -= sign in (b"]", b"}")
        if depth > depth_max:
            return True
    return False


_AT = re.compile(r"^(?P<reason>.*?)(?: - at `\$\.?(?P<path>.*)`)?$", re.DOTALL)
_NAMED = re.compile(r"(?:missing required|unknown) field `(?P<name>[^`]{1,100})`")


def _where(message: str) -> tuple[str, str]:
    """Split msgspec's message into the reason and the path of the field at fault."""
    found = _AT.match(message)
    assert found is not None
    path, named = found["path"] or "", _NAMED.search(found["reason"])
    parts = [part for part in (path, named["name"] if named else "") if part]
    return found["reason"], ".".join(parts) or "body"


def answer_problem(_request: Any, problem: Problem) -> Response[ProblemBody]:
    """A refusal as problem+json."""
    PROBLEMS.labels(problem.code).inc()
    status = STATUS[problem.fault]
    body: dict[str, object] = {
        "type": f"/problems/{problem.code}",
        "title": problem.title(),
        "status": status,
        "code": problem.code,
    }
    if problem.detail:
        body["detail"] = problem.detail
    if problem.field:
        body["field"] = problem.field
    body |= problem.facts
    # An address that is none passes no middleware.
    headers = {name.decode(): value.decode() for name, value in _GUARDS.items()}
    if problem.fault is Fault.UNSIGNED:
        headers["WWW-Authenticate"] = "Bearer"
    if "retry_s" in problem.facts:
        headers["Retry-After"] = str(problem.facts["retry_s"])
    return Response(
        body,  # type: ignore[arg-type]
        status_code=status,
        media_type="application/problem+json",
        headers=headers,
    )


class _NoDoor(Problem):
    """There is no such address here."""

    code = "request.no_such_door"
    fault = Fault.ABSENT


class _WrongMethod(Problem):
    """This address does not take this method."""

    code = "request.wrong_method"
    fault = Fault.WRONG_METHOD


def answer_http(request: Any, error: HTTPException) -> Response[ProblemBody]:
    """Litestar's own refusals in our words; its texts may repeat what was sent, so not those."""
    if isinstance(error, ValidationException):
        named = error.extra if isinstance(error.extra, list) else []
        first = named[0] if named and isinstance(named[0], dict) else {}
        field = str(first.get("key", "")) or "query"
        return answer_problem(request, Invalid("This value cannot be used here.", field=field))
    if error.status_code == 413:
        return answer_problem(request, TooLarge("The body is too large.", field="body"))
    if error.status_code == 404:
        return answer_problem(request, _NoDoor())
    if error.status_code == 405:
        answer = answer_problem(request, _WrongMethod())
        answer.headers["Allow"] = (error.headers or {}).get("allow", "").upper()
        return answer
    if error.status_code < 500:
        return answer_problem(request, Invalid("The request cannot be read."))
    return answer_bug(request, error)


def answer_outage(request: Any, error: Exception) -> Response[ProblemBody]:
    """The database is away: say so at once, and that it is worth coming back."""
    _log.warning("web.database_away", trouble=type(error).__name__)
    return answer_problem(request, Unavailable(retry_s=1))


class _Bug(Problem):
    """Something went wrong here that is not your fault. It has been recorded."""

    code = "service.bug"
    fault = Fault.OURS


def answer_bug(request: Any, error: Exception) -> Response[ProblemBody]:
    """An assert or worse: everything into the log, nothing of it into the answer."""
    _log.error("web.bug", route=route_of(request.scope), exc_info=error)
    return answer_problem(request, _Bug())


# Which contracts are spoken here: the major is in every path. A box that knows none of them says so
# to whoever looks after it, and goes on pressing.
SPEAKS = (b"watchbell-contract", b"1.0")

HANDLERS: dict[type[Exception] | int, Callable[[Any, Any], Response[Any]]] = {
    Problem: answer_problem,
    HTTPException: answer_http,
    **dict.fromkeys(AWAY, answer_outage),
    Exception: answer_bug,
}


# What a door of pictures sends: originals are JPEG, small copies WebP.
PICTURES = ("image/jpeg", "image/webp")


def as_picture(data: bytes, media_type: str) -> Response[bytes]:
    """A picture that no cache may keep and no browser may take for anything else."""
    headers = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
    return Response(data, media_type=media_type, headers=headers)


def _guarding(message: Any) -> list[tuple[bytes, bytes]]:
    """Headers that an answer has not said otherwise."""
    said = {name.lower() for name, _ in message["headers"]}
    return [(name, value) for name, value in _GUARDS.items() if name not in said]


def route_of(scope: Any) -> str:
    """The address as a pattern, so that no id and no secret reaches log or metrics."""
    handler = scope.get("route_handler")
    paths = getattr(handler, "paths", None)
    return min(paths) if paths else "unknown"


def watch(app: ASGIApp) -> ASGIApp:
    """Middleware: count and time each answer, and log one line without bodies or queries."""

    async def watched(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != ScopeType.HTTP:
            await app(scope, receive, send)
            return
        asks.nobody()
        clock: Clock = scope["litestar_app"].state.house.clock
        began, status = clock.ticks(), 0

        async def sending(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message["headers"], SPEAKS, *_guarding(message)]
                took = clock.ticks() - began
                route, method = route_of(scope), str(scope.get("method"))
                ANSWERS.labels(method, route, status).inc()
                TOOK.labels(route).observe(took)
                _log.debug(
                    "web.answer",
                    method=method,
                    route=route,
                    status=status,
                    took_ms=round(took * 1000, 1),
                )
            await send(message)

        await app(scope, receive, sending)

    return watched
