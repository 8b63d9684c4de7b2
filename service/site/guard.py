"""The door for boxes: every request is signed by a device (RFC 9421) over its body (RFC 9530).

The signature's own times are not judged. A box whose clock is wrong by years must be heard, and
a request that is sent twice does nothing twice: presses carry an id, heartbeats say nothing new.
"""

import re
from datetime import timedelta
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from http_message_signatures import (
    HTTPMessageSignaturesException,
    HTTPMessageVerifier,
    HTTPSignatureKeyResolver,
    InvalidSignature,
    algorithms,
)
from litestar import Request
from litestar.connection import ASGIConnection
from litestar.di import NamedDependency
from litestar.handlers import BaseRouteHandler

from service.core.problem import Problem
from service.platform import asks
from service.platform.gate import Gate, TooOften
from service.platform.house import House
from service.platform.outbox import site_scope
from service.platform.web import GivenHouse, StrictRequest
from service.site import actions, beats, plainly, rules
from service.site.wire import Algorithm, DeviceAt, ForgedDevice, UnknownDevice, Unsigned

TAG = "watchbell"
SIGNED: list[dict[str, list[str]]] = [{"device": []}]

# Found before it is verified, only to know whose key to verify it with.
_KEY_ID = re.compile(r';keyid="([0-9a-f-]{36})"')


class _Verifier(HTTPMessageVerifier):
    """The library's verifier, without its opinion on the box's clock."""

    require_created = False

    def validate_created_and_expires(
        self, sig_input: Any, max_age: timedelta | None = None
    ) -> None:
        """Whatever time a box claims is accepted."""


class _OneKey(HTTPSignatureKeyResolver):
    """The key of the one device that the request claims to come from."""

    def __init__(self, device_id: UUID, key: Any) -> None:
        self._device_id = str(device_id)
        self._key = key

    def resolve_public_key(self, key_id: str) -> Any:
        """The key, if the signature names the same device."""
        return self._key if key_id == self._device_id else None

    def resolve_private_key(self, key_id: str) -> Any:
        """Nothing is signed here."""
        raise LookupError(f"no key of {key_id} is held here: signatures are only checked")


class _Message:
    """A request as the library wants to see it."""

    def __init__(self, method: str, path: str, headers: dict[str, str]) -> None:
        self.method = method
        self.url = f"http://box{path}"
        self.headers = headers


async def signed_by_device(
    connection: ASGIConnection[Any, Any, Any, Any], _handler: BaseRouteHandler
) -> None:
    """A guard that lets in what an enrolled device has signed.

    Refusals in a known device's name are counted and shown as tampering of its site. One that has
    gone mad is told to come back (TooOften), and its site hears of it once a minute.
    """
    assert isinstance(connection, Request)
    house: House = connection.app.state.house
    device_id = _claimed(connection.headers.get("signature-input", ""))
    gate: Gate = connection.app.state.gate
    device = await actions.find_device(house, device_id)
    if device is None:
        raise UnknownDevice
    problem = rules.refusal(device.state) or _check(
        house, device, connection, await connection.body()
    )
    if problem is not None:
        count = gate.refused(str(device.device_id), problem.code)
        if count:
            await actions.note_refusal(house, device, problem.code, count)
        raise problem
    try:
        await gate.count_signed(connection.scope, str(device.device_id))
    except TooOften as too_often:
        if gate.is_news(str(device.device_id)):
            await actions.note_refusal(house, device, too_often.code, 1)
        raise
    asks.person([site_scope(device.site_id), *(asks.up(code) for code in device.lineage)])
    connection.state.device = device
    connection.state.asker = str(device.device_id)


GivenDevice = NamedDependency[DeviceAt]


async def provide_device(house: GivenHouse, request: StrictRequest) -> DeviceAt:
    """Which device asks, as the guard found; after the house, as with `provide_who`."""
    del house
    device: DeviceAt = request.state.device
    return device


def _claimed(signature_input: str) -> UUID:
    found = _KEY_ID.search(signature_input)
    if found is None:
        raise Unsigned(field="Signature-Input")
    try:
        return UUID(found[1])
    except ValueError as error:
        raise UnknownDevice from error


def _check(
    house: House, device: DeviceAt, request: Request[Any, Any, Any], body: bytes
) -> Problem | None:
    secret = beats.key_of(house, device)
    headers, path = _headers(request), request.url.path
    if device.algorithm is not None and plainly.is_signed(
        request.method,
        path,
        headers,
        body,
        device_id=str(device.device_id),
        algorithm=device.algorithm,
        key=secret,
    ):
        return None
    if device.algorithm is Algorithm.HMAC_SHA256:
        algorithm: Any = algorithms.HMAC_SHA256
        key: Any = secret
    else:
        algorithm = algorithms.ED25519
        key = Ed25519PublicKey.from_public_bytes(secret)
    verifier = _Verifier(signature_algorithm=algorithm, key_resolver=_OneKey(device.device_id, key))
    message = _Message(request.method, path, headers)
    try:
        verifier.verify(
            message,
            max_age=None,
            expect_tag=TAG,
            require_components=("@method", "@path"),
            body=body,
        )
    except (InvalidSignature, HTTPMessageSignaturesException):
        return ForgedDevice()
    return None


def _headers(request: Request[Any, Any, Any]) -> dict[str, str]:
    """The headers that a signature may cover; a repeated one is joined as RFC 9421 says."""
    joined: dict[str, str] = {}
    for name, value in request.headers.multi_items():
        joined[name] = f"{joined[name]}, {value}" if name in joined else value
    return joined
