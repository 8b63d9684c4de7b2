"""Deciding of each camera: approved, narrowed, or refused with a code; always by a person."""

from uuid import UUID

from service.footage import actions, moves, rules, store
from service.footage.consent import Decide
from service.footage.terms import Actor
from service.footage.wire import MoveRequest, WholeFootageRequest
from service.identity.wire import Who
from service.platform.house import House


async def decide(house: House, who: Who, footage_id: UUID, asked: Decide) -> WholeFootageRequest:
    """Decide of every camera of a request; what follows for the whole follows from that.

    Raises NotFound, RequestOvertaken, WrongMove, NotYet, Invalid.
    """
    async with house.transaction() as connection:
        row = await moves.locked(connection, who, footage_id, asked.version)
        cameras = await store.cameras_of(connection, footage_id)
        decided = rules.check_decisions(asked.cameras, cameras)
        await store.decide(connection, footage_id, asked.cameras)
        move, refusal = rules.verdict(decided)
        said = MoveRequest(move=move, version=asked.version, refusal=refusal)
        case = await moves.case_of(connection, row, said, who.account_id, house.clock.now())
        row = await moves.advance(house, connection, case, Actor.REVIEWER, who.display)
        return await actions.whole_of(house, connection, who, row)
