"""Apple's provider token: one signature for many requests, renewed neither too often nor too late.

Apple refuses a token older than an hour, and whoever renews it more than once in twenty minutes.
"""

from datetime import datetime, timedelta

import jwt
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from msgspec import Struct

_YOUNGEST = timedelta(minutes=20)
_USUAL = timedelta(minutes=45)
_OLDEST = timedelta(minutes=59)  # A minute for the way and for two clocks.


class Made(Struct, frozen=True):
    """A signed token and the instant that it names."""

    text: str
    at: datetime


class ProviderToken:
    """The token of one key, the same on all connections of a process."""

    def __init__(self, key: EllipticCurvePrivateKey, *, key_id: str, team_id: str) -> None:
        self._key = key
        self._key_id = key_id
        self._team_id = team_id
        self._current: Made | None = None
        self._before: Made | None = None
        self._held_until: datetime | None = None

    def current(self, now: datetime) -> Made:
        """The token to send with; a new one where it is due."""
        made = self._current
        if made is None:
            return self._make(now)
        age = now - made.at
        held = self._held_until is not None and now < self._held_until
        if not timedelta(0) <= age < _OLDEST:  # Negative where the clock was set back.
            return self._make(now)
        return self._make(now) if age >= _USUAL and not held else made

    def after_expiry(self, used: Made, now: datetime) -> Made | None:
        """The token to try instead of one that Apple calls expired.

        None where that one is young: then a clock is wrong, and another token would be too.
        """
        if self._current is not used:
            return self.current(now)
        return self._make(now) if abs(now - used.at) >= _YOUNGEST else None

    def after_too_many(self, used: Made, now: datetime) -> Made | None:
        """The token to go back to when Apple says that they change too often, if one is valid.

        Until twenty minutes have passed, none is made but for one that has run out.
        """
        if self._current is not used:
            return self.current(now)
        self._held_until = now + _YOUNGEST
        before, self._before = self._before, None
        if before is None or not timedelta(0) <= now - before.at < _OLDEST:
            return None
        self._current = before
        return before

    def _make(self, now: datetime) -> Made:
        claims = {"iss": self._team_id, "iat": int(now.timestamp())}
        text = jwt.encode(claims, self._key, algorithm="ES256", headers={"kid": self._key_id})
        self._before, self._current = self._current, Made(text, now)
        return self._current
