"""Where a name leads, and whether Vedette may go there."""

import asyncio
import ipaddress
import socket

from vedette.model.errors import CaptureError

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


async def resolve(host: str, port: int, *, allow_private: bool) -> list[IPAddress]:
    """The addresses of a host, IPv4 first. One private address among them spoils all: it may be a rebinding trick."""
    loop = asyncio.get_running_loop()
    try:
        rows = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise CaptureError(f"leads nowhere: no host {host} is known; check the address and your connection") from None
    # A zone ("fe80::1%eth0") only ever marks a link-local address.
    found = sorted(
        {ipaddress.ip_address(str(row[4][0]).partition("%")[0]) for row in rows}, key=lambda ip: (ip.version, ip)
    )
    if not allow_private and not all(is_public(ip) for ip in found):
        raise CaptureError(
            f"leads to a private address ({host}): Vedette only fetches public ones; save the page, add that"
        )
    return found


def is_public(ip: IPAddress) -> bool:
    """False for loopback, private, link-local, shared, multicast and reserved, also inside IPv6 wrappers."""
    return all(one.is_global and not (one.is_multicast or one.is_reserved) for one in _unwrapped(ip))


def _unwrapped(ip: IPAddress) -> list[IPAddress]:
    if isinstance(ip, ipaddress.IPv4Address):
        return [ip]
    if ip.ipv4_mapped:
        return [ip.ipv4_mapped]
    if ip in _NAT64:
        return [ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)]
    inner = [ip.sixtofour, *(ip.teredo or ())]
    return [ip, *(one for one in inner if one)]
