"""Under which condition something is said: a clause, a phrase, or words that only imply one."""

import re
from collections.abc import Sequence
from functools import cache

from spacy.tokens import Token

from vedette.understand.content import modality_words
from vedette.understand.lexicon import load

_CLOSING = frozenset({"”", '"'})
_SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj"})


@cache
def _phrases(language: str) -> re.Pattern[str]:
    phrases = sorted(load(language, "modality")["condition"]["phrases"], key=len, reverse=True)
    return re.compile(r"\b(?:" + "|".join(map(re.escape, phrases)) + r")\b", re.IGNORECASE)


def find_condition(tokens: Sequence[Token], language: str) -> tuple[int, int] | None:
    """Token indices (end exclusive) of the first condition among the tokens."""
    if not tokens:
        return None
    markers = modality_words(language, "condition", "markers")
    for token in tokens:
        if token.lower_ not in markers:
            continue
        if token.dep_ == "mark" and token.lower_ != "should":
            return _clause_of(token, tokens)
        if token.lower_ == "should" and token.dep_ == "aux" and _inverted(token):
            return _clause_of(token, tokens)
    return _phrase_condition(tokens, language)


def _inverted(aux: Token) -> bool:
    """ "should Sweden join": the auxiliary before its subject, and no question mark after."""
    own = next((child for child in aux.head.children if child.dep_ in {"nsubj", "nsubjpass"}), None)
    return own is not None and aux.i < own.i


def _clause_of(mark: Token, tokens: Sequence[Token]) -> tuple[int, int]:
    head = mark.head
    end = min(head.right_edge.i, tokens[-1].i) + 1
    return mark.i, _closed(mark, end)


def _closed(first: Token, end: int) -> int:
    """Less the marks, spaces and conjunctions that only lead on to what comes after."""
    doc = first.doc
    while end - 1 > first.i and _leads_on(doc[end - 1]):
        end -= 1
    return end


def _leads_on(token: Token) -> bool:
    return token.dep_ == "cc" or token.is_space or (token.is_punct and token.text not in _CLOSING)


def _phrase_condition(tokens: Sequence[Token], language: str) -> tuple[int, int] | None:
    doc = tokens[0].doc
    offset = tokens[0].idx
    match = _phrases(language).search(doc[tokens[0].i : tokens[-1].i + 1].text)
    if match is None:
        return None
    first = next(token for token in tokens if token.idx + len(token) > offset + match.start())
    end = min(max(first.right_edge.i, _governed_end(first)), tokens[-1].i) + 1
    return first.i, _closed(first, end)


def _governed_end(token: Token) -> int:
    head = token.head
    return int(head.right_edge.i) if token.dep_ in {"mark", "advmod"} and head.i > token.i else int(token.right_edge.i)


def implied_condition(tokens: Sequence[Token], language: str) -> tuple[int, int] | None:
    """A condition without a conjunction: "cannot last without guarantees", "can win, given the weapons", "defeat could
    lead to war", "may retaliate against …", "imagine that they succeeded"."""
    inside = {token.i for token in tokens}
    for token in tokens:
        found = _phrase_beside(token, language) or _cause(token, language) or _imagined(token, language)
        if found is not None and found[0] in inside and found[1] - 1 in inside:
            return found[0], _closed(token.doc[found[0]], found[1])
    return None


def _phrase_beside(prep: Token, language: str) -> tuple[int, int] | None:
    verb = prep.head
    if prep.dep_ != "prep" or verb.pos_ not in {"VERB", "AUX"} or not any(prep.children) or prep.i < verb.i:
        return None
    word, whole = prep.lower_, (prep.i, prep.right_edge.i + 1)
    if word == "without":
        return whole if _is_denied(verb) else None
    if word == "given":
        return whole if _modal(verb, language) else None
    answering = modality_words(language, "condition", "answering")
    answered = word in modality_words(language, "condition", "answered") and verb.lemma_ in answering
    return whole if answered and _modal(verb, language) else None


def _is_denied(verb: Token) -> bool:
    """ "cannot expect", "will never be": somewhere in the chain of verbs above."""
    above: Token | None = verb
    for _ in range(3):
        if above is None:
            return False
        if any(child.dep_ == "neg" or child.lower_ == "impossible" for child in above.children):
            return any(child.tag_ == "MD" or child.lower_ in {"impossible", "ca"} for child in above.children)
        above = above.head if above.dep_ in {"xcomp", "ccomp"} else None
    return False


def _modal(verb: Token, language: str) -> bool:
    wanted = modality_words(language, "modal", "possible") | modality_words(language, "modal", "foreseen")
    return any(child.dep_ == "aux" and child.lower_ in wanted for child in verb.children)


def _cause(verb: Token, language: str) -> tuple[int, int] | None:
    """The subject of "could lead to war": what may happen first. Persons, states and "this" are no conditions."""
    if verb.lemma_ not in modality_words(language, "condition", "leading") or not _modal(verb, language):
        return None
    cause = next((child for child in verb.children if child.dep_ in _SUBJECTS), None)
    if (
        cause is None
        or cause.pos_ not in {"NOUN", "VERB"}
        or any(child.tag_ == "DT" and child.lower_ in {"this", "that", "these", "those"} for child in cause.children)
    ):
        return None
    dire = modality_words(language, "force", "mass") | modality_words(language, "condition", "dire")
    after = (token for token in verb.subtree if token.i > verb.i)
    return (cause.left_edge.i, cause.right_edge.i + 1) if any(t.lemma_.lower() in dire for t in after) else None


def _imagined(verb: Token, language: str) -> tuple[int, int] | None:
    """ "Imagine that the offensive succeeded. Then …"."""
    if verb.lemma_.lower() not in modality_words(language, "condition", "imagining") or verb.tag_ not in {"VB", "VBP"}:
        return None
    if any(child.dep_ in _SUBJECTS for child in verb.children):
        return None
    clause = next((child for child in verb.children if child.dep_ == "ccomp" and child.i > verb.i), None)
    if clause is None:
        return None
    mark = next((child for child in clause.children if child.dep_ == "mark"), None)
    start = mark.i + 1 if mark is not None else clause.left_edge.i
    return start, clause.right_edge.i + 1
