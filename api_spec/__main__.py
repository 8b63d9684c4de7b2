"""`python -m api_spec` writes the documents anew; with `--check` it says what has drifted, and what
phones that are in the field would miss. `--release v1.1` keeps what phones are promised today.
"""

import json
import sys
from pathlib import Path
from typing import Any

from litestar import Litestar
from litestar.di import Provide

from api_spec import compat, footage, mobile, processing, types
from api_spec.matrix import as_table, matrix
from service.app import ROUTES, TOPICS
from service.contract import asyncapi, describe, handlers_of, openapi, problems
from service.identity.guard import provide_who
from service.platform.house import House
from service.platform.web import StrictRequest
from service.site.guard import provide_device

HERE = Path(__file__).parent
MOBILE = HERE.parent / "mobile_contract/v1"
RELEASED = HERE.parent / "mobile_contract/released"
_PROMISED = ("openapi", "live", "push", "problems", "moves")


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
    typed = types.sources(phones["openapi.json"], phones["push.json"], phones["live.json"])
    may = matrix(handlers_of(_doors()))
    wanted[HERE / "matrix.json"] = may
    made_of_forms = {path: _text(document) for path, document in wanted.items()}
    made_of_forms |= processing.documents()
    made_of_forms[HERE.parent / "docs/roles.md"] = as_table(may)
    made_of_forms[HERE.parent / "docs/footage-request.md"] = footage.document()
    return made_of_forms | {MOBILE / "types" / name: text for name, text in typed.items()}


def surface() -> dict[str, Any]:
    """What phones are promised today, in one."""
    made = files()
    return {name: json.loads(made[MOBILE / f"{name}.json"]) for name in _PROMISED}


def broken() -> list[str]:
    """What phones that were built for a released version would miss today."""
    now = surface()
    return [
        f"{path.stem}: {said}"
        for path in sorted(RELEASED.glob("v*.json"))
        for said in compat.breaks(json.loads(path.read_text(encoding="utf-8")), now)
    ]


def _release(version: str) -> int:
    path = RELEASED / f"{version}.json"
    if path.exists():
        print(f"{version} is released; what was promised is never written anew")
        return 1
    path.parent.mkdir(exist_ok=True)
    path.write_text(_text(surface()), encoding="utf-8")
    return 0


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
    if "--release" in sys.argv:
        return _release(sys.argv[-1])
    drifted = []
    for path, text in files().items():
        if "--check" not in sys.argv:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        elif not path.exists() or path.read_text(encoding="utf-8") != text:
            drifted.append(path.relative_to(HERE.parent))
    for name in drifted:
        print(f"{name} does not fit the structs; run ./dev spec")
    missed = broken() if "--check" in sys.argv else []
    for said in missed:
        print(f"mobile_contract/released/{said}")
    return 1 if drifted or missed else 0


if __name__ == "__main__":
    sys.exit(main())
