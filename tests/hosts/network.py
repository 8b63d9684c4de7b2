"""Hosts as network namespaces on one bridge, in a namespace that ends with whoever made it.

A host that loses its power says no goodbye: its line is cut first, then all that runs there is
killed. Each has a name of its own (UTS), as carriers are known by it.
"""

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import psutil

_BRIDGE = "watchbell0"
_NET = "10.77.0"
DESK = f"{_NET}.254"
# PostgreSQL refuses to run as root; the interpreter of whoever starts it may lie in root's home.
_READS = ("--inh-caps", "+dac_read_search", "--ambient-caps", "+dac_read_search")
_NOBODY = ("setpriv", "--reuid", "nobody", "--regid", "nogroup", "--clear-groups", *_READS)


def _ip(*words: str) -> None:
    subprocess.run(["ip", *words], check=True, stdin=subprocess.DEVNULL)


@dataclass
class _Program:
    command: list[str]
    environment: dict[str, str]
    process: "subprocess.Popen[bytes] | None" = None


@dataclass
class Host:
    """One machine: its name, its address, and what is to run there."""

    name: str
    address: str
    logs: Path
    _programs: dict[str, _Program] = field(default_factory=dict)

    def run(
        self,
        name: str,
        *command: str,
        environment: Mapping[str, str] | None = None,
        nobody: bool = False,
    ) -> None:
        """Start a program here, and again whenever the power comes back."""
        within = ("ip", "netns", "exec", self.name, "unshare", "--uts", "sh", "-c")
        named = ('hostname "$0"; exec "$@"', self.name, *(_NOBODY if nobody else ()), *command)
        plain = {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C.UTF-8", "HOME": "/tmp"}
        self._programs[name] = _Program([*within, *named], plain | dict(environment or {}))
        self._start(name)

    def _start(self, name: str) -> None:
        program = self._programs[name]
        with (self.logs / f"{self.name}.{name}.log").open("ab") as log:
            program.process = subprocess.Popen(
                program.command,
                env=program.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def ended(self) -> list[str]:
        """What ended without having been told to."""
        return [
            f"{self.name}.{name}"
            for name, program in self._programs.items()
            if program.process is not None and program.process.poll() is not None
        ]

    def power_off(self) -> float:
        """Cut the line, then kill everything; when, by the wall's clock."""
        _ip("link", "set", f"b-{self.name}", "down")
        at = time.time()
        while left := self.pids():
            for pid in left:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
        for program in self._programs.values():
            if program.process is not None:
                program.process.wait()
                program.process = None
        return at

    def power_on(self) -> None:
        """The line is back, and everything that ran here starts anew."""
        _ip("link", "set", f"b-{self.name}", "up")
        for name in self._programs:
            self._start(name)

    def kill(self, word: str) -> float:
        """kill -9 of all whose program is named so; when. Its supervisor, if any, lives on."""
        at = time.time()
        for pid in self.pids():
            try:
                if Path(f"/proc/{pid}/exe").readlink().name == word:
                    os.kill(pid, signal.SIGKILL)
            except OSError:
                continue
        return at

    def kept(self) -> list[int]:
        """The programs that `kept` keeps here."""
        owners = [one.process.pid for one in self._programs.values() if one.process is not None]
        return [child.pid for pid in owners for child in psutil.Process(pid).children()]

    def restart(self) -> None:
        """Ask every program that `kept` keeps to end; it starts anew a second later."""
        for pid in self.kept():
            os.kill(pid, signal.SIGTERM)

    def pids(self) -> list[int]:
        """Every process of this host."""
        said = subprocess.run(
            ["ip", "netns", "pids", self.name],
            capture_output=True,
            text=True,
            check=True,
        )
        return [int(word) for word in said.stdout.split()]


def make(names: Sequence[str], logs: Path) -> dict[str, Host]:
    """The bridge, with a desk's own line to it, and a host for each name.

    Only within `unshare --net --mount --pid`: then the kernel takes all of it away at the end.
    """
    subprocess.run(["mount", "-t", "tmpfs", "tmpfs", "/run"], check=True)
    _ip("link", "set", "lo", "up")
    _ip("link", "add", _BRIDGE, "type", "bridge", "forward_delay", "0")
    _ip("addr", "add", f"{DESK}/24", "dev", _BRIDGE)
    _ip("link", "set", _BRIDGE, "up")
    hosts = {}
    for number, name in enumerate(names, 1):
        host = Host(name, f"{_NET}.{number}", logs)
        _ip("netns", "add", name)
        _ip("link", "add", f"b-{name}", "type", "veth", "peer", "name", "eth0", "netns", name)
        _ip("link", "set", f"b-{name}", "master", _BRIDGE, "up")
        _ip("-n", name, "addr", "add", f"{host.address}/24", "dev", "eth0")
        for link in ("lo", "eth0"):
            _ip("-n", name, "link", "set", link, "up")
        hosts[name] = host
    return hosts
