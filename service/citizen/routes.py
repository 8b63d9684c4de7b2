"""The citizen's pages: they stand without script; what is typed is never lost by a mistake."""

from datetime import timedelta, timezone
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from msgspec import Struct

from service.account import actions as account
from service.citizen import rules, telling
from service.citizen.given import given
from service.citizen.pages import offset_of, page, see
from service.citizen.visit import (
    PATH,
    Visit,
    check_form,
    forget,
    keep_receipt,
    sign_in,
    visit_of,
)
from service.core import masked
from service.core.ids import new_id
from service.core.problem import NotFound, Problem
from service.footage import actions as footage
from service.footage import filing
from service.footage.wire import NewFootageRequest
from service.identity import actions as identity
from service.identity import citizens, sessions
from service.identity.citizens import WrongPhoneCode
from service.identity.guard import OPEN, origin
from service.platform.house import House
from service.platform.limits import MANY_BEHIND, Limits, Rate, limited
from service.platform.web import GivenHouse, StrictRequest

Page = Response[Any]
# A whole quarter may stand behind one address of a mobile network.
LOOKING = limited(MANY_BEHIND)
SENDING = limited(Limits(rate=Rate(600, 60)))
_SITES_MOST = 8
# What may still be asked for: no recording is kept longer than that.
_DAYS_BACK = 90


@get(PATH, security=OPEN, opt=LOOKING)
async def start(house: GivenHouse, request: StrictRequest) -> Page:
    """What this is, and where to begin. A kiosk begins anew, whoever stood there before."""
    visit = await visit_of(house, request)
    if visit.who is not None and request.query_params.get("kiosk") == "1":
        await _end(house, request, visit)
    return page(house, visit, "start", title=visit.words("home"))


@get(f"{PATH}/new", security=OPEN, opt=LOOKING)
async def empty_form(house: GivenHouse, request: StrictRequest) -> Page:
    """The form."""
    visit = await visit_of(house, request)
    return await _form(house, visit, rules.typed({}), str(new_id(house.clock.now())))


@post(f"{PATH}/new", security=OPEN, opt=SENDING, status_code=200)
async def send_form(house: GivenHouse, request: StrictRequest) -> Page:
    """Search for a place, have a code sent, or file: one form with several buttons."""
    visit = await visit_of(house, request)
    fields = await given(request)
    check_form(house, visit, fields)
    typed, once, act = rules.typed(fields), _once(house, fields), fields.get("act", "file")
    if act == "find":
        # Whoever searches by name does not mean the point on the map any more.
        return await _form(house, visit, typed | {"pin": ""}, once, searched=True)
    new, faults = await _read(house, visit, typed)
    if new is None or faults:
        return await _form(house, visit, typed, once, faults)
    if visit.who is None:
        stop = await _prove(house, request, visit, typed, again=act == "code")
        if stop is not None:
            return await _form(house, visit, typed, once, stop.faults, code_sent=stop.code_sent)
    assert visit.who is not None, "whoever is not signed in was stopped"
    filed = await filing.file_once(house, visit.who, new, UUID(once))
    if filed is not None:
        keep_receipt(house, visit, once, filed.receipt_code)
    return see(visit, f"{PATH}/requests/{once}")


@get(f"{PATH}/sign-in", security=OPEN, opt=LOOKING)
async def empty_sign_in(house: GivenHouse, request: StrictRequest) -> Page:
    """Where a number is asked for."""
    return _sign_in_page(house, await visit_of(house, request), "", {})


@post(f"{PATH}/sign-in", security=OPEN, opt=SENDING, status_code=200)
async def send_sign_in(house: GivenHouse, request: StrictRequest) -> Page:
    """Have a code sent, or give it."""
    visit = await visit_of(house, request)
    fields = await given(request)
    check_form(house, visit, fields)
    typed = rules.typed(fields)
    if rules.phone(typed["phone"]) is None:
        return _sign_in_page(house, visit, typed["phone"], {"phone": "phone"})
    stop = await _prove(house, request, visit, typed, again=fields.get("act") == "code")
    if stop is not None:
        return _sign_in_page(house, visit, typed["phone"], stop.faults, stop.code_sent)
    return see(visit, f"{PATH}/requests")


@get(f"{PATH}/receipt", security=OPEN, opt=limited(Limits(rate=Rate(60, 60))))
async def look_up(house: GivenHouse, request: StrictRequest) -> Page:
    """How far the request of a receipt is."""
    visit = await visit_of(house, request)
    code, status, faults = request.query_params.get("code", "")[:40], None, {}
    if code:
        try:
            status = await footage.by_receipt(house, code)
        except NotFound:
            faults = telling.said(visit.words, {"code": "receipt"})
    wrong = telling.wrong(visit.words, faults, ["code"])
    values: dict[str, Any] = {"found": status, "faults": faults, "wrong": wrong}
    title, path = visit.words("look_title"), f"{PATH}/receipt"
    return page(house, visit, "receipt", title=title, path=path, **values)


@get(f"{PATH}/privacy", security=OPEN, opt=LOOKING)
async def privacy(house: GivenHouse, request: StrictRequest) -> Page:
    """What is kept of whom, and why (PIPL, article 17)."""
    visit = await visit_of(house, request)
    w, path = visit.words, f"{PATH}/privacy"
    lines = [w(f"privacy_{n}") for n in range(1, 7)]
    values: dict[str, Any] = {"lines": lines, "back": PATH}
    return page(house, visit, "text", title=w("privacy_title"), path=path, **values)


