"""What differs between sensors: which bands they need, and what is measured from them."""

from collections.abc import Mapping
from typing import Protocol

from vedette.observe.change.numbers import Levels


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

    def role(self, description: str, name: str, at: int, bands: int) -> str | None:
        """Of a band of a file, as `stack.Naming` says."""
        ...

    def levels(self, bands: Mapping[str, Levels], *, negative: bool) -> Levels:
        """P, rows, columns; NaN where not observed. `negative`: the image holds values below zero."""
        ...
