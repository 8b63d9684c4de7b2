"""The simulated cameras stream like real ones, to every client at hand."""

import asyncio
import shutil
import struct
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import av.error
import pytest
from PIL import Image

from tests.support.town.broadcast import AccessUnit, Viewer
from tests.support.town.cameras import serve_cameras
from tests.support.town.clock_face import read_clock
from tests.support.town.digest import Doorkeeper, Login
from tests.support.town.rtp import rtp_time
from tests.support.town.rtsp import Endpoint, RtspServer
from tests.support.town.watching import (
    DEADLINE_S,
    PLAN,
    camera_with,
    rtsp_client,
    rtsp_url,
    wall_now,
    watch,
)
from tests.support.waits import until

LAG_MAX = timedelta(seconds=1.5)  # Of a client that decodes at once, on a busy machine.


async def watched(url: str, count: int) -> list[tuple[datetime, datetime]]:
    """(burned-in time, arrival) of a stream's first pictures."""
    seen = await asyncio.to_thread(watch, url, count)
    return [(read_clock(s.image), s.arrived_at) for s in seen]


@pytest.mark.parametrize("login", ["digest", "digest_md5", "basic", "none"])
async def test_a_stream_plays_behind_every_kind_of_login(login: str) -> None:
    async with serve_cameras(PLAN) as cameras:
        pictures = await watched(rtsp_url(cameras.rtsp_base, camera_with(login)), 3)
    assert len(pictures) == 3


@pytest.mark.parametrize("login", ["digest", "basic"])
async def test_a_wrong_password_is_refused(login: str) -> None:
    async with serve_cameras(PLAN) as cameras:
        url = rtsp_url(cameras.rtsp_base, camera_with(login), "wrong")
        with pytest.raises(av.error.HTTPUnauthorizedError):
            await asyncio.to_thread(watch, url, 1)
        assert cameras.broadcaster.encoders_running == 0


async def test_an_unknown_camera_is_not_found() -> None:
    async with serve_cameras(PLAN) as cameras:
        with pytest.raises(av.error.HTTPNotFoundError):
            await asyncio.to_thread(watch, f"{cameras.rtsp_base}/cam/nobody", 1)


async def test_every_picture_carries_its_clock_and_comes_at_once() -> None:
    async with serve_cameras(PLAN) as cameras:
        pictures = await watched(rtsp_url(cameras.rtsp_base, camera_with("digest")), 25)
    # The first two are old by what painting the scene for the first time takes.
    assert all(arrived_at - taken_at < LAG_MAX for taken_at, arrived_at in pictures[2:])
    steps = [later[0] - earlier[0] for earlier, later in pairwise(pictures)]
    assert all(step > timedelta(0) for step in steps)
    assert sum(steps, timedelta()) > timedelta(seconds=1.9), "it is paced, not poured out"


async def test_two_clients_of_one_camera_share_an_encoder_and_start_with_a_keyframe() -> None:
    async with serve_cameras(PLAN) as cameras:
        url = rtsp_url(cameras.rtsp_base, camera_with("digest"))
        first = asyncio.create_task(asyncio.to_thread(watch, url, 30))
        await until(lambda: cameras.broadcaster.encoders_running == 1, most_s=DEADLINE_S)
        second = asyncio.create_task(asyncio.to_thread(watch, url, 3))
        latecomer = await second
        assert cameras.broadcaster.encoders_running == 1
        early = await first
    assert latecomer[0].is_keyframe
    assert early[0].is_keyframe
    clocks = {read_clock(seen.image) for seen in early}
    assert read_clock(latecomer[0].image) in clocks, "it is the same picture, not another one"


async def test_a_latecomer_gets_nothing_before_the_next_keyframe() -> None:
    camera = camera_with("none")
    async with (
        serve_cameras(PLAN) as cameras,
        rtsp_client(cameras.rtsp_base, camera) as first,
        rtsp_client(cameras.rtsp_base, camera) as second,
    ):
        await first.play()
        stamps = {packet[4:8] for _, packet in [await first.packet() for _ in range(60)]}
        assert len(stamps) > 2, "the first keyframe has gone by"
        await second.play()
        media = [
            packet for channel, packet in [await second.packet() for _ in range(2)] if not channel
        ]
        assert media[0][12] & 0x1F == 7


