"""A citizen's own requests: how far each is, and all that he may do with it."""

from collections.abc import Mapping
from uuid import UUID

import segno
from litestar import get, post
from litestar.exceptions import HTTPException
from litestar.params import FromPath

from service.citizen import telling
from service.citizen.given import given, given_file
from service.citizen.pages import page, see
from service.citizen.routes import LOOKING, SENDING, Page
from service.citizen.visit import (
    PATH,
    Visit,
    check_form,
    keep_done,
    receipt_of,
    signed_in,
    take_done,
    visit_of,
)
from service.core.problem import Fault, Invalid
from service.footage import actions as footage
from service.footage import files, identifying, messages, moves
from service.footage.attached import (
    FILE_BYTES_MAX,
    FILES_MOST,
    FileKind,
    FileTooLarge,
    FileUnusable,
    RequestOver,
    TooManyFiles,
)
from service.footage.cards import ShownIdentity
from service.footage.refusals import OtherPerson
from service.footage.terms import FootageMove, FootageState
from service.footage.wire import (
    NewFootageMessage,
    OwnFootageRequest,
    OwnMove,
    Satisfaction,
)
from service.identity.guard import OPEN
from service.identity.wire import Who
from service.platform.house import House
from service.platform.limits import Limits, Rate, limited
from service.platform.web import STATUS, GivenHouse, StrictRequest

_LISTED_MOST = 50
# What stands around a file in its form.
_FORM_BYTES_MAX = 64 * 1024
_MEGABYTES = FILE_BYTES_MAX // (1024 * 1024)
_WORDS_MOST, _TOKEN_MOST = 2000, 400
# A form's button, the field in which its words stand, and what is done after it.
_IN_WORDS = {
    "give_info": ("info", FootageMove.GIVE_INFO),
    "appeal": ("appeal", FootageMove.APPEAL),
}
_ORDER = ("info", "token", "file", "appeal", "stars", "message", "sure")
_OVER = frozenset({FootageState.CLOSED, FootageState.WITHDRAWN})


class Mistake(Exception):
    """A field was filled in wrongly: it is shown again, with what was typed."""

    def __init__(self, field: str, fault: str) -> None:
        super().__init__(fault)
        self.faults = {field: fault}


@get(f"{PATH}/requests", security=OPEN, opt=LOOKING)
async def list_own(house: GivenHouse, request: StrictRequest) -> Page:
    """All that somebody has asked for."""
    visit = await visit_of(house, request)
    requests = await footage.own_requests(house, signed_in(visit), _LISTED_MOST)
    title, path = visit.words("list_title"), f"{PATH}/requests"
    return page(house, visit, "list", title=title, path=path, requests=requests)


@get(f"{PATH}/requests/{{footage_id:uuid}}", security=OPEN, opt=LOOKING)
async def show_own(house: GivenHouse, request: StrictRequest, footage_id: FromPath[UUID]) -> Page:
    """One request: how far it is, until when what happens, what may be done."""
    visit = await visit_of(house, request)
    done = take_done(house, visit, footage_id) if visit.who else ""
    return await status_page(house, visit, footage_id, done=done)


@post(f"{PATH}/requests/{{footage_id:uuid}}", security=OPEN, opt=SENDING, status_code=200)
async def act_own(house: GivenHouse, request: StrictRequest, footage_id: FromPath[UUID]) -> Page:
    """What the pressed button says: write, show who one is, move on, rate."""
    visit = await visit_of(house, request)
    who = signed_in(visit)
    fields = await given(request)
    check_form(house, visit, fields)
    try:
        done = await _act(house, who, footage_id, fields)
    except Mistake as mistake:
        typed = {name: fields.get(name, "")[:_WORDS_MOST] for name in _ORDER}
        return await status_page(house, visit, footage_id, faults=mistake.faults, typed=typed)
    keep_done(house, visit, footage_id, done)
    return see(visit, f"{PATH}/requests/{footage_id}#main")


@post(
    f"{PATH}/requests/{{footage_id:uuid}}/files",
    security=OPEN,
    opt=limited(Limits(rate=Rate(60, 60), body_s=300)),
    status_code=200,
    request_max_body_size=FILE_BYTES_MAX + _FORM_BYTES_MAX,
)
async def add_file(house: GivenHouse, request: StrictRequest, footage_id: FromPath[UUID]) -> Page:
    """Add a photo or a paper."""
    visit = await visit_of(house, request)
    who = signed_in(visit)
    try:
        await _take_file(house, request, visit, who, footage_id)
    except Mistake as mistake:
        return await status_page(house, visit, footage_id, faults=mistake.faults)
    keep_done(house, visit, footage_id, "file")
    return see(visit, f"{PATH}/requests/{footage_id}#files")


