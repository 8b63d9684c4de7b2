"""RTP inside RTSP (RFC 2326 10.12, 3550), H.264 (RFC 6184) and H.265 (RFC 7798).

A ring keeps packets as they came. What a press does not ask for is never taken apart: while
they come in, only a picture's end and whether it is a keyframe are looked at.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from msgspec import Struct

DOLLAR = 0x24
_MARKER = 0x80
_HEAD = 4
_RTP_HEAD = 12
_NTP_EPOCH = datetime(1900, 1, 1, tzinfo=UTC)
# A camera whose clock was never set counts from its start.
_CLOCK_SET = datetime(2015, 1, 1, tzinfo=UTC)
_SENDER_REPORT, _BYE = 200, 203
_START = b"\0\0\0\1"

# Kinds of NAL units: H.264 table 7-1 and RFC 6184, H.265 table 7-1 and RFC 7798.
_AVC_SLICE, _AVC_IDR, _AVC_SPS, _AVC_STAP, _AVC_FU = 1, 5, 7, 24, 28
_HEVC_IRAP = range(16, 24)
_HEVC_PARAMETERS, _HEVC_AP, _HEVC_FU = range(32, 35), 48, 49


class Codec(StrEnum):
    """What a stream is compressed with, in FFmpeg's words."""

    H264 = "h264"
    HEVC = "hevc"


class Coding(Struct, frozen=True):
    """How the packets of a stream are to be read."""

    codec: Codec
    channel: int
    parameter_sets: bytes


class Sight(StrEnum):
    """What a packet says of the picture that it belongs to."""

    NOTHING = "nothing"
    PARAMETERS = "parameters"
    KEYFRAME = "keyframe"
    OTHER = "other"


def payload_start(packet: memoryview | bytearray | bytes, start: int) -> int:
    """Where the payload of the RTP packet at start begins (RFC 3550, 5.1 and 5.3.1)."""
    first = packet[start]
    at = start + _RTP_HEAD + 4 * (first & 0x0F)
    if first & 0x10 and len(packet) >= at + 4:
        at += 4 + 4 * (packet[at + 2] << 8 | packet[at + 3])
    return at


def look(codec: Codec, packet: bytearray | bytes, start: int, end: int) -> Sight:
    """What the NAL units that begin in this payload say."""
    if end - start < 3:
        return Sight.NOTHING
    if codec is Codec.H264:
        return _look_avc(packet, start, end)
    return _look_hevc(packet, start, end)


def is_hevc(packet: bytearray | bytes, start: int, end: int) -> bool:
    """Whether this is a parameter set of H.265, which H.264 cannot be: there its kind is none."""
    return end - start > 2 and packet[start] == 0x40 and packet[start + 1] == 0x01


def _look_avc(packet: bytearray | bytes, start: int, end: int) -> Sight:
    kind = packet[start] & 0x1F
    if kind == _AVC_FU:
        return _sight_avc(packet[start + 1] & 0x1F)
    if kind == _AVC_STAP:
        return _strongest(_sight_avc(packet[at] & 0x1F) for at in _pieces(packet, start + 1, end))
    return _sight_avc(kind)


def _sight_avc(kind: int) -> Sight:
    if kind == _AVC_IDR:
        return Sight.KEYFRAME
    if kind == _AVC_SPS:
        return Sight.PARAMETERS
    return Sight.OTHER if _AVC_SLICE <= kind < _AVC_IDR else Sight.NOTHING


def _look_hevc(packet: bytearray | bytes, start: int, end: int) -> Sight:
    kind = packet[start] >> 1 & 0x3F
    if kind == _HEVC_FU:
        return _sight_hevc(packet[start + 2] & 0x3F)
    if kind == _HEVC_AP:
        pieces = _pieces(packet, start + 2, end)
        return _strongest(_sight_hevc(packet[at] >> 1 & 0x3F) for at in pieces)
    return _sight_hevc(kind)


def _sight_hevc(kind: int) -> Sight:
    if kind in _HEVC_IRAP:
        return Sight.KEYFRAME
    if kind in _HEVC_PARAMETERS:
        return Sight.PARAMETERS
    return Sight.OTHER if kind < _HEVC_PARAMETERS.start else Sight.NOTHING


def _pieces(packet: bytearray | bytes, at: int, end: int) -> Iterator[int]:
    """Where the NAL units of an aggregation begin."""
    while at + 2 < end:
        length = packet[at] << 8 | packet[at + 1]
        yield at + 2
        at += 2 + length


