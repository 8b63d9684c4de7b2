"""What a process that decodes does with an order: the desk's side of `service.review`."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec

from service.core.problem import Problem
from service.core.times import seconds_between
from service.platform.clock import SystemClock
from service.platform.thumbs import labelled
from service.review import moment, showing
from service.review.clipped import Clipped
from service.review.finding import Finder
from service.review.moment import Answer, Kind, Search
from service.review.patch import Region
from service.review.recording import Part
from service.review.reel import Reel, Shot
from service.review.refusals import NotARecording
from service.review.ribbon import ribbon_of
from service.review.timeline import Spell as Moved
from service.review.timeline import Stir, spells_of, timeline_of
from service.reviewing.orders import (
    Bins,
    Change,
    DrawRibbon,
    DrawTimeline,
    FilesSeen,
    Film,
    FindMoment,
    Found,
    Inspect,
    Inspected,
    Order,
    Paused,
    PictureRegion,
    Refused,
    Reply,
    ShowFrame,
    Shown,
    ShowPiece,
    ShowSheet,
    Spell,
)

NOTHING = "reviewing.nothing_there"
_CLOCK = SystemClock()
_BINS_MOST, _SPELLS_MOST = 1800, 1000
_APART_S = 10.0


class Drawn(msgspec.Struct):
    """How far a timeline has come: bins of the largest share, spells, and the last keyframe."""

    at_s: float
    bins: list[float | None]
    spells: list[Moved]
    looks: int = 0


def done(order: Order) -> Reply:
    """What comes of an order."""
    try:
        match order:
            case Inspect():
                until = _CLOCK.ticks() + order.clocks_s
                return FilesSeen([_inspected(path, until) for path in order.paths])
            case ShowFrame():
                return _frame(order)
            case ShowPiece():
                return _piece(order)
            case ShowSheet():
                return _sheet(order)
            case FindMoment():
                return _moment(order)
            case DrawTimeline():
                return _timeline(order)
            case DrawRibbon():
                return _ribbon(order)
    except Problem as error:
        return Refused(error.code, error.detail)


@contextmanager
def _opened(film: Film) -> Iterator[Clipped]:
    parts = [Part(file.path, file.begins_at) for file in film.files]
    with Clipped(parts, film.from_at, film.until_at) as recording:
        yield recording


def _inspected(path: str, until: float) -> Inspected:
    if not Path(path).is_file() or not Path(path).stat().st_size:
        return Inspected(path, why="empty")
    try:
        return _seen(path, until)
    except NotARecording:
        return Inspected(path, why="unreadable")


def _seen(path: str, until: float) -> Inspected:
    reel = Reel(path)
    try:
        stream, first = reel.stream, next(reel.frames(-1.0, reel.duration_s), None)
        if first is None:
            return Inspected(path, why="unreadable")
        rate = stream.average_rate
        return Inspected(
            path,
            length_s=reel.duration_s,
            codec=stream.codec_context.name,
            width=first.picture.width,
            height=first.picture.height,
            fps=float(rate) if rate else None,
            playable=showing.is_playable(stream),
            jumps=reel.is_set_back(lambda: _CLOCK.ticks() < until),
        )
    finally:
        reel.close()


def _at(recording: Clipped, at_s: float) -> datetime:
    return recording.begins_at + timedelta(seconds=at_s)


def _s(recording: Clipped, at: datetime) -> float:
    return seconds_between(recording.begins_at, at)


def _region(region: PictureRegion) -> Region:
    return Region(region.x, region.y, region.width, region.height)


def _frame(order: ShowFrame) -> Reply:
    with _opened(order.film) as recording:
        shot = _shot(recording, order.at, exact=order.exact, step=order.step)
        if shot is None:
            return Refused(NOTHING, "")
        at = _at(recording, shot.at_s)
        data = showing.as_jpeg(shot.picture)
        keyframe = bool(shot.picture.key_frame)
    return Shown(data, "image/jpeg", at, at, is_keyframe=keyframe)


def _shot(recording: Clipped, at: datetime, *, exact: bool, step: int = 0) -> Shot | None:
    return showing.frame(recording, _s(recording, at), exact=exact, step=step)


def _piece(order: ShowPiece) -> Reply:
    with _opened(order.film) as recording:
        made = showing.piece(recording, _s(recording, order.from_at), order.length_s)
        if made is None:
            return Refused(NOTHING, "")
        ends = _at(recording, made.from_s), _at(recording, made.to_s)
    return Shown(made.data, "video/mp4", *ends, remade=made.remade)


def _sheet(order: ShowSheet) -> Reply:
    cells = []
    region = None if order.region is None else _region(order.region)
    with _opened(order.film) as recording:
        instants: list[datetime] = []
        for at in order.at:
            shot = _shot(recording, at, exact=order.exact)
            if shot is None or _at(recording, shot.at_s) in instants:
                continue
            instants.append(_at(recording, shot.at_s))
            local = instants[-1] + timedelta(seconds=order.zone_s)
            when = f"{local:%m-%d %H:%M:%S}.{local.microsecond // 1000:03d}"
            cells.append(labelled(showing.cell(shot.picture, region), when, order.camera))
    if not cells:
        return Refused(NOTHING, "")
    return Shown(showing.sheet(cells), "image/webp", min(instants), max(instants))


def _moment(order: FindMoment) -> Reply:
    began = _CLOCK.ticks()
    with _opened(order.film) as recording:
        search = None if order.kept is None else msgspec.convert(order.kept, Search)
        finder = Finder(
            recording,
            _region(order.region),
            [_s(recording, at) for at in order.there_at],
            [_s(recording, at) for at in order.gone_at],
            grid=order.steps,
            search=search,
        )
        while finder.step():
            if _CLOCK.ticks() - began > order.budget_s:
                kept: dict[str, Any] = msgspec.to_builtins(finder.search)
                return Paused(moment.progress(finder.search), kept)
        return _found(recording, finder.answer())


def _found(recording: Clipped, said: Answer) -> Found:
    changes = [
        Change(
            one.kind is Kind.WENT,
            _at(recording, one.last_s),
            _at(recording, one.first_s),
            one.confidence,
            one.hidden,
            [_at(recording, at_s) for at_s in one.look_at_s],
        )
        for one in said.changes
    ]
    return Found(said.outcome, said.why, changes, step_s=said.step_s, looks=said.looks)


def _timeline(order: DrawTimeline) -> Reply:
    began = _CLOCK.ticks()
    with _opened(order.film) as recording:
        length_s = max(recording.to_s - recording.from_s, 1.0)
        drawn = Drawn(recording.from_s, [None] * _bins(length_s), [])
        if order.kept is not None:
            drawn = msgspec.convert(order.kept, Drawn)
        bin_s = length_s / len(drawn.bins)
        fresh: list[Stir] = []
        for stir in timeline_of(recording, _region(order.region), drawn.at_s):
            fresh.append(stir)
            number = min(int((stir.at_s - recording.from_s) / bin_s), len(drawn.bins) - 1)
            drawn.bins[number] = max(drawn.bins[number] or 0.0, stir.share)
            if _CLOCK.ticks() - began > order.budget_s:
                _add(drawn, fresh)
                share = min(0.99, (drawn.at_s - recording.from_s) / length_s)
                kept: dict[str, Any] = msgspec.to_builtins(drawn)
                return Paused(share, kept)
        _add(drawn, fresh)
        spells = [
            Spell(_at(recording, one.from_s), _at(recording, one.to_s), one.share)
            for one in drawn.spells
        ]
        bins = Bins(_at(recording, recording.from_s), bin_s, drawn.bins)
        return Found("drawn", spells=spells, bins=bins, looks=drawn.looks)


def _bins(length_s: float) -> int:
    return max(1, min(_BINS_MOST, round(length_s)))


def _add(drawn: Drawn, fresh: list[Stir]) -> None:
    """Join new stirs to what is known; of too many spells the strongest stay."""
    if not fresh:
        return
    drawn.at_s, drawn.looks = fresh[-1].at_s, drawn.looks + len(fresh)
    for spell in spells_of(fresh, apart_s=_APART_S):
        last = drawn.spells[-1] if drawn.spells else None
        if last is not None and spell.from_s - last.to_s <= _APART_S:
            share = max(last.share, spell.share)
            drawn.spells[-1] = Moved(last.from_s, spell.to_s, share)
        else:
            drawn.spells.append(spell)
    if len(drawn.spells) > _SPELLS_MOST:
        strongest = sorted(drawn.spells, key=lambda one: -one.share)[:_SPELLS_MOST]
        drawn.spells = sorted(strongest, key=lambda one: one.from_s)


def _ribbon(order: DrawRibbon) -> Reply:
    with _opened(order.film) as recording:
        made = ribbon_of(recording)
        first = max(0, int(recording.from_s // made.bin_s))
        last = int(recording.to_s // made.bin_s) + 1
        from_at = _at(recording, first * made.bin_s)
        return Found("drawn", bins=Bins(from_at, made.bin_s, list(made.activity[first:last])))
