"""Documents become analyses."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

from vedette.extension.found import ExtensionError
from vedette.model.analysis import Analysis
from vedette.model.document import Document
from vedette.model.language import READING_LEVELS
from vedette.model.watch import Watch
from vedette.ports import Outcome
from vedette.reference.gazetteer import Gazetteer, gazetteer_path
from vedette.reference.institutions import Institutions
from vedette.understand import model
from vedette.understand.foreign import analyse as analyse_foreign
from vedette.understand.foreign import readers
from vedette.understand.joining import Material, joined
from vedette.understand.languages import Run, language_runs, main_language

_LONGEST_TEXT = 2_000_000
_SLAVIC = frozenset({"uk", "ru"})
_WESTERN = frozenset({"de", "fr"})
_KNOWN = frozenset(READING_LEVELS)


def _version() -> str:
    """What is read with the encoder is another reading than what is read without."""
    return f"4+{model.ENCODER}" if model.wanted() else "4"


@dataclass(frozen=True, slots=True, kw_only=True)
class UnderstandStage:
    """Models, gazetteer and institutions are opened on the first call of each process. What is partly or wholly in a
    language that an extension reads is left to that language's own stage, which is one of these with `foreign` set to
    the language: a new version of an extension has its documents read again, and no others."""

    gazetteer: Path
    watch: Watch | None = None
    name: str = "understand"
    version: str = field(default_factory=_version)
    foreign: str = ""

    def __call__(self, batch: Sequence[Document]) -> Iterable[Outcome[Analysis]]:
        return [self._outcome(document) for document in batch]

    def _outcome(self, document: Document) -> Outcome[Analysis]:
        also = self._also()
        runs = language_runs(document.text[:_LONGEST_TEXT], document.language, also)
        met = {run.language for run in runs}
        if met.isdisjoint(also) if self.foreign == "" else self.foreign in met:
            return self._read(document, runs)
        return Outcome(item=document.id)

    def _also(self) -> tuple[str, ...]:
        return tuple(one.name for one in readers(self.watch.extensions)) if self.watch else ()

    def _read(self, document: Document, runs: Sequence[Run]) -> Outcome[Analysis]:
        empty = Analysis(document=document.id, version=self.version, language=document.language)
        if not document.text.strip():
            return Outcome(item=document.id, results=(empty,), failure="no text to analyse: the document is empty")
        if len(document.text) > _LONGEST_TEXT:
            return Outcome(item=document.id, results=(empty,), failure=_too_long(len(document.text)))
        language, also = main_language(runs, document.language), self._also()
        known = [run for run in runs if run.language in _KNOWN or run.language in also]
        if not known:
            empty = replace(empty, language=language)
            return Outcome(item=document.id, results=(empty,), failure=_unknown(language, also))
        return self._analysis(document, language, known)

    def _analysis(self, document: Document, language: str | None, runs: Sequence[Run]) -> Outcome[Analysis]:
        material = Material(
            document=document,
            version=self.version,
            gazetteer=_gazetteer(self.gazetteer),
            institutions=_institutions(),
            watch=self.watch,
        )
        parts, problems = [], []
        for run in runs:
            try:
                parts.append(_read(material, run))
            except ExtensionError as error:
                problems.append(str(error))
        failure = problems[0] if problems else None
        return Outcome(item=document.id, results=(joined(material, language, parts),), failure=failure)


def foreign_stages(gazetteer: Path, watch: Watch) -> tuple[UnderstandStage, ...]:
    """One for each language that an extension reads, at the extension's version."""
    return tuple(
        UnderstandStage(
            gazetteer=gazetteer,
            watch=watch,
            name=f"understand-{one.name}",
            version=f"{_version()}+{one.package} {one.version}",
            foreign=one.name,
        )
        for one in readers(watch.extensions)
    )


def _read(material: Material, run: Run) -> Analysis:
    if run.language in _SLAVIC:
        from vedette.understand.slavic.reader import analyse as analyse_slavic

        return analyse_slavic(material, run.language, run.start, run.end)
    if run.language in _WESTERN:
        from vedette.understand.western.reader import analyse as analyse_western

        return analyse_western(material, run.language, run.start, run.end)
    if run.language not in _KNOWN and material.watch is not None:
        reader = next(one for one in readers(material.watch.extensions) if one.name == run.language)
        return analyse_foreign(material, reader, run.start, run.end)
    from vedette.understand.english import analyse

    return analyse(material, run.start, run.end)


def _too_long(length: int) -> str:
    return f"the text has {length:,} characters, more than {_LONGEST_TEXT:,}: split it and add the parts"


def _unknown(language: str | None, also: Sequence[str] = ()) -> str:
    named = f"language {language!r}" if language else "a text without letters of a script that is read"
    known = ", ".join(sorted({*_KNOWN, *also}))
    return f"{named} is not understood yet (known: {known}): nothing is taken from this text"


@cache
def _gazetteer(path: Path) -> Gazetteer:
    """On another machine of a cluster the file may lie elsewhere, or not be built yet."""
    return Gazetteer.open(path if path.is_file() else gazetteer_path())


@cache
def _institutions() -> Institutions:
    return Institutions.load()
