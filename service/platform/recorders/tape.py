"""What a recorder plays, written as a file as it comes: pictures are put anew, never decoded."""

import io
from collections import deque
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from pathlib import Path

import av
from av.container import OutputContainer
from av.stream import Stream

from service.platform.recorders import Brought, GapWhy, NotFetched
from service.platform.recorders.taking import room
from service.platform.rings import rtp
from service.platform.rings.ring import Unit

# So much waits to be written before the recorder is asked to wait.
WAITING_BYTES_MOST = 8 * 1024 * 1024
_MICROSECOND = Fraction(1, 1_000_000)
# Pictures that are shown out of their order are put off by so many: as many as encoders hold back.
_REORDERED_MOST = 4
# Two pictures farther apart are not of one run: between them nothing was recorded.
HOLE_S = 2.0
# A recorder begins at the keyframe before what is asked for; some make one in ten seconds.
_EARLY_MOST = timedelta(seconds=30)
# ONVIF streaming specification, 6.3: the extension of a packet that says when it was recorded.
_REPLAY = 0xABAC
_NTP_EPOCH = datetime(1900, 1, 1, tzinfo=UTC)


class Tape:
    """What has come and is not written yet; stands where a session expects a ring."""

    def __init__(self) -> None:
        self.units: deque[Unit] = deque()
        self.size_bytes = 0
        self.grown: Callable[[], None] = lambda: None

    def add(self, unit: Unit) -> None:
        """A picture, or a part of one: two with one time are one, some send its head apart."""
        if self.units and self.units[-1].pts_us == unit.pts_us:
            before = self.units.pop()
            unit = Unit(
                before.data + unit.data,
                before.is_keyframe or unit.is_keyframe,
                unit.pts_us,
                before.arrived_at,
                unit.coding,
            )
            self.size_bytes -= len(before.data)
        self.units.append(unit)
        self.size_bytes += len(unit.data)
        self.grown()

    def cut(self) -> None:
        """The media clock was set anew: what comes is told apart by its own time."""

    def said(self, camera_at: datetime, pts_us: int) -> None:
        """What the recorder's clock shows now, which is not when it recorded."""

    def take(self, *, all_of_it: bool) -> list[Unit]:
        """What waits; until the end not the last, of which there may be more to come."""
        last = None if all_of_it or not self.units else self.units.pop()
        taken = list(self.units)
        self.units.clear()
        if last is not None:
            self.units.append(last)
        self.size_bytes = 0 if last is None else len(last.data)
        return taken


