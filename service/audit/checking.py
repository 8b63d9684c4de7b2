"""Whether an exported register holds: from files alone, without a database or a network."""

import base64
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import msgspec

from service.audit.rules import GENESIS, Walk
from service.audit.wire import (
    Anchor,
    Anchored,
    Begin,
    End,
    ExportLine,
    Finding,
    Head,
    Hidden,
    Shown,
    Trouble,
    Verdict,
)

# A row's fields are bounded; a longer line is not one of ours.
_LINE_BYTES_MOST = 1_000_000
_FILE_BYTES_MOST = 64 * 1024 * 1024


class NotReadable(Exception):
    """A file is not what it was said to be; the text names it."""


def read_anchors(paths: Iterable[Path]) -> list[Anchor]:
    """Anchors out of files: one, a list of them, or one in each line. Raises NotReadable."""
    found: list[Anchor] = []
    for path in paths:
        text = _text(path)
        try:
            if text.lstrip().startswith(b"["):
                found += msgspec.json.decode(text, type=list[Anchor])
            else:
                lines = [line for line in text.splitlines() if line.strip()]
                found += [msgspec.json.decode(line, type=Anchor) for line in lines]
        except msgspec.MsgspecError as error:
            raise NotReadable(f"{path}: does not hold anchors: {error}") from error
    return found


def read_public(path: Path) -> str:
    """A public key, 32 bytes in base64. Raises NotReadable."""
    text = _text(path).strip()
    try:
        if len(base64.b64decode(text, validate=True)) == 32:
            return text.decode()
    except ValueError:
        pass
    raise NotReadable(f"{path}: does not hold a public key of 32 bytes in base64")


def check_export(path: Path, outside: Sequence[Anchor], *, key: str | None = None) -> Verdict:
    """Walk along an exported register, with its own anchors and those that somebody has kept.

    Read twice and never held whole: its anchors stand behind its rows. Raises NotReadable where the
    file is no export at all.
    """
    lines = _lines(path)
    begin = next(lines, None)
    if not isinstance(begin, Begin):
        raise NotReadable(f"{path}: does not begin like an export of the register")
    own = [line.anchor for line in lines if isinstance(line, Anchored)]
    first = None if begin.whole else begin.first
    walk = Walk([*own, *outside], key=key, first=first, made_at=begin.made_at)
    return _walked(_lines(path), walk)


def _walked(lines: Iterator[ExportLine | None], walk: Walk) -> Verdict:
    number, end = 0, None
    for line in lines:
        if isinstance(line, Shown | Hidden):
            row = line.look if isinstance(line, Shown) else line
            if end is not None:
                return _with(walk.end(None), Finding(Trouble.INSERTED, number + 1))
            walk.step(row)
            number = row.number
        elif isinstance(line, End):
            end = line
        elif line is None:
            return _with(walk.end(None), Finding(Trouble.UNREADABLE, number + 1))
    if end is None:
        return _with(walk.end(None), Finding(Trouble.CUT, number + 1))
    # One without rows ends where nothing has begun.
    return walk.end(None if end.digest == GENESIS else Head(end.number, end.digest))


def _with(verdict: Verdict, finding: Finding) -> Verdict:
    """A verdict of a walk that broke off; what was found before it comes first."""
    before = verdict.finding
    first = before if before is not None and before.number <= finding.number else finding
    return msgspec.structs.replace(verdict, finding=first)


def _lines(path: Path) -> Iterator[ExportLine | None]:
    """The lines of an export; None, and no more, for one that cannot be read."""
    decoder = msgspec.json.Decoder(ExportLine)
    try:
        with path.open("rb") as file:
            while text := file.readline(_LINE_BYTES_MOST):
                yield decoder.decode(text)
    except msgspec.MsgspecError:
        yield None
    except OSError as error:
        raise NotReadable(f"{path}: {error.strerror}") from error


def _text(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(_FILE_BYTES_MOST)
    except OSError as error:
        raise NotReadable(f"{path}: {error.strerror}") from error
