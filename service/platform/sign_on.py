"""Single sign-on: a provider of OpenID Connect, asked by the authorization code flow with PKCE.

What it says is believed when it is signed by one of its keys with an algorithm of two keys, comes
from it, is for us, is not over, and carries the nonce of this very sign-in.
"""

import asyncio
import base64
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import quote, urlencode

import aiohttp
import msgspec
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from msgspec import Struct

from service.platform.clock import Clock
from service.settings import Settings, WrongSetting

T = TypeVar("T")

_WAIT_S = 10.0
_ANSWER_BYTES_MAX = 256 * 1024
# Never one whose key both sides have: whoever reads our key could then speak for the provider.
_ALGORITHMS = ("RS256", "PS256", "ES256", "EdDSA")
_KNOWN_FOR_S = 3600.0
# An unknown key is looked for at once, but not by every forged token anew.
_KEYS_AGAIN_S = 10.0
_LEEWAY_S = 60


class SignOnFailed(Exception):
    """The provider did not answer, or what it said is not to be believed; the text says why."""


class MappedRole(Struct, frozen=True, forbid_unknown_fields=True):
    """A role in an area, for whoever has a value among those of a claim."""

    claim: str
    value: str
    role: str
    area_code: str


class _Metadata(Struct, frozen=True):
    """What a provider says of itself (OpenID Connect Discovery 1.0)."""

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    end_session_endpoint: str = ""


class _Tokens(Struct, frozen=True):
    id_token: str


class Provider:
    """The provider that the settings name."""

    def __init__(self, settings: Settings, clock: Clock) -> None:
        """Raises WrongSetting where the secret cannot be read."""
        self.issuer = settings.sign_on_issuer
        self.redirect = f"{settings.public_url.rstrip('/')}/v1/sign-on/callback"
        self._home = f"{settings.public_url.rstrip('/')}/console/"
        self._client_id = settings.sign_on_client_id
        self._secret = _secret_of(settings.sign_on_secret_file)
        self.mapping = _mapping_of(settings.sign_on_roles_file)
        self._scope = settings.sign_on_scope
        self._clock = clock
        self._session: aiohttp.ClientSession | None = None
        self._metadata: _Metadata | None = None
        self._keys: KeySet | None = None
        self._metadata_at = self._keys_at = 0.0
        self._asking = asyncio.Lock()

    async def close(self) -> None:
        """Give connections back."""
        if self._session is not None:
            await self._session.close()

    async def begin(self, state: str, nonce: str, verifier: str) -> str:
        """The address at which somebody signs in. Raises SignOnFailed."""
        said = {
            "response_type": "code",
            "client_id": self._client_id,
            "redirect_uri": self.redirect,
            "scope": self._scope,
            "state": state,
            "nonce": nonce,
            "code_challenge": create_s256_code_challenge(verifier),  # type: ignore[no-untyped-call]
            "code_challenge_method": "S256",
        }
        return _with((await self._known()).authorization_endpoint, said)

    async def end(self) -> str:
        """The address at which somebody signs out of the provider too. Raises SignOnFailed."""
        where = (await self._known()).end_session_endpoint
        said = {"client_id": self._client_id, "post_logout_redirect_uri": self._home}
        return _with(where, said) if where else self._home

    async def finish(self, code: str, nonce: str, verifier: str) -> Mapping[str, Any]:
        """What the provider says of whoever came back with a code. Raises SignOnFailed."""
        metadata = await self._known()
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self.redirect,
            "code_verifier": verifier,
            "client_id": self._client_id,
        }
        body = await self._ask("POST", metadata.token_endpoint, data=form, headers=self._login())
        return await self._believed(_decoded(body, _Tokens).id_token, nonce)

    def _login(self) -> dict[str, str]:
        """Who we are, as RFC 6749, 2.3.1 writes it; without a secret the form alone says it."""
        if not self._secret:
            return {}
        pair = f"{quote(self._client_id, safe='')}:{quote(self._secret, safe='')}"
        return {"Authorization": f"Basic {base64.b64encode(pair.encode()).decode()}"}

    async def _believed(self, token: str, nonce: str) -> Mapping[str, Any]:
        try:
            try:
                found = jwt.decode(token, await self._signing_keys(), algorithms=[*_ALGORITHMS])
            except (JoseError, ValueError):
                # The provider may have changed its keys since.
                keys = await self._signing_keys(anew=True)
                found = jwt.decode(token, keys, algorithms=[*_ALGORITHMS])
            claims = CodeIDToken(
                found.claims,
                found.header,
                options={
                    "iss": {"essential": True, "value": self.issuer},
                    "aud": {"essential": True, "value": self._client_id},
                    "nonce": {"essential": True},
                },
                params={"nonce": nonce, "client_id": self._client_id},
            )
            claims.validate(now=int(self._now_s()), leeway=_LEEWAY_S)
        except (JoseError, ValueError, TypeError) as error:
            raise SignOnFailed(
                f"the token is not to be believed: {type(error).__name__}"
            ) from error
        if not isinstance(found.claims.get("sub"), str) or not found.claims["sub"]:
            raise SignOnFailed("the token names nobody")
        return found.claims

    async def _known(self) -> _Metadata:
        async with self._asking:
            if self._metadata is None or self._now_s() - self._metadata_at > _KNOWN_FOR_S:
                where = f"{self.issuer.rstrip('/')}/.well-known/openid-configuration"
                found = _decoded(await self._ask("GET", where), _Metadata)
                if found.issuer != self.issuer:
                    raise SignOnFailed("the provider calls itself by another name")
                self._metadata, self._metadata_at = found, self._now_s()
            return self._metadata

    async def _signing_keys(self, *, anew: bool = False) -> KeySet:
        metadata = await self._known()
        async with self._asking:
            age_s = self._now_s() - self._keys_at
            wanted = age_s > (_KEYS_AGAIN_S if anew else _KNOWN_FOR_S)
            if self._keys is None or wanted:
                said = _decoded(await self._ask("GET", metadata.jwks_uri), dict[str, Any])
                try:
                    self._keys = KeySet.import_key_set(said)  # type: ignore[arg-type]
                except (JoseError, ValueError, TypeError, KeyError) as error:
                    raise SignOnFailed("the provider's keys cannot be read") from error
                self._keys_at = self._now_s()
            return self._keys

    def _now_s(self) -> float:
        return self._clock.now().timestamp()

    async def _ask(self, method: str, url: str, **more: Any) -> bytes:
        if self._session is None:
            timeout = aiohttp.ClientTimeout(total=_WAIT_S)
            self._session = aiohttp.ClientSession(timeout=timeout, trust_env=False)
        try:
            async with self._session.request(method, url, allow_redirects=False, **more) as answer:
                body = bytearray()
                async for chunk in answer.content.iter_any():
                    body += chunk
                    if len(body) > _ANSWER_BYTES_MAX:
                        raise SignOnFailed("the provider's answer is too long")
                if answer.status != 200:
                    raise SignOnFailed(f"the provider answers {answer.status}")
                return bytes(body)
        except (aiohttp.ClientError, OSError, TimeoutError, ValueError) as error:
            raise SignOnFailed(f"the provider is away: {type(error).__name__}") from error


