"""Where a name leads, and whether Vedette may go there."""

import asyncio
import ipaddress
import socket
from collections.abc import Iterable

from vedette.model.errors import CaptureError
from vedette.reference.host import IPAddress as IPAddress
from vedette.reference.host import is_public as is_public

IPNetwork = ipaddress.IPv4Network | ipaddress.IPv6Network


def networks(ranges: Iterable[str]) -> tuple[IPNetwork, ...]:
    """Raises ValueError for what is no range of addresses."""
    return tuple(ipaddress.ip_network(one) for one in ranges)


async def resolve(host: str, port: int, *, allow_private: bool, allowed: tuple[IPNetwork, ...] = ()) -> list[IPAddress]:
    """The addresses of a host, IPv4 first. One private address among them spoils all: it may be a rebinding trick.
    Those in the ranges of `allowed` count as public."""
    loop = asyncio.get_running_loop()
    try:
        rows = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise CaptureError(f"leads nowhere: no host {host} is known; check the address and your connection") from None
    # A zone ("fe80::1%eth0") only ever marks a link-local address.
    found = sorted(
        {ipaddress.ip_address(str(row[4][0]).partition("%")[0]) for row in rows}, key=lambda ip: (ip.version, ip)
    )
    if not allow_private and not all(_in(ip, allowed) or is_public(ip) for ip in found):
        raise CaptureError(
            f"leads to a private address ({host}): Vedette only fetches public ones; save the page, add that"
        )
    return found


def _in(ip: IPAddress, allowed: tuple[IPNetwork, ...]) -> bool:
    """Written as it is, or as IPv6 wraps IPv4."""
    plain = ip.ipv4_mapped or ip if isinstance(ip, ipaddress.IPv6Address) else ip
    return any(plain in one for one in allowed)
