"""The simulated cameras' snapshots come fresh, behind a login, to a client like the service's."""

import asyncio
import hashlib
import re
from datetime import timedelta
from io import BytesIO

import aiohttp
import pytest
from PIL import Image

from tests.support.town.cameras import TownCameras, serve_cameras
from tests.support.town.clock_face import read_clock
from tests.support.town.digest import REALM, Doorkeeper, Login, Verdict
from tests.support.town.model import Camera
from tests.support.town.watching import PLAN, camera_with, wall_now

LOGIN = Login("digest", "viewer", "secret word")


def url_of(cameras: TownCameras, camera: Camera) -> str:
    return f"{cameras.http_base}/cam/{camera.camera_id}/snapshot.jpg"


def digest_login(camera: Camera, password: str | None = None) -> aiohttp.DigestAuthMiddleware:
    return aiohttp.DigestAuthMiddleware(camera.username or "", password or camera.password or "")


async def take(cameras: TownCameras, camera: Camera) -> Image.Image:
    async with (
        aiohttp.ClientSession(middlewares=(digest_login(camera),)) as session,
        session.get(url_of(cameras, camera)) as answer,
    ):
        assert answer.status == 200
        assert answer.content_type == "image/jpeg"
        return Image.open(BytesIO(await answer.read()))


@pytest.mark.parametrize("login", ["digest", "digest_md5"])
async def test_a_snapshot_is_taken_at_the_moment_it_is_asked_for(login: str) -> None:
    async with serve_cameras(PLAN) as cameras:
        await take(cameras, camera_with(login))  # The first one paints the scene.
        asked_at = wall_now() - timedelta(milliseconds=1)  # The clock cuts, not rounds.
        picture = await take(cameras, camera_with(login))
        assert asked_at <= read_clock(picture) <= wall_now()
        assert picture.size == (1280, 720)


async def test_a_camera_with_basic_opens_to_basic_alone() -> None:
    camera = camera_with("basic")
    async with serve_cameras(PLAN) as cameras, aiohttp.ClientSession() as session:
        async with session.get(url_of(cameras, camera)) as answer:
            assert answer.status == 401
            assert answer.headers["WWW-Authenticate"].startswith("Basic ")
        right = aiohttp.encode_basic_auth(camera.username or "", camera.password or "")
        wrong = aiohttp.encode_basic_auth(camera.username or "", "wrong")
        for header, status in ((right, 200), (wrong, 401), ("Basic %%%", 401)):
            async with session.get(
                url_of(cameras, camera), headers={"Authorization": header}
            ) as answer:
                assert answer.status == status


async def test_a_camera_without_a_login_asks_for_none() -> None:
    async with (
        serve_cameras(PLAN) as cameras,
        aiohttp.ClientSession() as session,
        session.get(url_of(cameras, camera_with("none"))) as answer,
    ):
        assert answer.status == 200


async def test_a_wrong_password_is_refused() -> None:
    camera = camera_with("digest")
    async with (
        serve_cameras(PLAN) as cameras,
        aiohttp.ClientSession(middlewares=(digest_login(camera, "wrong"),)) as session,
        session.get(url_of(cameras, camera)) as answer,
    ):
        assert answer.status == 401


async def test_both_hashes_are_offered_the_stronger_first() -> None:
    async with (
        serve_cameras(PLAN) as cameras,
        aiohttp.ClientSession() as session,
        session.get(url_of(cameras, camera_with("digest"))) as answer,
    ):
        offers = answer.headers.getall("WWW-Authenticate")
    assert ["SHA-256" in offer for offer in offers] == [True, False]
    assert all(offer.startswith("Digest ") and "nonce=" in offer for offer in offers)


async def test_a_kept_login_needs_no_second_question() -> None:
    camera = camera_with("digest")
    asked: list[int] = []

    async def note(_: object, __: object, answer: aiohttp.TraceRequestEndParams) -> None:
        asked.append(answer.response.status)

    trace = aiohttp.TraceConfig()
    trace.on_request_end.append(note)
    async with (
        serve_cameras(PLAN) as cameras,
        aiohttp.ClientSession(
            middlewares=(digest_login(camera),), trace_configs=[trace]
        ) as session,
    ):
        for _ in range(3):
            async with session.get(url_of(cameras, camera)) as answer:
                assert answer.status == 200
    assert asked.count(401) <= 1


