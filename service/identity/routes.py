"""Doors for signing in and out."""

from litestar import Response, delete, post
from litestar.datastructures import Cookie
from litestar.params import JSONBody

from service.identity import sessions, signing
from service.identity.guard import OPEN, SIGNED_IN, GivenWho, may, origin
from service.identity.wire import (
    AskFactor,
    Braked,
    DemoOnly,
    FactorConfirmed,
    FactorShown,
    GiveCode,
    GivePassword,
    NotSignedIn,
    Refresh,
    Session,
    SignIn,
    WeakPassword,
    WrongCode,
    WrongLogin,
)
from service.platform.house import House
from service.platform.web import GivenHouse, StrictRequest, refuses

_COOKIE = "watchbell_refresh"
_COOKIE_PATH = "/v1/sessions"
# Says to a page's script that there is a session to renew, and nothing else: a first visit need not
# ask for one. It lives and dies with the other.
_MARK = "watchbell_session"


@post(
    "/v1/sessions",
    security=OPEN,
    tags=["identity"],
    opt=refuses(WrongLogin, DemoOnly, Braked, *signing.REFUSALS),
)
async def sign_in(
    house: GivenHouse, data: JSONBody[SignIn], request: StrictRequest
) -> Response[Session]:
    """Sign in with name and password."""
    session = await signing.sign_in(house, data.name, data.password, origin(request))
    return _answer(house, session, 201, cookie=data.cookie)


@post(
    "/v1/sessions/code",
    security=OPEN,
    tags=["identity"],
    opt=refuses(WrongCode, Braked, *signing.REFUSALS),
)
async def give_code(
    house: GivenHouse, data: JSONBody[GiveCode], request: StrictRequest
) -> Response[Session]:
    """Go on signing in with a code of the second factor, or with a recovery code."""
    session = await signing.give_code(house, data.challenge, data.code, origin(request))
    return _answer(house, session, 201, cookie=data.cookie)


@post(
    "/v1/sessions/password",
    security=OPEN,
    tags=["identity"],
    opt=refuses(WeakPassword, *signing.REFUSALS),
)
async def give_password(
    house: GivenHouse, data: JSONBody[GivePassword], request: StrictRequest
) -> Response[Session]:
    """Go on signing in with a password of one's own in place of one that was given."""
    session = await signing.give_password(house, data.challenge, data.password, origin(request))
    return _answer(house, session, 201, cookie=data.cookie)


@post(
    "/v1/sessions/factor",
    security=OPEN,
    tags=["identity"],
    status_code=200,
    opt=refuses(*signing.REFUSALS),
)
async def show_factor(house: GivenHouse, data: JSONBody[AskFactor]) -> FactorShown:
    """A new secret for an authenticator, to be confirmed by its first code."""
    return await signing.show_factor(house, data.challenge)


@post(
    "/v1/sessions/factor/confirm",
    security=OPEN,
    tags=["identity"],
    opt=refuses(WrongCode, *signing.REFUSALS),
)
async def confirm_factor(
    house: GivenHouse, data: JSONBody[GiveCode], request: StrictRequest
) -> Response[FactorConfirmed]:
    """Confirm the second factor by its first code, and be signed in."""
    done = await signing.confirm_factor(house, data.challenge, data.code, origin(request))
    if not data.cookie:
        return Response(done, status_code=201)
    told = FactorConfirmed(session=_without_token(done.session), recovery_codes=done.recovery_codes)
    return Response(told, status_code=201, cookies=kept(house, done.session))


@post(
    "/v1/sessions/refresh",
    security=OPEN,
    tags=["identity"],
    status_code=200,
    opt=refuses(NotSignedIn),
)
async def refresh(
    house: GivenHouse, data: JSONBody[Refresh], request: StrictRequest
) -> Response[Session]:
    """Renew a session with its refresh token, from the body or the cookie."""
    token = data.refresh_token or request.cookies.get(_COOKIE)
    if not token:
        raise NotSignedIn
    session = await sessions.refresh(house, token, origin(request))
    return _answer(house, session, 200, cookie=data.refresh_token is None)


@delete("/v1/sessions/current", guards=[may()], security=SIGNED_IN, tags=["identity"])
async def sign_out(house: GivenHouse, who: GivenWho, request: StrictRequest) -> Response[None]:
    """Sign out."""
    await sessions.sign_out(house, who, origin(request))
    return without_cookie()


def without_cookie() -> Response[None]:
    """An empty answer that takes the refresh token back."""
    answer: Response[None] = Response(None, status_code=204)
    answer.delete_cookie(_COOKIE, path=_COOKIE_PATH)
    answer.delete_cookie(_MARK)
    return answer


def kept(house: House, session: Session) -> list[Cookie]:
    """The refresh token where no script can read it, and the mark that says so."""
    secure = house.settings.public_url.startswith("https://")
    life_s = house.settings.refresh_token_s
    token = Cookie(
        key=_COOKIE,
        value=session.refresh_token,
        path=_COOKIE_PATH,
        httponly=True,
        samesite="strict",
        secure=secure,
        max_age=life_s,
    )
    mark = Cookie(key=_MARK, value="1", samesite="strict", secure=secure, max_age=life_s)
    return [token, mark]


def _answer(house: House, session: Session, status: int, *, cookie: bool) -> Response[Session]:
    if not cookie:
        return Response(session, status_code=status)
    return Response(_without_token(session), status_code=status, cookies=kept(house, session))


def _without_token(session: Session) -> Session:
    return Session(
        access_token=session.access_token, expires_in_s=session.expires_in_s, refresh_token=None
    )


ROUTES = [
    sign_in,
    give_code,
    give_password,
    show_factor,
    confirm_factor,
    refresh,
    sign_out,
]
