"""What stands on the hosts: haproxy, the service, Patroni, etcd, Redis with sentinels, a bucket.

The files of `deploy/` are what is tried: they are used as they lie there.
"""

import asyncio
import json
import os
import secrets
import subprocess
import sys
import urllib.request
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import aiohttp
import asyncpg

from service.platform.db import AWAY
from service.platform.keys import make_key
from tests.hosts.network import make
from tests.hosts.tools import ROOT, Tools

NAMES = ("front", "api1", "api2", "work1", "work2", "db1", "db2", "redis1", "redis2", "third")
DATABASES, REDISES, APIS, WORKERS = NAMES[5:7], NAMES[7:9], NAMES[1:3], NAMES[3:5]
# Three of each, so that two agree when one is gone: the third host holds no data.
ETCD, SENTINELS = (*DATABASES, "third"), (*REDISES, "third")
MASTER = "watchbell"
_BEGIN_MOST_S = 180.0
_LANES = (("critical",), ("others",), ("pictures", "1"))


class Ground:
    """All hosts, and the desk from which they are looked at."""

    def __init__(self, tools: Tools, folder: Path) -> None:
        self.tools, self.folder = tools, folder
        self.logs = folder / "logs"
        self.logs.mkdir()
        self.hosts = make(NAMES, self.logs)
        self.password = secrets.token_hex(12)
        self.old = _release_before(folder / "old")
        self.front = f"http://{self.address('front')}:80"

    def address(self, name: str) -> str:
        """Where a host is."""
        return self.hosts[name].address

    def base(self, name: str) -> str:
        """A copy of the service, past haproxy."""
        return f"http://{self.address(name)}:8080"

    @property
    def database_url(self) -> str:
        """As the service is told."""
        return self._database_url("watchbell")

    def _database_url(self, name: str) -> str:
        hosts = ",".join(f"{self.address(one)}:5432" for one in DATABASES)
        return (
            f"postgresql://postgres:{self.password}@{hosts}/{name}?target_session_attrs=read-write"
        )

    async def start(self) -> None:
        """Start all of it, migrate, and wait until a press would be taken."""
        self._start_etcd()
        self._start_databases()
        self._start_redis()
        third = self.hosts["third"]
        third.run("bucket", self.tools.moto, "-H", third.address, "-p", "9000")
        await until(lambda: self._made_database("watchbell"))
        await until(self.in_step)
        await until(self._made_bucket)
        key = self.folder / "secret.key"
        make_key(key)
        await self.command("migrate", code=self.old or ROOT)
        self._start_service(key)
        self._start_front()
        await until(lambda: self.ready(self.front))
        await until(self.carried)

    # ── Neighbours ──────────────────────────────────────────────────────────────────────────

    def _own(self, name: str) -> str:
        folder = self.folder / name
        folder.mkdir(mode=0o755, exist_ok=True)
        os.chown(folder, 65534, 65534)
        return str(folder)

    def _start_etcd(self) -> None:
        peers = ",".join(f"{name}=http://{self.address(name)}:2380" for name in ETCD)
        for name in ETCD:
            at = f"http://{self.address(name)}"
            self.hosts[name].run(
                *("etcd", self.tools.etcd, "--name", name, "--data-dir", self._own(f"etcd-{name}")),
                *(
                    "--listen-peer-urls",
                    f"{at}:2380",
                    "--initial-advertise-peer-urls",
                    f"{at}:2380",
                ),
                *("--listen-client-urls", f"{at}:2379", "--advertise-client-urls", f"{at}:2379"),
                *("--initial-cluster", peers, "--initial-cluster-state", "new"),
                # Ten hosts share one machine's processors here.
                *("--heartbeat-interval", "300", "--election-timeout", "3000"),
                environment={"ETCD_UNSUPPORTED_ARCH": "arm64"},
                nobody=True,
            )

    def _start_databases(self) -> None:
        for name in DATABASES:
            at = self.address(name)
            data = Path(self._own(f"postgres-{name}")) / "data"
            named = {
                "NAME": name,
                "ETCD3_HOSTS": ",".join(f"{self.address(one)}:2379" for one in ETCD),
                "RESTAPI_LISTEN": f"{at}:8008",
                "RESTAPI_CONNECT_ADDRESS": f"{at}:8008",
                "POSTGRESQL_LISTEN": f"{at}:5432",
                "POSTGRESQL_CONNECT_ADDRESS": f"{at}:5432",
                "POSTGRESQL_DATA_DIR": str(data),
                "POSTGRESQL_BIN_DIR": str(self.tools.postgres),
                "POSTGRESQL_PGPASS": str(data.with_name("pgpass")),
            }
            for role in ("SUPERUSER", "REPLICATION", "REWIND"):
                user = "postgres" if role == "SUPERUSER" else role.lower()
                named |= {f"{role}_USERNAME": user, f"{role}_PASSWORD": self.password}
            self.hosts[name].run(
                *("patroni", self.tools.patroni, str(ROOT / "deploy" / "patroni.yml")),
                environment={f"PATRONI_{key}": value for key, value in named.items()},
                nobody=True,
            )

    def _start_redis(self) -> None:
        first = self.address(REDISES[0])
        for name in REDISES:
            of = () if name == REDISES[0] else ("--replicaof", first, "6379")
            self.hosts[name].run(
                *("redis", self.tools.valkey, "--bind", self.address(name), "--save", ""),
                *("--dir", str(self.logs)),
                *("--protected-mode", "no", *of),
            )
        for name in SENTINELS:
            config = Path(self._own(f"sentinel-{name}")) / "sentinel.conf"
            text = (ROOT / "deploy" / "sentinel.conf").read_text().replace("redis-1", first)
            config.write_text(f"bind {self.address(name)}\n{text}")
            config.chmod(0o666)
            self.hosts[name].run("sentinel", self.tools.valkey, str(config), "--sentinel")

    def _start_front(self) -> None:
        named = {f"WATCHBELL_API_{n}": f"{self.address(f'api{n}')}:8080" for n in (1, 2)}
        named |= {"WATCHBELL_FRONT": f"{self.address('front')}:80"}
        self.hosts["front"].run(
            *("haproxy", self.tools.haproxy, "-db", "-f", str(ROOT / "deploy" / "haproxy.cfg")),
            environment=named | {"LD_LIBRARY_PATH": self.tools.libraries},
        )

    # ── The service ─────────────────────────────────────────────────────────────────────────

    def settings(self, name: str) -> dict[str, str]:
        """The service's environment on a host."""
        sentinels = ",".join(f"{self.address(one)}:26379" for one in SENTINELS)
        counters = self.folder / f"counters-{name}"
        counters.mkdir(exist_ok=True)
        return {
            "DATABASE_URL": self.database_url,
            "REDIS_URL": f"redis+sentinel://{sentinels}/{MASTER}",
            "BLOB_URL": "s3://pictures/town",
            "AWS_ENDPOINT": f"http://{self.address('third')}:9000",
            "AWS_ALLOW_HTTP": "true",
            "AWS_REGION": "us-east-1",
            "AWS_ACCESS_KEY_ID": "town",
            "AWS_SECRET_ACCESS_KEY": self.password,
            "WATCHBELL_DATA": self._own(f"data-{name}"),
            "WATCHBELL_KEY_FILE": str(self.folder / "secret.key"),
            "WATCHBELL_REGISTER_KEY_FILE": str(self.folder / "register.key"),
            "WATCHBELL_HOST": "0.0.0.0",
            "WATCHBELL_SECOND_FACTOR_ROLES": "none",
            "WATCHBELL_LOG_LEVEL": "warning",
            "FORWARDED_ALLOW_IPS": self.address("front"),
            "PROMETHEUS_MULTIPROC_DIR": str(counters),
        }

    def _start_service(self, key: Path) -> None:
        assert key.exists(), "all hosts have one key"
        for name in (*APIS, *WORKERS):
            self._turn(name, self.old or ROOT)
        for name in APIS:
            self._keep(name, "serve", "service", "serve")
        for name in WORKERS:
            for lane in _LANES:
                self._keep(name, lane[0], "jobs", *lane)

    def _keep(self, name: str, program: str, *command: str) -> None:
        kept = (sys.executable, "-m", "tests.hosts.kept", str(self._code(name)))
        self.hosts[name].run(program, *kept, *command, environment=self.settings(name))

    def _code(self, name: str) -> Path:
        return self.folder / f"code-{name}"

    def _turn(self, name: str, code: Path) -> None:
        """Which code a host starts next time."""
        fresh = self.folder / "code.new"
        fresh.symlink_to(code)
        fresh.rename(self._code(name))

    def renew(self, name: str) -> None:
        """This very code in place of the old, as an operator does it: replace, stop, start."""
        self._turn(name, ROOT)
        self.hosts[name].restart()

    async def command(self, *words: str, code: Path = ROOT) -> str:
        """One of the service's own commands, on the desk; what it prints."""
        child = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "service", *words),
            env={"PATH": os.defpath} | self.settings("desk"),
            cwd=code,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        said, _ = await child.communicate()
        if child.returncode != 0:
            raise RuntimeError(f"watchbell {words[0]}: {said.decode()[-500:]}")
        return said.decode()

    # ── Looking ─────────────────────────────────────────────────────────────────────────────

    async def ready(self, base: str) -> bool:
        """Whether a press would be taken there."""
        return bool((await _asked(f"{base}/health/ready")).get("ready"))

    async def parts(self, base: str) -> dict[str, str]:
        """What a copy says of its neighbours."""
        return dict((await _asked(f"{base}/health/ready")).get("parts", {}))

    async def members(self) -> dict[str, dict[str, Any]]:
        """Patroni's members by name, as whichever of them answers says."""
        for name in DATABASES:
            said = await _asked(f"http://{self.address(name)}:8008/cluster")
            if said:
                return {one["name"]: one for one in said["members"]}
        return {}

    async def primary(self) -> str:
        """The host that takes writes, as Patroni says; empty while there is none."""
        for name in DATABASES:
            said = await _asked(f"http://{self.address(name)}:8008/patroni")
            if said.get("role") in ("primary", "master") and said.get("state") == "running":
                return name
        return ""

    async def in_step(self) -> bool:
        """Whether commits wait for a standby that streams."""
        roles = sorted(one.get("role", "") for one in (await self.members()).values())
        return roles in (["leader", "sync_standby"], ["leader", "quorum_standby"])

    async def master(self) -> str:
        """The host of the Redis that takes writes, as the sentinel of the third host says."""
        reader, writer = await asyncio.open_connection(self.address("third"), 26379)
        writer.write(f"SENTINEL get-master-addr-by-name {MASTER}\r\n".encode())
        lines = [(await reader.readline()).strip() for _ in range(3)]
        writer.close()
        at = lines[2].decode()
        return next(name for name in REDISES if self.address(name) == at)

    async def carried(self) -> bool:
        parts = await self.parts(self.base("api1"))
        return (parts.get("carriers"), parts.get("worker")) == ("ok", "ok")

    async def _made_database(self, name: str) -> bool:
        try:
            connection = await asyncpg.connect(self._database_url("postgres"), timeout=5)
        except AWAY:
            return False
        try:
            await connection.execute(f"CREATE DATABASE {name}")
        finally:
            await connection.close()
        return True

    async def _made_bucket(self) -> bool:
        address = f"http://{self.address('third')}:9000/pictures"
        asking = urllib.request.Request(address, method="PUT")
        try:
            await asyncio.to_thread(urllib.request.urlopen, asking, timeout=5)
        except OSError:
            return False
        return True


