"""pyfcm, hardened: it renews tokens in a race, sleeps for minutes, and misreads refusals.

Ours asks for an access token once for all threads, never sleeps, tries a broken connection once
more, and reads the answers itself.
"""

import contextlib
import importlib
import json
import threading
from datetime import datetime, timedelta
from typing import Any

import jwt
import msgspec
from msgspec import Struct
from pyfcm import FCMNotification

from service.platform.clock import Clock
from service.platform.push import Answer, FcmToken, Outcome, Ring, Urgency, pushed
from service.platform.push.accounts import FcmAccount
from service.platform.push.fcm_answers import Reading, read, refusal_of_login
from service.platform.push.gate import BROKEN, FIRST_SHARE, Told
from service.platform.push.retry_after import retry_after_s

_SCOPE = "https://www.googleapis.com/auth/firebase.messaging"
_GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer"
_ASSERTION_LASTS = timedelta(hours=1)
_BEFORE_END = timedelta(minutes=5)
_LASTS_MOST_S = 86_400
_TTL_MOST_S = 2_419_200
_BODY_BYTES_MAX = 65_536
_PAYLOAD_BYTES_MAX = 4096
# What requests raises are OSErrors; while a body is read urllib3's own come through.
_TROUBLES = (OSError, importlib.import_module("urllib3.exceptions").HTTPError)


class _Refused(Exception):
    """No message can be sent; what to tell is the argument."""

    def __init__(self, told: Told) -> None:
        super().__init__(told.answer.reason)
        self.told = told


class Credentials:
    """An access token that many threads use and one renews. What pyfcm asks of credentials."""

    def __init__(self, account: FcmAccount, clock: Clock, most_s: float) -> None:
        self._account = account
        self._clock = clock
        self._most_s = most_s
        self._lock = threading.Lock()
        self._until: datetime | None = None
        self.token = ""
        self.project_id = account.project_id

    def refresh(self, session: Any, refused: str = "") -> str:
        """The token of the moment, another one than the refused. Raises _Refused."""
        if not self._lock.acquire(timeout=self._most_s):
            raise _Refused(BROKEN)
        try:
            now = self._clock.now()
            fresh = self._until is not None and now < self._until - _BEFORE_END
            if not fresh or self.token == refused:
                self._ask(session, now)
            return self.token
        finally:
            self._lock.release()

    def _ask(self, session: Any, now: datetime) -> None:
        claims = {
            "iss": self._account.email,
            "scope": _SCOPE,
            "aud": self._account.audience,
            "iat": int(now.timestamp()),
            "exp": int((now + _ASSERTION_LASTS).timestamp()),
        }
        headers = {"kid": self._account.key_id}
        assertion = jwt.encode(claims, self._account.key, algorithm="RS256", headers=headers)
        form = {"grant_type": _GRANT, "assertion": assertion}
        posted = _post(
            session, self._account.token_url, {}, form, self._clock, self._most_s * FIRST_SHARE
        )
        if posted is None:
            raise _Refused(BROKEN)
        given = _Given()
        with contextlib.suppress(msgspec.MsgspecError):
            given = msgspec.json.decode(posted.body, type=_Given)
        if posted.status != 200 or not given.access_token:
            raise _Refused(refusal_of_login(posted.status, posted.body, posted.wait_s))
        lasts_s = max(0, min(_LASTS_MOST_S, given.expires_in))
        self.token, self._until = given.access_token, now + timedelta(seconds=lasts_s)


