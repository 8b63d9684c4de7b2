"""A desk that hears one copy of the service: `python -m tests.hosts.ear --base URL --journal FILE`.

Each numbered event is written with what it said, in short.
"""

import argparse
import asyncio
import hashlib
import json
from pathlib import Path
from typing import Any

from tests.chaos.journal import Journal
from tests.chaos.listening import Session


def main() -> None:
    """Listen until killed."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--base", required=True)
    parser.add_argument("--journal", type=Path, required=True)
    asked = parser.parse_args()
    journal = Journal(asked.journal)

    async def heard(event: dict[str, Any]) -> None:
        if event["seq"] is not None:
            said = json.dumps([event["topic"], event["at"], event["body"]], sort_keys=True)
            digest = hashlib.sha256(said.encode()).hexdigest()[:16]
            journal.write("heard", seq=event["seq"], said=digest)

    async def listen() -> None:
        await Session(asked.base, "desk", journal).listen(heard)

    asyncio.run(listen())


if __name__ == "__main__":
    main()