def _strongest(sights: Iterator[Sight]) -> Sight:
    found = set(sights)
    for sight in (Sight.KEYFRAME, Sight.OTHER, Sight.PARAMETERS):
        if sight in found:
            return sight
    return Sight.NOTHING


def byte_stream(coding: Coding, data: bytes) -> bytes:
    """The NAL units of a unit's packets, each behind a start code (annex B).

    Packets are put in the order of their numbers; a NAL unit that lacks a part is left out, since
    its picture would be smeared where it ends.
    """
    view, out, whole = memoryview(data), bytearray(), bytearray()
    expected = -1
    for sequence, payload in _in_order(view, coding.channel):
        fragment = _fragment(coding.codec, payload)
        if fragment is None:
            whole.clear()
            _plain(coding.codec, payload, out)
        else:
            head, first, last, rest = fragment
            if first:
                whole[:] = head
            elif sequence != expected:
                whole.clear()
            if whole:
                whole += rest
                if last:
                    out += _START
                    out += whole
                    whole.clear()
        expected = sequence + 1 & 0xFFFF
    return bytes(out)


def _in_order(view: memoryview, channel: int) -> list[tuple[int, memoryview]]:
    found: list[tuple[int, memoryview]] = []
    at = 0
    while at + _HEAD <= len(view):
        end = at + _HEAD + (view[at + 2] << 8 | view[at + 3])
        if view[at + 1] == channel and end - at >= _HEAD + _RTP_HEAD:
            packet = view[at + _HEAD : end]
            stop = len(packet) - (packet[-1] if packet[0] & 0x20 else 0)
            payload = packet[payload_start(packet, 0) : stop]
            if len(payload) > 2:
                found.append((packet[2] << 8 | packet[3], payload))
        at = end
    if found:
        base = found[0][0]
        # Signed distance from the first, since numbers begin anew after 65,535.
        found.sort(key=lambda item: (item[0] - base + 0x8000) % 0x10000)
    return found


def _fragment(codec: Codec, payload: memoryview) -> tuple[bytes, bool, bool, memoryview] | None:
    """Head, whether first, whether last, and content of a fragment; None for anything else."""
    if codec is Codec.H264:
        if payload[0] & 0x1F != _AVC_FU:
            return None
        mark = payload[1]
        head = bytes((payload[0] & 0xE0 | mark & 0x1F,))
        return head, bool(mark & 0x80), bool(mark & 0x40), payload[2:]
    if payload[0] >> 1 & 0x3F != _HEVC_FU:
        return None
    mark = payload[2]
    head = bytes((payload[0] & 0x81 | (mark & 0x3F) << 1, payload[1]))
    return head, bool(mark & 0x80), bool(mark & 0x40), payload[3:]


def _plain(codec: Codec, payload: memoryview, out: bytearray) -> None:
    """A NAL unit of its own, or several in one packet."""
    if codec is Codec.H264:
        together, skip = payload[0] & 0x1F == _AVC_STAP, 1
    else:
        together, skip = payload[0] >> 1 & 0x3F == _HEVC_AP, 2
    if not together:
        out += _START
        out += payload
        return
    at = skip
    while at + 2 < len(payload):
        length = payload[at] << 8 | payload[at + 1]
        out += _START
        out += payload[at + 2 : at + 2 + length]
        at += 2 + length


def sender_report(packet: bytes | bytearray) -> tuple[datetime, int] | None:
    """The camera's own clock, if set, and its media clock at one instant (RFC 3550, 6.4.1)."""
    if len(packet) < 20 or packet[1] != _SENDER_REPORT:
        return None
    seconds = int.from_bytes(packet[8:12], "big")
    fraction_us = int.from_bytes(packet[12:16], "big") * 1_000_000 >> 32
    at = _NTP_EPOCH + timedelta(seconds=seconds, microseconds=fraction_us)
    if at < _CLOCK_SET:
        return None
    return at, int.from_bytes(packet[16:20], "big")


def says_bye(packet: bytes | bytearray) -> bool:
    """Whether one of the reports of a packet says that the stream has ended (RFC 3550, 6.6)."""
    at = 0
    while at + 4 <= len(packet):
        if packet[at + 1] == _BYE:
            return True
        at += 4 + 4 * (packet[at + 2] << 8 | packet[at + 3])
    return False
