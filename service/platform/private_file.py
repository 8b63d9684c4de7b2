"""Reading a file of which nobody but its owner may read a word."""

from pathlib import Path


def read_private(path: Path, unusable: type[Exception]) -> bytes:
    """What stands in it. Raises `unusable` where it cannot be read, or where others could."""
    try:
        mode, content = path.stat().st_mode, path.read_bytes()
    except OSError as error:
        raise unusable(f"{path}: {error.strerror}") from error
    if mode & 0o077:
        raise unusable(f"{path}: others may read it; chmod 600")
    return content
