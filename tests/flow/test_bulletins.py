"""A missing child on the screens of an area: issued, shown, withdrawn, over."""

import io
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from PIL import Image

from tests.support import hamlet
from tests.support.footage import account, right
from tests.support.people import Answer, Box, Person
from tests.support.town_house import Town

WORDS = {"who": "女孩，7 岁，一米二", "clothing": "红色外套", "place": "河边幼儿园门口"}
CONSENT = {
    "guardian": "王芳",
    "relation": "parent",
    "how": "in_person",
    "given_at": "2026-03-02T07:35:00Z",
}


def bulletin(area_code: str = hamlet.COUNTY, **more: object) -> dict[str, object]:
    """A bulletin until the next morning."""
    return {
        "area_code": area_code,
        "zh": WORDS,
        "seen_at": "2026-03-02T07:30:00Z",
        "phone": "110",
        "until": "2026-03-03T08:00:00Z",
        "consent": CONSENT,
    } | more


def portrait() -> bytes:
    """A picture as a phone takes it."""
    buffer = io.BytesIO()
    Image.new("RGB", (600, 800), (180, 140, 120)).save(buffer, "JPEG")
    return buffer.getvalue()


async def leader(town: Town, area_code: str = hamlet.EAST) -> Person:
    """A duty leader of an area: who releases what everybody sees."""
    return await account(town, "leader", "duty_leader", area_code)


async def give_portrait(person: Person, bulletin_id: str, data: bytes | None = None) -> Answer:
    """Hand the picture in."""
    headers = {"authorization": f"Bearer {person.token}", "content-type": "image/jpeg"}
    path = f"/v1/bulletins/{bulletin_id}/portrait"
    return await person.raw("PUT", path, portrait() if data is None else data, headers)


async def issued(person: Person, area_code: str = hamlet.COUNTY, **more: object) -> dict[str, Any]:
    """A bulletin that was taken."""
    answer = await person.post("/v1/bulletins", bulletin(area_code, **more))
    assert answer.status == 201, answer.body
    return dict(answer.body)


async def shown(box: Box) -> list[dict[str, Any]]:
    """What a box is told to show."""
    answer = await box.call("GET", "/v1/devices/bulletins")
    assert answer.status == 200, answer.body
    return list(answer.body["bulletins"])


async def test_a_bulletin_is_shown_in_its_area_and_nowhere_else_until_it_is_withdrawn(
    town: Town,
) -> None:
    east, county = await leader(town), await town.person("chief")
    near, far = await town.box(4), await town.box(5)
    assert await shown(near) == []
    one = await issued(east, hamlet.EAST, en=WORDS | {"who": "Girl, 7"})
    await town.forward(seconds=1)
    both = await issued(county)
    assert [b["bulletin_id"] for b in await shown(near)] == [
        both["bulletin_id"],
        one["bulletin_id"],
    ]
    assert [b["bulletin_id"] for b in await shown(far)] == [both["bulletin_id"]]
    told = (await shown(near))[1]
    assert told["en"]["who"] == "Girl, 7"
    assert "王芳" not in str(told)
    path = f"/v1/bulletins/{one['bulletin_id']}/withdraw"
    gone = await east.post(path, {"ending": "found"})
    assert (gone.status, gone.body["state"], gone.body["ended_by"]) == (200, "withdrawn", "Leader")
    assert [b["bulletin_id"] for b in await shown(near)] == [both["bulletin_id"]]
    again = await county.post(path, {"ending": "mistaken"})
    assert (again.status, again.code) == (409, "bulletin.ended")
    rows = await town.rows("SELECT topic FROM event ORDER BY seq")
    rows += await town.rows("SELECT topic FROM outbox ORDER BY outbox_id")
    topics = [row["topic"] for row in rows if row["topic"].startswith("bulletin.")]
    assert topics == ["bulletin.issued", "bulletin.issued", "bulletin.ended"]


async def test_a_bulletin_ends_by_itself_and_its_picture_with_it(town: Town) -> None:
    east, box = await leader(town), await town.box(4)
    one = await issued(east, hamlet.EAST, until="2026-03-02T10:00:00Z")
    picture = f"/v1/devices/bulletins/{one['bulletin_id']}/portrait"
    assert (await box.call("GET", picture)).status == 404
    assert (await give_portrait(east, one["bulletin_id"])).status == 200
    assert (await shown(box))[0]["portrait"] is not None
    assert (await box.call("GET", picture)).status == 200
    now = datetime.fromisoformat(town.now).astimezone(UTC)
    await town.forward(seconds=(datetime(2026, 3, 2, 10, tzinfo=UTC) - now).total_seconds())
    assert await shown(box) == []
    assert (await box.call("GET", picture)).status == 404
    await town.work()
    [row] = await town.rows("SELECT state, ended_by FROM bulletin")
    assert dict(row) == {"state": "over", "ended_by": None}
    assert await town.rows("SELECT FROM bulletin_portrait") == []


