"""Captures of a kind that an extension brings become documents as all others do."""

from dataclasses import dataclass

from vedette.extension.asked import asked
from vedette.extension.checks import BrokenContractError, checked_reports
from vedette.extension.found import Extension, ExtensionError, load, the
from vedette.model.capture import Capture
from vedette.model.errors import ReadError
from vedette.model.media import foreign_media
from vedette.ports import StageKey
from vedette.ports_of_extensions import Report
from vedette.read.draft import Draft, Publisher, Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class ForeignReader:
    """Carries no code to a worker: it is looked up there."""

    use: tuple[str, ...]
    name: str
    version: str

    def __call__(self, capture: Capture, payload: bytes) -> Reading:
        extension: Extension | None = None
        try:
            extension = the(self.use, "sources", self.name, self.version)
            with asked():
                reports = checked_reports(load(extension).read(payload, capture.address))
        except (ReadError, MemoryError):
            raise
        except ExtensionError as error:
            raise ReadError(f"was not read: {error}") from error
        except BrokenContractError as error:
            assert extension is not None
            raise ReadError(f"was not read: {extension.failed(str(error))}") from error
        except Exception as error:
            assert extension is not None
            raise ReadError(f"was not read: {extension.broke(error)}") from error
        return Reading(drafts=tuple(_draft(one) for one in reports if one.text.strip()))


def _draft(one: Report) -> Draft:
    return Draft(
        text=one.text,
        label=one.label,
        publisher=Publisher(names=(one.by,), name=one.by) if one.by else Publisher(),
        title=one.title,
        published=one.published,
        language=one.language,
        address=one.address,
    )


def read_key(extension: Extension) -> StageKey:
    """A new version of the package has all captures of its kind read again."""
    media = (foreign_media(extension.name),)
    return StageKey(name=f"read-{extension.name}", version=extension.version, takes="capture", media=media)
