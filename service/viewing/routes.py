"""Doors of masked films, of viewings under an officer's eyes, and of copies for authorities."""

from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath, JSONBody

from service.core.problem import WrongMove
from service.footage.refusals import NotYet, RequestOvertaken
from service.identity.guard import SIGNED_IN, GivenWho, may
from service.identity.wire import OFFICE
from service.platform.limits import Limits, Rate, limited
from service.platform.web import GivenHouse, as_picture, gives, refuses
from service.viewing import actions, undertaking
from service.viewing.refusals import (
    CopyGiven,
    FilmGone,
    MaskingSettled,
    NothingConfirmed,
    NotInSlot,
    OtherScreen,
    OtherUndertaking,
    OutsideGrant,
    SecondOfficer,
    StripsUnseen,
    TooManyMaskings,
    ViewingOver,
)
from service.viewing.wire import (
    BeginViewing,
    FilmCopy,
    LookAtStrip,
    Masking,
    NewCopy,
    NewMasking,
    Undertaking,
    Viewing,
    ViewingRoom,
    WatchStretch,
)

_TAGS = ["viewing"]
STRETCH = "application/octet-stream"
# Twice as fast as it plays.
_PLAYED = limited(Limits(rate=Rate(30, 60)))


@post(
    "/v1/footage-requests/{footage_id:uuid}/maskings",
    guards=[may(*OFFICE)],
    security=SIGNED_IN,
    tags=_TAGS,
    opt=refuses(OutsideGrant, TooManyMaskings),
)
async def ask_masking(
    house: GivenHouse, who: GivenWho, footage_id: FromPath[UUID], data: JSONBody[NewMasking]
) -> list[Masking]:
    """Have granted minutes of a camera masked: films of five minutes, made one after the other."""
    return await actions.ask(house, who, footage_id, data)


@get(
    "/v1/footage-requests/{footage_id:uuid}/maskings",
    guards=[may(*OFFICE)],
    security=SIGNED_IN,
    tags=_TAGS,
)
async def list_maskings(
    house: GivenHouse, who: GivenWho, footage_id: FromPath[UUID]
) -> list[Masking]:
    """The masked films of a request, and how far each is."""
    return await actions.maskings(house, who, footage_id)


@post(
    "/v1/maskings/{masking_id:uuid}/strips",
    guards=[may(*OFFICE)],
    security=SIGNED_IN,
    tags=_TAGS,
    status_code=200,
    opt=refuses(MaskingSettled, FilmGone) | gives("image/jpeg"),
)
async def look_at_strip(
    house: GivenHouse, who: GivenWho, masking_id: FromPath[UUID], data: JSONBody[LookAtStrip]
) -> Response[bytes]:
    """Half a minute of a masked film, a picture a second, for whoever is to confirm it."""
    return as_picture(await actions.strip(house, who, masking_id, data.number), "image/jpeg")


@post(
    "/v1/maskings/{masking_id:uuid}/confirm",
    guards=[may(*OFFICE)],
    security=SIGNED_IN,
    tags=_TAGS,
    status_code=200,
    opt=refuses(MaskingSettled, StripsUnseen),
)
async def confirm_masking(house: GivenHouse, who: GivenWho, masking_id: FromPath[UUID]) -> Masking:
    """Nobody is to be seen in it: it may be shown. Only who looked at every strip can say so."""
    return await actions.decide(house, who, masking_id, confirm=True)


@post(
    "/v1/maskings/{masking_id:uuid}/reject",
    guards=[may(*OFFICE)],
    security=SIGNED_IN,
    tags=_TAGS,
    status_code=200,
    opt=refuses(MaskingSettled),
)
async def reject_masking(house: GivenHouse, who: GivenWho, masking_id: FromPath[UUID]) -> Masking:
    """Somebody is to be seen in it: it is never shown."""
    return await actions.decide(house, who, masking_id, confirm=False)


@get("/v1/viewing-undertaking", guards=[may(*OFFICE)], security=SIGNED_IN, tags=_TAGS)
async def show_undertaking() -> Undertaking:
    """What an applicant signs before anything is shown."""
    return undertaking.NOW


@get(
    "/v1/footage-requests/{footage_id:uuid}/viewing-room",
    guards=[may(*OFFICE)],
    security=SIGNED_IN,
    tags=_TAGS,
)
async def show_room(house: GivenHouse, who: GivenWho, footage_id: FromPath[UUID]) -> ViewingRoom:
    """What a viewing needs: its time, the undertaking, what may be played, what was begun."""
    return await actions.room(house, who, footage_id)


