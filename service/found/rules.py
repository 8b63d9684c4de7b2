"""Decisions about found things: which requests may be of one, and what may be done with it."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from msgspec import Struct

from service.core.geo import Place, distance_m
from service.core.problem import Invalid, Problem
from service.footage.lost import LostThing
from service.found.wire import (
    Colour,
    FoundMove,
    FoundRow,
    MatchCandidate,
    MatchReason,
    MoveFound,
    NewFoundThing,
    ThingCategory,
    ThingGone,
    ThingNotYet,
    ThingState,
)

# Civil Code, article 318: a year from the notice, then it is the state's.
YEAR = timedelta(days=365)
# Clocks of desks differ by that much.
AHEAD_MOST = timedelta(minutes=5)
# Somebody remembers badly when it was last there.
_EARLY_MOST = timedelta(hours=1)
# A thing is carried along before it is handed in, and buses go farther than people.
REACH_M = 20_000.0
NEAR_M = 1_000.0
CANDIDATES_MOST = 20
NOT_OF_MOST = 200
_C, _K = ThingCategory, Colour

# What people call things, in both languages; lower case.
_SORTS: dict[ThingCategory, tuple[str, ...]] = {
    _C.BAG: ("包", "箱", "bag", "backpack", "suitcase", "satchel", "rucksack"),
    _C.PHONE: ("手机", "phone", "mobile"),
    _C.COMPUTER: ("电脑", "平板", "laptop", "computer", "tablet"),
    _C.WALLET: ("钱包", "钱夹", "卡包", "wallet", "purse"),
    _C.PAPERS: ("证", "护照", "card", "passport", "licence", "document"),
    _C.KEYS: ("钥匙", "key"),
    _C.CLOTHING: ("衣", "外套", "帽", "围巾", "鞋", "coat", "jacket", "hat", "scarf", "shoe"),
    _C.GLASSES: ("眼镜", "墨镜", "glasses"),
    _C.UMBRELLA: ("伞", "umbrella"),
    _C.JEWELLERY: ("戒指", "项链", "手镯", "耳环", "手表", "ring", "necklace", "bracelet", "watch"),
    _C.CASH: ("现金", "钱", "cash", "money"),
    _C.TOY: ("玩具", "玩偶", "toy", "doll"),
    _C.BICYCLE: ("自行车", "单车", "滑板车", "bicycle", "scooter", "bike"),
}
_COLOURS: dict[Colour, tuple[str, ...]] = {
    _K.BLACK: ("黑", "black"),
    _K.WHITE: ("白", "white"),
    _K.GREY: ("灰", "grey", "gray"),
    _K.RED: ("红", "red"),
    _K.ORANGE: ("橙", "橘", "orange"),
    _K.YELLOW: ("黄", "yellow"),
    _K.GREEN: ("绿", "green"),
    _K.BLUE: ("蓝", "blue", "navy"),
    _K.PURPLE: ("紫", "purple"),
    _K.PINK: ("粉", "pink"),
    _K.BROWN: ("棕", "褐", "咖啡", "brown"),
    _K.METAL: ("银", "金色", "silver", "golden"),
}
_WEIGHTS = {
    MatchReason.SAME_SORT: 3.0,
    MatchReason.OTHER_SORT: -3.0,
    MatchReason.SAME_COLOUR: 1.0,
    MatchReason.OTHER_COLOUR: -1.0,
    MatchReason.NEAR: 0.0,
    MatchReason.SAME_DAY: 0.0,
}


class Thing(Struct, frozen=True, kw_only=True):
    """What of a found thing is held against requests."""

    category: ThingCategory
    colours: frozenset[Colour]
    place: Place
    found_at: datetime
    not_of: frozenset[UUID] = frozenset()


def candidates(
    thing: Thing, lost: Iterable[LostThing], *, count_max: int = CANDIDATES_MOST
) -> list[MatchCandidate]:
    """Requests that may be of this thing, the likeliest first, for a person to judge.

    What was found before it was last seen is left out, and what was lost beyond REACH_M; a word
    that speaks against it only lowers the rank; what a person has judged to be of another thing
    comes last. Ties fall to the lower number, so equal input gives equal output.
    """
    found = []
    for one in lost:
        away_m = distance_m(thing.place, one.place)
        if away_m > REACH_M or thing.found_at < one.from_at - _EARLY_MOST:
            continue
        reasons = _reasons(thing, one, away_m)
        rank = (one.footage_id in thing.not_of, -_likeness(thing, one, away_m, reasons), one.number)
        found.append((rank, one, away_m, reasons))
    found.sort(key=lambda each: each[0])
    return [
        MatchCandidate(
            footage_id=one.footage_id,
            number=one.number,
            state=one.state,
            from_at=one.from_at,
            until_at=one.until_at,
            away_m=round(away_m),
            reasons=reasons,
            not_same=rank[0],
        )
        for rank, one, away_m, reasons in found[:count_max]
    ]


def _likeness(thing: Thing, one: LostThing, away_m: float, reasons: Iterable[MatchReason]) -> float:
    """Words count most; then how near, and how soon it was found."""
    days = max(0.0, (thing.found_at - one.until_at) / timedelta(days=1))
    return (
        sum(_WEIGHTS[reason] for reason in reasons)
        + 1.0 / (1.0 + away_m / NEAR_M)
        + 1.0 / (1.0 + days)
    )


def _reasons(thing: Thing, one: LostThing, away_m: float) -> list[MatchReason]:
    sorts, colours = sorts_in(one.words), colours_in(one.words)
    reasons = []
    if thing.category in sorts:
        reasons.append(MatchReason.SAME_SORT)
    elif sorts and thing.category is not ThingCategory.OTHER:
        reasons.append(MatchReason.OTHER_SORT)
    if thing.colours & colours:
        reasons.append(MatchReason.SAME_COLOUR)
    elif thing.colours and colours:
        reasons.append(MatchReason.OTHER_COLOUR)
    if away_m <= NEAR_M:
        reasons.append(MatchReason.NEAR)
    if thing.found_at - one.until_at <= timedelta(days=1):
        reasons.append(MatchReason.SAME_DAY)
    return reasons


def sorts_in(words: str) -> frozenset[ThingCategory]:
    """Which sorts of things somebody speaks of."""
    return frozenset(sort for sort, names in _SORTS.items() if _speaks(words, names))


def colours_in(words: str) -> frozenset[Colour]:
    """Which colours somebody speaks of."""
    return frozenset(colour for colour, names in _COLOURS.items() if _speaks(words, names))


def _speaks(words: str, names: Iterable[str]) -> bool:
    """Whether one of these names stands in words: Chinese anywhere, else as a word's start."""
    said = words.casefold()
    parts = "".join(sign if sign.isascii() and sign.isalnum() else " " for sign in said).split()
    return any(
        any(part.startswith(name) for part in parts) if name.isascii() else name in said
        for name in names
    )