@post(f"{PATH}/leave", security=OPEN, opt=SENDING, status_code=200)
async def leave(house: GivenHouse, request: StrictRequest) -> Page:
    """Sign out, and forget all that was kept in this browser."""
    visit = await visit_of(house, request)
    check_form(house, visit, await given(request))
    await _end(house, request, visit)
    return _left(house, visit)


@get(f"{PATH}/leave", security=OPEN, opt=LOOKING)
async def walk_away(house: GivenHouse, request: StrictRequest) -> Page:
    """The same where nobody touches a kiosk any more; elsewhere a link signs nobody out."""
    visit = await visit_of(house, request)
    if not visit.kiosk:
        return see(visit, PATH)
    await _end(house, request, visit)
    return _left(house, visit)


def _left(house: House, visit: Visit) -> Page:
    back = f"{PATH}?kiosk=1" if visit.kiosk else PATH
    values: dict[str, Any] = {"lines": [visit.words("left_lead")], "back": back}
    title = visit.words("left_title")
    return page(house, visit, "left", title=title, **values)


async def _end(house: House, request: StrictRequest, visit: Visit) -> None:
    if visit.who is not None:
        await sessions.sign_out(house, visit.who, origin(request))
    forget(house, visit)


class _Stop(Struct, frozen=True):
    """Why somebody is not signed in yet: a code is under way, or something is wrong with it."""

    code_sent: str
    faults: rules.Faults


async def _prove(
    house: House, request: StrictRequest, visit: Visit, typed: dict[str, str], *, again: bool
) -> _Stop | None:
    """Send a code to the number that was typed, or sign in by the one that was.

    Raises Braked, NoTexts, NotSent.
    """
    number, code = rules.phone(typed["phone"]), typed["code"].strip()
    assert number is not None, "the form was read before"
    if again or not code:
        await citizens.send_code(house, number, origin(request))
        return _Stop(masked.number(number), {})
    if not rules.CODE.fullmatch(code):
        return _Stop(masked.number(number), {"code": "code"})
    try:
        session = await account.sign_in_citizen(house, number, code, origin(request))
    except WrongPhoneCode:
        return _Stop(masked.number(number), {"code": "code"})
    assert session.refresh_token is not None, "it is taken out for a cookie alone"
    who = await identity.recognise_kept(house, session.refresh_token)
    sign_in(house, visit, session.refresh_token, who)
    return None


async def _read(
    house: House, visit: Visit, typed: dict[str, str]
) -> tuple[NewFootageRequest | None, rules.Faults]:
    """The request that was typed, and what is wrong with it; all that can be said at once."""
    found = rules.read(typed, offset_of(house))
    faults = dict(found.faults)
    if visit.who is None and rules.phone(typed["phone"]) is None:
        faults["phone"] = "phone"
    if found.new is not None:
        try:
            await filing.check(house, found.new)
        except Problem as problem:
            about = rules.fault_of(problem)
            if about is None:
                raise
            faults |= about
    return found.new, faults


def _once(house: House, fields: dict[str, str]) -> str:
    """The number of this form, by which it is filed once however often it is sent."""
    try:
        return str(UUID(fields.get("once", "")))
    except ValueError:
        return str(new_id(house.clock.now()))


async def _form(
    house: House,
    visit: Visit,
    typed: dict[str, str],
    once: str,
    faults: rules.Faults | None = None,
    *,
    searched: bool = False,
    code_sent: str = "",
) -> Page:
    w, where = visit.words, typed["where"].strip()[: rules.WHERE_MOST]
    searched = searched or (bool(where) and not typed["pin"])
    sites = []
    if searched and len(where) >= rules.WHERE_LEAST:
        sites = await filing.find_places(house, where, _SITES_MOST + 1)
    options = [(str(one.site_id), one.name, one.address) for one in sites[:_SITES_MOST]]
    if len(options) == 1 and not typed["site"]:
        typed = typed | {"site": options[0][0]}
    said = telling.said(w, faults or {})
    today = house.clock.now().astimezone(timezone(offset_of(house))).date()
    return page(
        house,
        visit,
        "form",
        title=w("form_title"),
        path=f"{PATH}/new",
        status=400 if said else 200,
        typed=typed,
        once=once,
        faults=said,
        wrong=telling.wrong(w, said, rules.FIELDS),
        searched=searched,
        sites=options,
        more_sites=len(sites) > _SITES_MOST,
        code_sent=code_sent,
        categories=telling.categories(w),
        risks=telling.risks(w),
        relationships=telling.relationships(w),
        today=today.isoformat(),
        first_day=(today - timedelta(days=_DAYS_BACK)).isoformat(),
    )


def _sign_in_page(
    house: House, visit: Visit, phone: str, faults: rules.Faults, code_sent: str = ""
) -> Page:
    w = visit.words
    said = telling.said(w, faults)
    values: dict[str, Any] = {
        "typed": {"phone": phone},
        "faults": said,
        "wrong": telling.wrong(w, said, ["phone", "code"]),
        "code_sent": code_sent,
        "status": 400 if said else 200,
    }
    return page(house, visit, "sign_in", title=w("sign_title"), path=f"{PATH}/sign-in", **values)


DOORS = [
    start,
    empty_form,
    send_form,
    empty_sign_in,
    send_sign_in,
    look_up,
    privacy,
    leave,
    walk_away,
]