def open_provider(settings: Settings, clock: Clock) -> Provider | None:
    """The provider of the settings, if they name one. Raises WrongSetting."""
    if not settings.sign_on_issuer:
        return None
    if not (settings.sign_on_client_id and settings.public_url):
        raise WrongSetting(
            "WATCHBELL_SIGN_ON_ISSUER needs WATCHBELL_SIGN_ON_CLIENT_ID and WATCHBELL_PUBLIC_URL"
        )
    return Provider(settings, clock)


def _secret_of(file: str) -> str:
    if not file:
        return ""
    try:
        return Path(file).read_text(encoding="utf-8").strip()
    except (OSError, ValueError) as error:
        raise WrongSetting(f"WATCHBELL_SIGN_ON_SECRET_FILE cannot be read: {error}") from error


def _with(address: str, said: Mapping[str, str]) -> str:
    return f"{address}{'&' if '?' in address else '?'}{urlencode(said)}"


def _decoded(body: bytes, shape: type[T]) -> T:
    try:
        return msgspec.json.decode(body, type=shape)
    except msgspec.MsgspecError as error:
        raise SignOnFailed("the provider's answer has another form") from error


def _mapping_of(file: str) -> list[MappedRole]:
    """Without a file nobody gets a role by his claims."""
    if not file:
        return []
    try:
        return msgspec.json.decode(Path(file).read_bytes(), type=list[MappedRole])
    except (OSError, msgspec.MsgspecError) as error:
        raise WrongSetting(f"WATCHBELL_SIGN_ON_ROLES_FILE cannot be used: {error}") from error
