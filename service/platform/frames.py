"""What is asked of a camera and what comes back, whichever way it is asked."""

from datetime import datetime
from enum import StrEnum

from msgspec import Struct


class Trouble(StrEnum):
    """Why there is no picture."""

    NO_ENDPOINT = "no_endpoint"
    FORBIDDEN_ADDRESS = "forbidden_address"
    REFUSED = "refused"
    WRONG_LOGIN = "wrong_login"
    TOO_SLOW = "too_slow"
    REDIRECTED = "redirected"
    HTTP_ERROR = "http_error"
    NOT_A_PICTURE = "not_a_picture"
    NOT_FRESH = "not_fresh"
    TOO_LARGE = "too_large"
    BROKEN_STREAM = "broken_stream"
    NOT_ONVIF = "not_onvif"
    NOT_TURNABLE = "not_turnable"
    GATEWAY_FAILED = "gateway_failed"


class NoFrame(Exception):
    """The camera gave no usable frame."""

    def __init__(self, trouble: Trouble) -> None:
        super().__init__(trouble.value)
        self.trouble = trouble


class MediaServer(Struct, frozen=True, tag="zlm"):
    """A camera behind ZLMediaKit: its API, its secret, and the stream as the server knows it."""

    base_url: str
    secret: str | None
    stream_url: str

    def __repr__(self) -> str:
        return "MediaServer(...)"


class Platform(Struct, frozen=True, tag="wvp"):
    """A camera behind a WVP platform: its API, an access token, and the two 20-digit numbers."""

    base_url: str
    token: str | None
    device_id: str
    channel_id: str

    def __repr__(self) -> str:
        return "Platform(...)"


class Endpoint(Struct, frozen=True):
    """Where a camera answers. Secrets are in the clear here and nowhere else."""

    snapshot_url: str | None
    rtsp_url: str | None
    username: str | None
    password: str | None
    onvif_url: str | None = None
    gateway: MediaServer | Platform | None = None

    def __repr__(self) -> str:
        return "Endpoint(...)"


class Frame(Struct, frozen=True):
    """One JPEG picture: when it left the camera as far as we can tell, and how it came.

    `captured_at` is on our clock. `camera_at` is what the camera's own clock said, where it said
    anything; `ahead_s` is by how much that clock has been ahead of ours lately.
    """

    data: bytes
    captured_at: datetime
    width: int
    height: int
    source: str
    camera_at: datetime | None = None
    ahead_s: float | None = None


class Stand(Struct, frozen=True):
    """Where a camera looks: shares of its range, -1 to 1, and 0 to 1 for the zoom."""

    profile: str
    pan: float | None
    tilt: float | None
    zoom: float | None
