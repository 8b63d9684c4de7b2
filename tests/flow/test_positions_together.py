"""Positions that come in at about the same time: as if each had come alone to its door."""

import asyncio
import random
from datetime import timedelta
from uuid import UUID

import msgspec

from service.core.geo import Crs, Place, ahead, from_wgs84
from service.core.problem import Problem
from service.identity import actions as identity
from service.identity import tokens
from service.identity.wire import Role
from service.patrol import actions
from service.patrol.positions import PATH, Positions
from service.patrol.wire import Fix, NewFixes, Sifted
from service.platform import asks
from service.platform.asks import Errand, system
from service.platform.early import Answer
from service.platform.gate import Gate
from tests.support import hamlet
from tests.support.databases import connected
from tests.support.people import Officer
from tests.support.town_house import Town

ROUNDS = 12
GATE = Place(*hamlet.GATE)
_TABLES = {
    "position": "SELECT unit_id, duty_since, duty_by, seen_at, fix_at, lat, lon, spot::text,"
    " accuracy_m, received_at FROM position ORDER BY unit_id",
    "fix": "SELECT unit_id, at, lat, lon, accuracy_m FROM fix ORDER BY unit_id, at",
}
Said = Sifted | str


def _fix(town: Town, rng: random.Random, home: Place) -> Fix:
    """A position as phones send them: most believable, some early, late, rough or far away."""
    lately_s = [rng.uniform(0, 40), rng.uniform(0, 40), rng.randint(0, 20)]
    ago_s = rng.choice([*lately_s, *lately_s, -20, -40, 3500, 3700])
    place = ahead(home, rng.uniform(0, 359), rng.choice([5.0, 50.0, 300.0, 20_000.0]))
    crs = rng.choice([Crs.WGS84, Crs.WGS84, Crs.GCJ02, Crs.BD09])
    shown = from_wgs84(place, crs)
    rough_m = rng.choice([None, 8.0, 31.7, 900.0, 2500.0])
    at = town.clock.now() - timedelta(seconds=ago_s)
    return Fix(at=at, lat=shown.lat, lon=shown.lon, crs=crs, accuracy_m=rough_m)


async def _at_door(town: Town, officer: Officer, new: NewFixes) -> Said:
    """What the door makes of it, as the officer whom the guard finds."""
    try:
        who = await identity.recognise(town.house, officer.token)
        if not who.has([Role.PATROL_OFFICER]):
            return "not_yours"
        asks.person(who.marks)
        return await actions.take_fixes(town.house, who, new)
    except Problem as problem:
        return problem.code
    finally:
        asks.nobody()


async def _together(town: Town, sent: list[tuple[Officer, NewFixes]]) -> list[Sifted | None]:
    """What those are told who were taken together."""
    asked: list[tuple[UUID, NewFixes]] = []
    for officer, new in sent:
        session_id = tokens.session_of(town.house, officer.token)
        assert session_id is not None
        asked.append((session_id, new))
    with system(Errand.POSITIONS):
        taken = await actions.take_fixes_together(town.house, asked)
    return [None if one is None else one.sifted for one in taken]


async def _rows(town: Town) -> dict[str, list[dict[str, object]]]:
    return {table: await town.rows(sql) for table, sql in _TABLES.items()}


async def _people(town: Town) -> list[Officer]:
    """Of six officers two ride in one unit, and one has a session that is over."""
    officers = [await town.officer(n) for n in range(1, 7)]
    await town.own(
        f"UPDATE member SET unit_id = '{hamlet.uid('un', 1)}' WHERE account_id ="
        " (SELECT account_id FROM account WHERE name = 'officer2')"
    )
    for officer in (*officers[:1], *officers[2:]):
        assert (await officer.post("/v1/me/duty", {"on": True})).status == 200
    for officer, what in ((officers[2], "duty"), (officers[3], "role"), (officers[4], "session")):
        match what:
            case "duty":
                await officer.post("/v1/me/duty", {"on": False})
            case "role":
                await town.own(
                    f"UPDATE role_grant SET until_at = '{town.clock.now().isoformat()}'"
                    " WHERE account_id = (SELECT account_id FROM account WHERE name = 'officer4')"
                )
            case "session":
                assert (await officer.delete("/v1/sessions/current")).status == 204
    return officers


