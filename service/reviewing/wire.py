"""The reviewer's desk: who has a request, its recordings, what is looked for, what was found."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

from msgspec import Meta, Struct

from service.core.wire import Asked, Instant, Told
from service.footage.looking import Barred
from service.footage.wire import Words
from service.platform.outbox import Topic
from service.reviewing.orders import PictureRegion


class RecordingState(StrEnum):
    """Whether a camera's recording lies at the desk."""

    KNOWN = "known"
    ASKED = "asked"
    READY = "ready"
    FAILED = "failed"


class ReviewKind(StrEnum):
    """What is looked for: when a thing changed, when anything moved, which minutes are lively."""

    MOMENT = "moment"
    TIMELINE = "timeline"
    RIBBON = "ribbon"


class ReviewState(StrEnum):
    """How far it has come."""

    WAITING = "waiting"
    WORKING = "working"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


class FindingKind(StrEnum):
    """What a person has seen."""

    THING_TAKEN = "thing_taken"
    THING_LEFT = "thing_left"
    SIGHTING = "sighting"
    ACCIDENT = "accident"
    OTHER = "other"


class Second(StrEnum):
    """Why a second person confirms what was found."""

    MINORS = "minors"
    SCHOOL = "school"
    CLASS_ONE = "class_one"


class DeskHolder(Told):
    """Who has a request for review, and until when he has it without being seen again."""

    account_id: UUID
    display: str
    taken_at: datetime
    until: datetime


class DeskPart(Told):
    """A piece of a recording. `why` says what is wrong with one that shows nothing.

    `playable`: its pictures go to a page as they are; else they are made anew, smaller. `jumps`:
    its clock was set back on the way, so an instant may be in it twice.
    """

    begins_at: datetime
    ends_at: datetime
    codec: str | None
    width: int | None
    height: int | None
    fps: float | None
    playable: bool
    jumps: bool
    why: str | None


class DeskGap(Told):
    """A stretch of which there is nothing, and why."""

    from_at: datetime
    until_at: datetime
    why: str


class DeskCamera(Told):
    """A camera of a request: whether you may look at it now, from when to when, and what is there.

    `barred` says why not. `ahead_s` is how far its recorder's clock is ahead, where a person said
    it; all instants are in true time.
    """

    camera_id: UUID
    name: str
    managing_unit: str
    from_at: datetime
    until_at: datetime
    may_look: bool
    barred: Barred | None
    state: RecordingState
    ahead_s: float | None
    ahead_by: str | None
    parts: list[DeskPart]
    gaps: list[DeskGap]
    trouble: str | None
    brought_at: datetime | None


class FootageDesk(Told):
    """Who has a request, and what may be looked at. `second`: why two people have to agree."""

    footage_id: UUID
    holder: DeskHolder | None
    mine: bool
    second: Second | None
    cameras: list[DeskCamera]


class HandOver(Asked):
    """To whom a request is handed over."""

    to: UUID


class RecorderClock(Asked):
    """How far a recorder's clock is ahead of the true time; behind is negative."""

    ahead_s: Annotated[float, Meta(ge=-86_400, le=86_400)]


class NewReview(Asked):
    """What is to be looked for in a camera's recording.

    A moment has a region, an instant or several at which the thing is there, and at which it is
    not; `steps` are the looks of its first round. A timeline has a region. From `from_at` to
    `until_at`: less than what may be looked at, where given.
    """

    camera_id: UUID
    kind: ReviewKind
    region: PictureRegion | None = None
    there_at: Annotated[list[Instant], Meta(max_length=4)] = []
    gone_at: Annotated[list[Instant], Meta(max_length=4)] = []
    steps: Annotated[int, Meta(ge=1, le=2000)] = 48
    from_at: Instant | None = None
    until_at: Instant | None = None


class ReviewOutcome(StrEnum):
    """What came of it; that nothing was seen to change, or that it cannot be told, is an answer."""

    CHANGED = "changed"
    NO_CHANGE_SEEN = "no_change_seen"
    CANNOT_TELL = "cannot_tell"
    DRAWN = "drawn"


class ReviewReason(StrEnum):
    """Why it could not be told, or nothing was seen."""

    ANCHORS_ALIKE = "anchors_alike"
    OTHER_LIGHT = "other_light"
    MARK_ANOTHER = "mark_another"
    MOSTLY_HIDDEN = "mostly_hidden"
    CANNOT_BE_READ = "cannot_be_read"
    REGION_OUTSIDE = "region_outside"
    NO_PICTURE_THERE = "no_picture_there"
    CLOCK_JUMPS = "clock_jumps"
    TOO_SLOW = "too_slow"


class SeenChange(Told):
    """It changed after `last_at` and by `first_at`; `look_at` are the frames to look at.

    `went`: it was there before. `hidden` looks between the two could not be judged.
    """

    went: bool
    last_at: datetime
    first_at: datetime
    confidence: float
    hidden: int
    look_at: list[datetime]


class SeenSpell(Told):
    """Some time in which something moved in the region, and the largest share that changed."""

    from_at: datetime
    until_at: datetime
    share: float


class SeenBins(Told):
    """Activity from 0 to 1 in bins of a length; null where there is no picture."""

    from_at: datetime
    bin_s: float
    activity: list[float | None]


class ReviewAnswer(Told):
    """What was found. `step_s`: an absence shorter than this may have been missed."""

    outcome: ReviewOutcome
    reason: ReviewReason | None = None
    changes: list[SeenChange] = []
    spells: list[SeenSpell] = []
    bins: SeenBins | None = None
    step_s: float | None = None
    looks: int = 0


