"""Decisions about footage requests: who may make which move when, and until when it is waited."""

from datetime import datetime, timedelta

from service.centre.wire import FootageTimers
from service.core.problem import WrongMove
from service.footage.table import MACHINE, STAGES, WAYS
from service.footage.wire import Actor, Lane, Move, State


def step(state: State, move: Move, actor: Actor, lane: Lane) -> State:
    """The state that a move leads to. Raises WrongMove with what this person may do instead."""
    target = State(MACHINE.after(state, move))
    way = WAYS[move]
    if actor not in way.actors or lane not in way.lanes:
        raise WrongMove(
            f"'{move}' is not for {actor} in the lane '{lane}'.",
            field="move",
            state=state,
            allowed=[str(one) for one in moves(state, actor, lane)],
        )
    return target


def moves(state: State, actor: Actor, lane: Lane) -> list[Move]:
    """What somebody may do with a request in this state, in the order of the table."""
    return [
        move
        for move, way in WAYS.items()
        if state in way.sources and actor in way.actors and lane in way.lanes
    ]


def due_at(state: State, since: datetime, timers: FootageTimers) -> datetime | None:
    """Until when it is waited in a state that was entered then; None where nothing is."""
    timer = STAGES[state].timer
    return None if timer is None else since + timedelta(hours=getattr(timers, timer))