def due_at(announced_at: datetime) -> datetime:
    """When the year is over."""
    return announced_at + YEAR


def refusal_of_new(new: NewFoundThing, now: datetime) -> Problem | None:
    """Why a thing cannot be entered so; None where it can."""
    if new.found_at > now + AHEAD_MOST:
        return Invalid("It lies in the future.", field="found_at")
    if (new.finder is None) and (new.finder_phone is not None):
        return Invalid("Whose number is it?", field="finder")
    return None


def refusal(row: FoundRow, asked: MoveFound, now: datetime) -> Problem | None:
    """Why a move cannot be made, naming the field; None where it can."""
    if row.ended_at is not None:
        return ThingGone(f"{row.ended_by} has given it away.", who=row.ended_by)
    match asked.move:
        case FoundMove.ANNOUNCE:
            if row.announced_at is not None:
                return Invalid("Its notice is out already.", field="move")
        case FoundMove.MATCH:
            if asked.footage_id is None:
                return Invalid("Whose request?", field="footage_id")
            if row.state is ThingState.MATCHED:
                return ThingNotYet("It was matched; take that back first.", field="move")
        case FoundMove.NOT_SAME:
            return _judging(row, asked)
        case FoundMove.UNMATCH:
            if row.state is not ThingState.MATCHED:
                return Invalid("It is matched with nothing.", field="move")
        case FoundMove.HAND_OVER:
            return _handing(asked)
        case FoundMove.DISPOSE:
            if asked.how is None:
                return Invalid("What becomes of it?", field="how")
            if row.due_at is None:
                return ThingNotYet("There is no notice of it yet; the year begins with it.")
            if now < row.due_at:
                return ThingNotYet("Its year is not over.", until=row.due_at.isoformat())
    return None


def _judging(row: FoundRow, asked: MoveFound) -> Problem | None:
    if asked.footage_id is None:
        return Invalid("Whose request?", field="footage_id")
    if row.footage_id == asked.footage_id:
        return ThingNotYet("It was matched; take that back first.", field="move")
    if len(row.not_of) >= NOT_OF_MOST:
        return Invalid("As many were judged as can be.", field="footage_id")
    return None


def _handing(asked: MoveFound) -> Problem | None:
    if asked.receiver is None:
        return Invalid("Who receives it?", field="receiver")
    if bool(asked.receiver.strokes) == asked.receiver.on_paper:
        return Invalid("Signed on paper, or here.", field="receiver.strokes")
    return None
