"""Where the pages are reached, and so who may come in."""

import getpass
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from vedette.cli.output import quoted
from vedette.model.errors import UsageError

if TYPE_CHECKING:
    from vedette.accounts.book import Accounts
    from vedette.web.identity import Door

_LOOPBACK = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wire:
    """The address to listen on, the further names it has, and what keeps it private on its way."""

    host: str = "127.0.0.1"
    port: int = 8000
    names: Sequence[str] = ()
    behind_proxy: bool = False
    certificate: Path | None = None
    private_key: Path | None = None

    def __post_init__(self) -> None:
        if (self.certificate is None) != (self.private_key is None):
            raise UsageError("--certificate and --private-key go together; give both")

    @property
    def reaches_others(self) -> bool:
        return self.host not in _LOOPBACK or bool(self.names) or self.behind_proxy

    def hold_private(self) -> None:
        """UsageError where passwords would go over a network for all to read."""
        if self.host not in _LOOPBACK and not (self.behind_proxy or self.certificate):
            raise UsageError(
                f"on {self.host} passwords would go over the network for all to read; give --certificate and "
                "--private-key, or put a proxy with https in front and say --behind-proxy"
            )


@contextmanager
def door_for(workspace: Path, wire: Wire, *, log_in: bool = False) -> Iterator[tuple["Door", "Accounts | None"]]:
    """Open to whoever sits at this machine, or a gate at which everybody signs in; and the accounts, if any."""
    from vedette.accounts.book import has_accounts, open_accounts
    from vedette.accounts.log import By
    from vedette.web.gate import Gate
    from vedette.web.identity import OpenDoor

    name = getpass.getuser()
    if not (log_in or wire.reaches_others):
        if not has_accounts(workspace):
            yield OpenDoor(name=name), None
            return
        with open_accounts(workspace) as accounts:
            yield OpenDoor(name=name, note=partial(accounts.log.note, By(who=name, address="this machine"))), accounts
        return
    if not has_accounts(workspace):
        raise _nobody(workspace)
    wire.hold_private()
    with open_accounts(workspace) as accounts:
        if not any(account.active for account in accounts.people.all()):
            raise _nobody(workspace)
        yield Gate(accounts=accounts, behind_proxy=wire.behind_proxy), accounts


def _nobody(workspace: Path) -> UsageError:
    return UsageError(
        "everybody signs in there, and there is no account yet; "
        f"make one: vedette user add {quoted(workspace)} NAME --role administrator"
    )