class Review(Told):
    """Something that is looked for in a camera's recording, how far it has come, and its answer."""

    review_id: UUID
    footage_id: UUID
    camera_id: UUID
    kind: ReviewKind
    asked: NewReview
    asked_name: str
    asked_at: datetime
    state: ReviewState
    done: float
    answer: ReviewAnswer | None
    trouble: str | None
    began_at: datetime | None
    ended_at: datetime | None


class LookAtFrame(Asked):
    """One frame of a camera's recording: the keyframe at or before `at`, or exactly the frame.

    `step` asks for the exact frame after (1) or before (-1) the one that is shown at `at`.
    """

    camera_id: UUID
    at: Instant
    exact: bool = True
    step: Annotated[int, Meta(ge=-1, le=1)] = 0


class LookAtPiece(Asked):
    """Up to a minute of a camera's recording as a film; it ends where its file does."""

    camera_id: UUID
    from_at: Instant
    length_s: Annotated[float, Meta(gt=0, le=60)] = 30.0


class LookAtSheet(Asked):
    """Frames beside each other: `count` of them between two instants, or those at `at`."""

    camera_id: UUID
    from_at: Instant | None = None
    until_at: Instant | None = None
    count: Annotated[int, Meta(ge=1, le=24)] = 12
    at: Annotated[list[Instant], Meta(max_length=24)] = []
    region: PictureRegion | None = None


class NewFinding(Asked):
    """What you have found: in which camera, when, where in the picture, in words.

    `review_id` is the answer that led there, where one did. Without `until_at` it is an instant.
    """

    camera_id: UUID
    kind: FindingKind
    from_at: Instant
    until_at: Instant | None = None
    region: PictureRegion | None = None
    words: Words
    review_id: UUID | None = None


class Finding(Told):
    """What a person has found. It `stands` once whoever has to confirm it has, and is not undone.

    `second` says why a second person confirms; `words` are gone once the request was forgotten.
    """

    finding_id: UUID
    footage_id: UUID
    camera_id: UUID
    kind: FindingKind
    from_at: datetime
    until_at: datetime
    region: PictureRegion | None
    words: str | None
    review_id: UUID | None
    marked_by: UUID
    marked_name: str
    marked_at: datetime
    second: Second | None
    confirmed_name: str | None
    confirmed_at: datetime | None
    taken_back_name: str | None
    taken_back_at: datetime | None
    stands: bool


class DeskChanged(Told):
    """What subscribers hear of a desk: read it anew. `holder` is who has the request now."""

    footage_id: UUID
    number: int
    holder: str | None


class ReviewChanged(Told):
    """How far a review has come; `answered` where its answer can be read."""

    footage_id: UUID
    review_id: UUID
    camera_id: UUID
    kind: ReviewKind
    state: ReviewState
    done: float
    answered: bool


class FindingChanged(Told):
    """A finding was marked, confirmed or taken back: read it anew."""

    footage_id: UUID
    finding_id: UUID
    stands: bool
    waits: bool


DESK = Topic("review.desk", DeskChanged, "A request has a reviewer, another or none, or footage.")
PROGRESS = Topic("review.progress", ReviewChanged, "A review goes on, or has its answer.")
FOUND = Topic("review.found", FindingChanged, "Something was found, confirmed or taken back.")
TOPICS = (DESK, PROGRESS, FOUND)


class PartRow(Struct, frozen=True, kw_only=True):
    """A file at the desk, and which one it is."""

    path: str
    begins_at: datetime
    ends_at: datetime
    sha256: str = ""
    codec: str | None = None
    width: int | None = None
    height: int | None = None
    fps: float | None = None
    playable: bool = False
    jumps: bool = False
    why: str | None = None


class GapRow(Struct, frozen=True):
    """A stretch of which there is nothing."""

    from_at: datetime
    until_at: datetime
    why: str


class RecordingRow(Struct, frozen=True, kw_only=True):
    """A camera's recording as the store keeps it."""

    camera_id: UUID
    state: RecordingState
    ahead_s: float | None
    ahead_by: str | None
    parts: list[PartRow]
    gaps: list[GapRow]
    trouble: str | None
    brought_at: datetime | None


class HolderRow(Struct, frozen=True):
    """Who has a request."""

    account_id: UUID
    display: str
    taken_at: datetime
    seen_at: datetime


class TaskRow(Struct, frozen=True, kw_only=True):
    """A review as the store keeps it; `kept` is how far its worker has come."""

    review_id: UUID
    footage_id: UUID
    camera_id: UUID
    kind: ReviewKind
    asked: NewReview
    asked_by: UUID
    asked_name: str
    asked_at: datetime
    state: ReviewState
    done: float
    kept: dict[str, Any] | None
    answer: ReviewAnswer | None
    trouble: str | None
    began_at: datetime | None
    ended_at: datetime | None


class FindingRow(Struct, frozen=True, kw_only=True):
    """A finding as the store keeps it."""

    finding_id: UUID
    footage_id: UUID
    camera_id: UUID
    kind: FindingKind
    from_at: datetime
    until_at: datetime
    region: PictureRegion | None
    words_sealed: bytes | None
    review_id: UUID | None
    marked_by: UUID
    marked_name: str
    marked_at: datetime
    second: Second | None
    confirmed_by: UUID | None
    confirmed_name: str | None
    confirmed_at: datetime | None
    taken_back_at: datetime | None
    taken_back_name: str | None
