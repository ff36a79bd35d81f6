"""A source that an extension brings: what it gives is checked, bounded and captured like everything else."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import urlsplit

from vedette.collect.address import Fetcher
from vedette.collect.collector import Given, Mark, Memory
from vedette.collect.item import Item
from vedette.collect.mail.message import held
from vedette.extension.asked import asked
from vedette.extension.checks import BrokenContractError, checked_given
from vedette.extension.found import Extension, ExtensionError, load, taking_part
from vedette.model.errors import CaptureError
from vedette.model.media import foreign_media
from vedette.model.task import Task
from vedette.ports_of_extensions import Asked, Fetched, Remember
from vedette.reference.host import networks

_MOST, _SECONDS = 10_000, 300.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Foreign:
    """One round at most 10,000 things. A defect of the extension is this source's trouble alone."""

    task: Task
    extension: Extension
    workspace: Path
    fetcher: Fetcher

    def collect(self, memory: Memory) -> Iterator[Given]:
        task = self.task
        question = Asked(
            workspace=self.workspace,
            get=lambda address: self.fetcher.fetch(address).payload,
            address=task.address,
            settings=dict(task.settings),
            memory=dict(memory),
        )
        try:
            with asked(_SECONDS):
                each = enumerate(load(self.extension).collect(question), start=1)
            while (one := _next(each)) is not None:
                if one[0] > _MOST:
                    raise BrokenContractError(f"gave more than {_MOST:,} things in one round")
                yield self._given(checked_given(one[1]))
        except CaptureError:
            raise
        except BrokenContractError as error:
            raise CaptureError(str(self.extension.failed(str(error)))) from error
        except ExtensionError as error:
            raise CaptureError(str(error)) from error
        except Exception as error:
            raise CaptureError(str(self.extension.broke(error))) from error

    def _given(self, given: Fetched | Remember) -> Given:
        if isinstance(given, Remember):
            return Mark(memory=given.memory)
        payload = given.payload
        return Item(
            address=given.address,
            name=PurePosixPath(urlsplit(given.address).path).name,
            open=lambda: held(payload),
            media=foreign_media(self.extension.name),
        )


def _next(each: "enumerate[Any]") -> tuple[int, Any] | None:
    with asked(_SECONDS):
        return next(each, None)


def foreign(task: Task, use: Sequence[str], workspace: Path) -> Foreign:
    """Raises CaptureError where no extension brings the kind."""
    found = [one for one in taking_part(use, "sources") if one.name == task.named]
    if not found:
        raise CaptureError(f"no package of [extensions] use brings the kind {task.named}: see `vedette doctor`")
    fetcher = Fetcher(allow_private=task.private, allowed=networks(task.allow))
    return Foreign(task=task, extension=found[0], workspace=workspace, fetcher=fetcher)


def recogniser(use: Sequence[str]) -> Callable[[str, bytes], str | None]:
    """By name and beginning, the media type of bytes that an extension calls its own. One that breaks down recognises
    nothing; what is wrong with it is told when the watch is worked through."""
    known = (*taking_part(use, "sources"), *taking_part(use, "observations"))

    def recognise(name: str, head: bytes) -> str | None:
        return next((foreign_media(one.name) for one in known if _is_its_own(one, name, head)), None)

    return recognise


def _is_its_own(extension: Extension, name: str, head: bytes) -> bool:
    try:
        with asked():
            return load(extension).recognises(name, head) is True
    except Exception:  # noqa: BLE001 - somebody else's code; told elsewhere
        return False
