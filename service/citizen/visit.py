"""Who visits: his language, his session, and the key without which none of his forms counts.

Cookies of one path, none of which a script can read: a visit (drawn by lot), the language, what
the next page says once, and, when a code was given, the session. A form holds a digest of the
visit, which a page of another site does not know.
"""

import hashlib
import hmac
import secrets
from collections.abc import Mapping
from typing import Any
from uuid import UUID

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
VISIT, SESSION, LANGUAGE, RECEIPT, KIOSK, DONE = (
    f"watchbell_{name}" for name in ("visit", "citizen", "language", "receipt", "kiosk", "done")
)
_RECEIPT_S = 600
_DONE_S = 60
_LANGUAGE_S = 365 * 86_400
_SEALED_RECEIPT = "citizen.receipt"
_FORM = "citizen.form"


class WrongForm(Problem):
    """This form was not made for this visit: load the page anew, and send it again."""

    code = "request.wrong_form"
    fault = Fault.FORBIDDEN


class _Framed(Cookie):
    """A cookie of a page that stands in the frame of a kiosk's own page, and of no other."""

    def to_header(self, **kwargs: Any) -> str:
        return f"{super().to_header(**kwargs)}; Partitioned"


class Visit(Struct, kw_only=True):
    """One visit, as far as this request tells."""

    visit: str
    words: Words
    who: Who | None
    token: str
    receipt: str
    # What was done by the form before this page, and of which request.
    done: str
    # On a screen that stands in public: it forgets everything when somebody leaves.
    kiosk: bool
    # Set while this request is answered.
    cookies: list[Cookie]


def stranger(house: House, request: StrictRequest) -> Visit:
    """Who visits, before anybody has looked whether he is signed in."""
    kept = request.cookies
    begins = request.query_params.get("kiosk") == "1"
    visit = "" if begins else kept.get(VISIT, "")
    fresh = len(visit) < 32 or not visit.isascii()
    found = Visit(
        visit=secrets.token_urlsafe(32) if fresh else visit[:64],
        words=LANGUAGES[_language(request)],
        who=None,
        token=kept.get(SESSION, ""),
        receipt="" if begins else kept.get(RECEIPT, ""),
        done="" if begins else kept.get(DONE, ""),
        kiosk=begins or KIOSK in kept,
        cookies=[],
    )
    if begins:
        found.cookies.append(cookie(house, found, KIOSK, "1"))
    asked = str(request.query_params.get("lang", ""))
    if fresh:
        found.cookies.append(cookie(house, found, VISIT, found.visit))
    if asked in LANGUAGES:
        age_s = None if found.kiosk else _LANGUAGE_S
        found.cookies.append(cookie(house, found, LANGUAGE, asked, age_s))
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
    visit.cookies.append(cookie(house, visit, SESSION, visit.token))


def forget(house: House, visit: Visit) -> None:
    """Take back all that was kept in this browser; on a phone its language stays."""
    visit.who, visit.token, visit.receipt = None, "", ""
    names = [VISIT, SESSION, RECEIPT, DONE, *([LANGUAGE] if visit.kiosk else [])]
    visit.cookies += [cookie(house, visit, name, "", 0) for name in names]


def keep_receipt(house: House, visit: Visit, footage_id: str, code: str) -> None:
    """Keep a receipt's code in this browser for as long as it takes to write it down."""
    sealed = house.seal.close(f"{footage_id} {code}", _SEALED_RECEIPT).hex()
    visit.cookies.append(cookie(house, visit, RECEIPT, sealed, _RECEIPT_S))


def keep_done(house: House, visit: Visit, footage_id: UUID, what: str) -> None:
    """Let the next page of this request say what was done; once, so not when it is loaded anew."""
    visit.cookies.append(cookie(house, visit, DONE, f"{what}.{footage_id}", _DONE_S))


def take_done(house: House, visit: Visit, footage_id: UUID) -> str:
    """What was done just now of this request; from here on it is said."""
    what, _, of = visit.done.partition(".")
    if of != str(footage_id):
        return ""
    visit.cookies.append(cookie(house, visit, DONE, "", 0))
    return what


def receipt_of(house: House, visit: Visit, footage_id: str) -> str | None:
    """The code of a receipt that was given a moment ago, for this request."""
    try:
        said = house.seal.open(bytes.fromhex(visit.receipt), _SEALED_RECEIPT)
    except (ValueError, SealBroken):
        return None
    of, _, code = said.partition(" ")
    return code if of == footage_id else None


def cookie(house: House, visit: Visit, name: str, value: str, most_s: int | None = None) -> Cookie:
    """A cookie of these pages; without an age it goes with the browser.

    A kiosk shows them in a frame of its own page, which to a browser is another site.
    """
    secure = house.settings.public_url.startswith("https://")
    if visit.kiosk and secure:
        return _Framed(
            key=name,
            value=value,
            path=PATH,
            httponly=True,
            samesite="none",
            secure=True,
            max_age=most_s,
        )
    return Cookie(
        key=name,
        value=value,
        path=PATH,
        httponly=True,
        # A notice by text leads here: that is another site's link, and no form.
        samesite="lax",
        secure=secure,
        max_age=most_s,
    )
