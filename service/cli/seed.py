"""A town from a file: areas, sites, devices, cameras, units, accounts, all or nothing."""

from uuid import UUID

from msgspec.json import decode

from service.app import open_house
from service.camera import actions as camera
from service.camera.wire import NewCamera
from service.centre import actions as centre
from service.centre.wire import NewArea
from service.core.geo import GivenPlace
from service.core.wire import Asked, Label
from service.identity import actions as identity
from service.identity.wire import NewAccount
from service.patrol import actions as patrol
from service.patrol.wire import NewUnit
from service.platform.asks import Errand, for_system
from service.platform.db import Connection
from service.platform.house import House
from service.settings import Settings
from service.site import actions as site
from service.site.wire import DeviceKind, NewDevice, NewSite


class SeedSite(NewSite):
    """A site with its id."""

    site_id: UUID


class SeedDevice(Asked):
    """A device with its id and its one-time code."""

    device_id: UUID
    site_id: UUID
    room: Label | None = None
    kind: DeviceKind
    label: Label
    code: Label


class SeedCamera(NewCamera):
    """A camera with its id."""

    camera_id: UUID


class SeedUnit(NewUnit):
    """A unit with its id and officers; `home` is where it starts."""

    unit_id: UUID
    home: GivenPlace | None = None


class Seed(Asked):
    """The file."""

    areas: list[NewArea] = []
    accounts: list[NewAccount] = []
    sites: list[SeedSite] = []
    devices: list[SeedDevice] = []
    cameras: list[SeedCamera] = []
    units: list[SeedUnit] = []


def read_seed(text: bytes) -> Seed:
    """The file as structs. Raises msgspec.MsgspecError naming what is wrong where."""
    return decode(text, type=Seed)


async def load(settings: Settings, seed: Seed) -> dict[str, int]:
    """Write a seed in one transaction; how many of each. Raises Problem."""
    async with open_house(settings) as house:
        return await plant(house, seed)


@for_system(Errand.COMMAND_LINE)
async def plant(house: House, seed: Seed) -> dict[str, int]:
    """Write a seed in one transaction; how many of each. Raises Problem."""
    async with house.transaction() as connection:
        for area in seed.areas:
            await centre.add_area(connection, area)
        await _plant_places(house, connection, seed)
        # A contact's role names a site, which must stand by then.
        hashes: dict[str, str] = {}
        for account in seed.accounts:
            await identity.add_account(house, connection, account, hashes)
        for unit in seed.units:
            await patrol.add_unit(connection, unit, unit.unit_id)
    return {name: len(getattr(seed, name)) for name in Seed.__struct_fields__}


async def _plant_places(house: House, connection: Connection, seed: Seed) -> None:
    for one in seed.sites:
        await site.add_site(connection, one, one.site_id)
    for device in seed.devices:
        new = NewDevice(kind=device.kind, label=device.label, room=device.room)
        await site.seed_device(
            house, connection, device.site_id, device.device_id, new, device.code
        )
    for view in seed.cameras:
        await camera.add_camera(house, connection, view, view.camera_id)


@for_system(Errand.COMMAND_LINE)
async def add_account(settings: Settings, new: NewAccount) -> None:
    """Add one account. Raises Problem."""
    async with open_house(settings) as house, house.transaction() as connection:
        for grant in new.roles:
            await centre.lineage(connection, grant.area_code)
        await identity.add_account(house, connection, new)
