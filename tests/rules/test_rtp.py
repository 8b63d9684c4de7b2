"""Packets back into what they were made from, and what is seen of them while they come in."""

import random
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.platform.rings.intake import Intake
from service.platform.rings.login import Login
from service.platform.rings.ring import Ring
from service.platform.rings.rtp import Codec, Coding, byte_stream
from service.platform.rings.sdp import NoVideo, Video, read_sdp
from tests.support.films import packet, payloads

NOW = datetime(2026, 3, 2, 7, 40, tzinfo=UTC)
CODECS = st.sampled_from(list(Codec))
SIZES = st.lists(st.integers(3, 6_000), min_size=1, max_size=6)


def nal(codec: Codec, kind: int, size: int) -> bytes:
    """A NAL unit of so many bytes, none of them a start code."""
    head = bytes((0x60 | kind,)) if codec is Codec.H264 else bytes((kind << 1, 1))
    return head + bytes(n % 250 + 3 for n in range(size - len(head)))


def slices(codec: Codec, sizes: list[int]) -> tuple[bytes, ...]:
    return tuple(nal(codec, 1, size) for size in sizes)


def made(codec: Codec, nals: tuple[bytes, ...], first: int) -> list[bytes]:
    parts = payloads(codec.value, nals)
    return [
        packet(part, first + n, 9_000, marker=n == len(parts) - 1) for n, part in enumerate(parts)
    ]


def stream_of(*nals: bytes) -> bytes:
    return b"".join(b"\0\0\0\1" + one for one in nals)


@given(CODECS, SIZES, st.integers(0, 65_535), st.randoms(use_true_random=False))
def test_packets_in_any_order_give_the_same_stream(
    codec: Codec, sizes: list[int], first: int, chance: random.Random
) -> None:
    nals = slices(codec, sizes)
    packets = made(codec, nals, first)
    head, rest = packets[0], packets[1:]
    chance.shuffle(rest)
    data = b"".join([head, *rest])
    assert byte_stream(Coding(codec, 0, b""), data) == stream_of(*nals)


@given(CODECS, st.integers(3_000, 9_000), st.data())
def test_a_nal_unit_that_lacks_a_part_is_left_out(
    codec: Codec, size: int, data: st.DataObject
) -> None:
    packets = made(codec, slices(codec, [size]), 7)
    packets.pop(data.draw(st.integers(0, len(packets) - 1)))
    after = nal(codec, 1, 50)
    packets.append(packet(after, 99, 9_000, marker=True))
    assert byte_stream(Coding(codec, 0, b""), b"".join(packets)) == stream_of(after)


@given(CODECS, st.binary(max_size=400))
def test_noise_is_taken_apart_without_harm(codec: Codec, noise: bytes) -> None:
    byte_stream(Coding(codec, 0, b""), noise)
    framed = b"".join(packet(noise[n:], n, 0, marker=False) for n in range(0, len(noise), 50))
    byte_stream(Coding(codec, 0, b""), framed)
    ring = Ring(keep_s=1, bytes_max=10_000)
    intake = Intake(Video(codec, 90_000, "", "", b""), 0, ring)
    buffer, at = bytearray(framed), 0
    while at + 4 <= len(buffer):
        end = at + 4 + (buffer[at + 2] << 8 | buffer[at + 3])
        at = intake.packet(buffer, at, end, NOW)


def test_several_in_one_packet_and_other_channels_and_padding() -> None:
    first, second = nal(Codec.H264, 7, 20), nal(Codec.H264, 8, 9)
    together = bytes((24,)) + b"".join(len(n).to_bytes(2, "big") + n for n in (first, second))
    padded = bytearray(packet(nal(Codec.H264, 5, 30) + b"\0\0\0\4", 2, 0, marker=True))
    padded[4] |= 0x20
    data = packet(together, 1, 0, marker=False) + packet(b"report", 1, 0, marker=True, channel=1)
    found = byte_stream(Coding(Codec.H264, 0, b""), data + bytes(padded))
    assert found == stream_of(first, second, nal(Codec.H264, 5, 30))


def taken(
    codec: Codec, pictures: list[tuple[int, list[tuple[bytes, ...]]]], *, says: Codec | None = None
) -> Ring:
    """A ring after these pictures: the stamp of each, and its NAL units by packet train."""
    ring = Ring(keep_s=60, bytes_max=10**7)
    intake = Intake(Video(says or codec, 90_000, "", "", b""), 0, ring)
    buffer, number = bytearray(), 0
    for stamp, trains in pictures:
        for train in trains:
            parts = payloads(codec.value, train)
            for n, part in enumerate(parts):
                at = len(buffer)
                buffer += packet(part, number, stamp, marker=n == len(parts) - 1)
                intake.packet(buffer, at, len(buffer), NOW)
                number += 1
    return ring


IDR = {Codec.H264: 5, Codec.HEVC: 19}
SETS = {Codec.H264: (7, 8), Codec.HEVC: (32, 33, 34)}


