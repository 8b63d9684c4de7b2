"""`watchbell cameras`: a file into the register and out of it, past the door."""

import sys
from pathlib import Path

from service.app import open_house
from service.camera.columns import Fault
from service.camera.exporting import write_out
from service.camera.importing import Progress, read_in
from service.camera.wire import Format
from service.centre import actions as centre
from service.core.geo import Crs
from service.platform.asks import Errand, for_system
from service.settings import Settings


class _Undone(Exception):
    """Something is wrong with the file."""


@for_system(Errand.COMMAND_LINE)
async def bring_in(settings: Settings, path: Path, kind: Format, crs: Crs | None) -> Progress:
    """Read a file into the register of all areas: all of it, or nothing where it has faults."""
    progress = Progress()

    async def tell(now: Progress) -> None:
        nonlocal progress
        progress = now
        if sys.stderr.isatty():
            sys.stderr.write(f"\r{now.rows_read} rows, {now.faults_found} wrong")
            sys.stderr.flush()

    async with open_house(settings) as house:
        try:
            async with house.transaction() as connection:
                areas = await centre.lineages(connection)
                with path.open("rb") as file:
                    await read_in(house, connection, file, kind, crs, areas, tell)
                if progress.faults_found:
                    raise _Undone
        except _Undone:
            pass
    if sys.stderr.isatty():
        sys.stderr.write("\n")
    return progress


@for_system(Errand.COMMAND_LINE)
async def take_out(
    settings: Settings, path: Path, kind: Format, crs: Crs, area: str | None, *, chinese: bool
) -> None:
    """Write the register of an area, or of all, into a file. Raises UnknownArea."""
    async with open_house(settings) as house:
        async with house.db.reading() as connection:
            if area is not None:
                await centre.lineage(connection, area)
            areas = [area] if area is not None else list(await centre.lineages(connection))
        with path.open("wb") as file:
            async for piece in write_out(house, areas, kind, crs, headers=chinese):
                file.write(piece)


def as_table(faults: tuple[Fault, ...], found: int) -> str:
    """What is wrong, a line each."""
    lines = [f"row {f.row}  {f.column or '-'}  {f.value!r}  {f.reason}" for f in faults]
    if found > len(faults):
        lines.append(f"… and {found - len(faults)} more")
    return "\n".join(lines)
