"""Who held a place on a day, as far as it is told: held, contested, or unknown, with the reasons."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from vedette.model.event import Location
from vedette.model.ids import SideId, StatementId

Standing = Literal["held", "contested", "unknown"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """One reason: a whole sentence, and the statements it rests on."""

    words: str
    statements: tuple[StatementId, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """`holder` is who held it last where it is contested, and None where that is not told. `since` is the day from
    which what holds on `on` is told."""

    place: Location
    on: date
    standing: Standing
    holder: SideId | None
    since: date | None
    grounds: tuple[Ground, ...]
