"""Google on loopback: the login that takes assertions, and FCM's v1 interface."""

import json
import re
from collections import deque
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import jwt
from aiohttp import web

from service.platform.clock import Clock
from tests.support.gateways.keys import PROJECT, Keys
from tests.support.gateways.web import Gateway, Reply, Say

_AUDIENCE = "https://oauth2.googleapis.com/token"
_SCOPE = "https://www.googleapis.com/auth/firebase.messaging"
_GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer"
_ANDROID = {"priority", "ttl", "collapse_key", "direct_boot_ok"}


def refusal(status: int, word: str, code: str = "", message: str = "") -> dict[str, Any]:
    """The body of a refusal, with FCM's own code where there is one."""
    kind = "type.googleapis.com/google.firebase.fcm.v1.FcmError"
    details = [{"@type": kind, "errorCode": code}] if code else []
    return {"error": {"code": status, "message": message, "status": word, "details": details}}


def violation(name: str) -> dict[str, Any]:
    """The body of a refusal of a field."""
    found = refusal(400, "INVALID_ARGUMENT", message=f"Invalid value at '{name}'")
    kind = "type.googleapis.com/google.rpc.BadRequest"
    found["error"]["details"].append({"@type": kind, "fieldViolations": [{"field": name}]})
    return found


@dataclass
class Google(Gateway):
    """`logins` are the assertions that were taken; `login_says` what becomes of the next."""

    public_key: bytes = b""
    clock: Clock | None = None
    logins: list[dict[str, Any]] = field(default_factory=list)
    login_says: deque[Say] = field(default_factory=deque)
    _given: dict[str, datetime] = field(default_factory=dict)

    @classmethod
    def of(cls, keys: Keys, clock: Clock) -> "Google":
        """One that knows the account of these keys."""
        return cls(public_key=keys.public(keys.google), clock=clock)

    def routes(self) -> list[web.RouteDef]:
        """Both doors."""
        return [
            web.post("/token", self._login),
            web.post("/v1/projects/{project}/messages:send", self._send),
        ]

    def revoke(self) -> None:
        """Every access token is void from now on."""
        self._given.clear()

    async def _login(self, request: web.Request) -> web.StreamResponse:
        assert self.clock is not None
        form = await request.post()
        if self.login_says:
            self.says["login"] = deque([self.login_says.popleft()])
        said = await self.said(request, "login")
        if said is not None:
            return said
        try:
            assert form["grant_type"] == _GRANT
            claims = jwt.decode(
                str(form["assertion"]),
                self.public_key,
                algorithms=["RS256"],
                audience=_AUDIENCE,
                options={"verify_exp": False, "verify_iat": False},
            )
            age = self.clock.now() - datetime.fromtimestamp(claims["iat"], UTC)
            assert claims["scope"] == _SCOPE
            assert claims["iss"] == "push@watchbell-test.iam.gserviceaccount.com"
            assert timedelta(seconds=-60) <= age < timedelta(hours=1)
            assert 0 < claims["exp"] - claims["iat"] <= 3600
        except (KeyError, AssertionError, jwt.PyJWTError):
            return Reply(400, {"error": "invalid_grant"}).answer()
        self.logins.append(claims)
        text = f"access-{len(self.logins)}"
        self._given[text] = self.clock.now() + timedelta(seconds=3599)
        given = {"access_token": text, "expires_in": 3599, "token_type": "Bearer"}
        return Reply(200, given).answer()

    async def _send(self, request: web.Request) -> web.StreamResponse:
        assert self.clock is not None
        whole = json.loads(await request.read())
        message = whole.get("message", {})
        self.note(request, {"message": message, "bearer": request.headers.get("Authorization")})
        bearer = request.headers.get("Authorization", "").removeprefix("Bearer ")
        until = self._given.get(bearer)
        if until is None or self.clock.now() >= until:
            return Reply(401, refusal(401, "UNAUTHENTICATED")).answer()
        if request.match_info["project"] != PROJECT:
            return Reply(404, refusal(404, "NOT_FOUND")).answer()
        wrong = _wrong(whole, message)
        if wrong:
            return Reply(400, violation(wrong)).answer()
        said = await self.said(request, message.get("token") or message["fid"])
        if said is not None:
            return said
        self.accepted.append(message["data"]["task_id"])
        return Reply(200, {"name": f"projects/{PROJECT}/messages/{len(self.accepted)}"}).answer()


def _wrong(whole: dict[str, Any], message: dict[str, Any]) -> str:
    """The first field that Google would refuse; empty for none."""
    if set(whole) - {"message", "validate_only"}:
        return "unknown"
    if set(message) - {"token", "fid", "data", "android"}:
        return "message.unknown"
    if ("token" in message) == ("fid" in message):
        return "message.target"
    data = message.get("data", {})
    if not all(isinstance(value, str) for value in data.values()):
        return "message.data"
    if len(json.dumps(data, ensure_ascii=False).encode()) > 4096:
        return "message.data.size"
    android = message.get("android", {})
    if set(android) - _ANDROID or android.get("priority") not in ("HIGH", "NORMAL"):
        return "message.android"
    if not re.fullmatch(r"[0-9]{1,7}s", android.get("ttl", "")):
        return "message.android.ttl"
    return ""
