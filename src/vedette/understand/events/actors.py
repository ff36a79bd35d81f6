"""Who acts in an event, and upon whom."""

from collections.abc import Iterable, Iterator
from itertools import islice

from spacy.tokens import Token

from vedette.model.mention import Actor, Role
from vedette.reference.institutions import Institutions
from vedette.understand.clauses import subject
from vedette.understand.events.naming import named_actor
from vedette.understand.events.words import EventType, EventWords
from vedette.understand.passage import Passage

_MOST_EACH = 6
_DEEPEST = 4
_NAMED = frozenset({"PERSON", "ORG", "GPE", "NORP"})
_NOBODY = frozenset(
    {"DATE", "TIME", "CARDINAL", "PERCENT", "MONEY", "QUANTITY", "ORDINAL", "EVENT", "LAW", "WORK_OF_ART"}
)
_TOWARDS = (
    "against", "on", "upon", "at", "with", "to", "from", "into", "toward", "towards", "over", "between", "for", "of",
    "around", "about", "behind", "among", "in",
)  # fmt: skip
_DOERS = frozenset({"nsubj", "csubj"})
_MAKING = frozenset({"force", "compel", "order", "oblige", "pressure", "cause"})
_MUTUAL = frozenset({"AGREE", "CONSULT", "COOPERATE", "SUPPORT", "REJECT", "ASSAULT", "SANCTION", "CONCEDE", "RETREAT"})
_PHYSICAL = frozenset({"ASSAULT", "RETREAT", "MOBILIZE", "COERCE"})


def find_actors(
    trigger: Token, kind: EventType, passage: Passage, institutions: Institutions, words: EventWords
) -> tuple[Actor, ...]:
    """The actor first, then targets; an event whose text names nobody has none. Another event
    ("the strike killed two") is nobody."""
    finder = _Parties(words, kind)
    acting, undergoing = finder.roles(trigger)
    if not undergoing and kind.plover in _MUTUAL and len(acting) > 1 and kind.change is None:
        acting, undergoing = acting[:1], acting[1:]
    named: dict[tuple[int, Role], Actor] = {}
    pairs: list[tuple[Token, Role]] = [(each, "actor") for each in acting]
    pairs += [(each, "target") for each in undergoing if each not in acting]
    for token, role in pairs:
        named.setdefault((token.i, role), named_actor(token, role, passage, institutions))
    return tuple(named.values())


def is_party(token: Token, words: EventWords) -> bool:
    """A person, a body or a force: somebody who can act."""
    if token.ent_type_ in _NAMED and token.pos_ in {"PROPN", "NOUN", "ADJ", "X"}:
        return True
    if token.ent_type_ in _NOBODY | {"LOC", "FAC"} and token.lemma_.lower() not in words.parties:
        return False
    return token.pos_ in {"NOUN", "PROPN"} and (token.pos_ == "PROPN" or token.lemma_.lower() in words.parties)


