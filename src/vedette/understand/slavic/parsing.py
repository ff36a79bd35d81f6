"""The light parse: words with their dictionary forms, that first which agrees with the words beside it."""

from collections.abc import Callable, Sequence
from functools import cache, lru_cache

from vedette.model.ids import DocumentId
from vedette.understand.lexicon import load
from vedette.understand.light.forms import Case, Form
from vedette.understand.light.sentences import Parse, Sentence, Word
from vedette.understand.light.tokens import Token, sentences_of, tokens_of
from vedette.understand.slavic.forms import forms_of

_LATIN = (Form("", "latin"),)
_NUMBER = (Form("", "number"),)
_SIGN = (Form("", "punctuation"),)
_REACH = 3


def parse(text: str, document: DocumentId, language: str, start: int = 0, end: int | None = None) -> Parse:
    """`text[start:end]` in sentences; every offset is one into `text`."""
    end = len(text) if end is None else end
    tokens = tokens_of(text, start, end, language)
    sentences = tuple(_sentence(each, language) for each in sentences_of(text, tokens, language))
    return Parse(document=document, language=language, text=text, start=start, end=end, sentences=sentences)


def _sentence(tokens: Sequence[Token], language: str) -> Sentence:
    forms = [_forms(token.text, language) for token in tokens]
    _agree(tokens, forms, language)
    words = tuple(_word(token, number, each) for number, (token, each) in enumerate(zip(tokens, forms, strict=True)))
    return Sentence(words=words, language=language, start=tokens[0].start, end=tokens[-1].end)


def _word(token: Token, number: int, forms: tuple[Form, ...]) -> Word:
    lower = token.text.lower()
    lemmas = _lemmas(forms, lower)
    return Word(
        text=token.text, lower=lower, start=token.start, end=token.end, index=number, forms=forms, lemmas=lemmas
    )  # fmt: skip


@lru_cache(maxsize=200_000)
def _lemmas(forms: tuple[Form, ...], lower: str) -> frozenset[str]:
    return frozenset([form.lemma or lower for form in forms])


def _forms(text: str, language: str) -> tuple[Form, ...]:
    first = text.lstrip("#@")[:1]
    if "\u0400" <= first <= "\u052f":
        return forms_of(text.lstrip("#@").lower(), language)
    if first.isdigit():
        return _NUMBER
    return _LATIN if first.isalpha() else _SIGN


def _agree(tokens: Sequence[Token], forms: list[tuple[Form, ...]], language: str) -> None:
    """What follows a preposition has one of the cases it takes, and an adjective agrees with its noun."""
    taken = _governed(language)
    for number, token in enumerate(tokens):
        cases = taken.get(token.text.lower())
        if cases is None or not any(form.pos == "preposition" for form in forms[number]):
            continue
        follower = forms[number + 1] if number + 1 < len(forms) else ()
        if any(form.case in cases for form in follower):
            forms[number] = _first(forms[number], lambda form: form.pos == "preposition")
            for after in range(number + 1, min(number + 1 + _REACH, len(forms))):
                forms[after] = _first(forms[after], lambda form: form.case in cases)  # noqa: B023
                if forms[after][0].pos not in {"adjective", "participle", "numeral"}:
                    break
    for number in range(len(forms) - 2, -1, -1):
        if any(form.pos in {"adjective", "participle"} for form in forms[number]):
            _agreeing(forms, number)


def _agreeing(forms: list[tuple[Form, ...]], number: int) -> None:
    """An adjective and what stands behind it take the first readings that agree, if some do."""
    for noun in forms[number + 1]:
        if noun.pos not in {"noun", "adjective", "participle"} or noun.case is None:
            continue
        fits = [form for form in forms[number] if form.pos in {"adjective", "participle"} and _fit(form, noun)]
        if fits:
            forms[number] = _first(forms[number], lambda form: form in fits)  # noqa: B023
            forms[number + 1] = _first(forms[number + 1], lambda form: form == noun)  # noqa: B023
            return


def _fit(adjective: Form, noun: Form) -> bool:
    if adjective.case != noun.case or adjective.number != noun.number:
        return False
    return adjective.number == "plural" or None in {adjective.gender, noun.gender} or adjective.gender == noun.gender


def _first(forms: tuple[Form, ...], wanted: Callable[[Form], bool]) -> tuple[Form, ...]:
    """The readings with the wanted ones in front."""
    if wanted(forms[0]):
        return forms
    fitting = [form for form in forms if wanted(form)]
    return (*fitting, *(form for form in forms if not wanted(form))) if fitting else forms


@cache
def _governed(language: str) -> dict[str, frozenset[Case]]:
    table: dict[str, list[Case]] = load(language, "sentences")["prepositions"]
    found: dict[str, frozenset[Case]] = {}
    for case, words in table.items():
        for word in words:
            found[word] = found.get(word, frozenset()) | {case}  # type: ignore[arg-type]
    return found
