"""Texts analysed outside any workspace: nothing is kept. Puts adapters together as `app` does for workspaces."""

import tempfile
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from itertools import chain
from pathlib import Path

from vedette.model.analysis import Analysis
from vedette.model.capture import Capture
from vedette.model.document import Document
from vedette.model.errors import CaptureError, ReadError
from vedette.model.ids import CaptureId, DocumentId, SourceId
from vedette.model.interval import Interval
from vedette.model.watch import Watch
from vedette.pipeline import Guarded
from vedette.ports import Outcome, Progress

_BATCH = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Analysed:
    """A document with its analysis, or with the reason why there is none. `label` is the id its file gave it."""

    label: str | None
    document: Document | None = None
    analysis: Analysis | None = None
    error: str | None = None


def lines_of(path: Path, day: date | None = None) -> Iterator[Document | str]:
    """Every line of a JSONL file in order: its document, or why it is none. `day` is the publication day where a line
    gives none. Raises ReadError for an unreadable file."""
    from vedette.read.dates import published
    from vedette.read.jsonl import read_lines

    now = datetime.now(UTC)
    for number, line in enumerate(read_lines(_bytes(path)), start=1):
        if line.fields is None:
            yield f"line {line.number} is {line.broken}"
            continue
        language = line.fields.get("language")
        found = Document(
            id=DocumentId(f"line-{number}"),
            capture=CaptureId("none"),
            source=SourceId(str(line.fields.get("source") or "unknown")),
            origin=f"line-{number}",
            label=line.id or f"line-{number}",
            text=line.text,
            published=published(line.fields.get("published"), now),
            language=language if isinstance(language, str) and language else None,
        )
        yield _dated(found, day)


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise ReadError(f"{path}: cannot be read ({error.strerror}): check the name and its permissions") from error


def documents_of(target: str, day: date | None) -> list[Document]:
    """Documents of one file or address, read as `vedette add` reads them. `day` is the publication day where the text
    gives none. Raises CaptureError or ReadError saying why there is none."""
    from vedette.collect.archive import FileArchive
    from vedette.collect.gather import gather
    from vedette.read.stage import ReadStage

    watch = Watch(name="one text")
    with tempfile.TemporaryDirectory(prefix="vedette-") as folder:
        archive = FileArchive(Path(folder))
        gathered = list(gather([target], archive=archive, watch=watch, clock=lambda: datetime.now(UTC)))
        captures = [each for each in gathered if isinstance(each, Capture)]
        outcomes = list(ReadStage(archive=archive, watch=watch)(captures))
    documents = [each for outcome in outcomes for each in outcome.results if isinstance(each, Document)]
    if documents:
        return [_dated(each, day) for each in documents]
    reasons = [each.reason for each in gathered if not isinstance(each, Capture)]
    if reasons:
        raise CaptureError(reasons[0])
    raise ReadError(next((each.failure for each in outcomes if each.failure), f"{target}: holds no text"))


def _dated(document: Document, day: date | None) -> Document:
    if day is None or document.published is not None:
        return document
    return replace(document, published=Interval.of_days(day, day))


def analyse(
    documents: Iterable[Document | str], *, workers: int, progress: Progress, total: int = 0
) -> Iterator[Analysed]:
    """One result an input, in order; what is no document keeps its place with its reason."""
    from vedette.engine.local import LocalEngine
    from vedette.reference.gazetteer import gazetteer_path
    from vedette.understand.stage import UnderstandStage

    waiting: deque[Document | str] = deque()
    stage = UnderstandStage(gazetteer=gazetteer_path(lambda: progress("gazetteer", 0, 1)))
    results = LocalEngine(workers).map(Guarded(stage=stage), _batches(documents, waiting))
    done = 0
    for outcome in chain.from_iterable(results):
        for each in _released(waiting, outcome):
            done += 1
            progress("understand", done, total)
            yield each
    yield from (Analysed(label=None, error=str(reason)) for reason in waiting)


def _batches(documents: Iterable[Document | str], waiting: deque[Document | str]) -> Iterator[Sequence[Document]]:
    """Documents by the batch; everything taken waits in its order for the results."""
    batch: list[Document] = []
    for each in documents:
        waiting.append(each)
        if isinstance(each, Document):
            batch.append(each)
        if len(batch) == _BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _released(waiting: deque[Document | str], outcome: Outcome[Analysis]) -> Iterator[Analysed]:
    """The lines without a document that stood before it, then the document with its outcome."""
    while isinstance(reason := waiting.popleft(), str):
        yield Analysed(label=None, error=reason)
    yield _analysed(reason, outcome)


def _analysed(document: Document, outcome: Outcome[Analysis]) -> Analysed:
    analysis: Sequence[Analysis] = outcome.results
    return Analysed(
        label=document.label,
        document=document,
        analysis=analysis[0] if analysis else None,
        error=outcome.failure,
    )
