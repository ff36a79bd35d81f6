"""Names that may not leave: found in every writing of them, and replaced wherever words leave the workspace.

A text changes its length by that: every span into it moves along, so that a citation still cuts out its own words.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass, replace
from functools import cache
from typing import Any, TypeVar, cast, get_args, get_type_hints
from unicodedata import combining, normalize
from urllib.parse import unquote

from vedette.model.document import Document
from vedette.model.ids import DocumentId
from vedette.model.source import Source
from vedette.model.span import Span
from vedette.model.watch import A_PERSON, A_SOURCE

T = TypeVar("T")
Cut = tuple[int, int, str]

_ID = re.compile(r"[a-z]{2,4}_[0-9a-f]{24}(?:@\S*)?")
_TOKEN = re.compile(r"\S+")
# Marks on a letter, soft hyphens and letters without width do not make another name of it.
_UNSEEN = r"[\u0300-\u036f\u00ad\u200b-\u200f\u2060-\u2064\ufeff]*"
_GAP = r"[\W_]{0,8}"
_START, _END = r"(?<![^\W\d_])", r"(?![^\W\d_])"
_CODED_TWICE = 3
_FEWEST_LETTERS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Veil:
    """`texts` gives the original text of a document. Where nothing is to be hidden, everything stays as it is."""

    persons: re.Pattern[str] | None = None
    sources: re.Pattern[str] | None = None
    ids: frozenset[str] = frozenset()
    texts: Callable[[DocumentId], str | None] = lambda _: None
    known: dict[DocumentId, tuple[Cut, ...]] = field(default_factory=dict)

    @property
    def hides(self) -> bool:
        return self.persons is not None or self.sources is not None

    def text(self, text: str) -> str:
        """An id made of content is no text: three letters of it are nobody's name."""
        if not self.hides or _ID.fullmatch(text):
            return text
        cuts = self._cuts(text)
        return _cut(text, cuts) if cuts else text

    def span(self, span: Span) -> Span:
        cuts = self._cuts_of(span.document)
        if not cuts:
            return span
        return Span(document=span.document, start=_moved(span.start, cuts, 0), end=_moved(span.end, cuts, 1))

    def of(self, fact: T) -> T:
        """With its spans moved: once only, for what is moved twice points elsewhere."""
        return cast(T, self._walked(fact, True, self.span)) if self.hides else fact

    def words(self, fact: T) -> T:
        """Without its spans moved: for what is made of facts that were veiled before."""
        return cast(T, self._walked(fact, True, lambda span: span)) if self.hides else fact

    def document(self, document: Document) -> Document:
        cuts = self._cuts(document.text)
        self.known[document.id] = cuts
        shown = self.words(document)
        marks = [replace(one, start=_moved(one.start, cuts, 0), end=_moved(one.end, cuts, 1)) for one in shown.marks]
        address = document.address if document.address == shown.address else None
        passed_on = A_SOURCE if (document.forwarded_from or "").casefold() in self.ids else shown.forwarded_from
        return replace(shown, marks=tuple(marks), address=address, forwarded_from=passed_on)

    def _cuts_of(self, document: DocumentId) -> tuple[Cut, ...]:
        if document not in self.known:
            self.known[document] = self._cuts(self.texts(document) or "") if self.hides else ()
        return self.known[document]

    def _cuts(self, text: str) -> tuple[Cut, ...]:
        """In order, none over another."""
        found = sorted(self._found(text), key=lambda cut: (cut[0], -cut[1]))
        kept: list[Cut] = []
        for start, end, put in found:
            if kept and start < kept[-1][1]:
                kept[-1] = (kept[-1][0], max(end, kept[-1][1]), kept[-1][2])
            else:
                kept.append((start, end, put))
        return tuple(kept)

    def _found(self, text: str) -> Iterator[Cut]:
        for pattern, put in ((self.persons, A_PERSON), (self.sources, A_SOURCE)):
            if pattern is None:
                continue
            yield from ((found.start(), found.end(), put) for found in pattern.finditer(text))
            for token in _TOKEN.finditer(text) if "%" in text else ():
                if "%" in token[0] and pattern.search(_decoded(token[0])):
                    yield token.start(), token.end(), put

    def _walked(self, value: Any, plain: bool, move: Callable[[Span], Span]) -> Any:
        match value:
            case str():
                return self.text(value) if plain else value
            case Span():
                return move(value)
            case tuple() | list():
                walked = [self._walked(one, plain, move) for one in value]
                return value if all(a is b for a, b in zip(walked, value, strict=True)) else type(value)(walked)
            case Mapping():
                return {key: self._walked(one, plain, move) for key, one in value.items()}
        if not is_dataclass(value) or isinstance(value, type):
            return value
        changed = {}
        for name, is_plain in _fields(type(value)):
            old = getattr(value, name)
            if (new := self._walked(old, is_plain, move)) is not old:
                changed[name] = new
        return replace(value, **changed) if changed else value


