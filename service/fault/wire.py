"""Faults: a device that is silent, ails or is impersonated; a gateway that fails."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from service.core.problem import Fault as Turn
from service.core.problem import Problem
from service.core.wire import Told
from service.platform.outbox import Topic


class FaultKind(StrEnum):
    """What is wrong."""

    DEVICE_LOST = "device.lost"
    DEVICE_FAULTY = "device.faulty"
    DEVICE_TAMPERING = "device.tampering"
    TEST_OVERDUE = "device.test_overdue"
    GATEWAY_SILENT = "gateway.silent"
    GATEWAY_REFUSING = "gateway.refusing"
    GATEWAY_DOUBTED = "gateway.doubted"


class Fault(Told):
    """A fault as staff see it. Tampering a person clears; the others clear
    by themselves."""

    fault_id: UUID
    kind: FaultKind
    subject_id: UUID
    subject: str
    site_id: UUID | None
    detail: str
    count: int
    opened_at: datetime
    seen_at: datetime
    cleared_at: datetime | None
    cleared_by: str | None


RAISED = Topic("fault.raised", Fault, "A fault was found, or seen again.")
CLEARED = Topic("fault.cleared", Fault, "A fault is over.")
TOPICS = (RAISED, CLEARED)


class AlreadyCleared(Problem):
    """This fault is over already."""

    code = "fault.already_cleared"
    fault = Turn.CONFLICT
