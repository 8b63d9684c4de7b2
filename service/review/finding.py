"""The moment finder over a recording: asks what the search wants to know, a step at a time."""

from collections.abc import Iterator, Sequence

from service.review import moment
from service.review.compare import Judge, Unfit
from service.review.moment import Answer, Ask, Outcome, Probe, Search, Sight, Vote
from service.review.patch import Frame, Patch, Region, cut_patch, frame_of
from service.review.recording import Recording
from service.review.reel import Shot
from service.review.refusals import AnchorOutside, AnchorsMissing

# How far the picture that a person marked may be from the second that was written down.
_ANCHOR_S = 2.0
_ANCHORS_MAX = 8
_UNFIT = {
    Unfit.ALIKE: (Outcome.NO_CHANGE_SEEN, "in the region the anchors look alike"),
    Unfit.LIGHT: (Outcome.CANNOT_TELL, "light or view differ too much between the anchors"),
}


class Finder:
    """One region of one recording between a person's anchors.

    A step asks one thing. What is known is `search`; with it another finder goes on from there.
    """

    def __init__(
        self,
        recording: Recording,
        region: Region,
        there_s: Sequence[float],
        gone_s: Sequence[float],
        *,
        grid: int = moment.GRID,
        search: Search | None = None,
    ) -> None:
        """Read the anchors. Raises AnchorsMissing, AnchorOutside, RegionOutside."""
        if not there_s or not gone_s or set(there_s) & set(gone_s):
            raise AnchorsMissing("one of each kind at least, and no two at one moment")
        if len({*there_s, *gone_s}) > _ANCHORS_MAX:
            raise AnchorsMissing(f"{_ANCHORS_MAX} moments can be marked at most")
        self._recording = recording
        shots = {at_s: _anchor(recording, at_s) for at_s in sorted({*there_s, *gone_s})}
        first = next(iter(shots.values())).picture
        self._frame = frame_of(region, first.width, first.height)
        patches = {at_s: _patch(shot, self._frame) for at_s, shot in shots.items()}
        self._judge = Judge(
            [patches[at_s] for at_s in there_s], [patches[at_s] for at_s in gone_s], self._frame
        )
        votes = dict.fromkeys(there_s, Vote.THERE) | dict.fromkeys(gone_s, Vote.GONE)
        anchors = {shots[at_s].at_s: Sight(shots[at_s].at_s, votes[at_s]) for at_s in shots}
        if len(anchors) < len(shots):
            raise AnchorsMissing("two of the moments are one picture")
        self.search = search or moment.begin(anchors.values(), grid=grid)

    def step(self) -> bool:
        """Look at what is to be looked at next; False where there is nothing more."""
        if self._judge.unfit is not None:
            return False
        self.search, ask = moment.next_ask(self.search)
        if ask is None:
            return False
        self.search = moment.told(self.search, ask, self._seen(ask))
        return True

    def steps(self) -> Iterator[float]:
        """All steps, each with how much is done by then, 0 to 1."""
        while self.step():
            yield moment.progress(self.search)

    def _seen(self, ask: Ask) -> list[Sight]:
        if isinstance(ask, Probe):
            shot = self._recording.keyframe(ask.at_s, ask.after_s, ask.before_s)
            return [] if shot is None else [self._sight(shot)]
        return [self._sight(shot) for shot in self._recording.frames(ask.from_s, ask.to_s)]

    def _sight(self, shot: Shot) -> Sight:
        patch = cut_patch(shot.picture, self._frame)
        vote, sure = (Vote.HIDDEN, 0.0) if patch is None else self._judge.look(patch)
        return Sight(shot.at_s, vote, sure)

    def answer(self) -> Answer:
        """What is known by now."""
        found = moment.answer(self.search)
        if self._judge.unfit is None:
            return found
        outcome, why = _UNFIT[self._judge.unfit]
        return Answer(outcome, why, (), found.step_s, found.looks)


def _anchor(recording: Recording, at_s: float) -> Shot:
    """The picture of a marked moment. Raises AnchorOutside."""
    shot = next(recording.frames(at_s - 0.001, at_s + _ANCHOR_S), None)
    if shot is None:
        # Whoever marks the end means the last picture.
        for earlier in recording.frames(at_s - _ANCHOR_S, at_s):
            shot = earlier
    if shot is None:
        raise AnchorOutside(f"second {at_s:g}; the recording has {recording.duration_s:.1f}")
    return shot


def _patch(shot: Shot, frame: Frame) -> Patch:
    patch = cut_patch(shot.picture, frame)
    if patch is None:
        raise AnchorOutside(f"second {shot.at_s:g}: the picture has another form")
    return patch
