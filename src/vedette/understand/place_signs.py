"""What speaks for and against a name standing for a place, as signs whose weights are learnt."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import log10

from spacy.tokens import Doc, Token

from vedette.reference.gazetteer import Entry
from vedette.understand.place_names import Toponym, Words
from vedette.understand.place_words import PlaceWords

_GREAT = frozenset({"country", "region", "admin1", "water", "site"})
_TELLING_POPULATION = 100_000
_POSSESSIVE = frozenset({"'s", "’s", "'", "’"})
_LISTED = re.compile(
    r"\s*(?:\([^()]{1,20}\)\s*)?(?:,|;|/|–|-|\(|and|or|&|,\s*and)\s*(?:the|in|near|towards|around|for|also)?\s*", re.I
)  # fmt: skip
_SMALL_WORDS = frozenset({"in", "from", "to", "at", "of", "on", "by", "for", "and", "between"})
_STOPS = frozenset('.,:;()-–—/&"“”$#@*')
SURE = 1.2  # as a logit


def signs_of(
    doc: Doc, said: Words, toponym: Toponym, words: PlaceWords, persons: frozenset[str]
) -> list[str]:  # fmt: skip
    """What the name itself and the words beside it say."""
    grade = _grade(toponym)
    first, last = doc[toponym.first], doc[toponym.last - 1]
    tag, before, after = _tag(doc, said, toponym), _before(doc, said, toponym, words), _after(doc, said, toponym, words)
    root = last if toponym.last - toponym.first <= 2 else doc[toponym.first : toponym.last].root
    signs = [
        grade, "tag " + tag, f"{grade} tag {tag}", "before " + before, f"{grade} before {before}", "after " + after,
        f"{grade} after {after}", f"{grade} {first.pos_}", f"{grade} {root.dep_}", f"{tag} before {before}",
    ]  # fmt: skip
    signs.extend(_of_name(doc, said, toponym, words, persons, grade))
    return signs


def _of_name(
    doc: Doc, said: Words, toponym: Toponym, words: PlaceWords, persons: frozenset[str], grade: str
) -> Iterator[str]:
    first, single = toponym.first, toponym.name_end - toponym.first == 1
    word, lower = said.words[first], said.lower[first]
    if toponym.entries:
        yield from _worth(toponym.entries, words)
    if toponym.kind:
        yield f"{grade} kind {toponym.kind}"
    if not single:
        yield grade + " several words"
    if single and lower in words.common:
        yield grade + (" common, capitals" if word.isupper() else " common")
    if single and lower in words.given_names:
        yield grade + " given name"
    if single and lower in persons:
        yield grade + " surname"
    if doc[first].is_sent_start:
        yield f"{grade} first {doc[first].ent_type_ or '-'}"
    if word.isupper() and len(word) > 1:
        yield f"{grade} capitals"
    ending = said.lower[toponym.name_end - 1]
    if grade == "unknown" or grade == "town":
        yield f"{grade} ends {_ending(ending, words)}"
    if ending in words.sites and not (single and grade != "unknown"):
        yield f"{grade} site"
        yield f"site {ending}"


def _grade(toponym: Toponym) -> str:
    if toponym.demonym:
        return "demonym"
    if not toponym.entries:
        return "tagged" if toponym.tagged else "unknown"
    if any(entry.kind in _GREAT or entry.capital for entry in toponym.entries if entry.form != "abbreviation"):
        return "great"
    return "town"


def _worth(entries: Sequence[Entry], words: PlaceWords) -> Iterator[str]:
    kinds = {entry.kind for entry in entries if entry.form != "abbreviation"}
    for kind in kinds - {"settlement"}:
        yield "names " + kind
    if not kinds:
        yield "abbreviation"
    towns = [entry for entry in entries if entry.kind == "settlement" or entry.kind == "admin2"]
    if towns:
        most = max(towns, key=lambda entry: entry.population)
        yield f"people {int(log10(most.population + 1)) if most.population else '?'}"
        yield f"best form {min(_RANK[entry.form] for entry in entries)}"
        yield "at home" if all(entry.country in words.homelands for entry in towns) else "abroad"
        if any(entry.country in words.homelands for entry in towns):
            yield "also at home"


_RANK = {"official": 0, "alternate": 1, "generated": 2, "abbreviation": 3}


def _ending(lower: str, words: PlaceWords) -> str:
    for length in words.ending_lengths:
        if len(lower) > length + 1 and lower[-length:] in words.endings:
            return lower[-length:]
    return "-"


def _tag(doc: Doc, said: Words, toponym: Toponym) -> str:
    """The entity tagger's label, and which part of its entity the name is."""
    first, last = doc[toponym.first], doc[toponym.last - 1]
    label = first.ent_type_
    if not label:
        return "-" if not last.ent_type_ else "-" + last.ent_type_
    before = first.ent_iob_ == "I" and said.lower[toponym.first - 1] != "the"
    after = (
        toponym.last < len(said.words)
        and doc[toponym.last].ent_iob_ == "I"
        and said.lower[toponym.last] not in _POSSESSIVE
        and last.ent_type_ == label
    )
    part = {(True, False): " end", (False, True): " head", (True, True): " inside"}.get((before, after), "")
    if part == " end" and said.lower[toponym.first - 1] == "of":
        part = " of"
    return label + part


