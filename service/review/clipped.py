"""A recording of which no more is seen than from one instant to another."""

from collections.abc import Iterator, Sequence
from datetime import datetime

import numpy as np

from service.core.times import seconds_between
from service.review.recording import Part, Recording
from service.review.reel import Groups, Shot


class Clipped(Recording):
    """As Recording, by the same line of seconds; whatever lies outside is as if it were not there.

    A file of ten hours of which an hour was granted gives that hour.
    """

    def __init__(self, parts: Sequence[Part], from_at: datetime, until_at: datetime) -> None:
        """Raises NotARecording where no part can be read."""
        super().__init__(parts)
        self.from_s = seconds_between(self.begins_at, from_at)
        self.to_s = seconds_between(self.begins_at, until_at)

    def holds(self, at_s: float) -> bool:
        """Whether a second may be seen."""
        return self.from_s <= at_s <= self.to_s

    def keyframe(self, at_s: float, after_s: float, before_s: float) -> Shot | None:
        """As Recording's, strictly between the two and inside."""
        # The ends belong to what may be seen.
        after_s = max(after_s, np.nextafter(self.from_s, -np.inf))
        before_s = min(before_s, np.nextafter(self.to_s, np.inf))
        if after_s >= before_s:
            return None
        return super().keyframe(min(max(at_s, after_s), before_s), after_s, before_s)

    def frames(self, from_s: float, to_s: float) -> Iterator[Shot]:
        """As Recording's, inside."""
        return super().frames(max(from_s, self.from_s), min(to_s, self.to_s))

    def pictures(self, from_s: float, to_s: float) -> Iterator[Shot]:
        """As Recording's, inside."""
        return super().pictures(max(from_s, self.from_s), min(to_s, self.to_s))

    def keyframes(self, from_s: float = 0.0) -> Iterator[Shot]:
        """As Recording's, inside."""
        for shot in super().keyframes(max(from_s, self.from_s)):
            if shot.at_s > self.to_s:
                return
            yield shot

    def groups(self) -> Iterator[Groups]:
        """As Recording's, inside."""
        for found in super().groups():
            inside = (found.at_s >= self.from_s) & (found.at_s <= self.to_s)
            yield Groups(found.at_s[inside], found.size_bytes[inside])
