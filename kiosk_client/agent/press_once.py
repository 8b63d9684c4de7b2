"""One press by command: through the running agent, or sent here when there is none."""

import asyncio
from collections.abc import Callable
from contextlib import ExitStack
from enum import StrEnum

from kiosk_client.agent.centre import Centre
from kiosk_client.agent.clock import Clock
from kiosk_client.agent.identity import IdentityFile
from kiosk_client.agent.link import Link
from kiosk_client.agent.log import Log
from kiosk_client.agent.notes import Notes
from kiosk_client.agent.presses import Presses
from kiosk_client.agent.sender import SENDER_HUNG_S, Sender
from kiosk_client.agent.settings import Folder, Taken
from kiosk_client.agent.state import Trouble
from kiosk_client.agent.touch import Press, Touch
from kiosk_client.agent.vitals import Vitals

LOOK_S = 0.1


class Ending(StrEnum):
    """How it ended for this press."""

    ANSWERED = "answered"
    UNANSWERED = "unanswered"  # It stays in the spool.
    REFUSED = "refused"  # It stays in the spool.
    FOREIGN = "foreign"  # It stays in the spool.
    UNKEPT = "unkept"  # The disk did not take it, and nobody answered.


ENDED = {Trouble.REFUSED: Ending.REFUSED, Trouble.FOREIGN: Ending.FOREIGN}


async def press_once(
    folder: Folder,
    touch: Touch,
    clock: Clock,
    log: Log,
    *,
    wait_s: float,
    say: Callable[[str], None],
) -> Ending:
    """Keep a press, and wait until it is answered or wait_s is over. Raises NotEnrolled."""
    identity = IdentityFile(folder)
    identity.read()
    woken = asyncio.Event()
    vitals = Vitals(clock, log)  # Nobody feeds a dog from here: the wait has an end of its own.
    presses = Presses(folder, clock, log, vitals, came=woken.set, changed=woken.set)
    await presses.tend()
    press = await presses.keep(touch)
    say(f"kept as {press.press_id}" if press.on_disk else "the disk did not take it")
    centre, notes = Centre(identity, Link(log), clock), Notes(folder, clock)
    sender = Sender(presses, centre, notes, clock, log, vitals.part("sender", SENDER_HUNG_S))
    with ExitStack() as held:
        sending: asyncio.Task[None] | None = None
        until_s = clock.monotonic() + wait_s
        while await presses.is_waiting(press):
            if clock.monotonic() >= until_s:
                return _ending(press, sender)
            if sending is None and _may_send(folder, press, held):
                sending = asyncio.create_task(sender.run())
                held.callback(sending.cancel)
            await clock.wait(asyncio.Event(), LOOK_S)
    return Ending.ANSWERED


def _may_send(folder: Folder, press: Press, held: ExitStack) -> bool:
    """Whether to send here: no agent does, or none can know of a press that is not on disk."""
    if not press.on_disk:
        return True
    try:
        held.enter_context(folder.lock(folder.agent_lock, wait_s=0))
    except Taken:
        return False
    return True


def _ending(press: Press, sender: Sender) -> Ending:
    if sender.trouble_of(press) in ENDED:
        return ENDED[sender.trouble_of(press)]
    return Ending.UNANSWERED if press.on_disk else Ending.UNKEPT
