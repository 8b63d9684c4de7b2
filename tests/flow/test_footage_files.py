"""Photos and papers: drawn anew, sealed, looked at on record, gone when the request ends."""

import asyncio
import contextlib
import hashlib
import io
from collections.abc import AsyncIterator

import aiohttp
from PIL import Image

from service.footage.attached import FILES_MOST
from tests.support.footage import Office, right
from tests.support.handed_pictures import MODEL, add_file, bomb, picture
from tests.support.people import Person
from tests.support.unrecorded import none_is_shown, refuse_looks


async def test_a_picture_is_drawn_anew_sealed_and_looked_at_on_record(office: Office) -> None:
    of = (await office.file())["request"]["footage_id"]
    handed = picture()
    assert MODEL.encode() in handed
    added = right(await add_file(office.citizen, of, "paper", handed))
    assert added["sha256"] == hashlib.sha256(handed).hexdigest()
    [kept] = await office.town.rows("SELECT image_sealed FROM footage_file")
    assert b"JFIF" not in kept["image_sealed"], "it is sealed where it lies"
    door = f"/v1/footage-requests/{of}/files"
    [file] = right(await office.reviewer.get(door))
    shown = await office.reviewer.get(f"{door}/{file['file_id']}")
    assert (shown.status, shown.headers["Content-Type"]) == (200, "image/jpeg")
    with Image.open(io.BytesIO(shown.body)) as drawn:
        assert drawn.size == (640, 480)
        assert not drawn.getexif()
    assert MODEL.encode() not in shown.body
    [look] = await office.town.rows("SELECT * FROM look WHERE kind = 'paper'")
    assert look["person"] == "Reviewer"
    assert file["sha256"][:12] in look["content"]
    stranger = await office.town.person("east")
    assert (await stranger.get(door)).status == 403
    other = Person(office.town.base, office.town.session)
    assert (await other.get(f"{door}/{file['file_id']}")).status == 401
    await refuse_looks(office.town)
    await none_is_shown(office.reviewer.get(f"{door}/{file['file_id']}"))


async def test_files_too_large_too_many_or_too_late_are_refused(office: Office) -> None:
    filed = await office.file()
    of, town = filed["request"]["footage_id"], office.town
    refused = await add_file(office.citizen, of, "photo", b"%PDF-1.7")
    assert (refused.status, refused.code) == (400, "footage.file_unusable")
    assert (refused.body["field"], refused.body["why"]) == ("body", "pdf")
    assert (await add_file(office.citizen, of, "photo", bomb())).body["why"] == "pixels"
    assert (await add_file(office.citizen, of, "film", picture())).body["field"] == "kind"
    small = picture(size=(60, 40))
    for _ in range(FILES_MOST):
        right(await add_file(office.citizen, of, "photo", small))
    more = await add_file(office.citizen, of, "photo", small)
    assert (more.status, more.code) == (409, "footage.too_many_files")
    [file, *_] = right(await office.reviewer.get(f"/v1/footage-requests/{of}/files"))
    version = right(await office.citizen.get(f"/v1/me/footage-requests/{of}"))["version"]
    move = {"move": "withdraw", "version": version}
    right(await office.citizen.post(f"/v1/me/footage-requests/{of}/moves", move))
    late = await add_file(office.citizen, of, "photo", small)
    assert (late.status, late.code) == (409, "footage.over")
    left = await town.rows("SELECT sha256, image_sealed, purged_at FROM footage_file")
    assert {row["image_sealed"] for row in left} == {None}
    assert all(row["purged_at"] and row["sha256"] for row in left), "that there was one stays"
    gone = await office.reviewer.get(f"/v1/footage-requests/{of}/files/{file['file_id']}")
    assert (gone.status, gone.code) == (404, "footage.file_gone")
    assert not await town.rows("SELECT FROM look WHERE kind = 'paper'")


async def test_a_hundred_megabytes_are_refused_before_they_are_sent(office: Office) -> None:
    of = (await office.file())["request"]["footage_id"]
    host, _, port = office.town.base.removeprefix("http://").partition(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    head = (
        f"POST /v1/me/footage-requests/{of}/files?kind=paper HTTP/1.1\r\nHost: {host}\r\n"
        f"Authorization: Bearer {office.citizen.token}\r\nContent-Type: image/jpeg\r\n"
        f"Content-Length: {100 * 1024 * 1024}\r\n\r\n"
    )
    writer.write(head.encode())
    async with asyncio.timeout(10):
        answer = await reader.read(4096)
    writer.close()
    assert answer.startswith(b"HTTP/1.1 413 ")
    assert b"request.too_large" in answer


async def test_a_hundred_megabytes_of_which_nobody_said_how_many_are_cut_off(
    office: Office,
) -> None:
    of = (await office.file())["request"]["footage_id"]
    sent = 0

    async def pieces() -> AsyncIterator[bytes]:
        nonlocal sent
        for _ in range(100):
            sent += 1
            yield bytes(1024 * 1024)

    door = f"{office.town.base}/v1/me/footage-requests/{of}/files?kind=paper"
    headers = {
        "Authorization": f"Bearer {office.citizen.token}",
        "Content-Type": "image/jpeg",
    }
    with contextlib.suppress(aiohttp.ClientError, ConnectionError):
        async with office.town.session.post(door, data=pieces(), headers=headers) as answer:
            assert answer.status == 413
    assert sent < 100, "it does not listen to the end"
    assert right(await office.citizen.get(f"/v1/me/footage-requests/{of}/files")) == []
