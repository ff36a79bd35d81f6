"""What is different between two pictures: what is new, surer, less sure, joined, parted or gone."""

from dataclasses import dataclass
from typing import Literal

from vedette.model.event import Account, Control, Event, Threat

Turn = Literal["new", "risen", "fallen", "turned", "joined", "parted", "grown", "gone"]
"""How an event differs: told for the first time; surer, less sure, or of another status of equal weight; several that
became one, one that became several; told by more accounts; told by nobody any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """`after` is empty for what is gone, `before` for what is new."""

    turn: Turn
    before: tuple[Event, ...] = ()
    after: tuple[Event, ...] = ()

    @property
    def shown(self) -> Event:
        """The event that stands for it: as it is now, or as it last was."""
        return (self.after or self.before)[0]

    @property
    def fresh(self) -> tuple[Account, ...]:
        """The accounts that were not there before; of what is gone, or only told otherwise, all of them."""
        known = {account.mention for event in self.before for account in event.accounts}
        now = [account for event in self.after or self.before for account in event.accounts]
        return tuple(account for account in now if account.mention not in known) or tuple(now)


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """Events in the order of their days; rows of control and threats that were not there before, or no longer are;
    threats of which more is told by their holder."""

    events: tuple[Difference, ...]
    control_new: tuple[Control, ...]
    control_gone: tuple[Control, ...]
    threats_new: tuple[Threat, ...]
    threats_gone: tuple[Threat, ...]
    threats_turned: tuple[Threat, ...] = ()

    @property
    def is_empty(self) -> bool:
        threats = self.threats_new or self.threats_gone or self.threats_turned
        return not (self.events or self.control_new or self.control_gone or threats)
