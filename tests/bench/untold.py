"""The service, which tells PostgreSQL nothing of who asks: only to be measured beside it."""

from service.cli import main
from service.platform.db import Database, Teller


async def _tell(_line: Teller, said: str) -> None:
    del said


if __name__ == "__main__":
    Database._words = lambda _db: ""  # type: ignore[assignment,method-assign]
    Teller.tell = _tell  # type: ignore[assignment,method-assign]
    main()
