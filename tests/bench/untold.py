"""The service, which tells PostgreSQL nothing of who asks: only to be measured beside it."""

from service.__main__ import main
from service.platform.db import Database, Teller


async def _tell(_line: Teller, said: str) -> None:
    del said


if __name__ == "__main__":
    Database._words = lambda _db: ""  # type: ignore[method-assign]
    Teller.tell = _tell  # type: ignore[method-assign]
    main()
