"""What the machine read of a document with persons' corrections laid over it. The analysis itself stays as it is.

A corrected speaker, place or mention is told from one that was read by its class: what a person says of one statement
teaches nothing about the next.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
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
    found = view.corrections(ids)
    return corrected(view.analyses(ids), found, needed) if found else view.analyses(ids)


def corrected(read: Iterable[Analysis], corrections: Iterable[Correction], needed: int = 1) -> Iterator[Analysis]:
    words: dict[DocumentId, dict[Subject, Correction]] = {}
    for subject, one in last_corrections(corrections, needed).items():
        if one.verdict is Verdict.WRONG:
            words.setdefault(one.document, {})[subject] = one
    for analysis in read:
        told = words.get(analysis.document)
        yield _corrected(analysis, told) if told else analysis


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
