"""Places named in an English text, each resolved to a point and a radius or left open."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from math import exp

from spacy.tokens import Doc, Token

from vedette.model.ids import DocumentId, PlaceId
from vedette.model.mention import PlaceCandidate, PlaceKind, PlaceMention
from vedette.model.span import Span
from vedette.model.watch import Watch
from vedette.reference.gazetteer import Entry, Gazetteer
from vedette.understand.place_choice import Choice, choose
from vedette.understand.place_confidence import confidence
from vedette.understand.place_containers import held_by
from vedette.understand.place_evidence import weigh
from vedette.understand.place_names import Toponym, Words, candidate_names
from vedette.understand.place_relation import related
from vedette.understand.place_weights import PlaceWeights, load_place_weights
from vedette.understand.place_words import PlaceWords, load_place_words

_LEAST_CONFIDENCE = 0.08
_TOLD_CANDIDATES = 5
_SURE_OF_NAME = 1.0  # as a logit: from there on a name that nobody knows may be a known one with a slip
_SEAT = 0.5
_LEAST_TOLD = 0.01
_HELD = 0.6  # of a name known in no gazetteer, that its point is near the middle of what holds it
_POLITICAL = frozenset({"country", "admin1", "region", "site"})


def find_places(
    doc: Doc,
    document: DocumentId,
    gazetteer: Gazetteer,
    watch: Watch | None,
    weights: PlaceWeights | None = None,
) -> tuple[PlaceMention, ...]:
    """In the order of the text, without overlaps; spans leave out the article and "'s".

    A demonym or adjective ("Ukrainian") is a metonym of its country. `place` is None where no candidate is known or
    none is likely enough; then the candidates are told.
    """
    weights = weights or load_place_weights()
    words, said = load_place_words(), Words.of(doc)
    resolved = list(resolve(doc, said, gazetteer, watch, weights))
    places = [_mention(doc, said, *each, document, weights) for each in resolved]
    return tuple(related(said, [toponym for toponym, _ in resolved], places, words))


def _mention(
    doc: Doc, said: Words, toponym: Toponym, choice: Choice | None, document: DocumentId, weights: PlaceWeights
) -> PlaceMention:
    words = load_place_words()
    metonym = toponym.demonym is not None
    if choice is not None and not metonym:
        metonym = _is_metonym(doc, toponym, choice.entry, words)
    seat = toponym.folded in words.seats
    return mention_of(said, toponym, choice, document, weights, metonym=metonym, seat=seat)


def resolve(
    doc: Doc, said: Words, gazetteer: Gazetteer, watch: Watch | None, weights: PlaceWeights
) -> Iterator[tuple[Toponym, Choice | None]]:
    """The names that stand for places, each with its choice."""
    words = load_place_words()
    toponyms = weigh(doc, said, candidate_names(doc, said, gazetteer, words), words, weights, watch)
    for toponym in toponyms:
        if not toponym.entries and toponym.demonym is None and toponym.score >= _SURE_OF_NAME and not toponym.kind:
            text = said.between(toponym.first, toponym.name_end)
            toponym.entries = gazetteer.of_adjective(text) or gazetteer.similar(text)
    choices = choose(said, toponyms, gazetteer, words, watch)
    for toponym in toponyms:
        choice = _demonym(toponym, gazetteer) or choices.get(toponym.folded)
        unit = unit_meant(toponym, choice.entry, gazetteer) if choice else None
        yield toponym, replace(choice, entry=unit) if choice and unit else None


def mention_of(
    said: Words,
    toponym: Toponym,
    choice: Choice | None,
    document: DocumentId,
    weights: PlaceWeights,
    *,
    metonym: bool,
    seat: bool = False,
) -> PlaceMention:
    """What the text names, resolved as far as the choice is sure; `metonym` and `seat` as its words say."""
    text = said.between(toponym.first, toponym.last)
    span = Span(document=document, start=said.starts[toponym.first], end=said.ends[toponym.last - 1])
    if (holder := held_by(toponym)) is not None:
        return _somewhere_in(holder, toponym, text, span)
    if choice is None:
        return PlaceMention(span=span, name=text, kind=toponym.kind or "settlement")
    entry, sure = choice.entry, confidence(toponym, choice, choice.entry, weights.sureness)
    if seat:
        sure = max(sure, _SEAT)
    if sure < _LEAST_CONFIDENCE:
        others = _told(((entry, choice.probability), *choice.rest))
        kind = toponym.kind or "settlement"
        return PlaceMention(span=span, name=text, kind=kind, confidence=round(sure, 3), candidates=others)
    return PlaceMention(
        span=span,
        name=entry.name,
        kind=_kind(toponym, entry),
        place=entry.id,
        lat=round(entry.lat, 5),
        lon=round(entry.lon, 5),
        radius_m=entry.radius_m,
        country=entry.country,
        confidence=round(sure, 3),
        metonym=metonym,
        fuzzy=entry.form == "fuzzy",
        candidates=_told(choice.rest),
    )


def _told(others: Iterable[tuple[Entry, float]]) -> tuple[PlaceCandidate, ...]:
    likely = [(entry, chance) for entry, chance in others if chance >= _LEAST_TOLD][:_TOLD_CANDIDATES]
    return tuple(
        PlaceCandidate(place=entry.id, name=entry.name, probability=round(chance, 4)) for entry, chance in likely
    )


def _somewhere_in(holder: Entry, toponym: Toponym, text: str, span: Span) -> PlaceMention:
    """ "Krasne in Kharkiv region", where no Krasne is known: it lies somewhere in the region."""
    return PlaceMention(
        span=span,
        name=text,
        kind=toponym.kind or "settlement",
        place=PlaceId(f"{holder.id}:{toponym.folded.replace(' ', '-')}"),
        lat=round(holder.lat, 5),
        lon=round(holder.lon, 5),
        radius_m=holder.radius_m,
        country=holder.country,
        confidence=round(_HELD / (1 + exp(-toponym.score)), 3),
    )


def _demonym(toponym: Toponym, gazetteer: Gazetteer) -> Choice | None:
    if toponym.demonym is None:
        return None
    countries = [entry for entry in gazetteer.candidates(toponym.demonym.name) if entry.kind == "country"]
    return Choice(entry=countries[0], probability=1.0) if countries else None


def unit_meant(toponym: Toponym, entry: Entry, gazetteer: Gazetteer) -> Entry:
    """ "Homs province" is the unit around the town of Homs, where the unit's own name is not known."""
    if toponym.kind == "admin1" and entry.kind == "settlement" and entry.country and entry.admin1:
        return gazetteer.unit(entry.country, entry.admin1) or entry
    return entry


def _kind(toponym: Toponym, entry: Entry) -> PlaceKind:
    return "admin2" if toponym.kind == "admin2" and entry.kind == "settlement" else entry.kind


def _is_metonym(doc: Doc, toponym: Toponym, entry: Entry, words: PlaceWords) -> bool:
    if entry.kind not in _POLITICAL and not entry.capital:
        return False
    root = doc[toponym.first : toponym.last].root
    if toponym.folded in words.seats:
        return root.dep_ != "pobj" or root.head.lower_ not in words.locative
    if root.dep_ == "nsubj":
        return root.head.lemma_.lower() in words.ruling_verbs
    return root.dep_ in {"compound", "nmod", "poss", "amod"} and _rules(root.head, words)


def _rules(noun: Token, words: PlaceWords) -> bool:
    return noun.lower_ in words.ruling_nouns
