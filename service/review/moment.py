"""When did it change? The decision alone: what to look at next, and what the looks say.

A grid of probes first, then bisection of every change by keyframes, then every frame of the last
gap. State in, state out, all of it JSON-able: whoever has a `Search` can go on from there. Nothing
here reads a picture; `finding` does, and tests simulate one.

A look that was hidden (somebody stood there, the light or the view did not allow a judgement) has
no vote. A change is believed where both sides of it are seen several times over a second or more;
what contradicts its neighbours for less than that is taken for a passer-by.
"""

from collections.abc import Iterable, Sequence
from enum import StrEnum
from itertools import pairwise

import msgspec
from msgspec import Struct

# A day in steps of half an hour; whoever wants shorter absences asks for more.
GRID = 48
GRID_MAX = 2_000
# Three agreeing looks over a second: a hand in front of a thing is quicker.
_SUPPORT = 3
_SPELL_S = 1.0
# Hidden looks are tried again elsewhere in their gap, so often.
_TRIES_IN_GAP = 8
_TRIES_NEAR = 12
# The longest time of which every frame is looked at; keyframes of no camera are farther apart.
_SCAN_S = 30.0
# A gap that is longer, and hidden at each keyframe, is looked at frame by frame where it begins and
# where it ends.
_SCAN_WHOLE_S = 8.0
# Up to here every keyframe: between two passers-by the thing may be seen for a moment.
_ALL_KEYFRAMES_S = 120.0
# Where each side of a change is looked at once more: a person may stand still for a minute.
_CHECKS_S = (4.0, 15.0, 60.0, 240.0)
# How far beyond the anchors a keyframe may lie that bears them out.
_OUTSIDE_S = 300.0
_LOOKS_MAX = 1_500
_SCANS_MAX = 60
# Two anchors nearer than this need no grid.
_NARROW_S = 4.0
# Above this share of the time between the anchors an interval is no answer.
_UNSEEN_MOST = 0.6
_SHOWN_MAX = 12


class Vote(StrEnum):
    """What one picture says of the thing."""

    THERE = "there"
    GONE = "gone"
    HIDDEN = "hidden"


class Sight(Struct, frozen=True, array_like=True):
    """One look: the instant of its picture, its vote, and how sure the picture is (0 to 1)."""

    at_s: float
    vote: Vote
    sure: float = 1.0


class Probe(Struct, frozen=True, tag="probe"):
    """Look at one keyframe near at_s, strictly between the other two."""

    at_s: float
    after_s: float
    before_s: float


class Scan(Struct, frozen=True, tag="scan"):
    """Look at every frame from from_s to to_s."""

    from_s: float
    to_s: float


Ask = Probe | Scan
Span = tuple[float, float]


class Search(Struct, frozen=True):
    """All that is known. `anchors` are a person's word; sights are in order of time."""

    anchors: tuple[Sight, ...]
    grid: int = GRID
    sights: tuple[Sight, ...] = ()
    asked: int = 0
    grid_done: int = 0
    # Spans without a keyframe inside, and spans of which every frame was looked at.
    barren: tuple[Span, ...] = ()
    scanned: tuple[Span, ...] = ()
    # What to check was looked at near this instant.
    checked: tuple[float, ...] = ()


class Kind(StrEnum):
    """Which way it changed."""

    WENT = "went"
    CAME = "came"


class Change(Struct, frozen=True):
    """It changed after last_s and before or at first_s: seconds of the recording."""

    kind: Kind
    last_s: float
    first_s: float
    confidence: float
    # Looks between the two that had no vote.
    hidden: int
    # Which frames a person looks at.
    look_at_s: tuple[float, ...]


class Outcome(StrEnum):
    """What can be said."""

    CHANGED = "changed"
    NO_CHANGE_SEEN = "no_change_seen"
    CANNOT_TELL = "cannot_tell"


class Answer(Struct, frozen=True):
    """What was found between the first and the last anchor.

    Where it cannot tell, a change holds no more than that it lies somewhere between the two.
    """

    outcome: Outcome
    why: str
    changes: tuple[Change, ...]
    # An absence shorter than this may have been missed.
    step_s: float
    looks: int


