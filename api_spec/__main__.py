"""`python -m api_spec` writes the documents anew; with `--check` it says what has drifted."""

import json
import sys
from pathlib import Path
from typing import Any

from litestar import Litestar
from litestar.di import Provide

from api_spec import mobile
from service.app import ROUTES, TOPICS
from service.contract import asyncapi, describe, openapi, problems
from service.identity.guard import provide_who
from service.platform.house import House
from service.platform.web import StrictRequest
from service.site.guard import provide_device

HERE = Path(__file__).parent
MOBILE = HERE.parent / "mobile_contract/v1"


def documents() -> dict[str, Any]:
    """Every document by file name."""
    return {
        "openapi.json": openapi(_doors()),
        "asyncapi.json": asyncapi(TOPICS),
        "problems.json": problems(),
    }


def files() -> dict[Path, str]:
    """Every generated file with its text."""
    made = documents()
    phones = mobile.documents(made["openapi.json"], made["asyncapi.json"], made["problems.json"])
    wanted = {HERE / name: document for name, document in made.items()}
    wanted |= {MOBILE / name: document for name, document in phones.items()}
    return {path: _text(document) for path, document in wanted.items()}


def _text(document: Any) -> str:
    return json.dumps(document, ensure_ascii=False, indent=2, sort_keys=False) + "\n"


def _doors() -> Litestar:
    """The doors without a house behind them: enough to be described."""

    async def provide_house() -> House:
        raise AssertionError("nobody enters")

    return Litestar(
        ROUTES,
        request_class=StrictRequest,
        openapi_config=describe(),
        dependencies={
            "house": Provide(provide_house),
            "who": Provide(provide_who),
            "device": Provide(provide_device),
        },
    )


def main() -> int:
    """Write, or compare; 1 when something has drifted."""
    drifted = []
    for path, text in files().items():
        if "--check" not in sys.argv:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        elif not path.exists() or path.read_text(encoding="utf-8") != text:
            drifted.append(path.relative_to(HERE.parent))
    for name in drifted:
        print(f"{name} does not fit the structs; run ./dev spec")
    return 1 if drifted else 0


if __name__ == "__main__":
    sys.exit(main())