class _Parties:
    """Walks from a trigger to those who act in it and those it is done to."""

    def __init__(self, words: EventWords, kind: EventType) -> None:
        self._words = words
        self._kind = kind

    def roles(self, trigger: Token) -> tuple[list[Token], list[Token]]:
        if trigger.pos_ == "NOUN":
            return self._noun_roles(trigger)
        verb = trigger.head if trigger.pos_ == "ADJ" and trigger.dep_ == "acomp" else trigger
        if trigger.lemma_.lower() in self._words.undergone:
            return self._somebody(_behind(trigger, ("to",))), self._somebody([subject(trigger)])
        acting = self._acting(verb)
        return acting, self._undergoing(trigger, acting)

    # who acts -------------------------------------------------------------------------------------------------------

    def _acting(self, verb: Token) -> list[Token]:
        whole = _made_to(verb) or subject(verb)
        if whole is not None and whole.pos_ == "PRON":
            whole = _spoken_for(whole, verb)
        if whole is None or (whole == object_of(verb) and not _agents(verb)):
            return []
        return self._somebody([whole], acting=True)

    def _somebody(self, heads: Iterable[Token | None], *, acting: bool = False) -> list[Token]:
        """The heads and those joined to them, where they name somebody; behind an event, those it belongs to."""
        found: list[Token] = []
        for head in heads:
            for each in () if head is None else (head, *head.conjuncts):
                if head is not None and each.i < head.i and each.dep_ not in {"nsubj", "dobj", "pobj", "nsubjpass"}:
                    continue
                if self._names_somebody(each, acting=acting and not (found and each.pos_ == "NOUN")):
                    found.append(each)
                else:
                    found.extend(islice(self._owners(each), 1))
        return found[:_MOST_EACH]

    def _names_somebody(self, token: Token, *, acting: bool = False) -> bool:
        lemma = token.lemma_.lower()
        if token.pos_ not in {"NOUN", "PROPN", "ADJ", "X", "NUM"}:
            return False
        if lemma in self._words.vague and not any(
            c.dep_ in {"amod", "compound", "poss", "nmod"} for c in token.children
        ):
            return False
        if is_party(token, self._words):
            return True
        if token.ent_type_ in _NOBODY | {"LOC", "FAC"} or token.pos_ in {"NUM", "ADJ"} or lemma in self._words.nouns:
            return False
        if lemma.endswith(("ward", "wards")):
            return False
        if acting and lemma not in self._words.arms:
            return False
        return self._kind.plover in _PHYSICAL

    def _owners(self, token: Token) -> Iterator[Token]:
        """ "the Israeli strike", "Kyiv's decision": whose event it is."""
        for child in token.children:
            if (child.dep_ == "poss" and is_party(child, self._words)) or (
                child.dep_ in {"amod", "compound", "nmod"} and child.ent_type_ in _NAMED
            ):
                yield child
        yield from (each for each in _behind(token, ("of", "by")) if is_party(each, self._words))

    # to whom --------------------------------------------------------------------------------------------------------

    def _undergoing(self, trigger: Token, acting: list[Token], depth: int = 0) -> list[Token]:
        whole = object_of(trigger)
        given = [child for child in trigger.children if child.dep_ == "dative" and child.pos_ in {"NOUN", "PROPN"}]
        found = [each for each in self._somebody(given) if each not in acting]
        if whole is not None and whole not in acting:
            found += self._object(whole)
        if not found and trigger.dep_ == "acl" and trigger.tag_ == "VBN" and trigger.head.pos_ in {"NOUN", "PROPN"}:
            found = self._object(trigger.head)
        if not found:
            found = self._towards(trigger)
        if not found and depth < _DEEPEST:
            found = self._below(trigger, acting, depth)
        return [each for each in found if each not in acting]

    def _object(self, whole: Token) -> list[Token]:
        """The parties of an object: itself, or those its event is owned by or directed at."""
        parties = [
            each for each in (whole, *whole.conjuncts) if is_party(each, self._words) and not self._is_vague(each)
        ]
        if parties:
            return parties[:_MOST_EACH]
        if self._kind.plover in _PHYSICAL:
            return self._somebody([whole]) or self._towards(whole)
        return self._towards(whole) or list(self._owners(whole))

    def _is_vague(self, token: Token) -> bool:
        return not self._names_somebody(token)

    def _towards(self, token: Token) -> list[Token]:
        """Behind the first preposition that leads to somebody, however deep."""
        for wanted in _TOWARDS:
            for child in token.children:
                if child.dep_ in {"prep", "dative"} and child.lower_ == wanted:
                    found = self._led_to(child)
                    if found:
                        return found
        for child in token.children:
            if child.dep_ == "acl" and child.tag_ == "VBN":
                found = self._towards(child)
                if found:
                    return found
        return []

    def _led_to(self, preposition: Token) -> list[Token]:
        for child in preposition.children:
            if child.dep_ == "pobj":
                if preposition.lower_ == "in" and child.ent_type_ != "GPE":
                    continue
                found = [each for each in (child, *child.conjuncts) if is_party(each, self._words)]
                if found:
                    return [each for each in found if not self._is_vague(each)][:_MOST_EACH]
                physical = self._kind.plover in _PHYSICAL and preposition.lower_ in {"on", "against", "at", "into"}
                if physical and (struck := self._somebody([child])):
                    return struck
                return self._towards(child) or list(self._owners(child))
            if child.dep_ in {"prep", "pcomp"}:
                found = self._led_to(child) if child.dep_ == "prep" else self._undergoing(child, [], _DEEPEST - 1)
                if found:
                    return found
        return []

    def _below(self, trigger: Token, acting: list[Token], depth: int) -> list[Token]:
        """ "refused to send arms to Chad", "demanded that Chad leave"."""
        for child in trigger.children:
            if child.dep_ not in {"xcomp", "ccomp", "acl"}:
                continue
            own = next((each for each in child.children if each.dep_ in _DOERS), None)
            if own is not None and own.pos_ != "PRON" and own not in acting:
                found = self._somebody([own])
                if found:
                    return found
            found = self._undergoing(child, acting, depth + 1)
            if found:
                return found
        return []

    # nouns ----------------------------------------------------------------------------------------------------------

    def _noun_roles(self, noun: Token) -> tuple[list[Token], list[Token]]:
        acting = [each for each in self._own(noun) if self._names_somebody(each)]
        acting += self._somebody(_behind(noun, ("by",)))
        between = self._somebody(_behind(noun, ("between", "among")))
        if between:
            return between[:1], between[1:]
        undergoing = self._towards_noun(noun)
        verb = _light_verb(noun)
        if verb is not None:
            if not acting and verb.lemma_.lower() not in self._words.telling:
                acting = [each for each in self._acting(verb) if each != noun]
            if not undergoing:
                undergoing = [each for each in self._towards(verb) if each not in acting]
        return acting, [each for each in undergoing if each not in acting]

    def _own(self, noun: Token) -> Iterator[Token]:
        for child in noun.children:
            named = child.dep_ in {"amod", "compound", "nmod"} and child.ent_type_ in _NAMED
            if child.dep_ == "poss" or named:
                yield child

    def _towards_noun(self, noun: Token) -> list[Token]:
        for wanted in ("on", "against", "with", "into", "to", "of", "over"):
            for child in noun.children:
                if child.dep_ == "prep" and child.lower_ == wanted:
                    found = self._led_to(child)
                    if found:
                        return found
        return []


