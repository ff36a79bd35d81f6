"""A source that is asked again and again, and what it gives each time.

A collector holds nothing between two rounds: it is given what it last asked to be remembered, and says anew how far it
came. Who runs it stores what it gave before a `Mark`, then the mark: whatever ends a round in between, nothing is lost
and nothing is skipped.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from vedette.collect.item import Item
from vedette.model.errors import CaptureError

Memory = Mapping[str, Any]
"""Values that JSON can hold; empty before the first round."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """How far the source was followed; replaces what was remembered before."""

    memory: Memory


@dataclass(frozen=True, slots=True, kw_only=True)
class Gone:
    """The source shows no longer what it showed: no more is known, and nothing is removed here. `seen` is when that was
    noticed, for nobody tells when it happened."""

    origin: str
    seen: datetime
    why: str


Given = Item | tuple[str, CaptureError] | Gone | Mark


class Collector(Protocol):
    """Items can be opened until the next thing is asked for. Raises CaptureError where the source as a whole cannot be
    had now, saying what to do."""

    def collect(self, memory: Memory) -> Iterator[Given]: ...
