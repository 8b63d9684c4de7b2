"""The patrol's page as an installed program: without a network, with pushes, and made new."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, CDPSession, Page, expect

from service.platform.push import WebSubscription
from tests.browser.stage import NEAR, Stage, open_stage
from tests.browser.test_phone import kinds, on_duty
from tests.browser.watched import Watched, opened
from tests.support.browser_phones import push_service
from tests.support.gateways.browsers import PushService
from tests.support.gateways.keys import Keys, make_keys
from tests.support.people import Person
from tests.support.running_clock import RunningClock
from tests.support.servers import Servers, fresh_database
from tests.support.waits import until

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

# A window without a history may not install anything; all else must be in order.
_PRIVATE = {"in-incognito"}

SHOWN = """async () => (await self.registration.getNotifications()).map(
  ({ title, body, tag, silent, requireInteraction, actions }) =>
    ({ title, body, tag, silent, requireInteraction, actions: actions.map((one) => one.action) })
)"""
TOUCH = """async ([tag, action]) => {
  const [notification] = await self.registration.getNotifications({ tag });
  self.dispatchEvent(new NotificationEvent("notificationclick", { notification, action }));
}"""
KEPT = """async () => {
  const paths = [];
  for (const name of await caches.keys())
    for (const request of await (await caches.open(name)).keys())
      paths.push(new URL(request.url).pathname);
  return paths;
}"""
ACTIVE = """async () => {
  const found = await navigator.serviceWorker.ready;
  return found.active.state === "activated" && navigator.serviceWorker.controller !== null;
}"""
# Another address of the worker for the same pages is a new version of it.
NEW_VERSION = """async () => {
  const found = await navigator.serviceWorker.register("/patrol/worker.js?new", {scope: "/patrol"});
  const fresh = found.installing ?? found.waiting;
  while (fresh.state === "installing")
    await new Promise((done) => fresh.addEventListener("statechange", done, { once: true }));
}"""
WAITS = """async () => {
  const found = await navigator.serviceWorker.getRegistration("/patrol/");
  return found.waiting !== null;
}"""


async def has_worker(page: Page) -> None:
    """Until the worker answers for this page."""
    await until(lambda: page.evaluate(ACTIVE))


async def test_the_page_can_be_installed(browser: Browser, stage: Stage) -> None:
    async with opened(browser, stage.base, "/patrol/", phone=True) as phone:
        await has_worker(phone.page)
        instrument = await phone.page.context.new_cdp_session(phone.page)
        manifest = await instrument.send("Page.getAppManifest")
        assert not manifest["errors"]
        assert json.loads(manifest["data"])["start_url"] == "/patrol/"
        found = await instrument.send("Page.getInstallabilityErrors")
        assert {one["errorId"] for one in found["installabilityErrors"]} <= _PRIVATE


async def test_the_page_starts_without_a_network_and_nothing_personal_is_kept(
    browser: Browser, stage: Stage
) -> None:
    async with opened(browser, stage.base, "/patrol/", phone=True, place=NEAR) as phone:
        page = await on_duty(phone, stage)
        await has_worker(page)
        await stage.press()
        await page.get_by_role("button", name="Accept").click()
        await expect(page.locator(".own")).to_be_visible()
        kept = await page.evaluate(KEPT)
        assert "/patrol/" in kept
        assert all(path == "/patrol/" or path.startswith("/assets/") for path in kept)
        await phone.map_loaded()
        await stage.close_front()
        await page.goto("about:blank")
        await page.goto(f"{stage.base}/patrol/")
        await expect(page.locator(".door")).to_be_visible()
        await stage.open_front()
        await expect(page.locator(".own")).to_contain_text("河边幼儿园")


async def test_a_new_version_takes_over_only_when_nothing_rings_and_nobody_is_on_duty(
    browser: Browser, stage: Stage
) -> None:
    async with opened(browser, stage.base, "/patrol/", phone=True, place=NEAR) as phone:
        page = await on_duty(phone, stage)
        await has_worker(page)
        await stage.press()
        await expect(page.locator(".ring")).to_be_visible()
        await page.evaluate(NEW_VERSION)
        await page.get_by_role("button", name="Decline").click()
        fresh = page.get_by_role("button", name="A new version is ready")
        await expect(fresh).to_be_visible()
        assert (await page.evaluate(WAITS), phone.loads) == (True, 1)
        await page.get_by_role("button", name="Dismiss").click()
        await page.get_by_role("button", name="Go off duty").click()
        await expect(fresh).to_have_count(0)
        await until(lambda: phone.loads > 1)
        await expect(page.locator(".duty.off")).to_be_visible()


@dataclass
class Rung:
    """A phone whose browser's push service is ours: what that has opened is handed over by hand."""

    phone: Watched
    stage: Stage
    service: PushService
    instrument: CDPSession
    registration_id: str

    async def deliver(self, count: int) -> dict[str, Any]:
        """The push of this number, as soon as it is there, into the real worker."""
        await until(lambda: len(self.service.opened) >= count)
        clear = self.service.opened[count - 1].decode()
        where = {"origin": self.stage.base, "registrationId": self.registration_id}
        await self.instrument.send("ServiceWorker.deliverPushMessage", where | {"data": clear})
        found: dict[str, Any] = json.loads(clear)
        return found

    async def shown(self) -> list[dict[str, Any]]:
        """The notifications that stand on this phone."""
        [worker] = self.phone.page.context.service_workers
        found: list[dict[str, Any]] = await worker.evaluate(SHOWN)
        return found

    async def nobody_looks(self) -> None:
        """The page is closed: the worker alone has the phone."""
        await self.phone.page.goto("about:blank")

    async def touch(self, tag: str, action: str = "") -> None:
        """Touch a notification, or a key of it."""
        [worker] = self.phone.page.context.service_workers
        await worker.evaluate(TOUCH, [tag, action])

    async def noted(self, incident_id: str, state: str) -> bool:
        """Whether the desk sees this state of an attempt to push."""
        desk = await self.stage.person("east")
        told = (await desk.get(f"/v1/incidents/{incident_id}/deliveries")).body
        return any(one[state] for one in told if one["channel"] == "web_push")


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Keys:
    return make_keys(tmp_path_factory.mktemp("keys"))


