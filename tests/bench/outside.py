"""Programs from outside that benches stand beside, out of packages, in a folder of their own.

Nothing of it is a dependency of the product, and nothing is installed into the machine: Debian's
packages are unpacked, Python's go into an environment for each. What cannot be had is said.
"""

import os
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

from tests.bench.results import ROOT

FOLDER = Path(os.environ.get("WATCHBELL_PEERS", ROOT / ".data" / "peers"))
_DEBIAN, _BIN = FOLDER / "debian", FOLDER / "bin"
# What is asked for -> the package that has it, and where in it.
_PROGRAMS = {
    "motion": ("motion", "usr/bin/motion"),
    "ffmpeg": ("ffmpeg", "usr/bin/ffmpeg"),
    "redis-server": ("redis-server", "usr/bin/redis-server"),
    "prometheus-alertmanager": ("prometheus-alertmanager", "usr/bin/prometheus-alertmanager"),
    "postgis-initdb": ("postgresql-15", "usr/lib/postgresql/15/bin/initdb"),
    "postgis-server": ("postgresql-15-postgis-3", "usr/lib/postgresql/15/bin/postgres"),
}
_BESIDES = ("postgresql-15-postgis-3-scripts", "redis-tools")
# Environments out of locks/peers/NAME.txt.
ENVIRONMENTS = ("alerta", "helpdesk", "plots")
_WRAPPER = """\
#!/bin/sh
L={root}/usr/lib/x86_64-linux-gnu
export LD_LIBRARY_PATH=$L:$L/blas:$L/lapack:$L/pulseaudio PROJ_LIB={root}/usr/share/proj
{how} {root}/{path} "$@"
"""
# What looks for its own files under /usr/share finds them in a view of its own of the file system.
_OWN_SHARE = """\
exec unshare --user --map-root-user --mount sh -c \\
    'mount --bind {root}/usr/share /usr/share && exec "$@"' sh"""
_NEED_SHARE = ("prometheus-alertmanager",)


class NotHad(Exception):
    """A peer that cannot be had here, and why."""


@cache
def program(name: str) -> Path:
    """A program of the machine, else of Debian's package. Raises NotHad."""
    own = shutil.which(name)
    if own is not None:
        return Path(own)
    found = _BIN / name
    if not found.exists():
        _unpack_debian()
    return found


def lend() -> None:
    """Let this process and its children find what has been set up, after the machine's own."""
    os.environ["PATH"] += f"{os.pathsep}{_BIN}"


@cache
def environment(name: str) -> Path:
    """The Python of an environment with a peer in it, exactly as locked. Raises NotHad."""
    lock = ROOT / "locks" / "peers" / f"{name}.txt"
    folder = FOLDER / name
    python, mark = folder / "bin" / "python", folder / ".mark"
    if mark.exists() and mark.read_text() == lock.read_text():
        return python
    _say(f"setting up {name} in {folder} (once)")
    _do(name, sys.executable, "-m", "venv", "--clear", str(folder))
    _do(
        name,
        *(str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"),
        *("--only-binary", ":all:", "--no-deps", "--require-hashes", "-r", str(lock)),
    )
    mark.write_text(lock.read_text())
    return python


def had(*names: str) -> dict[str, str]:
    """Which of these cannot be had, and why; the others are set up."""
    missing = {}
    for name in names:
        try:
            (program if name in _PROGRAMS else environment)(name)
        except NotHad as why:
            missing[name] = str(why)
    return missing


def set_up() -> int:
    """`./dev bench peers`: all of them; says which cannot be had."""
    missing = had(*_PROGRAMS, *ENVIRONMENTS)
    for name in (*_PROGRAMS, *ENVIRONMENTS):
        print(f"  {name:<24} {f'NOT HAD HERE: {missing[name]}' if name in missing else 'ready'}")
    return 1 if missing else 0


def _unpack_debian() -> None:
    """Fetch what the machine lacks of the packages and unpack it; needs no rights."""
    name = "Debian's packages"
    if shutil.which("apt-get") is None or shutil.which("dpkg") is None:
        raise NotHad(f"{name}: this is no Debian")
    _say(f"setting up {name} in {_DEBIAN} (about 120 MB, once)")
    fetched = FOLDER / "fetched"
    (fetched / "partial").mkdir(parents=True, exist_ok=True)
    asked = sorted({package for package, _ in _PROGRAMS.values()} | set(_BESIDES))
    # An empty archive of its own: what lies in the machine's would be left out of the list.
    listed = _do(
        name,
        *("apt-get", "install", "-o", f"Dir::Cache::archives={fetched}", "--print-uris", "--yes"),
        *("--no-install-recommends", *asked),
    )
    lines = [line.split() for line in listed.splitlines() if line.startswith("'")]
    wanted = sorted({line[1].partition("_")[0] for line in lines} | set(asked))
    _do(name, "apt-get", "download", "--quiet", "--quiet", *wanted, inside=fetched)
    for package in sorted(fetched.glob("*.deb")):
        _do(name, "dpkg", "-x", str(package), str(_DEBIAN))
    shutil.rmtree(fetched)
    # Debian's scripts would link these when they are installed.
    extensions = _DEBIAN / "usr/share/postgresql/15/extension"
    shutil.copy(extensions / "postgis-3.control", extensions / "postgis.control")
    _BIN.mkdir(exist_ok=True)
    for wanted_name, (_, path) in _PROGRAMS.items():
        wrapper = _BIN / wanted_name
        how = _OWN_SHARE.format(root=_DEBIAN) if wanted_name in _NEED_SHARE else "exec"
        wrapper.write_text(_WRAPPER.format(root=_DEBIAN, path=path, how=how))
        wrapper.chmod(0o755)


def _do(name: str, *command: str, inside: Path | None = None) -> str:
    """Run one step. Raises NotHad with what it said last."""
    try:
        done = subprocess.run(
            command, cwd=inside, capture_output=True, text=True, timeout=900, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise NotHad(f"{name}: {command[0]}: {error}") from error
    if done.returncode != 0:
        said = (done.stderr or done.stdout).strip().splitlines()
        raise NotHad(f"{name}: {' '.join(command[:2])}: {said[-1] if said else done.returncode}")
    return done.stdout


def _say(words: str) -> None:
    print(f"bench: {words}", file=sys.stderr, flush=True)