async def test_a_withdrawn_picture_is_deleted_and_none_comes_after_it(town: Town) -> None:
    east = await leader(town)
    bulletin_id = (await issued(east, hamlet.EAST))["bulletin_id"]
    assert (await give_portrait(east, bulletin_id)).status == 200
    await east.post(f"/v1/bulletins/{bulletin_id}/withdraw", {"ending": "consent_withdrawn"})
    assert await town.rows("SELECT FROM bulletin_portrait") == []
    assert (await give_portrait(east, bulletin_id)).code == "bulletin.ended"
    assert (await east.get(f"/v1/bulletins/{bulletin_id}/portrait")).status == 404


async def test_who_looks_at_a_child_is_on_record_first(town: Town) -> None:
    east = await leader(town)
    bulletin_id = (await issued(east, hamlet.EAST))["bulletin_id"]
    await give_portrait(east, bulletin_id)
    said = "SELECT person, reason, content FROM look WHERE kind = $1"
    given = [row["content"] for row in await town.rows(said + " ORDER BY number", "shown")]
    assert given == [
        f"bulletin {bulletin_id} to everybody in {hamlet.EAST}",
        f"portrait of bulletin {bulletin_id} to everybody in {hamlet.EAST}",
    ]
    assert await town.rows(said, "portrait") == []
    seen = await east.get(f"/v1/bulletins/{bulletin_id}/portrait")
    assert seen.status == 200
    [look] = await town.rows(said, "portrait")
    assert (look["person"], look["reason"]) == ("Leader", "missing child")
    assert bulletin_id in look["content"]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"until": "2026-03-06T08:00:00Z"}, "until"),
        ({"until": "2026-03-01T08:00:00Z"}, "until"),
        ({"seen_at": "2026-03-04T08:00:00Z"}, "seen_at"),
        ({"consent": CONSENT | {"given_at": "2026-03-04T08:00:00Z"}}, "consent.given_at"),
        ({"consent": {"guardian": "王芳"}}, "consent.relation"),
        ({"phone": "call me"}, "phone"),
        ({"area_code": hamlet.WEST}, "area_code"),
        ({"area_code": hamlet.COUNTY}, "area_code"),
    ],
)
async def test_a_bulletin_that_may_not_be_is_refused_by_its_field(
    town: Town, change: dict[str, object], field: str
) -> None:
    east = await leader(town)
    answer = await east.post("/v1/bulletins", bulletin(hamlet.EAST) | change)
    assert answer.status == 400, answer.body
    assert answer.body["field"] == field
    assert await town.rows("SELECT FROM bulletin") == []


async def test_there_is_no_bulletin_without_a_consent(town: Town) -> None:
    east = await leader(town)
    asked = bulletin(hamlet.EAST)
    del asked["consent"]
    answer = await east.post("/v1/bulletins", asked)
    assert (answer.status, answer.body["field"]) == (400, "consent")
    await issued(east, hamlet.EAST)
    [row] = await town.rows("SELECT guardian_sealed FROM bulletin")
    assert "王芳".encode() not in bytes(row["guardian_sealed"])
    [told] = (await east.get("/v1/bulletins")).body
    assert told["consent"]["guardian"] == "王****"


async def test_others_see_touch_and_issue_nothing(town: Town) -> None:
    east = await leader(town)
    bulletin_id = (await issued(east, hamlet.EAST))["bulletin_id"]
    await give_portrait(east, bulletin_id)
    for name in ("west", "elsewhere"):
        other = await town.person(name)
        assert (await other.get("/v1/bulletins")).body == []
        assert (await other.get(f"/v1/bulletins/{bulletin_id}/portrait")).status == 404
        path = f"/v1/bulletins/{bulletin_id}/withdraw"
        assert (await other.post(path, {"ending": "found"})).status == 404
    far_leader = await account(town, "far-leader", "duty_leader", hamlet.WEST)
    assert (await give_portrait(far_leader, bulletin_id)).status == 404
    for name in ("officer1", "east", "admin", "head"):
        other = await town.person(name)
        assert (await other.post("/v1/bulletins", bulletin(hamlet.EAST))).status == 403
        assert (await give_portrait(other, bulletin_id)).status == 403
    far = await town.box(5)
    path = f"/v1/devices/bulletins/{bulletin_id}/portrait"
    assert (await far.call("GET", path)).status == 404


