"""A new key for the box, in steps of which each may be the last before a power cut."""

from dataclasses import replace

from kiosk_client.agent.centre import Centre, Outcome, Verdict
from kiosk_client.agent.identity import IdentityFile
from kiosk_client.agent.signing import make_key


class SharedSecret(Exception):
    """A box with a shared secret has no key of its own to change; it is enrolled anew."""


async def rotate(identity: IdentityFile, centre: Centre) -> Verdict:
    """Give the centre a new key. Raises SharedSecret.

    The new key is on disk beside the old one before the centre hears of it, and the old one goes
    when the centre has said yes. A rotation that was cut off goes on with the same new key, so that
    a request still on its way cannot bring in another.
    """
    with identity.changing():
        now = identity.read()
        if now.algorithm != "ed25519":
            raise SharedSecret
        next_key = now.next_key or make_key()
        if now.next_key is None:
            identity.save(replace(now, next_key=next_key))
    verdict = await centre.rotate(next_key)
    if verdict.outcome is Outcome.DONE:
        identity.promote(next_key)
    return verdict
