"""What somebody typed into the form, read into a request, or told field by field what is wrong."""

import re
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta, timezone
from enum import StrEnum
from typing import TypeVar
from uuid import UUID

from msgspec import Struct

from service.core.geo import Crs, GivenPlace
from service.core.problem import Problem
from service.footage.terms import Category
from service.footage.wire import AtRisk, NewFootageRequest, Relationship

FIELDS = (
    *("category", "at_risk", "description", "minors", "where", "site", "pin", "on", "from"),
    *("until", "next_day", "name", "relationship", "phone", "code"),
)
# What is kept of a field when it is shown again: nobody types more.
TYPED_MOST = 4000
WORDS_MOST, NAME_MOST, WHERE_MOST, WHERE_LEAST = 2000, 60, 60, 2
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TIME = re.compile(r"[0-9]{2}:[0-9]{2}(:[0-9]{2})?")
_PIN = re.compile(r"(-?[0-9]{1,3}\.[0-9]{1,10}),(-?[0-9]{1,3}\.[0-9]{1,10})")
PHONE = re.compile(r"\+?[0-9]{5,20}")
CODE = re.compile(r"[0-9]{6}")
# In people's own text a line may end; in names of people nothing but signs.
_UNFIT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
# Where the fields of the contract stand in the form.
_STANDS = {"from_at": "from", "until_at": "until", "place": "where", "site_id": "where"}
_FAULTS = {"footage.place_outside": "outside", "request.not_found": "place"}

Faults = dict[str, str]
Choice = TypeVar("Choice", bound=StrEnum)


class Read(Struct, frozen=True):
    """A form as it was read: the request where nothing is wrong, else a fault for each field."""

    new: NewFootageRequest | None
    faults: Faults


def typed(given: Mapping[str, str]) -> dict[str, str]:
    """What stands in each field of the form; what is no field of it is left out."""
    return {name: given.get(name, "")[:TYPED_MOST] for name in FIELDS}


def read(typed: Mapping[str, str], utc_offset: timedelta) -> Read:
    """Read a form. Whether the time and the place can be asked for, filing says."""
    faults: Faults = {}
    category = _one(Category, typed["category"], "category", faults)
    relationship = _one(Relationship, typed["relationship"], "relationship", faults)
    at_risk = _at_risk(typed["at_risk"], faults)
    description = _words(typed["description"], WORDS_MOST, "description", faults)
    name = _words(typed["name"], NAME_MOST, "name", faults, line=True)
    place, site_id = _where(typed, faults)
    from_at, until_at = _window(typed, utc_offset, faults)
    if category is None or relationship is None or from_at is None or until_at is None or faults:
        return Read(None, faults)
    new = NewFootageRequest(
        category=category,
        from_at=from_at,
        until_at=until_at,
        description=description,
        name=name,
        place=place,
        site_id=site_id,
        relationship=relationship,
        at_risk=at_risk,
        minors=bool(typed["minors"]),
    )
    return Read(new, faults)


def fault_of(problem: Problem) -> Faults | None:
    """Which field of the form a refusal is about, and how; None where it is about none."""
    field = _STANDS.get(problem.field or "", problem.field or "")
    if field not in FIELDS:
        return None
    why = str(problem.facts.get("why", _FAULTS.get(problem.code, "signs")))
    return {field: why}


def phone(text: str) -> str | None:
    """A telephone number without what people write between its digits; None where it is none."""
    plain = re.sub(r"[\s()\-.]", "", text)
    return plain if PHONE.fullmatch(plain) else None


def _one(kind: type[Choice], said: str, field: str, faults: Faults) -> Choice | None:
    try:
        return kind(said)
    except ValueError:
        faults[field] = "choose"
        return None


def _at_risk(said: str, faults: Faults) -> AtRisk | None:
    if said in ("", "none"):
        return None
    return _one(AtRisk, said, "at_risk", faults)


def _words(said: str, most: int, field: str, faults: Faults, *, line: bool = False) -> str:
    """Somebody's words as they are kept: lines end alike, nothing stands around them."""
    text = said.replace("\r\n", "\n").replace("\r", "\n").strip()
    if not text:
        faults[field] = "needed"
    elif len(text) > most:
        faults[field] = "long"
    elif _UNFIT.search(text) or (line and re.search(r"[\t\n]", text)):
        faults[field] = "signs"
    return text


def _where(typed: Mapping[str, str], faults: Faults) -> tuple[GivenPlace | None, UUID | None]:
    """The point that was shown on the map, else the place that was chosen by its name."""
    found = _PIN.fullmatch(typed["pin"])
    if found and abs(lat := float(found[1])) <= 85 and abs(lon := float(found[2])) <= 180:
        return GivenPlace(lat=lat, lon=lon, crs=Crs.WGS84), None
    try:
        return None, UUID(typed["site"])
    except ValueError:
        faults["where"] = "place"
        return None, None


def _window(
    typed: Mapping[str, str], utc_offset: timedelta, faults: Faults
) -> tuple[datetime | None, datetime | None]:
    """From when until when; what ends past midnight ends a day later."""
    here = timezone(utc_offset)
    day = _day(typed["on"], faults)
    begin, end = (_time(typed[name], name, faults) for name in ("from", "until"))
    if day is None or begin is None or end is None:
        return None, None
    last = day + timedelta(days=1) if typed["next_day"] else day
    return datetime.combine(day, begin, here), datetime.combine(last, end, here)


def _day(said: str, faults: Faults) -> date | None:
    try:
        found = date.fromisoformat(said) if _DAY.fullmatch(said) else None
    except ValueError:
        found = None
    # A year before or after still has a neighbour in every calendar.
    if found is None or not 2000 <= found.year <= 2999:
        faults["on"] = "date"
        return None
    return found


def _time(said: str, field: str, faults: Faults) -> time | None:
    try:
        if _TIME.fullmatch(said):
            return time.fromisoformat(said)
    except ValueError:
        pass
    faults[field] = "time"
    return None