class FcmClient(FCMNotification):  # type: ignore[misc] # pyfcm has no types.
    """One for all threads; each has a session of its own."""

    def __init__(self, account: FcmAccount, clock: Clock, most_s: float) -> None:
        self.FCM_END_POINT_BASE = f"{account.url}/v1/projects"
        self._account = account
        self._clock = clock
        self._most_s = most_s
        self._sessions: list[Any] = []
        super().__init__(
            credentials=Credentials(account, clock, most_s), project_id=account.project_id
        )

    def ring(self, ring: Ring, address: FcmToken) -> Told:
        """Send one message from this thread."""
        payload = self._payload(ring, address)
        if len(payload) > _PAYLOAD_BYTES_MAX:
            return Told(Answer(Outcome.BAD_REQUEST, "payload too large"), None)
        try:
            return self.parse_response(self.send_request(payload))
        except _Refused as refused:
            return refused.told

    def close(self) -> None:
        """Give the connections back."""
        for session in self._sessions:
            session.close()

    @property
    def requests_session(self) -> Any:
        """The session of this thread: no retries of its own, no proxies, our authorities."""
        session = super().requests_session
        if getattr(self.thread_local, "hardened", None) is not session:
            session.trust_env = False
            session.verify = self._account.ca_file or True
            for prefix in ("https://", "http://"):
                adapter = session.get_adapter(prefix)
                adapter.max_retries = type(adapter.max_retries)(0, read=False)
            self.thread_local.hardened = session
            self._sessions.append(session)
        return session

    def request_headers(self) -> dict[str, str]:
        """What pyfcm puts on a session: nothing, for each request carries its own token."""
        return {}

    def send_request(self, payload: bytes | None = None, timeout: float | None = None) -> Reading:
        """What Google says to a message; once more where its token is refused. Raises _Refused."""
        del timeout
        token = self.credentials.refresh(self.requests_session)
        reading = self._once(payload or b"", token)
        if reading.renew:
            token = self.credentials.refresh(self.requests_session, refused=token)
            reading = self._once(payload or b"", token)
        return reading

    def parse_response(self, response: Reading) -> Told:
        """Answers are read where they come in."""
        return response.told

    def parse_payload(self, fid: str = "", **fields: Any) -> bytes:
        """pyfcm's payload; for an installation id, which it does not know of, too."""
        payload: bytes = super().parse_payload(**fields)
        if not fid:
            return payload
        whole = json.loads(payload)
        whole["message"]["fid"] = fid
        return msgspec.json.encode(whole)

    def _payload(self, ring: Ring, address: FcmToken) -> bytes:
        ttl_s = int((ring.expires_at - self._clock.now()).total_seconds())
        emergency = ring.urgency is Urgency.EMERGENCY
        return self.parse_payload(
            fid="" if address.token else address.fid,
            fcm_token=address.token or None,
            # Data alone, all of it text: the app's own code runs, rings, and says "received".
            data_payload={
                **{name: str(value) for name, value in pushed(ring).items()},
                "words": ring.words,
            },
            android_config={
                "priority": "HIGH" if emergency else "NORMAL",
                "ttl": f"{max(0, min(_TTL_MOST_S, ttl_s))}s",
                # One for all tasks: a phone off the network keeps four keys at most. What takes a
                # ring back has its own, or it could stand in the place of another task's ring.
                "collapse_key": "task" if ring.over is None else "over",
                "direct_boot_ok": True,
            },
        )

    def _once(self, payload: bytes, token: str) -> Reading:
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        wait_s = self._most_s * FIRST_SHARE
        session = self.requests_session
        posted = _post(session, self.fcm_end_point, headers, payload, self._clock, wait_s)
        if posted is None:
            return Reading(BROKEN)
        return read(posted.status, posted.body, posted.wait_s)


class _Given(Struct):
    access_token: str = ""
    expires_in: int = 3600


class _Posted(Struct):
    status: int
    body: bytes
    wait_s: float | None


def _post(
    session: Any, url: str, headers: dict[str, str], data: object, clock: Clock, wait_s: float
) -> _Posted | None:
    """The answer; None where the connection broke twice, the second time a new one."""
    for _ in range(2):
        try:
            with session.post(
                url,
                data=data,
                headers=headers,
                timeout=wait_s,
                stream=True,
                allow_redirects=False,
            ) as answer:
                body = _body(answer.raw, clock, clock.ticks() + wait_s)
                said = answer.headers
                asked_s = retry_after_s(said.get("Retry-After"), said.get("Date"))
                return _Posted(answer.status_code, body, asked_s)
        except _TROUBLES:
            continue
    return None


def _body(raw: Any, clock: Clock, until: float) -> bytes:
    """A body, not too long and not for too long: requests waits anew for each byte."""
    body = b""
    while chunk := raw.read1(_BODY_BYTES_MAX, decode_content=True):
        body += chunk
        if len(body) > _BODY_BYTES_MAX or clock.ticks() > until:
            raise TimeoutError("the answer has no end")
    return body
