"""Decisions about incidents: states, priorities, plans, what a move needs."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from service.core.geo import Place
from service.core.machine import Machine
from service.core.problem import Invalid
from service.identity.wire import NotYours
from service.incident.wire import (
    TECHNICAL,
    AlarmsLatched,
    Disposition,
    HandoverMove,
    HandoverOver,
    HandoverRow,
    HandoverState,
    Kind,
    Move,
    MoveIncident,
    Overtaken,
    Plan,
    PlanRow,
    Post,
    PostRole,
    Reach,
    State,
    Tier,
    Whole,
)
from service.patrol.wire import UnitClass
from service.site.wire import Point, PointKind

OPEN = (State.ACTIVE, State.ASSIGNED, State.EN_ROUTE, State.ON_SCENE, State.REOPENED)
_ENDED = (State.CLOSED, State.CANCELLED)

MACHINE = Machine(
    State.ACTIVE,
    {
        # Where the foremost unit is relieved, the incident stands as far as the next one has come.
        "assign": (
            (State.ACTIVE, State.REOPENED, State.EN_ROUTE, State.ON_SCENE),
            State.ASSIGNED,
        ),
        "go": (
            (State.ACTIVE, State.REOPENED, State.ASSIGNED, State.ON_SCENE),
            State.EN_ROUTE,
        ),
        "arrive": (
            (State.ACTIVE, State.REOPENED, State.ASSIGNED, State.EN_ROUTE),
            State.ON_SCENE,
        ),
        "release": ((State.ASSIGNED, State.EN_ROUTE, State.ON_SCENE), State.ACTIVE),
        Move.CLOSE: (OPEN, State.CLOSED),
        Move.CANCEL: (OPEN, State.CANCELLED),
        Move.REOPEN: (_ENDED, State.REOPENED),
    },
)

_PRIORITY = {
    Kind.DURESS: 1,
    Kind.INTRUDER: 1,
    Kind.FIRE: 1,
    Kind.EMERGENCY: 2,
    Kind.MEDICAL: 2,
    Kind.MISSING_CHILD: 2,
    Kind.MISSING_PERSON: 2,
    Kind.TAMPER: 3,
    Kind.LINE_FAULT: 4,
    Kind.POWER_FAULT: 4,
    Kind.LOW_BATTERY: 4,
}

_OFFICERS = [UnitClass.POLICE, UnitClass.AUXILIARY, UnitClass.PATROL_TEAM]
_TIERS = [
    Tier(reach=Reach.OWN, classes=_OFFICERS, reach_m=5_000),
    Tier(reach=Reach.PARENT, classes=_OFFICERS, reach_m=15_000),
    Tier(reach=Reach.ANY, classes=list(UnitClass), reach_m=40_000),
]
_PRIMARY = Post(role=PostRole.PRIMARY, at=PointKind.GATE)
_BACKUP = Post(role=PostRole.BACKUP, at=PointKind.GATE)
_EXITS = Post(role=PostRole.CONVERGENCE, at=PointKind.EXIT, count_max=2)
# A search begins where somebody was last seen, and goes out from there: sectors are its exits.
_SEARCHERS = [_PRIMARY, _BACKUP, Post(role=PostRole.CONVERGENCE, at=PointKind.EXIT, count_max=4)]
_POSTS = {1: [_PRIMARY, _BACKUP, _EXITS], 2: [_PRIMARY, _BACKUP]}


def priority_of(kind: Kind, site_class: int | None) -> int:
    """1 (highest) to 4: by kind, one higher at a class I site, technical signals excepted."""
    base = _PRIORITY[kind]
    if site_class == 1 and kind not in TECHNICAL:
        return max(1, base - 1)
    return base


def raised(priority: int, pressed: int, *, technical: bool) -> int:
    """The priority after another press: that of the press, or one above what it was.

    A box that tells of its battery every day does not come to stand among cries for help.
    """
    return min(priority, pressed) if technical else max(1, min(priority - 1, pressed))


def graver(one: Kind, other: Kind) -> Kind:
    """What an incident is about after a press of another kind: the graver, or what it was."""
    return other if _PRIORITY[other] < _PRIORITY[one] else one


def default_plan(kind: Kind, site_class: int | None) -> Plan:
    """What is done where an area has set no plan of its own."""
    if kind in TECHNICAL:
        return Plan(posts=[], tiers=[], pictures=4 if kind is Kind.TAMPER else 0)
    searched = kind is Kind.MISSING_PERSON
    posts = _SEARCHERS if searched else _POSTS.get(site_class or 3, [_PRIMARY])
    modifiers = ["no_siren"] if kind is Kind.DURESS else []
    return Plan(posts=posts, tiers=_TIERS, modifiers=modifiers)


def choose_plan(
    rows: Iterable[PlanRow], lineage: Sequence[str], kind: Kind, site_class: int | None
) -> Plan:
    """The plan that fits most closely: the nearest area, then the kind, then the class.

    Among equals the newest; where none fits, the default.
    """
    fitting = [
        row
        for row in rows
        if row.area_code in lineage
        and row.kind in (None, kind)
        and row.site_class in (None, site_class)
    ]
    if not fitting:
        return default_plan(kind, site_class)
    best = min(
        fitting,
        key=lambda row: (
            lineage.index(row.area_code),
            row.kind is None,
            row.site_class is None,
            -row.from_at.timestamp(),
        ),
    )
    return best.body


def stations(plan: Plan, points: Sequence[Point], place: Place) -> list[tuple[Post, str, Place]]:
    """Where each unit of a plan goes: the points of the site, or the site itself.

    A convergence post without a point of its kind is left out: nobody is sent to nowhere.
    """
    found: list[tuple[Post, str, Place]] = []
    for post in plan.posts:
        own = [p for p in points if p.kind is post.at]
        if own:
            found += [(post, p.name, p.place.wgs84()) for p in own[: post.count_max]]
        elif post.role is not PostRole.CONVERGENCE:
            found.append((post, "", place))
    return found


def state_after(state: State, stage: State) -> State:
    """The state of an open incident whose units have come to stage; others stay as they are."""
    if state not in OPEN or (stage is State.ACTIVE and state is State.REOPENED):
        return state
    return stage


def check_move(incident: Whole, asked: MoveIncident) -> None:
    """Raises what keeps a person from this move, naming the field or who was faster."""
    needed = {
        Move.TRANSFER: "area_code",
        Move.MERGE: "into",
        Move.SET_PRIORITY: "priority",
        Move.CLOSE: "disposition",
    }.get(asked.move)
    if needed and getattr(asked, needed) is None:
        raise Invalid(f"The move {asked.move} needs it.", field=needed)
    if asked.move is Move.NOTE:
        if not asked.note.strip():
            raise Invalid("A note has words.", field="note")
        return
    if asked.move in (Move.CLOSE, Move.CANCEL) and not incident.open:
        raise Overtaken(
            f"{incident.closed_by} has ended it.", who=incident.closed_by, state=incident.state
        )
    if asked.move is Move.REOPEN:
        if incident.merged_into is not None:
            raise Invalid("It was merged into another.", field="move")
        MACHINE.after(incident.state, Move.REOPEN)
        return
    if not incident.open:
        raise Overtaken(
            f"{incident.closed_by} has ended it.", who=incident.closed_by, state=incident.state
        )
    if asked.move in (Move.CLOSE, Move.CANCEL) and incident.latched:
        raise AlarmsLatched(field="move", latched=incident.latched)
    if asked.move is Move.CLOSE and incident.test and asked.disposition is not Disposition.TEST:
        raise Invalid("A declared test is closed as a test.", field="disposition")
    if asked.move is Move.TAKE_COMMAND:
        now = incident.commander.account_id if incident.commander else None
        if now != asked.from_commander:
            name = incident.commander.name if incident.commander else None
            detail = f"{name or 'Nobody'} commands now."
            raise Overtaken(detail, field="from_commander", who=name)


def due_pictures(wanted: int, usable: int, tried: int) -> int:
    """How many more cameras to ask: those that failed are replaced, up to twice the wish."""
    return max(0, min(wanted - usable, 2 * wanted - tried))


def handover_parts(
    mine: Sequence[Whole], areas: Collection[str], *, named: bool
) -> list[Sequence[Whole]]:
    """What may be offered together of what a person commands, the most first; never empty.

    At the end of a shift what was transferred out of his areas goes along where the other sits at a
    desk of it too; it must not keep the rest from a colleague. What is named is offered whole.
    """
    own = [whole for whole in mine if not set(areas).isdisjoint(whole.scope)]
    return [mine] if named or not own or len(own) == len(mine) else [mine, own]


# So long the person who was named has for himself; then anyone at a desk of it may take it, from
# the next level up as well: nobody leads an incident by having gone home.
HANDOVER_SILENT_AFTER = timedelta(minutes=3)


def handover_open_at(row: HandoverRow) -> datetime:
    """When others than the one who was named may accept."""
    return row.offered_at + HANDOVER_SILENT_AFTER


def check_handover(row: HandoverRow, who: UUID, move: HandoverMove, now: datetime) -> HandoverState:
    """The state to which this person's move leads. Raises HandoverOver, NotYours."""
    if row.state is not HandoverState.OFFERED:
        raise HandoverOver(
            f"{row.ended_by} has answered: {row.state}.", who=row.ended_by, state=row.state
        )
    if move is HandoverMove.WITHDRAW:
        if who != row.from_id:
            raise NotYours(f"{row.from_name} has offered it.")
        return HandoverState.WITHDRAWN
    silent = now >= handover_open_at(row)
    if who != row.to_id and not (move is HandoverMove.ACCEPT and silent and who != row.from_id):
        raise NotYours(f"It is offered to {row.to_name}.", who=row.to_name)
    return HandoverState.ACCEPTED if move is HandoverMove.ACCEPT else HandoverState.DECLINED
