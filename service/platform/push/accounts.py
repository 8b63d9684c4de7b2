"""Who we are to the gateways: apart from what speaks to them, which is loaded only when needed."""

from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey


class FcmAccount(Struct, frozen=True):
    """A service account of the project, and the addresses of both of Google's doors."""

    project_id: str
    email: str
    key: "RSAPrivateKey"
    key_id: str
    audience: str
    token_url: str
    url: str
    ca_file: str


class WebPushKey(Struct, frozen=True):
    """Who we are to the push services: a key, and somebody they can write to."""

    key: "EllipticCurvePrivateKey"
    contact: str