def begin(anchors: Iterable[Sight], *, grid: int = GRID) -> Search:
    """A search between a person's anchors: at least one of each vote, at different instants."""
    ordered = tuple(sorted(anchors, key=lambda sight: sight.at_s))
    assert {sight.vote for sight in ordered} == {Vote.THERE, Vote.GONE}
    assert all(one.at_s < other.at_s for one, other in pairwise(ordered))
    assert 0 < grid <= GRID_MAX
    return Search(ordered, grid, ordered)


def progress(search: Search) -> float:
    """About how much is done, 0 to 1; it never goes back."""
    return min(0.99, search.asked / (search.grid + 60))


def told(search: Search, ask: Ask, seen: Sequence[Sight]) -> Search:
    """What is known after an answer. Of a probe: one sight, or none where no keyframe is."""
    known = {sight.at_s: sight for sight in seen} | {s.at_s: s for s in search.sights}
    sights = tuple(known[at_s] for at_s in sorted(known))
    new = msgspec.structs.replace(search, sights=sights, asked=search.asked + 1)
    if isinstance(ask, Scan):
        return msgspec.structs.replace(new, scanned=(*new.scanned, (ask.from_s, ask.to_s)))
    if not seen:
        new = msgspec.structs.replace(new, barren=(*new.barren, (ask.after_s, ask.before_s)))
    return new


def next_ask(search: Search) -> tuple[Search, Ask | None]:
    """What to look at next; None where everything is known that can be.

    The search that comes back remembers what was decided on the way; nothing is asked twice.
    """
    if search.asked >= _LOOKS_MAX:
        return search, None
    search, ask = _grid(search)
    if ask is None:
        ask = _blind(search) or _unsupported(search) or _between(search)
    if ask is None:
        search, ask = _check(search)
    return search, ask


def _ends(search: Search) -> Span:
    return search.anchors[0].at_s, search.anchors[-1].at_s


def _step_s(search: Search) -> float:
    from_s, to_s = _ends(search)
    return (to_s - from_s) / (search.grid + 1)


def _grid(search: Search) -> tuple[Search, Ask | None]:
    from_s, _ = _ends(search)
    step_s = _step_s(search)
    number = search.grid_done
    while number < search.grid and step_s >= _NARROW_S:
        number += 1
        at_s = from_s + number * step_s
        left, right = _around(search.sights, at_s)
        if right - left > step_s / 2 and not _is_barren(search, left, right):
            ask = Probe(at_s, left, right)
            return msgspec.structs.replace(search, grid_done=number), ask
    return msgspec.structs.replace(search, grid_done=search.grid), None


def _around(sights: Sequence[Sight], at_s: float) -> Span:
    """The instants of the looks before and after."""
    left = max((sight.at_s for sight in sights if sight.at_s <= at_s), default=at_s - _OUTSIDE_S)
    right = min((sight.at_s for sight in sights if sight.at_s > at_s), default=at_s + _OUTSIDE_S)
    return left, right


def _is_barren(search: Search, left: float, right: float) -> bool:
    spans = (*search.barren, *search.scanned)
    return any(from_s <= left and right <= to_s for from_s, to_s in spans)


def _open_gaps(search: Search, from_s: float, to_s: float) -> list[Span]:
    """Gaps between looks in a span that may hold another keyframe, the widest first."""
    inside = [s.at_s for s in search.sights if from_s <= s.at_s <= to_s]
    gaps = [gap for gap in pairwise(inside) if not _is_barren(search, *gap)]
    return sorted(gaps, key=lambda gap: (gap[0] - gap[1], gap[0]))


def _halve(gap: Span) -> Probe:
    return Probe((gap[0] + gap[1]) / 2, *gap)


def _blind(search: Search) -> Ask | None:
    """Where the grid saw nothing for more than a step, look again."""
    step_s = _step_s(search)
    for one, other in pairwise([s for s in search.sights if s.vote != Vote.HIDDEN]):
        if other.at_s - one.at_s <= 1.6 * step_s or step_s < _NARROW_S:
            continue
        inside = sum(one.at_s < s.at_s < other.at_s for s in search.sights)
        steps = (other.at_s - one.at_s) / step_s
        gaps = _open_gaps(search, one.at_s, other.at_s)
        if gaps and inside < _TRIES_IN_GAP + min(steps, 3 * _TRIES_IN_GAP):
            return _halve(gaps[0])
    return None


