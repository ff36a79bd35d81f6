"""Proof: every capture hashed again, every chain link and every span and citation checked."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import msgspec

from vedette.model.analysis import Analysis
from vedette.model.chain import FIRST, chain_hash
from vedette.model.document import document_id
from vedette.model.errors import VedetteError
from vedette.model.event import Control, Event, Threat
from vedette.model.ids import DocumentId, ObservationId, StatementId
from vedette.model.observation import Observation, ObservationQuery
from vedette.model.query import Query
from vedette.model.span import Span
from vedette.model.statement import Statement
from vedette.model.watch import A_PERSON, A_SOURCE
from vedette.ports import Archive, Progress, View

_LARGEST_CITATIONS = 256 * 1024 * 1024
_EVERY = 2**31 - 1
_ALL = Query(limit=_EVERY)


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """One entry of a report's `citations.json`; `text` must equal the document's text from `start` to `end`, unless
    names were withheld in the document (`redacted`)."""

    document: str
    start: int
    end: int
    text: str
    redacted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """One entry of a report's `observations.json`; `note` must be that of the observation."""

    observation: str
    note: str


def find_problems(
    view: View, archive: Archive, reports: Path, progress: Progress, left_out: frozenset[str] = frozenset()
) -> Iterator[str]:
    """One line a problem; none means that everything stored still leads to what was captured. `left_out` are bytes that
    an import said it came without."""
    yield from _capture_problems(view, archive, left_out, progress)
    known: set[StatementId] = set()
    yield from _document_problems(view, known, progress)
    yield from _observation_problems(view, archive, left_out)
    yield from _picture_problems(view, known)
    yield from _report_problems(view, reports)


def _capture_problems(view: View, archive: Archive, left_out: frozenset[str], progress: Progress) -> Iterator[str]:
    before, total = FIRST, view.counts()["captures"]
    for number, (capture, said_before, own) in enumerate(view.chain(), start=1):
        if said_before != before:
            yield f"capture {capture.id}: the chain is broken before it: a capture was removed, added or moved"
        if own != chain_hash(said_before, capture):
            yield f"capture {capture.id}: its chain hash does not fit: the capture was changed"
        before = own
        try:
            size = len(archive.read(capture.sha256))
        except VedetteError as error:
            if capture.sha256 not in left_out or archive.holds(capture.sha256):
                yield f"capture {capture.id}: {error}"
        else:
            if size != capture.size:
                yield f"capture {capture.id}: {size} bytes in the archive, {capture.size} in the store"
        progress("verify captures", number, total)


def _document_problems(view: View, known: set[StatementId], progress: Progress) -> Iterator[str]:
    current = view.documents()
    for number, newest in enumerate(current, start=1):
        for document in view.versions(newest.origin):
            if document.id != document_id(document.origin, document.text):
                yield f"document {document.id}: its text was changed"
            for analysis in view.analyses([document.id]):
                known.update(statement.id for statement in analysis.statements)
                yield from span_problems(document.id, document.text, analysis)
        progress("verify documents", number, len(current))


def span_problems(document: DocumentId, text: str, analysis: Analysis) -> Iterator[str]:
    for what, span in _spans(analysis):
        if span.document != document or span.end > len(text):
            yield f"document {document}: {what} points to {span.start}-{span.end} outside its text"


def _spans(analysis: Analysis) -> Iterator[tuple[str, Span]]:
    for statement in analysis.statements:
        yield from ((f"statement {statement.id}", span) for span in _statement_spans(statement))
    for mention in analysis.mentions:
        spans = (mention.trigger, mention.extent, *(actor.span for actor in mention.actors))
        yield from ((f"mention {mention.id}", span) for span in spans)
    yield from (("a place", place.span) for place in analysis.places)
    yield from (("a time", time.span) for time in analysis.times)
    yield from (("a quantity", quantity.span) for quantity in analysis.quantities)
    yield from (("an entity", entity.span) for entity in analysis.entities)
    yield from (("loaded language", loaded.span) for loaded in analysis.loaded)
    yield from (("a deed", deed.trigger) for deed in analysis.deeds)


def _statement_spans(statement: Statement) -> Iterator[Span]:
    speaker = statement.speaker.span if statement.speaker else None
    via = statement.via.span if statement.via else None
    for span in (statement.content, statement.cue, statement.condition, speaker, via):
        if span is not None:
            yield span


def _observation_problems(view: View, archive: Archive, left_out: frozenset[str]) -> Iterator[str]:
    """Each observation of a capture leads to it, its area can be drawn, and its pictures are as they were."""
    found = view.observations(ObservationQuery(limit=_EVERY))
    captures = {one.id for one in view.captures(sorted({one.capture for one in found if one.capture}))}
    for one in found:
        if one.capture is not None and one.capture not in captures:
            yield f"observation {one.id}: its capture {one.capture} is not in the store"
        try:
            one.box  # noqa: B018 - read for what it raises
        except ValueError as error:
            yield f"observation {one.id}: {error}"
    yield from _kept_problems(found, archive, left_out)


