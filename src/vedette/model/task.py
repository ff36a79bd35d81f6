"""What is collected again and again, as `[[collect]]` of `watch.toml` names it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from vedette.model.ids import SourceId

TaskKind = Literal["web", "telegram", "mailbox", "videos", "fires", "scenes", "extension"]
Tending = Literal["well", "new", "failing", "silent", "late"]
"""How a source does that is followed: as usual; not asked yet; it failed when it was asked last; it answers, and gives
nothing new for much longer than usual; nobody asked it when it was due."""
TROUBLES: frozenset[Tending] = frozenset({"failing", "silent", "late"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """`every_s` seconds from one round to the next. Keys that end in `_env` name variables of the environment: no
    secret stands in the file. `allow` are ranges of private addresses, `contact` is where the
    owner of a site can ask who it is. Which of the rest count depends on the kind; `named` is that of an extension, and
    `settings` are its own keys."""

    id: str
    kind: TaskKind
    every_s: int
    source: SourceId | None = None
    address: str = ""
    channel: str = ""
    media: bool = True
    host: str = ""
    port: int = 993
    tls: bool = True
    folder: str = "INBOX"
    most: int = 10
    sensor: str = "VIIRS_SNPP_NRT"
    area: tuple[float, float, float, float] | None = None
    collection: str = ""
    cloud: float | None = None
    footprints: str = ""
    private: bool = False
    allow: tuple[str, ...] = ()
    articles: bool = False
    match: str = ""
    contact: str = ""
    user_env: str = "VEDETTE_MAIL_USER"
    password_env: str = "VEDETTE_MAIL_PASSWORD"  # noqa: S105 - a name, no password
    key_env: str = "FIRMS_MAP_KEY"
    api_id_env: str = "TELEGRAM_API_ID"
    api_hash_env: str = "TELEGRAM_API_HASH"
    session_env: str = "TELEGRAM_SESSION"
    named: str = ""
    settings: tuple[tuple[str, str | int | float | bool | tuple[str, ...]], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Tended:
    """What its owner must know of a source that is followed. `since` is when the trouble began; `fresh` when it last
    gave something new, `taken` how much in all. `reason` may hold addresses: it is for those who keep the watch."""

    task: str
    kind: TaskKind
    source: SourceId | None
    state: Tending
    since: datetime | None
    tried: datetime | None
    fresh: datetime | None
    due: datetime | None
    taken: int
    failed: int
    reason: str

    @property
    def is_troubled(self) -> bool:
        return self.state in TROUBLES