class Run(Struct, frozen=True):
    """Looks that agree, one after the other, with nothing between them that says otherwise."""

    vote: Vote
    sights: tuple[Sight, ...]
    sworn: bool

    @property
    def first_s(self) -> float:
        """Its first instant."""
        return self.sights[0].at_s

    @property
    def last_s(self) -> float:
        """Its last instant."""
        return self.sights[-1].at_s

    @property
    def is_borne_out(self) -> bool:
        """Whether it is more than somebody who passed."""
        return self.last_s - self.first_s >= _SPELL_S and len(self.sights) >= _SUPPORT

    @property
    def holds(self) -> bool:
        """Whether it is believed for now."""
        return self.sworn or self.is_borne_out


def runs_of(search: Search) -> list[Run]:
    """All looks with a vote, cut where the vote changes."""
    sworn = {anchor.at_s for anchor in search.anchors}
    runs: list[list[Sight]] = []
    for sight in search.sights:
        if sight.vote == Vote.HIDDEN:
            continue
        if runs and runs[-1][-1].vote == sight.vote:
            runs[-1].append(sight)
        else:
            runs.append([sight])
    return [Run(run[0].vote, tuple(run), any(sight.at_s in sworn for sight in run)) for run in runs]


def spells_of(search: Search) -> list[Run]:
    """Runs that hold, those of one vote that follow each other joined."""
    joined: list[Run] = []
    for run in runs_of(search):
        if not run.holds:
            continue
        if joined and joined[-1].vote == run.vote:
            before = joined.pop()
            run = Run(run.vote, before.sights + run.sights, before.sworn or run.sworn)
        joined.append(run)
    return joined


def _unsupported(search: Search) -> Ask | None:
    """A run of too few looks is looked at again, until it holds or is known to be nothing."""
    runs = runs_of(search)
    for before, run, after in zip(runs, runs[1:], runs[2:], strict=False):
        if run.holds:
            continue
        left, right = before.last_s, after.first_s
        near = [s for s in search.sights if left < s.at_s < right]
        if len(near) < _TRIES_NEAR:
            reach_s = max(8.0, 2 * (run.last_s - run.first_s))
            from_s, to_s = max(left, run.first_s - reach_s), min(right, run.last_s + reach_s)
            ask = _near(search, run, from_s, to_s)
            if ask is not None:
                return ask
        if right - left <= _SCAN_S and not _is_scanned(search, left, right):
            return _scan(search, left, right)
    return None


def _near(search: Search, run: Run, from_s: float, to_s: float) -> Ask | None:
    """A keyframe beside a run, on the side that has more room."""
    for at_s, after in sorted(((run.first_s, False), (run.last_s, True))):
        other = [s.at_s for s in search.sights if (s.at_s > at_s if after else s.at_s < at_s)]
        beside = min(other, default=at_s) if after else max(other, default=at_s)
        left, right = (at_s, beside) if after else (beside, at_s)
        if left == right or _is_barren(search, left, right):
            continue
        wanted = min((at_s + to_s) / 2, (left + right) / 2)
        if not after:
            wanted = max((at_s + from_s) / 2, (left + right) / 2)
        return Probe(wanted, left, right)
    return None


def _is_scanned(search: Search, left: float, right: float) -> bool:
    return any(from_s <= left and right <= to_s for from_s, to_s in search.scanned)


def _scan(search: Search, left: float, right: float) -> Ask | None:
    return Scan(left, right) if len(search.scanned) < _SCANS_MAX else None


def _between(search: Search) -> Ask | None:
    """Bisect each change by keyframes, then look at every frame of what is left."""
    for before, after in pairwise(spells_of(search)):
        ask = _narrow(search, before.last_s, after.first_s)
        if ask is not None:
            return ask
    return None


