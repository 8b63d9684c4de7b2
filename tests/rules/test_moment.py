"""The moment finder's decisions, against simulated recordings."""

from collections.abc import Callable
from dataclasses import dataclass

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from service.review.moment import (
    Answer,
    Ask,
    Kind,
    Outcome,
    Probe,
    Search,
    Sight,
    Vote,
    answer,
    begin,
    next_ask,
    progress,
    told,
)

LOOKS_MAX = 2_000


@dataclass(frozen=True)
class Scene:
    """A thing that changes at some instants, people who stand before it, a camera that is off."""

    length_s: float
    changes_s: tuple[float, ...] = ()
    hidden_s: tuple[tuple[float, float], ...] = ()
    off_s: tuple[float, float] = (-2.0, -1.0)
    keyframe_s: float = 2.0
    frame_s: float = 0.2
    mistaken: frozenset[int] = frozenset()

    def is_there(self, at_s: float) -> bool:
        """Whether the thing is there."""
        return sum(change <= at_s for change in self.changes_s) % 2 == 0

    def sight(self, at_s: float) -> Sight:
        """What a faultless eye would say, but for mistaken instants (by the whole second)."""
        if any(a <= at_s < b for a, b in self.hidden_s):
            return Sight(at_s, Vote.HIDDEN, 0.0)
        there = self.is_there(at_s) != (int(at_s) in self.mistaken)
        return Sight(at_s, Vote.THERE if there else Vote.GONE)

    def keyframe(self, at_s: float, ask: Probe) -> float | None:
        """A keyframe that is wanted, where there is one."""
        on = not self.off_s[0] <= at_s < self.off_s[1] and at_s <= self.length_s
        return at_s if on and ask.after_s < at_s < ask.before_s else None

    def seen(self, ask: Ask) -> list[Sight]:
        """As a recording answers."""
        if isinstance(ask, Probe):
            step, number = self.keyframe_s, int(ask.at_s // self.keyframe_s)
            while number >= 0 and (found := self.keyframe(number * step, ask)) is None:
                number -= 1 if number * step > ask.after_s else number + 1
            number = int(ask.at_s // step) + 1
            while found is None and number * step < min(ask.before_s, self.length_s + step):
                found = self.keyframe(number * step, ask)
                number += 1
            return [] if found is None else [self.sight(found)]
        first, last = round(ask.from_s / self.frame_s), round(ask.to_s / self.frame_s)
        instants = [round(n * self.frame_s, 3) for n in range(first, last + 1)]
        instants = [at for at in instants if not self.off_s[0] <= at < self.off_s[1]]
        return [self.sight(at) for at in instants if ask.from_s <= at <= ask.to_s]


def started(scene: Scene, *, grid: int = 24) -> Search:
    """A search between the first and the last instant, and one in between where these agree."""
    last = Sight(scene.length_s, Vote.THERE if scene.is_there(scene.length_s) else Vote.GONE)
    anchors = [Sight(0.0, Vote.THERE), last]
    if last.vote == Vote.THERE:
        anchors.append(Sight((scene.changes_s[0] + scene.changes_s[1]) / 2, Vote.GONE))
    return begin(anchors, grid=grid)


def found(
    scene: Scene, *, grid: int = 24, between: Callable[[Search], Search] = lambda search: search
) -> tuple[Search, Answer]:
    """The whole search; `between` is done to the state after each step."""
    search = started(scene, grid=grid)
    for _ in range(LOOKS_MAX):
        search, ask = next_ask(search)
        if ask is None:
            return search, answer(search)
        search = between(told(search, ask, scene.seen(ask)))
    raise AssertionError("it never ends")


def holds_truth(scene: Scene, given_answer: Answer) -> bool:
    """Whether each change lies in an interval of its own, and there is no other."""
    changes = given_answer.changes
    return len(changes) == len(scene.changes_s) and all(
        change.last_s < truth <= change.first_s
        for change, truth in zip(changes, scene.changes_s, strict=True)
    )


def test_a_change_in_a_day_is_found_to_the_frame_in_few_looks() -> None:
    scene = Scene(86_400.0, (51_234.5,))
    search, said = found(scene, grid=48)
    assert said.outcome == Outcome.CHANGED
    assert holds_truth(scene, said)
    (change,) = said.changes
    assert change.first_s - change.last_s <= scene.frame_s + 1e-6
    assert change.kind == Kind.WENT
    assert search.asked < 90


def test_a_thing_that_was_not_yet_there_came() -> None:
    scene = Scene(3_600.0, (1_000.0,))
    search = begin([Sight(0.0, Vote.GONE), Sight(3_600.0, Vote.THERE)])
    while True:
        search, ask = next_ask(search)
        if ask is None:
            break
        flipped = {Vote.THERE: Vote.GONE, Vote.GONE: Vote.THERE, Vote.HIDDEN: Vote.HIDDEN}
        seen = [Sight(s.at_s, flipped[s.vote], s.sure) for s in scene.seen(ask)]
        search = told(search, ask, seen)
    assert [change.kind for change in answer(search).changes] == [Kind.CAME]


def test_an_interval_is_as_long_as_somebody_stood_there_and_no_longer() -> None:
    scene = Scene(86_400.0, (40_010.0,), hidden_s=((40_000.3, 40_026.1),))
    (change,) = found(scene)[1].changes
    assert change.last_s <= 40_010.0 <= change.first_s
    assert abs(change.last_s - 40_000.2) < 0.21
    assert abs(change.first_s - 40_026.2) < 0.21


def test_who_stands_there_for_hours_is_narrowed_down_from_both_sides() -> None:
    scene = Scene(86_400.0, (40_010.0,), hidden_s=((36_000.3, 43_000.1),))
    search, said = found(scene)
    (change,) = said.changes
    assert (round(change.last_s, 1), round(change.first_s, 1)) == (36_000.2, 43_000.2)
    assert change.confidence < 0.9
    assert search.asked < 150


def test_where_every_look_was_hidden_it_cannot_tell() -> None:
    scene = Scene(7_200.0, (3_000.0,), hidden_s=((1.0, 7_199.0),))
    search, said = found(scene)
    assert said.outcome == Outcome.CANNOT_TELL
    assert search.asked < 150


def test_a_camera_that_was_off_leaves_a_gap_in_the_interval() -> None:
    scene = Scene(7_200.0, (3_300.0,), off_s=(3_000.0, 3_600.0))
    (change,) = found(scene)[1].changes
    assert (round(change.last_s, 1), round(change.first_s, 1)) == (2_999.8, 3_600.0)


def test_an_anchor_that_its_own_neighbours_deny_is_not_believed() -> None:
    scene = Scene(3_600.0, (0.3,))
    assert found(scene)[1].outcome == Outcome.CANNOT_TELL


spells = st.lists(st.floats(700, 4_000), min_size=2, max_size=6)
passers = st.lists(st.tuples(st.floats(0, 20_000), st.floats(0.5, 90)), max_size=12)


@st.composite
def scenes(draw: st.DrawFn) -> Scene:
    """Some hours: a thing that stays long wherever it is, people for 90 seconds at most."""
    lengths = draw(spells)
    changes = tuple(round(sum(lengths[: n + 1]), 2) for n in range(len(lengths) - 1))
    hidden = tuple((at, at + length) for at, length in draw(passers))
    keyframe_s = draw(st.sampled_from([1.0, 2.0, 5.0, 10.0]))
    return Scene(float(int(sum(lengths))), changes, hidden, keyframe_s=keyframe_s)


@given(scenes())
@settings(max_examples=60)
def test_every_interval_contains_the_truth(scene: Scene) -> None:
    # An absence is longer than two steps of the grid.
    _, said = found(scene, grid=int(scene.length_s / 300))
    if said.outcome == Outcome.CANNOT_TELL:
        # Somebody stood before it at one of the anchors' sides all the time that could bear it out.
        assert scene.hidden_s
        return
    assert holds_truth(scene, said), said


@given(scenes(), st.sets(st.integers(60, 20_000), max_size=4))
@settings(max_examples=60)
def test_looks_that_are_mistaken_for_a_moment_change_nothing(
    scene: Scene, mistaken: set[int]
) -> None:
    near = {int(at) + d for at in (*scene.changes_s, scene.length_s) for d in range(-3, 4)}
    wrong = Scene(
        scene.length_s,
        scene.changes_s,
        keyframe_s=scene.keyframe_s,
        mistaken=frozenset(mistaken - near),
    )
    _, said = found(wrong, grid=int(scene.length_s / 300))
    assert holds_truth(wrong, said), said


@given(scenes())
@settings(max_examples=20)
def test_a_search_goes_on_from_where_it_was_written_down(scene: Scene) -> None:
    def over_the_wire(search: Search) -> Search:
        return msgspec.json.decode(msgspec.json.encode(search), type=Search)

    assert found(scene, grid=12, between=over_the_wire) == found(scene, grid=12)


def test_progress_never_goes_back() -> None:
    seen: list[float] = []

    def noted(search: Search) -> Search:
        seen.append(progress(search))
        return search

    found(Scene(7_200.0, (1_000.0, 3_000.0, 5_000.0)), between=noted)
    assert seen == sorted(seen)
    assert 0 < seen[0] < seen[-1] < 1
