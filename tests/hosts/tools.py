"""Programs of others that stand around the service: from this machine, else from their packages.

They lie in a folder of their own and are no dependency of the product. Debian's packages are
unpacked, not installed: nothing of theirs starts by itself.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from service.platform.local.postgres import find_binaries
from service.platform.local.valkey import find_binary

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / ".hosts"
LOCK = ROOT / "locks" / "hosts.txt"
_NEEDED = ("ip", "unshare", "setpriv")
_INSTALL_MOST_S = 900


class NotHere(Exception):
    """This machine cannot play several hosts; the text says why."""


@dataclass(frozen=True)
class Tools:
    """Where the programs are."""

    haproxy: str
    etcd: str
    patroni: str
    moto: str
    postgres: Path
    valkey: str
    libraries: str


def tools() -> Tools:
    """Find or fetch everything. Raises NotHere."""
    if os.geteuid() != 0:
        raise NotHere("network namespaces need root")
    lacking = [name for name in _NEEDED if shutil.which(name) is None]
    if lacking:
        raise NotHere(f"not found: {', '.join(lacking)} (packages iproute2, util-linux)")
    if _run("unshare", "--net", "--mount", "true").returncode != 0:
        raise NotHere("this kernel or container gives no network namespaces")
    FOLDER.mkdir(exist_ok=True)
    FOLDER.chmod(0o755)
    haproxy, libraries = debian("haproxy", "haproxy")
    etcd, _ = debian("etcd", "etcd-server")
    python = _python_packages()
    binaries = find_binaries()
    if not binaries:
        raise NotHere("no PostgreSQL; install the extra 'embedded'")
    return Tools(
        haproxy=haproxy,
        etcd=etcd,
        patroni=str(python / "patroni"),
        moto=str(python / "moto_server"),
        postgres=_within_reach(binaries[0].folder),
        valkey=str(find_binary()),
        libraries=libraries,
    )


def debian(program: str, package: str, *, holds: str = "") -> tuple[str, str]:
    """A program of this machine, else of Debian's package, and where its libraries lie.

    With `holds` a file of the package is what is wanted. Raises NotHere.
    """
    unpacked = FOLDER / "debian"
    places = [os.environ.get("PATH", os.defpath), str(unpacked / "usr/sbin")]
    path = ":".join([*places, str(unpacked / "usr/bin")])

    def found() -> str | None:
        here = (unpacked / holds).exists() if holds else False
        return holds if here else shutil.which(program, path=path) if program else None

    if found() is None:
        _unpack(package, unpacked)
    place = found()
    if place is None:
        raise NotHere(f"the package {package} does not hold {program or holds}")
    roots = (unpacked / "usr/lib", *(unpacked / "usr/lib").glob("*-linux-gnu"))
    return place, ":".join(str(one) for one in roots)


def _unpack(package: str, into: Path) -> None:
    if shutil.which("apt-get") is None:
        raise NotHere(f"{package} is not installed, and there is no apt-get to fetch it with")
    archives = FOLDER / "archives" / package
    (archives / "partial").mkdir(parents=True, exist_ok=True)
    command = ["apt-get", "install", "-y", "-qq", "--download-only", "--no-install-recommends"]
    command += ["-o", f"Dir::Cache::archives={archives}", package]
    if _run(*command).returncode != 0:
        _run("apt-get", "update", "-qq")
        done = _run(*command)
        if done.returncode != 0:
            raise NotHere(f"{package} cannot be had: {done.stderr.decode()[-300:]}")
    for one in archives.glob("*.deb"):
        _run("dpkg", "-x", str(one), str(into))


def _python_packages() -> Path:
    """The folder of programs of locks/hosts.txt. Raises NotHere."""
    place = FOLDER / f"python-{hashlib.sha256(LOCK.read_bytes()).hexdigest()[:16]}"
    if not (place / "whole").exists():
        _run(sys.executable, "-m", "venv", "--clear", str(place))
        # Two of Patroni's are pure Python that the registry has no wheel of.
        done = _run(
            *(str(place / "bin" / "python"), "-m", "pip", "install", "--quiet", "--no-deps"),
            *("--only-binary", ":all:", "--no-binary", "python-etcd,ydiff"),
            "--disable-pip-version-check",
            *("--require-hashes", "-r", str(LOCK)),
        )
        if done.returncode != 0:
            raise NotHere(f"packages cannot be had: {done.stderr.decode()[-300:]}")
        (place / "whole").touch()
    return place / "bin"


def _within_reach(programs: Path) -> Path:
    """PostgreSQL where a user without rights can enter, with the libraries that lie beside it."""
    package = programs.parents[1]
    copy = FOLDER / "postgres"
    if not copy.exists():
        fresh = FOLDER / "postgres.new"
        shutil.rmtree(fresh, ignore_errors=True)
        shutil.copytree(programs.parent, fresh / package.name / programs.parent.name, symlinks=True)
        libraries = package.with_name(package.name + ".libs")
        if libraries.is_dir():
            shutil.copytree(libraries, fresh / libraries.name, symlinks=True)
        fresh.rename(copy)
    return copy / package.name / programs.parent.name / programs.name


def _run(*command: str) -> "subprocess.CompletedProcess[bytes]":
    return subprocess.run(
        command, capture_output=True, timeout=_INSTALL_MOST_S, stdin=subprocess.DEVNULL, check=False
    )
