"""The light parse: words with their readings; quotation marks as « and », whichever the text has."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from vedette.model.ids import DocumentId
from vedette.understand.light.forms import Form
from vedette.understand.light.sentences import Parse, Sentence, Word
from vedette.understand.light.tokens import Token, sentences_of, tokens_of
from vedette.understand.western.forms import WordTables, forms_of, word_tables

_NUMBER = (Form("", "number"),)
_SIGN = (Form("", "punctuation"),)
_OPENING = {"de": "„»‚", "fr": "«“"}
_CLOSING = {"de": "“”«‘", "fr": "»”"}
_LONGEST_ORDINAL, _LONGEST_WORD = 3, 60
_BREAKS = frozenset(",;:.!?…—–)»")
_PARTICLE_REACH = 30
_GUARDED = frozenset({"preposition", "conjunction"})


def parse(text: str, document: DocumentId, language: str, start: int = 0, end: int | None = None) -> Parse:
    """`text[start:end]` in sentences; every offset is one into `text`."""
    end = len(text) if end is None else end
    tables = word_tables(language)
    tokens = _quoted(tokens_of(text, start, end, language), language)
    if tables.ordinal_stop:
        tokens = list(_with_ordinals(tokens, tables))
    sentences = tuple(_sentence(each, language, tables) for each in sentences_of(text, tokens, language))
    return Parse(document=document, language=language, text=text, start=start, end=end, sentences=sentences)


def _quoted(tokens: Sequence[Token], language: str) -> list[Token]:
    """German closes with the mark that others open with; straight marks take turns."""
    opens = True
    made: list[Token] = []
    for token in tokens:
        text = token.text
        if text == '"':
            text, opens = ("«" if opens else "»"), not opens
        elif text in _OPENING[language]:
            text = "«"
        elif text in _CLOSING[language]:
            text = "»"
        made.append(token if text == token.text else Token(text, token.start, token.end))
    return made


def _with_ordinals(tokens: Sequence[Token], tables: WordTables) -> Iterator[Token]:
    """ "12. Mai": the full stop is the number's."""
    at = 0
    while at < len(tokens):
        token = tokens[at]
        if _is_ordinal(tokens, at, tables):
            yield Token(token.text + ".", token.start, tokens[at + 1].end)
            at += 2
            continue
        yield token
        at += 1


def _is_ordinal(tokens: Sequence[Token], at: int, tables: WordTables) -> bool:
    token = tokens[at]
    if at + 2 >= len(tokens) or not token.text.isdecimal() or len(token.text) > _LONGEST_ORDINAL:
        return False
    stop, after = tokens[at + 1], tokens[at + 2]
    if stop.text != "." or stop.start != token.end or not after.text[0].isalpha():
        return False
    return after.text in {"und", "bis"} or (after.text[0].isupper() and after.text.lower() not in tables.known)


def _sentence(tokens: Sequence[Token], language: str, tables: WordTables) -> Sentence:
    words = [_word(token, number, language) for number, token in enumerate(tokens)]
    if tables.particles:
        _join_particles(words, tables)
    return Sentence(words=tuple(words), language=language, start=tokens[0].start, end=tokens[-1].end)


def _word(token: Token, number: int, language: str) -> Word:
    lower = token.text.lower().replace("’", "'")
    forms = _forms(token.text, language)
    return Word(
        text=token.text, lower=lower, start=token.start, end=token.end, index=number, forms=forms,
        lemmas=_lemmas(forms, lower),
    )  # fmt: skip


@lru_cache(maxsize=100_000)
def _lemmas(forms: tuple[Form, ...], lower: str) -> frozenset[str]:
    return frozenset([lower, *(form.lemma for form in forms if form.lemma)])


def _forms(text: str, language: str) -> tuple[Form, ...]:
    bare = text.lstrip("#@")
    first = bare[:1]
    if first.isdigit():
        return _NUMBER
    return forms_of(bare[:_LONGEST_WORD], language) if first.isalpha() else _SIGN


def _join_particles(words: list[Word], tables: WordTables) -> None:
    """ "teilte … mit": the finite verb gets the lemma of both, in front."""
    for at, word in enumerate(words):
        told = next((form for form in word.forms if form.pos == "verb" and form.lemma in tables.particles), None)
        if told is None or (word.is_capital and at):
            continue
        joined = _particle_behind(words, at, tables.particles[told.lemma])
        if joined is not None:
            forms = (replace(told, lemma=joined), *word.forms)
            words[at] = replace(word, forms=forms, lemmas=word.lemmas | {joined})


def _particle_behind(words: Sequence[Word], verb: int, particles: dict[str, str]) -> str | None:
    """At the end of its clause."""
    for at in range(verb + 1, min(len(words), verb + _PARTICLE_REACH)):
        if words[at].lower in particles:
            after = words[at + 1] if at + 1 < len(words) else None
            if after is None or after.text[0] in _BREAKS or (after.pos in _GUARDED and not after.may_be("preposition")):
                return particles[words[at].lower]
    return None
