"""The live stream over HTTP: who may hear what, who is slow, who is too many, and when it ends."""

import asyncio
import os
import socket
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path
from urllib.parse import urlsplit

import psutil
import pytest
from msgspec import Struct

from service.platform.outbox import Said, unit_scope
from service.platform.outbox import Topic as LiveTopic
from tests.support import hamlet
from tests.support.databases import execute
from tests.support.streams import Heard, events, live, take
from tests.support.town_house import Town, open_town
from tests.support.waits import until

MEGABYTE = 1024 * 1024


class Words(Struct):
    """What is said."""

    words: str


SPOKEN = LiveTopic("errand.spoken", Words, "A test spoke.")


async def say(town: Town, words: str, *scope: str) -> None:
    async with town.house.transaction() as connection:
        about = Said(SPOKEN, scope, Words(words), hamlet.uid("in", 1))
        await town.house.outbox.say(connection, town.clock.now(), about)


def words(heard: list[Heard]) -> list[str]:
    return [event.body["words"] for event in heard]


async def test_everybody_hears_his_areas_and_his_unit_and_nothing_else(town: Town) -> None:
    names = ["east", "west", "county", "city", "elsewhere", "officer1", "officer2"]
    people = [await town.person(name) for name in names]
    said = [
        ("to the east", hamlet.EAST, hamlet.COUNTY, hamlet.CITY),
        ("to the west", hamlet.WEST, hamlet.COUNTY, hamlet.CITY),
        ("to elsewhere", hamlet.ELSEWHERE, hamlet.CITY),
        ("to unit 1", unit_scope(hamlet.uid("un", 1))),
        ("to the city alone", hamlet.CITY),
    ]
    end = [*hamlet_areas(), *(unit_scope(hamlet.uid("un", n)) for n in (1, 2))]
    async with AsyncExitStack() as stack:
        streams = [await stack.enter_async_context(live(town.base, p.token)) for p in people]
        for text, *scope in said:
            await say(town, text, *scope)
        await say(town, "end", *end)
        heard = {
            name: words(await until_end(stream))
            for name, stream in zip(names, streams, strict=True)
        }
    assert heard == {
        "east": ["to the east"],
        "west": ["to the west"],
        "county": ["to the east", "to the west"],
        "city": ["to the east", "to the west", "to elsewhere", "to the city alone"],
        "elsewhere": ["to elsewhere"],
        "officer1": ["to unit 1"],
        "officer2": [],
    }


def hamlet_areas() -> list[str]:
    return [hamlet.CITY, hamlet.COUNTY, hamlet.EAST, hamlet.WEST, hamlet.ELSEWHERE]


async def until_end(stream: AsyncIterator[Heard]) -> list[Heard]:
    heard: list[Heard] = []
    while True:
        (event,) = await take(stream, 1)
        if event.body["words"] == "end":
            return heard
        heard.append(event)


GARBAGE = ["", "abc", "-1", "1e3", "1.5", "0x10", "9" * 19, "9" * 18, " ", "1;2", "null"]


async def test_garbage_as_the_last_event_id_means_from_now_on(town: Town) -> None:
    desk = await town.person("county")
    await say(town, "before", hamlet.COUNTY)
    async with live(town.base, desk.token, query="?after=0") as stream:
        await take(stream, 1)
    for seen in GARBAGE:
        async with live(town.base, desk.token, headers={"last-event-id": seen}) as stream:
            await say(town, f"after {seen}", hamlet.COUNTY)
            assert words(await take(stream, 1)) == [f"after {seen}"]


async def test_the_last_event_id_resumes_and_goes_before_the_address(town: Town) -> None:
    desk = await town.person("county")
    for text in "abcd":
        await say(town, text, hamlet.COUNTY)
    async with live(town.base, desk.token, query="?after=0") as stream:
        heard = await take(stream, 4)
    assert words(heard) == list("abcd")
    async with live(town.base, desk.token, query=f"?after={heard[1].seq}") as stream:
        assert words(await take(stream, 2)) == ["c", "d"]
    seen = {"last-event-id": str(heard[2].seq)}
    async with live(town.base, desk.token, query="?after=0", headers=seen) as stream:
        assert words(await take(stream, 1)) == ["d"]


async def test_a_number_in_the_address_that_is_none_is_refused(town: Town) -> None:
    desk = await town.person("county")
    for after in ("-1", "abc", "1.5", "", str(2**63), "9" * 400):
        answer = await desk.get(f"/v1/live?after={after}")
        assert answer.status == 400, after
        assert (answer.code, answer.body["field"]) == ("request.invalid", "after")


