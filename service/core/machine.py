"""State machines as data: which move leads from which states to which state."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from service.core.problem import WrongMove


@dataclass(frozen=True)
class Way:
    """From any of these states, to that one."""

    sources: frozenset[str]
    target: str


class Machine:
    """A transition table that can be asked, drawn and tested."""

    def __init__(self, start: str, ways: Mapping[str, tuple[Iterable[str], str]]) -> None:
        self.start = start
        self.ways = {move: Way(frozenset(a), b) for move, (a, b) in ways.items()}

    def after(self, state: str, move: str) -> str:
        """The state that move leads to from state. Raises WrongMove with what is allowed."""
        way = self.ways.get(move)
        if way is None or state not in way.sources:
            raise WrongMove(
                f"'{move}' is not possible while the state is '{state}'.",
                field="move",
                state=state,
                allowed=self.moves_from(state),
            )
        return way.target

    def moves_from(self, state: str) -> list[str]:
        """Every move that is possible from state, in the order of the table."""
        return [move for move, way in self.ways.items() if state in way.sources]

    @property
    def states(self) -> frozenset[str]:
        """Every state that the table names."""
        named = {self.start}
        for way in self.ways.values():
            named |= way.sources | {way.target}
        return frozenset(named)
