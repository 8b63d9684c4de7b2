"""The centre as the box sees it: what is asked, and what each answer means."""

import base64
import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from kiosk_client import VERSION
from kiosk_client.agent.clock import Clock
from kiosk_client.agent.contract import HEADER, SPOKEN, foreign
from kiosk_client.agent.identity import HEARTBEAT_S, Algorithm, Identity, IdentityFile
from kiosk_client.agent.link import Answer, Link, NoAnswer, NotReached, Server
from kiosk_client.agent.settings import Taken
from kiosk_client.agent.signing import Message, public_part, sign
from kiosk_client.agent.touch import TOLD, Press, State

# Answers that are about this one press, not about the centre, the box or the way between.
UNFIT_STATUS = (400, 409, 413, 415, 422)
REFUSED_STATUS = (401, 403)
REFUSED_PREFIX = "device."
RETRY_AFTER_STATUS = (429, 503)
ETA_S_MAX = 24 * 3600.0
TOLD_MAX = 100  # Presses read from one heartbeat answer.


class Outcome(StrEnum):
    """What became of a question."""

    DONE = "done"
    REFUSED = "refused"  # The centre does not know this box, or no longer.
    FOREIGN = "foreign"  # The centre speaks no contract that this box does.
    UNFIT = "unfit"  # The centre does not take this press as it is.
    TROUBLED = "troubled"  # Something answered, but not as the centre does when all is well.
    SILENT = "silent"  # A connection, and no whole answer.
    NOT_REACHED = "not reached"


@dataclass(frozen=True, slots=True)
class Verdict:
    """An answer and its meaning. reason is a status or a code, never a body."""

    outcome: Outcome
    reason: str = ""
    facts: dict[str, Any] | None = None
    retry_after_s: float | None = None
    foreign: str = ""  # The contracts that the centre names, where this box speaks none of them.


@dataclass(frozen=True, slots=True)
class Progress:
    """How far one press has come, how long the nearest unit still needs, whether it is a test."""

    press_id: str
    state: State
    eta_s: float | None
    test: bool = False


class Centre:
    """Asks the centre, signed. hear, where given, is told of each outcome."""

    def __init__(
        self,
        identity: IdentityFile,
        link: Link,
        clock: Clock,
        hear: Callable[[Verdict], None] | None = None,
    ) -> None:
        self.identity = identity
        self._link = link
        self._clock = clock
        self._hear = hear

    async def send(self, press: Press) -> tuple[Verdict, State]:
        """Send a press; done only where the centre says which alarm it became."""
        verdict = await self._ask("POST", "/v1/alarms", press.body(), wanted=("alarm_id",))
        return verdict, TOLD.get(str((verdict.facts or {}).get("state")), State.RECEIVED)

    async def beat(self, facts: dict[str, Any]) -> tuple[Verdict, list[Progress]]:
        """A sign of life; answered with how far this box's presses have come."""
        verdict = await self._ask("POST", "/v1/devices/heartbeat", facts, wanted=("now",))
        told = (verdict.facts or {}).get("presses")
        items = told[:TOLD_MAX] if isinstance(told, list) else []
        return verdict, [found for item in items if (found := _progress(item)) is not None]

    async def progress(self, press_id: str) -> tuple[Verdict, Progress | None]:
        """How far one press has come."""
        path = f"/v1/alarms/{press_id}/progress"
        verdict = await self._ask("GET", path, None, wanted=("state",))
        return verdict, _progress({"press_id": press_id} | (verdict.facts or {}))

    async def rotate(self, next_key: str) -> Verdict:
        """Tell the centre the next key, signed by the present one."""
        facts = {"public_key": public_part(next_key)}
        return await self._ask("POST", "/v1/devices/rotate", facts, wanted=("device_id",))

    async def fetch(self, path: str) -> Answer | None:
        """What the centre has at a path, asked for as this box; None where no answer came."""
        identity, answer = self.identity.read(), None
        for key in identity.keys:
            with suppress(NotReached, NoAnswer):
                answer = await self._send(key, identity, "GET", path, None)
                if answer.status not in REFUSED_STATUS:
                    break
        return answer

    async def _ask(
        self, method: str, path: str, facts: dict[str, Any] | None, *, wanted: tuple[str, ...]
    ) -> Verdict:
        identity = self.identity.read()
        body = None if facts is None else json.dumps(facts).encode()
        verdict = Verdict(Outcome.NOT_REACHED)
        for key in identity.keys:
            verdict = await self._ask_with(key, identity, method, path, body, wanted)
            if verdict.outcome is not Outcome.REFUSED:
                break
        if verdict.outcome is Outcome.DONE and key != identity.key:
            # A rotation was cut off after the centre had taken the key.
            with suppress(Taken):  # Else at the next answer.
                self.identity.promote(key)
        if self._hear is not None:
            self._hear(verdict)
        return verdict

    async def _ask_with(
        self,
        key: str,
        identity: Identity,
        method: str,
        path: str,
        body: bytes | None,
        wanted: tuple[str, ...],
    ) -> Verdict:
        try:
            answer = await self._send(key, identity, method, path, body)
        except NotReached as error:
            return Verdict(Outcome.NOT_REACHED, str(error))
        except NoAnswer as error:
            return Verdict(Outcome.SILENT, str(error))
        return judge(answer, wanted)

    async def _send(
        self, key: str, identity: Identity, method: str, path: str, body: bytes | None
    ) -> Answer:
        """One signed question. Raises NotReached or NoAnswer."""
        server = Server.parse(identity.server)
        message = Message(method, server.url + path, _headers(body))
        sign(
            message,
            body,
            device_id=identity.device_id,
            algorithm=identity.algorithm,
            key=key,
            at=self._clock.wall(),
        )
        return await self._link.ask(server, method, path, message.headers, body)


