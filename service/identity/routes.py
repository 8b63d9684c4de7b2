"""Doors for signing in and out."""

from litestar import Response, delete, post
from litestar.datastructures import Cookie
from litestar.params import JSONBody

from service.identity import actions
from service.identity.guard import OPEN, SIGNED_IN, GivenWho, may
from service.identity.wire import DemoOnly, NotSignedIn, Refresh, Session, SignIn, WrongLogin
from service.platform.web import GivenHouse, StrictRequest, refuses

_COOKIE = "watchbell_refresh"
_COOKIE_PATH = "/v1/sessions"
# Says to a page's script that there is a session to renew, and nothing else: a first visit need not
# ask for one. It lives and dies with the other.
_MARK = "watchbell_session"


@post("/v1/sessions", security=OPEN, tags=["identity"], opt=refuses(WrongLogin, DemoOnly))
async def sign_in(house: GivenHouse, data: JSONBody[SignIn]) -> Response[Session]:
    """Sign in with name and password."""
    session = await actions.sign_in(house, data.name, data.password)
    return _answer(house, session, 201, cookie=data.cookie)


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
    kept = request.cookies.get(_COOKIE)
    token = data.refresh_token or kept
    if not token:
        raise NotSignedIn
    session = await actions.refresh(house, token)
    return _answer(house, session, 200, cookie=data.refresh_token is None)


@delete("/v1/sessions/current", guards=[may()], security=SIGNED_IN, tags=["identity"])
async def sign_out(house: GivenHouse, who: GivenWho) -> Response[None]:
    """Sign out."""
    await actions.sign_out(house, who)
    answer: Response[None] = Response(None, status_code=204)
    answer.delete_cookie(_COOKIE, path=_COOKIE_PATH)
    answer.delete_cookie(_MARK)
    return answer


def _answer(house: GivenHouse, session: Session, status: int, *, cookie: bool) -> Response[Session]:
    if not cookie:
        return Response(session, status_code=status)
    kept = Cookie(
        key=_COOKIE,
        value=session.refresh_token,
        path=_COOKIE_PATH,
        httponly=True,
        samesite="strict",
        secure=house.settings.public_url.startswith("https://"),
        max_age=house.settings.refresh_token_s,
    )
    mark = Cookie(
        key=_MARK,
        value="1",
        samesite="strict",
        secure=kept.secure,
        max_age=kept.max_age,
    )
    shown = Session(
        access_token=session.access_token, expires_in_s=session.expires_in_s, refresh_token=None
    )
    return Response(shown, status_code=status, cookies=[kept, mark])


ROUTES = [sign_in, refresh, sign_out]
