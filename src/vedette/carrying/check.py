"""Whether a fact is what its id says: ids are made of content, so each is made again."""

import re
from collections.abc import Iterable, Iterator
from datetime import datetime

from vedette.carrying.load import Fact
from vedette.extension.checks import MOST_NOTES
from vedette.model.analysis import Analysis
from vedette.model.annotation import Annotation
from vedette.model.capture import MESSAGE, Capture, capture_id
from vedette.model.correction import Correction, Spot, correction_id
from vedette.model.document import Document, document_id
from vedette.model.failure import Failure
from vedette.model.link import Link, is_rule, link_id
from vedette.model.mention import PlaceMention, mention_id
from vedette.model.observation import Observation
from vedette.model.retraction import Retraction, retraction_id
from vedette.model.source import Source
from vedette.model.statement import statement_id
from vedette.verify import span_problems

_SHA256 = re.compile(r"[0-9a-f]{64}")
_OBSERVATION = re.compile(r"obs_[0-9a-f]{24}")
_LONGEST_NAME = 4_000
_LARGEST_RADIUS_M = 21_000_000


def problems(fact: Fact, text: str | None = None) -> Iterator[str]:
    """A line each. `text` is that of the document that was analysed, or noted in."""
    match fact:
        case Source():
            if len(fact.id) > _LONGEST_NAME:
                yield f"source {fact.id[:80]!r}: is no name of a source"
        case Capture():
            yield from _capture(fact)
        case Document():
            yield from _document(fact)
        case Analysis():
            yield from _analysis(fact, text)
        case Annotation():
            yield from _annotation(fact, text)
        case Observation():
            yield from _observation(fact)
        case Link():
            yield from _link(fact)
        case Retraction():
            made = _aware(fact.made) and retraction_id(fact.origin, fact.how, fact.made)
            yield from _forged("retraction", fact.id, made)
        case Correction():
            made_id = _aware(fact.made) and correction_id(fact.matter, fact.target, fact.verdict, fact.maker, fact.made)
            yield from _forged("correction", fact.id, made_id)
            yield from _off_earth(f"correction {fact.id[:80]}", [fact.spot] if fact.spot else [])
        case Failure():
            if len(fact.reason) > _LONGEST_NAME or len(fact.item) > _LONGEST_NAME:
                yield "a failure: is longer than any that Vedette writes"


def _forged(what: str, said: str, made: str | bool) -> Iterator[str]:
    if said != made:
        yield f"{what} {said[:80]}: its id is not that of its content: it was changed"


def _aware(moment: datetime | None) -> bool:
    return moment is not None and moment.tzinfo is not None


def _capture(capture: Capture) -> Iterator[str]:
    if not _SHA256.fullmatch(capture.sha256) or capture.size < 0 or not _aware(capture.fetched):
        yield f"capture {capture.id[:80]}: names no bytes, or no time"
    yield from _forged("capture", capture.id, capture_id(capture.sha256, capture.source, capture.header(MESSAGE)))


def _document(document: Document) -> Iterator[str]:
    yield from _forged("document", document.id, document_id(document.origin, document.text))
    if document.modified is not None and not _aware(document.modified):
        yield f"document {document.id}: its time of change names no zone"
    if any(not 0 <= mark.start <= mark.end <= len(document.text) for mark in document.marks):
        yield f"document {document.id}: a mark lies outside its text"


def _analysis(analysis: Analysis, text: str | None) -> Iterator[str]:
    if text is None:
        yield f"analysis of {analysis.document[:80]}: its document is neither here nor in the workspace"
        return
    yield from span_problems(analysis.document, text, analysis)
    for one in analysis.statements:
        speaker = one.speaker.span if one.speaker else None
        yield from _forged("statement", one.id, statement_id(analysis.document, one.content, one.cue, speaker))
    yield from _off_earth(f"analysis of {analysis.document}", analysis.places)
    for mention in analysis.mentions:
        yield from _forged("mention", mention.id, mention_id(analysis.document, mention.trigger, mention.plover))
        if any(not 0 <= at < len(analysis.places) for at in mention.places):
            yield f"mention {mention.id}: names a place that is not there"
        if any(not 0 <= at < len(analysis.quantities) for at in mention.quantities):
            yield f"mention {mention.id}: names a quantity that is not there"


def _annotation(annotation: Annotation, text: str | None) -> Iterator[str]:
    where = f"annotation of {annotation.document[:80]}"
    if text is None:
        yield f"{where}: its document is neither here nor in the workspace"
        return
    if len(annotation.notes) > MOST_NOTES or len(annotation.maker) > _LONGEST_NAME:
        yield f"{where}: is larger than any that Vedette writes"
        return
    for note in annotation.notes:
        if note.span.document != annotation.document or note.span.end > len(text):
            yield f"{where}: points outside its text"
        if not 0 < len(note.kind) <= _LONGEST_NAME or len(note.value) > _LONGEST_NAME:
            yield f"{where}: is larger than any that Vedette writes"


def _off_earth(what: str, places: Iterable[PlaceMention | Spot]) -> Iterator[str]:
    for one in places:
        lat, lon, radius = one.lat or 0, one.lon or 0, one.radius_m or 0
        if not (-90 <= lat <= 90 and -180 <= lon <= 180 and 0 <= radius <= _LARGEST_RADIUS_M):
            yield f"{what}: a place lies nowhere on Earth"


def _observation(observation: Observation) -> Iterator[str]:
    if not _OBSERVATION.fullmatch(observation.id):
        yield f"observation {observation.id[:80]!r}: is no id of an observation"
    try:
        observation.box  # noqa: B018 - read for what it raises
    except ValueError as error:
        yield f"observation {observation.id[:80]}: {error}"
    for kept in observation.pixels.kept if observation.pixels else ():
        if not _SHA256.fullmatch(kept.sha256):
            yield f"observation {observation.id[:80]}: names no bytes"


def _link(link: Link) -> Iterator[str]:
    if not all(end.isprintable() and 0 < len(end) <= _LONGEST_NAME for end in link.pair):
        yield f"judgement {link.id[:80]}: tells of nothing that has an id"
        return
    if is_rule(link.maker):
        nonce = ""
    elif link.made is None or link.made.tzinfo is None:
        yield f"judgement {link.id[:80]}: names no time"
        return
    else:
        nonce = link.made.isoformat()
    yield from _forged("judgement", link.id, link_id(link.left, link.right, link.judgement, link.maker, nonce))
