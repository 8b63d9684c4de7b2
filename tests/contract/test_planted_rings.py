"""No gateway of phones learns about whom or what it rings: every request is read as it came in."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import msgspec
import pytest

from tests.contract.test_planted import CHILD, MARK, found
from tests.flow.test_dispatch import ring
from tests.flow.test_messages import line
from tests.support import hamlet
from tests.support.clock import HandClock
from tests.support.gateway import Gateway, text_gateway
from tests.support.gateways.apns import ApnsServer, apns_server
from tests.support.gateways.browsers import PushService
from tests.support.gateways.calls import settings
from tests.support.gateways.google import Google
from tests.support.gateways.huawei import Huawei
from tests.support.gateways.keys import make_keys
from tests.support.gateways.web import serving
from tests.support.people import Officer
from tests.support.town_house import Town, open_town

TEXTS = ("text", "voice", "wecom", "dingtalk")
NUMBER = "13912345678"
OFFICER, DESK = f"{MARK}-officer-王伟", f"{MARK}-desk-李娜"
ROOM = f"{MARK}-room-三年二班"
# The names of places and units, and what nobody but the desk and those in hand may read.
OPEN_NAMES = {"河边幼儿园", "东关派出所", "东-01", "东-02"}
MARKS = {CHILD, OFFICER, DESK, ROOM, NUMBER, *OPEN_NAMES}


@dataclass
class Outside:
    """All that rings phones from outside."""

    apns: ApnsServer
    google: Google
    huawei: Huawei
    browsers: PushService
    texts: dict[str, Gateway]

    def taken(self) -> dict[str, int]:
        """How many rings each has taken."""
        counted = {name: len(gateway.texts) for name, gateway in self.texts.items()}
        return counted | {
            "apns": len(self.apns.accepted),
            "fcm": len(self.google.accepted),
            "huawei": len(self.huawei.accepted),
            "web_push": len(self.browsers.accepted),
        }

    def heard(self) -> dict[str, str]:
        """All that came in at each, as it came; what is sealed for a browser is opened too."""
        apns = [f"{one.headers}\n".encode() + one.body for one in self.apns.requests]
        raw = {name: gateway.raw for name, gateway in self.texts.items()} | {
            "apns": apns,
            "fcm": self.google.raw,
            "huawei": self.huawei.raw,
            "web_push": [*self.browsers.raw, *self.browsers.opened],
        }
        return {name: b"\n".join(parts).decode(errors="replace") for name, parts in raw.items()}


@asynccontextmanager
async def outside(database_url: str, tmp_path: Path) -> AsyncIterator[tuple[Town, Outside]]:
    """A town that has set up every gateway there is."""
    keys, clock = make_keys(tmp_path), HandClock()
    async with AsyncExitStack() as stack:
        enter = stack.enter_async_context
        every = Outside(
            await enter(apns_server(keys, clock)),
            await enter(serving(Google.of(keys, clock), keys)),
            await enter(serving(Huawei.of(keys, clock), keys)),
            await enter(serving(PushService.of(keys, clock), keys)),
            {name: await enter(text_gateway()) for name in TEXTS},
        )
        given = settings(
            keys,
            apns_url=every.apns.url,
            fcm_url=every.google.url,
            fcm_token_url=f"{every.google.url}/token",
            huawei_url=every.huawei.url,
            huawei_token_url=f"{every.huawei.url}/oauth2/v2/token",
            huawei_category="WORK",
            web_push_hosts=urlsplit(every.browsers.url).netloc,
            **{f"{name}_gateway": gateway.url for name, gateway in every.texts.items()},
        )
        wanted = msgspec.structs.asdict(given)
        yield await enter(open_town(database_url, tmp_path, clock=clock, **wanted)), every


async def register(officer: Officer, service: PushService) -> dict[str, str]:
    """A phone of each kind; the addresses that were given, by gateway."""
    made = service.subscribe("chrome")
    by: dict[str, dict[str, Any]] = {
        "ios": {"gateway": "apns", "token": "ab" * 32},
        "android": {"gateway": "fcm", "token": "fcm-planted-address-0001"},
        "harmony": {"gateway": "huawei", "token": "hms-planted-address-0002", "generation": "v3"},
        "web": {
            "gateway": "web_push",
            "endpoint": made.endpoint,
            "p256dh": made.p256dh,
            "auth": made.auth,
        },
    }
    older = {"gateway": "huawei", "token": "hms-planted-address-0003", "generation": "v2"}
    for platform, address in (*by.items(), ("android", older)):
        phone = {"platform": platform, "model": f"{platform}-phone", "by": address}
        answer = await officer.post("/v1/me/phones", phone)
        assert answer.status == 201, answer.body
        checked = await officer.post(f"/v1/me/phones/{answer.body['phone_id']}/check", None)
        assert checked.body["outcome"] == "accepted", (platform, checked.body)
    return {one["gateway"]: str(one.get("token", made.auth)) for one in by.values()}


async def play(town: Town, officer: Officer) -> None:
    """Rung by every channel, written to, called off: with a child's name wherever it may stand."""
    chief, desk = await town.person("chief"), await town.person("east")
    for person, name in ((officer, OFFICER), (desk, DESK)):
        corrected = {"display": name, "phone_number": NUMBER}
        assert (await person.patch("/v1/me", corrected)).status == 200
    plan = {
        "posts": [{"role": "primary"}],
        "tiers": [{"reach": "any", "classes": ["police"]}],
        "channels": ["live", *TEXTS],
    }
    made = await chief.post("/v1/response-plans", {"area_code": hamlet.EAST, "body": plan})
    assert made.status == 201, made.body
    taken = await ring(town, note=CHILD, room=ROOM)
    incident = f"/v1/incidents/{taken['incident_id']}"
    for _ in TEXTS:
        await town.forward(seconds=5)
    assert (await desk.post(f"{incident}/moves", {"move": "note", "note": CHILD})).status == 200
    assert (await officer.answer("accept")).status == 200
    assert (await desk.post(f"{incident}/messages", line(CHILD))).status == 201
    await town.work()
    by_hand = {"source": "110", "kind": "missing_child", "area_code": hamlet.EAST}
    where = {"title": CHILD, "note": CHILD, "place": hamlet.north(600)}
    opened = await desk.post("/v1/incidents", by_hand | where)
    assert opened.status == 201, opened.body
    await town.work()
    assert (await officer.answer("clear")).status == 200
    await town.work()
    assert (await desk.move("incidents", opened.body["incident_id"], move="cancel")).status == 200
    await town.work()


