"""Quotations find the cue that attributes them; those without one are continued from the speaker before."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from spacy.tokens import Token

from vedette.understand.attribution.anatomy import Attribution, Range, completed
from vedette.understand.attribution.cuewords import CueWords
from vedette.understand.attribution.marks import colon_cue, signature_cue
from vedette.understand.attribution.quotes import Quote

_SENTENCE_WORDS = 6
_SCARE_QUOTE_WORDS = 4
_FARTHEST_CUE = 120
_CLOSING = frozenset(",.!?…")


def join_quotations(
    tokens: Sequence[Token], quotes: Sequence[Quote], found: Iterable[Attribution], words: CueWords
) -> list[Attribution]:
    """Attributions in the order of their cues, each with the quotation it introduces cut into sentences.

    A quotation inside a longer content stays part of it; one of fewer than four words without a cue is a scare quote.
    """
    attributions = list(found)
    for quote in quotes:
        content = _tokens_of(quote, tokens)
        if content is None:
            continue
        if _is_speech(content, tokens):
            attributions = [_with_outer_holder(_kept_inside(each, content), quote) for each in attributions]
        owner = _owner(quote, content, attributions)
        if owner is not None:
            _give(attributions, owner, content, tokens)
        elif not _is_covered(content, attributions):
            cue = colon_cue(quote, tokens, words, alone=True) or _nearest_cue(quote, quotes, attributions)
            cue = cue or _broken_by(quote, quotes, attributions)
            cue = cue or colon_cue(quote, tokens, words) or signature_cue(quote, tokens)
            extra = _from_cue(cue, content, tokens) if cue else _continued(quote, content, tokens)
            attributions = [each for each in attributions if each is not cue] + ([extra] if extra else [])
    kept = [each for each in (_set_apart(each, tokens) for each in attributions) if each.contents]
    return sorted(kept, key=_outermost_first)


def _set_apart(attribution: Attribution, tokens: Sequence[Token]) -> Attribution:
    """ "The minister added:" and a paragraph of his words without marks."""
    after = [token for token in tokens if token.i > attribution.anchor.i]
    if attribution.contents or len(after) < _SCARE_QUOTE_WORDS or after[0].text != ":":
        return attribution
    return completed(attribution, [(after[1].i, after[-1].i + 1)], direct=False)


def _kept_inside(attribution: Attribution, quoted: Range) -> Attribution:
    """A cue inside a quotation attributes nothing outside it, whatever the parser makes of "“We hold,” he said"."""
    if not quoted[0] <= attribution.anchor.i < quoted[1]:
        return attribution
    inside = [each for each in attribution.contents if quoted[0] <= each[0] and each[1] <= quoted[1]]
    return replace(attribution, contents=tuple(inside))


def _with_outer_holder(attribution: Attribution, quote: Quote) -> Attribution:
    """A cue outside a quotation whose subject the parser found inside it takes the name that touches the cue."""
    holder, anchor = attribution.holder, attribution.anchor
    if holder is None or not quote.start <= holder.idx < quote.end or quote.start <= anchor.idx < quote.end:
        return attribution
    doc = anchor.doc
    beside = [doc[index] for index in (anchor.i - 1, anchor.i + 1) if 0 <= index < len(doc)]
    outer = next(
        (t for t in beside if t.pos_ in {"PRON", "PROPN", "NOUN"} and not quote.start <= t.idx < quote.end), None
    )
    return replace(attribution, holder=outer)


def _outermost_first(attribution: Attribution) -> tuple[int, int, int]:
    """In the order of the text, a content before those that it holds."""
    start = min(start for start, _ in attribution.contents)
    return start, -max(end for _, end in attribution.contents), attribution.anchor.i


def _tokens_of(quote: Quote, tokens: Sequence[Token]) -> Range | None:
    inside = [token for token in tokens if quote.inner_start <= token.idx < quote.inner_end]
    if not inside:
        return None
    return inside[0].i, inside[-1].i + 1


def _word_count(content: Range, tokens: Sequence[Token]) -> int:
    return sum(1 for token in tokens if content[0] <= token.i < content[1] and not token.is_punct)


def _is_speech(content: Range, tokens: Sequence[Token]) -> bool:
    """Long enough, or closed by its own punctuation as only speech is ("“Our lines hold,” he said")."""
    closed = any(token.i == content[1] - 1 and token.text in _CLOSING for token in tokens)
    return closed or _word_count(content, tokens) >= _SCARE_QUOTE_WORDS


def _is_within(inner: Range, outer: Range) -> bool:
    overlap = min(inner[1], outer[1]) - max(inner[0], outer[0])
    return overlap >= 0.7 * (inner[1] - inner[0])


def _owner(quote: Quote, content: Range, attributions: Sequence[Attribution]) -> Attribution | None:
    """The attribution outside the quotation whose content the parser found inside it."""
    outside = [each for each in attributions if not quote.start <= each.anchor.idx < quote.end]
    owning = [each for each in outside if any(_is_within(piece, content) for piece in each.contents)]
    return owning[0] if owning else None


def _is_covered(content: Range, attributions: Sequence[Attribution]) -> bool:
    return any(
        _is_within(content, piece)
        for each in attributions
        for piece in each.contents
        if each.anchor.i not in range(*content)
    )


def _give(attributions: list[Attribution], owner: Attribution, content: Range, tokens: Sequence[Token]) -> None:
    kept = [piece for piece in owner.contents if not _is_within(piece, content) and not _is_within(content, piece)]
    wider = [
        piece
        for piece in owner.contents
        if _is_within(content, piece) and _word_count(piece, tokens) > _word_count(content, tokens)
    ]
    sentences = [] if wider else quoted_sentences(content, tokens)
    at = attributions.index(owner)
    attributions[at] = completed(owner, [*kept, *wider, *sentences], direct=not wider)


def quoted_sentences(content: Range, tokens: Sequence[Token]) -> list[Range]:
    """A quotation cut at sentence boundaries; sentences of fewer than six words join the one before."""
    pieces: list[Range] = []
    for token in tokens:
        if not content[0] <= token.i < content[1]:
            continue
        if not pieces or (token.is_sent_start and pieces[-1][1] - pieces[-1][0] >= 1):
            pieces.append((token.i, token.i + 1))
        else:
            pieces[-1] = (pieces[-1][0], token.i + 1)
    merged: list[Range] = []
    for piece in pieces:
        if merged and (
            _word_count(piece, tokens) < _SENTENCE_WORDS or _word_count(merged[-1], tokens) < _SENTENCE_WORDS
        ):
            merged[-1] = (merged[-1][0], piece[1])
        else:
            merged.append(piece)
    return merged


def _nearest_cue(quote: Quote, quotes: Sequence[Quote], attributions: Sequence[Attribution]) -> Attribution | None:
    """The verb outside quotations that lacks content, nearest to the quotation's marks."""
    free = [
        each
        for each in attributions
        if not each.contents and each.anchor.pos_ == "VERB" and not _is_quoted(each.anchor, quotes)
    ]
    near = [each for each in free if _gap(each.anchor, quote) <= _FARTHEST_CUE]
    return min(near, key=lambda each: _gap(each.anchor, quote), default=None)


