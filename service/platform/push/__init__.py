"""Ways to reach an officer besides the live stream. A push is a hint; the task inbox is the truth.

A channel says what became of its attempt; none of its answers stops a clock. Only the phone's own
acknowledgement does.
"""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any, Protocol, TypeAlias
from uuid import UUID

from msgspec import UNSET, Meta, Struct, UnsetType, to_builtins

from service.core.wire import Instant


class Outcome(StrEnum):
    """What a gateway said, as far as whoever rings must know it."""

    ACCEPTED = "accepted"  # The gateway has it. Whether the phone rang, only the phone says.
    NO_ADDRESS = "no_address"
    TOKEN_DEAD = "token_dead"  # noqa: S105 - nobody hears this address any more: retire it.
    BAD_REQUEST = "bad_request"  # Our fault; the same again would be refused again.
    CONFIG = "config"  # A matter of settings, rights or keys: a person must look.
    RETRY_LATER = "retry_later"  # Not taken, for now.
    UNKNOWN = "unknown"  # No verdict: it may have been taken.


class Urgency(StrEnum):
    """How much a phone is to be woken."""

    EMERGENCY = "emergency"
    ORDINARY = "ordinary"


class Over(StrEnum):
    """Why a phone that was rung is called no more: another unit has the task, nobody needs to, or
    somebody of its own unit has answered at a phone of his.
    """

    TAKEN = "taken"
    ENDED = "ended"
    ANSWERED = "answered"


class Ring(Struct, frozen=True, kw_only=True):
    """What is sent: neutral words and an id, nothing about who or what.

    A phone keeps the ring with the highest `version` of a task, so it rises with each ring. After
    `expires_at` no gateway is to deliver it any more.
    """

    task_id: UUID
    words: str
    expires_at: datetime
    version: int = 1
    urgency: Urgency = Urgency.EMERGENCY
    # With this number, which travels in the push alone, the phone says that it has arrived.
    attempt_id: UUID | None = None
    # Whose ring it is: a phone that has changed hands since knows that it is not its own.
    phone_id: UUID | None = None
    # A ring taken back: what a phone shows of the task is replaced, quietly.
    over: Over | None = None


class Answer(Struct, frozen=True):
    """What became of one attempt.

    `reason` is the gateway's own word, `gateway_id` its number for the message. A dead token is
    to be retired where it was registered before `dead_before`, or whenever it was if that is None.
    """

    outcome: Outcome
    reason: str = ""
    gateway_id: str = ""
    retry_after_s: float | None = None
    dead_before: datetime | None = None


class Environment(StrEnum):
    """Which of Apple's two gateways knows a token: the app was built for one of them."""

    PRODUCTION = "production"
    SANDBOX = "sandbox"


class Generation(StrEnum):
    """Which of Huawei's two interfaces reaches a phone; neither reaches the other's phones."""

    V2 = "v2"  # EMUI and HarmonyOS up to 4.
    V3 = "v3"  # HarmonyOS 5 and later.


class ApnsToken(Struct, frozen=True, tag="apns"):
    """An iPhone; the token is hexadecimal."""

    token: str
    environment: Environment = Environment.PRODUCTION


class FcmToken(Struct, frozen=True, tag="fcm"):
    """An Android phone with Google's services: a registration token, or an installation id."""

    token: str = ""
    fid: str = ""


class HuaweiToken(Struct, frozen=True, tag="huawei"):
    """A Huawei phone."""

    token: str
    generation: Generation


class WebSubscription(Struct, frozen=True, tag="web"):
    """A browser's push subscription, as its page registered it; the keys are base64url."""

    endpoint: str
    p256dh: str
    auth: str


class PhoneNumber(Struct, frozen=True, tag="phone"):
    """A number for text or voice, or for naming somebody in a work chat."""

    number: str


Address: TypeAlias = ApnsToken | FcmToken | HuaweiToken | WebSubscription | PhoneNumber


class Pushed(Struct, frozen=True, kw_only=True):
    """What a push carries, whatever its gateway. Ids and neutral words: others may read it.

    `v` rises with each ring of a task. With `attempt` the phone says that the push has arrived;
    empty where nobody asks. `phone` is the phone_id that it is for. After `until` nobody waits for
    an answer to it any more.
    With `over` it takes back what was rung for the task, and rings nothing.
    """

    task_id: UUID
    kind: Urgency
    v: Annotated[int, Meta(ge=1)]
    attempt: str
    until: Instant
    phone: UUID | UnsetType = UNSET
    over: Over | UnsetType = UNSET


def pushed(ring: Ring) -> dict[str, Any]:
    """What a push carries, as members of a JSON object."""
    told = Pushed(
        task_id=ring.task_id,
        kind=ring.urgency,
        v=ring.version,
        attempt="" if ring.attempt_id is None else str(ring.attempt_id),
        until=ring.expires_at,
        phone=UNSET if ring.phone_id is None else ring.phone_id,
        over=UNSET if ring.over is None else ring.over,
    )
    members: dict[str, Any] = to_builtins(told)
    return members


class Channel(Protocol):
    """One way to ring a phone."""

    @property
    def name(self) -> str:
        """The channel's name in a response plan."""
        ...

    async def send(self, ring: Ring, address: Address) -> Answer:
        """Try once, within a few seconds. Never raises for what the gateway does."""
        ...

    async def close(self) -> None:
        """Give connections back."""
        ...
