"""The phone's forms as types of the languages that phones are written in."""

from typing import Any

from api_spec.types import kotlin, swift, typescript
from api_spec.types.model import read


def sources(openapi: dict[str, Any], push: dict[str, Any], live: dict[str, Any]) -> dict[str, str]:
    """Every source file by its name below `mobile_contract/v1/types`."""
    model = read(openapi, push, live)
    return {
        "watchbell.ts": typescript.source(model),
        "Watchbell.kt": kotlin.source(model),
        "Watchbell.swift": swift.source(model),
    }
