"""A bounded number of seats, for what costs as long as it lasts."""

from collections.abc import Iterator
from contextlib import contextmanager


class Seats:
    """Counts who has taken one."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._taken = 0

    @property
    def full(self) -> bool:
        """Whether none is left."""
        return self._taken >= self._most

    @contextmanager
    def one(self) -> Iterator[None]:
        """Take a seat until the block ends."""
        self._taken += 1
        try:
            yield
        finally:
            self._taken -= 1