class TapeWriter:
    """A file of the pictures of one stretch; closed when all of it has come.

    `said_at` is from when the recorder says that it plays, where it does. Pictures that say
    themselves when they were recorded (ONVIF) are believed before that.
    """

    def __init__(self, file: Path, from_at: datetime, until_at: datetime, bytes_most: int) -> None:
        self._file, self._from_at, self._until_at = file, from_at, until_at
        self._bytes_most = bytes_most
        self.said_at: datetime | None = None
        self._out: OutputContainer | None = None
        self._stream: Stream | None = None
        self._zero_at: datetime | None = None
        self._zero_us: int | None = None
        self._last_us = -1
        self._waiting: list[tuple[int, bytes, bool]] = []
        self._written_us = -1
        self._size_bytes = 0
        self._holes: list[tuple[float, float]] = []
        self.is_done = False

    @property
    def is_begun(self) -> bool:
        """Whether any picture was written."""
        return self._out is not None

    def write(self, units: Sequence[Unit]) -> None:
        """Put these behind the others; beyond the stretch nothing. Raises NotFetched."""
        try:
            for unit in units:
                if not self.is_done:
                    self._put(unit)
        except (av.error.FFmpegError, ValueError) as error:
            raise NotFetched(GapWhy.UNREADABLE) from error
        except OSError as error:
            raise NotFetched(room(error)) from error

    def close(self) -> Brought:
        """The file is whole. Raises NotFetched where there is no picture in it."""
        if self._out is None or self._zero_at is None:
            raise NotFetched(GapWhy.NOT_RECORDED)
        try:
            for _ in range(len(self._waiting)):
                self._mux()
            self._out.close()
        except OSError as error:
            raise NotFetched(room(error)) from error
        self._out = None
        return Brought(self._zero_at, tuple(self._holes))

    def drop(self) -> None:
        """What was written is none."""
        if self._out is not None:
            self._out.close()
            self._out = None

    def _put(self, unit: Unit) -> None:
        data = rtp.byte_stream(unit.coding, unit.data)
        if not data:
            return
        if self._out is None:
            if not unit.is_keyframe:
                return
            self._open(unit, data)
        at_us = self._at_us(unit)
        begun_at = self._zero_at
        assert begun_at is not None, "it was opened with the first picture"
        whole_us = (self._until_at - begun_at).total_seconds() * 1_000_000
        if at_us >= whole_us:
            self.is_done = True
            return
        step_us = at_us - self._last_us if self._last_us >= 0 else 0
        is_hole = step_us > HOLE_S * 1_000_000
        # The next would be beyond: some say nothing when all of it was sent.
        self.is_done = not is_hole and step_us > 0 and at_us + step_us >= whole_us
        if is_hole:
            self._holes.append((self._last_us / 1e6, at_us / 1e6))
        self._last_us = max(self._last_us, at_us)
        self._size_bytes += len(data)
        if self._size_bytes > self._bytes_most:
            raise NotFetched(GapWhy.TOO_LARGE)
        self._waiting.append((at_us, data, unit.is_keyframe))
        if len(self._waiting) > _REORDERED_MOST:
            self._mux()

    def _mux(self) -> None:
        """Write the one that came first; it is decoded when the earliest of those here is shown."""
        assert self._out is not None, "nothing waits before it is open"
        at_us, data, is_keyframe = self._waiting[0]
        decoded_us = max(self._written_us + 1, min(at for at, _, _ in self._waiting))
        self._waiting.pop(0)
        self._written_us = decoded_us
        packet = av.Packet(data)
        assert self._stream is not None, "it was opened with the first picture"
        packet.stream, packet.time_base = self._stream, _MICROSECOND
        packet.pts, packet.dts = max(at_us, decoded_us), decoded_us
        packet.is_keyframe = is_keyframe
        self._out.mux(packet)

    def _open(self, unit: Unit, data: bytes) -> None:
        """Begin the file: what the pictures are is read from the first. Raises NotFetched."""
        sets = unit.coding.parameter_sets
        with av.open(io.BytesIO(sets + data), format=unit.coding.codec.value) as given:
            out = av.open(str(self._file), "w", format="matroska")
            self._stream = out.add_stream_from_template(given.streams.video[0], opaque=True)
        self._out = out
        recorded_at = recorded(unit.data)
        begins = recorded_at or self.said_at or self._from_at
        if not self._from_at - _EARLY_MOST <= begins < self._until_at:
            raise NotFetched(GapWhy.WRONG_TIME)
        self._zero_at, self._zero_us = begins, unit.pts_us

    def _at_us(self, unit: Unit) -> int:
        """When a picture is shown, in microseconds since the first."""
        recorded_at = recorded(unit.data)
        assert self._zero_at is not None, "it was opened with the first picture"
        assert self._zero_us is not None, "it was opened with the first picture"
        if recorded_at is not None:
            return max(0, round((recorded_at - self._zero_at).total_seconds() * 1_000_000))
        return max(0, unit.pts_us - self._zero_us)


def recorded(data: bytes) -> datetime | None:
    """When a picture was recorded, where its first packet says so; by the recorder's clock."""
    at = 4
    if len(data) < at + 16 or not data[at] & 0x10:
        return None
    extension = at + 12 + 4 * (data[at] & 0x0F)
    head = data[extension : extension + 12]
    if len(head) < 12 or int.from_bytes(head[:2], "big") != _REPLAY:
        return None
    seconds = int.from_bytes(head[4:8], "big")
    fraction_us = int.from_bytes(head[8:12], "big") * 1_000_000 >> 32
    return _NTP_EPOCH + timedelta(seconds=seconds, microseconds=fraction_us)