def _broken_by(quote: Quote, quotes: Sequence[Quote], attributions: Sequence[Attribution]) -> Attribution | None:
    """ "“We hold the bridge,” he said, “and …”": the cue between the quotation and the one before."""
    before = max((each.end for each in quotes if each.end <= quote.start), default=None)
    if before is None:
        return None
    between = [each for each in attributions if each.direct and before <= each.anchor.idx < quote.start]
    return next((each for each in between if quote.start - each.anchor.idx <= _FARTHEST_CUE), None)


def _is_quoted(token: Token, quotes: Sequence[Quote]) -> bool:
    return any(quote.start <= token.idx < quote.end for quote in quotes)


def _gap(anchor: Token, quote: Quote) -> int:
    return int(quote.start - anchor.idx) if anchor.idx < quote.start else int(anchor.idx - quote.end)


def _from_cue(cue: Attribution, content: Range, tokens: Sequence[Token]) -> Attribution:
    return completed(cue, [*cue.contents, *quoted_sentences(content, tokens)], direct=True)


def _continued(quote: Quote, content: Range, tokens: Sequence[Token]) -> Attribution | None:
    """A quotation that fills its sentence goes on from the speaker before; anything shorter is a scare quote."""
    outside = sum(1 for token in tokens if not quote.start <= token.idx < quote.end and token.is_alpha)
    if _word_count(content, tokens) < _SCARE_QUOTE_WORDS or outside > 3:
        return None
    first = tokens[0].doc[content[0]]
    return Attribution(
        act="report", anchor=first, cue=(content[0], content[0]), holder=None,
        contents=tuple(quoted_sentences(content, tokens)), direct=True,
    )  # fmt: skip
