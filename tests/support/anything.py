"""Whatever may reach a phone, right and wrong, always the same: for holding two apps together."""

import copy
import json
from collections.abc import Iterator
from random import Random
from typing import Any

Asked = dict[str, Any]

# What a member of a JSON object may turn out to be.
JUNK: tuple[Any, ...] = (
    None,
    True,
    False,
    0,
    -1,
    7,
    2.5,
    1e300,
    "",
    "7",
    "7 ",
    "-7",
    "x",
    "２",
    "2026-03-02T08:00:59Z",
    "2026-03-02T08:00:59",
    "2026-13-02T08:00:59Z",
    "2026-03-02T08:00:59.123456789+08:00",
    "2026-03-02",
    "20260302T080059Z",
    "2026-W10-1T08:00:00Z",
    [],
    {},
    "01945B2A-7C00-7000-8000-0000000000A1",
    "{01945b2a-7c00-7000-8000-0000000000a1}",
    "01945b2a7c007000800000000000 00a1",
)
CODES = ("dispatch.already_taken", "dispatch.task_over", "request.wrong_move", "x.y", "")
STATES = ("offered", "received", "accepted", "en_route", "on_scene", "cleared", "taken", "paged")
MOVES = ("receive", "accept", "decline", "en_route", "on_scene", "clear", "withdraw", "fly")


def anything(vectors: list[Asked], count: int) -> Iterator[Asked]:
    """So many cases, each grown from a vector."""
    rng = Random(7)
    for _ in range(count):
        vector = rng.choice(vectors)
        given = copy.deepcopy(vector["given"])
        _CHANGES[vector["rule"]](given, rng)
        yield {"rule": vector["rule"], "given": given}


def _push(given: Asked, rng: Random) -> None:
    given["text"] = _text(given["text"], rng)
    given["now"] = rng.choice([given["now"], None, "2026-03-02T08:00:59.500Z"])


def _stream(given: Asked, rng: Random) -> None:
    given["data"] = _text(given["data"], rng)
    given["seq"] = rng.choice([None, 0, 41, 2**40])


def _text(text: str, rng: Random) -> str:
    """A JSON text with something else somewhere, or no JSON any more."""
    try:
        body = json.loads(text)
    except ValueError:
        body = None
    if not isinstance(body, dict) or rng.random() < 0.2:
        at = rng.randrange(len(text) + 1)
        return text[:at] + rng.choice(["", "\x00", "}", "NaN", "\ud83d\ude91", "//"])
    for _ in range(rng.randint(1, 3)):
        body[rng.choice([*body, "further"])] = rng.choice(JUNK)
    if rng.random() < 0.3:
        body.pop(rng.choice(list(body)))
    return json.dumps(body)


def _task(given: Asked, rng: Random) -> None:
    for name in ("known", "found"):
        if given[name] is not None:
            given[name]["state"] = rng.choice(STATES)
            given[name]["ringing"] = rng.random() < 0.5
            given[name]["ended_at"] = rng.choice([None, None, "2026-03-02T08:00:10Z"])


def _may(given: Asked, rng: Random) -> None:
    given["state"] = rng.choice(STATES)
    given["unsent"] = [rng.choice(MOVES) for _ in range(rng.randrange(4))]


def _answer(given: Asked, rng: Random) -> None:
    given["status"] = rng.choice([None, rng.randint(100, 599)])
    given["code"] = rng.choice(CODES)
    given["retry_s"] = rng.choice([0, 0.5, 7, -1, 1e9])
    given["ours"] = rng.random() < 0.8


def _queue(given: Asked, rng: Random) -> None:
    ids = [f"01945b2a-7c00-7000-8000-00000000000{n}" for n in range(3)]
    steps: list[Asked] = []
    for _ in range(rng.randrange(120)):
        chance = rng.random()
        if chance < 0.6:
            steps.append({"press": rng.choice(MOVES), "task_id": rng.choice(ids)})
        elif chance < 0.95:
            answer: Asked = {}
            _answer(answer, rng)
            steps.append({"answer": answer})
        else:
            steps.append({"restart": True})
    given["steps"] = steps


def _pause(given: Asked, rng: Random) -> None:
    given |= {"tries": rng.randint(1, 5000), "chance": rng.random(), "retry_s": rng.random() * 100}


def _time(given: Asked, rng: Random) -> None:
    rng.shuffle(given["answers"])
    given["answers"] = given["answers"][: rng.randint(0, 3)]


def _positions(given: Asked, rng: Random) -> None:
    rng.shuffle(given["fixes"])
    given["now"] = rng.choice([given["now"], "2026-03-02T08:30:00Z", "2026-03-02T07:59:30Z"])


_CHANGES = {
    "push": _push,
    "stream": _stream,
    "task": _task,
    "may": _may,
    "answer": _answer,
    "queue": _queue,
    "pause": _pause,
    "time": _time,
    "positions": _positions,
}
