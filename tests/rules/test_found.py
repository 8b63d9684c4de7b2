"""Which requests may be of a found thing: by what they speak of, where and when."""

from datetime import UTC, datetime, timedelta
from random import Random
from uuid import UUID

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from service.core.geo import Place
from service.footage.lost import LostThing
from service.footage.terms import FootageState
from service.found import rules
from service.found.rules import Thing
from service.found.wire import Colour, ThingCategory

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
WORDS = ("黑色书包", "red umbrella", "一串钥匙", "白色手机和黑色钱包", "", "不知道")
BAG = Thing(
    category=ThingCategory.BAG,
    colours=frozenset({Colour.BLACK}),
    place=Place(35.07, 116.31),
    found_at=NOW,
)


def lost(number: int, **more: object) -> LostThing:
    """A request about a bag that was missed at the place an hour ago."""
    one = LostThing(
        footage_id=UUID(int=number),
        number=number,
        state=FootageState.SUBMITTED,
        place=BAG.place,
        from_at=NOW - timedelta(hours=2),
        until_at=NOW - timedelta(hours=1),
        words="书包",
    )
    return msgspec.structs.replace(one, **more)


@st.composite
def requests(draw: st.DrawFn) -> list[LostThing]:
    """Some requests, near and far, before and after."""
    found = []
    for number in range(draw(st.integers(0, 12))):
        away = draw(st.floats(-0.3, 0.3))
        from_at = NOW - timedelta(hours=draw(st.floats(-5, 200)))
        found.append(
            lost(
                number,
                place=Place(35.07 + away, 116.31),
                from_at=from_at,
                until_at=from_at + timedelta(hours=1),
                words=draw(st.sampled_from(WORDS)),
            )
        )
    return found


@given(requests(), st.randoms())
def test_the_order_in_which_requests_come_does_not_matter(
    asked: list[LostThing], chance: Random
) -> None:
    shuffled = list(asked)
    chance.shuffle(shuffled)
    assert rules.candidates(BAG, asked) == rules.candidates(BAG, shuffled)


@given(requests())
def test_what_was_found_before_it_was_missed_or_far_away_is_no_candidate(
    asked: list[LostThing],
) -> None:
    named = {one.footage_id: one for one in asked}
    found = rules.candidates(BAG, asked, count_max=3)
    assert len(found) <= 3
    for one in found:
        assert named[one.footage_id].from_at <= NOW + timedelta(hours=1)
        assert one.away_m <= rules.REACH_M


@given(st.floats(0, 15), st.floats(0, 15), st.floats(0, 20), st.floats(0, 20))
def test_nearer_and_sooner_never_rank_lower(
    one_km: float, other_km: float, one_d: float, other_d: float
) -> None:
    near, far = sorted((one_km, other_km))
    soon, late = sorted((one_d, other_d))

    def at(number: int, km: float, days: float) -> LostThing:
        until_at = NOW - timedelta(days=days)
        place = Place(35.07 + km / 111.195, 116.31)
        from_at = until_at - timedelta(hours=1)
        return lost(number, place=place, from_at=from_at, until_at=until_at)

    # The better one has the higher number, so that a tie would show.
    found = rules.candidates(BAG, [at(2, near, soon), at(1, far, late)])
    better, worse = (near, soon), (far, late)
    wanted = [1, 2] if better == worse else [2, 1]
    likeness = [one.number for one in found]
    if len({round(near, 6), round(far, 6)}) == 2 or len({round(soon, 6), round(late, 6)}) == 2:
        assert likeness == wanted


@given(requests(), st.data())
def test_what_a_person_has_judged_to_be_another_comes_last_and_stays_in_sight(
    asked: list[LostThing], data: st.DataObject
) -> None:
    every = rules.candidates(BAG, asked)
    known = [one.footage_id for one in every]
    judged = data.draw(st.sets(st.sampled_from(known))) if known else set()
    after = rules.candidates(msgspec.structs.replace(BAG, not_of=frozenset(judged)), asked)
    assert {one.footage_id for one in after} == set(known)
    assert [one.not_same for one in after] == sorted(one.not_same for one in after)
    assert {one.footage_id for one in after if one.not_same} == judged


def test_words_speak_for_it_and_against_it_but_exclude_nothing() -> None:
    said = [lost(1, words="红色雨伞"), lost(2, words="找不到了"), lost(3, words="黑色书包")]
    assert [one.number for one in rules.candidates(BAG, said)] == [3, 2, 1]


def test_a_word_is_known_in_both_languages_and_not_within_another() -> None:
    assert rules.sorts_in("我的 Black Backpack") == {ThingCategory.BAG}
    assert rules.colours_in("我的 Black Backpack") == {Colour.BLACK}
    assert ThingCategory.KEYS not in rules.sorts_in("monkey")
    assert ThingCategory.BAG in rules.sorts_in("黑色书包")
