"""What a reader makes of a capture, before it is known who published it."""

from dataclasses import dataclass
from datetime import datetime

from vedette.model.interval import Interval


@dataclass(frozen=True, slots=True, kw_only=True)
class Publisher:
    """How the bytes name who published them. `names` are looked up in the watch, best first.

    `host` and `name` make a new source where the watch knows none; a name that is a mere hint is in `names` alone.
    """

    names: tuple[str, ...] = ()
    host: str | None = None
    name: str | None = None
    kind: str = "outlet"


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A document to be. For `origin` None the store's name of the thing is `source:label`."""

    text: str
    label: str
    origin: str | None = None
    publisher: Publisher = Publisher()
    title: str | None = None
    author: str | None = None
    published: Interval | None = None
    modified: datetime | None = None
    language: str | None = None
    address: str | None = None
    forwarded_from: str | None = None
    reply_to: str | None = None
    media: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """`problem` tells in one line what of the capture could not be read, beside the drafts that could."""

    drafts: tuple[Draft, ...] = ()
    problem: str | None = None