def _kept_problems(found: Iterable[Observation], archive: Archive, left_out: frozenset[str]) -> Iterator[str]:
    """A map that many observations share is hashed once."""
    shown = {(kept.sha256, kept.size): one.id for one in found if one.pixels for kept in one.pixels.kept}
    for (sha256, size), observation in shown.items():
        try:
            held = archive.place(sha256).stat().st_size
        except (VedetteError, OSError) as error:
            if sha256 not in left_out or archive.holds(sha256):
                yield f"observation {observation}: {error}"
        else:
            if held != size:
                yield f"observation {observation}: {held} bytes in the archive, {size} in the store"


def _picture_problems(view: View, known: set[StatementId]) -> Iterator[str]:
    """`known` spares a question to the store for each statement of a current analysis."""
    for what, statements in _told(view.events(_ALL), view.control(), view.threats()):
        for statement in statements:
            if statement not in known and view.statement(statement) is None:
                yield f"{what}: its statement {statement} is not in the store; run `vedette run` to rebuild the picture"
    for event in view.events(_ALL):
        for sight in event.sights:
            if view.observation(sight.observation) is None:
                yield f"event {event.id}: its observation {sight.observation} is not in the store; run `vedette run`"


def _told(
    events: Iterable[Event], control: Iterable[Control], threats: Iterable[Threat]
) -> Iterator[tuple[str, Iterable[StatementId]]]:
    for event in events:
        yield f"event {event.id}", (*event.statements, *(figure.statement for figure in event.figures))
    for change in control:
        yield f"control of {change.place.name} on {change.day}", change.statements
    for threat in threats:
        yield f"threat {threat.id}", threat.statements


def _report_problems(view: View, reports: Path) -> Iterator[str]:
    for folder in sorted(reports.iterdir()) if reports.is_dir() else ():
        if folder.is_dir():
            yield from _citation_problems(view, folder)
            yield from _sight_problems(view, folder)


def _citation_problems(view: View, folder: Path) -> Iterator[str]:
    place = f"report {folder.name}"
    try:
        citations = _citations(folder / "citations.json")
    except (OSError, msgspec.DecodeError, ValueError) as error:
        yield f"{place}: its citations.json cannot be read ({error}); write the report again"
        return
    wanted = sorted({DocumentId(citation.document) for citation in citations})
    texts = {document.id: document.text for document in view.documents(wanted)}
    for number, citation in enumerate(citations, start=1):
        text = texts.get(DocumentId(citation.document))
        if text is None:
            yield f"{place}: citation {number} names document {citation.document}, which is not in the store"
        elif not _is_quoted(citation, text):
            yield f"{place}: citation {number} does not quote {citation.document} at {citation.start}-{citation.end}"


def _is_quoted(citation: Citation, text: str) -> bool:
    """Where names were withheld the report's own copy of the text has other offsets: the words alone can be held."""
    if citation.redacted:
        return _holds(text, citation.text)
    return 0 <= citation.start <= citation.end <= len(text) and text[citation.start : citation.end] == citation.text


def _holds(text: str, words: str) -> bool:
    """The words in their order, whatever stands where a name is withheld."""
    at = 0
    for part in words.replace(A_SOURCE, A_PERSON).split(A_PERSON):
        found = text.find(part, at)
        if found < 0:
            return False
        at = found + len(part)
    return True


def _sight_problems(view: View, folder: Path) -> Iterator[str]:
    """What a report says was observed is still what the store holds."""
    path = folder / "observations.json"
    if not path.is_file():
        return
    try:
        rows = msgspec.json.decode(_bounded(path), type=list[Seen])
    except (OSError, msgspec.DecodeError, ValueError) as error:
        yield f"report {folder.name}: its observations.json cannot be read ({error}); write the report again"
        return
    for row in rows:
        found = view.observation(ObservationId(row.observation))
        if found is None or not (found.note == row.note or (_is_veiled(row.note) and _holds(found.note, row.note))):
            yield f"report {folder.name}: it tells of {row.observation} otherwise than the store"


def _is_veiled(words: str) -> bool:
    return A_PERSON in words or A_SOURCE in words


def _citations(path: Path) -> list[Citation]:
    return msgspec.json.decode(_bounded(path), type=list[Citation])


def _bounded(path: Path) -> bytes:
    with path.open("rb") as handle:
        content = handle.read(_LARGEST_CITATIONS + 1)
    if len(content) > _LARGEST_CITATIONS:
        raise ValueError(f"larger than {_LARGEST_CITATIONS} bytes")
    return content
