"""Who may turn a camera, what it returns to, and when."""

from datetime import timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from service.camera.choosing import Wishes, choose_views
from service.camera.holding import (
    BEGINS_WITHIN,
    HELD,
    HELD_MOST,
    HELD_WHILE_OPEN,
    LOOKED_AT_EVERY,
    TRIES_SOON,
    WAY_BACK,
    Next,
    Turn,
    Wish,
    alike,
    as_held,
    claim,
    leaving,
    next_look,
    next_of,
    stays_until,
    try_again_at,
)
from service.camera.wire import Preset, Reason, View
from service.core.geo import Place
from service.platform.frames import Stand
from tests.rules.made import GATE, NOW, after


def stand(pan: float, tilt: float = 0.0, zoom: float = 0.0) -> Stand:
    """A direction."""
    return Stand("main", pan, tilt, zoom)


HOME = stand(0.125, 0.25, 0.375)
PRESETS = {"1": stand(0.5, -0.25), "2": stand(-0.75, 0.1, 0.5)}
BY_HAND = stand(0.9, 0.9, 0.9)
CAMERA = UUID(int=7)


def wish(preset: str = "1", incident: int = 1) -> Wish:
    """An incident that wants the camera turned."""
    return Wish(CAMERA, UUID(int=incident), preset)


def turned(preset: str = "1", incident: int = 1) -> Turn:
    """The camera as an incident has turned it."""
    held = claim(None, wish(preset, incident), HOME, NOW)
    assert held is not None
    return structs.replace(held, aim=PRESETS[preset])


class World:
    """A camera, whoever wants it, and a hand that moves it; carriers die where they are told to."""

    def __init__(self) -> None:
        self.now, self.looks = NOW, HOME
        self.turn: Turn | None = None

    def want(self, incident: int, preset: str, dies: str) -> None:
        """An incident wants the camera."""
        held = claim(self.turn, wish(preset, incident), self.looks, self.now)
        if held is None:
            return
        self.turn = held
        if dies == "before turning":
            return
        self.looks = PRESETS[preset]
        if dies != "before it was seen":
            self.turn = structs.replace(held, aim=self.looks)

    def look_after(self, film_s: float | None) -> None:
        """The job that turns it back, if it is due."""
        turn = self.turn
        if turn is None or self.now < turn.back_at:
            return
        until = stays_until(turn, film_s)
        match next_of(turn, self.looks, until, self.now):
            case Next.STAY:
                self.turn = structs.replace(turn, back_at=next_look(turn, until, self.now))
                assert self.turn.back_at > self.now, "it is not looked after without a pause"
            case Next.BACK:
                self.turn, self.looks = None, turn.stand
            case Next.DONE | Next.LEAVE:
                self.turn = None

    def to_the_end(self) -> None:
        """All incidents have ended, and time passes."""
        for _ in range(3):
            self.now += HELD_MOST
            self.look_after(None)
        assert self.turn is None


wants = st.tuples(
    st.just("want"),
    st.integers(1, 3),
    st.sampled_from(["1", "2"]),
    st.sampled_from(["", "", "before turning", "before it was seen"]),
)
passes = st.tuples(st.just("pass"), st.floats(0, 400))
looks = st.tuples(st.just("look"), st.none() | st.floats(0, 86_400))
moves = st.tuples(st.just("move"))


def play(steps: list[tuple[object, ...]]) -> World:
    """What becomes of the camera."""
    world = World()
    for what, *rest in steps:
        match what:
            case "want":
                world.want(*rest)  # type: ignore[arg-type]
            case "pass":
                world.now += timedelta(seconds=rest[0])  # type: ignore[arg-type]
            case "look":
                world.look_after(rest[0])  # type: ignore[arg-type]
            case "move":
                world.looks = BY_HAND
    return world


@given(st.lists(wants | passes | looks, max_size=30))
def test_whoever_turned_it_and_died_it_looks_in_the_end_where_it_looked(
    steps: list[tuple[object, ...]],
) -> None:
    world = play(steps)
    world.to_the_end()
    assert world.looks == HOME


@given(st.lists(wants | passes | looks | moves, max_size=30))
def test_no_preset_is_ever_what_it_returns_to(steps: list[tuple[object, ...]]) -> None:
    world = play(steps)
    world.to_the_end()
    assert world.looks in (HOME, BY_HAND)


@given(st.sampled_from(["1", "2"]), st.integers(1, 3), st.floats(0, 300))
def test_the_first_keeps_it_until_its_time_is_over(
    preset: str, incident: int, since_s: float
) -> None:
    first, now = turned("1"), after(since_s)
    held = claim(first, wish(preset, incident), PRESETS["1"], now)
    if preset != first.preset and now < first.back_at:
        assert held is None
    else:
        assert held is not None
        assert (held.preset, held.stand, held.back_at) == (preset, HOME, now + HELD)