async def test_a_client_that_vanishes_leaves_no_encoder_running() -> None:
    async with serve_cameras(PLAN) as cameras:
        async with rtsp_client(cameras.rtsp_base, camera_with("none")) as client:
            assert (await client.play()).status == 200
            await client.packet()
            assert cameras.broadcaster.encoders_running == 1
        await until(lambda: cameras.broadcaster.encoders_running == 0, most_s=DEADLINE_S)


async def test_a_client_that_says_goodbye_leaves_no_encoder_running() -> None:
    async with (
        serve_cameras(PLAN) as cameras,
        rtsp_client(cameras.rtsp_base, camera_with("none")) as client,
    ):
        await client.play()
        assert (await client.ask("TEARDOWN")).status == 200
        await until(lambda: cameras.broadcaster.encoders_running == 0, most_s=DEADLINE_S)


class Flood:
    """A source of pictures that nobody can take in: 400 kB each, as fast as they are made."""

    def __init__(self) -> None:
        self.pouring: asyncio.Task[None] | None = None

    def join(self, camera_id: str, viewer: Viewer) -> None:
        self.pouring = asyncio.create_task(self._pour(viewer))

    def leave(self, camera_id: str, viewer: Viewer) -> None:
        assert self.pouring is not None
        self.pouring.cancel()

    async def _pour(self, viewer: Viewer) -> None:
        while True:
            viewer.offer(AccessUnit((b"\x65" + bytes(400_000),), True, wall_now()))
            await asyncio.sleep(0)


async def test_a_client_that_stops_reading_is_let_go() -> None:
    flood, camera = Flood(), camera_with("none")
    endpoint = Endpoint(camera.camera_id, "", Login("none", None, None))
    server = RtspServer({camera.camera_id: endpoint}, {}, flood, Doorkeeper())
    port = await server.start("127.0.0.1", 0)
    try:
        async with rtsp_client(f"rtsp://127.0.0.1:{port}", camera) as client:
            await client.play()
            assert flood.pouring is not None
            # The client reads no more: its side fills, then the server's, then it is let go.
            await until(flood.pouring.done, most_s=DEADLINE_S)
    finally:
        await server.close()


async def test_when_too_many_cameras_are_live_the_next_is_told_so() -> None:
    async with (
        serve_cameras(PLAN, live_max=1) as cameras,
        rtsp_client(cameras.rtsp_base, camera_with("none", 0)) as first,
        rtsp_client(cameras.rtsp_base, camera_with("none", 1)) as second,
        rtsp_client(cameras.rtsp_base, camera_with("none", 0)) as third,
    ):
        assert (await first.play()).status == 200
        assert (await second.play()).status == 453
        assert (await third.play()).status == 200, "another viewer of a live camera costs nothing"
        await first.ask("TEARDOWN")
        await third.ask("TEARDOWN")
        assert (await second.ask("PLAY")).status == 200


async def test_udp_is_refused_so_that_clients_turn_to_tcp() -> None:
    async with (
        serve_cameras(PLAN) as cameras,
        rtsp_client(cameras.rtsp_base, camera_with("none")) as client,
    ):
        answer = await client.ask("SETUP", Transport="RTP/AVP;unicast;client_port=5000-5001")
        assert answer.status == 461


async def test_what_is_asked_out_of_turn_or_unknown_is_answered_so() -> None:
    async with (
        serve_cameras(PLAN) as cameras,
        rtsp_client(cameras.rtsp_base, camera_with("none")) as client,
    ):
        options = await client.ask("OPTIONS")
        assert options.status == 200
        assert "GET_PARAMETER" in options.headers["Public"]
        assert (await client.ask("PLAY")).status == 454
        assert (await client.ask("ANNOUNCE")).status == 501
        assert (await client.ask("GET_PARAMETER")).status == 200


