"""A parsed stretch of a document, and the spans of its tokens."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from spacy.tokens import Doc, Token

from vedette.model.ids import DocumentId
from vedette.model.span import Span

_OPENING = "“‘\"'«(["
_ARTICLES = frozenset({"the", "a", "an"})
_EDGE = " \t\n\r ,;:–—-"


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """`base` is where `doc.text` begins in the document's text. Offsets below are into `doc.text`."""

    doc: Doc
    document: DocumentId
    base: int = 0
    text: str = field(init=False)

    def __post_init__(self) -> None:
        # spaCy joins all its tokens whenever it is asked for the text of a document.
        object.__setattr__(self, "text", str(self.doc.text))

    def span(self, start: int, end: int) -> Span:
        """The document's span of `doc.text[start:end]`."""
        return Span(document=self.document, start=self.base + start, end=self.base + end)

    def token_span(self, first: Token, last: Token) -> Span:
        """From the first token to the last one, both included."""
        return self.span(first.idx, last.idx + len(last))

    def char_range(self, first: int, end: int) -> tuple[int, int]:
        """Offsets into `doc.text` of the tokens from `first` to before `end`."""
        last = self.doc[end - 1]
        return self.doc[first].idx, last.idx + len(last)

    def token_indices(self, spans: Iterable[Span]) -> frozenset[int]:
        """Indices of every token that one of the document's spans touches."""
        covered: set[int] = set()
        for each in spans:
            tokens = self.doc.char_span(each.start - self.base, each.end - self.base, alignment_mode="expand")
            covered.update(token.i for token in tokens or ())
        return frozenset(covered)

    def trim(self, start: int, end: int) -> tuple[int, int]:
        """Without white space and separating punctuation at the ends; a full stop goes unless it is quoted."""
        text = self.text
        while start < end and text[start] in _EDGE + ".!?”’)":
            start += 1
        while end > start and text[end - 1] in _EDGE + _OPENING.replace('"', "").replace("'", ""):
            end -= 1
        while end > start and text[end - 1] in ".":
            end -= 1
        return start, end


def edges(token: Token) -> tuple[Token, Token]:
    """First and last token of a subtree."""
    return token.left_edge, token.right_edge


def noun_phrase(head: Token, *, apposition: bool = True) -> tuple[int, int]:
    """Token indices (end exclusive) of the phrase around a noun, without relative clauses and trailing asides."""
    stop_labels = {"relcl", "advcl", "acl", "ccomp", "parataxis", "conj", "cc"} | (set() if apposition else {"appos"})
    if any(child.dep_ == "conj" for child in head.children):
        stop_labels -= {"conj", "cc"}
    end = head.i + 1
    for child in head.children:
        if child.i <= head.i:
            continue
        if child.dep_ in stop_labels or (
            child.dep_ == "prep" and child.lower_ not in {"of", "for", "in", "at", "to", "from"}
        ):
            break
        if child.dep_ == "punct":
            continue
        end = max(end, child.right_edge.i + 1)
    start = head.left_edge.i
    doc = head.doc
    article = next((child.i for child in head.children if child.dep_ == "det" and child.lower_ in _ARTICLES), start)
    if start < article and doc[start].dep_ in {"advmod", "npadvmod", "prep", "nmod", "compound"}:
        start = article
    while start < head.i and (doc[start].is_punct or doc[start].is_space):
        start += 1
    while end - 1 > head.i and (doc[end - 1].is_punct or doc[end - 1].is_space):
        end -= 1
    return start, end
