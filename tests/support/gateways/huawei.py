"""Huawei on loopback: the login, both interfaces of Push Kit, and the receipts that it sends."""

import base64
import hashlib
import hmac
import json
from collections import deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import jwt
from aiohttp import web

from service.platform.clock import Clock
from tests.support.gateways.keys import CLIENT_ID, CLIENT_SECRET, PROJECT, Keys
from tests.support.gateways.web import Gateway, Reply, Say

_AUDIENCE = "https://oauth-login.cloud.huawei.com/oauth2/v3/token"
_CATEGORIES = {"WORK"}
_BODY_BYTES_MAX = 4096


def said(code: str, msg: str = "") -> dict[str, Any]:
    """The body of an answer."""
    return {"code": code, "msg": msg, "requestId": f"request-{code}"}


def illegal(code: str, reason: str, *tokens: str) -> dict[str, Any]:
    """The body of an answer that names tokens by reason."""
    return said(code, json.dumps({"illegalTokens": {reason: list(tokens)}}))


def stamped(at: datetime, *, user: str, key: bytes, nonce: str = "a07bfa17-6d82") -> str:
    """The header of a receipts call."""
    time = str(int(at.timestamp() * 1000))
    mac = hmac.new(key, f"{time}{nonce}{user}".encode(), hashlib.sha256).digest()
    return f"timestamp={time}; nonce={nonce}; value={base64.b64encode(mac).decode()}"


@dataclass
class Huawei(Gateway):
    """`logins` counts the access tokens that were given; `login_says` what becomes of the next."""

    public_key: bytes = b""
    clock: Clock | None = None
    logins: int = 0
    login_says: deque[Say] = field(default_factory=deque)
    _given: dict[str, datetime] = field(default_factory=dict)
    _signed: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, keys: Keys, clock: Clock) -> "Huawei":
        """One that knows the account of these keys."""
        return cls(public_key=keys.public(keys.huawei), clock=clock)

    def routes(self) -> list[web.RouteDef]:
        """All doors."""
        return [
            web.post("/oauth2/v2/token", self._login),
            web.post("/v2/{project}/messages:send", self._older),
            web.post("/v3/{project}/messages:send", self._newer),
        ]

    def revoke(self) -> None:
        """Every access token has run out from now on."""
        self._given = dict.fromkeys(self._given, datetime.min.replace(tzinfo=self._now().tzinfo))

    @property
    def jwts(self) -> int:
        """How many different JWTs were taken."""
        return len(self._signed)

    def _now(self) -> datetime:
        assert self.clock is not None
        return self.clock.now()

    async def _login(self, request: web.Request) -> web.StreamResponse:
        form = await request.post()
        if self.login_says:
            self.says["login"] = deque([self.login_says.popleft()])
        out_of_turn = await self.said(request, "login")
        if out_of_turn is not None:
            return out_of_turn
        if form.get("grant_type") != "client_credentials":
            return Reply(400, {"error": 1102, "error_description": "grant_type"}).answer()
        if (form.get("client_id"), form.get("client_secret")) != (CLIENT_ID, CLIENT_SECRET):
            return Reply(400, {"error": 1101, "error_description": "client"}).answer()
        self.logins += 1
        text = f"access/{self.logins}+="
        self._given[text] = self._now() + timedelta(seconds=3600)
        given = {"access_token": text, "expires_in": 3600, "token_type": "Bearer"}
        return Reply(200, given).answer()

    async def _older(self, request: web.Request) -> web.StreamResponse:
        body = json.loads(await request.read())
        message = body["message"]
        self.note(request, {"body": body, "bearer": request.headers.get("Authorization", "")})
        until = self._given.get(_bearer(request))
        if until is None:
            return Reply(401, said("80200001", "OAuth authentication error")).answer()
        if self._now() >= until:
            return Reply(401, said("80200003", "OAuth token expired")).answer()
        tokens = message.pop("token", [])
        return await self._take(request, body, tokens, _wrong_older(message))

    async def _newer(self, request: web.Request) -> web.StreamResponse:
        body = json.loads(await request.read())
        self.note(request, {"body": body, "bearer": request.headers.get("Authorization", "")})
        try:
            claims = jwt.decode(
                _bearer(request),
                self.public_key,
                algorithms=["PS256"],
                audience=_AUDIENCE,
                options={"verify_exp": False, "verify_iat": False},
            )
            head = jwt.get_unverified_header(_bearer(request))
            assert (head["kid"], claims["iss"]) == ("huawei-key-1", "114514")
            assert claims["exp"] - claims["iat"] == 3600
        except (jwt.PyJWTError, KeyError, AssertionError):
            return Reply(401, said("80200001", "JWT")).answer()
        self._signed.add(_bearer(request))
        if not claims["iat"] <= self._now().timestamp() < claims["exp"]:
            return Reply(401, said("80200005", "JWT expired")).answer()
        if request.headers.get("push-type") != "0":
            return Reply(400, said("80100001", "push-type")).answer()
        tokens = body["target"].pop("token", [])
        return await self._take(request, body, tokens, _wrong_newer(body))

    async def _take(
        self, request: web.Request, body: dict[str, Any], tokens: list[str], wrong: str
    ) -> web.StreamResponse:
        if request.match_info["project"] != PROJECT:
            return Reply(200, said("80300002", "no permission")).answer()
        if not 1 <= len(tokens) <= 1000:
            return Reply(200, said("80300010", "tokens")).answer()
        if len(json.dumps(body, ensure_ascii=False).encode()) > _BODY_BYTES_MAX + 200:
            return Reply(200, said("80300008", "body")).answer()
        if wrong:
            return Reply(200, said("80100003", wrong)).answer()
        out_of_turn = await self.said(request, tokens[0])
        if out_of_turn is not None:
            return out_of_turn
        self.accepted.append(tokens[0])
        return Reply(200, said("80000000", "Success")).answer()


def _bearer(request: web.Request) -> str:
    return request.headers.get("Authorization", "").removeprefix("Bearer ")


def _wrong_older(message: dict[str, Any]) -> str:
    """The first field that Huawei would refuse; empty for none."""
    android = message.get("android", {})
    if set(message) - {"notification", "data", "android"}:
        return "message"
    if not isinstance(message.get("data"), str):
        return "data must be a string"
    if android.get("urgency") not in ("HIGH", "NORMAL"):
        return "urgency"
    if android.get("category") not in _CATEGORIES:
        return "category"
    ttl = android.get("ttl")
    if not (isinstance(ttl, str) and ttl.endswith("s") and ttl[:-1].isdecimal()):
        return "ttl"
    click = android.get("notification", {}).get("click_action", {})
    return "" if click.get("type") in (1, 2, 3) else "click_action"


def _wrong_newer(body: dict[str, Any]) -> str:
    """The first field that Huawei would refuse; empty for none."""
    if set(body) - {"payload", "target", "pushOptions"}:
        return "body"
    notification = body.get("payload", {}).get("notification", {})
    if notification.get("category") not in _CATEGORIES:
        return "category"
    if not notification.get("title") or not notification.get("body"):
        return "title"
    if notification.get("clickAction", {}).get("actionType") not in (0, 1):
        return "clickAction"
    if not 0 <= notification.get("notifyId", 0) < 2**31:
        return "notifyId"
    ttl = body.get("pushOptions", {}).get("ttl")
    return "" if isinstance(ttl, int) and 1 <= ttl <= 1_296_000 else "ttl"
