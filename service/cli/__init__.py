"""The command `watchbell`."""

import asyncio
import os
import sys
from collections.abc import Coroutine
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

import click
import msgspec

from service.cli.review import review
from service.settings import Settings, WrongSetting, read_settings

T = TypeVar("T")

# Words that are programs of their own: jobs is never imported here, it is started.
_LANES = ("critical", "others", "pictures")


def _settings(**given: object) -> Settings:
    """Settings from the environment, with what the command line says on top."""
    try:
        read = read_settings(os.environ)
        said = {name: value for name, value in given.items() if value is not None}
        return msgspec.convert(msgspec.structs.asdict(read) | said, Settings)
    except WrongSetting as error:
        raise click.ClickException(str(error)) from error
    except msgspec.ValidationError as error:
        raise click.ClickException(f"{error}") from error


data_option = click.option("--data", type=click.Path(), help="The folder that the system owns.")


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Watchbell · 平安铃 answers calls for help and requests from the public."""


main.add_command(review)


@main.command()
@data_option
@click.option("--host", help="The address to listen on.")
@click.option("--port", type=int, help="The port to listen on.")
def up(data: str | None, host: str | None, port: int | None) -> None:
    """Run the whole system here, embedded databases included."""
    from service.cli.up import up as run_up
    from service.platform.local.folder import CannotStart
    from service.platform.logs import start_logging
    from service.schema.migrate import CannotMigrate

    settings = _settings(data=data, host=host, port=port)
    start_logging(settings.log_level)
    try:
        asyncio.run(run_up(settings, lambda line: click.echo(line)))
    except (CannotStart, CannotMigrate) as error:
        raise click.ClickException(str(error)) from error


@main.command()
@click.option("--host", help="The address to listen on.")
@click.option("--port", type=int, help="The port to listen on.")
@click.option("--listener", type=int, hidden=True, help="A socket that `up` holds open for us.")
def serve(host: str | None, port: int | None, listener: int | None) -> None:
    """Answer HTTP; databases are named by the settings."""
    from service.cli.serve import serve as run_serve

    run_serve(_settings(host=host, port=port), listener)


@main.command()
@click.option("--lane", type=click.Choice(_LANES), default="critical", show_default=True)
@click.option("--number", type=click.IntRange(1, 99), help="Of several carriers of pictures.")
def work(lane: str, number: int | None) -> None:
    """Carry jobs: the critical lane or pictures, both without Redis, or the others with it."""
    _settings()
    numbered = [] if number is None else [str(number)]
    os.execv(sys.executable, [sys.executable, "-m", "jobs", lane, *numbered])  # noqa: S606


@main.command()
@click.option("--pre", is_flag=True, help="Only what suits the code that is running.")
def migrate(pre: bool) -> None:
    """Bring the database up to date."""
    from service.platform.clock import SystemClock
    from service.schema.migrate import CannotMigrate, Phase
    from service.schema.migrate import migrate as run_migrate

    settings = _settings()
    if not settings.owner_url:
        raise click.ClickException("DATABASE_URL is not set; `watchbell up` migrates by itself")
    phase = Phase.PRE if pre else Phase.ALL
    try:
        names = asyncio.run(run_migrate(settings.owner_url, SystemClock(), phase))
    except CannotMigrate as error:
        raise click.ClickException(str(error)) from error
    for name in names:
        click.echo(f"applied {name}")
    click.echo("the database is up to date")


@main.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False))
def seed(file: str) -> None:
    """Load areas, sites, cameras, units and accounts from a JSON file, all or nothing."""
    from service.cli.seed import load, read_seed
    from service.core.problem import Problem

    settings = _settings()
    try:
        counted = asyncio.run(load(settings, read_seed(Path(file).read_bytes())))
    except (msgspec.MsgspecError, Problem) as error:
        raise click.ClickException(f"{file}: {error}") from error
    click.echo(", ".join(f"{count} {name}" for name, count in counted.items()))


@main.group()
def cameras() -> None:
    """The register of cameras, from a file or into one."""


_FORMATS, _SYSTEMS = ("csv", "geojson"), ("WGS-84", "CGCS2000", "GCJ-02", "BD-09")
_format = click.option("--format", "kind", type=click.Choice(_FORMATS), default="csv")


@cameras.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False))
@_format
@click.option("--crs", type=click.Choice(_SYSTEMS), help="Where a row names none.")
def bring_in(file: str, kind: str, crs: str | None) -> None:
    """Read FILE into the register: all of it, or nothing where a row is wrong."""
    from service.camera.incoming import Overtaken
    from service.camera.wire import Format
    from service.cli.cameras import as_table
    from service.cli.cameras import bring_in as run_bring_in
    from service.core.geo import Crs

    system = Crs(crs) if crs else None
    try:
        progress = asyncio.run(run_bring_in(_settings(), Path(file), Format(kind), system))
    except Overtaken as error:
        raise click.ClickException("cameras were changed meanwhile; read the file again") from error
    if progress.faults_found:
        click.echo(as_table(progress.faults, progress.faults_found), err=True)
        raise click.ClickException(f"{progress.faults_found} faults; nothing was written")
    click.echo(f"{progress.added} added, {progress.updated} updated")


@cameras.command("export")
@click.argument("file", type=click.Path(dir_okay=False))
@_format
@click.option("--crs", type=click.Choice(_SYSTEMS), default="WGS-84", show_default=True)
@click.option("--area", help="Only this area and what lies below it.")
@click.option("--chinese", is_flag=True, help="Name the columns of a CSV in Chinese.")
def take_out(file: str, kind: str, crs: str, area: str | None, chinese: bool) -> None:
    """Write the register into FILE: everything but addresses and logins."""
    from service.camera.wire import Format
    from service.cli.cameras import take_out as run_take_out
    from service.core.geo import Crs
    from service.core.problem import Problem

    work = run_take_out(_settings(), Path(file), Format(kind), Crs(crs), area, chinese=chinese)
    try:
        asyncio.run(work)
    except Problem as error:
        raise click.ClickException(str(error)) from error


@main.group("keys")
def key_ring() -> None:
    """The master keys: which there are, a new one, one that is needed no more."""


def _with_keys(work: Coroutine[Any, Any, T]) -> T:
    from service.cli.keys import CannotChange
    from service.platform.seal import KeyUnusable

    try:
        return asyncio.run(work)
    except (CannotChange, KeyUnusable) as error:
        raise click.ClickException(str(error)) from error


@key_ring.command("list")
def list_keys() -> None:
    """Show each key by its id, which closes, and how many rows need each."""
    from service.cli.keys import listed

    for line in _with_keys(listed(_settings())):
        click.echo(line)


@key_ring.command("add")
def add_key() -> None:
    """Add a key that every program knows in two minutes; `rotate` lets it close."""
    from service.cli.keys import add

    click.echo(f"{_with_keys(add(_settings()))} opens; in two minutes: watchbell keys rotate")


@key_ring.command("rotate")
@click.argument("key_id", required=False)
def rotate_keys(key_id: str | None) -> None:
    """Close with the added key from now on; old rows are sealed anew by a job."""
    from service.cli.keys import rotate

    click.echo(f"{_with_keys(rotate(_settings(), key_id))} closes from now on")


@key_ring.command("retire")
@click.argument("key_id")
def retire_key(key_id: str) -> None:
    """Take away a key that no row needs; backups from before need it still."""
    from service.cli.keys import retire

    _with_keys(retire(_settings(), key_id))
    click.echo(f"{key_id} is gone; keep a copy as long as backups from before")


@main.group()
def register() -> None:
    """The access register: who looked at what."""


_readable = click.Path(exists=True, dir_okay=False, path_type=Path)


@register.command("verify")
@click.option("--export", "exported", type=_readable, help="An exported file; else the database.")
@click.option("--anchors", "outside", type=_readable, multiple=True, help="Anchors kept outside.")
@click.option("--public-key", "public", type=_readable, help="The key that anchors must be of.")
def verify_register(exported: Path | None, outside: tuple[Path, ...], public: Path | None) -> None:
    """Find the first row that was altered, taken away, moved or put in; 1 where there is one.

    With --export it needs neither database nor network.
    """
    from service.audit.checking import NotReadable, check_export, read_anchors, read_public
    from service.cli.register import in_words, verify_kept

    try:
        anchors = read_anchors(outside)
        key = read_public(public) if public is not None else None
        if exported is not None:
            verdict = check_export(exported, anchors, key=key)
        else:
            verdict = asyncio.run(verify_kept(_settings(), anchors, key))
    except NotReadable as error:
        raise click.ClickException(str(error)) from error
    click.echo(in_words(verdict, compared=key is not None))
    sys.exit(0 if verdict.finding is None else 1)


_instant = click.DateTime(["%Y-%m-%d", "%Y-%m-%dT%H:%M:%S%z"])


@register.command("export")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--format", "form", type=click.Choice(("ndjson", "csv")), default="ndjson")
@click.option("--incident", type=click.IntRange(min=1), help="The number of an incident.")
@click.option("--person", help="Any part of a name.")
@click.option("--from", "from_at", type=_instant, help="A day, or an instant with its zone.")
@click.option("--until", "until_at", type=_instant, help="Not included itself.")
@click.option("--chinese", is_flag=True, help="Name the columns of a CSV in Chinese.")
def take_out_register(
    file: Path,
    form: str,
    incident: int | None,
    person: str | None,
    from_at: datetime | None,
    until_at: datetime | None,
    chinese: bool,
) -> None:
    """Write the register of all areas into FILE; that is itself written into it first."""
    from service.audit.exporting import Form
    from service.cli.register import sought
    from service.cli.register import take_out as run_take_out

    settings = _settings()
    asked = sought(settings, incident, person, from_at, until_at)
    asyncio.run(run_take_out(settings, file, asked, Form(form), chinese=chinese))


@register.command("anchors")
def show_anchors() -> None:
    """Write every anchor to standard output, one in each line: for whoever keeps them."""
    from service.cli.register import anchors

    click.echo(asyncio.run(anchors(_settings())), nl=False)


@register.command("key")
def show_register_key() -> None:
    """Show the public key that anchors are signed for, 32 bytes in base64."""
    from service.audit.actions import signet_of
    from service.platform.signet import SignetUnusable

    try:
        click.echo(signet_of(_settings()).public)
    except SignetUnusable as error:
        raise click.ClickException(str(error)) from error


@main.command()
@click.option("--name", required=True, help="What the person signs in with.")
@click.option("--display", required=True, help="What others see.")
@click.option("--role", required=True, help="administrator, duty_leader, dispatcher, …")
@click.option("--area", required=True, help="The code of the area in which the role holds.")
@click.option("--site", help="The id of the site, for a school contact.")
@click.option("--until", help="When the role ends, with a zone.")
@click.option("--agreement", help="The agreement that a contractor works by.")
@click.password_option()
def account(
    name: str,
    display: str,
    role: str,
    area: str,
    site: str | None,
    until: str | None,
    agreement: str | None,
    password: str,
) -> None:
    """Add an account; the first administrator is made this way."""
    from service.cli.seed import add_account
    from service.core.problem import Problem
    from service.identity.wire import NewAccount

    new = {
        "name": name,
        "display": display,
        "password": password,
        "roles": [
            {
                "role": role,
                "area_code": area,
                "site_id": site,
                "until_at": until,
                "agreement": agreement,
            }
        ],
    }
    try:
        asyncio.run(add_account(_settings(), msgspec.convert(new, NewAccount)))
    except (msgspec.ValidationError, Problem) as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"{name} can sign in")


@main.command(context_settings={"ignore_unknown_options": True, "help_option_names": []})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def demo(arguments: tuple[str, ...]) -> None:
    """Run a simulated county town. It lives in the source tree, not in an installed package."""
    if not (Path(__file__).parents[2] / "tests/support/town/demo.py").exists():
        raise click.ClickException("the simulated county lives in the source tree: ./dev demo")
    command = [sys.executable, "-m", "tests.support.town.demo", *arguments]
    os.execv(sys.executable, command)  # noqa: S606


@main.command()
@data_option
def doctor(data: str | None) -> None:
    """Look at everything that the system needs, and say what is wrong."""
    from service.cli.doctor import examine

    findings = asyncio.run(examine(_settings(data=data)))
    for finding in findings:
        click.echo(f"{'ok  ' if finding.good else 'BAD '} {finding.part}: {finding.says}")
    sys.exit(0 if all(f.good for f in findings) else 1)


@main.command()
@click.option("--server", default="http://127.0.0.1:8080", show_default=True)
@click.option("--name", required=True, help="The officer's account.")
@click.option("--password", envvar="WATCHBELL_PASSWORD", prompt=True, hide_input=True)
@click.option(
    "--answer",
    type=click.Choice(["ask", "accept", "decline", "silent"]),
    default="ask",
    show_default=True,
    help="What to do when it rings.",
)
@click.option("--at", help="Where the phone is: LAT,LON in WGS-84.")
def phone(server: str, name: str, password: str, answer: str, at: str | None) -> None:
    """Play a patrol's phone in this terminal."""
    from service.cli.phone import play

    sys.exit(asyncio.run(play(server, name, password, answer, at)))