@pytest.mark.parametrize("codec", list(Codec))
@pytest.mark.parametrize("apart", [False, True])
def test_a_keyframe_is_known_by_its_first_packets(codec: Codec, apart: bool) -> None:
    heads = tuple(nal(codec, kind, 20) for kind in SETS[codec])
    picture = (nal(codec, IDR[codec], 4_000),)
    trains = [heads, picture] if apart else [heads + picture]
    delta = (nal(codec, 1, 900),)
    ring = taken(codec, [(0, [delta]), (3_600, trains), (7_200, [delta])])
    newest = ring.newest()
    assert newest is not None
    assert [u.pts_us for u in newest.units] == [40_000, 80_000]
    data = newest.units[0].data
    assert byte_stream(newest.units[0].coding, data) == stream_of(*heads, *picture)


def test_a_stream_that_only_repeats_its_parameters_can_be_entered_there() -> None:
    heads, delta = (nal(Codec.H264, 7, 20), nal(Codec.H264, 8, 20)), (nal(Codec.H264, 1, 90),)
    ring = taken(Codec.H264, [(0, [delta]), (3_600, [heads + delta]), (7_200, [delta])])
    newest = ring.newest()
    assert newest is not None
    assert [u.pts_us for u in newest.units] == [40_000, 80_000]


def test_parameters_in_every_picture_do_not_make_every_picture_a_keyframe() -> None:
    heads, delta = (nal(Codec.H264, 7, 20), nal(Codec.H264, 8, 20)), (nal(Codec.H264, 1, 90),)
    key = (nal(Codec.H264, 5, 90),)
    ring = taken(Codec.H264, [(0, [heads + key]), (3_600, [heads + delta]), (7_200, [delta])])
    newest = ring.newest()
    assert newest is not None
    assert len(newest.units) == 3


def test_h265_where_h264_was_said_is_noticed() -> None:
    heads = tuple(nal(Codec.HEVC, kind, 20) for kind in SETS[Codec.HEVC])
    key, delta = (nal(Codec.HEVC, 19, 3_000),), (nal(Codec.HEVC, 1, 90),)
    ring = taken(Codec.HEVC, [(0, [heads + key]), (3_600, [delta])], says=Codec.H264)
    newest = ring.newest()
    assert newest is not None
    assert {u.coding.codec for u in newest.units} == {Codec.HEVC}
    assert len(newest.units) == 2


def test_the_media_clock_may_wrap_and_may_be_set_anew() -> None:
    key, delta = (nal(Codec.H264, 5, 90),), (nal(Codec.H264, 1, 90),)
    wrap = (1 << 32) - 3_600
    ring = taken(Codec.H264, [(wrap, [key]), (0, [delta]), (3_600, [delta])])
    newest = ring.newest()
    assert newest is not None
    steps = [u.pts_us - newest.units[0].pts_us for u in newest.units]
    assert steps == [0, 40_000, 80_000]
    # A jump: what comes now builds on nothing, until the next keyframe.
    ring = taken(Codec.H264, [(0, [key]), (90_000 * 60, [delta]), (90_000 * 60 + 3_600, [key])])
    newest = ring.newest()
    assert newest is not None
    assert len(newest.units) == 1
    ring = taken(Codec.H264, [(0, [key]), (90_000 * 60, [delta])])
    newest = ring.newest()
    assert newest is not None
    assert len(newest.units) == 1


def test_a_description_is_read_as_far_as_it_is_needed() -> None:
    text = (
        "v=0\r\na=control:rtsp://x/all\r\nm=audio 0 RTP/AVP 8\r\na=control:a\r\n"
        "m=video 0 RTP/AVP 96\r\na=rtpmap:96 H265/90000\r\na=control:v\r\n"
        "a=fmtp:96 sprop-pps=RAHA;sprop-vps=QAEM;sprop-sps=QgEB, QgEC;x=!\r\n"
    )
    video = read_sdp(text.encode())
    assert (video.codec, video.control, video.whole) == (Codec.HEVC, "v", "rtsp://x/all")
    sets = [bytes.fromhex(h) for h in ("40010c", "420101", "420102", "4401c0")]
    # What cannot be read, as after the blank, is left out.
    assert video.parameter_sets == stream_of(*sets[:2], sets[3])


@given(st.binary(max_size=300))
def test_a_description_of_noise_is_no_video(noise: bytes) -> None:
    with pytest.raises(NoVideo):
        read_sdp(noise)


def test_a_login_is_not_tried_twice_but_for_a_stale_nonce() -> None:
    login = Login("who", "secret")
    asked = 'Digest realm="cam", nonce="1", qop="auth,auth-int", algorithm=MD5'
    assert login.header("DESCRIBE", "rtsp://x/") == ""
    assert login.may_answer(['Basic realm="cam"', asked])
    assert login.header("DESCRIBE", "rtsp://x/").startswith('Digest username="who"')
    assert not login.may_answer([asked])
    assert login.may_answer([asked.replace('"1"', '"2", stale=true')])
    assert not Login("", "").may_answer([asked])
    assert not Login("who", "secret").may_answer(['Digest realm="x", algorithm=MD5-sess'])


def test_a_digest_is_what_the_standard_says() -> None:
    # RFC 2069's errata example, without qop.
    login = Login("Mufasa", "CircleOfLife")
    realm = 'Digest realm="testrealm@host.com", nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093"'
    assert login.may_answer([realm])
    header = login.header("GET", "/dir/index.html")
    assert 'response="1949323746fe6a43ef61f9606e7febea"' in header
