"""Doors of the reviewer's desk."""

from uuid import UUID

from litestar import Response, delete, get, post, put
from litestar.params import FromPath, JSONBody

from service.identity.guard import SIGNED_IN, GivenWho, may
from service.identity.wire import OFFICE, Colleague
from service.platform.limits import Limits, Rate, limited
from service.platform.web import GivenHouse, as_picture, gives, refuses
from service.reviewing import asking, bringing, desk, finding, looking
from service.reviewing.orders import Shown
from service.reviewing.refusals import (
    AnotherConfirms,
    FindingSettled,
    LooksBusy,
    MayNotLook,
    NotBrought,
    NothingThere,
    NotReadable,
    NotTaken,
    RequestTaken,
    TooManyReviews,
)
from service.reviewing.wire import (
    DeskCamera,
    Finding,
    FootageDesk,
    HandOver,
    LookAtFrame,
    LookAtPiece,
    LookAtSheet,
    NewFinding,
    NewReview,
    RecorderClock,
    Review,
)

_TAGS = ["reviewing"]
_HELD = (NotTaken, RequestTaken)
_LOOKS = refuses(*_HELD, MayNotLook, NotBrought, NothingThere, NotReadable, LooksBusy)
# Stepping from frame to frame; a film costs more.
_FRAMES, _FILMS = limited(Limits(rate=Rate(600, 60))), limited(Limits(rate=Rate(120, 60)))


@get(
    "/v1/footage-requests/{footage_id:uuid}/desk",
    guards=[may(*OFFICE)],
    security=SIGNED_IN,
    tags=_TAGS,
)
async def show_desk(house: GivenHouse, who: GivenWho, footage_id: FromPath[UUID]) -> FootageDesk:
    """Who has a request for review, what of it you may look at now, and what lies at the desk."""
    return await desk.read(house, who, footage_id)


@post(
    "/v1/footage-requests/{footage_id:uuid}/desk",
    guards=[may(*OFFICE)],
    security=SIGNED_IN,
    tags=_TAGS,
    status_code=200,
    opt=refuses(RequestTaken),
)
async def take_request(house: GivenHouse, who: GivenWho, footage_id: FromPath[UUID]) -> FootageDesk:
    """Take a request for review, or say that you still have it: once a minute while you do."""
    return await desk.take(house, who, footage_id)


@delete(
    "/v1/footage-requests/{footage_id:uuid}/desk",
    guards=[may(*OFFICE)],
    security=SIGNED_IN,
    tags=_TAGS,
)
async def release_request(house: GivenHouse, who: GivenWho, footage_id: FromPath[UUID]) -> None:
    """Let go of a request, so that a colleague may take it."""
    await desk.release(house, who, footage_id)


@get(
    "/v1/footage-requests/{footage_id:uuid}/desk/people",
    guards=[may(*OFFICE)],
    security=SIGNED_IN,
    tags=_TAGS,
)
async def list_reviewers(
    house: GivenHouse, who: GivenWho, footage_id: FromPath[UUID]
) -> list[Colleague]:
    """To whom you can hand a request over."""
    return await desk.people(house, who, footage_id)


@post(
    "/v1/footage-requests/{footage_id:uuid}/desk/hand-over",
    guards=[may(*OFFICE)],
    security=SIGNED_IN,
    tags=_TAGS,
    status_code=200,
    opt=refuses(*_HELD),
)
async def hand_request_over(
    house: GivenHouse, who: GivenWho, footage_id: FromPath[UUID], data: JSONBody[HandOver]
) -> FootageDesk:
    """Hand a request that you have over to a colleague: it is at once theirs."""
    return await desk.hand_over(house, who, footage_id, data.to)


@post(
    "/v1/footage-requests/{footage_id:uuid}/recordings/{camera_id:uuid}",
    guards=[may(*OFFICE)],
    security=SIGNED_IN,
    tags=_TAGS,
    status_code=200,
    opt=refuses(*_HELD, MayNotLook),
)
async def bring_recording(
    house: GivenHouse, who: GivenWho, footage_id: FromPath[UUID], camera_id: FromPath[UUID]
) -> DeskCamera:
    """Have a camera's recording brought to your desk; `review.desk` says when it is there."""
    return await bringing.ask_for(house, who, footage_id, camera_id)


