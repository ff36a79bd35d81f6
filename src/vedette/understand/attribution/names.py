"""Names of persons in a parsed text: runs of proper nouns, their titles, and the offices the text gives them.

The recogniser's types are poor on names it has not met, so the neighbourhood of a name counts, too: a title before
it, an apposition beside it, a full form elsewhere.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from spacy.tokens import Doc, Token

from vedette.understand.lexicon import load
from vedette.understand.passage import noun_phrase

_LONGEST_NAME = 4
_NOT_PERSON = frozenset({"GPE", "LOC", "NORP", "DATE", "EVENT", "LAW", "MONEY"})


@dataclass(frozen=True, slots=True)
class Name:
    """Token indices (end exclusive) of a name without its titles; `titles` are the words before it, lower case."""

    start: int
    end: int
    text: str
    titles: frozenset[str]

    @property
    def last(self) -> str:
        return self.text.split()[-1].lower()


@cache
def title_words(language: str) -> dict[str, frozenset[str]]:
    return {key: frozenset(words) for key, words in load(language, "titles").items()}


class PersonNames:
    """Every person a text names in full, by last name; offices by full name."""

    def __init__(self, doc: Doc, language: str, places: frozenset[int] = frozenset()) -> None:
        """`places` are the indices of tokens that the gazetteer knows."""
        self.words = title_words(language)
        self._places = places
        self._full: dict[str, str] = {}
        self.offices: dict[str, set[str]] = {}
        for name in self._runs(doc, 0, len(doc)):
            if " " in name.text and self._is_person(doc, name):
                longer = max(self._full.get(name.last, ""), name.text, key=len)
                self._full[name.last] = longer
        for name in self._runs(doc, 0, len(doc)):
            full = self.full(name.text)
            if full is not None:
                self.offices.setdefault(full, set()).update(name.titles | self._appositions(doc, name))

    def full(self, text: str) -> str | None:
        """The longest form of a person's name in the text, or None for somebody not known as a person."""
        words = text.split()
        known = self._full.get(words[-1].lower()) if words else None
        if known is None:
            return None
        return text if len(words) > 1 and words[0] not in known.split() else known

    def in_phrase(self, head: Token) -> str | None:
        """The person a phrase names: in its head, in apposition ("the head of the office, Ada Lund"), or at its end
        behind a title ("Minister of Foreign Affairs of Norland Tomas Kerr")."""
        start, end = noun_phrase(head)
        names = list(self._runs(head.doc, start, end))
        for name in names:
            if name.start <= head.i < name.end and head.lower_ not in self.words["words"]:
                return self.full(name.text) or (name.text if self._looks_personal(head.doc, name) else None)
        beside = [c for c in head.children if c.dep_ in {"appos", "nmod"} and c.i > head.i]
        for name in names:
            if any(name.start <= each.i < name.end for each in beside) and (" " in name.text or self.full(name.text)):
                return self.full(name.text) or name.text
        last = names[-1] if names else None
        if last is not None and last.end == end and head.lower_ in self.words["words"] and " " in last.text:
            self._full.setdefault(last.last, last.text)
            return self.full(last.text) or last.text
        return None

    def _runs(self, doc: Doc, start: int, end: int) -> Iterator[Name]:
        """Maximal runs of proper nouns with titles and countries cut from their front."""
        index = start
        while index < end:
            if not _is_name_token(doc[index]):
                index += 1
                continue
            stop = index
            while stop < end and (_is_name_token(doc[stop]) or (doc[stop].text == "-" and stop + 1 < end)):
                stop += 1
            yield from self._without_titles(doc, index, stop)
            index = stop

    def _without_titles(self, doc: Doc, start: int, stop: int) -> Iterator[Name]:
        first = self._after_titles(doc, start, stop)
        titles = {token.lower_.strip(".") for token in doc[start:first]}
        for before in reversed(doc[max(0, start - 3) : start]):
            if before.pos_ not in {"NOUN", "ADJ", "PROPN"}:
                break
            titles.add(before.lower_.strip("."))
        if first < stop and stop - first <= _LONGEST_NAME and doc[first].text[:1].isupper():
            text = str(doc[first:stop].text).strip(" -")
            if text:
                yield Name(first, stop, text, frozenset(titles))

    def _after_titles(self, doc: Doc, start: int, stop: int) -> int:
        """Behind the last word of office at the front of a run; a country alone is cut, a mere modifier is not."""
        first = start
        for index in range(start, stop - 1):
            token = doc[index]
            word = token.lower_.strip(".")
            if word in self.words["modifiers"] or word in self.words["groups"]:
                continue
            if word not in self.words["words"] and token.ent_type_ not in {"GPE", "NORP"} and index not in self._places:
                break
            first = index + 1
        return first

    def _is_person(self, doc: Doc, name: Name) -> bool:
        return self._looks_personal(doc, name) or bool(self._appositions(doc, name) & self.words["words"])

    def _looks_personal(self, doc: Doc, name: Name) -> bool:
        inside = doc[name.start : name.end]
        if all(token.i in self._places for token in inside):
            return False
        if any(token.lower_ in self.words["groups"] for token in inside) or inside[-1].ent_type_ in _NOT_PERSON:
            return False
        if all(token.ent_type_ == "PERSON" for token in inside):
            return True
        return bool(name.titles & self.words["words"]) and not inside[-1].text.isupper()

    def _appositions(self, doc: Doc, name: Name) -> set[str]:
        root = doc[name.end - 1]
        beside = [child for child in root.children if child.dep_ == "appos"]
        if root.dep_ == "appos":
            beside.append(root.head)
        if root.dep_ in {"compound", "nmod"} and root.head.pos_ in {"NOUN", "PROPN"}:
            beside.append(root.head)
        return {word for token in beside if token.pos_ == "NOUN" for word in phrase_words(token)}


def _is_name_token(token: Token) -> bool:
    return token.pos_ == "PROPN" and token.text[:1].isupper() and not token.text.endswith(("’s", "'s"))


def phrase_words(head: Token) -> set[str]:
    """The nouns, names and adjectives of a phrase, lower case."""
    start, end = noun_phrase(head)
    return {token.lower_ for token in head.doc[start:end] if token.is_alpha and token.pos_ in {"NOUN", "PROPN", "ADJ"}}