def _git(*words: str) -> "subprocess.CompletedProcess[bytes]":
    return subprocess.run(["git", *words], cwd=ROOT, capture_output=True, check=False)


def _release_before(into: Path) -> Path | None:
    """The newest code that knows fewer migrations, and no others; None where git has none.

    What is built and not kept, pages and passwords, is lent to it.
    """
    schema = "service/schema/migrations/"
    here = set(_git("ls-tree", "HEAD", schema).stdout.splitlines())
    for change in _git("log", "--format=%H", "--", schema).stdout.decode().split():
        there = set(_git("ls-tree", f"{change}^", schema).stdout.splitlines())
        if there and there < here:
            return _unpacked(f"{change}^", into)
    return None


def _unpacked(commit: str, into: Path) -> Path | None:
    packed = _git("archive", commit, "service", "jobs").stdout
    into.mkdir()
    subprocess.run(["tar", "-x", "-C", str(into)], input=packed, check=True)
    if "sentinel" not in (into / "service" / "settings.py").read_text():
        return None
    for lent in ("service/web/dist", "service/identity/common_passwords.txt"):
        if (ROOT / lent).exists():
            (into / lent).symlink_to(ROOT / lent)
    return into


async def _asked(url: str) -> dict[str, Any]:
    timeout = aiohttp.ClientTimeout(total=3)
    try:
        async with aiohttp.ClientSession(timeout=timeout) as session, session.get(url) as answer:
            said: dict[str, Any] = json.loads(await answer.read())
            return said
    except (aiohttp.ClientError, TimeoutError, OSError, ValueError):
        return {}


async def until(look: Callable[[], Awaitable[object]], *, most_s: float = _BEGIN_MOST_S) -> None:
    """Look until it is so. Raises TimeoutError."""
    async with asyncio.timeout(most_s):
        while not await look():  # noqa: ASYNC110
            await asyncio.sleep(0.25)
