"""What a camera says of its streams (SDP, RFC 8866), as far as a ring needs it."""

import base64
import binascii
import re

from msgspec import Struct

from service.platform.rings.rtp import Codec

_CODECS = {"h264": Codec.H264, "h265": Codec.HEVC, "hevc": Codec.HEVC}
_SETS = ("sprop-vps", "sprop-sps", "sprop-pps", "sprop-parameter-sets")
_SET_BYTES_MAX = 4096
_START = b"\0\0\0\1"


class NoVideo(Exception):
    """There is no video that we can read."""


class Video(Struct, frozen=True):
    """A camera's video: how it is asked for, and what a decoder must know beforehand."""

    codec: Codec
    clock_hz: int
    control: str
    whole: str
    parameter_sets: bytes


def read_sdp(body: bytes) -> Video:
    """The first video of a description that we can read. Raises NoVideo."""
    whole, medium, media = "", "", list[dict[str, str]]()
    for line in body.decode("utf-8", "replace").splitlines():
        name, _, value = line.strip().partition("=")
        if name == "m":
            medium = value
            media.append({"m": value})
            continue
        attribute, _, said = value.partition(":")
        if name != "a" or attribute not in ("control", "rtpmap", "fmtp"):
            continue
        if not medium:
            whole = said if attribute == "control" else whole
        elif attribute == "control" or said.split(" ")[0] == _payload_type(medium):
            media[-1].setdefault(attribute, said)
    for found in media:
        encoding = re.fullmatch(r"\d+ ([\w.-]+)/(\d+).*", found.get("rtpmap", ""))
        if found["m"].startswith("video") and encoding and encoding[1].lower() in _CODECS:
            clock_hz = int(encoding[2]) or 90_000
            codec, control = _CODECS[encoding[1].lower()], found.get("control", "")
            return Video(codec, clock_hz, control, whole, _sets(found.get("fmtp", "")))
    raise NoVideo


def _payload_type(medium: str) -> str:
    words = medium.split()
    return words[3] if len(words) > 3 else ""


def _sets(fmtp: str) -> bytes:
    """Parameter sets of the description, each behind a start code; a wrong one is left out."""
    pairs = (part.strip().partition("=") for part in fmtp.partition(" ")[2].split(";"))
    given = {name.lower(): value for name, _, value in pairs}
    out = b""
    for name in _SETS:
        for text in given.get(name, "").split(","):
            try:
                nal = base64.b64decode(text, validate=True)
            except binascii.Error:
                continue
            if 2 < len(nal) <= _SET_BYTES_MAX:
                out += _START + nal
    return out
