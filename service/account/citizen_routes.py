"""Doors for citizens: a code to the telephone, and a session for it."""

from typing import Annotated

from litestar import post
from litestar.params import JSONBody
from msgspec import Meta

from service.account import actions
from service.core.wire import Asked, Instant, Told
from service.identity import citizens
from service.identity.citizens import NoTexts, NotSent, WrongPhoneCode
from service.identity.guard import OPEN, origin
from service.identity.wire import Braked, Session
from service.platform.limits import Limits, Rate, limited
from service.platform.web import GivenHouse, StrictRequest, refuses

_TAGS = ["citizen"]
_SLOW = Limits(rate=Rate(30, 60))
_Number = Annotated[str, Meta(pattern=r"^\+?[0-9]{5,20}$(?!\n)")]


class AskPhoneCode(Asked):
    """The telephone to which a code is to be sent."""

    phone_number: _Number


class PhoneCodeSent(Told):
    """A code is under way; whether the number is known is never told."""

    until: Instant


class GivePhoneCode(Asked):
    """The code that has come."""

    phone_number: _Number
    code: Annotated[str, Meta(pattern=r"^[0-9]{6}$(?!\n)")]


@post(
    "/v1/citizen/codes",
    security=OPEN,
    tags=_TAGS,
    opt=refuses(Braked, NoTexts, NotSent) | limited(_SLOW),
)
async def send_code(
    house: GivenHouse, request: StrictRequest, data: JSONBody[AskPhoneCode]
) -> PhoneCodeSent:
    """Send a code to a citizen's telephone."""
    until = await citizens.send_code(house, data.phone_number, origin(request))
    return PhoneCodeSent(until=until)


@post(
    "/v1/citizen/sessions",
    security=OPEN,
    tags=_TAGS,
    opt=refuses(Braked, WrongPhoneCode) | limited(_SLOW),
)
async def sign_in(
    house: GivenHouse, request: StrictRequest, data: JSONBody[GivePhoneCode]
) -> Session:
    """Sign in as a citizen by a code; a first one makes the account."""
    return await actions.sign_in_citizen(house, data.phone_number, data.code, origin(request))


ROUTES = [send_code, sign_in]
