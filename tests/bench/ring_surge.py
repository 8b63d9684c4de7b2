"""From the press to the ringing phone while a province's boxes and phones report, and in quiet."""

import asyncio
import tempfile
from pathlib import Path
from typing import Any

from tests.bench.county import plant_officers, plant_sites, put_on_duty, save_keys, spots
from tests.bench.ground import Ground, ground
from tests.bench.report import Measure, at_most, middle, only, percentile
from tests.bench.ring import RATE, heard_by, late, listen, press
from tests.bench.steady import BEATS_A_S, POSITIONS_A_S, Load, Others, plant_phones

NOTE = (
    "the whole system and all loads on one machine, one service process; press due -> offer read"
    " by a live phone, ms, at 8.3 presses/s; quiet and with 2,000 heartbeats and 1,333 positions"
    " a second (five in a request) alternate"
)
_FIXES_EACH = 5
# A machine that others keep busy makes quiet presses as late as those of a surge.
OTHERS_MOST = 0.2
# The surge stands before the first press of a round, and lasts until after its last ring.
_BEFORE_S, _AFTER_S = 2.0, 4.0


async def run(*, quick: bool = False) -> list[Measure]:
    """Rounds of quiet and of surge in alternation; all presses of each together."""
    rounds, count, boxes, phones, share = (
        (1, 25, 1_000, 1_000, 0.1) if quick else (3, 80, 20_000, 20_000, 1.0)
    )
    presses = 2 * rounds * count + 26
    with tempfile.TemporaryDirectory() as folder:
        async with ground(database_pool=16) as standing:
            url = standing.settings.database_url
            keys, lives, tokens = (Path(folder) / name for name in ("keys", "lives", "tokens"))
            found = await plant_sites(url, presses + boxes)
            save_keys(keys, found[:presses])
            save_keys(lives, found[presses:])
            officers = presses + 100
            await plant_officers(url, officers)
            await put_on_duty(url, spots(officers, seed=2))
            await plant_phones(url, standing.settings, phones, tokens, start=officers)
            standing.start("service", "serve")
            await standing.ready(carriers=False)
            standing.start("jobs", "critical")
            standing.start("jobs", "others")
            await standing.ready(carriers=True)
            loads = [
                await Load.start("heartbeats", standing.base, lives, BEATS_A_S * share),
                await Load.start(
                    *("positions", standing.base, tokens, POSITIONS_A_S * share / _FIXES_EACH),
                    _FIXES_EACH,
                ),
            ]
            hearing = await listen(standing, officers)
            await press(standing, keys, 0, 26, RATE)  # Warm, and not counted.
            quiet: list[Any] = []
            surge: list[Any] = []
            beside: list[Any] = []
            others: list[float] = []
            for n in range(rounds):
                start, outside = 26 + 2 * n * count, Others()
                if n % 2 == 0:
                    quiet.append(await press(standing, keys, start, count, RATE))
                seen, streams = await _surging(standing, loads, keys, start + count, count)
                surge.append(seen)
                beside += streams
                if n % 2:
                    quiet.append(await press(standing, keys, start, count, RATE))
                others.append(outside.cores())
            await asyncio.sleep(6)
            heard = await heard_by(hearing)
            for load in loads:
                await load.end()
    calm, full = (
        [ms for one in rounds_of for ms in late(one, heard)] for rounds_of in (quiet, surge)
    )
    return _measures(calm, full, beside, max(others), whole=not quick)


async def _surging(
    standing: Ground, loads: list[Load], keys: Path, start: int, count: int
) -> tuple[Any, list[Any]]:
    lasts_s = _BEFORE_S + count / RATE + _AFTER_S
    beside = [asyncio.create_task(load.run(lasts_s)) for load in loads]
    await asyncio.sleep(_BEFORE_S)
    seen = await press(standing, keys, start, count, RATE)
    return seen, list(await asyncio.gather(*beside))


def _measures(
    calm: list[float], full: list[float], beside: list[Any], others: float, *, whole: bool
) -> list[Measure]:
    beats, fixes = beside[0::2], beside[1::2]
    late, quiet = percentile(full, 0.99), percentile(calm, 0.99)
    alone = others <= OTHERS_MOST
    return [
        only("p50, with the surge beside quiet", middle(full), middle(calm)),
        only("p95, with the surge beside quiet", percentile(full, 0.95), percentile(calm, 0.95)),
        at_most("p99, with the surge", late, quiet, 1.5)
        if whole and alone
        else only("p99, with the surge" if whole else "p99, with a tenth of it", late, quiet),
        only("cores that other programs kept busy; above 0.2 no p99 is judged", others),
        *(
            only(f"{name}, p99 of the surge itself", 1000 * percentile(took, 0.99))
            for name, took in (
                ("heartbeat", [t for one in beats for t in one["took"]]),
                ("positions", [t for one in fixes for t in one["took"]]),
            )
        ),
    ]
