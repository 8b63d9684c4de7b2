"""Our RTSP client against a server by another hand: GStreamer's, with our films and real ones."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from uuid import UUID

import av
import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from service.platform.camera_link import CameraLink, Endpoint, Frame, NoFrame, Trouble
from service.platform.imaging import Checkers, flaw, grey
from service.platform.reach import Reach
from service.platform.rings.keeper import Keeper
from service.platform.rings.wire import At, Last, Newest, Want
from tests.support.films import NO_LOGIN, make_film, number_in
from tests.support.gst import gst_camera, length_s, write_film, write_footage
from tests.support.media import FOLDER, footage
from tests.support.running_clock import RunningClock
from tests.support.town.digest import Login
from tests.support.waits import until

CAMERA = UUID(int=1)
DEADLINE_S = 15.0
CODECS = ("h264", "hevc")
GOP, FPS = 10, 10
MOMENT = timedelta(seconds=2)
LOGINS = [NO_LOGIN, *(Login(kind, "who", "a: word") for kind in ("basic", "digest_md5"))]
# Two encodings of one picture differ by less than this on average, two moments of a street by more.
ALIKE = 2.0


@pytest.fixture(scope="module")
def films(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A minute of pictures that show their number, in each codec."""
    folder = tmp_path_factory.mktemp("films")
    for codec in CODECS:
        write_film(make_film(codec, fps=FPS, gop=GOP, count=60 * FPS), folder / f"{codec}.mp4")
    return {codec: folder / f"{codec}.mp4" for codec in CODECS}


def endpoint(url: str, login: Login = NO_LOGIN) -> Endpoint:
    return Endpoint(None, url, login.username, login.password)


@asynccontextmanager
async def warm(url: str, login: Login = NO_LOGIN) -> AsyncIterator[Keeper]:
    """A keeper of one camera that has given pictures."""

    async def find(_: UUID) -> Endpoint:
        return endpoint(url, login)

    keeper = Keeper(RunningClock(), find, Reach(loopback=True))
    keeper.keep([CAMERA])
    try:
        await until(lambda: keeper.standing()[0].newest_at or keeper.standing()[0].trouble)
        yield keeper
    finally:
        await keeper.close()


async def frame(keeper: Keeper, want: Want) -> Frame:
    return await keeper.frame(CAMERA, want, DEADLINE_S)


async def once(url: str, login: Login = NO_LOGIN) -> Frame:
    """One picture of a camera that nobody keeps."""
    link = CameraLink(RunningClock(), Reach(loopback=True))
    try:
        return await link.take(endpoint(url, login), deadline_s=DEADLINE_S)
    finally:
        await link.close()


@pytest.mark.parametrize("codec", CODECS)
async def test_a_ring_gives_the_right_picture_for_each_moment(
    films: dict[str, Path], codec: str
) -> None:
    async with gst_camera(films[codec], codec) as url, warm(url) as keeper:

        async def long_enough() -> bool:
            return number_in((await frame(keeper, Newest())).data) > 2 * GOP + 5

        await until(long_enough)
        last, newest = await frame(keeper, Last()), await frame(keeper, Newest())
        before = await frame(keeper, At(newest.captured_at - timedelta(seconds=1.5)))
        assert number_in(last.data) % GOP == 0
        assert number_in(newest.data) >= number_in(last.data)
        assert number_in(newest.data) - number_in(before.data) == 1.5 * FPS
        assert {(one.width, one.height) for one in (last, newest, before)} == {(320, 192)}


async def test_the_server_s_own_clock_is_told_beside_ours(films: dict[str, Path]) -> None:
    async with gst_camera(films["h264"], "h264") as url, warm(url) as keeper:

        async def told() -> bool:
            return (await frame(keeper, Newest())).camera_at is not None

        await until(told)
        taken = await frame(keeper, Newest())
        assert taken.camera_at is not None
        # Both are of this machine; the server sends a little ahead of its own time.
        assert abs(taken.camera_at - taken.captured_at) < timedelta(seconds=2)


