"""Priorities, plans, stations, states, and what keeps a person from a move."""

from datetime import timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.core.geo import Crs, Place, distance_m, from_wgs84
from service.core.problem import Invalid, Problem, WrongMove
from service.incident.rules import (
    MACHINE,
    OPEN,
    check_move,
    choose_plan,
    default_plan,
    due_pictures,
    graver,
    priority_of,
    raised,
    state_after,
    stations,
)
from service.incident.wire import (
    TECHNICAL,
    AlarmsLatched,
    Commander,
    Disposition,
    Kind,
    Move,
    MoveIncident,
    Overtaken,
    Plan,
    PlanRow,
    Post,
    PostRole,
    State,
    Whole,
)
from service.site.wire import Point, PointKind
from tests.rules import made
from tests.rules.made import CITY, COUNTY, EAST, GATE, NOW, SCOPE, WEST, uid, whole

kinds = st.sampled_from(list(Kind))
classes = st.sampled_from([None, 1, 2, 3])
cries = [kind for kind in Kind if kind not in TECHNICAL]
ENDED = [state for state in State if state not in OPEN]


# ── Priority ────────────────────────────────────────────────────────────────────────────────


def test_a_life_at_risk_comes_before_a_box_that_is_unwell() -> None:
    assert {priority_of(kind, 3) for kind in cries} == {1, 2}
    assert {priority_of(kind, 3) for kind in TECHNICAL} == {3, 4}
    for kind in (Kind.DURESS, Kind.INTRUDER, Kind.FIRE):
        assert priority_of(kind, 3) == 1


@given(kinds, classes)
def test_a_class_one_site_comes_first_but_its_batteries_do_not(
    kind: Kind, site_class: int | None
) -> None:
    usual = priority_of(kind, None)
    found = priority_of(kind, site_class)
    raises = site_class == 1 and kind not in TECHNICAL
    assert found == (max(1, usual - 1) if raises else usual)
    assert 1 <= found <= 4


@given(st.integers(1, 4), st.integers(1, 4), st.booleans())
def test_another_press_never_lowers_the_urgency(
    priority: int, pressed: int, technical: bool
) -> None:
    found = raised(priority, pressed, technical=technical)
    assert 1 <= found <= min(priority, pressed)


@given(st.integers(1, 4), st.integers(1, 4))
def test_who_presses_again_is_heard_louder(priority: int, pressed: int) -> None:
    assert raised(priority, pressed, technical=False) == max(1, min(priority - 1, pressed))


def test_a_box_that_tells_of_its_battery_every_day_never_cries_for_help() -> None:
    priority = priority_of(Kind.LOW_BATTERY, 3)
    for _ in range(10):
        priority = raised(priority, priority_of(Kind.LOW_BATTERY, 3), technical=True)
    assert priority == priority_of(Kind.LOW_BATTERY, 3)


@given(kinds, kinds)
def test_an_incident_is_about_the_gravest_that_was_pressed(one: Kind, other: Kind) -> None:
    found = graver(one, other)
    assert found in (one, other)
    assert priority_of(found, None) == min(priority_of(one, None), priority_of(other, None))
    if priority_of(one, None) == priority_of(other, None):
        assert found is one


# ── Plans ───────────────────────────────────────────────────────────────────────────────────


def row(area: str, kind: Kind | None, site_class: int | None, days: int = 0) -> PlanRow:
    """A plan that says in its pictures which it is."""
    return PlanRow(
        plan_id=uid(days + 1),
        area_code=area,
        kind=kind,
        site_class=site_class,
        body=Plan(posts=[], tiers=[], pictures=days),
        from_at=NOW + timedelta(days=days),
    )


def test_the_nearest_area_then_the_kind_then_the_class_decide() -> None:
    order = [
        row(area, kind, site_class, days)
        for days, (area, kind, site_class) in enumerate(
            product(SCOPE, (Kind.FIRE, None), (2, None))
        )
    ]
    for at, best in enumerate(order):
        left = order[at:]
        assert choose_plan(left, SCOPE, Kind.FIRE, 2) is best.body
        assert choose_plan(reversed(left), SCOPE, Kind.FIRE, 2) is best.body


def test_among_equals_the_newest_plan_holds() -> None:
    rows = [row(EAST, None, None, days) for days in (3, 7, 5)]
    assert choose_plan(rows, SCOPE, Kind.FIRE, 1).pictures == 7


rows_strategy = st.lists(
    st.builds(row, st.sampled_from([*SCOPE, WEST]), kinds | st.none(), classes, st.integers(0, 20)),
    max_size=8,
    unique_by=lambda r: r.from_at,
)


