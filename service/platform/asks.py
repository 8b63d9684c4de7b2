"""Who asks: known to every statement, and to PostgreSQL, before a row is seen.

Doors say it (`person`, `device`); what serves nobody in particular says so by name (`system`).
Whoever forgets to say it sees nothing.
"""

import functools
import re
from collections.abc import Callable, Coroutine, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from enum import StrEnum
from typing import Any, Final, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")
Work = Callable[P, Coroutine[Any, Any, T]]

# A mark is an area, or what it is in front of an id; it goes into a statement as it stands.
_MARK = re.compile(r"[0-9]{1,12}|(?:up|site|unit|me):[0-9a-f-]{1,36}")


class Errand(StrEnum):
    """What may see every area, and why; each stands in one place of the code."""

    # Nobody is known yet: what is looked up is who asks, or whether this box may speak.
    SIGN_IN = "sign_in"
    DEVICE_KEY = "device_key"
    # As the one before, and that it lives: of all boxes that say so at about the same moment.
    HEARTBEATS = "heartbeats"
    # What boxes pressed at about the same moment, in all areas, is kept in one commit.
    PRESSES = "presses"
    # Who phones are of and where they are: of all that say so at about the same moment.
    POSITIONS = "positions"
    ENROL = "enrol"
    # What an account holds anywhere decides who may lay hands on it.
    ACCOUNTS = "accounts"
    # A number or an address that was given to one alone is the proof.
    RECEIPT = "receipt"
    SIGHT = "sight"
    # Serves all areas at once.
    HEALTH = "health"
    LIVE = "live"
    MOVES = "moves"
    RINGS = "rings"
    CARRIER = "carrier"
    COMMAND_LINE = "command_line"
    # The register is one chain of all areas: looks of several people are written together, and a
    # file that can be verified holds the digests of rows that it does not show.
    REGISTER = "register"
    # Lifts: what a person may do beyond the own areas, one step at a time.
    NEIGHBOURS = "neighbours"
    FREED = "freed"
    TRANSFER = "transfer"
    COMMAND = "command"
    ADDRESS = "address"
    GATEWAY = "gateway"
    MEMBERS = "members"
    IMPORTS = "imports"
    # What is kept of one person is his to see wherever he served, and goes from everywhere.
    OWN_DATA = "own_data"
    ERASURE = "erasure"
    # A citizen, who sees no camera, names a place; what stands there is held for him. By a receipt,
    # or a link that was given to one managing unit alone, somebody asks without a session.
    FILING = "filing"
    RECEIPT_CODE = "receipt_code"
    CONSENT_LINK = "consent_link"
    # Cameras around a place are found by an index that no condition may stand before; only those of
    # the asker's areas are told.
    REVIEW_PLAN = "review_plan"
    # What people are told stands open, by the area that they ask about.
    NOTICE = "notice"


class Asker:
    """What stands behind a statement: marks that rows are compared with, or an errand."""

    __slots__ = ("errand", "said")

    def __init__(self, said: str, errand: Errand | None = None) -> None:
        self.said, self.errand = said, errand


NOBODY: Final = Asker("")
_asker: ContextVar[Asker] = ContextVar("asker", default=NOBODY)


def asker() -> Asker:
    """Who asks just now."""
    return _asker.get()


def nobody() -> None:
    """Forget who asked: so every request begins."""
    _asker.set(NOBODY)


def person(marks: Iterable[str]) -> None:
    """From now on somebody asks who may see rows of these marks."""
    _asker.set(Asker(_array(marks)))


def up(area_code: str) -> str:
    """The mark of an area in or below which somebody has to do: its values hold for him."""
    return f"up:{area_code}"


@contextmanager
def system(errand: Errand) -> Iterator[None]:
    """What is asked inside is asked for this errand, and sees every area."""
    token = _asker.set(Asker("", errand))
    try:
        yield
    finally:
        _asker.reset(token)


def for_system(errand: Errand) -> Callable[[Work[P, T]], Work[P, T]]:
    """The same for all that a coroutine function does."""

    def bound(work: Work[P, T]) -> Work[P, T]:
        @functools.wraps(work)
        async def asked(*args: P.args, **kwargs: P.kwargs) -> T:
            with system(errand):
                return await work(*args, **kwargs)

        return asked

    return bound


def _array(marks: Iterable[str]) -> str:
    """Marks as PostgreSQL writes an array; none of them needs quotes."""
    listed = sorted(set(marks))
    assert all(_MARK.fullmatch(mark) for mark in listed), "a mark is a code or a kind and an id"
    return "{" + ",".join(listed) + "}"