async def test_no_gateway_is_told_of_whom_or_what_or_where(
    database_url: str, tmp_path: Path
) -> None:
    async with outside(database_url, tmp_path) as (town, every):
        officer = await town.officer(1, hamlet.north(1700))
        addresses = await register(officer, every.browsers)
        await play(town, officer)
        taken, heard = every.taken(), every.heard()
    assert set(taken) == {"apns", "fcm", "huawei", "web_push", *TEXTS}
    for name, count in taken.items():
        assert count >= (1 if name in TEXTS else 3), (name, "a trial, a ring, and it taken back")
    for name, said in heard.items():
        # A number is the address by which words are sent, and no part of what they say.
        own = {NUMBER} if name in TEXTS else set()
        others = {address for other, address in addresses.items() if other != name}
        for text in (said, unquote(said)):
            assert not found((MARKS | others) - own, text), name
    for gateway in every.texts.values():
        assert {to for to, _ in gateway.texts} == {NUMBER}
        assert not any(found({NUMBER}, words) for _, words in gateway.texts)


@pytest.mark.parametrize("name", sorted(MARKS))
def test_the_search_would_find_it(name: str) -> None:
    body = msgspec.json.encode({"notification": {"title": f"{name} a"}}).decode()
    assert found(MARKS, body) == {name}