def test_one_that_wants_the_same_finds_it_turned_and_holds_it_longer() -> None:
    held = claim(turned("1"), wish("1", 2), PRESETS["1"], after(60))
    assert held is not None
    assert (held.aim, held.back_at, held.incident_id) == (PRESETS["1"], after(180), UUID(int=2))


def test_one_that_a_person_has_moved_is_left_to_him_then_stands_where_he_let_it() -> None:
    first = turned("1")
    assert claim(first, wish("1", 2), BY_HAND, after(60)) is None
    held = claim(first, wish("1", 2), BY_HAND, after(120))
    assert held is not None
    assert (held.stand, held.aim) == (BY_HAND, None)


def test_one_on_its_way_back_is_nobodys_and_still_knows_where_it_goes() -> None:
    on_its_way = leaving(turned("1"), after(300))
    half_way = stand(0.3)
    assert claim(on_its_way, wish("1", 2), half_way, after(301)) is None
    held = claim(on_its_way, wish("1", 2), half_way, after(300) + WAY_BACK)
    assert held is not None
    assert held.stand == HOME
    assert next_of(on_its_way, half_way, on_its_way.back_at, after(330)) is Next.BACK


@given(st.none() | st.floats(0, 86_400))
def test_it_stays_longer_while_its_incident_is_open_but_never_long(film_s: float | None) -> None:
    turn = turned()
    until = stays_until(turn, film_s)
    if film_s is None:
        assert until == turn.back_at
    else:
        assert turn.turned_at + HELD_WHILE_OPEN <= until <= turn.turned_at + HELD_MOST
        assert film_s > 540 or until >= turn.turned_at + timedelta(seconds=film_s + 60)
        assert next_look(turn, until, after(120)) <= after(120) + LOOKED_AT_EVERY


def test_one_that_never_turned_is_let_go_as_soon_as_that_is_sure() -> None:
    refused = structs.replace(turned(), aim=None)
    soon, sure = NOW + BEGINS_WITHIN - timedelta(seconds=1), NOW + BEGINS_WITHIN
    assert next_of(refused, HOME, refused.back_at, soon) is Next.STAY
    assert next_of(refused, HOME, refused.back_at, sure) is Next.DONE
    assert next_of(refused, PRESETS["1"], refused.back_at, sure) is Next.STAY


def test_one_that_a_person_has_moved_is_left_as_it_is() -> None:
    turn = turned()
    assert next_of(turn, BY_HAND, turn.back_at, turn.back_at) is Next.LEAVE
    assert next_of(turn, PRESETS["1"], turn.back_at, turn.back_at) is Next.BACK


def test_one_that_does_not_answer_is_told_again_for_a_day() -> None:
    turn = turned()
    soon = [try_again_at(turn, tries, after(200)) for tries in range(1, TRIES_SOON + 1)]
    assert soon == [after(210)] * (TRIES_SOON - 1) + [after(800)]
    tomorrow = NOW + timedelta(days=1)
    assert try_again_at(turn, TRIES_SOON - 1, tomorrow) == tomorrow + timedelta(seconds=10)
    assert try_again_at(turn, TRIES_SOON, tomorrow) is None


def test_one_that_is_turned_sees_what_its_preset_shows_and_nothing_else() -> None:
    presets = (Preset("1", "gate", 180, 60), Preset("2", "crossing", 0, 60))
    views = [
        View(UUID(int=n), "dome", GATE, 0, 60, 200, online=True, presets=presets) for n in range(3)
    ]
    seen = as_held(views, {UUID(int=1): "1", UUID(int=2): ""})
    ahead = Place(GATE.lat + 0.0005, GATE.lon)
    reasons = [
        [one.reason for one in choose_views([view], ahead, Wishes(1))] for view in (views[0], *seen)
    ]
    assert reasons == [[Reason.SEES], [Reason.SEES], [Reason.NEAR], [Reason.NEAR]]
    assert [view.presets for view in seen] == [presets, presets[:1], ()]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (stand(0.5), stand(0.51), True),
        (stand(0.5), stand(0.53), False),
        (stand(-1.0), stand(0.995), True),
        (stand(0.5, 0.1), stand(0.5, 0.13), False),
        (stand(0.5, 0.1, 0.2), stand(0.5, 0.1, 0.25), False),
        (Stand("main", None, None, 0.2), Stand("main", None, None, 0.21), True),
    ],
)
def test_stands_are_alike_within_what_cameras_round(one: Stand, other: Stand, same: bool) -> None:
    assert alike(one, other) is alike(other, one) is same
