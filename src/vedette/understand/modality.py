"""What kind of act a statement is, how sure its holder is, and under which condition."""

import re
from collections.abc import Sequence
from functools import cache

from spacy.tokens import Token

from vedette.model.statement import Certainty, Kind
from vedette.understand.lexicon import load

_ORDER: tuple[Certainty, ...] = ("unconfirmed", "possible", "probable", "confirmed")

# Acts that the cue settles, whatever the content says.
_SETTLED: dict[str, Kind] = {
    "denial": "denial",
    "admission": "admission",
    "threat": "threat",
    "speculation": "speculation",
    "intent": "intent",
    "call": "call",
}
_UNSAID: dict[str, Certainty] = {
    "report": "unconfirmed",
    "claim": "unconfirmed",
    "admission": "unconfirmed",
    "denial": "unconfirmed",
    "judgement": "denied",
    "prediction": "denied",
}


@cache
def _table(language: str, section: str, key: str) -> frozenset[str]:
    return frozenset(load(language, "modality")[section][key])


@cache
def _phrases(language: str) -> re.Pattern[str]:
    phrases = sorted(load(language, "modality")["condition"]["phrases"], key=len, reverse=True)
    return re.compile(r"\b(?:" + "|".join(map(re.escape, phrases)) + r")\b", re.IGNORECASE)


def certainty_of(tokens: Sequence[Token], act: str, language: str) -> Certainty:
    """The weakest hedge outside conditions and relative clauses decides; a denial is a denial."""
    if act == "denial":
        return "denied"
    found: set[Certainty] = set()
    for token in tokens:
        words = _words([token], language)
        levels = {level for level in _ORDER if words & _table(language, "certainty", level)}
        if levels and not _aside(token, tokens):
            found |= levels
    if act == "speculation":
        found.add("possible")
    return next((level for level in _ORDER if level in found), "asserted")


def unsaid_certainty(cue: Token, act: str) -> Certainty | None:
    """ "could not confirm that" leaves its content open, "does not believe that" turns it down; None for other cues."""
    if cue.pos_ != "VERB" or not any(child.dep_ == "neg" for child in cue.children):
        return None
    return _UNSAID.get(act)


def _aside(token: Token, tokens: Sequence[Token]) -> bool:
    """Inside a relative clause or a condition, a hedge does not weaken the whole."""
    first, last = tokens[0].i, tokens[-1].i
    for above in (token, *token.ancestors):
        if not first <= above.i <= last:
            return False
        if above.dep_ == "relcl":
            return True
        if above.dep_ == "advcl" and any(child.dep_ == "mark" for child in above.children):
            return True
    return False


def kind_of(
    tokens: Sequence[Token], act: str, *, attributed: bool, conditional: bool, witness: bool, language: str
) -> Kind:
    """The act of the cue, unless the content itself threatens, asks, calls, predicts or judges.

    `witness` holders (pollsters, agencies, outlets, observers) report where a party claims.
    """
    words = _words(tokens, language)
    if act in _SETTLED:
        return _SETTLED[act]
    future = bool(words & _table(language, "future", "words"))
    forceful = bool(words & _table(language, "force", "words"))
    if act == "warning":
        return "threat" if conditional and forceful else ("prediction" if future else "claim")
    if attributed and not witness and _is_threat(tokens, words, conditional, forceful, language):
        return "threat"
    if attributed and not witness and _is_admission(tokens, words, language):
        return "admission"
    if act == "question" or (tokens and tokens[-1].doc[tokens[-1].i].text == "?"):
        return "question"
    return _by_content(tokens, words, act, attributed=attributed, future=future, witness=witness, language=language)


def _words(tokens: Sequence[Token], language: str) -> set[str]:
    """Forms and lemmas; "May" and "will" only as verbs."""
    homographs = _table(language, "modal", "homographs")
    counted = [token for token in tokens if token.lower_ not in homographs or token.tag_ in {"MD", "VB", "VBP"}]
    return {token.lower_ for token in counted} | {token.lemma_.lower() for token in counted}


