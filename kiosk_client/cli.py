"""watchbell-kiosk: enrol the box, run it, press it, ask how it is, give it a new key."""

import argparse
import asyncio
import getpass
import json
import os
import signal
import sys
from collections.abc import Callable, Coroutine
from contextlib import suppress
from datetime import time
from functools import partial
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

from kiosk_client import VERSION
from kiosk_client.agent.button import Key, KeyboardKey, StdinKey
from kiosk_client.agent.centre import Centre, Outcome
from kiosk_client.agent.clock import SystemClock, rfc3339
from kiosk_client.agent.enrolment import EnrolRefused, Overheard, enrol_box
from kiosk_client.agent.identity import ALGORITHMS, IdentityFile, NotEnrolled
from kiosk_client.agent.lamps import Lamps, TerminalLamps
from kiosk_client.agent.link import BadServer, Link, NoAnswer, NotReached, Server
from kiosk_client.agent.log import Log
from kiosk_client.agent.notes import Notes
from kiosk_client.agent.press_once import Ending, press_once
from kiosk_client.agent.rotation import SharedSecret, rotate
from kiosk_client.agent.run import Agent, Lane
from kiosk_client.agent.self_test import SelfTest, tries_beside, try_all, try_wiring
from kiosk_client.agent.settings import Folder, Taken, default_folder
from kiosk_client.agent.status import lines_of, read_status
from kiosk_client.agent.touch import KINDS, Touch
from kiosk_client.agent.vitals import Code, Vitals
from kiosk_client.agent.watchdog import Dog, Feeder, MachineDog, ServiceDog
from kiosk_client.agent.wiring import BadWire, KeyWire, SignalWire
from kiosk_client.screen.pin import BadPin, set_pin
from kiosk_client.screen.qr import TEXT_BYTES_MAX
from kiosk_client.screen.server import Screen
from kiosk_client.words import Words, language_of_terminal

W = TypeVar("W", KeyWire, SignalWire)

FAILED, MISUSED = 1, 2
FOOTAGE = "FOOTAGE"  # Of the environment, where the unit's configuration file puts it.
ENDINGS = {
    Ending.ANSWERED: 0,
    Ending.UNANSWERED: 3,
    Ending.REFUSED: 4,
    Ending.FOREIGN: 4,
    Ending.UNKEPT: 5,
}
SAYINGS = {
    Ending.ANSWERED: "answered",
    Ending.UNANSWERED: "not answered yet; kept, and sent as soon as an agent runs. Call 110",
    Ending.REFUSED: "refused: the centre does not know this box. Call 110",
    Ending.FOREIGN: "not taken: the centre speaks another contract; kept. Call 110",
    Ending.UNKEPT: "not answered, and the disk did not take it. Call 110",
}


class Failed(Exception):
    """Ends the program; says why and with which status."""

    def __init__(self, why: str, status: int = FAILED) -> None:
        super().__init__(why)
        self.status = status


def main(arguments: list[str] | None = None) -> int:
    """Run one command; the exit status."""
    asked = _parser().parse_args(arguments)
    folder = Folder(asked.folder)
    try:
        return int(asyncio.run(asked.command(folder, asked)))
    except NotEnrolled as error:
        return _fail(str(type(error).__doc__), MISUSED)
    except Taken:
        return _fail(f"another agent uses {folder.path}")
    except OSError as error:
        return _fail(f"{error.strerror or error}: {error.filename or folder.path}")
    except Failed as failed:
        return _fail(str(failed), failed.status)
    except KeyboardInterrupt:
        return 130


def _fail(why: str, status: int = FAILED) -> int:
    print(f"watchbell-kiosk: {why}", file=sys.stderr)
    return status


async def _enrol(folder: Folder, asked: argparse.Namespace) -> int:
    folder.make()
    try:
        identity = await enrol_box(
            folder,
            Link(Log()),
            Server.parse(asked.server),
            code=asked.code,
            model=asked.model,
            algorithm=asked.algorithm,
        )
    except BadServer as error:
        raise Failed("--server is https://HOST[:PORT], without a path", MISUSED) from error
    except Overheard as error:
        raise Failed("a shared secret needs https; or use --algorithm ed25519", MISUSED) from error
    except EnrolRefused as error:
        raise Failed(f"not enrolled: {error}") from error
    except (NotReached, NoAnswer) as error:
        raise Failed("no answer from the server; try again with the same code") from error
    print(f"enrolled as {identity.device_id} at {identity.site_name} ({identity.site_id})")
    return 0


