"""Ways through the simulated county are joined, and as quick as those who go them."""

from itertools import pairwise
from random import Random

import pytest

from tests.support.town.ground import distance_m, place_at, spot_of
from tests.support.town.plan import make_plan
from tests.support.town.routes import SPEEDS_MPS, Routes, Stop

MODES = ["car", "motorcycle", "bicycle", "foot"]


@pytest.fixture(scope="module")
def routes() -> Routes:
    return Routes(make_plan(0.1))


def length_m(stops: list[Stop]) -> float:
    return sum(distance_m(spot_of(a.place), spot_of(b.place)) for a, b in pairwise(stops))


@pytest.mark.parametrize("mode", MODES)
def test_every_leg_is_gone_at_the_speed_of_its_mode(routes: Routes, mode: str) -> None:
    plan, rng = make_plan(0.1), Random(7)
    slowest, fastest = min(SPEEDS_MPS[mode].values()), max(SPEEDS_MPS[mode].values())
    for _ in range(10):
        unit, site = rng.choice(plan.units), rng.choice(plan.sites.all)
        stops = routes.path(place_at(unit.home), place_at(site.spot), mode)
        assert stops[0] == Stop(place_at(unit.home), 0.0)
        assert stops[-1].place == place_at(site.spot)
        for a, b in pairwise(stops):
            metres = distance_m(spot_of(a.place), spot_of(b.place))
            seconds = b.seconds - a.seconds
            assert metres / fastest - 0.01 <= seconds <= metres / slowest + 0.01


def test_every_village_and_every_site_can_be_reached_from_the_heart(routes: Routes) -> None:
    plan = make_plan(0.1)
    goals = [s.centre for s in plan.settlements] + [s.spot for s in plan.sites.all]
    for goal in goals:
        routes.path(place_at((0.0, 0.0)), place_at(goal), "car")


def test_nobody_jumps_far_over_open_ground(routes: Routes) -> None:
    # The longest piece without a corner is less than two streets' distance.
    plan, rng = make_plan(0.1), Random(8)
    for _ in range(30):
        unit, site = rng.choice(plan.units), rng.choice(plan.sites.all)
        stops = routes.path(place_at(unit.home), place_at(site.spot), "foot")
        for a, b in pairwise(stops):
            assert distance_m(spot_of(a.place), spot_of(b.place)) < 330


def test_a_way_is_never_shorter_than_the_straight_line_nor_a_tour_of_the_county(
    routes: Routes,
) -> None:
    plan, rng = make_plan(0.1), Random(9)
    town = [s for s in plan.sites.all if s.area_code[6] == "0"]
    for _ in range(20):
        a, b = rng.choice(town), rng.choice(town)
        straight = distance_m(a.spot, b.spot)
        way = length_m(routes.path(place_at(a.spot), place_at(b.spot), "foot"))
        assert straight - 1 <= way <= 2.2 * straight + 700


def test_the_way_back_takes_as_long(routes: Routes) -> None:
    plan = make_plan(0.1)
    a, b = place_at(plan.sites.all[0].spot), place_at(plan.settlements[20].centre)
    there, back = routes.path(a, b, "car"), routes.path(b, a, "car")
    assert there[-1].seconds == pytest.approx(back[-1].seconds)


def test_standing_still_takes_no_time(routes: Routes) -> None:
    here = place_at(make_plan(0.1).settlements[0].centre)
    assert routes.path(here, here, "foot")[-1].seconds == 0