@given(rows_strategy, kinds, classes)
def test_a_plan_of_another_area_kind_or_class_never_holds(
    rows: list[PlanRow], kind: Kind, site_class: int | None
) -> None:
    body = choose_plan(rows, SCOPE, kind, site_class)
    chosen = [r for r in rows if r.body is body]
    if not chosen:
        assert body == default_plan(kind, site_class)
    for r in chosen:
        assert r.area_code in SCOPE
        assert r.kind in (None, kind)
        assert r.site_class in (None, site_class)


@given(rows_strategy, kinds, classes, st.randoms())
def test_the_order_in_which_plans_come_does_not_matter(
    rows: list[PlanRow], kind: Kind, site_class: int | None, random: object
) -> None:
    mixed = list(rows)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    assert choose_plan(mixed, SCOPE, kind, site_class) == choose_plan(rows, SCOPE, kind, site_class)


def test_a_plan_of_the_city_holds_where_the_county_has_none() -> None:
    assert choose_plan([row(CITY, None, None, 4)], SCOPE, Kind.FIRE, 1).pictures == 4
    assert choose_plan([row(WEST, None, None, 4)], SCOPE, Kind.FIRE, 1) == (
        default_plan(Kind.FIRE, 1)
    )


@pytest.mark.parametrize("kind", cries)
@pytest.mark.parametrize(
    ("site_class", "roles"),
    [
        (1, ["primary", "backup", "convergence"]),
        (2, ["primary", "backup"]),
        (3, ["primary"]),
        (None, ["primary"]),
    ],
)
def test_without_a_plan_of_its_own_an_area_still_sends_patrols(
    kind: Kind, site_class: int | None, roles: list[str]
) -> None:
    found = default_plan(kind, site_class)
    # Who is missing is searched for as widely wherever it is.
    widely = ["primary", "backup", "convergence"]
    wanted = widely if kind is Kind.MISSING_PERSON else roles
    assert [post.role.value for post in found.posts] == wanted
    assert found.pictures > 0
    assert len(found.tiers) == 3
    # The last tier asks everybody: nobody who could come is passed over for good.
    assert len(found.tiers[-1].classes) == 5
    reach_m = [tier.reach_m or 0 for tier in found.tiers]
    assert reach_m == sorted(reach_m)
    assert ("no_siren" in found.modifiers) is (kind is Kind.DURESS)


def test_the_ladder_waits_as_long_as_the_field_says() -> None:
    timers = default_plan(Kind.EMERGENCY, 1).timers
    assert (timers.receipt_wait_s, timers.answer_wait_s, timers.desk_after_s) == (5, 15, 90)


@pytest.mark.parametrize("kind", sorted(TECHNICAL))
def test_no_patrol_is_sent_for_a_battery(kind: Kind) -> None:
    found = default_plan(kind, 1)
    assert found.posts == []
    assert (found.pictures > 0) is (kind is Kind.TAMPER)


# ── Stations ────────────────────────────────────────────────────────────────────────────────


def point(name: str, kind: PointKind, lat: float) -> Point:
    """A point of a school."""
    return Point(name=name, kind=kind, place=made.spoken(Place(lat, 116.31)))


EAST_GATE = point("东门", PointKind.GATE, 35.0701)
WEST_GATE = point("西门", PointKind.GATE, 35.0702)
EXITS = [point(f"出口{n}", PointKind.EXIT, 35.071 + n / 1000) for n in range(4)]


def told(posts: list[Post], points: list[Point]) -> list[tuple[str, str]]:
    """Role and point of each station."""
    found = stations(Plan(posts=posts, tiers=[]), points, GATE)
    return [(post.role.value, name) for post, name, _ in found]


def test_each_unit_of_a_class_one_school_has_its_place() -> None:
    posts = default_plan(Kind.EMERGENCY, 1).posts
    assert told(posts, [EAST_GATE, WEST_GATE, *EXITS]) == [
        ("primary", "东门"),
        ("backup", "东门"),
        ("convergence", "出口0"),
        ("convergence", "出口1"),
    ]


def test_where_a_school_has_no_points_its_units_go_to_the_school_itself() -> None:
    posts = default_plan(Kind.EMERGENCY, 1).posts
    assert told(posts, []) == [("primary", ""), ("backup", "")]
    found = stations(Plan(posts=posts, tiers=[]), [], GATE)
    assert [place for _, _, place in found] == [GATE, GATE]


def test_nobody_is_sent_to_watch_a_way_out_that_is_not_there() -> None:
    exits = Post(role=PostRole.CONVERGENCE, at=PointKind.EXIT, count_max=2)
    nowhere = Post(role=PostRole.CONVERGENCE)
    assert told([exits, nowhere], [EAST_GATE]) == []