async def _run(folder: Folder, asked: argparse.Namespace) -> int:
    log, clock = Log(), SystemClock()
    IdentityFile(folder).read()
    terminal = TerminalLamps(Words(language_of_terminal()))
    vitals = Vitals(clock, log)
    keys = [_key(wanted, clock, vitals) for wanted in asked.key]
    if not asked.key and not asked.screen and sys.stdin.isatty():
        keys.append(KeyboardKey(clock))
    signals = [wire.signal(clock, vitals) for wire in (*asked.lamp, *asked.siren)]
    lamps: list[Lamps] = [terminal, *signals]
    notes = Notes(folder, clock)
    tries = [*tries_beside(folder, clock, log), try_wiring(signals, vitals)]
    self_test = SelfTest(tries, asked.self_test_at, clock, notes, vitals, log)
    lanes: list[Lane] = [self_test.run, *(signal.run for signal in signals)]
    if asked.screen:
        host, port = asked.screen
        screen = Screen(host, port, folder, clock, log, self_test, _footage_of(asked, vitals))
        keys.append(screen)
        lamps.append(screen)
        lanes += [screen.serve, screen.bulletins.run]
    with folder.alone():
        feeder = Feeder(_dogs(asked.watchdog, log), vitals, clock, log)
        agent = Agent(folder, clock, log, keys, lamps, vitals, notes)
        await _until_stopped(agent.run(feeder.run, *lanes))
        feeder.leave()
    terminal.flush()
    log.flush()
    return 0


def _footage_of(asked: argparse.Namespace, vitals: Vitals) -> str | None:
    """Where footage is asked for: as the command says, else as the box's configuration does.

    A slip in that file is a fault, and no reason for a box to hear no key.
    """
    said = os.environ.get(FOOTAGE, "")
    if asked.footage is not None or not said:
        footage: str | None = asked.footage
        return footage
    try:
        return _footage(said)
    except argparse.ArgumentTypeError as error:
        vitals.fault(FOOTAGE, str(error), Code.SETTINGS)
        return None


def _dogs(device: Path | None, log: Log) -> list[Dog]:
    dogs: list[Dog] = []
    if (service_dog := ServiceDog.called(os.environ)) is not None:
        dogs.append(service_dog)
    if device is not None:
        try:
            dogs.append(MachineDog(device))
        except OSError as error:  # A box without its dog is better than no box.
            log.say("watchdog.missing", device=str(device), reason=error.strerror)
    return dogs


async def _until_stopped(running: Coroutine[Any, Any, None]) -> None:
    task = asyncio.ensure_future(running)
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        asyncio.get_running_loop().add_signal_handler(number, task.cancel)
    with suppress(asyncio.CancelledError):
        await task


async def _press(folder: Folder, asked: argparse.Namespace) -> int:
    clock = SystemClock()
    touch = Touch(
        asked.kind,
        rfc3339(clock.wall()),
        silent=asked.silent,
        test=asked.test,
        room=asked.room,
        note=asked.note,
    )
    log = Log()

    def say(line: str) -> None:
        if not asked.silent:
            print(line, flush=True)

    ending = await press_once(folder, touch, clock, log, wait_s=asked.wait, say=say)
    say(SAYINGS[ending])
    log.flush()
    return ENDINGS[ending]


async def _status(folder: Folder, asked: argparse.Namespace) -> int:
    status = read_status(folder)
    print(json.dumps(status, ensure_ascii=False) if asked.json else "\n".join(lines_of(status)))
    return 0


async def _self_test(folder: Folder, _: argparse.Namespace) -> int:
    """What can be tried beside an agent, or without one."""
    IdentityFile(folder).read()
    checks = await try_all(tries_beside(folder, SystemClock(), Log()))
    for check in checks:
        print(f"{check.code:<8} {'good' if check.good else 'BAD':<5} {check.said}".rstrip())
    return 0 if all(check.good for check in checks) else FAILED


async def _pin(folder: Folder, _: argparse.Namespace) -> int:
    pin = getpass.getpass("PIN: ") if sys.stdin.isatty() else sys.stdin.readline().strip()
    folder.make()
    try:
        set_pin(folder, pin)
    except BadPin as error:
        raise Failed(str(BadPin.__doc__), MISUSED) from error
    print("the maintenance corner of the touch page opens with this PIN")
    return 0


async def _rotate(folder: Folder, _: argparse.Namespace) -> int:
    identity = IdentityFile(folder)
    identity.read()
    centre = Centre(identity, Link(Log()), SystemClock())
    try:
        verdict = await rotate(identity, centre)
    except SharedSecret as error:
        raise Failed("this box has a shared secret; enrol it anew instead") from error
    if verdict.outcome is not Outcome.DONE:
        raise Failed(
            f"the centre has not confirmed the new key ({verdict.outcome} {verdict.reason}); "
            "both keys are kept, run it again"
        )
    print("the box has a new key")
    return 0


