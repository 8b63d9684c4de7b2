"""Small parts: power, TLS with a wrong clock, names without a name server."""

import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from kiosk_client.agent.link import Link, NotReached, Server
from kiosk_client.agent.log import Log
from kiosk_client.agent.power import read_power
from tests.kiosk.desk import Desk


def supply(folder: Path, name: str, **facts: str) -> None:
    (folder / name).mkdir()
    for fact, text in facts.items():
        (folder / name / fact).write_text(text + "\n")


@pytest.mark.parametrize(
    ("mains", "battery", "power"),
    [
        ("1", "93", {"power": "mains", "battery_pct": 93}),
        ("0", "12", {"power": "battery", "battery_pct": 12}),
        ("1", None, {"power": "mains"}),
        (None, "50", {"battery_pct": 50}),
        (None, "unknown", {}),
        (None, None, {}),
    ],
)
def test_the_power_is_told_as_far_as_it_is_known(
    tmp_path: Path, mains: str | None, battery: str | None, power: dict[str, str | int]
) -> None:
    if mains is not None:
        supply(tmp_path, "AC", type="Mains", online=mains)
    if battery is not None:
        supply(tmp_path, "BAT0", type="Battery", capacity=battery)
    assert read_power(tmp_path) == power
    assert read_power(tmp_path / "missing") == {}


def certificate(folder: Path, begin: datetime, name: str = "localhost") -> ssl.SSLContext:
    """A server with a certificate of its own authority, good for a year from begin."""
    authority, key = (
        ec.generate_private_key(ec.SECP256R1()),
        ec.generate_private_key(ec.SECP256R1()),
    )
    long_ago, far_off = datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)
    issuer = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "County authority")])
    root = (
        x509.CertificateBuilder()
        .subject_name(issuer)
        .issuer_name(issuer)
        .public_key(authority.public_key())
        .serial_number(1)
        .not_valid_before(long_ago)
        .not_valid_after(far_off)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(
            x509.SubjectKeyIdentifier.from_public_key(authority.public_key()), critical=False
        )
        .add_extension(
            x509.KeyUsage(True, False, False, False, False, True, True, False, False),
            critical=True,
        )
        .sign(authority, hashes.SHA256())
    )
    leaf = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([]))
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(2)
        .not_valid_before(begin)
        .not_valid_after(begin + timedelta(days=365))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=True)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(authority.public_key()),
            critical=False,
        )
        .sign(authority, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    (folder / "root.pem").write_bytes(root.public_bytes(pem))
    (folder / "server.pem").write_bytes(
        leaf.public_bytes(pem)
        + key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "server.pem")
    return context


async def reaches(desk: Desk) -> bool:
    try:
        server = Server("https", "localhost", desk.port)
        answer = await Link(Log()).ask(server, "GET", "/v1/alarms/x/progress", {}, None)
    except NotReached:
        return False
    return answer.status == 401


@pytest.mark.parametrize("year", [2005, 2090], ids=["expired", "not yet valid"])
async def test_a_certificate_out_of_date_does_not_stop_a_press(
    tmp_path: Path, year: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Seen from a box whose clock is wrong by years, a good certificate is out of date."""
    context = certificate(tmp_path, datetime(year, 1, 1, tzinfo=UTC))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "root.pem"))
    async with Desk(ssl_context=context) as desk:
        assert await reaches(desk)


@pytest.mark.parametrize("year", [2005, 2026])
async def test_a_certificate_for_another_name_is_refused(
    tmp_path: Path, year: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    context = certificate(tmp_path, datetime(year, 1, 1, tzinfo=UTC), "elsewhere.example")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "root.pem"))
    async with Desk(ssl_context=context) as desk:
        assert not await reaches(desk)


@pytest.mark.parametrize("year", [2005, 2026])
async def test_a_certificate_of_an_unknown_authority_is_refused(tmp_path: Path, year: int) -> None:
    context = certificate(tmp_path, datetime(year, 1, 1, tzinfo=UTC))
    async with Desk(ssl_context=context) as desk:
        assert not await reaches(desk)


async def test_nobody_there_is_said_at_once() -> None:
    with pytest.raises(NotReached):
        await Link(Log()).ask(Server("http", "127.0.0.1", 1), "GET", "/", {}, None)
