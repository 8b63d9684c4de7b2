"""Single sign-on: who comes back from the provider, and what its claims give him."""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Mapping
from typing import Any

from service.account import rules
from service.account.wire import NoSignOn, SignOnRefused
from service.centre import actions as centre
from service.identity import links
from service.identity.wire import Origin, Role, Session
from service.platform.asks import Errand, for_system
from service.platform.house import House
from service.platform.sign_on import Provider, SignOnFailed
from service.settings import WrongSetting


async def begin(house: House) -> tuple[str, str]:
    """Where to go, and the ticket with which to come back. Raises NoSignOn, SignOnRefused."""
    provider, ticket = _provider(house), secrets.token_urlsafe(32)
    try:
        address = await provider.begin(*(_part(word, ticket) for word in _PARTS))
    except SignOnFailed as error:
        raise SignOnRefused(str(error)) from error
    await links.go_away(house, ticket)
    return address, ticket


@for_system(Errand.SIGN_IN)
async def finish(
    house: House, ticket: str, state: str, code: str, issuer: str | None, origin: Origin
) -> Session:
    """Whoever came back, signed in.

    The ticket stays in the browser that went; state, nonce and verifier are made of it, and it is
    good once. Raises NoSignOn, SignOnRefused, NotLinked, and what is asked next.
    """
    provider = _provider(house)
    expected, nonce, verifier = (_part(word, ticket) for word in _PARTS)
    if not hmac.compare_digest(expected.encode(), state.encode()):
        raise SignOnRefused("another browser began this")
    if issuer is not None and issuer != provider.issuer:
        raise SignOnRefused("another provider answers")
    if not await links.come_back(house, ticket):
        raise SignOnRefused("it took too long, or was used already")
    try:
        claims = await provider.finish(code, nonce, verifier)
    except SignOnFailed as error:
        raise SignOnRefused(str(error)) from error
    return await _enter(house, provider, claims, origin)


async def _enter(
    house: House, provider: Provider, claims: Mapping[str, Any], origin: Origin
) -> Session:
    async with house.db.reading() as connection:
        areas = await centre.lineages(connection)
    roles = rules.mapped(claims, provider.mapping)
    return await links.sign_in(
        house,
        provider.issuer,
        claims["sub"],
        rules.name_of(claims, house.settings.sign_on_name_claim),
        [role for role in roles if role.area_code in areas],
        origin,
        proved=rules.is_proved(claims),
    )


async def end(house: House) -> str:
    """Where to sign out of the provider too. Raises NoSignOn, SignOnRefused."""
    try:
        return await _provider(house).end()
    except SignOnFailed as error:
        raise SignOnRefused(str(error)) from error


def check_mapping(provider: Provider | None) -> None:
    """Raises WrongSetting for a mapping to a role that there is not, or that needs a site."""
    roles = {role.value for role in Role} - {Role.SCHOOL_CONTACT}
    for line in provider.mapping if provider else ():
        if line.role not in roles:
            raise WrongSetting(f"WATCHBELL_SIGN_ON_ROLES_FILE: no claim gives {line.role!r}")


def _provider(house: House) -> Provider:
    if house.sign_on is None:
        raise NoSignOn
    return house.sign_on


_PARTS = ("state", "nonce", "verifier")


def _part(word: str, ticket: str) -> str:
    """What only who has the ticket knows: 43 letters, as PKCE asks."""
    made = hmac.digest(ticket.encode(), word.encode(), hashlib.sha256)
    return base64.urlsafe_b64encode(made).decode().rstrip("=")