def object_of(verb: Token) -> Token | None:
    """Direct object, or the subject of a passive."""
    for child in verb.children:
        if child.dep_ in {"dobj", "nsubjpass"}:
            return verb.head if child.tag_ in {"WDT", "WP"} and verb.dep_ == "relcl" else child
    return verb.head if verb.dep_ == "acl" and verb.tag_ == "VBN" and verb.head.pos_ in {"NOUN", "PROPN"} else None


def _made_to(verb: Token) -> Token | None:
    """ "forced the garrison to leave": whoever is made to."""
    if verb.dep_ not in {"xcomp", "ccomp"} or verb.head.lemma_ not in _MAKING:
        return None
    return next((child for child in verb.head.children if child.dep_ == "dobj" and child.i < verb.i), None)


def _agents(verb: Token) -> bool:
    return any(child.dep_ == "agent" for child in verb.children)


def _light_verb(noun: Token) -> Token | None:
    """ "launched an attack", "went on strike", "talks were held": the verb that the event hangs on."""
    above = noun.head
    if noun.dep_ == "pobj" and above.dep_ in {"prep", "agent"} and above.head.pos_ == "VERB":
        return above.head
    return above if noun.dep_ in {"dobj", "nsubjpass"} and above.pos_ == "VERB" else None


def _spoken_for(pronoun: Token, verb: Token) -> Token | None:
    """ "Kyiv said it would sign": the subject of the verb that governs the clause."""
    for above in verb.ancestors:
        if above.pos_ not in {"VERB", "AUX"}:
            continue
        own = next((child for child in above.children if child.dep_ == "nsubj"), None)
        if own is not None and own.pos_ in {"NOUN", "PROPN"} and own.i < pronoun.i:
            return own
    return None


def _behind(token: Token, prepositions: tuple[str, ...]) -> Iterator[Token]:
    for child in token.children:
        if child.dep_ in {"prep", "agent"} and child.lower_ in prepositions:
            yield from (each for each in child.children if each.dep_ == "pobj")
