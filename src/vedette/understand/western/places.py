"""Places named in a German or French text, each resolved to a point and a radius or left open."""

from collections.abc import Sequence

from vedette.model.mention import PlaceMention, TimeMention
from vedette.model.watch import Watch
from vedette.reference.gazetteer import Gazetteer
from vedette.understand.light.running import Row
from vedette.understand.light.sentences import Word
from vedette.understand.place_choice import Choice, settled
from vedette.understand.place_containers import note_containers
from vedette.understand.place_names import Toponym
from vedette.understand.place_relation import COMPASS, Relation, placed
from vedette.understand.place_weights import load_place_weights
from vedette.understand.places import mention_of, unit_meant
from vedette.understand.western.forms import word_tables
from vedette.understand.western.place_words import PlaceWords, place_words
from vedette.understand.western.toponyms import candidate_names, weigh

_POLITICAL = frozenset({"country", "admin1"})
_SAID_OF = frozenset({"von", "de", "d'", "du"})
_KILOMETRES = frozenset({"km", "kilometer", "kilometern", "kilomètres", "kilomètre"})
_FARTHEST_KM = 200.0
_LINKING = frozenset({"im", "in der", "in", ", im", "dans la", "dans l'", "dans le", ", dans la", "de la", "("})
_JOINTS = frozenset({",", "und", "et", "oder", "ou"})
_REACH = 4


def find_places(
    row: Row, gazetteer: Gazetteer, watch: Watch | None, times: Sequence[TimeMention] = ()
) -> tuple[PlaceMention, ...]:
    """In the order of the text, without overlaps; a place without a point is one that is named but not known."""
    words = place_words(row.parse.language)
    taken = {each.span.start for each in times}
    toponyms = weigh(row, list(candidate_names(row, gazetteer, words, taken)), words, watch)
    for toponym in toponyms:
        if not toponym.entries and toponym.kind in {None, "settlement"}:
            toponym.entries = gazetteer.similar(row.said.between(toponym.first, toponym.name_end))
    note_containers(row.said, toponyms, gazetteer, _LINKING, _JOINTS)
    fighting = any(word.lower in words.fighting for word in row.words)
    chosen = settled(row.said, toponyms, watch, fighting=fighting)
    return tuple(_mention(row, toponym, chosen.get(toponym.folded), gazetteer, words) for toponym in toponyms)


def _mention(
    row: Row, toponym: Toponym, choice: Choice | None, gazetteer: Gazetteer, words: PlaceWords
) -> PlaceMention:
    if choice is not None and (unit := unit_meant(toponym, choice.entry, gazetteer)) != choice.entry:
        choice = Choice(entry=unit, probability=choice.probability, rest=choice.rest, margin=choice.margin)
    metonym = choice is not None and _is_metonym(row, toponym, choice, words)
    place = mention_of(row.said, toponym, choice, row.parse.document, load_place_weights(), metonym=metonym)
    relation = _relation(row, toponym, words)
    return placed(place, relation) if relation is not None and place.lat is not None and not metonym else place


def _is_metonym(row: Row, toponym: Toponym, choice: Choice, words: PlaceWords) -> bool:
    """ "Moskau erklärt", "Kiev affirme": the government, not the city."""
    if choice.entry.kind not in _POLITICAL and not choice.entry.capital:
        return False
    before = row.before(toponym.first)
    if _is_adjective(row, toponym, words):
        return True
    if before is not None and before.lower in word_tables(row.parse.language).articles:
        before = row.before(toponym.first, 2)
    if before is not None and before.may_be("preposition"):
        return False
    near: Sequence[int] = range(toponym.last, min(row.closes[toponym.first], toponym.last + _REACH))
    return any(_rules(row.words[at], words) for at in near) or (before is not None and _rules(before, words))


def _rules(word: Word, words: PlaceWords) -> bool:
    return word.may_be("verb", "participle") and not words.ruling.isdisjoint(word.lemmas)


def _is_adjective(row: Row, toponym: Toponym, words: PlaceWords) -> bool:
    """ "Moskauer Medien": whose they are, not where."""
    after = row.after(toponym.last)
    made = bool(words.adjective) and row.said.words[toponym.name_end - 1].endswith(words.adjective)
    if not made or toponym.kind is not None or after is None or not after.is_capital:
        return False
    return after.lower not in words.directions and after.pos == "noun" and after.lower not in words.after


def _relation(row: Row, toponym: Toponym, words: PlaceWords) -> Relation | None:
    """ "nördlich von Lypzi", "à 5 km au nord de Lyptsi", "im Norden von"."""
    at = toponym.first - 1
    opens = row.opens[toponym.first]
    if at >= opens and row.words[at].lower in _SAID_OF:
        at -= 1
    if at < opens or (bearing := words.bearings.get(row.words[at].lower)) is None:
        return None
    inside = row.words[at].is_capital or (at > opens and row.words[at - 1].lower in {"le", "dans"})
    if inside:
        return Relation(name=f"{bearing}ern part of", bearing=COMPASS[bearing])
    return Relation(name=f"{bearing} of", bearing=COMPASS[bearing], reach_km=_distance(row, at, opens))


def _distance(row: Row, end: int, opens: int) -> float | None:
    """The kilometres that the words before `end` give."""
    if end > opens and row.words[end - 1].lower in {"au", "à"}:
        end -= 1
    if end - 2 < opens or row.words[end - 1].lower not in _KILOMETRES:
        return None
    try:
        reach = float(row.words[end - 2].text.replace(",", "."))
    except ValueError:
        return None
    return reach if 0 < reach <= _FARTHEST_KM else None
