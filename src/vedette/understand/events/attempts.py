"""Deeds that are only tried: "tried to seize", "the attempt to take", "failed to hold"."""

from spacy.tokens import Token

from vedette.understand.events.control_words import ControlWords
from vedette.understand.events.ground import lemma_of

_NEAR = 6


def is_tried(token: Token, words: ControlWords) -> bool:
    """ "tried to seize", "abandoned the attempt to take", "did not manage to hold"."""
    above, steps = token, 0
    while above.dep_ in {"xcomp", "acl", "pcomp", "pobj", "prep", "dobj", "ccomp"} and steps < _NEAR:
        above, steps = above.head, steps + 1
        if _tries(above, words):
            return True
        if above.pos_ == "VERB" and above.dep_ not in {"xcomp", "acl", "pcomp"}:
            break
    before = list(token.doc[max(0, token.i - 5) : token.i])
    led = next((each for each in reversed(before) if each.pos_ not in {"ADV"}), None)
    if led is None or led.lower_ not in {"to", "at", "of"}:
        return False
    return any(_tries(each, words) for each in before[-4:] if each.i < led.i)


def _tries(token: Token, words: ControlWords) -> bool:
    lemma = lemma_of(token)
    if lemma in words.trying:
        return True
    return lemma in {"manage", "able"} and any(each.dep_ == "neg" for each in (*token.children, *token.head.children))