@pytest_asyncio.fixture(loop_scope="session")
async def rung(
    browser: Browser, servers: Servers, tmp_path: Path, keys: Keys
) -> AsyncIterator[Rung]:
    """An officer on duty whose phone is registered with a subscription."""
    clock = RunningClock()
    async with (
        fresh_database(servers, f"pushed_{tmp_path.name[-20:]}") as url,
        push_service(keys, clock) as (service, ours),
        open_stage(url, tmp_path, clock, **ours) as stage,
        opened(browser, stage.base, "/patrol/", phone=True, place=NEAR) as phone,
        delivering(phone) as (instrument, registrations),
    ):
        await phone.page.context.grant_permissions(
            ["geolocation", "notifications"], origin=stage.base
        )
        page = await on_duty(phone, stage)
        await has_worker(page)
        officer = await stage.person("officer1")
        await until(lambda: _registered(officer))
        await _subscribe(officer, service.subscribe())
        await until(lambda: bool(registrations))
        yield Rung(phone, stage, service, instrument, registrations[-1])


async def _registered(officer: Person) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = (await officer.get("/v1/me/phones")).body
    return found


async def _subscribe(officer: Person, made: WebSubscription) -> None:
    """What the page does where its browser reaches a push service; from here none is reached."""
    [phone] = await _registered(officer)
    by = {"gateway": "web_push", "endpoint": made.endpoint, "p256dh": made.p256dh}
    body = {"platform": "web", "model": "browser", "by": by | {"auth": made.auth}}
    assert (await officer.put(f"/v1/me/phones/{phone['phone_id']}", body)).status == 200


@asynccontextmanager
async def delivering(phone: Watched) -> AsyncIterator[tuple[CDPSession, list[str]]]:
    """The browser's own instrument for workers, and the registrations that it has named."""
    instrument = await phone.page.context.new_cdp_session(phone.page)
    found: list[str] = []
    instrument.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda event: found.extend(one["registrationId"] for one in event["registrations"]),
    )
    await instrument.send("ServiceWorker.enable")
    yield instrument, found


async def test_a_push_handed_to_the_worker_by_the_browsers_instrument_is_shown_and_receipted(
    rung: Rung,
) -> None:
    """No push service is reached from here: ours stands for the browser's and opens the seal."""
    await rung.nobody_looks()
    taken = await rung.stage.press()
    pushed = await rung.deliver(1)
    await until(lambda: rung.noted(taken.body["incident_id"], "received_at"))
    assert "received" in await kinds(rung.stage, taken.body["incident_id"])
    assert await rung.shown() == [
        {
            "title": "Watchbell",
            "body": "Your unit is needed. Open the patrol page.",
            "tag": f"ring-{pushed['task_id']}",
            "silent": False,
            "requireInteraction": True,
            "actions": ["accept", "decline"],
        }
    ]