def _narrow(search: Search, left: float, right: float) -> Ask | None:
    gaps = _open_gaps(search, left, right)
    inside = [s.at_s for s in search.sights if left < s.at_s < right]
    if gaps and (len(inside) < _TRIES_IN_GAP or right - left <= _ALL_KEYFRAMES_S):
        return _halve(gaps[0])
    if inside:
        # Hidden for long: as near to it as keyframes go, from both sides.
        for gap in ((left, inside[0]), (inside[-1], right)):
            if gap in gaps:
                return _halve(gap)
    if right - left <= _SCAN_WHOLE_S:
        return None if _is_scanned(search, left, right) else _scan(search, left, right)
    for from_s, to_s in pairwise([left, *inside[:1], *inside[-1:], right]):
        # The camera may have been off; what it gave before follows its last keyframe.
        span = from_s, min(to_s, from_s + _SCAN_S)
        if (from_s == left or to_s == right) and not _is_scanned(search, *span):
            return _scan(search, *span)
    return None


def _check(search: Search) -> tuple[Search, Ask | None]:
    """Look at both sides of each change once more, farther and farther away."""
    checked = list(search.checked)
    for before, after in pairwise(spells_of(search)):
        for run, at_s, sign in ((before, before.last_s, -1), (after, after.first_s, 1)):
            for far_s in _CHECKS_S:
                wanted = at_s + sign * far_s
                if not _is_worth(search, wanted, run) or any(
                    abs(done - wanted) < far_s / 3 for done in checked
                ):
                    continue
                checked.append(wanted)
                left, right = _around(search.sights, wanted)
                near = min(wanted - left, right - wanted)
                if near >= far_s / 3 and not _is_barren(search, left, right):
                    new = msgspec.structs.replace(search, checked=tuple(checked))
                    return new, Probe(wanted, left, right)
    return msgspec.structs.replace(search, checked=tuple(checked)), None


def _is_worth(search: Search, wanted: float, run: Run) -> bool:
    """Beyond the anchors only what bears out an anchor itself is looked at."""
    from_s, to_s = _ends(search)
    return from_s < wanted < to_s or (wanted >= 0 and not run.is_borne_out)


def answer(search: Search) -> Answer:
    """What is known by now; the whole truth once `next_ask` has nothing more to ask."""
    spells = spells_of(search)
    changes = tuple(_change(search, one, other) for one, other in pairwise(spells))
    sworn = {anchor.at_s for anchor in search.anchors}
    votes = sum(s.vote != Vote.HIDDEN and s.at_s not in sworn for s in search.sights)
    doubts = [
        one.last_s if not one.is_borne_out else other.first_s
        for one, other in pairwise(spells)
        if other.first_s - one.last_s <= _SCAN_S and not (one.is_borne_out and other.is_borne_out)
    ]
    why = ""
    if doubts:
        why = f"no picture beside second {doubts[0]:.1f} agrees with it: mark another"
    step_s, looks = round(_step_s(search), 3), len(search.sights) - len(sworn)
    if why:
        return Answer(Outcome.CANNOT_TELL, why, (), step_s, looks)
    from_s, to_s = _ends(search)
    unseen_s = sum(change.first_s - change.last_s for change in changes)
    if votes < _SUPPORT or (unseen_s > _SCAN_S and unseen_s > _UNSEEN_MOST * (to_s - from_s)):
        why = "most of what lies between the anchors could not be judged"
        return Answer(Outcome.CANNOT_TELL, why, changes, step_s, looks)
    return Answer(Outcome.CHANGED, "", changes, step_s, looks)


def _change(search: Search, before: Run, after: Run) -> Change:
    left, right = before.last_s, after.first_s
    hidden = [s.at_s for s in search.sights if left < s.at_s < right]
    sides = [*before.sights[-_SUPPORT:], *after.sights[:_SUPPORT]]
    sure = min(s.sure for s in sides)
    # A gap that nobody could look into says less than one of a few frames.
    support = min(len(before.sights), len(after.sights), 5) / 5
    wide = 1.0 if right - left <= _SCAN_S else 0.8
    kind = Kind.WENT if before.vote == Vote.THERE else Kind.CAME
    confidence = round(min(0.99, (0.5 + 0.5 * sure) * (0.6 + 0.4 * support) * wide), 2)
    return Change(kind, left, right, confidence, len(hidden), _look_at(left, right, hidden))


def _look_at(left: float, right: float, hidden: Sequence[float]) -> tuple[float, ...]:
    """The two ends, and what lies between them, thinned out."""
    some = hidden[:: max(1, -(-len(hidden) // (_SHOWN_MAX - 2)))] if hidden else ()
    return (left, *some, right)
