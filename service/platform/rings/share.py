"""Which keeper holds which camera. Pure: every keeper comes to the same answer by itself."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from msgspec import Struct


class Change(Struct, frozen=True):
    """What one keeper takes up and lets go."""

    claim: list[UUID]
    release: list[UUID]


def fair_share(
    wanted: Sequence[UUID], held: Mapping[UUID, str], rooms: Mapping[str, int], me: str
) -> Change:
    """What I should take up and let go, so that all keepers hold about as many.

    `wanted` has the most important first, and each once; `held` says who has a camera; `rooms`
    says how many each living keeper can hold. What a keeper that lives no more had is free. A
    camera moves only where another would hold two more: who moves loses its last seconds.
    """
    due = wanted[: sum(rooms.values())]
    has: dict[str, list[UUID]] = {keeper: [] for keeper in rooms}
    free: list[UUID] = []
    for camera_id in due:
        has.get(held.get(camera_id, ""), free).append(camera_id)
    counts = _even(len(due), rooms, {keeper: len(cameras) for keeper, cameras in has.items()})
    kept = {keeper: cameras[: counts[keeper]] for keeper, cameras in has.items()}
    return Change(
        claim=_dealt(free, counts, kept).get(me, []),
        release=[c for c, keeper in held.items() if keeper == me and c not in kept.get(me, [])],
    )


def _even(due: int, rooms: Mapping[str, int], has: Mapping[str, int]) -> dict[str, int]:
    """How many each should hold: as evenly as rooms allow, the odd ones where most are now."""
    counts = dict.fromkeys(rooms, 0)
    open_ = sorted(rooms, key=lambda keeper: (-has[keeper], keeper))
    while due and (open_ := [k for k in open_ if counts[k] < rooms[k]]):
        each = max(1, min(due // len(open_), min(rooms[k] - counts[k] for k in open_)))
        for keeper in open_[:due]:
            counts[keeper] += each
            due -= each
    return counts


def _dealt(
    free: Sequence[UUID], counts: Mapping[str, int], kept: Mapping[str, Sequence[UUID]]
) -> dict[str, list[UUID]]:
    """Free cameras dealt out like cards, so that important ones do not all go to one keeper."""
    lacks = {keeper: count - len(kept[keeper]) for keeper, count in counts.items()}
    hands: dict[str, list[UUID]] = {keeper: [] for keeper in counts}
    for camera_id in free:
        open_ = [keeper for keeper in counts if len(hands[keeper]) < lacks[keeper]]
        if not open_:
            break
        next_ = max(open_, key=lambda keeper: (lacks[keeper] - len(hands[keeper]), keeper))
        hands[next_].append(camera_id)
    return hands


def room(held: int, room_now: int, busy: float, busy_most: float, room_most: int) -> int:
    """How many cameras fit, after a look at how busy the process is (1 is one core).

    One that is busier than it may be lets go at once; it grows again by small steps.
    """
    if busy > busy_most:
        return max(1, min(room_now, int(held * busy_most / busy)))
    if busy < busy_most * 0.7 and held >= room_now:
        return min(room_most, room_now + max(1, room_now // 10))
    return min(room_now, room_most)