def _is_threat(tokens: Sequence[Token], words: set[str], conditional: bool, forceful: bool, language: str) -> bool:
    """Force announced under a condition or by the holder's own will, or weapons of mass destruction held out."""
    modal = bool(words & (_table(language, "future", "words") | _table(language, "certainty", "possible")))
    if forceful and modal and (conditional or _own_will(tokens, words)):
        return True
    return modal and bool(words & _table(language, "force", "mass"))


def _is_admission(tokens: Sequence[Token], words: set[str], language: str) -> bool:
    """The holder's own situation worsens, or "we" lose."""
    if not words & _table(language, "adversity", "verbs"):
        return False
    root = next((token for token in tokens if token.lemma_.lower() in _table(language, "adversity", "verbs")), None)
    own = [child for child in root.children if child.dep_ in {"nsubj", "nsubjpass"}] if root is not None else []
    return any(
        child.lower_ in {"we", "situation", "position"} or any(c.lower_ == "our" for c in child.children)
        for child in own
    )


def _own_will(tokens: Sequence[Token], words: set[str]) -> bool:
    """ "We will …": the holder's own future force."""
    if not words & {"we", "i", "our", "us"}:
        return False
    return any(
        token.lower_ in {"will", "shall", "would"}
        and any(c.dep_ == "nsubj" and c.lower_ in {"we", "i"} for c in token.head.children)
        for token in tokens
    )


def _is_copular(tokens: Sequence[Token]) -> bool:
    """The content's own head says what something is or is like."""
    inside = {token.i for token in tokens}
    head = next((token for token in tokens if token.head.i not in inside or token.head == token), None)
    if head is None or head.lemma_ != "be":
        return False
    return any(child.dep_ in {"acomp", "attr"} and not _is_counted(child) for child in head.children)


def _is_counted(token: Token) -> bool:
    return any(each.like_num for each in token.subtree)


def _by_content(
    tokens: Sequence[Token], words: set[str], act: str, *, attributed: bool, future: bool, witness: bool, language: str
) -> Kind:
    if words & _table(language, "obligation", "words") and not words & {"may", "might"}:
        return "call"
    if act == "prediction" or "will" in words or "'ll" in words or "’ll" in words:
        return "prediction"
    if words & {"may", "might", "could"}:
        return "prediction" if attributed else "speculation"
    if act == "judgement" or words & _table(language, "evaluation", "words"):
        return "judgement"
    if not witness and attributed and _is_copular(tokens):
        return "judgement"
    if act == "claim":
        return "claim"
    return "report" if witness or not attributed else "claim"


def find_condition(tokens: Sequence[Token], language: str) -> tuple[int, int] | None:
    """Token indices (end exclusive) of the first condition among the tokens."""
    if not tokens:
        return None
    markers = _table(language, "condition", "markers")
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
    start = min(mark.i, max(head.left_edge.i, tokens[0].i)) if mark.lower_ == "should" else mark.i
    end = min(head.right_edge.i, tokens[-1].i) + 1
    doc = mark.doc
    while end - 1 > mark.i and (doc[end - 1].is_punct or doc[end - 1].is_space) and doc[end - 1].text not in {"”", '"'}:
        end -= 1
    return start, max(end, mark.i + 1)


def _phrase_condition(tokens: Sequence[Token], language: str) -> tuple[int, int] | None:
    doc = tokens[0].doc
    offset = tokens[0].idx
    match = _phrases(language).search(doc[tokens[0].i : tokens[-1].i + 1].text)
    if match is None:
        return None
    first = next(token for token in tokens if token.idx + len(token) > offset + match.start())
    end = min(max(first.right_edge.i, _governed_end(first)), tokens[-1].i) + 1
    while end - 1 > first.i and doc[end - 1].is_punct:
        end -= 1
    return first.i, end


def _governed_end(token: Token) -> int:
    head = token.head
    return int(head.right_edge.i) if token.dep_ in {"mark", "advmod"} and head.i > token.i else int(token.right_edge.i)
