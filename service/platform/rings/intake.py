"""Cuts what a camera sends into pictures, looking only at the heads of packets."""

from datetime import datetime
from typing import Protocol

import msgspec

from service.platform.rings import rtp
from service.platform.rings.ring import Unit
from service.platform.rings.rtp import Codec, Coding, Sight
from service.platform.rings.sdp import Video

_TICK_WRAP = 1 << 32
# A media clock that jumps by more than this was set anew.
_JUMP_BACK_US, _JUMP_ON_US = 2_000_000, 10_000_000


class Taker(Protocol):
    """Where pictures go: a ring, or a file that is being written."""

    def add(self, unit: Unit) -> None:
        """A picture, or a part of one."""
        ...

    def cut(self) -> None:
        """What comes next has another clock."""
        ...

    def said(self, camera_at: datetime, pts_us: int) -> None:
        """What the camera's own clock shows at a moment of its stream."""
        ...


class Intake:
    """Pictures of one stream, from packets in a buffer into a ring."""

    def __init__(self, video: Video, channel: int, ring: Taker) -> None:
        self._coding = Coding(video.codec, channel, video.parameter_sets)
        self._clock_hz, self._ring = video.clock_hz, ring
        self.count = 0
        # The sender has said that this was all.
        self.has_ended = False
        self.keyed_at: datetime | None = None
        # Where in the buffer the picture begins that is coming in; -1 between two.
        self.begun = -1
        self._stamp = -1
        self._ticks: int | None = None
        self._began_at: datetime | None = None
        self._sight = Sight.NOTHING
        self._seen_idr = False

    def moved(self, by: int) -> None:
        """The buffer has lost its first bytes."""
        if self.begun >= 0:
            self.begun -= by

    def packet(self, buffer: bytearray, at: int, end: int, now: datetime) -> int:
        """Look at the packet from at to end; the end."""
        channel = buffer[at + 1]
        if channel != self._coding.channel or end - at < 16:
            if channel == self._coding.channel + 1:
                self._report(bytes(buffer[at + 4 : end]))
            return end
        stamp = int.from_bytes(buffer[at + 8 : at + 12], "big")
        if stamp != self._stamp and self.begun >= 0:
            self._close(buffer, at)
        if self.begun < 0:
            self.begun, self._stamp, self._began_at = at, stamp, now
            self._sight = Sight.NOTHING
        if self._sight is not Sight.KEYFRAME and self._sight is not Sight.OTHER:
            self._look(buffer, at, end)
        if buffer[at + 5] & 0x80:
            self._close(buffer, end)
        return end

    def _look(self, buffer: bytearray, at: int, end: int) -> None:
        start = rtp.payload_start(buffer, at + 4)
        if self._coding.codec is Codec.H264 and rtp.is_hevc(buffer, start, end):
            self._coding = msgspec.structs.replace(self._coding, codec=Codec.HEVC)
        sight = rtp.look(self._coding.codec, buffer, start, end)
        if sight is Sight.OTHER and self._sight is Sight.PARAMETERS and not self._seen_idr:
            # A stream that never has an instantaneous refresh begins anew where it repeats these.
            sight = Sight.KEYFRAME
        elif sight is Sight.KEYFRAME:
            self._seen_idr = True
        if sight is not Sight.NOTHING:
            self._sight = sight

    def _close(self, buffer: bytearray, end: int) -> None:
        assert self._began_at is not None
        is_keyframe = self._sight is Sight.KEYFRAME
        data, pts_us = bytes(buffer[self.begun : end]), self._pts_us(self._stamp)
        self._ring.add(Unit(data, is_keyframe, pts_us, self._began_at, self._coding))
        if is_keyframe:
            self.keyed_at = self._began_at
        self.count += 1
        self.begun = -1

    def _pts_us(self, stamp: int) -> int:
        """The media clock without its wrap; where it jumps, the ring is told."""
        before = self._ticks
        if before is None:
            self._ticks = stamp
        else:
            step = (stamp - before + _TICK_WRAP // 2) % _TICK_WRAP - _TICK_WRAP // 2
            step_us = step * 1_000_000 // self._clock_hz
            if -_JUMP_BACK_US <= step_us <= _JUMP_ON_US:
                self._ticks = before + step
            else:
                # Counted anew: a clock that only leaps would lead beyond all dates.
                self._ring.cut()
                self._ticks = stamp
        return self._ticks_us(self._ticks or 0)

    def _ticks_us(self, ticks: int) -> int:
        return ticks * 1_000_000 // self._clock_hz

    def _report(self, packet: bytes) -> None:
        self.has_ended = self.has_ended or rtp.says_bye(packet)
        said = rtp.sender_report(packet)
        if said is not None:
            at, stamp = said
            near = self._ticks if self._ticks is not None else stamp
            step = (stamp - near + _TICK_WRAP // 2) % _TICK_WRAP - _TICK_WRAP // 2
            self._ring.said(at, self._ticks_us(near + step))
