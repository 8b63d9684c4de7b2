"""How often a picture is tried, and how old it is."""

from datetime import datetime, timedelta

TRIES_MOST = 3
TRY_AGAIN_AFTER = timedelta(seconds=1)


def tries_again(attempt: int) -> bool:
    """Whether a camera that gave no picture is asked once more."""
    return attempt < TRIES_MOST


def lag_ms(captured_at: datetime, about_at: datetime) -> int:
    """Milliseconds from the press to the frame; negative when the frame is older."""
    return round((captured_at - about_at).total_seconds() * 1000)