async def test_what_is_no_picture_is_refused_and_the_words_are_shown_all_the_same(
    town: Town,
) -> None:
    east, box = await leader(town), await town.box(4)
    bulletin_id = (await issued(east, hamlet.EAST))["bulletin_id"]
    answer = await give_portrait(east, bulletin_id, b"GIF89a")
    assert (answer.status, answer.code) == (400, "bulletin.portrait_unusable")
    assert (await shown(box))[0]["portrait"] is None


async def test_a_screen_is_not_given_more_than_it_can_show(town: Town) -> None:
    east = await leader(town)
    first = await issued(east, hamlet.EAST)
    for _ in range(4):
        await issued(east, hamlet.EAST)
    answer = await east.post("/v1/bulletins", bulletin(hamlet.EAST))
    assert (answer.status, answer.code) == (409, "bulletin.too_many")
    await east.post(f"/v1/bulletins/{first['bulletin_id']}/withdraw", {"ending": "found"})
    await issued(east, hamlet.EAST)


async def page(town: Town, language: str = "zh-CN") -> tuple[str, Mapping[str, str]]:
    """The public page as a browser without script has it, and how it may be kept."""
    async with town.session.get(f"{town.base}/missing?lang={language}") as answer:
        assert answer.status == 200
        return await answer.text(), answer.headers


async def public_portrait(town: Town, bulletin_id: str) -> tuple[int, str]:
    """Whether anybody is given the picture, and how long it may be kept."""
    async with town.session.get(f"{town.base}/missing/{bulletin_id}/portrait") as answer:
        return answer.status, answer.headers.get("cache-control", "")


async def test_everybody_sees_what_was_released_and_nothing_more_until_it_is_taken_down(
    town: Town,
) -> None:
    east = await leader(town)
    assert "目前没有" in (await page(town))[0]
    one = await issued(east, hamlet.EAST, en=WORDS | {"who": "Girl <7>"})
    assert (await public_portrait(town, one["bulletin_id"]))[0] == 404
    await give_portrait(east, one["bulletin_id"])
    chinese, kept = await page(town)
    english, _ = await page(town, "en")
    assert WORDS["who"] in chinese
    assert "Girl &lt;7&gt;" in english
    for private in ("王芳", "Leader", hamlet.EAST, "parent"):
        assert private not in chinese + english
    assert kept["cache-control"] == "no-store"
    assert "noindex" in kept["x-robots-tag"]
    assert "set-cookie" not in kept
    assert await public_portrait(town, one["bulletin_id"]) == (200, "no-store")
    path = f"/v1/bulletins/{one['bulletin_id']}/withdraw"
    right(await (await town.person("east")).post(path, {"ending": "found"}))
    assert WORDS["who"] not in (await page(town))[0]
    assert (await public_portrait(town, one["bulletin_id"]))[0] == 404


async def test_on_the_public_page_and_at_school_it_ends_by_the_clock_not_by_a_job(
    town: Town,
) -> None:
    east, head = await leader(town), await town.person("head")
    until = town.clock.now() + timedelta(minutes=10)
    one = await issued(east, hamlet.EAST, until=until.isoformat())
    await give_portrait(east, one["bulletin_id"])
    door = f"/v1/school/sites/{hamlet.SMALL}/bulletins"
    [told] = right(await head.get(door))
    assert told["zh"]["who"] == WORDS["who"]
    assert "王芳" not in str(told)
    assert WORDS["who"] in (await page(town))[0]
    town.clock.forward(minutes=10)
    assert right(await head.get(door)) == []
    assert WORDS["who"] not in (await page(town))[0]
    assert (await public_portrait(town, one["bulletin_id"]))[0] == 404
    assert [row["state"] for row in await town.rows("SELECT state FROM bulletin")] == ["current"]


async def test_a_school_sees_what_is_shown_where_it_is_and_nobody_elses_site(town: Town) -> None:
    west = await account(town, "west-leader", "duty_leader", hamlet.WEST)
    await issued(west, hamlet.WEST)
    head = await town.person("head")
    assert right(await head.get(f"/v1/school/sites/{hamlet.SMALL}/bulletins")) == []
    other = f"/v1/school/sites/{hamlet.uid('st', 77)}/bulletins"
    assert (await head.get(other)).status == 404
    assert (await (await town.person("east")).get(other)).status == 403
