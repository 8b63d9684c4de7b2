"""What Apple refuses, in the order in which it looks."""

import json
import re
import uuid
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import jwt
from jwt.types import Options

from service.platform.clock import Clock
from tests.support.gateways.keys import KEY_ID, TEAM_ID, TOPIC

_TYPES = {"alert", "background", "voip", "complication", "fileprovider", "mdm", "liveactivity"}
_RENEW_AT_MOST_EVERY = timedelta(minutes=20)
_LASTS = timedelta(minutes=60)
_SKEW = timedelta(minutes=1)

Refusal = tuple[int, str]


@dataclass
class Signatures:
    """The provider tokens that one connection has seen."""

    texts: list[str] = field(default_factory=list)
    last_at: datetime | None = None
    spoilt: bool = False


@dataclass
class Checker:
    """Checks requests against one team's key."""

    public_key: bytes
    clock: Clock
    topic: str = TOPIC
    verified: dict[str, datetime] = field(default_factory=dict)

    def look(self, headers: list[tuple[str, str]], body: bytes, seen: Signatures) -> Refusal | None:
        """The refusal of one request; None for a good one."""
        given = dict(headers)
        if given.get(":method") != "POST":
            return 405, "MethodNotAllowed"
        path = re.fullmatch(r"/3/device/(.*)", given.get(":path", ""))
        if path is None:
            return 404, "BadPath"
        signed = self._signature(given.get("authorization"), seen)
        if signed is not None:
            return signed
        doubled = [n for n, c in Counter(n for n, _ in headers).items() if c > 1]
        if doubled:
            return 400, "DuplicateHeaders"
        if not path.group(1):
            return 400, "MissingDeviceToken"
        if not re.fullmatch(r"[0-9a-f]{64,200}", path.group(1)):
            return 400, "BadDeviceToken"
        return _headers(given, self.topic) or _payload(body)

    def _signature(self, header: str | None, seen: Signatures) -> Refusal | None:
        if header is None or not header.lower().startswith("bearer "):
            return 403, "MissingProviderToken"
        text = header[7:]
        if text not in self.verified:
            try:
                self.verified[text] = self._verify(text)
            except (jwt.PyJWTError, KeyError, ValueError):
                return 403, "InvalidProviderToken"
        at = self.verified[text]
        age = self.clock.now() - at
        if age < -_SKEW:
            return 403, "InvalidProviderToken"
        if age >= _LASTS:
            return 403, "ExpiredProviderToken"
        if text not in seen.texts:
            young = seen.last_at is not None and abs(at - seen.last_at) < _RENEW_AT_MOST_EVERY
            seen.spoilt = seen.spoilt or young
            seen.texts.append(text)
            seen.last_at = at
        return (429, "TooManyProviderTokenUpdates") if seen.spoilt else None

    def _verify(self, text: str) -> datetime:
        head = jwt.get_unverified_header(text)
        if head["alg"] != "ES256" or head["kid"] != KEY_ID:
            raise ValueError("not signed as Apple wants it")
        options: Options = {"verify_iat": False, "verify_exp": False, "require": ["iss", "iat"]}
        claims = jwt.decode(text, self.public_key, algorithms=["ES256"], options=options)
        if claims["iss"] != TEAM_ID or set(claims) != {"iss", "iat"}:
            raise ValueError("another team, or claims that Apple does not know")
        return datetime.fromtimestamp(claims["iat"], UTC)


def _headers(given: dict[str, str], topic: str) -> Refusal | None:
    if "apns-topic" not in given:
        return 400, "MissingTopic"
    if given["apns-topic"] != topic:
        return 400, "TopicDisallowed"
    if given.get("apns-push-type") not in _TYPES:
        return 400, "InvalidPushType"
    if given.get("apns-priority", "10") not in ("10", "5", "1"):
        return 400, "BadPriority"
    if not re.fullmatch(r"[0-9]{1,10}", given.get("apns-expiration", "0")):
        return 400, "BadExpirationDate"
    if len(given.get("apns-collapse-id", "").encode()) > 64:
        return 400, "BadCollapseId"
    wanted = given.get("apns-id")
    if wanted is not None:
        try:
            good = str(uuid.UUID(wanted)) == wanted
        except ValueError:
            good = False
        if not good:
            return 400, "BadMessageId"
    return None


def _payload(body: bytes) -> Refusal | None:
    if not body:
        return 400, "PayloadEmpty"
    if len(body) > 4096:
        return 413, "PayloadTooLarge"
    try:
        payload = json.loads(body)
    except ValueError:
        return 400, "PayloadEmpty"
    if not isinstance(payload, dict) or not isinstance(payload.get("aps"), dict):
        return 400, "PayloadEmpty"
    return None
