"""Who acts in an event, and upon whom."""

from collections.abc import Iterator

from spacy.tokens import Token

from vedette.model.mention import Actor, Role
from vedette.reference.institutions import Institutions
from vedette.understand.clauses import subject
from vedette.understand.events.words import EventWords
from vedette.understand.passage import Passage, noun_phrase

_LEAST = 2


def find_actors(trigger: Token, passage: Passage, institutions: Institutions, words: EventWords) -> tuple[Actor, ...]:
    """The actor first, then targets; an event whose text names nobody has none. Another event
    ("the strike killed two") is nobody."""
    roles = _undergone_roles(trigger) if trigger.lemma_.lower() in words.undergone else _roles(trigger)
    return tuple(_actor(token, role, passage, institutions) for token, role in roles if _names_somebody(token, words))


def _names_somebody(token: Token, words: EventWords) -> bool:
    if token.pos_ == "NOUN" and token.lemma_.lower() in words.nouns:
        return False
    return token.pos_ in {"NOUN", "PROPN", "NUM", "ADJ", "X"} and token.ent_type_ not in {"DATE", "TIME"}


def _undergone_roles(trigger: Token) -> Iterator[tuple[Token, Role]]:
    """ "The town fell to the rebels": the subject is a target."""
    yield from ((each, "actor") for each in _behind(trigger, {"to"}))
    acting = subject(trigger)
    if acting is not None:
        yield acting, "target"


def _roles(trigger: Token) -> Iterator[tuple[Token, Role]]:
    if trigger.pos_ == "NOUN":
        yield from _noun_roles(trigger)
        return
    acting = subject(trigger)
    if acting is not None:
        yield acting, "actor"
    target = object_of(trigger)
    if target is not None and target != acting:
        yield target, "target"
    elif target is None:
        yield from ((each, "target") for each in _behind(trigger, {"against", "on", "at", "upon", "with"}))


def object_of(verb: Token) -> Token | None:
    """Direct object, or the subject of a passive."""
    for child in verb.children:
        if child.dep_ in {"dobj", "nsubjpass"}:
            return verb.head if child.tag_ in {"WDT", "WP"} and verb.dep_ == "relcl" else child
    return verb.head if verb.dep_ == "acl" and verb.tag_ == "VBN" and verb.head.pos_ in {"NOUN", "PROPN"} else None


def _noun_roles(noun: Token) -> Iterator[tuple[Token, Role]]:
    for child in noun.children:
        if child.dep_ == "poss" or (
            child.dep_ in {"amod", "compound", "nmod"} and child.ent_type_ in {"NORP", "GPE", "ORG", "PERSON"}
        ):
            yield child, "actor"
    yield from ((each, "actor") for each in _behind(noun, {"by"}))
    yield from ((each, "target") for each in _behind(noun, {"on", "against", "of", "into"}))


def _behind(token: Token, prepositions: set[str]) -> Iterator[Token]:
    for child in token.children:
        if child.dep_ in {"prep", "agent"} and child.lower_ in prepositions:
            yield from (each for each in child.children if each.dep_ == "pobj")


def _actor(token: Token, role: Role, passage: Passage, institutions: Institutions) -> Actor:
    start, end = noun_phrase(token, apposition=False)
    doc = token.doc
    while end - start >= _LEAST and doc[start].lower_ in {"the", "a", "an", "these", "those", "some", "no"}:
        start += 1
    while end - start >= _LEAST and doc[end - 1].text in {"’s", "'s", ",", "”"}:
        end -= 1
    span = passage.token_span(doc[start], doc[end - 1])
    name = str(doc[start:end].text)
    person = institutions.person(name)
    country = person.country if person else institutions.country_of(name)
    return Actor(name=person.full_name if person else name, span=span, role=role, country=country)