NO_VEIL = Veil()


def veil_of(
    names: Iterable[str], withheld: Iterable[Source], texts: Callable[[DocumentId], str | None] = lambda _: None
) -> Veil:
    """Of a withheld source its name, its hosts and channels, and its id where that is no ordinary word."""
    sources = tuple(withheld)
    named = [_writings(name) for one in sources for name in _names_of(one)]
    # A plain word is a channel's name only where it is written as one.
    named += [f"(?<=[@/]){_writings(one.id)}" for one in sources if one.id.isalpha()]
    ids = frozenset(one.id.casefold() for one in sources)
    return Veil(persons=_any_of(map(_writings, names)), sources=_any_of(named), ids=ids, texts=texts)


def _names_of(source: Source) -> Iterator[str]:
    yield source.name
    yield from (one for one in source.match if sum(map(str.isalpha, one)) >= _FEWEST_LETTERS)
    if not source.id.isalpha():
        yield source.id


def _any_of(writings: Iterable[str]) -> re.Pattern[str] | None:
    longest = sorted(filter(None, writings), key=len, reverse=True)
    return re.compile(f"{_START}(?:{'|'.join(longest)}){_END}", re.IGNORECASE) if longest else None


def _writings(name: str) -> str:
    """In any case, with or without accents, whatever stands between its words."""
    words = re.findall(r"[^\W_]+", normalize("NFC", name))
    return _GAP.join("".join(map(_letter, word)) for word in words)


def _letter(letter: str) -> str:
    bare = "".join(one for one in normalize("NFKD", letter) if not combining(one)) or letter
    return f"(?:{'|'.join(map(re.escape, dict.fromkeys((letter, bare))))}){_UNSEEN}"


def _decoded(token: str) -> str:
    for _ in range(_CODED_TWICE):
        token = unquote(token)
    return token


def _cut(text: str, cuts: Iterable[Cut]) -> str:
    parts, at = [], 0
    for start, end, put in cuts:
        parts += [text[at:start], put]
        at = end
    return "".join([*parts, text[at:]])


def _moved(offset: int, cuts: tuple[Cut, ...], end: int) -> int:
    """What begins or ends inside a name begins before what stands in its place, or ends after it."""
    past = bisect_right(cuts, offset, key=lambda cut: cut[1])
    shift = sum(len(put) - (stop - start) for start, stop, put in cuts[:past])
    if past < len(cuts) and cuts[past][0] < offset:
        start, _, put = cuts[past]
        return start + shift + (len(put) if end else 0)
    return offset + shift


@cache
def _fields(kind: type) -> tuple[tuple[str, bool], ...]:
    """Each field, and whether its text is free: ids and words of a fixed list are not."""
    hints = get_type_hints(kind)
    return tuple((one.name, _is_free(hints[one.name])) for one in fields(kind))


def _is_free(hint: Any) -> bool:
    return hint is str or any(_is_free(one) for one in get_args(hint))
