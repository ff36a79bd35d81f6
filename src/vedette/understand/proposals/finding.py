"""Where quotations stand in a text: to the letter, but for the shapes of quotation marks, dashes and blanks."""

from collections.abc import Sequence

Range = tuple[int, int]
_MOST = 50
# One letter for one letter, so that offsets stay: models set marks as they are used to.
_ALIKE = str.maketrans(
    {
        **dict.fromkeys("“”„‟«»″", '"'),
        **dict.fromkeys("‘’‚‛ʼ′`", "'"),
        **dict.fromkeys("‐‑‒–—−", "-"),
        **dict.fromkeys("\t\n\r\u00a0\u2007\u2009\u202f", " "),
    }
)


def plain(text: str) -> str:
    """As long as the text."""
    return text.translate(_ALIKE)


class Page:
    """A text in which quotations are looked for."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._plain = plain(text)

    def all(self, quote: str, start: int, end: int) -> list[Range]:
        """Whole words only; blanks around the quotation do not count."""
        wanted = plain(quote).strip()
        found: list[Range] = []
        at = self._plain.find(wanted, start, end) if wanted else -1
        while at >= 0 and len(found) < _MOST:
            if self._whole(at, at + len(wanted)):
                found.append((at, at + len(wanted)))
            at = self._plain.find(wanted, at + 1, end)
        return found

    def only(self, quote: str, start: int, end: int) -> Range | None:
        """None where it does not occur, or more than once."""
        found = self.all(quote, start, end)
        return found[0] if len(found) == 1 else None

    def nearest(self, quote: str, start: int, end: int, to: Range, apart: Sequence[Range] = ()) -> Range | None:
        """That which is nearest to a range and overlaps none of those it must be `apart` from; None where two are as
        near."""
        free = [one for one in self.all(quote, start, end) if not any(overlap(one, other) for other in apart)]
        free.sort(key=lambda one: gap(one, to))
        if not free or (len(free) > 1 and gap(free[0], to) == gap(free[1], to)):
            return None
        return free[0]

    def _whole(self, start: int, end: int) -> bool:
        return not (self._joins(start) or self._joins(end))

    def _joins(self, at: int) -> bool:
        """Whether a word goes on over this place."""
        return 0 < at < len(self.text) and self.text[at - 1].isalnum() and self.text[at].isalnum()


def overlap(one: Range, other: Range) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def shared(one: Range, other: Range) -> int:
    return max(0, min(one[1], other[1]) - max(one[0], other[0]))


def gap(one: Range, other: Range) -> int:
    return max(0, max(one[0], other[0]) - min(one[1], other[1]))


def between(one: Range, other: Range) -> Range:
    """What lies between the two; empty where they touch or overlap."""
    start, end = min(one[1], other[1]), max(one[0], other[0])
    return (start, max(start, end))


def hull(one: Range, other: Range) -> Range:
    return (min(one[0], other[0]), max(one[1], other[1]))


def inside(one: Range, other: Range) -> bool:
    return other[0] <= one[0] and one[1] <= other[1]
