"""What an author calls in his own tests: each function runs an extension on what he gives it and raises AssertionError,
in one line, where Vedette would refuse what comes of it. Vedette's own parts are held to the same functions."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from vedette.extension.checks import (
    BrokenContractError,
    checked_analysis,
    checked_given,
    checked_notes,
    checked_reports,
    checked_seen,
)
from vedette.extension.found import ExtensionError, Group, installed, load, misnamed
from vedette.model.analysis import Analysis
from vedette.model.annotation import Note
from vedette.model.document import Document, document_id
from vedette.model.errors import ReadError
from vedette.model.ids import CaptureId, SourceId
from vedette.model.interval import Interval
from vedette.model.watch import Watch
from vedette.ports_of_extensions import (
    Asked,
    ExportForm,
    Fetched,
    LanguageReader,
    NoteStage,
    Observer,
    Report,
    Seen,
    SourceKind,
)

Made = TypeVar("Made")
_RUBBISH = (b"", b"\x00\xff" * 500, b"<" * 5_000, b'{"a":' * 2_000, "„ż\u202e".encode() * 200)
_ODD_TEXTS = ("", " \n\n ", "…", "\u202e„«»" * 50, "Aa. " * 5_000, "1" * 3_000)
_EVENT: Mapping[str, Any] = {
    "id": "evt_<&\"'>", "plover": "ASSAULT", "subtype": None, "actors": [], "place": None, "from": None, "to": None,
    "precision": None, "change": None, "figures": [], "status": "claimed", "grade": "F6", "documents": ["a & <b>"],
    "statements": [], "independent_sources": 1, "observations": [],
}  # fmt: skip


def a_document(text: str, *, published: Interval | None = None, language: str | None = None) -> Document:
    """For tests: a document of these words."""
    capture, source = CaptureId("cap_test"), SourceId("test")
    return Document(id=document_id("test:1", text), capture=capture, source=source, origin="test:1", label="1",
                    text=text, published=published, language=language)  # fmt: skip


def check_installed(group: Group, name: str, package: str) -> Any:
    """The object that Vedette finds by the package's entry point."""
    found = [one for one in installed() if (one.group, one.name, one.package) == (group, name, package)]
    assert found, f"no entry point {name} in vedette.{group} of {package}: install it, with `pip install -e .`"
    wrong = dict(misnamed(found)).get(found[0])
    assert wrong is None, f"{name} {wrong}"
    try:
        return load(found[0])
    except ExtensionError as error:
        raise AssertionError(str(error)) from error


def check_source(source: SourceKind, asked: Asked) -> Sequence[Report]:
    """One round, twice alike; every capture is recognised and read; rubbish ends in a ReadError or in nothing."""
    given = _held(lambda: [checked_given(one) for one in source.collect(asked)])
    again = _held(lambda: [checked_given(one) for one in source.collect(asked)])
    assert given == again, "two rounds of the same memory give different things"
    reports: list[Report] = []
    for one in given:
        if isinstance(one, Fetched):
            name = one.address.rpartition("/")[2]
            assert source.recognises(name, one.payload[: 64 * 1024]), f"does not recognise what it fetched: {name}"
            reports += _held(partial(_read, source, one))
    for rubbish in _RUBBISH:
        assert source.recognises("rubbish.bin", rubbish) is False, "takes rubbish for its own"
        try:
            list(source.read(rubbish, "file:///rubbish.bin"))
        except ReadError:
            continue
    return reports


def _read(source: SourceKind, one: Fetched) -> Sequence[Report]:
    return checked_reports(source.read(one.payload, one.address))


def check_language(reader: LanguageReader, texts: Iterable[str], published: Interval | None = None) -> list[Analysis]:
    """Every text alone, and inside a longer one; twice alike. Texts of nothing must not break it."""
    from vedette.reference.gazetteer import Gazetteer, gazetteer_path
    from vedette.understand.foreign import Part

    gazetteer = Gazetteer.open(gazetteer_path())

    def read(text: str, start: int, end: int) -> Analysis:
        document = a_document(text, published=published)
        part = Part(document=document, start=start, end=end, gazetteer=gazetteer)
        return _held(lambda: checked_analysis(reader(part), document, start, end))

    made = []
    for text in (*texts, *_ODD_TEXTS):
        alone = read(text, 0, len(text))
        assert alone == read(text, 0, len(text)), "the same text gives different analyses"
        inside = read(f"XX\n{text}\nXX", 3, 3 + len(text))
        assert len(inside.statements) == len(alone.statements), "finds other statements where its part begins later"
        made.append(alone)
    gazetteer.close()
    return made[: -len(_ODD_TEXTS)]


def check_export(export: ExportForm, rows: Sequence[Mapping[str, Any]]) -> str:
    """The rows, none, and one whose words are hostile; twice alike. What it wrote of the first."""
    written = "".join(export(iter(rows), "A watch"))
    assert written == "".join(export(iter(rows), "A watch")), "the same rows are written differently"
    assert isinstance("".join(export(iter(()), "A watch")), str)
    if export.table == "events":
        odd = "".join(export(iter([_EVENT]), '<A & "watch">'))
        assert 'evt_<&"' not in odd or "<" not in written[:1], "writes the words of a report as markup"
    return written


def check_stage(stage: NoteStage, document: Document, analysis: Analysis | None = None) -> tuple[Note, ...]:
    """On a document, twice alike, and on texts of nothing."""
    made = _notes(stage, document, analysis)
    assert made == _notes(stage, document, analysis), "the same document gives different notes"
    for text in _ODD_TEXTS:
        _notes(stage, a_document(text), None)
    return made


def _notes(stage: NoteStage, document: Document, analysis: Analysis | None) -> tuple[Note, ...]:
    told = analysis or Analysis(document=document.id, version="1")
    return _held(lambda: checked_notes(stage(document, told), document, told))


def check_observer(observer: Observer, file: Path, folder: Path) -> Sequence[Seen]:
    """A file of its kind, twice alike; rubbish ends in a ReadError or in nothing. `folder` is an empty one."""
    watch = Watch(name="test")
    head = file.read_bytes()[: 64 * 1024]
    assert observer.recognises(file.name, head), f"does not recognise {file.name}"
    seen = _held(lambda: checked_seen(observer.look(file, watch)))
    assert seen == _held(lambda: checked_seen(observer.look(file, watch))), "the same file shows different things"
    for rubbish in _RUBBISH:
        assert observer.recognises("rubbish.bin", rubbish) is False, "takes rubbish for its own"
        (folder / "rubbish.bin").write_bytes(rubbish)
        try:
            list(observer.look(folder / "rubbish.bin", watch))
        except ReadError:
            continue
    return seen


def _held(made: Callable[[], Made]) -> Made:
    try:
        return made()
    except BrokenContractError as error:
        raise AssertionError(str(error)) from error
