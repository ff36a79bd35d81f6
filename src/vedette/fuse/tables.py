"""Claims in tables: a column of sources says who counts, the first cell says whose loss it is.

Tables stand in the text as rows of cells between bars, as the page reader and Markdown write them.
"""

import re
from dataclasses import dataclass

_SOURCE = re.compile(r"\b(?:source|according|claimed by|reported by|источник|джерел)", re.IGNORECASE)
_NAME = re.compile(r"[^\d(\[|]*")
_MOST_ROWS = 40
_LONGEST_ROW = 5_000
_LEAST_BARS = 3
_LONGEST_NAME = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """`source` None where no column is one of sources. `cell` is what stands before the number in its own cell."""

    first: str
    cell: str
    source: str | None


def row_of(text: str, at: int) -> Row | None:
    """The row of a table around an offset; None outside tables."""
    start = max(text.rfind("\n", max(0, at - _LONGEST_ROW), at) + 1, at - _LONGEST_ROW, 0)
    if not text.startswith("|", start):
        return None
    line = text[start : at + _LONGEST_ROW].split("\n", 1)[0]
    if line.count("|") < _LEAST_BARS:
        return None
    cells = [cell.strip() for cell in line.strip("|").split("|")]
    column = _source_column(text, start)
    named = cells[column] if column is not None and column < len(cells) else ""
    before = text[start:at]
    own = before.rfind("|") + 1
    return Row(first=cells[0], cell=before[own:], source=_name(named) if before.count("|") - 1 != column else None)


def _source_column(text: str, start: int) -> int | None:
    """Asked of the rows above, up to the table's head."""
    above = text[max(0, start - 20_000) : start].rstrip("\n").split("\n")[-_MOST_ROWS:]
    head: str | None = None
    for line in reversed(above):
        if not line.startswith("|"):
            break
        head = line
    if head is None:
        return None
    names = head.strip("|").split("|")
    return next((at for at, name in enumerate(names) if _SOURCE.search(name)), None)


def _name(cell: str) -> str | None:
    found = _NAME.match(cell)
    name = found.group().strip(" ,;:.") if found else ""
    return name[:_LONGEST_NAME] or None
