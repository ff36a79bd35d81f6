"""Documents become analyses."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from vedette.model.analysis import Analysis
from vedette.model.document import Document
from vedette.model.watch import Watch
from vedette.ports import Outcome
from vedette.reference.gazetteer import Gazetteer
from vedette.reference.institutions import Institutions
from vedette.reference.language import guess_language

_LONGEST_TEXT = 2_000_000
_KNOWN = frozenset({"en"})


@dataclass(frozen=True, slots=True, kw_only=True)
class UnderstandStage:
    """Models, gazetteer and institutions are opened on the first call of each process."""

    gazetteer: Path
    watch: Watch | None = None
    name: str = "understand"
    version: str = "2"

    def __call__(self, batch: Sequence[Document]) -> Iterable[Outcome[Analysis]]:
        return [self._outcome(document) for document in batch]

    def _outcome(self, document: Document) -> Outcome[Analysis]:
        language = document.language or guess_language(document.text)
        empty = Analysis(document=document.id, version=self.version, language=language)
        if not document.text.strip():
            return Outcome(item=document.id, results=(empty,), failure="no text to analyse: the document is empty")
        if len(document.text) > _LONGEST_TEXT:
            return Outcome(item=document.id, results=(empty,), failure=_too_long(len(document.text)))
        if language not in _KNOWN:
            return Outcome(item=document.id, results=(empty,), failure=_unknown(language))
        return Outcome(item=document.id, results=(self._analysis(document),))

    def _analysis(self, document: Document) -> Analysis:
        from vedette.understand.english import analyse

        return analyse(
            document,
            version=self.version,
            gazetteer=_gazetteer(self.gazetteer),
            institutions=_institutions(),
            watch=self.watch,
        )


def _too_long(length: int) -> str:
    return f"the text has {length:,} characters, more than {_LONGEST_TEXT:,}: split it and add the parts"


def _unknown(language: str | None) -> str:
    named = f"language {language!r}" if language else "a text without letters"
    return f"{named} is not understood yet (known: {', '.join(sorted(_KNOWN))}): nothing is taken from this text"


@cache
def _gazetteer(path: Path) -> Gazetteer:
    return Gazetteer.open(path)


@cache
def _institutions() -> Institutions:
    return Institutions.load()
