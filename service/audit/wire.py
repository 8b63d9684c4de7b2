"""The access register: who looked at what, and why."""

from uuid import UUID

from msgspec import Struct


class Look(Struct, frozen=True):
    """One look at a picture or recording, as Decree 799 article 16 asks it to be recorded."""

    account_id: UUID
    person: str
    work_unit: str
    reason: str
    content: str
    incident_id: UUID | None
