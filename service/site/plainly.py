"""Whether a request is signed just as boxes of ours sign, found out without taking it apart.

Reading every form that RFC 9421 allows costs three times as much as the signature itself. One form
is what nearly every request has; whatever has another, or a signature that does not hold, is for
the library to judge (`guard`), so this only ever says yes.
"""

import base64
import hashlib
import hmac
import re
from collections.abc import Mapping

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from service.site.wire import Algorithm

_INPUT = re.compile(
    r'watchbell=(\("@method" "@path" "content-digest"\);created=[0-9]{1,12}'
    r';keyid="([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})"'
    r';alg="(ed25519|hmac-sha256)";tag="watchbell")'
)
_SIGNATURE = re.compile(r"watchbell=:([A-Za-z0-9+/]{43,86}={0,2}):")


def key_id_of(signature_input: str) -> str | None:
    """Whose signature a request of the usual form claims to carry."""
    found = _INPUT.fullmatch(signature_input)
    return None if found is None else found[2]


def is_signed(
    method: str,
    path: str,
    headers: Mapping[str, str],
    body: bytes,
    *,
    device_id: str,
    algorithm: Algorithm,
    key: bytes,
) -> bool:
    """Whether it has the usual form and its signature and digest hold.

    Names of headers are in small letters; a header that came twice must not be among them as one.
    """
    given = _INPUT.fullmatch(headers.get("signature-input", ""))
    found = _SIGNATURE.fullmatch(headers.get("signature", ""))
    if given is None or found is None or (given[2], given[3]) != (device_id, algorithm.value):
        return False
    digest = f"sha-256=:{base64.b64encode(hashlib.sha256(body).digest()).decode()}:"
    if headers.get("content-digest") != digest:
        return False
    base = (
        f'"@method": {method}\n"@path": {path}\n"content-digest": {digest}\n'
        f'"@signature-params": {given[1]}'
    ).encode()
    try:
        signature = base64.b64decode(found[1], validate=True)
    except ValueError:
        return False
    if algorithm is Algorithm.HMAC_SHA256:
        return hmac.compare_digest(hmac.digest(key, base, "sha256"), signature)
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, base)
    except InvalidSignature:
        return False
    return True
