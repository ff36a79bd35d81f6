"""What the machine read of a document with persons' corrections laid over it. The analysis itself stays as it is.

A corrected speaker, place or mention is told from one that was read by its class: what a person says of one statement
teaches nothing about the next. What a language model proposed is left out until a person has said whose words they are.
"""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

from vedette.model.analysis import Analysis
from vedette.model.correction import Correction, Matter, Spot, Subject, Verdict, Voice, last_corrections
from vedette.model.ids import DocumentId
from vedette.model.link import mention_of
from vedette.model.mention import Mention, PlaceMention
from vedette.model.span import Span
from vedette.model.statement import Speaker, Statement
from vedette.ports import View


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedByPerson(Speaker):
    """No evidence of how the text calls anybody else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PutByPerson(PlaceMention):
    """Stands nowhere in the text; its span is that of the mention's trigger."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoEvent(Mention):
    """A mention that a person says is none. Its numbers are still not anybody else's."""


def analyses(view: View, ids: Sequence[DocumentId] | None = None, needed: int = 1) -> Iterator[Analysis]:
    """Those of the view, as persons corrected them."""
    return corrected(view.analyses(ids), view.corrections(ids), needed)


def corrected(read: Iterable[Analysis], corrections: Iterable[Correction], needed: int = 1) -> Iterator[Analysis]:
    words: dict[DocumentId, dict[Subject, Correction]] = {}
    confirmed: set[str] = set()
    for subject, one in last_corrections(corrections, needed).items():
        if one.verdict is Verdict.WRONG:
            words.setdefault(one.document, {})[subject] = one
        if subject[0] == Matter.SPEAKER and _confirms(one):
            confirmed.add(subject[1])
    for analysis in read:
        analysis = _without_proposals(analysis, confirmed)
        told = words.get(analysis.document)
        yield _corrected(analysis, told) if told else analysis


def _confirms(word: Correction) -> bool:
    """That somebody by name says this."""
    return word.verdict is Verdict.RIGHT or (word.verdict is Verdict.WRONG and bool(word.voice and word.voice.name))


def _without_proposals(analysis: Analysis, confirmed: Container[str]) -> Analysis:
    """Those of a language model but for what was confirmed. Where the rules took the same words for the outlet's own,
    their mentions are told by whom the person confirmed: nothing is told twice."""
    if not (any(one.proposed_by for one in analysis.statements) or any(one.proposed_by for one in analysis.mentions)):
        return analysis
    statements = [one for one in analysis.statements if not one.proposed_by or one.id in confirmed]
    mentions = [one for one in analysis.mentions if not one.proposed_by or one.statement in confirmed]
    held = [one for one in statements if one.proposed_by]
    taken = {
        own.id: now.id
        for now in held
        for own in statements
        if not own.proposed_by and not own.attributed and own.content.overlaps(now.content)
    }
    return replace(
        analysis,
        statements=tuple(one for one in statements if one.id not in taken),
        mentions=tuple(
            replace(one, statement=taken[one.statement]) if one.statement in taken else one for one in mentions
        ),
    )


def _corrected(analysis: Analysis, words: Mapping[Subject, Correction]) -> Analysis:
    places, mentions = list(analysis.places), []
    for mention in analysis.mentions:
        for word in _of_places(mention, words):
            mention = _put(mention, word, places)
        mentions.append(_none(mention) if (Matter.EVENT, mention.id) in words else mention)
    statements = tuple(_spoken(one, words.get((Matter.SPEAKER, one.id))) for one in analysis.statements)
    return replace(analysis, statements=statements, mentions=tuple(mentions), places=tuple(places))


def _of_places(mention: Mention, words: Mapping[Subject, Correction]) -> list[Correction]:
    """On the whole mention first, then on single places of it."""
    found = [one for one in words.values() if one.matter is Matter.PLACE and mention_of(one.target) == mention.id]
    return sorted(found, key=lambda one: one.target)


def _spoken(statement: Statement, word: Correction | None) -> Statement:
    if word is None:
        return statement
    voice = word.voice or Voice()
    if voice.own:
        return replace(statement, speaker=None, cue=None, direct=False)
    if voice.name is None:
        return replace(statement, speaker=None, direct=True)
    return replace(statement, speaker=NamedByPerson(name=voice.name, country=voice.country))


def _put(mention: Mention, word: Correction, places: list[PlaceMention]) -> Mention:
    """The places that the word is about give way to its own, at the end of the list."""
    _, _, one = word.target.partition("@")
    kept = tuple(index for index in mention.places if one and not is_place(places[index], one))
    if one and len(kept) == len(mention.places):
        return mention
    if word.spot is None:
        return replace(mention, places=kept)
    places.append(_place(word.spot, mention.trigger))
    return replace(mention, places=(*kept, len(places) - 1))


def is_place(place: PlaceMention, asked: str) -> bool:
    """Whether an end of a link names it: by its id, or with how the text tells of a spot near it."""
    return place.place is not None and asked in (place.place, f"{place.place}~{place.relation}")


def _place(spot: Spot, span: Span) -> PlaceMention:
    return PutByPerson(
        span=span,
        name=spot.name,
        kind=spot.kind,
        place=spot.place,
        lat=spot.lat,
        lon=spot.lon,
        radius_m=spot.radius_m,
        country=spot.country,
        confidence=1.0,
    )


def _none(mention: Mention) -> NoEvent:
    told: dict[str, Any] = {one.name: getattr(mention, one.name) for one in fields(mention)}
    return NoEvent(**told)


def named_in_text(analysis: Analysis) -> Sequence[PlaceMention]:
    """The places that stand in the words."""
    return [place for place in analysis.places if not isinstance(place, PutByPerson)]
