"""Persons, bodies, places and units named in a Ukrainian or Russian text."""

from collections.abc import Iterable, Iterator, Sequence

from vedette.model.mention import Entity, PlaceMention
from vedette.understand.light.running import Row
from vedette.understand.slavic.entity_words import EntityWords, entity_words
from vedette.understand.slavic.organizations import abbreviated, institutions, legal_bodies, quoted_bodies
from vedette.understand.slavic.persons import full_names, single_names
from vedette.understand.slavic.recogniser import NamedKind, named

_SURE_OF_PERSON, _SURE_OF_PLACE = 0.9, 0.9
_LONGEST_LIST = 6
_SERVING = frozenset({"pronoun", "preposition", "conjunction", "particle", "adverb", "numeral", "verb"})
_UNITS = frozenset({"бригада", "полк", "батальйон", "батальон", "дивізія", "дивизия", "рота", "дивізіон"})
Stretch = tuple[int, int]
Kind = NamedKind | str


def find_entities(row: Row, places: Sequence[PlaceMention]) -> tuple[Entity, ...]:
    """In the order of the text, none overlapping: what its words say goes before what the model says."""
    words = entity_words(row.parse.language)
    claimed = _Claimed(row)
    guessed = _guessed(row)
    for first, last in legal_bodies(row, words):
        claimed.add(first, last, "organization")
    people = list(full_names(row))
    for first, last in people:
        claimed.add(first, last, "person")
    for first, last in institutions(row, words):
        claimed.add(first, last, "organization")
    for first, last in _streets(row, words):
        claimed.add(first, last, "place")
    for first, last in quoted_bodies(row, words):
        claimed.add(first, last, "organization")
    known = {lemma for first, last in people for word in row.words[first:last] for lemma in word.lemmas}
    singles = list(single_names(row, words, known))
    _add_places(row, places, claimed, {(at, last): score for at, last, score in singles}, guessed)
    for first, last in abbreviated(row, words):
        claimed.add(first, last, "organization")
    for first, last, score in singles:
        if score >= _SURE_OF_PERSON or guessed.get(first) == "person":
            claimed.add(first, last, "person")
    for first, last, kind in _runs(guessed):
        if not _is_plain(row, first, last):
            claimed.add(first, last, kind)
    return tuple(claimed.entities(places))


class _Claimed:
    """Words that belong to a name already."""

    def __init__(self, row: Row) -> None:
        self._row = row
        self._taken: set[int] = set()
        self._found: list[tuple[int, int, str]] = []

    def add(self, first: int, last: int, kind: str) -> None:
        if self._taken.isdisjoint(range(first, last)):
            self._taken.update(range(first, last))
            self._found.append((first, last, kind))

    def entities(self, places: Sequence[PlaceMention]) -> Iterator[Entity]:
        row = self._row
        resolved = {(place.span.start, place.span.end): place for place in places}
        for first, last, kind in sorted(self._found):
            span = row.parse.span(row.said.starts[first], row.said.ends[last - 1])
            place = resolved.get((span.start, span.end)) if kind == "place" else None
            if kind == "organization" and not _UNITS.isdisjoint(
                lemma for word in row.words[first:last] for lemma in word.lemmas
            ):
                kind = "unit"
            yield Entity(
                span=span,
                type=kind,  # type: ignore[arg-type]
                name=place.name if place is not None else row.said.between(first, last),
                id=place.place if place is not None else None,
            )


def _guessed(row: Row) -> dict[int, NamedKind]:
    """What the model calls each word."""
    text = row.parse.text[row.parse.start : row.parse.end]
    found: dict[int, NamedKind] = {}
    at = 0
    for start, end, kind in named(text, row.parse.language):
        start, end = start + row.parse.start, end + row.parse.start
        while at < len(row) and row.said.ends[at] <= start:
            at += 1
        index = at
        while index < len(row) and row.said.starts[index] < end:
            found[index] = kind
            index += 1
    return found


def _runs(guessed: dict[int, NamedKind]) -> Iterator[tuple[int, int, NamedKind]]:
    first = last = -2
    kind: NamedKind | None = None
    for at in [*sorted(guessed), -1]:
        if at == last and guessed.get(at) == kind:
            last = at + 1
            continue
        if kind is not None:
            yield first, last, kind
        first, last, kind = at, at + 1, guessed.get(at)


def _is_plain(row: Row, first: int, last: int) -> bool:
    """One word with no more of a capital than its sentence gives it: "Вона", "Нагадаємо"."""
    word = row.words[first]
    if last - first > 1 or not word.is_capital:
        return not word.is_capital
    opens = row.opens[first] == first or not row.words[first - 1].is_word
    common = any(form.listed and form.name is None for form in word.forms)
    return word.form.pos in _SERVING or word.may_be("pronoun") or (opens and common and word.form.name is None)


def _streets(row: Row, words: EntityWords) -> Iterator[Stretch]:
    """вул. Липова, 16."""
    for at, word in enumerate(row.words):
        if words.streets.isdisjoint({word.lower, *word.lemmas}):
            continue
        last = at + 1
        while last < row.closes[at] and last - at < 5 and row.said.capital[last] and row.words[last].is_word:
            last += 1
        if last == at + 1:
            if at > row.opens[at] and row.said.capital[at - 1] and row.words[at - 1].may_be("adjective"):
                yield at - 1, at + 1
            continue
        yield at if word.text.endswith(".") else at + 1, _numbered(row, last)


def _numbered(row: Row, last: int) -> int:
    """ "вул. Липова, 16 / 2": with the numbers of the house."""
    closes = row.closes[last - 1]
    if last + 1 < closes and row.words[last].text == "," and row.words[last + 1].text[0].isdigit():
        last += 2
    elif last < closes and row.words[last].text[0].isdigit():
        last += 1
    else:
        return last
    if last + 1 < closes and row.words[last].text in {"/", "-"} and row.words[last + 1].text[0].isdigit():
        last += 2
    return last


def _add_places(
    row: Row,
    places: Iterable[PlaceMention],
    claimed: _Claimed,
    singles: dict[Stretch, float],
    guessed: dict[int, NamedKind],
) -> None:
    index_at = {start: index for index, start in enumerate(row.said.starts)}
    for place in places:
        first = index_at.get(place.span.start)
        if first is None:
            continue
        last = first + 1
        while last < len(row) and row.said.starts[last] < place.span.end:
            last += 1
        before = row.before(first)
        led = before is not None and before.pos == "preposition"
        sure = singles.get((first, last), 0.0) >= 2 * _SURE_OF_PERSON and guessed.get(first) != "place"
        called = any(form.name == "given" for form in row.words[first].forms) and guessed.get(first) != "place"
        unsure = place.confidence < _SURE_OF_PLACE and place.kind == "settlement"
        personal = (sure or called) and not led and unsure and last == first + 1
        if not personal and place.relation != "direction":
            claimed.add(first, _to_plural(row, first, last, place), "place")


def _to_plural(row: Row, first: int, last: int, place: PlaceMention) -> int:
    """ "Липівській та Гайовій областях": one name of all of them."""
    if place.kind not in {"admin1", "admin2"} or last > first + 1:
        return last
    at = last
    while at < row.closes[first] and at - last < _LONGEST_LIST:
        word = row.words[at]
        if word.form.number == "plural" and word.form.pos == "noun" and not word.is_capital:
            return at + 1
        if not (word.may_be("conjunction") or word.text == "," or (word.is_capital and word.may_be("adjective"))):
            break
        at += 1
    return last
