"""What stands in a page's places: choices in words, and what is wrong with which field."""

from collections.abc import Mapping, Sequence

from service.citizen.words import Words
from service.footage.terms import Category
from service.footage.wire import AtRisk, Relationship

Option = tuple[str, str, str]
Wrong = tuple[str, str, str]
# What a field is called where the words have another name for it.
_CALLED = {
    "name": "your_name",
    "token": "identity_token",
    "file": "files_title",
    "sure": "withdraw_title",
    "stars": "rate_title",
}


def categories(w: Words) -> list[Option]:
    """What a request may be about."""
    return [(one, w(f"category_{one}"), "") for one in Category]


def risks(w: Words) -> list[Option]:
    """Who may be in danger; nobody first."""
    return [(one, w(f"at_risk_{one}"), "") for one in ("none", *AtRisk)]


def relationships(w: Words) -> list[Option]:
    """For whom somebody asks."""
    hints = {Relationship.NEAR_RELATIVE: w("relationship_near_relative_hint")}
    return [(one, w(f"relationship_{one}"), hints.get(one, "")) for one in Relationship]


def stars(w: Words) -> list[Option]:
    """How satisfied somebody is."""
    return [(str(n), w(f"rate_{n}"), "") for n in range(1, 6)]


def said(w: Words, faults: Mapping[str, str], **values: object) -> dict[str, str]:
    """Faults in words, by field."""
    return {name: w(f"fault_{fault}").format(**values) for name, fault in faults.items()}


def wrong(w: Words, said: Mapping[str, str], order: Sequence[str]) -> list[Wrong]:
    """The same in the order of the page: the field, what is wrong, how the field is called."""
    named = sorted(said.items(), key=lambda one: order.index(one[0]))
    return [(name, words, w(_CALLED.get(name, name))) for name, words in named]