async def test_positions_taken_together_leave_the_rows_and_answers_of_the_door(town: Town) -> None:
    officers, rng = await _people(town), random.Random(7)
    seen: list[Sifted] = []
    most = 0
    for _ in range(ROUNDS):
        town.clock.forward(seconds=rng.choice([5, 40, 400]))
        await town.own(
            "DROP TABLE IF EXISTS was, went; CREATE TABLE was AS TABLE position;"
            " CREATE TABLE went AS TABLE fix"
        )
        sent = [
            (officer, NewFixes(fixes=[_fix(town, rng, GATE) for _ in range(rng.randint(1, 6))]))
            for officer in rng.choices(officers, weights=[4, 4, 1, 1, 1, 6], k=rng.randint(2, 8))
        ]
        told: list[Said | None] = [*await _together(town, sent)]
        taken = [n for n, said in enumerate(told) if said is not None]
        left = [n for n, said in enumerate(told) if said is None]
        for n in left:
            told[n] = await _at_door(town, *sent[n])
        together = await _rows(town)

        await town.own(
            "DELETE FROM position; DELETE FROM fix;"
            " INSERT INTO position TABLE was; INSERT INTO fix TABLE went"
        )
        alone = {n: await _at_door(town, *sent[n]) for n in (*taken, *left)}

        assert told == [alone[n] for n in range(len(sent))]
        assert together == await _rows(town)
        most = max(most, len(taken))
        seen += [said for n in taken if isinstance(said := told[n], Sifted)]
    assert most > 1, "some were taken together"
    assert any(one.kept > 1 and one.dropped for one in seen), "and some of theirs were not believed"


async def test_what_phones_send_at_once_is_kept_in_one_commit(town: Town) -> None:
    officers = [await town.officer(n, hamlet.north(10 * n)) for n in range(1, 4)]
    absent = await town.officer(4)
    town.clock.forward(seconds=5)
    body = b'{"fixes":[%s]}' % msgspec.json.encode({"at": town.now, **hamlet.north(50)})
    positions, gate = Positions(town.house), Gate(town.clock, at_once_most=1, rates=False)

    async def send(officer: Officer) -> Answer | None:
        return await positions.take(gate, {"authorization": f"Bearer {officer.token}"}, body)

    *kept, left = await asyncio.gather(*(send(one) for one in (*officers, absent)))

    assert [one.body for one in kept if one] == [Sifted(kept=1, dropped=0)] * 3
    assert left is None, "who is off duty is told so at the door"
    assert len(await town.rows("SELECT DISTINCT xmin::text FROM position")) == 1


async def test_a_place_that_is_being_written_holds_nobody_else_up(town: Town) -> None:
    held, free = [await town.officer(n, hamlet.north(10 * n)) for n in (1, 2)]
    town.clock.forward(seconds=5)
    fix = Fix(at=town.clock.now(), lat=GATE.lat, lon=GATE.lon, crs=Crs.WGS84)
    new = NewFixes(fixes=[fix])
    async with connected(town.house.settings.database_url) as somebody:
        await somebody.execute("BEGIN")
        await somebody.execute(
            "SELECT FROM position WHERE unit_id = $1 FOR UPDATE", hamlet.uid("un", 1)
        )
        taken = await _together(town, [(held, new), (free, new)])
    assert [one is None for one in taken] == [True, False], "the one by itself, then"


async def test_what_stands_before_the_door_stands_before_all_positions(town: Town) -> None:
    officer = await town.officer(1, hamlet.north(10))
    lured = {"cookie": "a=b", "sec-fetch-site": "cross-site"}
    for words, more, status, code in (
        ("Bearer {}", {}, 200, None),
        ("bearer {}", {}, 200, None),
        ("Bearer {}x", {}, 401, "identity.not_signed_in"),
        ("Bearer {}", lured, 403, "request.cross_site"),
    ):
        town.clock.forward(seconds=5)
        headers = {"authorization": words.format(officer.token), **more}
        body = msgspec.json.encode({"fixes": [{"at": town.now, **hamlet.north(20)}]})
        answer = await officer.raw("POST", PATH, body, headers)
        assert (answer.status, answer.code if code else None) == (status, code), words
