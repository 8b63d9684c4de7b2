"""Doors for people: who asks must show an access token, and hold a role."""

from typing import Any

from litestar.connection import ASGIConnection
from litestar.di import NamedDependency
from litestar.handlers import BaseRouteHandler

from service.identity import actions
from service.identity.wire import NotSignedIn, NotYours, Origin, Role, Who
from service.platform import asks
from service.platform.house import House
from service.platform.web import GivenHouse, StrictRequest

# How routes say in the contract that a token is needed.
SIGNED_IN: list[dict[str, list[str]]] = [{"person": []}]
OPEN: list[dict[str, list[str]]] = []


class May:
    """Lets in who holds one of these roles; without any, whoever is signed in.

    The matrix of roles and operations is read off these guards.
    """

    def __init__(self, roles: tuple[Role, ...]) -> None:
        self.roles = roles

    async def __call__(
        self, connection: ASGIConnection[Any, Any, Any, Any], _handler: BaseRouteHandler
    ) -> None:
        """Raises NotSignedIn, NotYours; else says who asks."""
        scheme, _, token = connection.headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not token:
            raise NotSignedIn
        house: House = connection.app.state.house
        who = await actions.recognise(house, token.strip())
        connection.state.asker = str(who.account_id)
        if self.roles and not who.has(self.roles):
            raise NotYours
        asks.person(who.marks)
        connection.state.who = who


def may(*roles: Role) -> May:
    """A guard that lets in who holds one of these roles; without any, whoever is signed in."""
    return May(roles)


def origin(request: StrictRequest) -> Origin:
    """From where a request comes: the address, behind a proxy as the proxy says, and the device."""
    address = request.client.host if request.client else ""
    return Origin(address[:60], request.headers.get("user-agent", "")[:200])


GivenWho = NamedDependency[Who]


async def provide_who(house: GivenHouse, request: StrictRequest) -> Who:
    """Who asks, as the guard found.

    It asks for the house only so that the two are made one after the other: for two that stand
    beside each other Litestar starts a task group, which costs more than both.
    """
    del house
    who: Who = request.state.who
    return who
