"""When one person's word is not enough, and whether a second one has agreed; pure.

A finding of the desk and a sighting of the plan are both somebody's word: one rule holds for both.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Protocol
from uuid import UUID

from service.core.problem import Problem
from service.footage.wire import AtRisk, Row
from service.reviewing.refusals import AnotherConfirms, FindingSettled
from service.reviewing.wire import Second

_EDUCATION = "education"
_CLASS_ONE = 1


class Word(Protocol):
    """What somebody says that he has seen; `second` says why another has to confirm it."""

    @property
    def marked_by(self) -> UUID | None:
        """Whose word it is."""

    @property
    def second(self) -> Second | None:
        """Why one person is not enough."""

    @property
    def confirmed_at(self) -> datetime | None:
        """When another has confirmed it."""

    @property
    def taken_back_at(self) -> datetime | None:
        """When it was said to be a mistake."""


def second_for(row: Row, unit_categories: Iterable[str], site_class: int | None) -> Second | None:
    """Why a second person has to confirm what is found; None where one is enough.

    Minors (Minors' Network Protection Regulation, article 36), cameras of schools, and sites of the
    first class. Of several reasons the first of these.
    """
    if row.minors or row.at_risk is AtRisk.MINOR:
        return Second.MINORS
    if _EDUCATION in unit_categories:
        return Second.SCHOOL
    return Second.CLASS_ONE if site_class == _CLASS_ONE else None


def stands(word: Word) -> bool:
    """Whether it counts: agreed to where the law asks for it, and not taken back."""
    agreed = word.second is None or word.confirmed_at is not None
    return agreed and word.taken_back_at is None


def waits(word: Word) -> bool:
    """Whether a second person has yet to say something."""
    open_yet = word.second is not None and word.confirmed_at is None
    return open_yet and word.taken_back_at is None


def cannot_confirm(word: Word, me: object) -> Problem | None:
    """Why I cannot confirm it."""
    if not waits(word):
        return FindingSettled()
    return AnotherConfirms() if word.marked_by == me else None