async def test_an_expired_nonce_is_called_stale_not_wrong() -> None:
    camera = camera_with("digest")
    async with (
        serve_cameras(PLAN, nonce_life_s=-1) as cameras,
        aiohttp.ClientSession(middlewares=(digest_login(camera),)) as session,
        session.get(url_of(cameras, camera)) as answer,
    ):
        assert answer.status == 401
        assert "stale=true" in answer.headers["WWW-Authenticate"]


async def test_an_unknown_camera_is_not_found() -> None:
    async with (
        serve_cameras(PLAN) as cameras,
        aiohttp.ClientSession() as session,
        session.get(f"{cameras.http_base}/cam/nobody/snapshot.jpg") as answer,
    ):
        assert answer.status == 404


async def test_many_cameras_are_asked_at_once() -> None:
    chosen = [c for c in PLAN.cameras if c.login == "digest"][:8]
    async with serve_cameras(PLAN) as cameras:
        pictures = await asyncio.gather(*(take(cameras, camera) for camera in chosen))
        assert cameras.broadcaster.encoders_running == 0, "a snapshot wakes no encoder"
    assert len({picture.tobytes() for picture in pictures}) == 8


# The digest is computed here once more by the letter of RFC 7616, section 3.4.1.
def answer_of(challenge: str, login: Login, *, target: str, qop: bool = True) -> str:
    algorithm = "sha256" if "SHA-256" in challenge else "md5"
    found = re.search(r'nonce="([^"]+)"', challenge)
    assert found is not None
    nonce = found[1]

    def hashed(*parts: str | None) -> str:
        return hashlib.new(algorithm, ":".join(map(str, parts)).encode()).hexdigest()

    a1, a2 = hashed(login.username, REALM, login.password), hashed("GET", target)
    tail = ("00000001", "0a4f113b", "auth") if qop else ()
    name = "SHA-256" if algorithm == "sha256" else "MD5"
    return (
        f'Digest username="{login.username}", realm="{REALM}", nonce="{nonce}", uri="{target}", '
        f'algorithm={name}, response="{hashed(a1, nonce, *tail, a2)}"'
        + (', qop=auth, nc=00000001, cnonce="0a4f113b"' if qop else "")
    )


@pytest.mark.parametrize("offer", [0, 1])
@pytest.mark.parametrize("qop", [True, False])
def test_the_right_digest_is_welcome_and_a_changed_one_is_not(offer: int, qop: bool) -> None:
    keeper = Doorkeeper()
    challenge = keeper.challenges(LOGIN, stale=False, hashes=("SHA-256", "MD5"))[offer]
    header = answer_of(challenge, LOGIN, target="/cam/1", qop=qop)

    def judged(text: str, *, method: str = "GET", target: str = "/cam/1") -> Verdict:
        return keeper.judge(text, method=method, target=target, login=LOGIN)

    assert judged(header) is Verdict.WELCOME
    assert judged(header, method="POST") is Verdict.REFUSED
    assert judged(header, target="/cam/2") is Verdict.REFUSED
    assert judged(header.replace('username="viewer"', 'username="admin"')) is Verdict.REFUSED
    assert judged(header.replace("algorithm=", "algorithm=X")) is Verdict.REFUSED
    assert judged("") is Verdict.REFUSED
    assert judged("Digest") is Verdict.REFUSED
    assert judged(header.replace('nonce="', 'nonce="zz')) is Verdict.REFUSED


def test_a_nonce_of_another_camera_server_is_refused() -> None:
    challenge = Doorkeeper().challenges(LOGIN, stale=False, hashes=("MD5",))[0]
    header = answer_of(challenge, LOGIN, target="/cam/1")
    verdict = Doorkeeper().judge(header, method="GET", target="/cam/1", login=LOGIN)
    assert verdict is Verdict.REFUSED