def _before(doc: Doc, said: Words, toponym: Toponym, words: PlaceWords) -> str:
    index, bearing = toponym.first - 1, ""
    while index >= 0 and (said.lower[index] == "the" or said.lower[index] in words.bearings):
        bearing = " bearing" if said.lower[index] != "the" else bearing
        index -= 1
    if index < 0:
        return "nothing"
    word = said.lower[index]
    if doc[toponym.first].is_sent_start:
        return "end"
    if word == "of" and index and (said.lower[index - 1] in words.before or said.lower[index - 1] in words.bearings):
        return "kind of"
    return _class_before(doc[index], word, words) + bearing


def _class_before(token: Token, word: str, words: PlaceWords) -> str:
    if word in words.before:
        return "kind"
    if word in words.strong:
        return "strong"
    if word in _SMALL_WORDS:
        return word
    if not word[0].isalpha():
        return _sign(word)
    if word in words.locative:
        return "locative"
    if word in words.weak:
        return "weak"
    if word in words.titles:
        return "title"
    if word in words.given_names and token.text[0].isupper():
        return "given"
    if token.lemma_.lower() in words.taking_verbs:
        return "taking"
    return "Name" if token.text[0].isupper() else token.pos_


def _after(doc: Doc, said: Words, toponym: Toponym, words: PlaceWords) -> str:
    if toponym.last >= len(said.words):
        return "nothing"
    word, token = said.lower[toponym.last], doc[toponym.last]
    if token.text[0].isupper():
        if word in words.outlets:
            return "Outlet"
        return "Site" if word in words.sites else "Name" if token.pos_ == "PROPN" else "Capital"
    if word in words.after:
        return "kind"
    if word in words.ruling_nouns:
        return "ruling"
    if not word[0].isalpha():
        return _sign(word)
    if token.lemma_.lower() in words.ruling_verbs:
        return "ruling verb"
    return token.pos_


def _sign(word: str) -> str:
    if word[0].isspace():
        return "line"
    if word in _POSSESSIVE or word in _STOPS:
        return word
    return "number" if word[0].isdigit() else "sign"


def signs_around(said: Words, toponyms: Sequence[Toponym], words: PlaceWords) -> list[list[str]]:
    """What the other names of the text say, once each has its own score."""
    found: list[list[str]] = [[] for _ in toponyms]
    sure = {toponym.folded for toponym in toponyms if toponym.score >= SURE and not toponym.demonym}
    countries = _countries(toponyms)
    for signs, toponym in zip(found, toponyms, strict=True):
        grade = _grade(toponym)
        if toponym.folded in sure and toponym.score < SURE:
            signs.append(grade + " sure elsewhere")
        familiar = countries.intersection(entry.country or "" for entry in toponym.entries)
        if familiar:
            signs.append("familiar" if familiar <= words.homelands else "familiar abroad")
        elif countries and grade == "town":
            signs.append("stranger")
    _join_lists(said, toponyms, found)
    return found


def _countries(toponyms: Sequence[Toponym]) -> set[str]:
    countries = {toponym.demonym.code for toponym in toponyms if toponym.demonym}
    for toponym in toponyms:
        if toponym.score >= SURE and toponym.entries and _is_telling(toponym.entries[0]):
            countries.add(toponym.entries[0].country or "")
    return countries


def _is_telling(entry: Entry) -> bool:
    return entry.kind in _GREAT or entry.population >= _TELLING_POPULATION


def _join_lists(said: Words, toponyms: Sequence[Toponym], found: list[list[str]]) -> None:
    """ "Pylna, Borysivka and Krasne": what stands in a list with a place is a place; "Paris, Texas", too."""
    for number, (earlier, later) in enumerate(pairwise(toponyms)):
        if earlier.demonym or later.demonym or later.first - earlier.last > 6:
            continue
        if _LISTED.fullmatch(said.between(earlier.last, later.first)):
            found[number + 1].append(f"{_grade(later)} listed after {_sureness(earlier)}")
            found[number].append(f"{_grade(earlier)} listed before {_sureness(later)}")


def _sureness(toponym: Toponym) -> str:
    return "sure" if toponym.score >= SURE else "likely" if toponym.score >= 0 else "unlikely"
