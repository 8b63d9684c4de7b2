"""An authority, certificates for loopback, and the keys and files that operators have."""

import datetime
import ipaddress
import json
import ssl
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import NameOID

KEY_ID, TEAM_ID, TOPIC = "ABC123DEFG", "DEF123GHIJ", "org.watchbell.patrol"
PROJECT = "watchbell-test"
CLIENT_ID, CLIENT_SECRET = "102030405", "a-secret-of-the-app"
CONTACT = "mailto:duty@watchbell.test"

_SINCE = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)
_UNTIL = datetime.datetime(2100, 1, 1, tzinfo=datetime.UTC)


@dataclass(frozen=True)
class Keys:
    """A folder with all of it; servers and channels read the same files, in whichever process."""

    folder: Path

    @property
    def ca(self) -> Path:
        """What a client trusts."""
        return self.folder / "ca.pem"

    @property
    def apns(self) -> Path:
        """The team's key."""
        return self.folder / "apns.p8"

    @property
    def web_push(self) -> Path:
        """The key that signs for browsers."""
        return self.folder / "web_push.pem"

    @property
    def google(self) -> Path:
        """Google's file of a service account."""
        return self.folder / "google.json"

    @property
    def huawei(self) -> Path:
        """Huawei's file of a service account."""
        return self.folder / "huawei.json"

    def server_context(self, *protocols: str) -> ssl.SSLContext:
        """What a server on loopback shows."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.folder / "server.pem")
        if protocols:
            context.set_alpn_protocols(list(protocols))
        return context

    def public(self, file: Path) -> bytes:
        """The public half of a key, as PEM."""
        return (file.with_suffix(".pub")).read_bytes()


def make_keys(folder: Path) -> Keys:
    """Everything anew; the elliptic ones are quick, the RSA key is shared."""
    keys = Keys(folder)
    _make_certificates(folder)
    for file in (keys.apns, keys.web_push):
        _write_key(file, ec.generate_private_key(ec.SECP256R1()))
    shared = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    for file in (keys.google, keys.huawei):
        file.with_suffix(".pub").write_bytes(_public(shared))
    keys.google.write_text(
        json.dumps(
            {
                "type": "service_account",
                "project_id": PROJECT,
                "private_key": _private(shared).decode(),
                "private_key_id": "google-key-1",
                "client_email": "push@watchbell-test.iam.gserviceaccount.com",
                "token_uri": "https://oauth2.googleapis.com/token",
            }
        )
    )
    keys.huawei.write_text(
        json.dumps(
            {
                "project_id": PROJECT,
                "private_key": _private(shared).decode(),
                "key_id": "huawei-key-1",
                "sub_account": "114514",
                "token_uri": "https://oauth-login.cloud.huawei.com/oauth2/v3/token",
            }
        )
    )
    return keys


def _make_certificates(folder: Path) -> None:
    ca_key, key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    ca_name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Authority on loopback")])
    ca = (
        _certificate(ca_name, ca_name, ca_key)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signs=True), critical=True)
        .sign(ca_key, hashes.SHA256())
    )
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Gateway on loopback")])
    names = [
        x509.DNSName("localhost"),
        x509.DNSName("push.localhost"),
        x509.IPAddress(ipaddress.ip_address("127.0.0.1")),
    ]
    authority = x509.AuthorityKeyIdentifier.from_issuer_public_key(ca_key.public_key())
    server = (
        _certificate(name, ca_name, key)
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(authority, critical=False)
        .sign(ca_key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    (folder / "ca.pem").write_bytes(ca.public_bytes(pem))
    (folder / "server.pem").write_bytes(_private(key) + server.public_bytes(pem))


def _certificate(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePrivateKey
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(_SINCE)
        .not_valid_after(_UNTIL)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )


def _usage(*, signs: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=True,
        key_cert_sign=signs,
        crl_sign=signs,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def _write_key(file: Path, key: ec.EllipticCurvePrivateKey) -> None:
    file.write_bytes(_private(key))
    file.with_suffix(".pub").write_bytes(_public(key))


def _private(key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )


def _public(key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey) -> bytes:
    return key.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
