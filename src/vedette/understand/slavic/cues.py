"""Words that attribute: verbs, phrases, short adjectives, and nouns with a clause."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from vedette.understand.light.sentences import Word
from vedette.understand.slavic.attribution_words import AttributionWords

_FINITE = frozenset({"verb", "gerund"})
_DASHES = frozenset("—–-")


@dataclass(frozen=True, slots=True)
class Cue:
    """Words `first` to before `end`. `government` is set for phrases ("по данным" with a genitive), else empty."""

    first: int
    end: int
    lemma: str
    act: str
    government: str = ""
    gerund: bool = False
    plural: bool = False
    noun: bool = False


def find_cues(words: Sequence[Word], known: AttributionWords) -> Iterator[Cue]:
    """In order, none overlapping."""
    at = 0
    while at < len(words):
        cue = (
            _phrase(words, at, known) or _verb(words, at, known) or _short(words, at, known) or _noun(words, at, known)
        )
        if cue is None:
            at += 1
        else:
            yield cue
            at = max(at + 1, cue.end)


def _phrase(words: Sequence[Word], at: int, known: AttributionWords) -> Cue | None:
    for government, sequence in known.openings.get(words[at].lower, ()):
        if tuple(word.lower for word in words[at : at + len(sequence)]) == sequence:
            return Cue(at, at + len(sequence), " ".join(sequence), "report", government)
    return None


def _verb(words: Sequence[Word], at: int, known: AttributionWords) -> Cue | None:
    word = words[at]
    form = next(
        (
            each
            for each in word.forms
            if each.pos in _FINITE and (each.lemma in known.acts or each.lemma in known.denied)
        ),
        None,
    )
    if (
        form is None
        or form.tense == "impr"
        or form.person in (1, 2)
        or word.pos in {"preposition", "conjunction", "pronoun"}
    ):
        return None
    if word.pos == "noun" and not word.may_be("verb"):
        return None
    lemma, first = form.lemma, at
    act = known.acts.get(lemma, "")
    before = words[at - 1].lower if at else ""
    if before == known.negation:
        act, first = known.denied.get(lemma) or ("denial" if act == "judgement" else ""), at - 1
    elif before in known.how and lemma in known.sayings:
        return None
    if not act:
        return None
    end = at + 1
    if end < len(words) and lemma in known.carrying | known.idle and words[end].lemmas & known.carried:
        end += 1
    elif lemma in known.idle:
        return None
    return Cue(first, end, lemma, act, gerund=form.pos == "gerund", plural=form.number == "plural")


def _short(words: Sequence[Word], at: int, known: AttributionWords) -> Cue | None:
    act = known.short.get(words[at].lower)
    if act is None:
        return None
    first = at - 1 if at and words[at - 1].lower == known.negation else at
    return Cue(first, at + 1, words[at].lower, act)


def _noun(words: Sequence[Word], at: int, known: AttributionWords) -> Cue | None:
    """ "Заявления противника о том, что": a noun with its clause."""
    word = words[at]
    if word.pos != "noun" or not ({word.lemma, word.lower} & known.nouns):
        return None
    size = len(known.about_that)
    for start in range(at + 1, min(at + 7, len(words) - size)):
        if tuple(each.lower for each in words[start : start + size]) == known.about_that:
            return Cue(at, at + 1, word.lemma, "claim", noun=True)
        if words[start].text in ",.;:" or words[start].may_be("verb"):
            return None
    return None


def is_dash(word: Word) -> bool:
    return word.text in _DASHES
