"""Officers' phones: what they can be rung by, and every attempt to ring one."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

from service.core.problem import Fault, Problem
from service.core.wire import TEXT, Asked, Instant, Label, Told
from service.platform.push import Address, Environment, Generation, Outcome

PHONES_MOST = 10

_HEX = Annotated[str, Meta(min_length=64, max_length=200, pattern=r"^[0-9a-fA-F]+$(?!\n)")]
_TOKEN = Annotated[str, Meta(min_length=16, max_length=512, pattern=r"^[\x21-\x7e]+$(?!\n)")]
_BASE64URL = r"^[A-Za-z0-9_-]+$(?!\n)"
_HTTPS = Annotated[str, Meta(max_length=1000, pattern=r"^https://[^\x00-\x20\x7f]+$(?!\n)")]


class Platform(StrEnum):
    """What kind of phone it is."""

    WEB = "web"
    ANDROID = "android"
    IOS = "ios"
    HARMONY = "harmony"
    TERMINAL = "terminal"


class Gateway(StrEnum):
    """Who rings a phone from outside; none where only the live stream does."""

    NONE = "none"
    APNS = "apns"
    FCM = "fcm"
    HUAWEI = "huawei"
    WEB_PUSH = "web_push"


GATEWAYS = frozenset(gateway.value for gateway in Gateway if gateway is not Gateway.NONE)


class ByApns(Asked, tag_field="gateway", tag="apns"):
    """A device token of Apple's, for the app as it is sold or as it is developed."""

    token: _HEX
    environment: Environment = Environment.PRODUCTION


class ByFcm(Asked, tag_field="gateway", tag="fcm"):
    """A registration token of Google's, or the installation that takes its place."""

    token: _TOKEN
    installation: bool = False


class ByHuawei(Asked, tag_field="gateway", tag="huawei"):
    """A push token of Huawei's, and which of its two gateways knows it."""

    token: _TOKEN
    generation: Generation


class ByWeb(Asked, tag_field="gateway", tag="web_push"):
    """A browser's subscription (RFC 8030, 8291)."""

    endpoint: _HTTPS
    p256dh: Annotated[str, Meta(min_length=80, max_length=120, pattern=_BASE64URL)]
    auth: Annotated[str, Meta(min_length=16, max_length=60, pattern=_BASE64URL)]


By = ByApns | ByFcm | ByHuawei | ByWeb


class Allows(Asked):
    """What an officer lets his phone do for us, as the phone says; None where it cannot know."""

    show: bool | None = None
    break_silence: bool | None = None
    full_screen: bool | None = None
    run_in_background: bool | None = None


class Number(Told):
    """The telephone number of an account, where one is known."""

    phone_number: str | None


class Sought(Asked):
    """A telephone number as somebody wrote it, and why one wants to know whose it is."""

    phone_number: Annotated[str, Meta(pattern=r"^\+?[0-9][0-9 -]{3,24}$(?!\n)")]
    reason: Annotated[str, Meta(min_length=4, max_length=200, pattern=TEXT)]


class NewPhone(Asked):
    """A phone that an officer has signed in on; said anew at each start of its app.

    A canary lies at the centre and is rung for trial every few minutes: what it does not receive
    is a gateway's fault, found before a task is late.
    """

    platform: Platform
    model: Label
    app_version: Annotated[str, Meta(max_length=60)] = ""
    by: By | None = None
    allows: Allows = Allows()
    canary: bool = False


class Phone(Told):
    """A registered phone as its officer and his dispatchers see it; its address is never shown.

    `accepted_at` is when a gateway last took a ring for it, `received_at` when the phone itself
    last said that one arrived: only that proves that it can be reached.
    """

    phone_id: UUID
    platform: Platform
    model: str
    app_version: str
    gateway: Gateway
    allows: Allows
    canary: bool
    seen_at: datetime
    accepted_at: datetime | None
    received_at: datetime | None
    retired_at: datetime | None
    retired_why: str | None


class Addressed(Struct, frozen=True):
    """A phone that can be rung, with its address in the clear."""

    phone_id: UUID
    account_id: UUID
    gateway: Gateway
    address: Address
    address_at: datetime


class Retired(StrEnum):
    """Why a phone is not rung any more."""

    DEAD = "dead"
    SIGNED_OUT = "signed_out"
    MOVED = "moved"


class Delivery(Told):
    """One attempt to ring: each state with the server's time of it.

    Asked of a gateway (`at`), taken by it (`accepted_at`: proves nothing), shown by it as
    delivered where it tells, and received and seen: said by the phone itself. Its number is not
    shown: whoever knows it can say that it arrived.
    """

    task_id: UUID
    account_id: UUID | None
    phone_id: UUID | None
    channel: str
    attempt: int
    at: datetime
    outcome: str
    reason: str
    accepted_at: datetime | None
    delivered_at: datetime | None
    received_at: datetime | None
    seen_at: datetime | None


class Queued(Struct, frozen=True):
    """An attempt before its gateway is asked."""

    delivery_id: UUID
    task_id: UUID | None
    account_id: UUID
    phone_id: UUID | None
    channel: str
    attempt: int


class Arrived(Struct, frozen=True):
    """What an attempt was for that a phone says it has."""

    task_id: UUID | None
    account_id: UUID | None
    phone_id: UUID | None


class Receipt(Asked):
    """A phone says that a push arrived, or that its officer has touched it (`seen`).

    `at` is its own clock's word, kept for what it is worth.
    """

    delivery_id: UUID
    at: Instant | None = None
    seen: bool = False


class BrowserKey(Told):
    """With what a browser subscribes (RFC 8292), base64url; None where no browser is rung."""

    public_key: str | None


class Check(Told):
    """A phone was rung for trial. Only its receipt, shown as `received_at`, proves the way."""

    phone_id: UUID
    gateway: Gateway
    outcome: Outcome


class GatewayThanks(Told):
    """The answer that a gateway waits for."""

    code: str = "0"
    message: str = "success"


class Brake(Struct, frozen=True):
    """When addresses of one gateway have died lately, and out of how many."""

    retired: list[datetime]
    known: int


class GatewayTrouble(StrEnum):
    """What is wrong with a gateway."""

    SILENT = "silent"
    """It takes rings, and the phone at the centre does not receive them."""
    REFUSING = "refusing"
    """It takes none."""
    DOUBTED = "doubted"
    """It calls so many phones dead that it is not believed: the fault must be ours."""


class Standing(Struct, frozen=True):
    """How a gateway stands: its last trial ring, and what it said of late.

    `attempts` were answered within the last minutes and `taken` of these accepted; `doubted` are
    phones that it called dead and that are kept all the same.
    """

    gateway: Gateway
    rung_at: datetime | None
    received_at: datetime | None
    attempts: int
    taken: int
    doubted: int


class TooManyPhones(Problem):
    """You are signed in on as many phones as can be rung; sign out on one of them."""

    code = "phone.too_many"
    fault = Fault.CONFLICT


class NoGateway(Problem):
    """This phone has no address at any gateway: only the live stream rings it."""

    code = "phone.no_gateway"
    fault = Fault.CONFLICT


class NotOfGateway(Problem):
    """This was not said by the gateway in whose name it was sent."""

    code = "phone.not_of_gateway"
    fault = Fault.UNSIGNED


Phones = Mapping[UUID, list[Phone]]
