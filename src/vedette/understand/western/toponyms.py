"""Which words of a German or French text may name a place: longest match in the gazetteer, by its own or by an English
spelling. Every German noun has a capital, so a name has to be announced, or be well known."""

from collections.abc import Collection, Iterator
from dataclasses import replace
from itertools import pairwise

from vedette.model.mention import PlaceKind
from vedette.model.watch import Watch
from vedette.reference.gazetteer import Entry, Gazetteer
from vedette.reference.gazetteer_names import fold
from vedette.reference.persons import load_persons
from vedette.understand.light.running import Row
from vedette.understand.place_names import Toponym
from vedette.understand.western.place_words import PlaceWords, english_spellings

_LONGEST, _SHORTEST = 3, 3
_LONGEST_NAME = 60
_HOMELANDS = frozenset({"UA", "RU", "BY"})
_GREAT = frozenset({"country", "admin1", "region", "water", "site"})
_CITY, _METROPOLIS = 100_000, 500_000
_GUESSED = -1.0
# As logits.
_ANNOUNCED, _LOCATED, _LISTED = 3.5, 1.4, 1.2
_KNOWN_GREAT, _KNOWN_CITY, _KNOWN, _ABROAD = 2.0, 1.0, 0.0, -1.2
_AFTER_ARTICLE, _PLAIN, _OWNED, _PERSON, _FIRST = -2.6, -2.5, -3.0, -3.0, -0.6
_LANGUAGE_WORD = -4.0


def candidate_names(
    row: Row, gazetteer: Gazetteer, words: PlaceWords, taken: Collection[int] = ()
) -> Iterator[Toponym]:
    """In the order of the text, without overlaps; no word that begins at an offset of `taken` is one."""
    position = reached = 0
    while position < len(row):
        free = row.said.capital[position] and row.words[position].start not in taken
        toponym = _starting_at(row, position, gazetteer, words) if free else None
        if toponym is not None:
            toponym.first = max(toponym.first, reached)
            reached = toponym.last
            yield toponym
        position = toponym.last if toponym else position + 1


def _starting_at(row: Row, first: int, gazetteer: Gazetteer, words: PlaceWords) -> Toponym | None:
    word, before = row.words[first], row.before(first)
    if not word.is_word or len(word.text) < _SHORTEST or word.lower in words.common:
        return None
    if word.lower in words.rivers and before is not None and before.lower in words.articles:
        water = tuple(each for each in gazetteer.candidates(words.rivers[word.lower]) if each.kind == "water")
        if water:
            return Toponym(
                first=first, name_end=first + 1, last=first + 1, folded=water[0].id, entries=water, kind="water"
            )  # fmt: skip
    kind = _kind_before(row, first, words)
    for last in range(min(row.closes[first], first + _LONGEST), first, -1):
        if not all(row.said.capital[each] for each in range(first, last)):
            continue
        text = row.said.between(first, last)
        entries, adjective = _entries(text, gazetteer, words, row.parse.language)
        if entries:
            return _toponym(row, first, last, entries, kind, adjective=adjective, words=words)
    if kind is not None:
        return Toponym(first=first, name_end=first + 1, last=first + 1, folded=fold(row.said.words[first]), entries=(),
                       kind=kind)  # fmt: skip
    return None


def _entries(text: str, gazetteer: Gazetteer, words: PlaceWords, language: str) -> tuple[tuple[Entry, ...], bool]:
    """What a name may mean, and whether it stands as an adjective of it ("Charkiwer")."""
    if (found := _named(text, gazetteer, words, language)) != ():
        return found, False
    adjective, genitive = words.adjective, words.genitive
    owned = genitive and text.endswith(genitive) and len(text) > _SHORTEST + 2
    if owned and (found := _named(text[: -len(genitive)], gazetteer, words, language)):
        return found, False
    if adjective and text.endswith(adjective) and len(text) > _SHORTEST + len(adjective):
        return _named(text[: -len(adjective)], gazetteer, words, language), True
    return (), False


def _named(text: str, gazetteer: Gazetteer, words: PlaceWords, language: str) -> tuple[Entry, ...]:
    if len(text) > _LONGEST_NAME:
        return ()
    english = words.exonyms.get(fold(text))
    if english is not None:
        return gazetteer.candidates(english)
    if found := gazetteer.candidates(text):
        return _likeliest(found)
    for spelt in english_spellings(text, language):
        if spelt != text.lower() and (found := gazetteer.candidates(spelt)):
            return tuple(replace(each, form="official") for each in found if each.country in _HOMELANDS)
    return ()


