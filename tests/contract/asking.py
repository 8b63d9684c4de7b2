"""Requests made from the contract, right ones and wrong ones, and answers held against it."""

import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.cookiejar import DefaultCookiePolicy
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


def one_session() -> requests.Session:
    """Connections that last; what an answer sets as a cookie is not sent along later."""
    session = requests.Session()
    session.trust_env = False
    session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
    return session


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
    session: requests.Session = field(default_factory=one_session)

    def try_door(
        self, door: Any, tries: settings, seeded: int | None = None, varied: int = 0
    ) -> None:
        """Send right and wrong requests to one door; others with another seed.

        Each is followed by `varied` variants of it. Raises where an answer breaks a promise.
        """
        cases = st.one_of(
            door.as_strategy(), door.as_strategy(generation_mode=GenerationMode.NEGATIVE)
        )

        @tries
        @given(case=cases, known=st.booleans())
        def ask(case: Any, known: bool) -> None:
            if known and case.path_parameters:
                case.path_parameters = {
                    name: self.ids.get(name, value) for name, value in case.path_parameters.items()
                }
            asked = self.send(case)
            told = f"{seeded} {asked.method} {asked.url} {asked.body!r}"
            for variant in variants(asked, varied, Random(told)):
                kind = {"content-type": "application/json"} if variant.body else {}
                self._send(requests.Request(variant.method, variant.url, kind), variant.body)

        (ask if seeded is None else seed(seeded)(ask))()

    def send(self, case: Any) -> Asked:
        """One request, signed; its answer is held against the contract."""
        request = requests.Request(**case.as_transport_kwargs(base_url=self.base))
        ready = self.session.prepare_request(request)
        body = ready.body or b""
        assert isinstance(body, bytes | str), "the contract sends no streams"
        data = body.encode() if isinstance(body, str) else body
        self._carry(ready, data)
        return Asked(str(ready.method), str(ready.url), data, case.operation.path)

    def _send(self, request: requests.Request, data: bytes) -> None:
        request.data = data
        self._carry(self.session.prepare_request(request), data)

    def _carry(self, ready: requests.PreparedRequest, data: bytes) -> None:
        self.last = f"{ready.method} {ready.url} {data[:2000]!r}"
        ready.headers.update(self.signs(str(ready.method), urlsplit(str(ready.url)).path, data))
        with self.session.send(ready, stream=True, timeout=20, allow_redirects=False) as answer:
            self.answered[answer.status_code] += 1
            streams = "event-stream" in answer.headers.get("content-type", "")
            headers = {name.lower(): value for name, value in answer.headers.items()}
            told = b": watchbell" if streams else answer.content
            door = check_answer(
                str(ready.method), str(ready.url), answer.status_code, headers, told
            )
            if answer.status_code >= 400:
                self.refused.add((door, answer.json()["code"]))
                assert not INSIDE.search(answer.text), answer.text[:300]
        if answer.status_code == 401 and self.renew is not None:
            self.signs = self.renew()


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


def bearer(token: str) -> Signs:
    """Signs as somebody who has signed in, or not at all."""
    return lambda *_: {"authorization": f"Bearer {token}"} if token else {}
