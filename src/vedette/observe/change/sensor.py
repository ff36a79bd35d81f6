"""What differs between sensors: which bands they need, and what is measured from them."""

from collections.abc import Mapping, Set
from dataclasses import dataclass
from typing import Protocol

from vedette.observe.change.numbers import Levels


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """When a footprint counts as changed: its |t|, the |t| that is left without any one of the later dates, and how
    much it changed in the unit of the measures. `falls_only`: a rise is none of what is looked for."""

    t: float
    without_any: float
    least_change: float = 0.0
    falls_only: bool = False
    lasting: float | None = None


class Sensor(Protocol):
    """`measures` names what `levels` gives, in its order. `floor` is a variance no pixel falls below, in the square of
    its unit. `local` sensors are held against the ground around a place; others are not, for what they look for (a
    burnt forest) is wider than any ring."""

    @property
    def measures(self) -> tuple[str, ...]: ...

    @property
    def floor(self) -> float: ...

    @property
    def local(self) -> bool: ...

    @property
    def most_shift(self) -> float:
        """By how much a whole image may be brighter than the others for reasons of its own; that is taken off."""
        ...

    @property
    def rule(self) -> Rule: ...

    def lacking(self, roles: Set[str]) -> str | None:
        """Why an image of these bands cannot be used; None where it can."""
        ...

    def role(self, description: str, name: str, at: int, bands: int) -> str | None:
        """What a band of a file holds: from its description, the file's name, its number from 0, and how many bands the
        file has. None for a band that is not needed."""
        ...

    def levels(self, bands: Mapping[str, Levels], *, negative: bool) -> Levels:
        """P, rows, columns; NaN where not observed. `negative`: the image holds values below zero."""
        ...

    def shown(self, bands: Mapping[str, Levels], levels: Levels) -> Mapping[str, Levels]:
        """What a picture for people shows, by name: the first alone as shades of grey, or three as red, green, blue."""
        ...