def _key(wanted: str | KeyWire, clock: SystemClock, vitals: Vitals) -> Key:
    if isinstance(wanted, KeyWire):
        return wanted.key(clock, vitals)
    if wanted == "stdin":
        return StdinKey(clock)
    return KeyboardKey(clock, wanted.partition("=")[2] or None)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="watchbell-kiosk", description=__doc__)
    parser.add_argument("--version", action="version", version=VERSION)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    enrol = _command(commands, "enrol", _enrol, "take this box into service with a one-time code")
    enrol.add_argument("--server", required=True, metavar="URL")
    enrol.add_argument("--code", required=True)
    enrol.add_argument("--model", default="kiosk")
    enrol.add_argument("--algorithm", choices=ALGORITHMS, default="ed25519")

    run = _command(commands, "run", _run, "listen to the keys, send presses, show what becomes")
    run.add_argument(
        "--key",
        action="append",
        default=[],
        type=_key_wanted,
        metavar="KEY",
        help="evdev=DEVICE[,code=N] or gpio=CHIP,line=N[,low], with [,hold=S][,kind=K][,silent]; "
        "keyboard (any key), keyboard=C (the key C) or stdin (each line is a press). May be given "
        "more than once. Without a key or a screen: the keyboard, on a terminal",
    )
    run.add_argument(
        "--watchdog",
        type=Path,
        metavar="DEVICE",
        help="the machine's own watchdog, for example /dev/watchdog; it is fed while the spool, "
        "the sender and the keys move. A service manager's (NOTIFY_SOCKET) is found by itself",
    )
    run.add_argument(
        "--self-test-at",
        type=_time,
        default=time(3, 30),
        metavar="HH:MM",
        help="when the box tries its parts each day, by its own local time; default 03:30",
    )
    wires = "led=NAME (of /sys/class/leds), gpio=CHIP,line=N[,low] or beep=NODE"
    run.add_argument(
        "--lamp",
        action="append",
        default=[],
        type=partial(_wired, SignalWire.lamp),
        metavar="LAMP",
        help=f"{wires}: blinks what the box shows; may be given more than once",
    )
    run.add_argument(
        "--siren",
        action="append",
        default=[],
        type=partial(_wired, SignalWire.siren),
        metavar="SIREN",
        help=f"{wires}, also [,seconds=S]: sounds for a call that is not silent, 60 s at most",
    )
    run.add_argument(
        "--footage",
        type=_footage,
        metavar="URL",
        help="where citizens ask for footage: the touch page explains how, and shows a code of it. "
        "Where not said: FOOTAGE of the environment, set in /etc/watchbell-kiosk.conf",
    )
    run.add_argument("--screen", type=_address, metavar="HOST:PORT", help="serve the touch page")

    press = _command(commands, "press", _press, "one press; also while the agent runs")
    press.add_argument("--kind", choices=KINDS, default="emergency", metavar="KIND")
    press.add_argument("--silent", action="store_true", help="say and show nothing")
    press.add_argument("--test", action="store_true", help="a test: no patrol is sent")
    press.add_argument("--room", default="")
    press.add_argument("--note", default="")
    press.add_argument("--wait", type=_seconds, default=60.0, metavar="S", help="default 60")

    status = _command(commands, "status", _status, "who the box is and how it is")
    status.add_argument("--json", action="store_true")
    _command(commands, "rotate", _rotate, "give the box a new key")
    _command(commands, "self-test", _self_test, "try the disk, the line, the clock and the battery")
    _command(commands, "pin", _pin, "set the PIN of the touch page's maintenance corner")
    return parser


def _command(
    commands: Any,
    name: str,
    command: Callable[[Folder, argparse.Namespace], Coroutine[Any, Any, int]],
    text: str,
) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = commands.add_parser(name, help=text, description=text)
    parser.add_argument("--folder", type=Path, default=default_folder(), metavar="DIR")
    parser.set_defaults(command=command)
    return parser


def _key_wanted(text: str) -> str | KeyWire:
    kind, _, character = text.partition("=")
    if text in ("keyboard", "stdin") or (kind == "keyboard" and len(character) == 1):
        return text
    return _wired(KeyWire.parse, text)


def _wired(parse: Callable[[str], W], text: str) -> W:
    try:
        return parse(text)
    except BadWire as error:
        raise argparse.ArgumentTypeError(str(error)) from error


def _address(text: str) -> tuple[str, int]:
    host, _, port = text.rpartition(":")
    if not host or not port.isdecimal() or int(port) > 65535:
        raise argparse.ArgumentTypeError("HOST:PORT, for example 127.0.0.1:8765")
    return host.strip("[]"), int(port)


def _time(text: str) -> time:
    try:
        if len(text) == len("HH:MM"):
            return time.fromisoformat(text)
    except ValueError:
        pass
    raise argparse.ArgumentTypeError("HH:MM, for example 03:30")


def _footage(text: str) -> str:
    parts = urlsplit(text)
    plain = text.isascii() and text.isprintable() and " " not in text
    if parts.scheme not in ("http", "https") or not parts.hostname or not plain:
        raise argparse.ArgumentTypeError("https://HOST[/PATH]")
    if len(text) > TEXT_BYTES_MAX:
        raise argparse.ArgumentTypeError(f"at most {TEXT_BYTES_MAX} characters")
    return text


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError("seconds") from error
    if not 0 <= seconds <= 86400:
        raise argparse.ArgumentTypeError("0 to 86400 seconds")
    return seconds


if __name__ == "__main__":
    sys.exit(main())