async def _take_file(
    house: House, request: StrictRequest, visit: Visit, who: Who, footage_id: UUID
) -> None:
    """Raises Mistake."""
    try:
        fields, data = await given_file(request)
    except HTTPException as error:
        if error.status_code != STATUS[Fault.TOO_LARGE]:
            raise
        raise Mistake("file", "file_large") from error
    check_form(house, visit, fields)
    if not data:
        raise Mistake("file", "file")
    kind = FileKind.PAPER if fields.get("kind") == FileKind.PAPER else FileKind.PHOTO
    try:
        await files.add_own(house, who, footage_id, kind, data)
    except FileUnusable as problem:
        raise Mistake("file", str(problem.facts["why"])) from problem
    except FileTooLarge as problem:
        raise Mistake("file", "file_large") from problem
    except TooManyFiles as problem:
        raise Mistake("file", "files_most") from problem
    except RequestOver as problem:
        raise Mistake("file", "ended") from problem


async def _act(house: House, who: Who, footage_id: UUID, fields: Mapping[str, str]) -> str:
    act = fields.get("act", "")
    if act == "message":
        new = NewFootageMessage(text=_words(fields, "message"))
        await messages.say_own(house, who, footage_id, new)
        return "message"
    if act == "identity":
        await _identify(house, who, footage_id, fields.get("token", "").strip())
        return "move"
    if act == "rate":
        if fields.get("stars") not in ("1", "2", "3", "4", "5"):
            raise Mistake("stars", "choose")
        await messages.rate(house, who, footage_id, Satisfaction(stars=int(fields["stars"])))
        return "move"
    if act == "withdraw":
        if "sure" not in fields:
            raise Mistake("sure", "choose")
        await _move(house, who, footage_id, FootageMove.WITHDRAW, fields, None)
        return "move"
    if act in _IN_WORDS:
        field, move = _IN_WORDS[act]
        await _move(house, who, footage_id, move, fields, _words(fields, field))
        return "move"
    raise Invalid(field="act")


async def _move(
    house: House,
    who: Who,
    footage_id: UUID,
    move: FootageMove,
    fields: Mapping[str, str],
    note: str | None,
) -> None:
    version = fields.get("version", "")
    if not version.isascii() or not version.isdecimal() or len(version) > 6:
        raise Invalid(field="version")
    await moves.move_own(
        house, who, footage_id, OwnMove(move=move, version=int(version), note=note)
    )


async def _identify(house: House, who: Who, footage_id: UUID, token: str) -> None:
    if not token or len(token) > _TOKEN_MOST or not token.isprintable():
        raise Mistake("token", "token" if token else "needed")
    try:
        await identifying.identify(house, who, footage_id, ShownIdentity(token=token))
    except OtherPerson as problem:
        raise Mistake("token", "other_person") from problem
    except Invalid as problem:
        raise Mistake("token", "token") from problem


def _words(fields: Mapping[str, str], field: str) -> str:
    text = fields.get(field, "").replace("\r\n", "\n").strip()
    if not text:
        raise Mistake(field, "needed")
    if len(text) > _WORDS_MOST:
        raise Mistake(field, "long")
    if "\0" in text:
        raise Mistake(field, "signs")
    return text


async def status_page(
    house: House,
    visit: Visit,
    footage_id: UUID,
    *,
    done: str = "",
    faults: Mapping[str, str] | None = None,
    typed: Mapping[str, str] | None = None,
) -> Page:
    """A request's page. Raises NotSignedIn, NotFound."""
    w, who = visit.words, signed_in(visit)
    own = await footage.own_request(house, who, footage_id)
    said = telling.said(w, faults or {}, megabytes=_MEGABYTES)
    code = receipt_of(house, visit, str(footage_id))
    return page(
        house,
        visit,
        "status",
        title=w("status_title", number=own.number),
        path=f"{PATH}/requests/{footage_id}",
        status=400 if said else 200,
        request=own,
        moves=own.moves,
        messages=await messages.read_own(house, who, footage_id),
        verifies=house.verifier is not None,
        files=await files.own_files(house, who, footage_id),
        files_most=FILES_MOST,
        megabytes=_MEGABYTES,
        rates=_rates(own),
        stars=telling.stars(w),
        code=code,
        square=None if code is None else square(house, visit, code),
        done=w(f"done_{done}") if f"done_{done}" in w else "",
        faults=said,
        wrong=telling.wrong(w, said, _ORDER),
        typed=typed or dict.fromkeys(_ORDER, ""),
    )


def _rates(own: OwnFootageRequest) -> bool:
    return own.state in _OVER or own.outcome is not None


def square(house: House, visit: Visit, code: str) -> str:
    """A receipt's address as a square to be photographed: dark on white, whatever is around."""
    base = house.settings.public_url.rstrip("/")
    said = f"{base}{PATH}/receipt?code={code}" if base else code
    return segno.make(said, error="m").svg_inline(
        scale=4,
        border=4,
        dark="#000",
        light="#fff",
        svgclass="square",
        lineclass=None,
        omitsize=True,
        title=visit.words("receipt_square"),
    )


DOORS = [list_own, show_own, act_own, add_file]
