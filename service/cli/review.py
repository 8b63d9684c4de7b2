"""`watchbell review`: looks through a recording from the command line; needs no database."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, cast

import click
import msgspec

if TYPE_CHECKING:
    from service.masking.mask import Masked, Masking
    from service.review.patch import Region
    from service.review.recording import Recording

_MARK = "mark one second at which the thing is there (--there) and one at which it is not (--gone)"
_file = click.argument("file", type=click.Path(exists=True, dir_okay=False))
_json = click.option("--json", "as_json", is_flag=True, help="For programs.")
_region = click.option("--region", required=True, help="X,Y,WIDTH,HEIGHT in pixels of the picture.")


@click.group()
def review() -> None:
    """Look through a recording: when something changed, when anything moved."""


@contextmanager
def _opened(file: str) -> Iterator["Recording"]:
    from service.core.problem import Problem
    from service.review.recording import whole_file

    try:
        with whole_file(file) as recording:
            yield recording
    except Problem as error:
        raise click.ClickException(f"{error.title()} {error.detail}".strip()) from error


def _as_region(text: str) -> "Region":
    from service.review.patch import Region

    try:
        x, y, width, height = (int(part) for part in text.split(","))
    except ValueError as error:
        raise click.BadParameter("a region is four whole numbers: X,Y,WIDTH,HEIGHT") from error
    return Region(x, y, width, height)


def _say(document: object) -> None:
    click.echo(msgspec.json.format(msgspec.json.encode(document), indent=2))


@review.command()
@_file
@_region
@click.option("--there", "there_s", type=float, multiple=True, help="A second with the thing.")
@click.option("--gone", "gone_s", type=float, multiple=True, help="A second without it.")
@click.option("--steps", type=click.IntRange(1, 2000), default=48, help="Looks of the first round.")
@_json
def moment(
    file: str,
    region: str,
    there_s: tuple[float, ...],
    gone_s: tuple[float, ...],
    steps: int,
    as_json: bool,
) -> None:
    """Find when something in a region of FILE changed, between seconds that you have judged.

    It came, where the second without it is the earlier one.
    """
    from service.review.finding import Finder
    from service.review.moment import Answer, Outcome

    place = _as_region(region)
    with _opened(file) as recording:
        if there_s and gone_s:
            finder = Finder(recording, place, there_s, gone_s, grid=steps)
            for done in finder.steps():
                if not as_json:
                    click.echo(f"\r{done:4.0%}", nl=False, err=True)
            said = finder.answer()
        else:
            # What guesses them was confidently wrong one time in five.
            said = Answer(Outcome.CANNOT_TELL, _MARK, (), 0.0, 0)
    if as_json:
        found = [{"second": c.first_s} | msgspec.to_builtins(c) for c in said.changes]
        told = msgspec.to_builtins(said)
        _say({"outcome": told["outcome"], "why": told["why"], "candidates": found} | told)
        return
    click.echo("\r", nl=False, err=True)
    click.echo(said.outcome.value.replace("_", " ") + (f": {said.why}" if said.why else ""))
    for c in said.changes:
        click.echo(
            f"{c.kind} after {c.last_s:.2f} s, by {c.first_s:.2f} s ({c.confidence:.0%} sure)"
        )
        click.echo("  look at " + ", ".join(f"{at_s:.2f}" for at_s in c.look_at_s))
    if said.changes:
        click.echo(f"An absence of less than {said.step_s:.0f} s may have been missed.")


@review.command()
@_file
@_region
@_json
def timeline(file: str, region: str, as_json: bool) -> None:
    """Say when anything moved in a region of FILE, from its keyframes alone."""
    from service.review.timeline import spells_of, timeline_of

    with _opened(file) as recording:
        stirs = list(timeline_of(recording, _as_region(region)))
    spells = spells_of(stirs)
    if as_json:
        found = [{"second": s.from_s, "to_s": s.to_s, "confidence": s.share} for s in spells]
        _say({"candidates": found, "stirs": stirs})
        return
    for spell in spells:
        click.echo(f"{spell.from_s:.2f} to {spell.to_s:.2f} s: {spell.share:.0%} of the region")
    click.echo(f"{len(stirs)} keyframes held against the one before")


@review.command()
@_file
@click.option("--bin", "bin_s", type=click.FloatRange(min=1), default=60.0, help="Seconds each.")
@_json
def ribbon(file: str, bin_s: float, as_json: bool) -> None:
    """Show how lively each minute of FILE is, without decoding a picture."""
    from service.review.ribbon import ribbon_of

    with _opened(file) as recording:
        made = ribbon_of(recording, bin_s=bin_s)
    if as_json:
        _say(made)
        return
    for number, share in enumerate(made.activity):
        bar = "no picture" if share is None else "#" * round(40 * share)
        click.echo(f"{number * made.bin_s:9.0f} s  {bar}")


@review.command()
@click.argument("source", metavar="IN", type=click.Path(exists=True, dir_okay=False))
@click.argument("out", metavar="OUT", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--region", help="X,Y,WIDTH,HEIGHT in pixels; all else is hidden. Else the picture.")
@click.option("--from", "from_s", type=click.FloatRange(min=0), default=0.0, help="First second.")
@click.option("--to", "to_s", type=click.FloatRange(min=0), help="Last second; else the end.")
@_json
def mask(
    source: str, out: Path, region: str | None, from_s: float, to_s: float | None, as_json: bool
) -> None:
    """Hide whoever is in IN, and all outside a region and a time; write a new film OUT.

    Where the camera moved, the light jumped or nobody knows the empty place, nothing is written.
    """
    from service.masking.marks import Marks
    from service.masking.mask import Claim, Masking

    place = _as_region(region) if region is not None else None
    with _opened(source) as recording:
        end_s = recording.duration_s + 1 if to_s is None else to_s
        masking = Masking(recording, Claim(from_s, end_s, place), out, Marks())
        made = (_tell if as_json else _count)(masking)
    if as_json:
        return
    click.echo(f"{made.pictures} pictures, {made.hidden_share:.0%} of the region hidden")
    for name, digest in made.originals.items():
        click.echo(f"  {digest}  {name}")
    click.echo(f"  {made.sha256}  masked")


def _count(masking: "Masking") -> "Masked":
    """Make the film, and show how far it has come."""
    pictures = masking.hidden()
    try:
        while True:
            click.echo(f"\r{next(pictures).at_s:8.1f} s", nl=False, err=True)
    except StopIteration as end:
        click.echo("\r", nl=False, err=True)
        return cast("Masked", end.value)


def _tell(masking: "Masking") -> "Masked":
    """The same for programs: each picture is told when it is made, never all at the end."""
    from service.core.problem import Problem

    pictures, comma = masking.hidden(), ""
    click.echo('{"frames": [')
    try:
        while True:
            click.echo(comma + msgspec.json.encode(next(pictures)).decode())
            comma = ","
    except StopIteration as end:
        click.echo(f'], "refused": null, "result": {msgspec.json.encode(end.value).decode()}}}')
        return cast("Masked", end.value)
    except Problem as error:
        refused = {"code": error.code, "title": error.title(), "why": error.detail}
        click.echo(f'], "refused": {msgspec.json.encode(refused).decode()}, "result": null}}')
        raise