@dataclass(frozen=True, slots=True)
class Enrolment:
    """What a box says of itself when it is enrolled; public_key for Ed25519 only."""

    code: str
    model: str
    algorithm: Algorithm
    public_key: str | None

    def body(self) -> bytes:
        said = {"code": self.code, "model": self.model, "algorithm": self.algorithm}
        if self.public_key is not None:
            said["public_key"] = self.public_key
        return json.dumps(said).encode()


async def enrol(link: Link, server: Server, enrolment: Enrolment) -> Answer:
    """Ask to be taken in. Raises NotReached or NoAnswer."""
    body = enrolment.body()
    return await link.ask(server, "POST", "/v1/devices/enrol", _headers(body), body)


def identity_of(
    facts: dict[str, Any], *, server: Server, algorithm: Algorithm, key: str | None
) -> Identity | None:
    """The identity that an enrolment answer gives, or None where the answer lacks a part."""
    site, device_id = facts.get("site"), facts.get("device_id")
    secret = key if key is not None else facts.get("secret")
    beat_s = facts.get("heartbeat_s")
    if not (isinstance(site, dict) and isinstance(device_id, str) and isinstance(secret, str)):
        return None
    try:
        base64.b64decode(secret, validate=True)
    except ValueError:
        return None
    return Identity(
        server=server.url,
        device_id=device_id,
        site_id=str(site.get("site_id", "")),
        site_name=str(site.get("name", "")),
        heartbeat_s=float(beat_s) if isinstance(beat_s, int | float) else HEARTBEAT_S,
        algorithm=algorithm,
        key=secret,
    )


def judge(answer: Answer, wanted: tuple[str, ...]) -> Verdict:
    """What an answer means. wanted names the facts without which it is not the centre's."""
    facts = answer.facts()
    status = answer.status
    code = facts.get("code")
    other = foreign(answer)
    if status in (200, 201) and all(isinstance(facts.get(name), str) for name in wanted):
        # Done is done, whatever else the centre has come to speak: a press that it took is taken.
        return Verdict(Outcome.DONE, str(status), facts, foreign=other)
    if other:
        return Verdict(Outcome.FOREIGN, f"contract {other}", foreign=other)
    if isinstance(code, str):
        # Only a problem with a code is the centre's own word; a portal on the way has none.
        if status in REFUSED_STATUS and code.startswith(REFUSED_PREFIX):
            return Verdict(Outcome.REFUSED, code)
        if status in UNFIT_STATUS:
            return Verdict(Outcome.UNFIT, code)
    wait = answer.headers.get("retry-after", "") if status in RETRY_AFTER_STATUS else ""
    return Verdict(
        Outcome.TROUBLED, str(status), retry_after_s=float(wait) if wait.isdecimal() else None
    )


def _headers(body: bytes | None) -> dict[str, str]:
    headers = {"Accept": "application/json", "User-Agent": f"watchbell-kiosk/{VERSION}"}
    headers[HEADER] = ", ".join(str(major) for major in SPOKEN)
    return headers if body is None else headers | {"Content-Type": "application/json"}


def _progress(item: object) -> Progress | None:
    if not isinstance(item, dict):
        return None
    press_id, state, eta_s = item.get("press_id"), item.get("state"), item.get("eta_s")
    if not isinstance(press_id, str) or not isinstance(state, str) or state not in TOLD:
        return None
    told_s = float(eta_s) if isinstance(eta_s, int | float) and 0 <= eta_s <= ETA_S_MAX else None
    return Progress(press_id, TOLD[state], told_s, item.get("test") is True)
