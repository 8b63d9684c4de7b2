"""Real footage to look at, where this machine has any: it is not part of the project."""

import os
from pathlib import Path

# What the variable names, else a folder that may lie beside the checkout.
FOLDER = Path(
    os.environ.get("WATCHBELL_MEDIA") or Path(__file__).parents[3] / "shared" / "media"
).absolute()
_KINDS = (".mp4", ".avi")


def footage() -> list[Path]:
    """The films that there are, by name."""
    if not FOLDER.is_dir():
        return []
    return sorted(path for path in FOLDER.iterdir() if path.suffix in _KINDS)
