"""A contact's role, and what is wrong with a key."""

from datetime import datetime, timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.fault.wire import Fault, FaultKind
from service.identity.rules import check_grants
from service.identity.wire import AgreementMissing, Grant, NewGrant, Role, SiteMissing, Who
from service.school.rules import gravity, troubles
from service.school.rules import test_due_at as due_at_of
from service.school.wire import KeyTrouble, SchoolKey, Trouble
from service.site.rules import ailments
from service.site.wire import BoxFault, Device, DeviceKind, DeviceState, SelfTested
from tests.rules.made import EAST, NOW, uid

SITE = uid(1)


def device(**known: object) -> Device:
    """A key that works, but for what is said of it."""
    fields: dict[str, object] = {
        "device_id": uid(2),
        "site_id": SITE,
        "room": None,
        "kind": DeviceKind.KEY,
        "label": "门卫室",
        "state": DeviceState.ACTIVE,
        "algorithm": None,
        "model": None,
        "version": None,
        "enrolled_at": NOW,
        "seen_at": NOW,
        "spooled": 0,
        "power": "mains",
        "battery_pct": 100,
        "faults": [],
        "self_test": None,
    }
    return Device(**(fields | known))  # type: ignore[arg-type]


def self_test(*failed: BoxFault) -> SelfTested:
    """A box's test of itself."""
    return SelfTested(at=NOW, good=not failed, failed=list(failed))


def fault(kind: FaultKind, number: int = 2) -> Fault:
    """An open fault of a device."""
    return Fault(
        fault_id=uid(9),
        kind=kind,
        subject_id=uid(number),
        subject="",
        site_id=SITE,
        detail="",
        count=1,
        opened_at=NOW,
        seen_at=NOW,
        cleared_at=None,
        cleared_by=None,
    )


def said(
    of: Device, *faults: Fault, due_at: datetime | None = None, lost: bool = False
) -> list[str]:
    """The troubles of a device, by kind."""
    return [
        t.kind for t in troubles(of, ailments(of.faults, of.self_test), faults, due_at, lost, NOW)
    ]


@pytest.mark.parametrize("role", list(Role))
def test_a_contact_s_role_names_a_site_and_no_other_does(role: Role) -> None:
    bound = {"agreement": "2026-17", "until_at": NOW} if role is Role.CONTRACTOR else {}
    with_site = NewGrant(role=role, area_code=EAST, site_id=SITE, **bound)  # type: ignore[arg-type]
    without = NewGrant(role=role, area_code=EAST, **bound)  # type: ignore[arg-type]
    good, bad = (with_site, without) if role is Role.SCHOOL_CONTACT else (without, with_site)
    check_grants([good])
    with pytest.raises(SiteMissing):
        check_grants([good, bad])


@pytest.mark.parametrize("role", list(Role))
def test_a_contractor_s_role_names_an_agreement_and_its_end_and_no_other_does(role: Role) -> None:
    site = SITE if role is Role.SCHOOL_CONTACT else None
    bare = NewGrant(role=role, area_code=EAST, site_id=site)
    bound = NewGrant(role=role, area_code=EAST, site_id=site, agreement="2026-17", until_at=NOW)
    good, bad = (bound, bare) if role is Role.CONTRACTOR else (bare, bound)
    check_grants([good])
    for wrong in (bad, msgspec.structs.replace(bound, until_at=None)):
        with pytest.raises(AgreementMissing):
            check_grants([wrong])


@given(st.lists(st.sampled_from(list(Role)), max_size=4))
def test_a_role_at_a_site_opens_no_area(roles: list[Role]) -> None:
    grants = tuple(Grant(role, EAST, SITE) for role in roles)
    who = Who(uid(3), uid(4), "", "", grants, NOW)
    assert who.areas(Role) == frozenset()
    assert not who.sees([EAST], Role)
    assert who.sites() == ({SITE} if Role.SCHOOL_CONTACT in roles else set())


def test_a_key_without_trouble_can_be_relied_on() -> None:
    assert said(device()) == []


@pytest.mark.parametrize(
    ("known", "trouble"),
    [
        ({"state": DeviceState.INVITED}, Trouble.NOT_ENROLLED),
        ({"state": DeviceState.REVOKED}, Trouble.SWITCHED_OFF),
        ({"battery_pct": 20}, Trouble.BATTERY_LOW),
        ({"spooled": 1}, Trouble.UNSENT),
        ({"faults": [BoxFault.KEY_GONE, BoxFault.CLOCK]}, Trouble.BROKEN),
        ({"faults": [BoxFault.CLOCK]}, Trouble.FAULTY),
        ({"self_test": self_test(BoxFault.SPOOL)}, Trouble.BROKEN),
        ({"self_test": self_test(BoxFault.LINE)}, Trouble.FAULTY),
        ({"power": "battery"}, Trouble.ON_BATTERY),
    ],
)
def test_what_a_box_says_of_itself_is_a_trouble(known: dict[str, object], trouble: Trouble) -> None:
    assert said(device(**known)) == [trouble]


def test_silence_is_seen_before_its_fault_is_found_and_other_keys_faults_are_not_ours() -> None:
    assert said(device(), lost=True) == [Trouble.NOT_HEARD]
    assert said(device(), fault(FaultKind.DEVICE_LOST)) == [Trouble.NOT_HEARD]
    assert said(device(), fault(FaultKind.DEVICE_TAMPERING)) == [Trouble.TAMPERING]
    assert said(device(), fault(FaultKind.DEVICE_LOST, 7)) == []


@given(st.integers(1, 366), st.integers(-400 * 24, 400 * 24))
def test_a_test_is_overdue_from_its_instant_on_and_announced_a_week_before(
    days: int, hours: int
) -> None:
    tested_at = NOW + timedelta(hours=hours)
    due_at = due_at_of(device(), tested_at, days)
    assert due_at == tested_at + timedelta(days=days)
    left = due_at - NOW
    expected = (
        [Trouble.TEST_OVERDUE]
        if left <= timedelta(0)
        else [Trouble.TEST_SOON]
        if left <= timedelta(days=7)
        else []
    )
    assert said(device(), due_at=due_at) == expected


def test_a_key_that_is_not_heard_at_all_has_no_day_for_a_test() -> None:
    assert due_at_of(device(state=DeviceState.REVOKED), NOW, 30) is None
    assert due_at_of(device(enrolled_at=None), None, 30) is None


@given(st.lists(st.sets(st.sampled_from(list(Trouble)), max_size=3), max_size=6))
def test_the_gravest_trouble_stands_first(found: list[set[Trouble]]) -> None:
    order = list(Trouble)
    shown = sorted((_key(kinds) for kinds in found), key=gravity)
    gravest = [min((order.index(t.kind) for t in k.troubles), default=len(order)) for k in shown]
    assert gravest == sorted(gravest)


def _key(kinds: set[Trouble]) -> SchoolKey:
    return SchoolKey(
        device_id=uid(2),
        kind=DeviceKind.KEY,
        state=DeviceState.ACTIVE,
        label="",
        room=None,
        seen_at=None,
        power=None,
        battery_pct=None,
        tested_at=None,
        test_due_at=None,
        keeper=None,
        faults=[],
        self_test=None,
        troubles=[KeyTrouble(kind=kind, since=None) for kind in kinds],
    )
