"""RTP and RTCP as a camera sends them inside an RTSP connection (RFC 3550, 6184, 2326 10.12)."""

import struct
from datetime import UTC, datetime, timedelta

from tests.support.town.broadcast import AccessUnit

CLOCK_HZ = 90_000
PAYLOAD_TYPE = 96
_PAYLOAD_MAX = 1_400
_FRAGMENT = 28  # FU-A (RFC 6184, 5.8).
_SENDER_REPORT, _DESCRIPTION, _CNAME = 200, 202, 1
_NTP_EPOCH = datetime(1900, 1, 1, tzinfo=UTC)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def rtp_time(at: datetime) -> int:
    """The media clock at an instant: it runs with the wall clock."""
    return (at - _EPOCH) // timedelta(microseconds=1) * CLOCK_HZ // 1_000_000 & 0xFFFFFFFF


def payloads(unit: AccessUnit) -> list[bytes]:
    """The picture in pieces that fit a network packet."""
    found: list[bytes] = []
    for nal in unit.nals:
        if len(nal) <= _PAYLOAD_MAX:
            found.append(nal)
            continue
        indicator, kind = nal[0] & 0xE0 | _FRAGMENT, nal[0] & 0x1F
        pieces = range(1, len(nal), _PAYLOAD_MAX)
        for start in pieces:
            first, last = start == 1, start + _PAYLOAD_MAX >= len(nal)
            header = bytes((indicator, first << 7 | last << 6 | kind))
            found.append(header + nal[start : start + _PAYLOAD_MAX])
    return found


class Sender:
    """One viewer's sequence of packets, framed for the channels of its connection."""

    def __init__(self, ssrc: int, first_sequence: int, channels: tuple[int, int]) -> None:
        self.ssrc, self.sequence = ssrc, first_sequence
        self._media, self._control = channels
        self._packets = self._octets = 0

    def frame(self, unit: AccessUnit) -> bytes:
        """All packets of one picture; the last one carries the marker."""
        stamp = rtp_time(unit.taken_at)
        parts = payloads(unit)
        out = bytearray()
        for number, payload in enumerate(parts):
            marker = 0x80 if number == len(parts) - 1 else 0
            header = struct.pack(
                ">BBHII", 0x80, marker | PAYLOAD_TYPE, self.sequence, stamp, self.ssrc
            )
            out += _framed(self._media, header + payload)
            self.sequence = (self.sequence + 1) & 0xFFFF
            self._packets += 1
            self._octets += len(payload)
        return bytes(out)

    def report(self, at: datetime) -> bytes:
        """A sender report: which wall-clock time the media clock shows, and what was sent."""
        since = at - _NTP_EPOCH
        seconds = since // timedelta(seconds=1)
        fraction = (since % timedelta(seconds=1)).microseconds * (1 << 32) // 1_000_000
        sender = struct.pack(
            ">BBHIIIIII", 0x80, _SENDER_REPORT, 6, self.ssrc, seconds & 0xFFFFFFFF, fraction,
            rtp_time(at), self._packets & 0xFFFFFFFF, self._octets & 0xFFFFFFFF,
        )  # fmt: skip
        name = b"camera"
        item = bytes((_CNAME, len(name))) + name
        item += b"\0" * (4 - len(item) % 4)
        words = 1 + len(item) // 4
        described = struct.pack(">BBHI", 0x81, _DESCRIPTION, words, self.ssrc) + item
        return _framed(self._control, sender + described)


def _framed(channel: int, packet: bytes) -> bytes:
    return struct.pack(">cBH", b"$", channel, len(packet)) + packet
