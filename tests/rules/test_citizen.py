"""What a citizen types into the form, and the words of the pages in both languages."""

import re
from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from service.citizen import rules
from service.citizen.words import LANGUAGES
from service.core.problem import Problem
from service.footage.refusals import FootageWindow, PlaceOutside
from service.footage.terms import Category, FootageState
from service.footage.wire import AtRisk, FootageOutcome, PassedTo, Relationship
from tests.support import hamlet

CHINA = timedelta(hours=8)
WHOLE = {
    "category": "lost_property",
    "description": "黑色书包",
    "site": str(hamlet.SMALL),
    "on": "2026-03-01",
    "from": "23:10",
    "until": "00:40",
    "next_day": "yes",
    "name": "王小明",
    "relationship": "self",
}


def read(**more: str) -> rules.Read:
    """A form that is right but for these fields."""
    return rules.read(rules.typed(WHOLE | more), CHINA)


def test_a_form_that_is_right_is_a_request_in_the_time_of_the_place() -> None:
    new = read().new
    assert new is not None
    assert new.from_at == datetime.fromisoformat("2026-03-01T23:10:00+08:00")
    assert new.until_at == datetime.fromisoformat("2026-03-02T00:40:00+08:00")
    assert new.site_id == hamlet.SMALL
    assert not new.minors
    shown = read(pin="35.07,116.31", minors="yes").new
    assert shown is not None
    assert shown.site_id is None, "what was shown on the map goes before a name"
    assert shown.minors


@given(st.dictionaries(st.sampled_from(rules.FIELDS), st.text(max_size=60)))
def test_whatever_is_typed_is_read_or_told_at_a_field_of_the_form(typed: dict[str, str]) -> None:
    found = rules.read(rules.typed(WHOLE | typed), CHINA)
    assert (found.new is None) == bool(found.faults)
    assert found.faults.keys() <= set(rules.FIELDS)
    for language in LANGUAGES.values():
        assert all(f"fault_{fault}" in language for fault in found.faults.values())


@given(st.text(max_size=5000))
def test_what_was_typed_is_shown_again_and_nothing_longer(text: str) -> None:
    typed = rules.typed({"description": text, "other": text})
    assert typed["description"] == text[: rules.TYPED_MOST]
    assert "other" not in typed


def test_refusals_of_a_request_stand_at_their_fields() -> None:
    cases: list[tuple[Problem, dict[str, str] | None]] = [
        (FootageWindow(field="from_at", why="future"), {"from": "future"}),
        (FootageWindow(field="until_at", why="too_long"), {"until": "too_long"}),
        (PlaceOutside(field="place"), {"where": "outside"}),
        (PlaceOutside(), None),
    ]
    for problem, told in cases:
        assert rules.fault_of(problem) == told


def test_a_number_is_read_as_people_write_it() -> None:
    assert rules.phone(" +86 138-0013 8000 ") == "+8613800138000"
    for wrong in ("", "nobody", "1" * 30, "138\n8000x", "１３８００１３８０００"):
        assert rules.phone(wrong) is None


def test_every_state_outcome_and_choice_has_words_in_both_languages() -> None:
    needed = [f"state_{one}{end}" for one in FootageState for end in ("", "_next")]
    needed = [one for one in needed if not one.startswith("state_draft")]
    needed += [f"outcome_{one}" for one in FootageOutcome]
    needed += [f"passed_{one}" for one in PassedTo]
    needed += [f"category_{one}" for one in Category]
    needed += [f"relationship_{one}" for one in Relationship]
    needed += [f"at_risk_{one}" for one in AtRisk]
    english, chinese = LANGUAGES["en"].all, LANGUAGES["zh-CN"].all
    assert english.keys() == chinese.keys()
    assert not [one for one in needed if one not in english]
    for key, text in english.items():
        places = [sorted(re.findall(r"\{\w+\}", said)) for said in (text, chinese[key])]
        assert places[0] == places[1], key
        assert text.strip(), key
        assert chinese[key].strip(), key
