"""A browsers' push service on loopback: verifies the signature, opens the seal, checks headers."""

import base64
import re
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import http_ece
import jwt
from aiohttp import web
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from service.platform.clock import Clock
from service.platform.push import WebSubscription
from tests.support.gateways.keys import CONTACT, Keys
from tests.support.gateways.web import Gateway, Reply

_BODY_BYTES_MAX = 4096
_POINT = (serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)


@dataclass(frozen=True)
class Browser:
    """A subscription with its private half."""

    name: str
    key: ec.EllipticCurvePrivateKey
    secret: bytes

    def subscription(self, url: str) -> WebSubscription:
        """What its page would register."""
        point = self.key.public_key().public_bytes(*_POINT)
        return WebSubscription(f"{url}/push/{self.name}", _text(point), _text(self.secret))


@dataclass
class PushService(Gateway):
    """`opened` are the messages in clear, as the browsers would read them."""

    public_key: bytes = b""
    clock: Clock | None = None
    browsers: dict[str, Browser] = field(default_factory=dict)
    opened: list[bytes] = field(default_factory=list)
    signatures: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, keys: Keys, clock: Clock) -> "PushService":
        """One whose subscriptions were all made for this key."""
        return cls(public_key=keys.public(keys.web_push), clock=clock)

    def subscribe(self, name: str = "chrome") -> WebSubscription:
        """A browser more."""
        number = len(self.browsers)
        key = ec.generate_private_key(ec.SECP256R1())
        self.browsers[name] = Browser(name, key, number.to_bytes(16, "big"))
        return self.browsers[name].subscription(self.url)

    def routes(self) -> list[web.RouteDef]:
        """The one door."""
        return [web.post("/push/{name}", self._push)]

    async def _push(self, request: web.Request) -> web.StreamResponse:
        name = request.match_info["name"]
        body = await request.read()
        self.note(
            request, {"path": request.raw_path, "headers": dict(request.headers), "size": len(body)}
        )
        browser = self.browsers.get(name)
        if browser is None:
            return Reply(404).answer()
        signed = self._signed(request.headers.get("Authorization", ""))
        if signed:
            return Reply(403, {"error": signed}).answer()
        wrong = _wrong(request.headers, body)
        if wrong is not None:
            return Reply(*wrong).answer()
        said = await self.said(request, name)
        if said is not None:
            return said
        try:
            clear = http_ece.decrypt(
                body,
                private_key=browser.key,
                auth_secret=browser.secret,
                version="aes128gcm",
            )
        except http_ece.ECEException as error:
            return Reply(400, {"error": str(error)}).answer()
        self.opened.append(clear)
        self.accepted.append(name)
        return Reply(201, "", (("Location", f"{self.url}/m/{len(self.opened)}"),)).answer()

    def _signed(self, header: str) -> str:
        """What is wrong with the signature; empty for nothing."""
        assert self.clock is not None
        found = re.fullmatch(r"vapid t=([\w\-.]+),\s*k=([\w\-]+)", header)
        if found is None:
            return "no signature"
        public = serialization.load_pem_public_key(self.public_key)
        assert isinstance(public, ec.EllipticCurvePublicKey)
        if found[2] != _text(public.public_bytes(*_POINT)):
            return "another key than that of the subscription"
        try:
            claims = jwt.decode(
                found[1],
                self.public_key,
                algorithms=["ES256"],
                audience=self.url,
                options={"verify_exp": False, "require": ["exp", "aud", "sub"]},
            )
        except jwt.PyJWTError as error:
            return str(error)
        left = timedelta(seconds=claims["exp"] - self.clock.now().timestamp())
        if not timedelta(0) < left <= timedelta(hours=24):
            return "exp"
        self.signatures.add(found[1])
        return "" if claims["sub"] == CONTACT else "sub"


def _wrong(headers: Any, body: bytes) -> tuple[int, str] | None:
    """The refusal of a message; None for a good one."""
    if not re.fullmatch(r"[0-9]{1,7}", headers.get("TTL", "")):
        return 400, "TTL"
    if headers.get("Urgency", "normal") not in ("very-low", "low", "normal", "high"):
        return 400, "Urgency"
    if not re.fullmatch(r"[\w\-]{1,32}", headers.get("Topic", "x")):
        return 400, "Topic"
    if headers.get("Content-Encoding") != "aes128gcm":
        return 400, "Content-Encoding"
    return (413, "size") if len(body) > _BODY_BYTES_MAX else None


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")
