"""What a run says of itself while it works."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Doing:
    """`total` is 0 where nobody knows how much there is."""

    stage: str
    done: int
    total: int
