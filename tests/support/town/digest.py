"""How simulated cameras ask for a name and a password: Digest (RFC 7616), Basic, or not at all."""

import base64
import binascii
import hashlib
import hmac
import re
import secrets
import time
from dataclasses import dataclass
from enum import Enum

REALM = "IP Camera(Liuhe)"
NONCE_LIFE_S = 300
_HASHES = {"MD5": hashlib.md5, "SHA-256": hashlib.sha256}
_PAIRS = re.compile(r'(\w+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,]+))')


@dataclass(frozen=True, slots=True)
class Login:
    """What a camera asks for: kind is digest (both hashes), digest_md5, basic or none."""

    kind: str
    username: str | None
    password: str | None


class Verdict(Enum):
    """What a doorkeeper thinks of a request."""

    WELCOME = "welcome"
    REFUSED = "refused"
    STALE = "stale"  # The right password under a nonce that has expired.


class Doorkeeper:
    """Gives out nonces and judges what comes back; it remembers none of them."""

    def __init__(self, *, nonce_life_s: float = NONCE_LIFE_S) -> None:
        self._secret = secrets.token_bytes(32)
        self._nonce_life_s = nonce_life_s

    def challenges(self, login: Login, *, stale: bool, hashes: tuple[str, ...]) -> list[str]:
        """WWW-Authenticate values, the strongest first, of the hashes a protocol's clients know."""
        if login.kind == "basic":
            return [f'Basic realm="{REALM}"']
        known = ("MD5",) if login.kind == "digest_md5" else hashes
        nonce = self._nonce(int(time.time()))
        again = ", stale=true" if stale else ""
        return [
            f'Digest realm="{REALM}", qop="auth", algorithm={name}, nonce="{nonce}"{again}'
            for name in known
        ]

    def judge(self, header: str | None, *, method: str, target: str, login: Login) -> Verdict:
        """Whether an Authorization header opens `method target`."""
        if login.kind == "none":
            return Verdict.WELCOME
        scheme, _, rest = (header or "").partition(" ")
        if login.kind == "basic":
            right = scheme.lower() == "basic" and _basic(rest) == (login.username, login.password)
            return Verdict.WELCOME if right else Verdict.REFUSED
        if scheme.lower() != "digest":
            return Verdict.REFUSED
        parts = {key.lower(): quoted or bare for key, quoted, bare in _PAIRS.findall(rest)}
        return self._judge_digest(parts, method=method, target=target, login=login)

    def _judge_digest(
        self, parts: dict[str, str], *, method: str, target: str, login: Login
    ) -> Verdict:
        algorithm = parts.get("algorithm", "MD5").upper()
        if algorithm not in _HASHES or (login.kind == "digest_md5" and algorithm != "MD5"):
            return Verdict.REFUSED
        if parts.get("uri") != target or parts.get("username") != login.username:
            return Verdict.REFUSED
        issued = self._issued(parts.get("nonce", ""))
        if issued is None:
            return Verdict.REFUSED
        expected = _response(parts, algorithm, method, login)
        if not hmac.compare_digest(expected, parts.get("response", "").lower()):
            return Verdict.REFUSED
        fresh = time.time() - issued <= self._nonce_life_s
        return Verdict.WELCOME if fresh else Verdict.STALE

    def _nonce(self, issued: int) -> str:
        mark = f"{issued:08x}"
        return mark + hmac.new(self._secret, mark.encode(), hashlib.sha256).hexdigest()[:24]

    def _issued(self, nonce: str) -> int | None:
        """When the nonce was given out; None when it is not ours."""
        try:
            issued = int(nonce[:8], 16)
        except ValueError:
            return None
        return issued if hmac.compare_digest(self._nonce(issued).encode(), nonce.encode()) else None


def _basic(text: str) -> tuple[str, str] | None:
    try:
        name, _, password = base64.b64decode(text, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return None
    return name, password


def _response(parts: dict[str, str], algorithm: str, method: str, login: Login) -> str:
    """What a client that knows the password answers (RFC 7616, 3.4.1; 2069 without qop)."""

    def digest(text: str) -> str:
        return _HASHES[algorithm](text.encode()).hexdigest()

    first = digest(f"{login.username}:{REALM}:{login.password}")
    second = digest(f"{method}:{parts.get('uri', '')}")
    nonce = parts.get("nonce", "")
    if "qop" not in parts:
        return digest(f"{first}:{nonce}:{second}")
    middle = f"{nonce}:{parts.get('nc', '')}:{parts.get('cnonce', '')}:{parts['qop']}"
    return digest(f"{first}:{middle}:{second}")
