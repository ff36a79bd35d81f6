"""The places of a passage in the order in which it lists them.

Reports of the front are telegrams: lists of villages without verbs, "(confirmed)" behind every second, names that no
parser knows. Lists are therefore read from the words between the places, not from the parse.
"""

from collections.abc import Iterable, Iterator, Sequence

from spacy.tokens import Span, Token

from vedette.model.mention import PlaceMention
from vedette.understand.events.control_words import ControlWords
from vedette.understand.passage import Passage

_COARSE = frozenset({"admin1", "admin2", "region"})
_ENDS = frozenset({".", "!", "?", ";"})
_JOINING = frozenset({",", "and", "or", "as", "with", "/", "&", "-", "–", "—", "plus"})
_FINITE = frozenset({"VBD", "VBZ", "VBP", "VB", "VBG", "MD"})
_OPENING, _CLOSING = frozenset("(["), frozenset(")]")
_WIDEST_GAP = 12


class Ground:
    """Asked by token index; places by their number in the passage. Where somebody `spoken` of sits is no ground."""

    def __init__(
        self,
        passage: Passage,
        places: Sequence[PlaceMention],
        words: ControlWords,
        spoken: frozenset[int] = frozenset(),
    ) -> None:
        self.doc = passage.doc
        self.words = words
        self._coarse: set[int] = set()
        self._bounds: dict[int, tuple[int, int]] = {}
        self.at: dict[int, int] = {}
        self.demonyms: set[int] = set()
        for number, place in enumerate(places):
            if place.metonym or place.kind == "country":
                self.demonyms.update(passage.token_indices([place.span]))
                continue
            if number in spoken:
                continue
            indices = sorted(passage.token_indices([place.span]))
            if not indices or self._names_force(indices[-1]):
                continue
            self._bounds[number] = indices[0], indices[-1]
            self.at.update(dict.fromkeys(indices, number))
            if place.kind in _COARSE:
                self._coarse.add(number)

    def sentence(self, token: Token) -> tuple[int, int]:
        """First token and end of what stands between full stops, semicolons and line ends."""
        start = token.i
        while start > 0 and not self._ends(start - 1):
            start -= 1
        end = token.i
        while end < len(self.doc) and not self._ends(end):
            end += 1
        return start, end

    def next_place(self, start: int, end: int) -> int | None:
        """The first of the fine places in `doc[start:end]`, else the first."""
        return self._best(self._in_order(start, end))

    def last_place(self, start: int, end: int) -> int | None:
        return self._best(reversed(list(self._in_order(start, end))))

    def within(self, number: int) -> int:
        """ "the A suburb of B" is B."""
        end = self.end_token(number)
        if [each.lower_ for each in self.doc[end + 1 : end + 2]] != ["of"] or lemma_of(
            self.doc[end]
        ) not in self.words.whole:
            return number
        return self.at.get(end + 2, number)

    def behind(self, token: Token, end: int) -> Iterator[int]:
        """The places between a word and an end, in the order of the text."""
        return self._in_order(token.i + 1, end)

    def regions(self, token: Token, listed: Sequence[int]) -> tuple[int, ...]:
        """The nearest region that the sentence names beside a list: where its unknown villages lie."""
        named = [n for n in self._in_order(*self.sentence(token)) if n in self._coarse and n not in listed]
        near = [n for n in named if {each.lower_ for each in self.doc[: self.first_token(n)][-2:]} & {"in"}]
        return tuple(sorted(near, key=lambda n: abs(self.first_token(n) - token.i))[:1])

    def behind_colon(self, start: int, end: int) -> int | None:
        """ "four villages north of A: B, C": the first of what is listed."""
        colon = next((i for i in range(start, end) if self.doc[i].text == ":"), None)
        return self.at.get(colon + 1) if colon is not None and colon + 1 < len(self.doc) else None

    def _best(self, numbers: Iterator[int]) -> int | None:
        found = list(numbers)
        return next((n for n in found if n not in self._coarse), found[0] if found else None)

    def _in_order(self, start: int, end: int) -> Iterator[int]:
        return iter(dict.fromkeys(self.at[i] for i in range(start, end) if i in self.at))

    def first_token(self, number: int) -> int:
        return self._bounds[number][0]

    def end_token(self, number: int) -> int:
        return self._bounds[number][1] + 1

    def between(self, token: Token, number: int) -> Span:
        return self.doc[token.i + 1 : self.first_token(number)]

    # lists ----------------------------------------------------------------------------------------------------------

    def onward(self, number: int, end: int, *, plain: bool) -> tuple[int, ...]:
        """The list that begins with a place; `plain` lists hold whole places only ("A, B and the village of C")."""
        found = [number]
        at = self.end_token(number)
        while (following := self._following(at, end)) is not None:
            gap = self.doc[at : self.first_token(following)]
            if not (following in self._coarse and self._is_holder(following, number)):
                if not self._joins(gap, plain=plain):
                    break
                found.append(following)
            at = self.end_token(following)
        return tuple(found)

    def backward(self, number: int, start: int) -> tuple[int, ...]:
        """The list that ends with a place, as the subject of a clause: "near A, B and C were freed" is B and C."""
        found = [number]
        while not self.is_beside(found[-1]):
            earlier = self.last_place(start, self.first_token(found[-1]))
            if earlier is None or self.is_beside(earlier):
                break
            if not self._joins(self.doc[self.end_token(earlier) : self.first_token(found[-1])], plain=True):
                break
            found.append(earlier)
        return tuple(reversed(found))

    def is_beside(self, number: int) -> bool:
        """Behind a preposition of place ("near the village of A")."""
        i = self.first_token(number) - 1
        while i >= 0 and (self.doc[i].pos_ in {"DET", "ADJ"} or lemma_of(self.doc[i]) in self.words.whole | {"of"}):
            i -= 1
        return i >= 0 and self.doc[i].lower_ in self.words.beside

    def _following(self, start: int, end: int) -> int | None:
        return next((self.at[i] for i in range(start, min(end, start + _WIDEST_GAP)) if i in self.at), None)

    def _is_holder(self, coarse: int, number: int) -> bool:
        """ "A in Kharkiv region, B": where the list lies."""
        before = self.doc[self.first_token(coarse) - 1].lower_ if self.first_token(coarse) else ""
        return number not in self._coarse and before in {"in", "of", "the", "(", ","}

    def _joins(self, gap: Iterable[Token], *, plain: bool) -> bool:
        tokens = list(outside_brackets(gap))
        if [each.text for each in gap] == ["("]:  # "Lyman (Liman)"
            return True
        if not any(each.lower_ in _JOINING for each in tokens):
            return False
        if tokens and tokens[-1].text == ":" and len(tokens) > 1 and lemma_of(tokens[-2]) in self.words.listing:
            return True  # "and a group of villages: B, C"
        if any(each.text in {":", ";"} or each.tag_ in _FINITE or each.pos_ in {"AUX", "SCONJ"} for each in tokens):
            return False
        if any(lemma_of(each) in self.words.people for each in tokens):
            return False
        led = any(each.lower_ in self.words.beside for each in tokens) and not plain
        return (led and _leads(tokens, self.words.beside)) or all(self._is_filler(each, plain=plain) for each in tokens)

    def _is_filler(self, token: Token, *, plain: bool) -> bool:
        lemma = lemma_of(token)
        if plain and (lemma in self.words.part - self.words.listing or token.lower_ in self.words.beside - {"in"}):
            return False
        return token.pos_ not in {"NOUN", "VERB"} or lemma in self.words.listing | (
            frozenset() if plain else self.words.part | self.words.ground
        )

    # edges ----------------------------------------------------------------------------------------------------------

    def _ends(self, index: int) -> bool:
        token = self.doc[index]
        return token.text in _ENDS or "\n" in token.text

    def _names_force(self, last: int) -> bool:
        """ "the Kharkiv brigade" is a brigade."""
        if last + 1 >= len(self.doc):
            return False
        following = self.doc[last + 1]
        return following.pos_ in {"NOUN", "PROPN"} and lemma_of(following) in self.words.forces | {"group"}


