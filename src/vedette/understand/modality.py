"""What kind of act a statement is, how sure its holder is, and under which condition."""

import re
from collections.abc import Sequence
from functools import cache

from spacy.tokens import Token

from vedette.model.statement import Certainty, Kind
from vedette.understand.content import Content, modality_words, read_content, words_of
from vedette.understand.failing import is_denied_noun
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
def _phrases(language: str) -> re.Pattern[str]:
    phrases = sorted(load(language, "modality")["condition"]["phrases"], key=len, reverse=True)
    return re.compile(r"\b(?:" + "|".join(map(re.escape, phrases)) + r")\b", re.IGNORECASE)


def certainty_of(tokens: Sequence[Token], act: str, language: str) -> Certainty:
    """The weakest hedge outside conditions and relative clauses decides; a denial is a denial."""
    if act == "denial":
        return "denied"
    found: set[Certainty] = set()
    for token in tokens:
        words = words_of([token], language)
        levels = {level for level in _ORDER if words & modality_words(language, "certainty", level)}
        if not levels or _aside(token, tokens) or _is_ruled_out(token):
            continue
        found |= {"unconfirmed"} if "confirmed" in levels and _is_unproven(token) else levels
    if act == "speculation":
        found.add("possible")
    return next((level for level in _ORDER if level in found), "asserted")


def unsaid_certainty(cue: Token, act: str, language: str = "en") -> Certainty | None:
    """ "could not confirm that" and "no evidence that" leave their content open, "does not believe that" turns it down;
    None for other cues."""
    if cue.lemma_ in load(language, "modality")["evidence"]["nouns"] and cue.pos_ == "NOUN":
        return "unconfirmed" if is_denied_noun(cue) else None
    if cue.pos_ != "VERB" or not any(child.dep_ == "neg" for child in cue.children):
        return None
    return _UNSAID.get(act)


def _is_unproven(token: Token) -> bool:
    """ "could not be verified", "not yet confirmed", "not possible to verify"."""
    above = [token, *([token.head] if token.dep_ in {"xcomp", "acomp", "attr"} else [])]
    above += [each.head for each in above[1:] if each.dep_ in {"acomp", "attr"}]
    return any(child.dep_ == "neg" for each in above for child in each.children)


def _is_ruled_out(token: Token) -> bool:
    """ "could not afford" leaves nothing open, nor does a "potential" that is a thing's, not the clause's."""
    if token.dep_ == "aux" and token.lower_ in {"could", "can"}:
        return any(child.dep_ == "neg" for child in token.head.children)
    if token.lower_ in {"possible", "potential"}:
        return token.pos_ == "NOUN" or (token.dep_ == "amod" and token.head.dep_ == "pobj")
    return False


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
    if act in _SETTLED:
        return _SETTLED[act]
    if not tokens:
        return "report" if witness or not attributed else "claim"
    content = read_content(tokens, language)
    own = attributed and not witness
    if act == "warning":
        return _warned(content, conditional=conditional, own=own)
    if own and content.threatens(conditional=conditional):
        return "threat"
    if own and content.admits():
        return "admission"
    if act == "question" or tokens[-1].text == "?":
        return "question"
    return _by_content(content, act, attributed=attributed, witness=witness)


def _warned(content: Content, *, conditional: bool, own: bool) -> Kind:
    """ "warned against doing", "warned of force if …", "warned that it will"."""
    if content.follows("against"):
        return "call"
    if conditional and (content.forceful or (own and content.massive)):
        return "threat"
    return "prediction" if content.future else "claim"


def _by_content(content: Content, act: str, *, attributed: bool, witness: bool) -> Kind:
    own = attributed and not witness
    if content.obliges() or (own and content.asks()):
        return "call"
    if own and content.intends():
        return "intent"
    if act == "prediction" or content.foretells():
        return "prediction"
    if content.may_be():
        return "prediction" if attributed else "speculation"
    if act == "judgement" or content.evaluates(outlet=not attributed):
        return "judgement"
    if own and content.weighs():
        return "judgement"
    if act == "claim":
        return "claim"
    return "report" if witness or not attributed else "claim"


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
