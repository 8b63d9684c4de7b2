"""The floor of a steady stream: a bare uvicorn that checks, gathers and writes, and does no more.

A heartbeat's signature and digest are checked, a position's token is looked up among those of the
run; what has come in 50 ms is written by one statement, and answered when it is. It reads no roles,
sifts nothing, and tells nobody of a press.
"""

import argparse
import asyncio
import base64
import hashlib
import json
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec
import uvicorn
import uvloop
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from service.core.geo import Place, on_sphere
from service.platform.db import connect
from tests.bench.county import bench_id, read_keys
from tests.bench.load_steady import HEARTBEAT

_GATHER_S = 0.05
_BEAT = (
    "UPDATE device d SET seen_at = $2, version = b.version, spooled = b.spooled, power = b.power"
    " FROM jsonb_to_recordset($1) AS b(device_id uuid, version text, spooled int, power text)"
    " WHERE d.device_id = b.device_id"
)
_TRAIL = (
    "INSERT INTO fix (unit_id, at, lat, lon, accuracy_m)"
    " SELECT unit_id, at, lat, lon, accuracy_m FROM jsonb_to_recordset($1)"
    " AS r(unit_id uuid, at timestamptz, lat float8, lon float8, accuracy_m real)"
    " ON CONFLICT DO NOTHING"
)
_PLACE = (
    "UPDATE position p SET fix_at = r.at, lat = r.lat, lon = r.lon, spot = cube(r.spot),"
    " received_at = $2, seen_at = $2"
    " FROM jsonb_to_recordset($1)"
    " AS r(unit_id uuid, at timestamptz, lat float8, lon float8, spot float8[])"
    " WHERE p.unit_id = r.unit_id"
)
_INPUT = re.compile(rb'watchbell=(.*keyid="([0-9a-f-]{36})".*)')
Rows = list[tuple[Any, asyncio.Future[None]]]


class Door:
    """One application."""

    def __init__(self, url: str, kind: str, given: Path) -> None:
        self._url, self._kind = url, kind
        self._rows: Rows = []
        if kind == "heartbeats":
            secrets = {
                k.device_id: Ed25519PrivateKey.from_private_bytes(k.seed) for k in read_keys(given)
            }
            self._keys = {i.encode(): s.public_key().public_bytes_raw() for i, s in secrets.items()}
        else:
            tokens = json.loads(given.read_text())
            self._units = {
                f"Bearer {t}".encode(): bench_id("unit", n) for n, t in enumerate(tokens)
            }

    async def write(self) -> None:
        """Write what has gathered, as long as it runs."""
        connection = await connect(self._url)
        await connection.execute("SET synchronous_commit = off")
        while True:
            await asyncio.sleep(_GATHER_S)
            rows, self._rows = self._rows, []
            if not rows:
                continue
            now, said = datetime.now(UTC), [row for row, _ in rows]
            if self._kind == "heartbeats":
                await connection.execute(_BEAT, said, now)
            else:
                async with connection.transaction():
                    await connection.execute(_TRAIL, [fix for fixes in said for fix in fixes])
                    newest = {fixes[-1]["unit_id"]: _placed(fixes[-1]) for fixes in said}
                    await connection.execute(_PLACE, list(newest.values()), now)
            for _, done in rows:
                done.set_result(None)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """One request."""
        if scope["type"] != "http":
            return
        message = await receive()
        body = message["body"]
        while message.get("more_body"):
            message = await receive()
            body += message["body"]
        headers = dict(scope["headers"])
        row = (
            self._beat(headers, body) if self._kind == "heartbeats" else self._fixes(headers, body)
        )
        status = 401
        if row is not None:
            status, done = 200, asyncio.get_running_loop().create_future()
            self._rows.append((row, done))
            await done
        said = msgspec.json.encode({"now": datetime.now(UTC), "heartbeat_s": 30, "presses": []})
        length = (b"content-length", b"%d" % len(said))
        await send({"type": "http.response.start", "status": status, "headers": [length]})
        await send({"type": "http.response.body", "body": said})

    def _beat(self, headers: dict[bytes, bytes], body: bytes) -> Any:
        found = _INPUT.match(headers[b"signature-input"])
        digest = base64.b64encode(hashlib.sha256(body).digest())
        if found is None or digest not in headers[b"content-digest"]:
            return None
        signed = b'"@method": POST\n"@path": %s\n"content-digest": %s\n"@signature-params": %s' % (
            HEARTBEAT.encode(),
            headers[b"content-digest"],
            found[1],
        )
        signature = base64.b64decode(headers[b"signature"].split(b":")[1])
        key = Ed25519PublicKey.from_public_bytes(self._keys[found[2]])
        try:
            key.verify(signature, signed)
        except InvalidSignature:
            return None
        return {**msgspec.json.decode(body), "device_id": UUID(found[2].decode())}

    def _fixes(self, headers: dict[bytes, bytes], body: bytes) -> Any:
        unit_id = self._units.get(headers[b"authorization"])
        if unit_id is None:
            return None
        return [{**fix, "unit_id": unit_id} for fix in msgspec.json.decode(body)["fixes"]]


def _placed(fix: dict[str, Any]) -> dict[str, Any]:
    return {**fix, "spot": on_sphere(Place(fix["lat"], fix["lon"]))}


async def main() -> None:
    """Serve until told to stop."""
    parser = argparse.ArgumentParser()
    parser.add_argument("kind", choices=["heartbeats", "positions"])
    parser.add_argument("--database", required=True)
    parser.add_argument("--with", dest="given", type=Path, required=True)
    parser.add_argument("--port", type=int, required=True)
    asked = parser.parse_args()
    door = Door(asked.database, asked.kind, asked.given)
    writing = asyncio.create_task(door.write())
    config = uvicorn.Config(
        door, port=asked.port, log_config=None, access_log=False, lifespan="off"
    )
    serving = asyncio.create_task(uvicorn.Server(config).serve())
    # Whichever ends first ends the other: a floor that writes nothing answers nobody.
    await asyncio.wait((serving, writing), return_when=asyncio.FIRST_COMPLETED)
    if writing.done():
        writing.result()
    writing.cancel()


if __name__ == "__main__":
    uvloop.run(main())
