"""What a program saw, line by line, written so that kill -9 takes back nothing that was written."""

import json
import os
import time
from pathlib import Path
from typing import Any


class Journal:
    """One file of JSON lines, open for appending."""

    def __init__(self, path: Path) -> None:
        self._handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

    def write(self, what: str, **facts: Any) -> None:
        """Add a line; it is with the kernel when this returns."""
        line = {"at": time.time(), "what": what} | facts
        os.write(self._handle, json.dumps(line).encode() + b"\n")


def read(path: Path) -> list[dict[str, Any]]:
    """Every whole line; a last one that was cut off never was."""
    lines: list[dict[str, Any]] = []
    if path.exists():
        for line in path.read_bytes().split(b"\n"):
            try:
                found = json.loads(line)
            except ValueError:
                continue
            if isinstance(found, dict):
                lines.append(found)
    return lines


def word(path: Path, otherwise: str) -> str:
    """What a file of one word says: how a neighbour is told to behave."""
    try:
        return path.read_text().strip() or otherwise
    except OSError:
        return otherwise
