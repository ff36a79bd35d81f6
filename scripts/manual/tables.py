"""Tables of Markdown."""

from collections.abc import Iterable, Sequence

NOTE = "*This page is made from the code by `make docs`.*"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [_line(head), _line(["---"] * len(head)), *map(_line, rows)]
    return "\n".join(lines) + "\n"


def code(words: object) -> str:
    written = str(words)
    return f"`{written}`" if written else ""


def codes(words: Iterable[object]) -> str:
    return ", ".join(map(code, words))


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cell.replace('|', chr(92) + '|').replace(chr(10), ' ') for cell in cells)} |"
