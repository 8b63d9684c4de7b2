"""`watchbell register`: the access register verified, taken out, and its anchors and key shown."""

import getpass
from collections.abc import Sequence
from datetime import datetime, timedelta, timezone
from pathlib import Path

import msgspec

from service.app import open_house
from service.audit import actions
from service.audit.exporting import Form, in_short, write_out
from service.audit.wire import Anchor, Look, LookKind, Sought, Trouble, Verdict
from service.core.times import EARLIEST, LATEST, as_utc
from service.platform.asks import Errand, for_system
from service.settings import Settings

_ANCHORS_MOST = 100_000
_LAST = 2**63 - 1
_SAYS = {
    Trouble.ALTERED: "row {n} does not fit: it, or what leads to it, was altered",
    Trouble.MISSING: "row {n} is missing",
    Trouble.REORDERED: "row {n} does not stand in its place",
    Trouble.INSERTED: "where row {n} should stand there is one that does not belong there",
    Trouble.CUT: "the register was cut: row {n} and what follows is gone",
    Trouble.FORGED_ANCHOR: "the anchor of row {n} does not bear its key's signature",
    Trouble.FOREIGN_ANCHOR: "the anchor of row {n} was signed with another key",
    Trouble.UNREADABLE: "the line where row {n} should stand cannot be read",
}


@for_system(Errand.COMMAND_LINE)
async def verify_kept(settings: Settings, outside: Sequence[Anchor], key: str | None) -> Verdict:
    """Walk along the register in the database."""
    async with open_house(settings) as house:
        return await actions.verify(house, outside, key=key)


def in_words(verdict: Verdict, *, compared: bool) -> str:
    """What was found, as a person reads it; `compared` with a key that he himself has kept."""
    lines = [
        f"rows {verdict.first} to {verdict.last}: {verdict.shown} read, {verdict.hidden} hidden"
    ]
    if verdict.anchors:
        whose = "the given key" if compared else "the key that they name themselves"
        lines.append(
            f"{verdict.anchors} anchors fit, signed with {whose}; they vouch for all up to"
            f" row {verdict.anchored}"
        )
    else:
        lines.append("no anchor vouches for these rows")
    if verdict.finding is not None:
        lines.append(_SAYS[verdict.finding.trouble].format(n=verdict.finding.number))
    return "\n".join(lines)


@for_system(Errand.COMMAND_LINE)
async def take_out(
    settings: Settings, path: Path, sought: Sought, form: Form, *, chinese: bool
) -> None:
    """Write rows of all areas into a file; that somebody does is in the register first."""
    async with open_house(settings) as house:
        look = Look(
            kind=LookKind.EXPORT,
            account_id=None,
            person=_person(),
            work_unit="command line",
            reason="export",
            content=in_short(sought, form),
            incident_id=None,
            scope=(),
        )
        await actions.record(house, look)
        with path.open("wb") as file:
            async for piece in write_out(house, sought, form, chinese=chinese):
                file.write(piece)


@for_system(Errand.COMMAND_LINE)
async def anchors(settings: Settings) -> bytes:
    """Every anchor, one in each line, the oldest first."""
    async with open_house(settings) as house, house.db.reading() as connection:
        found = await actions.anchors(connection, _LAST, _ANCHORS_MOST)
    return b"".join(msgspec.json.encode(anchor) + b"\n" for anchor in reversed(found))


def _person() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "unknown"


def sought(
    settings: Settings,
    incident: int | None,
    person: str | None,
    from_at: datetime | None,
    until_at: datetime | None,
) -> Sought:
    """What is wanted of all areas; a day without a zone is one of this place."""
    here = timezone(timedelta(minutes=settings.utc_offset_min))

    def placed(at: datetime | None, otherwise: datetime) -> datetime:
        if at is None:
            return otherwise
        return as_utc(at if at.tzinfo is not None else at.replace(tzinfo=here))

    return Sought(
        incident=incident,
        person=person,
        from_at=placed(from_at, EARLIEST),
        until_at=placed(until_at, LATEST),
        areas=None,
    )
