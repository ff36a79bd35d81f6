"""Tries to sign in, counted by account and by address: the more went wrong, the longer the wait before the next.

A pair of account and address waits soon and long. An account as a whole waits at most a minute, so that nobody can be
locked out by a stranger, and no more than a hundred tries an hour are possible (OWASP ASVS 4.0.3, 2.2.1).
"""

import hashlib
import ipaddress
import math
from collections.abc import Iterator
from dataclasses import dataclass

from vedette.accounts.database import Database
from vedette.accounts.people import key_of

_MICROS = 1_000_000
_FORGOTTEN_S = 24 * 3_600
_NET_BITS = 64


@dataclass(frozen=True, slots=True)
class Rule:
    """After `free` tries each further one waits twice as long, from one second up to `longest_s`."""

    free: int
    longest_s: int

    def wait_s(self, count: int) -> int:
        over = count - self.free
        return min(self.longest_s, 2 ** min(over, 20)) if over >= 0 else 0


PAIR, NAME, ADDRESS = Rule(3, 900), Rule(10, 60), Rule(10, 900)


class Tries:
    def __init__(self, database: Database) -> None:
        self._database = database

    def begin(self, name: str, address: str) -> int:
        """Seconds still to wait; with 0 the try is counted at once, so that many at one time are many."""
        at = self._database.at
        with self._database.changing() as run:
            run("forget_old_tries", latest=at - _FORGOTTEN_S * _MICROS)
            wait = max(self._left(key, rule, at) for key, rule in _keys(name, address))
            if wait == 0:
                for key, _ in _keys(name, address):
                    run("try", key=key, at=at)
        return wait

    def _left(self, key: bytes, rule: Rule, at: int) -> int:
        row = self._database.row("tries", key=key)
        if row is None:
            return 0
        over = int(row["latest"]) + rule.wait_s(row["count"]) * _MICROS - at
        return max(0, math.ceil(over / _MICROS))

    def passed(self, name: str, address: str) -> None:
        """The right password: what went wrong on this account is forgotten, what its address did elsewhere is not."""
        with self._database.changing() as run:
            for key, rule in _keys(name, address):
                run("take_back_try" if rule is ADDRESS else "forget_tries", key=key)


def _keys(name: str, address: str) -> Iterator[tuple[bytes, Rule]]:
    who, where = key_of(name)[:200], network(address)
    for kind, rule in ((f"pair\n{who}\n{where}", PAIR), (f"name\n{who}", NAME), (f"address\n{where}", ADDRESS)):
        yield hashlib.sha256(kind.encode("utf-8", "surrogatepass")).digest(), rule


def network(address: str) -> str:
    """Of IPv6 the network that one customer has whole."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if parsed.version == 6 and not (mapped := parsed.ipv4_mapped):
        return str(ipaddress.ip_network((int(parsed), _NET_BITS), strict=False))
    return str(mapped if parsed.version == 6 else parsed)