def _likeliest(entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
    """Spellings of the language are as good as official ones where it is at home with them; beside a city no small
    town of its name elsewhere is meant."""
    greatest = max((each.population for each in entries if each.country in _HOMELANDS), default=0)
    kept = [each for each in entries if each.country in _HOMELANDS or each.population >= greatest or greatest < _CITY]
    if any(each.form == "official" and each.country in _HOMELANDS for each in kept):
        return tuple(kept)
    return tuple(replace(each, form="official") if each.country in _HOMELANDS else each for each in kept)


def _kind_before(row: Row, first: int, words: PlaceWords) -> PlaceKind | None:
    """ "das Dorf Lukjanzi", "la région de Kharkiv"."""
    before = row.before(first)
    if before is not None and before.lower in {"de", "d'"}:
        before = row.before(first, 2)
    return words.before.get(before.lower) if before is not None else None


def _toponym(
    row: Row,
    first: int,
    last: int,
    entries: tuple[Entry, ...],
    kind: PlaceKind | None,
    *,
    adjective: bool,
    words: PlaceWords,
) -> Toponym | None:
    after = row.after(last)
    behind = words.after.get(after.lower) if after is not None else None
    if adjective:
        known = after is not None and (behind is not None or after.lower in words.directions)
        if not known and not (after is not None and after.is_capital and row.parse.language == "de"):
            return None
    kind = behind or kind
    whole = last + 1 if behind in {"admin1", "admin2"} else last
    start = first
    if kind == "admin1" and behind is None:
        start = first - 1 if row.words[first - 1].lower in words.before else first - 2
    return Toponym(first=start, name_end=last, last=whole, folded=entries[0].id, entries=entries, kind=kind)


def weigh(row: Row, toponyms: list[Toponym], words: PlaceWords, watch: Watch | None) -> list[Toponym]:
    """Those worth keeping, with their scores set."""
    home = _HOMELANDS | (frozenset(watch.countries) if watch else frozenset())
    for toponym in toponyms:
        toponym.score = _worth(toponym, home)
        toponym.score += _around(row, toponym, words)
    for one, other in (*pairwise(toponyms), *(pair[::-1] for pair in pairwise(toponyms))):
        between = row.said.between(min(one.last, other.last), max(one.first, other.first))
        if between in words.joints and one.score > 1 and one.entries:
            other.score += _LISTED
    return [toponym for toponym in toponyms if toponym.score >= 0]


def _worth(toponym: Toponym, home: frozenset[str]) -> float:
    entries = toponym.entries
    if not entries:
        return _GUESSED
    if any(entry.kind in _GREAT or entry.capital for entry in entries):
        return _KNOWN_GREAT
    people = max(entry.population for entry in entries)
    near = any(entry.country in home for entry in entries)
    if people >= (_CITY if near else _METROPOLIS):
        return _KNOWN_CITY
    return _KNOWN if near else _ABROAD


def _around(row: Row, toponym: Toponym, words: PlaceWords) -> float:
    first = toponym.name_end - 1 if toponym.kind == "admin1" else toponym.first
    before, word = row.before(toponym.first), row.words[first]
    score = _ANNOUNCED if toponym.kind is not None else 0.0
    great = any(entry.kind in _GREAT for entry in toponym.entries)
    if any(form.pos != "noun" and form.pos != "unknown" for form in word.forms) or word.form.listed:
        score += _LANGUAGE_WORD
    if load_persons().named(word.text) is not None:
        score += _PERSON
    if before is None or not before.is_word:
        return score + (_FIRST if before is None and toponym.score < _KNOWN else 0.0)
    if before.lower in words.locative:
        score += _LOCATED
    elif before.lower in words.articles:
        score += 0.0 if great or toponym.kind else _AFTER_ARTICLE
    elif before.lower in words.titles or (before.is_capital and not great and before.lower not in words.before):
        score += _PERSON if before.lower in words.titles or _is_name(row, first) else _PLAIN
    elif before.lower in words.owners:
        score += _OWNED
    return score


def _is_name(row: Row, first: int) -> bool:
    """Behind another name: "Iwan Kiewer"."""
    before = row.before(first)
    return before is not None and before.is_capital and not before.form.listed
