"""HTTP Message Signatures (RFC 9421) with a digest of the body (RFC 9530)."""

import base64
from dataclasses import dataclass, field
from datetime import datetime

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from http_message_signatures import HTTPMessageSigner, MappingKeyResolver, SigningKey, algorithms

from kiosk_client.agent.identity import Algorithm

LABEL = "watchbell"
TAG = "watchbell"


@dataclass(slots=True)
class Message:
    """A request as the signing library sees it."""

    method: str
    url: str
    headers: dict[str, str] = field(default_factory=dict)


def make_key() -> str:
    """A new Ed25519 private key: its 32 bytes in base64."""
    return base64.b64encode(Ed25519PrivateKey.generate().private_bytes_raw()).decode()


def public_part(key: str) -> str:
    """The public half of an Ed25519 key: its 32 bytes in base64."""
    private = Ed25519PrivateKey.from_private_bytes(base64.b64decode(key))
    return base64.b64encode(private.public_key().public_bytes_raw()).decode()


def sign(
    message: Message,
    body: bytes | None,
    *,
    device_id: str,
    algorithm: Algorithm,
    key: str,
    at: datetime,
) -> None:
    """Add the signature, and where there is a body its digest, to the headers of message."""
    secret: SigningKey = base64.b64decode(key)
    if algorithm == "ed25519":
        secret = Ed25519PrivateKey.from_private_bytes(base64.b64decode(key))
    signer = HTTPMessageSigner(
        signature_algorithm=(
            algorithms.ED25519 if algorithm == "ed25519" else algorithms.HMAC_SHA256
        ),
        key_resolver=MappingKeyResolver(public_keys={}, private_keys={device_id: secret}),
    )
    signer.sign(
        message,
        key_id=device_id,
        created=at,
        label=LABEL,
        tag=TAG,
        covered_component_ids=("@method", "@path"),
        body=body,
    )
