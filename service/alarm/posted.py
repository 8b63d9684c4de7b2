"""What boxes post to one path, read where it is as usual: whose it is, and what it says."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar
from uuid import UUID

import msgspec

from service.platform.gate import Gate
from service.platform.gathering import Gathering
from service.platform.house import House
from service.platform.limits import ALARM
from service.site import beats, plainly
from service.site.beats import Speaker
from service.site.wire import DeviceAt

S = TypeVar("S", bound=Speaker | DeviceAt)
T = TypeVar("T")


class Posted(Generic[S, T]):
    """Reads; who the boxes are is asked once for all that came in at about the same time."""

    def __init__(
        self,
        house: House,
        path: str,
        shape: type[T],
        find: Callable[[Sequence[UUID]], Awaitable[Sequence[S | None]]],
        *,
        gather_s: float,
    ) -> None:
        """`find` answers which of these boxes may speak here, in the same order."""
        self._house, self._path = house, path
        self._decoder = msgspec.json.Decoder(shape, strict=True)
        self._found: Gathering[UUID, S | None] = Gathering(find, gather_s=gather_s)

    async def read(self, gate: Gate, headers: dict[str, str], body: bytes) -> tuple[S, T] | None:
        """Whose it is and what it says; None where it is not as usual, or comes too often."""
        claimed = plainly.key_id_of(headers.get("signature-input", ""))
        # What comes too often is told so at the door.
        if claimed is None or gate.left_s(self._path, claimed, ALARM) > 0:
            return None
        try:
            said = self._decoder.decode(body)
        except (msgspec.DecodeError, UnicodeDecodeError):
            return None
        speaker = await self._found.ask(UUID(claimed))
        if speaker is None or not beats.is_signed(self._house, speaker, self._path, headers, body):
            return None
        return speaker, said