async def test_the_description_names_codec_and_parameter_sets() -> None:
    async with (
        serve_cameras(PLAN) as cameras,
        rtsp_client(cameras.rtsp_base, camera_with("none")) as client,
    ):
        sdp = (await client.ask("DESCRIBE", Accept="application/sdp")).body.decode()
    assert "m=video 0 RTP/AVP 96" in sdp
    assert "a=rtpmap:96 H264/90000" in sdp
    assert "packetization-mode=1" in sdp
    assert "sprop-parameter-sets=Z0" in sdp


async def test_the_first_packet_tells_the_wall_clock_of_the_first_picture() -> None:
    async with (
        serve_cameras(PLAN) as cameras,
        rtsp_client(cameras.rtsp_base, camera_with("none")) as client,
    ):
        await client.play()
        channel, report = await client.packet()
        assert channel == 1
        kind, seconds, fraction, stamp = struct.unpack(">xBxxxxxxIII", report[:20])
        assert kind == 200
        since_1900 = timedelta(seconds=seconds + fraction / 2**32)
        taken_at = datetime(1900, 1, 1, tzinfo=UTC) + since_1900
        assert abs(wall_now() - taken_at) < timedelta(seconds=5)
        channel, packet = await client.packet()
        assert channel == 0
        assert struct.unpack(">I", packet[4:8])[0] == stamp
        assert abs(rtp_time(taken_at) - stamp) <= 1
        assert packet[12] & 0x1F == 7, "the first picture begins with its parameter set"


async def test_packet_numbers_follow_each_other_and_pictures_end_with_a_mark() -> None:
    async with (
        serve_cameras(PLAN) as cameras,
        rtsp_client(cameras.rtsp_base, camera_with("none")) as client,
    ):
        await client.play()
        packets = [p for p in [await client.packet() for _ in range(120)] if p[0] == 0]
    numbers = [struct.unpack(">H", packet[2:4])[0] for _, packet in packets]
    assert all((b - a) % 65_536 == 1 for a, b in pairwise(numbers))
    for (_, packet), (_, following) in pairwise(packets):
        assert bool(packet[1] & 0x80) == (packet[4:8] != following[4:8])
    assert all(len(packet) <= 1_420 for _, packet in packets)


async def test_nothing_is_encoded_while_nobody_watches() -> None:
    async with (
        serve_cameras(PLAN) as cameras,
        rtsp_client(cameras.rtsp_base, camera_with("none")) as client,
    ):
        await client.ask("DESCRIBE")
        assert cameras.broadcaster.encoders_running == 0


@pytest.mark.parametrize("transport", [["-rtsp_transport", "tcp"], []])
async def test_ffmpeg_plays_it_too(transport: list[str], tmp_path: Path) -> None:
    if shutil.which("ffmpeg") is None:
        pytest.skip("no ffmpeg on this machine: the second RTSP client was NOT tried")
    shot = tmp_path / "shot.png"
    async with serve_cameras(PLAN) as cameras:
        url = rtsp_url(cameras.rtsp_base, camera_with("digest"))
        arguments = ["-v", "error", *transport, "-i", url, "-frames:v", "1", str(shot)]
        process = await asyncio.create_subprocess_exec("ffmpeg", *arguments)
        async with asyncio.timeout(DEADLINE_S):
            assert await process.wait() == 0
    age = wall_now() - read_clock(Image.open(shot))
    assert timedelta(0) < age < timedelta(seconds=15)


async def test_ffprobe_reads_codec_and_size() -> None:
    if shutil.which("ffprobe") is None:
        pytest.skip("no ffprobe on this machine: the second RTSP client was NOT tried")
    async with serve_cameras(PLAN) as cameras:
        url = rtsp_url(cameras.rtsp_base, camera_with("digest_md5"))
        fields = "stream=codec_name,width,height"
        arguments = ["-v", "error", "-rtsp_transport", "tcp", "-show_entries", fields, url]
        process = await asyncio.create_subprocess_exec(
            "ffprobe", *arguments, stdout=asyncio.subprocess.PIPE
        )
        async with asyncio.timeout(DEADLINE_S):
            told, _ = await process.communicate()
    lines = told.decode().split()
    assert {"codec_name=h264", "width=960", "height=540"} <= set(lines)
