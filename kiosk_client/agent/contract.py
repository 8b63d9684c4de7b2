"""Which contract the box and the centre speak. A box changes its contract only with its program.

The major is in every path that the box asks (/v1/…). A centre may say what it speaks in the header
Watchbell-Contract of any answer, for example `1.4` or `1.4, 2.0`; one that says nothing is believed
to speak what it answers in.
"""

from kiosk_client import CONTRACT
from kiosk_client.agent.link import Answer

HEADER = "watchbell-contract"
SPOKEN = (int(CONTRACT.removeprefix("v")),)
SAID_CHARS_MAX = 40
GONE_STATUS = (410, 426)  # The doors of this major are closed for good; or: upgrade.


def foreign(answer: Answer) -> str:
    """What the centre speaks, where it is nothing that this box does; else empty.

    A newer minor is no other language: what the box does not know in an answer, it passes over.
    """
    said = answer.headers.get(HEADER, "")[:SAID_CHARS_MAX]
    words = [word.strip() for word in said.split(",")]
    majors = {int(major) for major in (word.partition(".")[0] for word in words) if _is_one(major)}
    if majors and not majors & set(SPOKEN):
        return said
    return "another" if not majors and answer.status in GONE_STATUS else ""


def explain(said: str) -> str:
    """In words, for whoever looks after the box."""
    ours = ", ".join(str(major) for major in SPOKEN)
    return f"the centre speaks contract {said}, this box {ours}: update the box's program"


def _is_one(text: str) -> bool:
    return text.isascii() and text.isdecimal()
