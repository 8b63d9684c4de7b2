"""Text messages: what the gateway said, within seconds, whatever the gateway does."""

import asyncio
import contextlib
import re
from datetime import timedelta

import pytest

from service.dispatch.ring import WORDS
from service.platform.push import Answer, Outcome, PhoneNumber, Ring
from service.platform.push.text import TextChannel
from tests.support import hamlet
from tests.support.clock import START
from tests.support.gateway import text_gateway

RING = Ring(
    task_id=hamlet.uid("ta", 1),
    words="平安铃：您有新任务",
    expires_at=START + timedelta(minutes=5),
)


async def send(channel: TextChannel, number: str) -> Answer:
    """Ring one number, and give the channel's threads back."""
    try:
        return await channel.send(RING, PhoneNumber(number))
    finally:
        await channel.close()


async def test_a_text_is_handed_over_with_its_number() -> None:
    async with text_gateway() as gateway:
        assert (await send(TextChannel(gateway.url), "13900000001")).outcome is Outcome.ACCEPTED
    assert gateway.texts == [("13900000001", "平安铃：您有新任务")]


async def test_a_number_with_its_country_arrives_as_it_is() -> None:
    async with text_gateway() as gateway:
        assert (await send(TextChannel(gateway.url), "+8613900000001")).outcome is Outcome.ACCEPTED
    assert [to for to, _ in gateway.texts] == ["+8613900000001"]


@pytest.mark.parametrize("status", [400, 401, 404, 429, 500, 503])
async def test_what_the_gateway_does_not_take_is_not_accepted(status: int) -> None:
    async with text_gateway() as gateway:
        gateway.status = status
        assert (await send(TextChannel(gateway.url), "13900000001")).outcome is Outcome.UNKNOWN


@pytest.mark.parametrize("status", [301, 302, 307, 308])
async def test_a_gateway_that_names_another_is_not_followed(status: int) -> None:
    async with text_gateway() as other, text_gateway() as gateway:
        gateway.status, gateway.leads_to = status, other.url.replace("json:", "http:")
        assert (await send(TextChannel(gateway.url), "13900000001")).outcome is Outcome.UNKNOWN
        assert (len(gateway.texts), other.texts) == (1, [])


async def test_without_a_number_nothing_is_sent() -> None:
    async with text_gateway() as gateway:
        assert (await send(TextChannel(gateway.url), "")).outcome is Outcome.NO_ADDRESS
    assert gateway.texts == []


@pytest.mark.parametrize("gateway", ["", "nothing://of/this/kind", "json://"])
async def test_without_a_gateway_it_is_a_matter_of_settings(gateway: str) -> None:
    assert (await send(TextChannel(gateway), "13900000001")).outcome is Outcome.CONFIG


async def test_a_gateway_that_is_not_there_is_unknown() -> None:
    async with text_gateway() as gone:
        pass
    assert (await send(TextChannel(gone.url), "13900000001")).outcome is Outcome.UNKNOWN


async def test_a_gateway_that_answers_without_end_is_not_waited_for() -> None:
    given_up, asked = asyncio.Event(), asyncio.Event()
    answering: list[asyncio.Task[None]] = []

    async def dribble(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        answering.append(task)
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\nx")
        asked.set()
        await given_up.wait()
        writer.close()
        with contextlib.suppress(ConnectionError):
            await writer.wait_closed()

    server = await asyncio.start_server(dribble, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    channel = TextChannel(f"json://127.0.0.1:{port}/?-to={{to}}", most_s=0.5)
    async with asyncio.timeout(20):
        assert (await send(channel, "13900000001")).outcome is Outcome.UNKNOWN
    assert asked.is_set(), "it had begun to answer"
    assert not answering[0].done(), "and had not come to an end"
    given_up.set()
    await asyncio.gather(*answering)
    server.close()
    await server.wait_closed()


async def test_what_is_sent_names_nobody_and_nothing() -> None:
    assert not re.search(r"\d", WORDS)
