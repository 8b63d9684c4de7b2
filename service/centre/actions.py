"""Areas and the values that hold in them."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any

import msgspec

from service.centre import rules, store
from service.centre.wire import Area, AreaTaken, NewArea, Policy, UnknownArea
from service.core.problem import Invalid
from service.identity.wire import Role, Who
from service.platform.db import Connection


async def add_area(connection: Connection, new: NewArea) -> None:
    """Add an area below its parent. Raises UnknownArea, AreaTaken."""
    above: list[str] = []
    if new.parent_code is not None:
        above = await lineage(connection, new.parent_code, field="parent_code")
    line = rules.lineage_of(new.area_code, above)
    free = await store.add_area(
        connection, new.area_code, new.parent_code, new.name, new.level, line
    )
    if not free:
        raise AreaTaken(field="area_code")


async def add_area_as(connection: Connection, who: Who, new: NewArea) -> Area:
    """Add an area below one that you administer. Raises UnknownArea, AreaTaken."""
    above = await lineage(connection, new.parent_code or "", field="parent_code")
    if not who.sees(above, [Role.ADMINISTRATOR]):
        raise UnknownArea(field="parent_code")
    await add_area(connection, new)
    return next(a for a in await areas_within(connection, [new.area_code]))


async def lineage(connection: Connection, area_code: str, *, field: str = "area_code") -> list[str]:
    """The area's own code and every centre above. Raises UnknownArea naming field."""
    line = await store.lineage(connection, area_code)
    if line is None:
        raise UnknownArea(field=field)
    return line


async def lineages(connection: Connection) -> dict[str, list[str]]:
    """Every area's own code and those of all centres above it."""
    return {line[0]: line for line in await store.lineages(connection)}


async def areas_within(connection: Connection, area_codes: Iterable[str]) -> list[Area]:
    """These areas and everything below them."""
    return await store.areas_within(connection, area_codes)


async def names(connection: Connection, area_codes: Iterable[str]) -> dict[str, str]:
    """What these areas are called."""
    return {row.area_code: row.name for row in await store.names(connection, area_codes)}


async def policy(connection: Connection, line: Sequence[str], now: datetime) -> Policy:
    """The values that hold in the first area of a lineage."""
    rows = await store.policies(connection, line, now)
    return rules.resolve_policy(line, {row.area_code: row.body for row in rows})


async def areas_by(
    connection: Connection, now: datetime, value_of: Callable[[Policy], float]
) -> dict[float, list[str]]:
    """All areas by the value that holds in each."""
    lines = await store.lineages(connection)
    rows = await store.policies(connection, [line[0] for line in lines], now)
    bodies = {row.area_code: row.body for row in rows}
    found: dict[float, list[str]] = {}
    for line in lines:
        found.setdefault(value_of(rules.resolve_policy(line, bodies)), []).append(line[0])
    return found


async def set_policy(
    connection: Connection, area_code: str, from_at: datetime, body: dict[str, Any]
) -> None:
    """Let values hold in an area from an instant on. Raises UnknownArea."""
    await lineage(connection, area_code)
    try:
        msgspec.convert(body, Policy)
    except msgspec.ValidationError as error:
        raise Invalid(str(error), field="policy") from error
    await store.set_policy(connection, area_code, from_at, body)
