"""A stage of an extension in the loop: documents with their analyses become annotations."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from vedette.extension.asked import asked
from vedette.extension.checks import BrokenContractError, checked_notes
from vedette.extension.found import Extension, ExtensionError, load, the
from vedette.model.analysis import Analysis
from vedette.model.annotation import Annotation
from vedette.model.document import Document
from vedette.ports import Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Understood:
    """`analysis` is None where nothing could be made of the text."""

    document: Document
    analysis: Analysis | None

    @property
    def id(self) -> str:
        return self.document.id


@dataclass(frozen=True, slots=True, kw_only=True)
class Noting:
    """Carries no code to a worker: it is looked up there. `needed` is the package's version."""

    use: tuple[str, ...]
    extension: str
    made_by: str
    needed: str
    version: str

    @property
    def name(self) -> str:
        return f"note-{self.extension}"

    def __call__(self, batch: Sequence[Understood]) -> Iterator[Outcome[Annotation]]:
        try:
            extension = the(self.use, "stages", self.extension, self.needed)
            load(extension)
        except ExtensionError as error:
            reason = str(error)
            return (Outcome(item=one.id, failure=reason) for one in batch)
        return (self._outcome(extension, one) for one in batch)

    def _outcome(self, extension: Extension, one: Understood) -> Outcome[Annotation]:
        if one.analysis is None:
            return Outcome(item=one.id)
        try:
            with asked():
                given = load(extension)(one.document, one.analysis)
                notes = checked_notes(given, one.document, one.analysis)
        except MemoryError:
            raise
        except BrokenContractError as error:
            return Outcome(item=one.id, failure=str(extension.failed(str(error))))
        except Exception as error:  # noqa: BLE001 - somebody else's code; told in the failure
            return Outcome(item=one.id, failure=str(extension.broke(error)))
        made = Annotation(document=one.document.id, maker=self.made_by, version=self.version, notes=notes)
        return Outcome(item=one.id, results=(made,))
