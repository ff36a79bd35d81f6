"""Where a Ukrainian or Russian text says something is, seen from a place: north of it, between two, in its direction.

Relations are told in English words, as everywhere in the product; the text keeps its own.
"""

from collections.abc import Sequence

from vedette.model.mention import PlaceMention
from vedette.understand.light.running import Row
from vedette.understand.place_names import Toponym
from vedette.understand.place_relation import COMPASS, Relation, between_them, placed
from vedette.understand.slavic.place_words import PlaceWords
from vedette.understand.slavic.toponyms import is_line

_KILOMETRES = frozenset({"км", "км.", "кілометр", "километр", "кілометри", "километры"})
_FROM = frozenset({"від", "од", "от"})
_TOWARDS = frozenset({"на", "к", "до"})
_FARTHEST_KM = 300.0


def related(
    row: Row, toponyms: Sequence[Toponym], places: Sequence[PlaceMention], words: PlaceWords
) -> list[PlaceMention]:
    """The places, moved to where the text says."""
    moved = list(places)
    before: Relation | None = None
    for number, (toponym, place) in enumerate(zip(toponyms, places, strict=True)):
        joined = before if number and _is_joined(row, toponyms[number - 1], toponym) else None
        relation = _relation_of(row, toponym, words) or joined
        before = relation if relation is not None and relation.name == "near" else None
        if relation is not None and place.lat is not None and not place.metonym:
            moved[number] = placed(place, relation)
    for number in range(len(moved) - 1):
        if _is_pair(row, toponyms[number], toponyms[number + 1], words):
            pair = moved[number], moved[number + 1]
            moved[number : number + 2] = between_them("between", *pair) or pair
    return moved


def _is_joined(row: Row, first: Toponym, second: Toponym) -> bool:
    between = row.said.lower[first.last : second.first]
    return 0 < len(between) <= 2 and all(word in {",", "та", "і", "й", "и"} for word in between)


def _is_pair(row: Row, first: Toponym, second: Toponym, words: PlaceWords) -> bool:
    before = row.before(first.first)
    joined = second.first - first.last == 1 and row.said.lower[first.last] in {"та", "і", "й", "и"}
    return joined and before is not None and before.lower in words.between


def _relation_of(row: Row, toponym: Toponym, words: PlaceWords) -> Relation | None:
    after = row.after(toponym.last)
    if is_line(toponym):
        return Relation(name="direction")
    if toponym.last == toponym.name_end and _leads_to_direction(row, toponym, words):
        return Relation(name="direction")
    if after is not None and not words.directions.isdisjoint(after.lemmas):
        return Relation(name="direction")
    word = row.before(toponym.first)
    if word is None:
        return None
    if not words.before.keys().isdisjoint(word.lemmas):
        word = row.before(toponym.first, 2) or word
    if word.lower in words.near:
        return Relation(name="near")
    side = next((words.bearings[each] for each in word.lemmas if each in words.bearings), None)
    if side is not None and word.pos == "noun":
        return Relation(name=f"{side}ern part of", bearing=COMPASS[side])
    if word.lower in words.bearings:
        return _bearing(words.bearings[word.lower], _distance(row, word.index + row.opens[toponym.first]))
    if word.lower in _FROM:
        return _seen_from(row, row.opens[toponym.first] + word.index, words)
    return None


def _leads_to_direction(row: Row, toponym: Toponym, words: PlaceWords) -> bool:
    """ "Лиманському та Бахмутському напрямках": both."""
    if not row.words[toponym.first].may_be("adjective"):
        return False
    for at in range(toponym.last, min(row.closes[toponym.first], toponym.last + 8)):
        word = row.words[at]
        if not words.directions.isdisjoint(word.lemmas):
            return True
        if not (word.may_be("adjective", "conjunction") or word.text == ","):
            return False
    return False


def _seen_from(row: Row, at: int, words: PlaceWords) -> Relation | None:
    """ "за 15 км на північ від", "на північний захід від", "в 20 км от"."""
    opens = row.opens[at]
    for length in (2, 1):
        start = at - length
        if start < opens:
            continue
        lemma = " ".join(row.words[each].form.lemma for each in range(start, at))
        bearing = words.bearings.get(lemma)
        if bearing is not None:
            end = start - (start > opens and row.words[start - 1].lower in _TOWARDS)
            return _bearing(bearing, _distance(row, end))
    reach = _distance(row, at)
    return Relation(name="from", reach_km=reach) if reach else None


def _bearing(name: str, reach_km: float | None) -> Relation:
    return Relation(name=f"{name} of", bearing=COMPASS[name], reach_km=reach_km)


def _distance(row: Row, end: int) -> float | None:
    """The kilometres that the words before `end` give."""
    if end < 2 or row.opens[end - 1] > end - 2 or _KILOMETRES.isdisjoint(row.words[end - 1].lemmas):
        return None
    written = row.words[end - 2].text.replace(",", ".")
    try:
        reach = float(written)
    except ValueError:
        return None
    return reach if 0 < reach <= _FARTHEST_KM else None
