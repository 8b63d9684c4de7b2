"""Logging in to a camera over RTSP: Basic and Digest as RFC 2617 has them, and SHA-256."""

import base64
import hashlib
import re
import secrets
from collections.abc import Callable, Sequence

_PARTS = re.compile(r'(\w+)\s*=\s*(?:"([^"]*)"|([^\s,]+))')
_HASHES = {"md5": hashlib.md5, "sha-256": hashlib.sha256}


class Login:
    """Name and password of one camera, and what it asked for last."""

    def __init__(self, username: str, password: str) -> None:
        self._username, self._password = username, password
        self._challenge: dict[str, str] | None = None
        self._count = 0

    def may_answer(self, challenges: Sequence[str]) -> bool:
        """Whether a request that was refused may be sent again, now with a login.

        Not twice with the same: a camera locks an account that is tried over and over.
        """
        known = [c for c in map(_read, challenges) if _answerable(c)]
        if not self._username or not known:
            return False
        best = min(known, key=lambda challenge: challenge["scheme"] != "digest")
        again = self._challenge is None or best.get("stale", "").lower() == "true"
        self._challenge = best
        return again

    def header(self, method: str, url: str) -> str:
        """What proves us, where that was asked for; else nothing."""
        if self._challenge is None:
            return ""
        if self._challenge["scheme"] == "basic":
            pair = f"{self._username}:{self._password}".encode()
            return f"Basic {base64.b64encode(pair).decode()}"
        return self._digest(self._challenge, method, url)

    def _digest(self, challenge: dict[str, str], method: str, url: str) -> str:
        hashed = _hash(challenge)
        realm, nonce = challenge.get("realm", ""), challenge.get("nonce", "")
        who, what = hashed(f"{self._username}:{realm}:{self._password}"), hashed(f"{method}:{url}")
        said = {"username": self._username, "realm": realm, "nonce": nonce, "uri": url}
        bare = {name: challenge[name] for name in ("algorithm",) if name in challenge}
        if "auth" in re.split(r"[\s,]+", challenge.get("qop", "")):
            self._count += 1
            bare |= {"qop": "auth", "nc": f"{self._count:08x}"}
            said["cnonce"] = secrets.token_hex(8)
            said["response"] = hashed(
                ":".join((who, nonce, bare["nc"], said["cnonce"], "auth", what))
            )
        else:
            said["response"] = hashed(f"{who}:{nonce}:{what}")
        if "opaque" in challenge:
            said["opaque"] = challenge["opaque"]
        parts = [f'{name}="{value}"' for name, value in said.items()]
        parts += [f"{name}={value}" for name, value in bare.items()]
        return f"Digest {', '.join(parts)}"


def _read(line: str) -> dict[str, str]:
    scheme, _, rest = line.strip().partition(" ")
    parts = {m[1].lower(): m[2] if m[2] is not None else m[3] for m in _PARTS.finditer(rest)}
    return parts | {"scheme": scheme.lower()}


def _answerable(challenge: dict[str, str]) -> bool:
    if challenge["scheme"] == "basic":
        return True
    algorithm = challenge.get("algorithm", "MD5").lower()
    return challenge["scheme"] == "digest" and algorithm in _HASHES


def _hash(challenge: dict[str, str]) -> Callable[[str], str]:
    make = _HASHES[challenge.get("algorithm", "MD5").lower()]
    return lambda text: make(text.encode()).hexdigest()