def test_each_point_is_watched_once_and_no_more_than_the_plan_asks() -> None:
    for count in range(1, 7):
        exits = Post(role=PostRole.CONVERGENCE, at=PointKind.EXIT, count_max=count)
        names = [name for _, name in told([exits], EXITS)]
        assert names == [p.name for p in EXITS[:count]]


@given(st.lists(st.sampled_from([EAST_GATE, WEST_GATE, *EXITS]), max_size=6))
def test_every_plan_of_the_default_sends_somebody(points: list[Point]) -> None:
    for kind, site_class in product(cries, (None, 1, 2, 3)):
        found = told(default_plan(kind, site_class).posts, points)
        assert found[0][0] == "primary"


def test_a_point_given_in_gcj_02_is_gone_to_where_it_is() -> None:
    true = Place(35.0701, 116.31)
    said = made.spoken(from_wgs84(true, Crs.GCJ02), Crs.GCJ02)
    gate = Point(name="东门", kind=PointKind.GATE, place=said)
    posts = [Post(role=PostRole.PRIMARY, at=PointKind.GATE)]
    [(_, _, place)] = stations(Plan(posts=posts, tiers=[]), [gate], GATE)
    assert distance_m(place, true) < 0.01


# ── States ──────────────────────────────────────────────────────────────────────────────────

STAGES = [State.ACTIVE, State.ASSIGNED, State.EN_ROUTE, State.ON_SCENE]


def test_an_incident_stands_as_far_as_its_foremost_unit_has_come() -> None:
    for state, stage in product(OPEN, STAGES):
        found = state_after(state, stage)
        reopened = state is State.REOPENED and stage is State.ACTIVE
        assert found is (State.REOPENED if reopened else stage)


def test_a_stage_moves_along_the_machine_alone() -> None:
    for state, stage in product(State, STAGES):
        found = state_after(state, stage)
        ways = {MACHINE.after(state, move) for move in MACHINE.moves_from(state)}
        assert found is state or found in ways


def test_nothing_that_a_unit_does_opens_or_closes_an_incident() -> None:
    for ended, stage in product(ENDED, STAGES):
        assert state_after(ended, stage) is ended
    for state, stage in product(OPEN, STAGES):
        assert state_after(state, stage) in OPEN


def test_an_incident_is_open_until_a_person_ends_it() -> None:
    for state in State:
        assert whole(state=state).open is (state in OPEN)


# ── Moves ───────────────────────────────────────────────────────────────────────────────────

SOMEBODY = Commander(account_id=uid(77), name="Wang", area_code=EAST)
# Each move with all that it needs.
MOVES = {
    Move.TAKE_COMMAND: MoveIncident(move=Move.TAKE_COMMAND),
    Move.TRANSFER: MoveIncident(move=Move.TRANSFER, area_code=COUNTY),
    Move.MERGE: MoveIncident(move=Move.MERGE, into=uid(2)),
    Move.SET_PRIORITY: MoveIncident(move=Move.SET_PRIORITY, priority=1),
    Move.NOTE: MoveIncident(move=Move.NOTE, note="seen"),
    Move.CLOSE: MoveIncident(move=Move.CLOSE, disposition=Disposition.GENUINE),
    Move.CANCEL: MoveIncident(move=Move.CANCEL),
    Move.REOPEN: MoveIncident(move=Move.REOPEN),
}


def refusal(incident: Whole, asked: MoveIncident) -> Problem | None:
    """Why a move is refused, if it is."""
    try:
        check_move(incident, asked)
    except Problem as problem:
        return problem
    return None


def refused(incident: Whole, asked: MoveIncident) -> Problem:
    """Why a move is refused."""
    problem = refusal(incident, asked)
    assert problem is not None
    return problem


def test_every_move_of_the_wire_is_checked_here() -> None:
    assert set(MOVES) == set(Move)


@pytest.mark.parametrize("state", OPEN)
@pytest.mark.parametrize("move", [m for m in Move if m is not Move.REOPEN])
def test_an_open_incident_takes_every_move(state: State, move: Move) -> None:
    check_move(whole(state=state), MOVES[move])


@pytest.mark.parametrize(
    ("move", "field"),
    [
        (Move.TRANSFER, "area_code"),
        (Move.MERGE, "into"),
        (Move.SET_PRIORITY, "priority"),
        (Move.CLOSE, "disposition"),
        (Move.NOTE, "note"),
    ],
)
def test_a_move_without_what_it_needs_names_the_field(move: Move, field: str) -> None:
    for state in State:
        problem = refused(whole(state=state), MoveIncident(move=move))
        assert isinstance(problem, Invalid)
        assert problem.field == field


def test_a_note_of_blanks_is_no_note() -> None:
    asked = MoveIncident(move=Move.NOTE, note="  \n")
    assert refused(whole(), asked).field == "note"


