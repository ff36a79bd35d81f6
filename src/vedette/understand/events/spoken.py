"""The stretches of a text that name who speaks, how and from where: "the ministry in A said in B"."""

from collections.abc import Iterator

from spacy.tokens import Token

from vedette.model.span import Span
from vedette.model.statement import Statement
from vedette.understand.passage import Passage

LOCATING = frozenset(
    {"in", "on", "at", "near", "around", "outside", "inside", "towards", "toward", "into", "across", "over", "against",
     "between", "along", "from", "to", "of", "for", "through", "within", "beyond"}
)  # fmt: skip
_SEATED = frozenset({"in", "at"})


def telling_span(statement: Statement, passage: Passage) -> Iterator[Span]:
    """The words of the telling, less what is told; none where the two are one stretch."""
    if statement.cue is None:
        return
    named = statement.speaker.span if statement.speaker else None
    content = statement.content
    start = min(statement.cue.start, named.start if named else statement.cue.start)
    end = max(_cue_end(statement.cue, content, passage), _name_end(named, content, passage))
    if content.end <= start or end <= content.start:
        yield Span(document=content.document, start=start, end=end)


def _cue_end(cue: Span, content: Span, passage: Passage) -> int:
    """With the phrases of place that hang on the word that attributes."""
    tokens = passage.doc.char_span(cue.start - passage.base, cue.end - passage.base, alignment_mode="expand")
    end = cue.end
    for child in tokens.root.children if tokens is not None and len(tokens) else ():
        if _is_beside(child) and passage.base + child.idx >= cue.end:
            end = max(end, _edge(child, cue.start, content, passage))
    return end


def _name_end(named: Span | None, content: Span, passage: Passage) -> int:
    """With the seat of whoever speaks ("the general staff in A")."""
    if named is None:
        return 0
    tokens = passage.doc.char_span(named.start - passage.base, named.end - passage.base, alignment_mode="expand")
    end = named.end
    for child in tokens.root.children if tokens is not None and len(tokens) else ():
        if child.dep_ == "prep" and child.lower_ in _SEATED:
            end = max(end, _edge(child, named.start, content, passage))
    return end


def _is_beside(child: Token) -> bool:
    return child.dep_ == "prep" and child.lower_ in LOCATING


def _edge(child: Token, start: int, content: Span, passage: Passage) -> int:
    last = child.right_edge
    edge = passage.base + last.idx + len(last)
    return edge if content.end <= start or edge <= content.start else 0
