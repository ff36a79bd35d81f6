"""What a word that tells an event acts on, as the parse has it."""

from collections.abc import Iterator

from spacy.tokens import Token

from vedette.understand.events.actors import object_of

_MEASURES = frozenset(
    {"round", "effort", "number", "series", "state", "total", "ton", "tonne", "dozen", "shipment", "batch", "convoy"}
)
_LEADING = frozenset({"from", "of", "on", "in", "into", "to", "out", "for", "at", "upon"})


def direct(token: Token) -> Iterator[Token]:
    """The object, or the subject of a passive, with those joined to it."""
    whole = object_of(token)
    if whole is not None:
        yield whole
        yield from whole.conjuncts


def objects(token: Token) -> Iterator[Token]:
    """Direct objects, what stands behind a preposition, and a clause that is governed."""
    for whole in direct(token):
        yield whole
        yield from (each for each in whole.children if each.dep_ in {"compound", "amod"})
        if whole.lemma_ in _MEASURES:
            yield from (each for each in whole.subtree if each.dep_ == "pobj")
    for child in token.children:
        if child.dep_ in {"prep", "prt"} and child.lower_ in _LEADING:
            yield from (each for each in child.children if each.dep_ == "pobj")
            yield from (c for each in child.children if each.dep_ == "pobj" for c in each.conjuncts)
        elif child.dep_ in {"xcomp", "ccomp"}:
            yield child
            yield from (each for each in child.children if each.dep_ == "dobj")


def arguments(token: Token) -> Iterator[Token]:
    """Direct arguments, with those joined to them and those behind a preposition."""
    for child in token.children:
        if child.dep_ in {"dobj", "nsubjpass", "pobj", "attr", "nsubj", "advmod", "npadvmod", "poss", "compound"}:
            yield child
            yield from (each for each in child.subtree if each.dep_ in {"conj", "compound", "pobj"})
        elif child.dep_ == "prep":
            yield from (each for each in child.subtree if each.dep_ in {"pobj", "conj"})
    if token.dep_ == "relcl":
        yield token.head
    passive_object = object_of(token)
    if passive_object is not None:
        yield passive_object
