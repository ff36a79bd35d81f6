"""What the words around a deed on ground say: who fights, where a clause ends, how much of a place is meant."""

from collections.abc import Iterable

from spacy.tokens import Token

from vedette.understand.events.control_words import ControlWords
from vedette.understand.events.ground import Ground, lemma_of, outside_brackets

_BE = frozenset({"be", "get"})


class Wording:
    def __init__(self, ground: Ground, words: ControlWords) -> None:
        self._ground = ground
        self._words = words
        self._doc = ground.doc

    def is_force(self, token: Token) -> bool:
        """Who fights: "the enemy", "our troops", "the 3rd Brigade"; the people of a country."""
        if token.pos_ not in {"NOUN", "PROPN", "ADJ"}:
            return False
        people = token.ent_type_ == "NORP" or (token.pos_ == "ADJ" and token.i in self._ground.demonyms)
        return people or lemma_of(token) in self._words.forces or _is_initials(token)

    def any_force(self, tokens: Iterable[Token]) -> bool:
        return any(self.is_force(each) for each in tokens)

    def any_part(self, tokens: Iterable[Token]) -> bool:
        return any(self.is_part(each) for each in tokens)

    def clause(self, token: Token) -> tuple[int, int]:
        """The sentence, less what belongs to the predicates before and behind."""
        start, end = self._ground.sentence(token)
        for i in range(token.i - 1, start - 1, -1):
            if self.is_told(self._doc[i]):
                start = i + 1
                break
        for i in range(token.i + 1, end):
            if self.is_told(self._doc[i]):
                end = i
                break
        return start, end

    def is_told(self, token: Token) -> bool:
        """Another deed that takes places of its own."""
        if token.i in self._ground.at:
            return False
        if token.lower_ in self._words.verbs and token.pos_ == "VERB" and not self.is_attribute(token):
            return lemma_of(token) not in self._words.seen
        return False

    def is_attribute(self, token: Token) -> bool:
        """ "the occupied town", "in newly freed A", "lost positions"."""
        behind = self._doc[token.i - 1] if token.i else token
        led = (behind.pos_ == "ADP" or behind.lower_ == "to") and token.lower_.endswith("ed")
        if token.tag_ in {"VBD", "VBZ", "VBP", "VB"} and token.dep_ not in {"amod", "compound"} and not led:
            return False
        if token.i == 0 or "\n" in self._doc[token.i - 1].text or any(c.dep_ == "auxpass" for c in token.children):
            return False
        i = token.i - 1
        while i > 0 and self._doc[i].pos_ == "ADV" and token.i - i < 3:
            i -= 1
        before = self._doc[i]
        if led or before.text == "-":  # "the enemy-held town"
            return True
        if token.tag_ == "VBG":
            return before.pos_ in {"DET"} and token.dep_ == "amod"
        if before.pos_ in {"ADP", "DET", "ADJ", "PART"} or before.tag_ in {"PRP$", "POS"}:
            return True
        return before.pos_ == "VERB"

    def is_passive(self, token: Token, start: int) -> bool:
        """With its auxiliary, or bare behind its place ("A captured by …", "A liberated")."""
        if token.lower_.endswith("ing") or token.lower_ == token.lemma_.lower():
            return False
        before = list(self._doc[start : token.i])
        for each in reversed(before):
            if each.lemma_.lower() in _BE and each.pos_ in {"AUX", "VERB"}:
                return True
            if each.pos_ not in {"ADV", "CCONJ", "PART", "AUX", "PUNCT"} and each.lower_ != "or":
                break
        if token.i + 1 < len(self._doc) and self._doc[token.i + 1].lower_ == "by":
            return True
        nothing = self._ground.next_place(token.i + 1, self.clause(token)[1]) is None
        return nothing and not any(self.is_force(each) for each in before) and not self.has_object(token)

    def has_object(self, token: Token) -> bool:
        return any(child.dep_ == "dobj" and child.i > token.i for child in token.children)

    def share(self, gap: Iterable[Token], *, strict: bool, beside: bool = False) -> bool | None:
        """What stands between a verb and its place: True for the place, False for a part or ground beside it, None
        where something else is taken."""
        whole, known = True, not strict
        for token in outside_brackets(gap):
            lemma = lemma_of(token)
            if self.breaks(token) or lemma in self._words.people:
                return None
            if self.is_part(token) or lemma in self._words.ground:
                whole, known = False, True
            elif token.lower_ in self._words.beside and not beside:
                if strict and whole:
                    return None
                whole = False
            elif token.pos_ == "NOUN" and lemma not in self._words.whole:
                if strict:
                    return None
                whole = False
            elif lemma == "control":
                known = True
        return whole if known or whole else None

    def is_part(self, token: Token) -> bool:
        return lemma_of(token) in self._words.part or token.lower_ in self._words.part

    def breaks(self, token: Token) -> bool:
        return token.text in {":", ";"} or token.pos_ == "AUX" or (token.pos_ == "VERB" and token.tag_ != "VBN")

    def has_finite(self, tokens: Iterable[Token]) -> bool:
        return any(each.pos_ == "VERB" and lemma_of(each) not in self._words.seen for each in tokens)

    def has_head_behind(self, place: int) -> bool:
        """ "the A chemical plant", "A's outskirts": ground that is called after the place."""
        i = self._ground.end_token(place)
        while i < len(self._doc) and self._doc[i].pos_ in {"ADJ", "PART"}:
            i += 1
        return (
            i < len(self._doc)
            and self._doc[i].pos_ == "NOUN"
            and (lemma_of(self._doc[i]) in self._words.ground or self.is_part(self._doc[i]))
        )

    def is_flag(self, token: Token) -> bool:
        return lemma_of(token) in self._words.flags

    def is_lasting(self, token: Token) -> bool:
        """ "still holds", "remains under control": nothing has changed."""
        start, end = self.clause(token)
        lasting = self._words.lasting
        return any(each.lower_ in lasting or lemma_of(each) in lasting for each in self._doc[start:end])

    def has_force_before(self, token: Token) -> bool:
        return any(self.is_force(each) for each in self._doc[self._ground.sentence(token)[0] : token.i])


def _is_initials(token: Token) -> bool:
    """ "AFU", "SDF": a body that is known by its letters."""
    return token.ent_type_ == "ORG" and token.is_upper and 2 <= len(token) <= 5


def is_gerund(token: Token) -> bool:
    """ "the capturing of A": a noun to the parser."""
    return token.lower_.endswith("ing") and token.i + 1 < len(token.doc) and token.nbor(1).lower_ == "of"


def phrase_before(tokens: Iterable[Token]) -> list[Token]:
    """The words straight before a place, back to a comma or a verb."""
    found: list[Token] = []
    for token in reversed(list(tokens)):
        if token.is_punct or token.pos_ in {"VERB", "AUX", "CCONJ"}:
            break
        found.append(token)
    return found
