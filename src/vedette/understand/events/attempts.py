"""Deeds that are only tried: "tried to seize", "the attempt to take", "failed to hold", "massed troops to take"."""

from spacy.tokens import Token

from vedette.understand.events.control_words import ControlWords
from vedette.understand.events.ground import lemma_of

_NEAR = 6
_FAR = 20
_AWAITING = frozenset({"once", "before", "until", "till", "when", "if", "unless", "after", "whether"})


def is_tried(token: Token, words: ControlWords) -> bool:
    """ "tried to seize", "abandoned the attempt to take", "did not manage to hold"."""
    above, steps = token, 0
    while above.dep_ in {"xcomp", "acl", "pcomp", "pobj", "prep", "dobj", "ccomp"} and steps < _NEAR:
        above, steps = above.head, steps + 1
        if _tries(above, words):
            return True
        if above.pos_ == "VERB" and above.dep_ not in {"xcomp", "acl", "pcomp"}:
            break
    if _is_purpose(token, words) or _is_headed(token, words) or _is_awaited(token):
        return True
    before = list(token.doc[max(0, token.i - 5) : token.i])
    led = next((each for each in reversed(before) if each.pos_ not in {"ADV"}), None)
    if led is None or led.lower_ not in {"to", "at", "of"}:
        return False
    return any(_tries(each, words) for each in before[-4:] if each.i < led.i)


def _is_purpose(token: Token, words: ControlWords) -> bool:
    """ "to take" behind anything that does not bring it about."""
    first = token
    while first.dep_ == "conj" and first.head.pos_ == "VERB" and first.head.i < first.i:
        first = first.head
    if token.pos_ != "VERB" or not {first.tag_, token.tag_} & {"VB", "VBP"}:
        return False
    before = [each for each in token.doc[max(0, first.i - 3) : first.i] if each.pos_ != "ADV"]
    if not before:
        return False
    if before[-1].lower_ != "to" or before[-1].pos_ == "ADP":
        return False
    return lemma_of(first.head) not in words.achieving


def _is_headed(token: Token, words: ControlWords) -> bool:
    """ "Objective: surround the army and take A": bare verbs under a heading."""
    if token.tag_ not in {"VB", "VBP", "NN"} and token.lower_ != token.lemma_.lower():
        return False
    for i in range(token.i - 1, max(0, token.i - _FAR), -1):
        if token.doc[i].text in {".", ";", ")", "!", "?"} or "\n" in token.doc[i].text:
            return False
        if token.doc[i].text == ":":
            return lemma_of(token.doc[i - 1]) in words.trying
    return False


def _is_awaited(token: Token) -> bool:
    """ "once they take A", "before A falls"."""
    verb = next((each for each in (token, *token.ancestors) if each.pos_ == "VERB"), token)
    if verb.tag_ not in {"VBP", "VBZ", "VB"} or verb.dep_ not in {"advcl", "conj"}:
        return False
    opening = {child.lower_ for child in verb.children if child.dep_ in {"mark", "advmod"} and child.i < verb.i}
    return bool(opening & _AWAITING)


def _tries(token: Token, words: ControlWords) -> bool:
    lemma = lemma_of(token)
    if lemma in words.trying:
        return True
    return lemma in {"manage", "able"} and any(each.dep_ == "neg" for each in (*token.children, *token.head.children))
