"""Where a name leads, which addresses of the internet are public ones, and which may be reached."""

import ipaddress
import socket
from collections.abc import Iterable
from dataclasses import dataclass

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address
IPNetwork = ipaddress.IPv4Network | ipaddress.IPv6Network
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
# Not every Python knows of these: a site's own, those of protocols and of documentation, translation within a site, and
# what machines of clouds ask about themselves.
_NEVER: tuple[IPNetwork, ...] = tuple(
    map(
        ipaddress.ip_network,
        ("fec0::/10", "3fff::/20", "64:ff9b:1::/48", "192.0.0.0/24", "168.63.129.16/32"),
    )
)


def is_public(ip: IPAddress) -> bool:
    """False for loopback, private, link-local, shared, multicast and reserved, also inside IPv6 wrappers."""
    return all(_is_public(one) for one in _unwrapped(ip))


def _is_public(one: IPAddress) -> bool:
    known = one.is_multicast or one.is_reserved or any(one in network for network in _NEVER)
    return one.is_global and not known


def _unwrapped(ip: IPAddress) -> list[IPAddress]:
    if isinstance(ip, ipaddress.IPv4Address):
        return [ip]
    if ip.ipv4_mapped:
        return [ip.ipv4_mapped]
    if ip in _NAT64:
        return [ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)]
    inner = [ip.sixtofour, *(ip.teredo or ())]
    return [ip, *(one for one in inner if one)]


class NowhereError(Exception):
    """The name leads to no address."""


class PrivateError(Exception):
    """The name leads to an address that is not public."""


def networks(ranges: Iterable[str]) -> tuple[IPNetwork, ...]:
    """Raises ValueError for what is no range of addresses."""
    return tuple(ipaddress.ip_network(one) for one in ranges)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """`private`: any address may be reached; else the public ones and those in the ranges of `allowed`."""

    private: bool = False
    allowed: tuple[IPNetwork, ...] = ()

    def may(self, ip: IPAddress) -> bool:
        """However it is written: IPv6 wraps IPv4."""
        plain = ip.ipv4_mapped or ip if isinstance(ip, ipaddress.IPv6Address) else ip
        return self.private or any(plain in one for one in self.allowed) or is_public(ip)


def look_up(host: str, port: int, bounds: Bounds) -> list[IPAddress]:
    """The addresses of a host, IPv4 first. One that may not be reached among them spoils all: it may be a rebinding
    trick. Raises NowhereError and PrivateError."""
    try:
        rows = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise NowhereError from None
    # A zone ("fe80::1%eth0") only ever marks a link-local address.
    found = {ipaddress.ip_address(str(row[4][0]).partition("%")[0]) for row in rows}
    if not all(map(bounds.may, found)):
        raise PrivateError
    return sorted(found, key=lambda ip: (ip.version, ip))
