"""The rules of `watchbell phone` as the vectors of mobile_contract ask for them.

`python mobile_contract/v1/run.py python -m tests.support.judged_by_cli`: a line in, a verdict out.
"""

import json
import sys
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

import msgspec

from service.cli import duties
from service.cli.duties import Judged, Time, Waiting

Given = dict[str, Any]


def at(text: str) -> datetime:
    """An instant."""
    return datetime.fromisoformat(text)


def push(given: Given) -> Any:
    """What a push asks of the phone."""
    now = given["now"] and at(given["now"])
    return duties.read_push(**given | {"now": now})


def answer(given: Given) -> Judged:
    """What an answer means."""
    return duties.judge(**given)


def queue(given: Given) -> Any:
    """A queue through what happens to it: what was sent, and what is left."""
    waiting: list[Waiting] = []
    sent = []
    for step in given["steps"]:
        if "press" in step:
            one = Waiting(step["task_id"], step["press"], step.get("reason", ""))
            waiting = duties.keep(waiting, one)
        elif "answer" in step and waiting:
            first = waiting[0]
            sent.append([first.task_id, first.move])
            waiting = duties.settle(waiting, first, answer(step["answer"]))
        elif "restart" in step:
            waiting = msgspec.json.decode(msgspec.json.encode(waiting), type=list[Waiting])
    return {"sent": sent, "left": [[one.task_id, one.move] for one in waiting]}


def left(given: Given) -> Any:
    """A countdown by the service's time."""
    time = Time()
    for one in given["answers"]:
        time.learn(one["date"], at(one["asked"]), at(one["came"]))
    return {"left_s": time.left_s(at(given["until"]), at(given["own_now"]))}


def positions(given: Given) -> Any:
    """Which positions are worth sending."""
    found = duties.batch([at(one) for one in given["fixes"]], at(given["now"]))
    return {"send": [msgspec.to_builtins(one) for one in found]}


RULES: Mapping[str, Callable[[Given], Any]] = {
    "push": push,
    "stream": lambda given: duties.hear(**given),
    "task": lambda given: duties.meet(**given),
    "may": lambda given: {"moves": sorted(duties.may(**given))},
    "answer": answer,
    "queue": queue,
    "pause": lambda given: {"wait_s": duties.pause_s(**given)},
    "time": left,
    "positions": positions,
}


if __name__ == "__main__":
    for line in sys.stdin:
        asked = json.loads(line)
        found = RULES[asked["rule"]](asked["given"])
        sys.stdout.write(json.dumps(msgspec.to_builtins(found)) + "\n")