@put(
    "/v1/footage-requests/{footage_id:uuid}/recordings/{camera_id:uuid}/clock",
    guards=[may(*OFFICE)],
    security=SIGNED_IN,
    tags=_TAGS,
    opt=refuses(*_HELD),
)
async def set_recorder_clock(
    house: GivenHouse,
    who: GivenWho,
    footage_id: FromPath[UUID],
    camera_id: FromPath[UUID],
    data: JSONBody[RecorderClock],
) -> DeskCamera:
    """Say how far a recorder's clock is ahead, as its pictures show; it is brought anew then."""
    return await bringing.set_clock(house, who, footage_id, camera_id, data.ahead_s)


@post(
    "/v1/footage-requests/{footage_id:uuid}/looks/frame",
    guards=[may(*OFFICE)],
    security=SIGNED_IN,
    tags=_TAGS,
    status_code=200,
    opt=_LOOKS | _FRAMES | gives("image/jpeg"),
)
async def look_at_frame(
    house: GivenHouse, who: GivenWho, footage_id: FromPath[UUID], data: JSONBody[LookAtFrame]
) -> Response[bytes]:
    """One frame; `X-Begins-At` says of when it is. The access register says first that you look."""
    return _sent(await looking.frame(house, who, footage_id, data))


@post(
    "/v1/footage-requests/{footage_id:uuid}/looks/piece",
    guards=[may(*OFFICE)],
    security=SIGNED_IN,
    tags=_TAGS,
    status_code=200,
    opt=_LOOKS | _FILMS | gives("video/mp4"),
)
async def look_at_piece(
    house: GivenHouse, who: GivenWho, footage_id: FromPath[UUID], data: JSONBody[LookAtPiece]
) -> Response[bytes]:
    """Up to a minute as a film, from `X-Begins-At` to `X-Ends-At`, without sound.

    H.264 goes out as it is, from the keyframe at or before on, so that pieces leave nothing out;
    else `X-Remade` says that it was made anew: smaller, slower, and twenty seconds at most. The
    access register says first that you look.
    """
    return _sent(await looking.piece(house, who, footage_id, data))


@post(
    "/v1/footage-requests/{footage_id:uuid}/looks/sheet",
    guards=[may(*OFFICE)],
    security=SIGNED_IN,
    tags=_TAGS,
    status_code=200,
    opt=_LOOKS | _FILMS | gives("image/webp"),
)
async def look_at_sheet(
    house: GivenHouse, who: GivenWho, footage_id: FromPath[UUID], data: JSONBody[LookAtSheet]
) -> Response[bytes]:
    """Frames beside each other, four in a row, with camera and time; of a candidate by `at`.

    Between two instants the nearest keyframes; at given ones exactly those. Where the recording
    has none it is left out. The access register says first that you look.
    """
    return _sent(await looking.sheet(house, who, footage_id, data))


@post(
    "/v1/footage-requests/{footage_id:uuid}/reviews",
    guards=[may(*OFFICE)],
    security=SIGNED_IN,
    tags=_TAGS,
    opt=refuses(*_HELD, MayNotLook, NotBrought, TooManyReviews),
)
async def ask_review(
    house: GivenHouse, who: GivenWho, footage_id: FromPath[UUID], data: JSONBody[NewReview]
) -> Review:
    """Look for something in a recording at your desk: `review.progress` says how far it is."""
    return await asking.ask(house, who, footage_id, data)


@get(
    "/v1/footage-requests/{footage_id:uuid}/reviews",
    guards=[may(*OFFICE)],
    security=SIGNED_IN,
    tags=_TAGS,
)
async def list_reviews(
    house: GivenHouse, who: GivenWho, footage_id: FromPath[UUID]
) -> list[Review]:
    """What was looked for in a request's recordings, with its answers, the newest first."""
    return await asking.reviews(house, who, footage_id)


