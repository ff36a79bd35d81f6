"""Who publishes, and for whom."""

import re
from dataclasses import dataclass

from vedette.model.ids import SideId, SourceId, content_id

_NOT_WORD = re.compile(r"[^\w.:]+")
_LONGEST = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """A party of the war, as `watch.toml` declares it. `country` is ISO 3166-1 alpha-2."""

    id: SideId
    name: str
    country: str | None = None
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A publisher: outlet, channel, account, agency, sensor. `side` is the one it speaks for, or none.

    `match` holds host names and channel names by which captures are recognised as this source's.
    `reliability` is the Admiralty letter, F where it cannot be judged.
    """

    id: SourceId
    name: str
    kind: str = "outlet"
    side: SideId | None = None
    match: tuple[str, ...] = ()
    reliability: str = "F"


UNKNOWN = Source(id=SourceId("unknown"), name="Unknown publisher", kind="unknown")


def slug(name: str) -> str:
    """A name as an id: lower case, words joined by hyphens, letters of any script."""
    made = _NOT_WORD.sub("-", name.casefold()).strip("-.:")[:_LONGEST]
    return made or content_id("source", name)
