"""Taking a new box into service."""

import hashlib
import json

from kiosk_client.agent.centre import Enrolment, enrol, identity_of
from kiosk_client.agent.contract import explain, foreign
from kiosk_client.agent.identity import Algorithm, Identity, IdentityFile
from kiosk_client.agent.link import Link, Server
from kiosk_client.agent.settings import Folder
from kiosk_client.agent.signing import make_key, public_part


class EnrolRefused(Exception):
    """The server has not taken the box in; says why."""


class Overheard(Exception):
    """A shared secret would travel where others can read it: use https, or Ed25519."""


async def enrol_box(
    folder: Folder, link: Link, server: Server, *, code: str, model: str, algorithm: Algorithm
) -> Identity:
    """Enrol the box and keep who it is. Raises EnrolRefused, Overheard, NotReached or NoAnswer.

    An Ed25519 key is on disk before the server hears of it: when the answer is lost, the same code
    is tried again with the same key.
    """
    key = _key_for(folder, server, code) if algorithm == "ed25519" else None
    if key is None and not server.is_private:
        raise Overheard
    public_key = None if key is None else public_part(key)
    answer = await enrol(link, server, Enrolment(code, model, algorithm, public_key))
    if other := foreign(answer):
        raise EnrolRefused(explain(other))
    facts = answer.facts()
    identity = None
    if answer.status in (200, 201):
        identity = identity_of(facts, server=server, algorithm=algorithm, key=key)
    if identity is None:
        raise EnrolRefused(str(facts.get("detail") or facts.get("title") or answer.status))
    file = IdentityFile(folder)
    with file.changing():
        file.save(identity)
    folder.enrolling.unlink(missing_ok=True)
    return identity


def _key_for(folder: Folder, server: Server, code: str) -> str:
    attempt = hashlib.sha256(f"{server.url} {code}".encode()).hexdigest()
    try:
        known = json.loads(folder.enrolling.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        known = {}
    if known.get("attempt") != attempt:
        known = {"attempt": attempt, "key": make_key()}
        folder.write(folder.enrolling, json.dumps(known))
    return str(known["key"])
