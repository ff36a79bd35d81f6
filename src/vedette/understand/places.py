"""Places named in an English text, each resolved to a point and a radius or left open."""

from collections.abc import Mapping
from math import exp

from spacy.tokens import Doc, Token
from spacy.tokens import Span as Tokens

from vedette.model.ids import DocumentId, PlaceId
from vedette.model.mention import PlaceKind, PlaceMention
from vedette.model.span import Span
from vedette.model.watch import Watch
from vedette.reference.gazetteer import Entry, Gazetteer
from vedette.understand.place_choice import Choice, choose
from vedette.understand.place_containers import held_by
from vedette.understand.place_evidence import weigh
from vedette.understand.place_names import Toponym, Words, candidate_names
from vedette.understand.place_weights import load_place_weights
from vedette.understand.place_words import PlaceWords, load_place_words

_LEAST_CONFIDENCE = 0.12
_POLITICAL = frozenset({"country", "admin1", "region", "site"})


def find_places(doc: Doc, document: DocumentId, gazetteer: Gazetteer, watch: Watch | None) -> tuple[PlaceMention, ...]:
    """In the order of the text, without overlaps; spans leave out the article and "'s".

    A demonym or adjective ("Ukrainian") is a metonym of its country. `place` is None where no candidate is known or
    none is likely enough.
    """
    words = load_place_words()
    said = Words.of(doc)
    toponyms = weigh(doc, said, candidate_names(doc, said, gazetteer, words), words, load_place_weights(), watch)
    choices = choose(said, toponyms, gazetteer, words, watch)
    return tuple(_mention(doc, toponym, choices, document, gazetteer, words) for toponym in toponyms)


def _mention(
    doc: Doc,
    toponym: Toponym,
    choices: Mapping[str, Choice],
    document: DocumentId,
    gazetteer: Gazetteer,
    words: PlaceWords,
) -> PlaceMention:
    tokens = doc[toponym.first : toponym.last]
    span = Span(document=document, start=tokens.start_char, end=tokens.end_char)
    choice = _demonym(toponym, gazetteer) or choices.get(toponym.folded)
    if (holder := held_by(toponym)) is not None:
        return _somewhere_in(holder, toponym, tokens, span)
    confidence = choice.probability * _is_place(toponym) if choice else 0.0
    if choice is None or confidence < _LEAST_CONFIDENCE:
        return PlaceMention(span=span, name=tokens.text, kind=toponym.kind or "settlement", confidence=confidence)
    entry = _unit_meant(toponym, choice.entry, gazetteer)
    return PlaceMention(
        span=span,
        name=entry.name,
        kind=_kind(toponym, entry),
        place=entry.id,
        lat=round(entry.lat, 5),
        lon=round(entry.lon, 5),
        radius_m=entry.radius_m,
        country=entry.country,
        confidence=round(confidence, 3),
        metonym=toponym.demonym is not None or _is_metonym(doc, toponym, entry, words),
    )


def _somewhere_in(holder: Entry, toponym: Toponym, tokens: Tokens, span: Span) -> PlaceMention:
    """ "Krasne in Kharkiv region", where no Krasne is known: it lies somewhere in the region."""
    return PlaceMention(
        span=span,
        name=tokens.text,
        kind=toponym.kind or "settlement",
        place=PlaceId(f"{holder.id}:{toponym.folded.replace(' ', '-')}"),
        lat=round(holder.lat, 5),
        lon=round(holder.lon, 5),
        radius_m=holder.radius_m,
        country=holder.country,
        confidence=round(0.8 * _is_place(toponym), 3),
    )


def _demonym(toponym: Toponym, gazetteer: Gazetteer) -> Choice | None:
    if toponym.demonym is None:
        return None
    countries = [entry for entry in gazetteer.candidates(toponym.demonym.name) if entry.kind == "country"]
    return Choice(entry=countries[0], probability=1.0) if countries else None


def _is_place(toponym: Toponym) -> float:
    """How sure it is that the name stands for a place at all."""
    return 1 / (1 + exp(-toponym.score))


def _unit_meant(toponym: Toponym, entry: Entry, gazetteer: Gazetteer) -> Entry:
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
