"""What writing asks of a database inside one transaction, whichever it is."""

from collections.abc import Iterable, Sequence
from typing import Any, Protocol

from vedette.store.rows import Row


class Hand(Protocol):
    """Statements are named `room.name`; values are always bound. A value may be a list."""

    def ask(self, statement: str, row: Row | None = None) -> list[Any]:
        """What it answers: rows with names. Of a fact that was there already, none."""
        ...

    def each(self, statement: str, rows: Iterable[Row]) -> None: ...

    def index(self, statement: str, rows: Iterable[Row]) -> None:
        """`each`, of words to be found: the texts of a row under `title`, `text`, `content` and `speaker`."""
        ...

    def numbers(self, last: str, many: int) -> Sequence[int]:
        """The next `many` of a table, of which the statement tells the last."""
        ...
