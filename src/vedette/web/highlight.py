"""Text cut at the borders of the spans over it, so that spans may overlap and no character is lost."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from markupsafe import Markup, escape


@dataclass(frozen=True, slots=True, kw_only=True)
class Range:
    """Code points, end exclusive. `key` names it; `style` is the class its pieces get."""

    start: int
    end: int
    key: str
    style: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A run of text under the same ranges; `begins` are those whose first piece it is."""

    text: str
    under: tuple[Range, ...]
    begins: tuple[Range, ...]


def pieces(text: str, ranges: Sequence[Range], first: int = 0, last: int | None = None) -> list[Piece]:
    """Cut `text[first:last]`. Ranges outside it are left out, those that stick out are clipped."""
    last = len(text) if last is None else min(last, len(text))
    inside = [one for one in ranges if one.start < last and one.end > first]
    clipped = [(max(one.start, first), min(one.end, last), one) for one in inside]
    cuts = sorted({first, last, *(start for start, _, _ in clipped), *(end for _, end, _ in clipped)})
    found = []
    for start, end in pairwise(cuts):
        under = tuple(one for left, right, one in clipped if left <= start and end <= right)
        begins = tuple(one for left, _, one in clipped if left == start)
        found.append(Piece(text=text[start:end], under=under, begins=begins))
    return found


def marked_up(found: Sequence[Piece]) -> Markup:
    """HTML in which taking out the tags gives the text back. Each range has an anchor `id` where it begins."""
    return Markup("").join(_piece(piece) for piece in found)


def _piece(piece: Piece) -> Markup:
    anchors = Markup("").join(Markup('<a class="anchor" id="{}"></a>').format(one.key) for one in piece.begins)
    if not piece.under:
        return anchors + _escaped(piece.text)
    styles = " ".join(dict.fromkeys(one.style for one in piece.under))
    keys = " ".join(one.key for one in piece.under)
    depth = min(len(piece.under), 4)
    opening = Markup('<mark class="{}" data-depth="{}" data-keys="{}">').format(styles, depth, keys)
    return anchors + opening + _escaped(piece.text) + Markup("</mark>")


def _escaped(text: str) -> Markup:
    # A browser reads a bare carriage return as a line feed; a character reference keeps it.
    return escape(text).replace("\r", Markup("&#13;"))
