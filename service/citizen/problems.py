"""A refusal as a page: what went wrong in plain words, and where to go on."""

from collections.abc import Callable
from typing import Any

from litestar import Response
from litestar.exceptions import HTTPException

from service.citizen.pages import page, see
from service.citizen.visit import PATH, WrongForm, stranger
from service.citizen.words import Words
from service.core.problem import Fault, Problem
from service.platform.db import AWAY
from service.platform.house import House
from service.platform.web import (
    STATUS,
    StrictRequest,
    answer_bug,
    answer_http,
    answer_outage,
    answer_problem,
)

_BY_CODE = {
    WrongForm.code: "form",
    "identity.no_texts": "no_texts",
    "identity.not_sent": "not_sent",
    "footage.too_many": "too_many_open",
    "footage.too_many_messages": "too_many_open",
    "footage.overtaken": "overtaken",
    "footage.not_verified_now": "not_verified_now",
    "footage.missing_verifier": "not_verified_now",
}
_BY_FAULT = {
    Fault.ABSENT: "absent",
    Fault.WRONG_METHOD: "absent",
    Fault.UNSIGNED: "unsigned",
    Fault.FORBIDDEN: "forbidden",
    Fault.TOO_MANY: "too_many",
    Fault.TOO_LARGE: "too_large",
    Fault.UNAVAILABLE: "unavailable",
    Fault.OURS: "ours",
}


def words_of(w: Words, problem: Problem) -> str:
    """A refusal as a frightened person reads it."""
    key = _BY_CODE.get(problem.code) or _BY_FAULT.get(problem.fault, "invalid")
    return w(f"problem_{key}").format(seconds=problem.facts.get("retry_s", 60))


def problem_page(request: StrictRequest, problem: Problem) -> Response[Any]:
    """A refusal as a page. Who has to sign in is led there."""
    if problem.fault is Fault.UNSIGNED:
        return see(stranger(_house(request), request), f"{PATH}/sign-in")
    told = answer_problem(request, problem)
    headers = {name: told.headers[name] for name in ("Retry-After",) if name in told.headers}
    return _page(request, lambda w: words_of(w, problem), told.status_code or 500, headers)


def http_page(request: StrictRequest, error: HTTPException) -> Response[Any]:
    """What the framework refuses."""
    told = answer_http(request, error)
    return _page(request, _worded(told.status_code or 500), told.status_code or 500, {})


def outage_page(request: StrictRequest, error: Exception) -> Response[Any]:
    """The database is away."""
    told = answer_outage(request, error)
    return _page(request, _worded(told.status_code or 500), told.status_code or 500, {})


def bug_page(request: StrictRequest, error: Exception) -> Response[Any]:
    """Ours to mend."""
    told = answer_bug(request, error)
    return _page(request, _worded(told.status_code or 500), told.status_code or 500, {})


def _worded(status: int) -> Callable[[Words], str]:
    """The words for a refusal of which its status alone is known."""
    fault = next((one for one, number in STATUS.items() if number == status), Fault.OURS)
    return lambda w: w(f"problem_{_BY_FAULT.get(fault, 'invalid')}").format(seconds=60)


def _page(
    request: StrictRequest, said: Callable[[Words], str], status: int, headers: dict[str, str]
) -> Response[Any]:
    house = _house(request)
    visit = stranger(house, request)
    title, lines = visit.words("problem_title"), [said(visit.words)]
    values: dict[str, Any] = {"title": title, "lines": lines, "back": PATH}
    return page(house, visit, "text", status=status, headers=headers, **values)


def _house(request: StrictRequest) -> House:
    house: House = request.app.state.house
    return house


PAGES: dict[type[Exception] | int, Callable[[Any, Any], Response[Any]]] = {
    Problem: problem_page,
    HTTPException: http_page,
    **dict.fromkeys(AWAY, outage_page),
    Exception: bug_page,
}
