"""What of a request may be looked at now, and by whom: for whatever shows recordings."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from msgspec import Struct

from service.core.problem import NotFound
from service.footage import actions, filing, guards, store
from service.footage.consent import ConsentRow
from service.footage.terms import FootageLane, FootageState
from service.footage.wire import CameraRow, Entry, Row
from service.identity.wire import Who
from service.platform.db import Connection
from service.platform.house import House

_LOOKS = frozenset({FootageState.SCHEDULED, FootageState.OFFICER_REVIEW, FootageState.VIEWING})


class Barred(StrEnum):
    """Why a camera of a request may not be looked at now."""

    NOT_NOW = "not_now"
    UNDECIDED = "undecided"
    REFUSED = "refused"
    NO_CONSENT = "no_consent"
    # Near a military or a secret unit (Decree 799, article 10).
    RESTRICTED = "restricted"


class MayLook(Struct, frozen=True):
    """A camera of a request with the minutes that were granted; `barred` where not even those."""

    camera_id: UUID
    name: str
    managing_unit: str
    unit_category: str
    from_at: datetime
    until_at: datetime
    barred: Barred | None


class Opened(Struct, frozen=True):
    """A request with what of it may be looked at."""

    row: Row
    cameras: list[MayLook]


def barred(row: Row, camera: CameraRow, consents: list[ConsentRow]) -> Barred | None:
    """Why a camera may not be looked at; None where it may (Decree 799, article 21).

    Where a life is at risk nobody waits for a decision, but a managing unit has consented, by
    mouth at least.
    """
    urgent = row.lane is FootageLane.EMERGENCY
    if row.state not in _LOOKS and not (urgent and row.state is FootageState.EMERGENCY_ACTIVE):
        return Barred.NOT_NOW
    if camera.restricted_at is not None:
        return Barred.RESTRICTED
    if camera.decision is None and not urgent:
        return Barred.UNDECIDED
    if camera.decision is not None and camera.decision not in guards.SHOWN:
        return Barred.REFUSED
    return None if guards.consented(camera, consents, row) else Barred.NO_CONSENT


async def opened(
    connection: Connection, who: Who, footage_id: UUID, *, locked: bool = False
) -> Opened:
    """A request of the asker's office, with what may be looked at. Raises NotFound."""
    row = await actions.seen(connection, who, footage_id, locked=locked)
    return await _opened(connection, row)


async def opened_by_id(connection: Connection, footage_id: UUID) -> Opened:
    """The same for whoever works in nobody's name. Raises NotFound."""
    row = await store.by_id(connection, footage_id)
    if row is None:
        raise NotFound(field="footage_id")
    return await _opened(connection, row)


async def _opened(connection: Connection, row: Row) -> Opened:
    consents = await store.consents_of(connection, row.footage_id)
    cameras = await store.cameras_of(connection, row.footage_id)
    return Opened(
        row,
        [
            MayLook(
                one.camera_id,
                one.name,
                one.managing_unit,
                one.unit_category,
                one.from_at,
                one.until_at,
                barred(row, one, consents),
            )
            for one in cameras
        ],
    )


async def note(
    house: House,
    connection: Connection,
    footage_id: UUID,
    entry: Entry,
    *,
    findings: int | None = None,
    sightings: int | None = None,
) -> None:
    """Write a line of the desk's into the timeline of a request.

    So many `findings` of the desk or `sightings` of the plan wait for a second person: until he has
    agreed there is no result.
    """
    if findings is not None or sightings is not None:
        await store.set_unconfirmed(connection, footage_id, findings=findings, sightings=sightings)
    await filing.announce(house, connection, footage_id, [entry])