def lemma_of(token: Token) -> str:
    """Lower case; names keep no plural ("Forces")."""
    lemma = str(token.lemma_).lower()
    return lemma[:-1] if token.pos_ == "PROPN" and lemma.endswith("s") and len(lemma) > 3 else lemma


def outside_brackets(tokens: Iterable[Token]) -> Iterator[Token]:
    depth = 0
    for token in tokens:
        depth += token.text in _OPENING
        if not depth:
            yield token
        depth -= token.text in _CLOSING and depth > 0


def outside_asides(tokens: Sequence[Token]) -> list[Token]:
    """Without what stands between two commas: "A, a little further south, was captured"."""
    commas = [i for i, token in enumerate(tokens) if token.text == ","]
    if len(commas) < 2:
        return list(tokens)
    return [*tokens[: commas[0]], *tokens[commas[-1] + 1 :]]


def _leads(tokens: Sequence[Token], beside: frozenset[str]) -> bool:
    """ ", in the gardens near B": the preposition comes before any noun."""
    joined = max(i for i, token in enumerate(tokens) if token.lower_ in _JOINING)
    for token in tokens[joined:]:
        if token.lower_ in beside:
            return True
        if token.pos_ == "NOUN":
            return token.lower_ in {"north", "south", "east", "west"} or token.lower_.endswith(("east", "west"))
    return False