@get(
    "/v1/footage-reviews/{review_id:uuid}",
    guards=[may(*OFFICE)],
    security=SIGNED_IN,
    tags=_TAGS,
)
async def show_review(house: GivenHouse, who: GivenWho, review_id: FromPath[UUID]) -> Review:
    """One review, how far it has come, and its answer."""
    return await asking.review(house, who, review_id)


@post(
    "/v1/footage-reviews/{review_id:uuid}/cancel",
    guards=[may(*OFFICE)],
    security=SIGNED_IN,
    tags=_TAGS,
    status_code=200,
)
async def cancel_review(house: GivenHouse, who: GivenWho, review_id: FromPath[UUID]) -> Review:
    """Call a review off; one that is over stays as it is."""
    return await asking.cancel(house, who, review_id)


@post(
    "/v1/footage-requests/{footage_id:uuid}/findings",
    guards=[may(*OFFICE)],
    security=SIGNED_IN,
    tags=_TAGS,
    opt=refuses(*_HELD, MayNotLook, TooManyReviews),
)
async def mark_finding(
    house: GivenHouse, who: GivenWho, footage_id: FromPath[UUID], data: JSONBody[NewFinding]
) -> Finding:
    """Mark what you have found. Where the law asks, a second person confirms it first."""
    return await finding.mark(house, who, footage_id, data)


@get(
    "/v1/footage-requests/{footage_id:uuid}/findings",
    guards=[may(*OFFICE)],
    security=SIGNED_IN,
    tags=_TAGS,
)
async def list_findings(
    house: GivenHouse, who: GivenWho, footage_id: FromPath[UUID]
) -> list[Finding]:
    """What was found for a request, in order; also what was taken back."""
    return await finding.findings(house, who, footage_id)


@post(
    "/v1/footage-findings/{finding_id:uuid}/look",
    guards=[may(*OFFICE)],
    security=SIGNED_IN,
    tags=_TAGS,
    status_code=200,
    opt=refuses(MayNotLook, NotBrought, NothingThere, NotReadable, LooksBusy)
    | _FILMS
    | gives("image/webp"),
)
async def look_at_finding(
    house: GivenHouse, who: GivenWho, finding_id: FromPath[UUID]
) -> Response[bytes]:
    """What a finding shows, also for whoever confirms it without having the request."""
    return _sent(await looking.finding(house, who, finding_id))


@post(
    "/v1/footage-findings/{finding_id:uuid}/confirm",
    guards=[may(*OFFICE)],
    security=SIGNED_IN,
    tags=_TAGS,
    status_code=200,
    opt=refuses(FindingSettled, AnotherConfirms),
)
async def confirm_finding(house: GivenHouse, who: GivenWho, finding_id: FromPath[UUID]) -> Finding:
    """Agree as the second person: minors, schools, sites of the first class."""
    return await finding.confirm(house, who, finding_id)


@post(
    "/v1/footage-findings/{finding_id:uuid}/take-back",
    guards=[may(*OFFICE)],
    security=SIGNED_IN,
    tags=_TAGS,
    status_code=200,
    opt=refuses(FindingSettled),
)
async def take_finding_back(
    house: GivenHouse, who: GivenWho, finding_id: FromPath[UUID]
) -> Finding:
    """It was none: it stays to be read, and counts no more."""
    return await finding.take_back(house, who, finding_id)


def _sent(shown: Shown) -> Response[bytes]:
    answer = as_picture(shown.data, shown.media_type)
    answer.headers["X-Begins-At"] = shown.begins_at.isoformat()
    answer.headers["X-Ends-At"] = shown.ends_at.isoformat()
    if shown.is_keyframe:
        answer.headers["X-Keyframe"] = "1"
    if shown.remade:
        answer.headers["X-Remade"] = "1"
    return answer


ROUTES = [
    show_desk,
    take_request,
    release_request,
    list_reviewers,
    hand_request_over,
    bring_recording,
    set_recorder_clock,
    look_at_frame,
    look_at_piece,
    look_at_sheet,
    ask_review,
    list_reviews,
    show_review,
    cancel_review,
    mark_finding,
    list_findings,
    look_at_finding,
    confirm_finding,
    take_finding_back,
]
