"""What is told of a request to whom: the office, the applicant, whoever has the receipt."""

from collections.abc import Mapping, Sequence
from uuid import UUID

import msgspec

from service.core import masked
from service.core.geo import Place, given
from service.footage import rules
from service.footage.table import REFUSALS, STAGES
from service.footage.terms import Actor, RefusalCode
from service.footage.wire import (
    CameraRow,
    FootageChanged,
    FootageRequest,
    FootageStep,
    GroundsTold,
    HeldCamera,
    OwnFootageRequest,
    Person,
    RequestStatus,
    Row,
    WholeFootageRequest,
)
from service.platform.house import House

PERSON, RESULT = "footage_request.person", "footage_request.result"
IDENTITY = "footage_request.identity"
_GONE = Person("", "", "")


def person(house: House, row: Row) -> Person:
    """Who applies and what he wrote; empty once it was forgotten."""
    if row.person_sealed is None:
        return _GONE
    return msgspec.json.decode(house.seal.open(row.person_sealed, PERSON), type=Person)


def sealed(house: House, who: Person) -> bytes:
    """The same, sealed."""
    return house.seal.close(msgspec.json.encode(who).decode(), PERSON)


def changed(row: Row) -> FootageChanged:
    """What subscribers hear."""
    return FootageChanged(**{name: getattr(row, name) for name in FootageChanged.__struct_fields__})


def request(house: House, row: Row) -> FootageRequest:
    """A request in the office's queue."""
    same = set(FootageRequest.__struct_fields__) - {"applicant", "place"}
    return FootageRequest(
        applicant=masked.name(person(house, row).name),
        place=given(Place(row.lat, row.lon)),
        **{name: getattr(row, name) for name in same},
    )


def whole(
    house: House,
    row: Row,
    cameras: Sequence[CameraRow],
    places: Mapping[UUID, Place],
    next_steps: list[FootageStep],
) -> WholeFootageRequest:
    """A request with its cameras, for somebody of the office."""
    who = person(house, row)
    return WholeFootageRequest(
        request=request(house, row),
        description=who.description,
        phone_number=masked.number(who.phone),
        cameras=[_camera(one, places.get(one.camera_id)) for one in cameras],
        moves=sorted(step.move for step in next_steps),
        steps=next_steps,
        identity_at=row.identity_at,
        channel=row.channel,
        channel_number=row.channel_number,
        slot_place=row.slot_place,
        result=house.seal.open(row.result_sealed, RESULT) if row.result_sealed else None,
    )


def _camera(camera: CameraRow, place: Place | None) -> HeldCamera:
    same = set(HeldCamera.__struct_fields__) - {"place"}
    stands = None if place is None else given(place)
    return HeldCamera(place=stands, **{name: getattr(camera, name) for name in same})


def own(house: House, row: Row) -> OwnFootageRequest:
    """A request as its applicant sees it."""
    stage = STAGES[row.state]
    result = house.seal.open(row.result_sealed, RESULT) if row.result_sealed else None
    apart = {"state_zh", "state_en", "refusal", "result", "moves"}
    same = set(OwnFootageRequest.__struct_fields__) - apart
    return OwnFootageRequest(
        state_zh=stage.zh,
        state_en=stage.en,
        refusal=grounds(row.refusal),
        result=result,
        moves=rules.moves(row.state, Actor.APPLICANT, row.lane),
        **{name: getattr(row, name) for name in same},
    )


def status(row: Row) -> RequestStatus:
    """How far a request has come, without a word about anybody."""
    stage = STAGES[row.state]
    return RequestStatus(
        number=row.number,
        state=row.state,
        state_zh=stage.zh,
        state_en=stage.en,
        filed_at=row.filed_at,
        due_at=row.due_at,
        refusal=grounds(row.refusal),
        slot_at=row.slot_at,
    )


def grounds(code: RefusalCode | None) -> GroundsTold | None:
    """A code of refusal with its law and its remedy."""
    if code is None:
        return None
    return _grounds(code)


def codes() -> list[GroundsTold]:
    """Every code of refusal, in their order."""
    return [_grounds(code) for code in REFUSALS]


def _grounds(code: RefusalCode) -> GroundsTold:
    found = REFUSALS[code]
    return GroundsTold(
        code=code,
        zh=found.zh,
        en=found.en,
        basis=found.basis,
        basis_zh=found.basis_zh,
        remedy_zh=found.remedy_zh,
        remedy_en=found.remedy_en,
    )
