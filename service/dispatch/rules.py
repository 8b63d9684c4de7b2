"""Ranking units for a need, and sharing them out among needs of the same moment."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from service.centre.wire import Policy
from service.core.geo import distance_m
from service.core.machine import Machine
from service.dispatch.ladder import Slot, may_ask
from service.dispatch.wire import ACTIVE, HOLDING, RINGING, Candidate, Task, TaskMove, TaskState
from service.incident.wire import PostRole, Reach, Tier
from service.patrol.wire import Span, Standing
from service.platform.push import Outcome

MACHINE = Machine(
    TaskState.OFFERED,
    {
        TaskMove.RECEIVE: ((TaskState.OFFERED,), TaskState.RECEIVED),
        TaskMove.ACCEPT: (RINGING, TaskState.ACCEPTED),
        TaskMove.DECLINE: (
            (*RINGING, TaskState.ACCEPTED, TaskState.EN_ROUTE),
            TaskState.DECLINED,
        ),
        TaskMove.EN_ROUTE: ((TaskState.ACCEPTED,), TaskState.EN_ROUTE),
        TaskMove.ON_SCENE: ((TaskState.ACCEPTED, TaskState.EN_ROUTE), TaskState.ON_SCENE),
        TaskMove.CLEAR: (HOLDING, TaskState.CLEARED),
        TaskMove.WITHDRAW: (ACTIVE, TaskState.WITHDRAWN),
        TaskMove.REPLACE: (HOLDING, TaskState.WITHDRAWN),
        "let_go": (RINGING, TaskState.UNANSWERED),
        "lose": (RINGING, TaskState.TAKEN),
    },
)

OFFICER_MOVES = frozenset(
    {
        TaskMove.RECEIVE,
        TaskMove.ACCEPT,
        TaskMove.DECLINE,
        TaskMove.EN_ROUTE,
        TaskMove.ON_SCENE,
        TaskMove.CLEAR,
    }
)

# A state in which a move has been made already: repeating it changes nothing.
_BEYOND = {
    TaskMove.RECEIVE: (TaskState.RECEIVED, *HOLDING, TaskState.CLEARED),
    TaskMove.ACCEPT: (*HOLDING, TaskState.CLEARED),
    TaskMove.DECLINE: (TaskState.DECLINED,),
    TaskMove.EN_ROUTE: (TaskState.EN_ROUTE, TaskState.ON_SCENE, TaskState.CLEARED),
    TaskMove.ON_SCENE: (TaskState.ON_SCENE, TaskState.CLEARED),
    TaskMove.CLEAR: (TaskState.CLEARED,),
    TaskMove.WITHDRAW: (TaskState.WITHDRAWN,),
    TaskMove.REPLACE: (TaskState.WITHDRAWN,),
}

# Seconds that a shortcoming counts for beside travel time. A tier outweighs any way, on foot
# through a whole province too; being asked a second time outweighs any tier of a plan, which has
# ten at most; and leaving a need without a unit outweighs all the others of a round together.
_STALE_S = 3_000.0
_UNKNOWN_S = 6_000.0
_WITHOUT_SKILL_S = 900.0
_WAY_MOST_S = 1_000_000.0
_TIER_S = 1_100_000.0
_AGAIN_S = 20_000_000.0
_IMPOSSIBLE_S = 1e12

# Where a unit on duty is not known, it may be anywhere in its area.
_UNKNOWN_ETA_S = 1_800.0


def already(state: TaskState, move: TaskMove) -> bool:
    """Whether a repeated or late move has nothing left to do."""
    return state in _BEYOND[move]


def travel_s(distance: float, unit: Standing, policy: Policy) -> float:
    """Seconds that a unit needs for a straight distance in metres, by its way of going."""
    speed_kmh: float = getattr(policy.speeds, unit.mode.value)
    return distance * policy.detour / (speed_kmh / 3.6)


def rank(slot: Slot, units: Iterable[Standing], policy: Policy, now: datetime) -> list[Candidate]:
    """The units that may be asked for a need, best first, each with the reasons for its place.

    Only units on duty and free are given in. Ties fall to the lower unit_id.
    """
    found = [c for unit in units if (c := _candidate(slot, unit, policy, now)) is not None]
    return sorted(found, key=lambda c: (c.cost_s, c.unit.unit_id))


def with_times(
    candidates: Iterable[Candidate], times: Mapping[UUID, float], source: str
) -> list[Candidate]:
    """Candidates with travel times from a routing engine in place of the estimate, best first."""
    better = []
    for c in candidates:
        seconds = times.get(c.unit.unit_id)
        if seconds is None:
            better.append(c)
            continue
        cost_s = c.cost_s - _way_s(c.eta_s) + _way_s(seconds)
        better.append(Candidate(c.unit, c.tier, c.distance_m, seconds, source, c.reasons, cost_s))
    return sorted(better, key=lambda c: (c.cost_s, c.unit.unit_id))


def share(wanting: Sequence[tuple[Slot, Sequence[Candidate]]]) -> dict[UUID, Candidate]:
    """Who is asked for which need, so that each unit is asked for one at most.

    What is real comes before tests, first units before further ones, higher priority before
    lower; among equals the sum of the costs is smallest. Needs that no unit is left for are not
    in the answer.
    """
    groups: dict[tuple[bool, bool, int], list[tuple[Slot, Sequence[Candidate]]]] = {}
    for slot, candidates in wanting:
        key = (
            slot.incident.test,
            slot.need.role is not PostRole.PRIMARY,
            slot.incident.priority,
        )
        groups.setdefault(key, []).append((slot, candidates))
    taken: set[UUID] = set()
    shared: dict[UUID, Candidate] = {}
    for key in sorted(groups):
        for slot, candidate in _assign(groups[key], taken):
            taken.add(candidate.unit.unit_id)
            shared[slot.need.need_id] = candidate
    return shared


def _assign(
    group: Sequence[tuple[Slot, Sequence[Candidate]]], taken: set[UUID]
) -> list[tuple[Slot, Candidate]]:
    free = [
        (slot, [c for c in candidates if c.unit.unit_id not in taken]) for slot, candidates in group
    ]
    if len(free) == 1:
        slot, candidates = free[0]
        return [(slot, candidates[0])] if candidates else []
    units = sorted({c.unit.unit_id for _, candidates in free for c in candidates})
    column = {unit_id: at for at, unit_id in enumerate(units)}
    cost = [[_IMPOSSIBLE_S] * len(units) for _ in free]
    by_cell: dict[tuple[int, int], Candidate] = {}
    for row, (_, candidates) in enumerate(free):
        for c in candidates:
            at = column[c.unit.unit_id]
            cost[row][at] = c.cost_s
            by_cell[row, at] = c
    cells = solve(cost)
    return [(free[row][0], by_cell[row, at]) for row, at in cells if (row, at) in by_cell]


def solve(cost: Sequence[Sequence[float]]) -> list[tuple[int, int]]:
    """Pairs of row and column so that each is used once at most and the sum is smallest.

    The solver is loaded when first needed: it takes 60 MB, which only the carrier of rounds spends.
    """
    from scipy.optimize import linear_sum_assignment

    if not cost or not cost[0]:
        return []
    rows, columns = linear_sum_assignment(cost)
    return list(zip(rows.tolist(), columns.tolist(), strict=True))


def _candidate(slot: Slot, unit: Standing, policy: Policy, now: datetime) -> Candidate | None:
    if slot.incident.test and unit.unit_id not in slot.incident.drill_units:
        return None
    before = [t for t in slot.tasks if t.unit_id == unit.unit_id]
    if before and not may_ask(slot, before, now):
        return None
    away = None if unit.place is None else distance_m(unit.place, slot.need.place)
    tier = _tier(slot, unit, away)
    if tier is None:
        return None
    tier = max(tier, slot.need.tier)
    eta_s = _UNKNOWN_ETA_S if away is None else travel_s(away, unit, policy)
    reasons, cost_s = [f"tier_{tier}"], _way_s(eta_s) + tier * _TIER_S
    if slot.incident.area_code in unit.lineage:
        reasons.append("own_area")
    if away is None:
        reasons.append("position_unknown")
        cost_s += _UNKNOWN_S
    elif unit.fix_at is None or (now - unit.fix_at).total_seconds() > policy.fix_age_max_s:
        reasons.append("position_old")
        cost_s += _STALE_S
    if slot.need.skills:
        if set(slot.need.skills) <= set(unit.skills):
            reasons.append("has_skill")
        else:
            reasons.append("without_skill")
            cost_s += _WITHOUT_SKILL_S
    if any(t.state is TaskState.UNANSWERED for t in before):
        reasons.append("asked_before")
        cost_s += _AGAIN_S
    return Candidate(unit, tier, away, eta_s, "estimate", tuple(reasons), cost_s)


def _way_s(eta_s: float) -> float:
    return min(eta_s, _WAY_MOST_S)


def _tier(slot: Slot, unit: Standing, away: float | None) -> int | None:
    """The first tier of the plan on which a unit may be asked; None where there is none.

    In a drill its units are asked whatever they are: they were named for it.
    """
    tiers = slot.incident.plan.tiers
    if slot.incident.test:
        return 0 if tiers else None
    for at, tier in enumerate(tiers):
        if _fits(tier, slot, unit, away):
            return at
    return None


def _fits(tier: Tier, slot: Slot, unit: Standing, away: float | None) -> bool:
    if unit.unit_class not in tier.classes:
        return False
    if away is not None and tier.reach_m is not None and away > tier.reach_m:
        return False
    scope = slot.incident.scope
    match tier.reach:
        case Reach.OWN:
            return scope[0] in unit.lineage
        case Reach.PARENT:
            return scope[min(1, len(scope) - 1)] in unit.lineage
        case Reach.ANY:
            # Any of the region: what lies under another topmost centre is not asked from here.
            return scope[-1] in unit.lineage


def may_arrive(outcome: Outcome) -> bool:
    """Whether a phone may still ring after this answer; else the next channel rings at once."""
    return outcome in (Outcome.ACCEPTED, Outcome.UNKNOWN)


# A replay shows so much of an incident: what goes on longer is a search, not a response.
REPLAY_MOST = timedelta(hours=6)
# What happens just after the end belongs to it: the units' way back to being free.
_REPLAY_AFTER = timedelta(minutes=1)
# Ways of all units together; at 60 bytes each an answer of a megabyte.
POINTS_MOST = 20_000
# Phones send a position each few seconds; more is not seen on a map.
_STEP_LEAST_S = 5.0


def replay_until(
    opened_at: datetime, closed_at: datetime | None, now: datetime
) -> tuple[datetime, bool]:
    """Until when a replay goes, and whether the incident went on beyond that."""
    end = min(now, closed_at + _REPLAY_AFTER) if closed_at else now
    until_at = max(opened_at, min(end, opened_at + REPLAY_MOST))
    return until_at, until_at < end


def took(task: Task) -> bool:
    """Whether a unit has had to do with an incident more than being asked."""
    if task.en_route_at or task.on_scene_at:
        return True
    if task.state is TaskState.WITHDRAWN:
        return task.answered_at is not None
    return task.state in (*HOLDING, TaskState.CLEARED)


def trail_spans(tasks: Iterable[Task], until_at: datetime) -> list[Span]:
    """Of which units, and when, positions belong to an incident: from the ring to their end."""
    return [
        Span(task.unit_id, task.offered_at, min(task.ended_at or until_at, until_at))
        for task in tasks
        if took(task) and task.offered_at < until_at
    ]


def trail_step_s(length_s: float, spans: int, points_most: int) -> float:
    """How far apart positions are shown, so that those of all spans are at most points_most."""
    room = max(1, points_most - 2 * spans)
    return max(_STEP_LEAST_S, length_s * spans / room)