@post(
    "/v1/footage-requests/{footage_id:uuid}/viewings",
    guards=[may(*OFFICE)],
    security=SIGNED_IN,
    tags=_TAGS,
    opt=refuses(NotInSlot, NothingConfirmed, OtherUndertaking, RequestOvertaken, NotYet, WrongMove),
)
async def begin_viewing(
    house: GivenHouse, who: GivenWho, footage_id: FromPath[UUID], data: JSONBody[BeginViewing]
) -> Viewing:
    """Begin a viewing on this screen, in the time that was set; another screen's ends."""
    return await actions.begin(house, who, footage_id, data)


@get("/v1/viewings/{viewing_id:uuid}", guards=[may(*OFFICE)], security=SIGNED_IN, tags=_TAGS)
async def show_viewing(house: GivenHouse, who: GivenWho, viewing_id: FromPath[UUID]) -> Viewing:
    """A viewing: until when, who is present, what may be played."""
    return await actions.viewing(house, who, viewing_id)


@post(
    "/v1/viewings/{viewing_id:uuid}/second",
    guards=[may(*OFFICE)],
    security=SIGNED_IN,
    tags=_TAGS,
    status_code=200,
    opt=refuses(ViewingOver, SecondOfficer),
)
async def attend_viewing(house: GivenHouse, who: GivenWho, viewing_id: FromPath[UUID]) -> Viewing:
    """Say, as another officer, that you are present at a viewing."""
    return await actions.second(house, who, viewing_id)


@post(
    "/v1/viewings/{viewing_id:uuid}/stretches",
    guards=[may(*OFFICE)],
    security=SIGNED_IN,
    tags=_TAGS,
    status_code=200,
    opt=refuses(ViewingOver, OtherScreen, SecondOfficer, OutsideGrant, FilmGone)
    | _PLAYED
    | gives(STRETCH),
)
async def watch_stretch(
    house: GivenHouse, who: GivenWho, viewing_id: FromPath[UUID], data: JSONBody[WatchStretch]
) -> Response[bytes]:
    """Ten seconds of a film, marked, for the screen of a viewing: nothing that can be kept.

    Each picture: milliseconds since the film begins, its length in bytes (both unsigned, 32 bits,
    the highest byte first), and a JPEG.
    """
    return as_picture(await actions.stretch(house, who, viewing_id, data), STRETCH)


@post(
    "/v1/viewings/{viewing_id:uuid}/end",
    guards=[may(*OFFICE)],
    security=SIGNED_IN,
    tags=_TAGS,
    status_code=200,
)
async def end_viewing(house: GivenHouse, who: GivenWho, viewing_id: FromPath[UUID]) -> Viewing:
    """End a viewing: nothing more is shown of it."""
    return await actions.end(house, who, viewing_id)


@post(
    "/v1/maskings/{masking_id:uuid}/copies",
    guards=[may(*OFFICE)],
    security=SIGNED_IN,
    tags=_TAGS,
    opt=refuses(MaskingSettled),
)
async def ask_copy(
    house: GivenHouse, who: GivenWho, masking_id: FromPath[UUID], data: JSONBody[NewCopy]
) -> FilmCopy:
    """Write that an authority asks for a copy: its organ, the law, the document's number."""
    return await actions.ask_copy(house, who, masking_id, data)


@get(
    "/v1/footage-requests/{footage_id:uuid}/copies",
    guards=[may(*OFFICE)],
    security=SIGNED_IN,
    tags=_TAGS,
)
async def list_copies(
    house: GivenHouse, who: GivenWho, footage_id: FromPath[UUID]
) -> list[FilmCopy]:
    """The copies that authorities asked for."""
    return await actions.copies(house, who, footage_id)


@post(
    "/v1/footage-copies/{copy_id:uuid}/give",
    guards=[may(*OFFICE)],
    security=SIGNED_IN,
    tags=_TAGS,
    status_code=200,
    opt=refuses(CopyGiven, SecondOfficer, FilmGone) | gives("video/mp4"),
)
async def give_copy(house: GivenHouse, who: GivenWho, copy_id: FromPath[UUID]) -> Response[bytes]:
    """Give a copy to an authority as the second officer, once; its hash is in the register."""
    return as_picture(await actions.give_copy(house, who, copy_id), "video/mp4")


ROUTES = [
    ask_masking,
    list_maskings,
    look_at_strip,
    confirm_masking,
    reject_masking,
    show_undertaking,
    show_room,
    begin_viewing,
    show_viewing,
    attend_viewing,
    watch_stretch,
    end_viewing,
    ask_copy,
    list_copies,
    give_copy,
]
