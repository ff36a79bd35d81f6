"""A process that may reach public addresses alone, and start no other process.

An audit hook is asked by Python itself before every connect, whoever makes it, and cannot be taken away again. What is
checked is the address that is connected to, so neither a redirect nor a name that leads elsewhere the second time
(DNS rebinding) gets past it.
"""

import errno
import ipaddress
import sys
from dataclasses import dataclass, field
from typing import Any

from vedette.reference.host import Bounds

_TO_AN_ADDRESS = frozenset({"socket.connect", "socket.sendto", "socket.sendmsg"})
_NEVER = frozenset(
    {"subprocess.Popen", "os.exec", "os.fork", "os.forkpty", "os.posix_spawn", "os.spawn", "os.system", "socket.bind"}
)


@dataclass(slots=True)
class Guard:
    """`refused`: the addresses that may not be reached, in order."""

    bounds: Bounds = field(default_factory=Bounds)
    refused: list[str] = field(default_factory=list)

    def install(self) -> None:
        sys.addaudithook(self._asked)

    def _asked(self, event: str, args: tuple[Any, ...]) -> None:
        if event in _NEVER:
            raise PermissionError(errno.EACCES, f"{event} is not allowed here")
        if event in _TO_AN_ADDRESS and len(args) > 1 and not self._may(args[1]):
            self.refused.append(_host(args[1]))
            raise PermissionError(errno.EACCES, f"{_host(args[1])} is a private address")

    def _may(self, address: Any) -> bool:
        """A name is none: only Python's own resolver could make an address of it, after this."""
        try:
            ip = ipaddress.ip_address(_host(address).partition("%")[0])
        except ValueError:
            return False
        return self.bounds.may(ip)


def _host(address: Any) -> str:
    return str(address[0]) if isinstance(address, tuple) and address else str(address)
