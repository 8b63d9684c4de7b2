"""Positions that are as usual (`early`): a province's phones send a thousand and more in a second.

As usual is a token of ours, an officer on duty, and something to keep. Who the phones are of is
asked, and where they are is written, for all that came in at about the same time.
"""

from collections.abc import Sequence
from uuid import UUID

import msgspec

from service.identity import tokens
from service.patrol import actions
from service.patrol.wire import NewFixes, Taken
from service.platform.asks import Errand, for_system
from service.platform.db import IN_LINE, Line
from service.platform.early import Answer
from service.platform.gate import Gate
from service.platform.gathering import Gathering, or_alone
from service.platform.house import House

PATH = "/v1/me/positions"

# Nobody waits for the answer: a phone sends its next positions seconds later.
_GATHER_S = 0.1

_decoder = msgspec.json.Decoder(NewFixes, strict=True)


class Positions:
    """Positions that come in at about the same time, of one house."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._sent: Gathering[tuple[UUID, NewFixes], Taken | None] = Gathering(
            self._take, gather_s=_GATHER_S
        )

    async def take(self, gate: Gate, headers: dict[str, str], body: bytes) -> Answer | None:
        """The answer to positions that are as usual; None where they are not, and nothing is kept.

        The gate has let them in already, and counted.
        """
        del gate
        scheme, _, token = headers.get("authorization", "").partition(" ")
        session_id = tokens.session_of(self._house, token) if scheme == "Bearer" else None
        if session_id is None:
            return None
        try:
            new = _decoder.decode(body)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            return None
        taken = await self._sent.ask((session_id, new))
        return None if taken is None else Answer(200, taken.sifted, str(taken.account_id))

    @for_system(Errand.POSITIONS)
    async def _take(self, sent: Sequence[tuple[UUID, NewFixes]]) -> list[Taken | None]:
        IN_LINE.set(Line.OTHERS)
        return await or_alone(actions.take_fixes_together(self._house, sent), len(sent))
