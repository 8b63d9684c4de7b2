"""Decisions about areas and their values."""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from service.centre.wire import Policy


def lineage_of(area_code: str, parent_lineage: Sequence[str]) -> list[str]:
    """An area's own code first, then every centre above it, the topmost last."""
    return [area_code, *parent_lineage]


# What older versions kept here, and `keeping` has taken over.
_GONE = frozenset({"fixes_kept_s", "pictures_kept_s"})


def resolve_policy(lineage: Sequence[str], set_by_area: Mapping[str, Mapping[str, Any]]) -> Policy:
    """The values that hold in the first area of lineage: the nearest area that sets one decides.

    Nested values (speeds) are decided one by one as well.
    """
    merged: dict[str, Any] = {}
    for area_code in reversed(lineage):
        for name, value in set_by_area.get(area_code, {}).items():
            if name in _GONE:
                continue
            if isinstance(value, Mapping):
                merged[name] = {**merged.get(name, {}), **value}
            else:
                merged[name] = value
    return msgspec.convert(merged, Policy)
