"""Doors of the single sign-on; a browser walks through them, so a refusal leads to the page."""

from typing import Annotated
from urllib.parse import urlencode
from uuid import UUID

from litestar import Response, get, put
from litestar.datastructures import Cookie
from litestar.params import FromPath, JSONBody, QueryParameter
from litestar.response import Redirect

from service.account import actions, sign_on
from service.account.wire import LinkAccount, OwnAccount, SignOn
from service.core.problem import Problem
from service.identity.guard import OPEN, SIGNED_IN, GivenWho, may, origin
from service.identity.routes import kept
from service.identity.wire import Role, SubjectTaken
from service.platform.house import House
from service.platform.web import GivenHouse, StrictRequest, refuses

_TAGS = ["account"]
_TICKET = "watchbell_sign_on"
_PATH = "/v1/sign-on"
_PAGE = "/console/"
_AWAY_MOST_S = 600

Text = Annotated[str, QueryParameter(max_length=2000)]
State = Annotated[str, QueryParameter(name="state", max_length=200)]
Issuer = Annotated[str | None, QueryParameter(max_length=500)]


@get(_PATH, security=OPEN, tags=_TAGS)
async def has_sign_on(house: GivenHouse) -> SignOn:
    """Whether people may sign in by a provider."""
    return SignOn(available=house.sign_on is not None)


@get("/v1/sign-on/start", security=OPEN, tags=_TAGS, status_code=302)
async def start(house: GivenHouse) -> Redirect:
    """Go to the provider."""
    try:
        address, ticket = await sign_on.begin(house)
    except Problem as problem:
        return _back(problem)
    answer = Redirect(address)
    answer.set_cookie(_cookie(house, ticket, _AWAY_MOST_S))
    return answer


@get("/v1/sign-on/callback", security=OPEN, tags=_TAGS, status_code=302)
async def come_back(
    house: GivenHouse,
    request: StrictRequest,
    code: Text = "",
    shown: State = "",
    iss: Issuer = None,
) -> Redirect:
    """Come back from the provider."""
    ticket = request.cookies.get(_TICKET, "")
    try:
        session = await sign_on.finish(house, ticket, shown, code, iss, origin(request))
    except Problem as problem:
        answer = _back(problem)
    else:
        answer = Redirect(_PAGE)
        for cookie in kept(house, session):
            answer.set_cookie(cookie)
    answer.set_cookie(_cookie(house, "", 0))
    return answer


@get("/v1/sign-on/end", security=OPEN, tags=_TAGS, status_code=302)
async def end(house: GivenHouse) -> Redirect:
    """Sign out of the provider too."""
    try:
        return Redirect(await sign_on.end(house))
    except Problem as problem:
        return _back(problem)


@put(
    "/v1/accounts/{account_id:uuid}/sign-on",
    guards=[may(Role.ADMINISTRATOR)],
    security=SIGNED_IN,
    tags=_TAGS,
    status_code=204,
    opt=refuses(OwnAccount, SubjectTaken),
)
async def link_account(
    house: GivenHouse,
    who: GivenWho,
    account_id: FromPath[UUID],
    data: JSONBody[LinkAccount],
    request: StrictRequest,
) -> Response[None]:
    """Link an account to a subject of the provider, or to none."""
    await actions.link(house, who, account_id, data.subject, origin(request))
    return Response(None, status_code=204)


def _back(problem: Problem) -> Redirect:
    """To the page, which says what is refused, or asks what is asked next."""
    said = {"sign-on": problem.code}
    if "challenge" in problem.facts:
        said["challenge"] = str(problem.facts["challenge"])
    return Redirect(f"{_PAGE}#{urlencode(said)}")


def _cookie(house: House, ticket: str, most_s: int) -> Cookie:
    return Cookie(
        key=_TICKET,
        value=ticket,
        path=_PATH,
        httponly=True,
        # It comes back from another site, by a link.
        samesite="lax",
        secure=house.settings.public_url.startswith("https://"),
        max_age=most_s,
    )


ROUTES = [has_sign_on, start, come_back, end, link_account]