@pytest.mark.parametrize("login", LOGINS, ids=lambda login: login.kind)
async def test_a_login_is_given_as_the_server_asks_for_it(
    films: dict[str, Path], login: Login
) -> None:
    async with gst_camera(films["h264"], "h264", login) as url:
        assert number_in((await once(url, login)).data) % GOP == 0
        async with warm(url, login) as keeper:
            assert (await frame(keeper, Last())).source == "ring"


@pytest.mark.parametrize("login", LOGINS[1:], ids=lambda login: login.kind)
async def test_a_wrong_login_is_called_so(films: dict[str, Path], login: Login) -> None:
    wrong = Login(login.kind, "who", "another")
    async with gst_camera(films["h264"], "h264", login) as url:
        with pytest.raises(NoFrame, match=Trouble.WRONG_LOGIN):
            await once(url, wrong)
        async with warm(url, wrong) as keeper:
            assert keeper.standing()[0].trouble is Trouble.WRONG_LOGIN


@pytest.mark.parametrize("codec", CODECS)
async def test_a_camera_that_nobody_keeps_gives_its_first_whole_picture(
    films: dict[str, Path], codec: str
) -> None:
    async with gst_camera(films[codec], codec) as url:
        taken = await once(url)
    assert number_in(taken.data) % GOP == 0
    assert (taken.width, taken.height, taken.source) == (320, 192, "rtsp")


def real(least_s: float = 0) -> pytest.MarkDecorator:
    """For each piece of real footage that is so long; where there is none, the reason is said."""
    found = [path for path in footage() if length_s(path) >= least_s]
    why = pytest.mark.skip(f"no footage in {FOLDER}; WATCHBELL_MEDIA names a folder with some")
    none = [pytest.param(FOLDER, marks=why)]
    return pytest.mark.parametrize("source", found or none, ids=lambda path: path.name)


@real()
async def test_real_footage_comes_through_whole(source: Path, tmp_path: Path) -> None:
    film = tmp_path / "film.mp4"
    write_footage(source, film, length_s=30)
    pictures = decoded(film, seconds=10)
    async with gst_camera(film, "h264") as url:
        first = await once(url)
        async with warm(url) as keeper:

            async def gone_on() -> bool:
                seen = await frame(keeper, Newest())
                return seen.captured_at > first.captured_at + MOMENT

            await until(gone_on)
            newest = await frame(keeper, Newest())
    for taken, among in ((first, pictures[:1]), (newest, pictures)):
        assert (taken.height, taken.width) == pictures[0].shape
        assert flaw(grey(taken.data)) is None
        assert difference(taken, among) < ALIKE


@real(least_s=25)
async def test_a_real_camera_is_not_taken_for_a_dead_one(source: Path, tmp_path: Path) -> None:
    taken = []
    for from_s in (0, 20):
        film = tmp_path / f"{from_s}.mp4"
        write_footage(source, film, length_s=5, from_s=from_s)
        async with gst_camera(film, "h264") as url:
            taken.append(await once(url))
    before, now = taken
    checkers = Checkers()
    live = await checkers.judge(now.data, before.data)
    dead = await checkers.judge(now.data, now.data)
    checkers.close()
    assert (live.flaw, live.again) == (None, False)
    assert (dead.flaw, dead.again) == (None, True)


def decoded(film: Path, *, seconds: int) -> list[NDArray[np.uint8]]:
    """What the film shows, in grey."""
    with av.open(film) as container:
        stream = container.streams.video[0]
        count = int(seconds * (stream.average_rate or 25))
        frames = (f for f, _ in zip(container.decode(stream), range(count), strict=False))
        return [np.asarray(frame.to_ndarray(format="gray"), np.uint8) for frame in frames]


def difference(taken: Frame, pictures: list[NDArray[np.uint8]]) -> float:
    """How far a picture is on average from the likest of these, of 255."""
    with Image.open(BytesIO(taken.data)) as picture:
        seen = np.asarray(picture.convert("L")).astype(np.int16)
    return min(float(np.abs(seen - picture).mean()) for picture in pictures)
