"""Doors to what is one's own: sessions, password, second factor."""

from uuid import UUID

from litestar import Response, delete, get, post, put
from litestar.params import FromPath, FromQuery, JSONBody

from service.identity import actions, second_factor, sessions
from service.identity.guard import SIGNED_IN, GivenWho, may, origin
from service.identity.routes import without_cookie
from service.identity.wire import (
    AskRecoveryCodes,
    BeginFactor,
    Braked,
    ChangePassword,
    ConfirmFactor,
    FactorBegun,
    NoFactor,
    OwnFactor,
    OwnSession,
    RecoveryCodes,
    SignInOver,
    WeakPassword,
    WrongCode,
    WrongOldPassword,
)
from service.platform.web import GivenHouse, StrictRequest, refuses

_TAGS = ["identity"]


@get("/v1/me/sessions", guards=[may()], security=SIGNED_IN, tags=_TAGS)
async def own_sessions(house: GivenHouse, who: GivenWho) -> list[OwnSession]:
    """Where you are signed in."""
    return await sessions.own(house, who)


@delete("/v1/me/sessions/{session_id:uuid}", guards=[may()], security=SIGNED_IN, tags=_TAGS)
async def end_session(
    house: GivenHouse, who: GivenWho, session_id: FromPath[UUID], request: StrictRequest
) -> None:
    """End one of your sessions."""
    await sessions.end_own(house, who, session_id, origin(request))


@delete("/v1/me/sessions", guards=[may()], security=SIGNED_IN, tags=_TAGS)
async def end_sessions(
    house: GivenHouse, who: GivenWho, request: StrictRequest, others: FromQuery[bool] = False
) -> Response[None]:
    """Sign out everywhere, here too; with `others`, everywhere but here."""
    await sessions.end_all_own(house, who, origin(request), others=others)
    return Response(None, status_code=204) if others else without_cookie()


@put(
    "/v1/me/password",
    guards=[may()],
    security=SIGNED_IN,
    tags=_TAGS,
    status_code=204,
    opt=refuses(WrongOldPassword, WeakPassword, Braked),
)
async def change_password(
    house: GivenHouse, who: GivenWho, data: JSONBody[ChangePassword], request: StrictRequest
) -> None:
    """Change your password; every other session of yours ends."""
    await actions.change_password(house, who, data, origin(request))


@get("/v1/me/factor", guards=[may()], security=SIGNED_IN, tags=_TAGS)
async def own_factor(house: GivenHouse, who: GivenWho) -> OwnFactor:
    """Your second factor, and how many recovery codes are left."""
    return await actions.own_factor(house, who)


@post(
    "/v1/me/factor",
    guards=[may()],
    security=SIGNED_IN,
    tags=_TAGS,
    opt=refuses(WrongOldPassword, WrongCode, Braked),
)
async def begin_own_factor(
    house: GivenHouse, who: GivenWho, data: JSONBody[BeginFactor], request: StrictRequest
) -> FactorBegun:
    """A secret for an authenticator: for your password, and a code of the factor you have."""
    return await second_factor.begin(house, who, data, origin(request))


@post(
    "/v1/me/factor/confirm",
    guards=[may()],
    security=SIGNED_IN,
    tags=_TAGS,
    opt=refuses(WrongCode, SignInOver),
)
async def confirm_own_factor(
    house: GivenHouse, who: GivenWho, data: JSONBody[ConfirmFactor], request: StrictRequest
) -> RecoveryCodes:
    """Confirm it by its first code, in place of the one before; every other session ends."""
    codes = await second_factor.confirm(house, who, data.challenge, data.code, origin(request))
    return RecoveryCodes(recovery_codes=codes)


@post(
    "/v1/me/recovery-codes",
    guards=[may()],
    security=SIGNED_IN,
    tags=_TAGS,
    opt=refuses(NoFactor, WrongCode, Braked),
)
async def renew_recovery_codes(
    house: GivenHouse, who: GivenWho, data: JSONBody[AskRecoveryCodes], request: StrictRequest
) -> RecoveryCodes:
    """Ten new recovery codes in place of the old ones."""
    codes = await actions.renew_recovery_codes(house, who, data.code, origin(request))
    return RecoveryCodes(recovery_codes=codes)


ROUTES = [
    own_sessions,
    end_session,
    end_sessions,
    change_password,
    own_factor,
    begin_own_factor,
    confirm_own_factor,
    renew_recovery_codes,
]