async def test_the_same_ring_twice_is_one_notification(rung: Rung) -> None:
    await rung.nobody_looks()
    await rung.stage.press()
    await rung.deliver(1)
    await rung.deliver(1)
    await until(rung.shown)
    assert len(await rung.shown()) == 1


@pytest.mark.parametrize(("action", "done"), [("accept", "accepted"), ("decline", "declined")])
async def test_a_key_of_the_notification_answers_also_while_no_page_is_open(
    rung: Rung, action: str, done: str
) -> None:
    await rung.nobody_looks()
    taken = await rung.stage.press()
    pushed = await rung.deliver(1)
    await until(rung.shown)
    await rung.touch(f"ring-{pushed['task_id']}", action)
    incident_id = taken.body["incident_id"]

    async def answered() -> bool:
        return done in await kinds(rung.stage, incident_id)

    await until(answered)
    await until(lambda: rung.noted(incident_id, "seen_at"))
    assert await rung.shown() == []


async def test_an_answer_that_cannot_be_sent_says_so(rung: Rung) -> None:
    await rung.nobody_looks()
    await rung.stage.press()
    pushed = await rung.deliver(1)
    await until(rung.shown)
    await rung.stage.close_front()
    await rung.touch(f"ring-{pushed['task_id']}", "decline")

    async def said() -> bool:
        return "Your answer is not sent yet. Open the page." in str(await rung.shown())

    await until(said, most_s=20)
    await rung.stage.open_front()


async def test_a_page_that_rings_itself_takes_the_notification_back(rung: Rung) -> None:
    await rung.stage.press()
    page = rung.phone.page
    await expect(page.locator(".ring")).to_be_visible()
    await rung.phone.sounds()
    await rung.deliver(1)

    async def taken_back() -> bool:
        return await rung.shown() == []

    await until(taken_back)
    await expect(page.locator(".ring")).to_have_count(1)
    await page.get_by_role("button", name="Accept").click()
    await expect(page.locator(".own")).to_be_visible()
    await rung.phone.is_silent()


async def test_a_closed_page_says_quietly_that_nobody_needs_it_and_a_late_ring_is_late(
    rung: Rung,
) -> None:
    await rung.nobody_looks()
    taken = await rung.stage.press()
    pushed = await rung.deliver(1)
    await until(rung.shown)
    desk = await rung.stage.person("east")
    reset = {"disposition": "unfounded"}
    await desk.post(f"/v1/alarms/{taken.body['alarm_id']}/reset", reset)
    closing = reset | {"move": "close"}
    await desk.post(f"/v1/incidents/{taken.body['incident_id']}/moves", closing)
    await until(lambda: b'"over"' in rung.service.opened[-1])
    quiet = {
        "title": "Watchbell",
        "body": "It is no longer yours. Nothing to do.",
        "tag": f"ring-{pushed['task_id']}",
        "silent": True,
        "requireInteraction": False,
        "actions": [],
    }

    async def is_quiet() -> bool:
        return await rung.shown() == [quiet]

    for number in (len(rung.service.opened), 1):
        await rung.deliver(number)
        await until(is_quiet)


async def test_a_trial_ring_calls_nobody_to_a_task_and_proves_the_way(rung: Rung) -> None:
    officer = await rung.stage.person("officer1")
    [phone] = await _registered(officer)
    assert phone["received_at"] is None
    assert (await officer.post(f"/v1/me/phones/{phone['phone_id']}/check", None)).status == 200
    await rung.deliver(1)

    async def proven() -> bool:
        return (await _registered(officer))[0]["received_at"] is not None

    await until(proven)
    [shown] = await rung.shown()
    assert (shown["body"], shown["actions"]) == (
        "This is a trial call. This phone can be reached.",
        [],
    )


async def test_who_signs_out_is_not_rung_on_this_phone(rung: Rung) -> None:
    page = rung.phone.page
    officer = await rung.stage.person("officer1")
    await page.get_by_role("button", name="Settings").click()
    await page.get_by_role("button", name="Sign out").click()
    await page.get_by_role("button", name="Go off duty and sign out").click()
    await expect(page.locator(".door")).to_be_visible()
    assert await _registered(officer) == []
    kept = await page.evaluate("() => Object.keys(localStorage)")
    assert [name for name in kept if "moves" in name or "phone" in name] == []
