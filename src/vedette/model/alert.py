"""What a person wants to be told of, how, and the words that tell it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from vedette.model.event import Status
from vedette.model.ids import DocumentId, SideId

Occasion = Literal["new", "status", "holder", "threat", "source"]
"""An event told for the first time; one of another status; a change of holder; a threat, or more of it; a source
that is followed and gives nothing, or gives again."""
PAGES = "http://127.0.0.1:8000"
TLS_AT_ONCE = 465
"""The port on which mail is encrypted from the first byte (RFC 8314)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """A rule of `watch.toml`. Each field narrows; empty means any. `bbox` is west, south, east, north in degrees.

    `kinds` are words of PLOVER, subtypes and changes; `severity` the least rung of a threat. `to` and `webhooks` name
    whom to tell; a webhook is an address or `env:NAME`. `private` lets webhooks lead to private addresses. `pages` is
    where `vedette serve` shows the pages that are linked.
    """

    name: str
    on: tuple[Occasion, ...]
    bbox: tuple[float, float, float, float] | None = None
    places: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    statuses: tuple[Status, ...] = ()
    sides: tuple[SideId, ...] = ()
    actors: tuple[str, ...] = ()
    severity: int = 1
    feed: bool = False
    mail: bool = False
    to: tuple[str, ...] = ()
    webhooks: tuple[str, ...] = ()
    private: bool = False
    pages: str = PAGES


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """A server that takes mail. The password is in the environment, under the name that `password_env` gives."""

    host: str
    port: int
    starttls: bool
    sender: str
    to: tuple[str, ...] = ()
    user: str = ""
    password_env: str = "VEDETTE_MAIL_PASSWORD"  # noqa: S105 - a name, no password


@dataclass(frozen=True, slots=True, kw_only=True)
class Alerts:
    """All rules, and by which server mail goes."""

    rules: tuple[Alert, ...] = ()
    mail: Mail | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """A source that tells it, and its words. `address` is one of the web, else None."""

    name: str
    document: DocumentId
    words: str
    address: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tiding:
    """One thing to tell. `id` never changes once it was made; `about` is the event's or the threat's id, or the
    place's; `path` its page. `text` is always somebody's account, never a fact,
    but where a source itself is told of: then nobody is cited. `subjects` are the keys of what
    stood behind it, by which it is taken back."""

    id: str
    rule: str
    occasion: Occasion
    status: str
    text: str
    about: str
    path: str
    found: datetime
    origins: tuple[Origin, ...]
    subjects: tuple[str, ...] = ()

    @property
    def line(self) -> str:
        return f"{self.text.rstrip('.')} · {self.status}"
