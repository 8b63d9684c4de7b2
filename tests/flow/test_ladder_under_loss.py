"""The ladder in real rows against everything that lies between it and two phones.

Messages are lost, repeated and overtake each other; two arrive at once; carriers die before they
commit, or stand still and wake when another has done their work. `LADDER_EXAMPLES` goes deeper.
"""

import asyncio
import os
from collections.abc import Coroutine
from typing import Any, TypeVar

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from tests.flow import ladder_demands as demands
from tests.flow.ladder_stage import OFFICERS, Message, Stage, both
from tests.support.people import Box
from tests.support.town_house import Town

T = TypeVar("T")
_STEP_MOST_S = 30.0
_EXAMPLES = int(os.environ.get("LADDER_EXAMPLES", "20"))

picks = st.integers(0, 30)
officers = st.sampled_from(sorted(OFFICERS))
officer_moves = st.sampled_from(
    ["accept", "accept", "accept", "decline", "decline", "receive", "en_route", "on_scene", "clear"]
)
ways = st.sampled_from(["now", "now", "twice", "later"])


class Ladder(RuleBasedStateMachine):
    """Two officers, a desk, a bag of messages, carriers, and time.

    What may be done does not depend on what the service has answered: two runs of one example may
    race otherwise, and must still be the same example.
    """

    def __init__(self, town: Town, box: Box, loop: asyncio.AbstractEventLoop) -> None:
        super().__init__()
        self.town, self.box, self.loop = town, box, loop
        self.stage: Stage
        self.bag: list[Message] = []
        self.told_accepted: set[str] = set()
        self.undone: set[str] = set()

    def do(self, work: Coroutine[Any, Any, T]) -> T:
        """Have something done where the service runs."""
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(_STEP_MOST_S)

    @initialize(on_duty=st.sampled_from([{1, 4}, {1, 4}, {1, 4}, {1}, {4}, set()]))
    def begin(self, on_duty: set[int]) -> None:
        self.stage = self.do(Stage.begin(self.town, self.box, on_duty))
        self.do(self.stage.work())

    # ── Phones and what lies between ────────────────────────────────────────────────────────

    @rule(number=officers, move=officer_moves, arrives=ways, looks=st.booleans(), pick=picks)
    def say(self, number: int, move: str, arrives: str, looks: bool, pick: int) -> None:
        """An officer answers what he sees, or what he saw long ago."""
        if looks or number not in self.stage.known:
            self.do(self.stage.look(number))
        known = self.stage.known[number]
        if known:
            task_id = known[0 if looks else pick % len(known)]
            self.send(Message(number, task_id, move), arrives)

    @rule(pick=picks, move=st.sampled_from(["withdraw", "replace"]), arrives=ways)
    def say_at_the_desk(self, pick: int, move: str, arrives: str) -> None:
        known = [task for tasks in self.stage.known.values() for task in tasks]
        if known:
            self.send(Message(None, known[pick % len(known)], move), arrives)

    def send(self, message: Message, arrives: str) -> None:
        """At once, at once and once more later, or only later: then others may overtake it."""
        if arrives != "now":
            self.bag.append(message)
        if arrives != "later":
            self.arrive(message)

    def arrive(self, message: Message) -> None:
        """It is answered as the contract says, by what stands in the rows."""
        rows = self.do(self.stage.rows())
        task = rows.task(message.task_id)
        status, word = demands.answer_to(message.move, task, rows.need_of(task))
        answer = self.do(self.stage.deliver(message))
        assert answer.status == status, (message, task["state"], answer.body)
        assert (answer.body["state"] if status == 200 else answer.code) == word
        self.note(message, answer.status)

    @rule(pick=picks, lost=st.sampled_from([False, False, True]))
    def deliver(self, pick: int, lost: bool) -> None:
        if self.bag:
            message = self.bag.pop(pick % len(self.bag))
            if not lost:
                self.arrive(message)

    @rule(moves=st.tuples(officer_moves, officer_moves), same=st.booleans())
    def two_at_once(self, moves: tuple[str, str], same: bool) -> None:
        """Both officers answer at one moment, or one says two things, while a carrier works."""
        two: list[Message] = []
        for number, move in zip(sorted(OFFICERS), moves, strict=True):
            self.do(self.stage.look(number))
            two += [Message(number, task_id, move) for task_id in self.stage.known[number][:1]]
        if two and (same or len(two) == 1):
            two = [two[0], Message(two[0].officer, two[0].task_id, moves[1])]
        if len(two) < 2:
            return
        answers = self.do(both(self.stage, *two))
        for message, answer in zip(two, answers, strict=True):
            assert answer.status in (200, 409), answer.body
            self.note(message, answer.status)
        # The carrier may have been done before the messages came.
        self.work(0)

    def note(self, message: Message, status: int) -> None:
        """Remember what was promised to a phone, and who took it back."""
        if status != 200:
            return
        if message.move == "accept":
            self.told_accepted.add(message.task_id)
        elif message.move in ("decline", "withdraw", "replace"):
            self.undone.add(message.task_id)

    # ── Duty, a further press, the end ──────────────────────────────────────────────────────

    @rule(number=officers)
    def change_duty(self, number: int) -> None:
        self.do(self.stage.change_duty(number))

    @precondition(lambda self: not self.stage.closed)
    @rule()
    def press_again(self) -> None:
        incident_id = self.stage.incident_id
        self.do(self.stage.press())
        assert self.stage.incident_id == incident_id, "a further press joins"

    @precondition(lambda self: not self.stage.closed)
    @rule(sure=st.integers(0, 3))
    def close(self, sure: int) -> None:
        if sure == 0:
            self.do(self.stage.close())

    # ── Carriers and time ───────────────────────────────────────────────────────────────────

    @rule(seconds=st.sampled_from([0, 0, 1, 5, 15, 15, 30, 61]))
    def work(self, seconds: float) -> None:
        self.town.clock.forward(seconds=seconds)
        self.do(self.stage.work())
        self.must_not_stand_still()

    @rule(seconds=st.sampled_from([0, 0, 5, 15, 30]), how=st.sampled_from(["dies", "stalls"]))
    def fail(self, seconds: float, how: str) -> None:
        """Time passes, and whoever takes up what is due then does not finish it."""
        self.town.clock.forward(seconds=seconds)
        self.do(self.stage.die() if how == "dies" else self.stage.stall())

    @rule()
    def wake(self) -> None:
        self.do(self.stage.wake())

    # ── What must hold ──────────────────────────────────────────────────────────────────────

    @invariant()
    def holds_at_every_moment(self) -> None:
        if not hasattr(self, "stage"):
            return
        rows = self.do(self.stage.rows())
        demands.always(rows)
        if self.stage.closed:
            assert rows.incident["state"] == "closed", "what was closed is open again"
            return
        for task_id in self.told_accepted - self.undone:
            state = rows.task(task_id)["state"]
            assert state in (*demands.HOLDING, "cleared"), f"accepted, and is {state}"

    def must_not_stand_still(self) -> None:
        """Once a living carrier has been at work; what a dead one has in hand, after its lease."""
        if self.do(self.dead_have_something()):
            return
        rows = self.do(self.stage.rows())
        now = self.town.clock.now()
        try:
            demands.when_looked_at(rows, now, self.stage.on_duty)
        except AssertionError as error:
            error.add_note(f"{now}, on duty {self.stage.on_duty}\n{rows}")
            raise

    async def dead_have_something(self) -> bool:
        """Whether a job still waits for the end of a dead carrier's lease."""
        found = await self.town.rows("SELECT FROM job WHERE state = 'running'")
        return bool(found)

    def teardown(self) -> None:
        """Nobody says anything any more: the leases end, time goes on, and it comes to an end."""
        if not hasattr(self, "stage"):
            return
        for seconds in (6, 20, 70, 30):
            self.town.clock.forward(seconds=seconds)
            self.do(self.stage.work())
            self.holds_at_every_moment()
            self.must_not_stand_still()
        if not self.stage.closed:
            for need in self.do(self.stage.rows()).needs:
                assert need["state"] != "open" or need["desk_at"], "neither taken nor at a desk"
            self.do(self.stage.close())
            self.do(self.stage.work())
            self.must_not_stand_still()
        for number in sorted(self.stage.on_duty):
            self.do(self.stage.change_duty(number))
        self.do(self.stage.work())


async def test_no_loss_repetition_or_death_leaves_a_call_unanswered_or_answered_twice(
    town: Town,
) -> None:
    box, loop = await town.box(4), asyncio.get_running_loop()
    await asyncio.to_thread(
        run_state_machine_as_test,
        lambda: Ladder(town, box, loop),  # type: ignore[arg-type]
        settings=settings(
            max_examples=_EXAMPLES,
            stateful_step_count=30,
            deadline=None,
            # What two who race came to is not to be had again by making the example smaller.
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )
