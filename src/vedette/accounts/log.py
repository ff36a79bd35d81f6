"""What was done to accounts and by them: who, when, from where. Lines are added and never changed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from vedette.accounts.database import Database, moment

_LONGEST = 200
_END = 2**62


@dataclass(frozen=True, slots=True, kw_only=True)
class By:
    """Who does something, and from which address."""

    who: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    seq: int
    at: datetime
    who: str
    what: str
    about: str
    address: str


class Log:
    def __init__(self, database: Database) -> None:
        self._database = database

    def note(self, by: By, what: str, about: str = "") -> None:
        with self._database.changing() as run:
            note(run, self._database.at, by, what, about)

    def latest(self, limit: int, before: int = _END) -> Sequence[Entry]:
        """The newest first; `before` the line with this number."""
        rows = self._database.rows("log", limit=limit, before=before)
        return [
            Entry(
                seq=row["seq"],
                at=moment(row["at"]),
                who=row["who"],
                what=row["what"],
                about=row["about"],
                address=row["address"],
            )
            for row in rows
        ]


def note(run: Callable[..., int], at: int, by: By, what: str, about: str = "") -> None:
    """In the transaction of what it tells of."""
    run("note", at=at, who=by.who[:_LONGEST], what=what[:_LONGEST], about=about[:_LONGEST], address=by.address)
