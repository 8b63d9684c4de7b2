"""The way of a citizen's footage request for people to read, drawn from its table."""

from collections.abc import Sequence

from service.centre.wire import FootageTimers
from service.footage.table import FINAL, GUARDS, REFUSALS, STAGES, START, WAYS
from service.footage.terms import Category, FootageLane, FootageState

_HEAD = """\
# A footage request · 视频查阅申请

Written by `./dev spec` from `service/footage/table.py`; not to be edited. A citizen asks what a
public camera has seen (Decree 799, article 21); recordings are held before anybody decides. Whether
somebody may look is never decided by a clock or a program: a timer that ends tells a person, or
ends what is over."""


def document() -> str:
    """The page as Markdown."""
    lanes = ", ".join(f"`{lane}`" for lane in FootageLane)
    categories = ", ".join(f"`{category}`" for category in Category)
    parts = [
        _HEAD,
        f"Categories · 类别: {categories}  \nLanes · 通道: {lanes}",
        "## Diagram · 流程图",
        diagram(),
        "## States · 状态",
        _states(),
        "## Moves · 步骤",
        _moves(),
        "## Refusals · 不予查阅的理由",
        "Only a person refuses, with one of these codes.",
        _refusals(),
    ]
    return "\n\n".join(parts) + "\n"


def diagram() -> str:
    """Every move as an arrow; those to the same state from many stand in the table alone."""
    arrows = {
        f"    {source} --> {way.target}: {move}"
        for move, way in WAYS.items()
        for source in way.sources
        if len(way.sources) < 5
    }
    begin = f"    [*] --> {START}"
    ends = sorted(f"    {state} --> [*]" for state in FINAL)
    return "\n".join(["```mermaid", "stateDiagram-v2", begin, *sorted(arrows), *ends, "```"])


def _states() -> str:
    timers, rows = FootageTimers(), []
    for state in FootageState:
        stage = STAGES[state]
        waits = "" if stage.timer is None else f"{_length(getattr(timers, stage.timer))}"
        then = f", then `{stage.then}`" if stage.then else ", then somebody above is told"
        told = stage.en if stage.is_told else ""
        ways = [f"`{move}`" for move, way in WAYS.items() if state in way.sources]
        cells = (f"`{state}` {stage.zh}", stage.turn or "", waits + then if waits else "", told)
        rows.append((*cells, " ".join(ways)))
    head = ("state", "whose turn", "waits (an area's policy may say otherwise)", "notice", "next")
    return _table(head, rows)


def _moves() -> str:
    rows = [
        (
            f"`{move}`",
            " ".join(f"`{state}`" for state in FootageState if state in way.sources),
            f"`{way.target}`",
            ", ".join(sorted(way.actors)),
            "all" if way.lanes == frozenset(FootageLane) else ", ".join(sorted(way.lanes)),
            GUARDS[way.guard],
        )
        for move, way in WAYS.items()
    ]
    return _table(("move", "from", "to", "who", "lanes", "guard"), rows)


def _refusals() -> str:
    rows = [
        (code, f"{g.zh} · {g.en}", g.basis, f"{g.remedy_zh} · {g.remedy_en}")
        for code, g in REFUSALS.items()
    ]
    return _table(("code", "says", "basis", "remedy"), rows)


def _length(hours: float) -> str:
    if hours < 2:
        return f"{hours * 60:g} min"
    return f"{hours:g} h" if hours < 72 else f"{hours / 24:g} d"


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [f"| {' | '.join(row)} |" for row in [head, *rows]]
    return "\n".join([lines[0], "|" + "---|" * len(head), *lines[1:]])
