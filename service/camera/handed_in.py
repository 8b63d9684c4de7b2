"""Files of cameras that are read into the register: how far each has come, and what is wrong."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from service.camera.wire import Format
from service.core.geo import Crs
from service.core.problem import Fault, Problem
from service.core.wire import Told
from service.platform.outbox import Topic


class ImportState(StrEnum):
    """How far a file of cameras has come: all of it is written in the end, or nothing."""

    ARRIVING = "arriving"
    WAITING = "waiting"
    READING = "reading"
    DONE = "done"
    REFUSED = "refused"


class RowFault(Told):
    """What is wrong with a row of a file: in which column, with which value, and why.

    Rows are counted as spreadsheets do, features from 1; row 0 is the whole file. Values are cut
    short, and secrets are not shown.
    """

    row: int
    column: str
    value: str
    reason: str


class CameraImport(Told):
    """A file of cameras that is read in, or was.

    While it is read, `rows_read` grows; in the end rows that are neither added nor updated said
    nothing new. Of the rows that are wrong the first are told, and `faults_found` counts all; with
    one of them nothing of the file is written. `encoding` is what the bytes turned out to be.
    """

    import_id: UUID
    person: str
    format: Format
    crs: Crs | None
    encoding: str | None
    state: ImportState
    rows_read: int
    added: int
    updated: int
    faults_found: int
    faults: list[RowFault]
    asked_at: datetime
    ended_at: datetime | None


class TooManyImports(Problem):
    """Other files of cameras wait already; hand this one in when they have been read."""

    code = "camera.too_many_imports"
    fault = Fault.TOO_MANY


IMPORTED = Topic("camera.imported", CameraImport, "A file of cameras was read in, or refused.")
TOPICS = (IMPORTED,)
