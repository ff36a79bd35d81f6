"""Places named in a Ukrainian or Russian text, each resolved to a point and a radius or left open."""

from collections.abc import Sequence

from vedette.model.mention import PlaceMention
from vedette.model.watch import Watch
from vedette.reference.gazetteer import Gazetteer
from vedette.understand.light.running import Row
from vedette.understand.place_choice import Choice, settled
from vedette.understand.place_containers import note_containers
from vedette.understand.place_names import Toponym
from vedette.understand.place_weights import load_place_weights
from vedette.understand.places import mention_of, unit_meant
from vedette.understand.slavic.place_evidence import weigh
from vedette.understand.slavic.place_relations import related
from vedette.understand.slavic.place_words import PlaceWords, place_words
from vedette.understand.slavic.toponyms import candidate_names

_SURE_OF_NAME = 1.0
_POLITICAL = frozenset({"country", "admin1"})


def find_places(row: Row, gazetteer: Gazetteer, watch: Watch | None) -> tuple[PlaceMention, ...]:
    """In the order of the text, without overlaps; a place without a point is one that is named but not known."""
    words = place_words(row.parse.language)
    toponyms = weigh(row, candidate_names(row, gazetteer, words), words, watch)
    for toponym in toponyms:
        if not toponym.entries and toponym.score >= _SURE_OF_NAME and toponym.kind in {None, "settlement"}:
            toponym.entries = gazetteer.similar(row.said.between(toponym.first, toponym.name_end))
    for toponym in toponyms:
        if toponym.kind is None and _is_river(row, toponym, words):
            toponym.kind = "water"
    choices = _choices(row, toponyms, gazetteer, words, watch)
    places = [
        mention_of(
            row.said,
            toponym,
            choice,
            row.parse.document,
            load_place_weights(),
            metonym=choice is not None and _is_metonym(row, toponym, choice, words),
        )
        for toponym, choice in zip(toponyms, choices, strict=True)
    ]
    return tuple(related(row, toponyms, places, words))


def _is_river(row: Row, toponym: Toponym, words: PlaceWords) -> bool:
    """ "на березі Дніпра", "міст через Дніпро"."""
    if not any(entry.kind == "water" for entry in toponym.entries):
        return False
    before = row.words[max(row.opens[toponym.first], toponym.first - 1) : toponym.first]
    return any(not words.river.isdisjoint(word.lemmas) or word.lower in {"через", "крізь"} for word in before)


def _choices(
    row: Row, toponyms: Sequence[Toponym], gazetteer: Gazetteer, words: PlaceWords, watch: Watch | None
) -> list[Choice | None]:
    note_containers(row.said, toponyms, gazetteer, words.linking, words.joints)
    fighting = any(not words.fighting.isdisjoint(word.lemmas) for word in row.words)
    chosen = settled(row.said, toponyms, watch, fighting=fighting)
    found: list[Choice | None] = []
    for toponym in toponyms:
        choice = chosen.get(toponym.folded)
        if choice is not None and (unit := unit_meant(toponym, choice.entry, gazetteer)) != choice.entry:
            choice = Choice(entry=unit, probability=choice.probability, rest=choice.rest, margin=choice.margin)
        found.append(choice)
    return found


def _is_metonym(row: Row, toponym: Toponym, choice: Choice, words: PlaceWords) -> bool:
    """ "Київ заявив": the government, not the city."""
    if choice.entry.kind not in _POLITICAL and not choice.entry.capital:
        return False
    before, after = row.before(toponym.first), row.after(toponym.last)
    if before is not None and before.pos == "preposition":
        return False
    return after is not None and not words.ruling_verbs.isdisjoint(after.lemmas)
