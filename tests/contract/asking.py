"""Requests made from the contract, right ones and wrong ones, and answers held against it."""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from contextlib import closing, suppress
from dataclasses import dataclass, field
from functools import cache, cached_property
from http.client import HTTPConnection, HTTPException, HTTPResponse
from random import Random
from typing import Any, cast
from urllib.parse import urlsplit

import requests
import schemathesis
from hypothesis import given, seed, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode

from tests.contract.promised import check_answer, document, operations
from tests.contract.variants import Asked, variants

Signs = Callable[[str, str, bytes], Mapping[str, str]]
# What of our inside a refusal could let out.
INSIDE = re.compile(
    r"Traceback|File \"|site-packages|asyncpg|litestar|msgspec|postgresql://|relation \"|violates"
)
SIGN_OUTS = {
    ("DELETE", "/v1/sessions/current"),
    ("DELETE", "/v1/me/sessions"),
    ("DELETE", "/v1/me/sessions/{session_id}"),
}


@dataclass
class Asker:
    """Somebody who sends requests, and what he was answered; `renew` signs him in once more."""

    base: str
    signs: Signs
    ids: Mapping[str, str]
    renew: Callable[[], Signs] | None = None
    answered: Counter[int] = field(default_factory=Counter)
    refused: set[tuple[tuple[str, str], str]] = field(default_factory=set)
    last: str = ""
    session: requests.Session = field(default_factory=requests.Session)

    def try_door(
        self, door: Any, tries: settings, seeded: int | None = None, varied: int = 0
    ) -> None:
        """Send right and wrong requests to one door; others with another seed.

        Each is followed by `varied` variants of it. Raises where an answer breaks a promise.
        """

        @tries
        @given(case=_cases(door), known=st.booleans())
        def ask(case: Any, known: bool) -> None:
            asked = self._send_one(case, known)
            told = f"{seeded} {asked.method} {asked.url} {asked.body!r}"
            for variant in variants(asked, varied, Random(told)):
                kind = {"content-type": "application/json"} if variant.body else {}
                self._carry(variant, kind)

        with closing(self._connection):
            (ask if seeded is None else seed(seeded)(ask))()

    def send_all(self, cases: Iterable[tuple[Any, bool]]) -> None:
        """Send what was drawn. Raises where an answer breaks a promise."""
        with closing(self._connection):
            for case, known in cases:
                try:
                    self._send_one(case, known)
                except AssertionError as error:
                    error.add_note(self.last)
                    raise

    def _send_one(self, case: Any, known: bool) -> Asked:
        """One request, which names things that exist where they are to be known."""
        if known and case.path_parameters:
            case.path_parameters = {
                name: self.ids.get(name, value) for name, value in case.path_parameters.items()
            }
        return self.send(case)

    def send(self, case: Any) -> Asked:
        """One request, signed; its answer is held against the contract."""
        request = requests.Request(**case.as_transport_kwargs(base_url=self.base))
        ready = self.session.prepare_request(request)
        body = ready.body or b""
        assert isinstance(body, bytes | str), "the contract sends no streams"
        data = body.encode() if isinstance(body, str) else body
        asked = Asked(str(ready.method), str(ready.url), data, case.operation.path)
        self._carry(asked, {name.lower(): str(value) for name, value in ready.headers.items()})
        return asked

    def _carry(self, asked: Asked, headers: dict[str, str]) -> None:
        self.last = f"{asked.method} {asked.url} {asked.body[:2000]!r}"
        parts = urlsplit(asked.url)
        signs = self.signs(asked.method, parts.path, asked.body)
        headers.update((name.lower(), value) for name, value in signs.items())
        target = parts.path + (f"?{parts.query}" if parts.query else "")
        answer = self._answer(asked.method, target, asked.body, headers)
        self.answered[answer.status] += 1
        told = {name.lower(): value for name, value in answer.getheaders()}
        if "event-stream" in told.get("content-type", ""):
            body = b": watchbell"
            self._connection.close()
        else:
            body = answer.read()
        door = check_answer(asked.method, asked.url, answer.status, told, body)
        if answer.status >= 400:
            self.refused.add((door, json.loads(body)["code"]))
            assert not INSIDE.search(body.decode()), body[:300]
        if answer.status == 401 and self.renew is not None:
            self.signs = self.renew()

    def _answer(
        self, method: str, target: str, body: bytes, headers: dict[str, str]
    ) -> HTTPResponse:
        """What comes back; a connection that was closed when we came is opened once more."""
        for again in (True, False):
            try:
                with suppress(BrokenPipeError):  # An answer that came before we had said all.
                    self._connection.request(method, target, body or None, headers)
                return self._connection.getresponse()
            except (HTTPException, ConnectionError):
                self._connection.close()
                if not again:
                    raise
        raise AssertionError("unreachable")

    @cached_property
    def _connection(self) -> HTTPConnection:
        return HTTPConnection(urlsplit(self.base).netloc, timeout=20)


def doors(security: str | None, only: str = "") -> list[Any]:
    """The doors of the contract that are guarded so; signing out comes last."""
    whole = schemathesis.openapi.from_dict(document("openapi"))
    found: list[Any] = [cast(Any, result).ok() for result in whole.get_all_operations()]
    keep: list[dict[str, list[str]]] = [] if security is None else [{security: []}]
    mine = [
        door
        for door in found
        if operations()[door.method.upper(), door.path].get("security", []) == keep
        and only in door.path
    ]
    return sorted(mine, key=lambda door: (door.method.upper(), door.path) in SIGN_OUTS)


@cache
def drawn(security: str | None, tries: settings) -> list[tuple[Any, bool]]:
    """What doors guarded so are asked, right and wrong, and whether of things that exist.

    Drawn once for all who ask the same: to draw takes longer than to be answered.
    """
    found: list[tuple[Any, bool]] = []
    for door in doors(security):

        @tries
        @given(case=_cases(door), known=st.booleans())
        def draw(case: Any, known: bool) -> None:
            found.append((case, known))

        draw()
    return found


def _cases(door: Any) -> st.SearchStrategy[Any]:
    """Right and wrong requests of one door."""
    return st.one_of(door.as_strategy(), door.as_strategy(generation_mode=GenerationMode.NEGATIVE))


def bearer(token: str) -> Signs:
    """Signs as somebody who has signed in, or not at all."""
    return lambda *_: {"authorization": f"Bearer {token}"} if token else {}