@pytest.mark.parametrize("state", ENDED)
def test_a_note_can_be_added_after_the_end(state: State) -> None:
    check_move(whole(state=state), MOVES[Move.NOTE])


@pytest.mark.parametrize("state", ENDED)
@pytest.mark.parametrize("move", [m for m in Move if m not in (Move.REOPEN, Move.NOTE)])
def test_whoever_comes_after_the_end_is_told_who_was_faster(state: State, move: Move) -> None:
    problem = refused(whole(state=state, closed_by="Li"), MOVES[move])
    assert isinstance(problem, Overtaken)
    assert problem.facts["who"] == "Li"
    assert "Li" in problem.detail


@pytest.mark.parametrize("move", [Move.CLOSE, Move.CANCEL])
def test_an_incident_does_not_end_while_an_alarm_is_latched(move: Move) -> None:
    problem = refused(whole(latched=2), MOVES[move])
    assert isinstance(problem, AlarmsLatched)
    assert (problem.field, problem.facts["latched"]) == ("move", 2)
    check_move(whole(latched=0), MOVES[move])


@pytest.mark.parametrize("disposition", list(Disposition))
def test_a_declared_test_is_closed_as_a_test(disposition: Disposition) -> None:
    asked = MoveIncident(move=Move.CLOSE, disposition=disposition)
    check_move(whole(test=False), asked)
    if disposition is Disposition.TEST:
        check_move(whole(test=True), asked)
    else:
        assert refused(whole(test=True), asked).field == "disposition"


def test_only_what_has_ended_is_opened_again() -> None:
    for state in ENDED:
        check_move(whole(state=state), MOVES[Move.REOPEN])
    for state in OPEN:
        problem = refused(whole(state=state), MOVES[Move.REOPEN])
        assert isinstance(problem, WrongMove)
        assert problem.field == "move"


def test_what_was_merged_is_not_opened_again() -> None:
    merged = whole(state=State.CANCELLED, merged_into=uid(2))
    assert refused(merged, MOVES[Move.REOPEN]).field == "move"


def take(from_commander: int | None) -> MoveIncident:
    """Taking command from whom one saw in command."""
    seen = None if from_commander is None else uid(from_commander)
    return MoveIncident(move=Move.TAKE_COMMAND, from_commander=seen)


def test_of_two_who_take_command_at_once_one_wins() -> None:
    check_move(whole(), take(None))
    check_move(whole(commander=SOMEBODY), take(77))
    late = refused(whole(commander=SOMEBODY), take(None))
    assert isinstance(late, Overtaken)
    assert (late.field, late.facts["who"]) == ("from_commander", "Wang")
    gone = refused(whole(), take(77))
    assert (gone.field, gone.facts["who"]) == ("from_commander", None)
    assert "None" not in gone.detail


incidents = st.builds(
    whole,
    state=st.sampled_from(list(State)),
    latched=st.integers(0, 2),
    test=st.booleans(),
    merged_into=st.none() | st.just(uid(9)),
    commander=st.none() | st.just(SOMEBODY),
    closed_by=st.just("Li"),
)
asked_moves = st.builds(
    MoveIncident,
    move=st.sampled_from(list(Move)),
    from_commander=st.none() | st.just(uid(77)),
    area_code=st.none() | st.just(COUNTY),
    into=st.none() | st.just(uid(2)),
    priority=st.none() | st.integers(1, 4),
    disposition=st.none() | st.sampled_from(list(Disposition)),
    note=st.sampled_from(["", " ", "seen"]),
)


@given(incidents, asked_moves)
def test_every_refusal_names_the_field_or_who_was_faster(
    incident: Whole, asked: MoveIncident
) -> None:
    problem = refusal(incident, asked)
    assert problem is None or problem.field or problem.facts.get("who")


# ── Pictures ────────────────────────────────────────────────────────────────────────────────


def test_cameras_that_fail_are_replaced_and_never_more_than_twice_the_wish_are_asked() -> None:
    for wanted in range(21):
        for answers in range(3):  # 0: every camera fails, 1: every second one, 2: none
            usable = tried = 0
            for _ in range(100):
                due = due_pictures(wanted, usable, tried)
                assert 0 <= due <= wanted
                if due == 0:
                    break
                usable += (0, due // 2, due)[answers]
                tried += due
            assert usable == wanted or tried == 2 * wanted
            assert usable <= wanted


@given(st.integers(0, 20), st.integers(0, 60), st.integers(0, 60))
def test_pictures_are_bounded_whatever_was_taken(wanted: int, usable: int, tried: int) -> None:
    due = due_pictures(wanted, usable, tried)
    assert 0 <= due <= wanted
    assert due == 0 or (usable + due <= wanted and tried + due <= 2 * wanted)
