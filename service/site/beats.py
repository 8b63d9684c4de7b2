"""Many boxes at once: who may speak, with what is signed, and that they live."""

import base64
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from service.core.times import as_utc
from service.platform.db import Connection
from service.platform.house import House
from service.site import plainly, rules, store
from service.site.store import Speaker
from service.site.wire import Algorithm, DeviceAt, Heartbeat

__all__ = ["Speaker", "devices", "is_signed", "keep", "key_of", "speakers"]


def key_of(house: House, device: Speaker | DeviceAt) -> bytes:
    """What a device's signature is checked with: its key, or a small one's secret, in the clear."""
    if device.algorithm is Algorithm.HMAC_SHA256:
        assert device.secret_sealed is not None, "an hmac device keeps a secret"
        return base64.b64decode(house.seal.open(device.secret_sealed, "device.secret"))
    assert device.public_key is not None, "an ed25519 device has shown its key"
    return device.public_key


async def speakers(connection: Connection, device_ids: Sequence[UUID]) -> dict[UUID, Speaker]:
    """Those of these devices that may speak."""
    return {found.device_id: found for found in await store.speakers(connection, device_ids)}


async def devices(
    connection: Connection, device_ids: Sequence[UUID], now: datetime
) -> dict[UUID, DeviceAt]:
    """Those of these devices that may speak, with their sites and the drills declared there."""
    found = await store.devices_at(connection, device_ids, now)
    return {each.device_id: each for each in found if rules.refusal(each.state) is None}


def is_signed(
    house: House, speaker: Speaker | DeviceAt, path: str, headers: dict[str, str], body: bytes
) -> bool:
    """Whether a request that was posted has the usual form and is this device's."""
    return speaker.algorithm is not None and plainly.is_signed(
        "POST",
        path,
        headers,
        body,
        device_id=str(speaker.device_id),
        algorithm=speaker.algorithm,
        key=key_of(house, speaker),
    )


async def keep(
    connection: Connection, beats: Sequence[tuple[UUID, Heartbeat]], now: datetime
) -> None:
    """Remember that these devices live; of two signs of one device the later."""
    rows = {
        device_id: {
            "device_id": device_id,
            "started_at": as_utc(beat.started_at),
            "version": beat.version,
            "spooled": beat.spooled,
            "power": beat.power,
            "battery_pct": beat.battery_pct,
            "faults": None if beat.faults is None else rules.known_faults(beat.faults),
            "self_test": rules.known_test(beat.self_test),
        }
        for device_id, beat in beats
    }
    await store.beat_together(connection, list(rows.values()), now)
