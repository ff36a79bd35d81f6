"""Attributions that a mark makes: "Syrskii: “…”", "Kremlin: No talks are planned", "“We hold on.” — Ada Lund"."""

from collections.abc import Iterator, Sequence

from spacy.tokens import Doc, Token

from vedette.understand.attribution.anatomy import Attribution, Range
from vedette.understand.attribution.cuewords import CueWords
from vedette.understand.attribution.quotes import Quote

DASHES = ("—", "―", "–", "--", "-")
_LONGEST_HEAD, _LONGEST_SIGNATURE = 8, 10
_LEAST_WORDS = 3
_HOLDING = frozenset({"PERSON", "ORG"})
_WRITTEN = frozenset({"VERB", "AUX"})


def holding_names(doc: Doc) -> frozenset[str]:
    """Last words of the persons and bodies that a text names, lower case."""
    return frozenset(ent[-1].lower_ for ent in doc.ents if ent.label_ in _HOLDING)


def headed(
    tokens: Sequence[Token], quotes: Sequence[Quote], words: CueWords, names: frozenset[str]
) -> Attribution | None:
    """A line that opens with its holder and a colon: the form of headlines and of written-down interviews.

    `names` are the last words of names that stand anywhere in the text: headlines mislead the recogniser.
    """
    line = [token for token in tokens if not token.is_quote] if tokens[0].is_quote else tokens
    if not line or not _opens_line(tokens[0]):
        return None
    colon = next((token for token in line[1 : _LONGEST_HEAD + 1] if token.text == ":"), None)
    if colon is None:
        return None
    before, after = (
        [token for token in line if token.i < colon.i],
        [token for token in tokens if token.i > colon.i],
    )
    holder = _line_holder(before, words, names)
    if holder is None or not _tells(after, quotes):
        return None
    contents = ((after[0].i, after[-1].i + 1),)
    return Attribution(act="report", anchor=colon, cue=(colon.i, colon.i + 1), holder=holder, contents=contents)


def _opens_line(first: Token) -> bool:
    return first.i == 0 or "\n" in first.doc[first.i - 1].text


def _line_holder(before: Sequence[Token], words: CueWords, names: frozenset[str]) -> Token | None:
    """The last word of a bare noun phrase that names somebody, not a place or a topic ("Ukraine war: …"); behind it a
    preposition may say where or on what ("Lund on the truce: …")."""
    cut = next((at for at, token in enumerate(before) if at and token.pos_ == "ADP" and token.lower_ != "of"), None)
    phrase = before[:cut]
    head = phrase[-1]
    if phrase[0].pos_ == "DET":
        return None
    if head.lower_ in names:
        return head
    lemma = head.lemma_.lower()
    if cut is not None or any(token.pos_ in _WRITTEN for token in phrase) or words.cannot_hold(head):
        return None
    return head if lemma in words.people or lemma in words.collective else None


def _tells(after: Sequence[Token], quotes: Sequence[Quote]) -> bool:
    """There is a clause behind the colon, not a list, and not a quotation, which finds its holder otherwise."""
    if sum(token.is_alpha for token in after) < _LEAST_WORDS:
        return False
    if any(quote.start == after[0].idx for quote in quotes):
        return False
    return any(token.pos_ in _WRITTEN for token in after) or after[0].sent.start == 0


def colon_cue(quote: Quote, tokens: Sequence[Token], words: CueWords, *, alone: bool = False) -> Attribution | None:
    """ "Syrskii: “…”": a name, a colon, a quotation. `alone` asks for a line with nothing else before the colon."""
    before = [token for token in tokens if token.idx < quote.start and not token.is_space]
    if len(before) < 2 or before[-1].text != ":":
        return None
    name, colon = before[-2], before[-1]
    # The tagger takes a bare surname in front of a colon for a verb.
    bare = len(before) == 2 and name.text.istitle() and name.lemma_.lower() not in words.verbs
    return _marked(colon, name) if bare or (name.pos_ in {"PROPN", "NOUN"} and not alone) else None


def signature_cue(quote: Quote, tokens: Sequence[Token]) -> Attribution | None:
    """ "“We hold on.” — Ada Lund, a teacher": a dash and a name behind a quotation end its line."""
    after = [token for token in tokens if token.idx >= quote.end - 1 and not token.is_space]
    dash = next(_dashes(after, quote), None)
    if dash is None:
        return None
    signed = [token for token in after if token.i > dash.i]
    if not 0 < len(signed) <= _LONGEST_SIGNATURE or any(token.pos_ in _WRITTEN for token in signed):
        return None
    name = [token for token in signed if token.pos_ == "PROPN" and token.i - signed[0].i == signed.index(token)]
    return _marked(dash, name[-1]) if name and name[0] is signed[0] else None


def _dashes(after: Sequence[Token], quote: Quote) -> Iterator[Token]:
    """The dash that follows the closing mark, which the tokeniser may leave glued to it."""
    for token in after[:2]:
        if token.idx + len(token) > quote.end and token.text.endswith(DASHES):
            yield token
        elif token.idx >= quote.end:
            return


def _marked(mark: Token, holder: Token) -> Attribution:
    cue: Range = (mark.i, mark.i + 1)
    return Attribution(act="report", anchor=mark, cue=cue, holder=holder, contents=(), direct=True)
