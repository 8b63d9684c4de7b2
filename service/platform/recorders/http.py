"""A recorder with an HTTP API: `PUT` and `DELETE /channels/{channel}/holds/{hold}`.

It answers 200, 201 or 204 when it holds or has let go, 404 for a channel that it does not know, and
410 when nothing of that time is left. A hold that it has already is held.
"""

from urllib.parse import quote

import msgspec

from service.platform.camera_link.http import Fetcher
from service.platform.frames import NoFrame, Trouble
from service.platform.recorders import HoldService, HoldTrouble, NotHeld, Stretch

_ANSWER_BYTES_MAX = 64 * 1024
_TROUBLES = {
    401: HoldTrouble.WRONG_LOGIN,
    403: HoldTrouble.WRONG_LOGIN,
    404: HoldTrouble.UNKNOWN_CHANNEL,
    410: HoldTrouble.NOTHING_LEFT,
}


class HttpRecorder:
    """Holds by its API; no redirect is followed, and what is read is bounded."""

    def __init__(self, fetcher: Fetcher, address: HoldService) -> None:
        self._fetcher, self._address = fetcher, address

    async def hold(self, stretch: Stretch) -> None:
        """Ask it to hold back. Raises NotHeld."""
        body = {"from_at": stretch.from_at, "until_at": stretch.until_at}
        status = await self._ask("PUT", stretch.channel, stretch.hold, msgspec.json.encode(body))
        if status not in (200, 201, 204):
            raise NotHeld(_TROUBLES.get(status, HoldTrouble.REFUSED))

    async def release(self, channel: str, hold: str) -> None:
        """Ask it to let go; what it does not know, it does not hold. Raises NotHeld."""
        status = await self._ask("DELETE", channel, hold, None)
        if status not in (200, 204, 404, 410):
            raise NotHeld(_TROUBLES.get(status, HoldTrouble.REFUSED))

    async def _ask(self, method: str, channel: str, hold: str, data: bytes | None) -> int:
        base = self._address.base_url.rstrip("/")
        url = f"{base}/channels/{quote(channel, safe='')}/holds/{quote(hold, safe='')}"
        headers = {"Content-Type": "application/json"}
        if self._address.token:
            headers["Authorization"] = f"Bearer {self._address.token}"
        try:
            reply = await self._fetcher.ask(
                method, url, headers=headers, data=data, bytes_max=_ANSWER_BYTES_MAX
            )
        except NoFrame as error:
            barred = error.trouble is Trouble.FORBIDDEN_ADDRESS
            trouble = HoldTrouble.FORBIDDEN_ADDRESS if barred else HoldTrouble.AWAY
            raise NotHeld(trouble) from error
        return reply.status
