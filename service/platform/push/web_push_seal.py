"""Messages sealed for one browser (RFC 8291) and signed in our name (RFC 8292)."""

import base64
import binascii
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric import ec
from msgspec import Struct
from py_vapid import Vapid02
from pywebpush import WebPusher

from service.platform.push import WebSubscription
from service.platform.push.accounts import WebPushKey

# A service may refuse more than a day; half of that leaves room for two clocks.
_SIGNED_LASTS = timedelta(hours=12)
_SIGNED_AGAIN = timedelta(hours=6)
_AUDIENCES_MAX = 64
_POINT_BYTES = 65
_SECRET_BYTES = 16


class _Signed(Struct, frozen=True):
    header: str
    at: datetime


class WebPushSeal:
    """Seals with fresh keys each time; signs once for each service in six hours."""

    def __init__(self, key: WebPushKey) -> None:
        self._vapid = Vapid02()
        self._vapid.private_key = key.key
        self._contact = key.contact
        self._signed: dict[str, _Signed] = {}

    def sealed(self, subscription: WebSubscription, plain: bytes) -> bytes | None:
        """The body for this browser; None where its keys are none."""
        if not _usable(subscription):
            return None
        keys = {"p256dh": subscription.p256dh, "auth": subscription.auth}
        pusher = WebPusher({"endpoint": subscription.endpoint, "keys": keys})
        body = pusher.encode(plain, "aes128gcm")["body"]
        assert isinstance(body, bytes), "a sealed body"
        return body

    def signed(self, endpoint: str, now: datetime) -> str:
        """The Authorization header for the service of this endpoint."""
        audience = _origin(endpoint)
        found = self._signed.get(audience)
        if found is not None and timedelta(0) <= now - found.at < _SIGNED_AGAIN:
            return found.header
        if len(self._signed) >= _AUDIENCES_MAX:
            self._signed.clear()
        claims = {
            "aud": audience,
            "exp": int((now + _SIGNED_LASTS).timestamp()),
            "sub": self._contact,
        }
        header = str(self._vapid.sign(claims)["Authorization"])
        self._signed[audience] = _Signed(header, now)
        return header


def _origin(endpoint: str) -> str:
    parts = urlsplit(endpoint)
    port = "" if parts.port in (None, 443) else f":{parts.port}"
    return f"https://{parts.hostname}{port}"


def _usable(subscription: WebSubscription) -> bool:
    """Whether the keys are a point of P-256 and a secret of 16 bytes."""
    try:
        point = _decoded(subscription.p256dh)
        secret = _decoded(subscription.auth)
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
    except (binascii.Error, ValueError):
        return False
    return len(point) == _POINT_BYTES and len(secret) == _SECRET_BYTES


def _decoded(text: str) -> bytes:
    return base64.b64decode(text.rstrip("=") + "=" * (-len(text.rstrip("=")) % 4), b"-_", True)
