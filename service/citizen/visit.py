"""Who visits: his language, his session, and the key without which none of his forms counts.

Three cookies of one path, none of which a script can read: a visit (drawn by lot), the language,
and, once a code was given, the session. A form holds a digest of the visit, which a page of
another site does not know.
"""

import hashlib
import hmac
import secrets
from collections.abc import Mapping

from litestar.datastructures import Cookie
from msgspec import Struct

from service.citizen.words import LANGUAGES, Words
from service.core.problem import Fault, Problem
from service.identity import actions as identity
from service.identity.wire import NotSignedIn, Role, Who
from service.platform import asks
from service.platform.house import House
from service.platform.seal import SealBroken
from service.platform.web import StrictRequest

PATH = "/footage"
VISIT, SESSION, LANGUAGE, RECEIPT = (
    f"watchbell_{name}" for name in ("visit", "citizen", "language", "receipt")
)
_RECEIPT_S = 600
_LANGUAGE_S = 365 * 86_400
_SEALED_RECEIPT = "citizen.receipt"
_FORM = "citizen.form"


class WrongForm(Problem):
    """This form was not made for this visit: load the page anew, and send it again."""

    code = "request.wrong_form"
    fault = Fault.FORBIDDEN


class Visit(Struct, kw_only=True):
    """One visit, as far as this request tells."""

    visit: str
    words: Words
    who: Who | None
    token: str
    receipt: str
    # Set while this request is answered.
    cookies: list[Cookie]


def stranger(house: House, request: StrictRequest) -> Visit:
    """Who visits, before anybody has looked whether he is signed in."""
    kept = request.cookies
    visit = kept.get(VISIT, "")
    fresh = len(visit) < 32 or not visit.isascii()
    found = Visit(
        visit=secrets.token_urlsafe(32) if fresh else visit[:64],
        words=LANGUAGES[_language(request)],
        who=None,
        token=kept.get(SESSION, ""),
        receipt=kept.get(RECEIPT, ""),
        cookies=[],
    )
    asked = str(request.query_params.get("lang", ""))
    if fresh:
        found.cookies.append(cookie(house, VISIT, found.visit))
    if asked in LANGUAGES:
        found.cookies.append(cookie(house, LANGUAGE, asked, _LANGUAGE_S))
    return found


async def visit_of(house: House, request: StrictRequest) -> Visit:
    """Who visits. From here on the rows are seen that are his; of a stranger none."""
    found = stranger(house, request)
    if found.token:
        found.who = await _who(house, found.token)
    return found


async def _who(house: House, token: str) -> Who | None:
    try:
        who = await identity.recognise_kept(house, token)
    except NotSignedIn:
        return None
    if not who.has([Role.CITIZEN]):
        return None
    asks.person(who.marks)
    return who


def _language(request: StrictRequest) -> str:
    """What was asked for, else what was asked for before, else what the browser speaks."""
    spoken = request.headers.get("accept-language", "").lower()
    heard = "en" if spoken.startswith("en") else "zh-CN"
    wishes = (str(request.query_params.get("lang", "")), request.cookies.get(LANGUAGE, ""))
    return next((one for one in wishes if one in LANGUAGES), heard)


def signed_in(visit: Visit) -> Who:
    """Who has signed in. Raises NotSignedIn."""
    if visit.who is None:
        raise NotSignedIn
    return visit.who


def form_key(house: House, visit: Visit) -> str:
    """What every form of this visit holds."""
    return _keys(house, visit)[0]


def check_form(house: House, visit: Visit, given: Mapping[str, str]) -> None:
    """Whether a form was made for this visit. Raises WrongForm."""
    shown = given.get("key", "").encode()
    if not any(hmac.compare_digest(shown, key.encode()) for key in _keys(house, visit)):
        raise WrongForm


def _keys(house: House, visit: Visit) -> list[str]:
    said, keys = visit.visit.encode(), house.seal.keys_for(_FORM)
    return [hmac.digest(key, said, hashlib.sha256).hex() for key in keys]


def sign_in(house: House, visit: Visit, token: str, who: Who) -> None:
    """Keep a session's token with this visit."""
    visit.who, visit.token = who, token
    asks.person(who.marks)
    visit.cookies.append(cookie(house, SESSION, visit.token))


def forget(house: House, visit: Visit) -> None:
    """Take back all that was kept in this browser but its language."""
    visit.who, visit.token, visit.receipt = None, "", ""
    visit.cookies += [cookie(house, name, "", 0) for name in (VISIT, SESSION, RECEIPT)]


def keep_receipt(house: House, visit: Visit, footage_id: str, code: str) -> None:
    """Keep a receipt's code in this browser for as long as it takes to write it down."""
    sealed = house.seal.close(f"{footage_id} {code}", _SEALED_RECEIPT).hex()
    visit.cookies.append(cookie(house, RECEIPT, sealed, _RECEIPT_S))


def receipt_of(house: House, visit: Visit, footage_id: str) -> str | None:
    """The code of a receipt that was given a moment ago, for this request."""
    try:
        said = house.seal.open(bytes.fromhex(visit.receipt), _SEALED_RECEIPT)
    except (ValueError, SealBroken):
        return None
    of, _, code = said.partition(" ")
    return code if of == footage_id else None


def cookie(house: House, name: str, value: str, most_s: int | None = None) -> Cookie:
    """A cookie of these pages; without an age it goes with the browser."""
    return Cookie(
        key=name,
        value=value,
        path=PATH,
        httponly=True,
        # A notice by text leads here: that is another site's link, and no form.
        samesite="lax",
        secure=house.settings.public_url.startswith("https://"),
        max_age=most_s,
    )
