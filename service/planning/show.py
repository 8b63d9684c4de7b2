"""A plan as it goes over the wire."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from service.core.geo import Place, given
from service.planning import rules
from service.planning.rules import Eye, Origin, Watch
from service.planning.sectors import Sector
from service.planning.store import AnswerRow, SightingRow, WatchedRow
from service.planning.wire import (
    PatrolSector,
    PlanAnswer,
    PlannedCamera,
    PlanSighting,
    PlanWatched,
    WatchMinutes,
)
from service.reviewing import seconding
from service.reviewing.wire import FindingRow


def cameras(watches: Sequence[Watch], eyes: Iterable[Eye], asked: set[UUID]) -> list[PlannedCamera]:
    """The cameras of a plan; `asked` are those of the request."""
    places = {eye.camera_id: eye.place for eye in eyes}
    return [
        PlannedCamera(
            camera_id=one.camera_id,
            name=one.name,
            place=given(places[one.camera_id]),
            ring=one.ring,
            away_m=round(one.away_m, 1),
            direction_deg=round(one.direction_deg, 1),
            window=_minutes(one.window),
            left=[_minutes(span) for span in one.left],
            minutes_left=round(sum(span.minutes for span in one.left), 1),
            chance=round(one.chance, 4),
            hole=one.hole,
            in_request=one.camera_id in asked,
        )
        for one in watches
    ]


def sectors(found: Iterable[Sector]) -> list[PatrolSector]:
    """Sectors for patrols."""
    return [
        PatrolSector(
            from_deg=one.from_deg,
            until_deg=one.until_deg,
            far_m=round(one.far_m, 1),
            share=round(one.share, 4),
            streets=list(one.streets),
        )
        for one in found
    ]


def sighting(row: SightingRow) -> PlanSighting:
    """One sighting."""
    return PlanSighting(
        sighting_id=row.sighting_id,
        camera_id=row.camera_id,
        place=given(Place(row.lat, row.lon)),
        at=row.seen_at,
        going=row.going,
        noted_at=row.noted_at,
        noted_by=row.noted_by,
        noted_id=row.marked_by,
        second=row.second,
        confirmed_by=row.confirmed_name,
        stands=seconding.stands(row),
        withdrawn=row.taken_back_at is not None,
        at_desk=row.at_desk,
    )


def at_desk(found: FindingRow, place: Place) -> SightingRow:
    """A finding of the desk as the plan takes it: he was there until it ends."""
    return SightingRow(
        sighting_id=found.finding_id,
        camera_id=found.camera_id,
        lat=place.lat,
        lon=place.lon,
        seen_at=found.until_at,
        going=None,
        noted_at=found.marked_at,
        noted_by=found.marked_name,
        marked_by=found.marked_by,
        second=found.second,
        confirmed_name=found.confirmed_name,
        confirmed_at=found.confirmed_at,
        taken_back_at=found.taken_back_at,
        at_desk=True,
    )


def watched(row: WatchedRow) -> PlanWatched:
    """WatchMinutes that were watched in vain."""
    return PlanWatched(
        camera_id=row.camera_id,
        from_at=row.from_at,
        until_at=row.until_at,
        noted_by=row.noted_by,
    )


def answer(row: AnswerRow) -> PlanAnswer:
    """What somebody remembers."""
    return PlanAnswer(at=row.said_at, there=row.there, noted_by=row.noted_by)


def confirmed(rows: Iterable[SightingRow]) -> list[rules.Sighting]:
    """Sightings that stand."""
    return [
        rules.Sighting(row.camera_id, Place(row.lat, row.lon), row.seen_at, row.going)
        for row in rows
        if seconding.stands(row)
    ]


def _minutes(span: rules.Span) -> WatchMinutes:
    return WatchMinutes(from_at=span.from_at, until_at=span.until_at)


def in_vain(rows: Iterable[WatchedRow], origin: Origin) -> list[rules.Watched]:
    """What was watched in vain since somebody left where he was seen last.

    What was watched before that says nothing about where he went from there.
    """
    return [
        rules.Watched(row.camera_id, rules.Span(max(row.from_at, origin.from_at), row.until_at))
        for row in rows
        if row.until_at > origin.from_at
    ]
