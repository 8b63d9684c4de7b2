"""What can be wrong with a simulated camera."""

from enum import StrEnum


class Fault(StrEnum):
    """One way to fail; a camera has at most one, on both of its protocols."""

    HANG = "hang"  # Accepts the connection and says nothing.
    SLOW = "slow"  # A byte a second.
    HTML = "html"  # 200 and a log-in page instead of a picture.
    OLD = "old"  # Always the same picture, a day old when the camera started.
    HALF = "half"  # A picture that breaks off in the middle.
    BIG = "big"  # Fifty megabytes.
    AUTH = "auth"  # Refuses every password.
    BLACK = "black"  # A closed lens: nothing but the clock.
    REFUSE = "refuse"  # Hangs up at once.
    REDIRECT = "redirect"  # Sends the caller elsewhere.


BIG_BYTES, BIG_PIECE_BYTES = 50 * 1024 * 1024, 64 * 1024
HANG_MAX_S = 600.0  # Even silence ends.
SLOW_STEP_S = 1.0
LOGIN_PAGE = b"<!doctype html><title>Login</title><form><input name=user></form>"


def parse_fault(text: str) -> tuple[str, Fault]:
    """`camera_id=mode` as the command line gives it. Raises ValueError for anything else."""
    camera_id, _, mode = text.partition("=")
    if not camera_id:
        raise ValueError(f"{text!r} names no camera")
    return camera_id, Fault(mode)
