"""Which addresses may be asked for pictures.

Whoever writes an address into the register makes this service connect to it. Where clouds keep
keys, and where the service's own databases listen, no camera lives.
"""

import asyncio
import socket
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import urlsplit

from msgspec import Struct

# Where clouds answer with the machine's own keys, outside of the link-local ranges: Alibaba
# Cloud, Oracle Cloud, Amazon over IPv6.
_KEY_KEEPERS = tuple(
    ip_network(one) for one in ("100.100.100.200/32", "192.0.0.192/32", "fd00:ec2::254/128")
)
# IPv4 inside IPv6, besides the mapped form that the standard library unwraps.
_NAT64 = ip_network("64:ff9b::/96")


class OutOfReach(OSError):
    """This address is not asked for pictures."""


class Reach(Struct, frozen=True):
    """How far cameras may be away: anywhere but here, and also here where loopback is allowed."""

    loopback: bool = False

    def check_url(self, url: str) -> None:
        """Look at an address as it is written, without asking for names. Raises OutOfReach."""
        try:
            host = urlsplit(url).hostname or ""
        except ValueError as error:
            raise OutOfReach(url) from error
        if not host or (_is_here(host) and not self.loopback):
            raise OutOfReach(host)
        try:
            address = socket.inet_ntoa(socket.inet_aton(host))
        except OSError:
            address = host
        try:
            ip_address(address.partition("%")[0])
        except ValueError:
            return  # A name: where it leads is looked at when it is asked for.
        self.check_address(address)

    def check_address(self, address: str) -> None:
        """Look at a number that a connection would go to. Raises OutOfReach."""
        found = _plain(ip_address(address.partition("%")[0]))
        if (
            found.is_link_local
            or found.is_multicast
            or found.is_unspecified
            or found.is_reserved
            or any(found in keys for keys in _KEY_KEEPERS if keys.version == found.version)
            or (found.is_loopback and not self.loopback)
        ):
            raise OutOfReach(address)

    async def addresses(self, host: str, port: int) -> list[str]:
        """The numbers behind a name that may be asked. Raises OutOfReach, or OSError for none."""
        loop = asyncio.get_running_loop()
        found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        numbers = list(dict.fromkeys(str(address[0]) for *_, address in found))
        allowed = [number for number in numbers if self._allows(number)]
        if not allowed:
            raise OutOfReach(host)
        return allowed

    def _allows(self, address: str) -> bool:
        try:
            self.check_address(address)
        except OutOfReach:
            return False
        return True


def _is_here(host: str) -> bool:
    name = host.rstrip(".").lower()
    return name == "localhost" or name.endswith(".localhost")


def _plain(address: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    """The IPv4 address inside an IPv6 one, where there is one."""
    if isinstance(address, IPv4Address):
        return address
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    if address.sixtofour is not None:
        return address.sixtofour
    if address in _NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address