async def test_the_stream_ends_with_the_token_and_the_token_opens_no_other(town: Town) -> None:
    desk = await town.person("county")
    async with live(town.base, desk.token) as stream:
        await say(town, "in time", hamlet.COUNTY)
        assert words(await take(stream, 1)) == ["in time"]
        town.clock.forward(seconds=town.house.settings.access_token_s)
        await say(town, "too late", hamlet.COUNTY)
        with pytest.raises(StopAsyncIteration):
            await take(stream, 1)
    answer = await desk.get("/v1/live")
    assert (answer.status, answer.code) == (401, "identity.not_signed_in")
    await until(lambda: town.house.live.readers == 0)


async def test_more_readers_than_the_process_takes_are_refused_and_may_come_back(
    database_url: str, tmp_path: Path
) -> None:
    async with open_town(database_url, tmp_path, sockets_max=10) as town:
        desk = await town.person("county")
        async with AsyncExitStack() as stack:
            for _ in range(10):
                await stack.enter_async_context(live(town.base, desk.token))
            refused = await desk.get("/v1/live")
            assert (refused.status, refused.code) == (429, "live.too_many_readers")
            assert refused.headers["Retry-After"] == "5"
        await until(lambda: town.house.live.readers == 0)
        async with live(town.base, desk.token):
            pass


async def test_positions_are_thinned_and_carry_no_number(town: Town) -> None:
    desk = await town.person("east")
    officer = await town.officer(1, hamlet.north(0))
    async with live(town.base, desk.token) as stream:
        for step in range(1, 6):
            town.clock.forward(seconds=0.3)
            await officer.stand(hamlet.north(step * 2), town.now)
        town.clock.forward(seconds=2)
        (moved,) = await take(stream, 1)
        await say(town, "and nothing between", hamlet.EAST)
        assert words(await take(stream, 1)) == ["and nothing between"]
    assert (moved.topic, moved.seq, moved.number) == ("unit.moved", None, None)
    assert moved.body["unit_id"] == str(hamlet.uid("un", 1))
    assert moved.body["place"] == hamlet.north(10)


class Slow:
    """Somebody who asks for the stream and then reads nothing of it."""

    def __init__(self, town: Town, token: str) -> None:
        where = urlsplit(town.base)
        self.socket = socket.socket()
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        self.socket.connect((where.hostname, where.port))
        self.socket.sendall(
            b"GET /v1/live HTTP/1.1\r\nHost: town\r\nConnection: close\r\n"
            b"Authorization: Bearer " + token.encode() + b"\r\n\r\n"
        )
        self.socket.setblocking(False)

    async def read(self, count: int) -> list[Heard]:
        """At last: so many events."""

        async def chunks() -> AsyncIterator[bytes]:
            loop = asyncio.get_running_loop()
            while data := await loop.sock_recv(self.socket, 65_536):
                # Whatever frames the answer is made of: a chunk's length stands on its own line.
                yield data.replace(b"\r\n", b"\n")

        return await take(events(chunks()), count, most_s=60)


async def test_who_does_not_read_harms_nobody_costs_no_memory_and_misses_nothing(
    database_url: str, town: Town
) -> None:
    slow_count, count, size = 20, 6000, 4000
    desk = await town.person("county")
    slow = [Slow(town, desk.token) for _ in range(slow_count)]
    await until(lambda: town.house.live.readers == slow_count)
    process = psutil.Process(os.getpid())
    async with live(town.base, desk.token) as stream:
        await execute(
            database_url,
            "INSERT INTO outbox (topic, scope, at, body)"
            " SELECT 'errand.spoken', ARRAY['379928'], now(),"
            " jsonb_build_object('words', n || repeat('x', $2::int))"
            " FROM generate_series(1, $1::int) n",
            count,
            size,
        )
        before = process.memory_info().rss
        town.house.outbox.ring()
        seqs = [(await take(stream, 1))[0].seq for _ in range(count)]
        grown = process.memory_info().rss - before
    assert seqs == list(range(1, count + 1))
    # A buffer of his own for each of them would be half a gigabyte.
    assert grown < 120 * MEGABYTE
    late = await slow[0].read(count)
    assert [event.seq for event in late] == list(range(1, count + 1))
    assert {len(event.body["words"]) - len(str(event.seq)) for event in late} == {size}
    for one in slow:
        one.socket.close()
    await until(lambda: town.house.live.readers == 0)
