"""Sites as places, for whoever asks in nobody's name."""

from uuid import UUID

from service.platform.db import Connection
from service.site import store
from service.site.wire import SiteRow


async def by_id(connection: Connection, site_id: UUID) -> SiteRow | None:
    """One site, wherever it lies; whoever calls this has said what for."""
    return await store.site_by_id(connection, site_id)


async def named(connection: Connection, words: str, count: int) -> list[SiteRow]:
    """Sites whose name or address holds these words, wherever they lie: the shortest names first.

    Whoever calls this has said what for.
    """
    return await store.named(connection, words, count)
